"""What waits for whom."""

from __future__ import annotations

from datetime import date

from skjonn.domain.persons import Person, Role
from skjonn.domain.waiting import Step, Waiting, approvers, in_service, unassessed

DAY = date(2021, 6, 1)


def _person(
    number: int, name: str, role: Role, authority_nok: int | None = None, valid_to: date | None = None
) -> Person:
    return Person(number, name.lower(), name, frozenset({role}), authority_nok, date(2020, 1, 1), valid_to)


PERSONS = (
    _person(1, "Åse", Role.APPROVER),
    _person(2, "Per", Role.APPROVER, 1_000_000),
    _person(3, "Ola", Role.APPROVER, None, date(2021, 6, 1)),
    _person(4, "Kari", Role.CASEWORKER),
)


def test_a_draft_waits_for_those_who_may_approve_it() -> None:
    """In service, with authority enough (the bound included), and never the one who drafted it; å comes last."""
    assert approvers(PERSONS, 4, 1_000_000, DAY) == ("Per", "Åse")
    assert approvers(PERSONS, 4, 1_000_001, DAY) == ("Åse",)
    assert approvers(PERSONS, 1, 1_000_001, DAY) == ()
    assert in_service(PERSONS, Role.CASEWORKER, DAY) == ("Kari",)


def test_each_assessor_has_what_is_left() -> None:
    """Of the cases without a decision; who is done is not named."""
    by = {"Ola": {1, 2, 3}, "Eva": {1}}
    assert unassessed("2021", {1, 2, 3}, by) == [Waiting(Step.ASSESSMENT, "2021", "", 2, ("Eva",))]
