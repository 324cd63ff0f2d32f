"""What a template may not bring: anything that reaches out of the document, on this machine or on the recipient's.

Word and LibreOffice fetch what a document links to when it is opened, and some fields fetch or run something. A letter is sent
to others under the office's name, so a template holds its pictures itself, and its fields tell of the document alone.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from skjonn.errors import FindingsError
from skjonn.texts import N_, _

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TO_PARTS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML = ("{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}")
_LINKS = frozenset({"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"})
"""Elements that lead somewhere only when a reader asks for it."""
_BROUGHT = frozenset(
    {
        "activexcontrolbinary", "afchunk", "attachedtemplate", "attachedtoolbars", "control", "extensibility", "externallink", "frame",
        "keymapcustomizations", "mailmergeheadersource", "mailmergesource", "oleobject", "package", "recipientdata", "subdocument",
        "vbaproject", "webextension", "webextensiontaskpanes", "wordvbadata",
    }
)  # fmt: skip
"""Kinds of relationship, by the end of their names, to programs, other documents and what lies in other places."""
_BROUGHT_NAMES = re.compile(r"vbaproject|vbadata|activex|embeddings/|attachedtoolbars|customui|webextensions", re.IGNORECASE)  # fmt: skip
_LEADS_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(^|/)\.\.(/|$)")
_FIELDS = frozenset(
    [
        "=",
        "ADVANCE",
        "AUTHOR",
        "AUTONUM",
        "AUTONUMLGL",
        "AUTONUMOUT",
        "BIBLIOGRAPHY",
        "CITATION",
        "COMMENTS",
        "COMPARE",
        "CREATEDATE",
        "DATE",
        "DOCPROPERTY",
        "DOCVARIABLE",
        "EDITTIME",
        "EQ",
        "FILENAME",
        "FILESIZE",
        "FORMCHECKBOX",
        "FORMDROPDOWN",
        "FORMTEXT",
        "HYPERLINK",
        "IF",
        "INDEX",
        "INFO",
        "KEYWORDS",
        "LASTSAVEDBY",
        "LISTNUM",
        "MERGEFIELD",
        "NOTEREF",
        "NUMCHARS",
        "NUMPAGES",
        "NUMWORDS",
        "PAGE",
        "PAGEREF",
        "PRINTDATE",
        "QUOTE",
        "REF",
        "REVNUM",
        "SAVEDATE",
        "SECTION",
        "SECTIONPAGES",
        "SEQ",
        "SET",
        "STYLEREF",
        "SUBJECT",
        "SYMBOL",
        "TA",
        "TC",
        "TEMPLATE",
        "TIME",
        "TITLE",
        "TOA",
        "TOC",
        "XE",
    ]
)
"""Word's fields that tell of the document itself; any other fetches, runs or asks for something."""
_FIELD = re.compile(r"=|[^\s\\\"=]+")
_CODE_TEXT = frozenset({f"{_WORD}{name}" for name in ("instrText", "delInstrText", "t", "delText")})
_CODE_ALONE = frozenset({f"{_WORD}{name}" for name in ("instrText", "delInstrText")})
_BALANCED = re.compile(r"\{\{[^{}]*\}\}")
_NEVER_FILLED = ("customXml/", "docProps/")
_EVERY_SIGN = ("{{", "}}", "{%", "%}", "{#", "#}")
_SIGNS = ("{{", "{%", "{#")
_OWN_PICTURE = ("#", "data:image/png", "data:image/jpeg")
_FETCHED = re.compile(r"url\(\s*['\"]?\s*[^#'\"\s]|@import")
_MOST_OF_PICTURE = 2**20
_GZIP = b"\x1f\x8b"


class TemplateReachesOut(FindingsError):
    """A template holds something that would reach out of the document."""

    code = "template-reaches-out"
    sentence = N_("The template {template} would reach out of the document from {part}: {what} ({detail}).")
    advice = N_(
        "Take it out in Word: put pictures in the document itself, and let Word's own fields tell of pages, dates and titles alone."
    )


