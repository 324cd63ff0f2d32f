"""Summary tables: gather cases and pots, build the value, render it where a file is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast, get_args

from sqlmodel import Session

from skjonn.documents import html_tables, markdown_tables, word_tables
from skjonn.domain import tables
from skjonn.domain.case_view import CaseView
from skjonn.domain.desk import Desk
from skjonn.domain.initiatives import Initiative
from skjonn.domain.tables import AreaName, Table
from skjonn.errors import UsageError
from skjonn.files import write_whole
from skjonn.registries.counties import counties_at
from skjonn.registries.municipalities import Municipality, Register
from skjonn.registries.municipality_figures import Figures, in_year
from skjonn.registries.offices import office_at, office_last
from skjonn.spreadsheets import ods, writing
from skjonn.storage.database import reading
from skjonn.storage.queries import calls, frames
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.office import the_office
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import listed, long_date
from skjonn.usecases import initiative_views
from skjonn.usecases.case_views import case_views
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.municipality_figures import known_figures
from skjonn.usecases.report_tables import report_table

Name = Literal["awards", "applications", "municipalities", "areas", "pots", "initiatives", "reports"]
NAMES: tuple[Name, ...] = get_args(Name)


class TableUnknown(UsageError):
    """There is no table of the name given."""

    code = "table-unknown"
    sentence = N_("There is no table {name}.")
    advice = N_("The tables are: {known}.")


class NothingChosen(UsageError):
    """Neither a call nor a year was named, or both were."""

    code = "table-nothing-chosen"
    sentence = N_("A table is made for one call or for one year.")
    advice = N_("Give either --call 2021 or --year 2021.")


class YearWithoutCalls(UsageError):
    """A year has no call to make a table of."""

    code = "year-without-calls"
    sentence = N_("No call draws on the budget year {year}.")
    advice = N_("See the calls with `skjonn call list`.")


class OnlyOfMunicipalities(UsageError):
    """The whole county was asked for in a table that does not list municipalities."""

    code = "all-of-municipalities-only"
    sentence = N_("The table {name} does not have a row for each municipality.")
    advice = N_("--all goes with `skjonn table municipalities`.")


@dataclass(frozen=True)
class Wanted:
    """Which table of what.

    Attributes:
        name: one of `NAMES`; call or year: exactly one of them is given, but `initiatives` may do without, and is then of all.
        as_of: as it stood at the end of that day; None is now.
        language: of headings and names of areas; None is the office's neutral default.
        every: of municipalities, the whole county, also those with nothing.
    """

    name: str
    call: str | None = None
    year: int | None = None
    as_of: date | None = None
    language: Language | None = None
    every: bool = False


@dataclass(frozen=True)
class Built:
    """A table ready to be shown.

    Attributes:
        table: the value; language: the document's.
        title, subtitle: worded in that language; banner: what every document of the call carries in its header, or empty.
    """

    table: Table
    language: Language
    title: str
    subtitle: str
    banner: str


def build(url: str, desk: Desk, wanted: Wanted) -> Built:
    """Build one summary table.

    Raises:
        TableUnknown, NothingChosen, OnlyOfMunicipalities, YearWithoutCalls, CallUnknown, FrameUnknown: it cannot be made.
    """
    require_known(wanted.name)
    if wanted.every and wanted.name != "municipalities":
        raise OnlyOfMunicipalities(name=wanted.name)
    both, neither = wanted.call and wanted.year, wanted.call is None and wanted.year is None
    if both or (neither and wanted.name != "initiatives"):
        raise NothingChosen()
    with reading(url) as session:
        return _built(session, desk, wanted)


def require_known(name: str) -> None:
    """Refuse a table nobody knows.

    Raises:
        TableUnknown: `name` is none of `NAMES`.
    """
    if name not in NAMES:
        raise TableUnknown(name=name, known=NAMES)


def _built(session: Session, desk: Desk, wanted: Wanted) -> Built:
    office = the_office(session)
    language = wanted.language or cast("Language", office.neutral_language)
    chosen = _calls(session, wanted)
    drawn_on = _earlier_too(session, wanted, chosen)
    day = wanted.as_of or desk.today
    return Built(
        table=_table(session, wanted, chosen, language, (office.office_id, day)),
        language=language,
        title=translate(tables.TITLES[wanted.name], language),
        subtitle=_subtitle(wanted, chosen, office_last(office.office_id, day).name(language), language),
        banner=_banner(drawn_on, language),
    )


def _calls(session: Session, wanted: Wanted) -> list[StoredCall]:
    if wanted.call is not None:
        return [calls.one(session, wanted.call, wanted.as_of)]
    found = [call for call in calls.every(session, wanted.as_of) if wanted.year in (None, call.year)]
    if not found and wanted.name not in {"pots", "initiatives"}:
        raise YearWithoutCalls(year=wanted.year)
    return found


def _table(
    session: Session, wanted: Wanted, chosen: Sequence[StoredCall], language: Language, of: tuple[str, date]
) -> Table:
    office_id, day = of
    if wanted.name == "pots":
        year = wanted.year if wanted.year is not None else chosen[0].year
        return tables.pots(frames.figures(session, year, wanted.as_of))
    if wanted.name == "initiatives":
        return tables.initiatives(_initiatives(session, wanted, chosen))
    if wanted.name == "reports":
        return report_table(session, chosen, day, wanted.as_of)
    views = case_views(session, chosen, wanted.as_of)
    if wanted.name == "municipalities":
        every = wanted.every
        return _whole_county(session, wanted, chosen, views, office_id) if every else tables.municipalities(views)
    if wanted.name == "areas":
        return tables.areas(views, _areas(chosen, language))
    made = tables.awards if wanted.name == "awards" else tables.applications
    return made(views, county_of(office_id, chosen[0].call.opens_on, language))


def _whole_county(
    session: Session, wanted: Wanted, chosen: Sequence[StoredCall], views: Sequence[CaseView], office_id: str
) -> Table:
    """Return the table of the whole county, with the latest award of each municipality over all calls up to these."""
    register = register_in_use(session)
    year, day = max(call.year for call in chosen), max(call.call.opens_on for call in chosen)
    homes = register.of_counties(office_at(office_id, day).county_numbers, day)
    within = {before.number: home.number for home in homes for before in _became(register, home, day)}
    last: dict[str, int] = {}
    for call in calls.every(session, wanted.as_of):
        if call.year <= year:
            for view in case_views(session, [call], wanted.as_of):
                if view.awarded_nok:
                    number = within.get(view.payee_number, view.payee_number)
                    last[number] = max(last.get(number, 0), call.year)
    known = known_figures(session, wanted.as_of)
    county = [_home(home, last.get(home.number), in_year(known, home.number, year)) for home in homes]
    return tables.whole_county(views, county, year, within)


def _home(home: Municipality, last: int | None, known: Figures | None) -> tables.Home:
    if known is None:
        return tables.Home(home.number, home.name, last)
    return tables.Home(home.number, home.name, last, known.population, known.size_group, known.region)


def _became(register: Register, home: Municipality, day: date) -> Iterator[Municipality]:
    """Yield the municipalities of other numbers that are part of one on `day`, however many mergers lie between."""
    for one in register.every:
        if one.number != home.number and one.valid_to and one.valid_to <= day and home in register.successors(one, day):
            yield one


def _initiatives(session: Session, wanted: Wanted, chosen: Sequence[StoredCall]) -> list[Initiative]:
    """Return those with an award in the call or the year asked for, with what they had had by the end of that year; else all."""
    every = initiative_views.every(session, wanted.as_of)
    if wanted.call is not None:
        within = [one for one in every if any(part.call == wanted.call for part in one.awards)]
        return [one.until(chosen[0].year) for one in within]
    if wanted.year is not None:
        return [one.until(wanted.year) for one in every if wanted.year in one.years]
    return every


def _earlier_too(session: Session, wanted: Wanted, chosen: Sequence[StoredCall]) -> Sequence[StoredCall]:
    """Return the calls whose awards may be in the table: of initiatives those of earlier years too."""
    if wanted.name != "initiatives":
        return chosen
    last = wanted.year if wanted.year is not None else max((call.year for call in chosen), default=0)
    return [call for call in calls.every(session, wanted.as_of) if call.year <= last]


def _areas(chosen: Sequence[StoredCall], language: Language) -> list[AreaName]:
    names = {area.code: area.names[_form(language)] for stored in chosen for area in stored.call.areas}
    return [AreaName(code, name) for code, name in names.items()]


def _subtitle(wanted: Wanted, chosen: Sequence[StoredCall], office: str, language: Language) -> str:
    of = chosen[0].call.names[_form(language)] if wanted.call is not None else str(wanted.year or "")
    day = long_date(wanted.as_of, language) if wanted.as_of else ""
    stood = translate(N_("as it stood on {day}"), language).format(day=day) if day else ""
    return " · ".join(part for part in (office, of, stood) if part)


def _banner(chosen: Sequence[StoredCall], language: Language) -> str:
    return next((banner for stored in chosen if (banner := stored.call.letters.banner.get(_form(language), ""))), "")


def _form(language: Language) -> Language:
    """Return the form of Norwegian a call's own texts are taken in: there are no English ones."""
    return "nn" if language == "nn" else "nb"


