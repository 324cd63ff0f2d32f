"""What must hold between the parts of a call before it can be opened; each fault names the key it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import TypeVar

from skjonn.domain.calls import Call, Effect, Excluded, Rules
from skjonn.domain.codes import CallCodeWrong, parse_call
from skjonn.domain.dates import OSLO
from skjonn.domain.fields import APPLICATION
from skjonn.domain.frames import is_pot_name
from skjonn.domain.plan_settings_file import faults
from skjonn.domain.problems import Place, Problem
from skjonn.texts import N_

GROUND_OUTCOMES = ("refusal", "dismissal")
WEIGHTS = 100
MOST_SIGNATORIES = 2
EFFECTS = ("stop", "warn", "deduct")
_PERCENT = 100
_AMOUNTS = ("least_applied_nok", "greatest_applied_nok", "least_total_cost_nok")
_COUNTS = ("least_own_funding_percent", "least_partners", "greatest_partners")
_APPLICANTS = re.compile(r"office|[0-9]{2}|[0-9]{4}")
_CODE = re.compile(r"[a-zæøå0-9][a-zæøå0-9_-]{0,39}")

_Ordered = TypeVar("_Ordered", int, date)
_Found = Iterator[tuple[str, str, str, dict[str, object]]]  # code, key, sentence, data


def problems_of(call: Call, file: str) -> list[Problem]:
    """Return everything that keeps `call` from being opened, in the order of the file's keys."""
    found = chain.from_iterable(check(call) for check in _CHECKS)
    return [
        Problem(code, "error", Place(file, cell=key), text, data={"key": key, **data})
        for code, key, text, data in found
    ]


def _code_and_year(call: Call) -> _Found:
    try:
        year = parse_call(call.code).year
    except CallCodeWrong:
        text = N_("{text} is not a call's code: the budget year, with a suffix where needed, as 2021 or 2021-F.")
        yield "call-code-form", "code", text, {"text": call.code}
        return
    if year != call.year:
        text = N_("The code {text} begins with another year than {year}.")
        yield "call-year-differs", "year", text, {"text": call.code, "year": call.year}


def _pots(call: Call) -> _Found:
    if not call.pots:
        yield "pots-none", "pots", N_("{key} names no pot; a call draws on at least one."), {}
    for number, name in enumerate(call.pots, 1):
        if not is_pot_name(name):
            text = N_("{name} is not the name of a pot: use letters, digits and hyphens.")
            yield "pot-name-form", f"pots[{number}]", text, {"name": name}
    yield from _twice("pots[{}]", call.pots)


def _dates(call: Call) -> _Found:
    if call.deadline.astimezone(OSLO).date() < call.opens_on:
        yield "deadline-early", "deadline", N_("The deadline is before the day the call opens."), {}


def _areas(call: Call) -> _Found:
    yield from _codes("areas", [area.code for area in call.areas])
    meant: dict[str, str] = {}
    for number, area in enumerate(call.areas, 1):
        for name in {word.casefold() for word in (*area.names.values(), *area.synonyms)}:
            if meant.setdefault(name, area.code) != area.code:
                text = N_("“{name}” would mean two areas, {first} and {second}.")
                data: dict[str, object] = {"name": name, "first": meant[name], "second": area.code}
                yield "area-ambiguous", f"areas[{number}].synonyms", text, data


def _scale(call: Call) -> _Found:
    if call.scale.least >= call.scale.greatest:
        yield "scale-reversed", "scale", N_("The scale's least must be less than its greatest."), {}


def _criteria(call: Call) -> _Found:
    yield from _codes("criteria", [criterion.code for criterion in call.criteria])
    for number, criterion in enumerate(call.criteria, 1):
        if not 1 <= criterion.weight <= WEIGHTS:
            yield "weight-range", f"criteria[{number}].weight", N_("A weight is a whole per cent from 1 to 100."), {}
    total = sum(criterion.weight for criterion in call.criteria)
    if call.criteria and total != WEIGHTS:
        yield "weights-sum", "criteria", N_("The weights add up to {total}, not to 100."), {"total": total}


def _grounds(call: Call) -> _Found:
    yield from _codes("grounds", [ground.code for ground in call.grounds])
    for number, ground in enumerate(call.grounds, 1):
        if ground.outcome not in GROUND_OUTCOMES:
            text = N_("{found} is not an outcome of a ground: write refusal or dismissal.")
            yield "ground-outcome", f"grounds[{number}].outcome", text, {"found": ground.outcome}


