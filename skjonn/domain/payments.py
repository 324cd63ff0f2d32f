"""When the ministry pays what was awarded: terms with their cut-offs, what is planned for each, what was sent, paid and repaid.

The ministry pays awards with the municipalities' framework grant, in terms 1 to 10 (January to July, September to November) and
an eleventh in December; the office tells it which municipality is to have what in which term. Cut-offs are the ministry's, set
by the office for each year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from skjonn.domain.codes import case_order
from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.texts import N_, Language, translate

LAST_TERM = 11
"""Terms 1 to 10 are paid from January to July and from September to November, the eleventh in December."""
HELD = 0
"""In the place of a term: money awarded, and held until it is planned for a term later."""
_MONTHS = (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12)


class LineKind(StrEnum):
    """What a payment line tells of: money planned for a term, paid with it by the ministry, or repaid to it."""

    PLANNED = "planned"
    PAID = "paid"
    REPAID = "repaid"


class TermWrong(UsageError):
    """There is no such term."""

    code = "payment-term-wrong"
    sentence = N_("{text} is not a term: there are 1 to 11.")
    advice = N_("Terms 1 to 10 are paid from January to July and from September to November, term 11 in December.")


class CutoffsUnordered(UsageError):
    """A later term's cut-off lies before an earlier one's, or in another year than can be."""

    code = "payment-cutoffs-unordered"
    sentence = N_("The cut-off of term {term} is {on}, which cannot be: {why}.")
    advice = N_("Cut-offs rise from term to term, and none lies after the month its term is paid in.")


class TermsUnset(RefusedError):
    """A year's cut-offs are not set, so nobody knows which term an award can be paid in."""

    code = "payment-terms-unset"
    sentence = N_("No cut-offs are set for the terms of {year}.")
    advice = N_("Set them as the ministry has told them: skjonn payment term {year} 6={year}-05-20 11={year}-11-26")


class PastLastTerm(RefusedError):
    """Awards were approved, or money was held, until after the last cut-off that is set."""

    code = "payment-past-last-term"
    sentence = N_("Too late for the year's last cut-off, {last}: {cases}.")
    advice = N_("Agree with the ministry on a term for them, or hold them, and plan again: skjonn payment plan --year {year} {named} --hold (or --term 11).")  # fmt: skip


class TermTwice(UsageError):
    """A term is named twice."""

    code = "payment-term-twice"
    sentence = N_("Term {term} is named twice.")
    advice = N_("Name each term once.")


class TermsMissing(UsageError):
    """Money is to be spread over terms, and none is named."""

    code = "payment-terms-missing"
    sentence = N_("No term is named in “{text}”.")
    advice = N_("Write as in: --split 9,10,11")


class NothingHeld(RefusedError):
    """Nothing is held that could be planned."""

    code = "payment-nothing-held"
    sentence = N_("Nothing is held.")
    advice = N_("`skjonn payment list` shows what is planned, held and sent.")


class NothingAwarded(RefusedError):
    """No case that was asked for has an award that stands."""

    code = "payment-nothing-awarded"
    sentence = N_("There is no award to be paid among what was named.")
    advice = N_("`skjonn table awards` shows the awards; those taken over from earlier years are not paid from here.")


class NothingToSend(RefusedError):
    """A term has nothing that is not sent already."""

    code = "payment-nothing-to-send"
    sentence = N_("Nothing is planned for term {term} of {year} that has not been sent.")
    advice = N_("`skjonn payment list` shows what is planned and sent.")


class ListUnknown(UsageError):
    """There is no list of the number given."""

    code = "payment-list-unknown"
    sentence = N_("There is no payment list {number} for {year}.")
    advice = N_("`skjonn payment list` shows the lists that were sent.")


class PaidAboveAward(RefusedError):
    """More would be paid than stands awarded."""

    code = "paid-above-award"
    sentence = N_("{case}: {paid_nok} would be paid in all, and {awarded_nok} stands awarded.")
    advice = N_("Check the amount; `skjonn history {case}` tells what was decided and paid.")


