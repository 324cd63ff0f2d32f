"""The yearly report: gathered or taken from what was frozen, and written as Word, workbook, JSON, with a manifest of what it rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

from sqlmodel import Session

from skjonn import __version__, files
from skjonn.documents import prose
from skjonn.documents.prose import Prose
from skjonn.domain import bundles, tables, year_facts
from skjonn.domain.desk import Desk
from skjonn.domain.letter_kinds import Form
from skjonn.domain.persons import Person, Role
from skjonn.domain.tables import Table
from skjonn.domain.year_corrections import Correction, Difference
from skjonn.domain.year_facts import (
    TABLES,
    ClosingAhead,
    CorrectionReasonMissing,
    DayAhead,
    Frozen,
    NothingToCorrect,
    YearClosed,
    YearFacts,
    YearOpen,
)
from skjonn.registries.offices import ministry_at, office_last
from skjonn.spreadsheets import writing
from skjonn.storage.database import SCHEMA, reading
from skjonn.storage.database import writing as transaction
from skjonn.storage.queries import calls, decisions, years
from skjonn.storage.queries.office import the_office
from skjonn.storage.tables.year import YearClosingRow
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import kroner, long_date
from skjonn.usecases import year_bundles
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.year_charts import charts
from skjonn.usecases.year_facts import gather, last_day, with_county
from skjonn.usecases.year_words import TITLES, corrections_table

FIELDS = frozenset(
    {
        "office_name", "ministry", "year", "as_of", "allotted", "decided", "paid", "returned", "free", "repaid", "to_repay", "applications",
        "applicants", "applied", "awards", "recipients", "awarded", "refused", "partly_awarded", "success", "corrections", "examples",
        *(f"has_{name}" for name in TABLES),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which report: of a year, dated by `as_of` or by the last day anything was recorded, in a language form or the office's own."""

    year: int
    as_of: date | None = None
    language: Form | None = None


@dataclass(frozen=True)
class Written:
    """A report in a folder: what it says, whether it is what was frozen, its files by name with their sha256, and whether the year is closed."""

    facts: YearFacts
    frozen: bool
    folder: Path
    files: Mapping[str, str]
    closed: bool = False


@dataclass(frozen=True)
class ClosedYear:
    """A year that was closed, or corrected: the number of the freezing, its digest, and what differs from the one before."""

    year: int
    number: int
    as_of: date
    digest: str
    changes: tuple[Difference, ...] = ()


def report(url: str, desk: Desk, wanted: Wanted, folder: Path, office_folder: Path | None = None) -> Written:
    """Write the report of a year into a folder, every file whole; the same report again gives the same bytes.

    A closed year is told as it was frozen, with its corrections, unless an earlier day is asked for.

    Raises:
        DayAhead: it is to be dated on a day that has not come; YearUnknown: there is nothing to report; TemplateMissing, TemplateSyntaxWrong, TemplateFieldUnknown, TemplateFieldEmpty,
        TemplateBroken: the template cannot be used; TargetBusy, TargetNoFolder: it cannot be written there, and nothing is; FolderBusy: another run is at work there.
    """
    if wanted.as_of is not None and wanted.as_of > desk.today:
        raise DayAhead(year=str(wanted.year), as_of=wanted.as_of)
    with reading(url) as session:
        facts, frozen = _facts(session, wanted)
        made = _rendered(session, facts, wanted, office_folder)
        manifest = _manifest(session, facts, made, wanted, office_folder)
        closed = bool(years.freezings(session, wanted.year))
    made = {**made, "manifest.json": manifest}
    if not desk.dry_run:
        files.write_set(folder, made)
    return Written(facts, frozen, folder, {name: files.sha256(content) for name, content in made.items()}, closed)


def facts_of(url: str, year: int, as_of: date | None = None) -> YearFacts:
    """Return what a year's report says: as it was frozen, or as of a day.

    Raises:
        YearUnknown: there is nothing to report.
    """
    with reading(url) as session:
        return _facts(session, Wanted(year, as_of))[0]


