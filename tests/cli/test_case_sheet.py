"""A case as it is shown: where it came from."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from skjonn.cli import main
from skjonn.domain.desk import Desk
from skjonn.usecases import forms, intake
from tests.usecases.rounds import on, open_round
from tests.usecases.test_forms_given_back import GOOD, put


def test_a_case_from_a_form_names_no_row(
    office: str, desk: Desk, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A form is one application; a table's row is named. For programs, a form's row is 0."""
    open_round(office, desk, applied=())
    form, table = tmp_path / "f1.xlsx", tmp_path / "a.xlsx"
    forms.write_form(office, desk, "2021", "nn", form)
    put(form, GOOD)
    book = openpyxl.Workbook()
    for row in (("Tittel", "Kommune", "Søkt beløp"), ("[oppdikta] Anna", "Sola", 5)):
        book.worksheets[0].append(row)
    book.save(table)
    intake.import_applications(office, on(desk, date(2021, 3, 2)), [form, table], "2021", received=date(2021, 2, 20))
    whose = ["--database", office, "--user", "kari", "--lang", "en"]

    said = []
    for case in ("2021-001", "2021-002"):
        assert main(["application", "show", case, *whose]) == 0
        said.append(capsys.readouterr().out)
    main(["application", "show", "2021-001", *whose, "--json"])
    data = json.loads(capsys.readouterr().out)["data"]

    assert "From f1.xlsx, Søknadsskjema\n" in said[0]
    assert "From a.xlsx, Sheet, row 2\n" in said[1]
    assert data["source"]["row"] == 0
