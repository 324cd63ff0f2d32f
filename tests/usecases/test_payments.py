"""From the award to the money: planned, sent on a frozen list, paid, taken back, repaid; and never more paid than awarded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from skjonn.domain import payments as rules
from skjonn.domain.allocations import Outcome
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import Terms
from skjonn.storage.database import writing
from skjonn.usecases import cutoffs, following_up, frames, letters, payment_lists, payment_terms, payments
from skjonn.usecases import payment_records as records
from skjonn.usecases.approving import Given, approve
from skjonn.usecases.letter_wanted import Wanted as Letters
from skjonn.usecases.payment_records import ByHand
from skjonn.usecases.payments import Wanted
from skjonn.usecases.recommending import Wanted as Said
from tests.usecases import paid_rounds
from tests.usecases.paid_rounds import JULY, JUNE, LATE, found_wrong, taken_back
from tests.usecases.test_letters import text_of


@pytest.fixture
def paying(office: str, desk: Desk) -> str:
    """Return three awards of 2 700 000 in all, approved on the desk's day, with cut-offs set."""
    return paid_rounds.paying(office, desk)


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari in June."""
    return replace(desk, today=JUNE)


def test_awards_are_planned_sent_and_paid_to_the_krone(paying: str, clerk: Desk, tmp_path: Path) -> None:
    """The list's control sum is what is awarded; its file adds up; paid stands in the frame from the day it was paid."""
    made = payments.plan(paying, clerk, Wanted(2021))
    assert [(one.case, one.term, one.amount_nok) for one in made.moves] == [("2021-001", 7, 1_100_000), ("2021-002", 7, 100_000), ("2021-003", 7, 1_500_000)]  # fmt: skip
    assert payments.plan(paying, clerk, Wanted(2021)).moves == (), "everything is planned"

    out = tmp_path / "list.xlsx"
    sent = payment_lists.export(paying, clerk, 2021, 7, out)
    assert (sent.said.number, sent.said.control_sum_nok) == (1, 2_700_000)
    assert "liste 1 av 5. juni 2021. Kontrollsum 2 700 000 kroner." in sent.said.subtitle.replace("\u00a0", " ")
    sheet = openpyxl.load_workbook(BytesIO(out.read_bytes())).worksheets[0]
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[0]]
    assert [(row[0], row[2], row[3]) for row in rows[:3]] == [("1101", "944496394", 1_100_000), ("1103", "964965226", 1_500_000), ("1160", "988893226", 100_000)]  # fmt: skip
    with pytest.raises(rules.NothingToSend):
        payment_lists.export(paying, clerk, 2021, 7)

    done = records.record_list(paying, replace(clerk, today=JULY), (2021, 1), date(2021, 6, 28))
    assert done.sum_nok == 2_700_000
    assert [frames.show_frame(paying, 2021, day).pots[0].paid_nok for day in (date(2021, 6, 27), date(2021, 6, 28))] == [0, 2_700_000]  # fmt: skip
    with pytest.raises(rules.PaymentThere):
        records.record_list(paying, replace(clerk, today=JULY), (2021, 1), JULY)
    assert found_wrong(paying) == []


def test_a_list_is_written_again_the_same(paying: str, clerk: Desk, tmp_path: Path) -> None:
    """The same bytes in every format, also after an award on it has been taken back."""
    payments.plan(paying, clerk, Wanted(2021))
    first = [tmp_path / f"a.{form}" for form in ("xlsx", "ods", "csv")]
    payment_lists.export(paying, clerk, 2021, 7, first[0])
    for path in first[1:]:
        payment_lists.again(paying, clerk, 2021, 1, path)
    taken_back(paying, replace(clerk, today=JULY), "2021-002")

    for path in first:
        again = tmp_path / f"b{path.suffix}"
        payment_lists.again(paying, replace(clerk, today=JULY), 2021, 1, again)
        assert again.read_bytes() == path.read_bytes()
    with pytest.raises(rules.ListUnknown):
        payment_lists.again(paying, clerk, 2021, 2)
    with pytest.raises(payment_lists.ListFormatWrong):
        payment_lists.again(paying, clerk, 2021, 1, tmp_path / "a.docx")
    assert not (tmp_path / "a.docx").exists()


def test_what_was_taken_back_before_it_is_sent_is_not_sent(paying: str, clerk: Desk) -> None:
    """A plan the decisions have overtaken is not sent; planned again, only what stands is."""
    payments.plan(paying, clerk, Wanted(2021))
    taken_back(paying, clerk, "2021-001")

    with pytest.raises(payment_lists.PlanOutdated) as refused:
        payment_lists.export(paying, clerk, 2021, 7)
    assert refused.value.data["cases"] == ["2021-001"]
    assert [(one.case, one.amount_nok) for one in payments.plan(paying, clerk, Wanted(2021)).moves] == [("2021-001", -1_100_000)]  # fmt: skip
    assert payment_lists.export(paying, clerk, 2021, 7).said.control_sum_nok == 1_600_000


