"""Write an office's year as one file for the ministry: what everybody may know, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import PartnerKind, Scope
from skjonn.domain.bundles import Area, Bundle, BundledCase, digest, opened, packed
from skjonn.domain.case_view import CaseView
from skjonn.domain.desk import Desk
from skjonn.domain.letter_kinds import Form
from skjonn.domain.year_facts import DayAhead, YearFacts, standing
from skjonn.files import write_whole
from skjonn.registries.municipalities import Register
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, calls, decisions, years
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.queries.office import the_office
from skjonn.usecases.case_views import case_views
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.year_facts import gather, last_day

_POT = ("allotted_nok", "decided_nok", "paid_nok", "returned_nok", "free_nok")
_UNDECIDED = frozenset(("received", "assessed", "recommended", "drafted", "next_round"))


@dataclass(frozen=True)
class Bundled:
    """A bundle that was written: where, of what, whether it is what was frozen, with the digest the office's letter prints."""

    path: Path
    office: str
    year: int
    as_of: date
    cases: int
    awarded_nok: int
    digest: str
    frozen: bool


def bundle(url: str, desk: Desk, year: int, path: Path | None = None, as_of: date | None = None) -> Bundled:
    """Write the bundle of a year, dated by `as_of`, else by the last day anything of it was recorded.

    Of a closed year it is the one that was frozen with the report, unless a day before the closing is asked for.

    Args:
        url: of the database; desk: who writes, on which day; year: which budget year.
        path: the file, or a folder that is there, for a file named by office and year; by default that one here.
        as_of: the day.

    Raises:
        YearUnknown: there is nothing of the year; YearNotBegun: there was not on the day; DayAhead: the day has not come.
        TargetBusy: another program has the file open.
    """
    if as_of is not None and as_of > desk.today:
        raise DayAhead(year=str(year), as_of=as_of)
    with reading(url) as session:
        frozen = standing(years.freezings(session, year), as_of)
        if frozen is not None:
            content = frozen.bundle.encode()
        else:
            content = packed(gathered(session, gather(session, year, as_of or last_day(session, year))))
    made = opened("", content)
    target = _target(path, f"skjonn-{made.office}-{year}.json")
    if not desk.dry_run:
        write_whole(target, content)
    awarded = sum(one.awarded_nok for one in made.cases)
    return Bundled(target, made.office, year, made.day, len(made.cases), awarded, digest(made), frozen is not None)


def gathered(session: Session, facts: YearFacts) -> Bundle:
    """Return the bundle that says what a year's report says, and its cases one by one."""
    day = facts.as_of
    at = _Surroundings(cast("Form", the_office(session).neutral_language), register_in_use(session), facts)
    of = [call for call in calls.every(session, day) if call.year == facts.year]
    cases = [case for call in of for case in _cases(session, call, at)]
    pots = tuple((str(row["name"]), *(int(str(row[name])) for name in _POT)) for row in _rows(facts, "pots"))
    corrections = tuple((one.on.isoformat(), one.reason) for one in facts.corrections)
    return Bundle(facts.office, facts.year, day.isoformat(), pots, dict(facts.figures), tuple(cases), corrections)  # type: ignore[arg-type]  # six of each


@dataclass(frozen=True)
class _Surroundings:
    """What every case is told by: the office's own form, the register, and what the year's report says."""

    form: Form
    register: Register
    facts: YearFacts


def _target(path: Path | None, name: str) -> Path:
    return path / name if path is not None and path.is_dir() else path or Path(name)


def _rows(facts: YearFacts, name: str) -> tuple[dict[str, object], ...]:
    return tuple(dict(row) for row in facts.tables[name].rows) if name in facts.tables else ()


def _cases(session: Session, call: StoredCall, at: _Surroundings) -> Iterator[BundledCase]:
    day = at.facts.as_of
    names = {area.code: area.names[at.form] for area in call.call.areas}
    examples = {str(row["case"]): str(row["example_text"]) for row in _rows(at.facts, "examples")}
    decided: dict[str, list[DecidedLine]] = defaultdict(list)
    for one in decisions.decided(session, call.id, day):
        decided[one.case_number].append(one)
    contents = {case.case_number: case.content for case in applications.cases(session, call.id, day)}
    for view in case_views(session, [call], day):
        lines, content = decided.get(view.case, []), contents[view.case]
        line = lines[-1] if lines else None
        given = line is not None and line.outcome is Outcome.AWARD
        on = _day(at.facts, lines, given=given)
        numbered = partial(_numbered, at.register, on)
        partners = (one.number for one in content.partners if one.kind is PartnerKind.MUNICIPALITY)
        yield BundledCase(
            case=view.case,
            call=call.code,
            title=view.title,
            municipality=numbered(view.municipality_number, content.lead),
            payee=numbered(view.payee_number, content.payee or content.lead) if given else "",
            partners=tuple(dict.fromkeys(numbered(number, number) for number in partners)),
            organisations=tuple(one.name for one in content.partners if one.kind is PartnerKind.ORGANISATION),
            county_wide=view.scope is Scope.COUNTY,
            areas=tuple(Area(code, names.get(code, code)) for code in view.areas),
            applied_nok=view.applied_nok,
            awarded_nok=view.awarded_nok or 0,
            outcome=_outcome(view),
            on=on.isoformat(),
            single=view.single,
            example=examples.get(view.case, ""),
            passed_to=line.pass_to if line is not None and line.outcome is Outcome.PASSED_ON else "",
        )


def _day(facts: YearFacts, lines: Sequence[DecidedLine], *, given: bool) -> date:
    """Return the day a case is told of: that of its first award, where one stands, else of its first decision, which no later one moves.

    One that has none is told of as of the report's day, at the latest the budget year's last.
    """
    days = [
        one.approved_on
        for one in lines
        if one.approved_on and one.outcome is not Outcome.NEXT_ROUND and (one.outcome is Outcome.AWARD or not given)
    ]
    return min(days, default=min(facts.as_of, date(facts.year, 12, 31)))


def _numbered(register: Register, on: date, number: str, asked: str) -> str:
    """Return the number a municipality had on a day.

    Args:
        register: to look up in; on: the day.
        number: the one that stands now; asked: the one the application named, which tells them apart where `number` is of a later
            municipality that was made of several.
    """
    for one in (number, asked):
        found = register.meant(one, on)
        if found is not None and found.in_force(on):
            return found.number
    return number


def _outcome(view: CaseView) -> str:
    if view.awarded_nok:
        return "awarded"
    if view.status == "passed_on":
        return "passed_on"
    return "undecided" if view.status in _UNDECIDED else "not_awarded"
