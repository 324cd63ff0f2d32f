"""Proves that what the database holds is as the model's laws say, whoever wrote it and by whatever program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from skjonn.domain.problems import Place, Problem
from skjonn.files import sha256
from skjonn.storage import integrity_payments, structure
from skjonn.texts import N_

Check = Callable[[Session], Iterator[Problem]]


def _failure(code: str, sentence: str, **data: object) -> Problem:
    """Return what one check found to be wrong."""
    return Problem(code, "error", Place(), sentence, data=data)


def check(session: Session) -> tuple[int, list[Problem]]:
    """Make every check; return how many were made and what failed, in the order of the checks."""
    if missing := list(structure.tables(session)):
        return 1, missing  # nothing else can be asked
    return len(CHECKS) + 1, [problem for one in CHECKS for problem in one(session)]


def _rows(session: Session, question: str) -> list[Any]:
    return list(session.connection().execute(text(question)))


def _pot_totals(session: Session) -> Iterator[Problem]:
    """A pot holds what its ledger says."""
    for name, year, held, said in _rows(session, _POT_TOTALS):
        yield _failure("pot-total-wrong", N_("The pot {pot} of {year} holds {held_nok}, and its ledger says {ledger_nok}."),
                      pot=name, year=str(year), held_nok=int(held), ledger_nok=int(said))  # fmt: skip


_SUM = "CAST(coalesce((SELECT sum(amount_nok) FROM ledger_line WHERE pot_id = pot.id AND kind = '{}'), 0) AS BIGINT)"
_POT_TOTALS = " UNION ALL ".join(
    f"SELECT pot.name, frame.year, pot.{kind}_nok, {_SUM.format(kind)} FROM pot JOIN frame ON frame.id = pot.frame_id"
    f" WHERE pot.{kind}_nok <> {_SUM.format(kind)}"
    for kind in ("allotted", "committed")
)


def _overspent(session: Session) -> Iterator[Problem]:
    """No more is decided from a pot than it holds."""
    question = (
        f"SELECT pot.name, frame.year, {_SUM.format('allotted')}, {_SUM.format('committed')}"
        " FROM pot JOIN frame ON frame.id = pot.frame_id"
        f" WHERE {_SUM.format('committed')} > {_SUM.format('allotted')} OR {_SUM.format('committed')} < 0"
    )
    for name, year, allotted, committed in _rows(session, question):
        yield _failure("pot-overspent", N_("{decided_nok} is decided from the pot {pot} of {year}, which holds {allotted_nok}."),
                      pot=name, year=str(year), allotted_nok=int(allotted), decided_nok=int(committed))  # fmt: skip


_DECIDED = "decision.status IN ('approved', 'taken_over')"


def _untied_lines(session: Session) -> Iterator[Problem]:
    """Money is committed by a line that is approved or was taken over: taken from the pot an award names, or given back."""
    question = (
        "SELECT ledger_line.id FROM ledger_line LEFT JOIN decision_line ON decision_line.id = ledger_line.decision_line_id"
        " LEFT JOIN decision ON decision.id = decision_line.decision_id WHERE ledger_line.kind <> 'allotted'"
        f" AND NOT coalesce({_DECIDED} AND (ledger_line.kind = 'returned' OR ledger_line.amount_nok < 0"
        " OR (decision_line.outcome = 'award' AND decision_line.pot_id = ledger_line.pot_id)), 1 = 0) ORDER BY ledger_line.id"
    )
    for (number,) in _rows(session, question):
        yield _failure("ledger-line-untied", N_("Ledger line {number} commits money without an approved award from its pot."),
                      number=number)  # fmt: skip


def _awards_committed(session: Session) -> Iterator[Problem]:
    """What stands committed to a case, and is not returned, is what its latest decision awards, from the pot that names."""
    for case, held, awarded in _rows(session, _HELD):
        if int(held) != int(awarded):
            yield _failure("award-not-in-ledger", N_("Case {case} is awarded {awarded_nok}, and the ledger says {ledger_nok}."),
                          case=case, awarded_nok=int(awarded), ledger_nok=int(held))  # fmt: skip


_LATEST = (
    "decision_line.id = (SELECT later.id FROM decision_line later JOIN decision latest ON latest.id = later.decision_id"
    " WHERE later.application_id = application.id AND latest.status IN ('approved', 'taken_over')"
    " ORDER BY latest.number DESC LIMIT 1)"
)
_OF_CASE_AND_POT = (
    "FROM ledger_line JOIN decision_line of_line ON of_line.id = ledger_line.decision_line_id"
    " WHERE of_line.application_id = application.id AND ledger_line.pot_id = pot.id"
)
_HELD = (
    "SELECT application.case_number,"
    " CAST(coalesce((SELECT sum(CASE ledger_line.kind WHEN 'returned' THEN -ledger_line.amount_nok ELSE ledger_line.amount_nok END)"
    f" {_OF_CASE_AND_POT}), 0) AS BIGINT),"
    " CASE WHEN decision_line.outcome = 'award' AND decision_line.pot_id = pot.id THEN decision_line.amount_nok ELSE 0 END"
    f" FROM application JOIN decision_line ON {_LATEST} JOIN pot ON pot.id = decision_line.pot_id"
    f" OR EXISTS (SELECT 1 {_OF_CASE_AND_POT}) ORDER BY application.id, pot.id"
)


def _within_applied(session: Session) -> Iterator[Problem]:
    """No more is awarded than applied for, unless a reason is stored."""
    question = (
        "SELECT application.case_number, decision_line.amount_nok, decision_line.applied_nok FROM decision_line"
        " JOIN application ON application.id = decision_line.application_id"
        " WHERE decision_line.amount_nok > decision_line.applied_nok AND decision_line.above_applied = ''"
        " ORDER BY decision_line.id"
    )
    for case, awarded, applied in _rows(session, question):
        yield _failure("award-above-applied", N_("Case {case} is awarded {awarded_nok} of {applied_nok} applied for, without a reason."),
                      case=case, awarded_nok=int(awarded), applied_nok=int(applied))  # fmt: skip


def _decided_on(session: Session) -> Iterator[Problem]:
    """A decision's line keeps the amount its version of the application applied for, and is of that application."""
    question = (
        "SELECT application.case_number FROM decision_line"
        " JOIN application ON application.id = decision_line.application_id"
        " JOIN application_version ON application_version.id = decision_line.application_version_id"
        " WHERE application_version.applied_nok <> decision_line.applied_nok"
        " OR application_version.application_id <> decision_line.application_id ORDER BY decision_line.id"
    )
    for (case,) in _rows(session, question):
        yield _failure("decided-on-another-version", N_("The decision on case {case} keeps another applied amount than its version."),
                      case=case)  # fmt: skip


