"""What a finished text says that municipalities get, one or several in a sentence, and that the round comes to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skjonn.domain import proof_counts
from skjonn.domain.proof_facts import Facts, Passage, nok
from skjonn.domain.proof_numbers import Stated
from skjonn.domain.proof_reader import Reader
from skjonn.domain.proof_sentences import IN_ALL, Sentence
from skjonn.texts.wording import listed

_BESIDE = re.compile(r"(?: kommune)?\s*[(:,]?\s*(?:(?:får|fekk|fikk|har fått|med|på|–|-)\s+)?(?:til saman |til sammen |i alt |kr\.? )?", re.IGNORECASE)  # fmt: skip
_GOES_TO = re.compile(r"\s+(?:går |gjekk |gikk )?til ", re.IGNORECASE)
_APPLYING = re.compile(r"søk", re.IGNORECASE)
_DEALT = re.compile(r"\bfordel\w*|\bdel[te]\w* ut\b", re.IGNORECASE)


def check(reader: Reader, passage: Passage, said: Sentence, homes: Sequence[str], *, of_home: bool) -> None:
    """Check the amounts of a sentence that names no award.

    Args:
        reader: keeps what is found; passage: the sentence stands in; said: the sentence.
        homes: the municipalities it is about, empty where it may be about the round.
        of_home: it counts projects, or speaks of something in all.
    """
    if homes:
        _homes(reader, passage, said, homes, of_home=of_home)
    elif (
        _DEALT.search(said.rest)
        or IN_ALL.search(said.rest)
        or (of_home and (said.gives or not passage.text.rstrip().endswith(".")))
    ) and not proof_counts.of_some(said, reader.facts):
        _round(reader, passage, said)


def less(facts: Facts, home: str) -> list[int]:
    """Return by how much less a municipality got than it applied for, in its awards and in all."""
    own = facts.of(home)
    refused = sum(one.applied_nok for one in facts.others_cases if one.municipality == home)
    short = sum(one.applied_nok - one.awarded_nok for one in own)
    return [*(one.applied_nok - one.awarded_nok for one in own), short, short + refused]


def _homes(reader: Reader, passage: Passage, said: Sentence, homes: Sequence[str], *, of_home: bool) -> None:
    """Check what a sentence says that municipalities get: each amount beside a name is that one's, others anyone's."""
    facts = reader.facts
    near = beside(reader, said)
    right = {home: _right(facts, home, of_home=of_home) for home in {*homes, *near.values()}}
    sums = [facts.by_municipality.get(home, 0) for home in homes]
    anyone = {sum(sums), *(amount for home in homes for amount in right[home])}
    given = [one.stated for one in said.amounts if one.role == "awarded" or (one.role == "" and one.stated in near)]
    for one in given:
        meant = [near[one]] if len(near) > 1 and one in near else list(homes)
        if not any(one.fits(amount) for amount in (right[meant[0]] if meant != list(homes) else anyone)):
            told = [f"{home}: {nok(facts.by_municipality.get(home, 0))}" for home in meant]
            reader.sum(passage, one.text, listed(told, "nn"))
    if len(homes) == 1:
        for one in said.of_role("less"):
            if not any(one.fits(amount) for amount in less(facts, homes[0])):
                reader.sum(passage, one.text, nok(less(facts, homes[0])[-1]))


def _right(facts: Facts, home: str, *, of_home: bool) -> set[int]:
    own = facts.of(home)
    return {facts.by_municipality.get(home, 0), *(() if of_home else (one.awarded_nok for one in own)), *(amount for one in own for amount in one.earlier)}  # fmt: skip


def beside(reader: Reader, said: Sentence) -> dict[Stated, str]:
    """Return the amounts that stand right behind the name of a municipality that has awards: "Gjesdal (1,4 mill.)"."""
    if len(said.amounts) < 2 or _APPLYING.search(said.rest):  # noqa: PLR2004  (one alone is nobody's in particular)
        return {}
    found: dict[Stated, str] = {}
    named = reader.people.named(said.bare)
    for one in said.amounts:
        last = next((each for each in reversed(named) if each.end <= one.stated.start), None)
        after = next((each for each in named if each.start >= one.stated.end), None)
        if after and after.name in reader.facts.by_municipality and _GOES_TO.fullmatch(said.rest[one.stated.end : after.start]) and one.role in {"", "awarded"}:  # fmt: skip
            found[one.stated] = after.name
        elif last and last.name in reader.facts.by_municipality and _BESIDE.fullmatch(said.rest[last.end : one.stated.start]) and one.role in {"", "awarded"}:  # fmt: skip
            found[one.stated] = last.name
    return found


def _round(reader: Reader, passage: Passage, said: Sentence) -> None:
    """Check the sums of a sentence about the round."""
    facts = reader.facts
    for one in said.of_role("awarded", "whole", ""):
        if not any(one.fits(amount) for amount in (facts.awarded_nok, *facts.others, facts.applied_nok, *(award.awarded_nok for award in facts.awards))):  # fmt: skip
            reader.sum(passage, one.text, nok(facts.awarded_nok))
    for one in said.of_role("applied"):
        if not any(one.fits(amount) for amount in (facts.applied_nok, *facts.others, sum(award.applied_nok for award in facts.awards))):  # fmt: skip
            reader.sum(passage, one.text, nok(facts.applied_nok))
