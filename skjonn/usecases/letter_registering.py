"""Registering letters that were just rendered: numbers, digests, the cases they are about, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlmodel import Session

from skjonn.documents.letters import LetterTemplate
from skjonn.documents.packages import Packed, Properties
from skjonn.domain.desk import Desk
from skjonn.domain.letters import context, document_title
from skjonn.domain.persons import Person, Role
from skjonn.errors import ConflictError
from skjonn.storage.database import writing
from skjonn.storage.queries import letters
from skjonn.storage.tables.letter import LetterCaseRow, LetterRow
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.letter_gathering import Gathered
from skjonn.usecases.letter_sources import language_kept
from skjonn.usecases.letter_units import key_of, recipient_kept, said_kept
from skjonn.usecases.letter_wanted import Wanted

_NAMED = 3  # of cases that many of are told of
State = Literal["new", "again", "unchanged", "edited", "missing", "registered", "draft"]


class LettersMeanwhile(ConflictError):
    """Someone else registered some of the same letters while these were rendered."""

    code = "letters-meanwhile"
    sentence = N_("Someone else has just written {count} of these letters, beginning with {first}.")
    advice = N_("Run the command again; it completes what is missing.")


@dataclass(frozen=True)
class Rendered:
    """A letter that was rendered: where it goes, as a path and as it is kept, and how it stands to what is registered."""

    gathered: Gathered
    template: LetterTemplate
    template_sha256: str
    target: Path
    path: str
    sha256: str
    content_digest: str
    state: State


def rendered(one: Gathered, template: LetterTemplate) -> Packed:
    """Return a letter's bytes and their digest, the same every time."""
    letter = one.letter
    properties = Properties(document_title(letter), letter.office_name, letter.language, letter.dated)
    return template.rendered(letter.case, context(letter), properties)


def register_new(
    url: str, desk: Desk, call_id: int, wanted: Wanted, fresh: Sequence[Rendered]
) -> Mapping[tuple[object, ...], int]:
    """Register new letters, all or none, with one event; return their numbers by what they are about.

    Raises:
        LettersMeanwhile: somebody else has registered some of them.
    """
    if not fresh:
        return {}
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        _require_unwritten(session, call_id, fresh)
        first = letters.last_number(session) + 1
        numbers = {one.gathered.unit.key: number for number, one in enumerate(fresh, first)}
        rows = [_row(one, numbers[one.gathered.unit.key], call_id, wanted, desk, person) for one in fresh]
        session.add_all(rows)
        session.flush()
        session.add_all(_cases(rows, fresh))
        session.flush()
        cases = sorted({case.application_id for one in fresh for case in one.gathered.unit.cases})
        record(session, desk, person, "letters-written", wanted.call, cases=cases, count=len(fresh), first=first)
    return numbers


def _require_unwritten(session: Session, call_id: int, fresh: Sequence[Rendered]) -> None:
    """Make sure nobody else has registered one of these letters, or taken the place of one they take the place of.

    Raises:
        LettersMeanwhile: somebody has.
    """
    stands = [one for one in letters.registered(session, call_id) if one.stands]
    replaced = {one.gathered.unit.supersedes.id for one in fresh if one.gathered.unit.supersedes}
    known = {key_of(one) for one in stands if one.id not in replaced}
    gone = replaced - {one.id for one in stands}
    meanwhile = [one.gathered.letter.case for one in fresh if one.gathered.unit.key in known or _replaces(one) in gone]
    if meanwhile:
        raise LettersMeanwhile(count=len(meanwhile), first=meanwhile[:_NAMED])


def _replaces(one: Rendered) -> int | None:
    earlier = one.gathered.unit.supersedes
    return earlier.id if earlier else None


def _row(one: Rendered, number: int, call_id: int, wanted: Wanted, desk: Desk, person: Person) -> LetterRow:  # noqa: PLR0917  (what it is, and who writes it)
    letter, unit = one.gathered.letter, one.gathered.unit
    return LetterRow(
        number=number,
        call_id=call_id,
        kind=letter.kind.value,
        occasion=unit.occasion,
        said=said_kept(unit.said),
        language=letter.language,
        language_rule=language_kept(one.gathered.language),
        recipient=recipient_kept(unit),
        dated=letter.dated,
        path=one.path,
        sha256=one.sha256,
        content_digest=one.content_digest,
        template_sha256=one.template_sha256,
        supersedes_id=_replaces(one),
        reason=wanted.reason.strip() if unit.supersedes or one.gathered.language.rule == "asked-for" else "",
        on=desk.today,
        recorded_at=now(),
        person_id=person.id,
    )


def _cases(rows: Sequence[LetterRow], fresh: Sequence[Rendered]) -> Iterator[LetterCaseRow]:
    """Give the cases of letters just registered, with the lines they tell of."""
    for row, one in zip(rows, fresh, strict=True):
        unit, stored_id = one.gathered.unit, row.id
        assert stored_id is not None, "flushed rows have their key"
        for case in unit.cases:
            line = case.line.line_id if unit.tells and case.line else None
            yield LetterCaseRow(letter_id=stored_id, application_id=case.application_id, decision_line_id=line)
