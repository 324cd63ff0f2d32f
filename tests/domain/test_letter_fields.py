"""Which letter a case gets, and how its fields are worded in each form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Content, Partner, PartnerKind, Scope
from skjonn.domain.calls import Call, Ground, LetterSettings, Rules, Scale, Signatory
from skjonn.domain.letter_fields import FIELD_NAMES, LETTER_FIELDS, REQUIRED, required
from skjonn.domain.letter_kinds import Form, LetterKind, kind_of
from skjonn.domain.letter_told import Addressee, CaseTold, Decided
from skjonn.domain.letter_words import shortened
from skjonn.domain.letters import Letter, LetterTextMissing, Payment, Said, context, document_title, stem

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


GIVEN = Decided("2021-V1", date(2021, 5, 28), Outcome.AWARD, 500_000, 500_000)


def letter(language: Form = "nn", content: Content | None = None, decided: Decided | None = GIVEN, kind: LetterKind = LetterKind.AWARD) -> Letter:  # fmt: skip
    """Return a letter of award to Voss."""
    case = CaseTold("2021-001", content or Content("Bru", "4621", 500_000), decided)
    return Letter(
        kind=kind, language=language, dated=date(2021, 6, 1), call=CALL, office_name="Statsforvaltaren i Vestland",
        office_org_number="974760665", ministry="KMD", county="Vestland", recipient=VOSS, cases=(case,),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "amount", "applied", "kind"),
    [
        (Outcome.AWARD, 500_000, 500_000, LetterKind.AWARD),
        (Outcome.AWARD, 499_999, 500_000, LetterKind.PARTIAL_AWARD),
        (Outcome.AWARD, 600_000, 500_000, LetterKind.AWARD),
        (Outcome.REFUSAL, 0, 500_000, LetterKind.REFUSAL),
        (Outcome.DISMISSAL, 0, 500_000, LetterKind.DISMISSAL),
        (Outcome.NEXT_ROUND, 0, 500_000, LetterKind.NEXT_ROUND),
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
    names, one = ("Lund", "Sokndal", "Time"), letter().cases[0]
    three = replace(letter(), cases=(replace(one, partners=names),))
    more = replace(three, cases=(replace(one, partners=names, content=replace(one.content, partners=(unnamed,))),))
    county = replace(letter(), cases=(replace(one, content=replace(one.content, scope=Scope.COUNTY)),))

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
    """Both carry the ground in the letter's form and no awarded amount, and are named for what they are."""
    refused = replace(GIVEN, outcome=Outcome.REFUSAL, amount_nok=0, ground="plan")
    refusal = letter("nb", decided=refused, kind=LetterKind.REFUSAL)
    dismissal = letter("nb", decided=replace(refused, outcome=Outcome.DISMISSAL), kind=LetterKind.DISMISSAL)

    assert (context(refusal)["ground"], context(refusal)["awarded_amount"]) == ("Planen er uklar.", "")
    assert (stem(refusal), stem(dismissal)) == ("2021-001-Voss-avslag", "2021-001-Voss-avvisning")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({}, {"outcome": Outcome.REVERSED, "amount_nok": 0}, ("Tildelinga på 500 000 kroner er trekt tilbake.",)),
        ({}, {"outcome": Outcome.DECLINED, "amount_nok": 0}, ("Kommunen har takka nei til tildelinga på 500 000 kroner.",)),
        ({}, {"amount_nok": 400_000}, ("Tilskotet er sett til 400 000 kroner. Tidlegare var det 500 000 kroner.",)),
        ({}, {"outcome": Outcome.REFUSAL, "amount_nok": 0}, ("Det blir ikkje gitt tilskot til prosjektet. Tidlegare var det gitt 500 000 kroner.",)),
        ({"outcome": Outcome.REFUSAL, "amount_nok": 0}, {}, ("Prosjektet får eit tilskot på 500 000 kroner. Tidlegare var det ikkje gitt tilskot.",)),
        ({"outcome": Outcome.REFUSAL, "amount_nok": 0}, {"outcome": Outcome.REFUSAL, "amount_nok": 0, "ground": "plan"}, ("Grunngivinga for vedtaket er endra.",)),
        ({}, {"ends_on": date(2022, 12, 31), "payee": "Time kommune"}, ("Prosjektet kan vare til og med 31. desember 2022.", "Tilskotet blir betalt ut til Time kommune.")),
        ({}, {"lead": "Time kommune", "purpose": "Kurs."}, ("Ansvarleg kommune er Time kommune.", "Midlane skal brukast til dette: Kurs.")),
    ],
)  # fmt: skip
def test_what_has_changed_is_told(before: dict[str, Any], after: dict[str, Any], told: tuple[str, ...]) -> None:
    """A decision that follows another says what became of money and terms, each in a sentence, and nothing else."""
    stood = replace(GIVEN, **before)
    now = replace(GIVEN, decision="2021-V2", before=stood, **after)

    said = context(letter(decided=now, kind=LetterKind.CORRECTION))["changes"]
    assert isinstance(said, tuple)
    assert tuple(str(one).replace("\u00a0", " ") for one in said) == told


