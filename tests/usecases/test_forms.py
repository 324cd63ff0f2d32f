"""The application form of a call: written from what stands in the database, filled by an applicant, read without a question."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from skjonn.domain.applications import AmountLine, Content, Partner, PartnerKind, Phase, Scope
from skjonn.domain.desk import Desk
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.forms import COLUMNS, read_form, require_form
from skjonn.domain.forms_layout import options, questions
from skjonn.domain.intake_form import read_answers
from skjonn.domain.intake_values import Terms, read_value
from skjonn.spreadsheets.reading import read
from skjonn.storage.database import reading
from skjonn.storage.queries import calls as stored_calls
from skjonn.storage.queries.calls import CallUnknown
from skjonn.texts import Language
from skjonn.texts.sorting import reading_order
from skjonn.usecases import calls, forms
from skjonn.usecases.directory import terms_of
from skjonn.usecases.handed_out import FileThere
from tests.usecases.rounds import CALL, open_round

MUNICIPALITIES_IN_2021 = 356


@pytest.fixture
def round_(office: str, desk: Desk) -> str:
    """A database with the example's call open and no application."""
    open_round(office, desk, applied=())
    return office


def terms(url: str) -> Terms:
    """Return what the call's applications are read against."""
    with reading(url) as session:
        return terms_of(session, stored_calls.one(session, "2021"))


def answers_to(made: Any) -> dict[str, list[Any]]:
    """Return an answer to every question: the first choices of its lists, and plain texts, days and amounts."""
    answers: dict[str, list[Any]] = {
        "title": ["Digital byggesak – felles løysing"], "partners": ["1108 Sandnes", "1124 Sola", *[None] * 10, "Universitetet i Stavanger"],
        "applied_nok": [500_000], "total_cost_nok": [900_000], "own_funding_nok": [300_000], "own_effort_nok": [100_000], "least_useful_nok": [300_000],
        "costs": [("Løn", 600_000), ("Reise: møte; mat", 300_000)], "other_funding": [("Fylkeskommunen", 0)], "applied_by_year": [300_000, 200_000],
        "starts_on": [date(2021, 6, 1)], "ends_on": [date(2022, 12, 31)], "anchored_on": [date(2021, 2, 10)],
        "contact_phone": ["51 00 00 00"], "attachments": ["plan.pdf; budsjett.xlsx"], "scope": [options_of("scope", made)[1]],
    }  # fmt: skip
    for question in questions(made.call):
        offered = options(question, made)
        answers.setdefault(question.field.name, list(offered[:2]) if question.cells > 1 else [*offered, "Tekst, med - og = i."][:1])  # fmt: skip
    return answers


def options_of(name: str, made: Any) -> tuple[str, ...]:
    """Return what a field's cells offer."""
    return next(options(question, made) for question in questions(made.call) if question.field.name == name)


def fill(path: Path, answers: dict[str, list[Any]]) -> None:
    """Fill a form in by its map, as another program would save it."""
    book = load_workbook(path)
    page = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in book["skjonn"].iter_rows()]
    left = {name: list(values) for name, values in answers.items()}
    for name, _sheet, cell, label, *_now in rows[rows.index(list(COLUMNS)) + 1 :]:
        value = left[str(name)].pop(0) if left.get(str(name)) else None
        if isinstance(value, tuple):
            page[str(label)], value = value
        page[str(cell)] = value
    book.save(path)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_filled_form_is_read_without_a_question(round_: str, desk: Desk, tmp_path: Path, language: Language) -> None:
    """Every question answered as it asks to be: no value leaves a doubt, and each is what was meant."""
    path = tmp_path / "form.xlsx"
    forms.write_form(round_, desk, "2021", language, path)
    fill(path, answers_to(forms.gathered(round_, "2021", language)))

    filled = read_form(read(path).sheets)
    assert filled is not None
    require_form(filled, "2021", 1)
    against = terms(round_)
    found = read_answers(filled, against.reader)

    assert found.sound
    assert found.problems == ()
    assert found.taken is not None
    content = found.taken.content
    asked = {field.name for field in fields(Content)} & set(filled.parts)
    assert [name for name in asked if getattr(content, name) in (None, "", ())] == []
    assert content.lead == "1114"  # Bjerkreim, the first of Rogaland by name
    assert content.partners == (
        Partner(PartnerKind.MUNICIPALITY, "Sandnes", "1108"), Partner(PartnerKind.MUNICIPALITY, "Sola", "1124"),
        Partner(PartnerKind.ORGANISATION, "Universitetet i Stavanger"),
    )  # fmt: skip
    assert (content.scope, content.phase) == (Scope.COUNTY, Phase.START)
    assert content.areas == ("sustainability", "digital")
    assert content.costs == (AmountLine("Løn", 600_000), AmountLine("Reise: møte, mat", 300_000))
    assert content.applied_by_year == (AmountLine("2021", 300_000), AmountLine("2022", 200_000))
    assert content.ends_on == date(2022, 12, 31)


