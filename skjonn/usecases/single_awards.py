"""Awards outside the round: crisis support, what is left of a pot. Nobody applied; the decision is drafted and approved as any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain.allocations import AwardNothing, Outcome, over_pot
from skjonn.domain.applications import Content, Submitted
from skjonn.domain.codes import case_number
from skjonn.domain.decisions import DraftLine
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import DecisionKind
from skjonn.domain.frames import meant as meant_pot
from skjonn.domain.intake_values import clean_text
from skjonn.domain.persons import Role
from skjonn.errors import UsageError
from skjonn.registries.meant import meant
from skjonn.registries.municipalities import Municipality
from skjonn.storage.database import writing
from skjonn.storage.queries import application_writes as writes
from skjonn.storage.queries import applications, calls, decisions, frames
from skjonn.storage.queries.application_writes import NewCase, Written
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record
from skjonn.usecases.application_acts import require_alone
from skjonn.usecases.decisions import shown, stored
from skjonn.usecases.draft_rows import Draft, Placed, put_in
from skjonn.usecases.drafting import Drafted
from skjonn.usecases.municipalities import register_in_use


class SingleIncomplete(UsageError):
    """An award outside the round lacks its title or its ground."""

    code = "single-incomplete"
    sentence = N_("An award outside the round needs a title and a ground.")
    advice = N_("Say what it is for with --title, and why it is given outside the round with --ground.")


@dataclass(frozen=True)
class Single:
    """An award outside the round.

    Attributes:
        municipality, payee: number or name; an empty payee is the municipality.
        amount_nok: whole kroner above 0; pot: any of the year's; empty is the call's first.
        title: what it is for; ground: why it is given outside the round; ends_on: the last day, where there is one.
    """

    municipality: str
    amount_nok: int
    title: str
    ground: str
    pot: str = ""
    payee: str = ""
    ends_on: date | None = None


def add(url: str, desk: Desk, call: str, wanted: Single) -> Drafted:
    """Draft a decision of one award without an application; its case gets a number of the call.

    Raises:
        CallUnknown, FrameUnknown, PotUnknown: there is no such call, frame or pot.
        SingleIncomplete, AwardNothing: as asked for; MunicipalityUnknown and the others of its kind: who gets it is not clear.
        SameApplication: the municipality has a case of this title.
    """
    title, ground = (clean_text(text)[0] for text in (wanted.title, wanted.ground))
    if not title or not ground:
        raise SingleIncomplete
    if wanted.amount_nok <= 0:
        raise AwardNothing(amount_nok=wanted.amount_nok)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        stored_call = calls.one(session, call)
        pot = frames.pot(session, stored_call.year, meant_pot(wanted.pot) or stored_call.call.pots[0])
        content = _content(session, desk, wanted, title)
        require_alone(session, stored_call.id, 0, content)
        by = Written(person.id, desk.today, now())
        number = _new_case(session, stored_call, content, by)
        case = applications.case(session, number)
        line = DraftLine(
            number, 1, Outcome.AWARD, wanted.amount_nok, wanted.amount_nok, pot.name, reason=ground, payee=content.payee
        )
        rounds = [one.round for one in decisions.every(session, stored_call.id) if one.status != "returned"]
        draft = Draft(stored_call, DecisionKind.SINGLE, max(rounds, default=1), ground)
        written = shown(
            session,
            stored(session, stored_call.code, put_in(session, draft, [Placed(case.id, case.version_id, line)], by)),
        )
        record(session, desk, person, "single-drafted", number, cases=[case.id], decision=written.id, reason=ground)
        warning = over_pot(pot.name, stored_call.year, pot.allotted_nok - pot.committed_nok, wanted.amount_nok)
        return Drafted(written, (warning,) if warning else ())


def _content(session: Session, desk: Desk, wanted: Single, title: str) -> Content:
    register = register_in_use(session)

    def one(text: str) -> Municipality:
        return meant(register, text, desk.today)

    payee = one(wanted.payee).number if wanted.payee else ""
    return Content(title, one(wanted.municipality).number, wanted.amount_nok, payee=payee, ends_on=wanted.ends_on)


def _new_case(session: Session, call: StoredCall, content: Content, written: Written) -> str:
    number = case_number(call.code, writes.next_serial(session, call.id, 1))
    writes.add_cases(session, call.id, [NewCase(number, Submitted(content), single=True)], written)
    return number
