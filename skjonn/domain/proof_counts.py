"""The counts a finished text states: of projects, applications and municipalities, in all, of one municipality, in one award."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skjonn.domain.proof_facts import Award, Passage
from skjonn.domain.proof_numbers import Counted, counts
from skjonn.domain.proof_people import EVERYBODY
from skjonn.domain.proof_reader import Reader
from skjonn.domain.proof_sentences import IN_ALL, Sentence

_REFUSED = re.compile(r"\bavslag\b|\bavslått\b|ikkje (?:fått |får )?(?:tilskot|støtte|midl)|ikke (?:fått |får )?(?:tilskudd|støtte|midl)|\bnei\b", re.IGNORECASE)  # fmt: skip
_SOME = re.compile(r"^\w*\s+(?:innan|innanfor|innenfor|knytt\w*|gjeld|gjelder|handlar|handler|er|som er|som gjeld\w*|retta|rettet)\b", re.IGNORECASE)  # fmt: skip
_TOGETHER = re.compile(r"saman med|sammen med|samarbeid|deltek|deltar|lag med|er med", re.IGNORECASE)
_ALL_BUT_ONE = re.compile(r"\bandre\b", re.IGNORECASE)
_HEADING = 90  # signs of a heading, which need not say what is given


def has_awards(text: str) -> bool:
    """Tell whether a text counts projects."""
    return any(one.what == "awards" for one in counts(text))


def check(reader: Reader, passage: Passage, said: Sentence, awards: Sequence[Award], homes: Sequence[str]) -> None:
    """Check the counts of a sentence.

    Args:
        reader: keeps what is found; passage: the sentence stands in; said: the sentence.
        awards: it speaks of, by title or as the one spoken of before.
        homes: the municipalities it is about, empty where it is about the round.
    """
    owners = [home for home in homes if home]
    last = "applications" if re.search(r"\bsøk", said.rest, re.IGNORECASE) and not re.search(r"\bfå|\bfekk|\bfikk|fordel|tildel", said.rest, re.IGNORECASE) else "awards"  # fmt: skip
    for count in counts(said.rest):
        if awards:
            _in_awards(reader, passage, said, count, awards)
        elif owners:
            _of_homes(reader, passage, count, owners)
        elif _of_the_round(said, count):
            right = _round(reader, said, count, last)
            if count.number not in right:
                reader.count(passage, count, right[0])
        last = count.what if count.what != "municipalities" else last


def _of_the_round(said: Sentence, count: Counted) -> bool:
    """Tell whether a count is surely one of the round, not of some projects or of municipalities in general."""
    after = said.rest[count.start + len(count.text) :]
    if count.number == 1 or _SOME.match(f" {after.lstrip()}") or (count.what == "municipalities" and EVERYBODY.search(said.rest)):  # fmt: skip
        return False
    if len(said.text) <= _HEADING and count.what != "municipalities":
        return True
    others = any(one.what != "municipalities" for one in counts(said.rest))
    return said.gives or bool(IN_ALL.search(said.rest)) or others


def _round(reader: Reader, said: Sentence, count: Counted, last: str) -> list[int]:
    facts = reader.facts
    refused = [facts.refused] if _REFUSED.search(said.rest) else []
    match count.what:
        case "awards":
            return [len(facts.awards), *refused]
        case "applications":
            return [*refused, facts.applications]
        case _:
            return [facts.applicants if last == "applications" else len(facts.by_municipality)]


def _of_homes(reader: Reader, passage: Passage, count: Counted, homes: Sequence[str]) -> None:
    if count.what == "awards" and len(homes) == 1 and homes[0] in reader.facts.by_municipality:
        right = len(reader.facts.of(homes[0]))
        if count.number != right:
            reader.count(passage, count, right)


def _in_awards(reader: Reader, passage: Passage, said: Sentence, count: Counted, awards: Sequence[Award]) -> None:
    """Check a count beside a title: how many projects its lead gets, or how many municipalities take part."""
    homes = {one.municipality for one in awards}
    if count.what == "awards" and len(homes) == 1 and said.gives and not count.weak and count.number > 1:
        right = len(reader.facts.of(next(iter(homes))))
        if count.number not in {right, len(awards)}:
            reader.count(passage, count, right)
    if count.what != "municipalities" or len(awards) != 1 or not _TOGETHER.search(said.rest):
        return
    others = sum(one in reader.facts.names and one != awards[0].municipality for one in awards[0].partners)
    if awards[0].whole_county or awards[0].open_partners or count.number in {others, others + 1} or not others:
        return
    reader.count(passage, count, others if _ALL_BUT_ONE.search(count.text) else others + 1, awards[0].case)
