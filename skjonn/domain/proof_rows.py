"""The rows of a table of awards, as rows: one that stands twice, one of no award, one whose amount, number or status is another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from skjonn.domain.fields import CATALOGUE
from skjonn.domain.proof_columns import MONEY, Column, Grid
from skjonn.domain.proof_facts import Award, Finding, Passage, Severity, nok
from skjonn.domain.proof_numbers import in_column
from skjonn.domain.proof_reader import STANDS, Reader
from skjonn.domain.proof_titles import words_of
from skjonn.texts import LANGUAGES, N_, translate

TWICE = N_("{found} stands in the table twice.")
EMPTY = N_("{case}: no amount stands there; the register has {register}.")
_NO_AWARD = N_("{found} is no award the register has.")
_DECIDED = frozenset(("awarded", "partly_awarded", "refused", "dismissed", "next_round", "passed_on", "reversed", "declined"))  # fmt: skip
_NO_PROJECT = re.compile(r"^\W*(?:ramme|rest|unytta|ubrukt|avsett|avsatt|reserve|delsum|herav|derav|ufordelt|fordelt|pott|andre|anna|annet|øvrige|diverse|att|igjen|disponibel|snitt|gjennomsnitt)", re.IGNORECASE)  # fmt: skip
_WORD = 4  # letters of a word that tells something, or of one in capitals fewer
_MOST_DIGITS = 9
_NOTHING = re.compile(r"[\s\u00a0–—-]*")


@dataclass(frozen=True)
class Told:
    """A row with the award it is about and its place in the text; `part` counts the subheadings above it."""

    place: int
    row: Passage
    award: Award
    part: int


def with_statuses(grid: Grid) -> Grid:
    """Return a table with those columns seen as of statuses that have the words for them, as one with the heading "Vedtak"."""
    columns = list(grid.columns)
    for place, column in enumerate(grid.columns):
        cells = [row.cells[place].strip().casefold() for row in grid.rows if place < len(row.cells)]
        if column.name in {"", "awarded_nok"} and any(cells) and all(not one or one in _statuses() for one in cells):
            columns[place] = Column("status")
    return replace(grid, columns=tuple(columns))


def meant(reader: Reader, grid: Grid, row: Passage) -> Award | None:
    """Return the award a row with another title must mean: by its case number, or by its municipality, amount and a word of the title."""
    case = grid.text(row, "case").strip(" *")
    if case in reader.cases:
        return reader.cases[case]
    homes = {one.name for one in reader.people.named(grid.text(row, "municipality"))}
    cells = grid.cells(row, "awarded_nok") if grid.has("awarded_nok") else grid.cells(row, MONEY)
    stated = [one for column, cell in cells for one in in_column(cell, column.unit) if not one.tolerance]
    fitting = [one for one in reader.facts.awards if one.municipality in homes and any(each.fits(one.awarded_nok) for each in stated)]  # fmt: skip
    words = set(words_of(grid.text(row, "title")).words)
    own = {word for one in fitting[:1] for word in words_of(one.title).words if len(word) >= _WORD or word.upper() in one.title}  # fmt: skip
    return fitting[0] if len(fitting) == 1 and words & own else None


def number(reader: Reader, grid: Grid, row: Passage, award: Award) -> None:
    """Check the case number of a row: it is that of the title, unless it is no such number."""
    stated = grid.text(row, "case").strip(" *")
    if stated != award.case and _shape(stated) == _shape(award.case):
        reader.say(Finding("row", "error", award.case, row.where, stated, award.case, STANDS))


def status(reader: Reader, grid: Grid, row: Passage, award: Award) -> None:
    """Check what a row says came of an application; "awarded" may stand for any award where the table has no other word."""
    said = _statuses().get(grid.text(row, "status").casefold(), "")
    parts = any(_statuses().get(grid.text(one, "status").casefold()) == "partly_awarded" for one in grid.rows)
    right = award.status if parts or award.status != "partly_awarded" else "awarded"
    if right and said in _DECIDED and said != right:
        words = translate(dict(CATALOGUE["status"].choices)[award.status], "nn")
        reader.say(Finding("row", "error", award.case, row.where, grid.text(row, "status"), words, STANDS))


def twice(reader: Reader, told: Sequence[Told]) -> None:
    """Tell of a row that stands twice, in all its cells, below one heading; unless as many cases have its title."""
    counted: Counter[tuple[object, ...]] = Counter()
    for one in told:
        key = (one.part, *(" ".join(cell.split()).casefold() for cell in one.row.cells))
        counted[key] += 1
        allowed = 1 if one.award.case in one.row.cells else len(reader.same(one.award))
        if counted[key] > allowed:
            reader.say(Finding("row", "error", one.award.case, one.row.where, one.award.title, one.award.title, TWICE), one.place)  # fmt: skip


def emptied(reader: Reader, grid: Grid, told: Sequence[Told]) -> None:
    """Tell of an award whose amount is left out of a column that has those of most others."""
    for name in ("awarded_nok", "applied_nok", MONEY):
        places = [at for at, one in enumerate(grid.columns) if one.name == name and one.year in {0, reader.facts.year}]
        if len(places) != 1 or (name == MONEY and grid.has("awarded_nok", "applied_nok")):
            continue
        cells = [(one, "".join(one.row.cells[places[0] : places[0] + 1])) for one in told]
        filled = sum(bool(re.search(r"\d", cell)) for _one, cell in cells)
        for one, cell in cells if 2 * filled >= len(cells) else ():
            right = one.award.applied_nok if name == "applied_nok" else one.award.awarded_nok
            if right and _NOTHING.fullmatch(cell) and not _stands_beside(one.row, places[0]):
                reader.say(Finding("amount", "error", one.award.case, one.row.where, "", nok(right), EMPTY), one.place)


def _stands_beside(row: Passage, place: int) -> bool:
    """Tell whether a cell is one with that before it, which holds several amounts."""
    return place > 0 and both_in_one(row.cells[place - 1])


def both_in_one(cell: str) -> bool:
    """Tell whether a cell holds more digits than one amount has, as where two cells were made one."""
    return len(re.findall(r"\d", cell)) > _MOST_DIGITS


def strange(reader: Reader, grid: Grid, told: Sequence[Told], others: Sequence[tuple[int, Passage]]) -> None:
    """Tell of rows that are of no award, in a table that is of awards: with a title, an amount given and a municipality."""
    if grid.turned or not grid.has("title") or len(told) < max(2, len(others)):
        return
    for place, row in others:
        title = grid.text(row, "title")
        if re.search(r"[^\W\d]{3}", title) and not _NO_PROJECT.match(title) and _gives(grid, row) and _of_the_round(reader, row):  # fmt: skip
            for severity in _surely(reader, grid, row):
                reader.say(Finding("row", severity, "", row.where, title, "", _NO_AWARD), place)


def _gives(grid: Grid, row: Passage) -> bool:
    """Tell whether a row states an amount that is given."""
    cells = grid.cells(row, "awarded_nok") if grid.has("awarded_nok") else grid.cells(row, MONEY)
    return any(stated.nok > 0 for column, cell in cells for stated in in_column(cell, column.unit))


def _of_the_round(reader: Reader, row: Passage) -> bool:
    """Tell whether nothing in a row says that it is of another year or call."""
    year, calls = str(reader.facts.year), {case.rpartition("-")[0] for case in reader.cases}
    stated = [cell.strip() for cell in row.cells]
    years = [one for one in stated if re.fullmatch(r"(?:19|20)\d\d", one)]
    cases = [one.rpartition("-")[0] for one in stated if re.fullmatch(r"[\w-]+-\d{3,}", one)]
    return all(one == year for one in years) and all(one in calls for one in cases)


def _surely(reader: Reader, grid: Grid, row: Passage) -> Iterator[Severity]:
    """Yield how surely a row is meant as an award: with a municipality surely; without such a column it may be anything."""
    if not grid.has("municipality"):
        yield "note"
    elif reader.people.named(grid.text(row, "municipality")):
        yield "error"


def _shape(text: str) -> str:
    return re.sub(r"\d", "0", text)


@cache
def _statuses() -> dict[str, str]:
    """Return the words for what came of an application, in every language, and the code of each."""
    choices = CATALOGUE["status"].choices
    return {words.casefold(): code for code, text in choices for words in (code, *(translate(text, language) for language in LANGUAGES))}  # fmt: skip
