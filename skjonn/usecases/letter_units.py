"""A letter to be: its kind, whom it goes to, the cases it is about, and the registered letter it is or takes the place of."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from skjonn.domain.applications import Content
from skjonn.domain.initiative_words import InitiativeTold
from skjonn.domain.letter_kinds import LetterKind
from skjonn.domain.letters import Payment, Said
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.queries.letters import StoredLetter
from skjonn.usecases.letter_wanted import LetterKindUnknown, Wanted

KINDS = tuple(kind.value for kind in LetterKind)
TO_ALL = "all"
"""What a letter to every municipality has in the place of a recipient's number."""


@dataclass(frozen=True)
class UnitCase:
    """A case of a letter to be: what it says, and the line of the decision the letter tells of, None where it tells of none."""

    application_id: int
    case: str
    content: Content
    line: DecidedLine | None = None


@dataclass(frozen=True)
class Unit:
    """One letter to be.

    Attributes:
        recipients: numbers: one, several in a letter to all, none in one to the ministry.
        tells: whether it tells of the decisions of its cases; else those are there for what stands.
        list_digest: sha256 of the list of payments it goes with, empty where there is none.
        stored: the registered letter it is; supersedes: the registered letter it takes the place of.
    """

    kind: LetterKind
    recipients: tuple[str, ...]
    cases: tuple[UnitCase, ...] = ()
    tells: bool = False
    said: Said = field(default_factory=Said)
    payments: tuple[Payment, ...] = ()
    list_digest: str = ""
    stored: StoredLetter | None = None
    supersedes: StoredLetter | None = None

    @property
    def occasion(self) -> str:
        """What tells letters of its kind about one case apart: the report, the day an answer is due."""
        return occasion_of(self.said)

    @property
    def key(self) -> tuple[object, ...]:
        """What no two letters that stand have in common: the lines they tell of, else kind, recipient, cases and occasion."""
        if self.tells:
            return tuple(sorted(one.line.line_id for one in self.cases if one.line))
        cases = tuple(one.application_id for one in self.cases)
        return (self.kind.value, "" if cases else recipient_kept(self), cases, self.occasion)


def occasion_of(said: Said) -> str:
    """Return the occasion of what is said."""
    days, of = (said.due, said.report_due), str(said.payment_list or "")
    return " ".join(part for part in (said.report, of, *(day.isoformat() if day else "" for day in days)) if part)


def said_kept(said: Said) -> str:
    """Return what a writer said as it is stored; empty where nothing was."""
    if said == Said():
        return ""
    plain = {
        "due": said.due.isoformat() if said.due else None, "amount_nok": said.amount_nok, "report": said.report,
        "points": list(said.points),
        **({"report_due": said.report_due.isoformat()} if said.report_due else {}),
        **({"payment_list": said.payment_list} if said.payment_list else {}),
        **({"payments": [asdict(one) for one in said.payments]} if said.payments else {}),
        **({"history": asdict(said.history)} if said.history else {}),
    }  # fmt: skip
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def said_again(kept: str) -> Said:
    """Return what was stored by `said_kept`."""
    if not kept:
        return Said()
    plain = json.loads(kept)
    due = date.fromisoformat(plain["due"]) if plain["due"] else None
    history = InitiativeTold(**plain["history"]) if plain.get("history") else None
    of = date.fromisoformat(plain["report_due"]) if plain.get("report_due") else None
    asked = tuple(Payment(**one) for one in plain.get("payments", ()))
    return Said(
        due, plain["amount_nok"], plain["report"], tuple(plain["points"]), of, history, plain.get("payment_list", 0), asked
    )  # fmt: skip


def wanted_kind(wanted: Wanted) -> LetterKind | None:
    """Return the kind of letter asked for; None is all that tell of decisions.

    Raises:
        LetterKindUnknown: there is no such kind.
    """
    if wanted.kind is not None and wanted.kind not in KINDS:
        raise LetterKindUnknown(kind=wanted.kind, known=KINDS)
    return LetterKind(wanted.kind) if wanted.kind else None


def key_of(stored: StoredLetter) -> tuple[object, ...]:
    """Return `Unit.key` of a registered letter."""
    if stored.lines:
        return tuple(sorted(stored.lines))
    cases = tuple(one.application_id for one in stored.cases)
    return (stored.kind, "" if stored.cases else stored.recipient, cases, stored.occasion)


def recipient_kept(unit: Unit) -> str:
    """Return what a recipient is stored as: the number, `all`, or nothing for the ministry."""
    return unit.recipients[0] if len(unit.recipients) == 1 else TO_ALL if unit.recipients else ""


def anew(unit: Unit) -> Unit:
    """Return a registered letter as one to be written anew in its place."""
    return replace(unit, stored=None, supersedes=unit.stored) if unit.stored else unit
