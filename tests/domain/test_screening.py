"""The call's rules held against one application: what each finds, with its figures and its effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.applications import Content, Partner, PartnerKind, Scope
from skjonn.domain.calls import Effect, Excluded, Rules
from skjonn.domain.findings import SENTENCES, Finding, from_json, to_json
from skjonn.domain.findings import consequence as worded_effect
from skjonn.domain.screening import (
    Applicant,
    EarlierAward,
    Outdated,
    Status,
    Surroundings,
    confirmable,
    counts_partners,
    findings,
    says_otherwise,
)

DAY = date(2021, 3, 1)
CONTENT = Content("Ei felles teneste", "1112", 400_000, summary="Kort om det.", goals="Betre tenester.")
LUND = Applicant("Lund", "11", 22)
AROUND = Surroundings(DAY, ("11",), {"11": "Rogaland", "4601": "Bergen"})
SOKNDAL = Partner(PartnerKind.MUNICIPALITY, "Sokndal", "1111")
UNI = Partner(PartnerKind.ORGANISATION, "UiS")
MFL = Partner(PartnerKind.UNNAMED)
PAST = EarlierAward("2019-004", "Eit eldre prosjekt", 300_000, date(2020, 6, 1), date(2020, 12, 1))


def found(rules: Rules, who: Applicant = LUND, around: Surroundings = AROUND, **said: Any) -> list[Finding]:
    """Return what the rules find in an application of Lund that says some things otherwise."""
    return list(findings(replace(CONTENT, **said), rules, who, around))


def told(rules: Rules, who: Applicant = LUND, **said: Any) -> list[tuple[str, str, str, str]]:
    """Return rule, code, field and effect of each finding."""
    return [(one.rule, one.code, one.field, one.effect.kind) for one in found(rules, who, **said)]


def test_without_rules_nothing_is_found() -> None:
    """A call that demands nothing finds nothing, whatever the application says."""
    assert found(Rules(), applied_nok=1, title="drift", ends_on=date(2030, 1, 1)) == []


def test_what_breaks_the_rules_of_an_older_file_warns() -> None:
    """The limits a call has had all along each find their fault, and warn unless the file says more."""
    rules = Rules(150_000, 200_000, 50, date(2021, 1, 1), date(2021, 12, 31), ("goals",))

    few = told(rules, applied_nok=100_000, total_cost_nok=100_000, ends_on=date(2022, 12, 31), goals="")

    assert few == [
        ("least_applied_nok", "below-least", "applied_nok", "warn"),
        ("least_own_funding_percent", "own-funding-low", "own_funding_nok", "warn"),
        ("period_from", "start-unknown", "starts_on", "warn"),
        ("period_to", "beyond-period", "ends_on", "warn"),
        ("required_fields", "asked-for-missing", "goals", "warn"),
    ]
    assert told(Rules(greatest_applied_nok=200_000), applied_nok=200_001)[0][:2] == ("greatest_applied_nok", "above-greatest")  # fmt: skip


@pytest.mark.parametrize("applied_nok", [150_000, 200_000])
def test_both_ends_of_the_amounts_are_allowed(applied_nok: int) -> None:
    """The least and the greatest amount themselves are within."""
    assert found(Rules(150_000, 200_000), applied_nok=applied_nok) == []


def test_a_sentence_has_the_figures() -> None:
    """What was found and what is asked for, in the language of whoever reads."""
    low = found(Rules(least_own_funding_percent=50), total_cost_nok=999_999, own_funding_nok=300_000, own_effort_nok=100_000)[0]  # fmt: skip

    assert low.data == {"own_nok": 400_000, "total_nok": 999_999, "percent": 50, "asked_nok": 500_000}
    assert "NOK\u00a0400\u00a0000" in low.message("en")
    assert low.line("en").startswith("warning: ")
    assert low.line("en").endswith("[least_own_funding_percent]")


def test_own_funding_counts_money_and_effort() -> None:
    """The share is of the total cost, its exact per cent included; without a total cost it cannot be seen: a warning."""
    rules = Rules(least_own_funding_percent=50, effects={"least_own_funding_percent": Effect("stop")})

    assert found(rules, total_cost_nok=800_000, own_funding_nok=300_000, own_effort_nok=100_000) == []
    assert told(rules, total_cost_nok=800_001, own_funding_nok=400_000)[0][1:] == ("own-funding-low", "own_funding_nok", "stop")  # fmt: skip
    assert told(rules)[0][1:] == ("own-funding-unknown", "total_cost_nok", "warn")
    assert told(replace(rules, required_fields=("total_cost_nok",))) == [("required_fields", "asked-for-missing", "total_cost_nok", "warn")]  # fmt: skip


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "codes"),
    [
        (date(2021, 1, 1), date(2021, 12, 31), []),
        (date(2020, 12, 31), date(2022, 1, 1), ["outside-period", "beyond-period"]),
        (None, None, ["start-unknown", "end-unknown"]),
        (None, date(2020, 5, 1), ["over-before-period"]),
        (date(2022, 5, 1), None, ["begun-after-period"]),
        (date(2021, 5, 1), None, ["end-unknown"]),
    ],
)
def test_the_period_is_seen_from_what_is_stated(starts_on: date | None, ends_on: date | None, codes: list[str]) -> None:
    """Both ends are within; a date that is missing is a fault only where the other one shows it."""
    rules = Rules(period_from=date(2021, 1, 1), period_to=date(2021, 12, 31), effects={"period_from": Effect("stop"), "period_to": Effect("stop")})  # fmt: skip

    several = found(rules, starts_on=starts_on, ends_on=ends_on)

    assert [one.code for one in several] == codes
    assert all(one.stops != one.code.endswith("unknown") for one in several)


def test_fields_about_persons_may_be_asked_for() -> None:
    """Whether they are filled in is seen, what stands there is not; the whole county is a partner list."""
    rules = Rules(required_fields=("contact_email", "project_leader", "partners", "caseworker"))
    known = replace(LUND, persons=frozenset({"contact_email"}))

    missing = [one.field for one in found(rules, known, scope=Scope.COUNTY)]

    assert missing == ["project_leader", "caseworker"]


def test_a_total_cost_below_the_least_is_found() -> None:
    """500 000 is not supported where the least is 500 001."""
    rules = Rules(least_total_cost_nok=500_001, effects={"least_total_cost_nok": Effect("stop")})

    assert told(rules, total_cost_nok=500_000)[0][1::2] == ("cost-below-least", "stop")
    assert told(rules)[0][1::2] == ("cost-unknown", "warn")
    assert found(rules, total_cost_nok=500_001) == []


@pytest.mark.parametrize(
    ("applicants", "lead", "county", "admitted"),
    [
        (("office",), "1112", "11", True),
        (("office",), "4601", "46", False),
        (("46",), "4601", "46", True),
        (("11", "4601"), "4601", "46", True),
        (("4601",), "1112", "11", False),
        (("office",), "1112", "", False),
    ],
)
def test_who_may_apply(applicants: tuple[str, ...], lead: str, county: str, admitted: bool) -> None:
    """The office's own counties, counties, municipalities; anyone else is stopped where the file says nothing else."""
    who = Applicant("Søkjaren", county)

    outside = found(Rules(applicants=applicants), who, lead=lead)

    assert [one.stops for one in outside] == ([] if admitted else [True])
    assert all("Søkjaren" in one.message("nn") for one in outside)


