"""A whole file read into applications: its form, or the tables of its sheets, row by row as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from skjonn.domain.forms import FilledForm, read_form, require_form
from skjonn.domain.headings import HEADER_WITHIN, Meant, find_header, folded_headings, read_header
from skjonn.domain.intake import Found
from skjonn.domain.intake_form import read_answers
from skjonn.domain.intake_rows import TableRows
from skjonn.domain.intake_values import Reader
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.sheets import Head, Row, Sheet
from skjonn.texts import N_

_AT_ONCE = 2_000
"""Rows of a file that are held to see whether it is a form; forms have far fewer, and tables of more are streamed."""

Opened = tuple[Head, Iterator[Row]]


@dataclass(frozen=True)
class Headed:
    """The headings of a table that was found, folded."""

    headings: frozenset[str]


@dataclass(frozen=True)
class Named:
    """The names of municipalities that a person has explained and that were met."""

    names: frozenset[str]


@dataclass(frozen=True)
class Aim:
    """What a file is to be an application to: the call by its code, the number of its version, and what headings mean."""

    call: str
    version: int
    meant: Meant


Said = Found | Problem | Headed | Named
"""What reading a file gives, in the file's order."""


def read_book(sheets: Iterable[Opened], reader: Reader, aim: Aim) -> Iterator[Said]:
    """Yield what a file holds.

    Args:
        sheets: in order, each with its rows, which are taken before the next sheet is asked for.
        reader: of values, for this import.
        aim: the call, and what headings mean beside the catalogue's words.

    Raises:
        FieldUnknown: a heading is said to mean a field that does not exist.
        FormDamaged, FormOutdated, FormOfOtherCall, FormOfOtherVersion: it is a form that cannot be taken.
    """
    opened = iter(sheets)
    held, large = _held(opened)
    form = read_form([Sheet(head.file, head.name, tuple(rows), head.hidden) for head, rows in held]) if not large else None  # fmt: skip
    if form is not None:
        yield from _read_filled(form, reader, aim)
        return
    for head, rows in held:
        yield from _read_sheet(head, iter(rows), reader, aim.meant)
    for head, streamed in chain(large, opened):
        yield from _read_sheet(head, streamed, reader, aim.meant)


def _held(opened: Iterator[Opened]) -> tuple[list[tuple[Head, list[Row]]], list[Opened]]:
    """Return the sheets up to the first large one with their rows, and that one, whose rows come as they are taken."""
    held: list[tuple[Head, list[Row]]] = []
    for head, rows in opened:
        first = list(islice(rows, _AT_ONCE))
        if len(first) == _AT_ONCE:
            return held, [(head, chain(first, rows))]
        held.append((head, first))
    return held, []


def _read_filled(form: FilledForm, reader: Reader, aim: Aim) -> Iterator[Said]:
    require_form(form, aim.call, aim.version)
    yield Headed(frozenset())
    yield read_answers(form, reader)


def _read_sheet(head: Head, rows: Iterator[Row], reader: Reader, meant: Meant) -> Iterator[Said]:
    first = list(islice(rows, HEADER_WITHIN))
    if not first:
        return
    place = Place(head.file, head.name)
    if head.hidden:
        yield replace(problem("warning", "sheet-hidden", N_("The sheet is hidden and is left out.")), place=place)
        return
    row = find_header(first, meant)
    if row is None:
        yield replace(problem("warning", "sheet-without-header", N_("The sheet has no row of known headings and is left out.")), place=place)  # fmt: skip
        return
    yield Headed(folded_headings(row))
    header = read_header(head, row, meant)
    yield from header.problems
    below = chain((one for one in first if one.number > row.number), rows)
    yield from TableRows(head, header, reader, decided=meant.decided).found(below)
