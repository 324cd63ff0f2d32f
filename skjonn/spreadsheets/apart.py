"""The process files are read in: it is asked on stdin and answers on stdout, and nothing it does can harm the one that asks.

A broken or hostile file can ask for a terabyte, or end the interpreter: here that ends a process that holds nothing.
Where the system has such a thing its memory is limited; how long it may take is the asker's to say (`worker`).

A question is one line of JSON, followed by as many bytes of a file as it says: `open` a file ahead, the `job` it is read for,
and what is wanted of it. An answer is lines of JSON, each a list of lists; the last line is `[["end"]]`. See `worker` for the
other side.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import chain, islice
from typing import Any

from skjonn.domain import intake_wire
from skjonn.domain.intake_book import Named, read_book
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.sheets import CellValue, Fault
from skjonn.errors import SkjonnError
from skjonn.spreadsheets.inside import Inside, open_inside
from skjonn.spreadsheets.job import Job
from skjonn.spreadsheets.refusals import FileTooLarge
from skjonn.texts import N_

if sys.platform != "win32":
    import resource

_MOST_BYTES = 1 << 30
_AT_ONCE = 500  # lists on one line


def limit_memory() -> None:
    """Let this process have no more than a gibibyte, where the system knows such a limit."""
    if sys.platform == "win32":
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _MOST_BYTES if hard == resource.RLIM_INFINITY else min(_MOST_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


Opened = Inside | SkjonnError
"""A file that is open, or why it cannot be."""


def opened(asked: dict[str, Any], content: bytes, is_heading: Callable[[str], bool]) -> Opened:
    """Return a file opened as far as its first sheet."""
    try:
        inside = open_inside(content, asked["ending"], asked["name"], is_heading)
        first = list(islice(inside.sheets, 1))
    except SkjonnError as error:
        return error
    except MemoryError:
        return FileTooLarge(path=asked["name"])
    return Inside(inside.about, chain(first, inside.sheets))


def answers(job: Job, asked: dict[str, Any], file: Opened) -> Iterator[list[Any]]:
    """Yield what one file holds, as lists; a file that is refused ends with the refusal."""
    if isinstance(file, SkjonnError):
        yield _refused(file)
        return
    try:
        yield from (["problem", intake_wire.packed_problem(one)] for one in _warnings(file, asked["name"]))
        if asked["what"] == "values":
            yield from _values(file)
        else:
            yield from intake_wire.packed(read_book(file.sheets, job.reader, job.aim))
            yield from intake_wire.packed([Named(job.named)])
    except SkjonnError as error:
        yield _refused(error)
    except MemoryError:
        yield _refused(FileTooLarge(path=asked["name"]))


def _refused(error: SkjonnError) -> list[Any]:
    return ["refused", error.code, intake_wire.plain(error.data)]


def _warnings(inside: Inside, name: str) -> Iterator[Problem]:
    if inside.about.macros:
        yield _about(name, problem("warning", "macros-ignored", N_("The file carries macros; they are not run.")))
    if inside.about.links:
        yield _about(name, problem("warning", "links-ignored", N_("The file takes values from other files; what was last stored is read.")))  # fmt: skip


def _about(name: str, found: Problem) -> Problem:
    return Problem(found.code, found.severity, Place(name), found.sentence, found.advice, found.data)


def _values(inside: Inside) -> Iterator[list[Any]]:
    for head, rows in inside.sheets:
        yield ["sheet", head.name, head.hidden]
        for row in rows:
            yield ["cells", row.number, [_marked(value) for value in row.values], row.hidden]


def _marked(value: CellValue) -> Any:
    match value:
        case Fault():
            return {"fault": value.text}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case _:
            return value


def _lines(lists: Iterable[list[Any]]) -> Iterator[str]:
    some = iter(lists)
    while batch := list(islice(some, _AT_ONCE)):
        yield json.dumps(batch, separators=(",", ":"))
    yield '[["end"]]'


def _serve() -> None:
    """Say that this process is ready, then answer until nothing more is asked.

    A file may come ahead of what it is read for (`open`), so that opening it takes nobody's time.
    """
    job, ahead = Job(), None
    _say('[["ready"]]')
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        if asked["what"] == "job":
            job = Job.of(asked)
        elif asked["what"] == "open":
            ahead = opened(asked, sys.stdin.buffer.read(asked["bytes"]), job.is_heading)
        else:
            file = ahead if ahead is not None else opened(asked, sys.stdin.buffer.read(asked["bytes"]), job.is_heading)
            ahead = None
            for text in _lines(answers(job, asked, file)):
                _say(text)
            del file
            gc.collect()


def _say(line: str) -> None:
    sys.stdout.buffer.write(line.encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    gc.disable()  # hundreds of thousands of values, and hardly a cycle among them; see `_serve`
    limit_memory()
    _serve()
