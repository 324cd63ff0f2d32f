"""Gathering what letters are made of: which letters there are to write, and for each everything it says, before a word is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.initiative_words import told
from skjonn.domain.letter_kinds import About, Form, LetterKind, about
from skjonn.domain.letter_told import Addressee
from skjonn.domain.letters import Letter
from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.registries.language import LanguageUnknown, LetterLanguage
from skjonn.registries.offices import ministry_at
from skjonn.storage.queries.letters import StoredLetter
from skjonn.texts import N_
from skjonn.usecases.letter_sources import Sources, stored_language
from skjonn.usecases.letter_units import Unit, wanted_kind
from skjonn.usecases.letter_wanted import Wanted, require_taken
from skjonn.usecases.letters_of_cases import NoCaseFits, of_call, of_cases
from skjonn.usecases.letters_of_decisions import of_decisions

_WITH_HISTORY = frozenset({LetterKind.AWARD, LetterKind.PARTIAL_AWARD})


class LanguagesUnknown(RefusedError):
    """Sources leave open which language form some recipients have."""

    code = "languages-unknown"
    sentence = N_("The language form of {municipalities} is not known on {day}, so no letter is written.")
    advice = N_("Record each decision: `skjonn municipality language NUMBER FORM --from DATE --source S`.")


class RecipientGone(RefusedError):
    """A recipient's municipality number is not in force on the letter's date."""

    code = "recipient-gone"
    sentence = N_("{numbers}: not the number of a municipality on {day}.")
    advice = N_("See what became of it with `skjonn municipality find`, and name who answers now: edit the application, or after its decision `skjonn decision change CASE --lead NUMBER --reason TEXT`.")  # fmt: skip


class OtherFormUnexplained(UsageError):
    """A letter is asked for in another form than the recipient's without saying why."""

    code = "letter-form-unexplained"
    sentence = N_("{recipients} would get a letter in another form than by the rule, and no reason is given.")
    advice = N_("Say why with --reason, or leave out --language.")


class LetterInOtherForm(ConflictError):
    """A letter is asked for in another form than it is registered in."""

    code = "letter-in-other-form"
    sentence = N_("The letters of {cases} are registered in another form than {form}.")
    advice = N_("Write them anew, which keeps those that stand: add --anew, and say why with --reason.")


@dataclass(frozen=True)
class Gathered:
    """One letter to be, what it is about, why it is in its language, and what is registered of it already."""

    letter: Letter
    unit: Unit
    language: LetterLanguage

    @property
    def stored(self) -> StoredLetter | None:
        """The registered letter it is, None for a new one."""
        return self.unit.stored


@dataclass
class _Languages:
    """Languages by recipient, each looked up once; what is not known is collected and told together."""

    sources: Sources
    asked: LetterLanguage | None = None
    unknown: list[str] = field(default_factory=list)
    known: dict[tuple[str, ...], LetterLanguage] = field(default_factory=dict)

    def of(self, unit: Unit) -> LetterLanguage | None:
        """Return a unit's language: the stored one, else by rule on today's date, else the one asked for; None where it is not known."""
        if unit.stored is not None:
            return stored_language(unit.stored)
        if unit.recipients not in self.known:
            try:
                self.known[unit.recipients] = self.sources.language(unit.recipients)
            except LanguageUnknown as error:
                if self.asked:
                    return self.asked
                self.unknown.append(f"{error.data['name']} ({error.data['number']})")
                return None
        return self.known[unit.recipients]


