"""A call's file: read whole or refused whole, and stored so that it comes back as it was."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skjonn.domain import calls_text
from skjonn.domain.calls import (
    Call,
    Criterion,
    Effect,
    Excluded,
    Ground,
    LetterSettings,
    PriorityArea,
    Rules,
    Scale,
    Signatory,
    Texts,
)
from skjonn.domain.calls_file import (
    DEDUCTIONS,
    EARLIER,
    TEXT_NAMES,
    WITH_EFFECT,
    CallFileWrong,
    digest,
    from_json,
    from_toml,
    to_json,
)
from skjonn.domain.calls_moves import Difference, differences, for_year
from skjonn.domain.calls_rules_text import write_rules
from skjonn.domain.calls_text import to_toml
from skjonn.domain.codes import CallCode
from skjonn.domain.dates import OSLO
from skjonn.domain.fields import APPLICATION
from skjonn.domain.plan_settings import Bounds, PlanSettings
from skjonn.files import shipped

EXAMPLE = shipped("examples") / "rogaland-2021" / "call.toml"
SMALL = """
code = "2021"
year = 2021
pots = ["project"]
opens_on = 2021-01-19
deadline = 2021-03-01
names = { nb = "Prosjektskjønn 2021", nn = "Prosjektskjøn 2021" }

[[areas]]
code = "climate"
names = { nb = "Klima og miljø", nn = "Klima og miljø" }

[[criteria]]
code = "need"
names = { nb = "Behov", nn = "Behov" }
weight = 60

[[criteria]]
code = "gain"
names = { nb = "Gevinst", nn = "Gevinst" }
weight = 40

[letters]
payment = { nb = "Utbetales i juni.", nn = "Blir utbetalt i juni." }
reporting = { nb = "Rapport kreves.", nn = "Rapport er eit krav." }
"""

words = st.text("aåÆØ2021 \t\u00a0\u2028\"'\\#=[]{}n😀", min_size=1, max_size=20).map(str.strip).filter(bool)
long_words = st.lists(words, min_size=1, max_size=3).map("\n\n".join)
CALMLY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A call has many parts, and a busy machine draws them slowly."""
codes = st.from_regex(r"[a-zæøå0-9][a-zæøå0-9_-]{0,39}", fullmatch=True)
days = st.dates(date(2021, 1, 1), date(2021, 12, 31))


@st.composite
def texts(draw: st.DrawFn) -> Texts:
    """Draw a text in nb and nn, at times in English too."""
    made: Texts = {"nb": draw(long_words), "nn": draw(long_words)}
    if draw(st.booleans()):
        made["en"] = draw(words)
    return made


