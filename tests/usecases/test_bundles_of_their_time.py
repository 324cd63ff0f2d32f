"""Bundles and joined tables keep to their day: reforms, offices that ended, closed years, payees, cases passed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from skjonn.domain.allocations import Outcome
from skjonn.domain.bundles import BundleDamaged, BundledCase, BundlesFaulty, BundleUnreadable, digest, opened, packed
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import Terms
from skjonn.domain.year_facts import DayAhead, YearNotBegun
from skjonn.registries.municipalities import shipped
from skjonn.storage.database import writing
from skjonn.storage.tables.application import ApplicationVersionRow
from skjonn.storage.tables.office import OfficeRow
from skjonn.usecases import following_up, status, tables, year_bundles, year_merge, year_reports
from skjonn.usecases.approving import Given, approve
from skjonn.usecases.recommending import Wanted as Said
from skjonn.usecases.year_reports import Wanted
from tests.usecases.past_rounds import Past, open_past, past
from tests.usecases.rounds import on, open_round
from tests.usecases.test_bundles import bundle, case, written
from tests.usecases.test_letters import EIGERSUND, FULL, PARTIAL, VINDAFJORD, decided

HERE = Desk("kari", date(2022, 2, 1))


def cases(url: str, folder: Path, year: int, as_of: date | None = None) -> dict[str, BundledCase]:
    """Return the cases of a year's bundle by number."""
    path = folder / "b.json"
    year_bundles.bundle(url, HERE, year, path, as_of)
    return {one.case: one for one in opened("b.json", path.read_bytes()).cases}


def test_an_award_after_a_reform_is_numbered_and_named_as_on_its_day(office: str, desk: Desk, tmp_path: Path) -> None:
    """A call opened before it and awarded after it: the municipality that came of the one that applied, in its county of that day."""
    open_past(office, desk, tmp_path, 2019, ("project", 2_000_000))
    past(office, desk, "2019", Past("Felles", 600_000, decided_on=date(2020, 2, 1), lead="0602"), Past("Før", 500_000, decided_on=date(2019, 12, 31), lead="0602"))  # fmt: skip

    found = cases(office, tmp_path, 2019)
    assert [(one.municipality, one.payee, one.on) for one in found.values()] == [("3005", "3005", "2020-02-01"), ("0602", "0602", "2019-12-31")]  # fmt: skip

    year_merge.merge(HERE, [tmp_path / "b.json"], tmp_path / "n")
    rows = year_merge.joined([opened("b", (tmp_path / "b.json").read_bytes())], "nb")
    assert [(row["county"], row["awarded_nok"]) for row in rows["counties"].rows] == [("Buskerud", 500_000), ("Viken", 600_000)]  # fmt: skip
    assert [(row["municipality"], row["county"], row["municipality_number"]) for row in rows["register"].rows] == [("Drammen", "Viken", "3005"), ("Drammen", "Buskerud", "0602")]  # fmt: skip


def test_all_cases_of_a_decision_are_told_of_on_its_day(office: str, desk: Desk, tmp_path: Path) -> None:
    """Refused or awarded they count in the county of that day, though the call opened in another; one that waits as of the figures' day."""
    open_past(office, desk, tmp_path, 2019, ("project", 2_000_000))
    after, before = date(2020, 2, 1), date(2019, 12, 30)
    past(office, desk, "2019", Past("Felles", 600_000, decided_on=after, lead="0602"), *(Past(title, 0, decided_on=day, applied_nok=100_000, lead="0602") for title, day in (("Nei", after), ("Før", before))))  # fmt: skip
    held = cases(office, tmp_path, 2019)
    assert {one.title: (one.municipality, one.on) for one in held.values()} == {"Felles": ("3005", "2020-02-01"), "Nei": ("3005", "2020-02-01"), "Før": ("0602", "2019-12-30")}  # fmt: skip
    rows = year_merge.joined([opened("b", (tmp_path / "b.json").read_bytes())], "nb")["counties"].rows
    assert [(row["county"], row["applications"], row["success_percent"]) for row in rows] == [("Buskerud", 1, 0), ("Viken", 2, 50)]  # fmt: skip


@pytest.mark.parametrize(("as_of", "told_on"), [(date(2021, 4, 1), "2021-04-01"), (date(2022, 1, 20), "2021-12-31")])
def test_what_was_never_decided_is_told_of_in_its_year(office: str, desk: Desk, tmp_path: Path, as_of: date, told_on: str) -> None:  # fmt: skip
    """As of the day of the figures, and not later than the budget year."""
    open_round(office, on(desk, date(2021, 2, 1)))
    assert {one.on for one in cases(office, tmp_path, 2021, as_of).values()} == {told_on}


