"""Write the example's workbook: a list of applications with every kind of defect that is met, `python examples/messy/build.py`.

The municipalities are Rogaland's, all else is invented. Commit what it writes; its bytes depend on this file alone.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter

HERE = Path(__file__).parent
NAME = "applications.xlsx"
FIXED = "\u00a0"
FIRST = 5
"""The row of the headings, as the user counts."""

HEADINGS = (
    "Kommune", "Prosjekttitel *", "Samarbeids-\npartnarar", "Søkt beløp (kr)", "Eigenfinansiering", "Oppstart", "Tema",
    "Forventa gevinstar", "Motteke", "", "Fargekode",
)  # fmt: skip
WIDTHS = (22, 46, 34, 16, 16, 14, 22, 30, 16, 10, 10)
CAME = date(2021, 2, 22)

ROWS: tuple[tuple[Any, ...], ...] = (
    ("Stavanger", "Nabohjelp på nett", "Sandnes, Sola og Randaberg", f"1{FIXED}100{FIXED}000", 400_000, "mars 2021", "Digital forvaltning", "Færre telefonar", CAME),
    ("", "Éin søknadsveg", "", "1.100.000", 0, date(2021, 8, 1), "digital", "", CAME),
    (1119, "Leige av lastesyklar", "Klepp/Time. Gjesdal", "450000", "kr 50 000,-", "2021-04-01", "Klima og miljø", "", CAME, "sjå vedlegg"),
    ("EIGERSUND KOMMUNE", "Nettverk for små skular", "Lund, Sokndal mfl.", "kr 500 000,-", "", "1.8.2021", "Barn og unge", "", CAME),
    ("Sandness", "Kvardagsrobotar", "", 300_000, "", "", "", "", CAME),
    ("Karmøy", "Hagar for alle", "Haugesund", "1.100", "", "", "Klima", "", CAME),
    ("Tysvær", "Delt vaktbil", "Bokn og Vindafjord", "1.10.000", "", "", "beredskap", "", CAME),
    ("Finnøy", "Øyane saman", "Kvitsøy", "1,1 mill.", "0,4 mill. kroner", "", "", "", CAME),
    ("Våler", "Skogen som klasserom", "", 200_000, "", "", "Barn og unge", "", CAME),
    ("Snillfjord", "Fjorden rundt", "", 200_000, "", "", "", "", CAME),
    ("Alle kommunane i Rogaland", "Felles arkiv", "", 900_000, "", "", "", "", CAME),
    ("Lund kommune", "Bygdebok på lyd", "Lund, Sokndal, Sokndal og Eigersund", 150_000, "", "", "", "", CAME),
    ("Sola", "Sandslott og sjøliv", "internt i kommunen", 75_000, "", "", "", "", CAME),
    ("Randaberg", "Åkeren som laboratorium", "NORCE, Rogaland Revisjon IKS", 250_000, "", "3/4/2021", "", "", CAME),
    ("Gjesdal", "Ullvegen", "", "#REF!", "", "", "", "", CAME),
    ("Time", "Teikn i tide", "", "=SUM(D60:D70)", "", "", "", "", CAME),
    ("Bokn", "Brua til kvarandre", "?", None, "", "", "", "", CAME),
    ("Suldal", "Straum frå stølen", "", 400_000, "", "", "FNs berekraftsmål; klima", "", CAME),
    ("Sauda", "Smelteverket ope", "", 350_000, "", "", "", "", CAME),
    (None, "Foss i fokus", "", 125_000, "", "", "", "", CAME),
    ("Hjelmeland", "Fruktbar samhandling", "Strand", 600_000, "", "", "", "", CAME),
    ("Strand", "Fjordpendlar", "Hjelmeland", None, "", "", "", "", CAME),
    ("Kvitsøy", "Fyr\u200b og flamme", "", 90_000, "", "", "", "", CAME),
    ("Utsira", "Fuglar på timeplanen", "alle kommunane i Rogaland", 60_000, "", "", "", "", datetime(2021, 3, 1, 9, 30)),  # noqa: DTZ001  (a cell's value)
    ("Haugesund", "Byen høyrer deg", "Karmøy", 290_000, "", "", "digitalisering", "", None),
    ("Stavanger", "Nabohjelp på nett", "Sandnes", 1_000_000, "", "", "", "", CAME),
    ("Bjerkreim", "Romfartsskulen", "", 500_000, "", "", "Romfart", "", CAME),
    ("Klepp", "Potetens dag\nog natt", "Nav Klepp-Time, Universitetet i Stavanger", 80_000, 100_000, "2022", "", "", CAME),
)  # fmt: skip
HIDDEN, MERGED, SUMMED = 17, (18, 19), (20, 21)
"""Places in ROWS: a hidden one, two that share one applicant's cell, two that share one amount."""

