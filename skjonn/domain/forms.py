"""A filled application form read back: by the map the form carries in a hidden sheet, never by how its page looks.

The hidden sheet `skjonn` says which call, version, layout and language the form was written for, and names for each
answer its field, its sheet and its cell. The cell stands there twice: as a text, and as a formula that follows when rows
are put in or taken out, which counts where its result was stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from skjonn.domain.fields import APPLICATION, Field, Kind
from skjonn.domain.forms_layout import LAYOUT
from skjonn.domain.sheets import CellValue, Fault, Row, Sheet, as_text, column_number, is_empty
from skjonn.errors import FindingsError
from skjonn.texts import N_, Language

MAP_SHEET = "skjonn"
MARK = ("skjonn", "application-form")
"""The first two cells of the map, by which a form is known."""
ABOUT = ("call", "version", "layout", "language")
"""What the map says of the form, a row each below the mark: name, value."""
COLUMNS = ("field", "sheet", "cell", "label_cell", "cell_now", "label_cell_now")
"""The headings of the map's answers, below what it says of the form; the last two are formulas."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ADDRESSES = (2, 3)
"""The columns, from 0, of the addresses as they were written; as many further to the right stands where they are now."""
_OF_SEVERAL = frozenset({Kind.PARTNERS, Kind.AREAS, Kind.AMOUNT_LINES})
"""The kinds of fields whose answer may stand in several cells."""
_IN_AMOUNT = str.maketrans({";": "；", ":": "：", "=": "＝"})
"""What would divide a line becomes its like, so that an amount with such a sign is refused, and not read as another."""
_FIELDS: dict[str, Field] = {field.name: field for field in APPLICATION}


class FormDamaged(FindingsError):
    """The hidden map of a form says what cannot be."""

    code = "form-damaged"
    sentence = N_("{file} is an application form, but its hidden sheet {sheet} cannot be read: {found}.")
    advice = N_("Copy the answers into a new form, from `skjonn call form`.")


class FormOutdated(FindingsError):
    """A form was written by another version of the program, which laid it out in another way."""

    code = "form-outdated"
    sentence = N_("{file} is an application form of layout {layout}; layout {known} is what can be read.")
    advice = N_("Copy the answers into a new form, from `skjonn call form`.")


class FormOfOtherCall(FindingsError):
    """A form was written for another call than the one it is imported into."""

    code = "form-of-other-call"
    sentence = N_("{file} is an application form for the call {form_call}, not for {call}.")
    advice = N_("Import it with --call {form_call}, or ask the applicant for the form of the call {call}.")


class FormOfOtherVersion(FindingsError):
    """A form was written before, or after, the call was changed."""

    code = "form-of-other-version"
    sentence = N_("{file} is an application form for version {form_version} of the call {call}, which stands in version {version}.")  # fmt: skip
    advice = N_("Write the form anew with `skjonn call form {call}`, and copy the answers into it.")


@dataclass(frozen=True)
class Part:
    """One cell of an answer, or the two of an amount line.

    Attributes:
        value: as `intake_values.read_value` reads it, an amount line as `Løn: 200000`; None where nothing was answered.
        place: the address a fault of it is told at.
        cell, held: the cell's own address, and what stands there.
        label_cell, label: likewise of the text beside an amount.
    """

    value: CellValue
    place: str
    cell: str
    held: CellValue
    label_cell: str = ""
    label: CellValue = None


@dataclass(frozen=True)
class FilledForm:
    """A form as it was filled in.

    Attributes:
        call, version, layout, language: what it was written for.
        sheet: the page with the answers.
        parts: of each field that is asked, a part for each of its cells, in their order.
    """

    call: str
    version: int
    layout: int
    language: str
    sheet: Sheet
    parts: Mapping[str, tuple[Part, ...]]

    @property
    def places(self) -> dict[str, str]:
        """Where a fault of a whole field is told: at its first cell that says something, else its first."""
        return {name: _telling(parts).place for name, parts in self.parts.items()}


@dataclass(frozen=True)
class _Answer:
    """One cell of an answer, and the cell of its label where the answer is an amount line."""

    field: str
    sheet: str
    cell: str
    label_cell: str = ""


def read_form(sheets: Sequence[Sheet]) -> FilledForm | None:
    """Return the form the sheets of a workbook hold; None where they are no form of ours.

    Raises:
        FormDamaged: the map says what cannot be.
        FormOutdated: it is of another layout.
    """
    found = next((sheet for sheet in sheets if sheet.name == MAP_SHEET and _is_marked(sheet)), None)
    if found is None:
        return None
    about = {name: as_text(value).strip() for name, value in _about(found).items()}
    layout = _whole(found, about, "layout")
    if layout != LAYOUT:
        raise FormOutdated(file=found.file, layout=layout, known=LAYOUT)
    version, language = _whole(found, about, "version"), about["language"]
    if not about["call"] or language not in ("nb", "nn"):
        raise _damaged(found, about["language"] or "call")
    answers = _answers(found)
    page = _page(found, sheets, answers)
    return FilledForm(about["call"], version, layout, language, page, _parts(found, page, answers))


def require_form(filled: FilledForm, call_code: str, call_version: int) -> None:
    """Refuse a form of another call, or of another version of it.

    Raises:
        FormOfOtherCall, FormOfOtherVersion: naming the form's and the one wanted.
    """
    if filled.call != call_code:
        raise FormOfOtherCall(file=filled.sheet.file, form_call=filled.call, call=call_code)
    if filled.version != call_version:
        raise FormOfOtherVersion(
            file=filled.sheet.file, form_version=filled.version, call=call_code, version=call_version
        )


