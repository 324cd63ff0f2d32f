"""Broken files are read or refused; nothing else comes of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from skjonn.spreadsheets.reading import read
from skjonn.spreadsheets.refusals import SheetFileRefused
from tests.fuzz.mutate import mutated
from tests.fuzz.run import batch

FEW, MANY = 400, 4000


def test_the_same_number_gives_the_same_file() -> None:
    """A finding can be looked at again by its number."""
    assert [mutated(number) for number in range(20)] == [mutated(number) for number in range(20)]


def _refused(number: int, folder: Path) -> None:
    ending, content = mutated(number)
    path = folder / f"{number}{ending}"
    path.write_bytes(content)
    with pytest.raises(SheetFileRefused):
        read(path)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory and time are set as POSIX has them")
def test_broken_files_are_read_or_refused(tmp_path: Path) -> None:
    """Some hundred broken workbooks: only our own errors, each within ten seconds and a gibibyte.

    An .xls that asks for more memory than there is ends the process it is read in; the one who asked is told it is refused.
    """
    outcome = batch(0, FEW)

    for number in outcome.ended[:3]:
        _refused(number, tmp_path)
    assert outcome.findings == []
    assert outcome.counts.total() == FEW
    assert outcome.counts["read"] > FEW // 10
    assert outcome.counts["file-damaged"] > FEW // 10


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory and time are set as POSIX has them")
def test_many_broken_files_are_read_or_refused() -> None:
    """The same with some thousand others."""
    assert batch(1_000_000, MANY).findings == []