JOINT: tuple[tuple[str, str, int], ...] = (("Sandnes", "Felles vakttårn", 500), ("Vindafjord", "Felles fagdagar", 120))


def main(folder: Path = HERE) -> None:
    """Write the workbook into `folder`."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": "Søknader 2021", "author": "skjonn", "created": datetime(2021, 1, 19)})  # noqa: DTZ001  (the format has no zone)
    _guide(book.add_worksheet("Rettleiing"))
    _applications(book, book.add_worksheet("Søknader"))
    _joint(book.add_worksheet("Felles"))
    _old(book.add_worksheet("I fjor"))
    book.close()
    (folder / NAME).write_bytes(_with_wrong_extent(stream.getvalue()))


def _guide(page: Any) -> None:
    page.write(0, 0, "DØME – alt i denne arbeidsboka er oppdikta.")
    page.write(1, 0, "Slik sender de inn lista: éi rad for kvar søknad.")


def _applications(book: Any, page: Any) -> None:
    styles = {
        "heading": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "date": book.add_format({"num_format": "dd.mm.yyyy"}),
        "moment": book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
        "amount": book.add_format({"num_format": "# ##0"}),
    }
    for place, width in enumerate(WIDTHS):
        page.set_column(place, place, width, None, {"hidden": HEADINGS[place] == "Eigenfinansiering"})
    page.merge_range(0, 0, 0, 8, "Søknader om prosjektskjønn 2021", styles["heading"])
    page.write(1, 0, "DØME – alle prosjekta er oppdikta.")
    for place, heading in enumerate(HEADINGS):
        page.write(FIRST - 1, place, heading, styles["heading"])
    for at, row in enumerate(ROWS):
        for place, value in enumerate(_marked(row)):
            _write(page, FIRST + at, place, value, styles)
    page.set_row(FIRST + HIDDEN, None, None, {"hidden": True})
    page.merge_range(FIRST + MERGED[0], 0, FIRST + MERGED[1], 0, ROWS[MERGED[0]][0])
    page.merge_range(FIRST + SUMMED[0], 3, FIRST + SUMMED[1], 3, ROWS[SUMMED[0]][3], styles["amount"])
    below = FIRST + len(ROWS)
    for row in range(below, below + 30):
        page.write_blank(row, 3, None, styles["amount"])
    page.write(below, 0, "SUM")
    page.write_formula(below, 3, f"=SUM(D{FIRST + 1}:D{below})", styles["amount"], 5_000_000)
    page.write(below + 2, 0, "* Beløpa er rette per 22. februar")


def _marked(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (row[0], f"[oppdikta] {row[1]}", *row[2:])


def _joint(page: Any) -> None:
    """Write a second table, counted in thousands, whose sum is wrong."""
    for place, heading in enumerate(("Tittel", "Søkjar", "Søknadssum i 1000 kr", "Motteke")):
        page.write(0, place, heading)
    for at, (lead, title, amount) in enumerate(JOINT, 1):
        page.write_row(at, 0, (f"[oppdikta] {title}", lead, amount, "22.2.2021"))
    page.write_row(len(JOINT) + 1, 0, ("Totalt", "", 720))


def _old(page: Any) -> None:
    page.write_row(0, 0, ("Tittel", "Kommune", "Søkt beløp"))
    page.write_row(1, 0, ("[oppdikta] Eit gammalt prosjekt", "Lund", 5))
    page.hide()


def _write(page: Any, row: int, column: int, value: object, styles: dict[str, Any]) -> None:
    match value:
        case "" | None:
            return
        case "#REF!":
            page.write_formula(row, column, "=#REF!", None, "#REF!")
        case str() if value.startswith("="):
            page.write_formula(row, column, value, None, "")
        case datetime():
            page.write_datetime(row, column, value, styles["moment"])
        case date():
            page.write_datetime(row, column, value, styles["date"])
        case int():
            page.write_number(row, column, value, styles["amount"] if column else None)
        case _:
            page.write_string(row, column, str(value))


def _with_wrong_extent(content: bytes) -> bytes:
    """Return the workbook with a table that declares itself to end in D12, as some programs do."""
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                head, mark, rest = part.decode().partition('<dimension ref="')
                part = f'{head}{mark}A1:D12"{rest.partition(chr(34))[2]}'.encode()
            new.writestr(ZipInfo(name), part, ZIP_DEFLATED)
    return stream.getvalue()


if __name__ == "__main__":
    main()
