"""A plan as a TOML file a person can read and change; docs/formats/plan.md shows every key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from skjonn.domain import plan_settings_file
from skjonn.domain.codes import CaseNumberWrong, case_order, parse_case
from skjonn.domain.plan_settings import PlanSettings
from skjonn.domain.plan_words import PlanFileWrong
from skjonn.domain.plans import Award, Lock, Strategy, Task
from skjonn.domain.problems import Problem
from skjonn.domain.scores import shown
from skjonn.domain.toml_keys import Keys, parsed
from skjonn.texts import N_, Language
from skjonn.texts.wording import grouped


@dataclass(frozen=True)
class PlannedCase:
    """What a plan says of one case; amounts in whole kroner, 0 for nothing.

    Attributes:
        pot: the award is paid from; empty where nothing is given, and where the first with room will do.
        ground: a ground of the call, where a case that gets nothing is to be refused at once; else it is left open.
        reason: for the recommendation, and so for the letter; empty leaves it to be written.
        by_hand: why the amount was set by hand; empty where a strategy found it.
        why: how it came to be, in words; for the office's own eyes, and not read back.
    """

    case: str
    amount_nok: int
    pot: str = ""
    ground: str = ""
    reason: str = ""
    by_hand: str = ""
    why: str = ""


@dataclass(frozen=True)
class PlanFile:
    """A plan as kept in a file: what it was made for, how, from what, by which rules, and what it gives."""

    call: str
    round: int
    strategy: str
    solver: str
    made_on: date | None
    inputs: str
    settings: PlanSettings
    cases: tuple[PlannedCase, ...]
    name: str = field(default="", compare=False)

    @property
    def awards(self) -> list[Award]:
        """What is given, by case number."""
        return [Award(one.case, one.amount_nok, one.pot) for one in self.cases if one.amount_nok]

    @property
    def locks(self) -> dict[str, Lock]:
        """What is set by hand, by case number."""
        return {one.case: Lock(one.case, one.amount_nok, one.by_hand, one.pot) for one in self.cases if one.by_hand}

    @property
    def by_case(self) -> dict[str, PlannedCase]:
        """The cases by number."""
        return {one.case: one for one in self.cases}


def made(
    task: Task, awards: Iterable[Award], strategy: Strategy, day: date, *, solver: str, whys: Mapping[str, str]
) -> PlanFile:
    """Return the plan of a task, `whys` by case number already worded."""
    given = {award.case: award for award in awards}
    cases = tuple(
        PlannedCase(
            case=case,
            amount_nok=given[case].amount_nok if case in given else 0,
            pot=given[case].pot if case in given else "",
            by_hand=(task.locks[case].reason if case in task.locks else ""),
            why=whys.get(case, ""),
        )
        for case in task.cases
    )
    return PlanFile(task.call, task.round, strategy.value, solver, day, task.digest, task.settings, cases)


def to_toml(plan: PlanFile, task: Task, language: Language) -> bytes:
    """Return the file's bytes; titles and figures stand as comments, which nothing reads."""
    head = [
        f"call = {_quoted(plan.call)}",
        f"round = {plan.round}",
        f"strategy = {_quoted(plan.strategy)}",
        *([f"solver = {_quoted(plan.solver)}"] if plan.solver else []),
        *([f"made_on = {plan.made_on.isoformat()}"] if plan.made_on else []),
        f"inputs = {_quoted(plan.inputs)}",
        *(_remark(f"{pot}: {grouped(free)} – {grouped(_given(plan, pot))}") for pot, free in task.pots.items()),
        "",
        *plan_settings_file.lines(plan.settings, "rules"),
    ]
    for one in plan.cases:
        head += ["", *_case_lines(one, task, language)]
    return ("\n".join(head) + "\n").encode()


