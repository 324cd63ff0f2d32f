"""One name of a municipality as the register answers it on a day, and what is said where the answer is not plain.

The register stands behind `Directory`, already bound to a day; nothing here guesses: a name that can be two is an error
that names both, one that had split names what came of it, a near spelling is suggested. Only one answer is taken with a
warning: a municipality that had ended and has one successor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Literal, Protocol

from skjonn.domain.problems import Problem, problem
from skjonn.texts import N_
from skjonn.texts.cleaning import shown

MISSPELT, DOUBTFUL = 0.8, 0.65
"""From how near on an unknown name is taken to be misspelt, and may be."""

_PLAIN = str.maketrans("æäåáøö", "aaaaoo")
_KEPT = 8192
_MOST_SHOWN = 60
_REMARK = re.compile(r" ?\([^()]*\)")
_BY = re.compile(r" v/.*$", re.DOTALL)
_COMMUNE = re.compile(r"^(?:kommunene |kommunane |kommune )| (?:kommunar?|kommuner?|herad)$", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """What the register says of a text on its day.

    Attributes:
        kind: `found` (one municipality), `ambiguous` (several), `ended` (was one), `later` (will be one), `unknown`.
        number, name: of the municipality found; of an ended one's only successor, empty where it split; of a later one.
        others: candidates, successors, what a later one is made of, or near spellings, worded for a person.
        numbers: of those, in the same order, where a person could say which is meant.
        begins_on: the day a later one begins.
    """

    kind: Literal["found", "ambiguous", "ended", "later", "unknown"]
    number: str = ""
    name: str = ""
    others: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    begins_on: date | None = None


class Directory(Protocol):
    """The municipalities valid on a day, as an office sees them."""

    @property
    def counties(self) -> tuple[str, ...]:
        """Return the names of the office's counties."""

    def find(self, text: str) -> Match:
        """Return what `text`, a number or a name in any of its forms, means."""


@dataclass(frozen=True)
class Remembering:
    """A directory that answers the same question once: the names of an import repeat by the thousand."""

    directory: Directory
    answers: dict[str, Match] = field(default_factory=dict, compare=False)

    @property
    def counties(self) -> tuple[str, ...]:
        """Return the names of the office's counties."""
        return self.directory.counties

    def find(self, text: str) -> Match:
        """Return what the directory says, now or earlier."""
        match = self.answers.get(text)
        if match is None:
            if len(self.answers) >= _KEPT:
                self.answers.clear()
            match = self.answers[text] = self.directory.find(text)
        return match


def look_up(text: str, directory: Directory) -> Match:
    """Ask for the text as it stands, then without "kommune", a remark in brackets, a person behind "v/"."""
    tried = text.strip(" .")
    match = directory.find(tried)
    if match.kind != "unknown":
        return match
    bare = _BY.sub("", _REMARK.sub("", tried)).strip()
    for shorter in (_COMMUNE.sub("", tried).strip(), bare, _COMMUNE.sub("", bare).strip()):
        if shorter and shorter != tried:
            match = directory.find(shorter)
        if match.kind != "unknown":
            break
    return match


def is_near(text: str, directory: Directory) -> bool:
    """Tell whether the register knows the text, or something very near it."""
    match = look_up(text, directory)
    return match.kind != "unknown" or nearness(text, match) >= MISSPELT


def nearness(text: str, match: Match) -> float:
    """Return from 0 to 1 how near the text is to the nearest spelling the register suggests; 0 where none can be doubtful."""
    bare = _COMMUNE.sub("", text).strip().casefold().translate(_PLAIN)
    matcher = SequenceMatcher(None, bare)
    nearest = 0.0
    for other in match.others:
        matcher.set_seq2(other.split(" (")[0].casefold().translate(_PLAIN))
        if matcher.real_quick_ratio() >= DOUBTFUL:
            nearest = max(nearest, matcher.ratio())
    return nearest


def says_municipality(text: str) -> bool:
    """Tell whether a text calls itself a municipality, or is a number that only a municipality can have."""
    return bool(_COMMUNE.search(text)) or bool(re.fullmatch(r"[0-9]{1,4}", text))


def succeeded(match: Match, text: str) -> Problem:
    """Return the warning that a municipality had ended, and its one successor is taken in its place."""
    return problem("warning", "municipality-succeeded", N_("“{text}” was no longer a municipality on the call's day; {successor} is taken in its place."), N_("Check that it is the one meant."), text=said(text), successor=match.others[0] if match.others else match.name)  # fmt: skip


def fault_of(match: Match, text: str) -> Problem:
    """Return why a text does not name exactly one municipality of the day, with what it can mean."""
    name = said(text)
    if match.kind == "ambiguous":
        return problem("error", "municipality-ambiguous", N_("“{text}” can be {others}."), N_("Write the municipality number."), text=name, others=match.others, numbers=match.numbers)  # fmt: skip
    if match.kind == "ended":
        return problem("error", "municipality-ended", N_("“{text}” was no longer a municipality; it became {others}."), N_("Write the municipality of that day."), text=name, others=match.others, numbers=match.numbers)  # fmt: skip
    if match.kind == "later":
        return _begins_later(match, name)
    if match.others:
        return problem("error", "municipality-unknown", N_("No municipality is called “{text}”."), N_("Near spellings: {others}."), text=name, others=match.others)  # fmt: skip
    return problem("error", "municipality-unknown", N_("No municipality is called “{text}”."), N_("Write the name or the municipality number."), text=name)  # fmt: skip


def _begins_later(match: Match, name: str) -> Problem:
    sentence = N_("“{text}” is a municipality only from {begins_on}, after the call's day.")
    if match.others:
        return problem("error", "municipality-later", sentence, N_("On that day it was {others}."), text=name, begins_on=match.begins_on, others=match.others)  # fmt: skip
    return problem("error", "municipality-later", sentence, N_("Write the municipality of that day."), text=name, begins_on=match.begins_on)  # fmt: skip


def said(text: str) -> str:
    """Return a name as it is quoted in a sentence, cut short where it is long."""
    return shown(text, _MOST_SHOWN)
