"""How points become a total and a ranking. "Not assessed" is a state of its own here, and never 0.

The method, in whole hundredths of a point, half up, exact until the one rounding at the end:

- A criterion's mean is over the assessors who gave points on it.
- A case's total is the weighted mean of its criteria's means, weights in per cent of their sum. A case with a criterion on
  which nobody gave points has no total and no rank.
- An assessor's own total is the weighted mean of the points given, and is there only where every criterion has points.
  The mean and the spread (greatest less least) are over these. Where every assessor has assessed every criterion, the
  mean equals the total.
- An assessment keeps the criteria and weights of the call's version it was given under. A case whose assessments were given under
  one version is reckoned by that; where they were given under several, its total is the mean of the assessors' own totals, each
  by the version it was given under.
- The ranking compares totals as shown. Equal totals share a rank and the next rank is skipped (1, 2, 2, 4).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from skjonn.domain.calls import Call, Criterion, Scale
from skjonn.domain.codes import case_order
from skjonn.errors import UsageError
from skjonn.texts import N_, Language, chosen

METHOD = "weighted-mean-1"
"""The name of the method above; another way to reckon gets another name, so that an old ranking tells what it was made by."""
METHOD_OF_VERSIONS = "mean-of-totals-1"
"""The name of the way a case is reckoned whose assessments were given under several versions of the call."""
_WHOLE = re.compile(r"-?[0-9]{1,9}")

Points = Mapping[str, int]
"""Whole points by criterion code; a criterion that is not there is not assessed."""


class CriterionUnknown(UsageError):
    """The call has no such criterion."""

    code = "criterion-unknown"
    sentence = N_("The call {call} has no criterion {criterion}.")
    advice = N_("Its criteria are {criteria}.")


class CriterionTwice(UsageError):
    """Points are given twice on one criterion."""

    code = "criterion-twice"
    sentence = N_("Points on {criterion} are given twice.")
    advice = N_("Give them once: --points CRITERION=4.")


class PointsOffScale(UsageError):
    """Points lie outside the call's scale."""

    code = "points-off-scale"
    sentence = N_("{points} points on {criterion} is outside the scale.")
    advice = N_("Give whole points from {least} to {greatest}; leave it empty where it is not assessed.")


@dataclass(frozen=True)
class Assessment:
    """What one assessor holds of one case; `text` is the written assessment and may be empty where points are given."""

    assessor: str
    points: Points
    text: str = ""


@dataclass(frozen=True)
class Total:
    """A case's figures in hundredths of a point; None is "not assessed enough for it", never 0.

    Attributes:
        total: weighted over the criteria's means.
        mean, spread: of the assessors' own totals; the spread needs at least two of them.
        assessed: how many assessors have assessed it in whole (every criterion, or in writing where no points are given).
        assessors: how many assess in this call at all.
    """

    total: int | None
    mean: int | None
    spread: int | None
    assessed: int
    assessors: int


@dataclass(frozen=True)
class Ranked:
    """A case in the ranking; `rank` is from 1, None where the case has no total."""

    case: str
    rank: int | None
    total: Total


def criterion(call: Call, text: str) -> Criterion:
    """Return the call's criterion with the code or the name (in any language) `text`, whatever its case.

    Raises:
        CriterionUnknown: there is none.
    """
    asked = text.strip().casefold()
    for one in call.criteria:
        if asked in {one.code.casefold(), *(name.strip().casefold() for name in one.names.values())}:
            return one
    raise CriterionUnknown(call=call.code, criterion=text, criteria=[one.code for one in call.criteria])


def whole_points(text: str) -> int | None:
    """Return the whole points `text` says, below 0 too; None where it says something else."""
    return int(text) if _WHOLE.fullmatch(text) else None


def require_on_scale(scale: Scale, criterion_code: str, points: int) -> None:
    """Accept whole points from the scale's least to its greatest, both included.

    Raises:
        PointsOffScale: they lie outside.
    """
    if not scale.least <= points <= scale.greatest:
        raise PointsOffScale(points=points, criterion=criterion_code, least=scale.least, greatest=scale.greatest)


def own_total(criteria: Sequence[Criterion], points: Points) -> Fraction | None:
    """Return one assessor's weighted mean, exact, None unless every criterion has points."""
    if not criteria or any(one.code not in points for one in criteria):
        return None
    return _weighted(criteria, {one.code: Fraction(points[one.code]) for one in criteria})


