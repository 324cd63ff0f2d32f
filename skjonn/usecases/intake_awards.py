"""What the files of a decided round say was awarded: kept beside the rows, and taken over when all of them are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.intake import Award, Taken
from skjonn.domain.persons import Person
from skjonn.domain.problems import Problem, problem
from skjonn.storage.queries import applications, decisions
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import N_
from skjonn.usecases.intake_refusals import RoundLive

_SHOWN = 5


class Awards:
    """The awards of one import, by the case they belong to."""

    def __init__(self, session: Session, stored: StoredCall) -> None:
        """Look at what is decided already."""
        self._session, self._stored = session, stored
        self._standing = decisions.standing(session, stored.id)
        self._awards: dict[int, Award] = {}

    def require_past(self, cases: Mapping[int, str]) -> None:
        """Refuse a round that is handled here.

        Args:
            cases: the call's cases that are not withdrawn, key -> number.

        Raises:
            RoundLive: some of them were not taken over.
        """
        over = {key for key, line in self._standing.items() if line.taken_over}
        if live := [number for key, number in cases.items() if key not in over]:
            raise RoundLive(call=self._stored.code, cases=live[:_SHOWN] + (["…"] if len(live) > _SHOWN else []))

    def faults(self, rows: Sequence[Taken], today: date) -> Iterator[Problem]:
        """Yield what an award cannot be: from a pot the year does not have, or decided on a day that has not come."""
        awarded = any(row.award for row in rows)
        pots = _pots(self._session, self._stored.year) if awarded else set()
        for row in rows:
            award = row.award
            if award is None:
                continue
            if award.pot and award.pot not in pots:
                found = problem("error", "pot-unknown", N_("The frame of {year} has no pot called {pot}."), N_("Its pots are: {pots}."), year=str(self._stored.year), pot=award.pot, pots=sorted(pots))  # fmt: skip
                yield replace(found, place=row.place_of("pot"))
            if award.decided_on and award.decided_on > today:
                found = problem("error", "decided-ahead", N_("{on} has not come."), N_("Only a round that is decided can be taken over."), on=award.decided_on)  # fmt: skip
                yield replace(found, place=row.place_of("decided_on"))

    def of_new(self, ids: Sequence[int], rows: Sequence[Taken]) -> None:
        """Keep the awards of new cases, by their keys in the rows' order."""
        self._awards |= {key: row.award for key, row in zip(ids, rows, strict=True) if row.award is not None}

    def of_known(self, told: Iterable[tuple[Taken, int, str]]) -> Iterator[Problem]:
        """Keep the awards of cases that are there, each row with its case's key and number; yield what is decided otherwise."""
        for row, key, case in told:
            if row.award is None:
                continue
            line = self._standing.get(key)
            if line is None:
                self._awards[key] = row.award
            elif line.amount_nok != row.award.awarded_nok:
                found = problem("error", "award-differs", N_("{case} is decided with {decided_nok}; the file says {awarded_nok}."), N_("A decision that stands is not changed by a file."), case=case, decided_nok=line.amount_nok, awarded_nok=row.award.awarded_nok)  # fmt: skip
                yield replace(found, place=row.place_of("awarded_nok"))

    def take_over(self, desk: Desk, person: Person) -> None:
        """Make decisions of what was awarded.

        Raises:
            PotUnknown, FrameUnknown, PotOverspent, MoneyLater, DecidedAhead, CaseNotFree: it cannot be.
        """
        if not self._awards:
            return
        from skjonn.usecases.taking_over import TakenOver, take_over  # deciding is loaded for rounds of the past alone

        cases = {case.id: case for case in applications.cases(self._session, self._stored.id)}
        rows = [
            TakenOver(
                key, cases[key].case_number, cases[key].version_id, cases[key].version_number, cases[key].content.applied_nok,
                award.awarded_nok, award.pot, award.decided_on,
            )
            for key, award in self._awards.items()
        ]  # fmt: skip
        take_over(self._session, desk, person, self._stored, rows)


def _pots(session: Session, year: int) -> set[str]:
    from skjonn.storage.queries import frames  # money is asked about for rounds of the past alone

    return {pot.name for pot in frames.pots(session, year)}
