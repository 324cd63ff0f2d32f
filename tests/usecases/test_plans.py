"""Plans from the proposal to the decision: what is proposed, taken, refused, remembered, departed from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from skjonn.domain.allocations import GroundUnknown, Outcome
from skjonn.domain.decisions import DraftIncomplete
from skjonn.domain.desk import Desk
from skjonn.domain.plan_rules import Kind
from skjonn.domain.plan_settings import Bounds
from skjonn.domain.plan_words import NothingToPlan, PlanBroken, PlanOutdated, RulesContradict, RulesNotKept
from skjonn.domain.plans import Lock, Strategy
from skjonn.domain.problems import Problem
from skjonn.errors import SkjonnError
from skjonn.storage.database import reading, writing
from skjonn.storage.queries.applications import CaseUnknown
from skjonn.storage.tables.frame import PotRow
from skjonn.usecases import allocations, calls, decisions, drafting, history, planning, plans_used, scoring
from skjonn.usecases.acting import RoleMissing
from skjonn.usecases.recommending import Wanted
from tests.conftest import Copies
from tests.domain.plan_tasks import amounts, case, task
from tests.usecases.rounds import CALL, award, edit, everything, on, open_round, refuse

MAY = date(2021, 5, 3)


def score(url: str, desk: Desk, serial: int, points: int) -> None:
    """Give a case the same points on every criterion."""
    case = f"2021-{serial:03d}"
    criteria = scoring.form(url, desk, case).call.criteria
    scoring.record_one(url, desk, case, {one.code: points for one in criteria}, None)


@pytest.fixture
def scored(copy_of: Copies, desk: Desk) -> str:
    """Return an office with 1 000 000 free for cases of 500 000, 400 000 and 300 000, ranked 2, 1, 3; dated before May."""

    def build(url: str) -> None:
        open_round(url, desk)
        for serial, points in ((1, 3), (2, 5), (3, 2)):
            score(url, desk, serial, points)

    return copy_of("scored round", build)


@pytest.fixture
def desk_in_may(desk: Desk) -> Desk:
    """Return kari's desk later in spring."""
    return on(desk, MAY)


@pytest.fixture
def planned(scored: str, desk_in_may: Desk, tmp_path: Path) -> Path:
    """Return a plan's file: 500 000, 400 000 and 100 000."""
    return _written(scored, desk_in_may, tmp_path / "plan.toml")


def _written(url: str, desk: Desk, path: Path, strategy: Strategy = Strategy.RANKED) -> Path:
    planning.write(path, planning.propose(planning.gather(url, desk, "2021"), strategy), desk)
    return path


def changed(path: Path, *pairs: tuple[str, str]) -> Path:
    """Change a plan's file as a person would."""
    said = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in said
        said = said.replace(old, new, 1)
    path.write_text(said, encoding="utf-8")
    return path


def codes(error: SkjonnError) -> list[str]:
    """Return the codes of an error's problems."""
    return [one.code for one in error.problems if isinstance(one, Problem)]


@pytest.mark.parametrize("strategy", list(Strategy))
def test_a_proposal_changes_nothing_and_explains_itself(scored: str, desk_in_may: Desk, strategy: Strategy) -> None:
    """Whatever the strategy: within the pot, every case with its reason, and not a row written."""
    before = everything(scored)

    done = planning.propose(planning.gather(scored, desk_in_may, "2021"), strategy)

    assert everything(scored) == before
    assert [pot.left_nok >= 0 for pot in done.pots] == [True]
    assert list(done.whys) == ["2021-001", "2021-002", "2021-003"]
    assert done.solver == ("" if strategy is not Strategy.OPTIMUM else done.solver)


def test_the_best_downwards_and_the_greatest_sum_are_the_same_here(scored: str, desk_in_may: Desk) -> None:
    """Only a frame and awards that divide freely: both give 500 000, 400 000 and the rest."""
    task = planning.gather(scored, desk_in_may, "2021")

    by_rank, by_sum = (planning.propose(task, way) for way in (Strategy.RANKED, Strategy.OPTIMUM))

    assert by_rank.awards == by_sum.awards
    assert [award.amount_nok for award in by_rank.awards] == [500_000, 400_000, 100_000]
    assert by_rank.next_in_line
    assert (by_rank.next_in_line.case, by_rank.next_in_line.lacking_nok) == ("2021-003", 200_000)


