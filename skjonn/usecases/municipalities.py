"""The municipality register in use: ask it, and record a municipality's language decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import cast

from sqlmodel import Session, col, select

from skjonn.domain.desk import Desk
from skjonn.domain.persons import Role
from skjonn.errors import ConflictError, FindingsError, UsageError
from skjonn.registries.counties import counties_at
from skjonn.registries.language import (
    Form,
    LanguageDecision,
    LanguageForm,
    LanguageUnknown,
    MunicipalityNotInForce,
    form_on,
)
from skjonn.registries.meant import refusal
from skjonn.registries.municipalities import Ambiguous, Ended, Found, Municipality, Register, Unknown, shipped
from skjonn.registries.names import comparable
from skjonn.registries.offices import OfficeNotInForce, OfficeUnknown, office_at
from skjonn.registries.register_file import parse_register
from skjonn.storage.database import reading, writing
from skjonn.storage.queries.office import the_office
from skjonn.storage.tables.office import LanguageDecisionRow, RegisterUpdateRow
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record

_FORMS: dict[str, Form] = {
    "bokmål": "bokmål", "bokmaal": "bokmål", "nb": "bokmål",
    "nynorsk": "nynorsk", "nn": "nynorsk",
    "nøytral": "nøytral", "noytral": "nøytral", "neutral": "nøytral",
}  # fmt: skip


class FormUnknown(UsageError):
    """A language form is none there is."""

    code = "language-form-unknown"
    sentence = N_("{text} is not a language form.")
    advice = N_("Write bokmål, nynorsk or nøytral (or nb, nn, neutral).")


class SourceMissing(UsageError):
    """A language decision was given without where it is known from."""

    code = "language-source-missing"
    sentence = N_("A language decision needs its source.")
    advice = N_('Say where it is known from: --source "vedtak i kommunestyret 12. mai 2020".')


class CountyUnknown(UsageError):
    """No county has the number or name on the day."""

    code = "county-unknown"
    sentence = N_("There was no county {text} on {day}.")
    advice = N_("The counties on that day: {counties}.")


class DecisionThere(ConflictError):
    """The same decision was recorded before."""

    code = "language-decision-there"
    sentence = N_("That {name} ({number}) has the language form {form} from {valid_from} is recorded already.")
    advice = N_("Nothing needs to be done.")


@dataclass(frozen=True)
class Described:
    """A municipality and its language form on a day; None where sources leave the form open."""

    municipality: Municipality
    form: LanguageForm | None


@dataclass(frozen=True)
class Lookup:
    """What a number or name meant on a day: the one found, or what stands in its way.

    Attributes:
        found: the one, else None; candidates: several of that name; ended: the one that had ended, with its successors;
        suggestions: what is near; problem: the same as an error for a person, None where one is found.
    """

    text: str
    day: date
    found: Described | None = None
    candidates: tuple[Municipality, ...] = ()
    ended: Municipality | None = None
    successors: tuple[Municipality, ...] = ()
    suggestions: tuple[Municipality, ...] = ()
    problem: FindingsError | None = None


@dataclass(frozen=True)
class RecordedLanguage:
    """A language decision as recorded."""

    municipality: Municipality
    form: Form
    valid_from: date
    source: str


@dataclass(frozen=True)
class _Known:
    register: Register
    recorded: tuple[LanguageDecision, ...]
    office: str | None


def register_in_use(session: Session, as_of: date | None = None) -> Register:
    """Return the register last taken into use (by the end of `as_of`), else the one that comes with the package."""
    asked = select(RegisterUpdateRow).order_by(col(RegisterUpdateRow.id).desc()).limit(1)
    if as_of is not None:
        asked = asked.where(col(RegisterUpdateRow.on) <= as_of)
    row = session.exec(asked).one_or_none()
    return _parsed(row.content) if row else shipped()


def recorded_decisions(session: Session, as_of: date | None = None) -> tuple[LanguageDecision, ...]:
    """Return the language decisions the office has recorded (by the end of `as_of`), in the order recorded."""
    asked = select(LanguageDecisionRow).order_by(col(LanguageDecisionRow.id))
    if as_of is not None:
        asked = asked.where(col(LanguageDecisionRow.on) <= as_of)
    return tuple(
        LanguageDecision(row.municipality_number, cast("Form", row.form), row.valid_from, row.source, recorded=True)
        for row in session.exec(asked)
    )


def municipalities_of_office(session: Session, day: date) -> tuple[Municipality, ...]:
    """Return the municipalities of the office's counties on `day`, in reading order.

    Raises:
        OfficeMissing, OfficeNotInForce: there is no office, or it did not exist on `day`.
    """
    office = office_at(the_office(session).office_id, day)
    return register_in_use(session).of_counties(office.county_numbers, day)


def listing(
    url: str | None, desk: Desk, *, on: date | None = None, county: str = "", everywhere: bool = False
) -> tuple[Described, ...]:
    """List municipalities in force on a day, in reading order: the office's, a county's, or all.

    Args:
        url: of the database; None lists from the register that comes with the package.
        desk: whose day holds where `on` is None.
        on: the day.
        county: number or name; empty: the office's counties, or all where there is no office.
        everywhere: all of the country.

    Raises:
        CountyUnknown: `county` is none on that day.
    """
    day, known = on or desk.today, _known(url)
    chosen = known.register.in_force(day)
    if county:
        chosen = known.register.of_counties((_county(county, day),), day)
    elif known.office and not everywhere:
        chosen = known.register.of_counties(office_at(known.office, day).county_numbers, day)
    return tuple(_described(one, day, known) for one in chosen)


def find(url: str | None, desk: Desk, text: str, *, on: date | None = None) -> Lookup:
    """Tell what a number or name means on a day; the office's counties only order the candidates.

    Args:
        url: of the database; None asks the register that comes with the package.
        desk: whose day holds where `on` is None.
        text: a number, or a name in any of its forms.
        on: the day.
    """
    day, known = on or desk.today, _known(url)
    answer = known.register.find(text, day, _own_counties(known.office, day))
    if isinstance(answer, Found):
        return Lookup(text, day, _described(answer.municipality, day, known))
    problem = refusal(answer, text, day)
    match answer:
        case Ambiguous(candidates):
            return Lookup(text, day, candidates=candidates, problem=problem)
        case Ended(municipality, successors):
            return Lookup(text, day, ended=municipality, successors=successors, problem=problem)
        case Unknown(suggestions):
            return Lookup(text, day, suggestions=suggestions, problem=problem)


def record_language(url: str, desk: Desk, number: str, form: str, *, valid_from: date, source: str) -> RecordedLanguage:
    """Record a municipality's decision on its language form; letters dated from `valid_from` on follow it.

    Args:
        url: of the database.
        desk: a caseworker's.
        number: of the municipality, in force on `valid_from`; three digits have lost their leading zero.
        form: bokmål, nynorsk or nøytral; nb, nn and neutral are understood.
        valid_from: the first day the decision holds.
        source: where it is known from; stored and shown.

    Raises:
        FormUnknown, SourceMissing: the arguments cannot be used.
        MunicipalityNotInForce: no municipality had the number on `valid_from`.
        DecisionThere: the latest decision recorded for that day says the same.
    """
    chosen, stated = _form(form), " ".join(source.split())
    if not stated:
        raise SourceMissing
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        municipality = register_in_use(session).at(number.strip().zfill(4), valid_from)
        if municipality is None:
            raise MunicipalityNotInForce(number=number, day=valid_from)
        _require_new(recorded_decisions(session), municipality, chosen, valid_from)
        session.add(
            LanguageDecisionRow(
                municipality_number=municipality.number, form=chosen, valid_from=valid_from, source=stated,
                on=desk.today, recorded_at=now(), person_id=person.id,
            )
        )  # fmt: skip
        record(
            session, desk, person, "language-decided", municipality.number,
            number=municipality.number, name=municipality.name, form=chosen, valid_from=valid_from, source=stated,
        )  # fmt: skip
    return RecordedLanguage(municipality, chosen, valid_from, stated)


def _require_new(recorded: Sequence[LanguageDecision], one: Municipality, form: Form, valid_from: date) -> None:
    same = [past for past in recorded if past.number == one.number and past.valid_from == valid_from]
    if same and same[-1].form == form:
        raise DecisionThere(name=one.name, number=one.number, form=form, valid_from=valid_from)


def _form(text: str) -> Form:
    found = _FORMS.get(comparable(text))
    if found is None:
        raise FormUnknown(text=text)
    return found


def _county(text: str, day: date) -> str:
    there = counties_at(day)
    wanted = comparable(text).removesuffix(" fylke")
    for county in there:
        names = {
            comparable(county.name),
            comparable(county.official_name),
            *map(comparable, county.official_name.split(" - ")),
        }
        if wanted in names or wanted.zfill(2) == county.number:
            return county.number
    raise CountyUnknown(text=text, day=day, counties=[f"{county.number} {county.name}" for county in there])


def _own_counties(office: str | None, day: date) -> tuple[str, ...]:
    """Return the office's counties on `day`; none where it did not exist then, for they only order candidates."""
    try:
        return office_at(office, day).county_numbers if office else ()
    except (OfficeNotInForce, OfficeUnknown):
        return ()


def _known(url: str | None) -> _Known:
    if url is None:
        return _Known(shipped(), (), None)
    with reading(url) as session:
        return _Known(register_in_use(session), recorded_decisions(session), the_office(session).office_id)


def _described(one: Municipality, day: date, known: _Known) -> Described:
    try:
        return Described(one, form_on(one.number, day, known.register, known.recorded))
    except LanguageUnknown:
        return Described(one, None)


@lru_cache(maxsize=4)
def _parsed(content: str) -> Register:
    return parse_register(content)
