"""Build the letter templates that are shipped: `python docs/build_letters.py`. Not part of the package.

An office edits the .docx files in Word, not this script; the script is how the shipped ones came to be, and building
them again gives the same bytes. What a template may ask for is listed in `skjonn.domain.letters.LETTER_FIELDS`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Header
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from skjonn.documents.packages import Properties, packed, parts_of
from skjonn.documents.styles import blank, describe

Form = Literal["nb", "nn"]
KINDS = ("award", "partial_award", "refusal")


@dataclass(frozen=True)
class Words:
    """The words of one language form."""

    org: str
    page: str
    of: str
    date: str
    our_reference: str
    case: str
    titles: dict[str, str]
    intros: dict[str, str]
    about_award: str
    about_application: str
    facts: dict[str, str]
    why_lower: str
    lower: str
    reasons: str
    purpose: str
    purpose_text: str
    goals: str
    frame: str
    payment: str
    paid_to: str
    conditions: str
    conditions_intro: str
    reporting: str
    due: str
    control: str
    repayment: str
    auditor: str
    appeal: str
    contact: str
    contact_text: str
    closing: str
    copies: str


NN = Words(
    org="Org.nr.",
    page="Side",
    of="av",
    date="Dato",
    our_reference="Vår referanse",
    case="Saksnummer",
    titles={
        "award": "Tilskot til prosjektet «{{ title }}»",
        "partial_award": "Tilskot til prosjektet «{{ title }}»",
        "refusal": "{% if dismissed %}Søknaden er avvist: «{{ title }}»{% else %}Avslag på søknad om tilskot: «{{ title }}»{% endif %}",
    },
    intros={
        "award": "Vi viser til søknaden frå {{ recipient }} til {{ call_name }}. {{ office_name }} gjorde {{ decided_on }} vedtak om å gi {{ recipient }} eit tilskot på {{ awarded_amount }} til prosjektet.",
        "partial_award": "Vi viser til søknaden frå {{ recipient }} til {{ call_name }}. {{ office_name }} gjorde {{ decided_on }} vedtak om å gi {{ recipient }} eit tilskot på {{ awarded_amount }} til prosjektet. Det er søkt om {{ applied_amount }}; søknaden er dermed delvis innvilga.",
        "refusal": "Vi viser til søknaden frå {{ recipient }} til {{ call_name }}. {{ office_name }} gjorde {{ decided_on }} vedtak om {% if dismissed %}å avvise søknaden{% else %}at prosjektet ikkje får tilskot{% endif %}. Det var søkt om {{ applied_amount }}.",
    },
    about_award="Om tilskotet",
    about_application="Om søknaden",
    facts={
        "title": "Prosjekt",
        "case": "Saksnummer",
        "recipient": "Ansvarleg kommune",
        "org": "Organisasjonsnummer",
        "partners": "Samarbeidspartnarar",
        "period": "Prosjektperiode",
        "year": "Budsjettår",
        "applied": "Søknadssum",
        "awarded": "Tildelt beløp",
        "payee": "Blir betalt ut til",
    },
    why_lower="Kvifor beløpet er lågare enn søknadssummen",
    lower="{{ reason }}",
    reasons="Grunngiving",
    purpose="Formål",
    purpose_text="Tilskotet skal brukast til prosjektet slik det er omtalt i søknaden.",
    goals="Mål for prosjektet, slik det står i søknaden: {{ goals }}",
    frame="Tilskotet er gitt innanfor den ramma for skjønnsmidlar som {{ ministry }} har fastsett for fylket for {{ year }}.",
    payment="Utbetaling",
    paid_to="Tilskotet blir betalt ut til {{ payee }}.",
    conditions="Vilkår",
    conditions_intro="Tilskotet er gitt på desse vilkåra:",
    reporting="Rapportering",
    due="Fristar for rapportering:",
    control="Kontroll",
    repayment="Tilbakebetaling",
    auditor="Revisjon",
    appeal="Klage",
    contact="Kontakt",
    contact_text="Har de spørsmål, kan de vende dykk til {{ contact }}. Oppgi saksnummer\u00a0{{ case }}.",
    closing="Med helsing",
    copies="Kopi til",
)

NB = Words(
    org="Org.nr.",
    page="Side",
    of="av",
    date="Dato",
    our_reference="Vår referanse",
    case="Saksnummer",
    titles={
        "award": "Tilskudd til prosjektet «{{ title }}»",
        "partial_award": "Tilskudd til prosjektet «{{ title }}»",
        "refusal": "{% if dismissed %}Søknaden er avvist: «{{ title }}»{% else %}Avslag på søknad om tilskudd: «{{ title }}»{% endif %}",
    },
    intros={
        "award": "Vi viser til søknaden fra {{ recipient }} til {{ call_name }}. {{ office_name }} gjorde {{ decided_on }} vedtak om å gi {{ recipient }} et tilskudd på {{ awarded_amount }} til prosjektet.",
        "partial_award": "Vi viser til søknaden fra {{ recipient }} til {{ call_name }}. {{ office_name }} gjorde {{ decided_on }} vedtak om å gi {{ recipient }} et tilskudd på {{ awarded_amount }} til prosjektet. Det er søkt om {{ applied_amount }}; søknaden er dermed delvis innvilget.",
        "refusal": "Vi viser til søknaden fra {{ recipient }} til {{ call_name }}. {{ office_name }} gjorde {{ decided_on }} vedtak om {% if dismissed %}å avvise søknaden{% else %}at prosjektet ikke får tilskudd{% endif %}. Det var søkt om {{ applied_amount }}.",
    },
    about_award="Om tilskuddet",
    about_application="Om søknaden",
    facts={
        "title": "Prosjekt",
        "case": "Saksnummer",
        "recipient": "Ansvarlig kommune",
        "org": "Organisasjonsnummer",
        "partners": "Samarbeidspartnere",
        "period": "Prosjektperiode",
        "year": "Budsjettår",
        "applied": "Søknadsbeløp",
        "awarded": "Tildelt beløp",
        "payee": "Utbetales til",
    },
    why_lower="Hvorfor beløpet er lavere enn søknadsbeløpet",
    lower="{{ reason }}",
    reasons="Begrunnelse",
    purpose="Formål",
    purpose_text="Tilskuddet skal brukes til prosjektet slik det er omtalt i søknaden.",
    goals="Mål for prosjektet, slik det står i søknaden: {{ goals }}",
    frame="Tilskuddet er gitt innenfor den rammen for skjønnsmidler som {{ ministry }} har fastsatt for fylket for {{ year }}.",
    payment="Utbetaling",
    paid_to="Tilskuddet utbetales til {{ payee }}.",
    conditions="Vilkår",
    conditions_intro="Tilskuddet er gitt på disse vilkårene:",
    reporting="Rapportering",
    due="Frister for rapportering:",
    control="Kontroll",
    repayment="Tilbakebetaling",
    auditor="Revisjon",
    appeal="Klage",
    contact="Kontakt",
    contact_text="Har dere spørsmål, kan dere henvende dere til {{ contact }}. Oppgi saksnummer\u00a0{{ case }}.",
    closing="Med hilsen",
    copies="Kopi til",
)

WORDS: dict[Form, Words] = {"nb": NB, "nn": NN}


def build(kind: str, form: Form) -> bytes:
    """Return the template of one kind of letter in one language form."""
    words = WORDS[form]
    document = blank(form)
    _page_heads(document, words)
    _opening(document, words)
    document.add_paragraph(words.titles[kind], style="Title")
    document.add_paragraph(words.intros[kind])
    if kind == "refusal":
        _refusal(document, words)
    else:
        _award(document, words, partial=kind == "partial_award")
    _clauses(document, words, ("appeal",) if kind == "refusal" else ("control", "repayment", "auditor", "appeal"))
    _ending(document, words)
    return packed(parts_of(document), Properties(f"{kind} ({form})", "", form))


def _award(document: DocumentObject, words: Words, *, partial: bool) -> None:
    document.add_heading(words.about_award, 1)
    _facts(document, words, words.about_award, awarded=True)
    if partial:
        document.add_heading(words.why_lower, 1)
        document.add_paragraph(words.lower)
    document.add_heading(words.purpose, 1)
    _when(document, "purpose", "{{ purpose }}")
    document.add_paragraph(words.purpose_text)
    _when(document, "goals", words.goals)
    document.add_paragraph(words.frame)
    document.add_heading(words.payment, 1)
    document.add_paragraph("{{ payment }}")
    _when(document, "payee", words.paid_to)
    document.add_paragraph("{%p if conditions %}")
    document.add_heading(words.conditions, 1)
    document.add_paragraph(words.conditions_intro).paragraph_format.keep_with_next = True
    _each(document, "condition", "conditions", "{{ condition }}")
    document.add_paragraph("{%p endif %}")
    document.add_heading(words.reporting, 1)
    document.add_paragraph("{{ reporting }}")
    document.add_paragraph("{%p if report_dates %}")
    document.add_paragraph(words.due).paragraph_format.keep_with_next = True
    _each(document, "due", "report_dates", "{{ due }}")
    document.add_paragraph("{%p endif %}")


def _refusal(document: DocumentObject, words: Words) -> None:
    document.add_heading(words.reasons, 1)
    document.add_paragraph("{{ ground }}")
    _when(document, "reason", "{{ reason }}")
    document.add_heading(words.about_application, 1)
    _facts(document, words, words.about_application, awarded=False)


def _page_heads(document: DocumentObject, words: Words) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    _banner(section.first_page_header)
    name = section.first_page_header.add_paragraph()
    run = name.add_run("{{ office_name }}")
    run.bold, run.font.size = True, Pt(13)
    _ruled(
        section.first_page_header.add_paragraph(
            "{% if office_org_number %}" + words.org + " {{ office_org_number }}{% endif %}"
        )
    )
    _banner(section.header)
    _ruled(section.header.add_paragraph("{{ office_name }} · " + words.case.lower() + " {{ case }}"))
    for footer in (section.first_page_footer, section.footer):
        line = footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _field(line, f"{words.page} ", "PAGE")
        _field(line, f" {words.of} ", "NUMPAGES")


def _banner(header: _Header) -> None:
    header.paragraphs[0].text = "{%p if banner %}"
    shown = header.add_paragraph()
    shown.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shown.paragraph_format.space_after = Pt(12)
    run = shown.add_run("{{ banner }}")
    run.bold, run.font.size = True, Pt(12)
    _boxed(shown)
    header.add_paragraph("{%p endif %}")


def _opening(document: DocumentObject, words: Words) -> None:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    _columns(table, 9.5, 6.5)
    _flush(table)
    _line(left, "{{ recipient }}", first=True, bold=True)
    _line(left, "{%p if recipient_org_number %}")
    _line(left, f"{words.org} {{{{ recipient_org_number }}}}")
    _line(left, "{%p endif %}")
    _line(right, f"{words.date}: {{{{ date }}}}", first=True)
    _line(right, "{%p if our_reference %}")
    _line(right, f"{words.our_reference}: {{{{ our_reference }}}}")
    _line(right, "{%p endif %}")
    _line(right, f"{words.case}: {{{{ case }}}}")


def _facts(document: DocumentObject, words: Words, caption: str, *, awarded: bool) -> None:
    rows = [
        ("title", "{{ title }}", ""),
        ("case", "{{ case }}", ""),
        ("recipient", "{{ recipient }}", ""),
        ("org", "{{ recipient_org_number }}", "recipient_org_number"),
        ("partners", "{{ partners_text }}", "partners_text"),
        ("period", "{{ period }}", "period"),
        ("year", "{{ year }}", ""),
        ("applied", "{{ applied_amount_short }}", ""),
    ]
    if awarded:
        rows += [("awarded", "{{ awarded_amount_short }}", ""), ("payee", "{{ payee }}", "payee")]
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    table.style = "Table Grid"
    for name, value, when in rows:
        if when:
            table.add_row().cells[0].text = f"{{%tr if {when} %}}"
        _fact(table.add_row().cells, words.facts[name], value, bold=name == "awarded")
        if when:
            table.add_row().cells[0].text = "{%tr endif %}"
    _columns(table, 5.0, 11.0)
    for row in table.rows:
        _unbroken(row)
    describe(table, caption)
    _light(table)
    after = document.add_paragraph()
    after.paragraph_format.space_after = Pt(0)
    after.paragraph_format.line_spacing = Pt(4)


def _fact(cells: tuple[_Cell, ...], label: str, value: str, *, bold: bool) -> None:
    for cell, text, heavy in ((cells[0], label, True), (cells[1], value, bold)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.add_run(text).bold = heavy


def _clauses(document: DocumentObject, words: Words, names: tuple[str, ...]) -> None:
    for name in names:
        document.add_paragraph(f"{{%p if {name} %}}")
        document.add_heading(getattr(words, name), 1)
        document.add_paragraph(f"{{{{ {name} }}}}")
        document.add_paragraph("{%p endif %}")


def _ending(document: DocumentObject, words: Words) -> None:
    document.add_paragraph("{%p if contact %}")
    document.add_heading(words.contact, 1)
    document.add_paragraph(words.contact_text)
    document.add_paragraph("{%p endif %}")
    closing = document.add_paragraph(words.closing)
    closing.paragraph_format.space_before = Pt(18)
    closing.paragraph_format.keep_with_next = True
    document.add_paragraph("{%p for signatory in signatories %}")
    name = document.add_paragraph()
    name.add_run("{{ signatory.name }}").bold = True
    name.paragraph_format.space_before, name.paragraph_format.space_after = Pt(14), Pt(0)
    name.paragraph_format.keep_with_next = True
    title = document.add_paragraph("{{ signatory.title }}")
    title.paragraph_format.space_after = Pt(0)
    title.paragraph_format.keep_with_next = True  # who signs stands on one page, with who gets a copy
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if copies %}")
    copies = document.add_paragraph()
    copies.paragraph_format.space_before = Pt(18)
    copies.add_run(f"{words.copies}: ").bold = True
    copies.add_run("{{ copies_text }}")
    document.add_paragraph("{%p endif %}")


def _when(document: DocumentObject, name: str, text: str) -> None:
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


def _columns(table: Table, *centimetres: float) -> None:
    for place, width in enumerate(centimetres):
        table.columns[place].width = Cm(width)
        for cell in table.columns[place].cells:
            cell.width = Cm(width)


def _flush(table: Table) -> None:
    """Take away the space left of the text, so that it stands under the letter's margin."""
    margins, left = OxmlElement("w:tblCellMar"), OxmlElement("w:left")
    left.set(qn("w:w"), "0")
    left.set(qn("w:type"), "dxa")
    margins.append(left)
    properties = table._tbl.tblPr
    look = next(properties.iter(qn("w:tblLook")))
    properties.insert(list(properties).index(look), margins)


