"""Proofreading: what a finished text says of awards, held against the register. Findings have their place and a severity.

An award is known by its title. In a row of a table what is checked are its cells, in running text its sentence. Nothing is a
finding that is right at its stated precision, that says "mfl.", or that lists partners in another order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from skjonn.domain import proof_numbers as numbers
from skjonn.domain.proof_titles import Found, Near, titles_in
from skjonn.texts import N_, Language, chosen, translate
from skjonn.texts.wording import grouped, listed, worded

Kind = Literal["amount", "sum", "count", "title", "partner", "municipality", "missing"]
Severity = Literal["error", "note"]
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«\"\d])")
_QUOTED = re.compile(r"\b(?:Målet|Mål),? slik (?:kommunen|dei|de|han|den) (?:skriv|skriver) det:")
_OPEN = re.compile(r"\bm\.? ?fl\.?\b|\bmed fleire\b|\bmed flere\b", re.IGNORECASE)
_EVERYBODY = re.compile(r"\balle kommun\w+", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(?:saman med|sammen med|i lag med|samarbeid\w* med|partnar\w*|partner\w*)\b", re.IGNORECASE)
_IN_ALL = re.compile(r"\b(?:i alt|totalt|til saman|til sammen|samla|samlet|sum|summen|fordel\w+|delt ut|har fått)\b", re.IGNORECASE)  # fmt: skip
_SUM_WORD = re.compile(r"^\s*\**\s*(?:sum|totalt|til saman|til sammen|i alt)\b", re.IGNORECASE)
_GIVEN, _APPLIED = re.compile(r"tild|tilskot|tilskudd|award|gitt|innvilg", re.IGNORECASE), re.compile(r"søk|søkn|appl", re.IGNORECASE)  # fmt: skip
_MONEY = re.compile(r"beløp|sum|kroner|\bkr\b|nok|amount", re.IGNORECASE)
_WORD = re.compile(r"[A-ZÆØÅ][\wæøåÆØÅ-]+")
_REFUSED = re.compile(r"avslag|avslått|ikkje tilskot|ikke tilskudd", re.IGNORECASE)


@dataclass(frozen=True)
class Passage:
    """A part of a text: a paragraph, or a row of a table with its cells and the headings above them."""

    where: str
    text: str
    cells: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Award:
    """An award as the register has it; amounts in whole kroner; `earlier` what its initiative had before, and in all."""

    case: str
    title: str
    municipality: str
    awarded_nok: int
    applied_nok: int
    partners: tuple[str, ...] = ()
    whole_county: bool = False
    payee: str = ""
    earlier: tuple[int, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What a text is held against: the awards, the round's counts and sums, and the names of all municipalities."""

    awards: tuple[Award, ...]
    applications: int
    applicants: int
    refused: int
    applied_nok: int
    names: frozenset[str]
    others: tuple[int, ...] = ()
    by_municipality: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Likeness:
    """How alike texts are: where something like a title stands in a text, and whether two words could be one misspelt."""

    near: Near
    misspelt: Callable[[str, str], bool]


@dataclass(frozen=True)
class Finding:
    """Something a text says that the register does not: what stands there and what the register has, in words."""

    kind: Kind
    severity: Severity
    case: str
    where: str
    found: str
    register: str
    sentence: str

    def message(self, language: Language | None = None) -> str:
        """Return it as a sentence."""
        data = {"case": self.case, "found": self.found, "register": self.register}
        tongue = language or chosen()
        return translate(self.sentence, tongue).format_map(
            {name: worded(name, value, tongue) for name, value in data.items()}
        )


def proofread(passages: Sequence[Passage], facts: Facts, likeness: Likeness) -> list[Finding]:
    """Return what disagrees with the register, in the order of the text, awards that are not mentioned last."""
    reader = _Reader(facts, likeness)
    found = [finding for passage in passages for finding in reader.read(passage)]
    return [*dict.fromkeys(found), *reader.missing()]


