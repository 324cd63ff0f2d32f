"""Recording that letters were sent: when, and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from skjonn.domain.desk import Desk
from skjonn.domain.persons import Role
from skjonn.errors import ConflictError, UsageError
from skjonn.storage.database import writing
from skjonn.storage.queries import calls, letters
from skjonn.storage.queries.letters import StoredLetter
from skjonn.storage.tables.letter import DispatchRow
from skjonn.texts import N_
from skjonn.usecases.acting import acting, now, record


class SentHowMissing(UsageError):
    """How letters were sent is not said."""

    code = "sent-how-missing"
    sentence = N_("How the letters were sent is not said.")
    advice = N_('Say it with --how, as in --how "eFormidling".')


class SentDayWrong(UsageError):
    """A letter would be sent before it was written, or on a day that is yet to come."""

    code = "sent-day-wrong"
    sentence = N_("{numbers} cannot have been sent on {on}: written later, or the day is yet to come.")
    advice = N_("Check the day.")


class NothingToSend(ConflictError):
    """Every letter asked for is recorded as sent already, or none is registered."""

    code = "nothing-to-send"
    sentence = N_("No letter of {call} awaits being sent.")
    advice = N_("`skjonn letter list` shows what is registered and when each letter was sent; name cases with --case to record one again.")  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """What was recorded: the letters by number."""

    call: str
    on: date
    how: str
    numbers: tuple[int, ...]


def mark_sent(
    url: str, desk: Desk, call: str, on: date, how: str, *, cases: tuple[str, ...] | None = None, kind: str | None = None
) -> Sent:  # fmt: skip
    """Record that letters were sent: those that stand and were not sent, or the named cases' whatever was recorded before.

    Raises:
        CallUnknown: there is no such call; SentHowMissing, SentDayWrong, NothingToSend: as they say.
    """
    if not how.strip():
        raise SentHowMissing
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        found = _meant(session, call, cases, kind)
        if not found:
            raise NothingToSend(call=call)
        wrong = [one.number for one in found if on < one.dated or on > desk.today]
        if wrong:
            raise SentDayWrong(numbers=wrong, on=on)
        rows = [DispatchRow(letter_id=one.id, sent_on=on, how=how.strip(), on=desk.today, recorded_at=now(), person_id=person.id) for one in found]  # fmt: skip
        session.add_all(rows)
        session.flush()
        tied = sorted({case.application_id for one in found for case in one.cases})
        record(session, desk, person, "letters-sent", call, cases=tied, count=len(found), on=on, how=how.strip())
    return Sent(call, on, how.strip(), tuple(sorted(one.number for one in found)))


def _meant(session: Session, call: str, cases: tuple[str, ...] | None, kind: str | None) -> list[StoredLetter]:
    """Return the letters meant: of the named cases all that stand, else those that were never sent."""
    every = [one for one in letters.registered(session, calls.one(session, call).id) if one.stands]
    fit = [one for one in every if kind in (None, one.kind)]
    if cases is None:
        return [one for one in fit if one.sent_on is None]
    return [one for one in fit if any(case.case_number in cases for case in one.cases)]
