"""What a row, or an edit, makes of a case that is there already."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from skjonn.domain.applications import Contact, Content, Partner, PartnerKind, identity, normalised_title
from skjonn.domain.duplicates import Titles, alike, candidate
from skjonn.domain.intake import Taken
from skjonn.domain.problems import Place

_TELLING = 12  # letters a title has, at least, that two municipalities seldom choose by chance
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
    """Rows told apart: cases not seen before, changed ones, those that say what is there; and rows that are doubtful.

    Attributes:
        unchanged: the rows with the cases they say the same as.
        doubled: each later row with the place of the first that means the same case.
        unclear: each row that fits several cases, with those.
        near: each row that fits none, but is nearly one that no other row means, with that case.
        gone: each row that says something new of a case that is withdrawn, with that case.
        elsewhere: each row whose reference is that of a case with another applicant and another title, with that case.
    """

    new: tuple[Taken, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: tuple[tuple[Taken, Known], ...] = ()
    doubled: tuple[tuple[Taken, Place], ...] = ()
    unclear: tuple[tuple[Taken, tuple[Known, ...]], ...] = ()
    near: tuple[tuple[Taken, Known], ...] = ()
    gone: tuple[tuple[Taken, Known], ...] = ()
    elsewhere: tuple[tuple[Taken, Known], ...] = ()

    @property
    def doubtful(self) -> tuple[Taken, ...]:
        """The rows that cannot be taken before a person has looked."""
        return tuple(row for row, _other in (*self.doubled, *self.unclear, *self.near, *self.gone, *self.elsewhere))


@dataclass(frozen=True)
class Confirmed:
    """What a person has said of rows, by what they may be called (their number, with or without the file).

    Attributes:
        same: the case a row means, though it does not look so.
        new: rows that are new though they nearly are cases that are there.
    """

    same: Mapping[str, str] = field(default_factory=dict)
    new: frozenset[str] = frozenset()

    def case_of(self, row: Taken) -> str:
        """Return the case a row is said to mean; empty where nothing is said."""
        return next((self.same[name] for name in row.names if name in self.same), "")

    def is_new(self, row: Taken) -> bool:
        """Tell whether a row is said to be new."""
        return not self.new.isdisjoint(row.names)


class Sorter:
    """Tells new, changed and unchanged rows apart, batch by batch.

    A row is known by its reference, else by applicant and title; where only one of the two has a reference, by applicant
    and title too. A row that fits several cases this way is unclear. Of several rows that mean one case, only the first
    is told of. Only what the file has columns for is compared. A row that says what the case's file last said is
    unchanged, whatever the office has edited since.
    """

    def __init__(self, known: Sequence[Known], taken_before: Collection[str] = (), confirmed: Confirmed | None = None) -> None:  # fmt: skip
        """Take what is there.

        Args:
            known: the cases of the call.
            taken_before: names of files whose very bytes were taken before; their persons are not compared again.
            confirmed: what a person has said of rows.
        """
        self._taken_before, self._confirmed = taken_before, confirmed or Confirmed()
        self._by_case = {one.case: one for one in known}
        self._by_identity = _keyed(known, identity)
        self._by_title = _keyed(known, _title_key)
        self._first: dict[int, Place] = {}

    def sort(self, taken: Sequence[Taken]) -> Sorted:
        """Return the rows of one batch told apart."""
        if not self._by_case:
            return Sorted(new=tuple(taken))
        new: list[Taken] = []
        changed: list[Change] = []
        unchanged: list[tuple[Taken, Known]] = []
        doubled: list[tuple[Taken, Place]] = []
        unclear: list[tuple[Taken, tuple[Known, ...]]] = []
        gone: list[tuple[Taken, Known]] = []
        elsewhere: list[tuple[Taken, Known]] = []
        for row in taken:
            fitting = self._fitting(row)
            if not fitting:
                new.append(row)
                continue
            there, place = fitting[0], row.place
            if len(fitting) > 1:
                unclear.append((row, fitting))
            elif self._is_elsewhere(row, there):
                elsewhere.append((row, there))
            elif self._first.setdefault(there.key, place) is not place:
                doubled.append((row, self._first[there.key]))
            elif change := _change(row, there, persons=row.place.file not in self._taken_before):
                if there.content.withdrawn:
                    gone.append((row, there))
                else:
                    changed.append(change)
            else:
                unchanged.append((row, there))
        near = tuple(self._near(new))
        doubtful = {id(row) for row, _case in near}
        return Sorted(tuple(row for row in new if id(row) not in doubtful), tuple(changed), tuple(unchanged), tuple(doubled), tuple(unclear), near, tuple(gone), tuple(elsewhere))  # fmt: skip

    def _fitting(self, row: Taken) -> tuple[Known, ...]:
        """Return the cases a row can mean; a reference means the one that has it now."""
        said = self._by_case.get(self._confirmed.case_of(row))
        if said is not None:
            return (said,)
        content = row.content
        exact = self._by_identity.get(row.identity, ())
        if exact:
            return exact[:1] if content.reference else exact
        same = self._by_title.get(_title_key(content), ())
        return tuple(one for one in same if bool(one.content.reference) != bool(content.reference))

    def _is_elsewhere(self, row: Taken, there: Known) -> bool:
        """Tell whether only a reference ties a row to a case: both applicant and title are others."""
        said, known = row.content, there.content
        if said.lead == known.lead or self._confirmed.case_of(row) == there.case:
            return False
        return not alike(normalised_title(said.title), normalised_title(known.title))

    def _near(self, new: Sequence[Taken]) -> Iterator[tuple[Taken, Known]]:
        """Yield each new row that is nearly a case no row of the file means: a mended title, a changed applicant."""
        left = [one for one in self._by_case.values() if one.key not in self._first and not one.content.withdrawn]
        asked = [row for row in new if not self._confirmed.is_new(row) and not row.content.reference]
        titles = Titles([candidate(one.case, one.content) for one in left] if asked else [])
        moved = {title: one for one in left if len(title := normalised_title(one.content.title)) >= _TELLING}
        for row in asked:
            near = titles.near(candidate("", row.content))[:1]
            other = moved.get(normalised_title(row.content.title))
            if near or other:
                yield row, self._by_case[near[0].case] if near else other  # type: ignore[misc]  # one of the two is there


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


def _change(row: Taken, there: Known, *, persons: bool) -> Change | None:
    content = _merged(there.content, row)
    names = differing(there.content, content)
    if names and there.imported is not None and not differing(there.imported, _merged(there.imported, row)):
        names = ()
    if persons:
        names = (*names, *_persons(there.contacts, merged_contacts(there.contacts, row.contacts)))
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
    said = row.content
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
