"""Opening and writing a database."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from skjonn.domain.desk import Desk
from skjonn.domain.persons import Role
from skjonn.storage import database
from skjonn.storage.queries import persons
from skjonn.usecases.acting import acting, record


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
