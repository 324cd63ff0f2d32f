"""Cells that name municipalities: one applicant or payee, or a list of partners with all its ways of being written.

The register stands behind `Directory`, already bound to a day; nothing here guesses: a name that can be two is an error
that names both, a near spelling an error that suggests, anything else in a partner list another organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal, Protocol

from skjonn.domain.applications import Partner, PartnerKind
from skjonn.domain.problems import Problem, problem
from skjonn.texts import N_

_BETWEEN = re.compile(r"[,;\n&+•]")
_JOINT = re.compile(r"(\s+(?:og|and)\s+|\s+[-–]\s+|\s*/\s*)", re.IGNORECASE)
_OTHERS = re.compile(
    r"[\s,(]*(?:\bmed\s+fl(?:ere|eire)\b|\bm\.?\s?fl\b\.?|\bmed\s+fleire\b|\b(?:og|samt)\s+(?:flere|fleire|andre)\b(?:\s+kommun\w+)?|\bosv\b\.?|\betc\b\.?|\bm\.?\s?v\b\.?|\bo\.?\s?a\b\.?|\.\.\.+|…|\bet\s?al\b\.?|\band\s+others\b)[\s).]*$",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:alle|samtlige|all|heile|hele)\s+(?:(?:the\s+)?(?:kommun\w+|municipalities)(?:\s+(?:i|in|of)\s+(?P<county>.+))?|fylket|(?:i\s+)?(?P<whole>\w[\w -]*))",
    re.IGNORECASE,
)
_NONE = re.compile(r"[-–—.\s/]*|(?:ingen|ikke aktuelt|ikkje aktuelt|none|nei|n/a)[.\s]*", re.IGNORECASE)
_REMARK = re.compile(r"\s*\((?P<inside>[^()]*)\)")
_COMMUNE = re.compile(
    r"(?:^kommunene\s+|^kommunane\s+|^kommune\s+|\s+kommunar?$|\s+kommuner?$|\s+herad$)", re.IGNORECASE
)
_WORD = re.compile(r"(?<!\w)(?:[^\W\d_][\w'-]*|[0-9]{4})(?!\w)")
_FILLER = frozenset(("både", "begge", "eller", "etc", "ev", "evt", "eventuelt", "m", "fl", "mfl", "mv", "og", "ikke", "ikkje", "osv", "pluss", "samt", "v"))  # fmt: skip
_WITHIN = frozenset(("i", "på", "for", "av", "til", "ved", "frå", "fra", "in", "of", "at"))
_MISSPELT, _DOUBTFUL = 0.8, 0.65
_THE_COUNTY = {"fylket", "the county", "heile fylket", "hele fylket"}


@dataclass(frozen=True)
class Match:
    """What the register says of a text on its day.

    Attributes:
        kind: `found` (one municipality), `ambiguous` (several), `ended` (was one), `unknown`.
        number, name: of the municipality, when found.
        others: candidates, successors, or near spellings, worded for a person.
    """

    kind: Literal["found", "ambiguous", "ended", "unknown"]
    number: str = ""
    name: str = ""
    others: tuple[str, ...] = ()


class Directory(Protocol):
    """The municipalities valid on a day, as an office sees them."""

    @property
    def counties(self) -> tuple[str, ...]:
        """Return the names of the office's counties."""

    def find(self, text: str) -> Match:
        """Return what `text`, a number or a name in any of its forms, means."""


@dataclass(frozen=True)
class PartnerList:
    """What a partner cell says: the partners in order, whether it is the whole county, and doubts (their place is empty)."""

    partners: tuple[Partner, ...] = ()
    whole_county: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass
class _Reading:
    directory: Directory
    partners: list[Partner] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse_municipality(text: str, directory: Directory) -> tuple[str, tuple[Problem, ...]]:
    """Return the number of the one municipality `text` names, or an empty number and the error."""
    clean = " ".join(text.split())
    match = _look_up(clean, directory)
    if match.kind == "found":
        return match.number, ()
    if match.kind == "unknown" and len(_pieces(clean, directory)) > 1:
        return "", (problem("error", "municipality-several", N_("“{text}” names more than one municipality."), N_("Name the one that applies, and the others under partners."), text=clean),)  # fmt: skip
    return "", (_fault(match, clean),)


