"""The files of one import: found, read one after the other in a process apart, and their rows handed on in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from skjonn.domain.headings import MappedHeadingMissing, unused_mappings
from skjonn.domain.intake import Found
from skjonn.domain.intake_book import Headed
from skjonn.domain.intake_manner import Manner
from skjonn.domain.intake_wire import unpacked
from skjonn.domain.problems import Place, Problem
from skjonn.errors import FindingsError
from skjonn.files import FolderNamed
from skjonn.spreadsheets.reading import ENDINGS, Source, answers, fetch
from skjonn.spreadsheets.worker import Worker
from skjonn.texts import N_

AT_ONCE = 2_000
"""Rows held before the transaction begins, and in each batch after that."""
_OURS = ".problems"
_MOST_PROBLEMS = 20_000


def files_of(named: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """Return the files that are meant, a folder's by name, and a warning for each file of a folder that is passed over.

    Raises:
        FolderNamed: a folder holds no file that can be read.
    """
    paths: list[Path] = []
    passed_over: list[Problem] = []
    for path in named:
        if not path.is_dir():
            paths.append(path)
            continue
        there = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith((".", "~$")))
        readable = [one for one in there if one.suffix.lower() in ENDINGS and _OURS not in one.suffixes]
        if not readable:
            raise FolderNamed(path=str(path))
        paths.extend(readable)
        text = N_("The file is passed over: it is no spreadsheet, or one of faults written by skjonn.")
        passed_over += [Problem("file-passed-over", "warning", Place(one.name), text) for one in there if one not in readable]  # fmt: skip
    return paths, passed_over


def shown_names(paths: Sequence[Path]) -> list[str]:
    """Return what each file is called: its name, with its folder where files of several folders share one."""
    folders: dict[str, set[Path]] = {}
    for path in paths:
        folders.setdefault(path.name, set()).add(path.parent)
    return [path.name if len(folders[path.name]) == 1 else f"{path.parent.name}/{path.name}" for path in paths]


class Stream:
    """The rows of some files as they come, with what is told beside them.

    Attributes:
        problems: all that was told so far, also of the rows; manner: how the import is to go.
        sources: the files read so far, by the name their rows carry; step: to be told when all is done.
    """

    def __init__(self, worker: Worker, paths: Sequence[Path], manner: Manner, step: Callable[[], object]) -> None:
        """Take what is to be read; nothing is read before it is asked for."""
        self.manner, self.step = manner, step
        self.problems: list[Problem] = []
        self.errors = 0
        self.sources: dict[str, Source] = {}
        self.names = shown_names(paths)
        self.ended = False
        self._worker, self._paths = worker, list(paths)
        self._headings: set[str] = set()
        self._rows = self._read()

    @property
    def has_errors(self) -> bool:
        """Whether anything so far keeps a row, or a file, out."""
        return self.errors > 0

    def take(self, most: int) -> list[Found]:
        """Return the next rows, at most `most`; fewer only when there are no more.

        Raises:
            MappedHeadingMissing: all is read, and a stated heading stood nowhere.
        """
        rows = list(islice(self._rows, most))
        self.ended = self.ended or len(rows) < most
        if self.ended:
            self._require_used()
        return rows

    def batches(self) -> Iterator[list[Found]]:
        """Yield what is left, in batches."""
        while not self.ended:
            yield self.take(AT_ONCE)

    def tell(self, found: Problem) -> None:
        """Keep a problem; beyond a number nobody reads they are only counted."""
        self.errors += found.severity == "error"
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(found)

    def _read(self) -> Iterator[Found]:
        for path, name in zip(self._paths, self.names, strict=True):
            try:
                yield from self._read_one(path, name)
            except FindingsError as error:
                if len(self._paths) == 1:
                    raise
                self.tell(Problem(error.code, "error", Place(name), error.sentence, error.advice, error.data))
            self.step()

    def _read_one(self, path: Path, name: str) -> Iterator[Found]:
        source = fetch(path, name)
        self.sources[source.name] = source
        for said in unpacked(answers(self._worker, "applications", source)):
            if isinstance(said, Found):
                for one in said.problems:
                    self.tell(one)
                if said.taken is not None:
                    yield said
            elif isinstance(said, Headed):
                self._headings |= said.headings
            else:
                self.tell(said)

    def _require_used(self) -> None:
        if unused := unused_mappings(self.manner.mapping, self._headings):
            raise MappedHeadingMissing(heading=unused[0])
