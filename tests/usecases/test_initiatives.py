"""Initiatives: tied by a person, untied with a reason, summed over years, pots and offices, as they stood on any day."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from sqlmodel import select
from sqlmodel.sql.expression import SelectOfScalar

from skjonn.domain.desk import Desk
from skjonn.domain.frames import FrameYearWrong
from skjonn.domain.initiatives import (
    AwardAhead,
    AwardNotThere,
    AwardThere,
    AwardWrong,
    CaseNotTied,
    CasesTooFew,
    CasesWithdrawn,
    InitiativeNameWrong,
    InitiativesApart,
    InitiativeUnknown,
    UntieReasonMissing,
)
from skjonn.errors import SkjonnError
from skjonn.storage.database import writing
from skjonn.storage.queries import applications, calls
from skjonn.storage.queries.applications import CaseUnknown
from skjonn.storage.tables.application import ApplicationRow
from skjonn.usecases import (
    application_acts,
    databases,
    history,
    initiative_suggesting,
    initiative_views,
    initiatives,
    tables,
)
from skjonn.usecases.acting import BeforeLatest, RoleMissing
from skjonn.usecases.initiatives import Extra
from skjonn.usecases.tables import Format, Wanted
from tests.conftest import Copies
from tests.storage import raw
from tests.usecases.past_rounds import DIGI, Past, open_past, past, registered
from tests.usecases.rounds import everything, on

LINES = ("2017-001", "2018-001", "2019-001", "2020-001", "2020-002")
SPRING = date(2021, 5, 1)
OTHER = Extra(2019, 500_000, "Oslo og Viken")


@pytest.fixture
def office_of_years(copy_of: Copies, desk: Desk, tmp_path: Path) -> str:
    """The five lines of Digi Rogaland from 2017 to 2020, another project, and one that was refused; all taken over."""
    return copy_of("five lines", lambda url: _five_lines(url, desk, tmp_path))


def _five_lines(url: str, desk: Desk, folder: Path) -> None:
    for year, *lines in (
        (2017, Past(DIGI, 600_000), Past("Living lab", 100_000, lead="1129")),
        (2018, Past("Digi Rogaland 2018", 3_000_000), Past("Sykkelkart", 0, applied_nok=5)),
        (2019, Past("Vidareføring av Digi Rogaland", 3_000_000), Past("Living lab, del 2", 100_000, lead="1129")),
        (2020, Past(DIGI, 1_950_000), Past("Digi Rogaland – flaum", 1_000_000, "flaum")),
    ):
        pots = (("project", 4_000_000), *((("flaum", 1_000_000),) if year == 2020 else ()))
        open_past(url, desk, folder, year, *pots)
        past(url, desk, str(year), *lines)


@pytest.fixture
def digi(copy_of: Copies, desk: Desk, tmp_path: Path) -> str:
    """The five lines tied together."""

    def tied(url: str) -> None:
        _five_lines(url, desk, tmp_path)
        initiatives.link(url, desk, LINES)

    return copy_of("five lines tied", tied)


def test_five_lines_are_suggested_and_nothing_is_tied(office_of_years: str, desk: Desk) -> None:
    """Titles with a year or a stage, a pot of its own and two cases of one year come together; a merged lead goes on."""
    before = everything(office_of_years)

    found = initiative_suggesting.suggest(office_of_years, desk)

    assert [(one.name, tuple(case.case for case in one.cases)) for one in found] == [
        (DIGI, LINES),
        ("Living lab", ("2017-002", "2019-002")),
    ]
    assert everything(office_of_years) == before


def test_a_lead_that_merged_is_what_it_became(office: str, desk: Desk, tmp_path: Path) -> None:
    """Finnøy went into Stavanger in 2020, Forsand into Sandnes: what was one's goes on in the other's."""
    for year, first, second in ((2019, "1141", "1129"), (2021, "1103", "1108")):
        open_past(office, desk, tmp_path, year, ("project", 10))
        past(office, desk, str(year), Past("Levande laboratorium", 1, lead=first), Past("Sykkelkart", 1, lead=second))

    found = initiative_suggesting.suggest(office, desk)

    assert [tuple(case.case for case in one.cases) for one in found] == [
        ("2019-001", "2021-001"),
        ("2019-002", "2021-002"),
    ]


@pytest.mark.parametrize(
    "tied", [(), LINES[:2], LINES[:4], ("2017-001", "2019-002")], ids=["none", "two", "four", "across"]
)
def test_what_has_just_come_is_compared_like_everything(office_of_years: str, desk: Desk, tied: Sequence[str]) -> None:
    """Whatever case is new, and whatever is tied, an import names the very suggestions that asking for all gives."""
    if tied:
        initiatives.link(office_of_years, desk, tied, name="Sams")
    everyone = initiative_suggesting.suggest(office_of_years, desk)
    cases = [case for year in ("2017", "2018", "2019", "2020") for case in stored_numbers(office_of_years, year)]

    for case in cases:
        found = initiative_suggesting.suggested_among(office_of_years, desk, [case])
        assert found == [one for one in everyone if case in {untied.case for untied in one.untied}]
    assert initiative_suggesting.suggested_among(office_of_years, desk, []) == []


def stored_numbers(url: str, call: str) -> list[str]:
    """Return the numbers of a call's cases."""
    with writing(url) as session:
        return [case.case_number for case in applications.cases(session, calls.one(session, call).id)]


