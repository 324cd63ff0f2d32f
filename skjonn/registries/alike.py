"""How near two titles are in spelling, æ, ø and å written in any way: to suggest, never to decide."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Indel

from skjonn.registries.names import folded


def share(first: str, second: str) -> float:
    """Return how much of two texts is the same, from 0 to 1 (equal); letters in the same order count, whatever lies between."""
    return float(Indel.normalized_similarity(_plain(first), _plain(second)))


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    """Return a text ready to compare; kept, for every title is held against many others."""
    return folded(text.casefold())
