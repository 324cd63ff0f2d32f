"""What was paid is recorded once, as it was: from lists, from files, by hand, up to what the ministry was told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from skjonn.domain import paying as rules
from skjonn.domain.desk import Desk
from skjonn.domain.payments import NothingHeld, PaidAboveAward, PastLastTerm, PaymentThere
from skjonn.domain.problems import Problem
from skjonn.domain.waiting import Step
from skjonn.storage.database import writing
from skjonn.usecases import frames, payment_lists, payments, status
from skjonn.usecases import payment_records as records
from skjonn.usecases.payment_records import ByHand
from skjonn.usecases.payments import Wanted
from tests.storage import raw
from tests.usecases import paid_rounds
from tests.usecases.paid_rounds import JULY, JUNE, corrected, found_wrong, in_june, paid_by_another, taken_back
from tests.usecases.test_payment_lists import put


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari in July."""
    return replace(desk, today=JULY)


@pytest.fixture
def sent(office: str, desk: Desk, tmp_path: Path) -> str:
    """Return three awards that the ministry was told of on 5 June, with list 1, written in every format."""
    paid_rounds.paying(office, desk)
    payments.plan(office, in_june(desk), Wanted(2021))
    payment_lists.export(office, in_june(desk), 2021, 7, tmp_path / "list.xlsx")
    for ending in ("ods", "csv"):
        payment_lists.again(office, in_june(desk), 2021, 1, tmp_path / f"list.{ending}")
    return office


def paid(url: str) -> list[int]:
    """Return what was paid of each case and not repaid."""
    return [one.paid_nok - one.repaid_nok for one in payments.standing(url, 2021)]


def test_only_cases_of_the_list_can_be_left_out(sent: str, clerk: Desk) -> None:
    """A mistyped case is refused, and nothing is recorded; so is leaving out everything."""
    with pytest.raises(rules.NotOnList) as refused:
        records.record_list(sent, clerk, (2021, 1), JULY, ["2021-999", "2021-001"])
    assert refused.value.data["cases"] == ["2021-999"]
    with pytest.raises(rules.AllLeftOut):
        records.record_list(sent, clerk, (2021, 1), JULY, ["2021-001", "2021-002", "2021-003"])
    assert paid(sent) == [0, 0, 0]


def test_what_is_left_of_a_list_is_recorded_from_it_later(sent: str, clerk: Desk) -> None:
    """First without a case, then the rest on its own day, then it is all there."""
    records.record_list(sent, clerk, (2021, 1), JUNE, ["2021-001"])
    assert paid(sent) == [0, 100_000, 1_500_000]
    assert records.record_list(sent, clerk, (2021, 1), JULY).cases == (("2021-001", 1_100_000),)
    with pytest.raises(PaymentThere):
        records.record_list(sent, clerk, (2021, 1), JULY)
    assert found_wrong(sent) == []


def test_a_reference_somebody_typed_is_not_taken_for_the_list(sent: str, clerk: Desk) -> None:
    """A payment by hand with a reference like a list's does not stand in the list's way, but is not paid twice either."""
    records.record_by_hand(sent, clerk, ByHand("2021-001", 1_100_000, reference="2021-1"), JULY)
    with pytest.raises(rules.PaidBeside):
        records.record_list(sent, clerk, (2021, 1), JULY)
    assert records.record_list(sent, clerk, (2021, 1), JULY, ["2021-001"]).sum_nok == 1_600_000


def test_the_same_by_hand_is_recorded_once(sent: str, clerk: Desk) -> None:
    """The same reference, or none on the same day, is the same payment; another reference or day is another one."""
    records.record_by_hand(sent, clerk, ByHand("2021-001", 500, reference="A"), JULY)
    for day in (JULY, JUNE):
        with pytest.raises(rules.PaymentTwice):
            records.record_by_hand(sent, clerk, ByHand("2021-001", 500, reference="A"), day)
    records.record_by_hand(sent, clerk, ByHand("2021-001", 500), JULY)
    with pytest.raises(rules.PaymentTwice):
        records.record_by_hand(sent, clerk, ByHand("2021-001", 500), JULY)
    records.record_by_hand(sent, clerk, ByHand("2021-001", 500, reference="B"), JULY)
    records.record_by_hand(sent, clerk, ByHand("2021-001", 500), JUNE)
    records.record_by_hand(sent, clerk, ByHand("2021-001", 500, repaid=True), JULY)
    assert paid(sent)[0] == 1_500


def test_a_file_without_references_is_recorded_once(sent: str, clerk: Desk, tmp_path: Path) -> None:
    """The same file on another day, or another file with the same day, adds nothing; equal rows in one are a fault."""
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("Sak;Beløp\n2021-001;100000\n2021-002;5\n", encoding="utf-8")
    second.write_text("Sak;Beløp\n2021-001;100000\n2021-002;6\n", encoding="utf-8")

    assert records.record_file(sent, clerk, first, JULY).skipped == 0
    assert records.record_file(sent, replace(clerk, today=date(2021, 7, 9)), first, date(2021, 7, 9)).skipped == 2
    assert records.record_file(sent, clerk, second, JULY).cases == (("2021-002", 6),)
    assert paid(sent) == [100_000, 11, 0]

    second.write_text("Sak;Beløp;Bilag\n2021-001;7;A\n2021-001;7;B\n2021-001;7;A\n", encoding="utf-8")
    assert faults(sent, clerk, second) == [("payments-twice", "A4")]
    assert paid(sent) == [100_000, 11, 0]


