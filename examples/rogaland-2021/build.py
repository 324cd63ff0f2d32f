"""Write the example's workbooks from round.toml: `python examples/rogaland-2021/build.py`.

Run it after changing round.toml and commit what it writes. The bytes depend on round.toml alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).parent
NOTE = (
    "DØME – ikkje eit vedtak. Titlar, kommunar, partnarar og mottakarar av dei 18 prosjekta som fekk tilskot i 2021, er "
    "ekte. Alt anna er oppdikta, også dei 11 søknadene merkte [oppdikta]."
)
NOTE_EARLIER = "DØME – ikkje eit vedtak. År, kommune, tittel og tildelt beløp er ekte. Referansane og namnet på potten er oppdikta."
Row = dict[str, Any]
Column = tuple[str, int, Callable[[Row], object]]


def _said(name: str) -> Callable[[Row], object]:
    return lambda row: row.get(name, "")


def _points(place: int) -> Callable[[Row], object]:
    return lambda row: row["scores"][place]


def _address(row: Row) -> str:
    return f"{row['contact'].lower().replace(' ', '.')}@example.no"


APPLICATIONS: tuple[Column, ...] = (
    ("Motteke", 17, _said("received")),
    ("Søkjarkommune", 15, _said("lead")),
    ("Prosjekttittel", 52, _said("title")),
    ("Samarbeidspartnarar", 32, _said("partners")),
    ("Blir utbetalt til", 15, _said("payee")),
    ("Prioriterte område", 28, _said("area")),
    ("Kort omtale", 60, _said("summary")),
    ("Hovudmål", 44, _said("goal")),
    ("Fase", 14, _said("phase")),
    ("Oppstart", 12, _said("starts")),
    ("Slutt", 12, _said("ends")),
    ("Totalkostnad", 14, _said("total")),
    ("Eigenfinansiering", 16, _said("own")),
    ("Søkt beløp", 14, _said("applied")),
    ("Godtek delvis tildeling", 12, _said("partial")),
    ("Minste nyttige beløp", 14, _said("least")),
    ("Forankra hos", 26, _said("backed")),
    ("Tidlegare tildelingar", 30, _said("previous")),
    ("Kontaktperson", 18, _said("contact")),
    ("E-post", 28, _address),
    ("Telefon", 14, lambda _row: "00 00 00 00"),
)

RECOMMENDATIONS: tuple[Column, ...] = (
    ("Sak", 10, _said("case")),
    ("Kommune", 14, _said("lead")),
    ("Prosjekttittel", 60, _said("title")),
    ("Tilrådd beløp", 14, _said("award")),
    ("Avslagsgrunn", 14, _said("refuse")),
    ("Grunngiving", 70, _said("reason")),
)


EARLIER: tuple[Column, ...] = (
    ("Referanse", 20, _said("reference")),
    ("Søkjarkommune", 15, _said("lead")),
    ("Prosjekttittel", 40, _said("title")),
    ("Pott", 10, _said("pot")),
    ("Tildelt beløp", 14, _said("award")),
)


def assessments(criteria: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the assessments: one per criterion, under its name in the call, then the written assessment."""
    call = tomllib.loads((HERE / "call.toml").read_text(encoding="utf-8"))
    names = {each["code"]: each["names"]["nn"] for each in call["criteria"]}
    points: tuple[Column, ...] = tuple((names[code], 14, _points(place)) for place, code in enumerate(criteria))
    told = (("Kommune", 14, _said("lead")), ("Prosjekttittel", 50, _said("title")))
    return (
        ("Sak", 10, _said("case")),
        *told,
        ("Vurderar", 10, _said("login")),
        *points,
        ("Vurdering", 70, _said("text")),
    )


def write(
    path: Path, sheet: str, title: str, columns: Sequence[Column], rows: Sequence[Row], *, note: str = NOTE
) -> None:
    """Write one workbook: title, note, an empty row, headings, rows."""
    path.parent.mkdir(exist_ok=True)
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": title, "author": "skjonn", "created": datetime(2021, 1, 19)})  # noqa: DTZ001 (the format has no zone)
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "heading": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "amount": book.add_format({"num_format": "# ##0", "valign": "top"}),
        "date": book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"}),
        "moment": book.add_format({"num_format": "dd.mm.yyyy hh:mm", "valign": "top"}),
    }
    page = book.add_worksheet(sheet)
    page.write(0, 0, title, styles["title"])
    page.write(1, 0, note)
    for place, (heading, width, _) in enumerate(columns):
        page.set_column(place, place, width)
        page.write(3, place, heading, styles["heading"])
    for number, row in enumerate(rows, start=4):
        for place, (_, _, said) in enumerate(columns):
            _write_cell(page, number, place, said(row), styles)
    page.freeze_panes(4, 0)
    book.close()


def _write_cell(page: Any, row: int, column: int, value: object, styles: dict[str, Any]) -> None:
    match value:
        case "" | None:
            return
        case datetime():
            page.write_datetime(row, column, value, styles["moment"])
        case date():
            page.write_datetime(row, column, value, styles["date"])
        case int():
            page.write_number(row, column, value, styles["amount"])
        case _:
            page.write_string(row, column, str(value), styles["text"])


def main(folder: Path = HERE, source: Path = HERE / "round.toml") -> None:
    """Write the workbooks told by `source` into `folder`: three of the round, and one for each year before it."""
    told = tomllib.loads(source.read_text(encoding="utf-8"))
    rows: list[Row] = [{**row, "case": f"2021-{number:03d}"} for number, row in enumerate(told["application"], start=1)]
    given = [{**row, "login": login, **row[login]} for row in rows for login in ("kari", "ola") if login in row]
    write(folder / "applications.xlsx", "Søknader", "Søknader om prosjektskjønn 2021, Rogaland", APPLICATIONS, rows)
    write(folder / "assessments.xlsx", "Vurderingar", "Vurderingar 2021", assessments(told["criteria"]), given)
    write(folder / "recommendations.xlsx", "Tilråding", "Tilråding til fordeling 2021", RECOMMENDATIONS, rows)
    for year in sorted({row["year"] for row in told["earlier"]}):
        of_year = [row for row in told["earlier"] if row["year"] == year]
        title = f"Tildelt prosjektskjønn {year}, Rogaland (utdrag)"
        write(folder / "earlier" / f"{year}.xlsx", "Tildelt", title, EARLIER, of_year, note=NOTE_EARLIER)


if __name__ == "__main__":
    main()
