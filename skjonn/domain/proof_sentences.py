"""Sentences of a finished text: where they part, and what each amount in one is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from skjonn.domain.proof_facts import Facts
from skjonn.domain.proof_numbers import Stated, amounts
from skjonn.domain.proof_titles import Found, without
from skjonn.domain.proof_years import of_earlier_years

_END = re.compile(r"(?<=[.!?])(?<!\bkr\.)(?<!\bnr\.)(?<!\bca\.)(?<!\bkap\.)(?<!\bkl\.)\s+(?=[A-ZÆØÅ«\"\d\x00–-])", re.IGNORECASE)  # fmt: skip
_CAPITAL_NEXT = re.compile(r"(?:[A-ZÆØÅ«\"\d\x00]|[–-]\s)")
_QUOTED = re.compile(
    r"\b(?:Målet|Mål)(?: for prosjektet)?,? slik (?:kommunen|dei|de|han|den|det) (?:skriv|skriver|står)[^:]*:"
)
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("applied", re.compile(r"\b(?:om)?søk(?:te?|t|er|jer|je|ne|nad\w*|nads\w*)?\b", re.IGNORECASE)),
    ("cost", re.compile(r"\b(?:kost\w*|totalkost\w*|budsjett\w*|eigen(?:finans|del|innsats)\w*|egen(?:finans|andel|innsats)\w*|spar\w*|innspar\w*|verdi\w*|inntil|minst|høgst|høyst|maks\w*|bidreg|bidrar)", re.IGNORECASE)),
    ("awarded", re.compile(r"\b(?:får|fekk|fikk|fått|(?:til)?del(?:er|t|te|ing\w*|ast|es)|tildel\w*|fordel\w*|innvilg\w*|løyv\w*|bevilg\w*|gitt|gir|gjev|gjev|går|gå|tilskot\w*|tilskudd\w*|støtt\w*|gi)\b", re.IGNORECASE)),
)  # fmt: skip
IN_ALL = re.compile(r"\b(?:i alt|totalt|til saman|til sammen|samla|samlet|sum|summen)\b", re.IGNORECASE)
EACH = re.compile(r"\b(?:kvar|hver|begge)\b", re.IGNORECASE)
_OF = re.compile(r"\b(?:av|ut av)(?: dei| de| ei ramme på| en ramme på)?(?: til saman| til sammen)?\s+$", re.IGNORECASE)
_THEN_APPLIED = re.compile(r"^[^\x00.;]{0,14}\b(?:som )?(?:det |dei |de |kommunen |ho |han )?(?:vart |ble |blei |er |var |har )?(?:dei |de |det |kommunen )?søk(?:te?|t)\b", re.IGNORECASE)  # fmt: skip
_OVER_YEARS = re.compile(r"\s+(?:fordelt )?(?:over|på) \w+ år\b", re.IGNORECASE)
_FAR = 400  # signs from an amount within which it may be said what it is
_PART_OF = re.compile(
    r"\b(?:av dette|av desse|av disse|herav|derav|av tilskotet|av tilskuddet)\b[^.;\d]*$", re.IGNORECASE
)
_PER = re.compile(r"\s+(?:per|pr\.?|i snitt|i gjennomsnitt)\b", re.IGNORECASE)
_MEAN = re.compile(r"\b(?:snitt\w*|gjennomsnitt\w*|median\w*)\b[^.;\d]*$", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:mindre|lågare|lavere) enn (?:det |dei |de )?(?:\w+ )?(?:om)?søk\w*|(?:prosent|%|del\w*) av det (?:\w+ )?(?:om)?søk\w*(?: om)?(?=\s?[:,–-])",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"^[\s)]*(?:(?:mindre|lågare|lavere) enn|under) (?:det |dei |de )?(?:\w+ ){0,3}?(?:om)?søk", re.IGNORECASE
)
_THAN = re.compile(
    r"^[\s)]*(?:mindre|meir|mer|fleire|flere|lågare|høgare|lavere|høyere) enn\b|^[\s)]*under (?:det |dei |de )?(?:om)?søk",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:auk\w*|øk\w*|opp|ned|redus\w*) (?:med )?$", re.IGNORECASE)
Role = Literal["awarded", "applied", "cost", "earlier", "less", "whole", ""]
"""What an amount is said to be: awarded, applied for, a cost, of earlier years, less than was applied for, a whole the award is part of.

