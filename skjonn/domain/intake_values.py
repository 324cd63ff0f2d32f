"""One cell or one typed text, read as the value of one field; doubts are problems whose place is yet to be filled in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from skjonn.domain.amounts import parse_amount
from skjonn.domain.applications import AmountLine, Phase, Scope
from skjonn.domain.calls import Call, PriorityArea
from skjonn.domain.dates import parse_day, parse_moment
from skjonn.domain.fields import Field, Kind
from skjonn.domain.partners import Directory, parse_municipality, parse_partners
from skjonn.domain.problems import Problem, problem
from skjonn.domain.sheets import CellValue, Fault, as_text, is_empty
from skjonn.errors import FindingsError
from skjonn.texts import LANGUAGES, N_, translate

_ENDS = {"ends_on"}
_LINES = re.compile(r"[;\n]")
_LINE = re.compile(r"(?P<label>.*?)\s*[:=]\s*(?P<amount>[^:=]*)", re.DOTALL)
_YEAR = re.compile(r"20[0-9]{2}")
_INVISIBLE = "\ufeff\u200b\u200e\u200f\u2060"
_YES = frozenset(("ja", "yes", "x", "j", "y", "true", "sann", "1", "1.0", "✓", "✔"))
_NO = frozenset(("nei", "no", "n", "false", "usann", "0", "0.0"))

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
class Terms:
    """What a value is read against: the call, and the register on the call's opening day."""

    call: Call
    directory: Directory


@dataclass(frozen=True)
class Reading:
    """What a cell gave: the value (None where nothing, or nothing usable, was said) and doubts without a place."""

    value: Any = None
    problems: tuple[Problem, ...] = ()


def read_value(field: Field, cell: CellValue, terms: Terms, *, unit: int = 1, lead: str = "") -> Reading:
    """Read one value.

    Args:
        field: of the catalogue.
        cell: as it stands in the sheet, or a typed text.
        terms: the call and the register.
        unit: what the column's numbers are counted in: 1, 1000 or 1000000 kroner.
        lead: the applicant's number, when known; it is left out of its own partners.
    """
    if isinstance(cell, Fault):
        return Reading(problems=(_of_fault(cell),))
    if is_empty(cell):
        return Reading()
    try:
        return _READERS[field.kind](_Asked(field, cell, terms, unit, lead))
    except FindingsError as error:
        return Reading(problems=(problem_of(error),))


def problem_of(error: FindingsError) -> Problem:
    """Return a fault of one value as a problem without a place."""
    return problem("error", error.code, error.sentence, error.advice, **error.data)


def clean_text(text: str) -> tuple[str, bool]:
    """Return a text fit to be stored and printed, and whether signs nobody can see had to be dropped.

    Composed letters (NFC), line ends as `\\n`, no control characters but line ends and tabs, no halves of signs, no
    space around.
    """
    unbroken = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in unbroken if _is_text(sign))
    return unicodedata.normalize("NFC", kept).strip(), kept != unbroken


def _is_text(sign: str) -> bool:
    return sign in "\n\t" or not (unicodedata.category(sign) in {"Cc", "Cs"} or sign in _INVISIBLE)


@dataclass(frozen=True)
class _Asked:
    field: Field
    cell: CellValue
    terms: Terms
    unit: int
    lead: str

    @property
    def text(self) -> str:
        """The cell as a person would type it."""
        return as_text(self.cell)


def _text(asked: _Asked) -> Reading:
    text, dropped = clean_text(asked.text)
    if asked.field.kind is Kind.TEXT:
        text = " ".join(part.strip() for part in re.split(r"[\n\t]+", text))
    return Reading(text or None, (_dropped(),) if dropped else ())


def _dropped() -> Problem:
    return problem("warning", "signs-dropped", N_("Signs that cannot be seen or printed were dropped from the text."))


def _amount(asked: _Asked) -> Reading:
    cell = asked.cell
    amount = parse_amount(cell if isinstance(cell, int | float | str) and not isinstance(cell, bool) else asked.text)
    return Reading(amount * asked.unit)


def _day(asked: _Asked) -> Reading:
    return Reading(parse_day(asked.cell, end=asked.field.name in _ENDS))


def _moment(asked: _Asked) -> Reading:
    return Reading(parse_moment(asked.cell))


def _yes_no(asked: _Asked) -> Reading:
    word = " ".join(asked.text.casefold().split()).rstrip(".,!")
    if word.startswith(("ja,", "yes,")):
        word = "ja"
    if word in _YES or word in _NO:
        return Reading(word in _YES)
    return Reading(problems=(problem("error", "yes-no-unknown", N_("“{text}” is neither yes nor no."), N_("Write ja or nei."), text=asked.text[:40]),))  # fmt: skip


