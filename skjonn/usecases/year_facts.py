"""Gather everything a year's report says, as it stood at the end of a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from sqlmodel import Session

from skjonn.domain import tables
from skjonn.domain.applications import Scope
from skjonn.domain.case_view import CaseView
from skjonn.domain.initiatives import Initiative
from skjonn.domain.payments import HELD
from skjonn.domain.payments import LineKind as PaymentKind
from skjonn.domain.reports import ReportAct, ReportKind
from skjonn.domain.tables import AreaName, Row, Table
from skjonn.domain.working_days import working_day
from skjonn.domain.year_facts import Tally, YearFacts, YearNotBegun, YearUnknown, percent, table
from skjonn.registries.municipality_figures import Figures, in_year
from skjonn.storage.queries import calls, frames, years
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.office import the_office
from skjonn.texts import Language
from skjonn.texts.sorting import reading_order
from skjonn.usecases import initiative_views
from skjonn.usecases.case_views import case_views
from skjonn.usecases.municipality_figures import known_figures
from skjonn.usecases.payment_awards import Paying, of_year
from skjonn.usecases.report_views import Asked, Owed, owed
from skjonn.usecases.tables import county_of

_YEARS_BEFORE = 4
_POTS = ("allotted_nok", "applied_nok", "decided_nok", "paid_nok", "returned_nok", "free_nok")
_TALLY = ("applications", "applied_nok", "awards", "awarded_nok")
_OF_YEARS = ("allotted_nok", *_TALLY, "success_percent", "returned_nok")


@dataclass(frozen=True)
class _Year:
    """What a year's report is made from: the year as of a day, its calls, its cases as the tables see them, what is paid and reported."""

    session: Session
    year: int
    as_of: date
    calls: tuple[StoredCall, ...]
    views: tuple[CaseView, ...]
    paying: tuple[Paying, ...]
    owed: tuple[Owed, ...]
    figures: tuple[Figures, ...]
    language: Language

    @property
    def awarded(self) -> list[CaseView]:
        """The awards that stand."""
        return [one for one in self.views if one.awarded_nok]


def last_day(session: Session, year: int) -> date:
    """Return the last day anything was recorded of a year.

    Raises:
        YearUnknown: nothing was.
    """
    found = years.last_day(session, year)
    if found is None:
        raise YearUnknown(year=str(year))
    return found


def gather(session: Session, year: int, as_of: date) -> YearFacts:
    """Return what a year's report says, as it stood at the end of a day.

    Raises:
        YearNotBegun: there was no frame and no call of it then.
    """
    of = tuple(call for call in calls.every(session, as_of) if call.year == year)
    framed = years.has_frame(session, year, as_of)
    if not of and not framed:
        raise YearNotBegun(year=str(year), as_of=as_of)
    office = the_office(session)
    at = _Year(
        session=session,
        year=year,
        as_of=as_of,
        calls=of,
        views=tuple(case_views(session, of, as_of)),
        paying=tuple(of_year(session, year, as_of)),
        owed=tuple(owed(session, as_of, Asked(frozenset(call.code for call in of), as_of))) if of else (),
        figures=tuple(known_figures(session, as_of)),
        language=cast("Language", office.neutral_language),
    )
    made = {name: one for name, one in _tables(at, office.office_id, framed=framed) if one.rows}
    return YearFacts(year, as_of, office.office_id, _figures(at, made), made)


def _tables(at: _Year, office_id: str, *, framed: bool) -> Iterator[tuple[str, Table]]:
    if framed:
        pots: list[Row] = [{"name": pot.name, **{name: getattr(pot, name) for name in _POTS}} for pot in frames.figures(at.session, at.year, at.as_of)]  # fmt: skip
        yield "pots", table("pots", ("name", *_POTS), pots, total=_POTS)
        yield "frame_lines", _frame_lines(at)
    yield "rounds", _rounds(at)
    yield "areas", _areas(at)
    yield "municipalities", _municipalities(at)
    yield from _groups(at)
    yield "joint", _joint(at)
    yield "payments", _payments(at)
    yield "reports", _reports(at)
    yield "results", _results(at)
    yield "examples", _examples(at)
    yield "initiatives", tables.initiatives(_initiatives(at))
    yield "years", _years(at)
    county = _county(office_id, at.calls, at.language)
    yield "awards", tables.awards(at.views, county)
    yield "applications", tables.applications(at.views, county)


def with_county(session: Session, facts: YearFacts) -> YearFacts:
    """Return facts that were frozen with the county's name, which a project of all its municipalities is told by."""
    of = tuple(call for call in calls.every(session, facts.as_of) if call.year == facts.year)
    county = _county(facts.office, of, cast("Language", the_office(session).neutral_language))
    return replace(facts, tables={name: replace(one, county=county) if name in {"awards", "applications"} else one for name, one in facts.tables.items()})  # fmt: skip


def _county(office_id: str, of: Sequence[StoredCall], language: Language) -> str:
    return county_of(office_id, of[0].call.opens_on, language) if of else ""


