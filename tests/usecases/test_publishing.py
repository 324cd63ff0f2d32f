"""The announcement and the news item: what is missing is named, figures are the tables' own, and no field makes structure."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

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
from skjonn.domain.desk import Desk
from skjonn.domain.publishing import Published, Round
from skjonn.usecases import initiatives
from skjonn.usecases import publishing as usecase
from skjonn.usecases.publishing import NothingToTell, TextFormatUnknown, TextWanted, publish
from skjonn.usecases.recommending import Wanted as Said
from skjonn.usecases.tables import Wanted, build
from tests.domain.test_letter_fields import CALL
from tests.domain.test_tables import CASE
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
    assert "Eigersund får 1 300 000 kroner til 2 prosjekt." in said
    assert "tidlegare fått" not in said, "nothing was had before this year"


def test_nothing_is_published_before_approval(office: str, desk: Desk, clerk: Desk, tmp_path: Path) -> None:
    """Without an approved award there is no news; a draft is marked."""
    recommended(office, desk, CASES)
    from skjonn.usecases import drafting

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

    assert {one.place.cell for one in done.lacking} == {"texts.basis", "texts.documentation", "texts.processing", "texts.reservation", "texts.department", "rules"}  # fmt: skip
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
    lambda name, given_nok, applied_nok, scope: replace(CASE, municipality=name, municipality_number=name, payee=name, payee_number=name, awarded_nok=given_nok, applied_nok=applied_nok, scope=scope),
    st.sampled_from(names), st.integers(0, 10**8), st.integers(1, 10**8), st.sampled_from(Scope),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(views, min_size=1, max_size=6).filter(lambda some: any(one.awarded_nok for one in some)), st.sampled_from(["nb", "nn"]))  # fmt: skip
def test_every_figure_of_random_rounds_comes_back(some: list[tables.CaseView], form: Any) -> None:
    """In each format: the sum, the counts, each municipality's sum and each award's amount."""
    cases = tuple(replace(one, case=f"2021-{number:03d}") for number, one in enumerate(some, 1))
    awarded = tuple(Published(one, "Mål.") for one in cases if one.awarded_nok)
    fields = rules.news(Round(CALL, "Embetet", "Rogaland", None, cases, awarded), form)
    source = files.find_template(f"texts/{form}/awards.md").read_text(encoding="utf-8")
    table = tables.awards([one.view for one in awarded], "Rogaland")
    made = Prose(form, prose.filled("t", source, fields, rules.AWARD_FIELDS), {"awards": table})

    total = sum(one.view.awarded_nok or 0 for one in awarded)
    for content in (prose.html(made), prose.markdown(made)):
        text = plain(content.decode())
        assert re.findall(r"# ?(?:<h1>)?([\d ]+) kroner|<h1>([\d ]+) kroner", text)[0] in {(f"{total:,}".replace(",", " "), ""), ("", f"{total:,}".replace(",", " "))}  # fmt: skip
        for name in {one.view.municipality for one in awarded}:
            own = [one.view.awarded_nok or 0 for one in awarded if one.view.municipality == name]
            assert all(f"{name} får {nok:,} kroner".replace(",", " ") in text for nok in own)
            if len(own) > 1:
                assert f"{name} får {sum(own):,} kroner til {len(own)} prosjekt".replace(",", " ") in text


def test_usecase_names() -> None:
    """What can be asked for is what there are templates for, in both forms."""
    for form in ("nb", "nn"):
        for of in ("call", "awards"):
            assert files.find_template(f"texts/{form}/{of}.md").is_file()
    assert usecase.FORMATS == ("docx", "html", "md")