def _choice(asked: _Asked) -> Reading:
    code = _choices(asked.field).get(_plain(asked.text))
    if code is None:
        allowed = [translate(label, "nb") for _code, label in asked.field.choices]
        return Reading(problems=(problem("error", "choice-unknown", N_("“{text}” is none of the choices."), N_("Write one of: {choices}."), text=asked.text[:40], choices=allowed),))  # fmt: skip
    return Reading({"scope": Scope, "phase": Phase}.get(asked.field.name, str)(code))


@cache
def _choices(field: Field) -> Mapping[str, str]:
    known = dict(_OTHER_CHOICES.get(field.name, {}))
    for code, label in field.choices:
        known |= {_plain(text): code for text in (code, *(translate(label, language) for language in LANGUAGES))}
    return known


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w&]+", " ", folded).split())


def _municipality(asked: _Asked) -> Reading:
    text = asked.text.zfill(4) if asked.text.isdigit() and len(asked.text) == 3 else asked.text  # noqa: PLR2004  (a number that lost its leading zero in a sheet)
    number, problems = parse_municipality(text, asked.terms.directory)
    return Reading(number or None, problems)


def _partners(asked: _Asked) -> Reading:
    text, dropped = clean_text(asked.text)
    found = parse_partners(text, asked.terms.directory, asked.lead)
    return Reading(found, (*found.problems, *((_dropped(),) if dropped else ())))


def _areas(asked: _Asked) -> Reading:
    text = asked.text.strip()
    known = _area_names(asked.terms.call.areas)
    parts = [text] if _plain(text) in known else _area_parts(text, known)
    codes: list[str] = []
    problems: list[Problem] = []
    for part in parts:
        code = known.get(_plain(part))
        if code is None:
            problems.append(_area_unknown(part, known, asked.terms.call.areas))
        elif code not in codes:
            codes.append(code)
    return Reading(tuple(codes), tuple(problems))


def _area_parts(text: str, known: Mapping[str, str]) -> list[str]:
    """Split a list of areas; names may themselves hold commas and "og"."""
    parts: list[str] = []
    for part in _LINES.split(text):
        pieces = [part] if _plain(part) in known else re.split(r",|/", part)
        parts.extend(piece.strip() for piece in pieces if piece.strip(" .-–"))
    return parts


def _area_names(areas: tuple[PriorityArea, ...]) -> dict[str, str]:
    known: dict[str, str] = {}
    for area in areas:
        for text in (area.code, *area.names.values(), *area.synonyms):
            known.setdefault(_plain(text), area.code)
    return known


def _area_unknown(part: str, known: Mapping[str, str], areas: tuple[PriorityArea, ...]) -> Problem:
    near = get_close_matches(_plain(part), list(known), n=1, cutoff=0.75)
    shown = [area.code for area in areas if not near or area.code == known[near[0]]]
    return problem("error", "area-unknown", N_("“{text}” is none of the call's priority areas."), N_("The codes are: {codes}."), text=part[:60], codes=shown)  # fmt: skip


def _amount_lines(asked: _Asked) -> Reading:
    if isinstance(asked.cell, int | float):
        return Reading((AmountLine("", parse_amount(asked.cell) * asked.unit),))
    lines: list[AmountLine] = []
    problems: list[Problem] = []
    for part in (part.strip() for part in _LINES.split(clean_text(asked.text)[0])):
        if part:
            try:
                lines.append(_amount_line(part, asked))
            except FindingsError as error:
                problems.append(problem_of(error))
    return Reading(tuple(lines), tuple(problems))


class AmountLineUnreadable(FindingsError):
    """A line has no label and amount, or no year where one is needed."""

    code = "amount-line-unreadable"
    sentence = N_("“{text}” is not a line with a label and an amount.")
    advice = N_("Write lines as Løn: 200 000; Reise: 50 000, or by year as 2021: 300 000; 2022: 200 000.")


def _amount_line(part: str, asked: _Asked) -> AmountLine:
    found = _LINE.fullmatch(part)
    by_year = asked.field.name == "applied_by_year"
    if not found:
        if by_year:
            raise AmountLineUnreadable(text=part[:60])
        return AmountLine("", parse_amount(part) * asked.unit)
    label = " ".join(found["label"].split())
    if by_year and not _YEAR.fullmatch(label):
        raise AmountLineUnreadable(text=part[:60])
    return AmountLine(label, parse_amount(found["amount"]) * asked.unit)


def _names(asked: _Asked) -> Reading:
    text, dropped = clean_text(asked.text)
    names = tuple(name.strip() for name in re.split(r"[;\n]", text) if name.strip(" -–"))
    return Reading(names, (_dropped(),) if dropped else ())


def _of_fault(cell: Fault) -> Problem:
    if cell.text:
        return problem("error", "cell-error", N_("The cell shows the error {text}."), N_("Mend the formula, or write the value."), text=cell.text)  # fmt: skip
    return problem("error", "cell-uncalculated", N_("The cell holds a formula whose result was never stored."), N_("Open the file in Excel or LibreOffice and save it again."))  # fmt: skip


_READERS: dict[Kind, Callable[[_Asked], Reading]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
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