def parse_partners(text: str, directory: Directory, lead: str = "") -> PartnerList:
    """Return the partners a cell names, in order.

    Args:
        text: the cell; separated by comma, semicolon, slash, new line, `&`, or `og` where it is no part of a name.
        directory: the register on the day that counts.
        lead: the applicant's number; the applicant is no partner of its own.
    """
    clean = text.strip()
    if _NONE.fullmatch(clean):
        return PartnerList()
    whole = _ALL.fullmatch(" ".join(clean.split()).rstrip(".")) if _look_up(clean, directory).kind != "found" else None
    if whole:
        return _county(whole, clean, directory)
    reading = _Reading(directory)
    named = _OTHERS.sub("", clean)
    for piece in _pieces(named, directory):
        _take(piece, reading, lead)
    if named != clean:
        reading.partners.append(Partner(PartnerKind.UNNAMED))
        reading.problems.append(problem("warning", "partners-unnamed", N_("“{text}” does not name all the partners."), N_("Ask the applicant for the names."), text=clean))  # fmt: skip
    return PartnerList(tuple(reading.partners), problems=tuple(reading.problems))


def _county(whole: re.Match[str], text: str, directory: Directory) -> PartnerList:
    named = " ".join((whole["county"] or whole["whole"] or "fylket").split())
    own = {name.casefold() for name in directory.counties}
    stem = re.sub(r"\s+fylke$", "", named.casefold())
    if named.casefold() in _THE_COUNTY or stem in own:
        return PartnerList(whole_county=True)
    wrong = problem("error", "scope-other-county", N_("“{text}” does not mean this office's own county."), N_("The office's own: {counties}. Otherwise name the municipalities."), text=text, counties=directory.counties)  # fmt: skip
    return PartnerList(problems=(wrong,))


def _pieces(text: str, directory: Directory) -> list[str]:
    """Split a list into names; `og` divides unless the register knows the whole as one name."""
    pieces: list[str] = []
    for part in _outside_brackets(text):
        pieces.extend(_divided(" ".join(part.split()), directory))
    return [piece for piece in pieces if not _NONE.fullmatch(piece)]


def _outside_brackets(text: str) -> Iterator[str]:
    """Yield the parts between separators that do not stand within brackets."""
    hidden = _REMARK.sub(lambda remark: re.sub(r"[,;\n/&+•–-]", "\u0000", remark[0]), text)
    start = 0
    for found in _BETWEEN.finditer(hidden):
        yield text[start : found.start()]
        start = found.end()
    yield text[start:]


def _divided(part: str, directory: Directory) -> list[str]:
    """Divide at each `og`, dash and slash by longest whole name first: `Nore og Uvdal og Rollag` is two names."""
    words = _JOINT.split(part)
    names, joints = words[0::2], words[1::2]
    pieces: list[str] = []
    start = 0
    while start < len(names):
        end = _longest(names, joints, start, directory)
        pieces.append(_joined(names, joints, start, end))
        start = end
    return [re.sub(r"^(?:og|and)\s+", "", piece.strip(), flags=re.IGNORECASE) for piece in pieces]


def _longest(names: list[str], joints: list[str], start: int, directory: Directory) -> int:
    for end in range(len(names), start + 1, -1):
        if _look_up(_joined(names, joints, start, end), directory).kind != "unknown":
            return end
    if start == 0 and len(names) > 1 and not any(_known(name, directory) for name in names):
        return len(names)  # no part is a municipality: one organisation with "og" in its name
    return start + 1


def _joined(names: list[str], joints: list[str], start: int, end: int) -> str:
    text = names[start]
    for position in range(start + 1, end):
        text += joints[position - 1] + names[position]
    return text


def _known(text: str, directory: Directory) -> bool:
    match = _look_up(text, directory)
    return match.kind != "unknown" or _nearness(text, match) >= _MISSPELT


def _nearness(text: str, match: Match) -> float:
    """Return from 0 to 1 how near the text is to the nearest spelling the register suggests."""
    bare = _COMMUNE.sub("", text).strip().casefold()
    names = [other.split(" (")[0].casefold() for other in match.others]
    return max((SequenceMatcher(None, bare, name).ratio() for name in names), default=0.0)


