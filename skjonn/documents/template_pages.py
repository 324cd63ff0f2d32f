"""Which parts of a document stand on its pages, so that what must mark every page is seen to do it."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lxml import etree

from skjonn.documents.docxtpl_ways import MAIN

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATED = "word/_rels/document.xml.rels"
_SETTINGS = "word/settings.xml"
_OFF = frozenset({"0", "false", "off"})


@dataclass(frozen=True)
class Pages:
    """What stands at the top and at the bottom of each kind of page: the first, the even ones, the others.

    Attributes:
        kinds: of each kind of page in use, the parts that are its headers, and those that are its footers.
    """

    kinds: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()

    def marked(self, shown: Collection[str]) -> bool:
        """Tell whether a text that these parts show stands in the letter itself, or on every page of it."""
        if MAIN in shown:
            return True
        return bool(shown) and all(any(some and some <= set(shown) for some in kind) for kind in self.kinds)


def pages_of(parts: Mapping[str, bytes]) -> Pages:
    """Return what stands on the pages of a document, from its own account of its sections."""
    if MAIN not in parts or _RELATED not in parts:
        return Pages()
    sections = list(_tree(parts[MAIN]).iter(f"{_WORD}sectPr"))
    targets = {one.get("Id", ""): _part(one.get("Target", "")) for one in _tree(parts[_RELATED])}
    kinds = ["default"]
    if any(_on(section.find(f"{_WORD}titlePg")) for section in sections):
        kinds.append("first")
    if _SETTINGS in parts and _on(_tree(parts[_SETTINGS]).find(f"{_WORD}evenAndOddHeaders")):
        kinds.append("even")
    return Pages(tuple((_named(sections, "header", kind, targets), _named(sections, "footer", kind, targets)) for kind in kinds))  # fmt: skip


def _named(sections: list[etree._Element], what: str, kind: str, targets: Mapping[str, str]) -> frozenset[str]:
    """Return the headers or footers of a kind of page, of all sections."""
    found = [one for section in sections for one in section.iter(f"{_WORD}{what}Reference")]
    return frozenset(targets.get(one.get(_ID, ""), "") for one in found if one.get(f"{_WORD}type", "default") == kind)


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"word/{target}")


def _on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{_WORD}val", "1").casefold() not in _OFF


def _tree(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
