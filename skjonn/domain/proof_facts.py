"""What proofreading is about, as values: the parts of a text, what the register has, and what is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from skjonn.domain.tables import Table
from skjonn.texts import Language, chosen, translate
from skjonn.texts.wording import grouped, worded

Kind = Literal["amount", "sum", "count", "date", "title", "partner", "municipality", "row", "missing", "unread"]
Severity = Literal["error", "note"]


@dataclass(frozen=True)
class Passage:
    """A part of a text.

    Attributes:
        where: as a person finds it; text: of a paragraph.
        cells, table: of a row of the table of that number, from 1.
        torn: the text has lost its order, as that of a table in a PDF.
    """

    where: str
    text: str
    cells: tuple[str, ...] = ()
    table: int = 0
    torn: bool = False


@dataclass(frozen=True)
class Award:
    """A case as the register has it; amounts in whole kroner.

    Attributes:
        awarded_nok: 0 where it was refused.
        partners: those named, municipalities and others; open_partners: more take part than are named.
        payee: who is paid where it is not the lead, else empty.
        earlier: what its initiative has had: in each earlier year, and in all by the end of each year.
        status: a code of the catalogue's; empty where it is not held against anything.
        history: the awards its initiative had in earlier years, each with its year; initiative: its name.
    """

    case: str
    title: str
    municipality: str
    awarded_nok: int
    applied_nok: int
    partners: tuple[str, ...] = ()
    whole_county: bool = False
    payee: str = ""
    earlier: tuple[int, ...] = ()
    number: str = ""
    open_partners: bool = False
    status: str = ""
    history: tuple[tuple[int, int], ...] = ()
    initiative: str = ""

    @property
    def people(self) -> frozenset[str]:
        """All who take part by name, and who is paid."""
        return frozenset((self.municipality, *self.partners, *([self.payee] if self.payee else [])))


@dataclass(frozen=True)
class Facts:
    """What a text is held against.

    Attributes:
        awards: the cases with an award; others_cases: those decided without one.
        beside: further cases of the round a text may name without being about them; elsewhere: those of the year's other calls, which
            only a table may have, by their number or their title as it is.
        applications, applicants, refused, applied_nok: counts and the sum of what was applied for; applicants are municipalities.
        names: of all municipalities of the day.
        others: further sums of the round a text may speak of: its pots.
        by_municipality: what each lead's awards come to.
        year: the budget year; call_names: of the call, in both forms.
        overviews: the tables without titles that the text may hold, by name; of a call, of its year, of all.
        county: how many municipalities there are in the office's county, 0 where it is not known.
        decided_on: the days decisions of the round were made on, none where they are not known.
    """

    awards: tuple[Award, ...]
    applications: int
    applicants: int
    refused: int
    applied_nok: int
    names: frozenset[str]
    others: tuple[int, ...] = ()
    by_municipality: Mapping[str, int] = field(default_factory=dict)
    others_cases: tuple[Award, ...] = ()
    beside: tuple[Award, ...] = ()
    elsewhere: tuple[Award, ...] = ()
    year: int = 0
    call_names: tuple[str, ...] = ()
    overviews: Mapping[str, tuple[Table, ...]] = field(default_factory=dict)
    county: int = 0
    decided_on: tuple[date, ...] = ()

    @property
    def awarded_nok(self) -> int:
        """The sum of the awards."""
        return sum(one.awarded_nok for one in self.awards)

    @property
    def sums(self) -> frozenset[int]:
        """Every sum a text may speak of without naming an award."""
        everything = (sum(one.applied_nok for one in self.awards), *self.others, *self.by_municipality.values())
        return frozenset((self.awarded_nok, self.applied_nok, *everything))

    @property
    def partly(self) -> int:
        """How many awards are less than was applied for."""
        return sum(one.awarded_nok < one.applied_nok for one in self.awards)

    @property
    def fully(self) -> int:
        """How many awards are all that was applied for."""
        return sum(one.awarded_nok >= one.applied_nok > 0 for one in self.awards)

    def of(self, municipality: str) -> tuple[Award, ...]:
        """Return the awards a municipality leads."""
        return tuple(one for one in self.awards if one.municipality == municipality)


@dataclass(frozen=True)
class Likeness:
    """How alike texts are: where something like a title stands in a text; whether a word could be a name misspelt; 0 to 100."""

    near: Callable[[str, str], tuple[int, int] | None]
    misspelt: Callable[[str, str], bool]
    alike: Callable[[str, str], float]


@dataclass(frozen=True)
class Finding:
    """Something a text says that the register does not: what stands there and what the register has, in words."""

    kind: Kind
    severity: Severity
    case: str
    where: str
    found: str
    register: str
    sentence: str

    def message(self, language: Language | None = None) -> str:
        """Return it as a sentence."""
        data = {"case": self.case, "found": self.found, "register": self.register}
        tongue = language or chosen()
        return translate(self.sentence, tongue).format_map(
            {name: worded(name, value, tongue) for name, value in data.items()}
        )


def nok(amount_nok: int) -> str:
    """Return an amount as findings tell it."""
    return f"{grouped(amount_nok)} kr"
