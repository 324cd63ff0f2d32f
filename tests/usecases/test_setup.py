"""A new office: its folder, its database, its persons."""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from skjonn.domain.desk import Desk
from skjonn.domain.persons import PersonNameless, Role
from skjonn.registries.offices import OfficeUnknown
from skjonn.storage.creation import DatabaseExists
from skjonn.storage.database import reading
from skjonn.storage.queries.office import the_office
from skjonn.storage.tables.office import EventRow
from skjonn.usecases import databases, persons, setup
from skjonn.usecases.acting import NotRegistered, RoleMissing
from skjonn.usecases.setup import NewOffice, NewPerson
from tests.conftest import as_person, at

ROGALAND = NewOffice("rogaland", "nn", "Kari Nordmann")
PER = NewPerson("eli", "Eli Ny", frozenset({Role.APPROVER}), date(2021, 1, 1), 5_000_000)


def test_a_folder_is_ready_for_work(tmp_path: Path, desk: Desk) -> None:
    """Settings that can be read, a sound database of the office, and the person at the desk in it."""
    made = setup.initialise(desk, tmp_path / "round", ROGALAND)

    url = f"sqlite:///{made.database}"
    assert tomllib.loads((tmp_path / "round" / "skjonn.toml").read_text(encoding="utf-8")) == {}
    assert databases.check(url, tmp_path / "round").failures == ()
    with reading(url) as session:
        assert (the_office(session).office_id, the_office(session).neutral_language) == ("rogaland", "nn")
    (kari,) = persons.listing(url)
    assert (kari.login, kari.name, kari.roles, kari.valid_from) == (
        "kari", "Kari Nordmann", frozenset({Role.CASEWORKER, Role.ASSESSOR}), desk.today,
    )  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "round").iterdir()) == ["skjonn.db", "skjonn.toml"]


def test_a_folder_is_not_made_twice(tmp_path: Path, desk: Desk) -> None:
    """Exit code 4, and what is there is untouched."""
    setup.initialise(desk, tmp_path, ROGALAND)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(setup.FolderTaken) as refused:
        setup.initialise(desk, tmp_path, ROGALAND)
    assert refused.value.exit_code == 4
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_database_in_the_way_is_kept(tmp_path: Path, desk: Desk) -> None:
    """A file called skjonn.db stops it: exit code 4, no settings."""
    (tmp_path / "skjonn.db").write_bytes(b"mine")
    with pytest.raises(DatabaseExists):
        setup.initialise(desk, tmp_path, ROGALAND)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"skjonn.db": b"mine"}


def test_an_unknown_office_leaves_nothing(tmp_path: Path, desk: Desk) -> None:
    """Exit code 2, naming the offices."""
    with pytest.raises(OfficeUnknown) as refused:
        setup.initialise(desk, tmp_path / "x", replace(ROGALAND, office="atlantis"))
    assert refused.value.exit_code == 2
    assert "rogaland" in refused.value.help()
    assert list(tmp_path.iterdir()) == []


def test_a_trial_leaves_nothing(tmp_path: Path, desk: Desk) -> None:
    """--dry-run tells what would be made."""
    made = setup.initialise(replace(desk, dry_run=True), tmp_path / "x", ROGALAND)
    assert made.office == "rogaland"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_closed_folder_is_told(tmp_path: Path, desk: Desk) -> None:
    """Exit code 5 where nothing can be written."""
    tmp_path.chmod(0o500)
    with pytest.raises(Exception, match="") as refused:
        setup.initialise(desk, tmp_path / "x", ROGALAND)
    assert getattr(refused.value, "exit_code", 0) == 5


@pytest.mark.parametrize("kind", ["postgresql"])
def test_an_office_on_postgres(empty: str, tmp_path: Path, desk: Desk) -> None:
    """The same, with the database on a server; its address stands in the settings, without a password."""
    made = setup.initialise(desk, tmp_path / "round", ROGALAND, empty)
    assert made.journal == "postgresql"
    assert [one.login for one in persons.listing(empty)] == ["kari"]
    stored = tomllib.loads((tmp_path / "round" / "skjonn.toml").read_text(encoding="utf-8"))
    assert persons.listing(stored["database"]) == persons.listing(empty)
    with pytest.raises(DatabaseExists):
        setup.initialise(desk, tmp_path / "other", ROGALAND, empty)
    assert not (tmp_path / "other").exists()


