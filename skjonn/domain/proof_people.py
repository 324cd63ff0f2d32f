"""Municipalities and partners as a text names them: who takes part, who is only a place, what is misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from skjonn.domain.proof_facts import Award, Likeness

OPEN = re.compile(r"\bm\.? ?fl\.?(?!\w)|\bmed (?:fleire|flere)\b|\b(?:blant anna|blant annet|mellom anna|bl\.? ?a\.?)(?!\w)|\b(?:andre|fleire|flere|nokre|noen) kommun\w+|\b[a-zæøå]{3,}kommun(?:ar|er|ane|ene)\b", re.IGNORECASE)  # fmt: skip
EVERYBODY = re.compile(r"\b(?:alle|samtlige|samtlege) (?:dei |de )?(?:\d+ )?(?:andre )?kommun\w+|\b(?:heile|hele) fylket", re.IGNORECASE)  # fmt: skip
_TOGETHER = re.compile(r"\b(?:saman med|sammen med|i lag med|(?:i )?samarbeid\w*(?: er)? (?:med|mellom)|samarbeidspart\w+(?: er|:)?|partnar\w*(?: er|:)?|partnere?(?: er|:)?|delt[ak]\w+:)\s*", re.IGNORECASE)  # fmt: skip
_TAKING_PART = re.compile(r"\b(?:deltek|deltar|er (?:òg |også )?med|tek del|tar del)\b", re.IGNORECASE)
_REGION_ENDS = re.compile(r"[\x00.;:()«»!?]| [-–] |\b(?:får|fekk|fikk|fått|skal|har|er|vil|blir|vert|til|om|for|som|der|i prosjekt\w*|deltek|deltar)\b", re.IGNORECASE)  # fmt: skip
_REGION_BEGINS = re.compile(r"[\x00.;:(«»!?]|\b(?:der|som|at|kommunane|kommunene)\b", re.IGNORECASE)
_AT_A_PLACE = re.compile(r"(?:\b(?:i|på|ved|frå|fra|utanfor|utenfor|rundt|nær|innbyggjarane|innbyggerne)|-)\s*$", re.IGNORECASE)  # fmt: skip
_OF_A_PLACE = re.compile(r"\s*-|\s+(?:revisjon|universitet\w*|sjukehus\w*|sykehus\w*|hamn|havn|bispe\w+|fylkes\w+|vidaregåande|videregående|næring\w*|region\w*|parkering|kulturskule|kulturskole|indre|AS|IKS|KF|HF)\b")  # fmt: skip
_BETWEEN = re.compile(r"(?:\s+kommun\w+)?(?:\s*,\s*|\s+og\s+)")
_GETS = re.compile(r"(?:\s+kommun\w+)?,?\s+(?:(?:har|er|blir|vert|vart|blei|ble)\s+)?(?:òg |også )?(?:får|fekk|fikk|fått|tildelt|tildeles|mottek|mottar|innvilg\w+|søkte?|søker|søkjer|sende?)\b", re.IGNORECASE)  # fmt: skip
_GOT_BY = re.compile(r"\b(?:får|fekk|fikk)\s+$", re.IGNORECASE)
_AROUND = 30  # signs that tell what a name stands for
_WORD = re.compile(r"[A-ZÆØÅ][\wæøåÆØÅ-]+")
_BETWEEN_ITEMS = re.compile(r",|\bog\b")
_ITEM = re.compile(r"\s*(?:(?:kommun\w+) )?([A-ZÆØÅ][\wæøåÆØÅ-]*)(?: kommune)?\s*")
_FIRST = re.compile(r"\W*([A-ZÆØÅ][\wæøåÆØÅ-]*)")
_ORGANISATION_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Named:
    """A municipality named in a text, and where; `place` when it is not the municipality that is meant."""

    name: str
    start: int
    end: int
    place: bool


@dataclass(frozen=True)
class Listed:
    """What a text lists as taking part: municipalities; whether others are meant too; whether everybody is."""

    names: frozenset[str]
    open: bool
    everybody: bool


class People:
    """Finds names: built once of all municipalities there are."""

    def __init__(self, names: Iterable[str], likeness: Likeness) -> None:
        self.names = frozenset(names)
        known = "|".join(re.escape(name) for name in sorted(self.names, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![\w])(?:{known})(?!\w)" if known else r"(?!)")
        self._misspelt = likeness.misspelt

    def named(self, text: str, award: Award | None = None) -> list[Named]:
        """Return the municipalities a text names, in order; not within the names of an award's other partners."""
        found = []
        for other in award.partners if award else ():
            if other not in self.names:
                text = re.sub(re.escape(other), lambda one: "\x00" * len(one[0]), text, flags=re.IGNORECASE)
        for one in self._pattern.finditer(text):
            before, after = text[max(one.start() - _AROUND, 0) : one.start()], text[one.end() : one.end() + _AROUND]
            place = bool(_AT_A_PLACE.search(before) or _OF_A_PLACE.match(after))
            found.append(Named(one[0], one.start(), one.end(), place))
        return found

    def subject(self, sentence: str) -> list[str]:
        """Return the municipalities a sentence says get something: those it begins with, or who stand behind the verb."""
        for run in _runs(sentence, self.named(sentence)):
            before = sentence[max(run[0].start - _AROUND, 0) : run[0].start]
            begins = run[0].start < _AROUND and not before.strip(" *_–-•·") and _GETS.match(sentence, run[-1].end)
            if begins or (_GOT_BY.search(before) and not run[0].place):
                return [one.name for one in run]
        return []

    def listed(self, sentence: str, award: Award) -> Listed | None:
        """Return who takes part by a sentence; None where it lists nobody, or nobody by name."""
        regions = list(_regions(sentence))
        names = frozenset(one.name for region in regions for one in self.named(region, award) if not one.place)
        whole = bool(EVERYBODY.search(" ".join(regions)))
        others = [one for one in award.partners if one not in self.names and holds(sentence, one)]
        if not names and not whole and not (regions and others):
            return None
        return Listed(names, bool(OPEN.search(sentence)), whole)

    def misspelt(self, text: str, award: Award) -> Iterator[tuple[str, str]]:
        """Yield words that are very like the name of one who takes part and is not named, and no name of any; with that name."""
        words = [word for word in dict.fromkeys(_WORD.findall(text)) if word not in self.names]
        items = set(_items(text))
        named = {one.name for one in self.named(text, award)}
        for name in sorted({award.municipality, *award.partners} & self.names - named):
            for word in words:
                if self.could_be(word, name) or (word in items and self.nearly(word, name)):
                    yield word, name

    def could_be(self, word: str, name: str) -> bool:
        """Tell whether a word anywhere could be a name misspelt: not one that only begins with it."""
        return not word.casefold().startswith(name.casefold()) and self._misspelt(word, name)

    def nearly(self, word: str, name: str) -> bool:
        """Tell whether a word in a list of names could be one: a sign or two apart."""
        own, other = word.casefold(), name.casefold()
        one_sign = len(own) == len(other) and sum(a != b for a, b in zip(own, other, strict=True)) == 1
        return one_sign or self._misspelt(word, name)


