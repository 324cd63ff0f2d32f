"""The summary tables and the status of a finished round, as a person and a script ask for them."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.examples.conftest import Round
from tests.examples.test_show import run


@pytest.fixture(params=["sqlite", "postgresql"])
def finished(request: pytest.FixtureRequest) -> Round:
    """The round on each database; only read it."""
    wanted = "played" if request.param == "sqlite" else "played_on_postgres"
    found = request.getfixturevalue(wanted)
    assert isinstance(found, Round)
    return found


def test_every_format_holds_the_same_figures(finished: Round, tmp_path: Path) -> None:
    """Word, workbook, CSV and JSON of one table agree on every case and amount."""
    for ending in ("docx", "xlsx", "csv", "json"):
        out = str(tmp_path / f"awards.{ending}")
        heard = run(finished.folder, "table", "awards", "--call", "2021", "--out", out, database=finished.database)
        assert heard.code == 0, heard.err

    wanted = {
        (row["case"], row["awarded_nok"]) for row in json.loads((tmp_path / "awards.json").read_text("utf-8"))["rows"]
    }
    word = Document(str(tmp_path / "awards.docx")).tables[0]
    in_word = {(row.cells[0].text, _amount(row.cells[-1].text)) for row in word.rows[1:-1]}
    sheet = load_workbook(BytesIO((tmp_path / "awards.xlsx").read_bytes())).active
    assert sheet is not None
    in_book = {(row[0], row[-1]) for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("2021-")}
    lines = csv.DictReader(StringIO((tmp_path / "awards.csv").read_text("utf-8-sig")), delimiter=";")
    in_csv = {(line["case"], int(line["awarded_nok"])) for line in lines}

    assert in_word == in_book == in_csv == wanted
    assert _amount(word.rows[-1].cells[-1].text) == 10_000_000


def test_before_the_approval_there_were_no_awards(finished: Round) -> None:
    """`--as-of` shows the day before the decision was approved, and the day itself."""
    before = run(
        finished.folder,
        "table",
        "awards",
        "--call",
        "2021",
        "--as-of",
        "2021-05-24",
        "--json",
        database=finished.database,
    )
    after = run(
        finished.folder,
        "table",
        "awards",
        "--call",
        "2021",
        "--as-of",
        "2021-05-25",
        "--json",
        database=finished.database,
    )

    assert before.data["rows"] == []
    assert len(after.data["rows"]) == 18


def test_a_year_is_all_its_calls(finished: Round) -> None:
    """The tables of the year 2021 are those of its one call."""
    for name in ("awards", "applications", "municipalities", "areas", "pots"):
        year = run(finished.folder, "table", name, "--year", "2021", "--json", database=finished.database)
        call = run(finished.folder, "table", name, "--call", "2021", "--json", database=finished.database)
        assert year.data == call.data


def test_short_hides_the_partners_from_people_only(played: Round) -> None:
    """`--partners short` prints `Eigersund mfl.`; the JSON keeps every name."""
    shown = run(played.folder, "table", "awards", "--call", "2021", "--partners", "short")
    data = run(played.folder, "table", "awards", "--call", "2021", "--partners", "short", "--json").data

    assert "Eigersund\u00a0mfl." in shown.out
    assert "Sokndal," not in shown.out
    assert ["Lund", "Sokndal"] in [row["partners"] for row in data["rows"]]


def test_headings_follow_the_documents_language(played: Round) -> None:
    """`--in` chooses the form of the headings; without it a file follows the office's default."""
    heard = run(played.folder, "table", "awards", "--call", "2021", "--in", "nb")

    for word in ("Tildelinger", "Prosjekttittel", "Søknadsbeløp"):
        assert word in heard.out


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("awards", "--call", "2021", "--year", "2021"), 2, "--year"),
        (("prizes", "--call", "2021"), 2, "awards"),
        (("awards", "--call", "2015"), 2, "2015"),
        (("awards", "--year", "2015"), 2, "2015"),
        (("awards", "--call", "2021", "--out", "awards.pdf"), 2, "docx"),
        (("awards", "--call", "2021", "--out", "awards"), 2, "docx"),
        (("awards", "--call", "2021", "--format", "docx", "--partners", "some"), 2, "short"),
        (("awards", "--call", "2021", "--out", "x.docx", "--format", "terminal"), 2, "terminal"),
        (("awards", "--call", "2021", "--in", "en"), 2, "nn"),
    ],
)
def test_what_is_asked_wrongly_is_exit_2(played: Round, words: tuple[str, ...], code: int, named: str) -> None:
    """Each mistake is a sentence that names the way out, and no file is left."""
    heard = run(played.folder, "table", *words)

    assert heard.code == code
    assert named in heard.err
    assert not list(played.folder.glob("awards*"))
    assert not (played.folder / "x.docx").exists()


def test_csv_on_the_terminal_is_that_of_every_listing(played: Round) -> None:
    """`--csv` prints commas under the fields' names; `--format csv` is the file a spreadsheet opens."""
    listing = run(played.folder, "table", "municipalities", "--call", "2021", "--csv").out.splitlines()

    assert listing[0] == "municipality,municipality_number,applications,applied_nok,awards,awarded_nok"
    assert "Stavanger,1103,6,6400000,4,3900000" in listing


def test_a_trial_run_writes_no_file(played: Round, tmp_path: Path) -> None:
    """A table has no `--dry-run`: it changes nothing but the file that is named."""
    heard = run(played.folder, "table", "awards", "--call", "2021", "--dry-run", "--out", str(tmp_path / "a.csv"))

    assert heard.code == 2
    assert not (tmp_path / "a.csv").exists()


def test_status_tells_where_the_round_stands(finished: Round) -> None:
    """After the letters nothing is left but to close the call."""
    heard = run(finished.folder, "status", "--json", database=finished.database)
    call = next(one for one in heard.data["calls"] if one["code"] == "2021")

    assert (call["applications"], call["decided"], call["letters"], call["awarded_nok"]) == (29, 29, 29, 10_000_000)
    assert json.loads(heard.out)["next"] == "skjonn call close 2021"


def test_internal_values_are_in_no_public_table(played: Round) -> None:
    """No assessment, score, recommendation or contact stands in what is published."""
    for name in ("awards", "applications", "municipalities", "areas"):
        text = run(played.folder, "table", name, "--call", "2021", "--json").out
        for secret in ("points", "assess", "recommend", "@", "contact"):
            assert secret not in text.replace('"status": "recommended"', "")


def _amount(text: str) -> int:
    return int(text.replace("\u00a0", ""))
