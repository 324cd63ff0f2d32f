"""The asking side of the process files are read in: started ahead, given a file at a time, ended when it takes too long.

See `apart` for the other side.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from skjonn.errors import SurroundingsError
from skjonn.spreadsheets import refusals
from skjonn.texts import N_

LONGEST_SECONDS = 120
"""How long one file may take."""
_WAITING = 8  # answers held while nobody takes them


class ReaderNotStarted(SurroundingsError):
    """The process files are read in ended before it was asked anything: the installation or the machine is at fault."""

    code = "reader-not-started"
    sentence = N_("The process that reads files could not be started.")
    advice = N_("Install skjonn again; if the machine is short of memory, close other programs.")


class Worker:
    """A process that reads files; started when this is made, so that it gets ready while others do. Used as a context."""

    _ahead: tuple[str, bytes] | None
    _sending: threading.Thread | None
    _ready: bool
    _midway: bool
    _left: float

    def __init__(self, longest_seconds: float = LONGEST_SECONDS) -> None:
        """Start the process.

        Args:
            longest_seconds: how long one file may take.
        """
        self._longest = longest_seconds
        self._job: bytes = b""
        self._begin()

    def __enter__(self) -> Worker:
        """Return itself."""
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:  # fmt: skip
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process; nothing is lost by that."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                _close(stream)

    def open_ahead(self, content: bytes, name: str) -> None:
        """Let a file be opened that will be asked for first; whoever calls goes on at once."""
        self._ahead = (name, content)
        sending = threading.Thread(target=self._put, args=(_question("open", content, name), content), daemon=True)
        self._sending = sending
        sending.start()

    def give_job(self, told: dict[str, Any]) -> None:
        """Tell what the files that follow are read for: plain values, as `job.Job` tells them."""
        self._job = json.dumps({"what": "job", **told}).encode() + b"\n"
        self._send(self._job)

    def ask(self, what: str, content: bytes, name: str) -> Iterator[list[Any]]:
        """Yield what a file holds, as lists; of a file left before its end nothing is left for the next.

        Args:
            what: `applications`, once a job is given, or `values`.
            content: the file's bytes.
            name: the file's, whose ending tells the format.

        Raises:
            FileSlow: it took too long.
            FileDamaged: the process ended over it.
            ReaderNotStarted: the process ended before it was asked.
        """
        if self._midway:
            self._restart()
        ahead, self._ahead = self._ahead == (name, content), None
        self._send(_question(what, b"" if ahead else content, name), b"" if ahead else content)
        self._midway, self._left = True, self._longest
        while True:
            lists = self._next(name)
            if lists[-1][0] == "end":
                self._midway = False
                yield from lists[:-1]
                return
            if lists[0][0] == "ready":
                self._ready = True
            else:
                yield from lists

    def _next(self, name: str) -> list[list[Any]]:
        """Return the next line of an answer; only waiting for it counts, not what is done with it."""
        begun = time.monotonic()
        try:
            line = self._answers.get(timeout=max(0.0, self._left))
        except queue.Empty:
            self._restart()
            raise refusals.FileSlow(path=name) from None
        self._left -= time.monotonic() - begun
        if line is None:
            if not self._ready:
                raise ReaderNotStarted
            self._restart()
            raise refusals.FileDamaged(path=name)
        lists: list[list[Any]] = json.loads(line)
        return lists

    def _send(self, *parts: bytes) -> None:
        if self._sending is not None:
            self._sending.join()
            self._sending = None
        self._put(*parts)

    def _put(self, *parts: bytes) -> None:
        assert self._process.stdin is not None, "opened as a pipe"
        try:
            for part in parts:
                self._process.stdin.write(part)
            self._process.stdin.flush()
        except (OSError, ValueError):
            return  # it has ended; the answer that does not come tells

    def _restart(self) -> None:
        """Begin anew, so that the next file can be asked for."""
        self.close()
        self._begin()
        if self._job:
            self._send(self._job)

    def _begin(self) -> None:
        self._process = _started()
        self._answers = _answers_of(self._process)
        self._ready = self._midway = False
        self._ahead = None
        self._sending = None
        self._left = self._longest


def _question(what: str, content: bytes, name: str) -> bytes:
    asked = {"what": what, "name": name, "ending": Path(name).suffix.lower(), "bytes": len(content)}
    return json.dumps(asked).encode() + b"\n"


def _started() -> subprocess.Popen[bytes]:
    """Start the process; it finds this very package, and nothing of the folder somebody stands in."""
    home = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(path for path in (home, os.environ.get("PYTHONPATH", "")) if path)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "skjonn.spreadsheets.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "0"},
    )


def _answers_of(process: subprocess.Popen[bytes]) -> queue.Queue[bytes | None]:
    """Return the lines the process answers, as they come; None when no more will."""
    answers: queue.Queue[bytes | None] = queue.Queue(maxsize=_WAITING)
    threading.Thread(target=_take, args=(process, answers), daemon=True).start()
    return answers


def _take(process: subprocess.Popen[bytes], answers: queue.Queue[bytes | None]) -> None:
    assert process.stdout is not None, "opened as a pipe"
    try:
        for line in process.stdout:
            answers.put(line)
    except (OSError, ValueError):
        pass  # closed while it was read
    answers.put(None)


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:
        return  # what was still to be written has nobody to read it