def _items(sentence: str) -> Iterator[str]:
    """Yield the words that stand where names do: in lists of who takes part, and in front of a verb of getting."""
    for region in _regions(sentence):
        yield from (found[1] for item in _BETWEEN_ITEMS.split(region) if (found := _ITEM.fullmatch(item)))
    first = _FIRST.match(sentence)
    if first and _GETS.match(sentence, first.end()):
        yield first[1]


def _runs(sentence: str, named: list[Named]) -> Iterator[list[Named]]:
    """Yield names that stand in one list."""
    run: list[Named] = []
    for one in named:
        if run and not _BETWEEN.fullmatch(sentence[run[-1].end : one.start]):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def holds(text: str, name: str) -> bool:
    """Tell whether a text names an organisation, whatever the size of its letters."""
    return _spaced(name) in _spaced(text)


def _spaced(text: str) -> str:
    return _ORGANISATION_SPACES.sub(" ", text).casefold()


def _regions(sentence: str) -> Iterator[str]:
    """Yield the parts of a sentence that tell who takes part."""
    for found in _TOGETHER.finditer(sentence):
        after = sentence[found.end() :]
        end = _REGION_ENDS.search(after)
        yield after[: end.start()] if end else after
    for found in _TAKING_PART.finditer(sentence):
        before = sentence[: found.start()]
        starts = [one.end() for one in _REGION_BEGINS.finditer(before)]
        yield before[starts[-1] if starts else 0 :]
