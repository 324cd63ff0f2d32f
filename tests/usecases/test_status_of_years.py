"""The status of a register of many years: what is done is counted, what waits is told, wherever it lies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from skjonn.domain.desk import Desk
from skjonn.usecases import following_up, letters, payment_records, status
from skjonn.usecases.approving import Given, approve
from skjonn.usecases.calls import close_call
from skjonn.usecases.letter_wanted import Wanted as Letters
from skjonn.usecases.payment_records import ByHand
from tests.usecases.past_rounds import open_past
from tests.usecases.test_letters import EIGERSUND, FULL, PARTIAL, VINDAFJORD, decided


@pytest.fixture
def done(office: str, desk: Desk, tmp_path: Path) -> str:
    """Return a closed round of 2021, decided and written about, beside the open one of 2022."""
    decided(office, desk, ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL)))
    june = replace(desk, today=date(2021, 6, 1))
    letters.write_letters(office, june, Letters("2021"), tmp_path)
    close_call(office, june, "2021")
    open_past(office, replace(desk, today=date(2022, 1, 10)), tmp_path, 2022, ("project", 5))
    return office


def test_what_is_done_is_only_counted(done: str, desk: Desk) -> None:
    """The closed call of the year before is not told of; the open one is; as is the frame of the newest year alone."""
    found = status.status(done, replace(desk, today=date(2022, 1, 10)))

    assert ([call.code for call in found.calls], found.earlier) == (["2022"], 1)
    assert [frame.year for frame in found.frames] == [2022]
    assert found.waiting == ()


def test_what_waits_of_an_earlier_year_is_told(done: str, desk: Desk) -> None:
    """A drafted decision, money to be repaid, and a letter that is not written."""
    january = replace(desk, today=date(2022, 1, 10))
    payment_records.record_by_hand(done, january, ByHand("2021-002", 100_000), january.today)
    drafted = following_up.reverse(done, january, "2021-002", "Feil.")
    assert [(one.call, one.step) for one in status.status(done, january).waiting] == [("2021", "approval")]

    approve(done, january, "2021", int(drafted.decision.id.rpartition("V")[2]), Given("per"))
    found = status.status(done, january)
    assert ([call.code for call in found.calls], found.earlier) == (["2021", "2022"], 0)
    assert "letter" in {one.step for one in found.waiting}


def test_money_to_be_repaid_waits_however_old(done: str, desk: Desk, tmp_path: Path) -> None:
    """Also where the call is done with."""
    january = replace(desk, today=date(2022, 1, 10))
    payment_records.record_by_hand(done, january, ByHand("2021-002", 100_000), january.today)
    drafted = following_up.reverse(done, january, "2021-002", "Feil.")
    approve(done, january, "2021", int(drafted.decision.id.rpartition("V")[2]), Given("per"))
    letters.write_letters(done, january, Letters("2021"), tmp_path)

    found = status.status(done, replace(desk, today=date(2025, 1, 10)))
    assert found.earlier == 1
    assert [(one.call, one.step, one.count) for one in found.waiting] == [("2021", "repayment", 1)]
