"""Start the process files are read in, and let it open the file, while everything else is still being made ready."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

from skjonn.spreadsheets.refusals import GREATEST_BYTES
from skjonn.spreadsheets.worker import Worker

_OPENED = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
"""What is opened ahead; how a text file is divided depends on headings, which are not known yet."""


def begin(files: Sequence[Path]) -> Worker:
    """Return a process that gets ready to read `files`; whoever takes it ends it. What is wrong with them is told later."""
    worker = Worker()
    try:
        [path] = files
        found = path.stat()
        if path.suffix.lower() in _OPENED and stat.S_ISREG(found.st_mode) and found.st_size <= GREATEST_BYTES:
            worker.open_ahead(path.read_bytes(), path.name)
    except (ValueError, OSError):
        pass  # several files, a folder, a device, or none that can be read: nothing is opened ahead
    return worker
