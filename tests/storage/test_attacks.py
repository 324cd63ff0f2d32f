"""The ledger's law holds against a client that knows nothing of it, or means harm."""

from __future__ import annotations

import pytest

from skjonn.storage import database, integrity
from tests.storage import raw

LINE = raw.line
EVENT = "INTO event (id, \"on\", recorded_at, login, database_role, kind, subject, data) VALUES (1, '2021-01-19', '', '', '', '', '', '')"
DECISION_LINE = (
    "INTO decision_line (id, decision_id, application_id, application_version_id, outcome, amount_nok, applied_nok, pot_id,"
    " ground, reason, above_applied, payee, pass_to, later_years, ends_on, lead, purpose, conditions) VALUES"
)
BOTH = (
    LINE(1, 401, "committed", "1"),
    LINE(1, -401),
    LINE(2, -51),
    LINE(1, -601, "committed", "1"),
    LINE(99, 10),
    LINE(1, 0),
    "UPDATE ledger_line SET amount_nok = 1",
    "UPDATE ledger_line SET reason = 'x' WHERE id = 1",
    "DELETE FROM ledger_line",
    "DELETE FROM ledger_line WHERE id = 1",
    "UPDATE pot SET committed_nok = 0",
    "UPDATE pot SET committed_nok = committed_nok + 1 WHERE id = 1",
    "UPDATE pot SET allotted_nok = 5000 WHERE id = 1",
    "UPDATE pot SET id = 9 WHERE id = 2",
    "UPDATE pot SET name = 'other' WHERE id = 2",
    "DELETE FROM pot",
    "INSERT INTO pot (frame_id, name, kind, allotted_nok, committed_nok) VALUES (1, 'crisis', 'crisis', 10, 0)",
    "INSERT INTO pot (frame_id, name, kind, allotted_nok, committed_nok) VALUES (1, 'crisis', 'crisis', 10, 10)",
    "UPDATE event SET data = 'x'",
    "DELETE FROM event",
    "DELETE FROM event_case",
    "UPDATE decision_line SET amount_nok = 1",
    "DELETE FROM decision_line",
    "UPDATE decision SET digest = 'x'",
    "UPDATE decision SET status = 'drafted', approver_id = NULL, approved_on = NULL",
    "DELETE FROM decision",
    f"INSERT {DECISION_LINE} (9, 1, 2, 2, 'award', 1, 600, 1, '', '', '', '', '', '', '', '', '', '')",
)
SQLITE_ONLY = (
    *(LINE(1, 401, "committed", "1", verb=f"INSERT OR {way}") for way in ("IGNORE", "FAIL", "REPLACE", "ROLLBACK", "ABORT")),
    *(LINE(1, -401, verb=f"INSERT OR {way}") for way in ("IGNORE", "FAIL", "REPLACE")),
    *(LINE(1, -601, "committed", "1", verb=f"INSERT OR {way}") for way in ("IGNORE", "FAIL", "REPLACE")),
    *(
        f"INSERT OR {way} INTO ledger_line (id, pot_id, kind, amount_nok, reason, \"on\", recorded_at, person_id)"
        " VALUES (1, 1, 'allotted', 9000, '', '2021-01-19', '', 1)"
        for way in ("REPLACE", "IGNORE", "FAIL")
    ),
    LINE(1, 401, "committed", "1", verb="REPLACE"),
    "REPLACE INTO pot (id, frame_id, name, kind, allotted_nok, committed_nok) VALUES (1, 1, 'project', 'project', 0, 0)",
    "REPLACE INTO pot (frame_id, name, kind, allotted_nok, committed_nok) VALUES (1, 'project', 'project', 0, 0)",
    *(f"UPDATE OR {way} pot SET committed_nok = 0 WHERE id = 1" for way in ("IGNORE", "FAIL", "REPLACE")),
    "UPDATE OR REPLACE pot SET id = 1 WHERE id = 2",
    "UPDATE OR REPLACE pot SET name = 'project' WHERE id = 2",
    *(f"UPDATE OR {way} ledger_line SET id = 1 WHERE id = 2" for way in ("IGNORE", "FAIL", "REPLACE")),
    f"REPLACE {EVENT}",
    "UPDATE OR REPLACE event SET id = 1",
    f"REPLACE {DECISION_LINE} (1, 1, 1, 1, 'award', 1, 600, 1, '', '', '', '', '', '', '', '', '', '')",
    f"REPLACE {DECISION_LINE} (9, 1, 1, 1, 'award', 1, 600, 1, '', '', '', '', '', '', '', '', '', '')",
    ("REPLACE INTO decision (id, call_id, number, call_version_id, round, status, digest, drafter_id, drafted_on, reference, returned_reason, recorded_at)"
    " VALUES (1, 1, 1, 1, 1, 'drafted', '', 1, '2021-01-19', '', '', '')"),
    "REPLACE INTO event_case (id, event_id, application_id) VALUES (1, 1, 2)",
    LINE(1, 10, verb="INSERT").replace("10", "10.5", 1),
    LINE(1, 10, verb="INSERT").replace("10", "'much'", 1),
)  # fmt: skip
POSTGRES_ONLY = (
    "TRUNCATE ledger_line",
    "TRUNCATE pot CASCADE",
    "TRUNCATE event CASCADE",
    "TRUNCATE decision_line CASCADE",
    "TRUNCATE event_case",
    "TRUNCATE frame CASCADE",
    "SET session_replication_role = replica; UPDATE ledger_line SET amount_nok = 1",
    "SET session_replication_role = replica; UPDATE pot SET committed_nok = 0",
    "SET session_replication_role = replica; " + LINE(1, 401, "committed", "1"),
    "CREATE TEMP TABLE pot (id int, allotted_nok bigint, committed_nok bigint); " + LINE(1, 401, "committed", "1"),
    (
        'INSERT INTO ledger_line (id, pot_id, kind, amount_nok, reason, "on", recorded_at, person_id)'
        " VALUES (1, 1, 'allotted', 9000, '', '2021-01-19', '', 1) ON CONFLICT (id) DO UPDATE SET amount_nok = 9000"
    ),
)


