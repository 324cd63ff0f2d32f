"""The rules a plan is held to, each as a value that can name itself, and what they mean for groups of cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from skjonn.domain.plan_settings import Bounds, PlanSettings
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import kroner

if TYPE_CHECKING:
    from skjonn.domain.plans import Candidate, Given

    Belongs = Callable[[Candidate], bool]


class Kind(StrEnum):
    """What a rule is about; a group's kinds end in what of it is bounded."""

    POT = "pot"
    LOCK = "lock"
    UNSCORED = "unscored"
    BARRED = "barred"
    TOTAL = "weighted_total"
    SHARE = "share"
    APPLIED = "applied"
    WHOLE_THOUSANDS = "whole_thousands"
    LEAST_USEFUL = "least_useful"
    PARTIAL_NOT_ACCEPTED = "partial_not_accepted"
    LEAST_AWARD = "least_award_nok"
    GREATEST_AWARD = "greatest_award_nok"
    LEAST_MUNICIPALITIES = "least_municipalities"
    EACH_LEAST_NOK = "each_municipality.least_nok"
    EACH_GREATEST_NOK = "each_municipality.greatest_nok"
    EACH_LEAST_AWARDS = "each_municipality.least_awards"
    EACH_GREATEST_AWARDS = "each_municipality.greatest_awards"
    ONE_LEAST_NOK = "municipality.least_nok"
    ONE_GREATEST_NOK = "municipality.greatest_nok"
    ONE_LEAST_AWARDS = "municipality.least_awards"
    ONE_GREATEST_AWARDS = "municipality.greatest_awards"
    AREA_LEAST_NOK = "area.least_nok"
    AREA_GREATEST_NOK = "area.greatest_nok"
    AREA_LEAST_AWARDS = "area.least_awards"
    AREA_GREATEST_AWARDS = "area.greatest_awards"
    JOINT_LEAST_NOK = "joint.least_nok"
    JOINT_GREATEST_NOK = "joint.greatest_nok"
    JOINT_LEAST_AWARDS = "joint.least_awards"
    JOINT_GREATEST_AWARDS = "joint.greatest_awards"


_NAMES: dict[Kind, str] = {
    Kind.POT: N_("the money in the pot {of}"),
    Kind.LOCK: N_("what is set by hand for {of}"),
    Kind.UNSCORED: N_("no weighted total"),
    Kind.BARRED: N_("what the screening, or another recommendation, says of it"),
    Kind.TOTAL: N_("the sum of weighted totals, which is greater so"),
    Kind.SHARE: N_("equal shares of what is applied for"),
    Kind.APPLIED: N_("the amount applied for"),
    Kind.WHOLE_THOUSANDS: N_("whole thousands"),
    Kind.LEAST_USEFUL: N_("the least useful amount"),
    Kind.PARTIAL_NOT_ACCEPTED: N_("the applicant's all or nothing"),
    Kind.LEAST_AWARD: N_("the least award of {nok}"),
    Kind.GREATEST_AWARD: N_("the greatest award of {nok}"),
    Kind.LEAST_MUNICIPALITIES: N_("awards to at least {bound} municipalities"),
    Kind.EACH_LEAST_NOK: N_("the floor of {nok} per municipality"),
    Kind.EACH_GREATEST_NOK: N_("the ceiling of {nok} per municipality"),
    Kind.EACH_LEAST_AWARDS: N_("at least {bound} awards per municipality"),
    Kind.EACH_GREATEST_AWARDS: N_("at most {bound} awards per municipality"),
    Kind.ONE_LEAST_NOK: N_("the floor of {nok} for {of}"),
    Kind.ONE_GREATEST_NOK: N_("the ceiling of {nok} for {of}"),
    Kind.ONE_LEAST_AWARDS: N_("at least {bound} awards for {of}"),
    Kind.ONE_GREATEST_AWARDS: N_("at most {bound} awards for {of}"),
    Kind.AREA_LEAST_NOK: N_("the floor of {nok} for the area {of}"),
    Kind.AREA_GREATEST_NOK: N_("the ceiling of {nok} for the area {of}"),
    Kind.AREA_LEAST_AWARDS: N_("at least {bound} awards in the area {of}"),
    Kind.AREA_GREATEST_AWARDS: N_("at most {bound} awards in the area {of}"),
    Kind.JOINT_LEAST_NOK: N_("the floor of {nok} for joint projects"),
    Kind.JOINT_GREATEST_NOK: N_("the ceiling of {nok} for joint projects"),
    Kind.JOINT_LEAST_AWARDS: N_("at least {bound} awards for joint projects"),
    Kind.JOINT_GREATEST_AWARDS: N_("at most {bound} awards for joint projects"),
}

