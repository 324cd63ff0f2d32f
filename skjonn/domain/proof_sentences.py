"""Sentences of a finished text: where they part, and what each amount in one is said to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from skjonn.domain.proof_numbers import Stated, amounts
from skjonn.domain.proof_titles import Found, without

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
_EARLIER = re.compile(r"\b(?:i fjor|tidlegare|tidligere|førre|forrige|over \w+ år|sidan|siden|(?P<year>(?:19|20)\d\d))\b", re.IGNORECASE)  # fmt: skip
_OF = re.compile(r"\b(?:av|ut av)(?: dei| de| ei ramme på| en ramme på)?(?: til saman| til sammen)?\s+$", re.IGNORECASE)
_THEN_APPLIED = re.compile(r"^[^\x00.;]{0,14}\b(?:som )?(?:det |dei |de |kommunen |ho |han )?(?:vart |ble |blei |er |var |har )?(?:dei |de |det |kommunen )?søk(?:te?|t)\b", re.IGNORECASE)  # fmt: skip
Role = Literal["awarded", "applied", "cost", "earlier", "whole", ""]
"""What an amount is said to be: awarded, applied for, a cost, of earlier years, a whole the award is part of; empty: nothing is said."""


@dataclass(frozen=True)
class Amount:
    """An amount of a sentence with what it is said to be."""

    stated: Stated
    role: Role


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


def sentence(text: str, found: Sequence[Found], year: int) -> Sentence:
    """Return a sentence with its amounts and their roles; `year` is the round's."""
    rest = without(text, found)
    stated = list(amounts(rest))
    early = _earlier(rest, stated, year)
    roles: list[Role] = ["earlier" if one in early else _role(rest, stated, one) for one in stated]
    return Sentence(text, tuple(found), rest, tuple(Amount(one, role) for one, role in zip(stated, roles, strict=True)))


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
    before, after = rest[: one.start], rest[one.end :]
    others = [other.start - one.end for other in stated if other.start >= one.end]
    if _THEN_APPLIED.match(after[: min(others, default=len(after))]):
        return "applied"
    if _OF.search(before):
        return "whole"
    last = [(found.start(), role) for role, pattern in _ROLES for found in pattern.finditer(before)]
    if last:
        return max(last)[1]
    first = [(found.start(), role) for role, pattern in _ROLES if (found := pattern.search(after))]
    return min(first)[1] if first else ""


def _earlier(rest: str, stated: Sequence[Stated], year: int) -> set[Stated]:
    """Return the amounts that are said of earlier years: the nearest to each such word, in doubt the one before it."""
    early: set[Stated] = set()
    for found in _EARLIER.finditer(rest):
        if found["year"] and (not year or int(found["year"]) >= year):
            continue
        apart = [
            (found.start() - one.end if one.end <= found.start() else one.start - found.end() + 1, one.start, one)
            for one in stated
        ]
        if apart:
            early.add(min(apart)[2])
    return early
