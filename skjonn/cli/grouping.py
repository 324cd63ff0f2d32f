"""The problems of a file as a person reads them: where, what was found, how to mend it, and the code at the end.

Of many of one kind the first are worded in full and the rest told by their cells, every one of them.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence

from skjonn.domain.problems import Problem
from skjonn.texts import _

_SHOWN_OF_A_KIND = 4
_WIDEST, _MARGIN = 100, 4


def grouped(problems: Sequence[Problem]) -> list[str]:
    """Return problems worded, errors before warnings; of a kind with many, the first ones and the cells of all the rest."""
    kinds: dict[tuple[bool, str, str], list[Problem]] = {}
    for problem in problems:
        key = (problem.severity == "warning", problem.code, problem.place.file + problem.place.sheet)
        kinds.setdefault(key, []).append(problem)
    return [line for _kind, several in sorted(kinds.items(), key=lambda item: item[0][0]) for line in _of_a_kind(several)]  # fmt: skip


def _of_a_kind(several: Sequence[Problem]) -> list[str]:
    if len(several) <= _SHOWN_OF_A_KIND + 1:
        return [_worded(problem) for problem in several]
    rest = several[_SHOWN_OF_A_KIND:]
    cells = ", ".join(problem.place.cell for problem in rest if problem.place.cell)
    more = _("… and {count} more of this kind: {cells}").format(count=len(rest), cells=cells)
    return [*(_worded(problem) for problem in several[:_SHOWN_OF_A_KIND]), _filled(f"{more} {_code(rest[0])}")]


def _worded(problem: Problem) -> str:
    lead = _("Warning:") + " " if problem.severity == "warning" else ""
    place = f"{problem.place}: " if str(problem.place) else ""
    found = f"{lead}{place}{problem.message()}"
    in_one = _filled(" ".join(part for part in (found, problem.help(), _code(problem)) if part))
    if "\n" not in in_one or not problem.help():
        return in_one
    return f"{_filled(found)}\n{_filled(f'{problem.help()} {_code(problem)}', ' ' * _MARGIN)}"


def _code(problem: Problem) -> str:
    """Return the stable code as it stands at the end of a line; the same in every language."""
    return f"[{problem.code}]"


def _filled(text: str, indent: str = "") -> str:
    width = min(_WIDEST, max(60, shutil.get_terminal_size().columns)) - _MARGIN
    return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=" " * _MARGIN, break_long_words=False, break_on_hyphens=False)  # fmt: skip
