"""For any round, what a year's report says by area, municipality, pot and year is the ledger's, in whatever it is written."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from skjonn.cli import main
from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Content, Submitted
from skjonn.domain.desk import Desk
from skjonn.domain.frames import LineKind
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import calls
from skjonn.storage.queries.application_writes import NewCase, Written, add_cases
from skjonn.storage.tables.application import ApplicationRow
from skjonn.storage.tables.decision import DecisionLineRow
from skjonn.storage.tables.frame import FrameRow, LedgerLineRow, PotRow
from skjonn.usecases import allocations, following_up, payment_terms, year_reports
from skjonn.usecases.acting import now
from skjonn.usecases.approving import Given, approve
from skjonn.usecases.calls import open_call
from skjonn.usecases.drafting import draft
from skjonn.usecases.frames import Wanted as Frame
from skjonn.usecases.frames import set_frame
from skjonn.usecases.recommending import Wanted as Said
from skjonn.usecases.year_reports import Wanted
from tests.usecases import paid_rounds
from tests.usecases.past_rounds import Past, open_past, past
from tests.usecases.rounds import CALL

END = date(2022, 6, 10)
HOMES = {"1101": "Eigersund", "1103": "Stavanger", "1111": "Sokndal", "1160": "Vindafjord"}
AREAS = {
    "sustainability": "FNs berekraftsmål",
    "digital": "Digital forvaltning",
    "climate": "Klima og miljø",
    "youth": "Barn og unge",
}
POTS = ("project", "flaum")


@dataclass(frozen=True)
class Case:
    """A case of a random round: whose, of what, what it gets from which pot, who is paid, and whether it is taken back or made smaller."""

    lead: str
    areas: tuple[str, ...]
    nok: int
    pot: str
    payee: str
    after: str


CASES = st.builds(
    Case,
    lead=st.sampled_from(sorted(HOMES)),
    areas=st.lists(st.sampled_from(sorted(AREAS)), unique=True, max_size=3).map(tuple),
    nok=st.sampled_from((0, 1, 999, 1_000, 123_456, 1_000_000)),
    pot=st.sampled_from(POTS),
    payee=st.sampled_from(sorted(HOMES)),
    after=st.sampled_from(("", "", "", "back", "late", "less")),
)


@pytest.fixture
def opened(office: str, desk: Desk, tmp_path: Path) -> str:
    """An office with a call of two pots, and a decided year before it."""
    june = replace(desk, today=date(2020, 6, 5))
    open_past(office, june, tmp_path, 2020, ("project", 3_000_000))
    past(office, june, "2020", Past("Digi", 1_950_000))
    call = tmp_path / "call.toml"
    call.write_text(
        CALL.read_text(encoding="utf-8").replace('pots = ["project"]', 'pots = ["project", "flaum"]'), encoding="utf-8"
    )
    set_frame(office, desk, 2021, Frame(16_000_000, (("project", 8_000_000), ("flaum", 8_000_000))))
    open_call(office, desk, call)
    payment_terms.set_terms(office, desk, 2021, {7: date(2021, 6, 20), 11: date(2021, 11, 26)})
    return office


@example(cases=[Case("1101", (), 0, "project", "1101", "")])
@example(
    cases=[
        Case("1101", ("digital", "youth"), 1_000, "flaum", "1160", "late"),
        Case("1103", ("digital",), 999, "project", "1103", "less"),
    ]
)
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(cases=st.lists(CASES, min_size=1, max_size=6))
def test_every_output_says_what_the_ledger_says(
    opened: str,
    desk: Desk,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    cases: list[Case],
) -> None:
    """Sums by area, municipality, pot and year in Word, workbook, JSON and terminal are those of the ledger's lines."""
    with paid_rounds.copied(opened, tmp_path, request) as url:
        played(url, desk, cases)
        stands, by_pot = in_the_ledger(url)
        wanted = sums(cases, stands, by_pot)
        folder = tmp_path / "report"
        year_reports.report(url, replace(desk, today=END), Wanted(2021, END, "nn"), folder)

        assert in_json(folder) == wanted
        assert in_workbook(folder) == wanted
        assert in_word(folder) == wanted
        assert in_terminal(url, request.getfixturevalue("capsys")) == {
            name: wanted[name] for name in ("areas", "municipalities", "pots")
        }