@st.composite
def weights(draw: st.DrawFn) -> list[int]:
    """Draw weights that add up to 100, or none."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=4)))
    return draw(st.sampled_from([[], [after - before for before, after in pairwise([0, *cuts, 100])]]))


effects = st.one_of(
    st.sampled_from([Effect("stop"), Effect("warn")]),
    st.builds(Effect, st.just("deduct"), deduct_points=st.integers(1, 9)),
    st.builds(Effect, st.just("deduct"), deduct_percent=st.integers(1, 100)),
    st.builds(Effect, st.just("deduct"), deduct_nok=st.integers(1, 10**9)),
)


@st.composite
def further_rules(draw: st.DrawFn) -> Rules:
    """Draw rules for the screening alone: who may apply, partners, purposes, earlier awards, effects."""
    fewest, most = sorted((draw(st.integers(0, 20)), draw(st.integers(0, 20))))
    looked_for = st.lists(st.sampled_from(["ordinær drift", "utstyr", 'Bygg "x"', "kurs og konferansar"]), min_size=1)
    return Rules(
        least_total_cost_nok=draw(st.none() | st.integers(0, 10**9)),
        applicants=tuple(draw(st.lists(st.sampled_from(["office", "11", "4601"]), max_size=3))),
        least_partners=fewest,
        greatest_partners=most,
        excluded=tuple(
            Excluded(code, tuple(draw(looked_for)), draw(texts()), draw(effects))
            for code in draw(st.lists(codes, max_size=2, unique=True))
        ),
        earlier=draw(st.dictionaries(st.sampled_from(EARLIER), effects)),
        effects=draw(st.dictionaries(st.sampled_from(WITH_EFFECT), effects)),
    )


@st.composite
def allocations(draw: st.DrawFn, areas: list[str], pots: list[str]) -> PlanSettings:
    """Draw any rules money may be divided by."""
    low, high = sorted(draw(st.lists(st.integers(0, 10**9), min_size=2, max_size=2)))
    few, many = sorted(draw(st.lists(st.integers(0, 99), min_size=2, max_size=2)))
    bounds = st.sampled_from([Bounds(low), Bounds(low, high), Bounds(None, high, few), Bounds(low, None, few, many)])
    return PlanSettings(
        objective=draw(st.sampled_from(["", "kroner", "cases"])),
        whole_thousands=draw(st.sampled_from([None, True, False])),
        least_award_nok=draw(st.none() | st.just(low)),
        greatest_award_nok=draw(st.none() | st.just(high)),
        least_municipalities=draw(st.none() | st.integers(0, 40)),
        joint_pots=tuple(pots[:1]) if draw(st.booleans()) else (),
        each_municipality=draw(st.just(Bounds()) | bounds),
        joint=draw(st.just(Bounds()) | bounds),
        municipalities=draw(st.dictionaries(st.sampled_from(["1101", "1103"]), bounds)),
        areas={code: draw(bounds) for code in areas[:2]},
    )


@st.composite
def letter_settings(draw: st.DrawFn) -> LetterSettings:
    """Draw what a call says in its letters."""
    reports = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    return LetterSettings(
        payment=draw(texts()),
        reporting=draw(texts()),
        conditions=tuple(draw(st.lists(texts(), max_size=2))),
        interim_report_on=reports[0],
        final_report_on=draw(st.none() | st.just(reports[1])),
        appeal=draw(st.just({}) | texts()),
        banner=draw(st.just({}) | texts()),
        signatories=tuple(Signatory(draw(words), draw(texts())) for _ in range(draw(st.integers(0, 2)))),
        our_reference=draw(st.just("") | words),
    )


@st.composite
def plain_rules(draw: st.DrawFn, opens: date) -> Rules:
    """Draw bounds of amounts, beside days and fields that are asked for."""
    least, greatest = sorted(draw(st.lists(st.integers(0, 10**9), min_size=2, max_size=2)))
    return Rules(least, greatest, 0, opens, date(2024, 1, 1), tuple(field.name for field in APPLICATION[:3]))


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """Draw any call that may be opened."""
    shares = draw(weights())
    criterion_codes = draw(st.lists(codes, min_size=len(shares), max_size=len(shares), unique=True))
    area_names = draw(st.lists(words, min_size=0, max_size=8, unique_by=str.casefold))
    area_codes = draw(st.lists(codes, min_size=len(area_names), max_size=len(area_names), unique=True))
    opens = draw(days)
    pots = draw(st.lists(st.sampled_from(["project", "joint", "held_back", "Fylkesløft"]), min_size=1, unique=True))
    clock = st.datetimes(datetime(2022, 1, 1), datetime(2023, 1, 1), timezones=st.just(OSLO), allow_imaginary=False)  # noqa: DTZ001
    return Call(
        code="2021" + draw(st.sampled_from(["", "-F", "-Å2"])),
        year=2021,
        names=draw(texts()),
        pots=tuple(pots),
        opens_on=opens,
        deadline=draw(clock).replace(fold=0),
        areas=tuple(
            PriorityArea(code, {"nb": name, "nn": name}, (name,))
            for code, name in zip(area_codes, area_names, strict=True)
        ),
        criteria=tuple(
            Criterion(code, draw(texts()), weight, draw(st.just({}) | texts()))
            for code, weight in zip(criterion_codes, shares, strict=True)
        ),
        scale=draw(st.sampled_from([Scale(), Scale(0, 10)])),
        grounds=tuple(
            Ground(code, draw(texts()), draw(st.sampled_from(["refusal", "dismissal"])))
            for code in draw(st.lists(codes, max_size=3, unique=True))
        ),
        rules=draw(st.just(Rules()) | further_rules() | plain_rules(opens)),
        letters=draw(letter_settings()),
        texts={name: draw(texts()) for name in draw(st.sets(st.sampled_from(TEXT_NAMES)))},
        allocation=draw(st.just(PlanSettings()) | allocations(area_codes, pots)),
    )


@CALMLY
@given(calls())
def test_a_stored_call_comes_back_as_it_was(call: Call) -> None:
    """What is stored is read back equal, and stored again it is the same text."""
    again = from_json(to_json(call))

    assert again == call
    assert to_json(again) == to_json(call)
    assert again.deadline.utcoffset() == call.deadline.utcoffset()


@CALMLY
@given(calls(), st.booleans())
def test_a_written_file_reads_back_as_it_was(call: Call, check: bool) -> None:
    """A call written as its readable file, with or without marks, is read back equal."""
    assert from_toml(to_toml(call, intro=["x"], check=check).encode(), "call.toml") == call


@CALMLY
@given(further_rules())
def test_rules_of_the_screening_come_back_as_they_were(rules: Rules) -> None:
    """Stored, and written as part of a file, they are read back equal, effects and all."""
    call = replace(from_toml(SMALL.encode(), "call.toml"), rules=rules)
    page = _Page(check=False)

    write_rules(page, rules)

    assert from_json(to_json(call)) == call
    assert from_toml(f"{SMALL}\n{page.text()}".encode(), "call.toml") == call


class _Page(calls_text._Page):
    """The part of a file that is written alone."""

    def text(self) -> str:
        """Return the lines written."""
        return "\n".join(self.lines)


def test_a_call_without_them_is_stored_as_ever() -> None:
    """A call that has none of the rules of the screening is stored without a word of them, and warns by default."""
    call = from_toml(SMALL.encode(), "call.toml")

    assert "rules" not in json.loads(to_json(call))
    assert call.rules.effect_of("least_applied_nok") == Effect("warn")
    assert call.rules.effect_of("applicants") == Effect("stop")


def test_an_effect_is_a_word_or_a_deduction() -> None:
    """`"stop"`, `"warn"`, or a table with the one thing that is deducted; each under the key of its rule."""
    said = """
