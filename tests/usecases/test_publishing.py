"""The announcement and the news item: what is missing is named, figures are the tables' own, and no field makes structure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from skjonn import files
from skjonn.documents import prose
from skjonn.documents.letters import TemplateBroken, TemplateFieldEmpty, TemplateFieldUnknown, TemplateSyntaxWrong
from skjonn.documents.prose import Block, Prose
from skjonn.domain import publishing as rules
from skjonn.domain import tables
from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Scope
from skjonn.domain.case_view import CaseView
from skjonn.domain.desk import Desk
from skjonn.domain.publishing import Published, Round
from skjonn.usecases import approving, drafting, initiatives
from skjonn.usecases import publishing as usecase
from skjonn.usecases.publishing import NothingToTell, TextFormatUnknown, TextWanted, publish
from skjonn.usecases.recommending import Wanted as Said
from skjonn.usecases.tables import Wanted, build
from tests.domain.test_letter_fields import CALL
from tests.domain.test_tables import CASE
from tests.usecases.past_rounds import Past, open_past, past
from tests.usecases.test_letters import (
    AWARDED,
    EIGERSUND,
    FULL,
    PARTIAL,
    REFUSED,
    SOKNDAL,
    STAVANGER,
    VINDAFJORD,
    decided,
    recommended,
)

CASES = ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL), (STAVANGER, Said(Outcome.AWARD, 1_500_000)), (SOKNDAL, REFUSED))


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari on the day of the awards."""
    return replace(desk, today=AWARDED)


def plain(text: str) -> str:
    """Return a text with ordinary spaces and without Markdown's escapes."""
    return text.replace("\u00a0", " ").replace("\\", "")