def faults(url: str, desk: Desk, path: Path) -> list[tuple[str, str]]:
    """Return what is wrong with a file: codes and cells."""
    with pytest.raises(records.PaymentsFaulty) as refused:
        records.record_file(url, desk, path, JULY)
    return [(one.code, one.place.cell) for one in refused.value.problems if isinstance(one, Problem)]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_the_list_that_was_sent_can_be_recorded_from(sent: str, clerk: Desk, tmp_path: Path, ending: str) -> None:
    """In each format the amounts of the cases are read, not those of the municipalities, nor the sum."""
    assert records.record_file(sent, clerk, tmp_path / f"list.{ending}", JULY).sum_nok == 2_700_000
    assert paid(sent) == [1_100_000, 100_000, 1_500_000]
    with pytest.raises(rules.PaidBeside):
        records.record_list(sent, clerk, (2021, 1), JULY)


def test_a_file_tells_what_the_ministry_paid_and_to_whom_it_was_told_to(sent: str, clerk: Desk, tmp_path: Path) -> None:
    """Where the payee was changed after the list was sent, the ministry's file is of the one on the list."""
    paid_by_another(sent, clerk, "2021-001", "1112")
    records.record_file(sent, clerk, tmp_path / "list.csv", JULY)
    [told] = payments.plan(sent, clerk, Wanted(2021)).told_elsewhere
    assert (told.municipality, told.paid, told.amount_nok) == ("Eigersund", True, 1_100_000)


def test_files_are_read_as_people_write_them(sent: str, clerk: Desk, tmp_path: Path) -> None:
    """Short numbers of cases are known, a sum is no case, an empty amount is missing, headings alone are no payments."""
    path = tmp_path / "a.csv"
    path.write_text("Sak;Beløp\n7;5\n1;\n2021-2;6\nSum:;11\n", encoding="utf-8")
    assert faults(sent, clerk, path) == [("payments-case", "A2"), ("payments-amount", "B3")]
    path.write_text("Sak;Beløp\n1;5\n2021-2;6\nSum;11\n", encoding="utf-8")
    assert records.record_file(sent, clerk, path, JULY).cases == (("2021-001", 5), ("2021-002", 6))
    path.write_text("Sak;Beløp\nTotalt;0\n", encoding="utf-8")
    assert faults(sent, clerk, path) == [("payments-none", "A1")]


def test_days_that_cannot_be_are_refused(sent: str, clerk: Desk) -> None:
    """Not before the award, nor before the list was sent; and nothing comes back before it was paid."""
    with pytest.raises(rules.PaidTooEarly):
        records.record_list(sent, clerk, (2021, 1), date(2021, 6, 4))
    with pytest.raises(rules.PaidTooEarly):
        records.record_by_hand(sent, clerk, ByHand("2021-001", 5), date(2021, 1, 18))
    records.record_by_hand(sent, clerk, ByHand("2021-001", 50), JUNE)
    records.record_by_hand(sent, clerk, ByHand("2021-001", 60), JULY)
    with pytest.raises(rules.RepaidTooEarly):
        records.record_by_hand(sent, clerk, ByHand("2021-001", 51, repaid=True), date(2021, 6, 30))
    records.record_by_hand(sent, clerk, ByHand("2021-001", 50, repaid=True), JUNE)
    assert [payments.standing(sent, 2021, as_of=day)[0].repaid_nok for day in (JUNE, JULY)] == [50, 50]


def test_what_the_ministry_paid_of_a_list_is_told_though_the_award_was_reduced(sent: str, clerk: Desk) -> None:
    """Up to what was sent; what is above the award is to be repaid; by hand without a list no more than stands."""
    corrected(sent, clerk, "2021-002", 60_000)
    taken_back(sent, clerk, "2021-001")

    done = records.record_list(sent, clerk, (2021, 1), JULY)

    assert done.above == (("2021-001", 1_100_000), ("2021-002", 40_000))
    assert [one.to_repay_nok for one in payments.standing(sent, 2021)] == [1_100_000, 40_000, 0]
    assert frames.show_frame(sent, 2021).pots[0].paid_nok == 2_700_000
    with pytest.raises(PaidAboveAward):
        records.record_by_hand(sent, clerk, ByHand("2021-002", 1), JULY)
    records.record_by_hand(sent, clerk, ByHand("2021-001", 1_100_000, repaid=True), JULY)
    with pytest.raises(PaidAboveAward):
        records.record_by_hand(sent, clerk, ByHand("2021-001", 1, reference="x"), JULY)
    assert found_wrong(sent) == []


