"""Applications that may be one and the same: near-equal titles of one municipality, or one project sent in by two partners.

Nothing here decides: pairs are listed, and a person joins them or lets them be. Titles are compared in the form that
`normalised_title` gives; they are near when a typing error, a mended word or a dropped tail tells them apart, and never when
only a number does ("fase 1" and "fase 2", "2021" and "2022").

Not every pair is looked at: two titles are compared when both belong to one municipality (as applicant or partner) and share a
long word, a beginning or an end, so that 35 000 cases take seconds. One typing error in a title of eleven letters or more
leaves its beginning or its end whole, so such a pair is met unless hundreds of titles begin and end alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from itertools import combinations
from typing import Literal, TypeAlias

from skjonn.domain.applications import Content, Scope, normalised_title
from skjonn.texts import N_

Why: TypeAlias = Literal["same-applicant", "applicant-is-partner", "shared-partners"]

WHY: dict[Why, str] = {
    "same-applicant": N_("Nearly the same title, from the same municipality."),
    "applicant-is-partner": N_("Nearly the same title, and the applicant of one is a partner in the other."),
    "shared-partners": N_("Nearly the same title, and partners in common."),
}
"""Why two applications may be one: code -> English msgid."""

NEAR = 0.85
"""So alike two titles are, at least, from 0 to 1."""
_YEAR_APART = 0.95
"""At most so alike are titles that only a year tells apart."""
_EDGE = 5
_LONG = 4
_MOST_WORDS = 3
_CROWD = 400
"""A word, beginning or end that more titles of one municipality share finds nothing: it is how they all are called."""
_TAIL_AFTER = 20  # a title dropped short of its tail says so much, at least
_NUMBER = re.compile(r"\d+|\b(?:ii|iii|iv|v|vii|viii|ix|x)\b")  # i and vi are Norwegian words
_LETTER = re.compile(r"\b[a-h]\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

Key: TypeAlias = Hashable


@dataclass(frozen=True)
class Candidate:
    """An application as it is compared.

    Attributes:
        case: how the caller knows it, most often the case number.
        title: as written; lead: the applicant's municipality number.
        partners: numbers of the municipalities among the partners; everyone: it is for the whole county.
    """

    case: str
    title: str
    lead: str
    partners: frozenset[str] = frozenset()
    everyone: bool = False

    @cached_property
    def plain(self) -> str:
        """The title as it is compared."""
        return normalised_title(self.title)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the title as it is compared."""
        return frozenset(self.plain.split())

    @property
    def municipalities(self) -> frozenset[str]:
        """The applicant and its partners."""
        return self.partners | {self.lead}


@dataclass(frozen=True)
class Pair:
    """Two applications that may be one, in the order given; how alike their titles are in per cent (100: equal)."""

    first: str
    second: str
    why: Why
    percent: int


@dataclass(frozen=True)
class Near:
    """A case that an application may be, and why; `percent` tells how alike the titles are (100: equal)."""

    case: str
    why: Literal["mended-title", "changed-lead"]
    percent: int


def candidate(case: str, content: Content) -> Candidate:
    """Return an application as it is compared."""
    partners = frozenset(one.number for one in content.partners if one.number)
    return Candidate(case, content.title, content.lead, partners, content.scope is Scope.COUNTY)


def probable(cases: Sequence[Candidate]) -> tuple[Pair, ...]:
    """Return the pairs of a call's live cases that may be one project, in the order of the cases.

    Args:
        cases: without those withdrawn; the order decides which of a pair is first.
    """
    order = {one.case: place for place, one in enumerate(cases)}
    seen: set[tuple[int, int]] = set()
    found = []
    for one, other in _met(cases):
        if not _may_be_alike(one, other):
            continue
        first, second = sorted((order[one.case], order[other.case]))
        if (first, second) in seen:
            continue
        seen.add((first, second))
        why = _related(one, other)
        nearness = alike(one.plain, other.plain) if why else 0.0
        if why and nearness:
            found.append((first, second, why, round(nearness * 100)))
    return tuple(Pair(cases[first].case, cases[second].case, why, percent) for first, second, why, percent in sorted(found))  # fmt: skip