def county_of(office_id: str, day: date, language: Language) -> str:
    """Return the name of the office's county on `day`, or of its counties as a list."""
    numbers = office_at(office_id, day).county_numbers
    return listed([county.name for county in counties_at(day) if county.number in numbers], language)


Format = Literal["terminal", "docx", "xlsx", "ods", "csv", "html", "md", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
BINARY: tuple[Format, ...] = ("docx", "xlsx", "ods")


_SHEETS: tuple[Format, ...] = ("xlsx", "ods")
_RENDERERS: dict[Format, Callable[..., bytes]] = {
    "docx": word_tables.render,
    "xlsx": writing.xlsx,
    "ods": ods.ods,
    "html": html_tables.page,
    "md": markdown_tables.text,
}


class FormatUnknown(UsageError):
    """A file's ending, or what was asked for, is no format of tables."""

    code = "table-format-unknown"
    sentence = N_("{text} is not a format tables are written in.")
    advice = N_("The formats are: {known}.")


def format_of(path: Path) -> Format:
    """Return the format a file's ending asks for.

    Raises:
        FormatUnknown: no format has that ending.
    """
    return parse_format(path.suffix.lstrip(".") or path.name)


def parse_format(text: str) -> Format:
    """Read the name of a format, whatever its case.

    Raises:
        FormatUnknown: there is none of that name.
    """
    found = next((known for known in FORMATS if known == text.casefold()), None)
    if found is None:
        raise FormatUnknown(text=text, known=FORMATS)
    return found


def rendered(built: Built, form: Format, *, short: bool = False) -> bytes:
    """Return the table in one of the formats of files; the same table gives the same bytes.

    Args:
        built: the table.
        form: any but `terminal`.
        short: tell partners shortly where people read it; csv and json are always complete.
    """
    if form == "csv":
        return writing.csv_text(built.table)
    if form not in _RENDERERS:
        return (json.dumps(built.table.data(), ensure_ascii=False, indent=2) + "\n").encode()
    shown = tables.without(built.table, *tables.FOR_SCRIPTS) if form in _SHEETS else tables.on_page(built.table)
    about = {"banner": built.banner, "title": built.title, "subtitle": built.subtitle}
    return _RENDERERS[form](_for_people(shown, short=short), built.language, **about)


def _for_people(table: Table, *, short: bool) -> Table:
    return tables.shortened(table) if short else table


def save(built: Built, desk: Desk, path: Path, form: Format, *, short: bool = False) -> None:
    """Write the table to a file, whole or not at all.

    Raises:
        TargetBusy: another program has it open.
    """
    content = rendered(built, form, short=short)
    if not desk.dry_run:
        write_whole(path, content)
