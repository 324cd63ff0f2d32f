"""Names near in spelling, to suggest and never to take: æ, ø and å may be missing, short names must be nearer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile
from typing import Generic, Protocol, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from skjonn.registries.names import comparable, folded
from skjonn.texts.sorting import reading_order

_MOST = 5
_SHORT, _MIDDLE = 3, 6
_FARTHEST = 2


class Named(Protocol):
    """What has a name, parallel names and a county."""

    @property
    def name(self) -> str:
        """The Norwegian name."""

    @property
    def sami_name(self) -> str:
        """The Sámi name, or nothing."""

    @property
    def kven_name(self) -> str:
        """The Kven name, or nothing."""

    @property
    def county_number(self) -> str:
        """The county's number."""


NamedT = TypeVar("NamedT", bound=Named)


class Nearby(Generic[NamedT]):
    """Some of what has names, ready to be asked what is near: every cell that is unknown asks for all of them."""

    def __init__(self, among: Iterable[NamedT]) -> None:
        """Keep every name in the plain form names are compared in, in alphabetical order."""
        self._ones = tuple(among)
        named = (
            (folded(comparable(name)), position)
            for position, one in enumerate(self._ones)
            for name in (one.name, one.sami_name, one.kven_name)
            if name
        )
        found = sorted(named)
        self._names = [name for name, _position in found]
        self._positions = [position for _name, position in found]

    def to(self, name: str, counties: Collection[str] = ()) -> tuple[NamedT, ...]:
        """Return at most five whose names are near `name` (comparable): nearest first, then those of `counties`."""
        wanted = folded(name)
        if not wanted:
            return ()
        apart: dict[int, int] = {}
        for index, distance in self._near(wanted).items():
            position = self._positions[index]
            apart[position] = min(distance, apart.get(position, distance))
        ones = self._ones
        ranked = sorted(
            (distance, ones[position].county_number not in counties, reading_order(ones[position].name), position)
            for position, distance in apart.items()
        )
        return tuple(ones[position] for *_rank, position in ranked[:_MOST])

    def _near(self, wanted: str) -> dict[int, int]:
        """Return which names are near, and how many signs are to change; a beginning counts as one."""
        scored = process.extract(wanted, self._names, scorer=OSA.distance, score_cutoff=_FARTHEST, limit=None)
        near = {
            index: int(distance)
            for name, distance, index in scored
            if distance <= _allowed(min(len(wanted), len(name)))
        }
        if len(wanted) > _SHORT:
            for index in self._begun(wanted):
                near.setdefault(index, 1)
        return near

    def _begun(self, wanted: str) -> Iterator[int]:
        """Yield the names that begin with what is wanted, and those it begins with as whole words."""
        first = bisect_left(self._names, wanted)
        yield from takewhile(lambda at: self._names[at].startswith(wanted), range(first, len(self._names)))
        words = wanted.split(" ")
        for count in range(1, len(words)):
            yield from self._called(" ".join(words[:count]))

    def _called(self, name: str) -> Iterator[int]:
        first = bisect_left(self._names, name)
        return takewhile(lambda at: self._names[at] == name, range(first, len(self._names)))


def _allowed(length: int) -> int:
    if length < _SHORT:
        return 0
    return 1 if length <= _MIDDLE - 2 else _FARTHEST