[rules]
least_partners = 1
[rules.effects]
least_partners = { deduct_points = 2 }
period_to = "stop"
[rules.earlier]
unfinished = "warn"
"""

    rules = from_toml((SMALL + said).encode(), "call.toml").rules

    assert rules.effects == {"least_partners": Effect("deduct", deduct_points=2), "period_to": Effect("stop")}
    assert rules.earlier == {"unfinished": Effect("warn")}


def test_what_differs_in_the_rules_is_told_by_key() -> None:
    """A changed effect, a new purpose and a new limit are each named by their key."""
    before = from_toml((SMALL + '[rules.effects]\nperiod_to = "warn"\n').encode(), "call.toml")
    purpose = '[[rules.excluded]]\ncode = "trip"\nwords = ["reise"]\ntext = { nb = "Nei.", nn = "Nei." }\n'
    later = f'{SMALL}[rules]\nleast_partners = 1\n[rules.effects]\nperiod_to = "stop"\n{purpose}'

    found = {one.key: (one.before, one.after) for one in differences(before, from_toml(later.encode(), "call.toml"))}

    assert found["rules.effects.period_to.kind"] == ("warn", "stop")
    assert found["rules.least_partners"] == ("", "1")
    assert found["rules.excluded[trip].words"] == ("", "reise")


def test_a_call_moves_to_another_year_with_its_dates() -> None:
    """Last year's call under a new code has its dates a year later and the year in its names exchanged, nothing else."""
    call = from_toml(EXAMPLE.read_bytes(), "call.toml")

    moved = for_year(call, CallCode(2022, "F"))

    assert (moved.code, moved.year, moved.opens_on) == ("2022-F", 2022, date(2022, 1, 19))
    assert moved.letters.final_report_on == date(2023, 6, 1)
    assert "Prosjektskjønn 2022" in moved.names["nn"]
    assert {change.key.split(".")[0] for change in differences(call, moved)} == {
        "code", "year", "names", "opens_on", "deadline", "letters",
    }  # fmt: skip


def test_a_leap_day_moves_to_the_day_before() -> None:
    """29 February becomes 28 February where the year has none."""
    call = from_toml(SMALL.replace("2021-03-01", "2024-02-29").encode(), "call.toml")

    assert for_year(call, CallCode(2022)).deadline.date() == date(2025, 2, 28)


def test_differences_are_told_by_code() -> None:
    """A weight that changed is named by its criterion, whatever its place."""
    before = from_toml(SMALL.encode(), "call.toml")
    after = from_toml(SMALL.replace("60", "70").replace("40", "30").encode(), "call.toml")

    assert differences(before, after) == [
        Difference("criteria[need].weight", "60", "70"),
        Difference("criteria[gain].weight", "40", "30"),
    ]


def test_a_small_file_is_a_call() -> None:
    """A file with only what is required is read; a bare date as deadline means the end of that day in Oslo."""
    call = from_toml(SMALL.encode(), "call.toml")

    assert call.deadline == datetime(2021, 3, 1, 23, 59, 59, tzinfo=OSLO)
    assert [criterion.weight for criterion in call.criteria] == [60, 40]
    assert call.scale == Scale(1, 5)
    assert call.letters.appeal == {}


