"""Which column holds which field: headings as offices write them, matched against the catalogue of fields."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as filled
from difflib import SequenceMatcher
from functools import cache

from skjonn.domain.fields import APPLICATION, DECIDED, RUNNING_NUMBERS, Field, Kind
from skjonn.domain.meanings import OneOf
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.rows_beside import plain_heading
from skjonn.domain.said import Heading
from skjonn.domain.sheets import CellValue, Fault, Head, Row, as_text, is_empty
from skjonn.errors import UsageError
from skjonn.texts import LANGUAGES, N_

HEADER_WITHIN = 60
"""A header is looked for among this many first rows that hold anything."""

_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_HYPHENATED = re.compile(r"-[ \t]*\r?\n\s*")
_NUMBERING = re.compile(r"^(?:\d{1,2}[.)]|[a-zæøå][.)])\s*")
_MARKS = re.compile(r"[*†‡¹²³⁴⁵]+|\s\d\)\s*$|[:?.!]+$")
_KRONER = re.compile(r"[\s,]*\b(?:i\s+)?(?:hele\s+|heile\s+)?(?:kr|kroner|nok)\b\.?\s*$")
_THOUSANDS = re.compile(
    r"\b(?:tkr|tnok|knok|(?:i\s+)?(?:heile\s+|hele\s+)?(?:1[ .]?000|tusen)\s*(?:kr|kroner|nok)?)\b\.?"
)
_MILLIONS = re.compile(r"\b(?:mnok|mkr|(?:i\s+)?mill(?:\.|ion\w*)?\s*(?:kr|kroner|nok)?)\b\.?|\b(?:i\s+)?mill\.")
_NEAR, _DOUBTFUL, _CLEAR_OF_THE_NEXT, _SHORTEST = 0.86, 0.78, 0.05, 5
_NEAR_ROWS, _NEAR_COLUMNS, _LONGEST_NEAR = 20, 40, 50
"""Where a header of misspelt headings is looked for, and how long those may be: each is compared with all known ones."""
LEFT_OUT = "-"
"""What a heading is pointed to whose column is not to be read."""


class FieldUnknown(UsageError):
    """`--map` or `--set` names a field that does not exist."""

    code = "field-unknown"
    sentence = N_("There is no field “{field}”.")
    advice = N_("The fields are {fields}.")


class MappedHeadingMissing(UsageError):
    """`--map` names a heading that stands in none of the files."""

    code = "mapped-heading-missing"
    sentence = N_("No column is headed “{heading}”.")
    advice = N_("Write the heading as it stands in the file.")


@dataclass(frozen=True)
class Meant:
    """What headings mean beside the catalogue's own words.

    Attributes:
        stated: heading -> field name, by the user for this file; wins over everything else.
        remembered: folded heading -> field name, as the office has confirmed before.
        decided: the file tells of a round that is decided, and may have columns for what was awarded.

    An empty field name, or `-`, means that the column is left out.
    """

    stated: Mapping[str, str] = filled(default_factory=dict)
    remembered: Mapping[str, str] = filled(default_factory=dict)
    decided: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field a column can be."""
        return (*APPLICATION, *DECIDED) if self.decided else APPLICATION

    def by_heading(self) -> dict[str, Field | None]:
        """Return what is meant by each folded heading that was stated or confirmed; None where it is left out.

        Raises:
            FieldUnknown: a field that does not exist is named.
        """
        confirmed = dict(self.remembered) | {folded(heading): name for heading, name in self.stated.items()}
        return {
            heading: None if name in {"", LEFT_OUT} else field_named(name, decided=self.decided)
            for heading, name in confirmed.items()
        }


@dataclass(frozen=True)
class Column:
    """One column used: its place from 0, the field, and what its numbers are counted in (1, 1000 or 1000000 kroner)."""

    position: int
    field: Field
    unit: int = 1


@dataclass(frozen=True)
class Header:
    """A header found: its row as the user counts, the columns by field name, and doubts with their place.

    `unread` are the fields nothing is known of: two columns claim them, or they are required and have none, or a heading
    may mean them. `headings` are what stands at each position that has any heading, known or not, as `plain_heading` gives it.
    """

    row: int
    columns: Mapping[str, Column]
    problems: tuple[Problem, ...] = ()
    unread: frozenset[str] = frozenset()
    headings: Mapping[int, str] = filled(default_factory=dict)

    @property
    def headed(self) -> frozenset[int]:
        """The positions that have any heading."""
        return frozenset(self.headings)


def folded(heading: str) -> str:
    """Return a heading without what does not matter: case, spacing, brackets, numbering, footnote marks, units."""
    return _folded(heading)[0]


def is_heading(text: str) -> bool:
    """Tell whether a text is the heading of a known field."""
    return folded(text) in _known()