def _tally(views: Sequence[CaseView]) -> Tally:
    asked = [one for one in views if not one.single]
    given = [one for one in views if one.awarded_nok]
    nok = sum(one.awarded_nok or 0 for one in given)
    granted = sum(not one.single for one in given)
    return Tally(len(asked), sum(one.applied_nok for one in asked), len(given), nok, granted)


def _frame_lines(at: _Year) -> Table:
    rows: list[Row] = [{"moved_on": line.on, "name": line.pot, "amount_nok": line.amount_nok, "why": line.reason} for line in years.frame_lines(at.session, at.year, at.as_of)]  # fmt: skip
    return table("frame_lines", ("moved_on", "name", "amount_nok", "why"), rows, total=("amount_nok",))


def _rounds(at: _Year) -> Table:
    rows: list[Row] = [{"call": call.code, **_tally([one for one in at.views if one.call == call.code]).row()} for call in at.calls]  # fmt: skip
    return table("rounds", ("call", *_TALLY, "success_percent"), rows, total=_TALLY)


def _areas(at: _Year) -> Table:
    """Return one row per priority area; an award counts in each of its own, and once in the total."""
    form: Language = "nn" if at.language == "nn" else "nb"
    names = {area.code: area.names[form] for call in at.calls for area in call.call.areas}
    made = tables.areas(at.views, [AreaName(code, name) for code, name in names.items()])
    granted = Counter(names.get(code, code) for one in at.awarded if not one.single for code in one.areas or ("",))
    rows = [{**row, "success_percent": percent(granted[str(row["area"] or "")], _whole(row["applications"]))} for row in made.rows]  # fmt: skip
    columns = tuple(column.name for column in made.columns)
    shown = table("areas", (*columns, "success_percent"), rows)
    return replace(shown, totals=made.totals)


def _municipalities(at: _Year) -> Table:
    """Return one row per municipality that applied, was awarded, or takes part; an award counts once, at whoever is paid."""
    made = tables.municipalities(at.views)
    part: Counter[str] = Counter()
    names: dict[str, str] = {}
    for one in at.awarded:
        names |= dict(zip(one.partner_numbers, one.partner_municipalities, strict=True))
        part.update(number for number in one.partner_numbers if number != one.payee_number)
    rows: list[dict[str, tables.Value]] = [dict(row) for row in made.rows]
    have = {row["municipality_number"] for row in rows}
    rows += [{"municipality": names[number], "municipality_number": number, **dict.fromkeys(_TALLY, 0)} for number in part if number not in have]  # fmt: skip
    for row in rows:
        row["takes_part"] = part[str(row["municipality_number"])]
        known = in_year(list(at.figures), str(row["municipality_number"]), at.year)
        if known and known.population:
            row["per_inhabitant_nok"] = round(_whole(row["awarded_nok"]) / known.population)
    rows.sort(key=lambda row: (reading_order(str(row["municipality"])), str(row["municipality_number"])))
    each = ("per_inhabitant_nok",) if any("per_inhabitant_nok" in row for row in rows) else ()
    return table("municipalities", ("municipality_number", "municipality", *_TALLY, "takes_part", *each), rows, total=_TALLY)  # fmt: skip


def _groups(at: _Year) -> Iterator[tuple[str, Table]]:
    """Yield awards by size group and by region, where such figures are loaded; those of whom it is not known stand last, together."""
    for name, column in (("size_groups", "size_group"), ("regions", "region")):
        sums: dict[str, list[CaseView]] = defaultdict(list)
        homes: dict[str, set[str]] = defaultdict(set)
        for one in at.awarded:
            known = in_year(list(at.figures), one.payee_number, at.year)
            group = getattr(known, column) if known else ""
            sums[group].append(one)
            homes[group].add(one.payee_number)
        rows: list[Row] = [
            {column: group or None, "municipalities": len(homes[group]), "awards": len(some), "awarded_nok": sum(one.awarded_nok or 0 for one in some)}
            for group, some in sorted(sums.items(), key=lambda item: (not item[0], reading_order(item[0])))
            if any(sums)
        ]  # fmt: skip
        yield name, table(name, (column, "municipalities", "awards", "awarded_nok"), rows, total=("awards", "awarded_nok"))  # fmt: skip


def _joint(at: _Year) -> Table:
    def joint(one: CaseView) -> bool:
        return bool(one.partner_municipalities) or one.scope is Scope.COUNTY or one.more_partners

    rows: list[Row] = [{"joint": code, **_tally([one for one in at.views if joint(one) is wanted]).row()} for code, wanted in (("joint", True), ("alone", False))]  # fmt: skip
    return table("joint", ("joint", *_TALLY, "success_percent"), rows if at.views else [], total=_TALLY)


