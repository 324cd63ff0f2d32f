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


@pytest.mark.parametrize("ending", ["docx", "xlsx", "ods", "html", "md", "csv", "json"])
def test_every_ending_is_written(ending: str, table: list[str], tmp_path: Path) -> None:
    """Whole, and the same bytes a second time."""
    paths = [tmp_path / f"{name}.{ending}" for name in "ab"]
    assert [main([*table, "--out", str(path), "--partners", "short"]) for path in paths] == [0, 0]

    assert paths[0].read_bytes() == paths[1].read_bytes() != b""


def test_the_whole_county_is_of_municipalities(table: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With another table it is exit code 2, not passed over in silence."""
    assert main([*table, "--all"]) == 2
    assert "--all goes with" in capsys.readouterr().err


def test_figures_are_read_in_and_shown(table: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A trial changes nothing; a fault is exit code 1 with its cell; what is read in is in the table of the whole county."""
    path = tmp_path / "folketal.csv"
    words = ["municipality", "import", str(path), *table[4:], "--user", "kari", "--today", "2021-06-01"]
    path.write_text("kommunenummer;år;folketal\n1103;2021;mange\n", encoding="utf-8")
    assert main(words) == 1
    assert "folketal.csv, C2" in capsys.readouterr().err

    path.write_text("kommunenummer;år;folketal\n1103;2021;144 699\n", encoding="utf-8")
    county = ["table", "municipalities", "--year", "2021", "--all", *table[4:], "--csv"]
    assert [main([*words, "--dry-run"]), main(county)] == [0, 0]
    assert "144699" not in capsys.readouterr().out
    assert [main(words), main(county)] == [0, 0]
    assert "144699" in capsys.readouterr().out
