"""Payments over any history: several terms, split and held money, corrections, other payees, what comes back. Everything balances."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from skjonn.domain.desk import Desk
from skjonn.domain.payment_lists import digest_of, read_kept
from skjonn.errors import SkjonnError
from skjonn.storage.database import reading
from skjonn.storage.queries import payments as stored
from skjonn.usecases import frames, payment_lists, payments
from skjonn.usecases import payment_records as records
from skjonn.usecases.payment_records import ByHand
from skjonn.usecases.payments import Standing, Wanted
from tests.usecases import paid_rounds
from tests.usecases.paid_rounds import JUNE, corrected, found_wrong, paid_by_another, taken_back

CASES = st.sampled_from(["2021-001", "2021-002", "2021-003"])
AMOUNTS = st.integers(1, 90_000)
ACTS = st.one_of(
    st.tuples(st.just("plan"), st.sampled_from([(), (7,), (9, 11), "hold", "held"])),
    st.tuples(st.just("anew"), CASES),
    st.tuples(st.just("send"), st.sampled_from([7, 9, 11])),
    st.tuples(st.just("send"), st.sampled_from([7, 9, 11])),
    st.tuples(st.just("pay"), st.integers(1, 4)),
    st.tuples(st.just("part"), st.integers(1, 4)),
    st.tuples(st.just("hand"), CASES, AMOUNTS),
    st.tuples(st.just("repay"), CASES, AMOUNTS),
    st.tuples(st.just("correct"), CASES, AMOUNTS),
    st.tuples(st.just("back"), CASES),
    st.tuples(st.just("payee"), CASES, st.sampled_from(["1101", "1112", "1160", "1103"])),
    st.tuples(st.just("days"), st.integers(1, 60)),
)


@pytest.fixture
def round_of_three(office: str, desk: Desk) -> str:
    """Return a database with three awards and cut-offs."""
    return paid_rounds.paying(office, desk)


def act(url: str, desk: Desk, what: Sequence[object]) -> None:
    """Do one thing."""
    match what:
        case ("plan", str(way)):
            payments.plan(url, desk, Wanted(2021, terms=(9, 11) if way == "held" else (), hold=way == "hold", held=way == "held"))  # fmt: skip
        case ("plan", tuple(terms)):
            payments.plan(url, desk, Wanted(2021, terms=terms))
        case ("anew", str(case)):
            payments.plan(url, desk, Wanted(2021, cases=(case,), terms=(7, 9, 11)))
        case ("send", int(term)):
            payment_lists.export(url, desk, 2021, term)
        case ("pay", int(number)):
            records.record_list(url, desk, (2021, number), desk.today)
        case ("part", int(number)):
            records.record_list(url, desk, (2021, number), desk.today, ["2021-001"])
        case ("hand" | "repay" as way, str(case), int(nok)):
            records.record_by_hand(url, desk, ByHand(case, nok, repaid=way == "repay"), desk.today)
        case ("correct", str(case), int(nok)):
            corrected(url, desk, case, nok * 10)
        case ("back", str(case)):
            taken_back(url, desk, case)
        case ("payee", str(case), str(number)):
            paid_by_another(url, desk, case, number)


LIST_PAID_ANYWAY = [("plan", ()), ("send", 7), ("correct", "2021-001", 60_000), ("back", "2021-003"), ("days", 30), ("pay", 1), ("repay", "2021-003", 90_000), ("correct", "2021-001", 80_000), ("plan", (9,)), ("send", 9), ("pay", 2)]  # fmt: skip
PAYEE_CHANGED = [("plan", (9, 11)), ("send", 9), ("payee", "2021-001", "1112"), ("plan", ()), ("send", 11), ("days", 40), ("part", 1), ("pay", 2), ("pay", 1), ("payee", "2021-001", "1101"), ("repay", "2021-001", 5)]  # fmt: skip
HELD_LATE = [("plan", "hold"), ("days", 60), ("days", 60), ("days", 60), ("plan", "held"), ("send", 9), ("pay", 1), ("days", 60), ("correct", "2021-002", 5_000), ("repay", "2021-002", 50_000)]  # fmt: skip


@example(acts=LIST_PAID_ANYWAY)
@example(acts=PAYEE_CHANGED)
@example(acts=HELD_LATE)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=st.lists(ACTS, min_size=4, max_size=16))
def test_awards_payments_and_returns_balance(
    round_of_three: str, desk: Desk, tmp_path: Path, request: pytest.FixtureRequest, acts: list[tuple[object, ...]]
) -> None:
    """Over any history sums agree between cases, pots and lists, on each day; and the database proves itself sound."""
    with paid_rounds.copied(round_of_three, tmp_path, request) as url:
        day = JUNE
        kept: dict[int, str] = {}
        for what in acts:
            if what[0] == "days":
                day += timedelta(days=int(str(what[1])))
                continue
            with suppress(SkjonnError):
                act(url, replace(desk, today=day), what)
            kept = _lists_kept(url, kept)
        with suppress(SkjonnError):
            act(url, replace(desk, today=day), ("plan", (9,)))
            _planned_whole(payments.standing(url, 2021))
        _balanced(url)
        for back in range(0, (day - JUNE).days + 1, 20):
            earlier = payments.standing(url, 2021, as_of=JUNE + timedelta(days=back))
            assert all(one.repaid_nok <= one.paid_nok for one in earlier)
        assert found_wrong(url) == []


def _lists_kept(url: str, before: dict[int, str]) -> dict[int, str]:
    """Return the lists as they are stored, once it is sure that those sent before are as they were."""
    with reading(url) as session:
        found = {one.number: one.content for one in stored.lists(session, 2021)}
    assert {number: content for number, content in found.items() if number in before} == before
    return found


def _planned_whole(standing: Sequence[Standing]) -> None:
    """After a plan everything that stands is planned, and nothing more but what was sent."""
    for one in standing:
        assert one.planned_nok == max(one.awarded_nok, one.sent_nok)


def _balanced(url: str) -> None:
    standing, pot = payments.standing(url, 2021), frames.show_frame(url, 2021).pots[0]
    assert sum(one.awarded_nok for one in standing) == pot.decided_nok - pot.returned_nok
    assert sum(one.paid_nok - one.repaid_nok for one in standing) == pot.paid_nok
    with reading(url) as session:
        lists = [(one, read_kept(one.content)) for one in stored.lists(session, 2021)]
    assert all(digest_of(one.content) == one.digest for one, _said in lists)
    for one in standing:
        told = sum(nok for _list, said in lists for (_payee, case), nok in said.sums().items() if case == one.case)
        assert told == one.sent_nok <= one.planned_nok
        assert one.repaid_nok <= one.paid_nok
        assert one.to_repay_nok == max(0, one.paid_nok - one.repaid_nok - one.awarded_nok)
    assert sum(one.sent_nok for one in standing) == sum(one.control_sum_nok for one, _said in lists)
