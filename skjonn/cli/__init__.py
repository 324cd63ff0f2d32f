"""The command line: parse, call one use case, show."""

from __future__ import annotations


def run() -> None:
    """Be the console script: set up the streams, run the command, end with its exit code."""
    raise SystemExit(0)
