"""The announcement of a call and the news item of its awards: gathered from the tables' own figures, filled in, rendered, written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, cast, get_args

from sqlmodel import Session

from skjonn import files
from skjonn.documents import prose
from skjonn.documents.prose import Prose
from skjonn.domain import publishing, tables
from skjonn.domain.allocations import Outcome
from skjonn.domain.case_view import CaseView
from skjonn.domain.desk import Desk
from skjonn.domain.letter_kinds import Form
from skjonn.domain.letter_words import WORDS
from skjonn.domain.problems import Problem
from skjonn.domain.publishing import Published, Round
from skjonn.errors import RefusedError, UsageError
from skjonn.registries.counties import counties_at
from skjonn.registries.offices import office_at
from skjonn.storage.database import reading
from skjonn.storage.queries import applications, calls, decisions, frames
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.decisions import DecidedLine
from skjonn.storage.queries.office import the_office
from skjonn.texts import N_
from skjonn.texts.wording import listed
from skjonn.usecases import initiative_views
from skjonn.usecases.case_views import case_views

What = Literal["call", "awards"]
TextFormat = Literal["docx", "html", "md"]
FORMATS: tuple[TextFormat, ...] = get_args(TextFormat)
_RENDERERS: dict[TextFormat, Callable[[Prose], bytes]] = {"docx": prose.docx, "html": prose.html, "md": prose.markdown}


class TextUnknown(UsageError):
    """There is no such text of a call."""

    code = "text-unknown"
    sentence = N_("A call has no text of {text}.")
    advice = N_("Write --of call for the announcement, or --of awards for the news item.")


class TextFormatUnknown(UsageError):
    """Texts are not written in that format."""

    code = "text-format-unknown"
    sentence = N_("{text} is not a format texts are written in.")
    advice = N_("The formats are docx, html and md; the file's ending decides.")


class NothingToTell(RefusedError):
    """No award of the call is approved, so there is no news."""

    code = "nothing-to-tell"
    sentence = N_("No award of the call {call} is approved, so there is nothing to publish.")
    advice = N_("Approve with `skjonn decision approve`, or see how it will look with --draft.")


@dataclass(frozen=True)
class TextWanted:
    """Which text of a call: `of` the call or of its awards; `language` None is the office's own; `draft` before approval."""

    call: str
    of: What = "call"
    language: Form | None = None
    draft: bool = False


@dataclass(frozen=True)
class Written:
    """A text in a file, and what the announcement should hold and does not."""

    path: Path
    language: Form
    sha256: str
    lacking: tuple[Problem, ...]


def publish(url: str, desk: Desk, wanted: TextWanted, folder: Path, path: Path) -> Written:
    """Write a call's text; the ending of `path` decides the format, and a second run gives the same bytes.

    Args:
        url: of the database; desk: who asks, on which day; wanted: which text.
        folder: the working folder, whose templates come before the shipped ones; path: the file.

    Raises:
        CallUnknown: there is none; NothingToTell: nothing is approved; TextFormatUnknown: no format has that ending.
        TemplateMissing, TemplateSyntaxWrong, TemplateFieldUnknown, TemplateFieldEmpty, TemplateBroken: the template is at fault.
        TargetBusy: it cannot be written.
    """
    form = format_of(path)
    with reading(url) as session:
        made, missing = gathered(session, desk, wanted, folder)
    content = _RENDERERS[form](made)
    if not desk.dry_run:
        files.write_whole(path, content)
    return Written(path, cast("Form", made.language), files.sha256(content), missing)


def format_of(path: Path) -> TextFormat:
    """Return the format a file's ending asks for.

    Raises:
        TextFormatUnknown: no format has that ending.
    """
    found = next((one for one in FORMATS if path.suffix.casefold() == f".{one}"), None)
    if found is None:
        raise TextFormatUnknown(text=path.suffix or path.name)
    return found


