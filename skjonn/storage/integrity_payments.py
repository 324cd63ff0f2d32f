"""Proves what was planned, sent, paid and repaid: lists and terms are as they were, lines are their cases' own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from skjonn.domain.payment_lists import ListSent, digest_of, read_kept
from skjonn.domain.problems import Place, Problem
from skjonn.texts import N_


def lists_add_up(session: Session) -> Iterator[Problem]:
    """A list that was sent says what it said, in print and in its lines; and every list that was sent is there."""
    kept: dict[str, str] = {}
    for key, year, number, term, total, on, content, digest in _rows(session, _LISTS):
        kept[f"{year}-{number}"] = str(digest)
        told = _told(str(content), str(digest))
        lines = {(str(payee), str(case)): int(nok) for payee, case, nok in _rows(session, _OF_LIST, list_id=key) if nok}
        strays = _rows(session, _STRAYS, list_id=key, year=year, term=term)
        head = told and (told.year, told.number, told.term, told.control_sum_nok, told.on.isoformat())
        same = told is not None and head == (year, number, term, total, str(on)) and told.sums() == lines
        if not same or strays or sum(lines.values()) != total:
            sentence = N_("Payment list {number} of {year} is not what was sent.")
            yield Problem("payment-list-changed", "error", Place(), sentence, data={"number": str(number), "year": str(year)})  # fmt: skip
    for subject, data in _rows(session, _SENT):
        if not kept.get(str(subject), "").startswith(str(json.loads(data).get("digest") or "?")):
            sentence = N_("Payment list {subject} was sent, and is not there as it was.")
            yield Problem("payment-list-missing", "error", Place(), sentence, data={"subject": str(subject)})


def terms_as_set(session: Session) -> Iterator[Problem]:
    """The cut-off of each term is what was set last, as the events tell."""
    said: dict[tuple[int, int], str] = {}
    for subject, data in _rows(session, _TERMS_SET):
        for pair in json.loads(data).get("terms", []):
            number, _, on = str(pair).partition(": ")
            said[int(subject), int(number)] = on
    held = {(int(year), int(number)): str(on) for year, number, on in _rows(session, _TERMS)}
    for year, term in sorted({*said, *held}):
        if said.get((year, term)) != held.get((year, term)):
            sentence = N_("The cut-off of term {term} of {year} is not the one that was set.")
            yield Problem("payment-term-changed", "error", Place(), sentence, data={"term": str(term), "year": str(year)})  # fmt: skip


def lines_tied(session: Session) -> Iterator[Problem]:
    """A payment line is of its case's own award, year and payee, and no more is planned of a case than was ever awarded to it."""
    for number, case in _rows(session, _UNTIED):
        sentence = N_("Payment line {number} of {case} is of another case's award, another year or another payee.")
        yield Problem("payment-line-untied", "error", Place(), sentence, data={"number": int(number), "case": case})
    for case, planned, awarded in _rows(session, _ABOVE):
        sentence = N_("{planned_nok} is planned of {case}, and no more than {awarded_nok} was ever awarded to it.")
        yield Problem("planned-above-award", "error", Place(), sentence, data={"case": case, "planned_nok": int(planned), "awarded_nok": int(awarded)})  # fmt: skip


def paid_within(session: Session) -> Iterator[Problem]:
    """No more was repaid of an award than was paid, and nothing is planned below 0 for a term."""
    for (case,) in _rows(session, _REPAID):
        yield Problem("repaid-above-paid", "error", Place(), N_("More was repaid of {case} than was paid."), data={"case": case})  # fmt: skip
    for case, term in _rows(session, _BELOW):
        sentence = N_("Less than nothing is planned of {case} for term {term}.")
        yield Problem("planned-below-zero", "error", Place(), sentence, data={"case": case, "term": str(term)})


