"""Files: who may read what is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from skjonn import files
from skjonn.files import share, write_whole

POSIX = pytest.mark.skipif(os.name != "posix", reason="elsewhere the folder's own rights hold")


def rights(path: Path) -> int:
    """Return who may do what with `path`."""
    return path.stat().st_mode & 0o777


@POSIX
def test_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    """In a folder that is not shared nobody else reads a letter."""
    tmp_path.chmod(0o755)

    write_whole(tmp_path / "letters" / "a.docx", b"x")

    assert rights(tmp_path / "letters" / "a.docx") == 0o600


@POSIX
def test_in_a_shared_folder_the_group_reads_and_writes(tmp_path: Path) -> None:
    """A colleague opens the letter another wrote, and writes more letters beside it."""
    folder = tmp_path / "round"
    share(folder)

    write_whole(folder / "letters" / "2021" / "a.docx", b"x")

    assert rights(folder / "letters" / "2021" / "a.docx") == 0o660
    assert rights(folder / "letters" / "2021") & 0o070 == 0o070


@POSIX
def test_a_folder_of_everybody_is_not_a_shared_one(tmp_path: Path) -> None:
    """Where anybody may write, as in a folder for temporary files, a file stays its owner's."""
    tmp_path.chmod(0o777)

    write_whole(tmp_path / "a.docx", b"x")

    assert rights(tmp_path / "a.docx") == 0o600


@POSIX
def test_what_a_killed_process_left_is_cleared_when_the_file_is_written(tmp_path: Path) -> None:
    """The half file of a process that is gone goes too; that of a living one, and of another file, stay."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    mark = files._beside(tmp_path / "a.docx")
    dead, alive, other = (
        tmp_path / f"{mark}{gone.pid}-x.docx",
        tmp_path / f"{mark}{os.getpid()}-x.docx",
        tmp_path / ".skjonn-demo",
    )
    for path in (dead, alive, other):
        path.write_bytes(b"half")

    files.write_whole(tmp_path / "a.docx", b"whole")

    assert not dead.exists()
    assert alive.exists()
    assert other.exists()
    assert (tmp_path / "a.docx").read_bytes() == b"whole"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no holds on folders")
def test_a_folder_is_held_by_one_run_at_a_time(tmp_path: Path) -> None:
    """A second run is refused while the first is at work, and not afterwards."""
    with files.alone(tmp_path), pytest.raises(files.FolderBusy), files.alone(tmp_path):
        pytest.fail("held twice")
    with files.alone(tmp_path):
        assert list(tmp_path.iterdir()) == [], "nothing is left behind"


def test_a_file_where_a_folder_is_needed(tmp_path: Path) -> None:
    """What cannot lie anywhere is told so, and not that another program has it open."""
    (tmp_path / "block").write_bytes(b"x")

    for target in (tmp_path / "block" / "a.txt", tmp_path / "block" / "b" / "a.txt"):
        with pytest.raises(files.TargetNoFolder) as refused:
            files.write_whole(target, b"x")
        assert refused.value.data["folder"] == str(tmp_path / "block")


def test_files_of_a_folder_are_written_all_or_none(tmp_path: Path) -> None:
    """Where one of them cannot take its place, the others stay as they were, and nothing unfinished is left."""
    folder = tmp_path / "report"
    files.write_set(folder, {"a.docx": b"1", "b.json": b"1"})
    (folder / "c.xlsx").mkdir()

    with pytest.raises(files.TargetBusy):
        files.write_set(folder, {"a.docx": b"2", "c.xlsx": b"2", "b.json": b"2"})

    assert sorted(path.name for path in folder.iterdir()) == ["a.docx", "b.json", "c.xlsx"]
    assert {(folder / name).read_bytes() for name in ("a.docx", "b.json")} == {b"1"}


@pytest.mark.parametrize("below", ["", "x", "x/y"])
def test_a_folder_cannot_be_made_where_a_file_lies(tmp_path: Path, below: str) -> None:
    """It is said, whether the file is the folder itself or lies above it."""
    (tmp_path / "file").write_bytes(b"before")
    with pytest.raises(files.TargetNoFolder):
        files.write_set(tmp_path / "file" / below, {"a.docx": b"1"})
    assert (tmp_path / "file").read_bytes() == b"before"


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_closed_is_told(tmp_path: Path) -> None:
    """One that may not be written in, and one that may not be read either."""
    for mode in (0o500, 0o300):
        (tmp_path / str(mode)).mkdir(mode=mode)
        with pytest.raises(files.TargetBusy):
            files.write_set(tmp_path / str(mode) / "new" if mode == 0o500 else tmp_path / str(mode), {"a.docx": b"1"})
