"""After an import: which of its applications may be one project with another, so that a person can look before they are assessed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlmodel import Session

from skjonn.domain.duplicates import candidate, probable
from skjonn.domain.problems import Problem, problem
from skjonn.storage.queries import applications
from skjonn.texts import N_

_MOST = 2_000
"""Cases of a call among which pairs are looked for at once; of more, `application duplicates` is asked when there is time."""


def pairs_of(session: Session, call_id: int, added: Collection[str]) -> Iterator[Problem]:
    """Yield a warning for each pair of live cases that may be one, of which at least one is `added`."""
    if not added or len(added) > _MOST:
        return
    live = [case for case in applications.cases(session, call_id) if not case.content.withdrawn]
    if len(live) > _MOST:
        return
    new = set(added)
    for pair in probable([candidate(case.case_number, case.content) for case in live]):
        if new & {pair.first, pair.second}:
            yield problem("warning", "applications-alike", N_("{case} and {other} may be one project: their titles are nearly the same."), N_("`skjonn application duplicates` shows why; `skjonn application merge` joins them."), case=pair.first, other=pair.second)  # fmt: skip
