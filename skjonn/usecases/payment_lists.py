"""The list of payments the ministry gets: made once for a term, frozen, and written again the same whenever it is asked for."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from sqlmodel import Session

from skjonn.domain.codes import case_order
from skjonn.domain.desk import Desk
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.payments import LineKind, ListUnknown, NothingToSend
from skjonn.domain.persons import Role
from skjonn.domain.tables import Row, Table
from skjonn.errors import RefusedError, UsageError
from skjonn.registries.municipalities import Register
from skjonn.registries.offices import office_at
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications, calls, payments
from skjonn.storage.queries.office import the_office
from skjonn.storage.queries.payments import StoredLine, StoredList
from skjonn.storage.tables.payment import ListedRow, PaymentListRow
from skjonn.texts import N_, Language, translate
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.payment_awards import of_year
from skjonn.usecases.tables import Built, Format, format_of, save

FORMATS: tuple[Format, ...] = ("xlsx", "ods", "csv")
_TITLE = N_("Payments to municipalities")
_COLUMNS = ("municipality_number", "municipality", "org_number", "amount_nok", "purpose", "term", "case", "title", "of_which_nok")  # fmt: skip


class ListFormatWrong(UsageError):
    """A payment list is asked for in a format it is not written in."""

    code = "payment-list-format"
    sentence = N_("A payment list is not written as {text}.")
    advice = N_("Give the file one of these endings: .xlsx, .ods, .csv.")


class PlanOutdated(RefusedError):
    """What is planned for a term is not what the decisions say now."""

    code = "payment-plan-outdated"
    sentence = N_("The decisions have changed since these were planned: {cases}.")
    advice = N_("Plan again first: skjonn payment plan --year {year}")


@dataclass(frozen=True)
class Sent:
    """A list as it was sent: of one term, with its control sum in whole kroner and its digest; `fresh` where it was made just now.

    `rows` are municipalities with their cases beneath, as in the file.
    """

    year: int
    number: int
    term: int
    on: date
    control_sum_nok: int
    digest: str
    rows: tuple[Row, ...]
    fresh: bool
    path: Path | None = None


def require_format(path: Path) -> Format:
    """Return the format a list's file is written in.

    Raises:
        ListFormatWrong: its ending is none of `FORMATS`.
    """
    found = format_of(path)
    if found not in FORMATS:
        raise ListFormatWrong(text=path.suffix or path.name)
    return found


def export(url: str, desk: Desk, year: int, term: int, out: Path | None = None) -> Sent:
    """Make the list of what is planned for a term and not sent, freeze it, and write it.

    Raises:
        ListFormatWrong: its ending; NothingToSend: everything is sent; PlanOutdated: plan again first.
        TargetBusy: the file is open elsewhere; the list is made then, and `again` writes it.
    """
    form = require_format(out) if out else None
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        ready = [one for one in payments.lines(session, year) if _unsent(one, term)]
        if not ready or sum(one.amount_nok for one in ready) == 0:
            raise NothingToSend(term=str(term), year=str(year))
        if old := [one.award.case for one in of_year(session, year) if one.outdated]:
            raise PlanOutdated(cases=old, year=str(year))
        number = len(payments.lists(session, year)) + 1
        total = sum(one.amount_nok for one in ready)
        row = PaymentListRow(year=year, number=number, term=term, control_sum_nok=total, digest=_digest(session, year, number, term, ready), on=desk.today, recorded_at=now(), person_id=person.id)  # fmt: skip
        session.add(row)
        session.flush()
        assert row.id is not None, "flushed"
        session.add_all(ListedRow(list_id=row.id, line_id=one.id) for one in ready)
        session.flush()
        cases = sorted({one.application_id for one in ready})
        record(session, desk, person, "payment-list-sent", f"{year}-{number}", cases=cases, term=term, sum_nok=total, digest=row.digest[:12], count=len(cases))  # fmt: skip
        sent, built = _told(session, payments.lists(session, year)[-1], fresh=True)
    return _kept(desk, sent, built, out, form)


def again(url: str, desk: Desk, year: int, number: int, out: Path | None = None) -> Sent:
    """Return a list that was sent, and write it again: the same bytes.

    Raises:
        ListFormatWrong: its ending; ListUnknown: there is none of that number.
    """
    form = require_format(out) if out else None
    with reading(url) as session:
        sent, built = _told(session, stored(session, year, number), fresh=False)
    return _kept(desk, sent, built, out, form)


def every(url: str, year: int, as_of: date | None = None) -> list[StoredList]:
    """Return the lists that were sent for a year, by number."""
    with reading(url) as session:
        return payments.lists(session, year, as_of)


def stored(session: Session, year: int, number: int) -> StoredList:
    """Return a list that was sent.

    Raises:
        ListUnknown: there is none of that number.
    """
    found = next((one for one in payments.lists(session, year) if one.number == number), None)
    if found is None:
        raise ListUnknown(number=str(number), year=str(year))
    return found


def of_list(session: Session, sent: StoredList) -> dict[tuple[str, int], tuple[StoredLine, int]]:
    """Return what a list says: payee and application id -> the latest line, and the sum of the lines in whole kroner; none is 0."""
    found: dict[tuple[str, int], tuple[StoredLine, int]] = {}
    for line in payments.lines(session, sent.year):
        if line.listed == sent.number and line.kind is LineKind.PLANNED:
            before = found.get((line.payee, line.application_id), (line, 0))[1]
            found[line.payee, line.application_id] = (line, before + line.amount_nok)
    return {of: (line, nok) for of, (line, nok) in found.items() if nok}


def _unsent(line: StoredLine, term: int) -> bool:
    return line.kind is LineKind.PLANNED and line.term == term and not line.listed


def _digest(session: Session, year: int, number: int, term: int, ready: Sequence[StoredLine]) -> str:
    """Return the sha256 over who gets what for which case, in an order of its own."""
    cases = {one.id: one.case_number for one in applications.some_cases(session, sorted({line.application_id for line in ready}))}  # fmt: skip
    sums: Counter[tuple[str, str]] = Counter()
    for line in ready:
        sums[line.payee, cases[line.application_id]] += line.amount_nok
    said = [year, number, term, sorted([payee, case, nok] for (payee, case), nok in sums.items() if nok)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _told(session: Session, sent: StoredList, *, fresh: bool) -> tuple[Sent, Built]:
    office = the_office(session)
    language = cast("Language", office.neutral_language)
    rows = tuple(_rows(session, sent, language))
    totals = {name: sum(int(str(row[name])) for row in rows if row.get(name) is not None) for name in ("amount_nok", "of_which_nok")}  # fmt: skip
    table = Table("payments", tuple(CATALOGUE[name] for name in _COLUMNS), rows, totals)
    about = translate(
        N_("{year}, term {term}, list {number} of {on}. Control sum {total} kroner. Digest {digest}."), language
    )
    subtitle = about.format(year=sent.year, term=sent.term, number=sent.number, on=sent.on.isoformat(), total=sent.control_sum_nok, digest=sent.digest)  # fmt: skip
    name = office_at(office.office_id, sent.on).name(language)
    built = Built(
        table, language, translate(_TITLE, language), f"{name} · {subtitle}", _banner(session, sent, language)
    )
    return Sent(sent.year, sent.number, sent.term, sent.on, sent.control_sum_nok, sent.digest, rows, fresh), built


def _rows(session: Session, sent: StoredList, language: Language) -> Sequence[Row]:
    """Return a row for each municipality by number, each followed by its cases."""
    register, listed = register_in_use(session), of_list(session, sent)
    cases = {one.id: one for one in applications.some_cases(session, [application for _payee, application in listed])}
    names = {call.code: call.call.names["nn" if language == "nn" else "nb"] for call in calls.every(session, sent.on)}
    rows: list[Row] = []
    for payee in sorted({payee for payee, _application in listed}):
        own = sorted(
            ((cases[case], nok) for (to, case), (_line, nok) in listed.items() if to == payee),
            key=lambda one: case_order(one[0].case_number),
        )
        codes = sorted({case.case_number.rpartition("-")[0] for case, _nok in own})
        rows.append(_head(register, sent, payee, sum(nok for _case, nok in own), ", ".join(names.get(code, code) for code in codes)))  # fmt: skip
        rows += [{"case": case.case_number, "title": case.content.title, "of_which_nok": nok} for case, nok in own]
    return rows


def _head(register: Register, sent: StoredList, payee: str, nok: int, purpose: str) -> Row:
    found = register.at(payee, sent.on)
    return {
        "municipality_number": payee,
        "municipality": found.name if found else payee,
        "org_number": found.org_number if found else "",
        "amount_nok": nok,
        "purpose": purpose,
        "term": sent.term,
    }


def _banner(session: Session, sent: StoredList, language: Language) -> str:
    form: Language = "nn" if language == "nn" else "nb"
    banners = [call.call.letters.banner.get(form, "") for call in calls.every(session, sent.on) if call.year == sent.year]  # fmt: skip
    return next((one for one in banners if one), "")


def _kept(desk: Desk, sent: Sent, built: Built, out: Path | None, form: Format | None) -> Sent:
    if out is None or form is None:
        return sent
    save(built, desk, out, form)
    return Sent(
        sent.year, sent.number, sent.term, sent.on, sent.control_sum_nok, sent.digest, sent.rows, sent.fresh, out
    )