def test_what_is_recommended_for_others_is_set_aside(scored: str, desk_in_may: Desk) -> None:
    """A case in a draft is no part of the plan, and its money is not free; a case to be refused takes no part."""
    award(scored, desk_in_may, 2, 400_000)
    drafting.draft(scored, desk_in_may, "2021", only=["2021-002"])
    refuse(scored, desk_in_may, 3)

    task = planning.gather(scored, desk_in_may, "2021")

    assert list(task.cases) == ["2021-001", "2021-003"]
    assert task.pots == {"project": 600_000}
    assert task.cases["2021-003"].barred == "recommendation"


def test_a_call_with_nothing_open_has_nothing_to_plan(office: str, desk: Desk) -> None:
    """No case, no plan: a sentence."""
    open_round(office, desk, applied=())

    with pytest.raises(NothingToPlan):
        planning.gather(office, desk, "2021")


def test_nothing_free_gives_nobody_anything(office: str, desk: Desk) -> None:
    """An empty pot is a plan of nothing, and says who is next and what is lacking."""
    open_round(office, desk, applied=(500_000,))
    score(office, desk, 1, 3)
    task = replace(planning.gather(office, desk, "2021"), pots={"project": 0})

    done = planning.propose(task, Strategy.OPTIMUM)

    assert done.awards == ()
    assert done.next_in_line
    assert done.next_in_line.lacking_nok == 500_000


def test_cases_nobody_has_scored_enter_only_by_hand(office: str, desk: Desk) -> None:
    """A round assessed in writing alone has no plan but what a person sets."""
    open_round(office, desk)
    locks = {"2021-002": Lock("2021-002", 250_000, "Avtalt.")}

    alone = planning.propose(planning.gather(office, desk, "2021"), Strategy.OPTIMUM)
    by_hand = planning.propose(planning.gather(office, desk, "2021", locks=locks), Strategy.OPTIMUM)

    assert alone.awards == ()
    assert [(one.case, one.amount_nok) for one in by_hand.awards] == [("2021-002", 250_000)]
    with pytest.raises(CaseUnknown):
        planning.gather(office, desk, "2021", locks={"2021-099": Lock("2021-099", 1, "x")})


def test_what_is_set_by_hand_cannot_overspend(scored: str, desk_in_may: Desk) -> None:
    """More set by hand than the pot has: refused before anything is divided, the pot and the case named."""
    locks = {"2021-001": Lock("2021-001", 1_000_001, "Alt.")}

    for strategy in Strategy:
        with pytest.raises(RulesContradict, match=r"2021-001.*project"):
            planning.propose(planning.gather(scored, desk_in_may, "2021", locks=locks), strategy)


def _with_rules(url: str, desk: Desk, tmp_path: Path, rules: str) -> None:
    path = tmp_path / "call.toml"
    path.write_text(CALL.read_text(encoding="utf-8") + rules, encoding="utf-8")
    calls.change_call(url, desk, "2021", path, "Reglar for fordelinga.")


def test_contradicting_rules_are_named(scored: str, desk_in_may: Desk, tmp_path: Path) -> None:
    """A floor and a ceiling for the one applicant there is: the solver's strategy names both, another that it is not reached."""
    _with_rules(scored, desk_in_may, tmp_path, "\n[allocation.each_municipality]\ngreatest_nok = 200_000\n[allocation.municipalities.1103]\nleast_nok = 300_000\n")  # fmt: skip
    task = planning.gather(scored, desk_in_may, "2021")

    with pytest.raises(RulesContradict) as caught:
        planning.propose(task, Strategy.OPTIMUM)
    with pytest.raises(RulesNotKept, match="Stavanger"):
        planning.propose(task, Strategy.RANKED)

    assert "200\u00a0000" in caught.value.message()
    assert "300\u00a0000 for Stavanger" in caught.value.message()


