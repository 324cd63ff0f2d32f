"""One application at a time: register it by hand, change what it says, withdraw it, write a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from skjonn.domain.applications import Contact, Content, Submitted
from skjonn.domain.changes import differing, merged_contacts
from skjonn.domain.codes import case_number
from skjonn.domain.dates import is_late
from skjonn.domain.decisions import decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.fields import APPLICATION, Field, Visibility
from skjonn.domain.headings import FieldUnknown, field_named
from skjonn.domain.intake import submitted_of
from skjonn.domain.intake_doubts import doubts
from skjonn.domain.intake_values import Terms, clean_text, read_value
from skjonn.domain.partners import PartnerList
from skjonn.domain.persons import Person, Role
from skjonn.domain.problems import Place, Problem
from skjonn.domain.said import Heading
from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import application_writes as writes
from skjonn.storage.queries import applications, calls, decisions
from skjonn.storage.queries.application_writes import NewCase, NewVersion, Written
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.directory import terms_of
from skjonn.usecases.settled import CaseDecided, settled_cases

AFTER_DECISION = frozenset({"caseworker", "archive_reference"})
"""Fields of a case that may be changed after it is decided, beside the persons to reach."""
_NOT_EDITED = frozenset({"note"})


class ValuesWrong(UsageError):
    """Values typed for an application cannot be used."""

    code = "values-wrong"
    sentence = N_("The application cannot be taken as it was typed.")
    advice = N_("`skjonn application show CASE` shows how values are written.")


class LateApplication(RefusedError):
    """An application typed by hand came after the deadline, or the call is closed."""

    code = "late-application"
    sentence = N_("The application came after the deadline {deadline}, or the call is closed.")
    advice = N_("Say why it is taken all the same: --late REASON.")


class SameApplication(ConflictError):
    """Another case of the call is known by the same reference, or applicant and title."""

    code = "same-application"
    sentence = N_("{case} is the same application: the reference, or applicant and title, are equal.")
    advice = N_("Change that case, or give this one a reference of its own.")


class CaseWithdrawn(ConflictError):
    """The case is withdrawn."""

    code = "application-withdrawn"
    sentence = N_("{case} is withdrawn.")
    advice = N_("A withdrawn case stays as it is; register a new application if there is one.")


class ReasonNeeded(UsageError):
    """A change was given without its reason."""

    code = "reason-needed"
    sentence = N_("A reason is needed.")
    advice = N_("Say why: --reason TEXT.")


class NoteEmpty(UsageError):
    """A note without a text."""

    code = "note-empty"
    sentence = N_("The note is empty.")
    advice = N_("Write its text after the case number.")


@dataclass(frozen=True)
class Added:
    """A case registered by hand, with what is worth a warning."""

    case: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One field that an edit changed; `old` and `new` are values of the domain, None for persons, whose values are not shown."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Edited:
    """What an edit did: the version it made (the old one where nothing changed), the differences, warnings.

    `drafts` are decisions awaiting approval that were drafted on what the case said before.
    """

    case: str
    version: int
    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...] = ()
    drafts: tuple[str, ...] = ()


def add(url: str, desk: Desk, call: str, values: Mapping[str, str], *, late: str = "") -> Added:
    """Register one application by hand.

    Args:
        url: of the database.
        desk: a caseworker's.
        call: its code.
        values: field name -> text as a person types it; title, lead, applied_nok and received_at are needed.
        late: why it is taken, where it came after the deadline or the call is closed.

    Raises:
        FieldUnknown, ValuesWrong: the values cannot be used.
        LateApplication: it is late and `late` is empty.
        SameApplication: it is there already.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        stored = calls.one(session, call)
        terms = terms_of(session, stored)
        submitted, problems = _submitted(values, terms)
        _require_in_time(submitted.content, stored, late)
        require_alone(session, stored.id, 0, submitted.content)
        number = case_number(stored.code, writes.next_serial(session, stored.id, 1))
        ids = writes.add_cases(session, stored.id, [NewCase(number, submitted, late)], written_by(person, desk))
        record(session, desk, person, "application-added", number, cases=ids, call=stored.code, **({"late": late} if late else {}))  # fmt: skip
        return Added(number, tuple(problems))


def _submitted(values: Mapping[str, str], terms: Terms) -> tuple[Submitted, list[Problem]]:
    said, problems = _typed(values, terms)
    missing = [name for name in ("title", "lead", "applied_nok", "received_at") if said.get(name) is None]
    if missing:
        raise ValuesWrong(problems=[*problems, *(_missing(name) for name in missing if not _told(name, problems))])
    submitted = submitted_of(said)
    problems += [_at(name, one) for name, one in doubts(submitted.content)]
    _require_none_wrong(problems)
    return submitted, problems


