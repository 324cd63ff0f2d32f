"""The table of defects: one sheet for each, in every format that can carry it, through the process files are read in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from skjonn.domain import calls_file
from skjonn.domain.headings import Meant
from skjonn.domain.intake import Doubles, Found, Taken
from skjonn.domain.intake_wire import unpacked
from skjonn.domain.problems import Place, Problem
from skjonn.files import sha256, shipped
from skjonn.spreadsheets.job import Job
from skjonn.spreadsheets.reading import Source, answers
from skjonn.spreadsheets.worker import Worker
from tests.intake.books import FORMATS, Format
from tests.intake.cases import EVERY, Case
from tests.intake.shapes import SHAPES
from tests.intake.values import VALUES

TABLE = (*SHAPES, *VALUES)
TOML = shipped("examples") / "rogaland-2021" / "call.toml"


@dataclass(frozen=True)
class Read:
    """What a file gave: the sound applications, and every problem in the file's order."""

    taken: tuple[Taken, ...]
    problems: tuple[Problem, ...]


class Reader:
    """Reads files in a process of its own, against the example's call."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._call = calls_file.from_toml(TOML.read_bytes(), TOML.name)
        self._meant: Meant | None = None

    def read(self, content: bytes, name: str, meant: Meant) -> Read:
        """Return what a file gives, rows that stand twice told apart as an import does."""
        if meant != self._meant:
            opens_on = self._call.opens_on
            self._worker.give_job(Job(self._call, 1, "", opens_on, ("Rogaland",), ("11",), meant).told())
            self._meant = meant
        lists = answers(self._worker, "applications", Source(name, content, sha256(content)))
        return _gathered(unpacked([*one] for one in lists))


def _gathered(said: Iterator[Any]) -> Read:
    rows: list[Found] = []
    problems: list[Problem] = []
    for one in said:
        if isinstance(one, Found):
            rows.append(one)
            problems += one.problems
        elif isinstance(one, Problem):
            problems.append(one)
    doubles, refused = Doubles(), set[Place]()
    for found in rows:
        if double := doubles.look(found):
            refused.add(double[0])
            problems.append(replace(double[1], place=double[0]))
    return Read(tuple(one.taken for one in rows if one.taken and one.sound and one.taken.place not in refused), tuple(problems))  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One process for the whole table."""
    with Worker() as worker:
        yield Reader(worker)


def _carried() -> Iterator[Any]:
    """Yield each case with each format that can carry it."""
    for case in TABLE:
        for form in FORMATS:
            if form.name in case.formats and _writes(case, form):
                marks = [pytest.mark.xfail(reason=case.finding, strict=True)] if case.finding else []
                yield pytest.param(case, form, id=f"{case.promise}-{form.name}", marks=marks)


def _writes(case: Case, form: Format) -> bool:
    """Tell whether an encoding knows the letters of a case."""
    if form.name != "csv-cp1252":
        return True
    try:
        form.write(case.book)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(("case", "form"), list(_carried()))
def test_the_table(reader: Reader, case: Case, form: Format) -> None:
    """Each defect gives the same values and the same problems, at the same cells, in every format that can carry it."""
    meant = Meant(case.stated, case.remembered, case.decided)
    told, taken = case.expected(form)

    read = reader.read(form.write(case.book), f"a{form.ending}", meant)

    assert [_told(one, case) for one in read.problems] == told
    assert [_looked_at(one, wanted) for one, wanted in zip(read.taken, taken, strict=False)] == [dict(one) for one in taken]  # fmt: skip
    assert len(read.taken) == len(taken)
    for code, parts in case.says.items():
        if any(f" {code}" in line for line in told):
            assert all(part in _words(read, code) for part in parts), _words(read, code)


def _told(one: Problem, case: Case) -> str:
    first = case.book.pages[0].name
    beyond = len(case.book.pages) > 1 and (one.place.sheet != first or not one.place.cell)
    place = f"{one.place.sheet}!{one.place.cell}" if beyond else one.place.cell
    return f"{place} {one.severity} {one.code}"


def _looked_at(taken: Taken, wanted: Mapping[str, Any]) -> dict[str, Any]:
    parts = (taken.content, taken, taken.award)
    return {name: next(getattr(part, name) for part in parts if hasattr(part, name)) for name in wanted}


def _words(read: Read, code: str) -> str:
    said = " ".join(f"{one.message('en')} {one.help('en')}" for one in read.problems if one.code == code)
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def test_every_problem_is_worded_in_every_form(reader: Reader) -> None:
    """Whatever the table brings out has a sentence in English, bokmål and nynorsk, and names file, sheet and cell."""
    told: dict[str, Problem] = {}
    for case in TABLE:
        form = next(form for form in FORMATS if form.name in case.formats)
        for one in reader.read(form.write(case.book), f"a{form.ending}", Meant(case.stated, case.remembered, case.decided)).problems:  # fmt: skip
            told.setdefault(one.code, one)

    assert len(told) > 40
    for one in told.values():
        assert all(one.message(language) for language in ("en", "nb", "nn"))
        assert one.place.file
        assert one.place.sheet


def test_what_a_format_cannot_carry_is_said() -> None:
    """A case that is not run on every format says why."""
    assert [case.promise for case in TABLE if case.formats != EVERY and not case.lacking] == []


def test_no_two_lines_are_the_same() -> None:
    """Each line of the table is a promise of its own."""
    assert len({case.promise for case in TABLE}) == len(TABLE)
