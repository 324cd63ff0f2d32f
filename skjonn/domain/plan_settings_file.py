"""The table of rules for dividing money, read from and written to the files people edit: a call's, and a plan's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields

from skjonn.domain.plan_settings import OBJECTIVES, Bounds, PlanSettings
from skjonn.domain.toml_keys import Keys
from skjonn.texts import N_

_AMOUNTS = ("least_award_nok", "greatest_award_nok", "least_municipalities")
_NUMBER = re.compile(r"[0-9]{4}")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BOUNDS = tuple(one.name for one in fields(Bounds))
Found = Iterator[tuple[str, str, str, dict[str, object]]]
"""Faults: code, key, sentence, data."""


def settings_of(keys: Keys) -> PlanSettings:
    """Read the table; what is faulty becomes a problem of the file."""
    settings = PlanSettings(
        objective=keys.text("objective", required=False),
        whole_thousands=keys.yes_no("whole_thousands"),
        least_award_nok=keys.whole("least_award_nok"),
        greatest_award_nok=keys.whole("greatest_award_nok"),
        least_municipalities=keys.whole("least_municipalities"),
        joint_pots=keys.words("joint_pots"),
        each_municipality=_bounds(keys.table("each_municipality")),
        joint=_bounds(keys.table("joint")),
        municipalities=_each(keys.table("municipalities")),
        areas=_each(keys.table("areas")),
    )
    keys.close()
    return settings


def faults(settings: PlanSettings, key: str, pots: Sequence[str], areas: Sequence[str]) -> Found:
    """Give what cannot be meant.

    Args:
        settings: as read.
        key: of the table in its file.
        pots: the call's pots; areas: the codes of its priority areas.
    """
    if settings.objective and settings.objective not in OBJECTIVES:
        text = N_("{found} is not what a plan can aim at: write kroner or cases.")
        yield "plan-objective", f"{key}.objective", text, {"found": settings.objective}
    for name in _AMOUNTS:
        if (getattr(settings, name) or 0) < 0:
            yield "rule-negative", f"{key}.{name}", N_("{key} cannot be below 0."), {}
    if _reversed(settings.least_award_nok, settings.greatest_award_nok):
        yield "rule-amounts-reversed", f"{key}.greatest_award_nok", N_("The greatest amount is below the least."), {}
    for number, pot in enumerate(settings.joint_pots, 1):
        if pot not in pots:
            text = N_("{found} is not one of the call's pots.")
            yield "plan-pot-unknown", f"{key}.joint_pots[{number}]", text, {"found": pot}
    yield from _groups(settings, key, areas)


def lines(settings: PlanSettings, table: str) -> list[str]:
    """Return the table as lines of TOML, `[rules]` and its tables below; nothing for what is no rule."""
    found = [f"[{table}]"]
    if settings.objective:
        found.append(f"objective = {json.dumps(settings.objective)}")
    if settings.whole_thousands is not None:
        found.append(f"whole_thousands = {str(settings.whole_thousands).lower()}")
    found += [f"{name} = {value}" for name in _AMOUNTS if (value := getattr(settings, name)) is not None]
    if settings.joint_pots:
        found.append(f"joint_pots = {json.dumps(list(settings.joint_pots), ensure_ascii=False)}")
    parts = {"each_municipality": settings.each_municipality, "joint": settings.joint}
    parts |= {f"municipalities.{number}": one for number, one in sorted(settings.municipalities.items())}
    parts |= {f"areas.{code}": one for code, one in sorted(settings.areas.items())}
    for name, bounds in parts.items():
        said = [f"{each} = {value}" for each in _BOUNDS if (value := getattr(bounds, each)) is not None]
        found += ["", f"[{table}.{'.'.join(_key(part) for part in name.split('.'))}]", *said] if said else []
    return found


def _key(part: str) -> str:
    return part if _BARE.fullmatch(part) else json.dumps(part, ensure_ascii=False)


def _bounds(keys: Keys) -> Bounds:
    bounds = Bounds(*(keys.whole(name) for name in _BOUNDS))
    keys.close()
    return bounds


def _each(keys: Keys) -> dict[str, Bounds]:
    read = {name: _bounds(keys.table(name)) for name in keys.values}
    return {name: bounds for name, bounds in read.items() if bounds != Bounds()}


def _groups(settings: PlanSettings, key: str, areas: Sequence[str]) -> Found:
    for code in settings.areas:
        if code not in areas:
            text = N_("{found} is not the code of one of the call's priority areas.")
            yield "plan-area-unknown", f"{key}.areas.{code}", text, {"found": code}
    for number in settings.municipalities:
        if not _NUMBER.fullmatch(number):
            text = N_("{found} is not the number of a municipality, which has four digits.")
            yield "plan-municipality-form", f"{key}.municipalities.{number}", text, {"found": number}
    named = {"each_municipality": settings.each_municipality, "joint": settings.joint}
    named |= {f"municipalities.{number}": one for number, one in settings.municipalities.items()}
    named |= {f"areas.{code}": one for code, one in settings.areas.items()}
    for name, bounds in named.items():
        yield from _faults_of(bounds, f"{key}.{name}")


def _faults_of(bounds: Bounds, key: str) -> Found:
    for name in _BOUNDS:
        if (getattr(bounds, name) or 0) < 0:
            yield "rule-negative", f"{key}.{name}", N_("{key} cannot be below 0."), {}
    if _reversed(bounds.least_nok, bounds.greatest_nok):
        yield "rule-amounts-reversed", f"{key}.greatest_nok", N_("The greatest amount is below the least."), {}
    if _reversed(bounds.least_awards, bounds.greatest_awards):
        text = N_("The greatest number of awards is below the least.")
        yield "rule-awards-reversed", f"{key}.greatest_awards", text, {}


def _reversed(least: int | None, greatest: int | None) -> bool:
    return least is not None and greatest is not None and least > greatest
