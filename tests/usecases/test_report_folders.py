"""A folder of report forms: what lies beside them hinders nothing, what claims to be one and is not is named, all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from skjonn.domain.desk import Desk
from skjonn.domain.reports import ReportKind
from skjonn.files import FileMissing
from skjonn.spreadsheets import writing
from skjonn.texts import choose, chosen
from skjonn.usecases import report_forms, report_import
from skjonn.usecases.municipality_figures import FiguresFaulty
from skjonn.usecases.payment_records import PaymentsFaulty
from skjonn.usecases.register_updates import RegisterFaulty
from skjonn.usecases.report_import import HandedIn, ReportsFaulty
from tests.usecases.test_letters import EIGERSUND, FULL, decided
from tests.usecases.test_reports import TOLD, answers, fill

CAME = date(2022, 5, 29)


def filled(url: str, desk: Desk, folder: Path) -> Desk:
    """Put a filled form into a folder, with what systems leave in folders; return the desk of the day it came."""
    decided(url, desk, ((EIGERSUND, FULL),))
    clerk = replace(desk, today=CAME)
    (form,) = report_forms.write_forms(url, clerk, report_forms.FormsWanted("2021", ReportKind.FINAL), folder)
    fill(form.path, answers(TOLD))
    for name in (".DS_Store", "Thumbs.db", "~$sluttrapport.xlsx", "notat.txt", "bilete.png"):
        (folder / name).write_bytes(b"\0\1")
    return clerk


def test_what_lies_beside_the_forms_is_passed_over_and_named(office: str, desk: Desk, tmp_path: Path) -> None:
    """The reports are taken in; each file passed over is noted, and nothing is left out."""
    folder = tmp_path / "forms"
    clerk = filled(office, desk, folder)
    done = report_import.take_in(office, clerk, [folder], HandedIn(CAME))

    assert (done.added, done.left_out) == (("2021-001",), ())
    assert {one.place.file for one in done.problems if one.code == "file-passed-over"} == {".DS_Store", "Thumbs.db", "~$sluttrapport.xlsx", "notat.txt", "bilete.png"}  # fmt: skip
    assert {one.severity for one in done.problems} == {"warning"}


def test_a_workbook_that_is_no_form_is_named_and_nothing_is_taken_in(office: str, desk: Desk, tmp_path: Path) -> None:
    """Every such file is named at once; with --partial the forms are taken in, and the others told as left out."""
    folder = tmp_path / "forms"
    clerk = filled(office, desk, folder)
    (folder / "anna.xlsx").write_bytes(writing.workbook([], "nn", banner="", title="Noko anna"))
    (folder / "tom.xlsx").write_bytes(b"")
    with pytest.raises(ReportsFaulty) as refused:
        report_import.take_in(office, clerk, [folder], HandedIn(CAME))

    problems = [one for one in refused.value.problems if one.severity == "error"]  # type: ignore[attr-defined]  # they are problems
    assert [one.place.file for one in problems] == ["anna.xlsx", "tom.xlsx"]  # type: ignore[attr-defined]  # they are problems
    done = report_import.take_in(office, clerk, [folder], HandedIn(CAME, partial=True))
    assert (done.added, done.left_out) == (("2021-001",), ("anna.xlsx", "tom.xlsx"))


def test_a_folder_that_is_not_there_is_told_as_missing(office: str, desk: Desk, tmp_path: Path) -> None:
    """It is not taken for a file of another kind."""
    clerk = filled(office, desk, tmp_path / "forms")
    with pytest.raises(FileMissing):
        report_import.take_in(office, clerk, [tmp_path / "nosuch"], HandedIn(CAME))


@pytest.mark.parametrize("error", [PaymentsFaulty, FiguresFaulty, RegisterFaulty])
def test_one_fault_is_told_as_one(error: type[PaymentsFaulty | FiguresFaulty | RegisterFaulty]) -> None:
    """What is one is not told as several, and several not as one."""
    before = chosen()
    choose("en")
    try:
        one, two = (error(file="f.csv", count=count).message() for count in (1, 2))
    finally:
        choose(before)
    assert one.endswith((" 1 problem.", " 1 fault."))
    assert two.endswith((" 2 problems.", " 2 faults."))
