"""What reports are due, and reminding of them: each stage once, as a letter and as a text for e-mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from skjonn import files
from skjonn.documents.prose import plain_text
from skjonn.domain.desk import Desk
from skjonn.domain.letter_kinds import Form, LetterKind
from skjonn.domain.letters import Said
from skjonn.domain.persons import Role
from skjonn.domain.problems import Place, Problem
from skjonn.domain.reminders import ReminderThere, Stages, stage_on, to_send
from skjonn.domain.reports import ReportAct, ReportKind, Stage
from skjonn.domain.working_days import working_day
from skjonn.errors import FindingsError, SkjonnError
from skjonn.registries.offices import office_at
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import calls, letters
from skjonn.storage.queries.letters import StoredLetter
from skjonn.storage.queries.office import the_office
from skjonn.storage.tables.letter import LetterRow
from skjonn.storage.tables.report import ReminderRow
from skjonn.texts import N_, translate
from skjonn.texts.wording import long_date
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.letter_registering import LettersMeanwhile
from skjonn.usecases.letter_sources import Sources
from skjonn.usecases.letter_units import said_again
from skjonn.usecases.letter_wanted import Wanted
from skjonn.usecases.letters import write_letters
from skjonn.usecases.report_views import Asked, Owed, owed

_ANSWER_DAYS = 14  # a reminder of a day that is past asks for the report within so many days
FOLDER = "reminders"
_Day = tuple[int, ReportKind, date]


@dataclass(frozen=True)
class Due:
    """A report that is owed: the stage it is at, the last day it may come, and how many calendar days ago that was."""

    owed: Owed
    stage: Stage
    last_day: date
    days_over: int


@dataclass(frozen=True)
class Reminded:
    """A reminder: whose, of which report and stage, and the files that were written, as paths in the working folder."""

    case: str
    municipality: str
    report: ReportKind
    stage: Stage
    due_on: date
    letter: str
    mail: Path


@dataclass(frozen=True)
class Sent:
    """What was written, and what could not be, each with its case."""

    reminders: tuple[Reminded, ...]
    failed: tuple[Problem, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 where everything was written, that of a conflict where another run was faster and nothing else failed, else of findings."""
        codes = {one.code for one in self.failed}
        if codes == {ReminderThere.code}:
            return ReminderThere.exit_code
        return FindingsError.exit_code if codes else 0


def due(url: str, day: date, stages: Stages, codes: Sequence[str] = (), as_of: date | None = None) -> list[Due]:
    """Return the reports that are due or will be soon, the ones longest past their day first."""
    with reading(url) as session:
        found = _owed(session, day, codes, as_of)
    return sorted((one for each in found if (one := _due(each, day, stages))), key=lambda one: (-one.days_over, one.owed.case, one.owed.report))  # fmt: skip


def remind(url: str, desk: Desk, stages: Stages, folder: Path, codes: Sequence[str] = ()) -> Sent:
    """Write the reminders that are to be sent today: for each report the newest stage, unless it was written before.

    Up to the day there is a request by letter, past it a reminder; and each time a text for e-mail. Where a letter of one case
    cannot be written the others are, and what failed is told; so where another run, in a folder of its own, was faster.

    Raises:
        CallUnknown: there is none of a code named; FolderBusy: another run is at work.
    """
    done: list[Reminded] = []
    failed: list[Problem] = []
    with nullcontext() if desk.dry_run else files.alone(folder):
        with reading(url) as session:
            acting(session, desk, Role.CASEWORKER)
            found = _owed(session, desk.today, codes)
            sent = _sent(session)
        for one in found:
            stage = _to_send(one, desk, stages, sent)
            if stage is not None:
                try:
                    done.append(_remind(url, desk, folder, one, stage))
                except SkjonnError as error:
                    place = Place() if isinstance(error, ReminderThere) else Place(one.case)  # it names the case itself
                    failed.append(Problem(error.code, "error", place, error.sentence, error.advice, dict(error.data)))
    return Sent(tuple(done), tuple(failed))


