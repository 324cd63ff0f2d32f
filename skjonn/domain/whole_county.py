"""Phrases that mean all municipalities of the county: "alle kommunane i Rogaland", "heile fylket", "samtlige kommuner"."""

from __future__ import annotations

import re
from typing import Literal

from skjonn.domain.municipality_names import Directory

_ALL = re.compile(
    r"(?:(?:alle|samtlige|samtlege|resten av|all|all of)\s(?:(?:de|dei|the|andre)\s)?(?:[0-9]{1,3}\s)?(?:kommun\w+|municipalities)"
    r"|(?:kommunane|kommunene)(?=\s(?:i|in|frå|fra|på)\s)|heile|hele|the whole|alle|samtlige|samtlege|resten av)"
    r"(?:\s(?:i|in|of|frå|fra|på)(?=\s))?(?:\s(?P<place>.+))?",
    re.IGNORECASE,
)
_EVERYBODY = re.compile(r"(?:alle|samtlige|samtlege)(?: saman| sammen)?", re.IGNORECASE)
_COUNT = re.compile(r" ?\([0-9]{1,3}(?: stk\.?| kommun\w+)?\)$")
_THE_COUNTY = frozenset(("fylket", "fylket vårt", "vårt fylke", "the county", "county", "heile fylket", "hele fylket", "the whole county"))  # fmt: skip


def county_meant(text: str, directory: Directory) -> Literal["own", "other"] | None:
    """Tell whether a text is a phrase for a whole county, the office's own or another area; None where it is no such phrase."""
    plain = _COUNT.sub("", " ".join(text.split()).strip(" .!"))
    if _EVERYBODY.fullmatch(plain):
        return "own"
    found = _ALL.fullmatch(plain)
    if not found:
        return None
    place = (found["place"] or "").casefold()
    if not place:
        return "own" if re.search(r"kommun|municipal", plain, re.IGNORECASE) and " " in plain else None
    own = {name.casefold() for name in directory.counties}
    stem = re.sub(r"\sfylke$|s?-?kommun(?:ar|er|ane|ene)$", "", place)
    return "own" if place in _THE_COUNTY or stem in own else "other"


def is_own_county(text: str, directory: Directory) -> bool:
    """Tell whether a text is the bare name of one of the office's counties, or "fylket"; it says not who is meant."""
    plain = re.sub(r"\sfylke$", "", " ".join(text.split()).strip(" .").casefold())
    return plain == "fylket" or plain in {name.casefold() for name in directory.counties}
