"""Random decided rounds, with titles and partners as awkward as they come, and documents made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from skjonn import files
from skjonn.documents import finished_texts, prose
from skjonn.documents.prose import Prose
from skjonn.domain import publishing, tables
from skjonn.domain.applications import Scope
from skjonn.domain.case_view import CaseView
from skjonn.domain.initiatives import Initiative, Part
from skjonn.domain.proof_sheets import sheet_passages
from skjonn.domain.proofreading import Facts, Finding, Passage, proofread
from skjonn.domain.publishing import Published, Round
from skjonn.domain.sheets import Sheet
from skjonn.domain.tables import Table
from skjonn.registries.municipalities import shipped
from skjonn.spreadsheets.inside import open_inside
from skjonn.usecases import proofreading as usecase
from skjonn.usecases import tables as table_usecase
from tests.domain.test_letter_fields import CALL
from tests.domain.test_tables import CASE

NAMES = frozenset(one.name for one in shipped().in_force(CALL.opens_on))
HOMES = {"Eigersund": "1101", "Lund": "1112", "Sokndal": "1111", "Stavanger": "1103", "Gjesdal": "1122", "Hå": "1119", "Time": "1121"}  # fmt: skip
ORGANISATIONS = ("Rogaland revisjon", "Universitetet i Stavanger", "KS")
WORDS = (
    "Digital", "Digitale", "helsestasjon", "Felles", "planressurs", "i", "og", "for", "Ryfylke", "barnevern", "barnevernet", "Lund", "2021",
    "–", "«ny»", "kommune", "prosjekt", "Jeg kan!", "klima-", "miljøinspirasjon", "5 000 kroner", "til saman", "18 prosjekt", "?", "Time", "søknad",
)  # fmt: skip
TABLES = ("docx", "xlsx", "ods", "html", "md", "csv")


@st.composite
def titles(draw: st.DrawFn) -> str:
    """Draw a title of words that titles share, that look like amounts and counts, or that are names."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=8))
    return f"{draw(st.sampled_from(['Digihage', 'Heltid', 'Nettverk', 'Samspel']))} {' '.join(words)}"


@st.composite
def cases(draw: st.DrawFn, plain: bool = False) -> tuple[CaseView, ...]:
    """Draw a round: awards and refusals, a payee, partners of every kind; `plain` has titles apart and no two amounts alike."""
    count = draw(st.integers(2, 6))
    step = st.integers(20, 3_000)
    amounts = draw(st.lists(step, min_size=2 * count, max_size=2 * count, unique=True))
    named = PLAIN if plain else draw(st.lists(titles(), min_size=count, max_size=count))
    return tuple(draw(_case(at, named[at], amounts[2 * at : 2 * at + 2], plain)) for at in range(count))


PLAIN = ("Digital helsestasjon for alle", "Felles planressurs i Ryfylke", "Klart språk i brev til innbyggarane", "Nettverkskontakter Dalane barnevern", "Jeg kan! - Bruk av digitale hjelpemidler", "Innovasjonskonferansen")  # fmt: skip


@st.composite
def _case(draw: st.DrawFn, at: int, title: str, amounts: list[int], plain: bool) -> CaseView:
    home = draw(st.sampled_from(sorted(HOMES)))
    others = draw(st.lists(st.sampled_from([name for name in sorted(HOMES) if name != home]), unique=True, max_size=4))
    more = [] if plain else draw(st.lists(st.sampled_from(ORGANISATIONS), unique=True, max_size=2))
    unnamed = not plain and draw(st.integers(0, 5)) == 0
    county = not others and not more and not unnamed and draw(st.integers(0, 2)) == 0
    given_nok, applied_nok = sorted(amounts)
    refused = not plain and at > 1 and draw(st.booleans())
    payee = home if plain else draw(st.sampled_from([home, home, *others]))
    return replace(
        CASE, case=f"2021-{at + 1:03d}", title=title, municipality=home, municipality_number=HOMES[home],
        partners=(*others, *more, *(["mfl."] if unnamed else [])), partner_municipalities=tuple(others), more_partners=unnamed,
        scope=Scope.COUNTY if county else Scope.NAMED, payee=payee, payee_number=HOMES[payee],
        applied_nok=applied_nok * 1_000, awarded_nok=0 if refused else given_nok * 1_000, status="refused" if refused else "partly_awarded",
    )  # fmt: skip


Tied = Mapping[str, Initiative]
"""Initiatives by the number of the case that is part of them."""
DECIDED = date(2021, 5, 25)


@st.composite
def initiatives(draw: st.DrawFn, views: tuple[CaseView, ...]) -> Tied:
    """Draw what some of a round's awards are part of: awards of earlier years, no two amounts alike."""
    found = {}
    for one in draw(st.lists(st.sampled_from([each for each in views if each.awarded_nok]), unique_by=lambda one: one.case, max_size=3)):  # fmt: skip
        years = draw(st.lists(st.integers(2015, 2020), min_size=1, max_size=4, unique=True))
        amounts = draw(st.lists(st.integers(20, 3_000), min_size=len(years), max_size=len(years), unique=True))
        before = [Part(year, nok * 1_000, source="Fylket") for year, nok in zip(sorted(years), amounts, strict=True)]
        found[one.case] = Initiative("Satsinga vår", (*before, Part(2021, one.awarded_nok, case=one.case)))
    return found


def facts(views: tuple[CaseView, ...], *overviews: Table, tied: Tied = MappingProxyType({})) -> Facts:
    """Return what the register has of a round."""
    known = {table.name: (table,) for table in overviews}
    return replace(usecase.round_facts(views, tied, 2021), names=NAMES, year=2021, overviews=known, county=23, decided_on=(DECIDED,))  # fmt: skip


def news(views: tuple[CaseView, ...], form: Any = "nn", tied: Tied = MappingProxyType({})) -> Prose:
    """Return the news item of a round."""
    given = [one for one in views if one.awarded_nok]
    of = Round(CALL, "Statsforvaltaren i Rogaland", "Rogaland", DECIDED, 2021, views, tuple(Published(one, "Spare 2 mill. kroner i alt i Time.", tied.get(one.case)) for one in given))  # fmt: skip
    source = files.find_template(f"texts/{form}/awards.md").read_text(encoding="utf-8")
    blocks = prose.filled("t", source, publishing.news(of, form), publishing.AWARD_FIELDS)
    return Prose(form, blocks, {"awards": tables.on_page(tables.awards(views, "Rogaland"))})


def rendered(table: Table, ending: str, *, short: bool = False) -> bytes:
    """Return a table as a file."""
    built = table_usecase.Built(table, "nn", "Tildelingar", "Rogaland", "")
    return table_usecase.rendered(built, ending, short=short)  # type: ignore[arg-type]  # one of TABLES


def read(name: str, content: bytes, known: Facts) -> list[Finding]:
    """Proofread a file."""
    return list(proofread(passages(name, content), known, usecase.LIKENESS).findings)


def passages(name: str, content: bytes) -> list[Passage]:
    """Read a file as the use case does, workbooks in this process."""
    if Path(name).suffix not in usecase.SHEETS:
        return finished_texts.passages(Path(name), content)
    inside = open_inside(content, Path(name).suffix, name, lambda _heading: False)
    return list(sheet_passages(Sheet(name, head.name, tuple(rows), head.hidden) for head, rows in inside.sheets))