def form_language(filled: FilledForm) -> Language:
    """Return the language a form was filled in in."""
    return cast("Language", filled.language)


def _is_marked(sheet: Sheet) -> bool:
    return bool(sheet.rows) and tuple(as_text(sheet.rows[0].at(column)) for column in (0, 1)) == MARK


def _about(sheet: Sheet) -> dict[str, CellValue]:
    said = {as_text(row.at(0)): row.at(1) for row in sheet.rows[1 : 1 + len(ABOUT)]}
    for name in ABOUT:
        if is_empty(said.get(name)) or isinstance(said[name], Fault):
            raise _damaged(sheet, name)
    return said


def _whole(sheet: Sheet, about: Mapping[str, str], name: str) -> int:
    text = about[name]
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004  (no version has so many digits)
        raise _damaged(sheet, f"{name} {text[:20]}")
    return int(text)


def _damaged(sheet: Sheet, found: str) -> FormDamaged:
    return FormDamaged(file=sheet.file, sheet=sheet.name, found=found)


def _answers(sheet: Sheet) -> tuple[_Answer, ...]:
    heading = next((place for place, row in enumerate(sheet.rows) if as_text(row.at(0)) == COLUMNS[0]), None)
    rows = sheet.rows[heading + 1 :] if heading is not None else ()
    if not rows:
        raise _damaged(sheet, COLUMNS[0])
    moved = any(_moved(row, column) for row in rows for column in _ADDRESSES)
    return tuple(_answer(sheet, row, moved=moved) for row in rows)


def _answer(sheet: Sheet, row: Row, *, moved: bool) -> _Answer:
    name, page = as_text(row.at(0)), as_text(row.at(1))
    if name not in _FIELDS or not page:
        raise _damaged(sheet, f"A{row.number} {name[:40]}".strip())
    cell, label = (
        _address(sheet, row, column, moved=moved) if not is_empty(row.at(column)) else "" for column in _ADDRESSES
    )
    if not cell:
        raise _damaged(sheet, name)
    return _Answer(name, page, cell, label)


def _live(row: Row, column: int) -> str:
    """Return the address a formula of the map gives; empty where no program has stored one."""
    now = row.at(column + len(_ADDRESSES))
    return now if isinstance(now, str) and _ADDRESS.fullmatch(now) else ""


def _moved(row: Row, column: int) -> bool:
    live = _live(row, column)
    return bool(live) and live != row.at(column)


def _address(sheet: Sheet, row: Row, column: int, *, moved: bool) -> str:
    """Return a cell's address: where it is now, else where it was written, if nothing on the page has moved since."""
    now, live = row.at(column + len(_ADDRESSES)), _live(row, column)
    gone = isinstance(now, Fault) and now.text
    text = live or ("" if moved or gone else as_text(row.at(column)))
    if not _ADDRESS.fullmatch(text):
        raise _damaged(sheet, " ".join((as_text(row.at(0)), as_text(now or row.at(column))[:20])))
    return text


def _page(found: Sheet, sheets: Sequence[Sheet], answers: Sequence[_Answer]) -> Sheet:
    """Return the page of the answers: the sheet named; where it was renamed, the only one that can be seen."""
    names = {answer.sheet for answer in answers}
    pages = [sheet for sheet in sheets if sheet.name in names] or [sheet for sheet in sheets if not sheet.hidden]
    if len(names) != 1 or len(pages) != 1:
        raise _damaged(found, ", ".join(sorted(names)))
    return pages[0]


def _parts(found: Sheet, page: Sheet, answers: Sequence[_Answer]) -> dict[str, tuple[Part, ...]]:
    rows = {row.number: row for row in page.rows}
    by_field: dict[str, tuple[Part, ...]] = {}
    for answer in answers:
        before = by_field.get(answer.field, ())
        if before and _FIELDS[answer.field].kind not in _OF_SEVERAL:
            raise _damaged(found, answer.field)
        by_field[answer.field] = (*before, _part(rows, answer))
    return by_field


def _telling(parts: Sequence[Part]) -> Part:
    return next((part for part in parts if not is_empty(part.value)), parts[0])


def _part(rows: Mapping[int, Row], answer: _Answer) -> Part:
    held = _cell(rows, answer.cell)
    if not answer.label_cell:
        return Part(held, answer.cell, answer.cell, held)
    label = _cell(rows, answer.label_cell)
    place = answer.label_cell if isinstance(label, Fault) else answer.cell
    return Part(_line(answer, label, held), place, answer.cell, held, answer.label_cell, label)


def _line(answer: _Answer, label: CellValue, amount: CellValue) -> CellValue:
    """Return an amount line as one value: both of its cells, or the fault one of them shows."""
    if isinstance(label, Fault) or isinstance(amount, Fault):
        return label if isinstance(label, Fault) else amount
    said = " ".join(as_text(label).replace(";", ",").split())
    if is_empty(amount) and (not said or _is_fixed(answer, label)):
        return None
    return f"{said}: {'↵'.join(as_text(amount).strip().translate(_IN_AMOUNT).splitlines())}"


def _is_fixed(answer: _Answer, label: CellValue) -> bool:
    """Tell whether the label was printed by us, so that it says nothing by itself: a year."""
    return answer.field == "applied_by_year" and bool(re.fullmatch(r"20[0-9]{2}", as_text(label)))


def _cell(rows: Mapping[int, Row], address: str) -> CellValue:
    found = _ADDRESS.fullmatch(address)
    row = rows.get(int(found[2])) if found else None
    return row.at(column_number(found[1])) if found and row else None
