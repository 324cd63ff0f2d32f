"""Amounts as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain import amounts
from skjonn.domain.amounts import AmountUnreadable, parse_amount
from skjonn.texts import LANGUAGES, Language
from skjonn.texts.wording import grouped, kroner

AMOUNTS = st.integers(min_value=0, max_value=amounts.GREATEST_NOK)


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
        ("  45000 ", 45_000),
        ("1 100\n000", 1_100_000),
        ("0", 0),
        (1_100_000, 1_100_000),
        (1_100_000.0, 1_100_000),
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
        (True, "amount-unreadable"),
        (float("nan"), "amount-unreadable"),
        (float("inf"), "amount-unreadable"),
        (1e300, "amount-too-large"),
        ("9" * 5000, "amount-too-large"),
        ("9999999 mill", "amount-too-large"),
    ],
)
def test_refuses_what_is_doubtful(text: str | float, code: str) -> None:
    """What could mean two things, or nothing, is refused with a code that says why."""
    with pytest.raises(AmountUnreadable) as caught:
        parse_amount(text)

    assert caught.value.code == code
    assert caught.value.message()
    assert caught.value.help()


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


@given(st.one_of(st.text(), st.text(alphabet="0123456789 .,-krmilNOKe\u00a0")))
def test_nothing_but_its_own_error(text: str) -> None:
    """Whatever the text, the answer is an amount within bounds or one of this module's errors."""
    try:
        amount_nok = parse_amount(text)
    except AmountUnreadable:
        return
    assert 0 <= amount_nok <= amounts.GREATEST_NOK


@given(st.text(alphabet="0123456789 .,", min_size=1, max_size=12))
def test_never_a_silent_wrong_value(text: str) -> None:
    """A number that is accepted holds all the digits written and no others, but for `,00`."""
    try:
        amount_nok = parse_amount(text)
    except AmountUnreadable:
        return
    digits = "".join(sign for sign in text if sign.isdigit())
    assert str(amount_nok) in {digits, digits[:-2]}


@given(st.floats() | st.integers())
def test_numbers_of_cells(value: float) -> None:
    """A cell's number is taken as it is or refused."""
    try:
        amount_nok = parse_amount(value)
    except AmountUnreadable:
        return
    assert amount_nok == value