def edit(url: str, desk: Desk, case: str, values: Mapping[str, str], reason: str) -> Edited:
    """Change what a case says: a new version, the old one stays.

    Args:
        url: of the database.
        desk: a caseworker's.
        case: the full case number.
        values: field name -> text as a person types it; an empty text clears the field.
        reason: why; stored with the version.

    Raises:
        FieldUnknown, ValuesWrong, ReasonNeeded: what was typed cannot be used.
        CaseDecided: the case is decided and more than `AFTER_DECISION` or persons would change.
        CaseWithdrawn, SameApplication: the case cannot become that.
    """
    if not reason.strip():
        raise ReasonNeeded
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        found = applications.case(session, case)
        if found.content.withdrawn:
            raise CaseWithdrawn(case=case)
        stored = call_of(session, found)
        content, said, problems = _become(session, found, stored, values)
        names = differing(found.content, content)
        require_undecided(session, found, names)
        if {"title", "lead", "reference"} & set(names):
            require_alone(session, stored.id, found.id, content)
        persons = _edited_persons(session, found.id, values, said)
        if names:
            version = NewVersion(found.id, found.version_number + 1, content, reason=reason.strip())
            writes.add_versions(session, [version], written_by(person, desk))
            writes.set_identity(session, found.id, content)
        if names or persons:
            amounts = {"before_nok": found.content.applied_nok, "after_nok": content.applied_nok} if "applied_nok" in names else {}  # fmt: skip
            record(session, desk, person, "application-edited", case, cases=[found.id], fields=[*names, *persons], reason=reason.strip(), **amounts)  # fmt: skip
        differences = [Difference(name, getattr(found.content, name), getattr(content, name)) for name in names]
        differences += [Difference(name, None, None) for name in persons]
        drafts = _drafts(session, stored, found) if names else ()
        return Edited(case, found.version_number + bool(names), tuple(differences), tuple(problems), drafts)


def _become(
    session: Session, found: Case, stored: StoredCall, values: Mapping[str, str]
) -> tuple[Content, dict[str, Any], list[Problem]]:
    """Return what a case would say, the values typed, and warnings; doubts about what was not typed are left alone."""
    terms = terms_of(session, stored)
    said, problems = _typed(values, terms, found.content.lead)
    content = _edited(found.content, values, said, problems)
    before = {one.code for _name, one in doubts(found.content)}
    problems += [_at(name, one) for name, one in doubts(content) if name in said or one.code not in before]
    _require_none_wrong(problems)
    return content, said, problems


def _drafts(session: Session, stored: StoredCall, found: Case) -> tuple[str, ...]:
    drafted = decisions.in_draft(session, stored.id)
    return tuple(decision_id(stored.code, line.decision_number) for line in drafted if line.application_id == found.id)


def withdraw(url: str, desk: Desk, case: str, reason: str) -> str:
    """Mark a case as withdrawn by its applicant and return its number; it is in no table and no decision from then on.

    Raises:
        ReasonNeeded: there is none.
        CaseDecided: the case is decided.
        CaseWithdrawn: it is withdrawn already.
    """
    if not reason.strip():
        raise ReasonNeeded
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        found = applications.case(session, case)
        if found.content.withdrawn:
            raise CaseWithdrawn(case=case)
        require_undecided(session, found, ("withdrawn",))
        content = replace(found.content, withdrawn=True, withdrawn_reason=reason.strip())
        version = NewVersion(found.id, found.version_number + 1, content, reason=reason.strip())
        writes.add_versions(session, [version], written_by(person, desk))
        record(session, desk, person, "application-withdrawn", case, cases=[found.id], reason=reason.strip())
        return case


def note(url: str, desk: Desk, case: str, text: str) -> str:
    """Write an internal note on a case and return the case number; the event holds no word of it.

    Raises:
        NoteEmpty: there is no text.
    """
    cleaned, _dropped = clean_text(text)
    if not cleaned:
        raise NoteEmpty
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk)
        found = applications.case(session, case)
        writes.add_notes(session, {found.id: cleaned}, written_by(person, desk))
        record(session, desk, person, "note-added", case, cases=[found.id])
        return case


def check_value(url: str, call: str, name: str, text: str) -> tuple[Problem, ...]:
    """Return what is wrong with one typed value, for a prompt that asks again; nothing where it can be used."""
    with reading(url) as session:
        return read_value(field_named(name), text, terms_of(session, calls.one(session, call))).problems


