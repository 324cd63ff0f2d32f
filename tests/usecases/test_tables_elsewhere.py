"""Tables as other programs see them: a browser with an accessibility checker, an office suite that works the sums out anew."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from skjonn.documents import html_tables
from skjonn.domain import tables
from skjonn.domain.applications import Scope
from skjonn.domain.frames import PotFigures
from skjonn.domain.tables import Home, Table
from skjonn.texts import Language
from skjonn.usecases.tables import Built, Format, rendered
from tests.domain.test_tables import CASE

LONG = replace(CASE, case="2021-002", title="Jeg kan! – " + "bruk av digitale hjelpemidler for å skape økt struktur " * 2, scope=Scope.COUNTY)  # fmt: skip
CASES = [CASE, LONG, replace(CASE, case="2021-003", awarded_nok=0, status="refused", title="=1+1")]
HOMES = [Home("1101", "Eigersund", 2021, 14_811, "Gruppe 3", "Dalane"), Home("1133", "Hjelmeland"), Home("1149", "Karmøy")]  # fmt: skip
MADE = (
    tables.awards(CASES, "Rogaland"),
    tables.applications(CASES, "Rogaland"),
    tables.whole_county(CASES, HOMES, 2021, {}),
    tables.areas(CASES, [tables.AreaName(code, code) for code in CASE.areas]),
    tables.pots([PotFigures("Prosjekt", 1000, 900, 800, 700, 0, 0), PotFigures("Krise", 500, 0, 0, 100, 0, 0)]),
)
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


def written(table: Table, form: Format, language: Language = "nn") -> bytes:
    """Return a table in a format, with all that may stand above it."""
    return rendered(Built(table, language, tables.TITLES[table.name], "Statsforvaltaren", "DØME"), form)


@pytest.mark.long
@pytest.mark.skipif(BROWSER is None, reason="no browser")
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_axe_finds_nothing(language: Language, tmp_path: Path) -> None:
    """Every table's page, broad and narrow, in a real browser with no network and no scripts of its own."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no driver of browsers")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])  # fmt: skip
        for width in (1280, 320):
            page = browser.new_page(viewport={"width": width, "height": 800})
            for table in MADE:
                path = tmp_path / f"{table.name}.html"
                path.write_bytes(written(table, "html", language))
                page.goto(path.as_uri())
                found = axe.Axe().run(page)
                assert found.response["passes"], "it has looked"
                assert [one["id"] for one in found.response["violations"]] == [], (table.name, width)
        browser.close()


def test_colours_can_be_told_from_the_page() -> None:
    """Text 4.5 to 1 and lines 3 to 1 at least, and nothing is told by a colour: there are none but greys."""
    colours = set(re.findall(r"#[0-9a-f]{3,6}", html_tables._STYLE))

    assert colours == {"#1a1a1a", "#fff", "#767676"}
    assert contrast(0x1A) >= 4.5
    assert contrast(0x76) >= 3


def contrast(grey: int) -> float:
    """Return the contrast of a grey to white, as WCAG reckons it."""
    share = grey / 255
    light = share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    return 1.05 / (light + 0.05)


def test_no_word_of_a_broad_word_table_is_broken() -> None:
    """The text of a table broader than the page is made smaller, as much as needed, and stays readable."""
    with zipfile.ZipFile(BytesIO(written(MADE[2], "docx"))) as archive:
        styles, body = (archive.read(f"word/{part}.xml").decode() for part in ("styles", "document"))
    sizes = re.findall(r'w:styleId="Table(?:Text|Number)".*?w:sz w:val="(\d+)"', styles, re.DOTALL)

    assert len(sizes) == 2
    assert all(14 <= int(size) < 19 for size in sizes), "half points"
    assert "<w:tblHeader/>" in body
    assert "<w:tblCaption " in body


def test_long_texts_are_broken_over_lines_in_a_sheet() -> None:
    """Each style a cell of an OpenDocument sheet names is there, and that of texts wraps."""
    with zipfile.ZipFile(BytesIO(written(MADE[0], "ods"))) as archive:
        content, styles = (archive.read(part).decode() for part in ("content.xml", "styles.xml"))
    used = set(re.findall(r'<table:table-c\w+ table:style-name="([^"]+)"', content))

    assert used
    assert used <= set(re.findall(r'style:name="([^"]+)"', styles + content))
    assert 'style:name="text" style:family="table-cell"' in styles
    assert re.search(r'style:name="text"[^/]*fo:wrap-option="wrap"', styles)


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no office suite")
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_sums_worked_out_by_another_program(form: Format, tmp_path: Path) -> None:
    """With the stored sums spoilt, an office suite comes to the register's; a text that looks like a formula stays a text."""
    paths = [tmp_path / f"{table.name}.{form}" for table in MADE]
    for table, path in zip(MADE, paths, strict=True):
        content = written(table, form)
        path.write_bytes(spoilt(content))
        assert (path.read_bytes() != content) is any(map(table.adds_up, table.totals)), (
            "what adds up has a formula to spoil"
        )
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", saved, *paths], check=True, capture_output=True, timeout=180)  # fmt: skip
    for table, path in zip(MADE, paths, strict=True):
        values, formulas = (openpyxl.load_workbook(saved / f"{path.stem}.xlsx", data_only=only).worksheets[0] for only in (True, False))  # fmt: skip
        shown = tables.without(table, *tables.FOR_SCRIPTS).columns
        row = 6 + len(table.rows)
        for place, column in enumerate(shown, 1):
            if column.name in table.totals:
                assert values.cell(row, place).value == table.totals[column.name], (table.name, column.name)
                assert str(formulas.cell(row, place).value).startswith("=SUM(") is table.adds_up(column.name)
        if table.name == "applications":
            title = formulas.cell(7, 2)
            assert (title.data_type, title.value) == ("s", "=1+1")


def spoilt(content: bytes) -> bytes:
    """Return a workbook or an OpenDocument sheet without the values stored beside its formulas."""
    packed = BytesIO()
    was, now = b"", b""
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for info in old.infolist():
            text = old.read(info)
            was += text
            if info.filename == "xl/worksheets/sheet1.xml":
                text = re.sub(rb"(</f>)<v>\d+</v>", rb"\1", text)
            if info.filename == "content.xml":
                text = re.sub(rb'(table:formula="[^"]+" )office:value-type="float" office:value="\d+"(><text:p>)[^<]*', rb'\1office:value-type="float" office:value="0"\2', text)  # fmt: skip
            new.writestr(info, text)
            now += text
    return content if was == now else packed.getvalue()
