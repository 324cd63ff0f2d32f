"""How alike texts are, by RapidFuzz: for proofreading."""

from __future__ import annotations

from rapidfuzz import fuzz

_TITLE, _NAME = (
    86.0,
    80.0,
)  # of 100: a title with a word changed is above, another title below; one sign in five of a name


def near(title: str, text: str) -> tuple[int, int] | None:
    """Return where something very like a title stands in a text; None where nothing does."""
    found = fuzz.partial_ratio_alignment(title, text, score_cutoff=_TITLE)
    return (found.dest_start, found.dest_end) if found else None


def misspelt(word: str, name: str) -> bool:
    """Tell whether a word could be a name misspelt, whatever its letters' case."""
    return fuzz.ratio(word.casefold(), name.casefold()) >= _NAME


def alike(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 100."""
    return fuzz.ratio(one, other)