def test_another_payee_is_paid_where_the_award_is_changed(paying: str, clerk: Desk) -> None:
    """What is planned for the old payee and not sent goes to the new one."""
    payments.plan(paying, clerk, Wanted(2021))
    following_up.change(paying, clerk, "2021-001", Terms(payee="1112"), "Lund tek over.")
    approve(paying, clerk, "2021", 2, Given("per"))

    with pytest.raises(payment_lists.PlanOutdated):
        payment_lists.export(paying, clerk, 2021, 7)
    moves = payments.plan(paying, clerk, Wanted(2021)).moves
    assert [(one.payee, one.amount_nok) for one in moves] == [("1101", -1_100_000), ("1112", 1_100_000)]
    sent = payment_lists.export(paying, clerk, 2021, 7)
    assert [row["municipality_number"] for row in sent.said.rows if "amount_nok" in row] == ["1103", "1112", "1160"]


def test_money_taken_back_after_it_was_paid_is_to_be_repaid(paying: str, clerk: Desk) -> None:
    """It shows until it is repaid; no more is repaid than was paid; the pot's paid goes down with it."""
    payments.plan(paying, clerk, Wanted(2021))
    payment_lists.export(paying, clerk, 2021, 7)
    later = replace(clerk, today=JULY)
    records.record_list(paying, later, (2021, 1), JULY)
    taken_back(paying, later, "2021-001")

    made = payments.plan(paying, later, Wanted(2021))
    assert [(one.case, one.above_nok) for one in made.told_too_much] == [("2021-001", 1_100_000)]
    assert payments.standing(paying, 2021)[0].to_repay_nok == 1_100_000
    with pytest.raises(rules.RepaidAbovePaid):
        records.record_by_hand(paying, later, ByHand("2021-001", 1_100_001, repaid=True), JULY)
    done = records.record_by_hand(paying, later, ByHand("2021-001", 1_100_000, repaid=True), JULY)
    assert done.left_over == ()
    assert payments.standing(paying, 2021)[0].to_repay_nok == 0
    assert frames.show_frame(paying, 2021).pots[0].paid_nok == 1_600_000
    assert found_wrong(paying) == []


def test_money_repaid_of_an_award_that_stands_frees_nothing_by_itself(paying: str, clerk: Desk) -> None:
    """The pot stays as decided until the award is corrected by a decision another person approves; then it is free, or returned."""
    records.record_by_hand(paying, clerk, ByHand("2021-002", 100_000), JUNE)
    done = records.record_by_hand(paying, clerk, ByHand("2021-002", 40_000, repaid=True, reference="B 1"), JUNE)
    assert done.left_over == ("2021-002",)
    assert frames.show_frame(paying, 2021).pots[0].decided_nok == 2_700_000

    late = replace(clerk, today=LATE)
    following_up.correct(paying, late, "2021-002", Said(Outcome.AWARD, 60_000, reason="Ubrukt."), "Ubrukte midlar.")
    approve(paying, late, "2021", 2, Given("per"))
    pot = frames.show_frame(paying, 2021).pots[0]
    assert (pot.decided_nok, pot.returned_nok, pot.paid_nok) == (2_700_000, 40_000, 60_000)
    assert payments.standing(paying, 2021)[1].to_repay_nok == 0
    assert found_wrong(paying) == []


def test_the_database_refuses_to_pay_more_than_is_awarded(paying: str, clerk: Desk) -> None:
    """Whatever program writes: no line pays above the award, repays above what was paid, or is changed or removed."""
    records.record_by_hand(paying, clerk, ByHand("2021-002", 99_999), JUNE)
    with pytest.raises(rules.PaidAboveAward):
        records.record_by_hand(paying, clerk, ByHand("2021-002", 2), JUNE)
    put = (
        "INSERT INTO payment_line (kind, application_id, decision_line_id, payee, year, term, amount_nok, reference, source, reason,"
        " \"on\", recorded_at, person_id) SELECT '{kind}', application_id, decision_line_id, payee, year, term, {nok},"
        ' reference, source, reason, "on", recorded_at, person_id FROM payment_line'
    )
    wrong = (put.format(kind="paid", nok=2), put.format(kind="repaid", nok=100_000), "UPDATE payment_line SET amount_nok = 1", "DELETE FROM payment_line")  # fmt: skip
    for statement in wrong:
        with pytest.raises(DBAPIError), writing(paying) as session:
            session.connection().execute(text(statement))
    with writing(paying) as session:
        session.connection().execute(text(put.format(kind="paid", nok=1)))
    assert payments.standing(paying, 2021)[1].paid_nok == 100_000


