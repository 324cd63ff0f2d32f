"""Templates of letters: the shipped ones, and what happens to wrong, hostile and oddly filled ones."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.shared import Cm
from hypothesis import given, settings
from hypothesis import strategies as st

from skjonn import files
from skjonn.documents.letters import (
    LetterTemplate,
    TemplateBroken,
    TemplateFieldEmpty,
    TemplateFieldUnknown,
    TemplateNotMarking,
    TemplateNotWord,
    TemplateSyntaxWrong,
    compile_template,
)
from skjonn.documents.packages import Properties
from skjonn.domain.letter_fields import FIELD_NAMES
from skjonn.domain.letter_kinds import LetterKind
from skjonn.domain.letter_samples import sample
from skjonn.texts.cleaning import printable

PROPERTIES = Properties("2021-001 Bru & <tunnel>", "Statsforvaltaren i Rogaland", "nn", date(2021, 6, 1))
SHIPPED = [f"letters/{form}/{kind}.docx" for form in ("nb", "nn") for kind in LetterKind]
HOSTILE = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ title.__class__ }}",
    "{{ title|batch(10**9, 'x')|list|length }}",
    "{{ title|slice(10000000000)|list|length }}",
    "{{ title|replace('', title)|replace('', title)|replace('', title) }}",
    "{% set x = title ~ title %}{% set x = x ~ x %}{{ x }}",
    "{% include '/etc/passwd' %}",
    "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ title.format }}",
    "{{ '{:>1000000000}'.format(title) }}",
    "{{ ''.join(['a']) }}",
    "{{ lipsum() }}",
    "{{ range(10) }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ '%100000000d' % 1 }}",
    "{{ title|attr('__class__') }}",
    "{{ title|safe }}",
    "{% import 'os' as os %}",
    "{% include '/etc/passwd' %}",
)


def made(*paragraphs: str, header: str = "{{ banner or '' }}") -> bytes:
    """Return a template with these paragraphs."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = header
    for text in paragraphs:
        document.add_paragraph(text)
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def compiled(*paragraphs: str, known: frozenset[str] = FIELD_NAMES) -> LetterTemplate:
    """Return a template with these paragraphs, ready to be filled."""
    return compile_template("letters/nn/award.docx", made(*paragraphs), known)


def filled(template: LetterTemplate, **values: object) -> bytes:
    """Fill a template; fields not named are empty."""
    return template.render("2021-001", dict.fromkeys(FIELD_NAMES, "") | values, PROPERTIES)


def opened(content: bytes) -> DocumentObject:
    """Open a letter."""
    return Document(BytesIO(content))