def written(office: str, desk: Desk, wanted: TextWanted, path: Path) -> str:
    """Write a text and return what it says."""
    publish(office, desk, wanted, path.parent, path)
    if path.suffix == ".docx":
        document = Document(BytesIO(path.read_bytes()))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return plain("\n".join([*(one.text for one in document.paragraphs), *cells]))
    return plain(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("ending", ["docx", "html", "md"])
@pytest.mark.parametrize("form", ["nb", "nn"])
def test_the_news_says_what_the_table_says(office: str, desk: Desk, clerk: Desk, tmp_path: Path, ending: str, form: Any) -> None:  # fmt: skip  # noqa: PLR0917
    """Counts and sums, each award with its amount, partners and goal; nothing of what was refused; the same bytes again."""
    decided(office, desk, CASES)
    path = tmp_path / f"news.{ending}"
    said = written(office, clerk, TextWanted("2021", "awards", form), path)
    first = path.read_bytes()
    table = build(office, clerk, Wanted("awards", "2021")).table

    assert "2 700 000 kroner" in said
    for row in table.rows:
        assert str(row["title"]).replace("&", "&amp;" if ending == "html" else "&").replace("<", "&lt;" if ending == "html" else "<").replace(">", "&gt;" if ending == "html" else ">") in said  # fmt: skip
        assert f"{row['awarded_nok']:,}".replace(",", " ") in said
    assert "Lund og Sokndal" in said
    assert ("alle kommunane i Rogaland" if form == "nn" else "alle kommunene i Rogaland") in said
    assert "Sykkelkart" not in said
    assert "Felles {{ rutiner }}." in said
    assert written(office, clerk, TextWanted("2021", "awards", form), path) == said
    assert path.read_bytes() == first


def test_earlier_awards_come_from_the_initiative(office: str, desk: Desk, clerk: Desk, tmp_path: Path) -> None:
    """Several awards of one municipality are gathered under its name; an initiative tells what it has had before, and in all."""
    decided(office, desk, (*CASES, (replace(EIGERSUND, title="Meir"), Said(Outcome.AWARD, 200_000, reason="Del."))))
    initiatives.link(office, clerk, ["2021-003", "2021-001"], name="Digi Rogaland")
    said = written(office, clerk, TextWanted("2021", "awards", "nn"), tmp_path / "news.md")

    assert said.count("### Eigersund") == 1
    assert "Eigersund får 1 300 000 kroner til to prosjekt." in said
    assert "saman med Bokn mfl.\n" in said, "one stop, not two"
    assert "tidlegare fått" not in said, "nothing was had before this year"

    open_past(office, clerk, tmp_path, 2020, ("project", 3_000_000))
    past(office, clerk, "2020", Past("Digi", 1_950_000))
    initiatives.link(office, clerk, ["2020-001"], name="Digi Rogaland")
    said = written(office, clerk, TextWanted("2021", "awards", "nn"), tmp_path / "news.md")
    assert "har tidlegare fått 1 950 000 kroner i fjor, og har med dette fått 4 550 000 kroner over to år" in said

    later = replace(clerk, today=date(2022, 1, 10))
    said = written(office, later, TextWanted("2021", "awards", "nn"), tmp_path / "news.md")
    assert "har tidlegare fått 1 950 000 kroner i 2020, og har med dette" in said, "written a year later"


def test_nothing_is_published_before_approval(office: str, desk: Desk, clerk: Desk, tmp_path: Path) -> None:
    """Without an approved award there is no news; a draft is marked."""
    recommended(office, desk, CASES)
    drafting.draft(office, desk, "2021")
    with pytest.raises(NothingToTell):
        publish(office, clerk, TextWanted("2021", "awards"), tmp_path, tmp_path / "x.md")
    said = written(office, clerk, TextWanted("2021", "awards", "nn", draft=True), tmp_path / "x.md")
    assert said.startswith("**UTKAST")
    assert "2 700 000 kroner" in said
    assert not (tmp_path / "y.md").exists()


def test_the_announcement_names_what_it_lacks(office: str, desk: Desk, clerk: Desk, tmp_path: Path) -> None:
    """What the call has is told, with the frame; each item it has not is a warning by the key of its file."""
    recommended(office, desk, ())
    done = publish(office, clerk, TextWanted("2021"), tmp_path, tmp_path / "a.html")
    said = plain((tmp_path / "a.html").read_text(encoding="utf-8"))

    assert {one.place.cell for one in done.lacking} == {"texts.basis", "texts.documentation", "texts.processing", "texts.reservation", "texts.department", "texts.further", "rules.least_applied_nok", "rules.least_own_funding_percent"}  # fmt: skip
    assert all(one.data["item"].worded("nn") in one.message("nn") for one in done.lacking)  # type: ignore[attr-defined]  # words itself
    assert "10 000 000 kroner" in said
    assert "26. februar 2021 kl. 23.59" in said
    assert said.count("<li>") == 5 + 5 + 2 + 2


def test_an_office_edits_its_own_template(office: str, desk: Desk, clerk: Desk, tmp_path: Path) -> None:
    """The working folder's template comes before the shipped one, and a broken one is never passed over."""
    recommended(office, desk, ())
    own = tmp_path / "templates" / "texts" / "nn" / "call.md"
    own.parent.mkdir(parents=True)
    own.write_text("# Søk no: {{ call_name }}\n", encoding="utf-8")
    assert "Søk no" in written(office, clerk, TextWanted("2021", "call", "nn"), tmp_path / "a.md")
    own.write_text("# {{ navn }}\n", encoding="utf-8")
    with pytest.raises(TemplateFieldUnknown):
        publish(office, clerk, TextWanted("2021", "call", "nn"), tmp_path, tmp_path / "b.md")
    assert not (tmp_path / "b.md").exists()


def test_another_format_is_refused(office: str, clerk: Desk, tmp_path: Path) -> None:
    """The ending decides, and there are three."""
    with pytest.raises(TextFormatUnknown):
        publish(office, clerk, TextWanted("2021"), tmp_path, tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{{ tittel }}", TemplateFieldUnknown), ("{{ empty }}", TemplateFieldEmpty), ("{{ text", TemplateSyntaxWrong),
        ("{% include 'x' %}", TemplateSyntaxWrong), ("{{ text.__class__ }}", TemplateBroken), ("{{ 'a' * 10**9 }}", TemplateBroken),
        ("{% for one in many %}{{ one.nme }}{% endfor %}", TemplateFieldUnknown), ("{{ lipsum() }}", TemplateFieldUnknown),
    ],
)  # fmt: skip
def test_a_template_cannot_bite(source: str, error: type[Exception]) -> None:
    """Unknown, empty, wrong and hostile: each is refused."""
    values = {"text": "x", "empty": "", "many": ({"name": "a"},)}
    with pytest.raises(error):
        prose.filled("t", source, values, frozenset(values))


@given(st.text(max_size=60))
def test_no_field_makes_structure(text: str) -> None:
    """Whatever a field holds, it is a paragraph's text: no heading, no point, no table, no further paragraph."""
    blocks = prose.filled("t", "# A\n\n{{ text }} z\n\n- {{ text }} z", {"text": f"x{text}"}, frozenset({"text"}))

    assert [(one.kind, len(one.texts)) for one in blocks] == [("heading", 1), ("paragraph", 1), ("points", 1)]
    for marks in ("# ", "- ", "[awards]"):
        [only] = prose.filled("t", "{{ text }}", {"text": f"{marks}hei"}, frozenset({"text"}))
        assert (only.kind, only.texts) == ("paragraph", (f"{marks}hei".strip(),))


def test_what_a_text_is_made_of() -> None:
    """Headings, paragraphs over lines, points with and without blank lines between them, tables."""
    source = "# Ein\n\nto\ntre\n- a\n\n- b\nfire\n\n[awards]\n## Fem"
    assert prose.filled("t", source, {}, frozenset()) == (
        Block("heading", ("Ein",), 1), Block("paragraph", ("to tre",)), Block("points", ("a", "b")), Block("paragraph", ("fire",)),
        Block("table", ("awards",)), Block("heading", ("Fem",), 2),
    )  # fmt: skip


names = ("Eigersund", "Hå", "Time")
views = st.builds(
    lambda name, given_nok, applied_nok, scope, outcome: replace(CASE, municipality=name, municipality_number=name, payee=name, payee_number=name, awarded_nok=given_nok if outcome == "awarded" else 0, applied_nok=applied_nok, scope=scope, status=outcome),
    st.sampled_from(names), st.integers(1, 10**8), st.integers(1, 10**8), st.sampled_from(Scope), st.sampled_from(["awarded", "refused", "dismissed"]),
)  # fmt: skip
AMOUNT = re.compile(r"(\d{1,3}(?: \d{3})*) krone")
NUMBERS = ("to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv")
COUNT = re.compile(rf"(\d+|ett|eitt|én|éin|{'|'.join(NUMBERS)}) (prosjekt|kommun|søknad)")


def read_back(made: Prose, ending: str) -> tuple[list[str], list[list[str]]]:
    """Return a text's lines and the rows of its table, as a reader of the file has them."""
    if ending == "docx":
        document = Document(BytesIO(prose.docx(made)))
        rows = [[plain(cell.text) for cell in row.cells] for table in document.tables for row in table.rows]
        return [plain(one.text) for one in document.paragraphs], rows
    if ending == "md":
        lines = [plain(line) for line in prose.markdown(made).decode().split("\n")]
        rows = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
        return [line.lstrip("# ") for line in lines if not line.startswith("|")], [rows[0], *rows[2:]]
    root: Any = lxml.html.fromstring(prose.html(made))  # its stubs know no text_content
    cells = [[plain(cell.text_content()) for cell in row.iter("th", "td")] for row in root.iter("tr")]
    return [plain(one.text_content()) for one in root.iter("h1", "h2", "h3", "p")], cells


def told(text: str) -> list[tuple[int, str]]:
    """Return the counts of a text."""
    worded = {word: number for number, word in enumerate(NUMBERS, 2)}
    return [(int(number) if number.isdigit() else worded.get(number, 1), what) for number, what in COUNT.findall(text)]


def made_of(cases: tuple[CaseView, ...], form: Any) -> Prose:
    """Return the news item of some cases, from the shipped template."""
    awarded = tuple(Published(one, "Mål.") for one in cases if one.awarded_nok)
    fields = rules.news(Round(CALL, "Embetet", "Rogaland", None, 2021, cases, awarded), form)
    source = files.find_template(f"texts/{form}/awards.md").read_text(encoding="utf-8")
    table = tables.without(tables.awards([one.view for one in awarded], "Rogaland"), "case")
    return Prose(form, prose.filled("t", source, fields, rules.AWARD_FIELDS), {"awards": table})


@settings(max_examples=30, deadline=None)
@given(st.lists(views, min_size=1, max_size=6).filter(lambda some: any(one.awarded_nok for one in some)), st.sampled_from(["nb", "nn"]), st.sampled_from(["docx", "html", "md"]))  # fmt: skip
def test_every_figure_of_random_rounds_comes_back(some: list[CaseView], form: Any, ending: str) -> None:
    """In each format: every amount, sum and count of the introduction, the paragraphs and the table, and none besides."""
    cases = tuple(replace(one, case=f"2021-{number:03d}") for number, one in enumerate(some, 1))
    lines, rows = read_back(made_of(cases, form), ending)
    given_nok = {
        name: [one.awarded_nok for one in cases if one.municipality == name and one.awarded_nok] for name in names
    }
    given_nok = {name: own for name, own in given_nok.items() if own}
    total, awards = sum(sum(own) for own in given_nok.values()), sum(len(own) for own in given_nok.values())
    applied = sum(one.applied_nok for one in cases)

    head, lead, came = (next(line for line in lines if start in line) for start in (" til ", "Embetet har", "Det kom"))
    assert [amounts(head), amounts(lead), amounts(came)] == [[total], [total], [applied]]
    assert (told(head)[0], told(lead)) == ((awards, "prosjekt"), [(awards, "prosjekt"), (len(given_nok), "kommun")])
    refused = sum(one.status == "refused" for one in cases)
    assert told(came) == [(len(cases), "søknad"), (len({one.municipality for one in cases}), "kommun"), *([(refused, "søknad")] if refused else [])]  # fmt: skip
    for name, own in given_nok.items():
        mine = [line for line in lines if line.startswith(f"{name} får ")]
        wholes = [(sum(own), f"{len(own)} prosjekt")] * (len(own) > 1)
        assert [nok for line in mine for nok in amounts(line)] == [nok for nok, _words in wholes] + own
        assert [words for _nok, words in wholes] == [f"{number} {what}" for line in mine[: len(wholes)] for number, what in told(line)]  # fmt: skip
    shown = [int(row[-1].replace(" ", "")) for row in rows[1:]]
    assert shown == [one.awarded_nok for one in cases if one.awarded_nok] + [total]


def amounts(text: str) -> list[int]:
    """Return the amounts in kroner a text states."""
    return [int(one.replace(" ", "")) for one in AMOUNT.findall(text)]


@pytest.mark.parametrize(("form", "one", "said"), [("nb", "ett prosjekt i én kommune", "Det kom én søknad fra én kommune"), ("nn", "eitt prosjekt i éin kommune", "Det kom éin søknad frå éin kommune")])  # fmt: skip
def test_one_is_told_in_words_and_none_is_left_out(form: Any, one: str, said: str) -> None:
    """A single award reads as people write it, and no refusals are told of where there are none; nor of applications, where nobody applied."""
    only = replace(CASE, awarded_nok=600_000, applied_nok=600_000, status="awarded")
    text = plain(prose.markdown(made_of((only,), form)).decode())
    assert one in text
    assert said in text
    assert "avslag" not in text
    assert "Det kom" not in prose.markdown(made_of((replace(only, single=True),), form)).decode()


def test_only_refusals_are_told_as_refused(office: str, desk: Desk, clerk: Desk, tmp_path: Path) -> None:
    """A dismissed case is not counted among the refused, neither in a draft nor once it is decided."""
    dismissed = (replace(SOKNDAL, title="For sein"), Said(Outcome.DISMISSAL, ground="late"))
    recommended(office, desk, (*CASES, dismissed))
    drafting.draft(office, desk, "2021")
    for draft in (True, False):
        said = written(office, clerk, TextWanted("2021", "awards", "nn", draft=draft), tmp_path / "a.md")
        assert "Det kom fem søknader frå fire kommunar" in said
        assert "avslag på éin søknad." in said
        if draft:
            approving.approve(office, desk, "2021", 1, approving.Given("per"))


def test_a_round_taken_over_tells_its_day_only_where_it_is_known(office: str, desk: Desk, tmp_path: Path) -> None:
    """The day a round was taken over is not the day it was decided."""
    for year, day in ((2019, date(2019, 6, 19)), (2020, None)):
        open_past(office, desk, tmp_path, year, ("project", 3_000_000))
        past(office, desk, str(year), Past("Digi", 600_000, decided_on=day))
    assert "Vedtaket ble gjort 19. juni 2019." in written(
        office, desk, TextWanted("2019", "awards", "nb"), tmp_path / "a.md"
    )
    assert "Vedtaket" not in written(office, desk, TextWanted("2020", "awards", "nb"), tmp_path / "b.md")


def test_usecase_names() -> None:
    """What can be asked for is what there are templates for, in both forms."""
    for form in ("nb", "nn"):
        for of in ("call", "awards"):
            assert files.find_template(f"texts/{form}/{of}.md").is_file()
    assert usecase.FORMATS == ("docx", "html", "md")
