"""Sheets of applications read into applications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.applications import AmountLine, Contact, Partner, PartnerKind, Phase, Scope
from skjonn.domain.calls import Call, LetterSettings, PriorityArea, Rules, Scale
from skjonn.domain.dates import OSLO
from skjonn.domain.headings import Meant
from skjonn.domain.intake import Doubles, Found, Taken
from skjonn.domain.intake_book import Aim, Headed, Named, Said, read_book
from skjonn.domain.intake_values import Terms, clean_text
from skjonn.domain.intake_wire import packed, unpacked
from skjonn.domain.partners import Match
from skjonn.domain.problems import Place, Problem
from skjonn.domain.sheets import CellValue, Fault, Row, Sheet

NUMBERS = {
    "eigersund": "1101",
    "stavanger": "1103",
    "lund": "1112",
    "sokndal": "1111",
    "time": "1121",
    "halden": "0101",
}
AREAS = (
    PriorityArea("barn", {"nb": "Barn, unge og oppvekst", "nn": "Barn, unge og oppvekst"}, ("barnevern",)),
    PriorityArea("klima", {"nb": "Klima og miljø", "nn": "Klima og miljø"}),
)
CALL = Call(
    "2021", 2021, {"nb": "Prosjektskjønn", "nn": "Prosjektskjønn"}, ("project",), date(2021, 1, 19),
    datetime(2021, 2, 28, 23, 59, 59, tzinfo=OSLO), AREAS, (), Scale(), (), Rules(), LetterSettings({}, {}),
)  # fmt: skip
HEADER = ("Tittel", "Kommune", "Søkt beløp")
GOOD = ("Eit prosjekt", "Lund", 100_000)


class Known:
    """A handful of municipalities."""

    counties = ("Rogaland",)

    def find(self, text: str) -> Match:
        """Look the text up."""
        for name, number in NUMBERS.items():
            if text.casefold() in {name, number, number.lstrip("0")}:
                return Match("found", number, name.title())
        return Match("unknown")


TERMS = Terms(CALL, Known())


@dataclass(frozen=True)
class Intake:
    """What a file gave, gathered."""

    taken: tuple[Taken, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[Place, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep rows out."""
        return tuple(one for one in self.problems if one.severity == "error")


def read_applications(sheets: Sequence[Sheet], terms: Terms, mapping: dict[str, str] | None = None, **about: Any) -> Intake:  # fmt: skip
    """Read some sheets as one file, through the lists that go from process to process."""
    decided = about.pop("decided", False)
    opened = [(replace(sheet.head, **{"typed": False, **about}), iter(sheet.rows)) for sheet in sheets]
    aim = Aim(terms.call.code, 1, Meant(mapping or {}, decided=decided))
    said = list(read_book(opened, terms.reader, aim))
    assert list(packed(unpacked(packed(said)))) == list(packed(said))
    return _gathered(said)


def _gathered(said: Sequence[Said]) -> Intake:
    problems: list[Problem] = []
    rows: list[Found] = []
    for one in said:
        problems += one.problems if isinstance(one, Found) else [] if isinstance(one, Headed | Named) else [one]
        rows += [one] if isinstance(one, Found) and one.taken else []
    doubles, refused = Doubles(), set[Place]()
    for found in rows:
        if double := doubles.look(found):
            refused.add(double[0])
            problems.append(replace(double[1], place=double[0]))
    sound = [one.taken for one in rows if one.taken and one.sound and one.taken.place not in refused]
    left = [one.taken.place for one in rows if one.taken and one.taken not in sound]
    return Intake(tuple(sound), tuple(problems), tuple(left))


def _sheet(*rows: tuple[CellValue, ...], first: int = 1, name: str = "Ark1") -> Sheet:
    return Sheet("a.xlsx", name, tuple(Row(first + number, row) for number, row in enumerate(rows) if row))


def _read(*rows: tuple[CellValue, ...], terms: Terms = TERMS) -> Intake:
    return read_applications([_sheet(*rows)], terms)


def _told(intake: Intake) -> list[tuple[str, str, str]]:
    return [(one.severity, one.code, one.place.cell) for one in intake.problems]


