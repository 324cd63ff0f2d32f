"""The list of payments the ministry gets: made once for a term, frozen, and written again the same whenever it is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

from sqlmodel import Session

from skjonn.domain.codes import case_order
from skjonn.domain.desk import Desk
from skjonn.domain.payment_lists import ListSent, Share, digest_of, payee_of, read_kept, worded
from skjonn.domain.payments import LineKind, ListUnknown, NothingToSend
from skjonn.domain.persons import Person, Role
from skjonn.errors import RefusedError, UsageError
from skjonn.files import FolderNamed, read_bytes, write_whole
from skjonn.registries.municipalities import Register
from skjonn.registries.offices import office_at
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import applications, calls, payments
from skjonn.storage.queries.office import the_office
from skjonn.storage.queries.payments import StoredLine, StoredList
from skjonn.storage.tables.payment import ListedRow, PaymentListRow
from skjonn.texts import N_, Language
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.calls import FileThere
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.payment_awards import of_year
from skjonn.usecases.tables import Built, Format, rendered

FORMATS: tuple[Format, ...] = ("xlsx", "ods", "csv")


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


class PayeeGone(RefusedError):
    """Whoever is to be paid is no municipality any more, and no single one came of it."""

    code = "payee-gone"
    sentence = N_("{cases}: who is to be paid is no municipality any more on {day}, and no single one came of it.")
    advice = N_("Name who is paid: skjonn decision change CASE --payee NUMBER --reason TEXT")


@dataclass(frozen=True)
class Sent:
    """A list as it was sent, with its digest; `fresh` where it was made just now, `path` where it was written."""

    said: ListSent
    digest: str
    fresh: bool
    path: Path | None = None


def require_format(path: Path) -> Format:
    """Return the format a list's file is written in.

    Raises:
        ListFormatWrong: its ending is none of `FORMATS`.
    """
    ending = path.suffix.lstrip(".").casefold()
    found = next((form for form in FORMATS if form == ending), None)
    if found is None:
        raise ListFormatWrong(text=path.suffix or path.name)
    return found


def export(url: str, desk: Desk, year: int, term: int, out: Path | None = None) -> Sent:
    """Make the list of what is planned for a term and not sent, freeze it, and write it; what cannot be written is not made.

    Raises:
        ListFormatWrong: its ending; NothingToSend: everything is sent; PlanOutdated: plan again first.
        PayeeGone: who is to be paid is no municipality any more, and no single one came of it.
        FileThere: the file is there and holds something else; FolderNamed, TargetBusy: it cannot be written.
    """
    if out:
        require_format(out)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        ready = [one for one in payments.lines(session, year) if _unsent(one, term)]
        if not ready or sum(one.amount_nok for one in ready) == 0:
            raise NothingToSend(term=str(term), year=str(year))
        if old := [one.award.case for one in of_year(session, year) if one.outdated]:
            raise PlanOutdated(cases=old, year=str(year))
        said = _said(session, (year, len(payments.lists(session, year)) + 1, term, desk.today), ready)
        row = _frozen(session, person, said, ready)
        cases = sorted({one.application_id for one in ready})
        record(session, desk, person, "payment-list-sent", f"{year}-{said.number}", cases=cases, term=term, sum_nok=said.control_sum_nok, digest=row.digest[:12], count=len(cases))  # fmt: skip
        return _kept(desk, Sent(said, row.digest, fresh=True), out)


def again(url: str, desk: Desk, year: int, number: int, out: Path | None = None) -> Sent:
    """Return a list that was sent, and write it again: the same bytes.

    Raises:
        ListFormatWrong: its ending; ListUnknown: there is none of that number.
        FileThere: the file is there and holds something else; FolderNamed, TargetBusy: it cannot be written.
    """
    if out:
        require_format(out)
    with reading(url) as session:
        found = stored(session, year, number)
    return _kept(desk, Sent(read_kept(found.content), found.digest, fresh=False), out)


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


def _frozen(session: Session, person: Person, said: ListSent, ready: Sequence[StoredLine]) -> PaymentListRow:
    kept = said.kept()
    row = PaymentListRow(year=said.year, number=said.number, term=said.term, control_sum_nok=said.control_sum_nok, content=kept, digest=digest_of(kept), on=said.on, recorded_at=now(), person_id=person.id)  # fmt: skip
    session.add(row)
    session.flush()
    assert row.id is not None, "flushed"
    session.add_all(ListedRow(list_id=row.id, line_id=one.id) for one in ready)
    session.flush()
    return row


def _said(session: Session, of: tuple[int, int, int, date], ready: Sequence[StoredLine]) -> ListSent:
    """Return the list of lines that are planned, in the words and under the names of its day."""
    year, _number, _term, on = of
    office = the_office(session)
    language = cast("Language", office.neutral_language)
    register = register_in_use(session)
    payees = []
    for number, shares in _by_who_answers(register, on, _shares(session, on, language, ready)).items():
        found = register.at(number, on)
        if found is None:
            raise PayeeGone(cases=sorted((one.case for one in shares), key=case_order), day=on)
        payees.append(payee_of(number, found.name, found.org_number, shares))
    name = office_at(office.office_id, on).name(language)
    return worded(of, payees, name, _banner(session, year, on, language), language)


def _by_who_answers(register: Register, on: date, shares: Mapping[str, Sequence[Share]]) -> dict[str, list[Share]]:
    """Return the shares of who is to be paid by the number of who answers for it on the list's day: what came of it by a reform."""
    found: dict[str, list[Share]] = {}
    for number, some in shares.items():
        answering = register.answering(number, on)
        found.setdefault(answering, []).extend(
            some if answering == number else (replace(one, awarded_to=number) for one in some)
        )
    return found


def _shares(session: Session, on: date, language: Language, ready: Sequence[StoredLine]) -> dict[str, list[Share]]:
    """Return what each municipality gets for which case; a case whose lines come to nothing is left out."""
    sums: Counter[tuple[str, int]] = Counter()
    for line in ready:
        sums[line.payee, line.application_id] += line.amount_nok
    cases = {one.id: one for one in applications.some_cases(session, sorted({case for _payee, case in sums}))}
    names = {call.code: call.call.names["nn" if language == "nn" else "nb"] for call in calls.every(session, on)}
    found: dict[str, list[Share]] = {}
    for (payee, application), nok in sums.items():
        if nok:
            case = cases[application]
            code = case.case_number.rpartition("-")[0]
            found.setdefault(payee, []).append(Share(case.case_number, case.content.title, names.get(code, code), nok))
    return found


def _banner(session: Session, year: int, on: date, language: Language) -> str:
    form: Language = "nn" if language == "nn" else "nb"
    banners = [call.call.letters.banner.get(form, "") for call in calls.every(session, on) if call.year == year]
    return next((one for one in banners if one), "")


def _kept(desk: Desk, sent: Sent, out: Path | None) -> Sent:
    """Write a list to a file that is not there, or holds the same."""
    if out is None:
        return sent
    said = sent.said
    built = Built(said.table, said.language, said.title, said.subtitle.replace("{digest}", sent.digest), said.banner)
    content = rendered(built, require_format(out))
    if out.is_dir():
        raise FolderNamed(path=str(out))
    if out.exists() and read_bytes(out) != content:
        raise FileThere(path=str(out))
    if desk.dry_run:
        return sent
    write_whole(out, content)
    return replace(sent, path=out)
