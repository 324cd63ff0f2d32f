"""Opening and writing a database."""

from __future__ import annotations

import os
import traceback
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.persons import Role
from skjonn.storage import creation, database, engines, problems
from skjonn.storage.queries import persons
from skjonn.usecases.acting import (
    BeforeLatest,
    DatabaseRoleOther,
    NotInService,
    NotRegistered,
    RoleMissing,
    acting,
    record,
)
from tests.conftest import as_person, at
from tests.storage import raw

DESK = Desk("kari", date(2021, 1, 19))


def test_a_fresh_database_knows_nobody(url: str) -> None:
    """A new database is empty and of the present schema."""
    with database.reading(url) as session:
        assert persons.every(session) == []


def test_an_act_is_recorded(office: str, desk: Desk) -> None:
    """An event has a number, and is there after the block."""
    with database.writing(office) as session:
        kari = acting(session, desk, Role.CASEWORKER)
        assert record(session, desk, kari, "test.done", "2021", amount_nok=3) == 1
    with database.reading(office) as session:
        assert session.connection().scalar(text("SELECT count(*) FROM event")) == 1


def test_a_dry_run_keeps_nothing(office: str, desk: Desk) -> None:
    """keep=False undoes everything."""
    with database.writing(office, keep=False) as session:
        record(session, desk, acting(session, desk), "test.done", "2021")
    with database.reading(office) as session:
        assert session.connection().scalar(text("SELECT count(*) FROM event")) == 0


def test_an_error_undoes_everything(office: str, desk: Desk) -> None:
    """Any exception in the block undoes it."""
    with pytest.raises(ZeroDivisionError), database.writing(office) as session:
        1 // (record(session, desk, acting(session, desk), "test.done", "2021") - 1)
    with database.reading(office) as session:
        assert session.connection().scalar(text("SELECT count(*) FROM event")) == 0


def test_a_reader_cannot_write(office: str) -> None:
    """A block opened for reading refuses every change."""
    with pytest.raises(problems.Unreachable), database.reading(office) as session:
        session.connection().execute(text("DELETE FROM person_role"))


def test_a_reader_sees_one_moment(office: str) -> None:
    """What another commits meanwhile is not seen, so figures of one table agree with those of the next."""
    with database.reading(office) as session:
        before = session.connection().scalar(text("SELECT count(*) FROM event"))
        with database.writing(office) as other:
            record(other, DESK, None, "office-created", "x")
        assert session.connection().scalar(text("SELECT count(*) FROM event")) == before