def require_contained(name: str, stored: Sequence[str], parts: Mapping[str, bytes]) -> None:
    """Make sure a template reaches nothing outside itself, whoever opens a letter made from it.

    Args:
        name: of the template, for messages.
        stored: names of the parts as the file has them.
        parts: what the document is made of, by name.

    Raises:
        TemplateReachesOut: it would; the part and what stands there are named.
    """
    for part, what, detail in _reaching(stored, parts):
        raise TemplateReachesOut(template=name, part=part, what=_said(what), detail=detail[:80])


def watched(source: str) -> bool:
    """Whether a part has to be looked at again each time it is filled: conditions could put its fields together otherwise."""
    return any(sign in source for sign in ("fldChar", "fldSimple", "nstrText"))


def require_filled(name: str, part: str, content: bytes) -> None:
    """Make sure a part that was filled holds the document's own fields alone.

    Raises:
        TemplateReachesOut: it does not.
    """
    for code in _wrong_codes(etree.fromstring(content)):
        raise TemplateReachesOut(template=name, part=part, what=_said("field"), detail=code[:80])


def _said(what: str) -> str:
    return {
        "attached": _("a template of Word's it hangs on; choose Normal under Developer, Document Template"),
        "name": _("a name no part of a document has"),
        "brought": _("a program, or a file of another kind"),
        "linked": _("something that lies elsewhere is fetched"),
        "made_up": _("a condition where no text stands"),
        "field": _("a field that fetches, runs or asks for something"),
        "picture": _("a drawing that fetches something"),
    }[what]