def test_several_cases_in_one_letter() -> None:
    """Each case has its row; the sum is that of the awards, and nothing of one case alone is said."""
    refused = replace(GIVEN, outcome=Outcome.REFUSAL, amount_nok=0, ground="plan", reason="Kom att.")
    partial = replace(GIVEN, amount_nok=200_000, reason="Del 1.", on=date(2021, 6, 1), decision="2021-V2")
    content = Content("Bru", "4621", 500_000)
    cases = tuple(CaseTold(f"2021-00{n}", content, one) for n, one in enumerate((GIVEN, refused, partial), 1))
    said = context(replace(letter(kind=LetterKind.DECISIONS), cases=cases))

    rows = said["cases"]
    assert isinstance(rows, tuple)
    assert [(row["outcome"], row["awarded"].replace("\u00a0", " "), row["why"]) for row in rows if not isinstance(row, str)] == [
        ("innvilga", "500 000", "–"), ("avslag", "–", "Planen er uklår. Kom att."), ("delvis innvilga", "200 000", "Del 1."),
    ]  # fmt: skip
    assert said["awarded_in_all"] == "700\u00a0000\u00a0kroner"
    assert (said["decision"], said["title"]) == ("2021-V1 og 2021-V2", "")
    assert said["decided_on"] == "28.\u00a0mai\u00a02021 og 1.\u00a0juni\u00a02021"
    assert said["decisions_made"] == "28.\u00a0mai\u00a02021 (2021-V1) og 1.\u00a0juni\u00a02021 (2021-V2)"


def test_a_letter_about_no_case() -> None:
    """The list of payments has its rows and their sum; it is named by the call."""
    paid = (Payment("1103", "Stavanger", 300_000), Payment("1121", "Time", 50_000))
    said = replace(letter(kind=LetterKind.PAYMENT_LIST), cases=(), payments=paid)

    assert context(said)["payments_in_all"] == "350\u00a0000"
    assert (stem(said), document_title(said)) == ("2021-Voss-utbetalingsliste", "2021 Prosjektskjønn")


def test_what_the_writer_says() -> None:
    """The report by its name and due date, the day an answer is due, the points and the amount claimed back."""
    said = Said(date(2022, 7, 1), 40_000, "final", ("Ein.", "To."))
    reminder = replace(letter(kind=LetterKind.REMINDER), said=said)
    filled = context(reminder)

    assert (filled["report"], filled["report_due_on"], filled["answer_by"]) == (
        "sluttrapport",
        "1.\u00a0juni\u00a02022",
        "1.\u00a0juli\u00a02022",
    )
    assert (filled["points"], filled["claimed_amount"]) == (("Ein.", "To."), "40\u00a0000\u00a0kroner")
    assert stem(reminder) == "2021-001-Voss-purring sluttrapport"


def test_every_kind_says_what_its_template_must_print() -> None:
    """What is required of a template is a field there is, and every kind has its list."""
    assert set(REQUIRED) == set(LetterKind)
    assert {name for kind in LetterKind for group in required(kind) for name in group} <= FIELD_NAMES


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
