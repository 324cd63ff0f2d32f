"""What the readers of tables and of prose share: the register looked up, and what is found, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from skjonn.domain.proof_facts import Award, Facts, Finding, Kind, Likeness, Passage, nok
from skjonn.domain.proof_numbers import Counted, Stated, amounts
from skjonn.domain.proof_people import People
from skjonn.domain.proof_titles import Found, titles_in, words_of
from skjonn.texts import N_
from skjonn.texts.wording import grouped

_SHOWN = 60  # signs of a text that is not read
_NEAR = 120  # signs behind a title within which its amount may stand
EVERY_ONE = "alle kommunane"
"""Everybody in the county, as finished texts have it."""
MOST = 20_000
"""Signs of a text that are read at once; a longer paragraph is read in parts."""
STANDS = N_("{case}: {found} stands there; the register has {register}.")
SUM_IS = N_("{found} is not what the register has: {register}.")
NOT_NAMED = N_("{case}: the partner {register} is not named.")
NO_PART = N_("{case}: {found} takes no part in it; the register has {register}.")
MISSPELT = N_("{case}: {found} is misspelt; the register has {register}.")
UNREAD = N_("Not read, as it is a sentence of thousands of signs: {found}")
COUNTED = N_("{found} is not what the register counts: {register}.")


@dataclass(frozen=True)
class WholeSum:
    """A row of a table whose sum is that of `cases`, more than there are rows; as it stands there, and its place in the text."""

    row: Passage
    place: int
    text: str
    cases: tuple[Award, ...]


class Reader:
    """The register as readers ask it, and the findings so far, each with the place of its passage in the text."""

    def __init__(self, facts: Facts, likeness: Likeness) -> None:
        self.facts, self.likeness = facts, likeness
        every = (*facts.awards, *facts.others_cases, *facts.beside)
        self.cases = {one.case: one for one in (*every, *facts.elsewhere)}
        self._same: dict[tuple[str, ...], list[Award]] = {}
        for one in every:
            self._same.setdefault(words_of(one.title).words, []).append(one)
        self.titles = {some[0].case: some[0].title for some in self._same.values()}
        self.people = People(facts.names | {one.municipality for one in every}, likeness)
        self.seen: set[str] = set()
        self.told: dict[int, set[str]] = {}
        """The cases each table tells of, by its number; those of the prose by 0."""
        self.stated_cases: set[str] = set()
        self.whole_sums: list[WholeSum] = []
        self._found: list[tuple[int, Finding]] = []
        self.place = 0

    def find(self, text: str, beside: str = "") -> list[Found]:
        """Return the titles in a text, down to the most that is read at once; of cases with one title that is meant which fits the text, or what stands `beside`."""
        found = titles_in(text[:MOST], self.titles, self.likeness)
        about = beside or text
        return [replace(one, case=self._meant(one, about, found).case) for one in found]

    def _meant(self, found: Found, text: str, every: list[Found]) -> Award:
        same = self._same[words_of(self.titles[found.case]).words]
        if len(same) == 1:
            return same[0]
        start = max((one.end for one in every if one.end <= found.start), default=0)
        stated = list(amounts(text)) if len(every) == 1 else list(amounts(text[start : found.end + _NEAR]))
        return max(same, key=lambda one: self._likely(one, text, stated))

    def _likely(self, award: Award, text: str, stated: list[Stated]) -> tuple[bool, bool, bool]:
        """Return how likely one of the cases of a title is meant: its number stands there, its amount, or it is not spoken of yet."""
        return award.case in text, any(one.fits(award.awarded_nok) for one in stated), award.case not in self.seen

    def same(self, award: Award) -> list[Award]:
        """Return the cases with this title, in which words alone count."""
        return self._same.get(words_of(award.title).words) or self.elsewhere(award.title)

    def exact(self, title: str, beside: str) -> Award | None:
        """Return the case of the round with just this title, the one of several that what stands `beside` tells is meant."""
        same = self._same.get(words_of(title).words, []) if title.strip() else []
        stated = list(amounts(beside)) if len(same) > 1 else []
        return max(same, key=lambda one: self._likely(one, beside, stated)) if same else None

    def elsewhere(self, title: str) -> list[Award]:
        """Return the cases of other calls with a title."""
        words = words_of(title).words
        return [one for one in self.facts.elsewhere if words_of(one.title).words == words]

    def award(self, found: Found) -> Award:
        """Return the case a title is that of."""
        return self.cases[found.case]

    def say(self, finding: Finding, place: int | None = None) -> None:
        """Keep a finding about the passage that is read, or about one read before."""
        self._found.append((self.place if place is None else place, finding))

    def findings(self) -> Iterator[Finding]:
        """Yield what was found, in the order of the text, each once."""
        yield from dict.fromkeys(finding for _place, finding in sorted(self._found, key=lambda one: one[0]))

    def take(self, other: Reader) -> None:
        """Keep what another reader found, and go on at its place."""
        self._found += other._found
        self.place = other.place

    def title(self, passage: Passage, found: Found) -> None:
        """Note a title, and tell of one that is cut or changed."""
        award = self.award(found)
        self.seen.add(award.case)
        self.told.setdefault(passage.table, set()).add(award.case)
        if found.how == "shortened":
            self.say(Finding("title", "note", award.case, passage.where, found.text, award.title, N_("{case}: the title is shortened to {found}.")))  # fmt: skip
        elif found.how == "changed":
            self.say(Finding("title", "error", award.case, passage.where, found.text, award.title, N_("{case}: {found} is not the title, which is {register}.")))  # fmt: skip

    def amount(self, passage: Passage, award: Award, stated: Stated, right: int) -> None:
        """Tell of an amount of an award that is another."""
        self.say(Finding("amount", "error", award.case, passage.where, stated.text, nok(right), STANDS))

    def sum(self, passage: Passage, found: str, register: str) -> None:
        """Tell of a sum that is another."""
        self.say(Finding("sum", "error", "", passage.where, found, register, SUM_IS))

    def count(self, passage: Passage, count: Counted | str, right: int, case: str = "") -> None:
        """Tell of a count that is another."""
        text = count if isinstance(count, str) else count.text
        self.say(Finding("count", "error", case, passage.where, text, grouped(right), COUNTED))

    def unread(self, passage: Passage, text: str) -> None:
        """Tell of a part of the text that is too long to be read."""
        self.say(Finding("unread", "note", "", passage.where, f"{text[:_SHOWN].strip()} …", "", UNREAD))

    def person(self, kind: Kind, at: tuple[Passage, Award], found: str, register: str, sentence: str, *, place: int | None = None) -> None:  # fmt: skip
        """Tell of a municipality or a partner."""
        passage, award = at
        self.say(Finding(kind, "error", award.case, passage.where, found, register, sentence), place)

    def not_named(self, passage: Passage, award: Award, partner: str, place: int | None = None) -> None:
        """Tell of a partner that is left out."""
        self.say(Finding("partner", "error", award.case, passage.where, "", partner, NOT_NAMED), place)