def test_a_row_becomes_an_application() -> None:
    """Every kind of field is read, contacts and note are kept apart, and the row is remembered."""
    intake = _read(
        (*HEADER, "Samarbeidspartnere", "Prioritert område", "Start", "Slutt", "Fase", "Kostnader", "Søkt per år", "Delvis tildeling", "Vedlegg", "Mottatt", "Kontaktperson", "E-post", "Telefon", "Prosjektleder", "Merknad", "Ref"),
        ("Eit prosjekt – på tvers", "1112", "kr 500 000,-", "Lund, Sokndal og NORCE", "Barnevern; klima", "mars 2021", "2022", "nytt prosjekt", "Løn: 400 000; Reise: 100 000", "2021: 300 000; 2022: 200 000", "ja", "plan.pdf; brev.pdf", date(2021, 2, 28), "Kari Nordmann", "kari@example.no", 40215198.0, "Ola Nordmann", "Ring ho", 7.0),
    )  # fmt: skip

    assert _told(intake) == [("warning", "partner-is-applicant", "D2")]
    one = intake.taken[0]
    assert one.source.row == 2
    assert one.note == "Ring ho"
    assert one.contacts == (Contact("contact", "Kari Nordmann", "kari@example.no", "40215198"), Contact("project_leader", "Ola Nordmann"))  # fmt: skip
    content = one.content
    assert (content.title, content.lead, content.applied_nok, content.reference) == ("Eit prosjekt – på tvers", "1112", 500_000, "7")  # fmt: skip
    assert content.partners == (Partner(PartnerKind.MUNICIPALITY, "Sokndal", "1111"), Partner(PartnerKind.ORGANISATION, "NORCE"))  # fmt: skip
    assert content.areas == ("barn", "klima")
    assert (content.starts_on, content.ends_on, content.phase) == (date(2021, 3, 1), date(2022, 12, 31), Phase.START)
    assert content.costs == (AmountLine("Løn", 400_000), AmountLine("Reise", 100_000))
    assert content.applied_by_year == (AmountLine("2021", 300_000), AmountLine("2022", 200_000))
    assert content.accepts_partial is True
    assert content.attachments == ("plan.pdf", "brev.pdf")
    assert content.received_at == datetime(2021, 2, 28, 12, tzinfo=OSLO)


def test_the_header_below_titles_and_empty_rows() -> None:
    """Titles above, empty rows between and a row of sums below do no harm; addresses stay true."""
    intake = _read(("Søknader 2021",), (), HEADER, (), GOOD, ("Eit anna", "Time", 50_000), (), ("Sum", None, 150_000))

    assert [(one.row, one.content.title) for one in intake.taken] == [(5, "Eit prosjekt"), (6, "Eit anna")]
    assert _told(intake) == [("warning", "row-of-sums", "A8")]


@pytest.mark.parametrize("row", [("SUM", None, 99), (None, None, 99), ("Totalt", "", 99), (None, "Sum:", "99")])
def test_a_sum_that_is_not_the_sum(row: tuple[CellValue, ...]) -> None:
    """A stated sum that the rows do not make is told of."""
    intake = _read(HEADER, GOOD, row)

    assert [code for _severity, code, _cell in _told(intake)] == ["row-of-sums", "sum-differs"]
    assert len(intake.taken) == 1


def test_all_problems_at_once() -> None:
    """Every fault of every row is told with its cell; a row with a fault gives no application."""
    intake = _read(
        HEADER,
        ("Tittel A", "Oz", "1.100"),
        ("", "Lund", "-5"),
        ("Tittel C", None, Fault("#REF!")),
        ("Tittel D", "Lund", Fault()),
        ("Tittel E", "Lund", 0),
        GOOD,
    )

    assert _told(intake) == [
        ("error", "municipality-unknown", "B2"),
        ("error", "amount-ambiguous", "C2"),
        ("error", "amount-negative", "C3"),
        ("error", "value-missing", "A3"),
        ("warning", "continues-above", "B4"),
        ("error", "cell-error", "C4"),
        ("error", "cell-uncalculated", "C5"),
        ("error", "applied-nothing", "C6"),
    ]
    assert [one.content.title for one in intake.taken] == ["Eit prosjekt"]
    assert len(intake.left_out) == 5
    assert all(one.message() for one in intake.problems)
    assert all(str(one.place).startswith("a.xlsx, Ark1!") for one in intake.problems)