def total(criteria: Sequence[Criterion], assessments: Sequence[Assessment], assessors: int) -> Total:
    """Return a case's figures by the method above.

    Args:
        criteria: of the call; points on any other criterion are left out.
        assessments: at most one per assessor.
        assessors: how many assess in the call at all.
    """
    means = {one.code: _mean([a.points[one.code] for a in assessments if one.code in a.points]) for one in criteria}
    known = {code: mean for code, mean in means.items() if mean is not None}
    own = [mine for a in assessments if (mine := own_total(criteria, a.points)) is not None]
    return Total(
        total=_hundredths(_weighted(criteria, known)) if criteria and len(known) == len(criteria) else None,
        mean=_hundredths(_mean(own)),
        spread=_hundredths(max(own) - min(own)) if len(own) > 1 else None,
        assessed=sum(1 for a in assessments if is_whole(criteria, a)),
        assessors=assessors,
    )


def total_of_versions(held: Sequence[tuple[Sequence[Criterion], Assessment]], assessors: int) -> Total:
    """Return a case's figures where its assessments were given under several versions of the call.

    Args:
        held: each assessment, at most one per assessor, with the criteria it was given under.
        assessors: how many assess in the call at all.
    """
    own = [mine for criteria, one in held if (mine := own_total(criteria, one.points)) is not None]
    return Total(
        total=_hundredths(_mean(own)),
        mean=_hundredths(_mean(own)),
        spread=_hundredths(max(own) - min(own)) if len(own) > 1 else None,
        assessed=sum(is_whole(criteria, one) for criteria, one in held),
        assessors=assessors,
    )


def is_whole(criteria: Sequence[Criterion], assessment: Assessment) -> bool:
    """Tell whether an assessor is done with a case: points on every criterion, or in writing without any points."""
    if assessment.points:
        return own_total(criteria, assessment.points) is not None
    return bool(assessment.text)


def ranking(totals: Mapping[str, Total]) -> list[Ranked]:
    """Return the cases by total, the greatest first, ties by case number; those without a total last, without a rank."""
    ordered = sorted(totals.items(), key=lambda item: (_descending(item[1]), case_order(item[0])))
    places: list[Ranked] = []
    for position, (case, figures) in enumerate(ordered, start=1):
        tied = places and places[-1].total.total == figures.total
        rank = None if figures.total is None else places[-1].rank if tied else position
        places.append(Ranked(case, rank, figures))
    return places


def shown(hundredths: int | None, language: Language | None = None) -> str:
    """Return hundredths as people read them, `3,85` (`3.85` in English); nothing where there is no figure."""
    if hundredths is None:
        return ""
    mark = "." if (language or chosen()) == "en" else ","
    return f"{hundredths // 100}{mark}{hundredths % 100:02d}"


def _mean(values: Iterable[int | Fraction]) -> Fraction | None:
    kept = list(values)
    return Fraction(sum(kept)) / len(kept) if kept else None


def _weighted(criteria: Sequence[Criterion], means: Mapping[str, Fraction]) -> Fraction:
    return Fraction(sum(one.weight * means[one.code] for one in criteria)) / sum(one.weight for one in criteria)


def _hundredths(value: Fraction | None) -> int | None:
    """Round half up: the nearest hundredth, the greater one where two are as near."""
    return None if value is None else math.floor(value * 100 + Fraction(1, 2))


def _descending(figures: Total) -> tuple[int, int]:
    return (1, 0) if figures.total is None else (0, -figures.total)


@dataclass(frozen=True)
class Cut:
    """Where the money runs out going down the ranking, each case taking all it applied for.

    Attributes:
        last, first_out: the last case the money reaches in full and the first it does not; empty where there is none.
        left_nok: what remains after `last`, whole kroner.
        tied: cases on both sides of the line with one and the same total, in the ranking's order; empty where there are none.
    """

    last: str
    first_out: str
    left_nok: int
    tied: tuple[str, ...] = ()


def cut_line(ranked: Sequence[Ranked], applied: Mapping[str, int], free_nok: int) -> Cut:
    """Return where the money runs out; cases without a total are not reckoned with.

    Args:
        ranked: as `ranking` gives it; applied: case number -> whole kroner; free_nok: what the call's pots have free.
    """
    places = [one for one in ranked if one.rank is not None]
    left, inside = free_nok, 0
    for one in places:
        if applied[one.case] > left:
            break
        left -= applied[one.case]
        inside += 1
    last = places[inside - 1] if inside else None
    out = places[inside] if inside < len(places) else None
    tied: tuple[str, ...] = ()
    if last and out and last.total.total == out.total.total:
        tied = tuple(one.case for one in places if one.total.total == last.total.total)
    return Cut(last.case if last else "", out.case if out else "", left, tied)
