"""The yearly report: its figures are the ledger's, it is the same wherever it is made, and a closed year changes by corrections alone."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from docx import Document
from lxml import etree

from skjonn.documents.letters import TemplateFieldUnknown, TemplateSyntaxWrong
from skjonn.domain import year_facts
from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Partner, PartnerKind
from skjonn.domain.desk import Desk
from skjonn.domain.reports import ReportKind, Unused
from skjonn.domain.year_corrections import Correction
from skjonn.domain.year_facts import (
    ClosingAhead,
    CorrectionReasonMissing,
    NothingToCorrect,
    YearClosed,
    YearNotBegun,
    YearOpen,
    YearUnknown,
    percent,
)
from skjonn.storage.database import reading, writing
from skjonn.storage.integrity import check
from skjonn.storage.tables.application import ContactRow
from skjonn.usecases import (
    following_up,
    frames,
    municipality_figures,
    payment_lists,
    payment_records,
    payment_terms,
    payments,
    report_forms,
    report_import,
    reports,
)
from skjonn.usecases import year_reports as usecase
from skjonn.usecases.approving import Given, approve
from skjonn.usecases.recommending import Wanted as Said
from skjonn.usecases.year_facts import gather
from skjonn.usecases.year_reports import Wanted
from tests.usecases.past_rounds import Past, open_past, past
from tests.usecases.test_letters import EIGERSUND, FULL, PARTIAL, REFUSED, SOKNDAL, STAVANGER, VINDAFJORD, decided
from tests.usecases.test_reports import TOLD, answers, fill

pytestmark = pytest.mark.long

CASES = (
    (replace(EIGERSUND, areas=("digital", "youth")), FULL), (replace(VINDAFJORD, areas=("digital",)), PARTIAL),
    (STAVANGER, Said(Outcome.AWARD, 1_500_000)), (SOKNDAL, REFUSED),
)  # fmt: skip
END = date(2022, 6, 10)


@pytest.fixture
def year(office: str, desk: Desk, tmp_path: Path) -> str:
    """Return a year with awards, payments, a report with an example, a reversal, and a year before it."""
    decided(office, desk, CASES)
    june = replace(desk, today=date(2021, 6, 5))
    open_past(office, june, tmp_path, 2020, ("project", 3_000_000))
    past(office, june, "2020", Past("Digi", 1_950_000))
    payment_terms.set_terms(office, june, 2021, {7: date(2021, 6, 20), 11: date(2021, 11, 26)})
    payments.plan(office, june, payments.Wanted(2021))
    payment_lists.export(office, june, 2021, 7)
    payment_records.record_list(office, replace(desk, today=date(2021, 7, 1)), (2021, 1), date(2021, 6, 28))
    late = replace(desk, today=date(2021, 12, 20))
    drafted = following_up.reverse(office, late, "2021-002", "Stoppa.")
    approve(office, late, "2021", int(drafted.decision.id.rpartition("V")[2]), Given("per"))
    end = replace(desk, today=END)
    (form,) = report_forms.write_forms(office, end, report_forms.FormsWanted("2021", ReportKind.FINAL, ("2021-001",)), tmp_path)  # fmt: skip
    fill(form.path, answers(TOLD))
    report_import.take_in(office, end, [form.path], report_import.HandedIn(END))
    reports.accept(office, end, "2021-001", ReportKind.FINAL, Unused.KEPT)
    reports.mark_example(office, end, "2021-001", "Andre kan bruke malane.")
    return office


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari when the year is reported."""
    return replace(desk, today=date(2022, 7, 1))


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a report by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_figure_is_the_ledgers(year: str, clerk: Desk, tmp_path: Path) -> None:
    """Figures, pots, areas, municipalities, payments and reports agree with each other and with the frame."""
    facts = usecase.report(year, clerk, Wanted(2021), tmp_path / "r").facts
    pot = frames.show_frame(year, 2021, facts.as_of).pots[0]

    assert facts.as_of == END
    assert facts.figures == {
        "allotted_nok": 10_000_000, "decided_nok": pot.decided_nok, "paid_nok": 2_700_000, "returned_nok": 100_000, "free_nok": pot.free_nok,
        "applications": 4, "applied_nok": 3_100_000, "awards": 2, "awarded_nok": 2_600_000, "success_percent": 50, "applicants": 4,
        "recipients": 2, "refused": 1, "partly_awarded": 0, "repaid_nok": 0, "to_repay_nok": 100_000,
    }  # fmt: skip
    assert pot.decided_nok - pot.returned_nok == facts.figures["awarded_nok"]
    assert facts.tables["municipalities"].totals["awarded_nok"] == facts.tables["areas"].totals["awarded_nok"] == 2_600_000  # fmt: skip
    areas = {row["area"]: row["awards"] for row in facts.tables["areas"].rows}
    assert (areas["Digital forvaltning"], areas["Barn og unge"], areas[""]) == (1, 1, 1)
    assert [row["awarded_nok"] for row in facts.tables["years"].rows] == [1_950_000, 2_600_000]
    (final,) = [row for row in facts.tables["reports"].rows if row["report"] == "final"]
    assert (final["reports_due"], final["reports_came"], final["reports_late"], final["reports_accepted"], final["reports_missing"]) == (2, 1, 1, 1, 1)  # fmt: skip
    assert facts.tables["payments"].totals == {"planned_nok": 2_700_000, "sent_nok": 2_700_000, "paid_nok": 2_700_000, "repaid_nok": 0}  # fmt: skip
    assert facts.tables["examples"].rows[0]["example_text"] == "Andre kan bruke malane."
    assert [(row["case"], row["results"]) for row in facts.tables["results"].rows] == [("2021-001", "Felles rutiner.")]


