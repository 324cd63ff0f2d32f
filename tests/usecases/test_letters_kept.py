"""What an office did by hand is never lost without a word: edited letters, templates that tell too little, unfinished clauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject

from skjonn import files
from skjonn.domain.desk import Desk
from skjonn.storage.database import reading
from skjonn.storage.queries import calls
from skjonn.usecases import databases, letter_pdf, letter_templates, letters
from skjonn.usecases.letter_wanted import Wanted
from tests.documents.test_pdf import PROPER, doing
from tests.usecases.test_letter_templates import own, say
from tests.usecases.test_letters import ALL, AWARDED, EIGERSUND, FULL, REFUSED, SOKNDAL, bytes_in, decided

EDITED = "letters/2021-002-Sokndal-avslag.docx"


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari on the day letters are written."""
    return replace(desk, today=AWARDED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The working folder."""
    return tmp_path / "work"


@pytest.fixture
def round_of_two(office: str, desk: Desk) -> str:
    """A decided round: an award and a refusal."""
    return decided(office, desk, ((EIGERSUND, FULL), (SOKNDAL, REFUSED)))


def edit(path: Path) -> None:
    """Change a letter in Word and save it."""
    document = Document(str(path))
    document.add_paragraph("Dette la vi til.")
    document.save(str(path))


def test_a_letter_edited_by_hand_is_left_as_it_is(round_of_two: str, clerk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """The next run writes what is missing, keeps every byte of the edited one, names it, and makes no PDF of it."""
    letters.write_letters(round_of_two, clerk, ALL, folder)
    edit(folder / EDITED)
    gone = folder / "letters" / "2021-001-Eigersund-tilskuddsbrev.docx"
    kept = bytes_in(folder)
    gone.unlink()

    again = letters.write_letters(round_of_two, clerk, ALL, folder)

    assert bytes_in(folder) == kept
    assert [one.state for one in again.letters] == ["again", "edited"]
    assert [(one.code, one.severity, one.place.file) for one in again.problems] == [("letter-changed", "error", EDITED)]
    program = folder / "soffice"
    doing(program, f"for one in documents: (out / one.with_suffix('.pdf').name).write_bytes({PROPER!r})")
    monkeypatch.setenv("SKJONN_OFFICE", str(program))
    assert len(letter_pdf.make(round_of_two, clerk, "2021", again.letters, folder)) == 1


def test_the_list_tells_which_differ(round_of_two: str, clerk: Desk, folder: Path) -> None:
    """Changed, gone and as registered each are told; moved away, the registered letter is put back byte for byte."""
    before = {one.path: one.sha256 for one in letters.write_letters(round_of_two, clerk, ALL, folder).letters}
    edit(folder / EDITED)
    (folder / "letters" / "2021-001-Eigersund-tilskuddsbrev.docx").unlink()

    listed = letters.list_letters(round_of_two, "2021", folder)
    assert [one.state for one in listed] == ["missing", "edited"]
    assert [one.code for one in letters.otherwise(listed)] == ["letter-missing", "letter-changed"]
    assert [one.state for one in letters.list_letters(round_of_two)] == ["registered", "registered"]

    (folder / EDITED).rename(folder / "letters" / "vår.docx")
    letters.write_letters(round_of_two, clerk, ALL, folder)
    assert {path: files.sha256((folder / path).read_bytes()) for path in before} == before
    assert [one.state for one in letters.list_letters(round_of_two, "2021", folder)] == ["unchanged", "unchanged"]


def test_written_anew_beside_an_edited_one(round_of_two: str, clerk: Desk, folder: Path) -> None:
    """The new letter has a file of its own, and the edited one stays; once replaced, it is not said that a rerun writes it."""
    letters.write_letters(round_of_two, clerk, ALL, folder)
    edit(folder / EDITED)
    kept = (folder / EDITED).read_bytes()

    anew = Wanted("2021", ("2021-002",), anew=True, reason="Feil i teksten.")
    [new] = letters.write_letters(round_of_two, clerk, anew, folder).letters

    assert (new.state, (folder / EDITED).read_bytes()) == ("new", kept)
    assert new.path != EDITED
    (folder / EDITED).unlink()
    [told] = [one for one in databases.check(round_of_two, folder).doubts if one.place.file == EDITED]
    assert told.code == "letter-missing"
    assert "letter write" not in told.help("en")
    [same] = letters.otherwise(letters.list_letters(round_of_two, "2021", folder))
    assert same == told


def exchanged(old: str, new: str) -> Callable[[DocumentObject], object]:
    """Return what puts one text in the place of another in the body, its tables and its headers."""

    def change(document: DocumentObject) -> None:
        section = document.sections[0]
        headers = [*section.header.paragraphs, *section.first_page_header.paragraphs]
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        for paragraph in [*document.paragraphs, *headers, *(one for cell in cells for one in cell.paragraphs)]:
            if old in paragraph.text:
                paragraph.text = paragraph.text.replace(old, new)

    return change


@pytest.mark.parametrize("fields", [("{{ awarded_amount }}", "{{ awarded_amount_short }}")])
def test_what_is_only_asked_about_is_not_told(round_of_two: str, clerk: Desk, folder: Path, fields: tuple[str, ...]) -> None:  # fmt: skip
    """An award letter that asks whether there is an amount and prints none is an error when checked, and is not written."""

    def change(document: DocumentObject) -> None:
        for field in fields:
            exchanged(field, "mykje")(document)
        for text in ("{%p if awarded_amount_short %}", "Mykje.", "{%p endif %}"):
            document.add_paragraph(text)

    own(folder, change, "letters/nb/award.docx")

    found = letter_templates.check(folder, "nb/award").problems
    assert [(one.code, one.data["fields"]) for one in found] == [
        ("template-required-missing", ["awarded_amount", "awarded_amount_short"])
    ]
    with pytest.raises(letter_templates.TemplateLacks):
        letters.write_letters(round_of_two, clerk, ALL, folder)
    assert not (folder / "letters").exists()


def test_a_list_gone_through_without_printing(folder: Path) -> None:
    """A list whose items never come out is not told."""
    own(folder, exchanged("{{ one.title }}", "tittel"), "letters/nn/payment_list.docx")
    assert letter_templates.check(folder, "nn/payment_list").problems == ()

    own(folder, lambda document: [exchanged(f"{{{{ one.{part} }}}}", "x")(document) for part in ("number", "name", "amount")], "letters/nn/payment_list.docx")  # fmt: skip
    found = letter_templates.check(folder, "nn/payment_list").problems
    assert [one.data["fields"] for one in found] == [["payments"]]


@pytest.mark.parametrize("draft", [True, False])
def test_a_template_that_only_asks_for_the_mark(round_of_two: str, clerk: Desk, folder: Path, *, draft: bool) -> None:
    """A draft is never written from it; a letter that needs no mark is not either, since the check would refuse it."""
    own(folder, exchanged("{{ banner }}", ""), "letters/nb/award.docx")

    assert [one.code for one in letter_templates.check(folder, "nb/award").problems] == ["template-not-marking"]
    with pytest.raises(letter_templates.TemplateLacks):
        letters.write_letters(round_of_two, clerk, Wanted("2021", draft=draft), folder)


def test_files_no_letter_is_written_from(round_of_two: str, clerk: Desk, folder: Path) -> None:
    """A misnamed template is named when checked and when letters are written, and what Word leaves beside is not."""
    own(folder, say("Hei."))
    place = folder / "templates" / "letters"
    for name in ("nn/awards.docx", "award.docx", "nn/award (kopi).docx", "nn/~$award.docx", "nn/.~lock.award.docx#"):
        (place / name).write_bytes(b"x")
    wanted = [f"templates/letters/{name}" for name in ("award.docx", "nn/award (kopi).docx", "nn/awards.docx")]

    found = letter_templates.check(folder).problems
    assert [(one.code, one.severity) for one in found] == [("template-unused", "warning")] * 3
    assert [one.place.file for one in found] == wanted
    done = letters.write_letters(round_of_two, clerk, ALL, folder)
    assert [one.place.file for one in done.problems] == wanted


@pytest.mark.parametrize("link", [True, False])
def test_what_is_no_file_in_a_templates_place(round_of_two: str, clerk: Desk, folder: Path, *, link: bool) -> None:
    """A folder, or a link that leads nowhere, is no reason to take the shipped template."""
    place = folder / "templates" / "letters" / "nb" / "award.docx"
    place.parent.mkdir(parents=True)
    if link:
        place.symlink_to(folder / "nothing.docx")
    else:
        place.mkdir()

    [own_one] = letter_templates.check(folder, "nb/award").templates
    assert (own_one.own, own_one.errors) == (True, 2)  # and it has no twin
    with pytest.raises(files.TemplateNoFile):
        letters.write_letters(round_of_two, clerk, ALL, folder)
    assert not (folder / "letters").exists()


def test_an_unfinished_clause_stops_the_batch(
    round_of_two: str, clerk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clause that still holds the sign of what is to be filled in is printed in drafts and in no letter."""
    with reading(round_of_two) as session:
        stored = calls.one(session, "2021")
    half = replace(stored.call, letters=replace(stored.call.letters, control={"nb": "Kontroll …", "nn": "Kontroll …"}))
    monkeypatch.setattr(calls, "one", lambda *_: replace(stored, call=half))

    with pytest.raises(letter_templates.ClauseUnfinished) as refused:
        letters.write_letters(round_of_two, clerk, ALL, folder)
    assert refused.value.data["clause"] == "control"
    assert not (folder / "letters").exists()
    assert letters.write_letters(round_of_two, clerk, Wanted("2021", draft=True), folder).count("draft") == 2
    assert letters.write_letters(round_of_two, clerk, Wanted("2021", kind="refusal"), folder).count("new") == 1
