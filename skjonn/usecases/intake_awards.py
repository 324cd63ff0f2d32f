"""What the files of a decided round say was awarded: kept beside the rows, and taken over when all of them are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.intake import Award, Taken
from skjonn.domain.persons import Person
from skjonn.domain.problems import Problem, problem
from skjonn.storage.queries import applications, decisions
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import N_
from skjonn.usecases.taking_over import TakenOver, take_over


class Awards:
    """The awards of one import, by the case they belong to."""

    def __init__(self, session: Session, stored: StoredCall) -> None:
        """Look at what is decided already."""
        self._session, self._stored = session, stored
        self._standing = decisions.standing(session, stored.id)
        self._awards: dict[int, Award] = {}

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
        cases = {case.id: case for case in applications.cases(self._session, self._stored.id)}
        rows = [
            TakenOver(
                key, cases[key].case_number, cases[key].version_id, cases[key].version_number, cases[key].content.applied_nok,
                award.awarded_nok, award.pot, award.decided_on,
            )
            for key, award in self._awards.items()
        ]  # fmt: skip
        take_over(self._session, desk, person, self._stored, rows)