@dataclass(frozen=True)
class Titles:
    """The cases of a call, kept so that many rows can be held against them one by one."""

    known: Sequence[Candidate]
    _blocks: dict[Key, list[Candidate]] = field(default_factory=lambda: defaultdict(list), init=False)
    _equal: dict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list), init=False)

    def __post_init__(self) -> None:
        for one in self.known:
            self._equal[one.plain].append(one)
            for key in _keys(one.plain):
                self._blocks[one.lead, key].append(one)

    def near(self, new: Candidate, kin: Collection[str] = ()) -> tuple[Near, ...]:
        """Return the cases a new application may be, the likeliest first.

        A mended title is near-equal and from the same municipality (or its `kin`). A changed lead has the same title, and the
        applicant of one is a partner in the other; or the project is for the whole county; or the applicants are kin. An equal
        title from the same municipality is told too: whoever calls has left out what is known to be the same.

        Args:
            new: the application as read.
            kin: numbers that are the same municipality at another time: those before and after `new.lead`.
        """
        leads = {new.lead, *kin}
        moved = (one for one in self._equal.get(new.plain, ()) if _moved(new, one, leads))
        found = {one.case: Near(one.case, "changed-lead", 100) for one in moved}
        for one in self._met(new, leads):
            worth = one.case not in found and _may_be_alike(new, one)
            nearness = alike(new.plain, one.plain) if worth else 0.0
            if nearness:
                found[one.case] = Near(one.case, "mended-title", round(nearness * 100))
        return tuple(sorted(found.values(), key=lambda near: (-near.percent, near.case)))

    def _met(self, new: Candidate, leads: Collection[str]) -> tuple[Candidate, ...]:
        keys = _keys(new.plain)
        blocks = (self._blocks.get((lead, key), ()) for lead in leads for key in keys)
        return tuple({one.case: one for block in blocks if len(block) <= _CROWD for one in block}.values())


def alike(one: str, other: str) -> float:
    """Return how alike two normalised titles are, from `NEAR` to 1; 0 where they are not near, or a number tells them apart.

    A year that only one of the two names is left out of account.
    """
    if one == other:
        return 1.0
    if bool(_YEAR.search(one)) != bool(_YEAR.search(other)):
        one, other = (" ".join(_YEAR.sub("", plain).split()) for plain in (one, other))
    short, long = sorted((one, other), key=lambda plain: (len(plain), plain))
    cut_short = short == long or (len(short) >= _TAIL_AFTER and long.startswith(f"{short} "))
    if not (cut_short or _could_be_near(short, long)) or _numbers_differ(one, other):
        return 0.0
    if cut_short:
        return max(NEAR, min(len(short) / (len(long) or 1), _YEAR_APART))
    ratio = SequenceMatcher(None, short, long, autojunk=False).ratio()
    return ratio if ratio >= NEAR else 0.0


def _could_be_near(short: str, long: str) -> bool:
    """Tell whether the letters two titles have in common, in whatever order, are enough: the library is slow to begin."""
    enough = NEAR * (len(short) + len(long)) / 2
    return len(short) >= enough and sum(min(short.count(sign), long.count(sign)) for sign in set(short)) >= enough


def _met(cases: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield the pairs worth a look, some of them several times."""
    blocks: dict[Key, list[Candidate]] = defaultdict(list)
    wide: dict[str, list[Candidate]] = defaultdict(list)
    for one in cases:
        for key in _keys(one.plain):
            for number in one.municipalities:
                blocks[number, key].append(one)
            if one.everyone:
                wide[key].append(one)
    for block in blocks.values():
        yield from combinations(block if len(block) <= _CROWD else (), 2)
    if wide:
        yield from ((one, other) for one in cases for key in _keys(one.plain) for other in wide.get(key, ()) if one is not other)  # fmt: skip


def _may_be_alike(one: Candidate, other: Candidate) -> bool:
    """Tell at a glance whether two titles are worth comparing sign by sign: about half of the words are the same.

    One word may be misspelt, cut in two or written together with the next, also where the title is short.
    """
    fewest = min(len(one.words), len(other.words))
    return 2 * len(one.words & other.words) >= fewest - 1


def _related(one: Candidate, other: Candidate) -> Why | None:
    if one.lead == other.lead:
        return "same-applicant"
    if one.lead in other.partners or other.lead in one.partners or one.everyone or other.everyone:
        return "applicant-is-partner"
    return "shared-partners" if one.partners & other.partners else None


def _moved(new: Candidate, old: Candidate, leads: Collection[str]) -> bool:
    """Tell whether an application of the same title may have changed its applicant from one to the other."""
    if new.lead == old.lead:
        return False
    return old.lead in leads or _related(new, old) == "applicant-is-partner"


def _keys(plain: str) -> set[str]:
    """Return what a title is found by: its longest words, how it begins and how it ends."""
    words = sorted({word for word in plain.split() if len(word) >= _LONG}, key=lambda word: (-len(word), word))
    return {*words[:_MOST_WORDS], f"^{plain[:_EDGE]}", f"{plain[-_EDGE:]}$"}


def _numbers_differ(one: str, other: str) -> bool:
    """Tell whether numbers or Roman numerals differ, or single letters where both have some ("del A", "del B")."""
    letters = [sorted(_LETTER.findall(plain)) for plain in (one, other)]
    return _numbers(one) != _numbers(other) or (all(letters) and letters[0] != letters[1])


def _numbers(plain: str) -> list[str]:
    return sorted(_NUMBER.findall(plain))
