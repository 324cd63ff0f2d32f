"""How long a plan takes: a round of 400 cases under ten rules, and one of 29. Run by `benchmarks/run.py`.

These are bounds in seconds and not ratios: no program of the same kind divides money and explains it. The whole command is
what a person waits for; here the parts are taken by themselves, and the least of several runs counts.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace

from skjonn.domain.plan_settings import Bounds, PlanSettings
from skjonn.domain.plan_strategies import proportional, ranked
from skjonn.domain.plan_tally import check
from skjonn.domain.plans import Candidate, Strategy, Task
from skjonn.planning import optimum
from skjonn.usecases.planning import explained, propose

MANY, ROUND = 400, 29
SEEDS = (1, 2)
_TOWNS = [f"11{number:02d}" for number in range(1, 24)]
_AREAS = ("a", "b", "c", "d")


def task(cases: int, seed: int) -> Task:
    """Return a round of `cases` applications from 23 municipalities, two pots a third of what is applied for, ten rules."""
    draw = random.Random(seed)
    candidates = [_candidate(number, draw) for number in range(1, cases + 1)]
    totals = [one.score or 0 for one in candidates]
    candidates = [replace(one, rank=1 + sum(other > (one.score or 0) for other in totals)) for one in candidates]
    applied_nok = sum(one.applied_nok for one in candidates)
    rules = PlanSettings(
        whole_thousands=True,
        least_award_nok=50_000,
        greatest_award_nok=700_000,
        least_municipalities=15,
        joint_pots=("joint",),
        each_municipality=Bounds(greatest_nok=applied_nok // 36, greatest_awards=max(2, cases // 30)),
        joint=Bounds(least_nok=applied_nok // 12),
        municipalities={candidates[0].municipality: Bounds(least_nok=50_000)},
        areas={"a": Bounds(greatest_nok=applied_nok // 12), "b": Bounds(least_awards=3)},
    )
    return Task("2021", 1, tuple(candidates), {"project": applied_nok // 4, "joint": applied_nok // 12}, rules)


def report() -> list[tuple[str, float, float]]:
    """Measure and return name, seconds and the bound (included)."""
    many, real = [task(MANY, seed) for seed in SEEDS], [task(ROUND, seed) for seed in SEEDS]
    return [
        (f"a plan of {MANY} cases, both stages of the optimum", max(_least(_proved, of) for of in many), 10),
        (f"a plan of {MANY} cases, with all explanations", _seconds(_explained, many[0]), 60),
        (f"a plan of {ROUND} cases, with all explanations", max(_least(_explained, of) for of in real), 2),
        (f"a plan of {MANY} cases by rank", _least(ranked, many[0]), 1),
        (f"a plan of {MANY} cases in proportion", _least(proportional, many[0]), 10),
    ]


def _candidate(number: int, draw: random.Random) -> Candidate:
    applied_nok = draw.randrange(50, 900) * 1000
    return Candidate(
        case=f"2021-{number:03d}",
        applied_nok=applied_nok,
        score=draw.randrange(100, 501),
        municipality=draw.choice(_TOWNS),
        joint=draw.random() < 0.4,
        areas=tuple(draw.sample(_AREAS, draw.randrange(3))),
        accepts_partial=draw.random() < 0.6,
        least_useful_nok=applied_nok // 2000 * 1000 if draw.random() < 0.5 else None,
    )


def _proved(of: Task) -> None:
    awards = optimum.best(of)
    assert awards is not None
    assert not check(of, awards)
    assert len(explained(of)) >= 10


def _explained(of: Task) -> None:
    propose(of, Strategy.OPTIMUM)


def _least(act: Callable[[Task], object], of: Task, rounds: int = 3) -> float:
    return min(_seconds(act, of) for _ in range(rounds))


def _seconds(act: Callable[[Task], object], of: Task) -> float:
    begun = time.perf_counter()
    act(of)
    return time.perf_counter() - begun


def main() -> bool:
    """Print a table; tell whether a bound is broken."""
    broken = False
    print(f"{'':60}{'ours':>11}{'bound':>10}")
    for name, seconds, bound in report():
        over = seconds > bound
        broken = broken or over
        print(f"{name:60}{seconds:>9.2f} s{bound:>8.0f} s{'  OVER' if over else ''}", flush=True)
    return broken


if __name__ == "__main__":
    raise SystemExit(main())
