"""Reads a file someone sent: .xlsx, .xlsm, .xls, .ods, .csv, .tsv; values with the addresses the user sees.

A file is not trusted: it is opened in a process of its own, nothing in it is run or followed, and what cannot be read is
refused in one sentence.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from skjonn import files
from skjonn.domain import intake_wire
from skjonn.domain.forms import FormDamaged, FormOfOtherCall, FormOfOtherVersion, FormOutdated
from skjonn.domain.problems import Problem
from skjonn.domain.sheets import CellValue, Fault, Row, Sheet
from skjonn.errors import FindingsError
from skjonn.spreadsheets import refusals
from skjonn.spreadsheets.worker import Worker

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"})
"""The endings of the names of files that can be read."""


@dataclass(frozen=True)
class Source:
    """A file as it came: its name, its bytes, and their SHA-256."""

    name: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Workbook:
    """A file read: its name, the SHA-256 of its bytes, its sheets in order, and what is worth a warning."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()


def fetch(path: Path, shown: str = "") -> Source:
    """Return the bytes of a file, called `shown` or by its name.

    Raises:
        FileMissing, FolderNamed, FileUnreadable: it is not there, or closed to this user.
        FormatUnknown: its name's ending is none that is read.
        FileNotOrdinary, FileTooLarge: it is a pipe or a device, or larger than any list of applications; it is not opened.
    """
    if path.suffix.lower() not in ENDINGS and not path.is_dir():
        raise refusals.FormatUnknown(path=path.name)
    _require_small(path)
    content = files.read_bytes(path)
    if len(content) > refusals.GREATEST_BYTES:
        raise refusals.FileTooLarge(path=path.name)
    return Source(shown or path.name, content, files.sha256(content))


def _require_small(path: Path) -> None:
    """Refuse what is there and should not be opened; what is missing, or a folder, is told when it is read."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        raise refusals.FileNotOrdinary(path=path.name)
    if found.st_size > refusals.GREATEST_BYTES:
        raise refusals.FileTooLarge(path=path.name)


def read(path: Path) -> Workbook:
    """Read every sheet of a file; for lists that are held whole.

    Raises:
        FileMissing, FileUnreadable: it is not there, or closed to this user.
        SheetFileRefused: (a branch) it cannot be read or should not be opened.
    """
    source = fetch(path)
    heads: list[tuple[str, bool]] = []
    rows: list[list[Row]] = []
    problems: list[Problem] = []
    with Worker() as worker:
        for kind, *said in answers(worker, "values", source):
            if kind == "problem":
                problems.append(intake_wire.problem_of(said[0]))
            elif kind == "sheet":
                heads.append((said[0], said[1]))
                rows.append([])
            else:
                rows[-1].append(Row(said[0], tuple([_value(value) for value in said[1]]), said[2]))
    sheets = tuple(
        Sheet(source.name, name, tuple(own), hidden) for (name, hidden), own in zip(heads, rows, strict=True)
    )
    if not any(rows):
        raise refusals.FileEmpty(path=source.name)
    return Workbook(source.name, source.sha256, sheets, tuple(problems))


def answers(worker: Worker, what: str, source: Source) -> Iterator[list[Any]]:
    """Yield what a worker finds in a file, as lists; what it refuses is raised here.

    Raises:
        FindingsError: a branch of SheetFileRefused, or a form that cannot be used.
    """
    refused: FindingsError | None = None  # raised at the answer's end, so that nothing of it is left for the next file
    for said in worker.ask(what, source.content, source.name):
        if said[0] == "refused":
            refused = _refusal(said[1], said[2])
        else:
            yield said
    if refused:
        raise refused


def _refusal(code: str, said: dict[str, Any]) -> FindingsError:
    """Return the error that was raised in the other process."""
    data: dict[str, Any] = intake_wire.filled(said)
    branches = (refusals.SheetFileRefused, FormDamaged, FormOutdated, FormOfOtherCall, FormOfOtherVersion)
    known = {one.code: one for branch in branches for one in (branch, *_leaves(branch))}
    return known.get(code, refusals.FileDamaged)(**data)


def _leaves(branch: type[FindingsError]) -> Iterator[type[FindingsError]]:
    for one in branch.__subclasses__():
        yield one
        yield from _leaves(one)


def _value(value: Any) -> CellValue:
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]  # JSON's own values are cells' values
    if "day" in value:
        return date.fromisoformat(value["day"])
    return datetime.fromisoformat(value["moment"]) if "moment" in value else Fault(value["fault"])