def test_word_workbook_and_json_say_the_same(year: str, clerk: Desk, tmp_path: Path) -> None:
    """Each table of the JSON stands in the workbook and the Word report with the same amounts; charts have words beside them."""
    done = usecase.report(year, clerk, Wanted(2021), tmp_path)
    said = json.loads((tmp_path / "årsrapport-2021-nn.json").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(tmp_path / "årsrapport-2021-nn.xlsx")
    word = Document(str(tmp_path / "årsrapport-2021-nn.docx"))
    text = "\n".join([*(one.text for one in word.paragraphs), *(cell.text for table in word.tables for cell in table._cells)]).replace("\u00a0", " ")  # fmt: skip

    sheets = [sheet for sheet in book.worksheets if not sheet.title.endswith("diagram")]
    assert len(sheets) == len(said["tables"]) == len(done.facts.tables)
    for sheet, table in zip(sheets, said["tables"].values(), strict=True):
        numbers = {cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int)}
        wanted = {value for row in table["rows"] for name, value in row.items() if name in table["columns"] and isinstance(value, int)}  # fmt: skip
        assert wanted <= numbers
    for nok in ("2 600 000 kroner", "10 000 000 kroner", "1 100 000", "3 100 000"):
        assert nok in text
    charts = [part for part in word.part.package.iter_parts() if part.partname.startswith("/word/charts/")]
    assert len(charts) == 3
    assert all(etree.fromstring(part.blob).tag.endswith("chartSpace") for part in charts)
    drawn = word.element.body.findall(
        ".//{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    )
    told = [one.get("descr", "").replace("\u00a0", " ") for one in drawn]
    assert len(told) == 3
    assert all("1 100 000" in one or "2 600 000" in one for one in told)
    assert "Andre kan bruke malane." in text


def test_the_same_report_gives_the_same_bytes_whatever_is_around_it(year: str, clerk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Another day, time zone, temporary folder and language of messages change no byte."""
    first = usecase.report(year, clerk, Wanted(2021), tmp_path / "a")
    (tmp_path / "t").mkdir()
    for name, value in (("TZ", "Pacific/Auckland"), ("TMPDIR", str(tmp_path / "t")), ("LC_ALL", "C"), ("SKJONN_LANG", "nb")):  # fmt: skip
        monkeypatch.setenv(name, value)
    if hasattr(time, "tzset"):
        time.tzset()
    second = usecase.report(year, replace(clerk, today=date(2024, 2, 29), language="nb"), Wanted(2021), tmp_path / "b")
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()

    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert first.files == second.files
    assert set(contents(tmp_path / "a")) == set(first.files)


_SEEN: dict[str, str] = {}


def test_both_databases_give_the_same(year: str, clerk: Desk, tmp_path: Path) -> None:
    """The digests of every file are those of the other database, kept by the first of the two runs."""
    done = usecase.report(year, clerk, Wanted(2021), tmp_path)
    for name, digest in done.files.items():
        assert _SEEN.setdefault(name, digest) == digest


def test_an_earlier_day_gives_the_figures_of_that_day(year: str, clerk: Desk, tmp_path: Path) -> None:
    """Before the reversal and the report nothing of them is there."""
    facts = usecase.report(year, clerk, Wanted(2021, date(2021, 12, 19), "nb"), tmp_path).facts

    assert (facts.figures["awards"], facts.figures["awarded_nok"], facts.figures["returned_nok"]) == (3, 2_700_000, 0)
    assert "examples" not in facts.tables
    told = Document(str(tmp_path / "årsrapport-2021-nb.docx"))
    cells = {cell.text for table in told.tables for cell in table._cells}
    assert {"Digital forvaltning", "Barn og unge"} <= cells
    with pytest.raises(YearUnknown):
        usecase.report(year, clerk, Wanted(1999), tmp_path / "never")
    assert not (tmp_path / "never").exists()


def test_a_closed_year_is_told_as_it_was_frozen(year: str, clerk: Desk, tmp_path: Path) -> None:
    """What happens later changes nothing until it is taken up, with its reason, and then it is listed."""
    done = usecase.close(year, clerk, 2021)
    with pytest.raises(YearClosed):
        usecase.close(year, clerk, 2021)
    with pytest.raises(NothingToCorrect):
        usecase.correct(year, clerk, 2021, "Ingenting.")
    before = usecase.report(year, clerk, Wanted(2021), tmp_path / "a")
    payment_records.record_by_hand(year, clerk, payment_records.ByHand("2021-002", 100_000, repaid=True), clerk.today)

    assert usecase.report(year, clerk, Wanted(2021), tmp_path / "b").files == before.files
    assert before.frozen
    assert year_facts.digest_of(year_facts.text_of(before.facts)) == done.digest
    changed = {(one.place, one.name): (one.before, one.after) for one in usecase.compare(year, 2021).differences}
    assert changed["figures", "to_repay_nok"] == (100_000, 0)
    with pytest.raises(CorrectionReasonMissing):
        usecase.correct(year, clerk, 2021, " ")
    corrected = usecase.correct(year, clerk, 2021, "Pengane kom tilbake.")
    assert (corrected.number, len(corrected.changes)) == (2, len(changed))
    facts = usecase.report(year, clerk, Wanted(2021), tmp_path / "c").facts
    assert facts.corrections == (Correction(clerk.today, "Pengane kom tilbake.", tuple(corrected.changes)),)
    assert facts.figures["to_repay_nok"] == 0
    assert usecase.compare(year, 2021) == usecase.Compared((), facts.corrections)
    assert usecase.compare(year, 2021, as_of=clerk.today) == usecase.compare(year, 2021)
    with pytest.raises(YearOpen):
        usecase.compare(year, 2021, as_of=clerk.today - timedelta(days=1))


def test_money_given_up_in_a_closed_year_is_returned(office: str, desk: Desk) -> None:
    """Closing a year is past its last cut-off, whatever day it is."""
    decided(office, desk, CASES)
    june = replace(desk, today=date(2021, 6, 5))
    usecase.close(office, june, 2021)
    drafted = following_up.reverse(office, june, "2021-001", "Feil.")
    approve(office, june, "2021", int(drafted.decision.id.rpartition("V")[2]), Given("per"))

    pot = frames.show_frame(office, 2021).pots[0]
    assert (pot.returned_nok, pot.free_nok) == (1_100_000, 7_300_000)
    with reading(office) as session:
        assert check(session)[1] == []


def test_a_report_of_a_day_before_the_closing_knows_the_year_is_closed(year: str, clerk: Desk, tmp_path: Path) -> None:
    """Nobody is told to close it again."""
    assert not usecase.report(year, clerk, Wanted(2021), tmp_path / "a").closed
    usecase.close(year, clerk, 2021)
    earlier = usecase.report(year, clerk, Wanted(2021, date(2021, 7, 1)), tmp_path / "b")
    assert (earlier.frozen, earlier.closed) == (False, True)


def test_years_are_compared_figure_by_figure(year: str, clerk: Desk) -> None:
    """Two years side by side; a year that is open has nothing frozen to compare with."""
    found = {(one.place, one.name): (one.before, one.after) for one in usecase.compare(year, 2020, 2021).differences}
    assert found["figures", "awarded_nok"] == (1_950_000, 2_600_000)
    assert found["municipalities 1101", "awarded_nok"] == (None, 1_100_000)
    assert usecase.compare(year, 2020, 2021, clerk.today) == usecase.compare(year, 2020, 2021)
    with pytest.raises(YearNotBegun):
        usecase.compare(year, 2020, 2021, date(2021, 6, 1))
    with pytest.raises(YearOpen):
        usecase.compare(year, 2021)
    with pytest.raises(YearUnknown):
        usecase.compare(year, 2018)


def test_no_contact_and_no_assessment_is_in_a_report(year: str, clerk: Desk, tmp_path: Path) -> None:
    """Neither persons named in applications nor what the office thought of them reaches any file."""
    with writing(year) as session:
        session.add(ContactRow(application_id=1, part="contact", name="Petra Kontakt", email="petra@example.org", phone="12345678"))  # fmt: skip
    usecase.report(year, clerk, Wanted(2021), tmp_path / "r")

    packed = b"".join(content for content in contents(tmp_path / "r").values() if content[:2] != b"PK")
    for name, content in contents(tmp_path / "r").items():
        if name.endswith(("docx", "xlsx")):
            packed += _unpacked(content)
    for word in ("Petra Kontakt", "petra@example.org", "12345678", "recommended", "total_points"):
        assert word.encode() not in packed


def _unpacked(content: bytes) -> bytes:
    from zipfile import ZipFile

    with ZipFile(BytesIO(content)) as file:
        return b"".join(file.read(name) for name in file.namelist())


def test_a_closed_year_stands_as_frozen_beside_later_years(year: str, clerk: Desk, tmp_path: Path) -> None:
    """What changes of a year after it was closed is in no later year's report before it is taken up."""
    usecase.close(year, clerk, 2020)
    with reading(year) as session:
        (case,) = gather(session, 2020, clerk.today).tables["awards"].rows
    drafted = following_up.reverse(year, clerk, str(case["case"]), "Stoppa.")
    approve(year, clerk, "2020", int(drafted.decision.id.rpartition("V")[2]), Given("per"))

    def told() -> list[object]:
        rows = usecase.report(year, clerk, Wanted(2021, clerk.today), tmp_path / "r").facts.tables["years"].rows
        return [row["awarded_nok"] for row in rows]

    assert told() == [1_950_000, 2_600_000]
    usecase.correct(year, clerk, 2020, "Stoppa.")
    assert told() == [0, 2_600_000]


def test_payments_and_pots_say_the_same(year: str, clerk: Desk) -> None:
    """What the terms' table says is paid, less what it says is repaid, is what the pots say is paid."""
    payment_records.record_by_hand(year, clerk, payment_records.ByHand("2021-002", 100_000, repaid=True), clerk.today)
    facts = usecase.facts_of(year, 2021, clerk.today)
    sums = facts.tables["payments"].totals

    assert facts.tables["payments"].rows[-1]["repaid_nok"] == 100_000
    assert sums["paid_nok"] - sums["repaid_nok"] == facts.figures["paid_nok"] == 2_600_000


def test_whoever_takes_part_has_its_number(office: str, desk: Desk) -> None:
    """A municipality that takes part alone is told apart by its number, as those that applied are."""
    partners = tuple(Partner(PartnerKind.MUNICIPALITY, number=number) for number in ("1106", "1160"))
    decided(office, desk, ((replace(EIGERSUND, partners=partners), FULL), (VINDAFJORD, PARTIAL)))
    rows = {row["municipality_number"]: row for row in usecase.facts_of(office, 2021).tables["municipalities"].rows}

    assert (rows["1106"]["municipality"], rows["1106"]["takes_part"], rows["1106"]["awards"]) == ("Haugesund", 1, 0)
    assert (rows["1160"]["municipality"], rows["1160"]["takes_part"], rows["1160"]["awards"]) == ("Vindafjord", 1, 1)


def test_groups_add_up_with_what_is_not_known(office: str, desk: Desk, tmp_path: Path) -> None:
    """An award to a municipality whose group is not loaded stands last, and the groups' sum is the ledger's."""
    decided(office, desk, ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL)))
    known = tmp_path / "figures.csv"
    known.write_text("kommunenummer;år;storleiksgruppe\n1101;2021;liten\n", encoding="utf-8")
    municipality_figures.take_in(office, desk, known)
    usecase.report(office, desk, Wanted(2021, language="nn"), tmp_path / "r")
    said = usecase.facts_of(office, 2021).tables

    assert [(row["size_group"], row["awarded_nok"]) for row in said["size_groups"].rows] == [("liten", 1_100_000), (None, 100_000)]  # fmt: skip
    assert said["size_groups"].totals["awarded_nok"] == said["rounds"].totals["awarded_nok"]
    assert "regions" not in said
    told = Document(str(tmp_path / "r" / "årsrapport-2021-nn.docx"))
    assert "(ikkje kjend)" in {cell.text for table in told.tables for cell in table._cells}