def paragraphs(content: bytes) -> list[str]:
    """Return the text of a letter's paragraphs."""
    return [paragraph.text for paragraph in opened(content).paragraphs]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_templates_are_real_word_documents(name: str) -> None:
    """A4, the language set in styles, settings and properties, a title and headings in real styles, no person named."""
    content = files.find_template(name).read_bytes()
    tag = "nn-NO" if "/nn/" in name else "nb-NO"
    document = opened(content)
    section = document.sections[0]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        styles, settings_part = (archive.read(f"word/{part}.xml").decode() for part in ("styles", "settings"))

    page = ((section.page_width or 0) // Cm(0.1), (section.page_height or 0) // Cm(0.1))
    assert page == ((297, 210) if "decisions" in name else (210, 297)), "a broad table lies on its side"
    assert set(re.findall(r'w:lang w:val="([^"]+)"', styles)) == {tag}
    assert f'<w:themeFontLang w:val="{tag}"' in settings_part
    assert document.core_properties.language == tag
    assert [p.style.name for p in document.paragraphs if p.style].count("Title") == 1
    assert [p.style.name for p in document.paragraphs if p.style].count("Heading 1") >= 1
    assert document.core_properties.author == ""


@pytest.mark.parametrize("sparse", [False, True])
@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_templates_can_be_filled(name: str, *, sparse: bool) -> None:
    """Every shipped template asks for known fields only, and gives a letter without a trace of tags, with little to say too."""
    template = compile_template(name, files.find_template(name).read_bytes(), FIELD_NAMES)
    content = template.render("2021-001", {**sample(LetterKind(Path(name).stem), sparse=sparse), "signatories": ({"name": "Kari", "title": "rådgivar"},)}, PROPERTIES)  # fmt: skip
    with zipfile.ZipFile(BytesIO(content)) as archive:
        text = "".join(archive.read(part).decode() for part in archive.namelist() if part.endswith(".xml"))

    assert template.fields <= FIELD_NAMES
    assert "banner" in template.fields
    assert "{%" not in text
    assert "{{" not in text
    assert "Kari" in text


@pytest.mark.parametrize("name", [name for name in SHIPPED if "award" in name])
def test_a_call_without_conditions_or_due_dates(name: str) -> None:
    """What the call has none of leaves neither a heading nor a line that announces it."""
    template = compile_template(name, files.find_template(name).read_bytes(), FIELD_NAMES)
    text = paragraphs(
        template.render(
            "2021-001", sample(LetterKind(Path(name).stem)) | {"conditions": (), "report_dates": ()}, PROPERTIES
        )
    )

    assert "Vilkår" not in text
    assert not [line for line in text if line.endswith(":") and line.startswith(("Frist", "Tilskot", "Tilskudd"))]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_forms_are_kept_apart(name: str) -> None:
    """No nynorsk word in a bokmål template, nor the other way."""
    text = "\n".join(paragraphs(files.find_template(name).read_bytes())).casefold()
    foreign = {"nn": ("tilskudd", "søknaden fra", " ikke ", "hilsen", "dere "), "nb": ("tilskot", " frå ", " ikkje ", "helsing", "dykk")}  # fmt: skip

    for word in foreign["nn" if "/nn/" in name else "nb"]:
        assert word not in text


def test_the_same_letter_has_the_same_bytes() -> None:
    """Compiled anew or not, the same values give the same bytes, with the letter's date and no clock."""
    first, second = compiled("{{ title }}"), compiled("{{ title }}")
    content = filled(first, title="Bru")

    assert filled(first, title="Bru") == filled(second, title="Bru") == content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2021-06-01T00:00:00Z") == 2


def test_properties_are_escaped_once() -> None:
    """Title and author stand as they are among the properties; nobody is named as the one who saved."""
    properties = opened(filled(compiled("{{ title }}"), title="Bru")).core_properties

    assert (properties.title, properties.author, properties.language) == ("2021-001 Bru & <tunnel>", "Statsforvaltaren i Rogaland", "nn-NO")  # fmt: skip
    assert properties.last_modified_by == ""


@pytest.mark.parametrize(
    "value",
    [
        "{{ case }}",
        "{% for x in y %}",
        "Å & B <kommune>",
        "</w:t></w:r></w:p>",
        "&amp;",
        "“sitat” ‘x’",
        "{_{ x }_}",
        "a{#b#}c",
    ],
)
def test_values_come_out_as_text(value: str) -> None:
    """Whatever an applicant writes stands in the letter as written: in the body, in a table and in the header."""
    content = filled(compile_template("t", made("{{ title }}", header="{{ title }}"), FIELD_NAMES), title=value)

    assert paragraphs(content)[-1] == value
    assert opened(content).sections[0].header.paragraphs[0].text == value


def test_what_word_cannot_hold_is_taken_out() -> None:
    """Control characters and half characters are dropped; line ends and tabulators become Word's own."""
    content = filled(compiled("{{ goals }}"), goals="Ein\x00 \x0b\x07tekst\ud800 her\r\nog \x0cher\tno\ufffe")

    assert paragraphs(content)[-1] == "Ein tekst her\nog her\tno"


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_any_text_is_carried(text: str) -> None:
    """For any text at all, the letter opens and holds it as it can be printed."""
    wanted = printable(text)
    content = filled(_PLAIN, title=f"«{text}»")

    assert paragraphs(content)[-1] == f"«{wanted}»"


_PLAIN = compiled("{{ title }}")


def test_fields_word_has_split_are_joined() -> None:
    """A tag that Word has spread over runs, with formatting in between, is one tag."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ banner or '' }}"
    paragraph = document.add_paragraph("Tilskot til ")
    for part, bold in (("{", False), ("{ ti", True), ("tle", False), (" }}", True), ("!", False)):
        paragraph.add_run(part).bold = bold
    packed = BytesIO()
    document.save(packed)

    content = filled(compile_template("t", packed.getvalue(), FIELD_NAMES), title="Bru")

    assert paragraphs(content)[-1] == "Tilskot til Bru!"


def test_a_field_that_does_not_exist() -> None:
    """A misspelt field is named, also inside a condition that would never hold, before anything is filled."""
    for text in ("{{ tittel }}", "{% if reason %}{{ tittel }}{% endif %}", "{{ title if tittel }}"):
        with pytest.raises(TemplateFieldUnknown) as refused:
            compiled(text)
        assert refused.value.data == {"template": "letters/nn/award.docx", "field": "tittel"}


def test_a_part_of_a_field_that_does_not_exist() -> None:
    """A misspelt part of a list's item is named when it is met."""
    template = compiled("{%p for one in signatories %}", "{{ one.nmae }}", "{%p endfor %}")

    with pytest.raises(TemplateFieldUnknown) as refused:
        filled(template, signatories=({"name": "Kari", "title": "rådgivar"},))

    assert refused.value.data["field"] == "nmae"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{{ reason }}", "reason"),
        ("{{ reason|upper }}", "reason"),
        ("{{ 'Fordi ' ~ reason }}", "reason"),
        ("{% for one in conditions %}{{ one }}{% endfor %}", "conditions"),
        ("{% for one in signatories %}{{ one.title }}{% endfor %}", "signatories.title"),
    ],
)
def test_an_empty_field_that_is_printed(text: str, field: str) -> None:
    """A field printed without a condition must hold something; the case and the field are named."""
    empty: dict[str, object] = {"conditions": (), "signatories": ({"name": "Kari", "title": ""},)}

    with pytest.raises(TemplateFieldEmpty) as refused:
        filled(compiled(text), **empty)

    assert refused.value.data == {"template": "letters/nn/award.docx", "field": field, "case": "2021-001"}