def test_a_missing_column_hides_nothing() -> None:
    """Where a column is missing no row is taken, and the faults of the rows in the other columns are told all the same."""
    intake = _read(("Tittel", "Kommune", "Start", "Slutt"), ("A", "Oz", "2022", "2021"), (None, "Lund", "snart", None))

    assert not intake.taken
    assert _told(intake) == [("error", "column-missing", "A1"), ("error", "municipality-unknown", "B2"), ("error", "ends-before-start", "D2"), ("error", "date-unreadable", "C3"), ("error", "value-missing", "A3")]  # fmt: skip
    assert [place.cell for place in intake.left_out] == ["A2", "B3"]


def test_values_without_a_heading_are_told_of() -> None:
    """What stands in a column without a heading is named cell by cell, also beyond the table and beside empty rows."""
    intake = _read((*HEADER, None, "Ref"), (*GOOD, "x", "S-1", 7), (None, None, None, "y"), ("B", "Lund", 5, " ", "S-2"))  # fmt: skip

    assert _told(intake) == [("warning", "column-without-heading", cell) for cell in ("D2", "F2", "D3")]
    assert len(intake.taken) == 2


def test_a_heading_may_be_a_number() -> None:
    """A column headed by a year is an unknown heading as any other, and can be pointed to."""
    rows = ((*HEADER, 2021.0), (*GOOD, 100_000))

    assert _told(_read(*rows)) == [("warning", "heading-unknown", "D1")]
    assert _told(read_applications([_sheet(*rows)], TERMS, {"2021": "total_cost_nok"})) == []


def test_a_doubled_column_hides_nothing() -> None:
    """A field in two columns is read from neither; what else is wrong with the rows is told, and rows that stand twice."""
    intake = _read((*HEADER, "Beløp"), ("A", "Oz", "1.100", 5), ("B", "Lund", 5, 6), ("B", "Lund", 7, 8), ("Sum", None, 12, 14))  # fmt: skip

    assert not intake.taken
    assert _told(intake) == [("error", "heading-twice", "D1"), ("error", "municipality-unknown", "B2"), ("warning", "row-of-sums", "A5"), ("error", "row-twice", "A4")]  # fmt: skip


def test_a_row_with_a_fault_may_have_others() -> None:
    """An unreadable cell does not hide that the dates contradict each other, or that a sound row is the same application."""
    intake = _read((*HEADER, "Start", "Slutt"), ("A", "Lund", "1.100", "2022", "2021"), ("A", "Lund", 5, None, None))

    assert _told(intake) == [("error", "amount-ambiguous", "C2"), ("error", "ends-before-start", "E2"), ("error", "row-twice", "A2")]  # fmt: skip
    assert [one.row for one in intake.taken] == [3]


def test_the_same_application_twice() -> None:
    """A row that stands before in the same files is an error naming the first; a reference of its own tells it apart."""
    twice = _read(HEADER, GOOD, GOOD)
    apart = _read((*HEADER, "Ref"), (*GOOD, 1), (*GOOD, 2))

    assert _told(twice) == [("error", "row-twice", "A3")]
    assert "A2" in twice.problems[0].message()
    assert len(apart.taken) == 2


@pytest.mark.parametrize(
    ("heading", "value", "severity", "code"),
    [
        ("Minste nyttige beløp", 200_000, "warning", "least-useful-above-applied"),
        ("Søkt per år", "2021: 50 000", "warning", "years-differ"),
        ("Søkt per år", "i år: 50 000", "error", "amount-line-unreadable"),
        ("Kostnader", "Løn: mykje", "error", "amount-unreadable"),
        ("Totalkostnad", 50_000, "warning", "cost-below-applied"),
        ("Prioritert område", "Barn og ungar", "error", "area-unknown"),
        ("Fase", "midt i", "error", "choice-unknown"),
        ("Delvis tildeling", "kanskje", "error", "yes-no-unknown"),
        ("Start", "31.2.2021", "error", "date-unreadable"),
        ("Kort beskrivelse", "ein\x07 to", "warning", "signs-dropped"),
    ],
)
def test_doubts_within_a_row(heading: str, value: CellValue, severity: str, code: str) -> None:
    """What cannot be read is an error, what does not hold together a warning, both at their cell."""
    intake = _read((*HEADER, heading), (*GOOD, value))

    assert _told(intake) == [(severity, code, "D2")]
    assert len(intake.taken) == (severity == "warning")


