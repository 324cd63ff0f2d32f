"""The command line: parse, call one use case, show.

`main` is re-entrant and never ends the process: the demo, the examples and the tests call it within one.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from skjonn.texts import choose, chosen, language_of


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        argv: the words after `skjonn`; by default the process's own.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    from skjonn.cli import running

    with _language_of(words):
        return running.run(words)


@contextmanager
def _language_of(words: Sequence[str]) -> Iterator[None]:
    """Choose the language of messages before anything is printed, for the length of one command."""
    from skjonn.cli.setting import stated

    before = chosen()
    choose(language_of(stated(words, "--lang")))
    try:
        yield
    finally:
        choose(before)


def run() -> None:
    """Be the console script: set up the streams, run the command, end with its exit code."""
    gc.disable()  # a command is over before collecting cycles pays, and it would collect mostly while importing
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = main()
    try:
        sys.stdout.flush()
    except OSError:  # the reader of a pipe has gone; nothing more can be said to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(code)