class Gathering:
    """Finds the letters wanted, and gathers what each says."""

    def __init__(self, session: Session, desk: Desk, wanted: Wanted) -> None:
        """Begin with the call as it stands on the desk's day.

        Raises:
            CallUnknown: there is none; LetterKindUnknown: no such kind; LetterNeeds: something the kind takes is not said.
        """
        self._session, self._desk, self._wanted = session, desk, wanted
        self.sources = Sources(session, wanted.call, desk.today)

    def every(self) -> list[Gathered]:
        """Return the letters wanted: by case number, or by recipient.

        Raises:
            LetterTakesNot: something is said that letters of the kind do not say.
        NothingDecided, NothingDrafted, CaseNotDecided, NoCaseFits, CaseWithoutAward, RoundTakenOver: there is nothing to tell.
            LanguagesUnknown, RecipientGone: for some recipients; every one is named.
            OtherFormUnexplained, LetterInOtherForm: a language is asked for without a reason, or is not that of a registered letter.
        """
        units = self._units()
        languages = self._languages(units)
        return [self._gathered(unit, language) for unit, language in zip(units, languages, strict=True)]

    def _units(self) -> list[Unit]:
        kind = wanted_kind(self._wanted)
        require_taken(self._wanted, kind)
        units = [self._to_who_answers(unit) for unit in self._of(kind)]
        if kind and not units:
            raise NoCaseFits(call=self._wanted.call, kind=kind.value)
        return units

    def _to_who_answers(self, unit: Unit) -> Unit:
        """Return a letter to whoever answers for its recipient on its day: itself, or the municipality that came of it."""
        day = unit.stored.dated if unit.stored else self._desk.today
        numbers = tuple(dict.fromkeys(self.sources.answering(number, day) for number in unit.recipients))
        return replace(unit, recipients=numbers)

    def _of(self, kind: LetterKind | None) -> list[Unit]:
        if kind is None or (about(kind) is About.DECISION and kind is not LetterKind.CHANGE_ANSWER):
            return of_decisions(self._session, self.sources, self._wanted, kind)
        if about(kind) is About.CALL:
            return of_call(self._session, self.sources, self._wanted, kind)
        return of_cases(self._session, self.sources, self._wanted, kind)

    def _languages(self, units: Sequence[Unit]) -> list[LetterLanguage]:
        fresh = [number for unit in units if unit.stored is None for number in unit.recipients]
        if gone := sorted({number for number in fresh if not self.sources.is_municipality(number)}):
            raise RecipientGone(numbers=gone, day=self._desk.today)
        languages = _Languages(self.sources, self._asked_for())
        found = [languages.of(unit) for unit in units]
        if languages.unknown:
            raise LanguagesUnknown(municipalities=sorted(set(languages.unknown)), day=self._desk.today)
        return self._as_asked(units, [one for one in found if one is not None])

    def _asked_for(self) -> LetterLanguage | None:
        """Return the language asked for with a reason, None where none is."""
        asked, why = self._wanted.language, self._wanted.reason.strip()
        return LetterLanguage(asked, "asked-for", {"why": why}) if asked and why else None

    def _as_asked(self, units: Sequence[Unit], found: list[LetterLanguage]) -> list[LetterLanguage]:
        """Return the languages with what was asked for in place of the rule's; registered letters keep theirs."""
        asked = self._wanted.language
        if asked is None:
            return found
        other = [unit for unit, one in zip(units, found, strict=True) if unit.stored is None and one.language != asked]
        if other and not self._wanted.reason.strip():
            raise OtherFormUnexplained(recipients=self._named(other))
        kept = [unit.stored for unit in units if unit.stored is not None and unit.stored.language != asked]
        if kept:
            raise LetterInOtherForm(cases=[one.case_number or self._wanted.call for one in kept], form=asked)
        chosen, said = {id(unit) for unit in other}, self._asked_for()
        return [said if said and id(unit) in chosen else one for unit, one in zip(units, found, strict=True)]

    def _named(self, units: Iterable[Unit]) -> list[str]:
        numbers = dict.fromkeys(number for unit in units for number in unit.recipients[:1])
        names = [self.sources.addressee(number, self._desk.today).name for number in numbers]
        return names or [ministry_at(self._desk.today).name("nb")]

    def _gathered(self, unit: Unit, language: LetterLanguage) -> Gathered:
        dated = unit.stored.dated if unit.stored else self._desk.today
        form = language.language
        office = self.sources.office_on(dated)
        unit = unit if unit.stored else self._with_history(unit, form)
        cases = tuple(self.sources.told(one.case, one.content, one.line, dated, form) for one in unit.cases)
        letter = Letter(
            kind=unit.kind,
            language=form,
            dated=dated,
            call=self.sources.call_on(dated),
            office_name=office.name(form),
            office_org_number=office.org_number,
            ministry=ministry_at(dated).name(form),
            county=self.sources.county(dated, form),
            recipient=self._recipient(unit, language),
            cases=cases,
            copies=self.sources.copies(cases, dated),
            said=unit.said,
            payments=unit.payments,
            list_digest=unit.list_digest,
            draft=self._wanted.draft,
            dues=self.sources.dues(unit.cases[0].application_id, dated) if len(unit.cases) == 1 else None,
        )
        return Gathered(letter, unit, language)

    def _with_history(self, unit: Unit, form: Form) -> Unit:
        """Return a new letter of one award with what its initiative has had; kept with the letter, so that it stays as written."""
        initiative = self.sources.initiatives.get(unit.cases[0].case) if len(unit.cases) == 1 else None
        if initiative is None or unit.kind not in _WITH_HISTORY:
            return unit
        history = told(initiative, self.sources.call.year, self._desk.today.year, form)
        return replace(unit, said=replace(unit.said, history=history))

    def _recipient(self, unit: Unit, language: LetterLanguage) -> Addressee:
        day, form = unit.stored.dated if unit.stored else self._desk.today, language.language
        if not unit.recipients:
            return self.sources.ministry(day, form)
        if len(unit.recipients) > 1:
            county = self.sources.county(day, form)
            every = f"Kommunene i {county}" if form == "nb" else f"Kommunane i {county}"
            return Addressee("", county, every, "")
        return self.sources.addressee(unit.recipients[0], day)