class RepaidAbovePaid(RefusedError):
    """More would be repaid than was paid."""

    code = "repaid-above-paid"
    sentence = N_("{case}: {repaid_nok} would be repaid in all, and {paid_nok} was paid.")
    advice = N_("Check the amount; `skjonn payment list` shows what was paid.")


class PaymentThere(ConflictError):
    """A list is recorded as paid already."""

    code = "payment-there"
    sentence = N_("Payment list {number} for {year} is recorded as paid already.")
    advice = N_("`skjonn payment list` shows what was paid.")


class PaymentWithoutAmount(UsageError):
    """A payment by hand needs an amount above 0."""

    code = "payment-without-amount"
    sentence = N_("A payment is of one krone or more.")
    advice = N_("Write whole kroner: --amount 500000")


def month_of(term: int) -> int:
    """Return the month a term is paid in, 1 to 12; terms are counted from 1 to `LAST_TERM`."""
    return _MONTHS[term - 1]


def term_named(text: str) -> int:
    """Return the term a text names.

    Raises:
        TermWrong: it names none.
    """
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LAST_TERM:
        raise TermWrong(text=text)
    return int(text)


def terms_named(text: str) -> tuple[int, ...]:
    """Return the terms a text names, as in 9,10,11, in order.

    Raises:
        TermsMissing, TermWrong, TermTwice: it names none, what is no term, or one twice.
    """
    found = [term_named(part.strip()) for part in text.split(",") if part.strip()]
    if not found:
        raise TermsMissing(text=text)
    require_once(found)
    return tuple(sorted(found))


def require_once(terms: Sequence[int]) -> None:
    """Hold that each term is named once.

    Raises:
        TermTwice: one is not.
    """
    for place, term in enumerate(terms):
        if term in terms[:place]:
            raise TermTwice(term=str(term))


def require_cutoffs(year: int, cutoffs: Mapping[int, date]) -> None:
    """Hold that the cut-offs of a year rise with the terms, and that none lies after its term's month or before the year before.

    Raises:
        CutoffsUnordered: one does not.
    """
    before: date | None = None
    for term, on in sorted(cutoffs.items()):
        if (on.year, on.month) > (year, month_of(term)) or on.year < year - 1:
            raise CutoffsUnordered(term=str(term), on=on, why=_Why(N_("the term is paid in another month or year")))
        if before is not None and on < before:
            raise CutoffsUnordered(term=str(term), on=on, why=_Why(N_("an earlier term's is later")))
        before = on


@dataclass(frozen=True)
class _Why:
    """A reason worded where it is shown."""

    text: str

    def worded(self, language: Language) -> str:
        """Return it in `language`."""
        return translate(self.text, language)


@dataclass(frozen=True)
class Award:
    """An award that stands, with what is planned of it so far.

    Attributes:
        application_id, line_id: keys in this database; case: its number.
        payee: municipality number; year: the budget year; approved_on: the day of the approval that holds.
        awarded_nok: what stands awarded, 0 where it was taken back whole.
        planned: by term (`HELD` among them), not 0; sent: the part of it that is on lists sent to the ministry.
    """

    application_id: int
    line_id: int
    case: str
    payee: str
    year: int
    approved_on: date
    awarded_nok: int
    planned: Mapping[int, int] = field(default_factory=dict)
    sent: Mapping[int, int] = field(default_factory=dict)

    @property
    def open_nok(self) -> int:
        """What is awarded and not planned; below 0 where more is planned than stands awarded."""
        return self.awarded_nok - sum(self.planned.values())

    def unsent(self, term: int) -> int:
        """What is planned for a term and not sent."""
        return self.planned.get(term, 0) - self.sent.get(term, 0)