def test_a_person_is_registered(office: str, desk: Desk) -> None:
    """By a caseworker; the same again changes nothing; other facts only when a change is meant."""
    assert persons.add(office, desk, PER).change == "added"
    assert persons.add(office, desk, PER).change == "unchanged"
    other = replace(PER, roles=frozenset({Role.APPROVER, Role.ASSESSOR}), authority_nok=None)
    with pytest.raises(persons.PersonThere) as refused:
        persons.add(office, desk, other)
    assert refused.value.exit_code == 4
    changed = persons.add(office, desk, other, change=True)
    assert (changed.change, changed.person.roles, changed.person.authority_nok) == ("changed", other.roles, None)


def test_who_may_register(office: str, desk: Desk) -> None:
    """Only a caseworker."""
    with pytest.raises(RoleMissing):
        persons.add(office, as_person(desk, "per"), PER)
    with pytest.raises(NotRegistered):
        persons.add(office, as_person(desk, "nobody"), PER)


def test_a_person_leaves(office: str, desk: Desk) -> None:
    """The last day is served, the next is not; what is registered stands."""
    persons.end(office, desk, "ola", date(2021, 6, 30))
    (ola,) = [one for one in persons.listing(office) if one.login == "ola"]
    assert (ola.serves_on(date(2021, 6, 30)), ola.serves_on(date(2021, 7, 1))) == (True, False)


def test_a_person_comes_back(office: str, desk: Desk) -> None:
    """Who has left serves again from the day given, only with `change`; leaving on the same day again is no event."""
    ola = NewPerson("ola", "Ola Vurdering", frozenset({Role.ASSESSOR}), date(2021, 9, 1))
    persons.end(office, desk, "ola", date(2021, 6, 30))
    persons.end(office, desk, "ola", date(2021, 6, 30))
    with pytest.raises(persons.PersonThere):
        persons.add(office, desk, ola)

    back = persons.add(office, desk, ola, change=True).person

    assert [back.serves_on(date(2021, month, 1)) for month in (8, 9, 12)] == [False, True, True]
    with reading(office) as session:
        kinds = session.exec(select(EventRow.kind).where(EventRow.subject == "ola")).all()
    assert kinds == ["person-ended", "person-changed"]


@pytest.mark.parametrize(("login", "name"), [("", "Eli"), (" ", "Eli"), ("eli", ""), ("eli", "  ")])
def test_a_person_has_a_login_and_a_name(tmp_path: Path, desk: Desk, login: str, name: str) -> None:
    """Neither may be empty, nor blanks: exit 2; nobody who founds an office is nameless either."""
    with pytest.raises(PersonNameless):
        NewPerson(login, name, frozenset({Role.ASSESSOR}), desk.today)
    if not login.strip():
        with pytest.raises(PersonNameless):
            setup.initialise(as_person(desk, login), tmp_path / "new", ROGALAND)
        assert not (tmp_path / "new").exists()


def test_somebody_must_run_the_round(office: str, desk: Desk) -> None:
    """The only caseworker can neither leave nor lose the role."""
    with pytest.raises(persons.LastCaseworker):
        persons.end(office, desk, "kari", date(2021, 6, 30))
    with pytest.raises(persons.LastCaseworker):
        persons.add(office, desk, NewPerson("kari", "Kari", frozenset({Role.ASSESSOR}), desk.today), change=True)
    persons.add(office, desk, NewPerson("ada", "Ada", frozenset({Role.CASEWORKER}), desk.today))
    persons.end(office, desk, "kari", date(2021, 6, 30))


def test_wrong_persons_and_days(office: str, desk: Desk) -> None:
    """An unknown login is exit code 2, a last day before the first exit code 3."""
    with pytest.raises(persons.PersonUnknown):
        persons.end(office, desk, "nobody", desk.today)
    with pytest.raises(persons.EndsBeforeBeginning):
        persons.end(office, desk, "ola", date(2019, 1, 1))


def test_a_trial_registers_nobody(office: str, desk: Desk) -> None:
    """--dry-run answers as the real run would."""
    assert persons.add(office, replace(desk, dry_run=True), PER).change == "added"
    assert "eli" not in {one.login for one in persons.listing(office)}


def test_an_upgrade_of_the_newest_is_no_event(office: str, desk: Desk) -> None:
    """Nothing to do is nothing done."""
    done = databases.upgrade(office, at(desk, date(2021, 5, 1)))
    assert (done.before, done.copy) == (done.after, None)


def test_a_backup_can_be_worked_on(office: str, desk: Desk, tmp_path: Path) -> None:
    """The copy is a database of its own, from either kind."""
    copied = databases.back_up(office, desk, tmp_path / "copy.db")
    assert copied.bytes == copied.path.stat().st_size
    persons.add(str(copied.path), desk, PER)
    assert len(persons.listing(str(copied.path))) == len(persons.listing(office)) + 1
