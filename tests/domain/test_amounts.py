"""Amounts as people write them."""

from __future__ import annotations

import sys
import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain import amounts
from skjonn.domain.amounts import AmountUnreadable, parse_amount
from skjonn.texts import LANGUAGES, Language
from skjonn.texts.wording import grouped, kroner

AMOUNTS = st.integers(min_value=0, max_value=amounts.GREATEST_NOK)
SPACES = sorted(chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Zs")


def refusal(value: object, unit: int = 1) -> AmountUnreadable:
    """Return the error a value is refused with."""
    with pytest.raises(AmountUnreadable) as caught:
        parse_amount(value, unit=unit)
    return caught.value


@pytest.mark.parametrize(
    ("text", "amount_nok"),
    [
        ("1 100 000", 1_100_000),
        ("1\u00a0100\u00a0000", 1_100_000),
        ("1\u202f100\u202f000", 1_100_000),
        ("1\u2009100\u2009000", 1_100_000),
        ("1.100.000", 1_100_000),
        ("1,100,000", 1_100_000),
        ("1.100,00", 1_100),
        ("1,100.00", 1_100),
        ("1.100.000,00", 1_100_000),
        ("kr 500 000,-", 500_000),
        ("500 000 kr,-", 500_000),
        ("1,1 MNOK", 1_100_000),
        ("500 tkr", 500_000),
        ("kr. 1 100 000", 1_100_000),
        ("Kr 1.100,-", 1_100),
        ("500000,-", 500_000),
        ("500 000 ,-", 500_000),
        ("500 000,\u2013", 500_000),
        ("NOK 500000", 500_000),
        ("500 000 NOK", 500_000),
        ("500 000 kroner", 500_000),
        ("500000,00", 500_000),
        ("500 000,00 kr", 500_000),
        ("1,1 mill.", 1_100_000),
        ("1,1 mill. kroner", 1_100_000),
        ("1.1 mill", 1_100_000),
        ("1,125 mill. kr", 1_125_000),
        ("2 millionar kroner", 2_000_000),
        ("kr 1,1 mill.", 1_100_000),
        ("500 tusen", 500_000),
        ("1 100 tusen kroner", 1_100_000),
        ("1,1 mill. NOK", 1_100_000),
        ("500 000 norske kroner", 500_000),
        ("500 000,--", 500_000),
        ("500 000,\u2011", 500_000),
        ("NOK500000", 500_000),
        ("500000kr", 500_000),
        ("500,0", 500),
        ("500.0", 500),
        ("1100000.0", 1_100_000),
        ("1100000.00", 1_100_000),
        ("12,00", 12),
        ("\u200b500\u200e000\ufeff", 500_000),
        ("  45000 ", 45_000),
        ("1 100\n000", 1_100_000),
        ("0", 0),
        (1_100_000, 1_100_000),
        (1_100_000.0, 1_100_000),
        (299_999.99999999994, 300_000),
    ],
)
def test_reads_what_people_write(text: str | float, amount_nok: int) -> None:
    """Every usual way of writing an amount gives the whole kroner meant."""
    assert parse_amount(text) == amount_nok


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.100", "amount-ambiguous"),
        ("1,100", "amount-ambiguous"),
        ("500.000", "amount-ambiguous"),
        ("kr 1.100", "amount-ambiguous"),
        ("1.100 mill.", "amount-ambiguous"),
        ("1100,50", "amount-fraction"),
        ("1 100,5", "amount-fraction"),
        ("1,1", "amount-fraction"),
        ("0,0000001 mill.", "amount-unreadable"),
        (1100.5, "amount-fraction"),
        ("1e5", "amount-unreadable"),
        ("1E+05", "amount-unreadable"),
        ("٣٠٠", "amount-unreadable"),
        ("１００", "amount-unreadable"),
        ("1²", "amount-unreadable"),
        ("-5", "amount-negative"),
        ("\u22125 000", "amount-negative"),
        ("kr -5", "amount-negative"),
        ("(5 000)", "amount-negative"),
        (-5, "amount-negative"),
        ("12 34 567", "amount-groups"),
        ("1100 000", "amount-groups"),
        ("1.10.000", "amount-groups"),
        ("12.00", "amount-groups"),
        ("12.50", "amount-groups"),
        ("1,10,000", "amount-groups"),
        ("1 1000", "amount-groups"),
        ("1,100 tusen", "amount-ambiguous"),
        ("01,1 mill.", "amount-unreadable"),
        ("500 000,", "amount-unreadable"),
        ("EUR 500", "amount-unreadable"),
        ("500\x07000", "amount-unreadable"),
        ("5\ud80000", "amount-unreadable"),
        ("\u202e500", "amount-unreadable"),
        (10**500, "amount-too-large"),
        (-(10**500), "amount-negative"),
        (1e12 + 1, "amount-too-large"),
        ("1" * 101, "amount-too-long"),
        (False, "amount-is-yes-no"),
        (date(2021, 3, 31), "amount-is-date"),
        (datetime(2021, 3, 31, 14, 5), "amount-is-date"),  # noqa: DTZ001  (a cell's value)
        (None, "amount-unreadable"),
        ("1.100,000", "amount-groups"),
        ("1 100.000", "amount-groups"),
        ("0 500", "amount-groups"),
        ("007", "amount-unreadable"),
        ("", "amount-missing"),
        ("  \u00a0", "amount-missing"),
        ("ca. 500 000", "amount-unreadable"),
        ("500 000 - 600 000", "amount-unreadable"),
        ("200 000\n300 000", "amount-several"),
        ("200 000\t300 000", "amount-several"),
        ("200 000  300 000", "amount-several"),
        ("1.100.00", "amount-groups"),
        ("1,100,00", "amount-groups"),
        ("500 000*", "amount-unreadable"),
        ("kr", "amount-unreadable"),
        (True, "amount-is-yes-no"),
        (float("nan"), "amount-unreadable"),
        (float("inf"), "amount-unreadable"),
        (1e300, "amount-too-large"),
        ("9" * 5000, "amount-too-long"),
        ("9" * 50, "amount-too-large"),
        ("9999999 mill", "amount-too-large"),
    ],
)
def test_refuses_what_is_doubtful(text: object, code: str) -> None:
    """What could mean two things, or nothing, is refused with a code that says why, in words any terminal can show."""
    error = refusal(text)

    assert error.code == code
    assert error.message().encode()
    assert error.help()