def test_a_year_is_not_frozen_ahead(year: str, clerk: Desk) -> None:
    """A day that has not come cannot be frozen, and nothing is."""
    with pytest.raises(ClosingAhead):
        usecase.close(year, clerk, 2021, clerk.today.replace(year=2023))
    with pytest.raises(YearOpen):
        usecase.compare(year, 2021)


def test_the_manifest_binds_the_frame_and_what_was_frozen(year: str, clerk: Desk, tmp_path: Path) -> None:
    """The ledger's digest changes with the ledger alone; every freezing is named with its digest."""

    def manifest() -> dict[str, Any]:
        usecase.report(year, clerk, Wanted(2021), tmp_path)
        return json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]

    before = manifest()
    done = usecase.close(year, clerk, 2021)
    after = manifest()
    assert before["frame"] == after["frame"]
    assert (before["frozen"], [one["digest"] for one in after["frozen"]]) == ([], [done.digest])
    frames.set_frame(year, clerk, 2021, frames.Wanted(10_500_000, (("project", 10_500_000),)))
    usecase.correct(year, clerk, 2021, "Meir pengar.")
    assert manifest()["frame"] != before["frame"]
    assert len(manifest()["frozen"]) == 2


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """The office's own template of the report in nynorsk, empty."""
    path = tmp_path / "office" / "templates" / "reports" / "nn" / "year.md"
    path.parent.mkdir(parents=True)
    return path


