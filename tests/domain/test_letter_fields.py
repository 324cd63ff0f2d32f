"""Which letter a case gets, and how its fields are worded in each form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Content, Partner, PartnerKind, Scope
from skjonn.domain.calls import Call, Ground, LetterSettings, Rules, Scale, Signatory
from skjonn.domain.letters import (
    FIELD_NAMES,
    LETTER_FIELDS,
    Addressee,
    Form,
    Letter,
    LetterKind,
    LetterTextMissing,
    context,
    kind_of,
    shortened,
    stem,
)

SETTINGS = LetterSettings(
    payment={"nb": "Utbetales.", "nn": "Blir utbetalt."},
    reporting={"nb": "Rapporter.", "nn": "Rapporter."},
    conditions=({"nb": "Del.", "nn": "Del."},),
    final_report_on=date(2022, 6, 1),
    signatories=(Signatory("Kari", {"nb": "rådgiver", "nn": "rådgivar"}),),
    our_reference="21/1",
)
CALL = Call(
    code="2021", year=2021, names={"nb": "Prosjektskjønn", "nn": "Prosjektskjønn"}, pots=("project",),
    opens_on=date(2021, 1, 19), deadline=datetime(2021, 2, 26, 23, 59, tzinfo=timezone(timedelta(hours=1))),
    areas=(), criteria=(), scale=Scale(), grounds=(Ground("plan", {"nb": "Planen er uklar.", "nn": "Planen er uklår."}, "refusal"),),
    rules=Rules(), letters=SETTINGS,
)  # fmt: skip
VOSS = Addressee("4621", "Voss", "Voss herad", "960510542")


def letter(language: Form = "nn", content: Content | None = None) -> Letter:
    """Return a letter of award to Voss."""
    return Letter(
        language=language, dated=date(2021, 6, 1), call=CALL, case="2021-001",
        content=content or Content("Bru", "4621", 500_000), outcome=Outcome.AWARD, amount_nok=500_000, applied_nok=500_000,
        ground="", reason="", decided_on=date(2021, 5, 28), office_name="Statsforvaltaren i Vestland",
        office_org_number="974760665", ministry="KMD", recipient=VOSS, payee=None, partners=(), copies=(), county="Vestland",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "amount", "applied", "kind"),
    [
        (Outcome.AWARD, 500_000, 500_000, LetterKind.AWARD),
        (Outcome.AWARD, 499_999, 500_000, LetterKind.PARTIAL_AWARD),
        (Outcome.AWARD, 600_000, 500_000, LetterKind.AWARD),
        (Outcome.REFUSAL, 0, 500_000, LetterKind.REFUSAL),
        (Outcome.DISMISSAL, 0, 500_000, LetterKind.REFUSAL),
        (Outcome.NEXT_ROUND, 0, 500_000, None),
        (Outcome.PASSED_ON, 0, 500_000, None),
    ],
)
def test_the_kind_follows_the_decision(outcome: Outcome, amount: int, applied: int, kind: LetterKind | None) -> None:
    """In full or more is an award, less a partial award; what is moved on gets no letter."""
    assert kind_of(outcome, amount, applied) is kind


def test_every_field_is_filled_and_named_once() -> None:
    """The documented list and what a template gets are one."""
    assert context(letter()).keys() == FIELD_NAMES
    assert len(FIELD_NAMES) == len(LETTER_FIELDS)


def test_words_of_each_form() -> None:
    """Amounts, dates and reports are worded in the letter's form, with hard spaces."""
    nn, nb = context(letter()), context(letter("nb"))

    assert nn["awarded_amount"] == "500\u00a0000\u00a0kroner"
    assert nn["awarded_amount_short"] == "kr\u00a0500\u00a0000"
    assert nn["date"] == "1.\u00a0juni\u00a02021"
    assert nn["recipient"] == "Voss herad"
    assert nn["recipient_org_number"] == "960\u00a0510\u00a0542"
    assert nn["report_dates"] == ("Sluttrapport innan 1.\u00a0juni\u00a02022",)
    assert nb["report_dates"] == ("Sluttrapport innen 1.\u00a0juni\u00a02022",)
    assert nn["signatories"] == ({"name": "Kari", "title": "rådgivar"},)


def test_partners_in_one_line() -> None:
    """Names with "og", "mfl." for those not named, the county where all its municipalities are meant."""
    unnamed = Partner(PartnerKind.UNNAMED)
    three = replace(letter(), partners=("Lund", "Sokndal", "Time"))
    more = replace(three, content=replace(three.content, partners=(unnamed,)))
    county = replace(letter(), content=replace(letter().content, scope=Scope.COUNTY))

    assert context(three)["partners_text"] == "Lund, Sokndal og Time"
    assert context(more)["partners_text"] == "Lund, Sokndal, Time mfl."
    assert context(county)["partners_text"] == "alle kommunane i Vestland"
    assert context(replace(county, language="nb"))["partners_text"] == "alle kommunene i Vestland"
    assert context(letter())["partners_text"] == ""


def test_a_case_of_its_own_reference() -> None:
    """The case's archive reference goes before the round's."""
    own = letter(content=Content("Bru", "4621", 1, archive_reference="21/77"))

    assert context(letter())["our_reference"] == "21/1"
    assert context(own)["our_reference"] == "21/77"


def test_a_refusal_and_a_dismissal() -> None:
    """A refusal carries the ground in the letter's form and no awarded amount; a dismissal says so, in name too."""
    refusal = replace(letter("nb"), outcome=Outcome.REFUSAL, amount_nok=0, ground="plan")
    dismissal = replace(refusal, outcome=Outcome.DISMISSAL)

    assert (context(refusal)["ground"], context(refusal)["awarded_amount"]) == ("Planen er uklar.", "")
    assert (context(refusal)["dismissed"], context(dismissal)["dismissed"]) == (False, True)
    assert (stem(refusal), stem(dismissal)) == ("2021-001-Voss-avslag", "2021-001-Voss-avvisning")


def test_a_text_in_the_other_form_only() -> None:
    """A clause in one form is not left out of the letters in the other: it is a fault of the call."""
    one_sided = replace(CALL, letters=replace(SETTINGS, control={"nb": "Kontroll."}))

    assert context(replace(letter("nb"), call=one_sided))["control"] == "Kontroll."
    with pytest.raises(LetterTextMissing):
        context(replace(letter("nn"), call=one_sided))


def test_goals_in_short() -> None:
    """A long text ends after a sentence, else after a word with an ellipsis."""
    assert shortened("Kort.", 10) == "Kort."
    assert shortened("Ei setning her. Og ei til som er lang.", 24) == "Ei setning her."
    assert shortened("Eit ord om gongen utan stopp", 12) == "Eit ord om…"
