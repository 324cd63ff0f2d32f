"""The reports municipalities owe on their awards: which, when they are due, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skjonn.domain.problems import Problem, problem
from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.texts import N_, Language, translate


class ReportKind(StrEnum):
    """The reports of an award."""

    INTERIM = "interim"
    FINAL = "final"

    def worded(self, language: Language) -> str:
        """Return what the report is called in `language`."""
        return translate(N_("interim report") if self is ReportKind.INTERIM else N_("final report"), language)


class DueSource(StrEnum):
    """Where a due date comes from: the call when the award was decided, the award itself, changed terms, or an extension."""

    CALL = "call"
    AWARD = "award"
    CHANGE = "change"
    EXTENSION = "extension"


class ProjectStatus(StrEnum):
    """Where the project stands, as the municipality reports it."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    DELAYED = "delayed"
    ENDED = "ended"
    STOPPED = "stopped"


class ReportAct(StrEnum):
    """What the office has done with a report it received."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class Unused(StrEnum):
    """What becomes of money that was not used: kept, carried over to the next year, redirected, or claimed back."""

    KEPT = "kept"
    CARRIED_OVER = "carried_over"
    REDIRECTED = "redirected"
    CLAIMED = "claimed"


class FormGroup(StrEnum):
    """Whether there is a report form for each case, or one for each municipality with a page for each of its cases."""

    CASE = "case"
    MUNICIPALITY = "municipality"


class Stage(StrEnum):
    """How far a report that has not come is on: its day is coming, is here, is past, or long past."""

    COMING = "coming"
    DUE = "due"
    OVERDUE = "overdue"
    SECOND = "second"


class ReportUnknown(UsageError):
    """There is no such report, or none has come."""

    code = "report-unknown"
    sentence = N_("No {report} has come for {case}.")
    advice = N_("`skjonn report list` shows what is due and what has come.")


class ReportSettled(ConflictError):
    """A report has been accepted or sent back already."""

    code = "report-settled"
    sentence = N_("The {report} of {case} that came on {received_on} was accepted or sent back already.")
    advice = N_("`skjonn report list` shows what became of it; a new report has to come first.")


class ReportCommentMissing(UsageError):
    """A report is sent back without saying why."""

    code = "report-comment-missing"
    sentence = N_("Say what the municipality is to mend in the report of {case}.")
    advice = N_("Say it with --comment TEXT.")


class UnusedUnsettled(UsageError):
    """A final report leaves money over, and nobody said what becomes of it."""

    code = "report-unused-unsettled"
    sentence = N_("The final report of {case} leaves {unused_nok} unused, and it is not said what becomes of it.")
    advice = N_("Say what becomes of it with --unused kept, carried_over, redirected or claimed.")


class UnusedNothing(UsageError):
    """It is said what becomes of money not used, and the report leaves none."""

    code = "report-unused-nothing"
    sentence = N_("The final report of {case} leaves nothing unused, so there is nothing to say of it.")
    advice = N_("Leave out --unused. If some is left all the same, send the report back with `skjonn report return`.")


class UnusedInterim(UsageError):
    """It is said what becomes of money not used, and the report is an interim one."""

    code = "report-unused-interim"
    sentence = N_(
        "The project of {case} is not at its end: what becomes of unused money is said with the final report."
    )
    advice = N_("Leave out --unused.")


class NoAwardToReport(RefusedError):
    """A case has no award that is reported on."""

    code = "report-no-award"
    sentence = N_("{case} has no award that stands, so no report is due.")
    advice = N_("`skjonn history {case}` tells what was decided.")


class DueUnset(RefusedError):
    """A report that is due on no day cannot be put off."""

    code = "report-due-unset"
    sentence = N_("No {report} is due for {case}.")
    advice = N_("Set a day first: skjonn report extend {case} --report KIND --to DATE --reason TEXT --first")


class ExtensionReasonMissing(UsageError):
    """A day is moved without saying why."""

    code = "report-extension-reason"
    sentence = N_("Say why the day is moved.")
    advice = N_("Say it with --reason TEXT.")


class DueNotLater(UsageError):
    """A new day is not later than the one that stands."""

    code = "report-due-not-later"
    sentence = N_("{to} is not later than the day that stands, {due_on}.")
    advice = N_("Name a later day.")


class InterimAfterFinal(UsageError):
    """An interim report would be due after the final one."""

    code = "report-interim-after-final"
    sentence = N_("An interim report cannot be due on {to}: the final one is due on {final_on}.")
    advice = N_("Name an earlier day, or put the final report off first.")


class ExampleTextMissing(UsageError):
    """A good example is marked without words for those who read of it."""

    code = "report-example-empty"
    sentence = N_("Say in a sentence or two what others can learn from {case}.")
    advice = N_("Write it with --text TEXT; it is published.")


class ExampleUnmarked(UsageError):
    """A mark is taken back that is not there."""

    code = "report-example-unmarked"
    sentence = N_("{case} is not marked as a good example.")
    advice = N_("`skjonn history {case}` tells what was marked and taken back.")


@dataclass(frozen=True)
class Line:
    """A line of a report's accounts: what it is, and whole kroner, 0 or more."""

    label: str
    amount_nok: int