def test_a_plan_becomes_the_recommendations(scored: str, desk_in_may: Desk, planned: Path) -> None:
    """Each award with its pot; the plan is kept as the file was; the same again changes nothing but that it was taken again."""
    done = plans_used.use(scored, desk_in_may, planned)
    again = plans_used.use(scored, desk_in_may, planned)

    assert (done.added, done.changed, done.unchanged) == (3, 0, 0)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    said = {one.case: one.said for one in allocations.listed(scored, "2021", "en", MAY).rows}
    assert {case: one.amount_nok for case, one in said.items() if one} == {"2021-001": 500_000, "2021-002": 400_000, "2021-003": 100_000}  # fmt: skip
    with reading(scored) as session:
        content = session.connection().scalar(text("SELECT content FROM allocation_plan WHERE number = 1"))
    assert content == planned.read_text(encoding="utf-8")


def test_why_a_case_got_its_amount_is_not_the_letters_reason(scored: str, desk_in_may: Desk, planned: Path) -> None:
    """Rank and other cases are for the office; only what a person wrote under `reason` becomes the reason."""
    assert "Rank 3" in planned.read_text(encoding="utf-8")
    changed(planned, ('reason = ""', 'reason = "Heile prosjektet."'))

    plans_used.use(scored, desk_in_may, planned)

    rows = allocations.listed(scored, "2021", "en", MAY).rows
    assert [one.said.reason for one in rows if one.said] == ["Heile prosjektet.", "", ""]


def test_a_case_that_gets_nothing_is_left_or_refused_on_a_ground(scored: str, desk_in_may: Desk, planned: Path) -> None:
    """0 leaves the case open, also where an award was recommended, which is taken back; a ground recommends a refusal."""
    award(scored, desk_in_may, 1, 500_000)
    changed(planned, ("amount_nok = 500_000", "amount_nok = 0"), ("amount_nok = 100_000\npot = \"project\"", 'amount_nok = 0\nground = "priority"'))  # fmt: skip

    done = plans_used.use(scored, desk_in_may, planned)

    said = {one.case: one.said for one in allocations.listed(scored, "2021", "en", MAY).rows}
    assert said["2021-003"]
    assert said["2021-003"].outcome is Outcome.REFUSAL
    assert said["2021-001"] is None
    assert "plan-award-taken-back" in [one.code for one in done.warnings]
    assert "recommendation-taken-back" in [one.kind for one in history.of_case(scored, desk_in_may, "2021-001").events]
    award(scored, desk_in_may, 1, 400_000)
    assert [one.said.amount_nok for one in allocations.listed(scored, "2021", "en", MAY).rows if one.said][:1] == [
        400_000
    ]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("amount_nok = 400_000", "amount_nok = 400_001"), ["plan-case-broken", "plan-pot-overspent"]),
        (("amount_nok = 100_000", "amount_nok = 100_001"), ["plan-pot-overspent"]),
        (("[rules]", "[rules]\nleast_award_nok = 200_000"), ["plan-case-broken"]),
        (("[rules]", "[rules]\n[rules.each_municipality]\ngreatest_awards = 2"), ["plan-group-broken"]),
    ],
)
def test_a_changed_plan_is_held_against_the_rules(
    scored: str, desk_in_may: Desk, planned: Path, change: tuple[str, str], found: list[str]
) -> None:
    """What breaks a rule is named, exit 3, and nothing at all is set."""
    before = everything(scored)

    with pytest.raises(PlanBroken) as caught:
        plans_used.use(scored, desk_in_may, changed(planned, change))

    assert codes(caught.value) == found
    assert caught.value.exit_code == 3
    assert everything(scored) == before


def test_what_a_person_sets_in_the_file_is_above_rules_for_one_award(
    scored: str, desk_in_may: Desk, planned: Path
) -> None:
    """With `by_hand` more than applied for is let through, with that reason; the pot still holds."""
    changed(planned, ("amount_nok = 100_000", "amount_nok = 0"), ("amount_nok = 400_000", 'amount_nok = 450_000\nby_hand = "Vertskommune."'))  # fmt: skip

    plans_used.use(scored, desk_in_may, planned)

    said = {one.case: one.said for one in allocations.listed(scored, "2021", "en", MAY).rows}
    assert said["2021-002"]
    assert (said["2021-002"].amount_nok, said["2021-002"].above_applied) == (450_000, "Vertskommune.")


