"""Which cases look like one initiative: by their titles over the years, and what their leads are or became.

Titles are compared by their core: without years, "videreføring", "fase 2" and the like, which change while the initiative
stays. What looks alike is only ever suggested; a person ties it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from skjonn.domain.codes import case_order

ALIKE = 0.87
"""How alike two cores are at the least: 1 is equal. Above what a differing word does to a short title."""
_SHORTEST = 8  # letters of a core that may be misspelt, or be the beginning of another
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_NUMERAL = re.compile(r"[0-9]{1,2}|i{1,3}|iv|v|vi{1,3}")
_NUMBER = re.compile(_NUMERAL.pattern + "|en|ein|to|tre|fire|første|fyrste|andre|tredje|fjerde")
_STAGES = frozenset(
    ("fase", "fasen", "del", "delen", "trinn", "trinnet", "steg", "steget", "etappe", "år", "året", "runde", "phase", "part", "year")
)  # fmt: skip
_GOES_ON = frozenset((
    "videreføring", "videreføringen", "videreføre", "videreført", "vidareføring", "vidareføringa", "vidareføre", "vidareført",
    "fortsettelse", "fortsettelsen", "framhald", "framhaldet", "fortsetjing", "sluttføring", "sluttføringa", "sluttføringen",
    "forprosjekt", "hovedprosjekt", "hovudprosjekt", "prosjekt", "prosjektet", "project", "continuation", "continued",
))  # fmt: skip
_BETWEEN = frozenset(("av", "for", "til", "i", "og", "med", "of", "the", "and"))
_PAIRS = (("«", "»"), ("“", "”"), ('"', '"'), ("(", ")"), ("[", "]"))


@dataclass(frozen=True)
class Candidate:
    """A case that may belong to an initiative.

    Attributes:
        year: the budget year; awarded_nok: None while undecided.
        heirs: numbers of the municipalities its lead is, or became, on the day it is asked.
        initiative: the name of the one it is in, else empty.
    """

    case: str
    year: int
    title: str
    municipality: str
    awarded_nok: int | None
    heirs: frozenset[str]
    initiative: str = ""


@dataclass(frozen=True)
class Suggestion:
    """Cases that look like one initiative.

    Attributes:
        name: of the initiative they lie in, else what their titles have in common.
        cases: by year and case number, those that are tied already among them.
        initiatives: names of those some of the cases lie in: none, one, or several that may be one.
    """

    name: str
    cases: tuple[Candidate, ...]
    initiatives: tuple[str, ...]

    @property
    def untied(self) -> tuple[Candidate, ...]:
        """The cases that are in no initiative yet."""
        return tuple(case for case in self.cases if not case.initiative)


def core(title: str) -> str:
    """Return what stays of a title from year to year: its words in lower case, without years, stages and the like.

    A title of nothing else keeps all its words.
    """
    return " ".join(word for _match, word in _kept(title))


def named(title: str) -> str:
    """Return the name a title suggests: itself, without what its core lacks at the beginning and the end."""
    clean = unicodedata.normalize("NFC", title)
    every, kept = list(_WORD.finditer(clean)), [found for found, _word in _kept(title)]
    if not kept:
        return clean.strip()
    start = 0 if kept[0].start() == every[0].start() else kept[0].start() - _opens(clean[: kept[0].start()])
    end = len(clean) if kept[-1].end() == every[-1].end() else kept[-1].end() + _closes(clean[kept[-1].end() :])
    return _paired(clean[start:end].strip())


def alike(first: str, second: str, share: Callable[[str, str], float]) -> bool:
    """Tell whether two cores may be of one initiative.

    They are equal but for spaces, near in spelling, or one of two words and more stands whole within the other.

    Args:
        first, second: as `core` returns them.
        share: how near two texts are, from 0 to 1.
    """
    tight, other = first.replace(" ", ""), second.replace(" ", "")
    if tight == other:
        return bool(tight)
    if min(len(tight), len(other)) < _SHORTEST:
        return False
    short, long = sorted((first, second), key=len)
    if " " in short and f" {short} " in f" {long} ":
        return True
    return share(tight, other) >= ALIKE


def suggestions(candidates: Iterable[Candidate], share: Callable[[str, str], float]) -> list[Suggestion]:
    """Return the groups of cases that look like one initiative and are not tied as one, by name.

    Cases belong together where their cores are alike and their leads are, or became, the same municipality; a group spans
    two years at the least, or reaches into an initiative there is.
    """
    found = []
    for group in _groups(list(candidates), share):
        initiatives = tuple(sorted({case.initiative for case in group if case.initiative}))
        news = any(not case.initiative for case in group) or len(initiatives) > 1
        if news and (len({case.year for case in group}) > 1 or initiatives):
            name = initiatives[0] if initiatives else common_name(group)
            found.append(Suggestion(name, tuple(group), initiatives))
    return sorted(found, key=lambda one: (one.name.casefold(), case_order(one.cases[0].case)))


def common_name(cases: Sequence[Candidate]) -> str:
    """Return the name cases suggest: that of the shortest core, of the earliest where several are as short."""
    return named(min(cases, key=lambda case: len(core(case.title))).title)


def _opens(before: str) -> int:
    return int(before.endswith(tuple(opened for opened, _closed in _PAIRS)))


def _closes(after: str) -> int:
    return int(after.startswith(tuple(closed for _opened, closed in _PAIRS)))


def _paired(text: str) -> str:
    """Return a text cut out of a title without quotation marks or brackets around the whole, or with only one half left."""
    for opened, closed in _PAIRS:
        halves = text.count(opened) + text.count(closed) * (opened != closed)
        if halves % 2 or (halves and text[0] == opened and text[-1] == closed and closed not in text[1:-1]):
            text = text.strip(opened + closed).strip()
    return text


def _kept(title: str) -> list[tuple[re.Match[str], str]]:
    words = [(found, found[0].casefold()) for found in _WORD.finditer(unicodedata.normalize("NFC", title))]
    dropped = set(_dropped([word for _found, word in words]))
    kept = [pair for at, pair in enumerate(words) if at not in dropped]
    while kept and kept[0][1] in _BETWEEN:
        kept.pop(0)
    while kept and (kept[-1][1] in _BETWEEN or (_NUMERAL.fullmatch(kept[-1][1]) and len(kept) > 1)):
        kept.pop()
    return kept or words


def _dropped(words: Sequence[str]) -> Iterator[int]:
    """Give the places of the words that tell of a year or a stage."""
    for at, word in enumerate(words):
        if _YEAR.fullmatch(word) or word in _GOES_ON:
            yield at
        if word in _STAGES:
            beside = [
                place for place in (at - 1, at + 1) if 0 <= place < len(words) and _NUMBER.fullmatch(words[place])
            ]
            if beside:
                yield at
                yield beside[-1]


def _groups(candidates: Sequence[Candidate], share: Callable[[str, str], float]) -> list[list[Candidate]]:
    """Return the candidates in groups of two and more that are alike, directly or through others, or tied already."""
    joined = _Joined(len(candidates))
    tied: dict[str, list[int]] = defaultdict(list)
    of_lead: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, case in enumerate(candidates):
        if case.initiative:
            tied[case.initiative].append(at)
        for number in case.heirs:
            of_lead[number][core(case.title)].append(at)
    for places in (*tied.values(), *(places for cores in of_lead.values() for places in cores.values())):
        joined.join(places)
    for cores in of_lead.values():
        for first, second in combinations(cores, 2):
            if alike(first, second, share):
                joined.join((cores[first][0], cores[second][0]))
    groups = ([candidates[at] for at in places] for places in joined.groups())
    return [sorted(group, key=lambda case: (case.year, case_order(case.case))) for group in groups if len(group) > 1]


class _Joined:
    """Places that belong together, directly or through others."""

    def __init__(self, count: int) -> None:
        self._first = list(range(count))

    def join(self, places: Sequence[int]) -> None:
        for place in places[1:]:
            self._first[self._root(place)] = self._root(places[0])

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._first)):
            found[self._root(place)].append(place)
        return list(found.values())

    def _root(self, place: int) -> int:
        while self._first[place] != place:
            self._first[place] = self._first[self._first[place]]
            place = self._first[place]
        return place
