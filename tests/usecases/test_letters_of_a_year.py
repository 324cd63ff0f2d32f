"""Every kind of letter of a year: which cases get it, what has to be said, what it takes the place of, when it was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document

from skjonn.domain.allocations import Outcome
from skjonn.domain.dates import OSLO
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import DecisionKind, Terms
from skjonn.domain.letters import Said
from skjonn.errors import SkjonnError
from skjonn.usecases import following_up, letter_sent
from skjonn.usecases import letters as usecase
from skjonn.usecases.approving import Given, approve
from skjonn.usecases.letter_gathering import LetterInOtherForm, OtherFormUnexplained
from skjonn.usecases.letter_to_ministry import NothingToPay
from skjonn.usecases.letter_wanted import LetterNeeds, Wanted
from skjonn.usecases.letters import LetterUnexplained, WrittenLetter
from skjonn.usecases.letters_of_cases import CaseNotFit, LetterAboutCall, NoCaseFits
from skjonn.usecases.letters_of_decisions import CaseNotDecided
from skjonn.usecases.recommending import Wanted as Recommended
from tests.usecases.test_letters import (
    AWARDED,
    EIGERSUND,
    FULL,
    PARTIAL,
    REFUSED,
    SOKNDAL,
    VINDAFJORD,
    decided,
    recommended,
)

JULY = date(2021, 7, 1)
AT_NOON = datetime(2021, 2, 10, 12, tzinfo=OSLO)
NEXT = Recommended(Outcome.NEXT_ROUND, reason="Vi ventar.")
CASES = ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL), (SOKNDAL, REFUSED), (replace(SOKNDAL, title="Leikeplass"), NEXT))


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari on the day letters are written."""
    return replace(desk, today=AWARDED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The working folder."""
    return tmp_path / "work"


@pytest.fixture
def round_of_four(office: str, desk: Desk) -> str:
    """A decided round: an award, a partial award, a refusal, and a case moved to the next round."""
    return decided(office, desk, CASES)


def text_of(path: Path) -> str:
    """Return what a letter says, paragraphs and tables, hard spaces as spaces."""
    document = Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).replace("\u00a0", " ")


def write(office: str, desk: Desk, folder: Path, wanted: Wanted) -> tuple[WrittenLetter, ...]:
    """Write letters."""
    return usecase.write_letters(office, desk, wanted, folder).letters


def follow(office: str, desk: Desk, case: str, kind: DecisionKind, reason: str = "Etter ønske.") -> None:
    """Draft and approve what follows a decision."""
    acts = {DecisionKind.DECLINE: following_up.decline, DecisionKind.REVERSAL: following_up.reverse}
    drafted = acts[kind](office, desk, case, reason)
    approve(office, desk, "2021", int(drafted.decision.id.rpartition("V")[2]), Given("per"))


def test_each_decided_case_has_its_kind(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """An award, a partial award, a refusal and a case moved on each have their template; all refer to the one decision."""
    done = write(round_of_four, clerk, folder, Wanted("2021"))

    assert [(one.case, one.kind) for one in done] == [
        ("2021-001", "award"), ("2021-002", "partial_award"), ("2021-003", "refusal"), ("2021-004", "next_round"),
    ]  # fmt: skip
    assert all("(2021-V1)" in text_of(folder / one.path) for one in done)
    assert "Vi ventar." in text_of(folder / done[3].path)


def test_what_follows_a_decision_takes_the_letters_place(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """A declined award and a changed term each get a letter that tells what is otherwise; the letter that stood is kept."""
    first = write(round_of_four, clerk, folder, Wanted("2021"))
    follow(round_of_four, clerk, "2021-001", DecisionKind.DECLINE)
    changed = following_up.change(round_of_four, clerk, "2021-002", Terms(ends_on=date(2023, 1, 31)), "Etter søknad.")
    approve(round_of_four, clerk, "2021", int(changed.decision.id.rpartition("V")[2]), Given("per"))

    second = write(round_of_four, clerk, folder, Wanted("2021"))
    fresh = [one for one in second if one.state == "new"]
    listed = {one.number: one for one in usecase.list_letters(round_of_four, "2021")}

    assert [(one.case, one.kind, one.supersedes) for one in fresh] == [("2021-001", "correction", 1), ("2021-002", "change_answer", 2)]  # fmt: skip
    assert "Kommunen har takket nei til tildelingen på 1 100 000 kroner." in text_of(folder / fresh[0].path)
    assert "31. januar 2023" in text_of(folder / fresh[1].path)
    assert [listed[n].superseded_by for n in (1, 2, 3, 4)] == [5, 6, None, None]
    assert all((folder / one.path).is_file() for one in first)
    assert all(one.state == "unchanged" for one in write(round_of_four, clerk, folder, Wanted("2021")))


def test_one_letter_a_municipality(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """A municipality with several cases gets one letter with all of them; the others their own; a rerun changes nothing."""
    wanted = Wanted("2021", group="municipality")
    done = write(round_of_four, clerk, folder, wanted)

    assert [(one.cases, one.kind) for one in done] == [
        (("2021-001",), "award"), (("2021-002",), "partial_award"), (("2021-003", "2021-004"), "decisions"),
    ]  # fmt: skip
    said = text_of(folder / done[2].path)
    assert "Sykkelkart" in said
    assert "Leikeplass" in said
    assert "flytta til neste runde" in said or "flyttet til neste runde" in said
    for again in (wanted, Wanted("2021")):
        assert {one.state for one in write(round_of_four, clerk, folder, again)} == {"unchanged"}
    (folder / done[2].path).unlink()
    assert [one.state for one in write(round_of_four, clerk, folder, wanted)] == ["unchanged", "unchanged", "again"]


def test_a_letter_written_anew(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """With a reason a registered letter is written anew in its place, in a file of its own; without one it is refused."""
    [before] = write(round_of_four, clerk, folder, Wanted("2021", ("2021-003",)))
    with pytest.raises(LetterUnexplained):
        write(round_of_four, clerk, folder, Wanted("2021", ("2021-003",), anew=True))
    [after] = write(round_of_four, clerk, folder, Wanted("2021", ("2021-003",), anew=True, reason="Feil i teksten."))

    assert (after.state, after.supersedes, after.path) == (
        "new",
        before.number,
        "letters/2021-003-Sokndal-avslag-2.docx",
    )
    assert [one.superseded_by for one in usecase.list_letters(round_of_four, "2021")] == [after.number, None]
    [third] = write(round_of_four, clerk, folder, Wanted("2021", ("2021-003",)))
    assert (third.state, third.number) == ("unchanged", after.number)


def test_another_form_needs_a_reason(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """Another form than by the rule is written with a reason, which is stored as the rule; a registered letter keeps its form."""
    case = ("2021-002",)
    with pytest.raises(OtherFormUnexplained):
        write(round_of_four, clerk, folder, Wanted("2021", case, language="nb"))
    [done] = write(round_of_four, clerk, folder, Wanted("2021", case, language="nb", reason="Kommunen bad om det."))

    assert (done.language, done.rule.rule, done.rule.data) == ("nb", "asked-for", {"why": "Kommunen bad om det."})
    with pytest.raises(LetterInOtherForm):
        write(round_of_four, clerk, folder, Wanted("2021", case, language="nn", reason="Likevel ikkje."))
    [same] = write(round_of_four, clerk, folder, Wanted("2021", case, language="nb"))
    assert same.state == "unchanged"


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("2021", kind="receipt"),
        Wanted("2021", ("2021-004",), "completion", said=Said(JULY, points=("Legg ved vedtaket.",))),
        Wanted("2021", ("2021-001",), "change_answer", said=Said(points=("Nei.",))),
        Wanted("2021", kind="report_request"),
        Wanted("2021", ("2021-001", "2021-002"), "reminder", said=Said(date(2022, 7, 1), report="final")),
        Wanted("2021", ("2021-002",), "repayment", said=Said(JULY, 40_000, points=("Avlyst.",))),
        Wanted("2021", kind="payment_list"),
        Wanted("2021", kind="call"),
    ],
    ids=lambda wanted: wanted.kind,
)
def test_every_other_kind_is_written_once(office: str, desk: Desk, clerk: Desk, folder: Path, wanted: Wanted) -> None:
    """Each kind is written, marked as what it is, has a file of its own, and a second run writes nothing; a dry run keeps nothing."""
    received = [(replace(content, received_at=AT_NOON), what) for content, what in CASES]
    decided(office, desk, received)
    clerk = overdue(clerk) if wanted.kind == "reminder" else clerk

    write(office, replace(clerk, dry_run=True), folder, wanted)
    assert not (folder / "letters").exists()
    done = write(office, clerk, folder, wanted)
    again = write(office, clerk, folder, wanted)

    assert {one.kind for one in done} == {wanted.kind}
    assert {one.state for one in done} == {"new"}
    assert [(one.number, one.sha256, "unchanged") for one in done] == [
        (one.number, one.sha256, one.state) for one in again
    ]
    assert len({one.path for one in done}) == len(done) == len(list((folder / "letters").iterdir()))
    text = text_of(folder / done[0].path)
    for point in wanted.said.points:
        assert point in text
    assert "{{" not in text


def overdue(clerk: Desk) -> Desk:
    """Return the desk on a day after the final reports were due."""
    return replace(clerk, today=date(2022, 6, 2))


def test_reminders_of_another_day_are_other_letters(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """The same report with a new day is a new letter beside the first; without a day the latest one is meant."""
    case, clerk = ("2021-001",), overdue(clerk)
    first = Wanted("2021", case, "reminder", said=Said(date(2022, 7, 1), report="final"))
    second = Wanted("2021", case, "reminder", said=Said(date(2022, 8, 1), report="final"))
    [one] = write(round_of_four, clerk, folder, first)
    [two] = write(round_of_four, clerk, folder, second)

    assert (one.number, two.number, two.supersedes) == (1, 2, None)
    assert one.path != two.path
    [meant] = write(round_of_four, clerk, folder, Wanted("2021", case, "reminder"))
    assert (meant.number, meant.state) == (2, "unchanged")


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (Wanted("2021", kind="reminder"), LetterNeeds),
        (Wanted("2021", kind="reminder", said=Said(report="final")), LetterNeeds),
        (Wanted("2021", ("2021-001",), "change_answer"), LetterNeeds),
        (Wanted("2021", kind="repayment", said=Said(JULY, 1, points=("x",))), LetterNeeds),
        (Wanted("2021", ("2021-003",), "report_request"), CaseNotFit),
        (Wanted("2021", ("2021-099",), "receipt"), CaseNotFit),
        (Wanted("2021", kind="completion"), NoCaseFits),
        (Wanted("2021", kind="change_answer"), NoCaseFits),
        (Wanted("2021", ("2021-001",), "call"), LetterAboutCall),
        (Wanted("2021", ("2021-099",)), CaseNotDecided),
    ],
)
def test_what_cannot_be_written_is_told(round_of_four: str, clerk: Desk, folder: Path, wanted: Wanted, error: type[SkjonnError]) -> None:  # fmt: skip
    """Each with a sentence and nothing written."""
    clerk = overdue(clerk) if wanted.kind == "reminder" else clerk
    with pytest.raises(error) as told:
        write(round_of_four, clerk, folder, wanted)
    assert told.value.message()
    assert not (folder / "letters").exists()
    assert usecase.list_letters(round_of_four) == ()


def test_the_ministrys_list_is_the_sum_of_the_awards(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """Each payee once, with what stands; a declined award is not on it, and then the old list is written anew, not over."""
    [done] = write(round_of_four, clerk, folder, Wanted("2021", kind="payment_list"))
    text = text_of(folder / done.path)
    assert (done.municipality, done.rule.rule) == ("Kommunal- og moderniseringsdepartementet", "state-body")
    assert "1 200 000 kroner" in text
    assert "1160" in text

    follow(round_of_four, clerk, "2021-001", DecisionKind.REVERSAL)
    [again] = write(
        round_of_four, clerk, folder, Wanted("2021", kind="payment_list", anew=True, reason="Ei tildeling er trekt.")
    )
    assert again.supersedes == done.number
    assert "100 000 kroner" in text_of(folder / again.path)
    assert "1101" not in text_of(folder / again.path)


def test_no_list_where_nothing_is_awarded(office: str, desk: Desk, clerk: Desk, folder: Path) -> None:
    """A round of refusals has nothing to be paid."""
    decided(office, desk, ((SOKNDAL, REFUSED),))
    with pytest.raises(NothingToPay):
        write(office, clerk, folder, Wanted("2021", kind="payment_list"))


def test_the_call_goes_to_each_municipality_or_to_all(office: str, desk: Desk, clerk: Desk, folder: Path) -> None:
    """Each municipality of the county in its form; one letter to all follows the majority, and tells the count."""
    recommended(office, desk, ())
    every = write(office, clerk, folder, Wanted("2021", kind="call"))
    [whole] = write(office, clerk, folder, Wanted("2021", kind="call", group="all"))

    assert len(every) == 23
    assert {one.language for one in every} == {"nb", "nn"}
    assert (whole.language, whole.rule.rule, whole.municipality) == ("nn", "majority", "Rogaland")
    assert "Kommunane i Rogaland" in text_of(folder / whole.path)
    assert [one.municipality for one in usecase.list_letters(office)][-1] == "Rogaland"


def test_what_was_sent_is_recorded_once(round_of_four: str, clerk: Desk, folder: Path) -> None:
    """All that were not, on a day that can be; named cases again; a letter taken the place of is not sent any more."""
    write(round_of_four, clerk, folder, Wanted("2021"))
    later = replace(clerk, today=date(2021, 6, 3))
    done = letter_sent.mark_sent(round_of_four, later, "2021", date(2021, 6, 2), " eFormidling ")
    assert (done.numbers, done.how) == ((1, 2, 3, 4), "eFormidling")
    assert {one.sent_on for one in usecase.list_letters(round_of_four)} == {date(2021, 6, 2)}
    with pytest.raises(letter_sent.NothingToSend):
        letter_sent.mark_sent(round_of_four, later, "2021", date(2021, 6, 2), "post")
    again = letter_sent.mark_sent(round_of_four, later, "2021", date(2021, 6, 3), "post", cases=("2021-002",))
    assert again.numbers == (2,)
    assert [one.sent_how for one in usecase.list_letters(round_of_four)] == ["eFormidling", "post", "eFormidling", "eFormidling"]  # fmt: skip
    for day, how, error in ((date(2021, 5, 31), "x", letter_sent.SentDayWrong), (date(2021, 6, 4), "x", letter_sent.SentDayWrong), (date(2021, 6, 3), " ", letter_sent.SentHowMissing)):  # fmt: skip
        with pytest.raises(error):
            letter_sent.mark_sent(round_of_four, later, "2021", day, how, cases=("2021-001",))
