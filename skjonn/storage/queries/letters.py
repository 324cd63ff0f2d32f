"""Questions about letters: which are registered, about what, sent when, and which still stand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from skjonn.domain.codes import case_order
from skjonn.storage.tables.application import ApplicationRow
from skjonn.storage.tables.letter import DispatchRow, LetterCaseRow, LetterRow, PdfRow


@dataclass(frozen=True)
class LetterCase:
    """A case a letter is about; `line_id` is the decision line it tells of, None where it tells of none. Keys never leave."""

    application_id: int
    case_number: str
    line_id: int | None


@dataclass(frozen=True)
class StoredLetter:
    """A registered letter.

    Attributes:
        id, call_id: keys in this database, never in an output; cases: by case number, none in a letter about a call.
        number: consecutive in the database, from 1; kind: of the template it was written from; occasion, said: as stored.
        language_rule: code and data of the rule, as stored (JSON).
        recipient: municipality number, empty for the ministry; dated: the letter's date.
        path: relative to the working folder, with forward slashes.
        sha256: of the file; content_digest: of its unpacked parts; template_sha256: of the template it was written from.
        supersedes, superseded_by: numbers of letters; None where there is none.
        sent_on, sent_how: of the latest dispatch; None and empty before.
    """

    id: int
    call_id: int
    number: int
    cases: tuple[LetterCase, ...]
    kind: str
    occasion: str
    said: str
    language: str
    language_rule: str
    recipient: str
    dated: date
    path: str
    sha256: str
    content_digest: str
    template_sha256: str
    reason: str = ""
    supersedes: int | None = None
    superseded_by: int | None = None
    sent_on: date | None = None
    sent_how: str = ""

    @property
    def stands(self) -> bool:
        """Whether no later letter stands in its place."""
        return self.superseded_by is None

    @property
    def case_number(self) -> str:
        """The case, or the first of several; empty in a letter about a call."""
        return self.cases[0].case_number if self.cases else ""

    @property
    def lines(self) -> frozenset[int]:
        """Keys of the decision lines it tells of."""
        return frozenset(one.line_id for one in self.cases if one.line_id is not None)


def registered(session: Session, call_id: int | None = None) -> list[StoredLetter]:
    """Return the registered letters of a call, or all of them: by case number, those about the call first, then letter number."""
    statement = select(LetterRow)
    if call_id is not None:
        statement = statement.where(LetterRow.call_id == call_id)
    rows = session.exec(statement).all()
    cases, sent = _cases(session, call_id), _sent(session)
    numbers = {row.id: row.number for row in rows}
    after = {row.supersedes_id: row.number for row in rows if row.supersedes_id is not None}
    found = [_letter(row, cases, sent, numbers, after) for row in rows]
    return sorted(
        found, key=lambda letter: (case_order(letter.case_number) if letter.cases else ("", -1), letter.number)
    )


def lines_with_letter(session: Session, call_id: int) -> set[int]:
    """Return the keys of the decision lines of a call that a registered letter tells of."""
    asked = (
        select(LetterCaseRow.decision_line_id)
        .join(LetterRow, col(LetterRow.id) == LetterCaseRow.letter_id)
        .where(LetterRow.call_id == call_id, col(LetterCaseRow.decision_line_id).is_not(None))
    )
    return {line for line in session.exec(asked) if line is not None}


def last_number(session: Session) -> int:
    """Return the highest letter number given in this database, 0 before the first."""
    return int(session.exec(select(func.max(col(LetterRow.number)))).one() or 0)


def moments(session: Session) -> dict[int, datetime]:
    """Return when each letter was registered, by its number."""
    return {row.number: row.recorded_at for row in session.exec(select(LetterRow))}


def pdfs(session: Session) -> dict[int, tuple[str, str]]:
    """Return the latest PDF of each letter that has one, by letter id: SHA-256 of the Word file it is of, and its own."""
    rows = session.exec(select(PdfRow).order_by(col(PdfRow.id)))
    return {row.letter_id: (row.docx_sha256, row.pdf_sha256) for row in rows}


def _cases(session: Session, call_id: int | None) -> dict[int, list[LetterCase]]:
    asked = select(LetterCaseRow, ApplicationRow.case_number).join(
        ApplicationRow, col(ApplicationRow.id) == LetterCaseRow.application_id
    )
    if call_id is not None:
        asked = asked.where(ApplicationRow.call_id == call_id)
    found: dict[int, list[LetterCase]] = defaultdict(list)
    for row, number in session.exec(asked):
        found[row.letter_id].append(LetterCase(row.application_id, number, row.decision_line_id))
    return found


def _sent(session: Session) -> dict[int, DispatchRow]:
    """Return the latest dispatch of each letter."""
    return {row.letter_id: row for row in session.exec(select(DispatchRow).order_by(col(DispatchRow.id)))}


def _letter(
    row: LetterRow, cases: dict[int, list[LetterCase]], sent: dict[int, DispatchRow],
    numbers: dict[int | None, int], after: dict[int, int],
) -> StoredLetter:  # fmt: skip
    assert row.id is not None, "stored rows have their key"
    last = sent.get(row.id)
    return StoredLetter(
        id=row.id,
        call_id=row.call_id,
        number=row.number,
        cases=tuple(sorted(cases.get(row.id, ()), key=lambda one: case_order(one.case_number))),
        kind=row.kind,
        occasion=row.occasion,
        said=row.said,
        language=row.language,
        language_rule=row.language_rule,
        recipient=row.recipient,
        dated=row.dated,
        path=row.path,
        sha256=row.sha256,
        content_digest=row.content_digest,
        template_sha256=row.template_sha256,
        reason=row.reason,
        supersedes=numbers.get(row.supersedes_id),
        superseded_by=after.get(row.id),
        sent_on=last.sent_on if last else None,
        sent_how=last.how if last else "",
    )
