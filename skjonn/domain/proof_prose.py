"""The running text of a finished text, sentence by sentence: what it says of awards, of municipalities, of the round.

An amount belongs to the award whose title stands in its sentence; in a sentence without one, to the award the paragraph or the
heading above speaks of. What is said of costs, and of nothing in particular, is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from skjonn.domain import proof_counts, proof_homes, proof_years
from skjonn.domain.proof_facts import Award, Passage
from skjonn.domain.proof_headings import HomeHeadings
from skjonn.domain.proof_numbers import Stated
from skjonn.domain.proof_people import EVERYBODY, OPEN, holds
from skjonn.domain.proof_reader import EVERY_ONE, MISSPELT, MOST, NO_PART, STANDS, Reader
from skjonn.domain.proof_sentences import EACH, IN_ALL, Sentence, in_parts, own_words, parted, sentence
from skjonn.domain.proof_titles import Found, without
from skjonn.texts.wording import listed

_LONGEST = 5_000  # signs of a sentence that is read
_HEADING = 30  # signs beside a title that may stand in a heading
_ASIDE = re.compile(r"\b(?:lik\w* på|liknande|lignende|bygg\w* (?:vidare |videre )?på|jf\.?|sjå|inspirert\w* av|erfaring\w* frå|erfaringer fra|samordn\w* med|i tråd med|på same måte som|på samme måte som|utfyller|supplerer)\s+(?:prosjektet |satsinga |satsingen )?\W*$", re.IGNORECASE)  # fmt: skip
_OF_OTHERS = re.compile(r"^\W*(?:fylke\w*|departement\w*|staten|husbanken|tildelingane|tildelingene|ramma|rammen|summane|summene)\b|\b(?:har|vart|ble|blei) (?:fordelt|delt ut)\b", re.IGNORECASE)  # fmt: skip
_COUNTY = re.compile(
    r"\balle\b|\bsamtl[ei]g|\bheile\b|\bhele\b|fylke|\bkommun(?:ane|ene) i\b|\bm\.? ?fl\b", re.IGNORECASE
)
_CASE_NUMBER = re.compile(r"\b(?:saksnummer|saksnr|case number)\W{0,3}([\w-]+)", re.IGNORECASE)


@dataclass
class _Told:
    """What the prose tells of who takes part in an award."""

    passage: Passage
    place: int
    names: set[str] = field(default_factory=set)
    text: str = ""
    listed: bool = False
    open: bool = False


class Prose:
    """Reads paragraphs in order; remembers which award a heading or a paragraph is about, and who is told to take part."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.facts = reader, reader.facts
        self.heading: Award | None = None
        self.told: dict[str, _Told] = {}
        self.homes = HomeHeadings(reader)
        names = "|".join(re.escape(one) for one in sorted({one.initiative for one in self.facts.awards if one.initiative}, key=len, reverse=True))  # fmt: skip
        self.initiatives = re.compile(rf"(\bSatsing(?:a|en)\s+«?)({names})(?!\w)") if names else None

    def read(self, passage: Passage) -> None:
        """Check one paragraph; a very long one in parts, as if each was one."""
        for text in in_parts(own_words(passage.text), MOST):
            self._read(passage, text)

    def _read(self, passage: Passage, text: str) -> None:
        found = self.reader.find(text)
        named = self._initiatives(text, found)
        if named != text:
            text, found = named, self.reader.find(named)
        self.reader.stated_cases |= {one for one in _CASE_NUMBER.findall(text) if one in self.reader.cases}
        self._heading(passage, text, found)
        alone = {one.case for one in found}
        current = self.heading
        home = ""
        for part, own in parted(text, found):
            if len(part) > _LONGEST:
                for one in own:
                    self.reader.title(passage, one)
                self.reader.unread(passage, part)
                continue
            said = sentence(part, own, self.facts)
            proof_years.check_decided(self.reader, passage, said.rest)
            subject = self.reader.people.subject(said.bare)
            home = home if not subject else "" if own else subject[0]
            if own and not (current and _ASIDE.search(said.rest[: own[0].start])):
                current = self.reader.award(own[-1])
                self._about(passage, said, subject, home)
                continue
            for one in own:
                self.reader.title(passage, one)
            ahead = (
                self.reader.award(found[0])
                if len(alone) == 1 and subject[:1] == [self.reader.award(found[0]).municipality]
                else None
            )
            self._unnamed(passage, said, subject, current or ahead)

    def _initiatives(self, text: str, found: Sequence[Found]) -> str:
        """Return a text with the names of initiatives behind a title blanked out: they are no titles, whatever their words."""
        if not found or not self.initiatives:
            return text
        behind = text[found[0].end :]
        return text[: found[0].end] + self.initiatives.sub(lambda one: one[1] + "\x00" * len(one[2]), behind)

    def _heading(self, passage: Passage, text: str, found: Sequence[Found]) -> None:
        """Remember the award, or the municipality, a heading is about, until another one is spoken of."""
        bare = without(text, found).replace("\x00", "").strip(' «»"“”*:.')
        if len(found) == 1 and len(bare) <= _HEADING and not re.search(r"\d{2}|mill", bare):
            self.heading = self.reader.award(found[0])
            self.homes.check(self.heading, (), gives=True)
        elif found or bare.removesuffix(" kommune") in self.reader.people.names:
            self.heading = None
        self.homes.read(passage, text, bare, bool(found))

    def finish(self) -> None:
        """Tell of the partners that no sentence names, where the text lists those of that award, or of any other."""
        telling = any(one.listed for one in self.told.values())
        for case, told in self.told.items():
            award = self.reader.cases[case]
            if told.open or not (told.listed or telling):
                continue
            if award.whole_county:
                if not _COUNTY.search(told.text):
                    self.reader.not_named(told.passage, award, EVERY_ONE, told.place)
                continue
            for partner in award.partners:
                if partner not in told.names and not holds(told.text, partner):
                    self.reader.not_named(told.passage, award, partner, told.place)

    def _about(self, passage: Passage, said: Sentence, subject: Sequence[str], home: str) -> None:
        """Check a sentence that names awards."""
        awards = [self.reader.award(one) for one in said.found]
        for one in said.found:
            self.reader.title(passage, one)
        distinct = list(dict.fromkeys(awards))
        before = [home] if home and len(distinct) == 1 and (said.gives or said.amounts) else []
        for award in distinct:
            self._lead(passage, award, subject or before, said)
        if len(distinct) == 1:
            self.homes.check(distinct[0], subject, gives=said.gives)
            self._one(passage, said, distinct[0], sure=True)
            self._takes_part(passage, said, distinct[0], subject)
        elif passage.torn:
            self._torn(passage, said, distinct)
        else:
            self._several(passage, said, distinct)
            self._each_takes_part(passage, said)
        proof_counts.check(self.reader, passage, said, distinct, subject or [home])

    def _unnamed(self, passage: Passage, said: Sentence, subject: Sequence[str], current: Award | None) -> None:
        """Check a sentence that names no award: about the one spoken of, about a municipality, or about the round."""
        of_home = bool(IN_ALL.search(said.rest)) or proof_counts.has_awards(said.rest)
        paired = proof_homes.beside(self.reader, said)
        if len(set(paired.values())) > 1:
            if not current or sum(one.nok for one in paired) != current.awarded_nok:
                proof_homes.check(self.reader, passage, said, list(dict.fromkeys(paired.values())), of_home=of_home)
            return
        if current and _OF_OTHERS.search(said.rest):
            current = None
        if (
            current
            and not (subject and current.municipality not in subject)
            and not (of_home and not self._of(current, said))
        ):
            self._one(passage, said, current, sure=False)
            self._takes_part(passage, said, current, subject)
            proof_counts.check(self.reader, passage, said, [current], subject)
            return
        homes = list(subject) or sorted({one.name for one in self.reader.people.named(said.bare) if not one.place and one.name in self.facts.by_municipality})  # fmt: skip
        proof_homes.check(self.reader, passage, said, homes, of_home=of_home)
        proof_counts.check(self.reader, passage, said, [], homes)

    def _of(self, award: Award, said: Sentence) -> bool:
        """Whether a sentence that speaks of something in all speaks of an award's initiative."""
        return bool(award.earlier) and not proof_counts.has_awards(said.rest)

    def _one(self, passage: Passage, said: Sentence, award: Award, *, sure: bool) -> None:
        """Check the amounts of a sentence about one award; unless it is `sure`, only those that are said to be something."""
        in_all = bool(IN_ALL.search(said.rest))
        home = self.facts.by_municipality.get(award.municipality, 0)
        wholes = [self.facts.awarded_nok, *self.facts.others, *([home] if home != award.awarded_nok else [])]
        for one in said.of_role("applied"):
            self._must(passage, award, one, [award.applied_nok])
        for one in said.of_role("whole"):
            self._must(passage, award, one, [award.applied_nok, award.awarded_nok, *wholes, *award.earlier])
        for each in said.amounts:
            if each.role == "earlier":
                proof_years.check_amount(self.reader, passage, award, each.stated, each.years, in_all=in_all)
        proof_years.check_span(self.reader, passage, award, said.rest, [each.stated for each in said.amounts])
        less = [award.applied_nok - award.awarded_nok, *proof_homes.less(self.facts, award.municipality)]
        for one in said.of_role("less"):
            self._must(passage, award, one, less)
        given = said.of_role("awarded", "") if sure else said.of_role("awarded")
        given += [] if award.earlier else said.over_years()
        right = any(one.fits(award.awarded_nok) for one in given)
        besides = {*(wholes if right or in_all or proof_counts.has_awards(said.rest) else []), *(award.earlier if in_all or right else [])}  # fmt: skip
        parts = [one for one in given if not one.fits(award.awarded_nok)]
        if len(parts) > 1 and sum(one.nok for one in parts) == award.awarded_nok:
            return
        for one in given:
            self._must(passage, award, one, [award.awarded_nok, *besides])

    def _must(self, passage: Passage, award: Award, stated: Stated, right: Sequence[int]) -> None:
        if not any(stated.fits(one) for one in right):
            self.reader.amount(passage, award, stated, right[0])

    def _several(self, passage: Passage, said: Sentence, awards: Sequence[Award]) -> None:
        """Check a sentence about several awards: as many amounts as titles belong to them in order, else to any of them."""
        for one in said.of_role("earlier"):
            if not any(one.fits(nok) for award in awards for nok in award.earlier) and any(award.earlier for award in awards):  # fmt: skip
                proof_years.check_amount(self.reader, passage, next(award for award in awards if award.earlier), one, (), in_all=True)  # fmt: skip
        for one in said.of_role("applied"):
            if not any(one.fits(award.applied_nok) for award in awards):
                self.reader.amount(passage, awards[0], one, awards[0].applied_nok)
        given = said.of_role("awarded", "", "whole")
        if len(given) != len(awards):
            given = [one for one in given if not self._of_a_whole(one, awards)]
        if len(given) == len(awards):
            for one, award in zip(given, awards, strict=True):
                self._must(passage, award, one, [award.awarded_nok])
        elif len(given) == 1 and EACH.search(said.rest):
            for award in awards:
                self._must(passage, award, given[0], [award.awarded_nok])
        else:
            for one in given:
                if not any(one.fits(award.awarded_nok) for award in awards):
                    self.reader.amount(passage, awards[0], one, awards[0].awarded_nok)

    def _torn(self, passage: Passage, said: Sentence, awards: Sequence[Award]) -> None:
        """Check amounts beside titles whose order is lost: each must be one the register knows of."""
        right = {*self.facts.sums, *(nok for one in self.reader.cases.values() for nok in (one.awarded_nok, one.applied_nok, *one.earlier))}  # fmt: skip
        for one in said.amounts:
            if not any(one.stated.fits(nok) for nok in right):
                self.reader.amount(passage, awards[0], one.stated, awards[0].awarded_nok)
        for award in awards:
            self._remember(passage, award, said).open = True

    def _of_a_whole(self, stated: Stated, awards: Sequence[Award]) -> bool:
        """Whether an amount is that of a municipality, of the awards named together, or of the round."""
        homes = [self.facts.by_municipality.get(award.municipality, 0) for award in awards]
        wholes = (*homes, sum(award.awarded_nok for award in awards), self.facts.awarded_nok, *self.facts.others)
        return any(stated.fits(one) for one in wholes)

    def _lead(self, passage: Passage, award: Award, homes: Sequence[str], said: Sentence) -> None:
        """Check that an award is told of its own lead, or of whoever is paid."""
        if homes and award.municipality not in homes and (award.payee or "-") not in homes:
            if award.municipality in {one.name for one in self.reader.people.named(said.bare)}:
                return
            self.reader.person("municipality", (passage, award), homes[0], award.municipality, STANDS)

    def _each_takes_part(self, passage: Passage, said: Sentence) -> None:
        """Check who a sentence about several awards says takes part in each: who is listed between its title and the next."""
        for at, one in enumerate(said.found):
            award = self.reader.award(one)
            end = said.found[at + 1].start if at + 1 < len(said.found) else len(said.rest)
            self._takes_part(passage, replace(said, rest=said.rest[one.end : end], amounts=()), award, ())
            self._remember(passage, award, said)

    def _takes_part(self, passage: Passage, said: Sentence, award: Award, subject: Sequence[str]) -> None:
        """Check who a sentence says takes part: nobody who does not, no name misspelt; who is left out is told at the end."""
        told = self._remember(passage, award, said)
        part = self.reader.people.listed(said.bare, award)
        strangers = {*(part.names if part else ()), *(subject if award.municipality in subject else ())} - award.people
        meant = list(self.reader.people.misspelt(said.bare, award))
        for word, name in meant:
            self.reader.person("municipality", (passage, award), word, name, MISSPELT)
        told.names |= {name for _word, name in meant}
        if not award.whole_county and not award.open_partners:
            for name in sorted(strangers):
                self.reader.person("partner", (passage, award), name, listed([award.municipality, *award.partners], "nn"), NO_PART)  # fmt: skip
            if part and part.everybody:
                self.reader.person("partner", (passage, award), (EVERYBODY.search(said.bare) or [""])[0], listed([award.municipality, *award.partners], "nn"), NO_PART)  # fmt: skip
        told.listed |= bool(part)
        told.open |= bool(OPEN.search(said.bare))

    def _remember(self, passage: Passage, award: Award, said: Sentence) -> _Told:
        told = self.told.setdefault(award.case, _Told(passage, self.reader.place))
        told.names |= {one.name for one in self.reader.people.named(said.bare, award)}
        told.text += f" {said.bare}"
        return told
