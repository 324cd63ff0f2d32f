"""The ministry's view: many offices' years joined into one register and national tables, by county and by office as they were then."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from skjonn import files
from skjonn.documents import html_tables, markdown_tables
from skjonn.domain.bundles import (
    Bundle,
    BundledCase,
    BundlesFaulty,
    digest,
    opened,
    require_once,
    strange_municipality,
    strange_office,
)
from skjonn.domain.desk import Desk
from skjonn.domain.problems import Place, Problem
from skjonn.domain.tables import Row, Table
from skjonn.domain.year_facts import Tally, table
from skjonn.errors import FindingsError
from skjonn.registries.municipalities import Municipality, Register, shipped
from skjonn.registries.offices import OfficeNotInForce, OfficeUnknown, office_in, office_last
from skjonn.spreadsheets import ods, writing
from skjonn.texts import N_, Language, translate

_TALLY = ("applications", "applied_nok", "awards", "awarded_nok")
_TITLES = {"counties": N_("Awards by county and year"), "offices": N_("Awards by office and year"), "register": N_("Register of applications and awards")}  # fmt: skip
_AT_PAYEE = N_("An application counts in the county of its lead, an award in the county of whoever is paid; the share awarded is of the county's own applications. A case that was passed to another office counts at that one alone.")  # fmt: skip
_NOT_PASSED = N_("A case that was passed to another office counts at that one alone.")
_FRAMES = ("allotted_nok", "decided_nok", "paid_nok", "returned_nok")


@dataclass(frozen=True)
class Joined:
    """A bundle that was joined: the file it lay in, whose and which year, the day its figures are of, and its digest."""

    file: str
    office: str
    year: int
    as_of: date
    digest: str

    def name(self, language: Language) -> str:
        """Return the office's name in its year."""
        return _of_year(self.office, self.year, language)


@dataclass(frozen=True)
class Merged:
    """What bundles were joined into: how many, their years and offices, sums, each bundle, and the files by name with their sha256."""

    bundles: int
    years: tuple[int, ...]
    offices: tuple[str, ...]
    applications: int
    awards: int
    awarded_nok: int
    folder: Path
    joined: tuple[Joined, ...]
    files: Mapping[str, str]


def merge(desk: Desk, paths: Sequence[Path], folder: Path, language: Language = "nn") -> Merged:
    """Join bundles and write the register and the tables into a folder; in whatever order they are given, the files are the same.

    Raises:
        FileMissing, FileUnreadable, FolderNamed: a file is not there; BundleUnreadable, BundleOfOtherVersion, BundleDamaged: one is
        at fault; BundlesFaulty: several are, each is named; BundleTwice: an office's year is given twice. Nothing is written then.
        TargetBusy: another program has a file open.
    """
    named = sorted(_opened(paths), key=lambda one: (one[1].year, one[1].office))
    require_once(named)
    bundles = [bundle for _file, bundle in named]
    made = _rendered(bundles, language)
    if not desk.dry_run:
        for name, content in made.items():
            files.write_whole(folder / name, content)
    counted = [case for bundle in bundles for case in bundle.cases if case.outcome != "passed_on"]
    given = [case for case in counted if case.awarded_nok]
    return Merged(
        bundles=len(bundles),
        years=tuple(sorted({bundle.year for bundle in bundles})),
        offices=tuple(sorted({bundle.office for bundle in bundles})),
        applications=sum(not case.single for case in counted),
        awards=len(given),
        awarded_nok=sum(case.awarded_nok for case in given),
        folder=folder,
        joined=tuple(Joined(file, one.office, one.year, one.day, digest(one)) for file, one in named),
        files={name: files.sha256(content) for name, content in sorted(made.items())},
    )