def _owed(session: Session, day: date, codes: Sequence[str], as_of: date | None = None) -> list[Owed]:
    """Return the reports that are owed, of the calls named or of all.

    Raises:
        CallUnknown: there is none of a code named.
    """
    for code in codes:
        calls.one(session, code)
    return owed(session, day, Asked(frozenset(codes), as_of, only_open=True))


def _to_send(one: Owed, desk: Desk, stages: Stages, sent: Mapping[_Day, Mapping[Stage, date]]) -> Stage | None:
    if one.due_on is None or ((back := _sent_back(one)) and desk.today < back + timedelta(days=_ANSWER_DAYS)):
        return None
    return to_send(one.due_on, desk.today, stages, sent.get((one.application_id, one.report, one.due_on), {}))


def _sent_back(one: Owed) -> date | None:
    """Return the day the report that came was sent back to be mended; None where none was."""
    return one.came.acted_on if one.came and one.came.act is ReportAct.RETURNED else None


def _point(one: Owed, form: Form) -> tuple[str, ...]:
    """Return what a reminder letter says of a report that was sent back: when, and what is to be mended."""
    back = _sent_back(one)
    if back is None or one.came is None:
        return ()
    said = N_("The report that came on {received} was sent back on {returned}: {comment}")
    return (translate(said, form).format(received=long_date(one.came.received_on, form), returned=long_date(back, form), comment=one.came.comment),)  # fmt: skip


def _remind(url: str, desk: Desk, folder: Path, one: Owed, stage: Stage) -> Reminded:
    """Write one reminder and record it, or nothing of it.

    Raises:
        ReminderThere: another run has recorded it since this one looked.
    """
    assert one.due_on is not None, "a reminder is of a day"
    mail = Path(FOLDER) / files.file_name(f"{desk.today.isoformat()}-{one.case}-{one.municipality}-{one.report.value}-{stage.value}", "txt")  # fmt: skip
    with reading(url) as session:
        _require_unwritten(session, one, stage)
    content = _mail(url, desk, folder, one, stage)
    path, was_there = _letter(url, desk, folder, one, stage)
    try:
        _record(url, desk, (one, stage, path), folder / mail, content)
    except ReminderThere:
        if not was_there and not (folder / mail).exists():  # where the other run works in this folder, its letter stays
            (folder / path).unlink(missing_ok=True)
        raise
    return Reminded(one.case, one.municipality, one.report, stage, one.due_on, path, mail)


def _record(url: str, desk: Desk, what: tuple[Owed, Stage, str], mail: Path, content: str) -> None:
    """Record a reminder, and put its text for e-mail in place before others can see it recorded.

    Raises:
        ReminderThere: it is recorded already; no text is written.
    """
    one, stage, path = what
    assert one.due_on is not None, "a reminder is of a day"
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        _require_unwritten(session, one, stage)
        letter = session.exec(select(LetterRow.id).where(LetterRow.path == path)).first()
        session.add(
            ReminderRow(
                application_id=one.application_id, kind=one.report.value, due_on=one.due_on, stage=stage.value, letter_id=letter,
                path=mail.name, on=desk.today, recorded_at=now(), person_id=person.id,
            )
        )  # fmt: skip
        session.flush()
        record(session, desk, person, "report-reminded", one.case, cases=[one.application_id], report=one.report.value, due_on=one.due_on, stage=stage.value)  # fmt: skip
        if not desk.dry_run:
            files.write_whole(mail, content.encode())


def _require_unwritten(session: Session, one: Owed, stage: Stage) -> None:
    """Hold that a reminder is not recorded; writers queue, so what holds here holds until it is recorded.

    Raises:
        ReminderThere: it is.
    """
    asked = select(ReminderRow.id).where(
        ReminderRow.application_id == one.application_id, ReminderRow.kind == one.report.value,
        ReminderRow.due_on == one.due_on, ReminderRow.stage == stage.value,
    )  # fmt: skip
    if session.exec(asked).first() is not None:
        raise ReminderThere(case=one.case)


