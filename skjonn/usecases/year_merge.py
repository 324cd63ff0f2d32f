"""The ministry's view: many offices' years joined into one register and national tables, by county and by office as they were then."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from skjonn import files
from skjonn.documents import html_tables, markdown_tables
from skjonn.domain.bundles import Bundle, BundledCase, digest, opened, require_once
from skjonn.domain.desk import Desk
from skjonn.domain.tables import Row, Table
from skjonn.domain.year_facts import Tally, table
from skjonn.registries.counties import counties_at
from skjonn.registries.municipalities import Register, shipped
from skjonn.registries.offices import office_at
from skjonn.spreadsheets import ods, writing
from skjonn.texts import N_, Language, translate

_TALLY = ("applications", "applied_nok", "awards", "awarded_nok")
_TITLES = {"counties": N_("Awards by county and year"), "offices": N_("Awards by office and year"), "register": N_("Register of applications and awards")}  # fmt: skip
_FRAMES = ("allotted_nok", "decided_nok", "paid_nok", "returned_nok")


@dataclass(frozen=True)
class Merged:
    """What bundles were joined into: how many, their years and offices, sums, and the files by name with their sha256."""

    bundles: int
    years: tuple[int, ...]
    offices: tuple[str, ...]
    applications: int
    awards: int
    awarded_nok: int
    folder: Path
    files: Mapping[str, str]


def merge(desk: Desk, paths: Sequence[Path], folder: Path, language: Language = "nn") -> Merged:
    """Join bundles and write the register and the tables into a folder; in whatever order they are given, the files are the same.

    Raises:
        FileMissing, FileUnreadable, FolderNamed: a file is not there; BundleUnreadable, BundleOfOtherVersion, BundleDamaged,
        BundleTwice: nothing is written; TargetBusy: another program has a file open.
    """
    named = [(path.name, opened(path.name, files.read_bytes(path))) for path in paths]
    require_once(named)
    bundles = sorted((bundle for _file, bundle in named), key=lambda one: (one.year, one.office))
    made = _rendered(bundles, language)
    if not desk.dry_run:
        for name, content in made.items():
            files.write_whole(folder / name, content)
    every = [case for bundle in bundles for case in bundle.cases]
    given = [case for case in every if case.awarded_nok]
    return Merged(
        bundles=len(bundles),
        years=tuple(sorted({bundle.year for bundle in bundles})),
        offices=tuple(sorted({bundle.office for bundle in bundles})),
        applications=sum(not case.single for case in every),
        awards=len(given),
        awarded_nok=sum(case.awarded_nok for case in given),
        folder=folder,
        files={name: files.sha256(content) for name, content in sorted(made.items())},
    )


def joined(bundles: Sequence[Bundle], language: Language) -> dict[str, Table]:
    """Return the national tables: by county and year, by office and year, and the register of every case."""
    register = shipped()
    rows = [_row(bundle, case, register, language) for bundle in bundles for case in bundle.cases]
    return {"counties": _counties(rows), "offices": _offices(bundles, rows, language), "register": _register(rows)}


def _rendered(bundles: Sequence[Bundle], language: Language) -> dict[str, bytes]:
    made = joined(bundles, language)
    years = sorted({str(bundle.year) for bundle in bundles})
    about = years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"
    found: dict[str, bytes] = {}
    for name, one in made.items():
        title = translate(_TITLES[name], language)
        words = {"banner": "", "title": title, "subtitle": about}
        found[f"{name}.csv"] = writing.csv_text(one)
        found[f"{name}.ods"] = ods.ods(one, language, **words)
        if name != "register":
            found[f"{name}.html"] = html_tables.page(one, language, **words)
            found[f"{name}.md"] = markdown_tables.text(one, language, **words)
    pages = [(one, translate(_TITLES[name], language), about) for name, one in made.items()]
    found["national.xlsx"] = writing.workbook(pages, language, banner="", title=about)
    said = {"bundles": [{"office": one.office, "year": one.year, "as_of": one.as_of, "digest": digest(one)} for one in bundles], "tables": {name: one.data() for name, one in made.items()}}  # fmt: skip
    found["national.json"] = (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
    return found


def _row(bundle: Bundle, case: BundledCase, register: Register, language: Language) -> dict[str, object]:
    """Return a case with its municipality, county and office as they were called on the day it was awarded, or its call opened."""
    day = date.fromisoformat(case.on)
    found = register.at(case.municipality, day)
    county = {one.number: one.name for one in counties_at(day)}
    number = found.county_number if found else case.municipality[:2]
    return {
        "budget_year": str(bundle.year),
        "office_id": bundle.office,
        "office": office_at(bundle.office, day).name(language),
        "county_number": number,
        "county": county.get(number, number),
        "municipality_number": case.municipality,
        "municipality": found.name if found else case.municipality,
        "case": case.case,
        "call": case.call,
        "title": case.title,
        "partners": tuple(_name(register, number, day) for number in case.partners) + case.organisations,
        "scope": "county" if case.county_wide else "named",
        "areas_named": ", ".join(case.areas),
        "applied_nok": case.applied_nok,
        "awarded_nok": case.awarded_nok,
        "outcome_public": case.outcome,
        "single": case.single,
        "example_text": case.example or None,
    }


def _name(register: Register, number: str, day: date) -> str:
    found = register.at(number, day)
    return found.name if found else number


def _tally(rows: Iterable[Mapping[str, object]]) -> Tally:
    some = list(rows)
    asked = [row for row in some if not row["single"]]
    given = [int(str(row["awarded_nok"])) for row in some if row["awarded_nok"]]
    granted = sum(bool(row["awarded_nok"]) for row in asked)
    return Tally(len(asked), sum(int(str(row["applied_nok"])) for row in asked), len(given), sum(given), granted)


def _grouped(rows: Sequence[dict[str, object]], *names: str) -> dict[tuple[str, ...], list[dict[str, object]]]:
    found: dict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        found[tuple(str(row[name]) for name in names)].append(row)
    return dict(sorted(found.items()))


def _counties(rows: Sequence[dict[str, object]]) -> Table:
    made: list[Row] = [
        {"budget_year": year, "county_number": number, "county": county, **_tally(some).row()}
        for (year, number, county), some in _grouped(rows, "budget_year", "county_number", "county").items()
    ]
    return table("counties", ("budget_year", "county_number", "county", *_TALLY, "success_percent"), made, total=_TALLY)


def _offices(bundles: Sequence[Bundle], rows: Sequence[dict[str, object]], language: Language) -> Table:
    of = _grouped(rows, "budget_year", "office_id")
    made: list[Row] = []
    for one in bundles:
        sums = dict(zip(_FRAMES, (sum(pot[at] for pot in one.pots) for at in range(1, 5)), strict=True))  # type: ignore[misc]  # amounts
        name = office_at(one.office, one.day).name(language)
        made.append({"budget_year": str(one.year), "office": name, "as_of": one.day, **_tally(of.get((str(one.year), one.office), [])).row(), **sums})  # fmt: skip
    return table("offices", ("budget_year", "office", "as_of", *_TALLY, "success_percent", *_FRAMES), made, total=(*_TALLY, *_FRAMES))  # fmt: skip


def _register(rows: Sequence[dict[str, object]]) -> Table:
    names = ("budget_year", "office", "county", "municipality_number", "municipality", "case", "title", "partners", "areas_named", "applied_nok", "awarded_nok", "outcome_public")  # fmt: skip
    hidden = ("office_id", "single")
    made: list[Row] = [{name: value for name, value in row.items() if name not in hidden} for row in rows]  # type: ignore[misc]  # a table's own values
    return table("register", names, made, total=("applied_nok", "awarded_nok"))