def test_canonical_json_is_sorted_and_leaves_out_what_is_empty() -> None:
    """The stored text has sorted keys and no empty values; its digest follows its content alone."""
    call = from_toml(SMALL.encode(), "call.toml")
    again = from_toml(SMALL.replace("\n", "\r\n").encode("utf-8-sig"), "other.toml")

    stored = json.loads(to_json(call))

    assert list(stored) == sorted(stored)
    assert "grounds" not in stored
    assert digest(call) == digest(again)


def test_every_fault_is_named_at_once_by_its_key() -> None:
    """A file with many faults is refused once, with the key of each and the nearest known key of a misspelt one."""
    faulty = (
        SMALL.replace("weight = 40", "wieght = 40")
        .replace('nn = "Gevinst"', "nn = 7")
        .replace("opens_on = 2021-01-19", 'opens_on = "soon"')
        .replace('pots = ["project"]', 'pots = "project"')
        .replace('reporting = { nb = "Rapport kreves.", nn = "Rapport er eit krav." }', "")
    )

    with pytest.raises(CallFileWrong) as caught:
        from_toml(faulty.encode(), "call.toml")

    found = {(problem.code, problem.place.cell) for problem in caught.value.problems}  # type: ignore[attr-defined]  # problems are Problem values
    assert found == {
        ("not-words", "pots"),
        ("not-day", "opens_on"),
        ("key-missing", "criteria[2].weight"),
        ("key-unknown", "criteria[2].wieght"),
        ("not-text", "criteria[2].names.nn"),
        ("key-missing", "letters.reporting"),
    }
    assert any("weight" in problem.help("en") for problem in caught.value.problems)  # type: ignore[attr-defined]  # as above


