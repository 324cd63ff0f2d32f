"""Finding the project a text speaks of by its title: quoted, cut at a word or a sign, or with its words changed.

Titles are compared by their words alone: dashes, quotes, spaces and the size of letters make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from skjonn.domain.proof_facts import Likeness

_WORD = re.compile(r"\w+")
_QUOTES = re.compile('[«“”"„]([^«»“”"„]{4,400})[»“”"]')
_SHORTEST = 12  # signs of a title cut at a word; less could be any words
_SHORTEST_AT_SIGN = 6
_SHORTEST_QUOTED = 4
_SHORTEST_CHANGED = 8
_MOST_OF_IT = 0.6
_SHARED = 0.5  # of a title's words that stand in a text before it is searched for changed words
_LIKE = 74.0  # of 100: a quoted title with a word or two changed is above, another title below
_LIKE_WORD = 65.0
_FEW = 2
_OPENING, _CLOSING = ("«", "“", "”", '"', "„"), ("»", "”", '"', "“")
_ENDS = re.compile(r"[.:;!?«»“”\"„]\s|[«»“”\"„]")
_AT_A_SIGN = re.compile(r"\s*[^\w\s]\s|\s+[^\w\s]|[:;?!.,]")
_SMALL = frozenset(
    [
        "og",
        "i",
        "av",
        "til",
        "på",
        "å",
        "som",
        "for",
        "med",
        "ved",
        "om",
        "er",
        "en",
        "et",
        "ei",
        "ein",
        "eit",
        "det",
        "den",
        "de",
        "dei",
        "frå",
        "fra",
        "eller",
    ]
)
How = Literal["whole", "shortened", "changed"]


@dataclass(frozen=True)
class Found:
    """A title found in a text: of which case, where, how, and the words that stand there."""

    case: str
    start: int
    end: int
    how: How
    text: str


@dataclass(frozen=True)
class _Words:
    """A text with its words in small letters, and where each stands."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def places(self, wanted: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """Yield where a run of words stands: the first word's index, and the index after the last."""
        for at in range(len(self.words) - len(wanted) + 1):
            if self.words[at : at + len(wanted)] == wanted:
                yield at, at + len(wanted)

    def span(self, first: int, after: int) -> tuple[int, int]:
        """Return where words stand in the text."""
        return self.spans[first][0], self.spans[after - 1][1]


@lru_cache(maxsize=4096)
def words_of(text: str) -> _Words:
    """Return the words of a text as titles are compared by."""
    found = list(_WORD.finditer(text))
    return _Words(
        text,
        tuple(unicodedata.normalize("NFC", one[0]).casefold() for one in found),
        tuple(one.span() for one in found),
    )


def titles_in(text: str, titles: Mapping[str, str], likeness: Likeness | None = None) -> list[Found]:
    """Return the titles found in a text, by place, none inside another: whole ones first, then cut, then changed ones.

    Args:
        text: of a paragraph, a sentence or a cell.
        titles: by case number.
        likeness: finds changed ones; without it none are.
    """
    search = _Search(words_of(text), titles)
    search.whole()
    if search.done:
        return search.taken
    if likeness:
        search.cut(likeness.alike)
        search.quoted(likeness)
        search.near(likeness)
    search.cut(likeness.alike if likeness else None, last=True)
    return sorted(search.taken, key=lambda one: one.start)