def _letter(url: str, desk: Desk, folder: Path, one: Owed, stage: Stage) -> tuple[str, bool]:
    """Write the letter of a stage; return its path, and whether its file was there before.

    Up to the day it is a request, one for each due date; past it a reminder, with two weeks to answer. What an interrupted run
    wrote and did not record is taken up again, its file too where that is missing.

    Raises:
        ReminderThere: another run has registered the letter in the meantime.
    """
    kind = LetterKind.REPORT_REQUEST if stage in {Stage.COMING, Stage.DUE} else LetterKind.REMINDER
    answer = None if kind is LetterKind.REPORT_REQUEST else working_day(desk.today + timedelta(days=_ANSWER_DAYS))
    points = _point(one, _form(url, one, desk)) if kind is LetterKind.REMINDER else ()
    said = Said(due=answer, report=one.report.value, report_due=one.due_on, points=points)
    left = _left_behind(url, one, kind)
    if left is not None and (desk.dry_run or (folder / left.path).exists()):
        return left.path, True
    wanted = Wanted(one.call, cases=(one.case,), kind=kind.value, said=said_again(left.said) if left else said)
    try:
        (written,) = write_letters(url, desk, wanted, folder).letters
    except LettersMeanwhile:
        raise ReminderThere(case=one.case) from None
    return written.path, written.state not in {"new", "again"}


def _form(url: str, one: Owed, desk: Desk) -> Form:
    """Return the language form the municipality is written to in."""
    with reading(url) as session:
        return Sources(session, one.call, desk.today).language([one.municipality_number]).language


def _left_behind(url: str, one: Owed, kind: LetterKind) -> StoredLetter | None:
    """Return a registered letter of this due date no reminder is recorded with; None where there is none."""
    with reading(url) as session:
        recorded = set(session.exec(select(ReminderRow.letter_id)))
        for letter in letters.registered(session, calls.one(session, one.call).id):
            about = {case.application_id for case in letter.cases}
            same = letter.kind == kind.value and about == {one.application_id} and letter.stands
            if same and letter.id not in recorded and said_again(letter.said).report_due == one.due_on:
                return letter
    return None


def _mail(url: str, desk: Desk, folder: Path, one: Owed, stage: Stage) -> str:
    assert one.due_on is not None, "a reminder is of a day"
    with reading(url) as session:
        sources = Sources(session, one.call, desk.today)
        form = sources.language([one.municipality_number]).language
        office = office_at(the_office(session).office_id, desk.today).name(form)
        call = sources.call.call
    back = _sent_back(one)
    fields: Mapping[str, object] = {
        "returned_on": long_date(back, form) if back else "",
        "comment": one.came.comment if back and one.came else "",
        "office_name": office,
        "recipient": one.municipality,
        "case": one.case,
        "title": one.title,
        "call_name": call.names[form],
        "report": one.report.worded(form),
        "stage": stage.value,
        "due_on": long_date(working_day(one.due_on), form),
        "contact": call.letters.contact,
    }
    name = f"texts/{form}/reminder.txt"
    source = files.read_bytes(files.find_template(name, folder)).decode("utf-8-sig")
    return plain_text(name, source, fields, frozenset(fields))


def _due(one: Owed, day: date, stages: Stages) -> Due | None:
    if one.due_on is None:
        return None
    stage, last = stage_on(one.due_on, day, stages), working_day(one.due_on)
    return Due(one, stage, last, (day - last).days) if stage else None


def _sent(session: Session) -> dict[_Day, dict[Stage, date]]:
    found: dict[_Day, dict[Stage, date]] = defaultdict(dict)
    for row in session.exec(select(ReminderRow).order_by(col(ReminderRow.id))):
        found[row.application_id, ReportKind(row.kind), row.due_on][Stage(row.stage)] = row.on
    return found
