"""The steps lead to exactly the tables and triggers a new database has."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import Session

from skjonn.errors import SkjonnError
from skjonn.storage import backup, database, engines, integrity, migrations, upgrading
from skjonn.storage.migrations import write_initial
from skjonn.storage.tables.every import METADATA
from tests.storage import raw

SECOND = '''
"""A step for a test."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None
def upgrade() -> None:
    op.add_column("frame", sa.Column("note", sa.Text(), nullable=True))
'''


def test_the_schema_is_the_newest_step() -> None:
    """The constant that every command reads is Alembic's head."""
    assert migrations.head() == database.SCHEMA


def test_the_first_step_is_the_tables_as_they_are(tmp_path: Path) -> None:
    """Whoever changes a table or trigger before the first release writes the first step anew: see `write_initial`."""
    written = tmp_path / "first.py"
    write_initial.write(written)
    assert written.read_text(encoding="utf-8") == write_initial.TARGET.read_text(encoding="utf-8")


def test_steps_and_tables_agree(url: str, empty: str) -> None:
    """A database made by the steps is the same as one made at once: tables, columns, constraints, indexes, triggers."""
    with engines.for_upgrades(empty).connect() as connection:
        migrations.run(connection)
        connection.commit()
    assert structure(empty) == structure(url)
    with database.reading(empty) as session:
        assert integrity.check(session)[1] == []


def test_tables_and_models_agree(url: str) -> None:
    """Alembic finds nothing to do."""
    with database.reading(url) as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_an_older_database_names_the_command_and_is_upgraded(decided: str, later: None, tmp_path: Path) -> None:
    """Nothing reads it before; the upgrade copies the file, keeps every row, and is written down in the same transaction."""
    before = raw.dump(decided)
    with pytest.raises(database.SchemaOlder) as refused, database.reading(decided):
        pass
    assert (refused.value.exit_code, "skjonn database upgrade" in refused.value.help()) == (5, True)

    done = upgrading.upgrade(decided, then=note)

    assert (done.before, done.after) == ("0001", "0002")
    assert {table: [row[:3] for row in rows] for table, rows in raw.dump(decided).items()} == {
        table: [row[:3] for row in rows] for table, rows in before.items()
    }
    assert raw.rows(decided, "SELECT note FROM frame") == [("done",)]
    with database.reading(decided) as session:
        assert integrity.check(session)[1] == []
    if raw.is_sqlite(decided):
        assert done.copy == tmp_path / "skjonn.before-0002.db"
        assert raw.rows(f"sqlite:///{done.copy}", "SELECT version_num FROM alembic_version") == [("0001",)]
        assert raw.dump(f"sqlite:///{done.copy}") == before


def test_a_tried_upgrade_changes_nothing(decided: str, later: None, tmp_path: Path) -> None:
    """--dry-run runs the steps and undoes them, without a copy."""
    done = upgrading.upgrade(decided, then=note, keep=False)
    assert (done.after, done.copy) == ("0002", None)
    assert raw.rows(decided, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert list(tmp_path.glob("*before*")) == []


def test_an_upgrade_that_fails_changes_nothing(decided: str, later: None) -> None:
    """The steps and what is written down about them stand or fall together."""

    def fail(_session: Session) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        upgrading.upgrade(decided, then=fail)
    assert raw.rows(decided, "SELECT version_num FROM alembic_version") == [("0001",)]


def test_a_newer_database_is_refused(decided: str) -> None:
    """Whoever has the older program is told, and nothing is touched, by upgrading neither."""
    raw.run(decided, "UPDATE alembic_version SET version_num = '0999'")
    for opened in (database.reading, database.writing):
        with pytest.raises(database.SchemaNewer) as refused, opened(decided):
            pass
        assert refused.value.exit_code == 5
    with pytest.raises(database.SchemaNewer):
        upgrading.upgrade(decided, then=note)


def test_an_upgrade_of_the_newest_does_nothing(decided: str, tmp_path: Path) -> None:
    """No copy is made either."""
    done = upgrading.upgrade(decided, then=note)
    assert (done.before, done.after, done.copy) == (database.SCHEMA, database.SCHEMA, None)


def test_a_copy_is_the_same_database(decided: str, tmp_path: Path) -> None:
    """From either database comes a file with every row and trigger, its owner's alone, never written over."""
    target = tmp_path / "copies" / "one.db"
    backup.backup(decided, target)
    copy = f"sqlite:///{target}"
    with database.reading(copy) as session:
        assert integrity.check(session)[1] == []
    assert [len(rows) for rows in raw.dump(copy).values()] == [len(rows) for rows in raw.dump(decided).values()]
    assert target.stat().st_mode & 0o077 == 0
    assert raw.attempts(lambda: raw.run(copy, "UPDATE pot SET committed_nok = 0"))
    with pytest.raises(backup.BackupExists):
        backup.backup(decided, target)


def test_another_database_is_told_from_ours(empty: str) -> None:
    """A file or database without our tables is refused with exit code 5, for writing, reading and upgrading alike."""
    for opened in (database.reading, database.writing):
        with pytest.raises(database.NotOurs) as refused, opened(empty):
            pass
        assert refused.value.exit_code == 5
    with pytest.raises(SkjonnError):
        upgrading.upgrade(empty, then=note)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Make this the program of a later version, with one more step."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, folder)
    (folder / "versions" / "0002_second.py").write_text(SECOND, encoding="utf-8")
    monkeypatch.setattr(migrations, "FOLDER", folder)
    monkeypatch.setattr(database, "SCHEMA", "0002")


def note(session: Session) -> None:
    """Write down that it was done."""
    session.connection().execute(text("UPDATE frame SET note = 'done'"))


def structure(url: str) -> dict[str, Any]:
    """Return everything a database says of its own structure."""
    if raw.is_sqlite(url):
        made = raw.rows(url, "SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
        return {f"{kind} {name}": parts(sql) for kind, name, sql in made}
    return {
        "columns": raw.rows(url, "SELECT table_name, column_name, ordinal_position, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 3"),
        "constraints": raw.rows(url, "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"),
        "indexes": raw.rows(url, "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"),
        "triggers": raw.rows(url, "SELECT tgname, tgenabled, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"),
        "functions": raw.rows(url, "SELECT proname, prosrc, proconfig::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1"),
    }  # fmt: skip


def parts(sql: str | None) -> list[str]:
    """Return a statement's lines without the order Alembic and SQLAlchemy put constraints in."""
    return sorted(line.strip().rstrip(",") for line in (sql or "").replace('"', "").splitlines() if line.strip())
