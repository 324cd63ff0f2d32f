"""The awards of a year as payments see them: what stands, who is paid, what is planned, sent, paid and repaid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.codes import case_order
from skjonn.domain.payments import Award, LineKind
from skjonn.storage.queries import applications, calls, decisions, payments
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.queries.payments import StoredLine


@dataclass(frozen=True)
class Paying:
    """An award with its title and what was paid and repaid of it, whole kroner.

    `stale` is what is planned, and not sent, for another than is to be paid now: term and municipality number -> kroner, not 0.
    `paid_line_id` is the key of the decision line that was paid last, whose pot the money came from; None where nothing was.
    """

    award: Award
    call: str
    title: str
    paid_nok: int = 0
    repaid_nok: int = 0
    stale: Mapping[tuple[int, str], int] = field(default_factory=dict)
    paid_line_id: int | None = None

    @property
    def to_repay_nok(self) -> int:
        """What was paid above what stands awarded and is not repaid yet."""
        return max(0, self.paid_nok - self.repaid_nok - self.award.awarded_nok)

    @property
    def outdated(self) -> bool:
        """Whether what is planned and not sent is not what the decisions say now."""
        unsent = any(self.award.unsent(term) for term in self.award.planned)
        return bool(self.stale) or (unsent and self.award.open_nok < 0)


def of_year(session: Session, year: int, as_of: date | None = None, cases: Collection[str] = ()) -> list[Paying]:
    """Return the awards of a budget year that stand, and those taken back that something was planned or paid of, by case number.

    Awards taken over from earlier years are there only where something was planned or paid of them from here.

    Args:
        session: to read by; year: the budget year; as_of: as it stood at the end of that day, None is now.
        cases: full case numbers; none is all.
    """
    movements: dict[int, list[StoredLine]] = defaultdict(list)
    for moved in payments.lines(session, year, as_of):
        movements[moved.application_id].append(moved)
    found = [
        one
        for call in calls.every(session, as_of)
        if call.year == year
        for one in _of_call(session, call, as_of, movements)
        if not cases or one.award.case in cases
    ]
    return sorted(found, key=lambda one: case_order(one.award.case))


def _of_call(
    session: Session, call: StoredCall, as_of: date | None, movements: Mapping[int, list[StoredLine]]
) -> Iterator[Paying]:
    standing = {
        case: line
        for case, line in decisions.standing(session, call.id, as_of).items()
        if case in movements or (line.outcome is Outcome.AWARD and not line.taken_over)
    }
    contents = applications.contents(session, [line.version_id for line in standing.values()])
    for case, line in standing.items():
        content = contents[line.version_id]
        payee = line.payee or content.payee or (line.lead or content.lead)
        moved = movements.get(case, [])
        stale = _planned([one for one in moved if one.payee != payee and not one.listed])
        yield Paying(
            award=_award(line, payee, call.year, [one for one in moved if one.payee == payee or one.listed]),
            call=call.code,
            title=content.title,
            paid_nok=_sum(moved, LineKind.PAID),
            repaid_nok=_sum(moved, LineKind.REPAID),
            stale={of: nok for of, nok in stale.items() if nok},
            paid_line_id=next((one.decision_line_id for one in reversed(moved) if one.kind is LineKind.PAID), None),
        )


def _award(line: DecidedLine, payee: str, year: int, moved: Sequence[StoredLine]) -> Award:
    assert line.approved_on is not None, "it stands"
    planned, sent = _planned(moved), _planned([one for one in moved if one.listed])
    return Award(
        application_id=line.application_id,
        line_id=line.line_id,
        case=line.case_number,
        payee=payee,
        year=year,
        approved_on=line.approved_on,
        awarded_nok=line.amount_nok if line.outcome is Outcome.AWARD else 0,
        planned=_by_term(planned),
        sent=_by_term(sent),
    )


def _planned(moved: Sequence[StoredLine]) -> Counter[tuple[int, str]]:
    found: Counter[tuple[int, str]] = Counter()
    for one in moved:
        if one.kind is LineKind.PLANNED:
            found[one.term, one.payee] += one.amount_nok
    return found


def _by_term(planned: Mapping[tuple[int, str], int]) -> dict[int, int]:
    found: Counter[int] = Counter()
    for (term, _payee), nok in planned.items():
        found[term] += nok
    return {term: nok for term, nok in sorted(found.items()) if nok}


def _sum(moved: Sequence[StoredLine], kind: LineKind) -> int:
    return sum(line.amount_nok for line in moved if line.kind is kind)
