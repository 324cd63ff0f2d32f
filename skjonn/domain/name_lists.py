"""A cell that lists names, divided into them: `,` `;` `og` `/` `.` line breaks, without dividing a name that holds such a sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skjonn.domain.municipality_names import Directory, is_near, look_up
from skjonn.domain.partner_words import is_district
from skjonn.domain.whole_county import county_meant

_BETWEEN = re.compile(r"[,;\n&+•·|]")
_WITHIN_REMARK = re.compile(r"[,;\n/&+•·|–-]")
_REMARK = re.compile(r"\([^()]*\)")
_JOINT = re.compile(r"(\s(?:og|and)\s|\s(?-i:(?:og|and)(?=[A-ZÆØÅ]))|\s[-–]\s|(?<!\sv)\s?/\s?)", re.IGNORECASE)
_STOP = re.compile(r"\.\s?")
_MARK = re.compile(r"^(?:[0-9]{1,2}[.)]\s(?=\D)|[-–—*→]\s)+")
_LEADING = re.compile(
    r"^(?:(?:og|and|samt|(?:i\s)?samarbeid med|saman med|sammen med|med)\s|(?-i:(?:og|and)(?=[A-ZÆØÅ])))", re.IGNORECASE
)
"""Before a capital letter an "og" divides also where the space behind it is missing."""
_MOST_JOINED = 4
"""No name has more than three signs or words in it that could divide a list (`Gáivuotna – Kåfjord – Kaivuono`)."""

_ABBREVIATION = 4
_LONGEST = 60
"""Characters of the longest text that is looked up as one name while a list is divided."""

MOST = 120
"""Names in the longest list that is read; no county has half as many municipalities."""


def is_too_long(text: str) -> bool:
    """Tell whether a list has more signs and words that divide it than any list of partners."""
    return len(_BETWEEN.findall(text)) + len(_JOINT.findall(text)) + text.count(".") > MOST


def pieces(text: str, directory: Directory) -> list[str]:
    """Divide a list into names; what the register knows as one name stays whole."""
    found: list[str] = []
    parts = [stopped for part in _outside_brackets(text) for stopped in _stopped(_bare(part), directory)]  # fmt: skip
    for part in parts:
        found.extend(_divided(part, directory, listed=len(parts) > 1))
    return [piece for piece in found if piece]


def _bare(part: str) -> str:
    """Return a part without what stands before it in a list: a number, a dash, an "og"."""
    return _LEADING.sub("", _MARK.sub("", " ".join(part.split())))


def _outside_brackets(text: str) -> Iterator[str]:
    """Yield the parts between separators that do not stand within brackets."""
    hidden = _REMARK.sub(lambda remark: _WITHIN_REMARK.sub("\u0000", remark[0]), text)
    start = 0
    for found in _BETWEEN.finditer(hidden):
        yield text[start : found.start()]
        start = found.end()
    yield text[start:]


def _stopped(part: str, directory: Directory) -> Iterator[str]:
    """Yield the parts between full stops that divide: behind a municipality, or before one where no abbreviation ends.

    So `Lund. Sokndal. Time` is three names, `St. Olav`, `avd. Lund` and `Lund 2. avdeling` stay as they are.
    """
    if "." not in part:
        yield part
        return
    start = begin = 0
    for stop in _STOP.finditer(part):
        if stop.start() < start:
            continue
        before, behind = part[begin : stop.start()], part[stop.end() :]
        following = _STOP.split(behind, maxsplit=1)[0]
        if _divides(before, following, directory, spaced=stop[0] != "."):
            yield before
            begin = stop.end()
        start = stop.end()
    yield part[begin:]


def _divides(before: str, following: str, directory: Directory, *, spaced: bool) -> bool:
    if not before.strip() or not following.strip():
        return False
    known_before = _is_known(before, directory) or _is_known(_JOINT.split(before)[-1], directory)
    known_behind = _is_known(following, directory) or _is_known(_JOINT.split(following)[0], directory)
    if not spaced:
        return known_before and known_behind
    word = before.rsplit(maxsplit=1)[-1]
    is_word = word.isalpha() and (len(word) > _ABBREVIATION or word.isupper())
    return known_before or (known_behind and is_word)


def _divided(part: str, directory: Directory, *, listed: bool) -> list[str]:
    """Divide at each `og`, dash and slash by longest whole name first: `Nore og Uvdal og Rollag` is two names.

    Where no part is a municipality, it is one organisation with such a word in its name; but behind other names
    (`listed`) an `og` before a capital letter ends the list.
    """
    words = _JOINT.split(part)
    names, joints = words[0::2], words[1::2]
    found: list[str] = []
    start = 0
    while start < len(names):
        end = _known_end(names, joints, start, directory) or _other_end(names, joints, start, directory, listed)
        found.append(_joined(names, joints, start, end))
        start = end
    return [piece.strip() for piece in found]


def _known_end(names: list[str], joints: list[str], start: int, directory: Directory) -> int:
    """Return where the longest name that holds a joint ends, 0 where none begins here."""
    for end in range(min(len(names), start + _MOST_JOINED), start + 1, -1):
        joined = _joined(names, joints, start, end)
        if _is_known(joined, directory) or county_meant(joined, directory) == "own":
            return end
    return 0


def _other_end(names: list[str], joints: list[str], start: int, directory: Directory, listed: bool) -> int:
    """Return where a name without such a joint ends, or an organisation's."""
    if start == 0 and not listed and len(names) > 1 and not any(_is_name(name, directory) for name in names):
        return len(names)
    end = start + 1
    while end < len(names) and _goes_on(names[end], joints[end - 1], directory) and not _is_name(names[start], directory):  # fmt: skip
        end += 1  # `Forum for helse og velferd`
    return end


def _is_known(text: str, directory: Directory) -> bool:
    return len(text) <= _LONGEST and look_up(text, directory).kind != "unknown"


def _goes_on(name: str, joint: str, directory: Directory) -> bool:
    return joint.strip().isalpha() and name[:1].islower() and not _is_name(name, directory)


def _is_name(text: str, directory: Directory) -> bool:
    return is_near(text, directory) or county_meant(text, directory) is not None or is_district(text)


def _joined(names: list[str], joints: list[str], start: int, end: int) -> str:
    text = names[start]
    for position in range(start + 1, end):
        text += joints[position - 1] + names[position]
    return text
