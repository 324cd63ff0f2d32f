"""A municipality's language form on a day, and the language of letters, by the rule and with its proof."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.registries.language import (
    FORMS,
    RULES,
    LanguageDecision,
    LanguageUnknown,
    LetterLanguage,
    MunicipalityNotInForce,
    common_language,
    form_on,
    letter_language,
    rule_sentence,
)
from skjonn.registries.municipalities import shipped

DAY = date(2021, 6, 1)
REGISTER = shipped()


def seen(number: str, day: str) -> tuple[str, str]:
    """Return form and rule on a day."""
    found = form_on(number, date.fromisoformat(day), REGISTER)
    return found.form, found.rule


@pytest.mark.parametrize(
    ("number", "day", "form", "rule"),
    [
        ("1101", "2021-06-01", "bokmål", "observation"),
        ("1101", "2025-07-01", "bokmål", "observation"),
        ("1101", "2025-09-01", "nøytral", "decision"),
        ("1160", "2021-06-01", "nynorsk", "observation"),
        ("1103", "2019-12-31", "bokmål", "observation"),
        ("1103", "2020-01-01", "nøytral", "later-observation"),
        ("1103", "2021-06-01", "nøytral", "later-observation"),
        ("1103", "2026-01-01", "nøytral", "register"),
        ("1111", "2021-06-01", "nøytral", "observation"),
        ("1106", "2021-06-01", "bokmål", "observation"),
        ("1106", "2025-05-31", "bokmål", "observation"),
        ("1106", "2025-06-01", "nøytral", "decision"),
        ("1146", "2021-06-01", "nynorsk", "observation"),
        ("1505", "2021-06-01", "nøytral", "later-observation"),
        ("1508", "2024-01-01", "nøytral", "decision"),
        ("5004", "2019-01-01", "nøytral", "register"),
        ("1114", "2014-01-01", "nynorsk", "later-observation"),
    ],
)
def test_the_form_on_a_day(number: str, day: str, form: str, rule: str) -> None:
    """Decision, observation borne out, earliest later observation, register: in that order; merger and decision bound."""
    assert seen(number, day) == (form, rule)


@pytest.mark.parametrize(
    ("number", "day"), [("1146", "2023-01-01"), ("1146", "2026-01-01"), ("1580", "2024-06-01"), ("1580", "2026-01-01")]
)
def test_what_sources_leave_open_is_asked(number: str, day: str) -> None:
    """Tysvær and Haram: nothing is guessed, and the message names the command to run."""
    with pytest.raises(LanguageUnknown) as unknown:
        seen(number, day)
    assert unknown.value.exit_code == 3
    assert f"skjonn municipality language {number} FORM --from DATE --source S" in unknown.value.help()


def test_only_those_two_are_open() -> None:
    """On no day of the years covered is any other municipality's form unknown."""
    days = [
        date(2013, 6, 1),
        date(2017, 1, 1),
        date(2018, 1, 1),
        date(2020, 1, 1),
        date(2023, 12, 31),
        date(2026, 1, 1),
    ]
    unknown = set()
    for day in days:
        for one in REGISTER.in_force(day):
            try:
                assert form_on(one.number, day, REGISTER).form in FORMS
            except LanguageUnknown:
                unknown.add(one.name)
    assert unknown == {"Tysvær", "Haram"}


def test_a_recorded_decision_settles_it() -> None:
    """The office's record holds from its day, with its source; the last of the same day holds."""
    recorded = [
        LanguageDecision("1146", "nynorsk", date(2023, 1, 1), "brev", recorded=True),
        LanguageDecision("1146", "nøytral", date(2023, 1, 1), "vedtak", recorded=True),
    ]
    found = form_on("1146", date(2024, 1, 1), REGISTER, recorded)
    assert (found.form, found.rule, found.data) == (
        "nøytral",
        "recorded-decision",
        {"valid_from": "2023-01-01", "source": "vedtak"},
    )
    assert form_on("1146", DAY, REGISTER, recorded).form == "nynorsk"


def test_a_later_recorded_decision_overrides_a_shipped_one() -> None:
    """The latest decision on or before the day holds, whoever knows it."""
    recorded = [LanguageDecision("1106", "nynorsk", date(2025, 12, 1), "vedtak", recorded=True)]
    assert form_on("1106", date(2025, 11, 30), REGISTER, recorded).form == "nøytral"
    assert form_on("1106", date(2025, 12, 1), REGISTER, recorded).form == "nynorsk"


def test_a_number_not_in_force_has_no_form() -> None:
    """Asked for a day it did not exist, the municipality is refused by name of the command that helps."""
    with pytest.raises(MunicipalityNotInForce):
        form_on("1141", DAY, REGISTER)


def test_a_letter_follows_the_recipient_and_neutral_the_office() -> None:
    """Bokmål nb, nynorsk nn, neutral the office's choice with a rule of its own that keeps the form's proof."""
    assert letter_language("1101", DAY, REGISTER, (), "nn").language == "nb"
    assert letter_language("1160", DAY, REGISTER, (), "nb").language == "nn"
    for neutral in ("nb", "nn"):
        found = letter_language("1103", DAY, REGISTER, (), neutral)
        assert (found.language, found.rule) == (neutral, "neutral-office-default")
        assert found.data["form_rule"] == "later-observation"


@pytest.mark.parametrize(
    ("numbers", "language", "rule"),
    [
        (["1160", "1114", "1101"], "nn", "majority"),
        (["1101", "1106", "1160", "1103"], "nb", "majority"),
        (["1160", "1103", "1111"], "nn", "majority"),
        (["1101", "1160"], "nn", "majority-office-default"),
        (["1103", "1111"], "nn", "majority-office-default"),
        (["1101", "1101"], "nb", "observation"),
        ([], "nn", "majority-office-default"),
    ],
)
def test_several_follow_the_majority(numbers: list[str], language: str, rule: str) -> None:
    """The form more of them have; a tie, or neutral ones alone, leave it to the office."""
    found = common_language(numbers, DAY, REGISTER, (), "nn")
    assert (found.language, found.rule) == (language, rule)


@given(
    st.sampled_from(REGISTER.every), st.dates(date(2013, 1, 1), date(2030, 1, 1)), st.sampled_from(["nb", "nn", "en"])
)
def test_every_rule_can_be_told(one: object, day: date, language: str) -> None:
    """Whatever rule is used, there is a sentence for it in every language."""
    number = getattr(one, "number", "")
    try:
        found: LetterLanguage = letter_language(number, day, REGISTER, (), "nn")
    except (LanguageUnknown, MunicipalityNotInForce):
        return
    assert found.rule in RULES
    sentence = rule_sentence(found.rule, found.data, language)  # type: ignore[arg-type]  # one of the three
    assert sentence
    assert "{" not in sentence


def test_a_rule_is_told_with_its_source_and_day() -> None:
    """The proof is readable: what was seen, where, when."""
    found = form_on("1101", DAY, REGISTER)
    assert "24\u00a0August\u00a02016" in rule_sentence(found.rule, found.data, "en")
    majority = common_language(["1160", "1103"], DAY, REGISTER, (), "nn")
    assert "nynorsk 1" in rule_sentence(majority.rule, majority.data, "en")
