"""Names near in spelling, to suggest and never to take: æ, ø and å may be missing, short names must be nearer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from rapidfuzz.distance import OSA

from skjonn.registries.names import comparable, folded
from skjonn.texts.sorting import reading_order

_MOST = 5
_SHORT, _MIDDLE = 3, 6


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


def nearest(name: str, among: Sequence[NamedT], counties: Collection[str] = ()) -> tuple[NamedT, ...]:
    """Return at most five of `among` whose names are near `name` (comparable): nearest first, then those of `counties`."""
    wanted = folded(name)
    if not wanted:
        return ()
    ranked = [(distance, one) for one in among if (distance := _distance(wanted, one)) is not None]
    ranked.sort(key=lambda pair: (pair[0], pair[1].county_number not in counties, reading_order(pair[1].name)))
    return tuple(one for _distance_, one in ranked[:_MOST])


def _distance(wanted: str, one: Named) -> int | None:
    found = [_apart(wanted, _plain(name)) for name in (one.name, one.sami_name, one.kven_name) if name]
    return min((distance for distance in found if distance is not None), default=None)


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """Return a register's own name ready to compare; kept, for every cell that is unknown asks for all of them."""
    return folded(comparable(name))


def _apart(wanted: str, name: str) -> int | None:
    """Count the signs to change; None where they are too many for the names' length. A beginning counts as one."""
    allowed = _allowed(min(len(wanted), len(name)))
    distance = OSA.distance(wanted, name, score_cutoff=allowed)
    if distance <= allowed:
        return int(distance)
    if len(wanted) > _SHORT and (name.startswith(wanted) or wanted.startswith(f"{name} ")):
        return 1
    return None


def _allowed(length: int) -> int:
    if length < _SHORT:
        return 0
    return 1 if length <= _MIDDLE - 2 else 2
