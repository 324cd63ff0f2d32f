"""Which column holds which field: headings as offices write them, matched against the catalogue of fields."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

from skjonn.domain.fields import APPLICATION, Field, Kind
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.sheets import CellValue, Fault, Row, Sheet, as_text, is_empty
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
_SURE, _NEAR, _CLEAR_OF_THE_NEXT, _SHORTEST = 1.0, 0.86, 0.05, 5


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
class Column:
    """One column used: its place from 0, the field, and what its numbers are counted in (1, 1000 or 1000000 kroner)."""

    position: int
    field: Field
    unit: int = 1


@dataclass(frozen=True)
class Header:
    """A header found: its row as the user counts, the columns by field name, and doubts with their place.

    `unread` are the fields nothing is known of: two columns claim them, or they are required and have none.
    `headed` are the positions that have any heading, known or not.
    """

    row: int
    columns: Mapping[str, Column]
    problems: tuple[Problem, ...] = ()
    unread: frozenset[str] = frozenset()
    headed: frozenset[int] = frozenset()


def folded(heading: str) -> str:
    """Return a heading without what does not matter: case, spacing, brackets, numbering, footnote marks, units."""
    return _folded(heading)[0]


def is_heading(text: str) -> bool:
    """Tell whether a text is the heading of a known field."""
    return folded(text) in _known()


def find_header(sheet: Sheet, mapping: Mapping[str, str]) -> Row | None:
    """Return the row most of whose cells are known headings, at least two, or None: the sheet is no table of applications."""
    mapped = {folded(heading) for heading in mapping}
    best, most = None, 1
    for row in sheet.rows[:HEADER_WITHIN]:
        names = {folded(value) for value in row.values if isinstance(value, str)}
        count = sum(1 for name in names if name in mapped or name in _known())
        if count > most:
            best, most = row, count
    return best


def read_header(sheet: Sheet, row: Row, mapping: Mapping[str, str]) -> Header:
    """Match the headings of `row` with fields.

    Args:
        sheet: for places.
        row: the header, as found by `find_header`.
        mapping: heading -> field name, stated by the user; wins over everything else.

    Returns:
        The columns used. A near spelling is taken with a warning, an unknown heading warned of; a field in two columns
        and a required field in none are errors, and such a field is read from neither.

    Raises:
        FieldUnknown: `mapping` names a field that does not exist.
    """
    stated = {folded(heading): field_named(name) for heading, name in mapping.items()}
    cells = [(position, as_text(value)) for position, value in enumerate(row.values) if _can_head(value)]
    columns: dict[str, Column] = {}
    problems: list[Problem] = []
    doubled: set[str] = set()
    unsure: list[tuple[int, str]] = []
    for position, text in cells:
        field = stated.get(folded(text)) or _known().get(folded(text))
        if field is None:
            unsure.append((position, text))
            continue
        if field.name in columns:
            doubled.add(field.name)
        problems += _use(Column(position, field, _unit(text, field)), columns, sheet, row, text)
    for position, text in unsure:
        problems += _use_near(position, text, columns, sheet, row)
    absent = [field for field in APPLICATION if field.required and field.name not in columns]
    problems += _missing(absent, sheet, row)
    read = {name: column for name, column in columns.items() if name not in doubled}
    return Header(
        row.number,
        read,
        tuple(problems),
        frozenset(doubled | {field.name for field in absent}),
        frozenset(position for position, _text in cells),
    )


def _can_head(value: CellValue) -> bool:
    """Tell whether a cell can be a heading; a year stands as a number."""
    return not is_empty(value) and not isinstance(value, Fault)


def unused_mappings(mapping: Mapping[str, str], headings: Sequence[CellValue]) -> list[str]:
    """Return the headings of `mapping` that are none of `headings`."""
    there = {folded(as_text(value)) for value in headings if _can_head(value)}
    return [heading for heading in mapping if folded(heading) not in there]


def field_named(name: str) -> Field:
    """Return the field of an application called `name` in code, or by one of its headings.

    Raises:
        FieldUnknown: there is none.
    """
    field = _known().get(folded(name.strip()))
    if field is None:
        raise FieldUnknown(field=name, fields=[each.name for each in APPLICATION])
    return field


@cache
def _known() -> dict[str, Field]:
    known: dict[str, Field] = {}
    for field in APPLICATION:
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


def _use(column: Column, columns: dict[str, Column], sheet: Sheet, row: Row, text: str) -> list[Problem]:
    name = column.field.name
    place = sheet.place(row.number, column.position)
    if name in columns:
        first = sheet.place(row.number, columns[name].position).cell
        return [_at(problem("error", "heading-twice", N_("“{heading}” is the same field ({field}) as the column at {first}."), N_("Remove one, or point with --map \"Header=field\"."), heading=_line(text), field=name, first=first), place)]  # fmt: skip
    columns[name] = column
    if column.unit == 1:
        return []
    return [_at(problem("warning", "heading-unit", N_("“{heading}” is read as counted in {unit_nok}."), heading=_line(text), unit_nok=column.unit), place)]  # fmt: skip


def _use_near(position: int, text: str, columns: dict[str, Column], sheet: Sheet, row: Row) -> list[Problem]:
    place = sheet.place(row.number, position)
    field = _near(folded(text))
    if field is None or field.name in columns:
        return [_at(problem("warning", "heading-unknown", N_("The column “{heading}” is not known and is left out."), N_("Point to its field with --map \"Header=field\"."), heading=_line(text)), place)]  # fmt: skip
    columns[field.name] = Column(position, field, _unit(text, field))
    return [_at(problem("warning", "heading-near", N_("The column “{heading}” is taken as {field}."), N_("If that is wrong, point to another field with --map \"Header=field\"."), heading=_line(text), field=field.name), place)]  # fmt: skip


def _near(name: str) -> Field | None:
    """Return the one field a heading is nearly spelt as, or None where there is none or more than one."""
    if len(name) < _SHORTEST:
        return None
    scores: dict[str, float] = {}
    for known, field in _known().items():
        if len(known) >= _SHORTEST:
            scores[field.name] = max(scores.get(field.name, 0.0), SequenceMatcher(None, name, known).ratio())
    (first, best), (_second, next_best) = sorted(scores.items(), key=lambda item: -item[1])[:2]
    return field_named(first) if best >= _NEAR and best - next_best >= _CLEAR_OF_THE_NEXT else None


def _missing(absent: Sequence[Field], sheet: Sheet, row: Row) -> list[Problem]:
    place = sheet.place(row.number, min((n for n, value in enumerate(row.values) if not is_empty(value)), default=0))
    return [
        _at(
            problem(
                "error",
                "column-missing",
                N_("There is no column for {field} (“{heading}”)."),
                N_('Add the column, or point to it with --map "Header={field}".'),
                field=field.name,
                heading=field.heading("nb"),
            ),
            place,
        )
        for field in absent
    ]


def _at(found: Problem, place: Place) -> Problem:
    return replace(found, place=place)


def _line(text: str) -> str:
    return " ".join(text.split())