def test_the_sum_over_the_years(digi: str, desk: Desk) -> None:
    """9 550 000 over four years, each award once, whatever pot it was from."""
    table = tables.build(digi, desk, Wanted("initiatives")).table

    assert table.data()["rows"] == [
        {"initiative": DIGI, "years": [2017, 2018, 2019, 2020], "awards": 5, "awarded_nok": 9_550_000}
    ]
    assert table.totals == {"awards": 5, "awarded_nok": 9_550_000}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted("initiatives", year=2018), [3_600_000]),
        (Wanted("initiatives", call="2019"), [6_600_000]),
        (Wanted("initiatives", year=2016), []),
        (Wanted("initiatives", year=2019), [7_100_000]),
    ],
)
def test_a_year_or_a_call_chooses_and_earlier_years_are_summed(
    wanted: Wanted, expected: list[int], digi: str, desk: Desk
) -> None:
    """Those with an award in the year or the call, with all they had had by the end of it; another office's award counts."""
    if wanted.year == 2019:
        initiatives.add_award(digi, desk, DIGI, OTHER)

    table = tables.build(digi, desk, wanted).table

    assert [row["awarded_nok"] for row in table.rows] == expected
    assert table.totals["awarded_nok"] == sum(expected)


def test_the_table_in_every_format(digi: str, desk: Desk) -> None:
    """Years are a list for scripts and a line for people; `--partners short` changes nothing."""
    built = tables.build(digi, desk, Wanted("initiatives", language="nn"))

    def form(name: Format) -> bytes:
        return tables.rendered(built, name, short=True)

    assert json.loads(form("json"))["rows"][0]["years"] == [2017, 2018, 2019, 2020]
    assert form("csv").decode("utf-8-sig").split("\r\n")[:2] == [
        "initiative;years;awards;awarded_nok",
        "Digi Rogaland;2017; 2018; 2019; 2020;5;9550000".replace("2017; 2018; 2019; 2020", '"2017; 2018; 2019; 2020"'),
    ]
    sheet = openpyxl.load_workbook(BytesIO(form("xlsx"))).worksheets[0]
    assert [cell.value for cell in sheet[5]] == [DIGI, "2017, 2018, 2019, 2020", 5, 9_550_000]
    grid = Document(BytesIO(form("docx"))).tables[0]
    assert [cell.text for cell in grid.rows[1].cells][:2] == [DIGI, "2017, 2018, 2019, 2020"]
    assert built.subtitle == "Statsforvaltaren i Rogaland"


def test_it_is_told_of_each_case(digi: str, desk: Desk) -> None:
    """A case's history says which initiative it was tied to, with the others."""
    told = history.of_case(digi, desk, "2019-001").events[-1]

    assert told.sentence == (
        "The initiative Digi Rogaland was tied together: 2017-001, 2018-001, 2019-001, 2020-001 and 2020-002."
    )


def test_the_same_again_changes_nothing(digi: str, desk: Desk) -> None:
    """What is tied stays tied, and there is no event."""
    before = everything(digi)

    again = initiatives.link(digi, desk, LINES[1:3], name="digi rogaland")

    assert (again.name, again.added) == (DIGI, ())
    assert everything(digi) == before


def test_a_case_goes_into_the_initiative_the_others_are_in(office_of_years: str, desk: Desk) -> None:
    """Tied to what is there, by one of its cases or by its name alone."""
    initiatives.link(office_of_years, desk, LINES[:2], name="Digi")

    by_case = initiatives.link(office_of_years, desk, ["2019-001", "2018-001"])
    by_name = initiatives.link(office_of_years, desk, ["2020-001"], name="DIGI")

    assert (by_case.name, by_case.added) == ("Digi", ("2019-001",))
    assert by_name.initiative is not None
    assert by_name.initiative.awarded_nok == 8_550_000


