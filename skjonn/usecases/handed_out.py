"""Put down workbooks people fill in: never over what somebody has worked in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from skjonn.domain.desk import Desk
from skjonn.errors import ConflictError
from skjonn.files import read_bytes, write_whole
from skjonn.spreadsheets.copy_mark import is_untouched
from skjonn.texts import N_


class FileThere(ConflictError):
    """A file that would be written is there already, and somebody may have worked in it."""

    code = "file-there"
    sentence = N_("There already, and not written over, as somebody may have worked in it: {path}.")
    advice = N_("Name another place with --out, or move away or remove what is there.")


def hand_out(files: Mapping[Path, bytes], desk: Desk) -> None:
    """Write every file, or none where one is in the way; a file that holds the very same is left as it is.

    A workbook of ours that nobody has saved since it was written is written anew: it says only what stood then.

    Args:
        files: what is to stand where; desk: a trial writes nothing, and is refused just the same.

    Raises:
        FileThere: files are there that hold something else; FolderNamed: a folder is there.
        TargetBusy: another program has one open.
    """
    changed = {path: content for path, content in files.items() if not path.exists() or read_bytes(path) != content}
    if there := [str(path) for path in changed if path.exists() and not is_untouched(path)]:
        raise FileThere(path=there)
    if not desk.dry_run:
        for path, content in changed.items():
            write_whole(path, content)
