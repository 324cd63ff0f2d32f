"""The letter that asks the ministry to pay: held to the list it goes with, row by row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.letter_kinds import LetterKind
from skjonn.domain.letters import Payment
from skjonn.domain.payment_lists import ListSent, read_kept
from skjonn.errors import RefusedError
from skjonn.storage.queries import applications, payments
from skjonn.texts import N_
from skjonn.usecases.letter_sources import Sources
from skjonn.usecases.letter_units import Unit
from skjonn.usecases.letter_wanted import Wanted
from skjonn.usecases.payment_lists import stored


class NothingToPay(RefusedError):
    """The call has no award to be paid."""

    code = "nothing-to-pay"
    sentence = N_("The call {call} has no award that stands, so there is nothing to be paid.")
    advice = N_("`skjonn decision list` shows what is drafted and decided.")


def to_ministry(session: Session, sources: Sources, wanted: Wanted) -> Unit:
    """Return the letter to the ministry: with the list that is named, else the latest that holds cases of the call.

    Where no list is made yet it tells what each municipality is to be paid by the decisions that stand.

    Raises:
        ListUnknown: there is no list of that number; NothingToPay: nothing is awarded.
    """
    sent = _list(session, sources, wanted.said.payment_list)
    if sent is None:
        return Unit(LetterKind.PAYMENT_LIST, (), said=wanted.said, payments=_awarded(session, sources))
    told = tuple(Payment(payee.number, payee.name, payee.amount_nok) for payee in sent.payees)
    return Unit(LetterKind.PAYMENT_LIST, (), said=replace(wanted.said, payment_list=sent.number), payments=told)


def _list(session: Session, sources: Sources, number: int) -> ListSent | None:
    year = sources.call.year
    if number:
        return read_kept(stored(session, year, number).content)
    sent = [read_kept(one.content) for one in payments.lists(session, year, sources.today)]
    return next((one for one in reversed(sent) if sources.call.code in one.calls), None)


def _awarded(session: Session, sources: Sources) -> tuple[Payment, ...]:
    """Return what each municipality is to be paid by the decisions that stand, by number.

    Raises:
        NothingToPay: nothing is awarded.
    """
    given = [line for line in sources.standing().values() if line.outcome is Outcome.AWARD and not line.taken_over]
    contents = applications.contents(session, [line.version_id for line in given])
    sums: dict[str, int] = defaultdict(int)
    for line in given:
        content = contents[line.version_id]
        sums[line.payee or content.payee or content.lead] += line.amount_nok
    if not sums:
        raise NothingToPay(call=sources.call.code)
    day = sources.today
    return tuple(Payment(number, sources.addressee(number, day).name, nok) for number, nok in sorted(sums.items()))
