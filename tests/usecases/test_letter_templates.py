"""Templates proved before they are needed: what is wrong is named, what is sound passes, and an office's own are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject

from skjonn import files
from skjonn.domain.desk import Desk
from skjonn.usecases import letter_templates as usecase
from tests.domain.test_letter_fields import CALL, SETTINGS

KARI = Desk("kari", date(2021, 6, 1))


def own(folder: Path, change: Callable[[DocumentObject], object], name: str = "letters/nn/award.docx") -> None:
    """Put an edited copy of a shipped template into the working folder, with its twin as shipped."""
    for form in ("nb", "nn"):
        path = folder / "templates" / "letters" / form / Path(name).name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files.find_template(f"letters/{form}/{Path(name).name}").read_bytes())
    document = Document(str(folder / "templates" / name))
    change(document)
    document.save(str(folder / "templates" / name))


def codes(folder: Path, name: str | None = "nn/award") -> list[str]:
    """Return what is found, by code."""
    found = usecase.check(folder, name)
    assert all(one.message("nn") and one.message("en") and one.help("nb") is not None for one in found.problems)
    return [one.code for one in found.problems]


def say(*texts: str) -> Callable[[DocumentObject], object]:
    """Return what adds paragraphs to a template."""
    return lambda document: [document.add_paragraph(text) for text in texts]


def emptied(*fields: str) -> Callable[[DocumentObject], object]:
    """Return what takes every paragraph with one of these out of a template's body."""

    def change(document: DocumentObject) -> None:
        for paragraph in document.paragraphs:
            if any(field in paragraph.text for field in fields):
                paragraph.text = ""

    return change


def test_the_shipped_templates_are_sound(tmp_path: Path) -> None:
    """All kinds in both forms, with much and with little to say."""
    found = usecase.check(tmp_path)

    assert len(found.templates) == 32
    assert found.problems == ()
    assert not any(one.own for one in found.templates)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("{{ tittel }}", "{{ belop }}"), ["template-field-unknown", "template-field-unknown"]),
        (("{%p for one in title %}", "{{ one }}", "{%p endfor %}"), ["template-loop-wrong"]),
        (("{{ conditions }}",), ["template-list-printed"]),
        (("{{ payee }}",), ["template-field-empty"]),
        (("{%p if deadline %}", "{{ deadline }}", "{%p endif %}"), ["template-field-idle"]),
        (
            (
                "{%p if signatories %}",
                "{%p for one in signatories %}",
                "{{ one.nmae }}",
                "{%p endfor %}",
                "{%p endif %}",
            ),
            ["template-field-unknown"],
        ),
        (("{{ title",), ["template-syntax"]),
        (("{%p if title %}",), ["template-syntax"]),
        (("{% include 'x' %}",), ["template-syntax"]),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, texts: tuple[str, ...], found: list[str]) -> None:
    """Each fault by its code, at its template; the twin as shipped is sound."""
    own(tmp_path, say(*texts))

    assert codes(tmp_path) == found
    assert codes(tmp_path, "nb/award") == []


def test_what_a_letter_must_tell(tmp_path: Path) -> None:
    """A template that no longer prints when the money is paid, or what is to be reported, is refused for each."""
    own(tmp_path, emptied("{{ payment }}", "{{ reporting }}"))

    found = usecase.check(tmp_path, "nn/award")
    assert [(one.code, one.data["fields"]) for one in found.problems] == [
        ("template-required-missing", ["payment"]), ("template-required-missing", ["reporting"]),
    ]  # fmt: skip
    assert [(one.own, one.errors) for one in found.templates] == [(True, 2)]


def test_an_own_template_without_its_twin(tmp_path: Path) -> None:
    """Recipients of the other form would be told something else."""
    own(tmp_path, say("Hei."))
    (tmp_path / "templates" / "letters" / "nb" / "award.docx").unlink()

    assert codes(tmp_path, "award") == ["template-twin-missing"]


def test_no_word_document(tmp_path: Path) -> None:
    """A text file with the name of a template is told to be none, and nothing else is said of it."""
    own(tmp_path, say("Hei."))
    (tmp_path / "templates" / "letters" / "nn" / "award.docx").write_text("hei", encoding="utf-8")

    assert codes(tmp_path) == ["template-not-word"]


def test_clauses_the_office_has_not_worded(tmp_path: Path) -> None:
    """A clause without a text is said, one left unfinished is an error."""
    half = replace(
        CALL, letters=replace(SETTINGS, control={"nb": "…", "nn": "…"}, appeal={"nb": "Klag.", "nn": "Klag."})
    )

    found = usecase.check(tmp_path, "award", half)
    assert [(one.code, one.severity, one.data["clause"]) for one in found.problems] == [
        ("clause-unfinished", "error", "control"), ("clause-unset", "warning", "repayment"), ("clause-unset", "warning", "auditor"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["tull", "nn/tull", "sv/award", "a/nn/award", ""])
def test_a_name_no_template_goes_by(tmp_path: Path, name: str) -> None:
    """Is refused with those there are."""
    with pytest.raises(usecase.TemplateUnknown):
        usecase.check(tmp_path, name)


@pytest.mark.parametrize("name", ["award", "letters/nn/award.docx", "templates/letters/nn/award.docx", "nn\\award"])
def test_names_a_template_goes_by(tmp_path: Path, name: str) -> None:
    """By its kind, by form and kind, or by its path, with either slash."""
    assert {one.name for one in usecase.check(tmp_path, name).templates} >= {"letters/nn/award.docx"}


def test_the_fields_of_a_kind(tmp_path: Path) -> None:
    """Those that may hold something in such a letter, each with what it means and where it comes from."""
    fields = {one.name for one in usecase.check(tmp_path, "reminder").fields}

    assert {"report", "answer_by", "awarded_amount"} <= fields
    assert not {"payments", "ground", "criteria"} & fields


def test_shipped_templates_are_put_where_they_are_edited(tmp_path: Path) -> None:
    """Written once, kept when run again; an edited one is not overwritten unless that is asked for, and then alone."""
    dry = usecase.export(replace(KARI, dry_run=True), tmp_path, "award")
    assert [one.state for one in dry] == ["written", "written"]
    assert not (tmp_path / "templates").exists()

    first = usecase.export(KARI, tmp_path, "award")
    again = usecase.export(KARI, tmp_path, "award")
    assert [one.state for one in (*first, *again)] == ["written", "written", "kept", "kept"]

    first[0].path.write_bytes(b"edited")
    with pytest.raises(usecase.TemplatesEdited):
        usecase.export(KARI, tmp_path)
    assert len(list((tmp_path / "templates").rglob("*.docx"))) == 2
    third = usecase.export(KARI, tmp_path, "award", replace=True)
    assert [one.state for one in third] == ["replaced", "kept"]
    assert usecase.check(tmp_path, "award").problems == ()