@pytest.mark.parametrize("wrong", [("# {{ nothing }}", TemplateFieldUnknown), ("# {{ year ", TemplateSyntaxWrong)])
def test_an_offices_own_template_is_used_or_refused(
    year: str, clerk: Desk, tmp_path: Path, template: Path, wrong: tuple[str, type[Exception]]
) -> None:
    """The office's words come before the shipped ones; a broken template stops before a file is written."""
    template.write_text("# Året {{ year }} hos oss\n\n[areas]\n", encoding="utf-8")
    usecase.report(year, clerk, Wanted(2021), tmp_path / "own", tmp_path / "office")
    said = Document(str(tmp_path / "own" / "årsrapport-2021-nn.docx"))
    assert said.paragraphs[0].text == "Året 2021 hos oss"
    assert len(said.tables) == 1

    template.write_text(wrong[0], encoding="utf-8")
    with pytest.raises(wrong[1]):
        usecase.report(year, clerk, Wanted(2021), tmp_path / "broken", tmp_path / "office")
    assert not (tmp_path / "broken").exists()


@pytest.mark.parametrize("seed", range(3))
def test_sums_agree_over_any_round(office: str, desk: Desk, tmp_path: Path, seed: int) -> None:
    """For random awards in random areas, every table's total is the ledger's, and areas add up with what counts twice."""
    chance = Random(seed)
    codes = ("sustainability", "digital", "climate", "youth", "safety")
    cases = []
    for content in (EIGERSUND, VINDAFJORD, STAVANGER, SOKNDAL):
        areas = tuple(chance.sample(codes, chance.randint(0, 3)))
        nok = chance.choice((0, chance.randint(1, content.applied_nok)))
        said = Said(Outcome.AWARD, nok, reason="Del.") if nok else REFUSED
        cases.append((replace(content, areas=areas), said))
    decided(office, desk, cases)

    facts = usecase.report(office, replace(desk, today=END), Wanted(2021), tmp_path).facts
    given = sum(said.amount_nok for _content, said in cases)
    assert facts.figures["awarded_nok"] == frames.show_frame(office, 2021).pots[0].decided_nok == given
    for name in ("rounds", "municipalities", "joint", "areas"):
        assert facts.tables[name].totals["awarded_nok"] == given
    twice = sum(said.amount_nok * max(1, len(content.areas)) for content, said in cases)
    assert sum(int(str(row["awarded_nok"])) for row in facts.tables["areas"].rows) == twice
    assert facts.tables["years"].rows[-1]["awarded_nok"] == given
    assert year_facts.from_text(year_facts.text_of(facts)).data() == facts.data()


def test_shares_are_rounded_half_upwards() -> None:
    """Of nothing there is no share."""
    assert [percent(part, whole) for part, whole in ((1, 2), (1, 3), (2, 3), (1, 8), (0, 5), (0, 0))] == [50, 33, 67, 13, 0, None]  # fmt: skip
