"""Reads an .xls in a process of its own: a broken one can ask for a terabyte, which ends the process that reads it.

The other formats are scanned before they are opened; the old binary format cannot be. Run as a module, this file reads
the bytes on stdin and writes the values on stdout as JSON; days and moments are marked objects.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from typing import Any

from python_calamine import PasswordError

from skjonn.domain.sheets import Row, Sheet
from skjonn.spreadsheets import refusals, values

_LONGEST_SECONDS = 120
_PASSWORD = 3
_TOO_LARGE = 4


def read_apart(content: bytes, name: str) -> tuple[Sheet, ...]:
    """Return the sheets of an .xls.

    Args:
        content: its bytes.
        name: the file's, for places and errors.

    Raises:
        FileEncrypted, FileDamaged, FileTooLarge: it cannot be read.
    """
    command = [sys.executable, "-m", "skjonn.spreadsheets.apart"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_LONGEST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise refusals.FileTooLarge(path=name) from error
    if done.returncode:
        known = {_PASSWORD: refusals.FileEncrypted, _TOO_LARGE: refusals.FileTooLarge}
        raise known.get(done.returncode, refusals.FileDamaged)(path=name)
    return tuple(
        Sheet(name, sheet["name"], tuple(Row(number, tuple(row)) for number, row in sheet["rows"]), sheet["hidden"])
        for sheet in json.loads(done.stdout, object_hook=_dated)
    )


def _dated(marked: dict[str, Any]) -> Any:
    if "day" in marked:
        return date.fromisoformat(marked["day"])
    if "moment" in marked:
        return datetime.fromisoformat(marked["moment"])
    return marked


def _marked(value: object) -> object:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError(type(value).__name__)


def _answer() -> int:
    """Be the process apart: its exit code tells what went wrong, the parent words it."""
    try:
        sheets = list(values.sheets_of(sys.stdin.buffer.read(), "", {}))
    except PasswordError:
        return _PASSWORD
    except refusals.SheetTooLarge:
        return _TOO_LARGE
    told = [{"name": one.name, "hidden": one.hidden, "rows": [(row.number, row.values) for row in one.rows]} for one in sheets]  # fmt: skip
    sys.stdout.write(json.dumps(told, default=_marked))  # ASCII only, whatever the stream's encoding
    return 0


if __name__ == "__main__":
    raise SystemExit(_answer())