def test_a_file_of_payments_is_recorded_whole_or_not_at_all(paying: str, clerk: Desk, tmp_path: Path) -> None:
    """Every wrong cell is named; a row with a reference recorded before changes nothing."""
    path = tmp_path / "paid.csv"
    path.write_text("Utbetalt i juni\nSak;Beløp;Bilag;Dato\n2021-001;1.00.000;1;2021-06-04\n2021-099;5;2;\n2021-002;0;3;mars\n", encoding="utf-8")  # fmt: skip
    with pytest.raises(records.PaymentsFaulty) as refused:
        records.record_file(paying, clerk, path, JUNE)
    assert [one.place.cell for one in refused.value.problems if hasattr(one, "place")] == ["B3", "A4", "B5", "D5"]

    path.write_text("Sak;Beløp;Bilag;Dato\n2021-001;1 100 000;1;2021-06-04\n2021-002;60 000;2;\n2021-002;40 000;3;\n", encoding="utf-8")  # fmt: skip
    done = records.record_file(paying, clerk, path, JUNE)
    assert (done.sum_nok, done.skipped) == (1_200_000, 0)
    assert (records.record_file(paying, clerk, path, JUNE).cases, records.record_file(paying, clerk, path, JUNE).skipped) == ((), 3)  # fmt: skip

    path.write_text("Sak;Beløp\n2021-003;1 000 000\n2021-003;500 001\n", encoding="utf-8")
    with pytest.raises(rules.PaidAboveAward):
        records.record_file(paying, clerk, path, JUNE)
    assert payments.standing(paying, 2021)[2].paid_nok == 0
    with pytest.raises(records.PaidAhead):
        records.record_file(paying, clerk, path, LATE)


def test_earlier_figures_are_shown_as_of_a_day(paying: str, clerk: Desk) -> None:
    """What is planned, sent and taken back later is in no earlier day's figures."""
    payments.plan(paying, clerk, Wanted(2021))
    later = replace(clerk, today=JULY)
    payment_lists.export(paying, later, 2021, 7)
    taken_back(paying, later, "2021-001")

    before, after = (payments.standing(paying, 2021, as_of=day) for day in (JUNE, JULY))
    assert (before[0].awarded_nok, before[0].planned_nok, before[0].sent_nok) == (1_100_000, 1_100_000, 0)
    assert (after[0].awarded_nok, after[0].planned_nok, after[0].sent_nok) == (0, 1_100_000, 1_100_000)
    assert (payment_lists.every(paying, 2021, JUNE), len(payment_lists.every(paying, 2021, JULY))) == ([], 1)


def test_the_letter_to_the_ministry_and_the_lists_have_one_sum(paying: str, clerk: Desk, tmp_path: Path) -> None:
    """What the letter tells each municipality is to have is what the lists say."""
    payments.plan(paying, clerk, Wanted(2021))
    payment_lists.export(paying, clerk, 2021, 7)

    done = letters.write_letters(paying, clerk, Letters("2021", kind="payment_list"), tmp_path)

    said = text_of(tmp_path / done.letters[0].path)
    assert "2 700 000" in said
    assert [name for name in ("Eigersund", "Stavanger", "Vindafjord") if name not in said] == []


def test_terms_are_set_once_and_the_last_is_the_frames(office: str, desk: Desk) -> None:
    """The eleventh term's cut-off is the frame's last one; the same again leaves no event; a term may be moved."""
    frames.set_frame(office, desk, 2021, frames.Wanted(100))
    assert not payment_terms.set_terms(office, desk, 2021, {6: date(2021, 5, 20)}).moved
    done = payment_terms.set_terms(office, desk, 2021, {11: date(2021, 11, 26)})
    assert (done.moved, done.last_cutoff_on) == (True, date(2021, 11, 26))
    assert payment_terms.set_terms(office, desk, 2021, {6: date(2021, 5, 21)}).cutoffs == {6: date(2021, 5, 21), 11: date(2021, 11, 26)}  # fmt: skip


def test_a_frame_made_after_its_terms_has_their_last_cutoff(office: str, desk: Desk) -> None:
    """It is taken at `frame set`, once; where the two were set apart, it is told, and the last term set again brings them together."""
    payment_terms.set_terms(office, desk, 2022, {11: date(2022, 11, 20)})
    frames.set_frame(office, desk, 2022, frames.Wanted(100))
    assert cutoffs.show(office, 2022) == cutoffs.Cutoff(2022, date(2022, 11, 20), "", date(2022, 11, 20))

    apart = cutoffs.set_cutoff(office, desk, 2022, date(2022, 11, 10))
    assert (apart.last_cutoff_on, apart.last_term_on) == (date(2022, 11, 10), date(2022, 11, 20))
    frames.set_frame(office, desk, 2022, frames.Wanted(200))
    assert cutoffs.show(office, 2022).last_cutoff_on == date(2022, 11, 10)
    assert payment_terms.set_terms(office, desk, 2022, {11: date(2022, 11, 20)}).moved
    assert cutoffs.show(office, 2022).last_cutoff_on == date(2022, 11, 20)
    assert found_wrong(office) == []


def test_nothing_is_kept_of_a_trial_run(paying: str, clerk: Desk, tmp_path: Path) -> None:
    """A trial run tells what would be done, and writes neither lines nor files."""
    trial = replace(clerk, dry_run=True)
    assert len(payments.plan(paying, trial, Wanted(2021)).moves) == 3
    assert payments.standing(paying, 2021)[0].planned_nok == 0
    payments.plan(paying, clerk, Wanted(2021))
    payment_lists.export(paying, trial, 2021, 7, tmp_path / "a.ods")
    assert (payment_lists.every(paying, 2021), (tmp_path / "a.ods").exists()) == ([], False)
