"""Screen the cases of a call: what its rules find, and what a person confirms. For the office's own eyes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session

from skjonn.domain.allocations import GroundUnknown, Outcome, ground_of
from skjonn.domain.calls import Call
from skjonn.domain.decisions import decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.findings import Finding, to_json
from skjonn.domain.persons import Person, Role
from skjonn.domain.problems import Place, Problem
from skjonn.domain.screening import Outdated, Status, confirmable
from skjonn.errors import RefusedError, UsageError
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications, calls, decisions, screenings
from skjonn.storage.queries.applications import Case, CaseUnknown
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.screenings import Screening
from skjonn.storage.tables.screening import ScreeningRow
from skjonn.texts import N_, Language
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.recommending import CaseDecided, CaseWithdrawn
from skjonn.usecases.screening_facts import Facts


class StopNeedsReason(RefusedError):
    """Cases that a rule stops are found eligible without saying why."""

    code = "stop-needs-reason"
    sentence = N_("A rule of the call stops {cases}, and nothing is said about why it is set aside.")
    advice = N_("Where the application is eligible all the same, say why with --reason TEXT; the reason is stored.")


class CompletionMissing(UsageError):
    """A case is to be completed, and nobody says with what."""

    code = "completion-missing"
    sentence = N_("It is not said what is to be completed.")
    advice = N_('Say what is missing: --to-complete "TEXT".')


@dataclass(frozen=True)
class Verdict:
    """What a person finds. `ground` is a code or name of the call's grounds for dismissal, for a dismissal alone.

    `text` is what is to be completed, or why something is set aside or dismissed; it may be empty but for the first, and
    for a case that a rule stops.
    """

    status: Status
    text: str = ""
    ground: str = ""


@dataclass(frozen=True)
class ListedCase:
    """A live case: what the rules find now, or found when a decided case was screened, and the screening that holds.

    `ground` is worded; `decided` cases are screened no more.
    """

    case: str
    title: str
    municipality: str
    findings: tuple[Finding, ...]
    screening: Screening | None
    outdated: Outdated
    ground: str
    decided: bool

    @property
    def state(self) -> str:
        """What has come of it: a code of the catalogue's `screening`."""
        if self.screening is None:
            return "decided" if self.decided else "not_screened"
        return "_".join(part for part in (self.screening.status.value, self.outdated.value) if part)

    @property
    def waits(self) -> bool:
        """Tell whether it is to be screened, for the first time or anew."""
        return not self.decided and (self.screening is None or self.outdated is not Outdated.NO)

    @property
    def confirmable(self) -> bool:
        """Tell whether it may be confirmed as eligible together with others."""
        status = self.screening.status if self.screening else None
        return not self.decided and confirmable(status, self.outdated, self.findings)


@dataclass(frozen=True)
class Listed:
    """The live cases of a call, or those asked for, by case number."""

    call: str
    rows: tuple[ListedCase, ...]


@dataclass(frozen=True)
class Screened:
    """What was confirmed: the cases it is new for, those for which it stood already, those stopped by a rule set aside."""

    call: str
    status: Status
    ground: str
    cases: tuple[str, ...]
    unchanged: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()


def listing(url: str, desk: Desk, call: str, cases: Sequence[str] = (), language: Language = "nn") -> Listed:
    """Run the call's rules over its live cases, or the named ones; nothing is stored.

    Args:
        url: of the database.
        desk: whose day the rules look from.
        call: its code.
        cases: full case numbers; none named means all.
        language: of the grounds.

    Raises:
        CallUnknown, CaseUnknown: there is none.
        CaseWithdrawn: a named case is withdrawn.
    """
    with reading(url) as session:
        around = _Round.of(session, desk, call)
        asked = around.named(cases) if cases else around.live
        return Listed(call, tuple(around.listed(case, language) for case in asked))


def screen(url: str, desk: Desk, call: str, cases: Sequence[str], verdict: Verdict) -> Screened:
    """Confirm what a person finds of some cases; what stands already, on the same version and findings, is left alone.

    Raises:
        CallUnknown, CaseUnknown, GroundUnknown, CompletionMissing: wrongly given.
        CaseWithdrawn, CaseDecided: a case is screened no more.
        StopNeedsReason: a rule stops a case, and there is no text.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        around = _Round.of(session, desk, call)
        wanted = _complete(verdict, around.stored.call)
        asked = around.named(cases)
        around.require_undecided(asked)
        return _save(session, around, person, asked, wanted)


def confirm_faultless(url: str, desk: Desk, call: str) -> Screened:
    """Find every case eligible that waits, has no finding, and was not found otherwise by a person before.

    Raises:
        CallUnknown: there is no such call.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        around = _Round.of(session, desk, call)
        asked = [case for case in around.live if around.listed(case, "nn").confirmable]
        return _save(session, around, person, asked, Verdict(Status.ELIGIBLE))