def _rules(call: Call) -> _Found:
    rules = call.rules
    for name in (*_AMOUNTS, *_COUNTS):
        if (getattr(rules, name) or 0) < 0:
            yield "rule-negative", f"rules.{name}", N_("{key} cannot be below 0."), {}
    if (rules.least_own_funding_percent or 0) > _PERCENT:
        yield "rule-percent", "rules.least_own_funding_percent", N_("{key} cannot be above 100."), {}
    if _reversed(rules.least_applied_nok, rules.greatest_applied_nok):
        yield "rule-amounts-reversed", "rules.greatest_applied_nok", N_("The greatest amount is below the least."), {}
    if _reversed(rules.period_from, rules.period_to):
        yield "rule-period-reversed", "rules.period_to", N_("The period ends before it begins."), {}
    if _reversed(rules.least_partners, rules.greatest_partners):
        text = N_("The greatest number of partners is below the least.")
        yield "rule-partners-reversed", "rules.greatest_partners", text, {}
    yield from _named(rules)


def _named(rules: Rules) -> _Found:
    names = [field.name for field in APPLICATION]
    for number, name in enumerate(rules.required_fields, 1):
        if name not in names:
            text = N_("{name} is not a field of an application.")
            yield "rule-field-unknown", f"rules.required_fields[{number}]", text, {"name": name}
    for number, found in enumerate(rules.applicants, 1):
        if not _APPLICANTS.fullmatch(found):
            text = N_("{found} is not who may apply: write office, a county of two digits or a municipality of four.")
            yield "rule-applicants-form", f"rules.applicants[{number}]", text, {"found": found}


def _excluded(call: Call) -> _Found:
    yield from _codes("rules.excluded", [one.code for one in call.rules.excluded])
    for number, one in enumerate(call.rules.excluded, 1):
        yield from _words(f"rules.excluded[{number}].words", one)


def _words(key: str, excluded: Excluded) -> _Found:
    if not excluded.words:
        yield "words-none", key, N_("{key} names no word to look for."), {}
    for number, word in enumerate(excluded.words, 1):
        if not re.search(r"[^\W\d_]{2}", word):
            text = N_("{found} is no word that can be looked for.")
            yield "word-form", f"{key}[{number}]", text, {"found": word}


def _effects(call: Call) -> _Found:
    rules = call.rules
    for number, one in enumerate(rules.excluded, 1):
        yield from _effect(f"rules.excluded[{number}].effect", one.effect)
    for part, effects in (("earlier", rules.earlier), ("effects", rules.effects)):
        for name, effect in effects.items():
            yield from _effect(f"rules.{part}.{name}", effect)


def _effect(key: str, effect: Effect) -> _Found:
    given = [size for size in (effect.deduct_points, effect.deduct_percent, effect.deduct_nok) if size is not None]
    if effect.kind not in EFFECTS:
        text = N_(
            "{found} is not an effect: write stop or warn, or what is to be deducted, as {{ deduct_points = 1 }}."
        )
        yield "effect-unknown", key, text, {"found": effect.kind}
    elif len(given) != (effect.kind == "deduct"):
        text = N_("A deduction has one of deduct_points, deduct_percent and deduct_nok, and nothing else has any.")
        yield "effect-measures", key, text, {}
    elif any(size < 1 for size in given) or (effect.deduct_percent or 0) > _PERCENT:
        yield "effect-size", key, N_("What is deducted is 1 or more, and at most 100 per cent."), {}


def _letters(call: Call) -> _Found:
    letters = call.letters
    if len(letters.signatories) > MOST_SIGNATORIES:
        yield "signatories-many", "letters.signatories", N_("A letter is signed by one or two."), {}
    if _reversed(letters.interim_report_on, letters.final_report_on):
        text = N_("The final report is due before the interim report.")
        yield "reports-reversed", "letters.final_report_on", text, {}


def _allocation(call: Call) -> _Found:
    yield from faults(call.allocation, "allocation", call.pots, [area.code for area in call.areas])


def _codes(key: str, codes: Sequence[str]) -> _Found:
    for number, code in enumerate(codes, 1):
        if not _CODE.fullmatch(code):
            text = N_("{found} is not a code: use small letters, digits, hyphens and underscores, at most 40.")
            yield "code-form", f"{key}[{number}].code", text, {"found": code}
    yield from _twice(key + "[{}].code", codes)


def _twice(key: str, values: Iterable[str]) -> _Found:
    seen: set[str] = set()
    for number, value in enumerate(values, 1):
        if value in seen:
            yield "named-twice", key.format(number), N_("{found} stands here twice."), {"found": value}
        seen.add(value)


def _reversed(least: _Ordered | None, greatest: _Ordered | None) -> bool:
    return least is not None and greatest is not None and least > greatest


_CHECKS: tuple[Callable[[Call], _Found], ...] = (
    _code_and_year, _pots, _dates, _areas, _scale, _criteria, _grounds, _rules, _excluded, _effects,
    _letters, _allocation,
)  # fmt: skip
