"""Looks through the XML of a large sheet quickly: ordinary rows are cut out, and only the rest is followed element by element.

An ordinary row is one whose text fits a strict grammar: numbers, texts and calculated values at stated addresses, no
error, nothing nested, no escape a program would not write. Of such a row nothing is of interest but its number, its
attributes and how far right it reaches. Everything else goes to the careful follower as it stands, so that the answer
is the same as if all had gone there; rows are cut only while the follower stands directly between rows.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from xml.parsers import expat

from skjonn.domain.sheets import column_letters, column_number
from skjonn.spreadsheets.facts import LAST_COLUMN, LAST_ROW, Scan
from skjonn.spreadsheets.following import Unfit, parser_for, refusing
from skjonn.spreadsheets.scanning_xlsx import SheetFollower

_LONGEST_HELD = 1 << 22
"""Bytes kept back in wait for a row's end."""
_MOST_KINDS = 1000
_SPACE = rb"[ \n\r\t]*+"
_PLAIN = rb"[^<>&\x00-\x08\x0b\x0c\x0e-\x1f\xef]"
_TEXT = rb"%s*+(?:&(?:amp|lt|gt|quot|apos|#(?:9|10|13|34|39|xA|xD));%s*+)*+" % (_PLAIN, _PLAIN)
_STYLE, _KIND = rb'(?: s="\d+")?+', rb'(?: t="(?:s|n|b|d|str|inlineStr)")?+'
_KEPT = rb'(?: xml:space="preserve")?+'
_FORMULA = rb'<f(?: aca="(?:false|true)"| t="shared"(?: ref="[A-Z0-9:]+")?+ si="\d+")?+(?:/>|>%s</f>)' % _TEXT
_VALUE = rb"<v%s>(?!<)%s</v>" % (_KEPT, _TEXT)
_HELD = rb"(?:%s|<is><t%s>%s</t></is>|%s%s)" % (_VALUE, _KEPT, _TEXT, _FORMULA, _VALUE)
_CELL = rb'%s<c r="[A-Z]{1,3}\1"%s%s(?:/>|(>)%s</c>)' % (_SPACE, _STYLE, _KIND, _HELD)
_ATTRIBUTES = rb"""((?: [A-Za-z:0-9]+="[ !#-%'-;=?-~]*")*+)"""
_ROW = re.compile(rb'%s<row r="([1-9]\d{0,6})"%s(?:/>|>(?:%s)*+%s</row>)' % (_SPACE, _ATTRIBUTES, _CELL, _SPACE))
_FIRST, _ROW_END, _SHARED = b"<sheetData>", b"</row>", b' t="s">'


def scan_sheet(blocks: Iterable[bytes], path: str) -> Scan:
    """Return what is seen of a worksheet part.

    Args:
        blocks: the part, in pieces cut anywhere.
        path: of the file, for errors.

    Raises:
        FileDamaged: the XML does not hold together, or holds what it must not.
        FileTooLarge: there is too much of something.
    """
    thinning = _Thinning()
    with refusing(path):
        for block in blocks:
            thinning.take(block)
        return thinning.finished()


class _Thinning:
    """Takes a worksheet part bit by bit; `_held` is what was not passed on yet, waiting for a row's end."""

    def __init__(self) -> None:
        self._follower = SheetFollower()
        self._parser = parser_for(self._follower)
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._held = b""
        self._begun = False
        self._done = False
        self._hidden: dict[bytes, bool] = {}
        self._last = -1
        self._beyond = _beyond(-1)

    def take(self, block: bytes) -> None:
        """Take the next piece."""
        if self._done:
            self._parser.Parse(block, False)
            return
        self._decoder.decode(block)  # what is cut out must be UTF-8 as well
        data = self._held + block
        if not self._begun:
            data = self._begin(data)
        self._held = self._cut(data) if self._begun else data
        if len(self._held) > _LONGEST_HELD:
            self._give_up(self._held)

    def finished(self) -> Scan:
        """Pass on the rest and return what was seen."""
        self._give_up(self._held)
        self._parser.Parse(b"", True)
        return self._follower.finished()

    def _give_up(self, data: bytes) -> None:
        """Follow all from here on."""
        self._parser.Parse(data, False)
        self._held, self._done = b"", True

    def _begin(self, data: bytes) -> bytes:
        """Pass on what comes before the first row."""
        found = data.find(_FIRST)
        if found < 0:
            return data
        self._parser.Parse(data[: found + len(_FIRST)], False)
        self._begun = True
        return data[found + len(_FIRST) :]

    def _cut(self, data: bytes) -> bytes:
        """Cut out the ordinary rows and pass on the others; return what is left after the last row's end."""
        at = 0
        while not self._done:
            if self._follower.among_rows():
                at = self._pass_over(data, at)
            end = data.find(_ROW_END, at) + len(_ROW_END)
            if end < len(_ROW_END):
                return data[at:]
            piece = data[at:end]
            if b"<!" in piece or b"<?" in piece:  # in a comment, what looks like a row is none
                self._give_up(data[at:])
            else:
                self._parser.Parse(piece, False)
                at = end
        return b""

    def _pass_over(self, data: bytes, start: int) -> int:
        """Note the ordinary rows from `start` on and return where they end."""
        at, last, number = start, self._last, -1
        match, hidden, scan = _ROW.match, self._hidden, self._follower.scan
        while row := match(data, at):
            told, attributes, filled = row.groups()
            hides = hidden.get(attributes)
            if hides is None:
                hides = self._learn(attributes)
            if hides is None or int(told) > LAST_ROW + 1:
                break
            at, number = row.end(), int(told)
            if filled and number > last:
                last = number
            if hides:
                scan.hidden_rows.add(number - 1)
        if number > 0:
            self._follower.row = number  # from 0, of the next row
            self._widen(data, start, at, last)
        return at

    def _widen(self, data: bytes, start: int, end: int, last: int) -> None:
        scan = self._follower.scan
        self._last = last
        farthest = max(map(_column, self._beyond.findall(data, start, end)), default=-1)
        if farthest > LAST_COLUMN:
            raise Unfit(str(farthest))
        if farthest >= 0:
            self._beyond = _beyond(farthest)
        scan.last = (max(scan.last[0], last - 1), max(scan.last[1], farthest))
        scan.shared += data.count(_SHARED, start, end)

    def _learn(self, attributes: bytes) -> bool | None:
        """Tell whether a row of these attributes is hidden; None if it is none, or there are too many kinds to know."""
        if len(self._hidden) >= _MOST_KINDS:
            return None
        follower = SheetFollower()
        try:
            parser_for(follower).Parse(b'<row r="1"' + attributes + b"/>", True)
        except (expat.ExpatError, Unfit):
            return None
        self._hidden[attributes] = bool(follower.scan.hidden_rows)
        return self._hidden[attributes]


def _column(letters: bytes) -> int:
    return column_number(letters.decode())


def _beyond(column: int) -> re.Pattern[bytes]:
    """Return what finds filled ordinary cells to the right of a column; -1 for all of them."""
    letters = column_letters(column) if column >= 0 else ""
    ways = [f"{letters[:place]}[{chr(ord(letter) + 1)}-Z]" + "[A-Z]" * (len(letters) - place - 1) for place, letter in enumerate(letters) if letter != "Z"]  # fmt: skip
    if len(letters) < len("XFD"):
        ways.append(f"[A-Z]{{{len(letters) + 1},3}}")
    return re.compile(b'<c r="(%s)[0-9]+"%s%s>' % ("|".join(ways or ["(?!)"]).encode(), _STYLE, _KIND))
