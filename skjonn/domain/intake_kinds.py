"""How a cell is read, kind of field by kind of field: no memory here, only the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from skjonn.domain.amounts import parse_amount
from skjonn.domain.applications import Phase, Scope
from skjonn.domain.calls import PriorityArea
from skjonn.domain.dates import OSLO, parse_day, parse_moment
from skjonn.domain.fields import Field, Kind
from skjonn.domain.intake_lists import bare, read_amount_lines, read_areas, read_names
from skjonn.domain.partners import Directory, is_whole_county, parse_municipality, parse_partners
from skjonn.domain.problems import problem
from skjonn.domain.readings import NOTHING, Reading, problem_of, refused
from skjonn.domain.sheets import CellValue, Fault, as_text, is_empty
from skjonn.errors import FindingsError
from skjonn.texts import LANGUAGES, N_, translate
from skjonn.texts.cleaning import shown, tidied

LONGEST_TEXT = 32_767
"""Characters a cell of a workbook can hold; a longer text can only come from a text file gone wrong."""

_LONGEST_CHOICE = 200
_ENDS = {"ends_on"}
_YES = frozenset(("ja", "yes", "x", "j", "y", "true", "sann", "1", "1.0", "✓", "✔"))
_NO = frozenset(("nei", "no", "n", "false", "usann", "0", "0.0"))
_STORED_TEXTS = frozenset((Kind.TEXT, Kind.LONG_TEXT, Kind.PARTNERS, Kind.NAMES, Kind.AMOUNT_LINES))

_OTHER_CHOICES: dict[str, Mapping[str, str]] = {
    "scope": {
        "heile fylket": "county", "hele fylket": "county", "fylket": "county", "alle": "county", "alle kommunar": "county",
        "alle kommuner": "county", "alle kommunane": "county", "alle kommunene": "county", "namngjevne": "named", "navngitte": "named",
    },
    "phase": {
        "ny": "start", "nytt": "start", "nytt prosjekt": "start", "oppstart": "start", "vidareføring": "continuation", "videreføring": "continuation",
        "sluttføring": "end", "slutt": "end", "avslutning": "end", "avslutting": "end", "siste år": "end",
    },
    "purpose_role": {
        "tjenesteprodusent": "service", "tenesteprodusent": "service", "tjenesteyter": "service", "tenesteytar": "service", "tenesteyting": "service",
        "myndighetsutøver": "authority", "myndigheitsutøvar": "authority", "myndighetsorgan": "authority", "myndigheitsorgan": "authority",
        "lokaldemokratisk arena": "democracy", "demokratisk arena": "democracy", "lokaldemokrati": "democracy",
        "samfunnsutvikler": "community", "samfunnsutviklar": "community", "samfunnsutvikling": "community",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Against:
    """What values are read against: the call's areas, by all their names too, the register on the call's day, and that day."""

    areas: tuple[PriorityArea, ...]
    area_names: Mapping[str, str]
    directory: Directory
    opens_on: date


@dataclass(frozen=True)
class Column:
    """A field, and all that is the same for every cell of its column.

    Attributes:
        unit: what the column's numbers are counted in; epoch_1904: the workbook counts its days from 1904.
    """

    field: Field
    against: Against
    unit: int = 1
    epoch_1904: bool = False


@dataclass(frozen=True)
class Asked:
    """One cell: as it stands, as a person would type it, cleaned; and the applicant's number, when known."""

    column: Column
    cell: CellValue
    lead: str
    text: str


def read_cell(column: Column, cell: CellValue, lead: str = "") -> Reading:
    """Return what a cell gives: its value, or every fault of it, and what had to be dropped from it."""
    if isinstance(cell, Fault):
        return _of_fault(cell)
    if is_empty(cell):
        return NOTHING
    typed = as_text(cell)
    if len(typed) > LONGEST_TEXT:
        return refused("text-too-long", N_("The text has {count} characters; a cell holds at most {most}."), N_("Shorten the text, or give it as an attachment."), count=len(typed), most=LONGEST_TEXT)  # fmt: skip
    text, dropped = tidied(typed)
    kind = column.field.kind
    try:
        reading = _READERS[kind](Asked(column, cell, lead, text))
    except FindingsError as error:
        return Reading(problems=(problem_of(error),))
    if dropped and kind in _STORED_TEXTS:
        return reading._replace(problems=(*reading.problems, problem("warning", "signs-dropped", N_("Signs that cannot be seen or printed were dropped from the text: {signs}."), signs=dropped)))  # fmt: skip
    return reading