def test_who_may_apply_is_told_by_name() -> None:
    """The office stands for its counties, each number for its name."""
    outside = found(Rules(applicants=("office", "4601")), Applicant("Asker", "30"), lead="3025")[0]

    assert outside.data["circle"] == ["Rogaland", "Bergen"]


@pytest.mark.parametrize(
    ("partners", "scope", "count"),
    [
        ((), Scope.NAMED, 0),
        ((SOKNDAL, UNI), Scope.NAMED, 2),
        ((SOKNDAL, MFL), Scope.NAMED, 2),
        ((), Scope.COUNTY, 22),
        ((SOKNDAL,), Scope.COUNTY, 22),
    ],
)
def test_partners_are_counted(partners: tuple[Partner, ...], scope: Scope, count: int) -> None:
    """Municipalities and organisations; "mfl." is one more, the whole county all its other municipalities."""
    content = replace(CONTENT, partners=partners, scope=scope)

    assert counts_partners(content, 22) == count
    assert [one.code for one in found(Rules(least_partners=2, greatest_partners=10), partners=partners, scope=scope)] == (
        ["partners-few"] if count < 2 else ["partners-many"] if count > 10 else []
    )  # fmt: skip


def test_an_excluded_purpose_is_one_finding_with_its_text() -> None:
    """Each purpose once, whatever number of words and fields; its passage, the fields, and the text for the letter."""
    purpose = Excluded("operations", ("drift", "driftsmidlar"), {"nb": "Drift støttes ikke.", "nn": "Drift blir ikkje støtta."}, Effect("stop"))  # fmt: skip
    other = Excluded("trip", ("reise",), {"nb": "Nei.", "nn": "Nei."})

    several = found(Rules(excluded=(purpose, other)), title="Teneste", summary="Til drifta.", goals="Driftsmidlar.")

    assert [(one.rule, one.field, one.stops, one.data["found"], one.data["fields"]) for one in several] == [
        ("excluded[operations]", "summary", True, "drifta", ["summary", "goals"])
    ]
    assert several[0].text == purpose.text
    assert several[0].message("nb").endswith("Drift støttes ikke.")
    assert several[0].message("en").endswith("Drift blir ikkje støtta.")