@pytest.mark.parametrize("space", SPACES, ids=lambda space: f"U+{ord(space):04X}")
def test_every_space_groups(space: str) -> None:
    """Whichever of Unicode's spaces stands between the groups, and around the amount, it is the same amount."""
    assert parse_amount(f"{space}1{space}100{space}000{space}kr") == 1_100_000


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("1.10.000", ["110 000", "1 100 000"]),
        ("1,10,000", ["110 000", "1 100 000"]),
        ("12.00", ["12", "1 200", "12 000"]),
        ("1 1000", ["1 100", "11 000"]),
        ("1.100,000", ["1 100", "1 100 000"]),
        ("1.100.00", ["1 100", "110 000", "1 100 000"]),
        ("12 34 567", ["1 234 567", "12 340 567"]),
    ],
)
def test_a_grouping_that_cannot_be_right_shows_what_it_can_mean(text: str, meanings: list[str]) -> None:
    """The sentence names every amount the groups can have been meant as."""
    error = refusal(text)

    assert error.code == "amount-groups"
    assert error.message().replace("\u00a0", " ").endswith(f"can mean {', '.join(meanings[:-1])} or {meanings[-1]}.")


@pytest.mark.parametrize(
    ("value", "unit", "amount_nok"),
    [
        (1100, 1000, 1_100_000),
        ("1100", 1000, 1_100_000),
        ("1100,5", 1000, 1_100_500),
        ("1 100,5", 1000, 1_100_500),
        ("1.100,5", 1000, 1_100_500),
        ("1100.5", 1000, 1_100_500),
        (1100.5, 1000, 1_100_500),
        (1100.1, 1000, 1_100_100),
        (0.1 + 0.2, 1000, 300),
        ("0,125", 1000, 125),
        (1.1, 1_000_000, 1_100_000),
        ("1,1", 1_000_000, 1_100_000),
        ("1,125", 1_000_000, 1_125_000),
        ("1,3333", 1_000_000, 1_333_300),
        ("0,3333", 1_000_000, 333_300),
        (0.3333, 1_000_000, 333_300),
        (4.35, 1_000_000, 4_350_000),
        ("1,1 mill.", 1000, 1_100_000),
        ("500 tusen", 1000, 500_000),
        ("60 mill. kroner", 1000, 60_000_000),
        ("500 tusen", 1_000_000, 500_000),
        ("0 kr", 1000, 0),
        (49_999, 1000, 49_999_000),
    ],
)
def test_columns_of_thousands_and_millions_are_exact(value: str | float, unit: int, amount_nok: int) -> None:
    """A fraction of the column's unit is so many whole kroner, and an amount in words is what it says."""
    assert parse_amount(value, unit=unit) == amount_nok