def test_two_initiatives_are_joined_only_when_that_is_said(office_of_years: str, desk: Desk) -> None:
    """Without --join it is refused with exit 3; with it cases and other awards are one's, each once."""
    initiatives.link(office_of_years, desk, LINES[:2], name="A")
    initiatives.link(office_of_years, desk, LINES[2:4], name="B")
    for name in ("A", "B"):
        initiatives.add_award(office_of_years, desk, name, OTHER)
    initiatives.add_award(office_of_years, desk, "B", replace(OTHER, source="Agder"))
    before = everything(office_of_years)

    with pytest.raises(InitiativesApart) as refused:
        initiatives.link(office_of_years, desk, LINES)
    assert (refused.value.exit_code, refused.value.data) == (3, {"names": ["B"], "target": "A"})
    assert everything(office_of_years) == before

    done = initiatives.link(office_of_years, desk, LINES, join=True)

    assert (done.name, done.joined, done.added) == ("A", ("B",), ("2020-002",))
    assert done.initiative is not None
    assert (len(done.initiative.awards), done.initiative.awarded_nok) == (7, 10_550_000)
    assert [one.name for one in initiative_views.listing(office_of_years)] == ["A"]
    assert databases.check(office_of_years).failures == ()


def test_a_new_name_for_two_initiatives(office_of_years: str, desk: Desk) -> None:
    """Joined under a third name, both are in it."""
    initiatives.link(office_of_years, desk, LINES[:2], name="A")
    initiatives.link(office_of_years, desk, LINES[2:4], name="B")

    done = initiatives.link(office_of_years, desk, ["2017-001", "2020-001"], name="C", join=True)

    assert done.initiative is not None
    assert [part.case for part in done.initiative.parts] == list(LINES[:4])
    assert [one.name for one in initiative_views.listing(office_of_years)] == ["C"]


def test_a_case_is_untied_with_a_reason(digi: str, desk: Desk) -> None:
    """It counts no more, its history tells why, and it is suggested again; the last one out leaves nothing to list."""
    done = initiatives.unlink(digi, on(desk, SPRING), "2020-002", " Eit anna prosjekt. ")

    assert done.initiative is not None
    assert done.initiative.awarded_nok == 8_550_000
    assert history.of_case(digi, desk, "2020-002").events[-1].sentence == (
        "2020-002 was taken out of the initiative Digi Rogaland: Eit anna prosjekt."
    )
    for case in LINES[:4]:
        left = initiatives.unlink(digi, on(desk, SPRING), case, "Feil")
    assert left.initiative is None
    assert initiative_views.listing(digi) == []
    assert databases.check(digi).failures == ()


def test_as_it_stood(digi: str, desk: Desk) -> None:
    """Ties and other awards have a day: an earlier day shows what was tied then."""
    initiatives.unlink(digi, on(desk, SPRING), "2020-002", "Feil")
    initiatives.add_award(digi, on(desk, SPRING), DIGI, OTHER)
    initiatives.remove_award(digi, on(desk, date(2021, 6, 1)), DIGI, OTHER, "Feil")

    def stood(day: date) -> list[object]:
        table = tables.build(digi, desk, Wanted("initiatives", as_of=day)).table
        return [row["awarded_nok"] for row in table.rows]

    assert stood(date(2021, 1, 18)) == []
    assert stood(date(2021, 4, 30)) == [9_550_000]
    assert stood(SPRING) == [9_050_000]
    assert stood(date(2021, 6, 1)) == [8_550_000]


def test_an_award_from_elsewhere(digi: str, desk: Desk) -> None:
    """It counts in its year, is told with its source, once; it goes out again with a reason."""
    done = initiatives.add_award(digi, desk, "digi  rogaland", replace(OTHER, source=" Oslo  og Viken "))

    assert done.initiative is not None
    assert [(part.year, part.source, part.awarded_nok) for part in done.initiative.parts if part.source] == [
        (2019, "Oslo og Viken", 500_000)
    ]
    with pytest.raises(AwardThere) as there:
        initiatives.add_award(digi, desk, DIGI, replace(OTHER, source="oslo og viken"))
    assert there.value.exit_code == 4
    gone = initiatives.remove_award(digi, desk, DIGI, OTHER, "Ført to gonger")
    assert gone.initiative is not None
    assert gone.initiative.awarded_nok == 9_550_000
    with pytest.raises(AwardNotThere):
        initiatives.remove_award(digi, desk, DIGI, OTHER, "Ein gong til")


