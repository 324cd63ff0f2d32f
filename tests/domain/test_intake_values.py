"""Cells of every kind, read as the values of fields."""

from __future__ import annotations

import pickle
import sys
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skjonn.domain.applications import AmountLine, Partner, PartnerKind, Phase, Scope
from skjonn.domain.calls import Call, LetterSettings, PriorityArea, Rules, Scale
from skjonn.domain.dates import OSLO
from skjonn.domain.fields import CATALOGUE, Kind
from skjonn.domain.intake_values import Reader, Reading, Terms, clean_text, read_value
from skjonn.domain.partners import Match
from skjonn.domain.sheets import CellValue, Fault
from tests.domain.hanging import assert_no_hang

AREAS = (
    PriorityArea("barn", {"nb": "Barn, unge og oppvekst", "nn": "Barn, unge og oppvekst"}, ("barnevern",)),
    PriorityArea("klima", {"nb": "Klima og miljø", "nn": "Klima og miljø"}),
)
CALL = Call(
    "2021", 2021, {"nb": "Prosjektskjønn", "nn": "Prosjektskjønn"}, ("project",), date(2021, 1, 19),
    datetime(2021, 2, 28, 23, 59, 59, tzinfo=OSLO), AREAS, (), Scale(), (), Rules(), LetterSettings({}, {}),
)  # fmt: skip
NUMBERS = {"lund": "1112", "time": "1121", "stavanger": "1103", "oslo": "0301"}


@dataclass(frozen=True)
class Known:
    """A handful of municipalities."""

    counties: tuple[str, ...] = ("Rogaland",)

    def find(self, text: str) -> Match:
        """Look the text up."""
        for name, number in NUMBERS.items():
            if text.casefold() in {name, number, number.lstrip("0")}:
                return Match("found", number, name.title())
        return Match("unknown")


TERMS = Terms(CALL, Known())
OF_KIND = {field.kind: field for field in reversed(CATALOGUE.values())} | {Kind.PARTNERS: CATALOGUE["partners"]}
STAMP = datetime(2021, 2, 28, 14, 5)  # noqa: DTZ001  (a cell's value)


def read(name: str, cell: CellValue, **more: Any) -> Reading:
    """Read a cell as a field of the catalogue."""
    return read_value(CATALOGUE[name], cell, TERMS, **more)


