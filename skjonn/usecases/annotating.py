"""Give a file back with its faults marked: one copy for the office, or one for each municipality with its own rows."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from skjonn import files
from skjonn.domain.annotations import GREATEST_MARKS, Annotated, annotate
from skjonn.domain.problem_groups import position_of
from skjonn.domain.problems import Place, Problem
from skjonn.domain.sheets import Sheet
from skjonn.domain.splitting import OFFICE, Part, RowKey, parted
from skjonn.spreadsheets.annotated import is_annotated, is_as_written, xlsx
from skjonn.spreadsheets.fault_list import ListWords
from skjonn.spreadsheets.reading import read
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import listed

_LABEL = re.compile(r"\.problems(?:-[^.]*)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Recipients:
    """Who gets which rows.

    Attributes:
        whose: sheet name and row number in the file -> municipality number; empty or missing where nobody knows.
        name: number -> the municipality's name.
        language: number -> the form it is written to in; asked with the empty text, the office's own.
    """

    whose: Mapping[RowKey, str]
    name: Callable[[str], str]
    language: Callable[[str], Language]


def annotated(
    file: Path,
    problems: Sequence[Problem],
    language: Language,
    *,
    target: Path | None = None,
    rows: Collection[Place] | None = None,
) -> Path:
    """Write the copy `NAME.problems.xlsx` of a file with its faults marked, and return where it stands.

    Args:
        file: .xlsx, .xlsm, .xls, .ods, .csv or .tsv, as it was read.
        problems: those of other files are passed over.
        language: of the list and the notes.
        target: another place for the copy; else it stands beside the file, or here where that folder is closed.
        rows: places of the rows that were left out, where the others were imported; those are shown in grey.

    A copy nobody has saved since is written over; any other file is left alone, and the copy gets a number.

    Raises:
        FileMissing, FileUnreadable, SheetFileRefused: the file cannot be read.
        TargetBusy: the copy cannot be written.
    """
    sheets = _sheets(file)
    taken = _taken(sheets, problems, rows) if rows is not None else set()
    copy = annotate(sheets, _of(file, problems), language, taken=taken)
    notes = [*_hidden(sheets, language), *_unmarked(copy, language)]
    if taken:
        notes.append(translate(N_("Rows in grey are imported already."), language))
    title = translate(N_("Faults in {file}"), language).format(file=file.name)
    return _write(copy, ListWords(language, title, notes), file, target or _folder(file) / _name(file))


def split(file: Path, problems: Sequence[Problem], recipients: Recipients, *, folder: Path | None = None) -> list[Path]:
    """Write one copy for each municipality that has a fault in its rows, and return where they stand, by number.

    A municipality gets the rows above the table and its own, nothing of another's, in its own language form. What
    belongs to nobody known, and what only the office can mend, goes into one more copy, the last, for the office.

    Args:
        file: as for `annotated`.
        problems: likewise.
        recipients: whose the rows are, and how each is written to.
        folder: where the copies are to stand; else as for `annotated`.

    Raises:
        FileMissing, FileUnreadable, SheetFileRefused: the file cannot be read.
        TargetBusy: a copy cannot be written.
    """
    parts = parted(_sheets(file), _of(file, problems), recipients.whose)
    return [_write_part(part, file, folder or _folder(file), recipients) for part in parts]


def _write_part(part: Part, file: Path, folder: Path, recipients: Recipients) -> Path:
    number, language = part.number, recipients.language(part.number)
    copy = annotate(part.sheets, part.problems, language, origin=part.origin)
    name = recipients.name(number) if number != OFFICE else ""
    if number == OFFICE:
        title = N_("For the office: faults in {file}")
        what = N_("Here is what belongs to no municipality we know, and what only the office can mend.")
    else:
        title = N_("{municipality}: faults in {file}")
        what = N_("Mend the marked cells in this workbook and send it back to the county governor.")
    moved = N_("The rows are moved together; the first column tells where each stands in {file}.")
    notes = [translate(what, language), translate(moved, language).format(file=file.name), *_unmarked(copy, language)]
    words = ListWords(language, translate(title, language).format(municipality=name, file=file.name), notes)
    label = f"-{number}-{name}" if number != OFFICE else "-unknown"
    return _write(copy, words, file, folder / _name(file, label))


def _sheets(file: Path) -> list[Sheet]:
    """Return the sheets of a file; of a copy that came back without its list of faults."""
    sheets = list(read(file).sheets)
    return sheets[1:] if is_annotated(file) else sheets


def _of(file: Path, problems: Sequence[Problem]) -> list[Problem]:
    return [one for one in problems if one.place.file in {"", file.name}]


def _taken(sheets: Sequence[Sheet], problems: Sequence[Problem], rows: Collection[Place]) -> set[RowKey]:
    left = {(place.sheet, cell[0]) for place in rows if (cell := position_of(place.cell))}
    at_fault = {(one.place.sheet, cell[0]) for one in problems if one.severity == "error" and (cell := position_of(one.place.cell))}  # fmt: skip
    return {(sheet.name, row.number) for sheet in sheets for row in sheet.rows} - left - at_fault


def _hidden(sheets: Sequence[Sheet], language: Language) -> list[str]:
    names = [sheet.name for sheet in sheets if sheet.hidden]
    said = translate(N_("Hidden sheets are not in this copy: {sheets}."), language)
    return [said.format(sheets=listed(names, language))] if names else []


def _unmarked(copy: Annotated, language: Language) -> list[str]:
    said = translate(N_("Only {most} cells are marked; the other {count} stand in this list alone."), language)
    return [said.format(most=GREATEST_MARKS, count=copy.unmarked)] if copy.unmarked else []


def _folder(file: Path) -> Path:
    return file.parent if os.access(file.parent, os.W_OK) else Path()


def _name(file: Path, label: str = "") -> str:
    """Return a copy's name; that of a copy which came back is the first one's."""
    suffix = f".problems{label}"
    stem = _LABEL.sub("", file.stem) or file.stem
    return files.file_name(stem[: files.LONGEST_NAME - len(suffix) - len(".xlsx")] + suffix, "xlsx")


def _write(copy: Annotated, words: ListWords, file: Path, wanted: Path) -> Path:
    target = _free(wanted, file)
    files.write_whole(target, xlsx(copy, words, _LABEL.sub("", file.stem)))
    return target


def _free(wanted: Path, file: Path) -> Path:
    """Return `wanted`, or the same with the first number that writes over nothing but a copy nobody has saved since."""
    numbered = (wanted.with_stem(f"{wanted.stem}-{number}") for number in count(2))
    return next(path for path in chain((wanted,), numbered) if _may_be_written(path, file))


def _may_be_written(path: Path, file: Path) -> bool:
    return not path.exists() or (is_as_written(path) and not path.samefile(file))