def _of_fault(cell: Fault) -> Reading:
    if cell.text:
        return refused("cell-error", N_("The cell shows the error {text}."), N_("Mend the formula, or write the value."), text=shown(cell.text))  # fmt: skip
    return refused("cell-uncalculated", N_("The cell holds a formula whose result was never stored."), N_("Open the file in Excel or LibreOffice and save it again."))  # fmt: skip


def _long_text(asked: Asked) -> Reading:
    return Reading(asked.text or None)


def _text(asked: Asked) -> Reading:
    """Read a text of one line: line breaks and tabs are a space."""
    line = " ".join(part.strip() for part in asked.text.replace("\t", "\n").split("\n") if part.strip())
    return Reading(line or None)


def _amount(asked: Asked) -> Reading:
    return Reading(parse_amount(asked.cell, unit=asked.column.unit))


def _day(asked: Asked) -> Reading:
    return Reading(parse_day(asked.cell, end=asked.column.field.name in _ENDS, epoch_1904=asked.column.epoch_1904))


def _moment(asked: Asked) -> Reading:
    moment, opens_on = parse_moment(asked.cell, epoch_1904=asked.column.epoch_1904), asked.column.against.opens_on
    if asked.column.field.name == "received_at" and moment.astimezone(OSLO).date() < opens_on:
        return Reading(moment, (problem("warning", "received-early", N_("It was received before the call opened, on {opens_on}."), N_("Check the day and the year."), opens_on=opens_on),))  # fmt: skip
    return Reading(moment)


def _yes_no(asked: Asked) -> Reading:
    word = " ".join(asked.text[:_LONGEST_CHOICE].casefold().split()).rstrip(".,!")
    if word.startswith(("ja,", "yes,")):
        word = "ja"
    if word in _YES or word in _NO:
        return Reading(word in _YES)
    return refused("yes-no-unknown", N_("“{text}” is neither yes nor no."), N_("Write ja or nei."), text=shown(asked.text))  # fmt: skip


def _choice(asked: Asked) -> Reading:
    code = _choices(asked.column.field).get(bare(asked.text)) if len(asked.text) <= _LONGEST_CHOICE else None
    if code is None:
        allowed = [translate(label, "nb") for _code, label in asked.column.field.choices]
        return refused("choice-unknown", N_("“{text}” is none of the choices."), N_("Write one of: {choices}."), text=shown(asked.text), choices=allowed)  # fmt: skip
    return Reading({"scope": Scope, "phase": Phase}.get(asked.column.field.name, str)(code))


@cache
def _choices(field: Field) -> Mapping[str, str]:
    known = dict(_OTHER_CHOICES.get(field.name, {}))
    for code, label in field.choices:
        known |= {bare(text): code for text in (code, *(translate(label, language) for language in LANGUAGES))}
    return known


def _municipality(asked: Asked) -> Reading:
    if _is_broken_number(asked.cell):
        return _broken_number(asked)
    if asked.column.field.name == "lead" and is_whole_county(asked.text, asked.column.against.directory):
        return refused("lead-whole-county", N_("“{text}” names no applicant."), N_("Name the municipality that applies, or the payee in a column of its own; all the county's municipalities can be partners."), text=shown(asked.text))  # fmt: skip
    number, problems = parse_municipality(asked.text, asked.column.against.directory)
    return Reading(number or None, problems)


def _partners(asked: Asked) -> Reading:
    if _is_broken_number(asked.cell):
        return _broken_number(asked)
    found = parse_partners(asked.text, asked.column.against.directory, asked.lead)
    return Reading(found, found.problems)


def _is_broken_number(cell: CellValue) -> bool:
    return isinstance(cell, float) and not cell.is_integer()


def _broken_number(asked: Asked) -> Reading:
    """Refuse a number with decimals: `1111,1120` typed into a sheet is two municipalities no longer, and lost its last 0."""
    return refused("municipality-number-broken", N_("The cell holds the number {text}; a comma between two municipality numbers has been taken for a decimal sign."), N_("Write the names, or set the cell's format to text."), text=shown(asked.text))  # fmt: skip


def _areas(asked: Asked) -> Reading:
    return read_areas(asked.text, asked.column.against.area_names, asked.column.against.areas)


def _amount_lines(asked: Asked) -> Reading:
    return read_amount_lines(
        asked.cell, asked.text, asked.column.unit, by_year=asked.column.field.name == "applied_by_year"
    )


def _names(asked: Asked) -> Reading:
    return read_names(asked.text)


_READERS: dict[Kind, Callable[[Asked], Reading]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.AMOUNT: _amount,
    Kind.COUNT: _amount,
    Kind.DATE: _day,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.MUNICIPALITY: _municipality,
    Kind.PARTNERS: _partners,
    Kind.AREAS: _areas,
    Kind.AMOUNT_LINES: _amount_lines,
    Kind.NAMES: _names,
}