def _four_eyes(session: Session) -> Iterator[Problem]:
    """Whoever approved a decision is another than who drafted it, and did so afterwards."""
    question = (
        "SELECT call.code, decision.number FROM decision JOIN call ON call.id = decision.call_id"
        " WHERE decision.status = 'approved' AND NOT coalesce(decision.approver_id <> decision.drafter_id"
        " AND decision.approved_on >= decision.drafted_on, 1 = 0) ORDER BY decision.id"
    )
    for code, number in _rows(session, question):
        yield _failure("approval-unsound", N_("Decision {decision} was approved by its drafter, by nobody, or before it was drafted."),
                      decision=f"{code}-V{number}")  # fmt: skip


def _taken_over(session: Session) -> Iterator[Problem]:
    """What was taken over had been decided by then, and nobody approved it here."""
    question = (
        "SELECT call.code, decision.number FROM decision JOIN call ON call.id = decision.call_id"
        " WHERE decision.status = 'taken_over' AND NOT coalesce(decision.approver_id IS NULL"
        " AND decision.approved_on <= decision.drafted_on, 1 = 0) ORDER BY decision.id"
    )
    for code, number in _rows(session, question):
        yield _failure("taking-over-unsound", N_("Decision {decision} was taken over before it was decided, or has an approver."),
                      decision=f"{code}-V{number}")  # fmt: skip


def _versions(table: str, owner: str, parent: str, name: str) -> Check:
    def versions(session: Session) -> Iterator[Problem]:
        question = (
            f"SELECT p.{name} FROM {parent} p LEFT JOIN {table} v ON v.{owner} = p.id GROUP BY p.id, p.{name}"
            " HAVING count(v.id) = 0 OR max(v.number) <> count(v.id) OR min(v.number) <> 1 ORDER BY p.id"
        )
        for (subject,) in _rows(session, question):
            yield _failure(
                "versions-broken",
                N_("The versions of {subject} are not numbered from 1 without gaps."),
                subject=subject,
            )

    return versions


