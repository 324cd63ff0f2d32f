"""Write report forms, prefilled: one for each award, or one for each municipality with a page for each of its awards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.persons import Role
from skjonn.domain.report_forms import Page, ReportForm
from skjonn.domain.reports import FormGroup, NoAwardToReport, ReportKind
from skjonn.errors import RefusedError
from skjonn.files import file_name, sha256
from skjonn.registries.offices import office_at
from skjonn.spreadsheets.report_form import report_workbook
from skjonn.storage.database import reading
from skjonn.storage.queries import calls, reports
from skjonn.storage.queries.office import the_office
from skjonn.texts import N_, Language
from skjonn.texts.wording import long_date
from skjonn.usecases.acting import acting
from skjonn.usecases.handed_out import hand_out
from skjonn.usecases.letter_sources import Sources
from skjonn.usecases.report_views import Asked, Owed, owed


class NothingToReport(RefusedError):
    """No award of a call owes a report of the kind asked for."""

    code = "report-nothing-owed"
    sentence = N_("No award of {call} owes {report}.")
    advice = N_("`skjonn report list` shows what is due and what has come.")


@dataclass(frozen=True)
class FormsWanted:
    """Which forms: of which report, for which cases (none is all that owe it), one a case or one a municipality."""

    call: str
    report: ReportKind
    cases: tuple[str, ...] = ()
    group: FormGroup = FormGroup.CASE


@dataclass(frozen=True)
class WrittenForm:
    """A form in a file: whose, in which language, for which cases, and its digest."""

    municipality: str
    municipality_number: str
    language: Language
    cases: tuple[str, ...]
    path: Path
    sha256: str


def write_forms(url: str, desk: Desk, wanted: FormsWanted, folder: Path) -> tuple[WrittenForm, ...]:
    """Write the forms into a folder; a form written again is the same, unless what is known has changed.

    Raises:
        CallUnknown: there is no such call; NoAwardToReport: a case that was named has no award that stands.
        NothingToReport: nothing is owed; LanguageUnknown: a municipality's form of Norwegian is not known.
        FileThere: a form is there already with something else in it; none is written.
        TargetBusy: another program has a file open.
    """
    with reading(url) as session:
        acting(session, desk, Role.CASEWORKER)
        forms = _forms(session, desk, wanted)
    done, made = [], {}
    for (number, name, form), cases in forms:
        content = report_workbook(form)
        of = cases[0] if len(cases) == 1 else wanted.call
        path = folder / file_name(f"{of}-{name}-{wanted.report.worded(form.language)}", "xlsx")
        made[path] = content
        done.append(WrittenForm(name, number, form.language, cases, path, sha256(content)))
    hand_out(made, desk)
    return tuple(done)


def _forms(
    session: Session, desk: Desk, wanted: FormsWanted
) -> list[tuple[tuple[str, str, ReportForm], tuple[str, ...]]]:
    stored = calls.one(session, wanted.call)
    every = owed(session, desk.today, Asked(frozenset({stored.code})))
    meant = [one for one in every if one.report is wanted.report]
    if wanted.cases:
        have = {one.case for one in meant}
        if missing := [case for case in wanted.cases if case not in have]:
            raise NoAwardToReport(case=missing[0])
        meant = [one for one in meant if one.case in wanted.cases]
    else:
        meant = [one for one in meant if one.open]
    if not meant:
        raise NothingToReport(call=stored.code, report=wanted.report)
    sources = Sources(session, stored.code, desk.today)
    return [
        ((some[0].municipality_number, some[0].municipality, _form(session, desk, sources, some)), tuple(one.case for one in some))
        for some in _grouped(meant, wanted.group)
    ]  # fmt: skip


def _grouped(meant: Sequence[Owed], group: FormGroup) -> list[list[Owed]]:
    if group is FormGroup.CASE:
        return [[one] for one in meant]
    homes: dict[str, list[Owed]] = {}
    for one in meant:
        homes.setdefault(one.municipality_number, []).append(one)
    return [homes[number] for number in sorted(homes)]


def _form(session: Session, desk: Desk, sources: Sources, some: Sequence[Owed]) -> ReportForm:
    language: Language = sources.language([some[0].municipality_number]).language
    asking = the_office(session).office_id
    office = office_at(asking, desk.today).name(language)
    call = sources.call.call
    pages = tuple(_page(session, one, call.names[language], language) for one in some)
    return ReportForm(language, office, pages, call.letters.banner.get(language, ""), asking)


def _page(session: Session, one: Owed, call_name: str, language: Language) -> Page:
    content = one.content
    days = [day for day in (content.starts_on, content.ends_on) if day]
    before = one.came
    return Page(
        case=one.case,
        call=call_name,
        title=one.title,
        municipality=one.municipality,
        period=" – ".join(long_date(day, language) for day in days),
        report=one.report,
        due_on=one.due_on,
        awarded_nok=one.awarded_nok,
        before=reports.account(session, before.id) if before else None,
    )