class _Search:
    """One search of one text; what is found takes its place from what is searched for later."""

    def __init__(self, text: _Words, titles: Mapping[str, str]) -> None:
        self.text, self.taken = text, list[Found]()
        self.known = frozenset(text.words)
        self.quotes = [one.span(1) for one in _QUOTES.finditer(text.text)]
        self.titles = {case: words for case, title in titles.items() if (words := words_of(title)).words}

    @property
    def done(self) -> bool:
        """Whether every word belongs to a title: nothing is left to be searched."""
        return len(self.taken) == 1 and all(self._is_taken(span) for span in self.text.spans)

    def whole(self) -> None:
        """Take whole titles, the longest first."""
        for case, title in sorted(self.titles.items(), key=lambda one: -len(one[1].text)):
            if self.known.issuperset(title.words):
                for at in self.text.places(title.words):
                    if len(title.text) >= _SHORTEST_CHANGED or self._begins_alike(at, title, 0):
                        self._take(case, self.text.span(*at), "whole")

    def cut(self, alike: Callable[[str, str], float] | None, *, last: bool = False) -> None:
        """Take titles cut at a word or a sign, the longest part first; what is no such cut has its words changed.

        Args:
            alike: tells words that are changed ones; without it none are.
            last: also take parts beside which stands what the rest of the title could have been changed to.
        """
        wanted = [
            (part, case)
            for case in self._left()
            for part in _parts(self.titles[case])
            if self.known.issuperset(self.titles[case].words[slice(*part)])
        ]
        done: set[str] = set()
        for part, case in sorted(wanted, key=lambda one: one[0][0] - one[0][1]):
            title = self.titles[case]
            if case in done or self._of_another(title.words[slice(*part)], case):
                continue
            for at in self.text.places(title.words[slice(*part)]):
                changed = bool(alike and self._goes_on(at, part, title, alike))
                how: How = "changed" if changed or not _may_begin(title, part[0]) else "shortened"
                span = self._quote(at) if changed else self.text.span(*at)
                if (last or not changed) and self._will_do(at, part, title) and self._take(case, span, how):
                    done.add(case)

    def quoted(self, likeness: Likeness) -> None:
        """Take what stands in quotation marks, is no title, and is like one or the beginning of one."""
        for quote in self.quotes:
            shown = " ".join(words_of(self.text.text[slice(*quote)]).words)
            if self._is_taken(quote) or len(shown) < _SHORTEST_CHANGED:
                continue
            known = [(_like(shown, self.titles[case], likeness.alike), case) for case in self._left()]
            (best, _whole), case = max(known, default=((0.0, 0.0), ""))
            if best >= _LIKE:
                self._take(case, quote, "changed")

    def near(self, likeness: Likeness) -> None:
        """Take what is very like a title without standing in quotation marks."""
        joined = " ".join(self.text.words)
        for case in self._left():
            title = self.titles[case]
            shared = sum(word in self.known for word in title.words) / len(title.words)
            if len(title.text) < _SHORTEST_CHANGED or (len(title.words) > _FEW and shared < _SHARED):
                continue
            found = likeness.near(" ".join(title.words), joined)
            words = self._words_between(found, title) if found else None
            if words and self._could_be(words, title, likeness.alike):
                self._take(case, self.text.span(*words), "changed")

    def _left(self) -> list[str]:
        known = {one.case for one in self.taken}
        return [case for case in self.titles if case not in known]

    def _of_another(self, part: tuple[str, ...], case: str) -> bool:
        return any(name != case and any(True for _at in other.places(part)) for name, other in self.titles.items())

    def _will_do(self, at: tuple[int, int], part: tuple[int, int], title: _Words) -> bool:
        """Tell whether a part of a title, where it stands, is surely meant as the title."""
        (start, end), (first, last) = self.text.span(*at), title.span(*part)
        before, after = self.text.text[max(start - 1, 0) : start], self.text.text[end : end + 4].lstrip(".…?! ")[:1]
        length, words = last - first, part[1] - part[0]
        if before in _OPENING or after in _CLOSING:
            return length >= _SHORTEST_QUOTED
        if not self._begins_alike(at, title, part[0]):
            return length >= _MOST_OF_IT * len(title.text) and words > _FEW
        if part[0] == 0 and _AT_A_SIGN.match(title.text, last):
            return length >= _SHORTEST_AT_SIGN
        return length >= _SHORTEST and words >= _FEW

    def _goes_on(
        self, at: tuple[int, int], part: tuple[int, int], title: _Words, alike: Callable[[str, str], float]
    ) -> bool:
        """Tell whether words of the title's rest stand beside a part, changed or not, or other words in its quotation marks."""
        start, end = self.text.span(*at)
        quoted = self._quote(at)
        if quoted != (start, end) or (start, end) in self.quotes:
            return bool(_WORD.search(self.text.text[quoted[0] : start] + self.text.text[end : quoted[1]]))
        words, own, spans = self.text.words, title.words, self.text.spans
        first = max(at[0] - 2, 0)
        before = [word for place, word in enumerate(words[first : at[0]], first) if not _ENDS.search(self.text.text[spans[place][1] : start])]  # fmt: skip
        behind = [word for place, word in enumerate(words[at[1] : at[1] + 2], at[1]) if not _ENDS.search(self.text.text[end : spans[place][0]])]  # fmt: skip
        return _continued(before[::-1], own[: part[0]][::-1], alike) or _continued(behind, own[part[1] :], alike)

    def _quote(self, at: tuple[int, int]) -> tuple[int, int]:
        """Return where what stands in quotation marks around words begins and ends; without any, where the words do."""
        start, end = self.text.span(*at)
        return next((one for one in self.quotes if one[0] <= start and end <= one[1]), (start, end))

    def _begins_alike(self, at: tuple[int, int], title: _Words, first: int) -> bool:
        """Tell whether words begin as in the title, with a capital where it has one; or with a capital anyhow."""
        sign = self.text.text[self.text.spans[at[0]][0]]
        return sign.isupper() or sign == title.text[title.spans[first][0]]

    def _words_between(self, at: tuple[int, int], title: _Words) -> tuple[int, int] | None:
        """Return the words, first and after the last, that lie mostly within a stretch of the words joined by spaces.

        None of them is taken, and they do not begin with a small word that is not the title's.
        """
        place, kept = 0, []
        for index, word in enumerate(self.text.words):
            middle = place + len(word) / 2
            if at[0] <= middle <= at[1] and not self._is_taken(self.text.spans[index]):
                kept.append(index)
            place += len(word) + 1
        while len(kept) > 1 and self.text.words[kept[0]] in _SMALL and self.text.words[kept[0]] != title.words[0]:
            kept.pop(0)
        return (kept[0], kept[-1] + 1) if kept else None

    def _could_be(self, at: tuple[int, int], title: _Words, alike: Callable[[str, str], float]) -> bool:
        """Tell whether words are enough of a title; of a short one each word must be like its own."""
        start, end = self.text.span(*at)
        if len(title.words) > _FEW + 1:
            return end - start >= len(title.text) // 2
        pairs = list(zip(self.text.words[slice(*at)], title.words, strict=False))
        return (
            at[1] - at[0] == len(title.words)
            and self._begins_alike(at, title, 0)
            and all(alike(*pair) >= _LIKE_WORD for pair in pairs)
        )

    def _is_taken(self, span: tuple[int, int]) -> bool:
        return any(span[0] < one.end and one.start < span[1] for one in self.taken)

    def _take(self, case: str, span: tuple[int, int], how: How) -> bool:
        if self._is_taken(span):
            return False
        self.taken.append(Found(case, span[0], span[1], how, self.text.text[span[0] : span[1]]))
        return True


