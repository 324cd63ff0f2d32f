"""The look our own documents start from: A4, a font every office has, real heading styles, the language set."""

from __future__ import annotations

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable

from skjonn.documents.packages import LANGUAGE_TAGS
from skjonn.texts import Language

FONT = "Arial"  # on every Windows and Mac; LibreOffice's Liberation Sans has the same widths
_INK = RGBColor(0x1A, 0x1A, 0x1A)
_KEPT = ("Normal", "Title", "Heading 1", "List Bullet", "Header", "Footer", "Default Paragraph Font", "Normal Table", "Table Grid", "No List")  # fmt: skip

_SECOND = "Heading 2"


def blank(language: Language, *, landscape: bool = False, size: float = 10.5, deep: bool = False) -> DocumentObject:
    """Return an empty A4 document in `language`, its styles set and the styles we do not use taken out.

    Args:
        language: of the text; set in the styles and in the settings, as proofing tools and screen readers want it.
        landscape: turn the page, for wide tables.
        size: of running text, in points.
        deep: keep headings of the second level too.
    """
    document = Document()
    _page(document, landscape=landscape)
    _drop_unused(document, _KEPT + (_SECOND,) * deep)
    _drop_relations(document)
    _set_language(document, LANGUAGE_TAGS[language])
    _set_styles(document, size, deep=deep)
    return document


def describe(table: WordTable, caption: str, description: str = "") -> None:
    """Give a table its caption and alternative text, which Word keeps among its properties."""
    for name, text in (("w:tblCaption", caption), ("w:tblDescription", description)):
        if text:
            element = OxmlElement(name)
            element.set(qn("w:val"), text)
            table._tbl.tblPr.append(element)  # python-docx has no accessor for it


def _page(document: DocumentObject, *, landscape: bool) -> None:
    section = document.sections[0]
    wide, high = Cm(29.7), Cm(21.0)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (wide, high) if landscape else (high, wide)
    section.left_margin = section.right_margin = Cm(2.0 if landscape else 2.5)
    section.top_margin, section.bottom_margin = Cm(1.9 if landscape else 2.5), Cm(1.7 if landscape else 2.0)
    section.header_distance = section.footer_distance = Cm(0.9 if landscape else 1.2)


def _drop_unused(document: DocumentObject, kept_names: tuple[str, ...]) -> None:
    styles = document.styles
    for style in list(styles):
        if style.name not in kept_names:
            style.element.getparent().remove(style.element)
    for style in styles:
        for tag in ("w:link", "w:basedOn", "w:next"):
            _drop_dangling(style.element, tag, {kept.style_id for kept in styles})


def _drop_relations(document: DocumentObject) -> None:
    for owner in (document.part, document.part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/customXml", "/thumbnail")):
                del owner.rels[key]


def _drop_dangling(style: object, tag: str, known: set[str | None]) -> None:
    for element in style.findall(qn(tag)):  # type: ignore[attr-defined]  # an lxml element; python-docx is untyped there
        if element.get(qn("w:val")) not in known:
            element.getparent().remove(element)


def _set_language(document: DocumentObject, tag: str) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), tag)
        language.set(qn("w:eastAsia"), tag)
    settings = document.settings.element
    for theme in settings.iter(qn("w:themeFontLang")):
        theme.set(qn("w:val"), tag)
        theme.attrib.pop(qn("w:eastAsia"), None)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # Word 2013 and later: no "compatibility mode" in the title bar
    document.core_properties.language = tag


def _set_styles(document: DocumentObject, size: float, *, deep: bool) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        _plain_font(fonts)
    _shape(document, "Normal", size, after=6, line=1.15)
    _shape(document, "Title", size + 5.5, before=12, after=8, bold=True)
    _shape(document, "Heading 1", size + 1.5, before=12, after=3, bold=True)
    if deep:
        _shape(document, _SECOND, size + 0.5, before=8, after=2, bold=True)
    _shape(document, "List Bullet", size, after=3, line=1.15)
    _shape(document, "Header", size - 1.5, after=0)
    _shape(document, "Footer", size - 1.5, after=0)


def _shape(
    document: DocumentObject, name: str, size: float, *, before: int = 0, after: int, line: float = 1.0, bold: bool = False
) -> None:  # fmt: skip
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle), "the styles we shape are those of paragraphs"
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    style.font.name = FONT
    _plain_font(properties.find(qn("w:rFonts")))
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, _INK
    shape = style.paragraph_format
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), line
    shape.keep_with_next = name in ("Title", "Heading 1", _SECOND)
    shape.widow_control = True


def _plain_font(fonts: object) -> None:
    for name in list(fonts.attrib):  # type: ignore[attr-defined]  # an lxml element; python-docx is untyped there
        del fonts.attrib[name]  # type: ignore[attr-defined]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)  # type: ignore[attr-defined]