def test_an_initiative_of_awards_from_elsewhere_alone(office: str, desk: Desk) -> None:
    """It may be made of nothing but such an award, when that is said; a mistyped name makes none."""
    with pytest.raises(InitiativeUnknown):
        initiatives.add_award(office, desk, "Digi Rogland", OTHER)

    initiatives.add_award(office, desk, DIGI, OTHER, new=True)

    (found,) = initiative_views.listing(office)
    assert (found.name, found.years, found.awarded_nok) == (DIGI, (2019,), 500_000)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda url, desk: initiatives.link(url, desk, ["2017-001"]), CasesTooFew),
        (lambda url, desk: initiatives.link(url, desk, ["2017-001", "2017-001"]), CasesTooFew),
        (lambda url, desk: initiatives.link(url, desk, ["2017-001", "2017-099"]), CaseUnknown),
        (lambda url, desk: initiatives.link(url, desk, LINES, name="2021"), InitiativeNameWrong),
        (lambda url, desk: initiatives.link(url, replace(desk, person="ola"), LINES), RoleMissing),
        (lambda url, desk: initiatives.link(url, on(desk, date(2021, 1, 1)), LINES), BeforeLatest),
        (lambda url, desk: initiatives.unlink(url, desk, "2017-001", "Feil"), CaseNotTied),
        (lambda url, desk: initiatives.unlink(url, desk, "2017-001", "  "), UntieReasonMissing),
        (lambda url, desk: initiatives.add_award(url, desk, DIGI, replace(OTHER, amount_nok=0), new=True), AwardWrong),
        (lambda url, desk: initiatives.add_award(url, desk, DIGI, replace(OTHER, source=" "), new=True), AwardWrong),
        (lambda url, desk: initiatives.add_award(url, desk, DIGI, replace(OTHER, year=1999), new=True), FrameYearWrong),
        (
            lambda url, desk: initiatives.add_award(
                url, desk, DIGI, replace(OTHER, year=desk.today.year + 1), new=True
            ),
            AwardAhead,
        ),
        (lambda url, _desk: initiative_views.one(url, DIGI), InitiativeUnknown),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    act: Callable[[str, Desk], object], expected: type[SkjonnError], office_of_years: str, desk: Desk
) -> None:
    """Each fault has its own error, and nothing is written."""
    before = everything(office_of_years)

    with pytest.raises(expected):
        act(office_of_years, desk)

    assert everything(office_of_years) == before


def test_a_trial_run_keeps_nothing(office_of_years: str, desk: Desk) -> None:
    """`--dry-run` tells what would be tied."""
    before = everything(office_of_years)

    done = initiatives.link(office_of_years, replace(desk, dry_run=True), LINES)

    assert done.added == LINES
    assert everything(office_of_years) == before


def test_a_withdrawn_case_belongs_nowhere(digi: str, desk: Desk, tmp_path: Path) -> None:
    """It is not to be tied; an application of this year that is undecided is, and counts when it is decided."""
    with writing(digi) as session:
        registered(session, desk, calls.one(session, "2020"), [Past(DIGI, 1), Past(DIGI, 1)])
    application_acts.withdraw(digi, desk, "2020-004", "Trekt")

    with pytest.raises(CasesWithdrawn):
        initiatives.link(digi, desk, ["2020-004"], name=DIGI)
    done = initiatives.link(digi, desk, ["2020-003"], name=DIGI)

    assert done.initiative is not None
    assert (len(done.initiative.parts), len(done.initiative.awards)) == (6, 5)


def test_a_merged_case_stands_as_what_it_became(digi: str, desk: Desk) -> None:
    """A tie follows the case into the one it was merged into, and counts once; ties to two initiatives are found."""
    with writing(digi) as session:
        cases = {row.case_number: row for row in session.exec(stored_cases())}
        cases["2020-002"].merged_into_id = cases["2020-001"].id
        cases["2017-002"].merged_into_id = cases["2019-002"].id
        session.add_all(cases.values())

    (one,) = initiative_views.listing(digi)
    assert [part.case for part in one.parts] == list(LINES[:4])
    initiatives.link(digi, desk, ["2017-002"], name="Lab")
    assert [part.case for part in initiative_views.one(digi, "Lab").parts] == ["2019-002"]
    initiatives.unlink(digi, desk, "2020-001", "Feil")
    assert [part.case for part in initiative_views.one(digi, DIGI).parts] == list(LINES[:3])


def stored_cases() -> SelectOfScalar[ApplicationRow]:
    """Ask for every application as it is stored."""
    return select(ApplicationRow)


def test_the_check_finds_a_case_in_two_initiatives(digi: str, desk: Desk) -> None:
    """No case counts twice: what is tied twice by hand is found."""
    initiatives.link(digi, desk, ["2017-002", "2019-002"])
    raw.run(digi, "INSERT INTO initiative_case (initiative_id, application_id, \"on\", recorded_at, person_id) VALUES (2, 1, '2021-01-19', '', 1)")  # fmt: skip

    assert [(one.code, one.data["case"]) for one in databases.check(digi).failures] == [
        ("case-in-two-initiatives", "2017-001")
    ]
