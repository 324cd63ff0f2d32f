"""Appeals: received only where the call says that its decisions can be appealed against, and settled once."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from skjonn.domain.calls import Call
from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.texts import N_


class AppealOutcome(StrEnum):
    """What comes of an appeal; only `upheld` asks for a new decision."""

    UPHELD = "upheld"
    REJECTED = "rejected"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class AppealNotOpen(RefusedError):
    """The scheme has no appeal."""

    code = "appeal-not-open"
    sentence = N_("The call {call} says nothing of appeals, so its decisions cannot be appealed against.")
    advice = N_("Where the scheme has an appeal, the call's file says so in letters.appeal: `skjonn call change`.")


class NothingToAppeal(RefusedError):
    """The municipality itself said no to its award, and nothing the office decided is against it."""

    code = "nothing-to-appeal"
    sentence = N_(
        "{case}: the award was declined on {declined_on}, by the recipient; that is no decision to appeal against."
    )
    advice = N_("Where it is to have the award after all, draft a correction: `skjonn decision correct {case} AMOUNT`.")


class AppealOpen(ConflictError):
    """The case has an appeal that is not settled."""

    code = "appeal-open"
    sentence = N_("{case} has an appeal, received on {received_on}, that is not settled.")
    advice = N_("Settle it first: skjonn decision appeal {case} --outcome OUTCOME --reason R.")


class NoAppealOpen(ConflictError):
    """The case has no appeal to settle."""

    code = "no-appeal-open"
    sentence = N_("{case} has no appeal that awaits its outcome.")
    advice = N_("Record it first: skjonn decision appeal {case} --received DATE.")


class AppealDayWrong(UsageError):
    """The day cannot be right."""

    code = "appeal-day-wrong"
    sentence = N_("An appeal in {case} cannot be dated {on}: it was decided on {decided_on}, and today is {today}.")
    advice = N_("Check the day.")


class AppealReasonMissing(UsageError):
    """An appeal is settled only with a reason."""

    code = "appeal-reason-missing"
    sentence = N_("The appeal in {case} is settled only with a reason.")
    advice = N_("Say why with --reason TEXT.")


def require_appealable(call: Call) -> None:
    """Accept a call whose file has a text on appeal: law and scheme decide that, not this program.

    Raises:
        AppealNotOpen: it has none.
    """
    if not any(text.strip() for text in call.letters.appeal.values()):
        raise AppealNotOpen(call=call.code)


def require_day(case: str, on: date, decided_on: date, today: date) -> None:
    """Accept a day from the decision's to today, both included.

    Raises:
        AppealDayWrong: it lies outside.
    """
    if not decided_on <= on <= today:
        raise AppealDayWrong(case=case, on=on, decided_on=decided_on, today=today)
