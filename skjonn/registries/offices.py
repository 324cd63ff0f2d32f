"""The county governors' offices, and the ministry, by date: names, counties, organisation numbers.

An office was called *Fylkesmannen* until 2020 and *Statsforvalteren* / *Statsforvaltaren* from 1 January 2021; its
`office_id` is the project's own and stays the same when only the name changes. The table starts on 1 January 2013.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from skjonn.errors import RefusedError, UsageError
from skjonn.registries.tables import day_or_none, parts, rows
from skjonn.texts import N_, Language


class OfficeUnknown(UsageError):
    """No office has the id."""

    code = "office-unknown"
    sentence = N_("There is no office {office}.")
    advice = N_("The offices are: {offices}.")


class OfficeNotInForce(RefusedError):
    """The office did not exist, or does not exist any more, on the day."""

    code = "office-not-in-force"
    sentence = N_("The office {office} did not exist on {day}.")
    advice = N_("Offices in force on that day: {offices}.")


@dataclass(frozen=True)
class Office:
    """An office in one period (`valid_to` is the first day after it).

    Attributes:
        county_numbers: two digits each; the counties it answers for in this period.
        org_number: nine digits, empty where not found.
        language_form: the form the office is bound to in general documents; empty where sources disagree.
        own_name_form: the form of the name it is registered under; empty before 2021.
    """

    office_id: str
    name_nb: str
    name_nn: str
    county_numbers: tuple[str, ...]
    org_number: str
    language_form: str
    own_name_form: str
    valid_from: date
    valid_to: date | None
    successor_ids: tuple[str, ...] = ()

    def name(self, language: Language) -> str:
        """Return the name in nynorsk for `nn`, else in bokmål (there is no English one)."""
        return self.name_nn if language == "nn" else self.name_nb

    def in_force(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Ministry:
    """The ministry that answers for the municipalities' economy: its short name, and its name in both forms."""

    short: str
    name_nb: str
    name_nn: str

    def name(self, language: Language) -> str:
        """Return the name in nynorsk for `nn`, else in bokmål."""
        return self.name_nn if language == "nn" else self.name_nb


_KRD, _KMD, _KDD = (
    "Kommunal- og regionaldepartementet",
    "Kommunal- og moderniseringsdepartementet",
    "Kommunal- og distriktsdepartementet",
)
_MINISTRIES = (
    (date(2022, 1, 1), Ministry("KDD", _KDD, _KDD)),
    (date(2014, 1, 1), Ministry("KMD", _KMD, _KMD)),
    (date.min, Ministry("KRD", _KRD, _KRD)),
)
"""By first day, the latest first; the names are the same in both forms."""


def office_ids() -> tuple[str, ...]:
    """Return the ids of every office known, ended ones too, in alphabetical order."""
    return tuple(sorted({office.office_id for office in _offices()}))


def offices_at(day: date) -> tuple[Office, ...]:
    """Return the offices in force on `day`, by id."""
    return tuple(office for office in _offices() if office.in_force(day))


def office_at(office_id: str, day: date) -> Office:
    """Return the office as it was on `day`.

    Raises:
        OfficeUnknown: no office has the id.
        OfficeNotInForce: it had not begun, or had ended.
    """
    periods = [office for office in _offices() if office.office_id == office_id]
    if not periods:
        raise OfficeUnknown(office=office_id, offices=office_ids())
    for office in periods:
        if office.in_force(day):
            return office
    raise OfficeNotInForce(office=office_id, day=day, offices=[office.office_id for office in offices_at(day)])


def office_last(office_id: str, day: date) -> Office:
    """Return the office as it was on `day`; one that had ended by then as it was on its last day, for what is told of it later.

    Raises:
        OfficeUnknown: no office has the id.
        OfficeNotInForce: it had not begun.
    """
    begun = [office for office in _offices() if office.office_id == office_id and office.valid_from <= day]
    return begun[-1] if begun else office_at(office_id, day)


def office_in(office_id: str, year: int) -> Office:
    """Return the office as it was at the end of a year, or on its last day where that lies in the year.

    Raises:
        OfficeUnknown: no office has the id.
        OfficeNotInForce: it did not exist on any day of the year.
    """
    found = office_last(office_id, date(year, 12, 31))
    return (
        found if found.valid_to is None or found.valid_to > date(year, 1, 1) else office_at(office_id, date(year, 1, 1))
    )


def office_of_county(county_number: str, day: date) -> Office | None:
    """Return the office that answers for a county on `day`, None where the county is not in force."""
    return next((office for office in offices_at(day) if county_number in office.county_numbers), None)


def ministry_at(day: date) -> Ministry:
    """Return the ministry by its name on `day`: KRD to 2013, KMD 2014 to 2021, KDD from 2022."""
    return next(ministry for first, ministry in _MINISTRIES if first <= day)


@cache
def _offices() -> tuple[Office, ...]:
    found = (_office(row) for row in rows("offices.csv"))
    return tuple(sorted(found, key=lambda office: (office.office_id, office.valid_from)))


def _office(row: dict[str, str]) -> Office:
    return Office(
        office_id=row["office_id"],
        name_nb=row["name_nb"],
        name_nn=row["name_nn"],
        county_numbers=parts(row["county_numbers"]),
        org_number=row["org_number"],
        language_form=row["language_form"],
        own_name_form=row["own_name_form"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=day_or_none(row["valid_to"]),
        successor_ids=parts(row["successor_ids"]),
    )