def test_an_empty_field_behind_a_condition() -> None:
    """Inside a condition an empty field is simply not printed."""
    template = compiled(
        "{%p if reason %}", "{{ reason }}", "{%p endif %}", "{% if conditions %}x{% endif %}{{ reason or 'utan' }}"
    )

    assert paragraphs(filled(template, conditions=()))[-1] == "utan"


def test_a_template_that_would_not_mark() -> None:
    """A draft or an example is never written from a template that does not print the mark."""
    template = compile_template("t", made("{{ title }}", header=""), FIELD_NAMES)

    with pytest.raises(TemplateNotMarking):
        filled(template, title="Bru", banner="UTKAST")


@pytest.mark.parametrize("content", [b"", b"not a zip", made("x")[:-200], b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_word_document(content: bytes) -> None:
    """A broken file is refused by name, with a reason."""
    with pytest.raises(TemplateNotWord) as refused:
        compile_template("letters/nb/award.docx", content, FIELD_NAMES)

    assert refused.value.data["template"] == "letters/nb/award.docx"


def test_a_condition_written_wrongly() -> None:
    """A fault in a tag is told with its part, its paragraph and its text."""
    with pytest.raises(TemplateSyntaxWrong) as refused:
        compiled("Først", "{% if title %", "{{ title }}")

    assert refused.value.data["part"] == "word/document.xml"
    assert "title" in str(refused.value.data["text"])
    assert refused.value.exit_code == 1


def test_a_condition_never_closed() -> None:
    """An `if` without its `endif` is refused."""
    with pytest.raises(TemplateSyntaxWrong):
        compiled("{%p if title %}", "{{ title }}")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_templates_reach_nothing(text: str) -> None:
    """What reaches for the machine, or for memory without bound, is refused as a fault of the template."""
    with pytest.raises((TemplateBroken, TemplateFieldUnknown, TemplateSyntaxWrong)):
        filled(compiled(text), title="Bru")