@pytest.mark.parametrize(
    ("value", "unit", "code"),
    [
        ("1 100 000 kr", 1000, "amount-unit"),
        ("kr 500", 1000, "amount-unit"),
        ("500,-", 1000, "amount-unit"),
        (1_100_000, 1000, "amount-unit"),
        ("1 100 000", 1000, "amount-unit"),
        (50_000, 1000, "amount-unit"),
        (1100, 1_000_000, "amount-unit"),
        (1100.1234, 1000, "amount-fraction"),
        ("0,0005", 1000, "amount-fraction"),
        ("0,3333", 1, "amount-fraction"),
        ("0,3333", 1000, "amount-fraction"),
        ("0.33333333", 1_000_000, "amount-fraction"),
        ("1,33333333", 1_000_000, "amount-fraction"),
        ("1,125", 1000, "amount-ambiguous"),
        ("12.50", 1000, "amount-groups"),
    ],
)
def test_never_a_thousand_times_too_much(value: str | float, unit: int, code: str) -> None:
    """In a column of thousands what says kroner itself, or would be far too much, is refused with both its meanings."""
    error = refusal(value, unit)

    assert error.code == code
    if code == "amount-unit":
        plain_nok, times_nok = error.data["plain_nok"], error.data["times_nok"]
        assert isinstance(plain_nok, int)
        assert times_nok == plain_nok * unit
        assert error.message()


def test_the_sum_of_a_column_may_be_large() -> None:
    """A sum is not held to what a single applicant asks for, but still says its own unit only in words."""
    assert parse_amount(1_100_000, unit=1000, is_sum=True) == 1_100_000_000
    with pytest.raises(AmountUnreadable):
        parse_amount("1 100 000 kr", unit=1000, is_sum=True)


def test_an_ambiguous_amount_says_what_it_can_mean() -> None:
    """The sentence names both readings."""
    with pytest.raises(AmountUnreadable) as caught:
        parse_amount("1.100")

    assert "1 100" in caught.value.message()
    assert "1,100" in caught.value.message()


@given(AMOUNTS, st.sampled_from(LANGUAGES))
def test_what_we_print_we_read(amount_nok: int, language: Language) -> None:
    """Every amount comes back from each way the house prints it."""
    assert parse_amount(grouped(amount_nok)) == amount_nok
    assert parse_amount(kroner(amount_nok, language)) == amount_nok
    assert parse_amount(f"kr {grouped(amount_nok)},-") == amount_nok
    assert parse_amount(float(amount_nok)) == amount_nok