def _payments(at: _Year) -> Table:
    """Return one row per term, and last what has none: what is held, paid without a plan, and repaid."""
    planned: Counter[int] = Counter()
    sent: Counter[int] = Counter()
    for one in at.paying:
        planned.update(one.award.planned)
        sent.update(one.award.sent)
    paid = years.moved_by_term(at.session, at.year, PaymentKind.PAID, at.as_of)
    repaid = years.moved_by_term(at.session, at.year, PaymentKind.REPAID, at.as_of)
    terms = sorted({*planned, *paid, *repaid}, key=lambda term: (term == HELD, term))
    sums = ("planned_nok", "sent_nok", "paid_nok", "repaid_nok")
    rows: list[Row] = [{"term": term or None, **dict(zip(sums, (planned[term], sent[term], paid[term], repaid[term]), strict=True))} for term in terms]  # fmt: skip
    return table("payments", ("term", *sums), rows, total=sums)


def _reports(at: _Year) -> Table:
    rows: list[Row] = []
    for kind in ReportKind:
        some = [one for one in at.owed if one.report is kind]
        due = [one for one in some if one.due_on and not one.needless and working_day(one.due_on) <= at.as_of]
        came = [one for one in some if one.came]
        late = [one for one in came if one.due_on and one.came and one.came.received_on > working_day(one.due_on)]
        accepted = [one for one in came if one.came and one.came.act is ReportAct.ACCEPTED]
        missing = [one for one in due if one.open]
        if some:
            rows.append({"report": kind.value, "reports_due": len(due), "reports_came": len(came), "reports_late": len(late), "reports_accepted": len(accepted), "reports_missing": len(missing), "unused_nok": sum(one.came.unused_nok or 0 for one in came if one.came)})  # fmt: skip
    counted = ("reports_due", "reports_came", "reports_late", "reports_accepted", "reports_missing", "unused_nok")
    return table("reports", ("report", *counted), rows, total=counted)


def _results(at: _Year) -> Table:
    """Return what came of the projects whose final report is accepted, in the municipalities' own words."""
    rows: list[Row] = [{"case": one.case, "municipality": one.municipality, "title": one.title, "results": one.came.results} for one in at.owed if one.came and one.came.accepted and one.report is ReportKind.FINAL and one.came.results]  # fmt: skip
    return table("results", ("case", "municipality", "title", "results"), rows)


def _examples(at: _Year) -> Table:
    rows: list[Row] = [{"case": one.case, "municipality": one.municipality, "title": one.title, "example_text": one.example, "results": one.came.results} for one in at.owed if one.example and one.came]  # fmt: skip
    return table("examples", ("case", "municipality", "title", "example_text", "results"), rows)


def _initiatives(at: _Year) -> list[Initiative]:
    every = initiative_views.every(at.session, at.as_of)
    return [one.until(at.year) for one in every if at.year in one.years]


def _years(at: _Year) -> Table:
    """Return this year and the years before it beside each other: closed ones as they were frozen, others from sums the database makes."""
    rows: list[Row] = []
    for year, found in sorted(years.sums(at.session, range(at.year - _YEARS_BEFORE, at.year), at.as_of).items()):
        frozen = years.frozen_figures(at.session, year, at.as_of)
        if frozen is not None:
            rows.append({"budget_year": str(year), **{name: frozen.get(name, 0 if name != "success_percent" else None) for name in _OF_YEARS}})  # fmt: skip
            continue
        said = Tally(found.applications, found.applied_nok, found.awards, found.awarded_nok, found.granted)
        rows.append(
            {
                "budget_year": str(year),
                "allotted_nok": found.allotted_nok,
                **said.row(),
                "returned_nok": found.returned_nok,
            }
        )
    own = years.sums(at.session, range(at.year, at.year + 1), at.as_of).get(at.year)
    if own:
        rows.append({"budget_year": str(at.year), "allotted_nok": own.allotted_nok, **_tally(at.views).row(), "returned_nok": own.returned_nok})  # fmt: skip
    return table("years", ("budget_year", *_OF_YEARS), rows)


def _figures(at: _Year, made: dict[str, Table]) -> dict[str, int]:
    said = _tally(at.views)
    decided = [one for one in at.views if one.awarded_nok is not None and not one.single]
    figures: dict[str, int] = {
        **{name: value for name, value in said.row().items() if isinstance(value, int)},
        "applicants": len({one.as_applied.municipality_number for one in at.views if not one.single}),
        "recipients": len({one.payee_number for one in at.awarded}),
        "refused": sum(one.status == "refused" for one in decided),
        "partly_awarded": sum(not one.single and (one.awarded_nok or 0) < one.applied_nok for one in at.awarded),
        "repaid_nok": sum(one.repaid_nok for one in at.paying),
        "to_repay_nok": sum(one.to_repay_nok for one in at.paying),
    }
    if "pots" in made:
        figures |= {name: made["pots"].totals[name] for name in _POTS if name != "applied_nok"}
    return figures


def _whole(value: tables.Value) -> int:
    assert isinstance(value, int), "a count or whole kroner"
    return value