@dataclass(frozen=True)
class How:
    """How money is planned: for the first term it can be paid in, for terms that are named, or held.

    Attributes:
        terms: the terms to spread it over in equal parts; none is the first term whose cut-off is on the approval's day or later.
        hold: plan it for no term yet.
        anew: what is planned and not sent is planned again too; held: what is held is.
    """

    terms: tuple[int, ...] = ()
    hold: bool = False
    anew: bool = False
    held: bool = False


@dataclass(frozen=True)
class Planned:
    """A movement of the plan: kroner put on a term, or taken off it where below 0."""

    award: Award
    term: int
    amount_nok: int


def plan(awards: Iterable[Award], cutoffs: Mapping[int, date], how: How) -> list[Planned]:
    """Return what moves so that everything awarded is planned, and nothing more than that as far as it is not sent.

    Args:
        awards: of one year.
        cutoffs: the last day of each term; needed only where neither terms are named nor money is held.
        how: the way.

    Raises:
        TermsUnset, PastLastTerm: no term can be found.
    """
    ordered = sorted(awards, key=lambda one: case_order(one.case))
    moves = [move for one in ordered for move in _taken_off(one, how)]
    off: Counter[str] = Counter()
    for move in moves:
        off[move.award.case] += move.amount_nok
    opened = [(one, one.open_nok - off[one.case]) for one in ordered]
    waiting = [(one, nok) for one, nok in opened if nok > 0]
    if waiting and not how.terms and not how.hold:
        _require_terms([one for one, _nok in waiting], cutoffs)
    moves += [move for one, nok in waiting for move in _put_on(one, nok, cutoffs, how)]
    return _netted(moves)


def first_term(approved_on: date, cutoffs: Mapping[int, date]) -> int | None:
    """Return the first term whose cut-off is on the day of the approval or later; None past the last."""
    return next((term for term, on in sorted(cutoffs.items()) if on >= approved_on), None)


def split(amount_nok: int, terms: Sequence[int]) -> dict[int, int]:
    """Return an amount in equal whole parts, one a term; the kroner that are left over go to the earliest terms, one each.

    With equal shares that is the method of the largest remainder: every remainder is the same.
    """
    part, left = divmod(amount_nok, len(terms))
    return {term: part + (place < left) for place, term in enumerate(sorted(terms))}


def _require_terms(awards: Sequence[Award], cutoffs: Mapping[int, date]) -> None:
    if not cutoffs:
        raise TermsUnset(year=str(awards[0].year))
    if late := [one.case for one in awards if first_term(one.approved_on, cutoffs) is None]:
        named = " ".join(f"--case {case}" for case in late)
        raise PastLastTerm(last=max(cutoffs.values()), cases=late, year=str(awards[0].year), named=named)


def _taken_off(award: Award, how: How) -> Iterable[Planned]:
    """Take off what is planned above what stands, from what is held first and then from the latest terms; or all that is to be
    planned again."""
    above = -award.open_nok
    for term in sorted(award.planned, key=lambda term: (term != HELD, -term)):
        again = how.anew or (how.held and term == HELD)
        take = award.unsent(term) if again else min(above, award.unsent(term))
        if take > 0:
            above -= take
            yield Planned(award, term, -take)


def _put_on(award: Award, nok: int, cutoffs: Mapping[int, date], how: How) -> Iterable[Planned]:
    if how.hold:
        return [Planned(award, HELD, nok)]
    if how.terms:
        return [Planned(award, term, part) for term, part in split(nok, how.terms).items() if part]
    term = first_term(award.approved_on, cutoffs)
    assert term is not None, "looked at before"
    return [Planned(award, term, nok)]


def _netted(moves: Iterable[Planned]) -> list[Planned]:
    """Return one movement per case and term, those that come to nothing left out."""
    sums: Counter[tuple[str, int]] = Counter()
    of: dict[str, Award] = {}
    for move in moves:
        sums[move.award.case, move.term] += move.amount_nok
        of[move.award.case] = move.award
    return [Planned(of[case], term, nok) for (case, term), nok in sorted(sums.items(), key=lambda one: (case_order(one[0][0]), one[0][1])) if nok]  # fmt: skip
