"""Templates that would reach out of the document are refused by what stands in them, and what an office puts in passes."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document

from skjonn import files
from skjonn.documents.letters import TemplateFieldBare, TemplateNotMarking, compile_template, examined
from skjonn.documents.packages import Properties
from skjonn.documents.template_safety import TemplateReachesOut
from skjonn.domain.letter_fields import FIELD_NAMES
from skjonn.domain.letter_kinds import LetterKind
from skjonn.domain.letter_samples import sample

NAME = "letters/nn/award.docx"
RELS = "word/_rels/document.xml.rels"
MAIN = "word/document.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKED = '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="rId999"/></w:drawing></w:r></w:p>'
Parts = dict[str, bytes]


def template(change: Callable[[Parts], object] | None = None) -> bytes:
    """Return the shipped template of an award with its parts changed."""
    with zipfile.ZipFile(files.find_template(NAME)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if change:
        change(parts)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def with_body(xml: str) -> Callable[[Parts], object]:
    """Return what puts this before the end of the letter."""

    def change(parts: Parts) -> None:
        before, mark, after = parts[MAIN].decode().rpartition("<w:sectPr")
        parts[MAIN] = f"{before}{xml}{mark}{after}".encode()

    return change


def with_related(kind: str, target: str, mode: str = ' TargetMode="External"', xml: str = "") -> Callable[[Parts], object]:  # fmt: skip
    """Return what adds a relationship, and this before the end of the letter."""

    def change(parts: Parts) -> None:
        one = f'<Relationship Id="rId999" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
        parts[RELS] = parts[RELS].replace(b"</Relationships>", one.encode())
        with_body(xml)(parts)

    return change


def with_part(name: str, content: bytes, related: str = "") -> Callable[[Parts], object]:
    """Return what adds a part, tied to the letter where it is of a kind."""

    def change(parts: Parts) -> None:
        parts[name] = content
        kind = b'<Default Extension="svg" ContentType="image/svg+xml"/><Default Extension="bin" ContentType="application/x"/>'
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"<Override", kind + b"<Override", 1)
        if related:
            with_related(related, name.removeprefix("word/"), "")(parts)

    return change


def field(*pieces: str) -> str:
    """Return a field: its code in pieces, each a run of its own; what begins with `<` as it is."""
    runs = [one if one.startswith("<") else f'<w:r><w:instrText xml:space="preserve">{one}</w:instrText></w:r>' for one in pieces]  # fmt: skip
    turn = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return turn.format("begin") + "".join(runs) + turn.format("separate") + "<w:r><w:t>x</w:t></w:r>" + turn.format("end")  # fmt: skip


def in_paragraph(*pieces: str) -> Callable[[Parts], object]:
    """Return what adds a paragraph with a field."""
    return with_body(f"<w:p>{field(*pieces)}</w:p>")


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
REACHING = {
    "linked picture": with_related("image", "http://127.0.0.1:9/x.png", xml=LINKED),
    "linked, not used": with_related("image", "file:///etc/passwd"),
    "link used as a picture": with_related("hyperlink", "http://127.0.0.1:9/x.png", xml=LINKED),
    "made up part": with_related("hyperlink", "http://x.no/", xml=LINKED.replace("rId999", "rId{{ 999 }}")),
    "template from afar": with_related("attachedTemplate", "http://127.0.0.1:9/x.dotm"),
    "other document": with_related("subDocument", "http://127.0.0.1:9/x.docx"),
    "include": in_paragraph(' INCLUDETEXT "/etc/passwd" '),
    "include in pieces": in_paragraph("INCLUDE", "PICTURE", ' "http://x/y.png"'),
    "include as small letters": in_paragraph("includepicture x"),
    "simple field": with_body('<w:p><w:fldSimple w:instr=" DDEAUTO c:x cmd "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'),
    "deleted field": with_body(f"<w:p>{field('LINK x').replace('instrText', 'delInstrText')}</w:p>"),
    "inside another": in_paragraph('IF 1 = 1 "', field(' INCLUDETEXT "x" '), '"'),
    "named by another": in_paragraph(field(' QUOTE "INCLUDETEXT" '), ' "x"'),
    "named by a value": in_paragraph("{{ title }} x"),
    "chosen by a condition": in_paragraph("PAGE ", "<w:r><w:t>{% if title %}</w:t></w:r>", "INCLUDETEXT x"),
    "code where none stands": with_body("<w:p><w:r><w:instrText>INCLUDETEXT x</w:instrText></w:r></w:p>"),
    "quoted name": in_paragraph('"IMPORT" x'),
    "macro": in_paragraph("MACROBUTTON Run x"),
    "question": in_paragraph("FILLIN x"),
    "macros": with_part("word/vbaProject.bin", b"x"),
    "control": with_part("word/activeX/activeX1.bin", b"x"),
    "embedded": with_part("word/embeddings/oleObject1.bin", b"x"),
    "embedded, other name": with_part("word/other.bin", b"x", "oleObject"),
    "page of the web": with_part("word/other.bin", b"<html/>", "aFChunk"),
    "leads up": with_part("../../evil", b"x"),
    "leads to the root": with_part("/evil", b"x"),
    "leads to a drive": with_part("C:evil", b"x"),
    "twice": with_part("WORD/document.xml", b"x"),
    "tags cut open": with_related("hyperlink", "http://127.0.0.1:9/x.png", xml=LINKED.replace("r:link", 'w:x="{#" r:embed').replace("rId999", "#}x")),
    "old drawing": with_body('<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://x/y.png"/></w:pict></w:r></w:p>'),
    "drawing that fetches": with_part("word/media/x.svg", SVG.format('<image xlink:href="http://x/y.png"/>').encode(), "image"),
    "drawing in utf-16": with_part("word/media/x.svg", SVG.format('<image href="http://x/y.png"/>').encode("utf-16"), "image"),
    "drawing with styles": with_part("word/media/x.svg", SVG.format("<style>@import 'http://x/y.css'</style>").encode(), "image"),
    "deflated drawing": with_part("word/media/x.svg", gzip.compress(SVG.format('<image href="http://x/y"/>').encode()), "image"),
    "merging of addresses": lambda parts: parts.update({"word/settings.xml": parts["word/settings.xml"].replace(b"</w:settings>", b"<w:mailMerge/></w:settings>")}),
}  # fmt: skip
HARMLESS = {
    "as shipped": None,
    "pages": in_paragraph(" PAGE  \\* MERGEFORMAT "),
    "pages of pages": in_paragraph("IF ", field(" NUMPAGES "), ' > 1 "(', field("PAGE"), ')" ""'),
    "sum": in_paragraph("=1+1"),
    "value in a link": in_paragraph(' HYPERLINK "mailto:{{ contact }}" '),
    "nothing": in_paragraph(" "),
    "value in an attribute": with_body('<w:p><w:bookmarkStart w:id="1" w:name="{{ case }}"/><w:bookmarkEnd w:id="1"/></w:p>'),
    "link": with_related("hyperlink", "https://www.statsforvalteren.no/", xml='<w:p><w:hyperlink r:id="rId999"><w:r><w:t>her</w:t></w:r></w:hyperlink></w:p>'),
    "drawing": with_part("word/media/x.svg", SVG.format('<g id="a" fill="url(#b)"/><use href="#a"/>').encode(), "image"),
}  # fmt: skip


@pytest.mark.parametrize("change", REACHING.values(), ids=REACHING)
def test_what_reaches_out_is_refused(change: Callable[[Parts], object]) -> None:
    """Before it is looked at further, and before a letter is made; template, part and cause are named."""
    content = template(change)

    for use in (lambda: examined(NAME, content), lambda: compile_template(NAME, content, FIELD_NAMES)):
        with pytest.raises(TemplateReachesOut) as refused:
            use()
        assert refused.value.exit_code == 1
        assert refused.value.data["template"] == NAME
        assert NAME in refused.value.message()


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
def test_what_an_office_puts_in_passes(change: Callable[[Parts], object] | None) -> None:
    """Page numbers, sums, links a reader clicks and drawings that hold all they show are kept."""
    made = compile_template(NAME, template(change), FIELD_NAMES)

    assert made.render("2021-001", sample(LetterKind.AWARD), Properties("x", "y", "nn"))


@pytest.mark.parametrize("sign", ["r", "p", "tr", "tc"])
def test_a_field_outside_any_text(sign: str) -> None:
    """docxtpl's tag for rich text would put a field where Word shows nothing: it is refused, as a condition it stays."""
    document = Document()
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = f"{{{{{sign} title }}}}"
    packed = BytesIO()
    document.save(packed)

    with pytest.raises(TemplateFieldBare) as refused:
        compile_template(NAME, packed.getvalue(), FIELD_NAMES)
    assert "title" in str(refused.value.data["field"])


