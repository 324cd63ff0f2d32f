"""The counts a finished text states: of projects, applications and municipalities, in all, of one municipality, in one award.

A count of some of them, by a theme, an amount or another year, is held against nothing, unless it is of those the register
knows: refused, supported in part or in full, not applied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from skjonn.domain.proof_clauses import of_another_year
from skjonn.domain.proof_facts import Award, Facts, Passage
from skjonn.domain.proof_numbers import Counted, counts
from skjonn.domain.proof_people import EVERYBODY
from skjonn.domain.proof_reader import Reader
from skjonn.domain.proof_sentences import EACH, IN_ALL, Sentence

_STATES = (
    ("partly", re.compile(r"\bdelvis\b|\bdel av (?:det|summen|beløpet)\b|\bmindre enn (?:det |dei |de )?(?:\w+ )?søk", re.IGNORECASE)),
    ("fully", re.compile(r"\bfull(?:t|e)?\b|\b(?:heile|hele) (?:beløp|søknadss|summ)\w*|\balt (?:det |dei |de )", re.IGNORECASE)),
    ("not applied", re.compile(r"\b(?:ikkje|ikke|inga?n?|ingen) (?:sjølve? |selv )?(?:har )?(?:søk|sendt?e? (?:inn )?søk)", re.IGNORECASE)),
    ("refused", re.compile(r"\bavslag\b|\bavslått\b|(?:ikkje|ikke) (?:fått |får |fekk |fikk )?(?:tilskot|tilskudd|støtte|midl)|\bnei\b|\bnådde? (?:ikkje|ikke) (?:opp|fram|frem)|\b(?:ikkje|ikke) (?:vart |ble |blei )?prioriter", re.IGNORECASE)),
)  # fmt: skip
_SOME = re.compile(
    r"^\w*\s+(?:innan|innanfor|innenfor|knytt\w*|gjeld|gjelder|handlar|handler|dreiar|dreier|retta|rettet|under|mot|innafor|kvar|hver|i gong|(?:meir|mer|fleire|flere|færre) enn|gir|gjev|skal|vil|kan|tek|tar|bruk\w+|bygg\w+|start\w+"
    r"|er(?! (?:tildel|innvilg|gitt|støtt))|som(?! (?:no |nå )?(?:får|fekk|fikk|har fått|blir|vart|er (?:tildel|innvilg)|deler))"
    r"|om(?! (?:til |i alt|totalt|støtte|midl|tilsk|pengar|penger|\w*skjø|prosjekt|\x00|\d))"
    r"|(?:med|for|på)(?! (?:til s|i alt|totalt|ein? |ei |\d|om lag|ca|kr|\w+ (?:mill|tusen))))",
    re.IGNORECASE,
)  # fmt: skip
_AT = re.compile(r"(?:i|frå|fra|på) ([A-ZÆØÅ][\wæøå-]+)")
_SOME_OF = re.compile(
    r"\w+ av (?:prosjekta|prosjektene|søknadene|søknadane|tildelingane|tildelingene|dei|de|desse|disse)\b(?! \d)",
    re.IGNORECASE,
)
_IN_COUNTY = re.compile(r"\b(?:har|er|alle|dei|de|totalt)\s+$", re.IGNORECASE)
_FOR_SOMETHING = re.compile(r"\b(?:støtte|midl\w+|pengar|penger|tilskot|tilskudd) til (?!saman|sammen|\d|dei|de\b|desse|disse)", re.IGNORECASE)  # fmt: skip
_OF_THESE = re.compile(
    r"^\W*(?:av|blant|mellom) (?:dei|de|desse|disse|prosjekt\w+|søknad\w+|kommun\w+)\b(?! \d)", re.IGNORECASE
)
_SO_MUCH = re.compile(
    r"\b(?:over|meir enn|mer enn|minst|mindre enn|under|inntil|eller (?:meir|mer|mindre))\b", re.IGNORECASE
)
_NEARLY = re.compile(r"\b(?:over|nesten|nærare|nærmere|om lag|omtrent|rundt|cirka|ca\.?|knapt|vel|godt|minst|fleire enn|flere enn|meir enn|mer enn)\s+$", re.IGNORECASE)  # fmt: skip
_NEUTRAL = frozenset(["kommunale", "kommunalt", "ulike", "nye", "gode", "spennande", "spennende", "forskjellige", "viktige", "flotte", "interessante", "dei", "de", "desse", "disse", "søknader", "prosjekt", "innkomne", "slike"])  # fmt: skip
_TOGETHER = re.compile(r"saman med|sammen med|samarbeid|deltek|deltar|lag med|er med", re.IGNORECASE)
_ALL_BUT_ONE = re.compile(r"\bandre\b", re.IGNORECASE)
_PIECES = re.compile(r",\s|;|\s[–-]\s|\b(?:og|medan|mens|men)\b", re.IGNORECASE)
_PARTED = re.compile(r"(?P<count>\b(?:og|medan|mens|,)\s+(?P<number>\d{1,3}|\w+)\s+)(?=(?:har |vart |blei |ble )?(?:fekk|får|fikk|fått|gitt)\b)", re.IGNORECASE)  # fmt: skip
_GOT = re.compile(
    r"\b(?:fekk|får|fikk)\s+(?P<number>\d{1,3}|\w+)\s+(?=(?:støtte|tilskot|tilskudd|midl\w+|pengar|penger)\b)",
    re.IGNORECASE,
)
_VERB = re.compile(r"\b(?:(?:om)?søk(?:te?|t|er|jer|je)?|får|fekk|fikk|fått|fordel\w*|tildel\w*|gitt|(?<!om )støtt\w+)\b", re.IGNORECASE)  # fmt: skip
_APPLIED = re.compile(r"\s*som (?:har )?søk", re.IGNORECASE)
_HEADING = 90  # signs of a heading, which need not say what is given


@dataclass(frozen=True)
class _Said:
    """A count with what the sentence says of it: the words around it in its part of the sentence, and those behind it."""

    count: Counted
    around: str
    behind: str
    before: str

    @property
    def state(self) -> str:
        """Which the count is of, of those the register knows; empty for all of them, or for some."""
        return next((name for name, said in _STATES if said.search(self.around)), "")

    @property
    def applied(self) -> bool:
        """Whether it is of what is applied for, not of what is given."""
        found = list(_VERB.finditer(_PIECES.split(self.before)[-1]))
        return bool(found) and found[-1][0].casefold().startswith(("søk", "omsøk"))


@lru_cache(maxsize=64)
def _counted(text: str) -> tuple[Counted, ...]:
    return tuple(counts(text))


def has_awards(text: str) -> bool:
    """Tell whether a text counts projects."""
    return any(one.what == "awards" for one in _counted(text))


def of_some(said: Sentence, facts: Facts) -> bool:
    """Tell whether a sentence counts some of the round's projects, applications or municipalities, or those of another year."""
    return bool(_SOME_OF.search(said.rest)) or any(_is_some(said, one, facts) or one.state for one in _all(said.rest))


