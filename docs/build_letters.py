"""Build the letter templates that are shipped: `python docs/build_letters.py`. Not part of the package.

An office edits the .docx files in Word, not this script; the script is how the shipped ones came to be, and building
them again gives the same bytes. What a template may ask for is listed in `skjonn.domain.letter_fields.LETTER_FIELDS`; the texts are in `docs/letter_words.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import _Header
from docx.shared import Pt
from docx.table import _Cell
from letter_shapes import boxed, field, flush, light, repeated, ruled, unbroken, widths
from letter_words import COMMON, FACTS, LETTERS

from skjonn.documents.packages import Properties, packed, parts_of
from skjonn.documents.styles import blank, describe

Form = Literal["nb", "nn"]
WIDE = frozenset({"decisions"})
"""Kinds whose pages lie on their side, for a broad table."""
CLAUSES = ("control", "repayment", "auditor", "appeal")
_VALUES = {
    "title": ("{{ title }}", ""),
    "case": ("{{ case }}", ""),
    "recipient": ("{{ lead }}", ""),
    "org": ("{{ recipient_org_number }}", "recipient_org_number"),
    "partners": ("{{ partners_text }}", "partners_text"),
    "period": ("{{ period }}", "period"),
    "year": ("{{ year }}", ""),
    "received": ("{{ received_on }}", "received_on"),
    "applied": ("{{ applied_amount_short }}", ""),
    "awarded": ("{{ awarded_amount_short }}", "awarded_amount_short"),
    "payee": ("{{ payee }}", "payee"),
}
"""Rows of a table of facts: what stands in them, and the field they hang on."""


def build(kind: str, form: Form) -> bytes:
    """Return the template of one kind of letter in one language form."""
    words = COMMON[form]
    title, blocks = LETTERS[form][kind]
    document = blank(form)
    if kind in WIDE:
        _lie(document)
    one_case = any(block[0] == "facts" or block[0] in {"award", "refusal"} for block in blocks) or kind == "completion"
    _page_heads(document, words, one_case=one_case)
    _opening(document, words, one_case=one_case)
    document.add_paragraph(title, style="Title")
    for block in blocks:
        _BLOCKS[block[0]](document, form, *block[1:])
    _ending(document, words, one_case=one_case)
    return packed(parts_of(document), Properties(f"{kind} ({form})", "", form))


def _award(document: DocumentObject, form: Form, partial: str) -> None:
    words = COMMON[form]
    document.add_heading(words["about_award"], 1)
    _facts(document, form, words["about_award"], ("title", "case", "recipient", "org", "partners", "period", "year", "applied", "awarded", "payee"))  # fmt: skip
    if partial:
        document.add_heading(words["why_lower"], 1)
        document.add_paragraph("{{ reason }}")
    document.add_heading(words["purpose"], 1)
    _when(document, form, "purpose", "{{ purpose }}")
    document.add_paragraph(words["purpose_text"])
    _when(document, form, "goals", words["goals"])
    _when(document, form, "earlier_awards", words["earlier_awards"])
    document.add_paragraph(words["frame"])
    _terms(document, form)
    _clauses(document, words, CLAUSES)


def _given(document: DocumentObject, form: Form) -> None:
    """Write the terms of awards, in a letter about several cases, where any of them is awarded."""
    document.add_paragraph("{%p if awarded_in_all %}")
    document.add_paragraph(COMMON[form]["frame"])
    _terms(document, form, payee=False)
    document.add_paragraph("{%p endif %}")
    _clauses(document, COMMON[form], CLAUSES)


def _changed(document: DocumentObject, form: Form) -> None:
    """Write the terms of an award after a correction, where one stands, and what every correction has: the appeal."""
    words = COMMON[form]
    document.add_paragraph("{%p if awarded_amount %}")
    document.add_heading(words["purpose"], 1)
    _when(document, form, "purpose", "{{ purpose }}")
    document.add_paragraph(words["purpose_text"])
    _terms(document, form, payee=False)
    _clauses(document, words, CLAUSES[:-1])
    document.add_paragraph("{%p endif %}")
    _appeal(document, form)


def _appeal(document: DocumentObject, form: Form) -> None:
    _clauses(document, COMMON[form], CLAUSES[-1:])


def _terms(document: DocumentObject, form: Form, *, payee: bool = True) -> None:
    words = COMMON[form]
    document.add_heading(words["payment"], 1)
    document.add_paragraph("{{ payment }}")
    if payee:
        _when(document, form, "payee", words["paid_to"])
    _list(document, form, "conditions", words["conditions"], words["conditions_intro"])
    document.add_heading(words["reporting"], 1)
    document.add_paragraph("{{ reporting }}")
    _list(document, form, "report_dates", "", words["due"])


def _refusal(document: DocumentObject, form: Form) -> None:
    words = COMMON[form]
    document.add_heading(words["reasons"], 1)
    document.add_paragraph("{{ ground }}")
    _when(document, form, "reason", "{{ reason }}")
    document.add_heading(words["about_application"], 1)
    _facts(document, form, words["about_application"], ("title", "case", "recipient", "org", "partners", "period", "year", "applied"))  # fmt: skip
    _clauses(document, words, ("appeal",))


def _heading(document: DocumentObject, _form: Form, text: str) -> None:
    document.add_heading(text, 1)


def _paragraph(document: DocumentObject, _form: Form, text: str) -> None:
    document.add_paragraph(text)


def _section(document: DocumentObject, _form: Form, name: str, heading: str, text: str) -> None:
    document.add_paragraph(f"{{%p if {name} %}}")
    document.add_heading(heading, 1)
    document.add_paragraph(text)
    document.add_paragraph("{%p endif %}")


def _list(document: DocumentObject, _form: Form, many: str, heading: str, intro: str) -> None:
    document.add_paragraph(f"{{%p if {many} %}}")
    if heading:
        document.add_heading(heading, 1)
    if intro:
        document.add_paragraph(intro).paragraph_format.keep_with_next = True
    _each(document, "one", many, "{{ one }}")
    document.add_paragraph("{%p endif %}")


def _wide_table(document: DocumentObject, _form: Form, many: str, caption: str, columns: tuple[tuple[str, str, float], ...], *total: str) -> None:  # fmt: skip
    """Write a table with a header row that is repeated on each page, a row for each item, and a sum where there is one."""
    document.add_heading(caption, 1)
    table = document.add_table(rows=1, cols=len(columns))
    table.autofit, table.style = False, "Table Grid"
    _cells(table.rows[0].cells, [heading for heading, _name, _width in columns], columns, bold=True)
    table.add_row().cells[0].text = f"{{%tr for one in {many} %}}"
    _cells(table.add_row().cells, [f"{{{{ one.{name} }}}}" for _heading, name, _width in columns], columns, bold=False)
    table.add_row().cells[0].text = "{%tr endfor %}"
    if total:
        label, name = total
        _cells(table.add_row().cells, [label, *[""] * (len(columns) - 2), f"{{{{ {name} }}}}"], columns, bold=True)
    widths(table, *(width for _heading, _name, width in columns))
    for row in table.rows:
        unbroken(row)
    repeated(table.rows[0])
    describe(table, caption)
    light(table, header=True)
    after = document.add_paragraph()
    after.paragraph_format.space_after, after.paragraph_format.line_spacing = Pt(0), Pt(4)


def _cells(cells: tuple[_Cell, ...], texts: list[str], columns: tuple[tuple[str, str, float], ...], *, bold: bool) -> None:  # fmt: skip
    for cell, text, (_heading_text, name, _width) in zip(cells, texts, columns, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.line_spacing = 1.0
        if name in {"applied", "awarded", "amount"}:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run(text).bold = bold


def _lie(document: DocumentObject) -> None:
    section = document.sections[0]
    width, height = section.page_width, section.page_height
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, height, width


def _page_heads(document: DocumentObject, words: dict[str, str], *, one_case: bool) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    _banner(section.first_page_header)
    name = section.first_page_header.add_paragraph()
    run = name.add_run("{{ office_name }}")
    run.bold, run.font.size = True, Pt(13)
    ruled(
        section.first_page_header.add_paragraph(
            "{% if office_org_number %}" + words["org"] + " {{ office_org_number }}{% endif %}"
        )
    )
    _banner(section.header)
    about = words["case"].lower() + " {{ case }}" if one_case else "{{ call_name }}"
    ruled(section.header.add_paragraph("{{ office_name }} · " + about))
    for footer in (section.first_page_footer, section.footer):
        line = footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        field(line, f"{words['page']} ", "PAGE")
        field(line, f" {words['of']} ", "NUMPAGES")


def _banner(header: _Header) -> None:
    header.paragraphs[0].text = "{%p if banner %}"
    shown = header.add_paragraph()
    shown.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shown.paragraph_format.space_after = Pt(12)
    run = shown.add_run("{{ banner }}")
    run.bold, run.font.size = True, Pt(12)
    boxed(shown)
    header.add_paragraph("{%p endif %}")


def _opening(document: DocumentObject, words: dict[str, str], *, one_case: bool) -> None:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    widths(table, 9.5, 6.5)
    flush(table)
    _line(left, "{{ recipient }}", first=True, bold=True)
    _line(left, "{%p if recipient_org_number %}")
    _line(left, f"{words['org']} {{{{ recipient_org_number }}}}")
    _line(left, "{%p endif %}")
    _line(right, f"{words['date']}: {{{{ date }}}}", first=True)
    _line(right, "{%p if our_reference %}")
    _line(right, f"{words['our_reference']}: {{{{ our_reference }}}}")
    _line(right, "{%p endif %}")
    if one_case:
        _line(right, f"{words['case']}: {{{{ case }}}}")


def _facts(document: DocumentObject, form: Form, caption: str, names: tuple[str, ...]) -> None:
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    table.style = "Table Grid"
    for name in names:
        value, when = _VALUES[name]
        if when:
            table.add_row().cells[0].text = f"{{%tr if {when} %}}"
        _fact(table.add_row().cells, FACTS[form][name], value, bold=name == "awarded")
        if when:
            table.add_row().cells[0].text = "{%tr endif %}"
    widths(table, 5.0, 11.0)
    for row in table.rows:
        unbroken(row)
    describe(table, caption)
    light(table)
    after = document.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    after.paragraph_format.line_spacing = Pt(4)


def _fact(cells: tuple[_Cell, ...], label: str, value: str, *, bold: bool) -> None:
    for cell, text, heavy in ((cells[0], label, True), (cells[1], value, bold)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.add_run(text).bold = heavy


def _clauses(document: DocumentObject, words: dict[str, str], names: tuple[str, ...]) -> None:
    for name in names:
        document.add_paragraph(f"{{%p if {name} %}}")
        document.add_heading(words[name], 1)
        document.add_paragraph(f"{{{{ {name} }}}}").paragraph_format.keep_with_next = name == "appeal"
        document.add_paragraph("{%p endif %}")


def _ending(document: DocumentObject, words: dict[str, str], *, one_case: bool) -> None:
    document.add_paragraph("{%p if contact %}")
    document.add_heading(words["contact"], 1)
    asked = document.add_paragraph(words["contact_text"] + (words["contact_case"] if one_case else ""))
    asked.paragraph_format.keep_with_next = True  # who signs does not stand alone on a page
    document.add_paragraph("{%p endif %}")
    closing = document.add_paragraph(words["closing"])
    closing.paragraph_format.space_before = Pt(18)
    closing.paragraph_format.keep_with_next = True
    document.add_paragraph("{%p if signatories %}")
    document.add_paragraph("{%p for signatory in signatories %}")
    name = document.add_paragraph()
    name.add_run("{{ signatory.name }}").bold = True
    name.paragraph_format.space_before, name.paragraph_format.space_after = Pt(14), Pt(0)
    name.paragraph_format.keep_with_next = True
    title = document.add_paragraph("{{ signatory.title }}")
    title.paragraph_format.space_after = Pt(0)
    title.paragraph_format.keep_with_next = True  # who signs stands on one page, with who gets a copy
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p if copies %}")
    copies = document.add_paragraph()
    copies.paragraph_format.space_before = Pt(18)
    copies.add_run(f"{words['copies']}: ").bold = True
    copies.add_run("{{ copies_text }}")
    document.add_paragraph("{%p endif %}")


def _when(document: DocumentObject, _form: Form, name: str, text: str) -> None:
    document.add_paragraph(f"{{%p if {name} %}}")
    document.add_paragraph(text)
    document.add_paragraph("{%p endif %}")


def _each(document: DocumentObject, one: str, many: str, text: str) -> None:
    document.add_paragraph(f"{{%p for {one} in {many} %}}")
    document.add_paragraph(text, style="List Bullet")
    document.add_paragraph("{%p endfor %}")


def _line(cell: _Cell, text: str, *, first: bool = False, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.add_run(text).bold = bold


_BLOCKS: dict[str, Callable[..., None]] = {
    "h": _heading, "p": _paragraph, "when": _when, "facts": _facts, "list": _list, "section": _section, "award": _award,
    "refusal": _refusal, "given": _given, "terms": _changed, "appeal": _appeal, "table": _wide_table,
}  # fmt: skip


def main() -> None:
    """Write every template into `templates/`, or into the folder given."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "templates"
    for form, kinds in LETTERS.items():
        for kind in kinds:
            path = folder / "letters" / form / f"{kind}.docx"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(build(kind, form))


if __name__ == "__main__":
    main()