def joined(bundles: Sequence[Bundle], language: Language) -> dict[str, Table]:
    """Return the national tables: by county and year, by office and year, and the register of every case."""
    register = shipped()
    rows = [_row(bundle, case, register, language) for bundle in bundles for case in bundle.cases]
    counted = [row for row in rows if row["outcome_public"] != "passed_on"]
    return {"counties": _counties(counted), "offices": _offices(bundles, counted, language), "register": _register(rows, counted)}  # fmt: skip


def _opened(paths: Sequence[Path]) -> list[tuple[str, Bundle]]:
    """Return the bundles with the files as they were named, all or none.

    Raises:
        as `merge`.
    """
    contents = [(str(path), files.read_bytes(path)) for path in paths]
    found, register = [], shipped()
    faults: list[FindingsError] = []
    for file, content in contents:
        try:
            bundle = opened(file, content)
            _require_known(file, bundle, register)
            found.append((file, bundle))
        except FindingsError as error:
            faults.append(error)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        told = [Problem(one.code, "error", Place(), one.sentence, one.advice, dict(one.data)) for one in faults]
        raise BundlesFaulty(count=len(faults), files=len(paths), problems=told)
    return found


def _require_known(file: str, bundle: Bundle, register: Register) -> None:
    """Hold that a bundle names an office there was, and municipalities there are or were.

    Raises:
        BundleUnreadable: it does not.
    """
    try:
        for office in {bundle.office, *(case.passed_to for case in bundle.cases if case.passed_to)}:
            _of_year(office, bundle.year, "nb")
    except (OfficeUnknown, OfficeNotInForce) as error:
        raise strange_office(file, str(error.data["office"])) from None
    for case in bundle.cases:
        for number in (case.municipality, *case.partners, *([case.payee] if case.payee else [])):
            if not register.periods(number):
                raise strange_municipality(file, number)


def _of_year(office: str, year: int, language: Language) -> str:
    """Return an office's name in a year, the one it had at the end of it, or last where it had ended by then."""
    return office_in(office, year).name(language)


