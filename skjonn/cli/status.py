"""`skjonn status`, also what `skjonn` alone prints."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import typer

from skjonn.cli.app import Group
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.domain.fields import CATALOGUE
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import grouped, listed, long_date

if TYPE_CHECKING:
    from skjonn.domain.progress import CallProgress
    from skjonn.domain.waiting import Waiting
    from skjonn.usecases.status import FrameStatus, Status

group = Group("status")


@group.command(help=N_("Show what stands where, and what to do next."), example="skjonn status")
def status(ctx: typer.Context) -> None:
    """Gather the figures and word them."""
    from skjonn.domain.reminders import settings_of
    from skjonn.usecases import status as usecase

    setting = Setting.of(ctx)
    found = usecase.status(setting.url, setting.desk, settings_of(setting.settings.get("reminders"), "skjonn.toml"))
    setting.show(Answer(data=_data(found), lines=_lines(found, setting.desk.today), next_command=found.next_command))


def _data(found: Status) -> dict[str, object]:
    return {
        "office": found.office,
        "frames": [
            {"year": frame.year, "pots": [_pot(frame, at) for at in range(len(frame.pots))]} for frame in found.frames
        ],
        "calls": found.calls,
        "waiting": found.waiting,
        "reports_due": {stage.value: n for stage, n in found.reports_due.items()},
        "reports_to_settle": found.reports_to_settle,
        "earlier": found.earlier,
    }


def _pot(frame: FrameStatus, at: int) -> dict[str, object]:
    pot = frame.pots[at]
    return {
        "name": pot.name,
        "allotted_nok": pot.allotted_nok,
        "decided_nok": pot.decided_nok,
        "free_nok": pot.free_nok,
    }


def _lines(found: Status, today: date) -> list[str]:
    lines = [found.office, *_reports(found)]
    for frame in found.frames:
        lines += ["", _("Frame {year}").format(year=frame.year)]
        lines += [_pot_line(pot.name, pot.allotted_nok, pot.decided_nok, pot.free_nok) for pot in frame.pots]
    for call in found.calls:
        lines += ["", *_call_lines(call, today)]
    if found.earlier:
        told = ngettext("{n} closed call of an earlier year", "{n} closed calls of earlier years", found.earlier)
        lines += ["", told.format(n=found.earlier)]
    if found.waiting:
        lines += ["", _("Waiting"), *(f"  {_waits(one)}" for one in found.waiting)]
    return lines


def _reports(found: Status) -> list[str]:
    """Say what is due, before anything else."""
    words = {code: _(label) for code, label in CATALOGUE["report_state"].choices}
    lines = [f"  {words[stage.value]}: {n}" for stage, n in found.reports_due.items()]
    if found.reports_to_settle:
        lines.append(f"  {_('to be accepted or sent back')}: {found.reports_to_settle}")
    return ["", _("Reports"), *lines] if lines else []


def _waits(one: Waiting) -> str:
    """Word what waits, and for whom."""
    what = _(_OF_ONE[one.step]).format(subject=one.subject) if one.step in _OF_ONE else _several(one)
    return f"{what}: {listed(one.who, chosen())}" if one.who else f"{what}: {_('nobody registered can do it')}"


def _several(one: Waiting) -> str:
    n = one.count
    match one.step.value:
        case "assessment":
            text = ngettext("{n} case of {call} for assessment", "{n} cases of {call} for assessment", n)
        case "recommendation":
            text = ngettext("{n} case of {call} for a recommendation", "{n} cases of {call} for a recommendation", n)
        case "draft":
            text = ngettext("{n} case of {call} for a draft decision", "{n} cases of {call} for a draft decision", n)
        case "condition":
            text = ngettext("{n} condition of {call} that is due", "{n} conditions of {call} that are due", n)
        case "payment_plan":
            text = ngettext(
                "{n} award of {call} to be planned for payment", "{n} awards of {call} to be planned for payment", n
            )
        case "payment_held":
            text = ngettext(
                "{n} award of {call} held, to be planned for a term", "{n} awards of {call} held, to be planned for a term", n
            )  # fmt: skip
        case "payment_list":
            text = ngettext(
                "{n} award of {call} to be told to the ministry", "{n} awards of {call} to be told to the ministry", n
            )
        case "repayment":
            text = ngettext("{n} award of {call} to be repaid", "{n} awards of {call} to be repaid", n)
        case "told_beyond":
            text = ngettext("{n} award of {call} paid beside the lists and told to the ministry too", "{n} awards of {call} paid beside the lists and told to the ministry too", n)  # fmt: skip
        case _:
            text = ngettext("{n} letter of {call} to be written", "{n} letters of {call} to be written", n)
    return text.format(n=n, call=one.call)


_OF_ONE = {
    "approval": N_("{subject} for approval"),
    "void": N_("{subject} to be returned, as it cannot be approved as it stands"),
    "appeal": N_("the appeal in {subject} for its outcome"),
    "new_decision": N_("{subject} for a new decision, as the appeal was upheld"),
}


def _pot_line(name: str, allotted_nok: int, decided_nok: int, free_nok: int) -> str:
    words = _("{name}: {allotted} allotted, {decided} decided, {free} free")
    return "  " + words.format(
        name=name, allotted=grouped(allotted_nok), decided=grouped(decided_nok), free=grouped(free_nok)
    )


def _state(call: CallProgress, today: date) -> str:
    if call.closed:
        return _("closed")
    words = _("open, deadline {day}") if today <= call.deadline.date() else _("open, the deadline was {day}")
    return words.format(day=long_date(call.deadline.date(), chosen()))


def _call_lines(call: CallProgress, today: date) -> list[str]:
    state = _state(call, today)
    head = _("Call {code}, {name} ({state})").format(code=call.code, name=call.name, state=state)
    counts = [ngettext("{n} application", "{n} applications", call.applications).format(n=call.applications)]
    if call.withdrawn:
        counts.append(ngettext("{n} withdrawn", "{n} withdrawn", call.withdrawn).format(n=call.withdrawn))
    counts.append(_("{n} assessed").format(n=call.assessed))
    counts.append(_("{n} decided, {amount} awarded").format(n=call.decided, amount=grouped(call.awarded_nok)))
    if call.outside:
        text = ngettext("of it {n} award outside the round", "of it {n} awards outside the round", call.outside)
        counts.append(text.format(n=call.outside))
    lines = [head, "  " + ", ".join(counts)]
    if call.undecided:
        lines.append(
            "  " + _("{n} without a decision, {m} of them recommended").format(n=call.undecided, m=call.recommended)
        )
    if call.awaiting:
        lines.append("  " + _("waiting for approval: {ids}").format(ids=", ".join(call.awaiting)))
    if call.letters_due:
        lines.append("  " + _("{n} of {m} letters written").format(n=call.letters, m=call.letters_due))
    return lines