class _Reader:
    """Reads passage by passage, and remembers which awards were spoken of."""

    def __init__(self, facts: Facts, likeness: Likeness) -> None:
        self.facts, self.likeness = facts, likeness
        self.awards = {one.case: one for one in facts.awards}
        self.titles = {one.case: one.title for one in facts.awards}
        self.seen: set[str] = set()

    def missing(self) -> Iterator[Finding]:
        """Yield the awards no passage spoke of."""
        for one in self.facts.awards:
            if one.case not in self.seen:
                yield Finding("missing", "error", one.case, "", "", f"{one.title}, {_nok(one.awarded_nok)}", N_("{case} is not mentioned: {register}."))  # fmt: skip

    def read(self, passage: Passage) -> Iterator[Finding]:
        """Yield what disagrees in one passage."""
        if passage.cells:
            yield from self._row(passage)
            return
        for sentence in _sentences(_own_words(passage.text), self.titles):
            yield from self._sentence(passage, sentence)

    def _row(self, passage: Passage) -> Iterator[Finding]:
        whole = " | ".join(passage.cells)
        found = titles_in(whole, self.titles, self.likeness.near)
        if not found:
            yield from self._sum_row(passage)
            return
        one = self.awards[found[0].case]
        self.seen.add(one.case)
        yield from _title(passage, found[0], one)
        rest = _without(whole, found)
        yield from self._cells(passage, one)
        yield from self._people(passage, one, rest, listing=_has_column(passage, "partn"))

    def _cells(self, passage: Passage, one: Award) -> Iterator[Finding]:
        stated: list[tuple[str, numbers.Stated]] = []
        for place, cell in enumerate(passage.cells):
            if titles_in(cell, {one.case: one.title}):
                continue
            heading = passage.headings[place] if place < len(passage.headings) else ""
            amounts = not heading or _GIVEN.search(heading) or _APPLIED.search(heading) or _MONEY.search(heading)
            stated += [(heading, amount) for amount in numbers.amounts(_bare(cell) if amounts else cell)]
        for heading, amount in stated:
            applied = bool(_APPLIED.search(heading)) and not _GIVEN.search(heading)
            right = one.applied_nok if applied else one.awarded_nok
            loose = not _GIVEN.search(heading) and not applied and len(stated) > 1
            if not amount.fits(right) and not (loose and amount.fits(one.applied_nok)):
                yield _amount(passage, one, amount, right)

    def _sum_row(self, passage: Passage) -> Iterator[Finding]:
        """Check a row of sums: each is that of what is awarded, or of what those awarded had applied for."""
        if not _SUM_WORD.search(passage.cells[0] if passage.cells else ""):
            return
        awarded = sum(one.awarded_nok for one in self.facts.awards)
        sums = {awarded, sum(one.applied_nok for one in self.facts.awards), self.facts.applied_nok}
        for cell in passage.cells[1:]:
            for amount in numbers.amounts(_bare(cell)):
                if not any(amount.fits(nok) for nok in sums):
                    yield Finding("sum", "error", "", passage.where, amount.text, _nok(awarded), N_("The sum {found} is not that of the register: {register} are awarded."))  # fmt: skip

    def _sentence(self, passage: Passage, sentence: str) -> Iterator[Finding]:
        found = titles_in(sentence, self.titles, self.likeness.near)
        rest = _without(sentence, found)
        for one in found:
            self.seen.add(one.case)
            yield from _title(passage, one, self.awards[one.case])
        if len(found) == 1:
            award = self.awards[found[0].case]
            yield from self._amounts_of(passage, rest, (award,))
            yield from self._people(passage, award, rest, listing=bool(_TOGETHER.search(rest)))
        elif found:
            yield from self._several(passage, rest, [(one, self.awards[one.case]) for one in found])
        else:
            yield from self._unnamed(passage, sentence)
        yield from self._counts(passage, rest, found)

    def _amounts_of(self, passage: Passage, rest: str, awards: Sequence[Award]) -> Iterator[Finding]:
        allowed = {nok for one in awards for nok in (one.awarded_nok, one.applied_nok, *one.earlier)}
        allowed |= {self.facts.by_municipality.get(one.municipality, 0) for one in awards}
        for amount in numbers.amounts(rest):
            if not any(amount.fits(nok) for nok in allowed):
                yield _amount(passage, awards[0], amount, awards[0].awarded_nok)

    def _several(self, passage: Passage, rest: str, named: Sequence[tuple[Found, Award]]) -> Iterator[Finding]:
        """Check a sentence about several awards: as many amounts as titles belong to them in order, else to any of them."""
        stated = [one for one in numbers.amounts(rest) if not self._of_a_whole(one)]
        if len(stated) == len(named):
            for amount, (_found, award) in zip(stated, named, strict=True):
                if not amount.fits(award.awarded_nok) and not amount.fits(award.applied_nok):
                    yield _amount(passage, award, amount, award.awarded_nok)
            return
        yield from self._amounts_of(passage, rest, [award for _found, award in named])

    def _of_a_whole(self, amount: numbers.Stated) -> bool:
        """Whether an amount is that of a municipality or of the round, not of one award."""
        return any(amount.fits(nok) for nok in self._wholes()) and not any(amount.fits(one.awarded_nok) for one in self.facts.awards)  # fmt: skip

    def _wholes(self) -> list[int]:
        awarded = sum(one.awarded_nok for one in self.facts.awards)
        return [awarded, self.facts.applied_nok, *self.facts.by_municipality.values(), *self.facts.others]

    def _unnamed(self, passage: Passage, sentence: str) -> Iterator[Finding]:
        """Check the sums of a sentence that names no award: a municipality's where it names one, else the round's."""
        homes = [name for name in self.facts.by_municipality if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence)]
        awarded = sum(one.awarded_nok for one in self.facts.awards)
        for amount in numbers.amounts(sentence):
            if any(amount.fits(nok) for nok in (*self._wholes(), *(nok for one in self.facts.awards for nok in (one.awarded_nok, *one.earlier)))) and not homes:  # fmt: skip
                continue
            if len(homes) == 1:
                own = {self.facts.by_municipality[homes[0]], *(nok for one in self.facts.awards if one.municipality == homes[0] for nok in (one.awarded_nok, one.applied_nok, *one.earlier))}  # fmt: skip
                if not any(amount.fits(nok) for nok in own):
                    yield Finding("sum", "error", "", passage.where, amount.text, f"{homes[0]}: {_nok(self.facts.by_municipality[homes[0]])}", N_("{found} is not what the register has: {register}."))  # fmt: skip
            elif not homes and _IN_ALL.search(sentence):
                yield Finding("sum", "error", "", passage.where, amount.text, _nok(awarded), N_("{found} is not what the register has: {register}."))  # fmt: skip

    def _counts(self, passage: Passage, rest: str, found: Sequence[Found]) -> Iterator[Finding]:
        if found:
            return
        homes = [name for name in self.facts.by_municipality if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest)]
        about = "applications" if re.search(r"søknad", rest, re.IGNORECASE) else "awards"
        for count in numbers.counts(rest):
            right = self._right(count, homes, about, refused=bool(_REFUSED.search(rest)))
            if right and count.number not in right:
                yield Finding("count", "error", "", passage.where, count.text, grouped(right[0]), N_("{found} is not what the register counts: {register}."))  # fmt: skip

    def _right(self, count: numbers.Counted, homes: Sequence[str], about: str, *, refused: bool) -> list[int]:
        """Return the counts that would be right; none where the text may mean something else."""
        if count.what == "awards":
            if len(homes) == 1:
                return [sum(one.municipality == homes[0] for one in self.facts.awards)]
            return [len(self.facts.awards)] if not homes else []
        if count.what == "applications":
            return [self.facts.refused, self.facts.applications] if refused else [self.facts.applications] if not homes else []  # fmt: skip
        if homes:
            return []
        return [self.facts.applicants] if about == "applications" else [len(self.facts.by_municipality)]

    def _people(self, passage: Passage, one: Award, rest: str, *, listing: bool) -> Iterator[Finding]:
        """Check the municipalities named beside an award: none that takes no part, and where partners are listed, all of them."""
        own = {one.municipality, *one.partners, *([one.payee] if one.payee else [])}
        named = self._named(rest)
        if not one.whole_county:
            for name in sorted(named - own):
                kind: Kind = "partner" if one.municipality in named or not listing else "municipality"
                yield Finding(kind, "error", one.case, passage.where, name, listed([one.municipality, *one.partners], "nn"), N_("{case}: {found} takes no part in it; the register has {register}."))  # fmt: skip
        yield from self._misspelt(passage, one, rest, own | named)
        if listing and not one.whole_county and not _OPEN.search(rest) and not _EVERYBODY.search(rest):
            for name in one.partners:
                if name not in named and name.casefold() not in rest.casefold():
                    yield Finding("partner", "error", one.case, passage.where, "", name, N_("{case}: the partner {register} is not named."))  # fmt: skip

    def _named(self, text: str) -> set[str]:
        return {name for name in self.facts.names if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)}

    def _misspelt(self, passage: Passage, one: Award, rest: str, known: Iterable[str]) -> Iterator[Finding]:
        """Yield words that are very like the name of one who takes part, and no name of any."""
        words = {word for word in _WORD.findall(rest) if word not in self.facts.names}
        for name in sorted({one.municipality, *one.partners} & self.facts.names):
            if name in known and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest):
                continue
            for word in sorted(words):
                if self.likeness.misspelt(word, name):
                    yield Finding("municipality", "error", one.case, passage.where, word, name, N_("{case}: {found} is misspelt; the register has {register}."))  # fmt: skip