def headed(first: str, other: str, *, even: str = "", title_page: bool = True, body: str = "") -> bytes:
    """Return a template whose pages have these headers."""
    document = Document()
    section = document.sections[0]
    section.different_first_page_header_footer = title_page
    section.header.paragraphs[0].text = other
    if first:
        section.first_page_header.paragraphs[0].text = first
    if even:
        document.settings.odd_and_even_pages_header_footer = True
        section.even_page_header.paragraphs[0].text = even
    document.add_paragraph(f"{{{{ title }}}}{body}")
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("made", "marks"),
    [
        (headed("{{ banner }}", "{{ banner }}"), True),
        (headed("", "{{ banner }}", title_page=False), True),
        (headed("x", "x", body="{{ banner|upper }}"), True),
        (headed("{{ banner }}", "{{ banner|lower }}", even="{{ banner }}"), True),
        (headed("{{ banner }}", "Embetet"), False),
        (headed("Embetet", "{{ banner }}"), False),
        (headed("", "{{ banner }}"), False),
        (headed("{{ banner }}", "{{ banner }}", even="Embetet"), False),
        (headed("{% if banner %}Utan{% endif %}", "{% if banner %}Utan{% endif %}"), False),
        (headed("{% if not banner %}{{ banner }}{% endif %}", "{{ banner }}"), False),
        (headed("{{ banner }}", "Embetet", title_page=False), False),
    ],
)
def test_every_page_is_marked(made: bytes, *, marks: bool) -> None:
    """A mark is seen to come out on each kind of page there is, whatever the template asks about it."""
    ready = compile_template(NAME, made, FIELD_NAMES)
    values = dict.fromkeys(FIELD_NAMES, "") | {"title": "Bru", "banner": "UTKAST – «ikkje» & <sendt>"}

    if marks:
        assert b"x" in ready.render("2021-001", values, Properties("x", "y", "nn"))
        return
    with pytest.raises(TemplateNotMarking):
        ready.render("2021-001", values, Properties("x", "y", "nn"))


