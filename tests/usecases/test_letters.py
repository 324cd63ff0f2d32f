"""Letters of a round: what is written, in which language, what is registered, and that a rerun completes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlmodel import select

from skjonn import files
from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Content, Partner, PartnerKind, Scope, Submitted
from skjonn.domain.codes import case_number
from skjonn.domain.desk import Desk
from skjonn.domain.letters import LetterTextMissing
from skjonn.errors import SkjonnError
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import application_writes, calls, letters
from skjonn.storage.queries.application_writes import NewCase
from skjonn.storage.queries.application_writes import Written as By
from skjonn.storage.tables.office import EventRow
from skjonn.usecases import allocations
from skjonn.usecases import letters as usecase
from skjonn.usecases.acting import RoleMissing, now
from skjonn.usecases.approving import Given, approve
from skjonn.usecases.calls import open_call
from skjonn.usecases.drafting import draft
from skjonn.usecases.frames import Wanted as Frame
from skjonn.usecases.frames import set_frame
from skjonn.usecases.letter_gathering import LanguagesUnknown
from skjonn.usecases.letter_registering import LettersMeanwhile
from skjonn.usecases.letter_wanted import LetterKindUnknown, Wanted
from skjonn.usecases.letters_of_decisions import CaseNotDecided, NothingDecided, NothingDrafted
from skjonn.usecases.recommending import Wanted as Said

EXAMPLE = files.shipped("examples") / "rogaland-2021" / "call.toml"
AWARDED = date(2021, 6, 1)
ALL = Wanted("2021")


def municipal(name: str, number: str) -> Partner:
    """Return a municipal partner."""
    return Partner(PartnerKind.MUNICIPALITY, name, number)


EIGERSUND = Content("Nettverkskontakter & <barnevern>", "1101", 1_100_000, goals="Felles {{ rutiner }}.", partners=(municipal("Lund", "1112"), municipal("Sokndal", "1111")))  # fmt: skip
VINDAFJORD = Content("Acos på Haugalandet", "1160", 200_000, partners=(municipal("Bokn", "1145"), Partner(PartnerKind.UNNAMED)))  # fmt: skip
STAVANGER = Content("Digi Rogaland", "1103", 1_500_000, scope=Scope.COUNTY)
SOKNDAL = Content("Sykkelkart", "1111", 300_000)
FULL = Said(Outcome.AWARD, 1_100_000)
PARTIAL = Said(Outcome.AWARD, 100_000, reason="Dekkjer det første året.")
REFUSED = Said(Outcome.REFUSAL, ground="priority")


def recommended(office: str, desk: Desk, cases: Sequence[tuple[Content, Said]]) -> str:
    """Open the example's call, register cases and recommend for each."""
    set_frame(office, desk, 2021, Frame(10_000_000, (("project", 10_000_000),)))
    open_call(office, desk, EXAMPLE)
    with writing(office) as session:
        call = calls.one(session, "2021").id
        first = application_writes.next_serial(session, call, len(cases))
        new = [
            NewCase(case_number("2021", serial), Submitted(content)) for serial, (content, _) in enumerate(cases, first)
        ]
        application_writes.add_cases(session, call, new, By(1, desk.today, now()))
    for serial, (_, said) in enumerate(cases, 1):
        allocations.recommend(office, desk, case_number("2021", serial), said)
    return office


def decided(office: str, desk: Desk, cases: Sequence[tuple[Content, Said]]) -> str:
    """Do the same, and draft and approve the decision on the desk's day."""
    recommended(office, desk, cases)
    draft(office, desk, "2021")
    approve(office, desk, "2021", 1, Given("per"))
    return office