def gathered(session: Session, desk: Desk, wanted: TextWanted, folder: Path) -> tuple[Prose, tuple[Problem, ...]]:
    """Return a text ready to be rendered, and what it should hold and does not.

    Raises:
        As `publish`, but for the file.
    """
    office, stored = the_office(session), calls.one(session, wanted.call, desk.today)
    form = wanted.language or cast("Form", office.neutral_language)
    name = office_at(office.office_id, desk.today).name(form)
    template = f"texts/{form}/{wanted.of}.md"
    source = files.read_bytes(files.find_template(template, folder)).decode("utf-8-sig")
    own = stored.call.letters.banner.get(form, "")
    banner = " · ".join(part for part in (WORDS[form]["draft"].upper() if wanted.draft else "", own) if part)
    if wanted.of == "call":
        fields = publishing.announcement(stored.call, name, _frame(session, stored), form)
        blocks = prose.filled(template, source, fields, publishing.CALL_FIELDS)
        return Prose(form, blocks, {}, banner), publishing.lacking(stored.call, fields)
    told = _round(session, desk, stored, wanted, form)
    blocks = prose.filled(template, source, publishing.news(told, form), publishing.AWARD_FIELDS)
    shown = tables.on_page(tables.awards([one.view for one in told.published], told.county))
    return Prose(form, blocks, {"awards": tables.without(shown, "case")}, banner), ()


def _frame(session: Session, stored: StoredCall) -> int:
    """Return what the call's pots have been allotted in its year; 0 where the frame is not set."""
    figures = {one.name: one for one in frames.figures(session, stored.year, None)}
    return sum(figures[pot].allotted_nok for pot in stored.call.pots if pot in figures)


def _round(session: Session, desk: Desk, stored: StoredCall, wanted: TextWanted, form: Form) -> Round:
    views = case_views(session, [stored], None if wanted.draft else desk.today)
    if wanted.draft:
        drafted = {line.case_number: line for line in decisions.in_draft(session, stored.id)}
        views = [_as_drafted(one, drafted.get(one.case)) for one in views]
    awarded = [one for one in views if one.awarded_nok]
    if not awarded:
        raise NothingToTell(call=stored.code)
    goals = {case.case_number: case.content.goals for case in applications.cases(session, stored.id, desk.today)}
    tied = {part.case: one for one in initiative_views.every(session) for part in one.parts if part.case}
    office_id = the_office(session).office_id
    return Round(
        call=stored.call,
        office_name=office_at(office_id, desk.today).name(form),
        county=_county(office_id, stored, form),
        decided_on=_decided_on(session, stored, desk.today),
        said_in=desk.today.year,
        cases=tuple(views),
        published=tuple(Published(one, goals.get(one.case, ""), tied.get(one.case)) for one in awarded),
    )


def _decided_on(session: Session, stored: StoredCall, today: date) -> date | None:
    """Return the latest day a decision that still holds was made on; None where none was, or where that day is not known.

    A round taken over without its day is dated on the day it was taken over, which is not the day it was decided.
    """
    holding = {one.decision_id for one in decisions.standing(session, stored.id, today).values() if not one.follows}
    heads = [one for one in decisions.every(session, stored.id) if one.id in holding]
    known = [
        one for one in heads if one.status != "taken_over" or (one.approved_on and one.approved_on < one.drafted_on)
    ]
    return max((one.approved_on for one in known if one.approved_on), default=None)


def _as_drafted(view: CaseView, line: DecidedLine | None) -> CaseView:
    """Return a case as it will be once what is drafted is approved; as it is where nothing is."""
    if line is None:
        return view
    status = "refused" if line.outcome is Outcome.REFUSAL else view.status
    return replace(tables.drafted(view, line.amount_nok), status=status)


def _county(office_id: str, stored: StoredCall, form: Form) -> str:
    day = stored.call.opens_on
    numbers = office_at(office_id, day).county_numbers
    return listed([county.name for county in counties_at(day) if county.number in numbers], form)
