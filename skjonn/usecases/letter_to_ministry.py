"""The letter that asks the ministry to pay: held to the list it goes with, row by row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from sqlmodel import Session

from skjonn.domain.letter_kinds import LetterKind
from skjonn.domain.letters import Payment
from skjonn.domain.payment_lists import ListSent, digest_of, read_kept
from skjonn.errors import ConflictError, RefusedError
from skjonn.storage.queries import payments
from skjonn.storage.queries.letters import StoredLetter
from skjonn.texts import N_
from skjonn.usecases.letter_sources import Sources
from skjonn.usecases.letter_units import Unit, said_again
from skjonn.usecases.letter_wanted import Wanted
from skjonn.usecases.payment_awards import of_year
from skjonn.usecases.payment_lists import stored


class NothingToPay(RefusedError):
    """The call has no award to be paid, or all of them are paid."""

    code = "nothing-to-pay"
    sentence = N_("The call {call} has no award that is still to be paid.")
    advice = N_("`skjonn decision list` shows what is drafted and decided.")


class ListPaid(RefusedError):
    """A new letter is to ask for money of a list that has been paid."""

    code = "letter-list-paid"
    sentence = N_("Everything of list {number} of {year} is recorded as paid, so no letter asks for it again.")
    advice = N_("`skjonn payment list` shows what is still to be paid; `skjonn payment export` makes the next list.")


class MinistryAskedElse(ConflictError):
    """The letter to the ministry is registered, and what it asks for is not what is to be paid now."""

    code = "letter-ministry-asked-else"
    sentence = N_("Letter {number} to the ministry asks for {asked_nok}; by the decisions that stand it is {now_nok}.")  # fmt: skip
    advice = N_("Write it anew, which keeps the one that stands: add --anew, and say why with --reason.")


def to_ministry(session: Session, sources: Sources, wanted: Wanted) -> Unit:
    """Return the letter to the ministry: with the list that is named, else the latest that holds cases of the call.

    Where no list is made yet it tells what each municipality is to be paid by the decisions that stand.

    Raises:
        ListUnknown: there is no list of that number; NothingToPay: nothing is awarded, or all of it is paid.
    """
    sent = _list(session, sources, wanted.said.payment_list)
    if sent is None:
        asked = _awarded(session, sources)
        return Unit(LetterKind.PAYMENT_LIST, (), said=replace(wanted.said, payments=asked), payments=asked)
    told = tuple(Payment(payee.number, payee.name, payee.amount_nok) for payee in sent.payees)
    return Unit(
        LetterKind.PAYMENT_LIST,
        (),
        said=replace(wanted.said, payment_list=sent.number),
        payments=told,
        list_digest=digest_of(sent.kept()),
    )


def require_unpaid(session: Session, sources: Sources, unit: Unit) -> None:
    """Make sure a new letter to the ministry does not ask for what is paid.

    Raises:
        ListPaid: everything of the list it goes with is recorded as paid.
    """
    if not (number := unit.said.payment_list):
        return
    year = sources.call.year
    said = read_kept(stored(session, year, number).content)
    cases = {share.case for payee in said.payees for share in payee.shares}
    if not any(one.due for one in of_year(session, year, sources.today, cases)):
        raise ListPaid(number=str(number), year=str(year))


def require_asked(unit: Unit, standing: StoredLetter) -> None:
    """Make sure a registered letter to the ministry asks for what is to be paid now.

    Raises:
        MinistryAskedElse: it asks for something else.
    """
    asked = said_again(standing.said).payments
    if asked and asked != unit.payments:
        raise MinistryAskedElse(number=str(standing.number), asked_nok=_sum(asked), now_nok=_sum(unit.payments))


def _sum(payments: tuple[Payment, ...]) -> int:
    return sum(one.amount_nok for one in payments)


def _list(session: Session, sources: Sources, number: int) -> ListSent | None:
    year = sources.call.year
    if number:
        return read_kept(stored(session, year, number).content)
    sent = [read_kept(one.content) for one in payments.lists(session, year, sources.today)]
    return next((one for one in reversed(sent) if sources.call.code in one.calls), None)


def _awarded(session: Session, sources: Sources) -> tuple[Payment, ...]:
    """Return what each municipality is still to be paid by the decisions that stand, by number.

    Raises:
        NothingToPay: nothing is awarded, or all of it is paid.
    """
    sums: dict[str, int] = defaultdict(int)
    for one in of_year(session, sources.call.year, sources.today):
        if one.call == sources.call.code and (left := one.account.awarded_nok - one.account.kept_nok) > 0:
            sums[sources.answering(one.award.payee, sources.today)] += left
    if not sums:
        raise NothingToPay(call=sources.call.code)
    day = sources.today
    return tuple(Payment(number, sources.addressee(number, day).name, nok) for number, nok in sorted(sums.items()))