def test_the_database_holds_the_same_bounds(sent: str, clerk: Desk) -> None:
    """Whatever program writes: of a reduced award up to what was sent, once; of one on no list up to what stands."""
    corrected(sent, clerk, "2021-002", 60_000)
    pay = {"kind": "'paid'"}
    with pytest.raises(DBAPIError), writing(sent) as session:
        session.connection().execute(text(put("application_id = 2", **pay, amount_nok=100_001)))
    with writing(sent) as session:
        session.connection().execute(text(put("application_id = 2", **pay, amount_nok=100_000)))
        session.connection().execute(text(put("kind = 'paid'", kind="'repaid'", amount_nok=90_000)))
    with pytest.raises(DBAPIError), writing(sent) as session:
        session.connection().execute(text(put("kind = 'paid'", amount_nok=50_001)))
    with writing(sent) as session:
        session.connection().execute(text(put("kind = 'paid'", amount_nok=50_000)))
    assert paid(sent)[1] == 60_000


def test_held_money_waits_and_is_planned_together(office: str, desk: Desk) -> None:
    """What is held is told as held until it is planned; only that is planned then."""
    june = in_june(desk)
    paid_rounds.paying(office, desk)
    payments.plan(office, june, Wanted(2021, cases=("2021-001",)))
    payments.plan(office, june, Wanted(2021, hold=True))

    made = payments.plan(office, june, Wanted(2021, held=True, terms=(9,)))

    assert [(one.case, one.term, one.amount_nok) for one in made.moves] == [("2021-002", 0, -100_000), ("2021-002", 9, 100_000), ("2021-003", 0, -1_500_000), ("2021-003", 9, 1_500_000)]  # fmt: skip
    with pytest.raises(NothingHeld):
        payments.plan(office, june, Wanted(2021, held=True))


def test_held_money_goes_to_a_term_that_is_still_to_come(office: str, desk: Desk) -> None:
    """Not to the one that was next when it was awarded; what is planned and not held stays; past the last cut-off it is refused."""
    paid_rounds.paying(office, desk)
    payments.plan(office, in_june(desk), Wanted(2021, cases=("2021-001",), hold=True))
    payments.plan(office, in_june(desk), Wanted(2021))

    with pytest.raises(PastLastTerm):
        payments.plan(office, replace(desk, today=date(2021, 12, 1)), Wanted(2021, held=True))
    made = payments.plan(office, replace(desk, today=JULY), Wanted(2021, cases=("2021-001",), held=True))
    assert [(one.term, one.amount_nok) for one in made.moves] == [(0, -1_100_000), (9, 1_100_000)]


def test_what_is_paid_beside_the_lists_shows_until_it_has_come_back(office: str, desk: Desk, clerk: Desk) -> None:
    """It is recorded, told of at once, and in the plan and the status where the lists tell the ministry to pay it again."""
    paid_rounds.paying(office, desk)
    payments.plan(office, in_june(desk), Wanted(2021, cases=("2021-001",), terms=(7, 11)))
    payment_lists.export(office, in_june(desk), 2021, 7)
    before = date(2021, 6, 20)

    def shown() -> tuple[int, int, bool]:
        (told,) = [one.above_nok for one in payments.plan(office, clerk, Wanted(2021, cases=("2021-001",), terms=(11,))).told_beyond] or [0]  # fmt: skip
        waits = any(one.step is Step.TOLD_BEYOND for one in status.status(office, clerk).waiting)
        return payments.standing(office, 2021)[0].beside_nok, told, waits

    assert records.record_by_hand(office, clerk, ByHand("2021-001", 550_000, reference="a"), before).beside == ()
    assert shown() == (0, 0, False)
    done = records.record_by_hand(office, clerk, ByHand("2021-001", 60_000, reference="b"), before)
    assert done.beside == (("2021-001", 60_000),)
    assert shown() == (60_000, 60_000, True)
    payment_lists.export(office, clerk, 2021, 11)
    assert shown() == (60_000, 60_000, True)
    assert records.record_by_hand(office, clerk, ByHand("2021-001", 60_000, repaid=True), JULY).beside == ()
    assert shown() == (0, 0, False)


def test_nothing_is_beside_lists_where_none_are_made(office: str, desk: Desk, clerk: Desk) -> None:
    """An office that only records what was paid is told of nothing."""
    paid_rounds.paying(office, desk)
    assert records.record_by_hand(office, clerk, ByHand("2021-001", 50_000), JULY).beside == ()
    assert payments.standing(office, 2021)[0].beside_nok == 0


def test_payments_at_once_keep_within_what_was_sent(sent: str, clerk: Desk) -> None:
    """Eight clients of their own pay the same reduced award at the same time: in all no more than the list says."""
    corrected(sent, clerk, "2021-002", 60_000)
    pay = put("application_id = 2 AND kind = 'planned'", kind="'paid'", amount_nok=15_000)

    with ThreadPoolExecutor(8) as pool:
        refused = sum(pool.map(lambda _turn: raw.attempts(lambda: raw.run(sent, pay)), range(16)))

    assert paid(sent)[1] == 90_000
    assert refused == 10
    assert found_wrong(sent) == []