def played(url: str, desk: Desk, cases: Sequence[Case]) -> None:
    """Play the round: applications, recommendations, the decision, and what comes after it."""
    with writing(url) as session:
        contents = [
            Content(f"Tiltak {at}", case.lead, 1_000_000, areas=case.areas) for at, case in enumerate(cases, start=1)
        ]
        new = [NewCase(f"2021-{at:03d}", Submitted(content)) for at, content in enumerate(contents, start=1)]
        add_cases(session, calls.one(session, "2021").id, new, Written(1, desk.today, now()))
    for at, case in enumerate(cases, start=1):
        said = (
            Said(Outcome.AWARD, case.nok, pot=case.pot, payee=case.payee, reason="Del.")
            if case.nok
            else Said(Outcome.REFUSAL, ground="priority")
        )
        allocations.recommend(url, desk, f"2021-{at:03d}", said)
    draft(url, desk, "2021")
    approve(url, desk, "2021", 1, Given("per"))
    days = {"back": date(2021, 6, 1), "less": date(2021, 6, 1), "late": date(2021, 12, 20)}
    for kind in ("back", "less", "late"):
        for at, case in enumerate(cases, start=1):
            if case.after == kind and case.nok > 1:
                on, number = replace(desk, today=days[kind]), f"2021-{at:03d}"
                drafted = (
                    following_up.correct(url, on, number, Said(Outcome.AWARD, case.nok // 2), "Mindre.")
                    if kind == "less"
                    else following_up.reverse(url, on, number, "Stoppa.")
                )
                approve(url, on, "2021", int(drafted.decision.id.rpartition("V")[2]), Given("per"))


def in_the_ledger(url: str) -> tuple[Counter[str], Counter[str]]:
    """Return what the ledger's lines of 2021 leave each case, and each pot committed, whole kroner."""
    cases: Counter[str] = Counter()
    pots: Counter[str] = Counter(dict.fromkeys(POTS, 0))
    asked = (
        select(LedgerLineRow.kind, LedgerLineRow.amount_nok, PotRow.name, ApplicationRow.case_number)
        .join(PotRow, col(PotRow.id) == LedgerLineRow.pot_id)
        .join(FrameRow, col(FrameRow.id) == PotRow.frame_id)
        .join(DecisionLineRow, col(DecisionLineRow.id) == LedgerLineRow.decision_line_id)
        .join(ApplicationRow, col(ApplicationRow.id) == DecisionLineRow.application_id)
        .where(FrameRow.year == 2021)
    )
    with reading(url) as session:
        for kind, nok, pot, case in session.exec(asked):
            cases[case] += nok if kind == LineKind.COMMITTED.value else -nok
            if kind != LineKind.RETURNED.value:  # what is returned stays in the pot's books
                pots[pot] += nok if kind == LineKind.COMMITTED.value else -nok
    return cases, pots


Sums = dict[str, dict[str, int]]


def sums(cases: Sequence[Case], stands: Mapping[str, int], pots: Mapping[str, int]) -> Sums:
    """Return what each table must say by the ledger, its total under an empty name; rows of nothing are left out."""
    areas: Counter[str] = Counter()
    homes: Counter[str] = Counter()
    for at, case in enumerate(cases, start=1):
        nok = stands[f"2021-{at:03d}"]
        homes[HOMES[case.payee]] += nok
        for code in case.areas or ("",):
            areas[AREAS.get(code, "(utan prioritert område)")] += nok
    total = sum(stands.values())
    found = {
        "areas": {**areas, "": total}, "municipalities": {**homes, "": total}, "pots": {**pots, "": sum(pots.values())},
        "years": {"2020": 1_950_000, "2021": total},
    }  # fmt: skip
    return {name: {key: nok for key, nok in some.items() if nok} for name, some in found.items()}


LABELS = {"areas": "area", "municipalities": "municipality", "pots": "name", "years": "budget_year"}
AMOUNTS = {"areas": "awarded_nok", "municipalities": "awarded_nok", "pots": "decided_nok", "years": "awarded_nok"}
TITLES = {"areas": "Prioriterte område", "municipalities": "Kommunar", "pots": "Pottar", "years": "Åra før"}
HEADINGS = {"areas": "Tildelt beløp", "municipalities": "Tildelt beløp", "pots": "Vedteke", "years": "Tildelt beløp"}
NAMES = {"areas": "Prioritert område", "municipalities": "Kommune", "pots": "Namn", "years": "År"}


def in_json(folder: Path) -> Sums:
    """Return the sums of the JSON."""
    said = json.loads((folder / "årsrapport-2021-nn.json").read_text(encoding="utf-8"))["tables"]
    return {
        name: told(
            [(row[LABELS[name]] or "(utan prioritert område)", row[AMOUNTS[name]]) for row in table["rows"]],
            table["totals"].get(AMOUNTS[name]),
        )
        for name, table in said.items()
        if name in LABELS
    }


def in_workbook(folder: Path) -> Sums:
    """Return the sums of the workbook's sheets; totals are what a program reckons from the formulas' cells."""
    book = openpyxl.load_workbook(folder / "årsrapport-2021-nn.xlsx", data_only=True)
    return {
        name: of_grid([[cell.value for cell in row] for row in book[title].iter_rows()], name)
        for name, title in TITLES.items()
        if title in book.sheetnames
    }


def in_word(folder: Path) -> Sums:
    """Return the sums of the Word report's tables, known by their captions."""
    found = {}
    for table in Document(str(folder / "årsrapport-2021-nn.docx")).tables:
        caption = table._tbl.tblPr.find(qn("w:tblCaption"))
        name = next(
            (one for one, title in TITLES.items() if caption is not None and caption.get(qn("w:val")) == title), None
        )
        if name:
            found[name] = of_grid([[cell.text for cell in row.cells] for row in table.rows], name)
    return found


def in_terminal(url: str, capsys: pytest.CaptureFixture[str]) -> Sums:
    """Return the sums a person reads in the terminal."""
    found = {}
    for name in ("areas", "municipalities", "pots"):
        capsys.readouterr()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("COLUMNS", "250")
            assert (
                main(
                    [
                        "table",
                        name,
                        "--year",
                        "2021",
                        "--as-of",
                        END.isoformat(),
                        "--database",
                        url,
                        "--user",
                        "kari",
                        "--today",
                        END.isoformat(),
                        "--lang",
                        "nn",
                        "--in",
                        "nn",
                    ]
                )
                == 0
            )
        lines = capsys.readouterr().out.splitlines()
        found[name] = of_grid([re.split(r"\s{2,}", line.strip()) for line in lines], name)
    return found


def of_grid(lines: Sequence[Sequence[Any]], name: str) -> dict[str, int]:
    """Return label -> amount of a printed table with its heading, the sum under an empty label."""
    start = next(at for at, line in enumerate(lines) if NAMES[name] in line)
    width, label, place = (
        len(lines[start]),
        list(lines[start]).index(NAMES[name]),
        list(lines[start]).index(HEADINGS[name]),
    )
    rows: list[tuple[str, Any]] = []
    total: Any = None
    for line in lines[start + 1 :]:
        if line and line[0] in {"Sum", "Samla", "I alt"}:
            total = number(line[place - width if len(line) < width else place])
        elif len(line) == width and line[place] not in {None, ""}:
            rows.append((str(line[label]), number(line[place])))
    return told(rows, total)


def number(value: Any) -> int:
    """Return a printed amount as whole kroner."""
    return value if isinstance(value, int) else int(re.sub(r"\s", "", str(value)))


def told(rows: Sequence[tuple[str, int]], total: int | None) -> dict[str, int]:
    """Return rows by name, rows of nothing left out."""
    return {name: nok for name, nok in (*rows, ("", total or 0)) if nok}
