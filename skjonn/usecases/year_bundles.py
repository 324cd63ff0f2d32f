"""Write an office's year as one file for the ministry: what everybody may know, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from sqlmodel import Session

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import PartnerKind, Scope
from skjonn.domain.bundles import Bundle, BundledCase, digest, packed
from skjonn.domain.desk import Desk
from skjonn.domain.letter_kinds import Form
from skjonn.domain.tables import CaseView
from skjonn.domain.year_facts import YearFacts
from skjonn.files import write_whole
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, calls, decisions, years
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.office import the_office
from skjonn.usecases.case_views import case_views
from skjonn.usecases.year_facts import gather, last_day

_POT = ("allotted_nok", "decided_nok", "paid_nok", "returned_nok", "free_nok")
_UNDECIDED = frozenset(("received", "assessed", "recommended", "drafted", "next_round"))


@dataclass(frozen=True)
class Bundled:
    """A bundle that was written: where, of what, with the digest the office's letter prints."""

    path: Path
    office: str
    year: int
    as_of: date
    cases: int
    awarded_nok: int
    digest: str


def bundle(url: str, desk: Desk, year: int, path: Path | None = None, as_of: date | None = None) -> Bundled:
    """Write the bundle of a year, dated by `as_of`, else by the day a closed year was frozen as of, else by the last day anything of it was recorded.

    Raises:
        YearUnknown: there is nothing of the year; TargetBusy: another program has the file open.
    """
    with reading(url) as session:
        day = as_of or _day(session, year)
        made = gathered(session, year, day)
    target = path or Path(f"skjonn-{made.office}-{year}.json")
    if not desk.dry_run:
        write_whole(target, packed(made))
    return Bundled(target, made.office, year, day, len(made.cases), sum(one.awarded_nok for one in made.cases), digest(made))  # fmt: skip


def gathered(session: Session, year: int, day: date) -> Bundle:
    """Return the bundle of a year as it stood at the end of a day.

    Raises:
        YearUnknown: there was nothing of it then.
    """
    facts = gather(session, year, day)
    form = cast("Form", the_office(session).neutral_language)
    of = [call for call in calls.every(session, day) if call.year == year]
    cases = [case for call in of for case in _cases(session, call, day, (form, facts))]
    pots = tuple((str(row["name"]), *(int(str(row[name])) for name in _POT)) for row in _rows(facts, "pots"))
    return Bundle(facts.office, year, day.isoformat(), pots, dict(facts.figures), tuple(cases))  # type: ignore[arg-type]  # six of each


def _day(session: Session, year: int) -> date:
    frozen = years.freezings(session, year)
    return frozen[-1].facts.as_of if frozen else last_day(session, year)


def _rows(facts: YearFacts, name: str) -> tuple[dict[str, object], ...]:
    return tuple(dict(row) for row in facts.tables[name].rows) if name in facts.tables else ()


def _cases(session: Session, call: StoredCall, day: date, about: tuple[Form, YearFacts]) -> list[BundledCase]:
    form, facts = about
    names = {area.code: area.names[form] for area in call.call.areas}
    examples = {str(row["case"]): str(row["example_text"]) for row in _rows(facts, "examples")}
    lines = {line.case_number: line for line in decisions.standing(session, call.id, day).values()}
    contents = {case.case_number: case.content for case in applications.cases(session, call.id, day)}
    made = []
    for view in case_views(session, [call], day):
        line, content = lines.get(view.case), contents[view.case]
        given = line is not None and line.outcome is Outcome.AWARD
        on = line.approved_on if line is not None and given and line.approved_on else call.call.opens_on
        made.append(
            BundledCase(
                case=view.case,
                call=call.code,
                title=view.title,
                municipality=view.municipality_number,
                payee=view.payee_number if given else "",
                partners=tuple(one.number for one in content.partners if one.kind is PartnerKind.MUNICIPALITY),
                organisations=tuple(one.name for one in content.partners if one.kind is PartnerKind.ORGANISATION),
                county_wide=view.scope is Scope.COUNTY,
                areas=tuple(names.get(code, code) for code in view.areas),
                applied_nok=view.applied_nok,
                awarded_nok=view.awarded_nok or 0,
                outcome=_outcome(view),
                on=on.isoformat(),
                single=view.single,
                example=examples.get(view.case, ""),
            )
        )
    return made


def _outcome(view: CaseView) -> str:
    if view.awarded_nok:
        return "awarded"
    return "undecided" if view.status in _UNDECIDED else "not_awarded"
