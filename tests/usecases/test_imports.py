"""Originals are listed and given back, byte for byte, on both databases."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from skjonn.domain.desk import Desk
from skjonn.files import sha256
from skjonn.storage.database import writing
from skjonn.storage.queries.applications import CaseUnknown
from skjonn.storage.queries.calls import CallUnknown
from skjonn.usecases import application_acts
from skjonn.usecases.imports import CameByHand, Given, ImportUnknown, OriginalDamaged, OtherFileThere, export, listing
from skjonn.usecases.undoing import undo_import
from tests.usecases import rounds
from tests.usecases.rounds import on
from tests.usecases.taken_in import File, take_in

MARCH = date(2021, 3, 2)
EVERY_BYTE = File("søknader 1.xlsx", bytes(range(256)) * 40)
TYPED = {"title": "For hand", "lead": "1121", "applied_nok": "5", "received_at": "2021-02-01"}


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari's desk in March."""
    return on(desk, MARCH)


@pytest.fixture
def url(office: str, desk: Desk, clerk: Desk) -> str:
    """An office with two imports: one of a file with every byte there is, one of two files."""
    rounds.open_round(office, desk, applied=())
    take_in(office, clerk, {"2021-001": {"title": "A"}}, file=EVERY_BYTE)
    take_in(
        office, clerk, {"2021-002": {"title": "B"}}, {"2021-001": {"applied_nok": 7}}, file=File("skjema.xlsx", b"to")
    )
    take_in(office, clerk, {"2021-003": {"title": "C"}}, file=File("skjema.xlsx", b"tre"), part=2)
    return office


def given(url: str, desk: Desk, wanted: int | str, folder: Path, out: Path | None = None) -> Given:
    """Export what is one file."""
    (one,) = export(url, desk, wanted, folder, out)
    return one


def test_the_list(url: str, clerk: Desk) -> None:
    """Each file with number, place in the import, digest, size, day, person and how many cases; a withdrawn one says so."""
    undo_import(url, clerk, 2, "Feil")

    first, second, third = listing(url, "2021")

    assert (first.number, first.name, first.sha256, first.size) == (1, EVERY_BYTE.name, EVERY_BYTE.sha256, 10_240)
    assert (first.on, first.person, first.cases, first.undone_on) == (MARCH, "Kari Nordmann", 1, None)
    assert [(one.number, one.part, one.cases, one.undone_reason) for one in (second, third)] == [(2, 1, 2, "Feil"), (2, 2, 1, "Feil")]  # fmt: skip
    assert listing(url) == (first, second, third)
    with pytest.raises(CallUnknown):
        listing(url, "2020")


def test_given_back_as_it_came(url: str, clerk: Desk, tmp_path: Path) -> None:
    """The same bytes under the file's own name; once there, it is left alone."""
    first = given(url, clerk, 1, tmp_path)
    before = first.path.stat().st_mtime_ns
    again = given(url, clerk, 1, tmp_path)

    assert (first.path, first.there, again.there) == (tmp_path / EVERY_BYTE.name, False, True)
    assert first.path.read_bytes() == EVERY_BYTE.content
    assert sha256(first.path.read_bytes()) == first.sha256
    assert first.path.stat().st_mtime_ns == before
    if os.name == "posix":
        assert first.path.stat().st_mode & 0o077 == 0


def test_never_over_another_file(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A file of other content is in the way: exit 4, and it stays."""
    (tmp_path / EVERY_BYTE.name).write_bytes(b"mine")

    with pytest.raises(OtherFileThere) as caught:
        export(url, clerk, 1, tmp_path)

    assert caught.value.exit_code == 4
    assert (tmp_path / EVERY_BYTE.name).read_bytes() == b"mine"


def test_where_it_goes(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A file's name, or a folder that is there; folders on the way are made."""
    (tmp_path / "mappe").mkdir()

    assert given(url, clerk, 1, tmp_path, tmp_path / "ny" / "o.xlsx").path == tmp_path / "ny" / "o.xlsx"
    assert given(url, clerk, 1, tmp_path, tmp_path / "mappe").path == tmp_path / "mappe" / EVERY_BYTE.name


def test_by_case(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A case gives the file it last came with; after that import is withdrawn, the one before."""
    assert given(url, clerk, "2021-001", tmp_path, tmp_path / "a").path.read_bytes() == b"to"
    undo_import(url, clerk, 2, "Feil")

    assert given(url, clerk, "2021-001", tmp_path, tmp_path / "b").path.read_bytes() == EVERY_BYTE.content
    assert given(url, clerk, "2021-003", tmp_path, tmp_path / "c").path.read_bytes() == b"tre"


def test_several_files_of_one_import(url: str, clerk: Desk, tmp_path: Path) -> None:
    """They go into a folder of their own; of one name, each has its place before it; one in the way keeps all from being written."""
    both = export(url, clerk, 2, tmp_path)
    (tmp_path / "annan").mkdir()
    (tmp_path / "annan" / "2-skjema.xlsx").write_bytes(b"mine")

    assert [one.path.relative_to(tmp_path).as_posix() for one in both] == ["import-2/1-skjema.xlsx", "import-2/2-skjema.xlsx"]  # fmt: skip
    assert [one.path.read_bytes() for one in both] == [b"to", b"tre"]
    with pytest.raises(OtherFileThere):
        export(url, clerk, 2, tmp_path, tmp_path / "annan")
    assert not (tmp_path / "annan" / "1-skjema.xlsx").exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/passwd.xlsx", "passwd.xlsx"), ("C:\\Users\\kari\\a.xlsx", "a.xlsx"), ("con.csv", "_con.csv"), ('a"b?.ods', "a-b-.ods"), ("tabell", "tabell.bin"), (".csv", "csv.bin")],
)  # fmt: skip
def test_a_name_from_elsewhere(url: str, clerk: Desk, tmp_path: Path, name: str, kept: str) -> None:
    """Whatever a file was called, it is written into the folder, under a name every system takes."""
    number = take_in(url, clerk, {"2021-004": {"title": "D"}}, file=File(name, b"x"))

    assert given(url, clerk, number, tmp_path).path == tmp_path / kept
    assert (tmp_path / kept).read_bytes() == b"x"


def test_by_hand(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A case that was typed has no file; an unknown case or import is wrong usage."""
    application_acts.add(url, clerk, "2021", TYPED)

    with pytest.raises(CameByHand):
        export(url, clerk, "2021-004", tmp_path)
    with pytest.raises(CaseUnknown):
        export(url, clerk, "2021-099", tmp_path)
    for number in (0, 9, 10**15):
        with pytest.raises(ImportUnknown):
            export(url, clerk, number, tmp_path)


def test_bytes_that_somebody_changed(url: str, clerk: Desk, tmp_path: Path) -> None:
    """What is kept is held against the digest; what does not fit is not given out."""
    with writing(url) as session:
        session.connection().execute(text("UPDATE import SET content = :other WHERE id = 1"), {"other": b"forged"})

    with pytest.raises(OriginalDamaged) as caught:
        export(url, clerk, 1, tmp_path)

    assert caught.value.exit_code == 5
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_trial_run(url: str, clerk: Desk, tmp_path: Path) -> None:
    """A trial run says where the file would go and writes none."""
    assert given(url, replace(clerk, dry_run=True), 1, tmp_path).path == tmp_path / EVERY_BYTE.name
    assert not (tmp_path / EVERY_BYTE.name).exists()