def test_a_plan_is_refused_when_its_cases_are_gone(scored: str, desk_in_may: Desk, planned: Path) -> None:
    """A case that was drafted meanwhile is named, exit 4, and nothing is set."""
    award(scored, desk_in_may, 2, 400_000)
    drafting.draft(scored, desk_in_may, "2021", only=["2021-002"])
    before = everything(scored)

    with pytest.raises(PlanOutdated, match="not open any more") as caught:
        plans_used.use(scored, desk_in_may, planned)

    assert [one.data["case"] for one in caught.value.problems if isinstance(one, Problem)] == ["2021-002"]
    assert caught.value.exit_code == 4
    assert everything(scored) == before


@pytest.mark.parametrize(("applied_nok", "refused"), [(450_000, True), (600_000, False)])
def test_what_changed_since_is_told_and_refused_only_where_it_no_longer_fits(
    scored: str, desk_in_may: Desk, planned: Path, applied_nok: int, refused: bool
) -> None:
    """An application for more now is a warning; one for less than planned is a broken rule."""
    edit(scored, 1, 2, MAY, applied_nok=applied_nok)

    if refused:
        with pytest.raises(PlanBroken):
            plans_used.use(scored, desk_in_may, planned)
    else:
        assert "plan-inputs-changed" in [one.code for one in plans_used.use(scored, desk_in_may, planned).warnings]


def test_an_unknown_ground_is_refused_whole(scored: str, desk_in_may: Desk, planned: Path) -> None:
    """The rules recommendations are held to by hand hold here too."""
    before = everything(scored)
    changed(planned, ('amount_nok = 100_000\npot = "project"', 'amount_nok = 0\nground = "moon"'))

    with pytest.raises(GroundUnknown):
        plans_used.use(scored, desk_in_may, planned)

    assert everything(scored) == before


def test_only_a_caseworker_takes_a_plan_and_a_trial_keeps_nothing(
    scored: str, desk_in_may: Desk, planned: Path
) -> None:
    """An assessor may not; --dry-run tells the same and leaves everything as it was."""
    before = everything(scored)

    with pytest.raises(RoleMissing):
        plans_used.use(scored, replace(desk_in_may, person="ola"), planned)
    tried = plans_used.use(scored, replace(desk_in_may, dry_run=True), planned)

    assert tried.added == 3
    assert everything(scored) == before


def test_two_plans_side_by_side(scored: str, desk_in_may: Desk, planned: Path, tmp_path: Path) -> None:
    """The difference per case and per pot, and what speaks against the one that was changed."""
    other = changed(
        _written(scored, desk_in_may, tmp_path / "b.toml"), ("amount_nok = 500_000", "amount_nok = 600_000")
    )

    found = plans_used.compare(scored, desk_in_may, planned, other)

    assert [one.difference_nok for one in found.cases] == [100_000, 0, 0]
    assert [(a.planned_nok, b.planned_nok) for a, b in found.pots] == [(1_000_000, 1_100_000)]
    assert {one.place.file for one in found.problems} == {"b.toml"}


def test_the_decision_tells_its_plan_and_every_departure(scored: str, desk_in_may: Desk, planned: Path) -> None:
    """A departure without a reason is listed as lacking one; with it the decision names the plan and the departure."""
    used = plans_used.use(scored, desk_in_may, changed(planned, ("amount_nok = 100_000\n", "amount_nok = 0\n")))
    allocations.recommend(scored, desk_in_may, "2021-003", Wanted(Outcome.AWARD, 300_000))
    allocations.recommend(scored, desk_in_may, "2021-001", Wanted(Outcome.AWARD, 300_000, reason="Delar av det."))

    with pytest.raises(DraftIncomplete) as caught:
        drafting.draft(scored, desk_in_may, "2021")
    assert codes(caught.value) == ["plan-departure-unexplained"]
    allocations.recommend(scored, desk_in_may, "2021-003", Wanted(Outcome.AWARD, 300_000, reason="Meir ledig."))
    drafting.draft(scored, desk_in_may, "2021")
    found = decisions.show(scored, "2021", 1)

    assert (found.plan, found.plan_sha256) == ("plan.toml", used.sha256)
    assert [(one.case, one.planned_nok, one.decided_nok, one.reason) for one in found.departures] == [
        ("2021-001", 500_000, 300_000, "Delar av det."),
        ("2021-003", 0, 300_000, "Meir ledig."),
    ]


