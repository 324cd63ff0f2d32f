"""The report form: which cells a municipality fills in on an award, prefilled with what is known, and a filled one read back.

A hidden sheet says which awards the workbook is for, and for each answer its field, its page and its cell; that map is what is
read, never how a page looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from skjonn.domain.amounts import parse_amount
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.problems import Place, Problem
from skjonn.domain.reports import REQUIRED, Account, Line, ProjectStatus, ReportKind
from skjonn.domain.sheets import CellValue, Fault, Sheet, as_text, column_number
from skjonn.errors import FindingsError, SkjonnError
from skjonn.texts import LANGUAGES, N_, Language, translate

_ADDRESS = re.compile(r"[A-Z]{1,2}[1-9][0-9]{0,5}")
MAP_SHEET = "skjonn_report"
MARK = ("skjonn", "report-form", 1)
"""The first row of the map: what it is, and the number of the layout, which rises when a cell comes to mean another thing."""
TEXTS = ("summary", "results", "experience", "usefulness", "next_steps")
LINES = {"financing": 6, "use": 8}
AMOUNTS = ("spent_nok", "unused_nok")
_FIELDS = {"status": "project_status", "summary": "report_summary", "next_steps": "next_steps"}


class ReportFormDamaged(FindingsError):
    """The hidden map of a report form says what cannot be."""

    code = "report-form-damaged"
    sentence = N_("{file} is a report form, but its hidden sheet cannot be read: {found}.")
    advice = N_("Copy the answers into a new form, from `skjonn report form`.")


class ReportFormOutdated(FindingsError):
    """A report form was written by another version of the program, which laid it out in another way."""

    code = "report-form-outdated"
    sentence = N_("{file} is a report form of layout {layout}; layout {known} is what can be read.")
    advice = N_("Copy the answers into a new form, from `skjonn report form`.")


class NoReportForm(FindingsError):
    """A file is no report form of ours."""

    code = "report-form-none"
    sentence = N_("{file} is not a report form.")
    advice = N_("Ask for the report in the form `skjonn report form` writes.")


@dataclass(frozen=True)
class Page:
    """One award's page of a form.

    Attributes:
        case, call, title, municipality: of the award; period: as words, may be empty.
        report: which; due_on: when, None where no day is set; awarded_nok: whole kroner.
        before: what was reported last, to go on from; None for an empty page.
    """

    case: str
    call: str
    title: str
    municipality: str
    period: str
    report: ReportKind
    due_on: date | None
    awarded_nok: int
    before: Account | None = None


@dataclass(frozen=True)
class ReportForm:
    """A workbook with a page for each award; `banner` stands in each page's head, as that it is an example; `office_id` is who asks."""

    language: Language
    office: str
    pages: tuple[Page, ...]
    banner: str = ""
    office_id: str = ""


