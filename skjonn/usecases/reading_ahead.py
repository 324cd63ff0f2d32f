"""Start the process files are read in while everything else is still being made ready."""

from __future__ import annotations

from skjonn.spreadsheets.worker import Worker


def begin() -> Worker:
    """Return a process that gets ready to read; whoever takes it ends it."""
    return Worker()