@dataclass(frozen=True)
class Account:
    """What a municipality reports; amounts are whole kroner, None where nothing is said.

    Attributes:
        status: where the project stands; summary, results, experience, usefulness, next_steps: texts, may be empty.
        financing, use: lines of the project's accounts.
        spent_nok: of the award's money, what was used; unused_nok: what was not.
    """

    status: ProjectStatus
    summary: str = ""
    results: str = ""
    experience: str = ""
    usefulness: str = ""
    next_steps: str = ""
    financing: tuple[Line, ...] = ()
    use: tuple[Line, ...] = ()
    spent_nok: int | None = None
    unused_nok: int | None = None


REQUIRED: dict[ReportKind, tuple[str, ...]] = {
    ReportKind.INTERIM: ("status", "summary"),
    ReportKind.FINAL: ("status", "summary", "results", "spent_nok", "unused_nok"),
}
"""What each report cannot do without."""


def faults(kind: ReportKind, said: Account, awarded_nok: int) -> Iterator[tuple[str, Problem]]:
    """Yield what is wrong or doubtful with a report, with the field it stands in, errors and warnings.

    Args:
        kind: which report; said: what it says; awarded_nok: what stands awarded.
    """
    for name in REQUIRED[kind]:
        if getattr(said, name) in {None, ""}:
            yield name, problem("error", "report-incomplete", N_("This must be answered."))
    spent, unused = said.spent_nok or 0, said.unused_nok or 0
    if spent > awarded_nok:
        yield "spent_nok", problem("error", "report-spent-above-award", N_("{spent_nok} is more than the award, {awarded_nok}."), spent_nok=spent, awarded_nok=awarded_nok)  # fmt: skip
    elif kind is ReportKind.FINAL and None not in {said.spent_nok, said.unused_nok} and spent + unused != awarded_nok:
        yield "unused_nok", problem("error", "report-sum-differs", N_("Used and unused make {sum_nok}; the award is {awarded_nok}."), sum_nok=spent + unused, awarded_nok=awarded_nok)  # fmt: skip
    came, went = _sum(said.financing), _sum(said.use)
    if came and went and came != went + unused:
        yield "use", problem("warning", "report-accounts-differ", N_("The financing is {came_nok}; use and unused money make {went_nok}."), came_nok=came, went_nok=went + unused)  # fmt: skip


def unlikely_day(received_on: date, year: int) -> Problem | None:
    """Return what is wrong with a day a report came, where it lies before the budget year of the award."""
    if received_on.year >= year:
        return None
    return problem("error", "report-before-award", N_("{received_on} is before {year}, the year of the award."), N_("Name the day the reports came with --received."), received_on=received_on, year=year)  # fmt: skip


def _sum(lines: Sequence[Line]) -> int:
    return sum(line.amount_nok for line in lines)


def require_unused(case: str, kind: ReportKind, unused_nok: int | None, said: Unused | None) -> None:
    """Hold that it is said what becomes of unused money exactly where a final report leaves some.

    Raises:
        UnusedUnsettled: it is not; UnusedNothing: there is none; UnusedInterim: that is not settled with an interim report.
    """
    if kind is ReportKind.INTERIM:
        if said is not None:
            raise UnusedInterim(case=case)
    elif not unused_nok and said is not None:
        raise UnusedNothing(case=case)
    elif unused_nok and said is None:
        raise UnusedUnsettled(case=case, unused_nok=unused_nok)
