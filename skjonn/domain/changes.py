"""What a row, or an edit, makes of a case that is there already."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from skjonn.domain.applications import Contact, Content, Partner, PartnerKind, identity, normalised_title
from skjonn.domain.intake import Taken

_NEVER_IN_A_FILE = {"withdrawn", "withdrawn_reason"}


@dataclass(frozen=True)
class Known:
    """A case that is there: what it says now, what the file it last came with said (None where it came by hand), persons.

    `key` is the caller's own handle.
    """

    key: int
    case: str
    content: Content
    imported: Content | None
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class Change:
    """A row that says something else than its case: the case as it would be, and the names of the fields that differ."""

    taken: Taken
    known: Known
    content: Content
    names: tuple[str, ...]


@dataclass(frozen=True)
class Sorted:
    """Rows told apart: cases not seen before, changed ones, those that say what is there; and rows that mean a case twice.

    `doubled` holds each later row with the first that means the same case; `unclear` each row that fits several cases,
    with those.
    """

    new: tuple[Taken, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[Known, ...]
    doubled: tuple[tuple[Taken, Taken], ...] = ()
    unclear: tuple[tuple[Taken, tuple[Known, ...]], ...] = ()


def sort_out(taken: Sequence[Taken], known: Sequence[Known], taken_before: Collection[str] = ()) -> Sorted:
    """Tell new, changed and unchanged rows apart.

    A row is known by its reference, else by applicant and title; where only one of the two has a reference, by applicant
    and title too. A row that fits several cases this way is unclear. Of several rows that mean one case, only the first
    is told of. Only what the file has columns for is compared. A row that says what the case's file last said is
    unchanged, whatever the office has edited since.

    Args:
        taken: the rows.
        known: the cases of the call.
        taken_before: names of files whose very bytes were taken before; their persons are not compared again.
    """
    by_identity = _keyed(known, identity)
    by_title = _keyed(known, _title_key)
    new, changed, unchanged, doubled, unclear = [], [], [], [], []
    first: dict[int, Taken] = {}
    for row in taken:
        fitting = _fitting(row.submitted.content, by_identity, by_title)
        if not fitting:
            new.append(row)
            continue
        there = fitting[0]
        if len(fitting) > 1:
            unclear.append((row, fitting))
        elif first.setdefault(there.key, row) is not row:
            doubled.append((row, first[there.key]))
        elif change := _change(row, there, persons=row.place.file not in taken_before):
            changed.append(change)
        else:
            unchanged.append(there)
    return Sorted(tuple(new), tuple(changed), tuple(unchanged), tuple(doubled), tuple(unclear))


def differing(old: Content, new: Content) -> tuple[str, ...]:
    """Return the names of the fields in which two contents differ, in the catalogue's order."""
    return tuple(part.name for part in fields(Content) if _plain(getattr(old, part.name)) != _plain(getattr(new, part.name)))  # fmt: skip


def merged_contacts(old: Iterable[Contact], new: Iterable[Contact]) -> tuple[Contact, ...]:
    """Return the persons of a case after a file or an edit: whoever is named takes the place of who was, nobody is removed."""
    parts = {contact.part: contact for contact in old}
    for contact in new:
        before = parts.get(contact.part, Contact(contact.part))
        parts[contact.part] = Contact(contact.part, contact.name or before.name, contact.email or before.email, contact.phone or before.phone)  # fmt: skip
    return tuple(parts[part] for part in sorted(parts))


def _keyed(known: Sequence[Known], key: Callable[[Content], str]) -> dict[str, tuple[Known, ...]]:
    """Return the cases by what they are known by now, and by what they were known by in the file they came with.

    Where several are known by the same, all stand there, those of now first.
    """
    keyed: dict[str, dict[int, Known]] = {}
    for one in known:
        keyed.setdefault(key(one.content), {})[one.key] = one
    for one in known:
        if one.imported is not None:
            keyed.setdefault(key(one.imported), {}).setdefault(one.key, one)
    return {text: tuple(several.values()) for text, several in keyed.items()}


def _title_key(content: Content) -> str:
    return f"{content.lead}:{normalised_title(content.title)}"


def _fitting(
    content: Content, by_identity: Mapping[str, tuple[Known, ...]], by_title: Mapping[str, tuple[Known, ...]]
) -> tuple[Known, ...]:
    """Return the cases a row can mean; a reference means the one that has it now."""
    exact = by_identity.get(identity(content), ())
    if exact:
        return exact[:1] if content.reference else exact
    same = by_title.get(_title_key(content), ())
    return tuple(one for one in same if bool(one.content.reference) != bool(content.reference))


def _change(row: Taken, there: Known, *, persons: bool) -> Change | None:
    content = _merged(there.content, row)
    names = differing(there.content, content)
    if names and there.imported is not None and not differing(there.imported, _merged(there.imported, row)):
        names = ()
    if persons:
        names = (*names, *_persons(there.contacts, merged_contacts(there.contacts, row.submitted.contacts)))
    return Change(row, there, content, names) if names else None


def _persons(old: Iterable[Contact], new: Iterable[Contact]) -> Iterator[str]:
    """Yield the names of the fields in which persons differ."""
    before = {contact.part: contact for contact in old}
    for contact in new:
        there = before.get(contact.part, Contact(contact.part))
        for part in ("name", "email", "phone"):
            if getattr(there, part) != getattr(contact, part):
                yield contact.part if contact.part == "project_leader" else f"{contact.part}_{part}"


def _merged(old: Content, row: Taken) -> Content:
    said = row.submitted.content
    given = {name for name in row.given if hasattr(old, name)} - _NEVER_IN_A_FILE
    if "partners" in given:
        given.add("scope")
    if said.received_at is None:
        given.discard("received_at")
    if not said.reference:
        given.discard("reference")
    return replace(old, **{name: getattr(said, name) for name in given})


def _plain(value: object) -> object:
    """Return a value as it is compared: a municipality among partners by its number alone."""
    if isinstance(value, tuple):
        return tuple(_same(item) if isinstance(item, Partner) else item for item in value)
    return value


def _same(partner: Partner) -> object:
    return partner.number if partner.kind is PartnerKind.MUNICIPALITY else (partner.kind, partner.name)