def _reaching(stored: Sequence[str], parts: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """Yield what reaches out: the part, what it is, and what stands there."""
    for part, times in Counter(one.casefold() for one in stored).items():
        if times > 1 or _LEADS_OUT.search(part):
            yield part, "name", part
        if _BROUGHT_NAMES.search(part):
            yield part, "brought", posixpath.basename(part)
    for part, content in parts.items():
        tree = _parsed(content)
        if part.endswith(".rels"):
            yield from _related(part, tree, parts)
        elif tree is None:
            yield from [(part, "picture", part)] if b"<svg" in _unpacked(content) else []
        else:
            yield from _drawn(part, tree) if _local(tree) == "svg" else _held(part, tree)


def _related(part: str, tree: etree._Element | None, parts: Mapping[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """Yield what a part's relationships lead to that they must not: only a link a reader clicks may lead out."""
    folder, _rels, file = part.rpartition("_rels/")
    owner = f"{folder}{file.removesuffix('.rels')}"
    links = set()
    for one in tree if tree is not None else ():
        kind, target = one.get("Type", "").rpartition("/")[2], one.get("Target", "")
        if kind == "attachedTemplate":
            yield owner, "attached", target
        elif kind.casefold() in _BROUGHT:
            yield owner, "brought", f"{kind}: {target}"
        elif one.get("TargetMode", "").casefold() == "external" or ":" in target or target.startswith(("//", "\\")):
            links.add(one.get("Id", ""))
            if kind != "hyperlink":
                yield owner, "linked", target
    owns = _parsed(parts[owner]) if owner in parts else None
    if owns is not None:
        yield from _misled(owner, owns, links)


def _misled(owner: str, tree: etree._Element, links: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield what uses a link as something else than a link, or makes up which part it leads to."""
    for element in tree.iter(etree.Element):
        for key, value in element.attrib.items():
            made_up = any(sign in str(value) for sign in _SIGNS)
            if str(key).startswith(_TO_PARTS) and (made_up or (value in links and _local(element) not in _LINKS)):
                yield owner, "linked", str(value)


def _held(part: str, tree: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Yield the fields of a part that are not the document's own, and old drawings that name a file."""
    for code in _wrong_codes(tree):
        yield part, "field", code
    for said in () if part.startswith(_NEVER_FILLED) else _between(tree):
        if any(sign in _BALANCED.sub("", said) for sign in _EVERY_SIGN):
            yield part, "made_up", said.strip()
    for element in tree.iter(etree.Element):
        name = str(element.tag)
        source = next(
            (value for key in ("src", *(f"{space}href" for space in _VML)) if (value := element.get(key))), ""
        )
        if name.startswith(_VML) and source:
            yield part, "linked", source
        if name == f"{_WORD}mailMerge":
            yield part, "linked", "mailMerge"


def _between(tree: etree._Element) -> Iterator[str]:
    """Yield what stands where no text is: values of attributes, comments, and what is left between elements."""
    for element in tree.iter(etree.Element):
        yield from (element.tail or "", *map(str, element.attrib.values()))
    for aside in tree.iter(etree.Comment, etree.ProcessingInstruction):
        yield from (aside.text or "", aside.tail or "")


def _wrong_codes(tree: etree._Element) -> Iterator[str]:
    """Yield the codes of fields that are not the document's own."""
    for code in _codes(tree):
        if code.strip() and _field_of(code) not in _FIELDS:
            yield code.strip()


def _field_of(code: str) -> str:
    found = _FIELD.match(code.strip())
    return found.group().upper() if found else ""


def _codes(tree: etree._Element) -> Iterator[str]:
    """Yield each field's code as it is written; one that is put together by a condition or by another field comes as no field's.

    A field begins, holds its code, is separated, holds what it shows, and ends; fields stand inside fields.
    """
    open_fields: list[str | None] = []  # the code so far; None once it shows its result
    for element in tree.iter(etree.Element):
        if element.tag == f"{_WORD}fldSimple":
            yield element.get(f"{_WORD}instr", "")
        elif element.tag == f"{_WORD}fldChar":
            yield from _turned(open_fields, element.get(f"{_WORD}fldCharType", ""))
        elif element.tag in _CODE_TEXT:
            yield from _spoken(open_fields, element.text or "", code_alone=element.tag in _CODE_ALONE)
    yield from (code for code in open_fields if code is not None)


def _turned(open_fields: list[str | None], kind: str) -> Iterator[str]:
    if kind == "begin":
        outer = open_fields[-1] if open_fields else None
        if outer is not None and not outer.strip():
            yield "{"  # another field would tell which field this is
        open_fields.append("")
    elif open_fields:
        code = open_fields.pop()
        if code is not None:
            yield code
        if kind == "separate":
            open_fields.append(None)


def _spoken(open_fields: list[str | None], text: str, *, code_alone: bool) -> Iterator[str]:
    if open_fields and open_fields[-1] is not None:
        open_fields[-1] += text
        if any(sign in text for sign in _SIGNS[1:]):
            yield text
    elif code_alone and text.strip():
        yield f"{{ {text}"  # code where none can stand


def _drawn(part: str, tree: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Yield what a drawing written in XML fetches; other pictures hold all they show."""
    if tree.getroottree().docinfo.internalDTD is not None:
        yield part, "picture", "DOCTYPE"
    for element in tree.iter(etree.Element):
        for key, value in element.attrib.items():
            if str(key).endswith("href") and not str(value).startswith(_OWN_PICTURE):
                yield part, "picture", str(value)
        for said in (element.text or "", *map(str, element.attrib.values())):
            if _FETCHED.search(said):
                yield part, "picture", said.strip()


def _unpacked(content: bytes) -> bytes:
    """Return a picture's bytes, of one that is deflated the beginning."""
    if not content.startswith(_GZIP):
        return content
    try:
        return zlib.decompressobj(31).decompress(content, _MOST_OF_PICTURE)
    except zlib.error:
        return content


def _parsed(content: bytes) -> etree._Element | None:
    """Return a part's tree, None where it is no XML."""
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
