"""Whatever a round is like: what is made of it has no finding, and each change to it is found as exactly what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from skjonn.documents import prose
from skjonn.domain import tables
from skjonn.domain.applications import Scope
from skjonn.domain.case_view import CaseView
from skjonn.domain.proofreading import Facts, Finding, Passage, proofread
from skjonn.domain.tables import Table, printed
from skjonn.usecases.proofreading import LIKENESS
from tests.usecases.proof_rounds import TABLES, cases, facts, initiatives, news, passages, read, rendered

pytestmark = pytest.mark.long

COUNTED = ("", "", "to", "tre", "fire", "fem", "seks", "sju")
AREAS = (tables.AreaName("klima", "Klima og miljø"), tables.AreaName("unge", "Barn og unge"))


def told(found: list[Finding]) -> set[tuple[str, str]]:
    """Return what is found, by kind and case."""
    return {(one.kind, one.case) for one in found}


@settings(max_examples=25, deadline=None)
@given(cases(), st.sampled_from(["nb", "nn"]), st.data())
def test_of_the_news_item_it_finds_nothing(views: tuple[CaseView, ...], form: Any, data: st.DataObject) -> None:
    """In each format and form, whatever titles and partners are like, and whatever initiatives had before."""
    tied = data.draw(initiatives(views))
    made = news(views, form, tied)

    for name, content in (("a.html", prose.html(made)), ("a.md", prose.markdown(made)), ("a.docx", prose.docx(made))):
        assert read(name, content, facts(views, tied=tied)) == []


@settings(max_examples=25, deadline=None)
@given(cases(), st.booleans())
def test_of_text_that_lost_its_order_it_finds_nothing(views: tuple[CaseView, ...], short: bool) -> None:
    """As that of a PDF: the news item, and the tables of cases and of sums, as words after one another."""
    tables_made = (tables.awards(views, "Rogaland"), tables.applications(views, "Rogaland"), tables.municipalities(views))  # fmt: skip
    every = [prose.docx(news(views)), *(rendered(table, "docx", short=short) for table in tables_made)]
    for content in every:
        said = " ".join(" ".join([one.text, *one.cells]) for one in passages("a.docx", content))
        torn = [Passage("page 1", " ".join(said.split()), torn=True)]
        assert proofread(torn, facts(views, tables_made[2]), LIKENESS).findings == ()


@settings(max_examples=25, deadline=None)
@given(cases(), st.booleans())
def test_of_the_tables_of_cases_it_finds_nothing(views: tuple[CaseView, ...], short: bool) -> None:
    """In each format that people read, and as data, with partners in full or told shortly."""
    for table in (tables.awards(views, "Rogaland"), tables.applications(views, "Rogaland")):
        for ending in TABLES:
            assert read(f"a.{ending}", rendered(table, ending, short=short), facts(views)) == [], (table.name, ending)


@settings(max_examples=25, deadline=None)
@given(cases())
def test_of_the_tables_of_sums_it_finds_nothing(views: tuple[CaseView, ...]) -> None:
    """Nor does it miss awards in them: they tell of none."""
    views = tuple(replace(one, areas=("klima", "unge") if one.payee == "Lund" else ("unge",)) for one in views)
    for table in (tables.municipalities(views), tables.areas(views, AREAS)):
        for ending in TABLES:
            assert read(f"a.{ending}", rendered(table, ending), facts(views, table)) == [], (table.name, ending)


def with_row(table: Table, at: int, **values: Any) -> Table:
    """Return a table with other values in one row."""
    return replace(table, rows=tuple({**row, **values} if place == at else row for place, row in enumerate(table.rows)))


@settings(max_examples=15, deadline=None)
@given(cases(plain=True), st.data())
@pytest.mark.parametrize("ending", TABLES)
def test_a_change_in_a_table_is_found_as_what_it_is(ending: str, views: tuple[CaseView, ...], data: st.DataObject) -> None:  # fmt: skip
    """A digit, two amounts swapped, a partner dropped or added, another lead, a row left out; in each format."""
    known, table = facts(views), tables.awards(views, "Rogaland")
    at, beside = data.draw(st.permutations(range(len(views))))[:2]
    one, other = views[at], views[beside]
    given_nok = one.awarded_nok or 0

    def finds(changed: Table) -> set[tuple[str, str]]:
        return told(read(f"a.{ending}", rendered(changed, ending), known))

    digits = str(given_nok)
    place = data.draw(st.integers(0, len(digits) - 1))
    digit = data.draw(st.sampled_from([sign for sign in "123456789" if sign != digits[place]]))
    slipped = int(f"{digits[:place]}{digit}{digits[place + 1 :]}")
    assert finds(with_row(table, at, awarded_nok=slipped)) == {("amount", one.case)}
    swapped = with_row(with_row(table, at, awarded_nok=other.awarded_nok), beside, awarded_nok=given_nok)
    assert finds(swapped) == {("amount", one.case), ("amount", other.case)}
    if one.partners:
        assert finds(with_row(table, at, partners=one.partners[1:])) == {("partner", one.case)}
    if one.scope is Scope.NAMED:
        assert finds(with_row(table, at, partners=(*one.partners, "Utsira"))) == {("partner", one.case)}
    assert finds(with_row(table, at, municipality="Utsira")) == {("municipality", one.case)}
    without = replace(table, rows=tuple(row for row in table.rows if row["case"] != one.case))
    assert finds(without) == {("missing", one.case)}
    twice = replace(table, rows=(*table.rows[: at + 1], *table.rows[at:]))
    assert finds(twice) == {("row", one.case)}
    numbers = with_row(with_row(table, at, case=other.case), beside, case=one.case)
    assert finds(numbers) == {("row", one.case), ("row", other.case)}
    made_up = {**table.rows[at], "case": "2021-099", "title": "Eit prosjekt ingen har søkt om"}
    assert finds(replace(table, rows=(*table.rows, made_up))) == {("row", "")}
    emptied = with_row(table, at, awarded_nok=None)
    assert finds(emptied) == {("amount", one.case)}


@settings(max_examples=15, deadline=None)
@given(cases(plain=True), st.data())
@pytest.mark.parametrize("ending", TABLES)
def test_a_change_in_a_table_of_sums_is_found(ending: str, views: tuple[CaseView, ...], data: st.DataObject) -> None:
    """A sum or a count of one municipality, and the totals where they are printed."""
    table = tables.municipalities(views)
    at = data.draw(st.integers(0, len(table.rows) - 1))
    row = table.rows[at]

    def finds(changed: Table) -> set[tuple[str, str]]:
        return told(read(f"a.{ending}", rendered(changed, ending), facts(views, table)))

    assert finds(with_row(table, at, applied_nok=int(str(row["applied_nok"])) + 5_000)) == {("sum", "")}
    assert finds(with_row(table, at, applications=int(str(row["applications"])) + 1)) == {("count", "")}
    assert finds(with_row(table, at, municipality_number="1199")) == {("municipality", "")}
    assert finds(replace(table, rows=(*table.rows[: at + 1], *table.rows[at:]))) == {("row", "")}
    made_up = {**row, "municipality": "Utsira", "municipality_number": "1151"}
    assert finds(replace(table, rows=(*table.rows, made_up))) == {("row", "")}
    if ending != "csv":
        without = replace(table, rows=tuple(one for one in table.rows if one is not row))
        assert finds(without) == {("missing", "")}
        wrong = replace(table, totals={**table.totals, "awarded_nok": table.totals["awarded_nok"] + 5_000})
        assert finds(wrong) == {("sum", "")}


Edit = Callable[[str, str, str], bytes]
"""Puts a text in the place of another, in the paragraph that holds a third."""


def in_markdown(views: tuple[CaseView, ...]) -> Edit:
    """Edit the news item as Markdown."""
    source = prose.markdown(news(views)).decode().replace("\\", "")

    def edit(within: str, old: str, new: str) -> bytes:
        lines = source.split("\n")
        at = next(place for place, line in enumerate(lines) if within in line and not line.startswith(("|", "#")) and old in line)  # fmt: skip
        lines[at] = lines[at].replace(old, new, 1)
        return "\n".join(lines).encode()

    return edit


def in_html(views: tuple[CaseView, ...]) -> Edit:
    """Edit the news item as a page."""
    source = prose.html(news(views)).decode()

    def edit(within: str, old: str, new: str) -> bytes:
        parts = source.split("<p")
        at = next(place for place, part in enumerate(parts) if within in part and old in part and place)
        parts[at] = parts[at].replace(old, new, 1)
        return "<p".join(parts).encode()

    return edit


def in_word(views: tuple[CaseView, ...]) -> Edit:
    """Edit the news item as a Word document."""
    source = prose.docx(news(views))

    def edit(within: str, old: str, new: str) -> bytes:
        document = Document(BytesIO(source))
        paragraph = next(one for one in document.paragraphs if within in one.text and old in one.text and not str(one.style and one.style.name).startswith("Heading"))  # fmt: skip
        paragraph.text = paragraph.text.replace(old, new, 1)
        packed = BytesIO()
        document.save(packed)
        return packed.getvalue()

    return edit


def collides(known: Facts, amount_nok: int) -> bool:
    """Tell whether an amount is one the text may speak of anyhow."""
    every = {nok for one in known.awards for nok in (one.awarded_nok, one.applied_nok)}
    return amount_nok in every | known.sums


@settings(max_examples=15, deadline=None)
@given(cases(plain=True), st.data())
@pytest.mark.parametrize(("name", "editing"), [("a.md", in_markdown), ("a.html", in_html), ("a.docx", in_word)])
def test_a_change_in_the_news_is_found_as_what_it_is(name: str, editing: Callable[[tuple[CaseView, ...]], Edit], views: tuple[CaseView, ...], data: st.DataObject) -> None:  # fmt: skip
    """A digit of an award, a partner dropped or added, a count and a sum of the introduction, a word of a title."""
    known, edit = facts(views), editing(views)
    one = data.draw(st.sampled_from(views))
    title, own = f"«{one.title}»", printed(one.awarded_nok)
    wrong_nok = (one.awarded_nok or 0) + data.draw(st.sampled_from([1_000, 5_000, 90_000]))
    assume(not collides(known, wrong_nok) and not collides(known, known.awarded_nok + 5_000))

    def finds(within: str, old: str, new: str) -> set[tuple[str, str]]:
        return told(read(name, edit(within, old, new), known))

    assert finds(title, own, printed(wrong_nok)) == {("amount", one.case)}
    assert finds(
        "Statsforvaltaren", f"til {COUNTED[len(views)]} prosjekt", f"til {COUNTED[len(views) + 1]} prosjekt"
    ) == {("count", "")}
    assert finds("Det kom", f"{COUNTED[len(views)]} søknader", f"{COUNTED[len(views) + 1]} søknader") == {("count", "")}
    assert finds("Statsforvaltaren", printed(known.awarded_nok), printed(known.awarded_nok + 5_000)) == {("sum", "")}
    told_with = ", ".join(one.partners[:-1]) + (" og " if len(one.partners) > 1 else "") + "".join(one.partners[-1:])
    others = [each for each in views if each.partners and each is not one]
    if one.partners and (len(one.partners) > 1 or others):
        fewer = ", ".join(one.partners[:-1])
        dropped = f", saman med {told_with}"
        assert finds(title, dropped, f", saman med {fewer}" if fewer else "") == {("partner", one.case)}
        assert finds(title, told_with, f"Utsira, {told_with}") == {("partner", one.case)}
    assert finds(title, title, title.replace("a", "å", 1)) <= {("title", one.case)}


@settings(max_examples=10, deadline=None)
@given(cases(plain=True), st.data())
def test_the_table_of_the_news_against_its_prose(views: tuple[CaseView, ...], data: st.DataObject) -> None:
    """A row taken out while the prose tells of it, under the sum of all; a sentence taken out is told where most are there."""
    one = data.draw(st.sampled_from(views))
    lines = prose.markdown(news(views)).decode().split("\n")
    row = next(line for line in lines if line.startswith("|") and one.title in line.replace("\\", ""))
    sentence = next(line for line in lines if not line.startswith("|") and f"«{one.title}»" in line.replace("\\", ""))
    without_row, without_sentence = ("\n".join(line for line in lines if line != out) for out in (row, sentence))

    assert [(each.kind, each.case) for each in read("a.md", without_row.encode(), facts(views))] == [("missing", one.case)]  # fmt: skip
    found = told(read("a.md", without_sentence.encode(), facts(views)))
    assert found == ({("missing", one.case)} if len(views) > 4 else set())


@settings(max_examples=25, deadline=None)
@given(cases(plain=True), st.data())
def test_two_amounts_swapped_in_the_news_are_both_found(views: tuple[CaseView, ...], data: st.DataObject) -> None:
    """Of two projects, of one municipality or of two."""
    one, other = data.draw(st.permutations(views))[:2]
    known = facts(views)
    source = prose.markdown(news(views)).decode()
    marked = {each.case: f"{printed(each.awarded_nok)}\u00a0kroner til «" for each in (one, other)}
    sums = set(known.by_municipality.values())
    assume(all(source.count(text) == 1 for text in marked.values()))
    assume(not {one.awarded_nok, other.awarded_nok} & sums or len(sums) == len(views))

    swapped = source.replace(marked[one.case], "\0").replace(marked[other.case], marked[one.case]).replace("\0", marked[other.case])  # fmt: skip

    assert told(read("a.md", swapped.encode(), known)) == {("amount", one.case), ("amount", other.case)}


@settings(max_examples=25, deadline=None)
@given(cases(plain=True), st.data())
def test_a_change_in_earlier_years_is_found(views: tuple[CaseView, ...], data: st.DataObject) -> None:
    """Two amounts swapped, one of another year, the count of years, the day of the decision."""
    tied = data.draw(initiatives(views))
    assume(tied)
    case = data.draw(st.sampled_from(sorted(tied)))
    before = [part for part in tied[case].parts if part.year < 2021]
    one, other = before[0], before[-1]
    known, source = facts(views, tied=tied), prose.markdown(news(views, "nn", tied)).decode()
    line = next(text for text in source.split("\n") if f"«{next(view.title for view in views if view.case == case)}»" in text.replace("\\", "") and "tidlegare" in text)  # fmt: skip

    def finds(old: str, new: str) -> set[tuple[str, str]]:
        assert old in line
        return told(read("a.md", source.replace(line, line.replace(old, new, 1)).encode(), known))

    when = {each.year: "i fjor" if each.year == 2020 else f"i {each.year}" for each in before}
    said = {each.year: f"{printed(each.awarded_nok)}\u00a0kroner {when[each.year]}" for each in before}
    if one is not other:
        mixed = {said[one.year]: f"{printed(other.awarded_nok)}\u00a0kroner {when[one.year]}", said[other.year]: f"{printed(one.awarded_nok)}\u00a0kroner {when[other.year]}"}  # fmt: skip
        changed = line.replace(said[one.year], "\0").replace(said[other.year], mixed[said[other.year]]).replace("\0", mixed[said[one.year]])  # fmt: skip
        assert finds(line, changed) == {("amount", case)}
    assert finds(said[one.year], f"{printed(one.awarded_nok)}\u00a0kroner i 2012") == {("amount", case)}
    span = str(2021 - one.year + 1)
    words = {"2": "to", "3": "tre", "4": "fire", "5": "fem", "6": "seks", "7": "sju"}
    assert finds(f"over {words[span]} år", "over ni år") == {("count", case)}
    moved = source.replace("25.\u00a0mai", "26.\u00a0mai").encode()
    assert told(read("a.md", moved, known)) == {("date", "")}