def told(reading: Reading) -> list[tuple[str, str]]:
    """Return severity and code of each problem."""
    return [(one.severity, one.code) for one in reading.problems]


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("title", "  Eit prosjekt – på  tvers ", "Eit prosjekt – på  tvers"),
        ("title", "Klima\u00a0og miljø", "Klima\u00a0og miljø"),
        ("title", "NYE løysingar i Hå KOMMUNE", "NYE løysingar i Hå KOMMUNE"),
        ("title", "Skriv=feil «her» & ‘der’ … 🙂\u200d🙂", "Skriv=feil «her» & ‘der’ … 🙂\u200d🙂"),
        ("title", "Over\nto\tlinjer", "Over to linjer"),
        ("title", "bla\u030abær", "blåbær"),
        ("title", 7.0, "7"),
        ("summary", "Ei line\r\nto\rtre\u2028fire\x0bfem", "Ei line\nto\ntre\nfire\nfem"),
        ("contact_phone", 40215198.0, "40215198"),
        ("applied_nok", "1 100 000 kr", 1_100_000),
        ("applied_nok", "1100000", 1_100_000),
        ("applied_nok", 1_100_000.0, 1_100_000),
        ("starts_on", "mars 2021", date(2021, 3, 1)),
        ("ends_on", "mars 2021", date(2021, 3, 31)),
        ("starts_on", 44286.0, date(2021, 3, 31)),
        ("starts_on", STAMP, date(2021, 2, 28)),
        ("received_at", STAMP, datetime(2021, 2, 28, 14, 5, tzinfo=OSLO)),
        ("received_at", 44255.75, datetime(2021, 2, 28, 18, tzinfo=OSLO)),
        ("accepts_partial", "Ja, gjerne", True),
        ("accepts_partial", "NEI.", False),
        ("accepts_partial", True, True),
        ("accepts_partial", 0, False),
        ("scope", "Heile fylket", Scope.COUNTY),
        ("phase", "nytt prosjekt", Phase.START),
        ("lead", "Lund", "1112"),
        ("lead", 1112.0, "1112"),
        ("lead", 301, "0301"),
        ("lead", "301", "0301"),
        ("areas", "Barn, unge og oppvekst; klima", ("barn", "klima")),
        ("areas", "Barnevern, Klima og miljø", ("barn", "klima")),
        ("attachments", "plan.pdf; brev.pdf\n-", ("plan.pdf", "brev.pdf")),
        ("costs", "Løn: 200 000; Reise = 50 000", (AmountLine("Løn", 200_000), AmountLine("Reise", 50_000))),
        ("costs", 5000, (AmountLine("", 5000),)),
        ("applied_by_year", "2021: 300 000\n2022: 200 000", (AmountLine("2021", 300_000), AmountLine("2022", 200_000))),
        ("title", None, None),
        ("title", " \u00a0", None),
        ("applied_nok", "", None),
    ],
)
def test_every_kind_of_field(name: str, cell: CellValue, value: object) -> None:
    """What people write becomes the value of the field, without a doubt."""
    assert read(name, cell) == Reading(value)


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("applied_nok", date(2021, 3, 31), "amount-is-date"),
        ("applied_nok", STAMP, "amount-is-date"),
        ("applied_nok", True, "amount-is-yes-no"),
        ("applied_nok", "31.3.2021", "amount-is-date"),
        ("applied_nok", "2021-03-31", "amount-is-date"),
        ("applied_nok", Fault("#REF!"), "cell-error"),
        ("applied_nok", Fault(), "cell-uncalculated"),
        ("starts_on", 500_000, "date-is-number"),
        ("starts_on", "kr 500 000", "date-is-number"),
        ("starts_on", "44286", "date-serial-text"),
        ("starts_on", False, "date-is-yes-no"),
        ("accepts_partial", "kanskje", "yes-no-unknown"),
        ("phase", "midt i", "choice-unknown"),
        ("areas", "Klimaa", "area-unknown"),
        ("areas", "a;" * 50, "list-too-long"),
        ("costs", "a: 1;" * 101, "list-too-long"),
        ("costs", "Løn 200 000", "amount-unreadable"),
        ("applied_by_year", "300 000", "amount-line-unreadable"),
        ("costs", True, "amount-is-yes-no"),
        ("lead", "alle kommunane i Rogaland", "lead-whole-county"),
        ("payee", "alle kommunane i Rogaland", "municipality-several"),
        ("lead", "Lund og Time", "municipality-several"),
        ("lead", 1111.112, "municipality-number-broken"),
        ("partners", 1111.112, "municipality-number-broken"),
        ("summary", "x" * 32_768, "text-too-long"),
        ("title", "x" * 32_768, "text-too-long"),
        ("accepts_partial", "x" * 300, "yes-no-unknown"),
        ("phase", "x" * 300, "choice-unknown"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_says_so(name: str, cell: CellValue, code: str) -> None:
    """The value is nothing, or what could be read, and the error has words in every language."""
    reading = read(name, cell)

    assert {code} == {one.code for one in reading.problems}
    assert all(one.severity == "error" and one.message() and one.help() for one in reading.problems)


@pytest.mark.parametrize(
    ("text", "kept", "dropped"),
    [
        ("a\x07b\x07c", "abc", "U+0007 ×2"),
        ("a\u200bb\ufeff", "ab", "U+200B, U+FEFF"),
        ("Hå\ud800", "Hå", "U+D800"),
        ("\u202eabc", "abc", "U+202E"),
        ("sam\u00adarbeid", "samarbeid", "U+00AD"),
        ("".join(map(chr, range(1, 8))), None, "U+0001, U+0002, U+0003, U+0004, U+0005 …"),
    ],
)
@pytest.mark.parametrize("name", ["title", "summary"])
def test_what_is_dropped_from_a_text_is_named(name: str, text: str, kept: str | None, dropped: str) -> None:
    """Signs nobody can see are dropped with one warning for the cell, which names them."""
    reading = read(name, text)

    assert reading.value == kept
    assert told(reading) == [("warning", "signs-dropped")]
    assert f": {dropped}." in reading.problems[0].message()


def test_what_is_dropped_from_a_list_is_named_too() -> None:
    """The names in a cell are cleaned before they are read."""
    partners = read("partners", "Lu\u200bnd, NORCE\x07")

    assert [one.name for one in partners.value.partners] == ["Lund", "NORCE"]
    assert told(partners) == [("warning", "signs-dropped")]
    assert told(read("attachments", "a\x07.pdf")) == [("warning", "signs-dropped")]


def test_the_unit_of_a_column_is_exact() -> None:
    """A column of thousands gives whole kroner, lines of amounts too; kroner written there are doubtful."""
    assert read("applied_nok", "1100,5", unit=1000).value == 1_100_500
    assert read("applied_nok", 1100.5, unit=1000).value == 1_100_500
    assert read("costs", "Løn: 200,5; Reise: 50", unit=1000).value == (AmountLine("Løn", 200_500), AmountLine("Reise", 50_000))  # fmt: skip
    assert told(read("applied_nok", 1_100_000, unit=1000)) == [("error", "amount-unit")]
    assert told(read("applied_nok", "1 100 000 kr", unit=1000)) == [("error", "amount-unit")]


def test_the_workbooks_epoch_is_asked_for() -> None:
    """The same number is another day in a workbook that counts from 1904."""
    assert read("starts_on", 42824, epoch_1904=True).value == date(2021, 3, 31)
    assert read("starts_on", 42824).value == date(2017, 3, 30)


def test_the_applicant_decides_who_is_a_partner() -> None:
    """The same cell is remembered for each applicant by itself."""
    reader = Reader(TERMS)
    lund, time_ = (reader.read(CATALOGUE["partners"], "Lund, Time", 1, lead).value for lead in ("1112", "1121"))

    assert lund.partners == (Partner(PartnerKind.MUNICIPALITY, "Time", "1121"),)
    assert time_.partners == (Partner(PartnerKind.MUNICIPALITY, "Lund", "1112"),)


def test_nothing_is_confused_in_memory() -> None:
    """What is equal to Python and not to a person, a column's unit, its field and the epoch are kept apart."""
    reader = Reader(TERMS)
    applied, starts, partial = CATALOGUE["applied_nok"], CATALOGUE["starts_on"], CATALOGUE["accepts_partial"]

    assert reader.read(applied, 1).value == 1
    assert told(reader.read(applied, True)) == [("error", "amount-is-yes-no")]
    assert reader.read(applied, 1, 1000).value == 1000
    assert told(reader.read(applied, True, 1000)) == [("error", "amount-is-yes-no")]
    assert reader.read(partial, 1).value is True
    assert reader.read(starts, 42824).value != reader.read(starts, 42824, epoch_1904=True).value
    assert reader.read(starts, "mars 2021").value != reader.read(CATALOGUE["ends_on"], "mars 2021").value
    assert told(reader.read(replace(applied, kind=Kind.DATE), 500_000)) == [("error", "date-is-number")]
    assert reader.read(applied, 500_000).value == 500_000


def test_terms_can_be_sent_to_another_process() -> None:
    """What was remembered stays behind."""
    read("title", "x")

    assert pickle.loads(pickle.dumps(TERMS)) == TERMS


def test_an_empty_cell_costs_nothing() -> None:
    """Every empty cell gives one and the same reading."""
    assert read("title", None) is read("applied_nok", None) is read("partners", " ")


CELLS: st.SearchStrategy[CellValue] = (
    st.text(max_size=40)
    | st.text(st.characters(categories=["Cs", "Nd", "Zs", "Cf", "Cc", "Mn"]), max_size=20)
    | st.sampled_from(
        ["Lund, Time", "ja", "klima", "31.3.2021", "1 100", "1.100", "alle kommunane", "Løn: 1; a", "mfl.", "x\x07"]
    )
    | st.floats()
    | st.integers(-(10**15), 10**15)
    | st.booleans()
    | st.none()
    | st.dates()
    | st.datetimes()
    | st.sampled_from([Fault(), Fault("#N/A")])
)


@given(st.lists(CELLS, max_size=6), st.sampled_from(list(Kind)), st.sampled_from([1, 1000]), st.booleans())
@example([0.0, -0.0], Kind.DATE, 1, False)
def test_memory_changes_no_answer(cells: list[CellValue], kind: Kind, unit: int, epoch_1904: bool) -> None:
    """Whatever was read before, a cell gives what it gives by itself; never an exception, and only what can be shown."""
    reader = Reader(TERMS)
    for cell in (*cells, *cells):
        kept = reader.read(OF_KIND[kind], cell, unit, "1112", epoch_1904=epoch_1904)
        fresh = Reader(TERMS).read(OF_KIND[kind], cell, unit, "1112", epoch_1904=epoch_1904)
        assert kept == fresh
        for one in kept.problems:
            assert (one.message() + one.help()).encode()


@given(st.text())
def test_a_cleaned_text_is_clean(text: str) -> None:
    """Cleaning once is enough; what is left can be written anywhere, and nothing visible was touched."""
    cleaned, _dropped = clean_text(text)

    assert clean_text(cleaned) == (cleaned, False)
    assert cleaned.encode().decode() == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    visible = unicodedata.normalize("NFC", "".join(sign for sign in text if sign.isprintable()))
    assert unicodedata.normalize("NFC", "".join(sign for sign in cleaned if sign.isprintable())).replace(" ", "") == visible.replace(" ", "")  # fmt: skip


def test_what_python_prints_needs_no_cleaning() -> None:
    """The quick way out is right: no printable sign is dropped or taken for a line break."""
    printable = "".join(chr(code) for code in range(sys.maxunicode + 1) if chr(code).isprintable())

    assert clean_text(printable) == (unicodedata.normalize("NFC", printable).strip(), False)


@pytest.mark.parametrize(
    "part",
    ["1 ", "1.", "1,", ".", "\n", "a: ", "a;", ":", "=", "31. ", "1/", "kr ", "mill. ", "\u200b", "\x07", "\ud800", "e\u0301", "\ufdfa", "(", "a og ", "\u0661", "-", "x" * 40 + ", ", "   ", "Lund. "],
)  # fmt: skip
@pytest.mark.parametrize("length", [100, 2_000, 10_000])
def test_no_cell_takes_long(part: str, length: int) -> None:
    """However a cell repeats itself, no kind of field hangs on it."""
    text = (part * length)[:length]
    for kind in Kind:
        assert_no_hang(lambda kind=kind: Reader(TERMS).read(OF_KIND[kind], text, 1000, "1112"))  # type: ignore[misc]
