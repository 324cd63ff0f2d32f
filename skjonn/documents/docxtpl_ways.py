"""What docxtpl does to a document part around the rendering, done where a template needs it: once, or for every letter.

docxtpl opens, patches, renders, mends and saves the whole document for each letter. Patching depends on the template alone and is
done once; mending (a table whose rows may have another number of cells, pictures that need numbers of their own) is done for the
letters of those templates that can need it, by docxtpl's own code.
"""

from __future__ import annotations

import re
from io import BytesIO

from docxtpl import DocxTemplate
from lxml import etree

MAIN = "word/document.xml"
_BESIDE_CELL = re.compile(r"(?:</w:tc>|<w:tr(?: [^>]*)?>|</w:trPr>)\s*\{%|%\}\s*<w:tc[ >]")
_TAG = re.compile(r"\{[%{#].*?[%}#]\}", re.DOTALL)
_PIECES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>", re.DOTALL)
_OPENS = re.compile(r"<(?:\w+:)?(\w+)(?:\s[^>]*)?(?<!/)>")
_HOLDS_TEXT = frozenset({"t", "delText", "instrText", "delInstrText", "align", "posOffset"})
_LITERAL = {"{_{": "{{ '{{' }}", "}_}": "{{ '}}' }}", "{_%": "{{ '{%' }}", "%_}": "{{ '%}' }}"}
"""How a template writes the signs of fields themselves, for people who are to read them."""


def patched(whole: str) -> str:
    """Return a part with the fields Word has split over runs joined, and docxtpl's own tags turned into the engine's."""
    joined: str = DocxTemplate(BytesIO()).patch_xml(whole)
    for sign, literal in _LITERAL.items():
        joined = joined.replace(sign, literal)
    return joined


def bare(source: str) -> str:
    """Return the first field that would be printed outside any text, as docxtpl's `{{r name }}` is; empty where none is.

    Word shows no such text, and may call the file damaged; that tag is for values that are Word's own markup, and no field is.
    """
    inside = ""
    for piece in _PIECES.finditer(source):
        text = piece.group()
        if text.startswith("<"):
            opened = _OPENS.fullmatch(text)
            inside = opened.group(1) if opened else ""
        elif text.startswith("{{") and inside not in _HOLDS_TEXT:
            return text
    return ""


def needs_finishing(source: str) -> bool:
    """Whether what is rendered from a part's source must be mended: it has pictures, or tables that need not be even."""
    if "docPr" in source or _BESIDE_CELL.search(source):
        return True
    plain = etree.fromstring(_TAG.sub("", source).encode(), etree.XMLParser(recover=True))
    before = etree.tostring(plain)
    return bool(etree.tostring(DocxTemplate(BytesIO()).fix_tables(before)) != before)


def finished(text: str) -> bytes:
    """Return a rendered part with its tables mended and its pictures numbered.

    Raises:
        XMLSyntaxError: it is not well formed.
    """
    etree.fromstring(text.encode())  # what is mended below is read leniently
    maker = DocxTemplate(BytesIO())
    maker.docx_ids_index = 1000
    tree = maker.fix_tables(text.encode())
    maker.fix_docpr_ids(tree)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
