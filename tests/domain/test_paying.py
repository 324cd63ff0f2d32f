"""What may be recorded as paid and repaid: within the award or the lists, on days that can be, each once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.paying import Account, Money, PaidTooEarly, RepaidTooEarly, same
from skjonn.domain.payments import LineKind, PaidAboveAward, RepaidAbovePaid
from skjonn.errors import SkjonnError

FIRST = date(2021, 6, 1)
PAID, BACK = LineKind.PAID, LineKind.REPAID


def account(awarded: int = 100, sent: int = 0) -> Account:
    """Return an account of an award of 1 June."""
    return Account("2021-001", awarded, sent, FIRST)


@pytest.mark.parametrize(
    ("awarded", "sent", "moves", "error"),
    [
        (100, 0, [(PAID, 101, 0)], PaidAboveAward),
        (60, 100, [(PAID, 101, 0)], PaidAboveAward),
        (60, 100, [(PAID, 100, 0), (BACK, 40, 0), (PAID, 1, 0)], PaidAboveAward),
        (0, 100, [(PAID, 100, 0), (BACK, 100, 0), (PAID, 1, 0)], PaidAboveAward),
        (100, 0, [(PAID, 1, -1)], PaidTooEarly),
        (100, 0, [(PAID, 50, 0), (BACK, 51, 0)], RepaidAbovePaid),
        (100, 0, [(PAID, 50, 3), (BACK, 50, 2)], RepaidTooEarly),
        (100, 0, [(PAID, 50, 0), (PAID, 50, 9), (BACK, 30, 9), (BACK, 51, 3)], RepaidTooEarly),
    ],
)
def test_what_cannot_be_is_refused(
    awarded: int, sent: int, moves: list[tuple[LineKind, int, int]], error: type[SkjonnError]
) -> None:
    """Above award and lists, before the award, more back than was paid, or back before it was paid: the last move is refused."""
    told = [Money(kind, nok, FIRST + timedelta(days=day)) for kind, nok, day in moves]
    before = account(awarded, sent).with_moves(told[:-1])
    with pytest.raises(error):
        before.with_moves(told[-1:])


def test_what_was_sent_may_be_paid_of_a_reduced_award() -> None:
    """What is above the award is to be repaid, until it is."""
    paid = account(60, 100).with_moves([Money(PAID, 100, FIRST)])
    assert (paid.to_repay_nok, paid.with_moves([Money(BACK, 40, FIRST)]).to_repay_nok) == (40, 0)


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (Money(PAID, 5, FIRST), True),
        (Money(PAID, 5, FIRST + timedelta(1)), False),
        (Money(PAID, 5, FIRST + timedelta(1), source="file a"), True),
        (Money(PAID, 5, FIRST, "A"), False),
        (Money(BACK, 5, FIRST), False),
        (Money(PAID, 6, FIRST), False),
    ],
)
def test_two_payments_without_references_are_one_by_day_or_file(other: Money, is_same: bool) -> None:
    """A reference, another amount, or money that came back makes another."""
    assert same(Money(PAID, 5, FIRST, source="file a"), other) is is_same


MOVES = st.lists(st.tuples(st.sampled_from([PAID, PAID, BACK]), st.integers(1, 60), st.integers(-2, 9)), max_size=12)


@given(st.integers(0, 100), st.integers(0, 100), MOVES)
def test_whatever_is_let_in_balances_on_every_day(awarded: int, sent: int, moves: list[tuple[LineKind, int, int]]) -> None:  # fmt: skip
    """Nothing is paid before the award, no day has less paid than repaid, and no more is kept than award or lists allow."""
    held = account(awarded, sent)
    for kind, nok, day in moves:
        try:
            held = held.with_moves([Money(kind, nok, FIRST + timedelta(days=day))])
        except SkjonnError:
            continue
    for day in range(-2, 10):
        until = [one for one in held.moves if one.on <= FIRST + timedelta(days=day)]
        assert sum(one.amount_nok if one.kind is PAID else -one.amount_nok for one in until) >= 0
    assert all(one.on >= FIRST for one in held.moves)
    assert held.kept_nok <= max(awarded, sent)
    assert held.to_repay_nok == max(0, held.kept_nok - awarded)