def test_everything_that_is_lacking_is_listed_at_once(scored: str, desk_in_may: Desk, planned: Path) -> None:
    """Part of what was applied for without a reason, nothing recommended, and a departure: one line a case, by case number."""
    plans_used.use(scored, desk_in_may, changed(planned, ("amount_nok = 500_000\n", "amount_nok = 0\n"), ("amount_nok = 100_000\n", "amount_nok = 0\n")))  # fmt: skip
    allocations.recommend(scored, desk_in_may, "2021-002", Wanted(Outcome.REFUSAL, ground="priority"))
    allocations.recommend(scored, desk_in_may, "2021-003", Wanted(Outcome.AWARD, 200_000))

    with pytest.raises(DraftIncomplete) as caught:
        drafting.draft(scored, desk_in_may, "2021")

    found = [(str(one.data["case"]), one.code) for one in caught.value.problems if isinstance(one, Problem)]
    assert [case for case, _code in found] == ["2021-001", "2021-002", "2021-003"]
    assert found[1][1] == "plan-departure-unexplained"
    assert caught.value.data["count"] == 3


def test_a_decision_without_a_plan_names_none(scored: str, desk_in_may: Desk) -> None:
    """Nothing is asked of who recommends by hand."""
    for serial in (1, 2):
        award(scored, desk_in_may, serial, 400_000)
    refuse(scored, desk_in_may, 3)

    done = drafting.draft(scored, desk_in_may, "2021")

    assert (done.decision.plan, done.decision.departures) == ("", ())


def test_the_bar_moves_once_for_each_rule(scored: str, desk_in_may: Desk, tmp_path: Path) -> None:
    """As many steps as `explained` says there will be."""
    _with_rules(scored, desk_in_may, tmp_path, "\n[allocation]\nwhole_thousands = true\nleast_award_nok = 50_000\n")
    task = planning.gather(scored, desk_in_may, "2021")
    steps: list[int] = []
    step: Callable[[], None] = lambda: steps.append(1)  # noqa: E731  (as the bar is)

    planning.propose(task, Strategy.RANKED, step)

    assert len(steps) == len(planning.explained(task)) == 1


def test_a_pot_says_what_is_in_it_and_not_divided(scored: str, desk_in_may: Desk) -> None:
    """Money held back until a day is no part of a plan before it, and the plan says so."""
    with writing(scored) as session:
        pot = session.exec(select(PotRow)).one()
        pot.opens_on = date(2021, 9, 1)
        session.add(pot)

    (held,) = planning.propose(planning.gather(scored, desk_in_may, "2021"), Strategy.RANKED).pots
    (opened,) = planning.propose(
        planning.gather(scored, on(desk_in_may, date(2021, 9, 1)), "2021"), Strategy.RANKED
    ).pots

    assert (held.free_nok, held.aside.held_until) == (0, date(2021, 9, 1))
    assert (opened.free_nok, opened.aside.held_until) == (1_000_000, None)


def test_a_rule_without_which_another_would_not_be_kept_says_so() -> None:
    """In proportion, the ceiling of one municipality is what leaves enough for another's floor; both are named."""
    of = task(
        case(1, 600_000, 300, municipality="1103"), case(2, 500_000, 200, municipality="1101"),
        each_municipality=Bounds(greatest_nok=500_000), municipalities={"1101": Bounds(least_nok=460_000)},
    )  # fmt: skip

    done = planning.propose(of, Strategy.PROPORTIONAL)

    assert amounts(done.awards) == {"1": 500_000, "2": 500_000}
    told = {one.rule.kind: one for one in done.costs}
    assert [(one.kind, one.of) for one in told[Kind.EACH_GREATEST_NOK].unkept] == [(Kind.ONE_LEAST_NOK, "1101")]
    for one in done.costs:
        if one.unkept:
            with pytest.raises(RulesNotKept):
                planning.propose(of.without(one.rule), Strategy.PROPORTIONAL)


def test_the_ranking_counts_no_money_that_is_held_back(scored: str, desk_in_may: Desk) -> None:
    """The free money reaches nobody before the pot's day, and everybody it reaches from that day."""
    with writing(scored) as session:
        pot = session.exec(select(PotRow)).one()
        pot.opens_on = date(2021, 9, 1)
        session.add(pot)

    before, after = (scoring.ranking(scored, "2021", day).cut for day in (desk_in_may.today, date(2021, 9, 1)))

    assert before is not None
    assert (before.last, before.left_nok) == ("", 0)
    assert after is not None
    assert after.last