def find_header(rows: Iterable[Row], meant: Meant) -> Row | None:
    """Return the row most of whose cells are known headings, at least two, or None: the sheet is no table of applications.

    Where no row has two, headings that are nearly spelt as known ones count as well.
    """
    confirmed, known = meant.by_heading(), _known(decided=meant.decided)
    some = list(rows)
    found = _fullest(some, lambda name: name in confirmed or name in known)
    return found or _fullest(some[:_NEAR_ROWS], lambda name: name in confirmed or _is_near(name, known), _NEAR_COLUMNS)


def _fullest(rows: Iterable[Row], heads: Callable[[str], bool], columns: int | None = None) -> Row | None:
    best, most = None, 1
    for row in rows:
        count = sum(map(heads, {folded(value) for value in row.values[:columns] if isinstance(value, str)}))
        if count > most:
            best, most = row, count
    return best


def read_header(head: Head, row: Row, meant: Meant) -> Header:
    """Match the headings of `row` with fields.

    Args:
        head: of the sheet, for places.
        row: the header, as found by `find_header`.
        meant: what headings mean beside the catalogue's words.

    Returns:
        The columns used. A near spelling is taken with a warning; one that may be meant, or may be one of two, is an error
        that names the fields it may be; an unknown heading is warned of; a field in two columns and a required field in
        none are errors, and such a field is read from neither.

    Raises:
        FieldUnknown: `meant` names a field that does not exist.
    """
    matching = _Matching(head, row, meant)
    unsure = [(position, text) for position, text in matching.cells if not matching.take_known(position, text)]
    for position, text in unsure:
        matching.take_near(position, text)
    return matching.header()


class _Matching:
    """The headings of one row on their way to columns."""

    def __init__(self, head: Head, row: Row, meant: Meant) -> None:
        self._head, self._row, self._meant = head, row, meant
        self._confirmed, self._known = meant.by_heading(), _known(decided=meant.decided)
        self.cells = [(position, as_text(value)) for position, value in enumerate(row.values) if _can_head(value)]
        self._columns: dict[str, Column] = {}
        self._problems: list[Problem] = []
        self._unread: set[str] = set()

    def take_known(self, position: int, text: str) -> bool:
        """Use a heading that is confirmed or known word by word; tell whether it was."""
        name = folded(text)
        if self._confirmed.get(name, name) is None or (name in RUNNING_NUMBERS and name not in self._confirmed):
            return True
        field = self._confirmed.get(name) or self._known.get(name)
        if field is None:
            return False
        if field.name in self._columns:
            self._unread.add(field.name)
            first = self._head.place(self._row.number, self._columns[field.name].position).cell
            self._tell(position, problem("error", "heading-twice", N_("“{heading}” is the same field ({field}) as the column at {first}."), N_("Remove one, or point with --map \"Header=field\"."), heading=_line(text), field=Heading(field.name, running=True), first=first))  # fmt: skip
        else:
            self._use(position, field, text)
        return True

    def take_near(self, position: int, text: str) -> None:
        """Use a heading that is nearly spelt as a known one; tell where that is doubtful, or nothing is near."""
        near, score = _near(folded(text), self._known)
        near = [name for name in near if name not in self._columns]
        if not near:
            self._tell(position, problem("warning", "heading-unknown", N_("The column “{heading}” is not known and is left out."), N_("Point to its field with --map \"Header=field\"."), heading=_line(text)))  # fmt: skip
        elif len(near) == 1 and score >= _NEAR:
            self._use(position, field_named(near[0], decided=self._meant.decided), text)
            self._tell(position, problem("warning", "heading-near", N_("The column “{heading}” is taken as {field}."), N_("If that is wrong, point to another field with --map \"Header=field\"."), heading=_line(text), field=Heading(near[0], running=True)))  # fmt: skip
        else:
            self._unread.update(near)
            self._tell(position, problem("error", "heading-doubtful", N_("The column “{heading}” may be {meanings}, or something else."), N_("Say which with --map \"{heading}=FIELD\", or leave it out with --map \"{heading}=-\"; the answer is remembered."), heading=_line(text), fields=near, meanings=OneOf(tuple(Heading(name, running=True) for name in near))))  # fmt: skip

    def header(self) -> Header:
        """Return what came of it."""
        required = [field for field in self._meant.fields if field.required and not self._spared(field)]
        absent = [field for field in required if field.name not in self._columns]
        for field in absent:
            if field.name not in self._unread:
                self._problems.append(self._missing(field))
        if self._meant.decided and "applied_nok" not in self._columns and "awarded_nok" in self._columns:
            self._tell(self._columns["awarded_nok"].position, problem("warning", "applied-from-award", N_("Nothing says what was applied for; what was awarded is taken for that too.")))  # fmt: skip
        unread = self._unread | {field.name for field in absent}
        read = {name: column for name, column in self._columns.items() if name not in unread}
        headings = {position: plain_heading(text) for position, text in self.cells}
        return Header(self._row.number, read, tuple(self._problems), frozenset(unread), headings)

    def _spared(self, field: Field) -> bool:
        """Tell whether a field may be absent: lists of what was awarded seldom tell what was applied for."""
        return self._meant.decided and field.name == "applied_nok"

    def _use(self, position: int, field: Field, text: str) -> None:
        unit = _unit(text, field)
        self._columns[field.name] = Column(position, field, unit)
        if unit != 1:
            self._tell(position, problem("warning", "heading-unit", N_("“{heading}” is read as counted in {unit_nok}."), heading=_line(text), unit_nok=unit))  # fmt: skip
        if position in self._head.hidden_columns:
            self._tell(position, problem("warning", "column-hidden", N_("The column “{heading}” is hidden; it is read all the same."), heading=_line(text)))  # fmt: skip

    def _missing(self, field: Field) -> Problem:
        first = min((n for n, value in enumerate(self._row.values) if not is_empty(value)), default=0)
        found = problem("error", "column-missing", N_("There is no column for the {heading}."), N_('Add the column, or point to it with --map "Header={field}".'), field=field.name, heading=Heading(field.name, running=True))  # fmt: skip
        return replace(found, place=self._place(first))

    def _tell(self, position: int, found: Problem) -> None:
        self._problems.append(replace(found, place=self._place(position)))

    def _place(self, position: int) -> Place:
        return self._head.place(self._row.number, position)