def _typed(values: Mapping[str, str], terms: Terms, lead: str = "") -> tuple[dict[str, Any], list[Problem]]:
    fields = {name: field_named(name) for name in values}
    for field in fields.values():
        if field.name in _NOT_EDITED and lead:
            raise FieldUnknown(field=field.name, fields=[each.name for each in APPLICATION if each.name not in _NOT_EDITED])  # fmt: skip
    said: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, field in sorted(fields.items(), key=lambda item: item[1].name != "lead"):
        found = read_value(field, values[name], terms, lead=said.get("lead") or lead)
        said[field.name] = found.value
        problems += [_at(field.name, one) for one in found.problems]
    return said, problems


def _edited(old: Content, values: Mapping[str, str], said: Mapping[str, Any], problems: list[Problem]) -> Content:
    changes: dict[str, Any] = {}
    for field in (field_named(name) for name in values):
        value = said[field.name]
        if field.visibility is Visibility.PERSONAL:
            continue
        if value is None and field.required:
            problems.extend([] if _told(field.name, problems) else [_missing(field.name)])
        elif isinstance(value, PartnerList):
            changes |= {"partners": value.partners} | _scope(old, value)
        else:
            changes[field.name] = getattr(_BLANK, field.name) if value is None else value
    return replace(old, **changes)


_BLANK = Content("", "", 0)


def _scope(old: Content, partners: PartnerList) -> dict[str, Any]:
    whole = submitted_of({"title": old.title, "lead": old.lead, "applied_nok": 1, "partners": partners}).content.scope
    return {"scope": whole} if partners.whole_county or partners.partners else {}


def _edited_persons(
    session: Session, application_id: int, values: Mapping[str, str], said: Mapping[str, Any]
) -> tuple[str, ...]:
    """Store changed persons and return the names of the fields that changed."""
    personal = [field for field in map(field_named, values) if field.visibility is Visibility.PERSONAL]
    if not personal:
        return ()
    old = tuple(applications.contacts(session, application_id))
    new = _persons(old, personal, said)
    writes.set_contacts(session, application_id, new)
    return tuple(field.name for field in personal) if new != old else ()


def _persons(old: tuple[Contact, ...], personal: list[Field], said: Mapping[str, Any]) -> tuple[Contact, ...]:
    parts = {contact.part: contact for contact in merged_contacts(old, ())}
    for field in personal:
        part, attribute = ("project_leader", "name") if field.name == "project_leader" else ("contact", field.name.removeprefix("contact_"))  # fmt: skip
        before = parts.get(part, Contact(part))
        parts[part] = replace(before, **{attribute: said[field.name] or ""})
    kept = (one for one in parts.values() if one.name or one.email or one.phone)
    return tuple(sorted(kept, key=lambda one: one.part))


def _require_none_wrong(problems: list[Problem]) -> None:
    if any(one.severity == "error" for one in problems):
        raise ValuesWrong(problems=problems)


def _require_in_time(content: Content, stored: StoredCall, late: str) -> None:
    received = content.received_at
    is_too_late = stored.closed_on is not None or (received is not None and is_late(received, stored.call.deadline))
    if is_too_late and not late.strip():
        raise LateApplication(deadline=stored.call.deadline)


def require_alone(session: Session, call_id: int, application_id: int, content: Content) -> None:
    """Make sure that no other case of the call is known by what `content` says (application_id 0: a case not there yet).

    Raises:
        SameApplication: one is.
    """
    other = writes.identity_taken(session, call_id, application_id, content)
    if other:
        raise SameApplication(case=other)


def require_undecided(session: Session, found: Case, names: tuple[str, ...]) -> None:
    """Make sure that nothing but `AFTER_DECISION` changes in a case that is decided.

    Raises:
        CaseDecided: something else would.
    """
    if set(names) - AFTER_DECISION and found.id in settled_cases(session, found.call_id):
        raise CaseDecided(cases=[found.case_number])


def call_of(session: Session, found: Case) -> StoredCall:
    """Return the call a case belongs to."""
    return calls.one(session, found.case_number.rpartition("-")[0])


def written_by(person: Person, desk: Desk) -> Written:
    """Return who writes, on the desk's day, by the clock."""
    return Written(person.id, desk.today, now())


def _at(name: str, found: Problem) -> Problem:
    return replace(found, place=Place(cell=name))


def _told(name: str, problems: list[Problem]) -> bool:
    return any(one.severity == "error" and one.place.cell == name for one in problems)


def _missing(name: str) -> Problem:
    return Problem("value-missing", "error", Place(cell=name), N_("There is no {field} here."), "", {"field": Heading(name, running=True)})  # fmt: skip