def test_a_later_change_moves_no_award(office: str, desk: Desk, tmp_path: Path) -> None:
    """Changed terms and a correction are no other award: its day stays, and a number of a later time is that of its day."""
    decided(office, desk, ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL)))
    later = replace(desk, today=date(2021, 11, 1))
    following_up.change(office, later, "2021-001", Terms(payee="1160"), "Vindafjord tek imot.")
    approve(office, later, "2021", 2, Given("per"))
    following_up.correct(office, later, "2021-002", Said(Outcome.AWARD, 150_000), "Feil sum.")
    approve(office, later, "2021", 3, Given("per"))

    found = cases(office, tmp_path, 2021)
    assert {one.on for one in found.values()} == {desk.today.isoformat()}
    assert (found["2021-001"].payee, found["2021-002"].awarded_nok) == ("1160", 150_000)
    assert found["2021-001"].partners == ("1112", "1111")


@pytest.mark.parametrize(
    ("number", "asked", "on", "meant"),
    [
        ("3005", "0602", "2019-06-01", "0602"),  # made of several later: the one that applied
        ("1108", "1129", "2019-06-01", "1129"),
        ("1103", "1142", "2021-06-01", "1103"),
        ("5012", "5012", "2020-06-01", "5012"),  # split: no single heir
        ("0602", "0602", "2024-06-01", "3301"),
    ],
)
def test_numbers_are_those_of_the_day(number: str, asked: str, on: str, meant: str) -> None:
    """Forwards through reforms, and backwards where the award was taken over by a municipality of a later time."""
    assert year_bundles._numbered(shipped(), date.fromisoformat(on), number, asked) == meant


def test_a_municipality_that_was_split_stays_in_its_county() -> None:
    """There is no single heir to name; its own last name stands, in the county its heirs share on the day."""
    rows = year_merge.joined([bundle("trondelag", 2020, case("2020-001", "5012", "2020-06-01"))], "nb")["register"].rows
    assert [(row["municipality"], row["county"]) for row in rows] == [("Snillfjord", "Trøndelag")]


def test_an_office_that_has_ended_is_told_of_by_its_last_name(office: str, desk: Desk, tmp_path: Path) -> None:
    """What was recorded after its last day keeps nothing from being asked, reported or joined."""
    with writing(office) as session:
        session.exec(select(OfficeRow)).one().office_id = "telemark"
    open_past(office, desk, tmp_path, 2018, ("project", 2_000_000))
    past(office, desk, "2018", Past("Felles", 600_000, decided_on=date(2018, 6, 1), lead="0806"))

    assert status.status(office, replace(HERE, language="nb")).office == "Fylkesmannen i Telemark"
    assert "årsrapport-2018-nn.docx" in year_reports.report(office, HERE, Wanted(2018), tmp_path / "r").files
    assert "Fylkesmannen i Telemark" in tables.build(office, HERE, tables.Wanted("awards", year=2018)).subtitle
    year_bundles.bundle(office, HERE, 2018, tmp_path / "b.json")
    done = year_merge.merge(HERE, [tmp_path / "b.json"], tmp_path / "n")
    assert done.joined[0].as_of == desk.today
    assert done.joined[0].name("nb") == "Fylkesmannen i Telemark"
    assert "Fylkesmannen i Telemark" in (tmp_path / "n" / "register.csv").read_text(encoding="utf-8-sig")


