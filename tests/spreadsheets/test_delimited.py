"""Text files of values as programs save them, and what is refused because it would be read wrongly."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.headings import is_heading
from skjonn.domain.sheets import Row
from skjonn.spreadsheets import refusals
from skjonn.spreadsheets.delimited import stream_delimited
from skjonn.spreadsheets.refusals import SheetFileRefused

HEADINGS = ("Tittel", "Søkerkommune", "Søknadsbeløp")
VALUES = ("Ungdomsløftet – på tvers", "Hå", "1 100 000")
ENCODINGS = {
    "UTF-8": ("utf-8", b""),
    "UTF-8 with a mark": ("utf-8-sig", b""),
    "UTF-16, little end first, with a mark": ("utf-16-le", b"\xff\xfe"),
    "UTF-16, big end first, with a mark": ("utf-16-be", b"\xfe\xff"),
    "UTF-16, little end first": ("utf-16-le", b""),
    "UTF-16, big end first": ("utf-16-be", b""),
    "Windows-1252": ("cp1252", b""),
}
DELIMITERS = (";", ",", "\t", "|")


def rows_of(content: bytes) -> list[Row]:
    """Read a text file."""
    return list(stream_delimited(content, "a.csv", is_heading))


def refused(content: bytes) -> SheetFileRefused:
    """Return the refusal."""
    with pytest.raises(SheetFileRefused) as caught:
        rows_of(content)
    assert "a.csv" in caught.value.message()
    assert caught.value.help()
    return caught.value


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_encodings_delimiters_and_line_ends(encoding: str, delimiter: str, end: str) -> None:
    """Every way of storing letters, with every delimiter and line end, headings below a title, gives the same rows."""
    lines = ["Søknader; runde 2021, utkast | foreløpig", "", delimiter.join(("", *HEADINGS)), f'"a{end}b"{delimiter}x', delimiter.join(("", *VALUES))]  # fmt: skip
    name, mark = ENCODINGS[encoding]

    rows = rows_of(mark + end.join(lines).encode(name))

    assert [row.number for row in rows] == [1, 3, 4, 5]
    assert rows[1].values == (None, *HEADINGS)
    assert rows[2].values == (f"a{end}b", "x")
    assert rows[3].values == (None, *VALUES)


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12), min_size=2, max_size=4), min_size=1, max_size=6),
    st.sampled_from(DELIMITERS),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)  # fmt: skip
def test_what_is_written_is_read(table: list[list[str]], delimiter: str, encoding: str) -> None:
    """Whatever stands in the cells, quoted as programs quote, comes out as it went in."""
    table = [list(HEADINGS), *table]
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)

    rows = rows_of(stream.getvalue().encode(encoding))

    kept = [[value if value.strip() else None for value in line] for line in table]
    assert [list(row.values) for row in rows] == [line for line in kept if any(line)]


def test_commas_in_texts_of_a_table_by_semicolons() -> None:
    """The delimiter is the one by which rows are of one width, where no heading is known."""
    rows = list(stream_delimited(b"En;To\na,b,c,d;1\ne;2\nf,g;3\n", "a.csv", lambda _text: False))

    assert [row.values for row in rows] == [("En", "To"), ("a,b,c,d", "1"), ("e", "2"), ("f,g", "3")]


@pytest.mark.parametrize("stated", ["sep=|", '"sep=|"', "SEP=|"])
def test_a_stated_delimiter(stated: str) -> None:
    """A first line tells Excel the delimiter, and is no row."""
    rows = rows_of(f"{stated}\r\nTittel|Kommune\r\nA;b|Hå\r\n".encode())

    assert [(row.number, row.values) for row in rows] == [(2, ("Tittel", "Kommune")), (3, ("A;b", "Hå"))]


@pytest.mark.parametrize("content", [b'A;B\n"open;1\nnext;2\n', b'A;B\nx;"open\nnext;2', b'A;B\nx;"open' + b"\nnext;2" * 50_000])  # fmt: skip
def test_a_quotation_mark_left_open(content: bytes) -> None:
    """The refusal names the row it opens in, also when more follows than any cell holds."""
    error = refused(content)

    assert (error.code, error.data["row"]) == ("quote-open", 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Tittel;Kommune\nA\0b;Lund\n", "file-damaged"),  # a zero byte in a text
        ("Tittel;Kommune\nA;Hå\n".encode("utf-16-le")[:-1], "file-damaged"),  # half a letter
        ("Tittel;Kommune\nA;Hå\n".encode("utf-32"), "file-damaged"),
        ("Tittel;Kommune\nBlå fjord;Hå\n".encode() + b"x\xed\xa0\x80;Sola\n", "encoding-mixed"),
        ("\ufeffTittel;Kommune\n".encode() + "Blå fjord;Hå\n".encode("cp1252"), "encoding-mixed"),
        ("Tittel;Kommune\nBlå fjord;Hå\n".encode("cp850"), "encoding-unknown"),
        ("Tittel;Søkerkommune\nA;Lund\n".encode("cp865"), "encoding-unknown"),
        ("Tittel;Søkerkommune\nA;Lund\n".encode("mac_roman"), "encoding-unknown"),
        ("Tittel;Kommune\nÅ;Lund\n".encode("cp865"), "encoding-unknown"),
        (b"Tittel;Kommune\n" + b"a" * 200_000 + b";Lund\n", "file-damaged"),  # one cell longer than any can be
    ],
)
def test_what_would_be_read_wrongly(content: bytes, code: str) -> None:
    """Letters stored in another way, or in two, are refused and never come out as others."""
    assert refused(content).code == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a" * 50_000_000, "file-damaged"),
        (b";" * 50_000_000, "file-too-large"),
        (b"\n" * 49_999_990 + b"a;b", "file-too-large"),
        (b"\r" * 49_999_990 + b"a;b", "file-too-large"),
    ],
)
def test_fifty_megabytes(content: bytes, code: str) -> None:
    """A file of nothing but one line, of delimiters or of line ends costs little."""
    before = time.process_time()

    assert refused(content).code == code
    assert time.process_time() - before < 10


def test_rows_come_one_by_one() -> None:
    """The first row is there before the rest is looked at; a fault further down is told when it is come to."""
    rows = stream_delimited(b"Tittel;Kommune\nA;B\n" * 1000 + b'C;"open', "a.csv", is_heading)

    assert next(rows).values == ("Tittel", "Kommune")
    with pytest.raises(refusals.QuoteOpen):
        list(rows)