def _series(table: str, owner: str) -> Check:
    def series(session: Session) -> Iterator[Problem]:
        question = (
            f"SELECT a.case_number FROM {table} v JOIN application a ON a.id = v.application_id GROUP BY a.case_number, {owner}"
            " HAVING max(v.number) <> count(v.id) OR min(v.number) <> 1"
        )
        for (subject,) in _rows(session, question):
            yield _failure(
                "versions-broken",
                N_("The versions of {subject} are not numbered from 1 without gaps."),
                subject=subject,
            )

    return series


def _call_digests(session: Session) -> Iterator[Problem]:
    """What a call says is what was stored."""
    question = "SELECT call.code, v.number, v.content, v.sha256 FROM call_version v JOIN call ON call.id = v.call_id ORDER BY v.id"
    for code, number, content, digest in _rows(session, question):
        if sha256(content.encode()) != digest:
            yield _failure(
                "call-changed",
                N_("Version {number} of the call {call} is not what was stored."),
                call=code,
                number=number,
            )


def _case_numbers(session: Session) -> Iterator[Problem]:
    """A case number is its call's, and was given by it."""
    question = (
        "SELECT call.code, call.last_serial, application.case_number FROM application"
        " JOIN call ON call.id = application.call_id ORDER BY application.id"
    )
    for code, last, number in _rows(session, question):
        head, _sign, serial = number.rpartition("-")
        if head != code or not serial.isdigit() or not 1 <= int(serial) <= last:
            yield _failure(
                "case-number-astray",
                N_("The case number {case} was never given by the call {call}."),
                case=number,
                call=code,
            )


def _letters(session: Session) -> Iterator[Problem]:
    """What a registered letter tells of is an approved decision on its own case, and its cases are the call's."""
    question = (
        "SELECT DISTINCT letter.number FROM letter JOIN letter_case ON letter_case.letter_id = letter.id"
        " JOIN application ON application.id = letter_case.application_id"
        " LEFT JOIN decision_line ON decision_line.id = letter_case.decision_line_id"
        " LEFT JOIN decision ON decision.id = decision_line.decision_id"
        " WHERE application.call_id <> letter.call_id OR (letter_case.decision_line_id IS NOT NULL AND NOT coalesce("
        "decision.status = 'approved' AND decision_line.application_id = letter_case.application_id"
        " AND decision.call_id = letter.call_id, 1 = 0)) ORDER BY letter.number"
    )
    for (number,) in _rows(session, question):
        yield _failure("letter-untied", N_("Letter {number} tells of no approved decision on its case."), number=number)


def _tied_once(session: Session) -> Iterator[Problem]:
    """A case is tied to one initiative at a time; a case that was merged stands as what it became."""
    question = (
        "SELECT became.case_number FROM initiative_case JOIN application ON application.id = initiative_case.application_id"
        " JOIN application became ON became.id = coalesce(application.merged_into_id, application.id)"
        " WHERE initiative_case.ended_on IS NULL GROUP BY became.id, became.case_number"
        " HAVING count(DISTINCT initiative_case.initiative_id) > 1 ORDER BY became.id"
    )
    for (case,) in _rows(session, question):
        yield _failure("case-in-two-initiatives", N_("Case {case} is tied to several initiatives at once."), case=case)


def _initiatives_hold(session: Session) -> Iterator[Problem]:
    """An initiative was made for a case or an award, though all may have been taken out of it since."""
    question = (
        "SELECT initiative.name FROM initiative"
        " WHERE NOT EXISTS (SELECT 1 FROM initiative_case WHERE initiative_id = initiative.id)"
        " AND NOT EXISTS (SELECT 1 FROM initiative_award WHERE initiative_id = initiative.id) ORDER BY initiative.id"
    )
    for (name,) in _rows(session, question):
        yield _failure("initiative-empty", N_("The initiative {name} never held a case or an award."), name=name)


CHECKS: tuple[Check, ...] = (
    structure.storage,
    structure.foreign_keys,
    structure.constraints,
    structure.laws,
    _pot_totals,
    _overspent,
    _untied_lines,
    _awards_committed,
    _within_applied,
    _decided_on,
    _four_eyes,
    _taken_over,
    _versions("application_version", "application_id", "application", "case_number"),
    _versions("call_version", "call_id", "call", "code"),
    _series("assessment", "v.assessor_id"),
    _series("recommendation", "v.application_id"),
    _call_digests,
    _case_numbers,
    _letters,
    _tied_once,
    _initiatives_hold,
    integrity_payments.lists_add_up,
    integrity_payments.terms_as_set,
    integrity_payments.lines_tied,
    integrity_payments.paid_within,
)
"""Every check, in the order it is made; each yields what it finds wrong."""
