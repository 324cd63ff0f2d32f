"""By what a copy with marked faults is known among other workbooks, and whether somebody has saved it since."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

MARK = "skjonn-annotated"
_STAMP = b"2000-01-01T00:00:00Z"


def is_annotated(path: Path) -> bool:
    """Tell whether a file is an annotated copy, whoever saved it last; its first sheet is the list."""
    return MARK.encode() in _part(path, "docProps/custom.xml")


def is_as_written(path: Path) -> bool:
    """Tell whether a file is an annotated copy that nobody has saved since it was written."""
    return is_annotated(path) and is_untouched(path)


def is_untouched(path: Path) -> bool:
    """Tell whether a file is a workbook of ours that nobody has saved since it was written."""
    return _part(path, "docProps/core.xml").count(_STAMP) == 2  # noqa: PLR2004  (made, changed)


def _part(path: Path, name: str) -> bytes:
    """Return a small part of a workbook; nothing where the file is no workbook or has none."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as part:
            return part.read(20_000)
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error, zipfile.BadZipFile):
        return b""
