"""What letters look up: municipalities, partners and payees by name, language forms, the office, what was decided."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import cast

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Content, PartnerKind
from skjonn.domain.calls import Call
from skjonn.domain.conditions import read_back
from skjonn.domain.decisions import decision_id
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.initiatives import Initiative
from skjonn.domain.letter_kinds import Form
from skjonn.domain.letter_told import Addressee, CaseTold, Decided, Given
from skjonn.registries.counties import counties_at
from skjonn.registries.language import LanguageDecision, LetterLanguage, common_language, letter_language
from skjonn.registries.municipalities import Municipality, Register
from skjonn.registries.offices import Office, ministry_at, office_at
from skjonn.storage.queries import applications, calls, decisions, reports
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.queries.letters import StoredLetter
from skjonn.storage.queries.office import the_office
from skjonn.storage.tables.office import OfficeRow
from skjonn.texts.wording import listed
from skjonn.usecases import initiative_views
from skjonn.usecases.municipalities import recorded_decisions, register_in_use


class Sources:
    """Looks up what letters of one call need, each thing once."""

    def __init__(self, session: Session, call: str, today: date) -> None:
        """Begin with the call as it stands on `today`."""
        self._session, self.today = session, today
        self.call = calls.one(session, call, today)
        self._calls: dict[date, Call] = {today: self.call.call}
        self._dues: dict[date, dict[int, dict[str, date]]] = {}

    def call_on(self, day: date) -> Call:
        """Return the call as it stood on a letter's date."""
        if day not in self._calls:
            self._calls[day] = calls.one(self._session, self.call.code, day).call
        return self._calls[day]

    def office_on(self, day: date) -> Office:
        """Return the office as it was called on a letter's date."""
        return office_at(self._office.office_id, day)

    def county(self, day: date, form: Form) -> str:
        """Return the name of the office's county, or counties."""
        numbers = self.office_on(day).county_numbers
        return listed([county.name for county in counties_at(day) if county.number in numbers], form)

    def municipalities(self, day: date) -> tuple[str, ...]:
        """Return the numbers of the municipalities of the office's counties, in reading order of names."""
        return tuple(one.number for one in self._register.of_counties(self.office_on(day).county_numbers, day))

    def answering(self, number: str, day: date) -> str:
        """Return the number of whoever answers for a municipality on a day: itself, or the one that came of it."""
        return self._register.answering(number, day)

    def is_municipality(self, number: str) -> bool:
        """Whether a number is in force today."""
        return self._register.at(number, self.today) is not None

    def language(self, numbers: Sequence[str]) -> LetterLanguage:
        """Return the form of a letter of today: of its recipient, of the most of several, the office's own to the ministry.

        Raises:
            LanguageUnknown: sources leave it open, for one of them.
        """
        neutral = cast("Form", self._office.neutral_language)
        if not numbers:
            return LetterLanguage(neutral, "state-body")
        if len(numbers) > 1:
            return common_language(numbers, self.today, self._register, self._recorded, neutral)
        return letter_language(numbers[0], self.today, self._register, self._recorded, neutral)

    def addressee(self, number: str, day: date, otherwise: str = "") -> Addressee:
        """Return a municipality as letters name it; one that is gone on `day` by the name it was given, else what came of it."""
        found = self._register.at(number if otherwise else self.answering(number, day), day)
        if found is None:
            name = otherwise or number
            return Addressee(number, name, name, "")
        return Addressee(found.number, found.name, _full_name(found), found.org_number)

    def ministry(self, day: date, form: Form) -> Addressee:
        """Return the ministry as a recipient, as it was called on `day`."""
        name = ministry_at(day).name(form)
        return Addressee("", name, name, "")

    def told(self, case: str, content: Content, line: DecidedLine | None, day: date, form: Form) -> CaseTold:
        """Return a case as a letter of `day` tells of it."""
        payee = (line.payee if line else "") or content.payee or content.lead
        return CaseTold(
            case=case,
            content=content,
            decided=self._decided(line, day, self._before(line)) if line else None,
            payee=self.addressee(payee, day) if self.answering(payee, day) != self.answering(content.lead, day) else None,
            partners=tuple(self._partners(content, day)),
            lead=self.addressee(content.lead, day).full_name,
            given=self._given(content, line, day) if line else None,
            lacking=tuple(CATALOGUE[name].heading(form) for name in self.call_on(day).rules.required_fields if not getattr(content, name)),
        )  # fmt: skip

    def copies(self, cases: Iterable[CaseTold], day: date) -> tuple[str, ...]:
        """Return who gets a copy: of each case the payee and a new lead where it is another, then the partners in order, each once."""
        return tuple(dict.fromkeys(name for told in cases for name in self._copies(told, day)))

    def _copies(self, told: CaseTold, day: date) -> list[str]:
        decided = told.decided
        named = [told.payee.full_name] if told.payee else []
        if decided and decided.lead and decided.before and decided.lead != decided.before.lead:
            named.append(decided.lead)
        for partner in told.content.partners:
            if partner.kind is PartnerKind.ORGANISATION:
                named.append(partner.name)
            elif partner.kind is PartnerKind.MUNICIPALITY:
                named.append(self.addressee(partner.number, day, partner.name).full_name)
        return named

    def standing(self, lines: Iterable[DecidedLine] | None = None) -> dict[int, DecidedLine]:
        """Return the line that holds for each decided case as of today, by application id."""
        return {line.application_id: line for line in (self.approved if lines is None else lines)}

    @cached_property
    def approved(self) -> list[DecidedLine]:
        """Every approved line of the call as of today: by case number, then decision."""
        return decisions.decided(self._session, self.call.id, self.today)

    @cached_property
    def drafted(self) -> list[DecidedLine]:
        """Lines of drafts that await approval."""
        return decisions.in_draft(self._session, self.call.id, self.today)

    def dues(self, application_id: int, day: date) -> dict[str, date] | None:
        """Return when the reports of an award are due as it stood on a day; None where nothing is stored."""
        if day not in self._dues:
            self._dues[day] = {}
            own = reports.of_calls(self._session, (self.call.code,))
            for (case, kind), due in reports.dues(self._session, day, own).items():
                self._dues[day].setdefault(case, {})[kind.value] = due.due_on
        return self._dues[day].get(application_id)

    @cached_property
    def initiatives(self) -> dict[str, Initiative]:
        """The initiative each case of the call belongs to as of today, by case number; most cases belong to none."""
        every = initiative_views.every(self._session, self.today)
        return {part.case: one for one in every for part in one.parts if part.call == self.call.code}

    def _before(self, line: DecidedLine) -> DecidedLine | None:
        """Return what stood for the case until a line that follows another."""
        if not line.follows:
            return None
        earlier = [one for one in self._by_case.get(line.application_id, ()) if one.decision_number < line.decision_number]  # fmt: skip
        return earlier[-1] if earlier else None

    @cached_property
    def _by_case(self) -> dict[int, list[DecidedLine]]:
        """Every approved line, by the case and then the decision."""
        found: dict[int, list[DecidedLine]] = defaultdict(list)
        for one in self.approved:
            found[one.application_id].append(one)
        return found

    def award(self, application_id: int) -> DecidedLine | None:
        """Return the line that gave a case its award, or gave it last where it stands no more; None where none did."""
        given = [one for one in self._by_case.get(application_id, ()) if one.outcome is Outcome.AWARD]
        return given[-1] if given and not given[-1].taken_over else None

    def _given(self, content: Content, line: DecidedLine, day: date) -> Given | None:
        """Return who was given the amount a line leaves, when, and when it ended; None where it is no award."""
        if line.outcome is not Outcome.AWARD:
            return None
        first = line
        while (before := self._before(first)) and _same_award(before, first):
            first = before
        if first is not line:
            content = applications.contents(self._session, [first.version_id])[first.version_id]
        holds = self._by_case.get(line.application_id, [line])[
            -1
        ]  # not `standing`, which looks at every line of the call
        ended_on = holds.approved_on if holds.outcome is not Outcome.AWARD else None
        lead, on = first.lead or content.lead, first.approved_on or day
        named = self.addressee(lead, day if self._register.at(lead, day) else on)
        return Given(named.full_name, on, ended_on)

    def _decided(self, line: DecidedLine, day: date, before: DecidedLine | None) -> Decided:
        return Decided(
            decision=decision_id(self.call.code, line.decision_number),
            on=line.approved_on or day,
            outcome=line.outcome,
            amount_nok=line.amount_nok,
            applied_nok=line.applied_nok,
            ground=line.ground,
            reason=line.reason,
            what=line.kind,
            ends_on=date.fromisoformat(line.ends_on) if line.ends_on else None,
            lead=self.addressee(line.lead, day).full_name if line.lead else "",
            payee=self.addressee(line.payee, day).full_name if line.payee else "",
            purpose=line.purpose,
            conditions=read_back(line.conditions),
            before=self._decided(before, day, None) if before else None,
        )

    def _partners(self, content: Content, day: date) -> list[str]:
        return [
            self.addressee(partner.number, day, partner.name).name if partner.number else partner.name
            for partner in content.partners
            if partner.kind is not PartnerKind.UNNAMED
        ]

    @cached_property
    def _office(self) -> OfficeRow:
        return the_office(self._session)

    @cached_property
    def _register(self) -> Register:
        return register_in_use(self._session)

    @cached_property
    def _recorded(self) -> tuple[LanguageDecision, ...]:
        return recorded_decisions(self._session)


def _same_award(before: DecidedLine, after: DecidedLine) -> bool:
    """Whether an award stood with the same amount before a decision as after it."""
    return before.outcome is Outcome.AWARD and before.amount_nok == after.amount_nok


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