def _field(paragraph: Paragraph, before: str, code: str) -> None:
    paragraph.add_run(before)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _boxed(paragraph: Paragraph) -> None:
    _borders(paragraph, ("top", "left", "bottom", "right"), space="4")


def _ruled(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.space_after = Pt(10)
    _borders(paragraph, ("bottom",), space="4")


def _borders(paragraph: Paragraph, sides: tuple[str, ...], *, space: str) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", space), ("color", "1A1A1A")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")  # type: ignore[arg-type]  # the stubs name a narrower class


def _light(table: Table) -> None:
    properties = table._tbl.tblPr  # python-docx has no accessor for borders
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "8C8C8C")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    for side in ("left", "right", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "nil")
        borders.append(line)
    look = next(properties.iter(qn("w:tblLook")))
    look.set(qn("w:firstRow"), "0")
    look.set(qn("w:firstColumn"), "1")
    properties.insert(list(properties).index(look), borders)


def _unbroken(row: _Row) -> None:
    properties = row._tr.get_or_add_trPr()  # python-docx has no accessor for it
    properties.append(OxmlElement("w:cantSplit"))


def main() -> None:
    """Write the six templates into `templates/`, or into the folder given."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "templates"
    for form in WORDS:
        for kind in KINDS:
            path = folder / "letters" / form / f"{kind}.docx"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(build(kind, form))


if __name__ == "__main__":
    main()
