"""A municipality's language form on a day, and the language a letter is written in, each with the rule it follows.

A municipality has decided on bokmål or nynorsk, or on neither (neutral). Known are some decisions with their day, and
observations: what a source showed on a day. A merger into the same number makes a new municipality of it, and what is
dated (a merger, a decision) explains a change: nothing seen after it speaks of the days before it. So the form on a day is

1. the latest decision on or before it;
2. else the latest observation on or before it that is not older than the latest such merger, where the next one agrees
   or a later dated change bounds it;
3. else the earliest observation after it;
4. after the last observation the register's own form.

Where the register leaves the form open because sources disagree, an observation that no later one bears out is not
enough: the office is asked to record the decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import chain
from typing import Literal, cast, get_args

from skjonn.errors import RefusedError
from skjonn.registries.municipalities import Municipality, Register
from skjonn.registries.tables import rows
from skjonn.texts import N_, Language, chosen, translate
from skjonn.texts.wording import worded

Form = Literal["bokmål", "nynorsk", "nøytral"]
FORMS: tuple[Form, ...] = get_args(Form)
LetterCode = Literal["nb", "nn"]
_LETTER: dict[Form, LetterCode] = {"bokmål": "nb", "nynorsk": "nn"}


class LanguageUnknown(RefusedError):
    """Sources leave open which language form the municipality has, and the office has not recorded it."""

    code = "municipality-language-unknown"
    sentence = N_("Sources do not agree on the language form of {name} ({number}) on {day}.")
    advice = N_(
        "Ask the municipality and record its decision: `skjonn municipality language {number} FORM --from DATE --source S`."
    )


class MunicipalityNotInForce(RefusedError):
    """A municipality number is not in force on the day."""

    code = "municipality-not-in-force"
    sentence = N_("No municipality had the number {number} on {day}.")
    advice = N_("See what became of it: `skjonn municipality find {number}`.")


@dataclass(frozen=True)
class LanguageDecision:
    """A municipality's decision on its language form, in force from `valid_from`; `recorded` by the office, or shipped."""

    number: str
    form: Form
    valid_from: date
    source: str
    recorded: bool = False


@dataclass(frozen=True)
class LanguageForm:
    """The form on a day and the rule that gave it: a stable code, and data (dates as ISO text) that fill its sentence."""

    form: Form
    rule: str
    data: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class LetterLanguage:
    """The language a letter is written in, and the rule that gave it: a stable code, and data that fill its sentence."""

    language: LetterCode
    rule: str
    data: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, order=True)
class _Seen:
    on: date
    form: Form
    source: str


_RULES = {
    "asked-for": N_("Another form than by the rule, asked for: {why}"),
    "state-body": N_("A state body follows no municipality's decision; the office's own choice."),
    "decision": N_("The municipality's decision in force from {valid_from} ({source})."),
    "recorded-decision": N_(
        "The municipality's decision in force from {valid_from}, recorded by the office ({source})."
    ),
    "observation": N_("The form seen on {observed_on} ({source}), which nothing known had changed by the day."),
    "later-observation": N_("The earliest form seen after the day: {observed_on} ({source})."),
    "register": N_("The form in the municipality register."),
    "neutral-office-default": N_("The municipality is neutral; the office's own choice for neutral municipalities."),
    "majority": N_("The form most of the municipalities have: bokmål {bokmål}, nynorsk {nynorsk}, neutral {nøytral}."),
    "majority-office-default": N_(
        "No form has a majority (bokmål {bokmål}, nynorsk {nynorsk}, neutral {nøytral}); the office's own choice."
    ),
}
_SOURCES = {
    "L16": N_("a public list of municipalities of 2016"),
    "L17": N_("a public list of municipalities of 2017"),
    "L22": N_("the regulation on language decisions as of 2022"),
    "L25": N_("a public list of municipalities of 2025"),
}
RULES = tuple(_RULES)
"""Every rule's code."""


def form_on(number: str, day: date, register: Register, recorded: Sequence[LanguageDecision] = ()) -> LanguageForm:
    """Return a municipality's language form on `day`.

    Args:
        number: in force on `day` in `register`.
        day: usually a letter's date.
        register: the municipality register in use.
        recorded: decisions recorded by the office, oldest first; of two from the same day the last one holds.

    Raises:
        MunicipalityNotInForce: the number is not in force on `day`.
        LanguageUnknown: the sources leave it open.
    """
    municipality = register.at(number, day)
    if municipality is None:
        raise MunicipalityNotInForce(number=number, day=day)
    decisions = [one for one in chain(_decisions(), recorded) if one.number == number]
    found = _decided(decisions, day) or _observed(municipality, day, _dated_changes(municipality, register, decisions))
    if found is None:
        raise LanguageUnknown(number=number, name=municipality.name, day=day)
    return found


