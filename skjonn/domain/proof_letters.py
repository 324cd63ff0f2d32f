"""Letters among finished texts: what makes one, and what it is about, which is the cases it names and not the round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from skjonn.domain.proof_facts import Award, Facts, Passage

_SIGNS = (
    re.compile(r"\bdato\s*:.*?\b(?:vår|deres|dykkar|vår/deres)\s+ref", re.IGNORECASE | re.DOTALL),
    re.compile(
        r"\b(?:vi viser til|viser til) (?:søknad|dykkar|deres|brev|vedtak)|\bsvar på (?:søknad|dykkar|deres)",
        re.IGNORECASE,
    ),
    re.compile(r"\bmed (?:vennlig |venleg |beste )?(?:helsing|hilsen)\b", re.IGNORECASE),
)
_ENOUGH = 2


def is_letter(passages: Iterable[Passage]) -> bool:
    """Tell whether a text is a letter: it has a date and a reference, refers to an application, ends with a greeting."""
    text = " ".join(f"{one.text} {' '.join(one.cells)}" for one in passages)
    return sum(bool(sign.search(text)) for sign in _SIGNS) >= _ENOUGH


def of_letter(facts: Facts, passages: Sequence[Passage]) -> Facts:
    """Return what a letter is held against: the cases it names by number count, the others are only known of.

    A text that is no letter, or names no case, is held against all.
    """
    text = " ".join(f"{one.text} {' '.join(one.cells)}" for one in passages)
    every = (*facts.awards, *facts.others_cases)
    named = [one for one in every if re.search(rf"(?<![\w-]){re.escape(one.case)}(?![\w-])", text)]
    if not named or not is_letter(passages):
        return facts
    given, refused = [one for one in named if one.awarded_nok], [one for one in named if not one.awarded_nok]
    return replace(
        facts,
        awards=tuple(given),
        others_cases=tuple(refused),
        beside=(*facts.beside, *(one for one in every if one not in named)),
        applications=len(named),
        applicants=len({one.municipality for one in named}),
        refused=len(refused),
        applied_nok=sum(one.applied_nok for one in named),
        others=(*facts.others, facts.awarded_nok, facts.applied_nok),
        by_municipality=_sums(given),
    )


def _sums(awards: Iterable[Award]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for one in awards:
        sums[one.municipality] = sums.get(one.municipality, 0) + one.awarded_nok
    return sums