@pytest.fixture
def clerk() -> Desk:
    """Return Kari's desk on the day of the awards."""
    return Desk("kari", AWARDED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty working folder, apart from the database."""
    path = tmp_path / "work"
    path.mkdir()
    return path


@pytest.fixture
def round_of_four(office: str, desk: Desk) -> str:
    """Return a database with an award, a partial award, an award for the whole county and a refusal."""
    cases = ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL), (STAVANGER, Said(Outcome.AWARD, 1_500_000)), (SOKNDAL, REFUSED))
    return decided(office, desk, cases)


def text_of(path: Path) -> str:
    """Return all text of a letter's body and of its first page's header."""
    document = Document(BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    header = [paragraph.text for paragraph in document.sections[0].first_page_header.paragraphs]
    text = "\n".join([*header, *(paragraph.text for paragraph in document.paragraphs), *cells])
    return text.replace("\u00a0", " ")


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_recipient_gets_its_letter_in_its_language(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """Eigersund is written to in bokmål, Vindafjord in nynorsk, the neutral ones in the office's default, and the rule is kept."""
    done = usecase.write_letters(round_of_four, clerk, ALL, folder)

    assert [(one.case, one.kind, one.language) for one in done.letters] == [
        ("2021-001", "award", "nb"),
        ("2021-002", "partial_award", "nn"),
        ("2021-003", "award", "nn"),
        ("2021-004", "refusal", "nn"),
    ]
    assert [one.path for one in done.letters] == [
        "letters/2021-001-Eigersund-tilskuddsbrev.docx",
        "letters/2021-002-Vindafjord-tilskotsbrev.docx",
        "letters/2021-003-Stavanger-tilskotsbrev.docx",
        "letters/2021-004-Sokndal-avslag.docx",
    ]
    assert done.letters[2].rule.rule == done.letters[3].rule.rule == "neutral-office-default"
    assert usecase.list_letters(round_of_four, "2021", folder) == tuple(replace(one, state="unchanged") for one in done.letters)  # fmt: skip


def test_a_letter_says_what_was_decided(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """Facts, amounts, partners, payment, conditions and report dates stand in the letter; the applicant's text as it is."""
    usecase.write_letters(round_of_four, clerk, ALL, folder)
    award = text_of(folder / "letters" / "2021-001-Eigersund-tilskuddsbrev.docx")
    partial = text_of(folder / "letters" / "2021-002-Vindafjord-tilskotsbrev.docx")
    county = text_of(folder / "letters" / "2021-003-Stavanger-tilskotsbrev.docx")
    refusal = text_of(folder / "letters" / "2021-004-Sokndal-avslag.docx")

    for words in (
        "Nettverkskontakter & <barnevern>", "Felles {{ rutiner }}.", "Eigersund kommune", "1 100 000 kroner",
        "kr 1 100 000", "Lund og Sokndal", "1. juni 2021", "Statsforvalteren i Rogaland", "Mellomrapport innen",
        "Kommunal- og moderniseringsdepartementet", "Midlene skal brukes", "EKSEMPEL – ikke et vedtak",
        "Kopi til: Lund kommune og Sokndal kommune", "seniorrådgiver",
    ):  # fmt: skip
        assert words in award
    assert "Dekkjer det første året." in partial
    assert "kr 200 000" in partial
    assert "Bokn mfl." in partial
    assert "Statsforvaltaren i Rogaland" in partial
    assert "alle kommunane i Rogaland" in county
    assert "andre søknader blei vurderte som betre" in refusal
    assert "Klage" not in award + partial + refusal


def test_a_second_run_changes_nothing(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """The same command on a later day writes nothing, registers nothing, and leaves the same bytes and the same date."""
    first = usecase.write_letters(round_of_four, clerk, ALL, folder)
    before = bytes_in(folder)

    second = usecase.write_letters(round_of_four, Desk("kari", date(2021, 6, 9)), ALL, folder)

    assert second.count("unchanged") == 4
    assert bytes_in(folder) == before
    assert [one.sha256 for one in second.letters] == [one.sha256 for one in first.letters]
    assert {one.dated for one in second.letters} == {AWARDED}
    with reading(round_of_four) as session:
        assert len(letters.registered(session)) == 4
        assert [event.kind for event in session.exec(select(EventRow))].count("letters-written") == 1


def test_a_rerun_writes_what_is_missing(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """A file that is gone comes back with the bytes it had, dated as before."""
    usecase.write_letters(round_of_four, clerk, ALL, folder)
    before = bytes_in(folder)
    (folder / "letters" / "2021-001-Eigersund-tilskuddsbrev.docx").unlink()
    assert usecase.list_letters(round_of_four, None, folder)[0].state == "missing"

    again = usecase.write_letters(round_of_four, Desk("kari", date(2021, 7, 1)), ALL, folder)

    assert [one.state for one in again.letters] == ["again", "unchanged", "unchanged", "unchanged"]
    assert again.problems == ()
    assert bytes_in(folder) == before


def test_a_letter_that_would_come_out_otherwise_is_refused(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """Where a template was edited after the letter was written, its lost file is not replaced by another text."""
    usecase.write_letters(round_of_four, clerk, ALL, folder)
    lost = folder / "letters" / "2021-004-Sokndal-avslag.docx"
    lost.unlink()
    edited_template(folder, "letters/nn/refusal.docx", "Grunngiving", "Kvifor")

    with pytest.raises(usecase.LetterNotAsRegistered) as refused:
        usecase.write_letters(round_of_four, clerk, ALL, folder)

    assert refused.value.exit_code == 4
    assert refused.value.data["cases"] == ["2021-004"]
    assert not lost.exists()


def test_one_kind_and_one_case(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """--kind and --case choose; numbers go on where the last run ended."""
    refusals = usecase.write_letters(round_of_four, clerk, Wanted("2021", kind="refusal"), folder)
    one = usecase.write_letters(round_of_four, clerk, Wanted("2021", ("2021-002",)), folder)

    assert [(letter.case, letter.number) for letter in (*refusals.letters, *one.letters)] == [
        ("2021-004", 1),
        ("2021-002", 2),
    ]
    assert len(bytes_in(folder)) == 2
    with pytest.raises(CaseNotDecided):
        usecase.write_letters(round_of_four, clerk, Wanted("2021", ("2021-009",)), folder)
    with pytest.raises(LetterKindUnknown):
        usecase.write_letters(round_of_four, clerk, Wanted("2021", kind="thanks"), folder)


def test_a_dismissal_is_told_as_one(office: str, desk: Desk, clerk: Desk, folder: Path) -> None:
    """A dismissal has a template of its own, and is called a dismissal when written and listed."""
    decided(office, desk, ((EIGERSUND, Said(Outcome.DISMISSAL, ground="late")), (SOKNDAL, REFUSED)))

    done = usecase.write_letters(office, clerk, ALL, folder)
    listed = usecase.list_letters(office, "2021")

    assert [one.kind for one in done.letters] == [one.kind for one in listed] == ["dismissal", "refusal"]
    assert done.letters[0].path == "letters/2021-001-Eigersund-avvisning.docx"
    assert "Avslag" not in text_of(folder / done.letters[0].path)


def test_no_draft_to_look_at(office: str, desk: Desk, clerk: Desk, folder: Path) -> None:
    """Asked for drafts of letters where no decision is drafted, one is told to draft it, not to ask for drafts."""
    recommended(office, desk, ((EIGERSUND, FULL),))

    with pytest.raises(NothingDrafted):
        usecase.write_letters(office, clerk, Wanted("2021", draft=True), folder)


def test_nothing_is_written_before_approval_but_drafts(office: str, desk: Desk, clerk: Desk, folder: Path) -> None:
    """Without approval there are no letters; --draft writes marked ones, registers none, and leaves no event."""
    recommended(office, desk, ((EIGERSUND, FULL), (SOKNDAL, REFUSED)))
    draft(office, desk, "2021")
    with pytest.raises(NothingDecided):
        usecase.write_letters(office, clerk, ALL, folder)

    done = usecase.write_letters(office, clerk, Wanted("2021", draft=True), folder)

    assert [one.path for one in done.letters] == [
        "letters/2021-001-Eigersund-tilskuddsbrev-utkast.docx",
        "letters/2021-002-Sokndal-avslag-utkast.docx",
    ]
    assert "UTKAST · EKSEMPEL – ikke et vedtak" in text_of(folder / done.letters[0].path)
    assert usecase.list_letters(office) == ()
    assert done.count("draft") == 2


def test_a_dry_run_keeps_nothing(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """--dry-run tells what would be written, writes no file and registers no letter."""
    done = usecase.write_letters(round_of_four, replace(clerk, dry_run=True), ALL, folder)

    assert done.count("new") == 4
    assert bytes_in(folder) == {}
    assert usecase.list_letters(round_of_four) == ()


def test_an_unknown_language_form_stops_the_batch(office: str, desk: Desk, folder: Path) -> None:
    """Tysvær's form in 2022 is open between the sources: no letter at all is written, and it is named."""
    tysvaer = Content("Turveg", "1146", 100_000)
    decided(office, desk, ((EIGERSUND, FULL), (tysvaer, REFUSED)))

    with pytest.raises(LanguagesUnknown) as refused:
        usecase.write_letters(office, Desk("kari", date(2022, 6, 1)), ALL, folder)

    assert refused.value.data["municipalities"] == ["Tysvær (1146)"]
    assert bytes_in(folder) == {}


def test_only_a_caseworker_writes_letters(round_of_four: str, folder: Path) -> None:
    """The approver, who is no caseworker, is refused."""
    with pytest.raises(RoleMissing):
        usecase.write_letters(round_of_four, Desk("per", AWARDED), ALL, folder)


def test_a_field_that_does_not_exist_stops_before_a_file(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """A misspelt field in one template of four: no file, no letter in the register, template and field named."""
    edited_template(folder, "letters/nn/refusal.docx", "{{ ground }}", "{{ grund }}")

    with pytest.raises(SkjonnError) as refused:
        usecase.write_letters(round_of_four, clerk, ALL, folder)

    assert refused.value.code == "template-field-unknown"
    assert refused.value.data == {"template": "letters/nn/refusal.docx", "field": "grund"}
    assert not (folder / "letters").exists()
    assert usecase.list_letters(round_of_four) == ()


def test_an_empty_field_stops_before_a_file(office: str, desk: Desk, clerk: Desk, folder: Path) -> None:
    """A template that prints the goals, and a case without goals: no file, the case named as well."""
    decided(office, desk, ((EIGERSUND, FULL), (replace(EIGERSUND, title="Uten mål", goals=""), FULL)))
    edited_template(folder, "letters/nb/award.docx", "{%p if goals %}", "{%p if title %}")

    with pytest.raises(SkjonnError) as refused:
        usecase.write_letters(office, clerk, ALL, folder)

    assert refused.value.code == "template-field-empty"
    assert refused.value.data == {"template": "letters/nb/award.docx", "field": "goals", "case": "2021-002"}
    assert not (folder / "letters").exists()


def test_a_letter_open_in_word_leaves_nothing_half_done(
    round_of_four: str, clerk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file held by another program is exit 5; when it is closed, the same command completes with the right bytes."""
    usecase.write_letters(round_of_four, clerk, ALL, folder)
    before = bytes_in(folder)
    for path in folder.rglob("*.docx"):
        path.unlink()
    with held(monkeypatch, "2021-003-Stavanger-tilskotsbrev.docx"), pytest.raises(files.TargetBusy) as busy:
        usecase.write_letters(round_of_four, clerk, ALL, folder)

    usecase.write_letters(round_of_four, clerk, ALL, folder)

    assert busy.value.exit_code == 5
    assert bytes_in(folder) == before


def test_another_writer_in_between(
    round_of_four: str, clerk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two write the same letters at once: one registers them, the other is told and registers nothing twice."""
    fetched = files.find_template

    def meanwhile(name: str, office_folder: Path | None = None) -> Path:
        monkeypatch.undo()
        usecase.write_letters(round_of_four, clerk, ALL, folder / "other")
        return fetched(name, office_folder)

    monkeypatch.setattr(files, "find_template", meanwhile)
    with pytest.raises(LettersMeanwhile) as told:
        usecase.write_letters(round_of_four, clerk, ALL, folder)

    assert len(usecase.list_letters(round_of_four)) == 4
    assert told.value.data == {"count": 4, "first": ["2021-001", "2021-002", "2021-003"]}  # not every case


def test_a_text_in_one_form_only(
    office: str, desk: Desk, clerk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clause the call has in bokmål only is not left out in silence where the letter is in nynorsk."""
    decided(office, desk, ((SOKNDAL, REFUSED),))
    with reading(office) as session:
        stored = calls.one(session, "2021")
    one_sided = replace(stored.call, letters=replace(stored.call.letters, appeal={"nb": "Klagefristen er tre uker."}))
    monkeypatch.setattr(calls, "one", lambda *_: replace(stored, call=one_sided))
    with pytest.raises(LetterTextMissing) as refused:
        usecase.write_letters(office, clerk, ALL, folder)

    assert refused.value.data["field"] == "appeal"


def edited_template(folder: Path, name: str, old: str, new: str) -> None:
    """Put a copy of a shipped template with one text exchanged into a working folder."""
    document = Document(str(files.find_template(name)))
    for paragraph in document.paragraphs:
        if old in paragraph.text:
            paragraph.text = paragraph.text.replace(old, new)
    path = folder / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))


@contextmanager
def held(monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[None]:
    """Let a file be open in another program, as Windows has it: nothing can take its place."""
    replaced = Path.replace

    def refuse(self: Path, target: str | Path) -> Path:
        if Path(target).name == name:
            raise PermissionError(13, "in use", str(target))
        return replaced(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        yield
