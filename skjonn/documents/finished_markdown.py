"""Reading a finished text in Markdown, or without any marks: paragraphs by the line they begin on, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from skjonn.domain.proof_facts import Passage
from skjonn.texts import _

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>#+=!|~&.()-])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\([^()]{0,2000}\)")
_EMPHASIS = re.compile(r"(?<![\\\w])(\*{1,3}|_{1,3})(?=\S)(.{1,400}?)(?<=[^\s\\])\1(?!\w)")
_MARK = re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,3}[.)]\s+(?=\D))+")
_ALONE = re.compile(r"^\s*(?:#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|>)")
_UNDERLINE = re.compile(r"^\s*(?:=+|-{2,}|\*{3,}|_{3,})\s*$")
_BETWEEN = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")


def markdown(source: str) -> Iterator[Passage]:
    """Yield the paragraphs and table rows of a text in Markdown, in order."""
    yield from _read(source, marked=True)


def text(source: str) -> Iterator[Passage]:
    """Yield the paragraphs of a plain text, parted by empty lines; lines with tabs are rows of a table."""
    yield from _read(source, marked=False)


def _read(source: str, *, marked: bool) -> Iterator[Passage]:
    lines = source.splitlines()
    collected: list[str] = []
    table, in_table = 0, False
    for number, line in enumerate([*lines, ""], start=1):
        cells = _cells(lines, number - 1, in_table=in_table) if marked else _tabbed(line)
        ends = cells is not None or not line.strip() or (marked and bool(_ALONE.match(line) or _UNDERLINE.match(line)))
        if ends and collected:
            yield _paragraph(collected, number - len(collected), marked=marked)
            collected = []
        if cells is not None:
            table += not in_table
            if not (marked and _RULE.match(line)):
                yield Passage(_("line {number}").format(number=number), "", tuple(cells), table)
        elif line.strip() and not (marked and _UNDERLINE.match(line)):
            collected.append(line)
        in_table = cells is not None
        if collected and marked and line.lstrip().startswith("#"):
            yield _paragraph(collected, number, marked=True)
            collected = []


def _paragraph(lines: list[str], number: int, *, marked: bool) -> Passage:
    whole = " ".join(_MARK.sub("", line).strip() if marked else line.strip() for line in lines)
    return Passage(_("line {number}").format(number=number), _plain(whole) if marked else " ".join(whole.split()))


def _cells(lines: list[str], at: int, *, in_table: bool) -> list[str] | None:
    """Return the cells of a line of a table; None where it is none."""
    line = lines[at] if at < len(lines) else ""
    begins = line.lstrip().startswith("|")
    ruled = at + 1 < len(lines) and "|" in line and "|" in lines[at + 1] and bool(_RULE.match(lines[at + 1]))
    if not (begins or ruled or (in_table and _BETWEEN.search(line))):
        return None
    parts = _BETWEEN.split(line.strip())
    return [
        _plain(part).strip() for part in (parts[1:] if begins else parts)[: -1 if line.rstrip().endswith("|") else None]
    ]


def _tabbed(line: str) -> list[str] | None:
    cells = [cell.strip() for cell in line.strip("\n").split("\t")]
    return cells if sum(bool(cell) for cell in cells) > 1 else None


def _plain(said: str) -> str:
    """Return what a reader sees of a text in Markdown."""
    bare = _LINK.sub(r"\1", _BREAK.sub(" ", said))
    for _again in range(2):
        bare = _EMPHASIS.sub(r"\2", bare)
    return " ".join(_ESCAPED.sub(r"\1", unescape(bare)).split(" "))