TURN = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = '<w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r>'
TEXT = "<w:r><w:t>{}</w:t></w:r>"
PUT_TOGETHER = {
    "by a comment between attributes": f'<w:p>{TURN.format("begin")}<w:bookmarkStart w:id="1" w:name="{{#"/>{CODE.format("PAGE ")}<w:bookmarkStart w:id="2" w:name="#}}"/>{CODE.format("INCLUDETEXT x")}{TURN.format("end")}</w:p>',
    "by a comment in XML's comments": f'<w:p>{TURN.format("begin")}<!--{{#-->{CODE.format("PAGE ")}<!--#}}-->{CODE.format("INCLUDETEXT x")}{TURN.format("end")}</w:p>',
    "by a paragraph that goes": (
        f'<w:p>{TURN.format("begin")}</w:p><w:p>{CODE.format("PAGE ")}{TURN.format("separate")}{TEXT.format("{%p if title %}")}{TURN.format("end")}{TURN.format("begin")}{CODE.format("IF ")}</w:p>'
        f'<w:p>{CODE.format(" INCLUDETEXT x")}{TURN.format("separate")}{TURN.format("end")}</w:p><w:p>{TEXT.format("{%p endif %}")}</w:p>'
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", PUT_TOGETHER.values(), ids=PUT_TOGETHER)
def test_a_field_put_together_by_conditions(body: str) -> None:
    """What no look at the template shows is seen in what comes out, and no letter is made."""
    with pytest.raises(TemplateReachesOut):
        compile_template(NAME, template(with_body(body)), FIELD_NAMES).render("2021-001", sample(LetterKind.AWARD), Properties("x", "y", "nn"))  # fmt: skip


def test_the_shipped_templates_need_no_second_look() -> None:
    """None of their parts that are filled holds a field of Word's, so a letter costs nothing more."""
    for form in ("nb", "nn"):
        for kind in LetterKind:
            name = f"letters/{form}/{kind}.docx"
            assert not compile_template(name, files.find_template(name).read_bytes(), FIELD_NAMES)._watched