@lru_cache(maxsize=4096)
def _parts(title: _Words) -> tuple[tuple[int, int], ...]:
    """Return the parts of a title that may stand for it: cut behind a word, or a few words cut from its beginning."""
    count = len(title.words)
    ends = [(0, end) for end in range(count - 1, 0, -1) if title.words[end - 1] not in _SMALL]
    least = _MOST_OF_IT * len(title.text)
    starts = [
        (start, count)
        for start in range(1, count - 1)
        if title.words[start] not in _SMALL and len(title.text) - title.spans[start][0] >= least
    ]
    return (*ends, *starts)


def _may_begin(title: _Words, first: int) -> bool:
    """Tell whether a title cut at its beginning may begin with this word: behind a sign, or where only articles are left out."""
    if all(word in _SMALL for word in title.words[:first]):
        return True
    return bool(re.search(r"[^\w\s]", title.text[title.spans[first - 1][1] : title.spans[first][0]]))


def _continued(beside: Sequence[str], rest: Sequence[str], alike: Callable[[str, str], float]) -> bool:
    """Tell whether what stands beside a part of a title, nearest first, is of the title's rest: its next word changed, or a later one."""
    for place, word in enumerate(beside):
        if word in _SMALL and (word in rest[:1] or place):
            continue
        if word in rest[:3] or any(len(own) > _FEW and alike(word, own) >= _LIKE_WORD for own in rest[place : place + 1]):  # fmt: skip
            return True
    return False


def _like(shown: str, title: _Words, alike: Callable[[str, str], float]) -> tuple[float, float]:
    """Return how like a quote is a title, or as much of its beginning as the quote has words; then how like it is all of it."""
    beginning = " ".join(title.words[: len(shown.split())])
    whole = alike(shown, " ".join(title.words))
    return max(whole, alike(shown, beginning) if len(beginning) >= _SHORTEST_CHANGED else 0.0), whole


def without(text: str, found: Sequence[Found]) -> str:
    """Return a text with its titles blanked out by a sign no text holds: their words are no names, their numbers no amounts."""
    kept = list(text)
    for one in found:
        kept[one.start : one.end] = "\x00" * (one.end - one.start)
    return "".join(kept)
