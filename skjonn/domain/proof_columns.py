"""The columns of a table in a finished text: what each holds by its heading, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from skjonn.domain.fields import APPLICATION, CATALOGUE, DECIDED, RESULT
from skjonn.domain.proof_facts import Passage
from skjonn.texts import LANGUAGES

MONEY = "money"
"""A column of amounts that does not say which."""
_ODD = re.compile(r"[(\[].*?[)\]]|\b(?:i\s+)?(?:heile\s+|hele\s+)?(?:kr|kroner|nok)\b\.?|[*:.]")
_UNITS = ((1000, re.compile(r"\b1[ .]?000\b|\btusen\b|\btkr\b", re.IGNORECASE)), (10**6, re.compile(r"\bmill\b|\bmillion", re.IGNORECASE)))  # fmt: skip
_GENERAL = {"beløp": MONEY, "amount": MONEY, "sum": MONEY, "kr": MONEY, "kroner": MONEY, "nok": MONEY, "": MONEY, "kommune": "municipality", "kommunar": "municipality", "kommuner": "municipality", "prosjekt": "title", "kommunenr": "municipality_number", "sak": "case", "saksnummer": "case", "ansvarleg kommune": "municipality", "ansvarlig kommune": "municipality", "søknadsbeløp": "applied_nok"}  # fmt: skip
_BY_WORDS = (
    ("partners", re.compile(r"partn|partar|parter|samarbeid|delta")),
    ("payee", re.compile(r"betal|mottak")),
    ("municipality_number", re.compile(r"kommunen(?:umm|r)")),
    ("applied_nok", re.compile(r"søkt|søknadss|søknadsb|omsøk")),
    ("awarded_nok", re.compile(r"tildel|tilskot|tilskudd|innvilg|løyv|bevilg|støtte|vedt[ae]|\bgitt\b|\bfått\b")),
    ("title", re.compile(r"prosjekt|tittel|tiltak")),
    ("municipality", re.compile(r"kommun|søkjar|søker|lead|vert")),
    (MONEY, re.compile(r"beløp|\bsum|kroner|\bkr\b|amount")),
)
_SHARE = re.compile(r"\bper\b|\bpr\.? |prosent|%|\bandel|\bdel av\b", re.IGNORECASE)
_NUMBER_OF = re.compile(r"(?:tal|talet|antal|antall|antallet)\b")
_HEADER_WITHIN = 6
_COUNTED = {"awarded_nok": "awards", "applied_nok": "applications", MONEY: ""}
_LONGEST_HEADING = 60
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Column:
    """A column: what it holds, by the name of a field, `money`, or nothing that is known; its unit; a year in its heading."""

    name: str
    unit: int = 1
    year: int = 0


@dataclass(frozen=True)
class Grid:
    """A table of a text: its columns by place, and the rows below its headings; `turned`: fields stood below one another."""

    columns: tuple[Column, ...]
    rows: tuple[Passage, ...]
    turned: bool = False

    def has(self, *names: str) -> bool:
        """Tell whether any of these columns is there."""
        return any(column.name in names for column in self.columns)

    def cells(self, row: Passage, *names: str) -> list[tuple[Column, str]]:
        """Return the cells of a row in these columns that hold anything."""
        pairs = zip(self.columns, row.cells, strict=False)
        return [(column, cell) for column, cell in pairs if column.name in names and cell.strip()]

    def text(self, row: Passage, name: str) -> str:
        """Return what a row holds in the first such column, empty where there is none."""
        return next((cell.strip() for column, cell in zip(self.columns, row.cells, strict=False) if column.name == name), "")  # fmt: skip


def grid_of(rows: Sequence[Passage]) -> Grid:
    """Return a table with its headings found; one that lists a field in each row, and its value beside, is turned."""
    turned = _turned(rows)
    if turned:
        return turned
    width = max((len(row.cells) for row in rows), default=0)
    scored = [(_known(row), -at) for at, row in enumerate(rows[:_HEADER_WITHIN])]
    best, place = max(scored, default=(0, 0))
    if not best:
        return Grid(tuple(Column("") for _place in range(width)), tuple(rows))
    header = rows[-place].cells
    columns = tuple(column_of(cell) for cell in header) + tuple(Column("") for _place in range(width - len(header)))
    return Grid(
        tuple(_counts(column, rows[-place + 1 :], at) for at, column in enumerate(columns)), tuple(rows[-place + 1 :])
    )


def _counts(column: Column, rows: Sequence[Passage], at: int) -> Column:
    """Return a column of amounts as one of counts where its whole numbers are so small that they can be no kroner."""
    if column.name not in _COUNTED or column.unit != 1:
        return column
    numbers = [cell for row in rows for cell in row.cells[at : at + 1] if re.search(r"\d", cell)]
    small = all(re.fullmatch(r"\W*\d{1,2}\W*", cell) for cell in numbers) and any(
        int(re.sub(r"\D", "", cell)) for cell in numbers
    )
    return Column(_COUNTED[column.name]) if small else column


def column_of(heading: str) -> Column:
    """Return what a heading means."""
    unit = next((unit for unit, said in _UNITS if said.search(heading)), 1)
    year = _YEAR.search(heading)
    folded = _folded(heading)
    if _SHARE.search(heading):
        return Column("")
    if _NUMBER_OF.match(folded):
        return Column(
            "applications" if "søk" in folded else "awards" if re.search("prosjekt|tildel|innvil", folded) else ""
        )
    name = _exact(heading) or next((name for name, said in _BY_WORDS if said.search(folded)), "")
    return Column("municipality" if name == "lead" else name, unit, int(year[0]) if year else 0)


def _folded(heading: str) -> str:
    return " ".join(_ODD.sub(" ", heading.casefold().replace("\u00ad", "")).split())


def _exact(heading: str) -> str:
    """Return the field whose heading this is, word by word; empty where it is none."""
    if not heading.strip():
        return ""
    folded = _folded(heading)
    return _GENERAL.get(folded) or _headings().get(folded, "")


@cache
def _headings() -> dict[str, str]:
    """Return every heading the program writes, and those it reads, with the field's name."""
    found: dict[str, str] = {}
    for field in (*APPLICATION, *RESULT, *DECIDED):
        for heading in (field.name, *(field.heading(language) for language in LANGUAGES), *field.synonyms):
            found.setdefault(" ".join(heading.casefold().split()), field.name)
    for name in ("allotted_nok", "awarded_nok", "municipality", "municipality_number", "applications", "awards"):
        for heading in (name, *(CATALOGUE[name].heading(language) for language in LANGUAGES)):
            found[heading.casefold()] = name
    return found


def _known(row: Passage) -> int:
    """Return how many of a row's cells are headings; none where one of them is an amount."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    amounts = [cell for cell in filled if re.fullmatch(r"[\d .,\u00a0]{3,}", cell) and not _YEAR.fullmatch(cell)]
    if len(filled) < 2 or amounts:  # noqa: PLR2004  (a title alone)
        return 0
    return sum(len(cell) <= _LONGEST_HEADING and bool(column_of(cell).name) for cell in filled)


def _turned(rows: Sequence[Passage]) -> Grid | None:
    pairs = [row.cells for row in rows if len(row.cells) == 2]  # noqa: PLR2004  (a field and its value)
    names = [column_of(cells[0]) for cells in pairs]
    if len(pairs) < 3 or len(pairs) != len(rows) or "title" not in {one.name for one in names[:3]}:  # noqa: PLR2004
        return None
    if _exact(pairs[0][1]) or 2 * sum(bool(one.name) for one in names) < len(pairs):
        return None
    return Grid(
        tuple(names), (Passage(rows[0].where, "", tuple(cells[1] for cells in pairs), rows[0].table),), turned=True
    )
