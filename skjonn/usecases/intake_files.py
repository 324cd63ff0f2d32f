"""The files of one import: found, read one after the other in a process apart, and their rows handed on in batches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from skjonn.domain.headings import MappedHeadingMissing, unused_mappings
from skjonn.domain.intake import Found, Layout
from skjonn.domain.intake_book import Headed, Named
from skjonn.domain.intake_manner import Manner
from skjonn.domain.intake_wire import unpacked
from skjonn.domain.problems import Place, Problem, problem
from skjonn.errors import FindingsError, UsageError
from skjonn.files import FileMissing
from skjonn.spreadsheets.copy_mark import is_as_written
from skjonn.spreadsheets.reading import ENDINGS, Source, answers, fetch
from skjonn.spreadsheets.worker import Worker
from skjonn.texts import N_
from skjonn.usecases.intake_refusals import NameMissing

AT_ONCE = 2_000
"""Rows held before the transaction begins, and in each batch after that."""
_MOST_PROBLEMS = 20_000
_OF_SYSTEMS = ("thumbs.db", "desktop.ini")


class FolderWithoutFiles(UsageError):
    """A folder is named in which nothing can be read."""

    code = "folder-without-files"
    sentence = N_("{path} is a folder that holds no spreadsheet that can be read.")
    advice = N_("Name the file, or the folder the files lie in; folders in it are not looked into.")


def files_of(named: Sequence[Path], endings: Collection[str] = ENDINGS) -> tuple[list[Path], list[Problem]]:
    """Return the files that are meant, each once, a folder's by name, and a warning for what is passed over.

    Args:
        named: files and folders; endings: of the files that are read in a folder.

    Raises:
        FolderWithoutFiles: a folder holds no file that can be read; FileMissing: what is named, without an ending, is not there.
    """
    paths: dict[Path, Path] = {}
    passed_over: list[Problem] = []
    for path in named:
        if not path.suffix and not path.exists():
            raise FileMissing(path=str(path))
        inside, others = _in_folder(path, endings) if path.is_dir() else ([path], [])
        passed_over += others
        for one in inside:
            if paths.setdefault(one.resolve(), one) is not one:
                passed_over.append(_at(one, problem("warning", "file-passed-over", N_("The file is named twice; it is read once."))))  # fmt: skip
    return list(paths.values()), passed_over


def _in_folder(folder: Path, endings: Collection[str]) -> tuple[list[Path], list[Problem]]:
    there = sorted(one for one in folder.iterdir() if not (one.is_dir() and one.name.startswith(".")))
    readable = [one for one in there if one.is_file() and one.suffix.lower() in endings and not _is_kept_beside(one) and not is_as_written(one)]  # fmt: skip
    if not readable:
        raise FolderWithoutFiles(path=str(folder))
    return readable, [_at(one, _passed_over(one)) for one in there if one not in readable]


def _is_kept_beside(path: Path) -> bool:
    """Tell whether a program has put a file there for itself: `.DS_Store`, `Thumbs.db`, `~$report.xlsx` while it is open in Excel."""
    return path.name.startswith((".", "~$")) or path.name.lower() in _OF_SYSTEMS


def _passed_over(path: Path) -> Problem:
    if path.name.startswith("~$"):
        return problem("warning", "file-passed-over", N_("The file is passed over: Excel keeps it while the one of that name is open, and what is not saved there is not read."))  # fmt: skip
    if _is_kept_beside(path):
        return problem("warning", "file-passed-over", N_("The file is passed over: a program keeps it there for itself."))  # fmt: skip
    if path.is_dir():
        return problem("warning", "file-passed-over", N_("The folder in the folder is not looked into."))
    return problem("warning", "file-passed-over", N_("The file is passed over: it is no spreadsheet, or one of faults written by skjonn."))  # fmt: skip


def _at(path: Path, found: Problem) -> Problem:
    return replace(found, place=Place(path.name))


def shown_names(paths: Sequence[Path]) -> list[str]:
    """Return what each file is called: its name, with as many folders before it as tell it from the others."""
    whole = [path.resolve().parts for path in paths]
    depths = [1] * len(paths)
    while True:
        names = ["/".join(parts[-depth:]) for parts, depth in zip(whole, depths, strict=True)]
        alike = [names.count(name) > 1 and depth < len(parts) for name, parts, depth in zip(names, whole, depths, strict=True)]  # fmt: skip
        if not any(alike):
            return names
        depths = [depth + more for depth, more in zip(depths, alike, strict=True)]


class Stream:
    """The rows of some files as they come, with what is told beside them.

    Attributes:
        problems: all that was told so far, also of the rows; manner: how the import is to go.
        refused: files that could not be read at all, of several.
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
        self.refused: list[Place] = []
        self._worker, self._paths = worker, list(paths)
        self._headings: set[str] = set()
        self._municipalities: set[str] = set()
        self._layouts = (Layout("", "", {}), Layout("", "", {}))
        self._rows = self._read()

    @property
    def has_errors(self) -> bool:
        """Whether anything so far keeps a row, or a file, out."""
        return self.errors > 0

    def take(self, most: int) -> list[Found]:
        """Return the next rows, at most `most`; fewer only when there are no more.

        Raises:
            MappedHeadingMissing, NameMissing: all is read, and a stated heading, or name, stood nowhere.
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
                self.refused.append(Place(name))
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
                    said.taken.layout = self._layout(said.taken.layout)
                    yield said
            elif isinstance(said, Headed):
                self._headings |= said.headings
            elif isinstance(said, Named):
                self._municipalities |= said.names
            else:
                self.tell(said)

    def _layout(self, layout: Layout) -> Layout:
        """Return a layout that knows whether a row's number alone tells which row is meant."""
        if len(self._paths) == 1:
            return layout
        if self._layouts[0] is not layout:
            self._layouts = (layout, replace(layout, alone=False))
        return self._layouts[1]

    @property
    def has_headings(self) -> bool:
        """Whether any table was found."""
        return bool(self._headings)

    def _require_used(self) -> None:
        if unused := unused_mappings(self.manner.mapping, self._headings):
            raise MappedHeadingMissing(heading=unused[0])
        if strange := [name for name in self.manner.municipalities if name not in self._municipalities]:
            raise NameMissing(name=strange[0])