Empty: nothing is said.
"""


@dataclass(frozen=True)
class Amount:
    """An amount of a sentence with what it is said to be; one of earlier years with the years, where they are known."""

    stated: Stated
    role: Role
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """A sentence: its text, the titles in it, and the text without them; `amounts` with their roles."""

    text: str
    found: tuple[Found, ...]
    rest: str
    amounts: tuple[Amount, ...]

    @property
    def bare(self) -> str:
        """The text without titles and amounts."""
        kept = list(self.rest)
        for one in self.amounts:
            kept[one.stated.start : one.stated.end] = "\x00" * (one.stated.end - one.stated.start)
        return "".join(kept)

    @property
    def gives(self) -> bool:
        """Whether it speaks of giving or applying."""
        return any(pattern.search(self.rest) for role, pattern in _ROLES if role != "cost")

    def of_role(self, *roles: Role) -> list[Stated]:
        """Return the amounts said to be this."""
        return [one.stated for one in self.amounts if one.role in roles]

    def over_years(self) -> list[Stated]:
        """Return the amounts said to be given over years, which may be an award or what an initiative has had."""
        stated = [one.stated for one in self.amounts]
        early = [one.stated for one in self.amounts if one.role == "earlier" and not one.years]
        return [one for one in early if _OVER_YEARS.match(self.rest, one.end) and _role(self.rest, stated, one) == "awarded"]  # fmt: skip


def sentence(text: str, found: Sequence[Found], facts: Facts) -> Sentence:
    """Return a sentence with its amounts and their roles."""
    rest = without(text, found)
    stated = list(amounts(rest))
    early = of_earlier_years(rest, stated, facts)
    said = [Amount(one, "earlier", early[one]) if one in early else Amount(one, _role(rest, stated, one)) for one in stated]  # fmt: skip
    return Sentence(text, tuple(found), rest, tuple(said))


def in_parts(text: str, most: int) -> Iterator[str]:
    """Yield a long text in parts of whole sentences, each at most so many signs where its sentences are that short."""
    start = last = 0
    for found in _END.finditer(text) if len(text) > most else ():
        if found.end() - start > most and last > start and _CAPITAL_NEXT.match(text, last):
            yield text[start:last]
            start = last
        last = found.end() if _CAPITAL_NEXT.match(text, found.end()) else last
    if last > start and len(text) - start > most:
        yield text[start:last]
        start = last
    yield text[start:]


def parted(text: str, found: Sequence[Found]) -> list[tuple[str, tuple[Found, ...]]]:
    """Return the sentences of a text with the titles in each; a title is never parted, whatever signs it holds."""
    masked = without(text, found)
    cuts = [one for one in _END.finditer(masked) if _CAPITAL_NEXT.match(masked, one.end())]
    starts, ends = [0, *(one.end() for one in cuts)], [*(one.start() for one in cuts), len(text)]
    parts = []
    for start, end in zip(starts, ends, strict=True):
        own = [one for one in found if start <= one.start < end]
        parts.append((text[start:end], tuple(Found(one.case, one.start - start, one.end - start, one.how, one.text) for one in own)))  # fmt: skip
    return parts


def own_words(text: str) -> str:
    """Return a text down to what it quotes of an application: what a municipality writes of its goals is not the office's."""
    return _QUOTED.split(text, maxsplit=1)[0]


def _role(rest: str, stated: Sequence[Stated], one: Stated) -> Role:
    """Return what an amount is said to be by the nearest word before it, else by the first behind it."""
    before, after = rest[max(one.start - _FAR, 0) : one.start], rest[one.end : one.end + _FAR]
    others = [other.start - one.end for other in stated if other.start >= one.end]
    if _PART_OF.search(before) or _MEAN.search(before) or _PER.match(after):
        return "cost"
    before = _COMPARED.sub("", before)
    if _THAN.match(after) or _BY.search(before):
        return "less" if _LESS.match(after) else "cost"
    if _THEN_APPLIED.match(after[: min(others, default=len(after))]):
        return "applied"
    if _OF.search(before):
        return "whole"
    last = [(found.start(), role) for role, pattern in _ROLES for found in pattern.finditer(before)]
    if last:
        return max(last)[1]
    first = [(found.start(), role) for role, pattern in _ROLES if (found := pattern.search(after))]
    return min(first)[1] if first else ""
