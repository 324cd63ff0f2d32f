"""A table's format, by the file's ending or by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from skjonn.cli import main
from skjonn.domain.desk import Desk
from tests.usecases.rounds import open_round


@pytest.fixture
def table(office: str, desk: Desk) -> list[str]:
    """The words that ask for a table of a call that is open."""
    open_round(office, desk)
    return ["table", "applications", "--call", "2021", "--database", office, "--lang", "en"]


@pytest.mark.parametrize(("name", "form"), [("a.docx", "csv"), ("a.XLSX", "docx"), ("a.csv", "json")])
def test_a_format_that_the_ending_contradicts_is_refused(
    name: str, form: str, table: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Word and Excel would not open such a file: exit code 2, and nothing is written."""
    assert main([*table, "--out", str(tmp_path / name), "--format", form]) == 2

    assert "does not end as a file of the format" in capsys.readouterr().err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a"])
def test_a_format_named_beside_an_ending_that_tells_nothing_holds(name: str, table: list[str], tmp_path: Path) -> None:
    """Some programs want their comma-separated values in a .txt."""
    assert main([*table, "--out", str(tmp_path / name), "--format", "csv"]) == 0

    assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbfcase;")
