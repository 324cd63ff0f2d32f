"""A municipality that merged, or was numbered anew, after its award: what came of it gets letters, reminders and the money."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from skjonn.domain.desk import Desk
from skjonn.domain.letters import Said
from skjonn.domain.reminders import Stages
from skjonn.domain.reports import ReportKind
from skjonn.usecases import letters, payment_lists, payment_records, payment_terms, payments, reminding, reports
from skjonn.usecases.letter_gathering import RecipientGone
from skjonn.usecases.letter_wanted import Wanted as Letters
from skjonn.usecases.payment_lists import PayeeGone
from skjonn.usecases.payments import Wanted
from tests.usecases.paid_rounds import CUTOFFS, found_wrong
from tests.usecases.test_letters import EIGERSUND, FULL, PARTIAL, VINDAFJORD, decided, text_of
from tests.usecases.test_reminding import TOLD

DRAMMEN, DRAMMEN_NOW, AALESUND = "3005", "3301", "1507"
AFTER = date(2024, 2, 1)
Made = Callable[[str], str]


@pytest.fixture
def awarded(office: str, desk: Desk) -> Made:
    """Return what awards to a municipality that is to end in 2024, and to one that is not, with cut-offs set."""

    def made(lead: str) -> str:
        decided(office, desk, ((replace(EIGERSUND, lead=lead, partners=()), FULL), (VINDAFJORD, PARTIAL)))
        payment_terms.set_terms(office, desk, 2021, CUTOFFS)
        return office

    return made


@pytest.fixture
def late(desk: Desk) -> Desk:
    """Kari after the reform."""
    return replace(desk, today=AFTER)


def test_letters_go_to_what_came_of_the_recipient(awarded: Made, late: Desk, tmp_path: Path) -> None:
    """Under its name and number of the letter's day; written again, they are the same."""
    url = awarded(DRAMMEN)
    wanted = Letters("2021", cases=("2021-001",))
    (written,) = letters.write_letters(url, late, wanted, tmp_path).letters

    assert written.municipality == "Drammen"
    said = text_of(tmp_path / written.path)
    assert "Drammen kommune" in said
    assert DRAMMEN not in said
    (again,) = letters.write_letters(url, replace(late, today=date(2024, 3, 1)), wanted, tmp_path).letters
    assert (again.state, again.municipality) == ("unchanged", "Drammen")


def test_its_reports_are_asked_for_and_accepted_by_letter(awarded: Made, late: Desk, tmp_path: Path) -> None:  # fmt: skip
    """Reminders of every case are written, none fails; so are the letters that follow a report."""
    url = awarded(DRAMMEN)
    done = reminding.remind(url, late, Stages(), tmp_path)
    assert (done.failed, {one.municipality for one in done.reminders}) == ((), {"Drammen", "Vindafjord"})

    reports.add_by_hand(url, late, "2021-001", ReportKind.FINAL, (TOLD, AFTER))
    reports.accept(url, late, "2021-001", ReportKind.FINAL)
    (accepted,) = letters.write_letters(url, late, Letters("2021", cases=("2021-001",), kind="report_accepted", said=Said(report="final")), tmp_path).letters  # fmt: skip
    assert accepted.municipality == "Drammen"


def test_the_ministry_is_told_to_pay_what_came_of_the_payee(awarded: Made, late: Desk, tmp_path: Path) -> None:
    """The list names it with its number of the day; it is recorded from, and the database holds together."""
    url = awarded(DRAMMEN)
    payments.plan(url, late, Wanted(2021, terms=(11,)))
    sent = payment_lists.export(url, late, 2021, 11, tmp_path / "list.csv")

    heads = [(one.number, one.name, bool(one.org_number), one.amount_nok) for one in sent.said.payees]
    assert heads == [("1160", "Vindafjord", True, 100_000), (DRAMMEN_NOW, "Drammen", True, 1_100_000)]
    rows = list(csv.reader((tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [row[0] for row in rows if row[0]][1:] == ["1160", DRAMMEN_NOW]
    payment_lists.again(url, late, 2021, 1, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "list.csv").read_bytes()
    assert found_wrong(url) == []

    assert payment_records.record_list(url, late, (2021, 1), AFTER).sum_nok == 1_200_000
    assert payments.plan(url, late, Wanted(2021)).told_elsewhere == ()
    assert found_wrong(url) == []


def test_the_letter_to_the_ministry_names_it_too(awarded: Made, late: Desk, tmp_path: Path) -> None:
    """Where no list was made."""
    (written,) = letters.write_letters(awarded(DRAMMEN), late, Letters("2021", kind="payment_list"), tmp_path).letters
    said = text_of(tmp_path / written.path)
    assert DRAMMEN_NOW in said
    assert DRAMMEN not in said


def test_where_it_was_split_somebody_has_to_say_who(awarded: Made, late: Desk, tmp_path: Path) -> None:
    """There is no single heir: no list and no letter is made, and the case is named."""
    url = awarded(AALESUND)
    payments.plan(url, late, Wanted(2021, terms=(11,)))
    with pytest.raises(PayeeGone) as refused:
        payment_lists.export(url, late, 2021, 11)
    assert "2021-001" in str(refused.value)
    assert payment_lists.every(url, 2021) == []
    with pytest.raises(RecipientGone):
        letters.write_letters(url, late, Letters("2021", cases=("2021-001",)), tmp_path)