def _office(bundle: Bundle, day: date, language: Language) -> str:
    """Return an office's name on a day; in its year where it had not begun by then."""
    try:
        return office_last(bundle.office, day).name(language)
    except OfficeNotInForce:
        return _of_year(bundle.office, bundle.year, language)


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
    said = {"bundles": [_told(one) for one in bundles], "tables": {name: one.data() for name, one in made.items()}}
    found["national.json"] = (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
    return found


def _told(bundle: Bundle) -> dict[str, object]:
    corrections = [{"on": on, "reason": reason} for on, reason in bundle.corrections]
    return {"office": bundle.office, "year": bundle.year, "as_of": bundle.as_of, "digest": digest(bundle), "corrections": corrections}  # fmt: skip


def _row(bundle: Bundle, case: BundledCase, register: Register, language: Language) -> dict[str, object]:
    """Return a case with its municipalities, counties and office as they were called on the day it was decided."""
    day = date.fromisoformat(case.on)
    lead = _meant(register, case.municipality, day)
    home, paid = _home(register, lead, day), _payee(register, case, day)
    return {
        "budget_year": str(bundle.year),
        "office_id": bundle.office,
        "office": _office(bundle, day, language),
        "county_number": home.county_number,
        "county": home.county_name,
        "municipality_number": lead.number,
        "municipality": lead.name,
        "payee_number": paid.number if paid else None,
        "payee": paid.name if paid else None,
        "payee_county_number": _home(register, paid, day).county_number if paid else None,
        "payee_county": _home(register, paid, day).county_name if paid else None,
        "case": case.case,
        "call": case.call,
        "title": case.title,
        "partners": tuple(_meant(register, number, day).name for number in case.partners) + case.organisations,
        "scope": "county" if case.county_wide else "named",
        "areas_named": ", ".join(area.name for area in case.areas),
        "area_codes": tuple(area.code for area in case.areas),
        "applied_nok": None if case.single else case.applied_nok,
        "awarded_nok": case.awarded_nok,
        "outcome_public": case.outcome,
        "passed_to": case.passed_to or None,
        "single": case.single,
        "example_text": case.example or None,
    }


def _payee(register: Register, case: BundledCase, day: date) -> Municipality | None:
    """Return who is paid, the lead where a bundle names nobody else; None where nothing is."""
    number = case.payee or (case.municipality if case.awarded_nok else "")
    return _meant(register, number, day) if number else None


def _meant(register: Register, number: str, day: date) -> Municipality:
    found = register.meant(number, day)
    assert found is not None, "a bundle that is joined names municipalities there are"
    return found


def _home(register: Register, one: Municipality, day: date) -> Municipality:
    """Return a municipality of the county one lay in on a day: itself, or an heir of one that was split within a county."""
    if one.in_force(day):
        return one
    heirs = register.successors(one, day)
    return heirs[0] if len({heir.county_number for heir in heirs}) == 1 else one


def _tally(asked: Sequence[Mapping[str, object]], given: Sequence[Mapping[str, object]]) -> Tally:
    """Return the counts of applications, and of awards; the share awarded is of the applications."""
    applied = [row for row in asked if not row["single"]]
    awards = [int(str(row["awarded_nok"])) for row in given if row["awarded_nok"]]
    granted = sum(bool(row["awarded_nok"]) for row in applied)
    return Tally(len(applied), sum(int(str(row["applied_nok"])) for row in applied), len(awards), sum(awards), granted)


def _grouped(rows: Sequence[dict[str, object]], *names: str) -> dict[tuple[str, ...], list[dict[str, object]]]:
    found: dict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        found[tuple(str(row[name]) for name in names)].append(row)
    return found


def _counties(rows: Sequence[dict[str, object]]) -> Table:
    asked = _grouped([row for row in rows if not row["single"]], "budget_year", "county_number", "county")
    given = _grouped([row for row in rows if row["awarded_nok"]], "budget_year", "payee_county_number", "payee_county")
    made: list[Row] = [
        {"budget_year": key[0], "county_number": key[1], "county": key[2], **_tally(asked.get(key, []), given.get(key, [])).row()}
        for key in sorted({*asked, *given})
    ]  # fmt: skip
    return table("counties", ("budget_year", "county_number", "county", *_TALLY, "success_percent"), made, total=_TALLY, note=_AT_PAYEE)  # fmt: skip


def _offices(bundles: Sequence[Bundle], rows: Sequence[dict[str, object]], language: Language) -> Table:
    of = _grouped(rows, "budget_year", "office_id")
    made: list[Row] = []
    for one in bundles:
        sums = dict(zip(_FRAMES, (sum(pot[at] for pot in one.pots) for at in range(1, 5)), strict=True))  # type: ignore[misc]  # amounts
        own = of.get((str(one.year), one.office), [])
        made.append({"budget_year": str(one.year), "office": _of_year(one.office, one.year, language), "as_of": one.day, **_tally(own, own).row(), **sums})  # fmt: skip
    return table("offices", ("budget_year", "office", "as_of", *_TALLY, "success_percent", *_FRAMES), made, total=(*_TALLY, *_FRAMES), note=_NOT_PASSED)  # fmt: skip


def _register(rows: Sequence[dict[str, object]], counted: Sequence[Mapping[str, object]]) -> Table:
    """Return every case; the totals are of those that count here."""
    names = ("budget_year", "office", "county", "municipality_number", "municipality", "payee", "payee_county", "case", "title", "partners", "areas_named", "applied_nok", "awarded_nok", "outcome_public")  # fmt: skip
    hidden = ("office_id", "single")
    made: list[Row] = [{name: value for name, value in row.items() if name not in hidden} for row in rows]  # type: ignore[misc]  # a table's own values
    sums = {name: sum(int(str(row[name] or 0)) for row in counted) for name in ("applied_nok", "awarded_nok")}
    return replace(table("register", names, made, note=_NOT_PASSED), totals=sums)