def test_waiting_too_long_is_told(office: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 4 with a sentence, whether the other is one of us or a client of its own; nothing was changed."""
    monkeypatch.setattr(engines, "LOCK_WAIT_SECONDS", 1)
    database.close(office)
    with database.writing(office), pytest.raises(problems.DatabaseBusy) as refused, database.writing(office):
        pass
    assert refused.value.exit_code == 4
    assert "1" in refused.value.message()


def test_a_password_is_in_no_error(caplog: pytest.LogCaptureFixture) -> None:
    """A server that is not there is exit code 5; neither sentence nor causes hold the password."""
    url = "postgresql://kari:hemmeleg@127.0.0.1:1/nothing"
    with pytest.raises(problems.Unreachable) as refused, database.reading(url):
        pass
    told = "".join(traceback.format_exception(refused.value)) + refused.value.message() + caplog.text
    assert refused.value.exit_code == 5
    assert "hemmeleg" not in told
    assert "kari" in refused.value.message()


def test_values_are_in_no_error(office: str, desk: Desk) -> None:
    """An error from the database tells no value it was given."""
    with pytest.raises(DBAPIError) as refused, database.writing(office) as session:
        session.connection().execute(
            text("INSERT INTO note (application_id, text) VALUES (1, :text)"), {"text": "hemmeleg"}
        )
    assert "hemmeleg" not in str(refused.value).replace("\n", " ").split("DETAIL")[0]


@pytest.mark.parametrize("url", ["mysql://host/x", "sqlite://", "postgresql:/half", "://"])
def test_an_address_that_is_none_is_wrong_usage(url: str) -> None:
    """Exit code 2."""
    with pytest.raises((engines.UrlWrong, engines.DatabaseMissing)), database.reading(url):
        pass


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    """Reading or writing a database that is not there is exit code 5, and leaves nothing behind."""
    for opened in (database.reading, database.writing):
        with pytest.raises(engines.DatabaseMissing), opened(str(tmp_path / "none.db")):
            pass
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """Whatever bytes it has, exit code 5 and no traceback."""
    for content in (b"hello" * 1000, b"SQLite format 3\x00" + b"\xff" * 5000):
        path = tmp_path / "some.db"
        path.write_bytes(content)
        with pytest.raises((problems.Unreachable, database.NotOurs)), database.reading(str(path)):
            pass


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the folder's own rights hold")
@pytest.mark.parametrize(("shared", "mode", "journal"), [(False, 0o600, "wal"), (True, 0o660, "delete")])
def test_who_may_read_the_file(tmp_path: Path, desk: Desk, *, shared: bool, mode: int, journal: str) -> None:
    """The owner alone, or the group as well; the same for the files SQLite keeps beside it."""
    path = tmp_path / "skjonn.db"
    old = os.umask(0o022)
    try:
        assert creation.create(str(path), shared=shared) == journal
        with database.writing(str(path)) as session:
            record(session, desk, None, "office-created", "x")
            seen = {one.name: one.stat().st_mode & 0o777 for one in tmp_path.iterdir()}
    finally:
        os.umask(old)
    assert set(seen.values()) == {mode}
    assert len(seen) > 1


def test_a_database_is_not_made_twice(url: str) -> None:
    """Exit code 4; the one that is there is untouched."""
    with pytest.raises(creation.DatabaseExists) as refused:
        creation.create(url)
    assert refused.value.exit_code == 4


def test_a_creation_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """Whole or not at all."""

    def fail(_session: Session) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        creation.create(str(tmp_path / "a" / "skjonn.db"), fill=fail)
    assert list(tmp_path.rglob("*.db*")) == []


def test_nothing_is_entered_before_the_latest(office: str, desk: Desk) -> None:
    """An event dated before its subject's latest is refused with both days; another subject is free."""
    with database.writing(office) as session:
        record(session, desk, acting(session, desk), "call-opened", "2021")
    early = at(desk, date(2021, 1, 18))
    with pytest.raises(BeforeLatest) as refused, database.writing(office) as session:
        record(session, early, acting(session, early), "call-closed", "2021")
    assert refused.value.exit_code == 3
    assert refused.value.data == {"subject": "2021", "latest": desk.today, "today": early.today}
    with database.writing(office) as session:
        record(session, early, acting(session, early), "call-opened", "2022")


def test_nothing_is_entered_before_a_case_was_touched(decided: str, desk: Desk) -> None:
    """A case's own latest day counts, whatever the subject of the event that touched it."""
    early = at(desk, date(2021, 1, 18))
    with pytest.raises(BeforeLatest), database.writing(decided) as session:
        record(session, early, acting(session, early), "applications-imported", "other", cases=[1])
    with database.writing(decided) as session:
        record(session, early, acting(session, early), "applications-imported", "other", cases=[2])


def test_who_may_act(office: str, desk: Desk) -> None:
    """Unknown, not in service, without the role: exit code 3 each, told apart."""
    with database.reading(office) as session:
        assert acting(session, desk).name == "Kari Nordmann"
        assert acting(session, desk, Role.APPROVER, Role.ASSESSOR).login == "kari"
        with pytest.raises(NotRegistered):
            acting(session, as_person(desk, "nobody"))
        with pytest.raises(RoleMissing):
            acting(session, desk, Role.APPROVER)
        with pytest.raises(NotInService):
            acting(session, at(desk, date(2019, 12, 31)))


def test_a_person_tied_to_a_database_role(office: str, desk: Desk) -> None:
    """On Postgres the connection must be made as that role; SQLite has none."""
    raw.run(office, "UPDATE person SET database_role = 'somebody' WHERE login = 'kari'")
    with database.reading(office) as session:
        if raw.is_sqlite(office):
            assert acting(session, desk).login == "kari"
        else:
            with pytest.raises(DatabaseRoleOther):
                acting(session, desk)


def test_an_event_stores_the_role_it_came_by(office: str, desk: Desk) -> None:
    """The connection's role stands beside the login on Postgres."""
    with database.writing(office) as session:
        record(session, desk, acting(session, desk), "call-opened", "2021")
    expected = "" if raw.is_sqlite(office) else "postgres"
    assert raw.rows(office, "SELECT login, database_role FROM event") == [("kari", expected)]


def test_an_address_is_shown_and_written_down_without_a_password() -> None:
    """Wherever the password stands in it."""
    url = "postgres://kari:hemmeleg@host:5433/skjonn?sslmode=require&password=hemmeleg"
    assert engines.shown(url) == "postgresql://kari@host:5433/skjonn"
    assert engines.without_password(url) == "postgresql://kari@host:5433/skjonn?sslmode=require"