def refused(url: str, statement: str) -> None:
    """Hold that the database refuses the statement, or that it changes nothing at all."""
    before = raw.dump(url)
    was_refused = raw.attempts(lambda: raw.run(url, statement))
    assert raw.dump(url) == before
    assert was_refused or "IGNORE" in statement


@pytest.mark.parametrize("statement", BOTH)
def test_both_databases_refuse(decided: str, statement: str) -> None:
    """Overspending, and changing or removing what is settled, is refused, whoever asks."""
    refused(decided, statement)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_sqlite_refuses_what_goes_round_its_triggers(decided: str) -> None:
    """OR REPLACE, OR IGNORE and OR FAIL open no back door."""
    for statement in SQLITE_ONLY:
        refused(decided, statement)


@pytest.mark.parametrize("kind", ["postgresql"])
def test_postgres_refuses_what_goes_round_its_triggers(decided: str) -> None:
    """TRUNCATE, replication mode and a table of the same name in front open no back door."""
    for statement in POSTGRES_ONLY:
        refused(decided, statement)


def test_what_is_left_can_be_spent(decided: str) -> None:
    """To the last krone, and no further."""
    raw.run(decided, LINE(1, 400, "committed", "1"))
    assert raw.rows(decided, "SELECT allotted_nok, committed_nok FROM pot WHERE id = 1") == [(1000, 1000)]
    refused(decided, LINE(1, 1, "committed", "1"))


def test_a_sound_database_has_no_failures(decided: str) -> None:
    """The story told by hand is sound."""
    assert found(decided) == set()


BROKEN_SQLITE = {
    "trigger-missing": ("DROP TRIGGER pot_totals",),
    "trigger-unknown": ("CREATE TRIGGER mine AFTER INSERT ON frame BEGIN SELECT 1; END",),
    "pot-total-wrong": ("DROP TRIGGER pot_totals", "UPDATE pot SET committed_nok = 0 WHERE id = 1"),
    "pot-overspent": (
        "DROP TRIGGER ledger_line_new",
        "DROP TRIGGER ledger_line_totals",
        LINE(1, 401, "committed", "1"),
    ),
    "row-astray": ("DROP TRIGGER pot_kept", "DELETE FROM pot WHERE id = 2"),
    "award-not-in-ledger": ("DROP TRIGGER ledger_line_kept", "DELETE FROM ledger_line WHERE kind = 'committed'"),
}
BROKEN_POSTGRES = {
    "trigger-missing": ("ALTER TABLE ledger_line DISABLE TRIGGER ledger_line_totals",),
    "trigger-unknown": ("CREATE TRIGGER mine AFTER INSERT ON frame EXECUTE FUNCTION skjonn_refuse()",),
    "function-changed": ("CREATE OR REPLACE FUNCTION skjonn_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",),
    "constraint-missing": ("ALTER TABLE pot DROP CONSTRAINT ck_pot_not_overspent",),
    "pot-total-wrong": ("ALTER TABLE pot DISABLE TRIGGER pot_totals", "UPDATE pot SET committed_nok = 0 WHERE id = 1"),
    "pot-overspent": ("ALTER TABLE ledger_line DISABLE TRIGGER ledger_line_totals", LINE(1, 401, "committed", "1")),
    "award-not-in-ledger": ("ALTER TABLE ledger_line DISABLE TRIGGER ledger_line_unchanged", "DELETE FROM ledger_line WHERE kind = 'committed'"),
}  # fmt: skip
BROKEN = {
    "ledger-line-untied": (LINE(1, 1, "committed", "1"), "INSERT INTO decision (call_id, number, kind, ground, call_version_id, round, status, digest, drafter_id, drafted_on, reference, returned_reason, recorded_at) VALUES (1, 2, 'round', '', 1, 1, 'drafted', '', 1, '2021-01-19', '', '', '2021-01-19T00:00:00+00:00')", f"INSERT {DECISION_LINE} (9, 2, 2, 2, 'award', 1, 600, 1, '', '', '', '', '', '', '', '', '', '')", LINE(1, 1, "committed", "9")),
    "versions-broken": ("UPDATE application_version SET number = 2 WHERE application_id = 2",),
    "call-changed": ("UPDATE call_version SET content = 'x'",),
    "case-number-astray": ("UPDATE application SET case_number = '2021-007' WHERE id = 2",),
    "decided-on-another-version": ("UPDATE application_version SET applied_nok = 700 WHERE application_id = 1",),
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(BROKEN | BROKEN_SQLITE | BROKEN_POSTGRES))
def test_check_finds_what_was_broken(decided: str, code: str) -> None:
    """Each fault that a client with all rights can make is found, under its own code."""
    own = BROKEN_SQLITE if raw.is_sqlite(decided) else BROKEN_POSTGRES
    statements = (BROKEN | own).get(code)
    if statements is None:
        pytest.skip("the other database's")
    raw.run(decided, *statements)
    assert code in found(decided)


def found(url: str) -> set[str]:
    """Return the codes of what the check finds."""
    with database.reading(url) as session:
        return {problem.code for problem in integrity.check(session)[1]}
