"""The summary tables as values."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain import tables
from skjonn.domain.applications import Scope
from skjonn.domain.case_view import CaseView
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.frames import PotFigures
from skjonn.domain.initiatives import Initiative, Part
from skjonn.domain.tables import AreaName

CASE = CaseView(
    case="2021-001",
    call="2021",
    title="Nettverk",
    municipality="Eigersund",
    municipality_number="1101",
    partners=("Lund", "Sokndal"),
    scope=Scope.NAMED,
    payee="Eigersund",
    payee_number="1101",
    areas=("digital", "young"),
    applied_nok=500_000,
    awarded_nok=300_000,
    status="partly_awarded",
)
REFUSED = replace(CASE, case="2021-002", awarded_nok=0, status="refused", areas=("young",), applied_nok=100_000)
WAITING = replace(CASE, case="2021-003", awarded_nok=None, status="received", areas=(), applied_nok=70_000)
DIGI = replace(CASE, case="2021-004", municipality="Sola", municipality_number="1124", payee="Stavanger", payee_number="1103", scope=Scope.COUNTY, partners=(), awarded_nok=500_000)  # fmt: skip
AREAS = [AreaName("digital", "Digital forvaltning"), AreaName("young", "Barn og unge")]

views = st.builds(
    CaseView,
    case=st.integers(1, 999).map(lambda n: f"2021-{n:03d}"),
    call=st.just("2021"),
    title=st.text(max_size=20),
    municipality=st.sampled_from(["Hå", "Time", "Sola"]),
    municipality_number=st.just(""),
    partners=st.lists(st.sampled_from(["Lund", "KS"]), max_size=2).map(tuple),
    scope=st.sampled_from(Scope),
    payee=st.just("Hå"),
    payee_number=st.sampled_from(["1119", "1121"]),
    areas=st.sets(st.sampled_from(["digital", "young"])).map(lambda codes: tuple(sorted(codes))),
    applied_nok=st.integers(1, 10**9),
    awarded_nok=st.none() | st.integers(0, 10**9),
    status=st.just("received"),
).map(lambda view: replace(view, municipality_number=view.municipality))


def test_awards_are_the_cases_with_money() -> None:
    """A refusal and a case without a decision are no award, and the totals are of the awards shown."""
    table = tables.awards([CASE, REFUSED, WAITING, DIGI], "Rogaland")

    assert [row["case"] for row in table.rows] == ["2021-001", "2021-004"]
    assert table.totals == {"awards": 2, "applied_nok": 1_000_000, "awarded_nok": 800_000}


def test_a_row_of_awards_has_the_keys_scripts_rely_on() -> None:
    """The keys of a row of awards are a contract."""
    row = tables.awards([CASE], "Rogaland").data()["rows"][0]  # type: ignore[index]

    wanted = {"case", "title", "municipality", "municipality_number", "partners", "payee", "applied_nok", "awarded_nok"}
    assert wanted <= set(row)
    assert row["partners"] == ["Lund", "Sokndal"]


def test_an_amount_not_decided_is_nothing_and_never_nought() -> None:
    """A case without a decision has no awarded amount, a refused one has 0."""
    rows = tables.applications([REFUSED, WAITING], "Rogaland").rows

    assert [row["awarded_nok"] for row in rows] == [0, None]


def test_an_award_counts_at_its_payee() -> None:
    """The application counts at the lead, the award at the municipality that is paid."""
    table = tables.municipalities([CASE, DIGI])
    by_name = {row["municipality"]: row for row in table.rows}

    assert (by_name["Sola"]["applications"], by_name["Sola"]["awarded_nok"]) == (1, 0)
    assert (by_name["Stavanger"]["applications"], by_name["Stavanger"]["awarded_nok"]) == (0, 500_000)
    assert table.totals["awarded_nok"] == 800_000


def test_a_case_counts_in_each_area_and_once_in_the_totals() -> None:
    """Areas overlap; the totals do not."""
    table = tables.areas([CASE, REFUSED, WAITING], AREAS)

    assert [(row["area_code"], row["applications"]) for row in table.rows] == [("digital", 1), ("young", 2), ("", 1)]
    assert table.totals == {"applications": 3, "applied_nok": 670_000, "awards": 1, "awarded_nok": 300_000}


def test_short_has_no_column_of_partners() -> None:
    """The lead's cell tells of the others."""
    table = tables.shortened(
        tables.awards([replace(CASE, partner_municipalities=("Lund", "Sokndal")), DIGI], "Rogaland")
    )

    assert [row["municipality"] for row in table.rows] == ["Eigersund\u00a0mfl.", "Sola\u00a0mfl."]
    assert "partners" not in [column.name for column in table.columns]


def test_the_whole_county_is_worded_in_each_form() -> None:
    """A project for all municipalities prints the county, not a list."""
    table = tables.awards([DIGI], "Rogaland")

    cell = tables.cell(table, table.rows[0], CATALOGUE["partners"], "en")
    assert cell == "all municipalities of Rogaland"

    beyond = tables.awards([replace(DIGI, partners=("Sveio", "KS"))], "Rogaland")
    assert (
        tables.cell(beyond, beyond.rows[0], CATALOGUE["partners"], "en") == "all municipalities of Rogaland, Sveio, KS"
    )


def test_pots_add_up() -> None:
    """Free is allotted less decided, pot by pot and in all."""
    one = PotFigures("project", 1000, 900, 800, 700, 0, 0)
    two = PotFigures("crisis", 500, 0, 0, 100, 0, 0)
    table = tables.pots([one, two])

    assert [row["free_nok"] for row in table.rows] == [300, 400]
    assert table.totals["free_nok"] == 700
    assert table.internal


@given(st.lists(views, max_size=12))
def test_every_table_has_the_same_awards(cases: list[CaseView]) -> None:
    """Awards, applications, municipalities and areas agree on what was awarded, whatever the cases."""
    totals = [
        tables.awards(cases, "").totals["awarded_nok"],
        tables.applications(cases, "").totals["awarded_nok"],
        tables.municipalities(cases).totals["awarded_nok"],
        tables.areas(cases, AREAS).totals["awarded_nok"],
    ]
    assert len(set(totals)) == 1
    assert totals[0] == sum(case.awarded_nok or 0 for case in cases)


def test_initiatives_have_the_keys_scripts_rely_on() -> None:
    """A row of initiatives has these keys and no other, in reading order; a table without partners has none to hide."""
    digi = Initiative("Åpen digi", (Part(2020, 1_950_000, "2020-001"), Part(2020, 1_000_000), Part(2021, None)))
    table = tables.initiatives([digi, Initiative("Zoo", (Part(2019, 5),))])

    assert table.data()["rows"] == [
        {"initiative": "Zoo", "years": [2019], "awards": 1, "awarded_nok": 5},
        {"initiative": "Åpen digi", "years": [2020], "awards": 2, "awarded_nok": 2_950_000},
    ]
    assert table.totals == {"awards": 3, "awarded_nok": 2_950_005}
    assert tables.cell(table, table.rows[1], CATALOGUE["years"], "nn") == "2020"
    assert tables.shortened(table) == table
