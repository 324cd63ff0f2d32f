"""A list the ministry was sent stays what it was, whatever happens later, and everything that tells of it agrees with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from skjonn.domain import payment_lists as rules
from skjonn.domain.desk import Desk
from skjonn.domain.letters import Said as InLetter
from skjonn.domain.payments import ListUnknown, NothingToSend
from skjonn.files import FolderNamed
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import payments as stored
from skjonn.usecases import calls, letters, payment_lists, payment_records, payments, register_updates
from skjonn.usecases.calls import FileThere
from skjonn.usecases.letter_wanted import Wanted as Letters
from skjonn.usecases.payment_records import ByHand
from skjonn.usecases.payments import Wanted
from tests.usecases import paid_rounds
from tests.usecases.paid_rounds import JULY, corrected, found_wrong, in_june, paid_by_another
from tests.usecases.test_letters import EXAMPLE, text_of
from tests.usecases.test_municipalities import LINES, newer


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari in June."""
    return in_june(desk)


@pytest.fixture
def sent(office: str, desk: Desk, clerk: Desk, tmp_path: Path) -> str:
    """Return three awards that the ministry was told of with list 1, written as a.csv and a.xlsx."""
    paid_rounds.paying(office, desk)
    payments.plan(office, clerk, Wanted(2021))
    payment_lists.export(office, clerk, 2021, 7, tmp_path / "a.csv")
    payment_lists.again(office, clerk, 2021, 1, tmp_path / "a.xlsx")
    return office


def renamed(folder: Path) -> Path:
    """Write a register in which Eigersund has another organisation number."""
    row = next(line for line in LINES if line.startswith("1101"))
    assert "944496394" in row
    return newer(folder, row.replace("944496394", "999999999"))


def test_a_list_keeps_the_words_it_was_sent_with(sent: str, clerk: Desk, tmp_path: Path) -> None:
    """A newer register and another name of the call, on the list's own day, change no byte of it."""
    register_updates.update(sent, clerk, renamed(tmp_path))
    changed = tmp_path / "call2.toml"
    before = EXAMPLE.read_text(encoding="utf-8")
    changed.write_text(before.replace('nn = "Prosjektskjønn', 'nn = "Anna prosjektskjønn', 1), encoding="utf-8")
    assert changed.read_text(encoding="utf-8") != before
    calls.change_call(sent, clerk, "2021", changed, "Nytt namn")

    for ending in ("csv", "xlsx"):
        payment_lists.again(sent, clerk, 2021, 1, tmp_path / f"b.{ending}")
        assert (tmp_path / f"b.{ending}").read_bytes() == (tmp_path / f"a.{ending}").read_bytes()
    with reading(sent) as session:
        [kept] = stored.lists(session, 2021)
    said = rules.read_kept(kept.content)
    assert (said.kept(), rules.digest_of(kept.content)) == (kept.content, kept.digest)
    assert sum(said.sums().values()) == said.control_sum_nok == kept.control_sum_nok
    assert found_wrong(sent) == []


def test_a_file_that_cannot_be_written_leaves_no_list(office: str, desk: Desk, clerk: Desk, tmp_path: Path) -> None:
    """A folder in its place, or a file that holds something else: nothing is frozen, and nothing is written over."""
    paid_rounds.paying(office, desk)
    payments.plan(office, clerk, Wanted(2021))
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "other.csv").write_text("something else", encoding="utf-8")

    with pytest.raises(FolderNamed):
        payment_lists.export(office, clerk, 2021, 7, tmp_path / "folder.csv")
    with pytest.raises(FileThere):
        payment_lists.export(office, clerk, 2021, 7, tmp_path / "other.csv")

    assert payment_lists.every(office, 2021) == []
    assert (tmp_path / "other.csv").read_text(encoding="utf-8") == "something else"
    assert payment_lists.export(office, clerk, 2021, 7, tmp_path / "new.csv").said.number == 1
    assert payment_lists.again(office, clerk, 2021, 1, tmp_path / "new.csv").path == tmp_path / "new.csv"
    with pytest.raises(NothingToSend):
        payment_lists.export(office, clerk, 2021, 7)


KEPT = (
    "UPDATE payment_list SET content = ''",
    "UPDATE payment_list SET \"on\" = '2021-01-01'",
    "DELETE FROM payment_list",
    "DELETE FROM payment_listed",
    "UPDATE payment_listed SET list_id = list_id",
    "UPDATE payment_term SET cutoff_on = '2021-01-01'",
    "DELETE FROM payment_term",
    "INSERT INTO payment_listed (list_id, line_id) SELECT list_id, line_id FROM payment_listed",
)


@pytest.mark.parametrize("statement", KEPT)
def test_the_database_changes_nothing_that_was_sent(sent: str, statement: str) -> None:
    """Whatever program tries: lists, what is on them, and terms are put in and stay."""
    with pytest.raises(DBAPIError), writing(sent) as session:
        session.connection().execute(text(statement))
    assert found_wrong(sent) == []


def test_sqlite_replaces_nothing_that_was_sent(sent: str, kind: str) -> None:
    """`OR REPLACE` removes rows without a delete trigger: it is refused before it begins."""
    if kind != "sqlite":
        return
    copies = {
        "payment_list": "INSERT OR REPLACE INTO payment_list (year, number, term, control_sum_nok, content, digest, \"on\", recorded_at, person_id) SELECT year, number, term, 1, '', '', \"on\", recorded_at, person_id FROM payment_list",
        "payment_listed": "INSERT OR REPLACE INTO payment_listed (list_id, line_id) SELECT list_id, line_id FROM payment_listed",
        "payment_term": "INSERT OR REPLACE INTO payment_term SELECT * FROM payment_term",
    }
    for statement in copies.values():
        with pytest.raises(DBAPIError), writing(sent) as session:
            session.connection().execute(text(statement))


