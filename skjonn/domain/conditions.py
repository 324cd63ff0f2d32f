"""Conditions of an award: the call's own, which hold for every award, and those set for one; part of what the approver signs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skjonn.domain.calls import Call
from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import long_date

CALLS = "C"
"""Before the number of a condition that is the call's: `C1`; one set for an award alone has only its number."""


class ConditionEmpty(UsageError):
    """A condition has no text."""

    code = "condition-empty"
    sentence = N_("A condition needs its text.")
    advice = N_("Write what is asked of the municipality, in quotes.")


class ConditionUnknown(UsageError):
    """The case has no such condition."""

    code = "condition-unknown"
    sentence = N_("{case} has no condition {condition}.")
    advice = N_("`skjonn condition list --case {case}` shows those it has.")


class ConditionDayWrong(UsageError):
    """A condition cannot have been met on that day."""

    code = "condition-day-wrong"
    sentence = N_(
        "A condition of {case} cannot have been met on {on}: the award is of {awarded_on}, and today is {today}."
    )
    advice = N_("Check the day.")


class ConditionDuePast(UsageError):
    """A condition is to be met by a day that has passed."""

    code = "condition-due-past"
    sentence = N_("A condition cannot be due on {due_on}: today is {today}.")
    advice = N_("Name a later day with --due, or leave it out.")


class ConditionMet(ConflictError):
    """The condition is met already."""

    code = "condition-met-already"
    sentence = N_("Condition {condition} of {case} was met on {on}.")
    advice = N_("`skjonn condition list --case {case}` shows how each stands.")


class AwardMissing(RefusedError):
    """Conditions are followed up where there is an award."""

    code = "condition-without-award"
    sentence = N_("{case} has no award whose conditions could be met.")
    advice = N_("`skjonn history {case}` tells what it has come to.")


@dataclass(frozen=True)
class Condition:
    """One condition set for an award: its number from 1 within the case, its text as the letter prints it, and by when."""

    number: int
    text: str
    due_on: date | None = None


@dataclass(frozen=True)
class Followed:
    """A condition as it stands: `code` is `C1` or `1`; `met_on` is None while it is open; not `decided`, it is set and not yet signed."""

    case: str
    title: str
    municipality: str
    code: str
    text: str
    due_on: date | None
    met_on: date | None
    note: str = ""
    decided: bool = True


def stored(conditions: Sequence[Condition]) -> str:
    """Return conditions as a decision's line keeps and its digest binds them: canonical JSON, empty for none."""
    if not conditions:
        return ""
    said = [[one.number, one.text, one.due_on.isoformat() if one.due_on else ""] for one in sorted(conditions, key=lambda one: one.number)]  # fmt: skip
    return json.dumps(said, ensure_ascii=True, separators=(",", ":"))


def read_back(text: str) -> tuple[Condition, ...]:
    """Return conditions as `stored` wrote them."""
    said = json.loads(text) if text else []
    return tuple(Condition(number, words, date.fromisoformat(due) if due else None) for number, words, due in said)


def worded(condition: Condition, language: Language) -> str:
    """Return a condition's text, and by when it is to be met, as whoever approves it reads it."""
    text = condition.text.strip()
    if condition.due_on is None:
        return text
    closed = text if text.endswith((".", "!", "?")) else f"{text}."
    due = translate(N_("Due {day}."), language).format(day=long_date(condition.due_on, language))
    return f"{closed} {due}"


def of_award(call: Call, own: Sequence[Condition], language: Language) -> list[tuple[str, str, date | None]]:
    """Return every condition of an award as code, text and day: the call's first, in order, then its own."""
    general = [
        (f"{CALLS}{number}", texts.get(language) or next(iter(texts.values()), ""), None)
        for number, texts in enumerate(call.letters.conditions, start=1)
    ]
    return [*general, *((str(one.number), one.text, one.due_on) for one in own)]


def require_day(case: str, on: date, awarded_on: date, today: date) -> None:
    """Accept a day from the award's to today, both included.

    Raises:
        ConditionDayWrong: it lies outside.
    """
    if not awarded_on <= on <= today:
        raise ConditionDayWrong(case=case, on=on, awarded_on=awarded_on, today=today)
