"""A letter comes out as docxtpl alone would make it: every shipped template, and edited ones with loops, tables and pictures."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.shared import Cm
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from skjonn import files
from skjonn.documents.letters import compile_template
from skjonn.documents.packages import Properties
from skjonn.domain.letter_fields import FIELD_NAMES
from skjonn.domain.letter_kinds import LetterKind
from skjonn.domain.letter_samples import sample

FORMS = ("nb", "nn")
PROPERTIES = Properties("2021-001", "Statsforvaltaren", "nn", date(2021, 6, 1))
AWKWARD = {"title": "Bru & <tunnel> «{{ x }}» 'sitat'", "reason": "Ei linje.\nEi til.", "partners_text": "Åfjord"}
PARTS = ("word/document.xml", "word/header", "word/footer")


def picture() -> BytesIO:
    """Return a PNG of one sign."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00")) + chunk(b"IEND", b""))  # fmt: skip


def loops(document: DocumentObject) -> None:
    """Go through lists in paragraphs, in one line, and in rows of a table."""
    document.add_paragraph("{%p for one in conditions %}")
    document.add_paragraph("{{ loop.index }}. {{ one }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{% for one in partners %}{{ one }}{% if not loop.last %}, {% endif %}{% endfor %}.")
    table = document.add_table(rows=3, cols=2)
    table.rows[0].cells[0].text = "{%tr for one in report_dates %}"
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = "{{ one }}", "{{ title }}"
    table.rows[2].cells[0].text = "{%tr endfor %}"


def conditions(document: DocumentObject) -> None:
    """Print by condition: paragraphs, parts of a line, runs of their own, the other way round."""
    document.add_paragraph("{%p if partners %}")
    document.add_paragraph("Saman med {{ partners_text }}{% if payee %} (til {{ payee }}){% else %}.{% endif %}")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("Åleine.")
    document.add_paragraph("{%p endif %}")
    split = document.add_paragraph("{{ ti")
    split.add_run("tle").bold = True
    split.add_run(" }} og {%r if reason %}")
    split.add_run("{{ reason }}").italic = True
    split.add_run("{%r endif %}")


def pictures(document: DocumentObject) -> None:
    """Show a picture, and one for each item of a list: their numbers must not collide."""
    document.add_picture(picture(), width=Cm(1))
    document.add_paragraph("{%p for one in conditions %}")
    document.add_picture(picture(), width=Cm(2))
    document.add_paragraph("{{ one }}")
    document.add_paragraph("{%p endfor %}")


def columns(document: DocumentObject) -> None:
    """Let a table have as many columns as a list has items."""
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("{%tc for one in partners %}", "{{ one }}", "{%tc endfor %}"), strict=True):  # fmt: skip
        cell.text = text


def uneven(document: DocumentObject) -> None:
    """Leave a table's grid with more columns than its rows have cells, as merging in Word can."""
    table = document.add_table(rows=1, cols=4)
    row = table.rows[0]._tr
    row.remove(row.tc_lst[-1])
    table.rows[0].cells[0].text = "{{ title }}"


EDITED = (loops, conditions, pictures, columns, uneven)


def by_docxtpl(content: bytes, values: Mapping[str, object]) -> bytes:
    """Return what docxtpl makes of a template by itself."""
    template = DocxTemplate(BytesIO(content))
    template.render(dict(values), jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
    saved = BytesIO()
    template.save(saved)
    return saved.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts that hold text, each in canonical form."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist() if name.startswith(PARTS)}
    return {name: etree.tostring(etree.fromstring(part), method="c14n") for name, part in found.items()}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("letter", LetterKind)
@pytest.mark.parametrize("sparse", [False, True])
def test_shipped_templates(form: str, letter: LetterKind, *, sparse: bool) -> None:
    """Every kind in both forms, with much and with little to say, and awkward texts."""
    content = files.find_template(f"letters/{form}/{letter}.docx").read_bytes()
    values = sample(letter, sparse=sparse)
    values |= {name: text for name, text in AWKWARD.items() if values[name]}

    ours = compile_template("x", content, FIELD_NAMES).render("2021-001", values | {"banner": "DØME"}, PROPERTIES)

    assert parts(ours) == parts(by_docxtpl(content, values | {"banner": "DØME"}))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("edit", EDITED)
@pytest.mark.parametrize("many", [1, 2, 5])
def test_edited_templates(form: str, edit: object, many: int, tmp_path: Path) -> None:
    """A shipped template with loops, conditions, pictures or tables put in by an office, lists short and long."""
    document = Document(str(files.find_template(f"letters/{form}/award.docx")))
    edit(document)  # type: ignore[operator]  # one of the functions above
    document.save(str(tmp_path / "edited.docx"))
    content = (tmp_path / "edited.docx").read_bytes()
    values = sample(LetterKind.AWARD) | AWKWARD
    for name in ("conditions", "partners", "report_dates"):
        values[name] = tuple(f"{name} {number}" for number in range(many))

    template = compile_template("x", content, FIELD_NAMES)

    assert parts(template.render("2021-001", values, PROPERTIES)) == parts(by_docxtpl(content, values))


def test_the_signs_of_fields_as_text() -> None:
    """A template that shows how a field is written shows it."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ banner or '' }}"
    document.add_paragraph("Skriv {_{ title }_} for {{ title }}.")
    saved = BytesIO()
    document.save(saved)
    values = sample(LetterKind.AWARD)

    ours = compile_template("x", saved.getvalue(), FIELD_NAMES).render("2021-001", values, PROPERTIES)

    assert Document(BytesIO(ours)).paragraphs[0].text == f"Skriv {{{{ title }}}} for {values['title']}."
    assert parts(ours) == parts(by_docxtpl(saved.getvalue(), values))