def close(url: str, desk: Desk, year: int, as_of: date | None = None) -> ClosedYear:
    """Freeze what a year's report says. From then on money given up in it is returned, and its figures change by corrections alone.

    Raises:
        YearUnknown: there is nothing to close; YearClosed: it is closed already; ClosingAhead: the day has not come.
    """
    with transaction(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        before = years.freezings(session, year)
        if before:
            raise YearClosed(year=str(year), on=before[0].on)
        day = as_of or last_day(session, year)
        if day > desk.today:
            raise ClosingAhead(year=str(year), as_of=day)
        facts = gather(session, year, day)
        done = _freeze(session, desk, person, facts)
        record(session, desk, person, "year-closed", str(year), digest=done.digest[:12], as_of=facts.as_of)
        return done


def correct(url: str, desk: Desk, year: int, reason: str) -> ClosedYear:
    """Freeze a closed year anew, listing every figure that differs, and why.

    Raises:
        CorrectionReasonMissing, YearOpen, NothingToCorrect: it cannot be corrected so.
    """
    why = reason.strip()
    if not why:
        raise CorrectionReasonMissing(year=str(year))
    with transaction(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        before = years.freezings(session, year)
        if not before:
            raise YearOpen(year=str(year))
        facts = gather(session, year, last_day(session, year))
        changes = year_facts.differences(before[-1].facts, facts)
        if not changes:
            raise NothingToCorrect(year=str(year))
        listed = (*before[-1].facts.corrections, Correction(desk.today, why, tuple(changes)))
        done = _freeze(session, desk, person, replace(facts, corrections=listed), why)
        record(session, desk, person, "year-corrected", str(year), reason=why, digest=done.digest[:12], count=len(changes))  # fmt: skip
        return replace(done, changes=tuple(changes))


@dataclass(frozen=True)
class Compared:
    """What differs between two years, or between what is frozen of one and what it would be now; `corrections` is what led to what is frozen."""

    differences: tuple[Difference, ...]
    corrections: tuple[Correction, ...] = ()


def compare(url: str, first: int, second: int | None = None, as_of: date | None = None) -> Compared:
    """Return what differs between two years, or between what was frozen of one and what it would be now, after its listed corrections.

    With `as_of` everything is told as it stood at the end of that day: what was frozen by then, and what it would have been then.

    Raises:
        YearUnknown: there is nothing of a year; YearOpen: one year alone is named, and it is not closed.
    """
    with reading(url) as session:
        if second is not None:
            one, other = (_facts(session, Wanted(year, as_of))[0] for year in (first, second))
            return Compared(tuple(year_facts.differences(one, other)))
        frozen = _stood(session, Wanted(first, as_of))
        if not frozen:
            last_day(session, first)  # of a year there is nothing of it is that which is told
            raise YearOpen(year=str(first))
        stands = frozen[-1].facts
        found = year_facts.differences(stands, gather(session, first, as_of or last_day(session, first)))
        return Compared(tuple(found), stands.corrections)


def _facts(session: Session, wanted: Wanted) -> tuple[YearFacts, bool]:
    frozen = years.freezings(session, wanted.year)
    stood = year_facts.standing(frozen, wanted.as_of)
    if stood is not None:
        return with_county(session, stood.facts), True
    return gather(session, wanted.year, wanted.as_of or last_day(session, wanted.year)), False


def _stood(session: Session, wanted: Wanted) -> list[Frozen]:
    """Return every freezing of the year until the one that is told."""
    return [one for one in years.freezings(session, wanted.year) if wanted.as_of is None or one.on <= wanted.as_of]


def _freeze(session: Session, desk: Desk, person: Person, facts: YearFacts, reason: str = "") -> ClosedYear:
    number = len(years.freezings(session, facts.year)) + 1
    text = year_facts.text_of(facts)
    digest = year_facts.digest_of(text)
    bundle = bundles.packed(year_bundles.gathered(session, facts)).decode()
    session.add(YearClosingRow(year=facts.year, number=number, as_of=facts.as_of, figures=text, digest=digest, bundle=bundle, reason=reason, on=desk.today, recorded_at=now(), person_id=person.id))  # fmt: skip
    session.flush()
    return ClosedYear(facts.year, number, facts.as_of, digest)


def _language(session: Session, wanted: Wanted) -> Form:
    return wanted.language or cast("Form", the_office(session).neutral_language)


def _rendered(session: Session, facts: YearFacts, wanted: Wanted, office_folder: Path | None) -> dict[str, bytes]:
    form = _language(session, wanted)
    worded = _with_areas(session, facts, form)
    stem = f"{translate(N_('yearly report'), form).replace(' ', '-')}-{facts.year}-{form}"
    banner = _banner(session, facts, form)
    name = f"reports/{form}/year.md"
    source = files.read_bytes(files.find_template(name, office_folder)).decode("utf-8-sig")
    blocks = prose.filled(name, source, _fields(facts, form), FIELDS)
    captions = {key: translate(title, form) for key, title in TITLES.items()}
    told = Prose(form, blocks, _shown(worded, form), banner, charts(worded, form), captions)
    return {
        f"{stem}.docx": prose.docx(told),
        f"{stem}.xlsx": _workbook(worded, form, banner),
        f"{stem}.json": year_facts.text_of(facts).encode(),
    }


def _with_areas(session: Session, facts: YearFacts, form: Form) -> YearFacts:
    """Return the facts with priority areas called as in `form`; what is frozen has them in the office's own."""
    if "areas" not in facts.tables:
        return facts
    of = [call for call in calls.every(session, facts.as_of) if call.year == facts.year]
    names = {area.code: area.names[form] for call in of for area in call.call.areas}
    areas = facts.tables["areas"]
    rows = tuple({**row, "area": names.get(str(row.get("area_code")), row["area"])} for row in areas.rows)
    return replace(facts, tables={**facts.tables, "areas": replace(areas, rows=rows)})


def _shown(facts: YearFacts, form: Form) -> dict[str, Table]:
    """Return the tables as they fit a page, and what corrections changed."""
    shown = {name: tables.on_page(table) if name in {"awards", "applications"} else tables.without(table, "municipality_number") for name, table in facts.tables.items()}  # fmt: skip
    corrected = corrections_table(facts.corrections, form)
    return shown if corrected is None else {**shown, corrected.name: corrected}


def _workbook(facts: YearFacts, form: Form, banner: str) -> bytes:
    office = office_last(facts.office, facts.as_of).name(form)
    about = f"{office} · {facts.year} · {long_date(facts.as_of, form)}"
    pages = [(tables.without(facts.tables[name], *tables.FOR_SCRIPTS), translate(TITLES[name], form), about) for name in TABLES if name in facts.tables]  # fmt: skip
    corrected = corrections_table(facts.corrections, form)
    if corrected is not None:
        pages.append((corrected, translate(TITLES[corrected.name], form), about))
    long = {
        name: chart for name, chart in charts(facts, form).items() if name == "municipalities"
    }  # too long for its table's page
    return writing.workbook(pages, form, banner=banner, title=f"{office} {facts.year}", charts=long)


def _fields(facts: YearFacts, form: Form) -> dict[str, object]:
    office = office_last(facts.office, facts.as_of)
    amounts = {"allotted": "allotted_nok", "decided": "decided_nok", "paid": "paid_nok", "returned": "returned_nok", "free": "free_nok", "repaid": "repaid_nok", "to_repay": "to_repay_nok", "applied": "applied_nok", "awarded": "awarded_nok"}  # fmt: skip
    counts = ("applications", "applicants", "awards", "recipients", "refused", "partly_awarded")
    examples = facts.tables["examples"].rows if "examples" in facts.tables else ()
    percent = facts.figures.get("success_percent")
    return {
        "office_name": office.name(form),
        "ministry": ministry_at(facts.as_of).name(form),
        "year": str(facts.year),
        "as_of": long_date(facts.as_of, form),
        **{name: kroner(facts.figures[key], form) if facts.figures.get(key) else "" for name, key in amounts.items()},
        **{name: str(facts.figures.get(name, 0) or "") for name in counts},
        "success": f"{percent}\u00a0%" if percent is not None else "",
        "corrections": tuple({"on": long_date(one.on, form), "reason": one.reason} for one in facts.corrections),
        "examples": tuple({"case": str(row["case"]), "title": str(row["title"]), "municipality": str(row["municipality"]), "text": str(row["example_text"]), "results": str(row["results"] or "")} for row in examples),
        **{f"has_{name}": "1" if name in facts.tables else "" for name in TABLES},
    }  # fmt: skip


def _banner(session: Session, facts: YearFacts, form: Form) -> str:
    """Return what stands on top by the year's calls as they were on the report's day; may be empty."""
    of = [call for call in calls.every(session, facts.as_of) if call.year == facts.year]
    return next((said for call in of if (said := call.call.letters.banner.get(form, ""))), "")


def _manifest(session: Session, facts: YearFacts, made: Mapping[str, bytes], wanted: Wanted, office_folder: Path | None) -> bytes:  # fmt: skip
    """Return what the report rests on, as JSON: calls and decisions with their digests, the template, the program, the files."""
    form: Language = _language(session, wanted)
    template = files.read_bytes(files.find_template(f"reports/{form}/year.md", office_folder))
    of = [call for call in calls.every(session, facts.as_of) if call.year == facts.year]
    said = {
        "program": __version__,
        "schema": SCHEMA,
        "year": facts.year,
        "as_of": facts.as_of.isoformat(),
        "office": facts.office,
        "frame": {"ledger_sha256": years.frame_digest(session, facts.year, facts.as_of)},
        "frozen": [
            {"number": one.number, "on": one.on.isoformat(), "digest": one.digest} for one in _stood(session, wanted)
        ],
        "calls": [{"call": call.code, "version": call.version_number} for call in of],
        "decisions": [
            {"decision": f"{call.code}-V{one.number}", "digest": one.digest, "approved_on": one.approved_on.isoformat()}
            for call in of
            for one in decisions.every(session, call.id)
            if one.approved_on and one.approved_on <= facts.as_of
        ],
        "template": {"name": f"reports/{form}/year.md", "sha256": files.sha256(template)},
        "files": {name: files.sha256(content) for name, content in sorted(made.items())},
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
