"""What may be recorded as paid and as repaid of a case: how much, on which days, and what is there already.

No more is paid than stands awarded, or than the lists the ministry was sent say: what it was told and has paid is recorded also
where the award was reduced since, and what is above the award is to be repaid. The database holds the same (`storage.triggers`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from skjonn.domain.payments import LineKind, PaidAboveAward, RepaidAbovePaid
from skjonn.errors import ConflictError, UsageError
from skjonn.texts import N_


class PaidTooEarly(UsageError):
    """A payment is dated before the award was given, or before the ministry was told of it."""

    code = "payment-too-early"
    sentence = N_("{case}: nothing can have been paid on {on}; that was decided, or told to the ministry, on {first}.")
    advice = N_("Name the day the money was paid with --on.")


class RepaidTooEarly(UsageError):
    """Money would have come back before it was paid."""

    code = "repayment-too-early"
    sentence = N_("{case}: less was paid by {on} than would have come back by then.")
    advice = N_("Name the day the money came back with --on; `skjonn history {case}` tells when it was paid.")


class PaymentTwice(ConflictError):
    """The same payment is recorded already."""

    code = "payment-twice"
    sentence = N_("{case}: {amount_nok} is recorded already, on {on}, with the same reference or the same day.")
    advice = N_("If it is another payment, tell the two apart: --reference TEXT.")


class PaidBeside(ConflictError):
    """What is on a list was recorded as paid already, but not from the list."""

    code = "payment-beside-list"
    sentence = N_("{case}: {paid_nok} would be paid in all, and the lists that were sent say {sent_nok}.")
    advice = N_("Part of it is recorded already. Leave the case out with --without {case}, and record what is left by hand.")  # fmt: skip


class NotOnList(UsageError):
    """Cases were named that are not on the list."""

    code = "payment-not-on-list"
    sentence = N_("Payment list {number} for {year} does not have {cases}.")
    advice = N_("`skjonn payment export {year} --list {number} --json` shows what is on it.")


class AllLeftOut(UsageError):
    """Every case of a list was left out."""

    code = "payment-all-left-out"
    sentence = N_("Every case of payment list {number} for {year} is left out, so nothing was paid.")
    advice = N_("Leave out with --without only what was not paid.")


@dataclass(frozen=True)
class Money:
    """One movement, whole kroner above 0: paid or repaid on a day; `source` tells what it was recorded from, empty is by hand."""

    kind: LineKind
    amount_nok: int
    on: date
    reference: str = ""
    source: str = ""


@dataclass(frozen=True)
class Account:
    """A case's money so far.

    Attributes:
        case: its number; awarded_nok: what stands; sent_nok: what the lists sent to the ministry say in all.
        first_on: the day it was first awarded something; moves: what was paid and repaid, in the order it was recorded.
        lists: the days lists with it were sent, each with what it said, whole kroner.
    """

    case: str
    awarded_nok: int
    sent_nok: int
    first_on: date
    moves: tuple[Money, ...] = ()
    lists: tuple[tuple[date, int], ...] = ()

    @property
    def paid_nok(self) -> int:
        """What was paid in all, whatever came back."""
        return _sum(self.moves, LineKind.PAID)

    @property
    def repaid_nok(self) -> int:
        """What came back in all."""
        return _sum(self.moves, LineKind.REPAID)

    @property
    def kept_nok(self) -> int:
        """What was paid and has not come back."""
        return self.paid_nok - self.repaid_nok

    @property
    def to_repay_nok(self) -> int:
        """What was paid above what stands awarded and is not repaid yet."""
        return max(0, self.kept_nok - self.awarded_nok)

    @property
    def beside_nok(self) -> int:
        """What was paid that no list had told the ministry of by then, and has not come back."""
        told, beside = 0, 0
        for _on, kind, nok in sorted([*((on, "", nok) for on, nok in self.lists), *((one.on, one.kind.value, one.amount_nok) for one in self.moves)]):  # fmt: skip
            if not kind:
                told += nok
            elif kind == LineKind.PAID:
                covered = min(nok, max(0, told))
                told, beside = told - covered, beside + nok - covered
            else:
                beside = max(0, beside - nok)
        return beside

    def with_moves(self, fresh: Iterable[Money]) -> Account:
        """Return the account after more movements, once it is sure that they can be.

        Raises:
            PaidTooEarly, PaidAboveAward, RepaidAbovePaid, RepaidTooEarly: they cannot.
        """
        account = self
        for one in fresh:
            after = replace(account, moves=(*account.moves, one))
            (_require_payable if one.kind is LineKind.PAID else _require_repayable)(account, after, one)
            account = after
        return account

    def has(self, one: Money) -> Money | None:
        """Return the movement that is the same as one that is to be recorded; None where there is none.

        Two are the same where kind and amount agree, and the reference; without references the day, or the file they come from.
        """
        return next((old for old in self.moves if same(old, one)), None)


def same(old: Money, new: Money) -> bool:
    """Whether two movements of a case are one."""
    if (old.kind, old.amount_nok, old.reference) != (new.kind, new.amount_nok, new.reference):
        return False
    return bool(new.reference) or old.on == new.on or bool(new.source and old.source == new.source)


def _require_payable(before: Account, after: Account, one: Money) -> None:
    if one.on < before.first_on:
        raise PaidTooEarly(case=before.case, on=one.on, first=before.first_on)
    if after.kept_nok > before.awarded_nok and after.paid_nok > before.sent_nok:
        raise PaidAboveAward(case=before.case, paid_nok=after.kept_nok, awarded_nok=before.awarded_nok)


def _require_repayable(before: Account, after: Account, one: Money) -> None:
    if after.kept_nok < 0:
        raise RepaidAbovePaid(case=before.case, repaid_nok=after.repaid_nok, paid_nok=before.paid_nok)
    by_day: Counter[date] = Counter()
    for move in after.moves:
        by_day[move.on] += move.amount_nok if move.kind is LineKind.PAID else -move.amount_nok
    if min(accumulate(nok for _day, nok in sorted(by_day.items()))) < 0:
        raise RepaidTooEarly(case=before.case, on=one.on)


def _sum(moves: Sequence[Money], kind: LineKind) -> int:
    return sum(one.amount_nok for one in moves if one.kind is kind)
