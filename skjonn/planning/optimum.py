"""The plan with the greatest sum of weighted totals, found by HiGHS.

Two stages. The first makes the call's objective as great as it can be. The second holds it there and asks for as few partial
awards as possible, then for better ranks, then for lower case numbers, so that of equal plans the same one is given each
time. The cases go in by case number. Whatever the solver says of itself, the domain proves the plan afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from math import gcd

import highspy
from highspy import _Highs  # type: ignore[attr-defined]  # its types name only what it calls public

from skjonn.domain.plan_settling import settled
from skjonn.domain.plan_strategies import in_order
from skjonn.domain.plan_tally import check, objective
from skjonn.domain.plans import Award, Candidate, Task
from skjonn.errors import SurroundingsError
from skjonn.texts import N_

_QUICKER = dict.fromkeys(
    (
        "mip_heuristic_run_feasibility_jump",
        "mip_heuristic_run_rins",
        "mip_heuristic_run_rens",
        "mip_heuristic_run_root_reduced_cost",
    ),
    False,
)  # looking for good plans by luck costs more time here than it saves
_SECONDS = 600.0
_SAME = 1e-7  # where any krone will do, two objectives this near are the same: less than 4 kroner in 35 million
_STEP = 1_000  # the solver counts in thousands: whole ones where awards are, else parts of them


class NotSolved(SurroundingsError):
    """The solver came to no proven optimum."""

    code = "plan-not-solved"
    sentence = N_("The solver gave no proven optimum ({status}); no plan is made.")
    advice = N_("Run it again, or use --strategy ranked, which needs no solver.")


def solver() -> str:
    """Return the solver and its version, as a plan records it."""
    return f"HiGHS {version('highspy')}"


def best(task: Task, *, above: int | None = None) -> list[Award] | None:
    """Return the awards with the greatest objective, by case number; None where no plan keeps every rule.

    With `above` also None where no plan comes to more than that.

    Raises:
        NotSolved: the solver ended with anything but a proven optimum.
    """
    for whole in (False, True):
        model = _Model.of(task, whole=whole)
        awards = model.best(above)
        if awards is None or model.sound:
            return awards
    raise NotSolved(status="second stage")


def possible(task: Task) -> bool:
    """Tell whether any plan keeps every rule.

    Raises:
        NotSolved: the solver could not tell.
    """
    return _Model.of(task).solve({}) is not None


@dataclass(frozen=True)
class _Choice:
    """One case from one pot: columns for "gets something", "gets all" and how many whole units (-1 where there is none).

    A case set by hand gets `fixed_nok`; `rest_nok` is what is applied for beyond whole units.
    """

    one: Candidate
    pot: str
    some: int
    full: int = -1
    units: int = -1
    fixed_nok: int = 0
    rest_nok: int = 0


@dataclass
class _Model:
    """The task as columns and rows. Money is counted in steps: thousands, whole ones where awards are to be.

    Where any krone will do, parts of a step are let in at first, which is quick and nearly always comes out in whole kroner;
    where it does not, the step is one krone.
    """

    task: Task
    step: int
    whole: bool
    choices: list[_Choice] = field(default_factory=list)
    columns: list[tuple[float, float, bool]] = field(default_factory=list)
    rows: list[tuple[float, float, dict[int, float]]] = field(default_factory=list)
    value: float = 0.0
    sound: bool = False

    @classmethod
    def of(cls, task: Task, *, whole: bool = False) -> _Model:
        """Return the model of a task; `whole` counts single kroner where any will do."""
        thousands = task.unit_nok == _STEP
        model = cls(task, step=_STEP if thousands or not whole else task.unit_nok, whole=thousands or whole)
        for one in task.cases.values():
            if one.case in task.locks:
                model._add_locked(one)
            elif task.takes_part(one) and task.most(one):
                model._add_free(one)
        model._add_pots()
        model._add_limits()
        model._add_spread()
        return model

    def best(self, above: int | None) -> list[Award] | None:
        """Go through both stages; None where no plan keeps every rule, or none comes to more than `above`."""
        first = self.solve(self.worth())
        if first is None:
            return None
        awards = self.awards(first)
        if above is not None and objective(self.task, awards) <= above:
            return None
        reached = self._in_steps(awards)
        self.sound = abs(reached - self.value) < self._near
        if self.worth():
            self.rows.append((reached - self._slack, highspy.kHighsInf, self.worth()))
        second = self.solve(self.order(), first)
        found = settled(self.task, awards if second is None else self.awards(second))
        kept = objective(self.task, found) >= objective(self.task, awards) and not check(self.task, found)
        self.sound = self.sound and kept and second is not None
        return found

    def worth(self) -> dict[int, float]:
        """Return the objective by column, in steps and in parts of what the scores have in common."""
        found: dict[int, float] = {}
        for choice in self.choices:
            score = (choice.one.score or 0) / self._common
            if self.task.settings.objective == "cases":
                found[choice.some] = score
            else:
                found |= {column: score * nok / self.step for column, nok in self._money(choice).items()}
        return {column: value for column, value in found.items() if value}

    def order(self) -> dict[int, float]:
        """Return what the second stage makes great: each partial award costs more than all ranks and numbers together."""
        live = [choice for choice in self.choices if choice.full >= 0]
        ranks = {one.case: place for place, one in enumerate(self.task.by_rank)}
        cost = 1 + len(ranks) ** 2
        found: dict[int, float] = {}
        for choice in live:
            found[choice.some] = found.get(choice.some, 0) + len(ranks) - ranks[choice.one.case] - cost
            found[choice.full] = found.get(choice.full, 0) + cost
        return found

    def solve(self, worth: Mapping[int, float], known: Sequence[float] = ()) -> list[float] | None:
        """Return the best values of the columns, beginning from known ones; None where there are none.

        Raises:
            NotSolved: the solver ended otherwise.
        """
        solver = self._loaded(worth)
        if known:
            start = highspy.HighsSolution()
            start.col_value = list(known)
            solver.setSolution(start)
        solver.run()
        status = solver.getModelStatus()
        if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
            return None
        if not self.columns:
            return [] if all(low <= 0 for low, _high, _row in self.rows) else None
        if status != highspy.HighsModelStatus.kOptimal:
            raise NotSolved(status=solver.modelStatusToString(status))
        self.value = solver.getInfo().objective_function_value
        return list(solver.getSolution().col_value)

    def awards(self, values: Sequence[float]) -> list[Award]:
        """Return what a solution gives."""
        found = []
        for choice in self.choices:
            if round(values[choice.some]):
                nok = sum(money * self._rounded(column, values) for column, money in self._money(choice).items())
                found.append(Award(choice.one.case, round(nok), choice.pot))
        return in_order(found)

    def _loaded(self, worth: Mapping[int, float]) -> _Highs:
        solver = _Highs()  # the solver itself: the wrapper around it greets on stdout, where our data goes
        for name, value in {
            "output_flag": False, "threads": 1, **_QUICKER, "random_seed": 0, "mip_rel_gap": 0.0 if self.whole else _SAME, "mip_abs_gap": self._near,
            "mip_feasibility_tolerance": 1e-9, "primal_feasibility_tolerance": 1e-9, "time_limit": _SECONDS,
        }.items():  # fmt: skip
            solver.setOptionValue(name, value)
        for column, (low, high, whole) in enumerate(self.columns):
            solver.addVar(low, high)
            if whole:
                solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
            solver.changeColCost(column, float(worth.get(column, 0)))
        for low, high, row in self.rows:
            solver.addRow(float(low), float(high), len(row), list(row), [float(value) for value in row.values()])
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        return solver

    @property
    def _common(self) -> int:
        return gcd(*(choice.one.score or 0 for choice in self.choices)) or 1

    @property
    def _near(self) -> float:
        """Half of the least by which two objectives can differ."""
        odd = not self.whole or any(nok % self.step for one in self.choices for nok in self._money(one).values())
        return 0.5 / self.step if odd and self.task.settings.objective != "cases" else 0.5

    @property
    def _slack(self) -> float:
        """How much the second stage may fall short of the first in the solver's figures; in ours it may not."""
        return self._near if self.whole else self._near / 50

    def _in_steps(self, awards: Sequence[Award]) -> float:
        by_case = self.task.settings.objective == "cases"
        return objective(self.task, awards) / self._common / (1 if by_case else self.step)

    def _rounded(self, column: int, values: Sequence[float]) -> float:
        """Return a column's value as a whole number, or in whole kroner where parts of a step are let in."""
        whole = self.columns[column][2]
        return round(values[column]) if whole else round(values[column] * self.step) / self.step

    def _column(self, low: float, high: float, *, whole: bool = True) -> int:
        self.columns.append((low, high, whole))
        return len(self.columns) - 1

    def _money(self, choice: _Choice) -> dict[int, int]:
        """Return a choice's whole kroner by column."""
        if choice.full < 0:
            return {choice.some: choice.fixed_nok}
        found = {choice.full: choice.rest_nok} if choice.rest_nok else {}
        return {**found, choice.units: self.step}

    def _add_locked(self, one: Candidate) -> None:
        lock = self.task.locks[one.case]
        if not lock.amount_nok:
            return
        pots = (lock.pot,) if lock.pot else self.task.pots_for(one)
        made = [_Choice(one, pot, self._column(0, 1), fixed_nok=lock.amount_nok) for pot in pots]
        self.choices += made
        self.rows.append((1, 1, {choice.some: 1.0 for choice in made}))

    def _add_free(self, one: Candidate) -> None:
        made = [self._choice(one, pot) for pot in self.task.pots_for(one)]
        self.choices += made
        if len(made) > 1:
            self.rows.append((0, 1, {choice.some: 1.0 for choice in made}))

    def _choice(self, one: Candidate, pot: str) -> _Choice:
        """Add a case from a pot: nothing, or all of it, or whole units from its least to its most."""
        applied, least, most = one.applied_nok, self.task.least(one), self.task.most(one)
        whole = self._steps(applied)
        may_be_full = most == applied
        lowest = min(-self._steps(-least), whole)
        highest = whole if may_be_full else self._steps(most)
        parted = least < applied and lowest <= highest
        some, full = self._column(0, 1), self._column(0, int(may_be_full))
        units = self._column(0, highest, whole=self.whole)
        if not parted:
            self.rows.append((0, 0, {some: 1.0, full: -1.0}))
        else:
            self.rows.append((-highspy.kHighsInf, 0, {full: 1.0, some: -1.0}))
        self.rows.append((0, highspy.kHighsInf, {units: 1.0, some: -float(lowest)}))
        self.rows.append((-highspy.kHighsInf, 0, {units: 1.0, some: -float(highest)}))
        if may_be_full:
            self.rows.append((0, highspy.kHighsInf, {units: 1.0, full: -float(whole)}))
        return _Choice(one, pot, some, full, units, rest_nok=round(applied - whole * self.step))

    def _steps(self, nok: int) -> float:
        """Return an amount in steps, whole ones rounded down where they must be whole."""
        return nok // self.step if self.whole else nok / self.step

    def _add_pots(self) -> None:
        for pot, free in self.task.pots.items():
            self._bound([choice for choice in self.choices if choice.pot == pot], None, max(free, 0), counts=False)

    def _add_limits(self) -> None:
        for limit in self.task.limits:
            members = [choice for choice in self.choices if choice.one.case in limit.cases]
            least, greatest = (
                None if end is None else max(end - limit.used, 0) for end in (limit.least, limit.greatest)
            )
            self._bound(members, least, greatest, counts=limit.counts)

    def _bound(self, members: Sequence[_Choice], least: int | None, greatest: int | None, *, counts: bool) -> None:
        row: dict[int, int] = {}
        for choice in members:
            row |= {choice.some: 1} if counts else self._money(choice)
        scale = 1 if counts else self.step
        low = -highspy.kHighsInf if least is None else least / scale
        high = highspy.kHighsInf if greatest is None else greatest / scale
        self.rows.append((low, high, {column: value / scale for column, value in row.items()}))

    def _add_spread(self) -> None:
        if not self.task.least_municipalities:
            return
        homes: dict[str, list[int]] = {}
        for choice in self.choices:
            if choice.one.municipality not in self.task.served:
                homes.setdefault(choice.one.municipality, []).append(choice.some)
        served = {}
        for columns in homes.values():
            home = self._column(0, 1)
            served[home] = 1.0
            self.rows.append((0, highspy.kHighsInf, {**dict.fromkeys(columns, 1.0), home: -1.0}))
        missing = max(self.task.least_municipalities - len(self.task.served), 0)
        self.rows.append((missing, highspy.kHighsInf, served))