def put(line: str, **other: object) -> str:
    """Return a statement that puts in a copy of the payment line `line` (an SQL condition) with other values."""
    names = ["kind", "application_id", "decision_line_id", "payee", "year", "term", "amount_nok", "reference", "source", "reason", '"on"', "recorded_at", "person_id"]  # fmt: skip
    values = [str(other.get(name, name)) for name in names]
    return f"INSERT INTO payment_line ({', '.join(names)}) SELECT {', '.join(values)} FROM payment_line WHERE {line}"


WRONG = (
    (put("id = 1", amount_nok=5_000_000), "planned-above-award"),
    (put("id = 1", kind="'paid'", amount_nok=5, decision_line_id=2), "payment-line-untied"),
    (put("id = 1", kind="'paid'", amount_nok=5, year=2020), "payment-line-untied"),
    (put("id = 1", kind="'paid'", amount_nok=5, payee="'9999'"), "payment-line-untied"),
    ("INSERT INTO payment_term (year, number, cutoff_on, \"on\", recorded_at, person_id) SELECT year, number, '2021-06-01', \"on\", recorded_at, person_id FROM payment_term WHERE number = 7", "payment-term-changed"),
    ("INSERT INTO event (\"on\", recorded_at, person_id, login, database_role, kind, subject, data) SELECT \"on\", recorded_at, person_id, login, database_role, kind, '2021-2', data FROM event WHERE kind = 'payment-list-sent'", "payment-list-missing"),
    ("INSERT INTO payment_list (year, number, term, control_sum_nok, content, digest, \"on\", recorded_at, person_id) SELECT year, 2, term, control_sum_nok, content, digest, \"on\", recorded_at, person_id FROM payment_list", "payment-list-changed"),
    ("INSERT INTO payment_list (year, number, term, control_sum_nok, content, digest, \"on\", recorded_at, person_id) SELECT year, 2, term, 0, '', '" + rules.digest_of("") + "', \"on\", recorded_at, person_id FROM payment_list", "payment-list-changed"),
)  # fmt: skip
"""What somebody may put in by other means, and what a check calls it."""


@pytest.mark.parametrize(("statement", "code"), WRONG)
def test_a_check_finds_what_was_put_in_by_other_means(sent: str, statement: str, code: str) -> None:
    """Money planned above every award, lines of others' awards, years and payees, terms, lists that are not there."""
    with writing(sent) as session:
        session.connection().execute(text(statement))
    assert code in found_wrong(sent)


def test_a_payee_changed_after_the_list_was_sent_is_told(sent: str, clerk: Desk) -> None:
    """Until the new payee has its money and the old one none, planning and listing say who was told, and who was paid."""
    paid_by_another(sent, clerk, "2021-001", "1112")

    made = payments.plan(sent, clerk, Wanted(2021))
    assert [(one.case, one.municipality, one.payee, one.amount_nok, one.paid) for one in made.told_elsewhere] == [("2021-001", "Eigersund", "Lund", 1_100_000, False)]  # fmt: skip
    assert [one.told_payee for one in payments.standing(sent, 2021)] == ["Eigersund", "", ""]

    july = replace(clerk, today=JULY)
    payment_records.record_list(sent, july, (2021, 1), JULY)
    [told] = payments.plan(sent, july, Wanted(2021)).told_elsewhere
    assert told.paid
    payment_records.record_by_hand(sent, july, ByHand("2021-001", 1_100_000, repaid=True), JULY)
    payment_records.record_by_hand(sent, july, ByHand("2021-001", 1_100_000), JULY)
    assert payments.plan(sent, july, Wanted(2021)).told_elsewhere == ()
    assert [(line.payee, line.kind.value) for line in lines(sent) if line.application_id == 1 and line.kind.value != "planned"] == [("1101", "paid"), ("1101", "repaid"), ("1112", "paid")]  # fmt: skip
    assert found_wrong(sent) == []


def lines(url: str) -> list[stored.StoredLine]:
    """Return every payment line."""
    with reading(url) as session:
        return stored.lines(session, 2021)


def test_the_letter_says_what_the_list_says(sent: str, clerk: Desk, tmp_path: Path) -> None:
    """Same payees and sum, though an award was corrected and a payee changed since; each list has a letter of its own."""
    corrected(sent, clerk, "2021-003", 1_000_000)
    paid_by_another(sent, clerk, "2021-001", "1112")

    [first] = letters.write_letters(sent, clerk, Letters("2021", kind="payment_list"), tmp_path).letters
    said = text_of(tmp_path / first.path)
    assert ("2 700 000" in said, "Eigersund" in said, "Lund" in said) == (True, True, False)
    [sent_list] = payment_lists.every(sent, 2021)
    assert f"betalingsliste 1 for 2021, med kontrollsum (SHA-256) {sent_list.digest}." in said

    corrected(sent, clerk, "2021-003", 1_600_000)
    july = replace(clerk, today=JULY)
    payments.plan(sent, july, Wanted(2021, cases=("2021-003",), terms=(9,)))
    payment_lists.export(sent, july, 2021, 9)
    [second] = letters.write_letters(sent, july, Letters("2021", kind="payment_list"), tmp_path).letters
    assert second.path != first.path
    assert "100 000 kroner" in text_of(tmp_path / second.path)
    of_first = Letters("2021", kind="payment_list", said=InLetter(payment_list=1))
    [again] = letters.write_letters(sent, july, of_first, tmp_path).letters
    assert (again.number, again.state) == (first.number, "unchanged")
    with pytest.raises(ListUnknown):
        letters.write_letters(sent, july, Letters("2021", kind="payment_list", said=InLetter(payment_list=3)), tmp_path)