def check(reader: Reader, passage: Passage, said: Sentence, awards: Sequence[Award], homes: Sequence[str]) -> None:
    """Check the counts of a sentence.

    Args:
        reader: keeps what is found; passage: the sentence stands in; said: the sentence.
        awards: it speaks of, by title or as the one spoken of before.
        homes: the municipalities it is about, empty where it is about the round.
    """
    owners = [home for home in homes if home]
    last = "applications" if re.search(r"\bsøk", said.rest, re.IGNORECASE) and not re.search(r"\bfå|\bfekk|\bfikk|fordel|tildel", said.rest, re.IGNORECASE) else "awards"  # fmt: skip
    for one in _all(said.rest):
        count = one.count
        before, last = last, count.what if count.what not in {"municipalities", "county"} else last
        if count.what == "municipalities" and awards:
            _taking_part(reader, passage, said, count, awards)
        elif count.what == "county" and _APPLIED.match(one.behind):
            if count.number != reader.facts.applicants:
                reader.count(passage, count, reader.facts.applicants)
        elif _is_some(said, one, reader.facts):
            continue
        elif awards:
            _in_awards(reader, passage, said, count, awards)
        elif owners:
            _of_homes(reader, passage, count, owners)
        elif one.state or _of_the_round(passage, said, count):
            right = _round(reader, one, before)
            if right and count.number not in right:
                reader.count(passage, count, right[0])


def _all(text: str) -> Iterator[_Said]:
    """Yield the counts of a text; of "sju søknader fekk delvis støtte og elleve fullt" also the second."""
    found = _counted(text)
    for at, one in enumerate(found):
        start = max((each.start + len(each.text) for each in found[:at] if each.start < one.start), default=0)
        end = min((each.start for each in found[at + 1 :] if each.start > one.start), default=len(text))
        behind = text[one.start + len(one.text) : end]
        before = text[start : one.start]
        own, parts = _PIECES.split(before)[-1], _PIECES.split(behind, maxsplit=1)
        around = f"{one.text}{parts[0]}"
        if not any(said.search(around) for _name, said in _STATES):
            around = f"{own} {around}"
        yield _Said(one, around, behind, before)
        if one.what in {"awards", "applications"} and end == len(text):
            yield from _without_noun(one, behind)


def _without_noun(one: Counted, behind: str) -> Iterator[_Said]:
    """Yield the counts behind another that stand for the same: "og elleve fekk fullt", "fekk 18 støtte"."""
    for found in (*_PARTED.finditer(behind), *_GOT.finditer(behind)):
        around = _PIECES.split(behind[found.end() :], maxsplit=1)[0]
        number = next((each.number for each in counts(f"{found['number']} søknader")), None)
        text = " ".join([found["number"], *around.split()[:2]]).rstrip(".,")
        said = _Said(
            Counted(number or 0, "awards", one.start + len(one.text) + found.start(), text), around, around, ""
        )
        if number and (said.state or found.re is _GOT):
            yield said


