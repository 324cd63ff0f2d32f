"""The process files are read in: it is asked on stdin and answers on stdout, and nothing it does can harm the one that asks.

A broken or hostile file can ask for a terabyte, or end the interpreter: here that ends a process that holds nothing.
Where the system has such a thing its memory is limited; how long it may take is the asker's to say (`worker`).

A question is one line of JSON, followed by as many bytes of a file as it says. An answer is lines of JSON, each a list of
lists; the last line is `[["end"]]`. See `worker` for the other side.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from skjonn.domain import intake_wire
from skjonn.domain.intake_book import read_book
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.sheets import CellValue, Fault
from skjonn.errors import SkjonnError
from skjonn.spreadsheets.inside import Inside, open_inside
from skjonn.spreadsheets.job import Job
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


def answers(job: Job, asked: dict[str, Any], content: bytes) -> Iterator[list[Any]]:
    """Yield what one file holds, as lists; a file that is refused ends with the refusal."""
    name, ending = asked["name"], asked["ending"]
    try:
        inside = open_inside(content, ending, name, job.is_heading)
        yield from (["problem", intake_wire.packed_problem(one)] for one in _warnings(inside, name))
        if asked["what"] == "values":
            yield from _values(inside)
        else:
            said = read_book(inside.sheets, job.reader, job.aim)
            yield from intake_wire.packed(said)
    except SkjonnError as error:
        yield ["refused", error.code, intake_wire.plain(error.data)]
    except MemoryError:
        yield ["refused", "file-too-large", {"path": name}]


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


def _serve(job: Callable[[dict[str, Any]], Job]) -> None:
    """Say that this process is ready, then answer until nothing more is asked."""
    current = Job()
    _say('[["ready"]]')
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        if asked["what"] == "job":
            current = job(asked)
            continue
        content = sys.stdin.buffer.read(asked["bytes"])
        for text in _lines(answers(current, asked, content)):
            _say(text)


def _say(line: str) -> None:
    sys.stdout.buffer.write(line.encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    limit_memory()
    _serve(Job.of)
