"""Proves what was planned, sent, paid and repaid: lists add up and are as they were sent, and no more came back than was paid."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from skjonn.domain.problems import Place, Problem
from skjonn.texts import N_


def lists_add_up(session: Session) -> Iterator[Problem]:
    """A list that was sent holds lines of its own term, adds up to its control sum, and has the digest it was sent with."""
    for key, year, number, term, total, digest in _rows(session, _LISTS):
        lines = [(str(payee), str(case), int(nok)) for payee, case, nok in _rows(session, _OF_LIST, list_id=key)]
        said = [year, number, term, sorted([payee, case, nok] for payee, case, nok in lines if nok)]
        found = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
        strays = _rows(session, _STRAYS, list_id=key, year=year, term=term)
        if strays or sum(nok for *_of, nok in lines) != total or found != digest:
            sentence = N_("Payment list {number} of {year} is not what was sent.")
            yield Problem("payment-list-changed", "error", Place(), sentence, data={"number": str(number), "year": str(year)})  # fmt: skip


def paid_within(session: Session) -> Iterator[Problem]:
    """No more was repaid of an award than was paid, and nothing is planned below 0 for a term."""
    for (case,) in _rows(session, _REPAID):
        yield Problem("repaid-above-paid", "error", Place(), N_("More was repaid of {case} than was paid."), data={"case": case})  # fmt: skip
    for case, term in _rows(session, _BELOW):
        sentence = N_("Less than nothing is planned of {case} for term {term}.")
        yield Problem("planned-below-zero", "error", Place(), sentence, data={"case": case, "term": str(term)})


_LISTS = "SELECT id, year, number, term, control_sum_nok, digest FROM payment_list ORDER BY year, number"
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