def _is_some(said: Sentence, one: _Said, facts: Facts) -> bool:
    """Tell whether a count is of some projects or municipalities that the register cannot tell from the others."""
    count = one.count
    if one.applied and count.what == "awards" and (said.found or not IN_ALL.search(said.rest)):
        return True
    if count.what == "some" or of_another_year(said.rest, count.start, facts.year) or _NEARLY.search(one.before):
        return True
    if one.state:
        return False
    words = [word for word in count.between.casefold().split() if not word.isdigit()]
    noun = re.match(r"\w*", one.behind)
    behind = one.behind[noun.end() if noun else 0 :].lstrip()
    return (
        not _NEUTRAL.issuperset(words)
        or bool(_SOME.match(f" {behind}"))
        or ((place := _AT.match(behind)) is not None and place[1] in facts.names)
        or bool(_FOR_SOMETHING.search(behind))
        or bool(_OF_THESE.search(said.rest))
        or (bool(EACH.search(said.rest)) and bool(said.amounts))
        or (not IN_ALL.search(said.rest) and any(_SO_MUCH.search(said.rest[max(each.stated.start - 14, 0) : each.stated.end + 14]) for each in said.amounts))
    )  # fmt: skip


def _of_the_round(passage: Passage, said: Sentence, count: Counted) -> bool:
    """Tell whether a count is surely one of the round, not of some projects or of municipalities in general."""
    if count.what == "county":
        return True
    if count.number == 1 or (count.what == "municipalities" and EVERYBODY.search(said.rest)):
        return False
    others = any(one.what != "municipalities" and one.start != count.start for one in _counted(said.rest))
    if count.what == "measures":
        return any(one.start != count.start for one in _counted(said.rest)) or bool(said.amounts)
    if len(said.text) <= _HEADING and count.what != "municipalities" and not passage.text.rstrip().endswith((".", "!", "?", ":")):  # fmt: skip
        return True
    return said.gives or bool(IN_ALL.search(said.rest)) or others


def _round(reader: Reader, one: _Said, last: str) -> list[int]:
    """Return what a count of the round may be, the likeliest first; nothing where the register does not know."""
    facts, what = reader.facts, one.count.what
    recipients = len(facts.by_municipality)
    if what == "county" or (what == "municipalities" and one.state):
        known = {"": [facts.county], "not applied": [facts.county - facts.applicants], "refused": [facts.applicants - recipients, facts.county - recipients]}  # fmt: skip
        return known.get("" if what == "county" else one.state, []) if facts.county else []
    if what == "municipalities":
        in_county = [facts.county] if facts.county and _IN_COUNTY.search(one.before) else []
        return [facts.applicants if last == "applications" else recipients, *in_county]
    of_all = facts.applications if what == "applications" else len(facts.awards)
    return {"partly": [facts.partly], "fully": [facts.fully, len(facts.awards) - facts.partly], "refused": [facts.refused, of_all]}.get(one.state, [of_all])  # fmt: skip


def _of_homes(reader: Reader, passage: Passage, count: Counted, homes: Sequence[str]) -> None:
    if count.what == "awards" and len(homes) == 1 and homes[0] in reader.facts.by_municipality:
        right = len(reader.facts.of(homes[0]))
        if count.number != right:
            reader.count(passage, count, right)


def _in_awards(reader: Reader, passage: Passage, said: Sentence, count: Counted, awards: Sequence[Award]) -> None:
    """Check a count of projects beside a title: how many its lead gets."""
    homes = {one.municipality for one in awards}
    if count.what == "awards" and len(homes) == 1 and said.gives and not count.weak and count.number > 1:
        right = len(reader.facts.of(next(iter(homes))))
        if count.number not in {right, len(awards), len(reader.facts.awards)}:
            reader.count(passage, count, right)


def _taking_part(reader: Reader, passage: Passage, said: Sentence, count: Counted, awards: Sequence[Award]) -> None:
    """Check how many municipalities a sentence says take part in an award; "andre" are those it does not name."""
    if len(awards) != 1 or not _TOGETHER.search(said.rest):
        return
    award = awards[0]
    partners = {one for one in award.partners if one in reader.facts.names and one != award.municipality}
    if award.whole_county or award.open_partners or not partners:
        return
    if _ALL_BUT_ONE.search(count.text):
        named = {one.name for one in reader.people.named(said.bare, award)} & partners
        right = (
            {len(partners) - len(named), len(partners)} if EVERYBODY.search(said.rest) else {len(partners) - len(named)}
        )
    else:
        right = {len(partners) + 1, len(partners)}
    if count.number not in right:
        reader.count(passage, count, max(right), award.case)
