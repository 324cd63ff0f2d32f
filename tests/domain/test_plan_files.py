"""A plan's file: what is written reads back, what is wrong is named by its key, titles do no harm."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from skjonn.domain import plan_settings_file
from skjonn.domain.plan_files import PlanFile, PlannedCase, from_toml, made, to_toml
from skjonn.domain.plan_settings import Bounds, PlanSettings
from skjonn.domain.plan_strategies import ranked
from skjonn.domain.plan_words import PlanFileWrong
from skjonn.domain.plans import Strategy, Task
from skjonn.domain.problems import Problem
from tests.domain.plan_tasks import case, task, tasks

SMALL = """
call = "2021"
round = 1

[[cases]]
case = "2021-001"
amount_nok = 300_000
"""


def faults(text: str) -> set[tuple[str, str]]:
    """Return code and key of every fault of a file."""
    with pytest.raises(PlanFileWrong) as caught:
        from_toml(text.encode(), "plan.toml")
    return {(one.code, one.place.cell) for one in caught.value.problems if isinstance(one, Problem)}


@given(tasks())
def test_a_written_plan_reads_back_as_it_was(of: Task) -> None:
    """Amounts, pots, rules that can be meant, what is set by hand and why."""
    assume(not list(plan_settings_file.faults(of.settings, "rules", list(of.pots), ["a"])))
    plan = made(of, ranked(of), Strategy.RANKED, date(2021, 5, 1), solver="", whys=dict.fromkeys(of.cases, "x"))

    assert from_toml(to_toml(plan, of, "nn"), "plan.toml") == plan


@given(st.text())
def test_no_title_breaks_the_file(title: str) -> None:
    """A title is a comment; whatever signs it has, the file reads the same."""
    of = task(case(1, 500_000, 300, title=title))
    plan = made(of, ranked(of), Strategy.RANKED, date(2021, 5, 1), solver="", whys={})

    written = to_toml(plan, of, "en")

    assert from_toml(written, "plan.toml") == plan


def test_a_plan_may_be_written_by_hand() -> None:
    """Call, round, case and amount are enough."""
    assert from_toml(SMALL.encode(), "plan.toml").cases == (PlannedCase("2021-001", 300_000),)


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("round = 1", "round = 0", "plan-round", "round"),
        ('case = "2021-001"', 'case = "1"', "plan-case-form", "cases[1].case"),
        ("300_000", "-1", "rule-negative", "cases[1].amount_nok"),
        ("300_000", '"mykje"', "not-whole", "cases[1].amount_nok"),
        ("amount_nok", "amount", "key-unknown", "cases[1].amount"),
        ("300_000", '300_000\nground = "late"', "plan-ground-and-amount", "cases[1].ground"),
        ("300_000", '300_000\n[[cases]]\ncase = "2021-001"\namount_nok = 1', "named-twice", "cases[2].case"),
        ("round = 1", "round = 1\nrules = { least_award_nok = true }", "not-whole", "rules.least_award_nok"),
        ("round = 1", "round = 1\nrules = { objective = 'points' }", "plan-objective", "rules.objective"),
        ("round = 1", "round = ", "toml-syntax", "3:9"),
    ],
)
def test_what_is_wrong_is_named_by_its_key(old: str, new: str, code: str, key: str) -> None:
    """Every fault has a place a person finds in the file."""
    assert (code, key) in faults(SMALL.replace(old, new, 1))


def test_the_documented_example_has_every_key() -> None:
    """The format's page holds one file that is read without a fault and leaves no key out."""
    page = Path(__file__).parents[2] / "docs" / "formats" / "plan.md"
    shown = page.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]

    plan = from_toml(shown.encode(), "plan.md")

    assert plan == PlanFile(
        "2021", 1, "optimum", "HiGHS 1.16.0", date(2021, 5, 3), "9f2c",
        PlanSettings("kroner", True, 100_000, each_municipality=Bounds(greatest_nok=1_500_000)),
        (
            PlannedCase("2021-001", 300_000, "project", reason="Delar av prosjektet.", why=plan.cases[0].why),
            PlannedCase("2021-002", 150_000, by_hand="Avtalt med leiinga."),
            PlannedCase("2021-003", 0),
            PlannedCase("2021-004", 0, ground="ordinary"),
        ),
    )  # fmt: skip
