"""A register file is checked in full: every fault by its cell, all at once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.registries.register_file import COLUMNS, parse_register, read_register

SOUND = dict(
    zip(COLUMNS, ("1103", "Stavanger", "Stavanger", "", "", "11", "Rogaland", "1838-01-01", "", "", "964965226", "nøytral"), strict=True)
)  # fmt: skip


def file(*rows: Mapping[str, str], delimiter: str = ",") -> bytes:
    """Return a register file of `rows`."""
    lines = [COLUMNS, *([f'"{row[column]}"' for column in COLUMNS] for row in rows)]
    return "\r\n".join(delimiter.join(line) for line in lines).encode()


def faults(*rows: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return code and cell of every fault."""
    return [(fault.code, fault.cell) for fault in read_register(file(*rows)).faults]


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_sound_file_is_a_register(delimiter: str) -> None:
    """Commas or semicolons, with or without a byte order mark, empty rows let be."""
    content = file(SOUND, delimiter=delimiter)
    empty_rows = f"\r\n{delimiter * 3}\r\n\r\n".encode()
    for variant in (content, b"\xef\xbb\xbf" + content, content + empty_rows):
        assert read_register(variant).faults == ()
    assert read_register(content).register.every[0].name == "Stavanger"
    assert parse_register(content.decode()).every == read_register(content).register.every


@pytest.mark.parametrize(
    ("column", "value", "code", "cell"),
    [
        ("number", "301", "register-number-wrong", "A2"),
        ("name_nb", " ", "register-name-missing", "B2"),
        ("name_official", "", "register-name-missing", "C2"),
        ("county_number", "03", "register-county-wrong", "F2"),
        ("county_name", "", "register-name-missing", "G2"),
        ("valid_from", "1.1.1838", "register-date-wrong", "H2"),
        ("valid_from", "", "register-date-wrong", "H2"),
        ("valid_from", "2021-02-30", "register-date-wrong", "H2"),
        ("successors", "1101", "register-successors-missing", "J2"),
        ("successors", "Bokn", "register-successors-missing", "J2"),
        ("org_number", "964965227", "register-organisation-number-wrong", "K2"),
        ("language_form", "riksmål", "register-language-form-wrong", "L2"),
    ],
)
def test_every_fault_has_its_cell(column: str, value: str, code: str, cell: str) -> None:
    """One wrong cell is named as a spreadsheet names it."""
    assert (code, cell) in faults({**SOUND, column: value})


def test_every_fault_is_told_at_once() -> None:
    """Three rows with four faults: four faults."""
    ended = {**SOUND, "valid_to": "1837-01-01", "successors": "1101;"}
    assert faults({**SOUND, "number": "x", "name_nb": ""}, SOUND, {**ended, "org_number": "1"}) == [
        ("register-number-wrong", "A2"),
        ("register-name-missing", "B2"),
        ("register-period-wrong", "I4"),
        ("register-organisation-number-wrong", "K4"),
    ]


def test_periods_of_a_number_do_not_overlap() -> None:
    """A number in force twice on one day is told at the later row; what follows on is right."""
    ended = {**SOUND, "valid_to": "2020-01-01", "successors": "1103"}
    assert faults(ended, {**SOUND, "valid_from": "2019-12-31"}) == [("register-periods-overlap", "H3")]
    assert faults(ended, {**SOUND, "valid_from": "2020-01-01"}) == []
    assert ("register-periods-overlap", "H3") in faults(SOUND, SOUND)


def test_successors_are_in_force_when_one_ends() -> None:
    """A successor the file does not have, or has too late, is told."""
    ended = {**SOUND, "number": "1141", "valid_to": "2020-01-01", "successors": "1103 1199"}
    assert faults(ended, SOUND) == [("register-successor-missing", "J2")]
    assert ("register-successor-missing", "J2") in faults(ended, {**SOUND, "valid_from": "2021-01-01"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "register-columns-missing"),
        (b"number,name_nb\n1103,Stavanger\n", "register-columns-missing"),
        (file(), "register-rows"),
        ("Tysvær".encode("latin-1"), "register-not-text"),
        (b"PK\x03\x04\0\0", "register-not-text"),
        (file(SOUND).replace(b"Stavanger", b"S" * 200_000), "register-not-csv"),
    ],
)
def test_what_is_no_register_is_told(content: bytes, code: str) -> None:
    """Another kind of file is one fault, not an accident."""
    assert [fault.code for fault in read_register(content).faults] == [code]


@given(st.binary(max_size=300), st.lists(st.lists(st.text(max_size=5), max_size=13), max_size=4))
def test_reading_never_fails(start: bytes, rows: list[list[str]]) -> None:
    """Whatever the bytes, there is a register or there are faults."""
    tail = "\n".join(",".join(row) for row in rows).encode("utf-8", "replace")
    for content in (start, file(SOUND) + b"\n" + tail, file(SOUND) + b"\n" + start):
        read = read_register(content)
        assert read.faults or read.register.every
