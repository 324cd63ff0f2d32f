"""Questions about letters: which are registered, with what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from skjonn.domain.codes import case_order
from skjonn.storage.tables.application import ApplicationRow
from skjonn.storage.tables.decision import DecisionLineRow, LetterRow


@dataclass(frozen=True)
class StoredLetter:
    """A registered letter.

    Attributes:
        line_id, application_id: keys in this database, never in an output.
        number: consecutive in the database, from 1.
        kind: of the template it was written from; outcome: of the decision it tells of, which parts dismissals from refusals.
        language_rule: code and data of the rule, as stored (JSON).
        recipient: municipality number; dated: the letter's date.
        path: relative to the working folder, with forward slashes.
        sha256: of the file; content_digest: of its unpacked parts; template_sha256: of the template it was written from.
    """

    number: int
    case_number: str
    application_id: int
    line_id: int
    kind: str
    outcome: str
    language: str
    language_rule: str
    recipient: str
    dated: date
    path: str
    sha256: str
    content_digest: str
    template_sha256: str


def registered(session: Session, call_id: int | None = None) -> list[StoredLetter]:
    """Return the registered letters of a call, or all of them: by case number, then letter number."""
    statement = (
        select(LetterRow, ApplicationRow.case_number, DecisionLineRow.outcome)
        .join(ApplicationRow, col(ApplicationRow.id) == LetterRow.application_id)
        .join(DecisionLineRow, col(DecisionLineRow.id) == LetterRow.decision_line_id)
    )
    if call_id is not None:
        statement = statement.where(LetterRow.call_id == call_id)
    found = [_letter(row, case, outcome) for row, case, outcome in session.exec(statement)]
    return sorted(found, key=lambda letter: (case_order(letter.case_number), letter.number))


def lines_with_letter(session: Session, call_id: int) -> set[int]:
    """Return the keys of the decision lines of a call that have a registered letter."""
    return set(session.exec(select(LetterRow.decision_line_id).where(LetterRow.call_id == call_id)))


def last_number(session: Session) -> int:
    """Return the highest letter number given in this database, 0 before the first."""
    return int(session.exec(select(func.max(col(LetterRow.number)))).one() or 0)


def _letter(row: LetterRow, case: str, outcome: str) -> StoredLetter:
    return StoredLetter(
        number=row.number,
        case_number=case,
        application_id=row.application_id,
        line_id=row.decision_line_id,
        kind=row.kind,
        outcome=outcome,
        language=row.language,
        language_rule=row.language_rule,
        recipient=row.recipient,
        dated=row.dated,
        path=row.path,
        sha256=row.sha256,
        content_digest=row.content_digest,
        template_sha256=row.template_sha256,
    )