GROUPINGS = st.sampled_from([*SPACES, "."])
BEFORE = st.sampled_from(["", "kr ", "kr. ", "NOK ", "Kr", " "])
AFTER = st.sampled_from(["", ",-", ",00", " kr", " kroner", " NOK", " kr,-", ",-\u00a0", "\n"])


@given(AMOUNTS, GROUPINGS, BEFORE, AFTER)
def test_every_accepted_way_of_writing_comes_back(amount_nok: int, between: str, before: str, after: str) -> None:
    """Grouped by any sign, with a currency before or behind, the amount comes back as it was, or the sign is doubtful."""
    text = f"{amount_nok:,}".replace(",", between)
    try:
        found = parse_amount(f"{before}{text}{after}")
    except AmountUnreadable as error:
        assert (error.code, between, text.count(".")) == ("amount-ambiguous", ".", 1)  # noqa: PT017  (one doubt is right)
        return
    assert found == amount_nok


@given(st.integers(0, 49_999_999), st.sampled_from([1000, 1_000_000]), st.sampled_from(["number", "text", "words"]))
def test_every_unit_comes_back(amount_nok: int, unit: int, way: str) -> None:
    """An amount given in thousands or millions, as a number, a text or in words, comes back to the krone."""
    whole, part = divmod(amount_nok, unit)
    digits = f"{whole},{part:0{len(str(unit)) - 1}d}".rstrip("0").rstrip(",")
    value: str | float = digits if way != "number" else float(digits.replace(",", "."))
    if way == "words":
        value = f"{digits} {'tusen' if unit == 1000 else 'mill.'}"
    try:
        found = parse_amount(value, unit=1 if way == "words" else unit)
    except AmountUnreadable as error:
        doubtful = error.code in {"amount-ambiguous", "amount-groups"}
        assert doubtful
        assert way != "number"
        return
    assert found == amount_nok


ANY_TEXT = st.one_of(
    st.text(),
    st.text(st.characters(categories=["Cs", "Nd", "Zs", "Cf", "Cc"]), max_size=30),
    st.text(alphabet="0123456789 .,-krmilNOKe\u00a0\u200f\u0663"),
)


@given(ANY_TEXT, st.sampled_from([1, 1000, 1_000_000]))
def test_nothing_but_its_own_error(text: str, unit: int) -> None:
    """Whatever the text, the answer is an amount within bounds or one of this module's errors, which can be shown."""
    try:
        amount_nok = parse_amount(text, unit=unit)
    except AmountUnreadable as error:
        assert error.message().encode()  # noqa: PT017  (an error is right for most texts)
        return
    assert 0 <= amount_nok <= amounts.GREATEST_NOK


@given(st.text(alphabet="0123456789 .,\u00a0\u2009", min_size=1, max_size=14))
def test_never_a_silent_wrong_value(text: str) -> None:
    """A number that is accepted holds the digits written, in their order, and no others, but for decimals that are zero."""
    try:
        amount_nok = parse_amount(text)
    except AmountUnreadable:
        return
    digits = "".join(sign for sign in text if sign.isdigit())
    assert str(amount_nok) in {digits, digits.removesuffix("0"), digits.removesuffix("00")}


@given(st.text(alphabet="0123456789 .,", min_size=1, max_size=12))
def test_never_a_silent_wrong_value_in_thousands(text: str) -> None:
    """In a column of thousands too: the digits written, then only the zeros that the unit adds."""
    try:
        amount_nok = parse_amount(text, unit=1000)
    except AmountUnreadable:
        return
    digits = "".join(sign for sign in text if sign.isdigit()).strip("0")
    assert str(amount_nok).strip("0") == digits


@given(st.floats() | st.integers())
def test_numbers_of_cells(value: float) -> None:
    """A cell's number is taken as a sheet shows it, with fifteen digits, or refused."""
    try:
        amount_nok = parse_amount(value)
    except AmountUnreadable:
        return
    assert amount_nok == (float(f"{value:.15g}") if isinstance(value, float) else value)