@pytest.mark.parametrize(
    ("change", "code", "key"),
    [
        (("weight = 40", "weight = 41"), "weights-sum", "criteria"),
        (("year = 2021\n", "year = 2022\n"), "call-year-differs", "year"),
        (('code = "2021"', 'code = "21"'), "call-code-form", "code"),
        (('code = "gain"', 'code = "need"'), "named-twice", "criteria[2].code"),
        (("deadline = 2021-03-01", "deadline = 2021-01-01"), "deadline-early", "deadline"),
        (('["project"]', '["my pot"]'), "pot-name-form", "pots[1]"),
        (("[letters]", "[scale]\nleast = 5\ngreatest = 5\n[letters]"), "scale-reversed", "scale"),
        (("[letters]", '[rules]\nrequired_fields = ["titel"]\n[letters]'), "rule-field-unknown", "rules.required_fields[1]"),
        (("[letters]", '[rules]\napplicants = ["Rogaland"]\n[letters]'), "rule-applicants-form", "rules.applicants[1]"),
        (("[letters]", "[rules]\nleast_partners = 3\ngreatest_partners = 2\n[letters]"), "rule-partners-reversed", "rules.greatest_partners"),
        (("[letters]", "[rules]\nleast_total_cost_nok = -1\n[letters]"), "rule-negative", "rules.least_total_cost_nok"),
        (("[letters]", '[rules.effects]\nperiod_to = "halt"\n[letters]'), "effect-unknown", "rules.effects.period_to"),
        (("[letters]", '[rules.effects]\nperiode = "stop"\n[letters]'), "key-unknown", "rules.effects.periode"),
        (("[letters]", "[rules.effects]\nperiod_to = 7\n[letters]"), "not-text", "rules.effects.period_to"),
        (("[letters]", "[rules.effects]\nperiod_to = { deduct_points = 1, deduct_nok = 5 }\n[letters]"), "effect-measures", "rules.effects.period_to"),
        (("[letters]", "[rules.earlier]\nunfinished = { deduct_percent = 101 }\n[letters]"), "effect-size", "rules.earlier.unfinished"),
        (("[letters]", '[[rules.excluded]]\ncode = "a"\nwords = []\ntext = { nb = "x", nn = "x" }\n[letters]'), "words-none", "rules.excluded[1].words"),
        (("[letters]", '[[rules.excluded]]\ncode = "a"\nwords = ["-"]\ntext = { nb = "x", nn = "x" }\n[letters]'), "word-form", "rules.excluded[1].words[1]"),
        (("[letters]", '[allocation]\nobjective = "points"\n[letters]'), "plan-objective", "allocation.objective"),
        (("[letters]", '[allocation]\nwhole_thousands = 1\n[letters]'), "not-yes_no", "allocation.whole_thousands"),
        (("[letters]", '[allocation]\njoint_pots = ["joint"]\n[letters]'), "plan-pot-unknown", "allocation.joint_pots[1]"),
        (("[letters]", "[allocation]\nleast_award_nok = 2\ngreatest_award_nok = 1\n[letters]"), "rule-amounts-reversed", "allocation.greatest_award_nok"),
        (("[letters]", "[allocation.areas.klima]\nleast_nok = 2\n[letters]"), "plan-area-unknown", "allocation.areas.klima"),
        (("[letters]", "[allocation.municipalities.Lund]\nleast_nok = 2\n[letters]"), "plan-municipality-form", "allocation.municipalities.Lund"),
        (("[letters]", "[allocation.joint]\nleast_nok = 2\ngreatest_nok = 1\n[letters]"), "rule-amounts-reversed", "allocation.joint.greatest_nok"),
        (("[letters]", "[allocation.joint]\nleast_awards = 2\ngreatest_awards = 1\n[letters]"), "rule-awards-reversed", "allocation.joint.greatest_awards"),
        (("[letters]", "[allocation.joint]\nleast_nok = -2\n[letters]"), "rule-negative", "allocation.joint.least_nok"),
        (("[letters]", "[allocation.joint]\nleast = 2\n[letters]"), "key-unknown", "allocation.joint.least"),
        (("deadline = 2021-03-01", "deadline = 0001-01-01T00:00:00+23:00"), "year-bounds", "deadline"),
        (("opens_on = 2021-01-19", 'opens_on = "1921-01-19"'), "year-bounds", "opens_on"),
        (("[[areas]]", '[[areas]]\ncode="x"\nnames={nb="Klima og miljø",nn="Y"}\n[[areas]]'), "area-ambiguous", "areas[2].synonyms"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_names_its_key(change: tuple[str, str], code: str, key: str) -> None:
    """What reads well but cannot hold together is refused with the key it is about."""
    with pytest.raises(CallFileWrong) as caught:
        from_toml(SMALL.replace(*change, 1).encode(), "call.toml")

    assert (code, key) in {(problem.code, problem.place.cell) for problem in caught.value.problems}  # type: ignore[attr-defined]  # problems are Problem values


@pytest.mark.parametrize("content", [b"code = ", b"\xff\xfe", b"a = 1\na = 2\n", b"", b'letters = "x"\n[[areas]]\n'])
def test_what_is_not_toml_is_refused_with_a_place(content: bytes) -> None:
    """A broken, empty or foreign file is refused with problems, never with a traceback."""
    with pytest.raises(CallFileWrong) as caught:
        from_toml(content, "call.toml")

    assert caught.value.problems


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    """Whatever bytes are given, the reader refuses them in words."""
    with pytest.raises(CallFileWrong):
        from_toml(content, "call.toml")


def test_the_example_is_a_call() -> None:
    """The shipped example opens: five areas in both forms, weights of 100, and no clause the office has not set."""
    call = from_toml(EXAMPLE.read_bytes(), "call.toml")

    assert [area.names["nn"] for area in call.areas] == [
        "FNs berekraftsmål", "Digital forvaltning", "Klima og miljø", "Barn og unge", "Samfunnstryggleik og beredskap",
    ]  # fmt: skip
    assert call.letters.banner == {"nb": "EKSEMPEL – ikke et vedtak", "nn": "DØME – ikkje eit vedtak"}
    assert not any((call.letters.control, call.letters.repayment, call.letters.auditor, call.letters.appeal))
    assert all(signatory.name.startswith("[oppdikta]") for signatory in call.letters.signatories)


def test_the_documented_example_has_every_key() -> None:
    """The format's page holds one file that is read without a fault and leaves no key out."""
    page = Path(__file__).parents[2] / "docs" / "formats" / "call.md"
    shown = page.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]

    call = from_toml(shown.encode(), "call.md")

    parts: list[Any] = [
        call,
        call.areas[0],
        call.criteria[0],
        call.scale,
        call.grounds[0],
        call.rules,
        call.rules.excluded[0],
        call.letters,
        call.letters.signatories[0],
        call.allocation,
        call.allocation.each_municipality,
    ]
    assert [
        field.name for part in parts for field in fields(part) if getattr(part, field.name) in (None, "", (), {})
    ] == []
    assert tuple(call.texts) == TEXT_NAMES
    assert tuple(call.rules.earlier) == EARLIER
    shown_effects = (*call.rules.effects.values(), *call.rules.earlier.values())
    assert {effect.kind for effect in shown_effects} == {"stop", "warn", "deduct"}
    assert all(any(getattr(effect, name) for effect in shown_effects) for name in DEDUCTIONS)
