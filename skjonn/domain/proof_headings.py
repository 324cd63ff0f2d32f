"""Headings of a finished text that are municipalities, held against the lead of the award told of below them."""

from __future__ import annotations

from collections.abc import Sequence

from skjonn.domain.proof_facts import Award, Passage
from skjonn.domain.proof_reader import MISSPELT, STANDS, Reader

_LONGEST = 40  # signs of a heading that may be a name, with "kommune" behind it
_WORDS = 2


class HomeHeadings:
    """Remembers the last heading that is or could be a municipality, until an award is told of below it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._over: tuple[Passage, str, int] | None = None
        self._before = False

    def read(self, passage: Passage, text: str, bare: str, about: bool) -> None:
        """Take a paragraph for what it may be: a name alone is a heading, unless it stands in a list of names."""
        name = bare.removesuffix(" kommune")
        alone = not about and len(bare) <= _LONGEST and len(name.split()) <= _WORDS and name[:1].isupper() and text.rstrip()[-1:] not in {".", "!", "?"}  # fmt: skip
        if alone:
            self._over = None if self._before else (passage, name, self._reader.place)
        elif not about and not text.rstrip().endswith((".", "!", "?", ":", "»")):
            self._over = None
        self._before = alone

    def check(self, award: Award, subject: Sequence[str], *, gives: bool) -> None:
        """Check the heading an award is told of below: the lead or whoever is paid, or one a sentence about several begins with."""
        if self._over is None:
            return
        (where, name, place), self._over = self._over, None
        people = self._reader.people
        leads = {award.municipality, award.payee}
        if name in people.names:
            told = bool(subject) and name not in subject and subject[0] in leads
            if name not in leads and (told or (gives and not subject and name not in award.people)):
                self._reader.person("municipality", (where, award), name, award.municipality, STANDS, place=place)
        elif people.nearly(name, award.municipality):
            self._reader.person("municipality", (where, award), name, award.municipality, MISSPELT, place=place)
