"""Cells that hold several values: priority areas, lines of amounts, names of attachments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches

from skjonn.domain.amounts import parse_amount
from skjonn.domain.applications import AmountLine
from skjonn.domain.calls import PriorityArea
from skjonn.domain.problems import Problem, problem
from skjonn.domain.readings import Reading, list_too_long, problem_of
from skjonn.domain.sheets import CellValue
from skjonn.errors import FindingsError
from skjonn.texts import N_
from skjonn.texts.cleaning import shown

_LINES = re.compile(r"[;\n]")
_YEAR = re.compile(r"20[0-9]{2}")
_LONGEST, _LONGEST_AREA, _MOST_AREAS, _MOST_LINES = 4000, 300, 40, 100


class AmountLineUnreadable(FindingsError):
    """A line has no label and amount, or no year where one is needed."""

    code = "amount-line-unreadable"
    sentence = N_("“{text}” is not a line with a label and an amount.")
    advice = N_("Write lines as Løn: 200 000; Reise: 50 000, or by year as 2021: 300 000; 2022: 200 000.")


def bare(text: str) -> str:
    """Return the form codes and names of choices are compared in: letters and digits, without case, single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w&]+", " ", folded).split())


def area_names(areas: tuple[PriorityArea, ...]) -> dict[str, str]:
    """Return the code of each area by everything it is called."""
    known: dict[str, str] = {}
    for area in areas:
        for text in (area.code, *area.names.values(), *area.synonyms):
            known.setdefault(bare(text), area.code)
    return known


def read_areas(text: str, known: Mapping[str, str], areas: tuple[PriorityArea, ...]) -> Reading:
    """Return the codes of the areas a text names.

    Args:
        text: one area, or several with commas, semicolons, slashes or line breaks between.
        known: as `area_names` gives it for `areas`.
        areas: of the call.
    """
    parts = [text] if bare(text[:_LONGEST_AREA]) in known else _area_parts(text[:_LONGEST], known)
    if len(text) > _LONGEST or len(parts) > _MOST_AREAS:
        return list_too_long(len(text))
    codes: list[str] = []
    problems: list[Problem] = []
    for part in parts:
        code = known.get(bare(part[:_LONGEST_AREA]))
        if code is None:
            problems.append(_area_unknown(part, known, areas))
        elif code not in codes:
            codes.append(code)
    return Reading(tuple(codes), tuple(problems))


def _area_parts(text: str, known: Mapping[str, str]) -> list[str]:
    """Split a list of areas; names may themselves hold commas and "og"."""
    parts: list[str] = []
    for part in _LINES.split(text):
        pieces = [part] if bare(part[:_LONGEST_AREA]) in known else re.split(r",|/", part)
        parts.extend(piece.strip() for piece in pieces if piece.strip(" .-–"))
    return parts


def _area_unknown(part: str, known: Mapping[str, str], areas: tuple[PriorityArea, ...]) -> Problem:
    near = get_close_matches(bare(part[:_LONGEST_AREA]), list(known), n=1, cutoff=0.75)
    codes = [area.code for area in areas if not near or area.code == known[near[0]]]
    return problem("error", "area-unknown", N_("“{text}” is none of the call's priority areas."), N_("The codes are: {codes}."), text=shown(part, 60), codes=codes)  # fmt: skip


def read_amount_lines(cell: CellValue, text: str, unit: int, *, by_year: bool) -> Reading:
    """Return the lines of a cost plan, or of an amount by year.

    Args:
        cell: a number is one line without a label.
        text: the cell as a text, cleaned.
        unit: what the column's numbers are counted in.
        by_year: each label is a year.
    """
    if isinstance(cell, int | float):
        return Reading((AmountLine("", parse_amount(cell, unit=unit)),))
    parts = [part.strip() for part in _LINES.split(text) if part.strip()] if len(text) <= _LONGEST else []
    if len(text) > _LONGEST or len(parts) > _MOST_LINES:
        return list_too_long(len(text))
    lines: list[AmountLine] = []
    problems: list[Problem] = []
    for part in parts:
        try:
            lines.append(_amount_line(part, unit, by_year=by_year))
        except FindingsError as error:
            problems.append(problem_of(error))
    return Reading(tuple(lines), tuple(problems))


def _amount_line(part: str, unit: int, *, by_year: bool) -> AmountLine:
    divides = max(part.rfind(":"), part.rfind("="))
    if divides < 0:
        if by_year:
            raise AmountLineUnreadable(text=shown(part, 60))
        return AmountLine("", parse_amount(part, unit=unit))
    label = " ".join(part[:divides].split())
    if by_year and not _YEAR.fullmatch(label):
        raise AmountLineUnreadable(text=shown(part, 60))
    return AmountLine(label, parse_amount(part[divides + 1 :], unit=unit))


def read_names(text: str) -> Reading:
    """Return the names between semicolons and line breaks."""
    return Reading(tuple(name.strip() for name in _LINES.split(text) if name.strip(" -–")))