def _look_up(text: str, directory: Directory) -> Match:
    """Ask the register for the text as it stands, then without "kommune", then without a remark in brackets."""
    tried = text.strip(" .")
    match = directory.find(tried)
    for shorter in (_COMMUNE.sub("", tried), _REMARK.sub("", tried), _COMMUNE.sub("", _REMARK.sub("", tried).strip())):
        if match.kind != "unknown":
            break
        if shorter.strip() and shorter.strip() != tried:
            match = directory.find(shorter.strip())
    return match


def _take(piece: str, reading: _Reading, lead: str) -> None:
    match = _look_up(piece, reading.directory)
    if match.kind == "found":
        _add(Partner(PartnerKind.MUNICIPALITY, match.name, match.number), piece, reading, lead)
        return
    nearness = _nearness(piece, match)
    if match.kind != "unknown" or _says_municipality(piece) or nearness >= _MISSPELT:
        reading.problems.append(_fault(match, piece))
        return
    if not any(sign.isalnum() for sign in piece):
        reading.problems.append(problem("warning", "partner-nobody", N_("“{text}” names nobody and is left out of the partners."), text=piece))  # fmt: skip
        return
    named, only = _municipalities_within(piece, reading.directory)
    if named and only:
        reading.problems.append(problem("error", "partner-unclear", N_("“{text}” is no clear list of partners; it speaks of {others}."), N_("Write the names with a comma between them."), text=piece, others=named))  # fmt: skip
        return
    _add(Partner(PartnerKind.ORGANISATION, piece), piece, reading, lead)
    if named:
        reading.problems.append(problem("warning", "partner-organisation", N_("“{text}” is kept as an organisation."), N_("If a municipality is meant: {others}."), text=piece, others=named))  # fmt: skip
    elif nearness >= _DOUBTFUL:
        reading.problems.append(problem("warning", "partner-organisation", N_("“{text}” is kept as an organisation."), N_("If a municipality is meant: {others}."), text=piece, others=match.others))  # fmt: skip


def _municipalities_within(piece: str, directory: Directory) -> tuple[tuple[str, ...], bool]:
    """Return the municipalities a text speaks of, and whether nothing else stands in it but words that join.

    A name after a preposition tells where an organisation is (`Universitetet i Stavanger`), and is none of them.
    """
    named: dict[str, str] = {}
    before, only = "", True
    for word in re.split(r"[-–]", piece) if _all_known(re.split(r"[-–]", piece), directory) else _WORD.findall(piece):
        match = directory.find(word.strip()) if word[:1].isupper() or word.isdigit() else None
        if match and match.kind == "found" and before not in _WITHIN:
            named[match.number] = match.name
        elif word.casefold() not in _FILLER:
            only = False
        before = word.casefold()
    return tuple(named.values()), only


def _all_known(words: list[str], directory: Directory) -> bool:
    return len(words) > 1 and all(word.strip() and directory.find(word.strip()).kind == "found" for word in words)


def _says_municipality(piece: str) -> bool:
    return bool(_COMMUNE.search(piece)) or bool(re.fullmatch(r"\d{1,4}", piece, re.ASCII))


def _add(partner: Partner, piece: str, reading: _Reading, lead: str) -> None:
    if partner.number and partner.number == lead:
        reading.problems.append(problem("warning", "partner-is-applicant", N_("“{text}” is the applicant and is left out of the partners."), text=piece))  # fmt: skip
    elif _same(partner) in {_same(other) for other in reading.partners}:
        reading.problems.append(problem("warning", "partner-twice", N_("“{text}” is named twice among the partners."), text=piece))  # fmt: skip
    else:
        reading.partners.append(partner)


def _same(partner: Partner) -> str:
    return partner.number or partner.name.casefold()


def _fault(match: Match, text: str) -> Problem:
    if match.kind == "ambiguous":
        return problem("error", "municipality-ambiguous", N_("“{text}” can be {others}."), N_("Write the municipality number."), text=text, others=match.others)  # fmt: skip
    if match.kind == "ended":
        return problem("error", "municipality-ended", N_("“{text}” was no longer a municipality; it became {others}."), N_("Write the municipality of that day."), text=text, others=match.others)  # fmt: skip
    if match.others:
        return problem("error", "municipality-unknown", N_("No municipality is called “{text}”."), N_("Near spellings: {others}."), text=text, others=match.others)  # fmt: skip
    return problem("error", "municipality-unknown", N_("No municipality is called “{text}”."), N_("Write the name or the municipality number."), text=text)  # fmt: skip
