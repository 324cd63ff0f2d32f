"""Planning payments: the first term that can be met, equal parts, what is held, and what is taken off again."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain import payments as rules
from skjonn.domain.payments import Award, How

CUTOFFS = {6: date(2021, 5, 20), 9: date(2021, 8, 20), 11: date(2021, 11, 26)}


def award(case: int = 1, nok: int = 100, on: date = date(2021, 5, 20), planned: dict[int, int] | None = None, sent: dict[int, int] | None = None) -> Award:  # fmt: skip
    """Return an award of 2021."""
    return Award(case, case, f"2021-{case:03}", "1101", 2021, on, nok, planned or {}, sent or {})


@pytest.mark.parametrize(
    ("on", "term"),
    [(date(2021, 1, 2), 6), (date(2021, 5, 20), 6), (date(2021, 5, 21), 9), (date(2021, 11, 26), 11), (date(2021, 11, 27), None)],
)  # fmt: skip
def test_the_first_term_whose_cutoff_is_on_the_day_or_later(on: date, term: int | None) -> None:
    """The cut-off itself is in time; past the last there is none."""
    assert rules.first_term(on, CUTOFFS) == term


def test_past_the_last_cutoff_is_refused_with_the_cases() -> None:
    """Nothing is planned for an approval past the last cut-off, nor where no cut-off is set; naming a term or holding goes."""
    late = award(2, on=date(2021, 12, 1))

    with pytest.raises(rules.PastLastTerm) as refused:
        rules.plan([award(1), late], CUTOFFS, How())
    assert refused.value.data["cases"] == ["2021-002"]
    assert "payment term 2019 6=2019-05-20" in rules.TermsUnset(year="2019").help()
    with pytest.raises(rules.TermsUnset):
        rules.plan([award(1)], {}, How())
    assert [(one.term, one.amount_nok) for one in rules.plan([late], {}, How(terms=(11,)))] == [(11, 100)]
    assert [(one.term, one.amount_nok) for one in rules.plan([late], {}, How(hold=True))] == [(rules.HELD, 100)]


def test_what_no_longer_stands_is_taken_off_what_is_held_first_then_the_latest_terms() -> None:
    """What was sent stays; more was told then than stands."""
    smaller = award(nok=30, planned={rules.HELD: 20, 9: 50, 11: 30}, sent={9: 50})

    moves = rules.plan([smaller], CUTOFFS, How())

    assert [(one.term, one.amount_nok) for one in moves] == [(rules.HELD, -20), (11, -30)]


def test_planned_anew_what_is_not_sent_moves() -> None:
    """A case planned again keeps what was sent in its term; the rest goes where it is asked for."""
    moves = rules.plan([award(planned={6: 100}, sent={6: 40})], CUTOFFS, How(terms=(9, 10), anew=True))

    assert [(one.term, one.amount_nok) for one in moves] == [(6, -60), (9, 30), (10, 30)]


def test_cutoffs_rise_and_lie_before_the_month_of_their_term() -> None:
    """A cut-off after its term's month, before an earlier term's, or of a year long past is refused."""
    rules.require_cutoffs(2022, {1: date(2021, 12, 10), 6: date(2022, 5, 20)})
    for wrong in ({6: date(2021, 7, 1)}, {6: date(2021, 5, 20), 9: date(2021, 5, 19)}, {6: date(2019, 5, 20)}):
        with pytest.raises(rules.CutoffsUnordered):
            rules.require_cutoffs(2021, wrong)


@pytest.mark.parametrize("text", ["0", "12", "-1", "six", "", "１"])
def test_there_are_eleven_terms(text: str) -> None:
    """Anything else is refused by name."""
    with pytest.raises(rules.TermWrong):
        rules.term_named(text)


@given(st.integers(1, 10**9), st.sets(st.integers(1, 11), min_size=1))
def test_equal_parts_make_the_whole(nok: int, terms: set[int]) -> None:
    """Parts add up to the amount, differ by a krone at the most, and the earlier terms have the more."""
    parts = rules.split(nok, tuple(terms))

    assert sum(parts.values()) == nok
    assert max(parts.values()) - min(parts.values()) <= 1
    assert list(parts.values()) == sorted(parts.values(), reverse=True)


@given(
    st.lists(
        st.tuples(st.sampled_from(["plan", "hold", "split", "anew", "send", "change"]), st.integers(0, 400)),
        max_size=12,
    )
)
def test_planned_is_awarded_over_any_history(acts: list[tuple[str, int]]) -> None:
    """Whatever happens in whatever order, after a plan everything that stands is planned and nothing more but what was sent."""
    nok, planned, sent = 100, Counter[int](), Counter[int]()
    ways = {"plan": How(), "hold": How(hold=True), "split": How(terms=(9, 10, 11)), "anew": How(terms=(10,), anew=True)}
    for act, size in acts:
        if act == "change":
            nok = size
        elif act == "send":
            term = max((term for term, held in planned.items() if held and term), default=None)
            if term is not None:
                sent[term] = planned[term]
        else:
            day = date(2021, 5, 1) + timedelta(days=size % 200)
            for move in rules.plan(
                [award(nok=nok, on=day, planned=dict(+planned), sent=dict(sent))], CUTOFFS, ways[act]
            ):
                planned[move.term] += move.amount_nok
            assert sum(planned.values()) == max(nok, sum(sent.values()))
        assert all(planned[term] >= sent[term] >= 0 for term in planned)