def test_the_offices_own_municipalities_come_first(round_: str) -> None:
    """Those of the office's county by name, then the rest of the country by name; each with its number."""
    offered = forms.gathered(round_, "2021").municipalities

    assert len(offered) == MUNICIPALITIES_IN_2021
    assert offered[:3] == ("1114 Bjerkreim", "1145 Bokn", "1101 Eigersund")
    assert all(text.startswith("11") for text in offered[:23])
    assert not any(text.startswith("11") for text in offered[23:])
    assert [text[5:] for text in offered[23:]] == sorted((text[5:] for text in offered[23:]), key=reading_order)


def test_every_municipality_that_is_offered_is_understood(round_: str) -> None:
    """As the applicant, and a dozen at a time as partners."""
    against = terms(round_)
    offered = forms.gathered(round_, "2021").municipalities
    for text in offered:
        found = read_value(CATALOGUE["lead"], text, against)
        assert (found.value, found.problems) == (text[:4], ())
    for start in range(0, len(offered), 12):
        some = offered[start : start + 12]
        listed = read_value(CATALOGUE["partners"], "\n".join(some), against)
        assert [partner.number for partner in listed.value.partners] == [text[:4] for text in some]
        assert listed.problems == ()


def test_the_form_is_named_after_call_and_language(
    round_: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the current folder, in the office's default language where none is asked for; the same form again changes nothing."""
    monkeypatch.chdir(tmp_path)
    written = forms.write_form(round_, desk, "2021")
    before = written.path.stat().st_mtime_ns

    assert written.path == Path("søknadsskjema-2021-nn.xlsx")
    assert (written.call, written.version, written.language) == ("2021", 1, "nn")
    assert forms.write_form(round_, desk, "2021") == written
    assert written.path.stat().st_mtime_ns == before


def test_somebodys_answers_are_not_written_over(round_: str, desk: Desk, tmp_path: Path) -> None:
    """A file that holds anything else is left alone."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(b"answers")

    with pytest.raises(FileThere):
        forms.write_form(round_, desk, "2021", None, path)

    assert path.read_bytes() == b"answers"


def test_a_trial_writes_nothing(round_: str, desk: Desk, tmp_path: Path) -> None:
    """It tells what the real run would."""
    path = tmp_path / "form.xlsx"
    trial = forms.write_form(round_, replace(desk, dry_run=True), "2021", "nb", path)

    assert not path.exists()
    assert trial == forms.write_form(round_, desk, "2021", "nb", path)


def test_another_ending_is_refused(round_: str, desk: Desk, tmp_path: Path) -> None:
    """The form is an .xlsx; LibreOffice would open it under another name, Excel would not."""
    with pytest.raises(forms.FormEnding):
        forms.write_form(round_, desk, "2021", None, tmp_path / "form.ods")

    assert list(tmp_path.glob("form.*")) == []


def test_a_call_that_is_not_there_has_no_form(round_: str, desk: Desk, tmp_path: Path) -> None:
    """It is refused by its code."""
    with pytest.raises(CallUnknown):
        forms.write_form(round_, desk, "2022", None, tmp_path / "form.xlsx")


def test_a_changed_call_marks_its_form(round_: str, desk: Desk, tmp_path: Path) -> None:
    """The form says which version of the call it was written for."""
    changed = tmp_path / "call.toml"
    text = CALL.read_text(encoding="utf-8")
    changed.write_text(text.replace('required_fields = ["summary", "goals"]', 'required_fields = ["gains"]'), "utf-8")
    calls.change_call(round_, desk, "2021", changed, "Gevinst må med")
    forms.write_form(round_, desk, "2021", None, tmp_path / "form.xlsx")

    filled = read_form(read(tmp_path / "form.xlsx").sheets)
    assert filled is not None
    assert filled.version == 2
    assert {question.field.name for question in questions(forms.gathered(round_, "2021").call) if question.required} >= {"gains"}  # fmt: skip