def _told(content: str, digest: str) -> ListSent | None:
    """Return what a list says; None where it is not what its digest binds, or no list at all."""
    try:
        return read_kept(content) if digest_of(content) == digest else None
    except (ValueError, TypeError, KeyError):
        return None


_LISTS = 'SELECT id, year, number, term, control_sum_nok, "on", content, digest FROM payment_list ORDER BY year, number'
_SENT = "SELECT subject, data FROM event WHERE kind = 'payment-list-sent' ORDER BY id"
_TERMS = "SELECT year, number, cutoff_on FROM payment_term ORDER BY id"
_TERMS_SET = "SELECT subject, data FROM event WHERE kind = 'payment-terms-set' ORDER BY id"
_UNTIED = (
    "SELECT payment_line.id, application.case_number FROM payment_line"
    " JOIN application ON application.id = payment_line.application_id JOIN call ON call.id = application.call_id"
    " WHERE payment_line.year <> call.year OR NOT EXISTS (SELECT 1 FROM decision_line"
    " JOIN decision ON decision.id = decision_line.decision_id WHERE decision_line.id = payment_line.decision_line_id"
    " AND decision_line.application_id = payment_line.application_id AND decision.status IN ('approved', 'taken_over')"
    " AND (payment_line.kind = 'planned' OR decision_line.outcome = 'award'))"
    " OR NOT EXISTS (SELECT 1 FROM decision_line JOIN application_version"
    " ON application_version.id = decision_line.application_version_id"
    " WHERE decision_line.application_id = payment_line.application_id AND payment_line.payee IN"
    " (decision_line.payee, decision_line.lead, application_version.payee, application_version.lead))"
    " ORDER BY payment_line.id"
)
_EVER = (
    "coalesce((SELECT max(decision_line.amount_nok) FROM decision_line JOIN decision ON decision.id = decision_line.decision_id"
    " WHERE decision_line.application_id = application.id AND decision.status IN ('approved', 'taken_over')), 0)"
)
_ABOVE = (
    f"SELECT application.case_number, CAST(sum(payment_line.amount_nok) AS BIGINT), {_EVER} FROM payment_line"
    " JOIN application ON application.id = payment_line.application_id WHERE payment_line.kind = 'planned'"
    f" GROUP BY application.id, application.case_number HAVING sum(payment_line.amount_nok) > {_EVER} ORDER BY application.id"
)
_OF_LIST = (
    "SELECT payment_line.payee, application.case_number, CAST(sum(payment_line.amount_nok) AS BIGINT) FROM payment_listed"
    " JOIN payment_line ON payment_line.id = payment_listed.line_id"
    " JOIN application ON application.id = payment_line.application_id"
    " WHERE payment_listed.list_id = :list_id GROUP BY payment_line.payee, application.case_number"
)
_STRAYS = (
    "SELECT payment_line.id FROM payment_listed JOIN payment_line ON payment_line.id = payment_listed.line_id"
    " WHERE payment_listed.list_id = :list_id"
    " AND NOT (payment_line.kind = 'planned' AND payment_line.year = :year AND payment_line.term = :term)"
)
_REPAID = (
    "SELECT application.case_number FROM payment_line JOIN application ON application.id = payment_line.application_id"
    " GROUP BY application.id, application.case_number"
    " HAVING sum(CASE payment_line.kind WHEN 'repaid' THEN payment_line.amount_nok WHEN 'paid' THEN -payment_line.amount_nok ELSE 0 END) > 0"
    " ORDER BY application.id"
)
_BELOW = (
    "SELECT application.case_number, payment_line.term FROM payment_line"
    " JOIN application ON application.id = payment_line.application_id WHERE payment_line.kind = 'planned'"
    " GROUP BY application.id, application.case_number, payment_line.payee, payment_line.term"
    " HAVING sum(payment_line.amount_nok) < 0 ORDER BY application.id, payment_line.term"
)


def _rows(session: Session, question: str, **values: object) -> list[Any]:
    return list(session.connection().execute(text(question), values))