def test_ends_before_it_starts() -> None:
    """A project that ends before it starts is an error at its end."""
    assert _told(_read((*HEADER, "Start", "Slutt"), (*GOOD, "2022", "2021"))) == [("error", "ends-before-start", "E2")]


def test_the_whole_county_as_partner() -> None:
    """`alle kommunane i Rogaland` sets the scope."""
    content = _read((*HEADER, "Partnere"), (*GOOD, "x"), terms=TERMS).taken[0].content
    county = _read((*HEADER, "Samarbeidspartner"), (*GOOD, "alle kommunane i Rogaland")).taken[0].content

    assert content.scope is Scope.NAMED
    assert county.scope is Scope.COUNTY
    assert county.partners == ()


def test_areas_with_commas_and_og_in_their_names() -> None:
    """An area's own commas divide nothing."""
    intake = _read((*HEADER, "Tema"), (*GOOD, "Barn, unge og oppvekst; Klima og miljø"))

    assert intake.taken[0].content.areas == ("barn", "klima")


def test_thousands_in_the_heading() -> None:
    """Under `Søkt beløp (1000 kr)` numbers are thousands, and that is told."""
    intake = _read(("Tittel", "Kommune", "Søkt beløp (1000 kr)"), ("A", "Lund", 500))

    assert intake.taken[0].content.applied_nok == 500_000
    assert [one.code for one in intake.problems] == ["heading-unit"]


def test_a_number_that_lost_its_zero() -> None:
    """0101 stored as the number 101 is the municipality 0101."""
    assert _read(HEADER, ("A", 101, 5)).taken[0].content.lead == "0101"


def test_sheets_that_are_no_tables() -> None:
    """Hidden sheets and those without known headings are passed over and told of."""
    hidden = replace(_sheet(HEADER, GOOD, name="Løynd"), hidden=True)
    guide = _sheet(("Slik fyller du ut",), name="Rettleiing")

    intake = read_applications([guide, hidden, _sheet(HEADER, GOOD)], TERMS)

    assert [(one.code, one.place.sheet) for one in intake.problems] == [("sheet-without-header", "Rettleiing"), ("sheet-hidden", "Løynd")]  # fmt: skip
    assert len(intake.taken) == 1


def test_titles_are_left_untouched() -> None:
    """Quotes, dashes, double spaces and language stay as written; only line ends in a title become spaces."""
    title = "Små kommuner  – store fordeler? - «Et prosjekt»"

    assert _read(HEADER, (title, "Lund", 5)).taken[0].content.title == title
    assert _read(HEADER, ("Ein\r\ntittel", "Lund", 5)).taken[0].content.title == "Ein tittel"


@given(st.text())
def test_cleaning_is_done_once(text: str) -> None:
    """A cleaned text is clean: nothing more is dropped or changed."""
    cleaned, _dropped = clean_text(text)

    assert clean_text(cleaned) == (cleaned, False)
    cleaned.encode("utf-8")


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.floats(), st.dates(), st.booleans(), st.just(Fault())
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS, CELLS, CELLS), max_size=4))
def test_any_sheet_is_answered(rows: list[tuple[CellValue, ...]]) -> None:
    """Whatever the cells hold, each row is taken or its fault told; no other error."""
    header = (*HEADER, "Samarbeidspartner", "Start", "Kostnader", "Mottatt")

    intake = _read(header, *rows)

    assert len(intake.taken) + len(intake.left_out) <= len(rows)
    assert bool(intake.left_out) == bool(intake.errors)
