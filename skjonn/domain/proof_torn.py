"""Text that has lost its order, as that of a PDF: only what surely is a sentence is read as one; the rest is held against all there is.

A row of a table comes as words and numbers after one another. Its amounts need only be ones the register knows of anywhere, and
numbers that run together, as `290 000 290 000`, need only be able to be such amounts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from skjonn.domain.fields import CATALOGUE, Kind
from skjonn.domain.proof_facts import Facts, Passage
from skjonn.domain.proof_numbers import Stated, amounts
from skjonn.domain.proof_prose import Prose
from skjonn.domain.proof_reader import Reader
from skjonn.domain.proof_sentences import own_words, parted, sentence
from skjonn.domain.proof_titles import Found, without, words_of

_TELLS = re.compile(r"\b(?:får|fekk|fikk|fått|gitt|fordelt|tildelt|søkte|søkt om|kom det|kom inn)\b", re.IGNORECASE)
_ENDS = re.compile(r"[.!?»]\s*$")
_CASE = re.compile(r"\b\d{4}-\d{3}\b")
_UNIT = re.compile(r"kr|kroner|nok|mill|tusen|,-", re.IGNORECASE)
_RUN = re.compile("(?<![\\d,.\\-/])\\d{1,3}(?:[ \u00a0\u202f]\\d{3})+(?![\\d,])")
_ANY_RUN = re.compile("(?<!\\d)\\d{1,3}(?:[ ,.\u00a0\u202f]\\d{3})+(?!\\d)")
_NO_MONEY = re.compile(r"(?:\borg\w*\.? ?(?:nr|nummer)?\.?|\btlf\.?|\btelefon|\bkonto\w*)\W*$", re.IGNORECASE)
_LONGEST_SENTENCE = 700
_MOST_WORDS = 0.8
_GOES_TO = re.compile(r"(?:\s*kroner| kr)?\s+(?:til|for)(?:\s+prosjektet)?\W*", re.IGNORECASE)
_ONE_AMOUNT = 3  # groups of digits; more have run together
_FEW_OF_ALL = 3  # an award in three, and fewer are only mentioned


def read(reader: Reader, prose: Prose, passage: Passage) -> None:
    """Check a page of which only the text is known; what it quotes of goals ends where the next title stands."""
    parts = parted(passage.text, reader.find(passage.text))
    quoted, last = False, None
    for at, (part, own) in enumerate(parts):
        quoted = own_words(part) != part or (quoted and not own)
        inside = 0 < at < len(parts) - 1  # what a page begins or ends with may go on at another
        if not quoted and inside and _is_sentence(reader, part, own):
            prose.read(Passage(passage.where, part))
            continue
        reader.seen |= {reader.award(one).case for one in own}
        if own and not quoted and not _costs(reader, part, own):
            _unknown(reader, passage, part, [replace(last, start=-1), *own] if last else own)
        last = own[-1] if own else last


def known(facts: Facts) -> frozenset[int]:
    """Return every amount the register has of a round."""
    cases = (*facts.awards, *facts.others_cases, *facts.beside, *facts.elsewhere)
    of_cases = {nok for one in cases for nok in (one.awarded_nok, one.applied_nok, *one.earlier)}
    return frozenset(of_cases | facts.sums | {sum(one.applied_nok for one in facts.awards)} | set(_in_tables(facts)))


def misses_none(facts: Facts, passages: Iterable[Passage], seen: Collection[str]) -> bool:
    """Tell whether a text without order is one of sums, of nothing, or of a few awards: it need not speak of all."""
    text = " ".join(one.text for one in passages)
    spoken = sum(one.case in seen for one in facts.awards)
    right, runs = known(facts), [one[0] for one in _ANY_RUN.finditer(text)]
    return _FEW_OF_ALL * spoken < len(facts.awards) and (not runs or any(_could_be(one, right) for one in runs))


def holds_words(passages: Iterable[Passage], title: str) -> bool:
    """Tell whether nearly all words of a title stand somewhere in a text, though not beside one another."""
    there = {word for one in passages for word in words_of(one.text).words}
    words = set(words_of(title).words)
    return len(words & there) >= _MOST_WORDS * len(words)


def _in_tables(facts: Facts) -> Iterator[int]:
    for table in (one for same in facts.overviews.values() for one in same):
        for row in (*table.rows, table.totals):
            for name, value in row.items():
                if isinstance(value, int) and name in CATALOGUE and CATALOGUE[name].kind is Kind.AMOUNT:
                    yield value


def _is_sentence(reader: Reader, part: str, found: Sequence[Found]) -> bool:
    """Tell whether a text is surely a sentence: it has a verb of giving, an end, and each amount in it its unit."""
    rest = without(part, found)
    if len(found) > 1 or len(part) > _LONGEST_SENTENCE or _CASE.search(rest) or not _TELLS.search(rest):
        return False
    stated = [one.stated for one in sentence(part, found, reader.facts).amounts]
    bare = [one for one in _RUN.finditer(rest) if not any(each.start <= one.start() < each.end for each in stated)]
    return bool(_ENDS.search(part)) and not bare and all(_UNIT.search(one.text) for one in stated)


def _costs(reader: Reader, part: str, found: Sequence[Found]) -> bool:
    return any(one.role == "cost" for one in sentence(part, found, reader.facts).amounts)


def _unknown(reader: Reader, passage: Passage, part: str, found: Sequence[Found]) -> None:
    """Tell of numbers that are no amounts the register knows, each at the title it is about."""
    right, rest = known(reader.facts), without(part, [one for one in found if one.start >= 0])
    runs = [one for one in _RUN.finditer(rest) if not _NO_MONEY.search(rest[: one.start()])]
    alone = [one for one in amounts(rest) if not any(run.start() < one.end and one.start < run.end() for run in runs)]
    wrong = [one for one in alone if not _NO_MONEY.search(rest[: one.start]) and not any(one.fits(nok) for nok in right)]  # fmt: skip
    for run in runs:
        if len(run[0].replace("\u00a0", " ").split()) <= _ONE_AMOUNT and not _could_be(run[0], right):
            wrong += [replace(one, start=run.start(), text=run[0]) for one in amounts(f"{run[0]} kr")]
    for one in wrong:
        award = reader.award(_title_of(part, found, one))
        reader.amount(passage, award, one, award.awarded_nok)


def _title_of(part: str, found: Sequence[Found], stated: Stated) -> Found:
    """Return the title an amount is about: the one it says it goes to, else the last before it, else the first."""
    after = next((one for one in found if one.start > stated.start), None)
    if after and _GOES_TO.fullmatch(part[stated.start + len(stated.text) : after.start]):
        return after
    return [*found[:1], *(one for one in found if one.start < stated.start)][-1]


def _could_be(run: str, right: Collection[int]) -> bool:
    """Tell whether groups of digits can be amounts after one another, each of which is known, behind a count or none."""
    groups = re.findall(r"\d+", run)
    reached = {0} | ({1} if len(groups[0]) < 3 else set())  # noqa: PLR2004  (fewer digits than a group of thousands)
    for end in range(1, len(groups) + 1):
        if any(int("".join(groups[start:end])) in right for start in reached if start < end):
            reached.add(end)
    return len(groups) in reached