def letter_language(
    number: str, day: date, register: Register, recorded: Sequence[LanguageDecision], neutral: LetterCode
) -> LetterLanguage:
    """Return the language of a letter of `day` to one municipality; `neutral` is the office's choice for neutral ones.

    Raises:
        MunicipalityNotInForce, LanguageUnknown: as `form_on`.
    """
    form = form_on(number, day, register, recorded)
    if form.form == "nøytral":
        return LetterLanguage(neutral, "neutral-office-default", {"form_rule": form.rule, **form.data})
    return LetterLanguage(_LETTER[form.form], form.rule, form.data)


def common_language(
    numbers: Sequence[str], day: date, register: Register, recorded: Sequence[LanguageDecision], neutral: LetterCode
) -> LetterLanguage:
    """Return the language of a document of `day` to several municipalities: the form more of them have decided on.

    Neutral ones have no say; on a tie, or where all are neutral, the office's choice `neutral` holds. A number given twice
    counts once; one number alone follows `letter_language`.

    Raises:
        MunicipalityNotInForce, LanguageUnknown: as `form_on`, for any of them.
    """
    several = tuple(dict.fromkeys(numbers))
    if len(several) == 1:
        return letter_language(several[0], day, register, recorded, neutral)
    counted = Counter(form_on(number, day, register, recorded).form for number in several)
    data: dict[str, str] = {form: str(counted[form]) for form in FORMS}
    if counted["bokmål"] == counted["nynorsk"]:
        return LetterLanguage(neutral, "majority-office-default", data)
    return LetterLanguage("nb" if counted["bokmål"] > counted["nynorsk"] else "nn", "majority", data)


def rule_sentence(rule: str, data: dict[str, str], language: Language | None = None) -> str:
    """Return what a rule's code and data say, for people, in `language` or else in the language of messages."""
    tongue = language or chosen()
    words = {name: _word(name, value, tongue) for name, value in data.items()}
    return translate(_RULES[rule], tongue).format_map(words)


def _word(name: str, value: str, language: Language) -> str:
    if name in {"valid_from", "observed_on"}:
        return worded(name, date.fromisoformat(value), language)
    return translate(_SOURCES[value], language) if name == "source" and value in _SOURCES else value


def _decided(decisions: Sequence[LanguageDecision], day: date) -> LanguageForm | None:
    made = sorted((one for one in decisions if one.valid_from <= day), key=lambda one: one.valid_from)
    if not made:
        return None
    last = made[-1]
    rule = "recorded-decision" if last.recorded else "decision"
    return LanguageForm(last.form, rule, {"valid_from": last.valid_from.isoformat(), "source": last.source})


def _dated_changes(
    municipality: Municipality, register: Register, decisions: Sequence[LanguageDecision]
) -> tuple[date, ...]:
    """Return the days on which the form may have changed for a known reason: mergers into the number, decisions."""
    number = municipality.number
    mergers = (
        one.valid_to for one in register.merged_into(number) if one.valid_to and one.valid_to > municipality.valid_from
    )
    return tuple(sorted({*mergers, *(one.valid_from for one in decisions)}))


def _observed(municipality: Municipality, day: date, changes: Sequence[date]) -> LanguageForm | None:
    start = max((change for change in changes if change <= day), default=date.min)
    end = min((change for change in changes if change > day), default=date.max)
    seen = _observations().get(municipality.number, ())
    stretch = [one for one in seen if start <= one.on < end]
    before = [one for one in stretch if one.on <= day][-1:]
    after = [one for one in stretch if one.on > day] or ([] if before else [one for one in seen if one.on > day])
    is_open = not municipality.language_form
    if before and (before[0].form == after[0].form if after else end < date.max and not is_open):
        return _as_seen("observation", before[0])
    if after:
        borne_out = not is_open or (len(after) > 1 and after[1].form == after[0].form)
        return _as_seen("later-observation", after[0]) if borne_out else None
    return None if is_open else LanguageForm(cast("Form", municipality.language_form), "register")


def _as_seen(rule: str, seen: _Seen) -> LanguageForm:
    return LanguageForm(seen.form, rule, {"observed_on": seen.on.isoformat(), "source": seen.source})


@cache
def _decisions() -> tuple[LanguageDecision, ...]:
    return tuple(
        LanguageDecision(row["number"], cast("Form", row["language_form"]), date.fromisoformat(row["valid_from"]), row["source"])
        for row in rows("language_decisions.csv")
    )  # fmt: skip


@cache
def _observations() -> dict[str, tuple[_Seen, ...]]:
    """Return what was seen, by number and day; what only repeats a known decision is left to the decision."""
    decided = {(one.number, one.valid_from) for one in _decisions()}
    found: dict[str, list[_Seen]] = {}
    for row in rows("language_observations.csv"):
        seen = _Seen(date.fromisoformat(row["observed_on"]), cast("Form", row["language_form"]), row["source"])
        if (row["number"], seen.on) not in decided:
            found.setdefault(row["number"], []).append(seen)
    return {number: tuple(sorted(some)) for number, some in found.items()}