def test_a_closed_year_has_the_bundle_that_was_frozen(office: str, desk: Desk, tmp_path: Path) -> None:
    """The same file whatever is recorded since; a correction gives another, which lists it; a day before the closing the year as it was."""
    decided(office, desk, ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL)))
    path = tmp_path / "b.json"
    year_bundles.bundle(office, HERE, 2021, path)
    open_year = path.read_bytes()
    closed = replace(HERE, today=date(2022, 3, 1))
    year_reports.close(office, closed, 2021)
    with writing(office) as session:  # dated before the closing, as a mended register or a newer program would tell it
        session.exec(select(ApplicationVersionRow)).first().title = "Noko anna"  # type: ignore[union-attr]  # it is there

    done = year_bundles.bundle(office, replace(HERE, today=date(2023, 1, 1)), 2021, path)
    assert (path.read_bytes(), done.frozen, done.as_of) == (open_year, True, desk.today)
    year_bundles.bundle(office, closed, 2021, path, closed.today)
    assert path.read_bytes() == open_year
    before = year_bundles.bundle(office, closed, 2021, path, date(2022, 2, 28))
    assert (before.frozen, before.as_of, opened("b", path.read_bytes()).cases[0].title) == (False, date(2022, 2, 28), "Noko anna")  # fmt: skip

    april = replace(HERE, today=date(2022, 4, 1))
    following_up.change(office, april, "2021-002", Terms(payee="1101"), "Eigersund tek imot.")
    approve(office, april, "2021", 2, Given("per"))
    year_bundles.bundle(office, april, 2021, path)
    assert path.read_bytes() == open_year
    year_reports.correct(office, april, 2021, "Mottakaren er ein annan.")
    after = year_bundles.bundle(office, april, 2021, path)
    held = opened("b", path.read_bytes())
    assert (after.frozen, held.corrections, held.cases[1].payee) == (True, (("2022-04-01", "Mottakaren er ein annan."),), "1101")  # fmt: skip
    assert year_bundles.bundle(office, april, 2021, path, date(2022, 3, 15)).digest == digest(opened("b", open_year))
    assert path.read_bytes() == open_year


def test_a_bundle_says_what_the_report_says(office: str, desk: Desk, tmp_path: Path) -> None:
    """Closed or open, figures and pots are the report's of the same day."""
    decided(office, desk, ((EIGERSUND, FULL),))
    for closed in (False, True):
        if closed:
            year_reports.close(office, HERE, 2021)
        facts = year_reports.facts_of(office, 2021)
        year_bundles.bundle(office, HERE, 2021, tmp_path / "b.json")
        held = opened("b", (tmp_path / "b.json").read_bytes())
        assert (held.figures, held.day) == (facts.figures, facts.as_of)
        assert held.pots[0][1:] == tuple(facts.tables["pots"].rows[0][name] for name in year_bundles._POT)


def test_days_that_have_not_come_or_were_before_anything_are_named(office: str, desk: Desk, tmp_path: Path) -> None:
    """Each in a sentence of its own; nothing is written."""
    decided(office, desk, ((EIGERSUND, FULL),))
    with pytest.raises(DayAhead):
        year_bundles.bundle(office, HERE, 2021, tmp_path / "b.json", date(2022, 2, 2))
    with pytest.raises(YearNotBegun) as refused:
        year_bundles.bundle(office, HERE, 2021, tmp_path / "b.json", date(2020, 12, 31))
    assert "2021" in str(refused.value)
    assert "31 December 2020" in str(refused.value).replace("\u00a0", " ")
    assert not (tmp_path / "b.json").exists()


def test_a_folder_holds_the_bundle_under_its_own_name(office: str, desk: Desk, tmp_path: Path) -> None:
    """`--out` may be a folder that is there."""
    decided(office, desk, ((EIGERSUND, FULL),))
    done = year_bundles.bundle(office, HERE, 2021, tmp_path)
    assert done.path == tmp_path / "skjonn-rogaland-2021.json"
    assert done.path.is_file()


def test_areas_have_their_codes_and_names(office: str, desk: Desk, tmp_path: Path) -> None:
    """The code tells the same area apart from another of its name, the name is the office's own form."""
    decided(office, desk, ((replace(EIGERSUND, areas=("digital", "youth")), FULL),))
    assert [(one.code, one.name) for one in cases(office, tmp_path, 2021)["2021-001"].areas] == [("digital", "Digital forvaltning"), ("youth", "Barn og unge")]  # fmt: skip