def from_toml(content: bytes, file: str) -> PlanFile:
    """Read and check a plan's file; `file` is its name in messages.

    Raises:
        PlanFileWrong: with every problem at once.
    """
    problems: list[Problem] = []
    values = parsed(content, file, problems)
    if problems:
        raise PlanFileWrong(problems=problems, file=file)
    keys = Keys(values, file, problems)
    plan = PlanFile(
        call=keys.text("call").upper(),
        round=keys.whole("round", required=True) or 0,
        strategy=keys.text("strategy", required=False),
        solver=keys.text("solver", required=False),
        made_on=keys.day("made_on"),
        inputs=keys.text("inputs", required=False),
        settings=plan_settings_file.settings_of(keys.table("rules")),
        cases=_cases(keys.tables("cases")),
        name=file,
    )
    keys.close()
    _check(plan, keys)
    if problems:
        raise PlanFileWrong(problems=problems, file=file)
    return plan


def _cases(tables: Sequence[Keys]) -> tuple[PlannedCase, ...]:
    found = [_case(keys) for keys in tables]
    return tuple(sorted((one for one in found if one), key=lambda one: case_order(one.case)))


def _case(keys: Keys) -> PlannedCase | None:
    said = keys.text("case")
    amount_nok = keys.whole("amount_nok", required=True)
    texts = {name: _maybe(keys, name) for name in ("pot", "ground", "reason", "by_hand", "why")}
    keys.close()
    try:
        case = parse_case(said, None) if said else ""
    except CaseNumberWrong:
        keys.problem("plan-case-form", "case", N_("{key}: {found} is not a full case number, as 2021-007."), found=said)
        return None
    if amount_nok is not None and amount_nok < 0:
        keys.problem("rule-negative", "amount_nok", N_("{key} cannot be below 0."))
    return PlannedCase(case, amount_nok or 0, **texts) if case else None


def _maybe(keys: Keys, name: str) -> str:
    """Return a text that may be empty, as a file written for people to fill in has them."""
    if keys.values.get(name) == "":
        keys.known.append(name)
        return ""
    return keys.text(name, required=False)


def _check(plan: PlanFile, keys: Keys) -> None:
    if plan.round < 1 and isinstance(keys.values.get("round"), int):
        keys.problem("plan-round", "round", N_("{key} is 1 or more."))
    named = plan_settings_file.faults(plan.settings, "rules", plan.settings.joint_pots, list(plan.settings.areas))
    for code, key, text, data in named:
        place = keys.place(key)
        keys.problems.append(Problem(code, "error", place, text, data={"key": place.cell, **data}))
    seen: set[str] = set()
    for number, one in enumerate(plan.cases, 1):
        if one.case in seen:
            keys.problem("named-twice", f"cases[{number}].case", N_("{found} stands here twice."), found=one.case)
        seen.add(one.case)
        if one.ground and one.amount_nok:
            text = N_("{case} has both an amount and a ground for refusing it.")
            keys.problem("plan-ground-and-amount", f"cases[{number}].ground", text, case=one.case)


def _case_lines(one: PlannedCase, task: Task, language: Language) -> list[str]:
    known = task.cases.get(one.case)
    told = []
    if known:
        score = shown(known.score, language) or "–"
        told = [
            _remark(
                f"{known.title} ({known.municipality_name}). {grouped(known.applied_nok)}; {score}; {known.rank or '–'}"
            )
        ]
    named = {"pot": one.pot, "ground": one.ground, "by_hand": one.by_hand}
    return [
        "[[cases]]",
        *told,
        f"case = {_quoted(one.case)}",
        f"amount_nok = {one.amount_nok:_}",
        *(f"{name} = {_quoted(value)}" for name, value in named.items() if value),
        *([f"why = {_quoted(one.why)}"] if one.why else []),
        f"reason = {_quoted(one.reason)}",
    ]


def _given(plan: PlanFile, pot: str) -> int:
    return sum(one.amount_nok for one in plan.cases if one.pot == pot)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _remark(text: str) -> str:
    return "# " + "".join(sign if sign.isprintable() else " " for sign in text)
