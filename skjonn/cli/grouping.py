"""The problems of a file as a person reads them: where, what was found, how to mend it, and the code at the end.

The same fault in many cells is told once, with all of them. Of many of one kind that differ in words the first are
worded in full and the rest told by their cells; what stands nowhere in a file is always told in full.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence

from skjonn.domain.problem_groups import Group, cell_ranges, groups, in_order
from skjonn.domain.problems import Place, Problem
from skjonn.texts import _, chosen

_SHOWN_OF_A_KIND = 4
_FEW_FILES = 3
_MOST_RANGES = 60
_WIDEST, _MARGIN = 100, 4


def grouped(problems: Sequence[Problem], *, mark_errors: bool = False) -> list[str]:
    """Return problems worded, errors before warnings, in the order of files, sheets and rows.

    Args:
        problems: in any order.
        mark_errors: begin errors with the word, as warnings do; not needed below a line that says it.

    Faults of one kind stand together: sheet by sheet, or, where more than three files have any, across all of them.
    """
    ordered = in_order(problems)
    few = len({one.place.file for one in ordered}) <= _FEW_FILES
    alike = groups(ordered, chosen(), lambda place: (place.file, place.sheet) if few else None)
    kinds: dict[tuple[str, str, Place | None], list[Group]] = {}
    for group in alike:
        where = Place(group.place.file, group.place.sheet) if few else None
        kinds.setdefault((group.severity, group.code, where), []).append(group)
    return [line for kind in kinds.values() for line in _of_a_kind(kind, mark_errors)]


def _of_a_kind(kind: Sequence[Group], mark_errors: bool) -> list[str]:
    if len(kind) <= _SHOWN_OF_A_KIND + 1 or not any(str(one.place) for group in kind for one in group.problems):
        return [_worded(group, mark_errors) for group in kind]
    rest = [problem.place for group in kind[_SHOWN_OF_A_KIND:] for problem in group.problems]
    one_sheet = len({(place.file, place.sheet) for place in rest}) == 1
    cells = _places([Place(cell=place.cell) for place in rest] if one_sheet else rest)
    more = _("… and {count} more of this kind: {cells}").format(count=len(rest), cells=cells)
    return [*(_worded(group, mark_errors) for group in kind[:_SHOWN_OF_A_KIND]), _filled(f"{more} {_code(kind[0])}")]


def _worded(group: Group, mark_errors: bool) -> str:
    found = f"{_lead(group, mark_errors)}{_where(group)}{group.message}"
    in_one = _filled(" ".join(part for part in (found, group.help, _code(group)) if part))
    if "\n" not in in_one or not group.help:
        return in_one
    return f"{_filled(found)}\n{_filled(f'{group.help} {_code(group)}', ' ' * _MARGIN)}"


def _lead(group: Group, mark_errors: bool) -> str:
    if group.severity == "warning":
        return _("Warning:") + " "
    return _("Error:") + " " if mark_errors else ""


def _where(group: Group) -> str:
    """Return all places of a group, and how many where there is more than one."""
    places = list(dict.fromkeys(one.place for one in group.problems))
    text = _places(places)
    if len(places) > 1:
        text = _("{places} ({count} places)").format(places=text, count=len(places))
    return f"{text}: " if text else ""


def _places(places: Iterable[Place]) -> str:
    """Return places sheet by sheet, cells below one another as ranges; no more than a person can use."""
    sheets: dict[tuple[str, str], list[str]] = {}
    for place in places:
        sheets.setdefault((place.file, place.sheet), []).append(place.cell)
    texts: list[str] = []
    left = _MOST_RANGES
    for (file, sheet), cells in sheets.items():
        ranges = cell_ranges(cell for cell in cells if cell)
        texts.append(str(Place(file, sheet, ", ".join(ranges[:left]))))
        left -= max(1, len(ranges))
        if left <= 0:
            break
    cut = left < 0 or len(texts) < len(sheets)
    return "; ".join(texts) + (" …" if cut else "")


def _code(group: Group) -> str:
    """Return the stable code as it stands at the end of a line; the same in every language."""
    return f"[{group.code}]"


def _filled(text: str, indent: str = "") -> str:
    width = min(_WIDEST, max(60, shutil.get_terminal_size().columns)) - _MARGIN
    return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=" " * _MARGIN, break_long_words=False, break_on_hyphens=False)  # fmt: skip