_OF_ONE: dict[Kind, str] = {
    Kind.LEAST_MUNICIPALITIES: N_("awards to at least one municipality"),
    Kind.EACH_LEAST_AWARDS: N_("at least one award per municipality"),
    Kind.EACH_GREATEST_AWARDS: N_("at most one award per municipality"),
    Kind.ONE_LEAST_AWARDS: N_("at least one award for {of}"),
    Kind.ONE_GREATEST_AWARDS: N_("at most one award for {of}"),
    Kind.AREA_LEAST_AWARDS: N_("at least one award in the area {of}"),
    Kind.AREA_GREATEST_AWARDS: N_("at most one award in the area {of}"),
    Kind.JOINT_LEAST_AWARDS: N_("at least one award for joint projects"),
    Kind.JOINT_GREATEST_AWARDS: N_("at most one award for joint projects"),
}
"""What rules that count are called where they count to one."""


@dataclass(frozen=True, order=True)
class Rule:
    """One rule: its kind, what it is about (a pot, a case, a municipality's number, an area's code), and its bound.

    `name` is what people call what it is about, where that is another thing than `of`.
    """

    kind: Kind
    of: str = ""
    bound: int | None = None
    name: str = ""

    @property
    def code(self) -> str:
        """What scripts know it by: `pot:project`, `each_municipality.greatest_nok`."""
        return f"{self.kind.value}:{self.of}" if self.of else self.kind.value

    def worded(self, language: Language) -> str:
        """Return what it is called in running text."""
        text = translate((_OF_ONE if self.bound == 1 else _NAMES).get(self.kind, _NAMES[self.kind]), language)
        return text.format(of=self.name or self.of, bound=self.bound, nok=kroner(self.bound or 0, language))


@dataclass(frozen=True)
class Limit:
    """A bound on what some cases get together: whole kroner, or awards where it `counts`; both ends included.

    `least` or `greatest` is None where there is no such end; `of` is the group in people's words, empty where there is one.
    `used` is what the group has already, from decisions that stand and drafts that await approval: it counts towards both ends.
    """

    rule: Rule
    cases: frozenset[str]
    counts: bool
    least: int | None = None
    greatest: int | None = None
    of: str = ""
    used: int = 0


def bounds_of(
    settings: PlanSettings,
    candidates: Sequence[Candidate],
    given: Sequence[Given] = (),
    areas: Mapping[str, str] = MappingProxyType({}),
) -> list[Limit]:
    """Return what the settings mean for these candidates, in a fixed order.

    Args:
        settings: the call's.
        candidates: among whom money is divided.
        given: what other cases of the call have got.
        areas: what people call the priority areas, by code.
    """
    return [replace(limit, used=_used(limit, told, given)) for limit, told in _told_of(settings, candidates, areas)]


def _used(limit: Limit, belongs: Belongs, given: Sequence[Given]) -> int:
    inside = [one for one in given if belongs(one.to)]
    return len(inside) if limit.counts else sum(one.amount_nok for one in inside)


def _told_of(
    settings: PlanSettings, candidates: Sequence[Candidate], areas: Mapping[str, str]
) -> Iterator[tuple[Limit, Belongs]]:
    """Yield each limit, with what tells whether a case belongs to its group."""
    for group in _groups(settings, candidates, areas):
        cases = frozenset(one.case for one in candidates if group.belongs(one))
        for limit in _limits(group, cases):
            yield limit, group.belongs


@dataclass(frozen=True)
class _Group:
    """Some cases that bounds hold for together; `of`, `name` as in `Rule`, `told` as `Limit.of`."""

    part: str
    bounds: Bounds
    belongs: Belongs
    of: str = ""
    name: str = ""
    told: str = ""


def _groups(settings: PlanSettings, candidates: Sequence[Candidate], areas: Mapping[str, str]) -> Iterator[_Group]:
    home = sorted({(one.municipality, one.municipality_name) for one in candidates})
    for number, name in home:
        yield _Group("each_municipality", settings.each_municipality, _from(number), told=name)
    names = dict(home)
    for number, bounds in sorted(settings.municipalities.items()):
        yield _Group("municipality", bounds, _from(number), number, names.get(number, ""))
    for code, bounds in sorted(settings.areas.items()):
        yield _Group("area", bounds, _within(code), code, areas.get(code, ""))
    yield _Group("joint", settings.joint, lambda one: one.joint)


def _from(number: str) -> Belongs:
    return lambda one: one.municipality == number


def _within(area: str) -> Belongs:
    return lambda one: area in one.areas


def _limits(group: _Group, cases: frozenset[str]) -> Iterator[Limit]:
    for end in ("least", "greatest"):
        for measure in ("nok", "awards"):
            bound = getattr(group.bounds, f"{end}_{measure}")
            if bound is not None:
                rule = Rule(Kind(f"{group.part}.{end}_{measure}"), group.of, bound, group.name)
                ends = {end: bound}
                yield Limit(rule, cases, measure == "awards", ends.get("least"), ends.get("greatest"), group.told)
