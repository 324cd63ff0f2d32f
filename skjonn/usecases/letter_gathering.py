"""Gathering what letters are made of: for each decided case everything its letter says, before a word is written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from sqlmodel import Session

from skjonn.domain.applications import Content, PartnerKind
from skjonn.domain.calls import Call
from skjonn.domain.conditions import read_back
from skjonn.domain.desk import Desk
from skjonn.domain.letters import Addressee, Form, Letter, kind_of
from skjonn.errors import RefusedError
from skjonn.registries.counties import counties_at
from skjonn.registries.language import LanguageDecision, LanguageUnknown, LetterLanguage, letter_language
from skjonn.registries.municipalities import Municipality, Register
from skjonn.registries.offices import ministry_at, office_at
from skjonn.storage.queries import applications, calls, decisions, letters
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.queries.letters import StoredLetter
from skjonn.storage.queries.office import the_office
from skjonn.storage.tables.office import OfficeRow
from skjonn.texts import N_
from skjonn.texts.wording import listed
from skjonn.usecases.municipalities import recorded_decisions, register_in_use


class NothingDecided(RefusedError):
    """No case of the call has an approved decision a letter could tell of."""

    code = "nothing-decided"
    sentence = N_("No decision of the call {call} is approved, so there are no letters to write.")
    advice = N_("Approve with `skjonn decision approve`, or see how letters will look with --draft.")


class NothingDrafted(RefusedError):
    """No case of the call has a decision, not even a drafted one, that a letter to be looked at could tell of."""

    code = "nothing-drafted"
    sentence = N_("No decision of the call {call} is drafted or approved, so there are no letters to look at.")
    advice = N_("Draft one with `skjonn decision draft {call}`.")


class RoundTakenOver(RefusedError):
    """Every decided case of the call was decided before this database kept it, and its letters were sent then."""

    code = "round-taken-over"
    sentence = N_("The round of the call {call} was taken over as already decided, so no letters are written.")
    advice = N_("The letters of that time lie in the archive. `skjonn decision list {call}` shows what was taken over.")


class CaseNotDecided(RefusedError):
    """A case that was named has no decision a letter could tell of."""

    code = "case-without-letter"
    sentence = N_(
        "There is no letter to write for {cases}: not decided, withdrawn, moved on, or taken over as decided."
    )
    advice = N_("`skjonn application list` shows what has become of each case.")


class LanguagesUnknown(RefusedError):
    """Sources leave open which language form some recipients have."""

    code = "languages-unknown"
    sentence = N_("The language form of {municipalities} is not known on {day}, so no letter is written.")
    advice = N_("Record each decision: `skjonn municipality language NUMBER FORM --from DATE --source S`.")


class RecipientGone(RefusedError):
    """A recipient's municipality number is not in force on the letter's date."""

    code = "recipient-gone"
    sentence = N_("{numbers}: not the number of a municipality on {day}.")
    advice = N_("See what became of it with `skjonn municipality find`, and edit the application.")


@dataclass(frozen=True)
class Wanted:
    """Which letters of a call.

    Attributes:
        cases: full case numbers; None is every case with a letter.
        kind: award, partial_award or refusal; None is all.
        draft: letters to be looked at: also of decisions not yet approved, marked, not registered.
    """

    call: str
    cases: tuple[str, ...] | None = None
    kind: str | None = None
    draft: bool = False


@dataclass(frozen=True)
class Gathered:
    """One letter to be, the line it tells of, why it is in its language, and what is registered of it already."""

    letter: Letter
    line: DecidedLine
    language: LetterLanguage
    stored: StoredLetter | None


class Gathering:
    """Looks up what letters need, each thing once."""

    def __init__(self, session: Session, desk: Desk, wanted: Wanted) -> None:
        """Begin with the call as it stands on the desk's day."""
        self._session, self._desk, self._wanted = session, desk, wanted
        self.call = calls.one(session, wanted.call, desk.today)
        self._calls: dict[date, StoredCall] = {}

    def every(self) -> list[Gathered]:
        """Return the letters wanted, by case number.

        Raises:
            NothingDecided, NothingDrafted, CaseNotDecided, RoundTakenOver: there is nothing to tell.
            LanguagesUnknown, RecipientGone: for some recipients; every one is named.
        """
        lines = self._lines()
        known = (
            {} if self._wanted.draft else {one.line_id: one for one in letters.registered(self._session, self.call.id)}
        )
        contents = applications.contents(self._session, [line.version_id for line in lines])
        languages = self._languages(lines, contents, known)
        return [
            Gathered(
                self._letter(line, contents[line.version_id], languages[line.line_id], known.get(line.line_id)),
                line,
                languages[line.line_id],
                known.get(line.line_id),
            )
            for line in lines
        ]

    def _lines(self) -> list[DecidedLine]:
        """Return the lines that get a letter, of the cases and the kind wanted."""
        every = self._decided()
        if not every and self._taken_over:
            raise RoundTakenOver(call=self._wanted.call)
        if not every:
            raise (NothingDrafted if self._wanted.draft else NothingDecided)(call=self._wanted.call)
        asked = self._wanted.cases
        if asked is not None:
            have = {line.case_number for line in every}
            if missing := [case for case in asked if case not in have]:
                raise CaseNotDecided(cases=missing)
        return [line for line in every if (asked is None or line.case_number in asked) and self._of_kind(line)]

    def _decided(self) -> list[DecidedLine]:
        today, call = self._desk.today, self.call.id
        standing = decisions.standing(self._session, call, today)
        lines = {case: line for case, line in standing.items() if not line.taken_over}
        if self._wanted.draft:
            lines |= {line.application_id: line for line in decisions.in_draft(self._session, call, today)}
        cases = applications.cases(self._session, call, today)
        found = [lines[case.id] for case in cases if case.id in lines and not case.content.withdrawn]
        return [line for line in found if not line.follows and kind_of(line.outcome, line.amount_nok, line.applied_nok)]

    @cached_property
    def _taken_over(self) -> bool:
        """Whether anything of the call was decided before this database kept it."""
        standing = decisions.standing(self._session, self.call.id, self._desk.today)
        return any(line.taken_over for line in standing.values())

    def _of_kind(self, line: DecidedLine) -> bool:
        return self._wanted.kind in (None, kind_of(line.outcome, line.amount_nok, line.applied_nok))

    def _languages(
        self, lines: Sequence[DecidedLine], contents: Mapping[int, Content], known: Mapping[int, StoredLetter]
    ) -> dict[int, LetterLanguage]:
        """Return each letter's language: the stored one, else by rule on today's date."""
        found, unknown, gone = {}, [], []
        for line in lines:
            number, stored = contents[line.version_id].lead, known.get(line.line_id)
            if stored is not None:
                found[line.line_id] = stored_language(stored)
            elif self._register.at(number, self._desk.today) is None:
                gone.append(number)
            else:
                try:
                    found[line.line_id] = self._language(number)
                except LanguageUnknown as error:
                    unknown.append(f"{error.data['name']} ({number})")
        if gone:
            raise RecipientGone(numbers=sorted(set(gone)), day=self._desk.today)
        if unknown:
            raise LanguagesUnknown(municipalities=sorted(set(unknown)), day=self._desk.today)
        return found

    def _language(self, number: str) -> LetterLanguage:
        neutral = cast("Form", self._office.neutral_language)
        return letter_language(number, self._desk.today, self._register, self._recorded, neutral)

    def _letter(
        self, line: DecidedLine, content: Content, language: LetterLanguage, stored: StoredLetter | None
    ) -> Letter:
        dated = stored.dated if stored else self._desk.today
        office, form = office_at(self._office.office_id, dated), language.language
        payee = line.payee or content.payee or content.lead
        return Letter(
            language=form,
            dated=dated,
            call=self._call(dated),
            case=line.case_number,
            content=content,
            outcome=line.outcome,
            amount_nok=line.amount_nok,
            applied_nok=line.applied_nok,
            ground=line.ground,
            reason=line.reason,
            decided_on=line.approved_on or dated,
            office_name=office.name(form),
            office_org_number=office.org_number,
            ministry=ministry_at(dated).name(form),
            recipient=self._addressee(content.lead, dated),
            payee=self._addressee(payee, dated) if payee != content.lead else None,
            partners=tuple(self._partners(content, dated)),
            copies=tuple(self._copies(content, payee, dated)),
            county=self._county(office.county_numbers, dated, form),
            draft=self._wanted.draft,
            conditions=tuple(one.text for one in read_back(line.conditions)),
        )

    def _partners(self, content: Content, day: date) -> list[str]:
        return [
            self._addressee(partner.number, day, partner.name).name if partner.number else partner.name
            for partner in content.partners
            if partner.kind is not PartnerKind.UNNAMED
        ]

    def _copies(self, content: Content, payee: str, day: date) -> list[str]:
        """Return who gets a copy: the payee where it is another, then the partners in order, each once."""
        named = [self._addressee(payee, day).full_name] if payee != content.lead else []
        for partner in content.partners:
            if partner.kind is PartnerKind.ORGANISATION:
                named.append(partner.name)
            elif partner.kind is PartnerKind.MUNICIPALITY:
                named.append(self._addressee(partner.number, day, partner.name).full_name)
        return list(dict.fromkeys(named))

    def _addressee(self, number: str, day: date, otherwise: str = "") -> Addressee:
        """Return a municipality as letters name it; one that is gone on `day` by the name it was given."""
        found = self._register.at(number, day)
        if found is None:
            name = otherwise or number
            return Addressee(number, name, name, "")
        return Addressee(number, found.name, _full_name(found), found.org_number)

    def _county(self, numbers: Sequence[str], day: date, form: Form) -> str:
        return listed([county.name for county in counties_at(day) if county.number in numbers], form)

    def _call(self, day: date) -> Call:
        if day not in self._calls:
            self._calls[day] = calls.one(self._session, self._wanted.call, day)
        return self._calls[day].call

    @cached_property
    def _office(self) -> OfficeRow:
        return the_office(self._session)

    @cached_property
    def _register(self) -> Register:
        return register_in_use(self._session)

    @cached_property
    def _recorded(self) -> tuple[LanguageDecision, ...]:
        return recorded_decisions(self._session)


def stored_language(stored: StoredLetter) -> LetterLanguage:
    """Return the language a registered letter was written in, with its rule."""
    kept = json.loads(stored.language_rule)
    return LetterLanguage(cast("Form", stored.language), kept["rule"], kept["data"])


def language_kept(language: LetterLanguage) -> str:
    """Return a language's rule as it is stored."""
    return json.dumps({"rule": language.rule, "data": language.data}, ensure_ascii=False, sort_keys=True)


def _full_name(municipality: Municipality) -> str:
    """Return all parallel names with what the municipality calls itself: `Deatnu - Tana kommune`, `Voss herad`."""
    return f"{municipality.official_name}{municipality.full_name.removeprefix(municipality.name)}"