@pytest.mark.parametrize(
    ("effect", "shown", "consequence"),
    [
        (Effect("deduct", deduct_points=1), Effect("deduct", deduct_points=1), "deduct 1 point"),
        (Effect("deduct", deduct_nok=50_000), Effect("deduct", deduct_nok=50_000), "deduct NOK\u00a050\u00a0000"),
        (Effect("deduct", deduct_percent=10), Effect("deduct", deduct_percent=10, deduct_nok=40_009), "deduct 10 per cent, NOK\u00a040\u00a0009"),
        (Effect("stop"), Effect("stop"), "stop"),
    ],
)  # fmt: skip
def test_a_deduction_is_named_with_its_figure(effect: Effect, shown: Effect, consequence: str) -> None:
    """A share is of the applied amount, rounded down to whole kroner; nothing is deducted here."""
    one = found(Rules(least_partners=1, effects={"least_partners": effect}), applied_nok=400_099)[0]

    assert one.effect == shown
    assert worded_effect(one.effect, "en") == consequence


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, ["earlier-report-unknown"]),
        ({"reported": True}, []),
        ({"reported": False}, ["earlier-report-missing"]),
        ({"ends_on": date(2021, 3, 2), "report_due_on": date(2021, 3, 1)}, ["earlier-unfinished"]),
        ({"ends_on": DAY, "report_due_on": None}, []),
        ({"ends_on": None, "report_due_on": None}, ["earlier-without-end"]),
        ({"ends_on": None, "reported": True}, []),
    ],
)
def test_earlier_awards(change: dict[str, Any], codes: list[str]) -> None:
    """A project beyond the day, or without an end and a report; a report that is due; unknown is a warning."""
    rules = Rules(earlier={"unfinished": Effect("stop"), "report_missing": Effect("stop")})
    who = replace(LUND, earlier=(replace(PAST, **change),))

    several = found(rules, who)

    assert [one.code for one in several] == codes
    assert all(one.stops != (one.code == "earlier-report-unknown") for one in several)
    assert all("2019-004" in one.message("nb") for one in several)


