"""The problems of a file as a person reads them: where, what was found, how to mend it; many of one kind are cut short."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence

from skjonn.domain.problems import Problem
from skjonn.texts import _

_SHOWN_OF_A_KIND, _CELLS_NAMED = 4, 8
_WIDEST, _MARGIN = 100, 4


def grouped(problems: Sequence[Problem]) -> list[str]:
    """Return problems worded, errors before warnings; of a kind with many, the first ones and the cells of the rest."""
    kinds: dict[tuple[bool, str, str], list[Problem]] = {}
    for problem in problems:
        key = (problem.severity == "warning", problem.code, problem.place.file + problem.place.sheet)
        kinds.setdefault(key, []).append(problem)
    return [line for _kind, several in sorted(kinds.items(), key=lambda item: item[0][0]) for line in _of_a_kind(several)]  # fmt: skip


def _of_a_kind(several: Sequence[Problem]) -> list[str]:
    if len(several) <= _SHOWN_OF_A_KIND + 1:
        return [_worded(problem) for problem in several]
    rest = several[_SHOWN_OF_A_KIND:]
    cells = ", ".join(problem.place.cell for problem in rest[:_CELLS_NAMED])
    more = _("… and {count} more of this kind: {cells}").format(count=len(rest), cells=cells)
    dots = ", …" if len(rest) > _CELLS_NAMED else ""
    return [*(_worded(problem) for problem in several[:_SHOWN_OF_A_KIND]), _filled(more + dots)]


def _worded(problem: Problem) -> str:
    lead = _("Warning:") + " " if problem.severity == "warning" else ""
    place = f"{problem.place}: " if str(problem.place) else ""
    found = _filled(f"{lead}{place}{problem.message()}")
    in_one = _filled(f"{found} {problem.help()}".rstrip())
    if "\n" not in in_one:
        return in_one
    return f"{found}\n{_filled(problem.help(), ' ' * _MARGIN)}" if problem.help() else found


def _filled(text: str, indent: str = "") -> str:
    width = min(_WIDEST, max(60, shutil.get_terminal_size().columns)) - _MARGIN
    return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=" " * _MARGIN, break_long_words=False, break_on_hyphens=False)  # fmt: skip