def _can_head(value: CellValue) -> bool:
    """Tell whether a cell can be a heading; a year stands as a number."""
    return not is_empty(value) and not isinstance(value, Fault)


def unused_mappings(mapping: Mapping[str, str], headings: Iterable[str]) -> list[str]:
    """Return the headings of `mapping` that are none of `headings`, which are folded."""
    there = set(headings)
    return [heading for heading in mapping if folded(heading) not in there]


def folded_headings(row: Row) -> frozenset[str]:
    """Return what stands in a header, folded."""
    return frozenset(folded(as_text(value)) for value in row.values if _can_head(value))


def field_named(name: str, *, decided: bool = False) -> Field:
    """Return the field of an application called `name` in code, or by one of its headings.

    Args:
        name: as typed.
        decided: what was awarded is a field too.

    Raises:
        FieldUnknown: there is none.
    """
    field = _known(decided=decided).get(folded(name.strip()))
    if field is None:
        raise FieldUnknown(field=name, fields=[each.name for each in APPLICATION])
    return field


@cache
def _known(*, decided: bool = False) -> dict[str, Field]:
    known: dict[str, Field] = {}
    for field in (*APPLICATION, *(DECIDED if decided else ())):
        labels = (field.heading(language) for language in LANGUAGES)
        for text in (field.name, field.name.replace("_", " "), field.label, *labels, *field.synonyms):
            known.setdefault(folded(text), field)
    return known


@cache
def _folded(heading: str) -> tuple[str, int]:
    text = " ".join(
        unicodedata.normalize("NFKC", _MARKS.sub(" ", _HYPHENATED.sub("", heading)))
        .casefold()
        .replace("\u00ad", "")
        .split()
    )
    unit = 1_000_000 if _MILLIONS.search(text) else 1000 if _THOUSANDS.search(text) else 1
    text = _NUMBERING.sub("", text)
    text = _BRACKETS.sub("", text) or text
    text = _MILLIONS.sub("", _THOUSANDS.sub("", text))
    text = _KRONER.sub("", text).strip(" ,-–:;.*") or text
    return " ".join(text.split()), unit


def _unit(text: str, field: Field) -> int:
    return _folded(text)[1] if field.kind in {Kind.AMOUNT, Kind.AMOUNT_LINES} else 1


def _near(name: str, known: Mapping[str, Field]) -> tuple[list[str], float]:
    """Return the fields a heading is nearly spelt as, the nearest first, and how near the first is (0 to 1)."""
    if len(name) < _SHORTEST:
        return [], 0.0
    scores: dict[str, float] = {}
    for heading, field in known.items():
        if len(heading) < _SHORTEST or abs(len(name) - len(heading)) > (1 - _DOUBTFUL) * (len(name) + len(heading)):
            continue  # of such different lengths nothing is near
        matcher = SequenceMatcher(None, name, heading)
        if matcher.quick_ratio() >= _DOUBTFUL:
            scores[field.name] = max(scores.get(field.name, 0.0), matcher.ratio())
    best = max(scores.values(), default=0.0)
    near = [field for field, score in scores.items() if score >= max(_DOUBTFUL, best - _CLEAR_OF_THE_NEXT)]
    return sorted(near, key=lambda field: -scores[field]), best


def _is_near(name: str, known: Mapping[str, Field]) -> bool:
    return name in known or (len(name) <= _LONGEST_NEAR and _near(name, known)[1] >= _NEAR)


def _line(text: str) -> str:
    return " ".join(text.split())
