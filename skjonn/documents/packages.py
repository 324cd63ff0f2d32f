"""The package around a Word document: its parts, its properties, its bytes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

from docx.document import Document as DocumentObject

from skjonn import files
from skjonn.texts import Language

LANGUAGE_TAGS: dict[Language, str] = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
"""How Word names each language."""

CORE = "docProps/core.xml"
APP = "docProps/app.xml"
TYPES = "[Content_Types].xml"
_LEADING = (TYPES, "_rels/.rels")

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE_SPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_APP = (
    f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>skjonn</Application></Properties>"
)


@dataclass(frozen=True)
class Properties:
    """What a document says of itself: no personal data, no clock.

    Attributes:
        title: as shown in a window's heading and by screen readers.
        author: the office's name, never a person's; may be empty.
        language: of the text.
        day: the document's own date; None leaves both times out.
    """

    title: str
    author: str
    language: Language
    day: date | None = None

    def core(self) -> bytes:
        """Return the part that holds the properties; each text escaped once."""
        parts = [f"<dc:title>{escape(self.title)}</dc:title>"]
        if self.author:
            parts.append(f"<dc:creator>{escape(self.author)}</dc:creator>")
        parts.append(f"<dc:language>{LANGUAGE_TAGS[self.language]}</dc:language>")
        if self.day:
            parts += [_time(name, self.day) for name in ("created", "modified")]
        return f"{_HEAD}<cp:coreProperties {_CORE_SPACES}>{''.join(parts)}</cp:coreProperties>".encode()


def parts_of(document: DocumentObject) -> dict[str, bytes]:
    """Return the parts of a document as it would be saved, with the properties that name persons and programs gone.

    The part `docProps/core.xml` is there and still the template's: whoever packs puts `Properties.core()` in its place.
    """
    _ = document.core_properties  # makes the part where it is missing
    saved = BytesIO()
    document.save(saved)
    parts = files.unpack(saved.getvalue())
    if APP in parts:
        parts[APP] = _APP.encode()
    return parts


def packed(parts: dict[str, bytes], properties: Properties) -> bytes:
    """Return a document's bytes, which depend on its parts and properties alone."""
    return files.pack({**parts, CORE: properties.core()}, first=_LEADING)


@dataclass(frozen=True)
class Packed:
    """A document's bytes, and the digest over its unpacked parts (`files.content_digest`)."""

    content: bytes
    digest: str


@dataclass(frozen=True)
class Frame:
    """A document's parts ready to be packed many times: what stays the same from letter to letter is deflated once."""

    members: Mapping[str, files.Member]

    def packed(self, changed: Mapping[str, bytes], properties: Properties) -> Packed:
        """Return the bytes `packed` gives for the parts with some of them changed, and their digest."""
        own = {**changed, CORE: properties.core()}
        every = [files.member(name, own[name]) if name in own else one for name, one in self.members.items()]
        return Packed(files.pack_members(every), files.members_digest(every))


def framed(parts: Mapping[str, bytes], varying: Collection[str]) -> Frame:
    """Return parts ready to be packed; those that vary are not worth deflating now."""
    order = [*(name for name in _LEADING if name in parts), *(name for name in parts if name not in _LEADING)]
    left = {*varying, CORE}
    return Frame({name: files.member(name, b"" if name in left else parts[name]) for name in order})


def _time(name: str, day: date) -> str:
    return f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z</dcterms:{name}>'