@dataclass(frozen=True)
class Filled:
    """A report as it was filled in; `places` are where each field stands, `problems` what cannot be read or is doubtful.

    `said` is None where there are errors or nothing is said; `office` is the id of the office whose form it is.
    """

    file: str
    sheet: str
    case: str
    report: ReportKind
    said: Account | None
    places: Mapping[str, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    empty: bool = False
    office: str = ""


def heading(name: str, language: Language) -> str:
    """Return the label of a field of the form."""
    return CATALOGUE[_FIELDS.get(name, name)].heading(language)


def status_words(language: Language) -> dict[ProjectStatus, str]:
    """Return what each status of a project is called, as the form's list offers it."""
    labels = dict(CATALOGUE["project_status"].choices)
    words = {status: translate(labels[status.value], language) for status in ProjectStatus}
    return {status: word[:1].upper() + word[1:] for status, word in words.items()}


def read_forms(file: str, sheets: Sequence[Sheet]) -> list[Filled]:
    """Return the reports a workbook holds, a page nothing was written on marked as empty.

    Raises:
        NoReportForm, ReportFormOutdated, ReportFormDamaged: it is none of ours, or none that can be read.
    """
    found = next((sheet for sheet in sheets if sheet.name == MAP_SHEET), None)
    if found is None or not found.rows or [as_text(found.rows[0].at(at)) for at in (0, 1)] != list(MARK[:2]):
        raise NoReportForm(file=file)
    layout = as_text(found.rows[0].at(2))
    if layout != str(MARK[2]):
        raise ReportFormOutdated(file=file, layout=layout[:20], known=MARK[2])
    pages = {sheet.name: sheet for sheet in sheets}
    answers: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
    for row in found.rows[1:]:
        sheet, case, report, name, cell, label = (as_text(row.at(at)) for at in range(6))
        addresses = [cell, *([label] if label else [])]
        if sheet not in pages or report not in set(ReportKind) or not all(_ADDRESS.fullmatch(one) for one in addresses):
            raise ReportFormDamaged(file=file, found=sheet[:40] or name[:20] or cell[:20])
        answers.setdefault((sheet, case, report), []).append((name, cell, label))
    if not answers:
        raise ReportFormDamaged(file=file, found=MAP_SHEET)
    office = as_text(found.rows[0].at(3))
    return [
        replace(_filled(pages[sheet], case, ReportKind(report), cells), office=office)
        for (sheet, case, report), cells in answers.items()
    ]


def _filled(sheet: Sheet, case: str, report: ReportKind, cells: Sequence[tuple[str, str, str]]) -> Filled:
    values = {cell: _cell(sheet, cell) for _name, cell, _label in cells}
    places = {name: _place(sheet, cell) for name, cell, _label in reversed(cells)}
    wrong: list[Problem] = []
    said: dict[str, object] = {name: [] for name in LINES}
    for name, cell, label in cells:
        value, at = values[cell], _place(sheet, cell)
        if name in LINES:
            line = _line(value, _cell(sheet, label) if label else None, (at, _place(sheet, label)), wrong)
            said[name] = [*_lines(said[name]), *([line] if line else [])]
        elif name in AMOUNTS:
            said[name] = _amount(value, at, wrong)
        elif name == "status":
            said[name] = _status(value, at, wrong)
        else:
            said[name] = _text(value, at, wrong)
    empty = not any(said[name] for name in (*TEXTS, "status", "use")) and all(said[name] is None for name in AMOUNTS) and not wrong  # fmt: skip
    if not empty and (_errors(wrong) or said["status"] is None):
        wrong += list(_lacking(report, said, places, wrong))
    status = said.pop("status")
    account = None
    if not _errors(wrong) and isinstance(status, ProjectStatus):
        parts: dict[str, Any] = {name: tuple(_lines(value)) if name in LINES else value for name, value in said.items()}
        account = Account(status, **parts)
    return Filled(sheet.file, sheet.name, case, report, account, places, tuple(wrong), empty)


def _errors(wrong: Sequence[Problem]) -> bool:
    return any(one.severity == "error" for one in wrong)


def _lacking(
    report: ReportKind, said: Mapping[str, object], places: Mapping[str, Place], wrong: Sequence[Problem]
) -> Iterator[Problem]:
    """Yield what must be answered and is empty, beside what cannot be read."""
    unread = {one.place for one in wrong}
    for name in REQUIRED[report]:
        if said[name] in {None, ""} and places[name] not in unread:
            yield _at(places[name], "report-incomplete", N_("This must be answered."))


def _lines(value: object) -> list[Line]:
    assert isinstance(value, list)
    return value


def _line(value: CellValue, label: CellValue, at: tuple[Place, Place], wrong: list[Problem]) -> Line | None:
    name = _text(label, at[1], wrong)
    nok = _amount(value, at[0], wrong)
    if nok is None:
        if name and (value is None or value == ""):
            wrong.append(replace(_at(at[0], "report-line-without-amount", N_("“{line}” has no amount; the line is left out."), line=name[:60]), severity="warning"))  # fmt: skip
        return None
    if not name:
        wrong.append(_at(at[1], "report-line-unnamed", N_("Say what the amount beside this is.")))
        return None
    return Line(name, nok)


def _amount(value: CellValue, at: Place, wrong: list[Problem]) -> int | None:
    if value is None or value == "":
        return None
    try:
        nok = parse_amount(value.text if isinstance(value, Fault) else value, is_sum=True)
    except SkjonnError as error:
        wrong.append(Problem(error.code, "error", at, error.sentence, error.advice, dict(error.data)))
        return None
    if nok < 0:
        wrong.append(_at(at, "report-amount-negative", N_("An amount in a report is 0 or more.")))
    return nok


def _status(value: CellValue, at: Place, wrong: list[Problem]) -> ProjectStatus | None:
    text = _text(value, at, wrong)
    if not text:
        return None
    for language in LANGUAGES:
        for status, word in status_words(language).items():
            if text.casefold() in {word.casefold(), status.value}:
                return status
    wrong.append(_at(at, "report-status-unknown", N_("{found} is none of the statuses the list offers."), found=text[:40]))  # fmt: skip
    return None


def _text(value: CellValue, at: Place, wrong: list[Problem]) -> str:
    if isinstance(value, Fault):
        wrong.append(_at(at, "report-cell-fault", N_("The cell shows an error: {found}."), found=value.text or "…"))
        return ""
    return as_text(value).strip()


def _cell(sheet: Sheet, address: str) -> CellValue:
    column, number = _split(address)
    return next((row.at(column) for row in sheet.rows if row.number == number), None)


def _place(sheet: Sheet, address: str) -> Place:
    if not address:
        return sheet.place(1, 0)
    column, number = _split(address)
    return sheet.place(number, column)


def _split(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return column_number(letters), int(address[len(letters) :])


def _at(place: Place, code: str, sentence: str, **data: object) -> Problem:
    return Problem(code, "error", place, sentence, data=data)