def test_earlier_awards_are_looked_for_where_the_call_says_so() -> None:
    """Only the part that is named."""
    who = replace(LUND, earlier=(replace(PAST, ends_on=None, reported=False),))

    assert found(Rules(), who) == []
    assert [one.rule for one in found(Rules(earlier={"unfinished": Effect()}), who)] == ["earlier.unfinished"]


def test_every_sentence_is_filled() -> None:
    """Each code that can be found words itself in every language, with nothing left to fill."""
    rules = Rules(
        500_000, 100_000, 50, date(2021, 1, 1), date(2021, 12, 31), ("goals",), 600_000, ("4601",), 1, 2,
        (Excluded("x", ("teneste",), {"nb": "Nei.", "nn": "Nei."}),), {"unfinished": Effect(), "report_missing": Effect(), "unused_money": Effect()},
    )  # fmt: skip
    awards = (
        PAST,
        replace(PAST, reported=True, unused_nok=5),
        replace(PAST, reported=False),
        replace(PAST, ends_on=None),
        replace(PAST, ends_on=date(2022, 1, 1)),
    )
    said: list[dict[str, Any]] = [
        {"total_cost_nok": 500_000, "goals": "", "starts_on": date(2020, 1, 1), "ends_on": date(2022, 1, 1)},
        {"ends_on": date(2020, 1, 1), "partners": (SOKNDAL, UNI, MFL)},
        {"starts_on": date(2022, 1, 1)},
        {},
    ]

    several = [one for each in said for one in found(rules, replace(LUND, earlier=awards), **each)]

    assert {one.code for one in several} == set(SENTENCES)
    assert all("{" not in one.line(language) for one in several for language in ("nb", "nn", "en"))


@given(
    st.builds(
        Rules,
        st.none() | st.integers(0, 10**6),
        st.none() | st.integers(0, 10**6),
        st.none() | st.integers(0, 100),
        st.none() | st.dates(date(2020, 1, 1), date(2022, 1, 1)),
        effects=st.just({"least_applied_nok": Effect("deduct", deduct_percent=7)}),
        excluded=st.sampled_from([(), (Excluded("x", ("teneste",), {"nb": "Nei.", "nn": "Nei."}, Effect("stop")),)]),
        least_partners=st.none() | st.integers(0, 5),
    ),
    st.integers(1, 10**6),
    st.none() | st.integers(0, 10**6),
)
def test_findings_are_stored_as_they_are(rules: Rules, applied_nok: int, total_nok: int | None) -> None:
    """What is stored is read back equal, and says the same."""
    several = tuple(found(rules, applied_nok=applied_nok, total_cost_nok=total_nok))

    again = from_json(to_json(several))

    assert again == several
    assert [one.data for one in again] == [one.data for one in several]
    assert [one.line("nn") for one in again] == [one.line("nn") for one in several]


def test_what_the_office_fills_in_changes_no_screening() -> None:
    """A caseworker or an archive reference says nothing new; anything else does."""
    assert not says_otherwise(CONTENT, replace(CONTENT, caseworker="Kari", archive_reference="2021/1"))
    assert says_otherwise(CONTENT, replace(CONTENT, total_cost_nok=1))


@pytest.mark.parametrize(
    ("status", "outdated", "faultless", "expected"),
    [
        (None, Outdated.NO, True, True),
        (None, Outdated.NO, False, False),
        (Status.ELIGIBLE, Outdated.NO, True, False),
        (Status.ELIGIBLE, Outdated.NEW_VERSION, True, True),
        (Status.TO_COMPLETE, Outdated.NEW_VERSION, True, False),
        (Status.DISMISSED, Outdated.NEW_RULES, True, False),
    ],
)
def test_what_may_be_confirmed_together(
    status: Status | None, outdated: Outdated, faultless: bool, expected: bool
) -> None:
    """What waits without a finding, but not what a person found otherwise before."""
    some = () if faultless else tuple(found(Rules(least_partners=1)))

    assert confirmable(status, outdated, some) is expected