def test_an_award_counts_at_the_payee_and_an_application_at_its_lead() -> None:
    """Across counties too; every table sums to the same, and the register has both."""
    made = bundle("agder", 2021, case("2021-001", "4204", "2021-05-01", payee="1103"), case("2021-002", "4203", "2021-05-01", 0, outcome="not_awarded", payee=""))  # fmt: skip
    found = year_merge.joined([made], "nb")

    counties = {row["county"]: (row["applications"], row["awards"], row["awarded_nok"], row["success_percent"]) for row in found["counties"].rows}  # fmt: skip
    assert counties == {"Agder": (2, 0, 0, 50), "Rogaland": (0, 1, 100_000, None)}
    first, second = found["register"].rows
    assert (first["municipality"], first["payee"], first["payee_county"]) == ("Kristiansand", "Stavanger", "Rogaland")
    assert second["payee"] is None
    (alone,) = year_merge.joined([bundle("agder", 2021, case("2021-001", "4204", "2021-05-01", payee=""))], "nb")["counties"].rows  # fmt: skip
    assert (alone["county"], alone["awarded_nok"]) == ("Agder", 100_000)
    names = [column.name for column in found["register"].columns]
    assert names[names.index("municipality") + 1 :][:2] == ["payee", "payee_county"]
    assert found["counties"].totals["awarded_nok"] == found["offices"].totals["awarded_nok"] == found["register"].totals["awarded_nok"]  # fmt: skip


def test_an_office_is_called_as_in_its_year_whatever_the_figures_day() -> None:
    """Figures of 2020 told in 2021 are those of Fylkesmannen."""
    rows = year_merge.joined([bundle("rogaland", 2020, case("2020-001", "1103", "2020-05-01"), as_of="2021-06-10")], "nb")["offices"].rows  # fmt: skip
    assert [row["office"] for row in rows] == ["Fylkesmannen i Rogaland"]


def test_a_case_that_was_passed_on_counts_where_it_was_received(office: str, desk: Desk, tmp_path: Path) -> None:
    """It stands in both offices' bundles, and once in every sum; the register says where it went."""
    decided(office, desk, ((EIGERSUND, FULL), (VINDAFJORD, Said(Outcome.PASSED_ON, pass_to="agder"))))
    year_bundles.bundle(office, HERE, 2021, tmp_path / "b.json")
    given = opened("b", (tmp_path / "b.json").read_bytes())
    assert [(one.outcome, one.passed_to, one.payee) for one in given.cases] == [("awarded", "", "1101"), ("passed_on", "agder", "")]  # fmt: skip

    (received,) = written(tmp_path, bundle("agder", 2021, case("2021-001", "1160", "2021-06-01", 200_000)))
    done = year_merge.merge(HERE, [tmp_path / "b.json", received], tmp_path / "n")
    assert (done.applications, done.awards, done.awarded_nok) == (2, 2, 1_300_000)
    found = year_merge.joined([given, opened("r", received.read_bytes())], "nb")
    for name in ("counties", "offices"):
        assert (found[name].totals["applications"], found[name].totals["applied_nok"]) == (2, 1_300_000)
    assert found["register"].totals == {"applied_nok": 1_300_000, "awarded_nok": 1_300_000}
    assert [(row["outcome_public"], row["passed_to"]) for row in found["register"].rows] == [("awarded", None), ("passed_on", "agder"), ("awarded", None)]  # fmt: skip


def test_every_faulty_bundle_is_named_at_once_with_its_folder(tmp_path: Path) -> None:
    """Two files of one name in two folders are told apart; one alone is told of as itself."""
    paths = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        paths += written(tmp_path / folder, bundle("rogaland", 2021, case("2021-001", "1103", "2021-05-01")))
        paths[-1].write_bytes(paths[-1].read_bytes().replace(b"100000", b"100001"))
    (sound,) = written(tmp_path, bundle("agder", 2021, case("2021-001", "4204", "2021-05-02")))
    strange = tmp_path / "strange.json"
    strange.write_bytes(packed(bundle("atlantis", 2021)))

    with pytest.raises(BundlesFaulty) as refused:
        year_merge.merge(HERE, [*paths, sound, strange], tmp_path / "n")
    told = [(one.code, one.data["file"]) for one in refused.value.problems]  # type: ignore[attr-defined]  # problems
    assert told == [("bundle-damaged", str(paths[0])), ("bundle-damaged", str(paths[1])), ("bundle-unreadable", str(strange))]  # fmt: skip
    assert refused.value.data == {"count": 3, "files": 4}
    with pytest.raises(BundleDamaged):
        year_merge.merge(HERE, [paths[0], sound], tmp_path / "n")
    with pytest.raises(BundleUnreadable, match="there was no office atlantis in its year"):
        year_merge.merge(HERE, [strange], tmp_path / "n")
    ended = tmp_path / "ended.json"
    ended.write_bytes(packed(bundle("finnmark", 2020)))
    with pytest.raises(BundleUnreadable, match="there was no office finnmark in its year"):
        year_merge.merge(HERE, [ended], tmp_path / "n")
    assert not (tmp_path / "n").exists()