def _own_words(text: str) -> str:
    """Return a text down to what it quotes of an application: what a municipality writes of its goals is not the office's."""
    return _QUOTED.split(text, maxsplit=1)[0]


def _sentences(text: str, titles: Mapping[str, str]) -> Iterator[str]:
    """Yield the sentences of a text; a title is never cut, whatever signs it holds."""
    masked = list(text)
    for one in titles_in(text, titles):
        masked[one.start : one.end] = "x" * (one.end - one.start)
    start = 0
    for cut in _SENTENCE.finditer("".join(masked)):
        yield text[start : cut.start()]
        start = cut.end()
    yield text[start:]


def _title(passage: Passage, found: Found, one: Award) -> Iterator[Finding]:
    if found.how == "shortened":
        yield Finding("title", "note", one.case, passage.where, found.text, one.title, N_("{case}: the title is shortened to {found}."))  # fmt: skip
    elif found.how == "changed":
        yield Finding("title", "error", one.case, passage.where, found.text, one.title, N_("{case}: {found} is not the title, which is {register}."))  # fmt: skip


def _amount(passage: Passage, one: Award, amount: numbers.Stated, right: int) -> Finding:
    return Finding("amount", "error", one.case, passage.where, amount.text, _nok(right), N_("{case}: {found} stands there; the register has {register}."))  # fmt: skip


def _without(text: str, found: Sequence[Found]) -> str:
    """Return a text with its titles blanked out: their words are no names and their numbers no amounts."""
    kept = list(text)
    for one in found:
        kept[one.start : one.end] = " " * (one.end - one.start)
    return "".join(kept)


def _bare(cell: str) -> str:
    """Return a cell that is a number as an amount: what stands in a column of amounts needs no kr."""
    clean = cell.strip(" *\u00a0")
    return f"{clean} kr" if re.fullmatch(r"\d[\d \u00a0\u202f.]{2,}", clean) else clean


def _has_column(passage: Passage, part: str) -> bool:
    return any(part in heading.casefold() for heading in passage.headings)


def _nok(amount_nok: int) -> str:
    return f"{grouped(amount_nok)} kr"