@dataclass(frozen=True)
class _Round:
    """What is known of a call's cases while they are screened; `decided` names the decision by application id."""

    desk: Desk
    stored: StoredCall
    cases: dict[str, Case]
    standing: dict[int, Screening]
    decided: dict[int, str]
    facts: Facts

    @classmethod
    def of(cls, session: Session, desk: Desk, code: str) -> _Round:
        stored = calls.one(session, code)
        final = decisions.standing(session, stored.id).values()
        return cls(
            desk=desk,
            stored=stored,
            cases={case.case_number: case for case in applications.cases(session, stored.id)},
            standing=screenings.standing(session, stored.id),
            decided={
                line.application_id: decision_id(code, line.decision_number)
                for line in final
                if line.outcome is not Outcome.NEXT_ROUND
            },
            facts=Facts.of(session, stored, desk.today),
        )

    @cached_property
    def live(self) -> list[Case]:
        return [case for case in self.cases.values() if not case.content.withdrawn]

    def named(self, numbers: Sequence[str]) -> list[Case]:
        """Return cases by their numbers, each once, in the order named."""
        for number in numbers:
            if number not in self.cases:
                raise CaseUnknown(case=number)
            if self.cases[number].content.withdrawn:
                raise CaseWithdrawn(case=number)
        return [self.cases[number] for number in dict.fromkeys(numbers)]

    def require_undecided(self, cases: Sequence[Case]) -> None:
        for case in cases:
            if case.id in self.decided:
                raise CaseDecided(case=case.case_number, decision=self.decided[case.id])

    def listed(self, case: Case, language: Language) -> ListedCase:
        held, decided = self.standing.get(case.id), case.id in self.decided
        found = (held.findings if held else ()) if decided else self.facts.findings(case)
        return ListedCase(
            case=case.case_number,
            title=case.content.title,
            municipality=self.facts.name(case),
            findings=found,
            screening=held,
            outdated=Outdated.NO if decided or held is None else self._outdated(held, found),
            ground=_ground(held, self.stored.call, language),
            decided=decided,
        )

    def holds(self, case: Case, verdict: Verdict, found: tuple[Finding, ...]) -> bool:
        """Tell whether the verdict stands already, on the same findings."""
        held = self.standing.get(case.id)
        if held is None or self._outdated(held, found) is not Outdated.NO:
            return False
        same = (held.status, held.text, held.ground) == (verdict.status, verdict.text, verdict.ground)
        return same and held.findings == found

    def _outdated(self, held: Screening, found: tuple[Finding, ...]) -> Outdated:
        """Tell why a screening no longer holds: another version of the case, or other findings by changed rules."""
        if held.outdated is Outdated.NO and held.call_version_number != self.stored.version_number:
            return Outdated.NO if held.findings == found else Outdated.NEW_RULES
        return held.outdated


def _complete(verdict: Verdict, call: Call) -> Verdict:
    """Return the verdict as it is stored: texts trimmed, the ground by its code."""
    text = verdict.text.strip()
    if verdict.status is Status.TO_COMPLETE and not text:
        raise CompletionMissing
    if verdict.status is not Status.DISMISSED:
        return Verdict(verdict.status, text)
    ground = ground_of(call, verdict.ground, Outcome.DISMISSAL)
    if ground is None:
        known = [one.code for one in call.grounds if one.outcome == Outcome.DISMISSAL.value]
        raise GroundUnknown(ground=verdict.ground, call=call.code, grounds=known)
    return Verdict(verdict.status, text, ground.code)


def _save(session: Session, around: _Round, person: Person, cases: Sequence[Case], verdict: Verdict) -> Screened:
    found = {case.id: around.facts.findings(case) for case in cases}
    stopped = [case for case in cases if any(one.stops for one in found[case.id])]
    eligible = verdict.status is Status.ELIGIBLE
    if eligible and stopped and not verdict.text:
        problems = [one for case in stopped for one in _stops(case, found[case.id], around.desk.language)]
        raise StopNeedsReason(cases=[case.case_number for case in stopped], problems=problems)
    kept = {case.id: case for case in cases if not around.holds(case, verdict, found[case.id])}
    done = Screened(
        call=around.stored.code,
        status=verdict.status,
        ground=verdict.ground,
        cases=tuple(case.case_number for case in kept.values()),
        unchanged=tuple(case.case_number for case in cases if case.id not in kept),
        set_aside=tuple(case.case_number for case in stopped if eligible and case.id in kept),
    )
    session.add_all(_row(around, person, case, verdict, found[case.id]) for case in kept.values())
    session.flush()
    if kept:
        _record(session, around, person, list(kept), done)
    return done


def _row(around: _Round, person: Person, case: Case, verdict: Verdict, found: tuple[Finding, ...]) -> ScreeningRow:
    before = around.standing.get(case.id)
    return ScreeningRow(
        application_id=case.id,
        number=before.number + 1 if before else 1,
        application_version_id=case.version_id,
        call_version_id=around.stored.version_id,
        status=verdict.status.value,
        ground=verdict.ground,
        text=verdict.text,
        findings=to_json(found),
        on=around.desk.today,
        recorded_at=now(),
        person_id=person.id,
    )


def _record(session: Session, around: _Round, person: Person, keys: Sequence[int], done: Screened) -> None:
    """Note the act; what was written about a case stays in its screening."""
    record(
        session, around.desk, person,
        "screened-eligible" if done.status is Status.ELIGIBLE
        else "screened-to-complete" if done.status is Status.TO_COMPLETE
        else "screened-dismissed",
        done.cases[0] if len(keys) == 1 else done.call,
        cases=keys, numbers=done.cases, ground=done.ground, set_aside=done.set_aside,
    )  # fmt: skip


def _stops(case: Case, found: tuple[Finding, ...], language: Language) -> Iterator[Problem]:
    for one in found:
        if one.stops:
            text = N_("{case}: {finding}")
            data: dict[str, object] = {"case": case.case_number, "finding": one.message(language)}
            yield Problem(one.code, "error", Place(cell=one.rule), text, data=data)


def _ground(held: Screening | None, call: Call, language: Language) -> str:
    if held is None or not held.ground:
        return ""
    named = next((one for one in call.grounds if one.code == held.ground), None)
    return (named.names.get(language) or named.names["nn"]) if named else held.ground
