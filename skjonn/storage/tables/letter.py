"""Registered letters, the cases they are about, and when they were sent. Rows are added, never changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from skjonn.storage.tables import application, call, decision, person  # noqa: F401  (keys point to them)
from skjonn.storage.tables.columns import among, key, moment, primary, words


class LetterRow(SQLModel, table=True):
    """A registered letter. `path` is relative to the working folder, with forward slashes.

    `supersedes_id` is the letter this one stands in the place of; `occasion` tells letters of one kind about one case apart;
    `said` is what the writer said in it, as JSON; `reason` why it is in another language form or written anew.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("supersedes_id"),
        among("language", ("nb", "nn")),
        CheckConstraint("supersedes_id < id", name="supersedes_an_earlier_one"),
    )

    id: int | None = primary()
    number: int
    call_id: int = key("call.id")
    kind: str = words()
    occasion: str = words(default="")
    said: str = words(default="")
    language: str = words()
    language_rule: str = words()
    recipient: str = words()
    dated: date
    path: str = words()
    sha256: str = words()
    content_digest: str = words()
    template_sha256: str = words()
    supersedes_id: int | None = key("letter.id", null=True, index=False)
    reason: str = words(default="")
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class LetterCaseRow(SQLModel, table=True):
    """A case a letter is about; with the line of the decision it tells of, where it tells of one."""

    __tablename__ = "letter_case"
    __table_args__ = (UniqueConstraint("letter_id", "application_id"),)

    id: int | None = primary()
    letter_id: int = key("letter.id", index=False)
    application_id: int = key("application.id")
    decision_line_id: int | None = key("decision_line.id", null=True)


class DispatchRow(SQLModel, table=True):
    """A letter was sent, on a day, in a way told in the office's own words."""

    __tablename__ = "letter_dispatch"
    __table_args__ = (CheckConstraint("how <> ''", name="says_how"),)

    id: int | None = primary()
    letter_id: int = key("letter.id")
    sent_on: date
    how: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")


class PdfRow(SQLModel, table=True):
    """A letter was made into a PDF, which lies beside it. A PDF differs each time it is made, so it is known by its Word file."""

    __tablename__ = "letter_pdf"
    __table_args__ = (UniqueConstraint("letter_id", "pdf_sha256"),)

    id: int | None = primary()
    letter_id: int = key("letter.id", index=False)
    docx_sha256: str = words()
    pdf_sha256: str = words()
    on: date
    recorded_at: datetime = moment()
    person_id: int = key("person.id")
