"""Letters say what is so: by the register of reports, what was paid and claimed, who was given what and when. On both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import Terms
from skjonn.domain.letters import Said
from skjonn.domain.reports import Account, Line, ProjectStatus, ReportKind, Unused
from skjonn.domain.tables import shortened
from skjonn.errors import SkjonnError
from skjonn.storage.database import reading
from skjonn.storage.queries import applications
from skjonn.storage.queries import reports as queries
from skjonn.usecases import (
    conditions,
    decision_papers,
    drafting,
    following_up,
    payment_lists,
    payment_records,
    payments,
    report_dues,
    reports,
    tables,
)
from skjonn.usecases import letters as usecase
from skjonn.usecases.approving import Given, approve
from skjonn.usecases.letter_fitness import (
    AnswerDayPast,
    ClaimEmpty,
    ClaimTooGreat,
    CompletionTooLate,
    LetterSaysElse,
    ReminderEarly,
    ReportIsIn,
    ReportNotAccepted,
)
from skjonn.usecases.letter_to_ministry import ListPaid, MinistryAskedElse
from skjonn.usecases.letter_wanted import Wanted
from skjonn.usecases.letters import WrittenLetter
from skjonn.usecases.letters_of_cases import CaseNotFit, NoCaseFits
from skjonn.usecases.payment_records import ByHand
from tests.usecases.paid_rounds import paying, taken_back
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
from tests.usecases.test_letters_of_a_year import text_of

LATE = date(2022, 6, 20)
DUE = date(2022, 8, 1)
LEFT = Account(
    ProjectStatus.ENDED, "Gjennomført.", "Felles rutiner.", "Tok tid.", "Andre kan bruke malane.", "Drift.",
    (Line("Tildelinga", 1_100_000),), (Line("Løn", 1_060_000),), 1_060_000, 40_000,
)  # fmt: skip


@pytest.fixture
def awarded(office: str, desk: Desk) -> str:
    """An award, a partial award and a refusal."""
    return decided(office, desk, ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL), (SOKNDAL, REFUSED)))


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari the summer after."""
    return replace(desk, today=LATE)


def write(office: str, desk: Desk, folder: Path, wanted: Wanted) -> tuple[WrittenLetter, ...]:
    """Write letters."""
    return usecase.write_letters(office, desk, wanted, folder).letters


def said_in(office: str, desk: Desk, folder: Path, wanted: Wanted) -> str:
    """Write one letter and return its text."""
    [done] = write(office, desk, folder, wanted)
    return text_of(folder / done.path)


def changed(office: str, desk: Desk, case: str, terms: Terms) -> None:
    """Change an award's terms and approve it on the desk's day."""
    drafted = following_up.change(office, desk, case, terms, "Etter søknad.")
    approve(office, desk, "2021", int(drafted.decision.id.rpartition("V")[2]), Given("per"))


def final(case: str | None, kind: str, **said: object) -> Wanted:
    """Ask for a letter about a final report."""
    return Wanted("2021", (case,) if case else None, kind, said=Said(report="final", **said))  # type: ignore[arg-type]  # as the test says


def test_letters_about_reports_ask_what_came(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """None accepts a report that is not accepted, none asks for one that has come; one that is sent back is asked for again."""
    with pytest.raises(ReportNotAccepted):
        write(awarded, clerk, tmp_path, final("2021-001", "report_accepted"))
    with pytest.raises(NoCaseFits):
        write(awarded, clerk, tmp_path, final(None, "report_accepted"))

    reports.add_by_hand(awarded, clerk, "2021-001", ReportKind.FINAL, (LEFT, LATE))
    for kind, said, error in (
        ("reminder", {"due": DUE}, ReportIsIn), ("report_request", {}, ReportIsIn), ("report_accepted", {}, ReportNotAccepted),
    ):  # fmt: skip
        with pytest.raises(error):
            write(awarded, clerk, tmp_path, final("2021-001", kind, **said))
    assert [one.case for one in write(awarded, clerk, tmp_path, final(None, "reminder", due=DUE))] == ["2021-002"]

    reports.send_back(awarded, clerk, "2021-001", ReportKind.FINAL, "Rekneskapen manglar.")
    [asked] = write(awarded, clerk, tmp_path, final("2021-001", "reminder", due=DUE))
    reports.add_by_hand(awarded, clerk, "2021-001", ReportKind.FINAL, (LEFT, LATE))
    reports.accept(awarded, clerk, "2021-001", ReportKind.FINAL, Unused.KEPT)
    again = write(awarded, clerk, tmp_path, final(None, "reminder", due=DUE))
    assert [(one.case, one.state) for one in again] == [("2021-001", "unchanged"), ("2021-002", "unchanged")]
    assert asked.number == again[0].number
    told = said_in(awarded, clerk, tmp_path, final(None, "report_accepted"))
    assert "Vi har gått gjennom sluttrapporten om prosjektet og godkjenner den." in told


def test_nobody_is_reminded_before_the_reports_day(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """Named, it is refused; in a batch, left out; a report is reminded of from the day after its own, put off or not."""
    day = replace(clerk, today=date(2022, 6, 1))
    for case, error in (("2021-001", ReminderEarly), (None, NoCaseFits)):
        with pytest.raises(error):
            write(awarded, day, tmp_path, final(case, "reminder", due=DUE))
    report_dues.extend(awarded, day, "2021-002", report_dues.Later(ReportKind.FINAL, DUE, "Sjukdom."))
    after = replace(clerk, today=date(2022, 6, 2))
    due = date(2022, 9, 1)
    assert [one.case for one in write(awarded, after, tmp_path, final(None, "reminder", due=due))] == ["2021-001"]
    with pytest.raises(ReminderEarly):
        write(awarded, after, tmp_path, final("2021-002", "reminder", due=due))


def claim(nok: int, due: date = DUE, *, anew: bool = False, points: tuple[str, ...] = ("Avlyst.",)) -> Wanted:
    """Ask for a claim against the first case."""
    why = "Feil beløp." if anew else ""
    return Wanted("2021", ("2021-001",), "repayment", anew=anew, reason=why, said=Said(due, nok, points=points))


def test_no_more_is_claimed_than_there_is(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """Not above the award, nothing, or by a day that is past; claims that stand count, and one written anew does not."""
    for wanted, error in (
        (claim(1_100_001), ClaimTooGreat), (claim(0), ClaimEmpty), (claim(1000, date(2022, 6, 19)), AnswerDayPast),
        (replace(claim(99_000_000), draft=True), ClaimTooGreat),
    ):  # fmt: skip
        with pytest.raises(error):
            write(awarded, clerk, tmp_path, wanted)
    assert usecase.list_letters(awarded) == ()

    [first] = write(awarded, clerk, tmp_path, claim(1_000_000))
    with pytest.raises(ClaimTooGreat) as told:
        write(awarded, clerk, tmp_path, claim(100_001, date(2022, 9, 1)))
    assert told.value.data["most_nok"] == 100_000
    [beside] = write(awarded, clerk, tmp_path, claim(100_000, date(2022, 9, 1)))
    with pytest.raises(ClaimTooGreat):
        write(awarded, clerk, tmp_path, claim(1_000_001, anew=True))
    [after] = write(awarded, clerk, tmp_path, claim(900_000, anew=True))
    assert (beside.supersedes, after.supersedes) == (None, first.number)


def test_what_a_report_leaves_is_what_is_claimed(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """Where the office claims what an accepted report has left, a letter claims no more than that."""
    reports.add_by_hand(awarded, clerk, "2021-001", ReportKind.FINAL, (LEFT, LATE))
    reports.accept(awarded, clerk, "2021-001", ReportKind.FINAL, Unused.CLAIMED)
    with pytest.raises(ClaimTooGreat):
        write(awarded, clerk, tmp_path, claim(50_000))
    assert "40 000 kroner" in said_in(awarded, clerk, tmp_path, claim(40_000))


def test_what_was_paid_of_an_award_taken_back_is_claimed(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """The letter tells what was given and that it does not stand; no more than was paid is claimed, and a refusal gets none."""
    with pytest.raises(CaseNotFit):
        write(
            awarded, clerk, tmp_path, Wanted("2021", ("2021-003",), "repayment", said=Said(DUE, 1_000, points=("x",)))
        )
    assert payment_records.record_by_hand(awarded, clerk, ByHand("2021-001", 300_000), LATE)
    drafted = following_up.reverse(awarded, clerk, "2021-001", "Avlyst.")
    approve(awarded, clerk, "2021", int(drafted.decision.id.rpartition("V")[2]), Given("per"))
    with pytest.raises(CaseNotFit):
        write(awarded, clerk, tmp_path, final("2021-001", "reminder", due=DUE))
    with pytest.raises(ClaimTooGreat):
        write(awarded, clerk, tmp_path, claim(300_001))
    told = said_in(awarded, clerk, tmp_path, claim(300_000))
    assert "der Eigersund kommune fikk 1 100 000 kroner" in told
    assert "Tildelingen står ikke lenger, etter vedtak 20. juni 2022." in told
    assert "300 000 kroner" in told


def test_a_registered_letter_that_says_something_else_is_told(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """Another amount or other points on the same occasion are not passed over; the same again, or nothing new, is."""
    [first] = write(awarded, clerk, tmp_path, claim(100_000))
    for other in (claim(200_000), claim(0), claim(100_000, points=("Ny grunn.",))):
        with pytest.raises(LetterSaysElse):
            write(awarded, clerk, tmp_path, other)
    for same in (claim(100_000), Wanted("2021", ("2021-001",), "repayment")):
        assert [(one.number, one.state) for one in write(awarded, clerk, tmp_path, same)] == [(first.number, "unchanged")]  # fmt: skip
    [moved] = write(awarded, clerk, tmp_path, claim(100_000, date(2022, 10, 1), anew=True))
    assert moved.supersedes == first.number


def test_only_what_is_open_is_completed(office: str, desk: Desk, tmp_path: Path) -> None:
    """By a day to come, and not what is decided; what is asked for is `in addition` only where something else is missing."""
    recommended(office, desk, ((replace(SOKNDAL, goals=""), REFUSED), (replace(VINDAFJORD, goals="Mål."), REFUSED)))
    june = replace(desk, today=AWARDED)

    def asked(due: date) -> Wanted:
        return Wanted("2021", ("2021-001",), "completion", said=Said(due, points=("Legg ved vedtaket.",)))

    with pytest.raises(AnswerDayPast):
        write(office, june, tmp_path, asked(date(2021, 5, 31)))
    told = said_in(office, june, tmp_path, asked(date(2021, 6, 30)))
    both = "Disse feltene er ikke fylt ut:" in told or "Desse felta er ikkje fylte ut:" in told
    assert ("i tillegg om dette:" in told) == both
    drafting.draft(office, june, "2021")
    approve(office, june, "2021", 1, Given("per"))
    with pytest.raises(CompletionTooLate):
        write(office, june, tmp_path, replace(asked(date(2021, 7, 1)), cases=("2021-002",)))


def test_letters_tell_who_was_given_the_award_and_when(awarded: str, desk: Desk, tmp_path: Path) -> None:
    """Other terms since change neither; the table tells who answers for the project, whoever the letter goes to."""
    july = replace(desk, today=date(2022, 7, 3))
    changed(awarded, july, "2021-001", Terms(lead="Sokndal", payee="Lund"))
    told = said_in(awarded, july, tmp_path, final("2021-001", "reminder", due=DUE))
    assert "Vi viser til vedtaket av 19. januar 2021, endra 3. juli 2022, der Eigersund kommune fekk 1 100 000 kroner" in told  # fmt: skip
    plain = said_in(awarded, july, tmp_path, final("2021-002", "reminder", due=DUE))
    assert "Vi viser til vedtaket av 19. januar 2021, der Vindafjord kommune fekk 100 000 kroner" in plain

    answer = said_in(awarded, july, tmp_path, Wanted("2021", ("2021-001",)))
    assert "Ansvarlig kommune er Sokndal kommune." in answer
    assert "Ansvarlig kommune\nSokndal kommune" in answer
    assert "Ansvarlig kommune\nEigersund kommune" not in answer


def test_an_earlier_last_day_moves_no_report(office: str, desk: Desk) -> None:
    """What a municipality was told never comes sooner; a later last day moves it as before."""
    decided(office, desk, ((replace(EIGERSUND, ends_on=date(2023, 7, 31)), FULL),))
    with reading(office) as session:
        before = queries.dues(session)
    changed(office, desk, "2021-001", Terms(ends_on=date(2023, 1, 1)))
    with reading(office) as session:
        assert queries.dues(session) == before
        assert applications.case(session, "2021-001").content.ends_on == date(2023, 1, 1)


def test_a_conditions_day_is_told_to_approver_and_municipality(office: str, desk: Desk, tmp_path: Path) -> None:
    """In the paper that is signed and in the letter; in a letter about several cases with the case it is of."""
    second = replace(SOKNDAL, title="Leikeplass")
    recommended(office, desk, ((SOKNDAL, replace(FULL, amount_nok=300_000)), (second, replace(FULL, amount_nok=300_000))))  # fmt: skip
    conditions.add(office, desk, "2021-002", "Kommunen skal spreie resultata", date(2021, 12, 20))
    drafting.draft(office, desk, "2021")
    decision_papers.write_paper(office, desk, ("2021", 1), "nb", tmp_path / "v.docx")
    assert "Kommunen skal spreie resultata. Frist: 20. desember 2021." in text_of(tmp_path / "v.docx")
    approve(office, desk, "2021", 1, Given("per"))

    june = replace(desk, today=AWARDED)
    own = write(office, june, tmp_path, Wanted("2021", draft=True))
    assert "\nKommunen skal spreie resultata. Frist: 20. desember 2021." in text_of(tmp_path / own[1].path)
    assert "spreie resultata" not in text_of(tmp_path / own[0].path)
    told = said_in(office, june, tmp_path, Wanted("2021", group="municipality"))
    assert "sak 2021-002: Kommunen skal spreie resultata. Frist: 20. desember 2021." in told


def test_a_letter_about_several_cases_tells_each_decision_title_and_copy(office: str, desk: Desk, tmp_path: Path) -> None:  # fmt: skip
    """Each decision has its day, titles are whole however long, and the partners of every case get a copy."""
    title = (
        "Eit langt namn på eit prosjekt som held fram og held fram til det er langt over det som får plass på ei linje"
    )
    several = replace(SOKNDAL, title=title, partners=EIGERSUND.partners[:1])
    decided(office, desk, ((SOKNDAL, REFUSED), (several, replace(FULL, amount_nok=300_000))))
    told = said_in(office, replace(desk, today=AWARDED), tmp_path, Wanted("2021", group="municipality"))
    assert title in told
    assert "(2021-V1)" in told
    assert "Kopi til: Lund kommune" in told
    assert "\nSamarbeidspartnarar\n2021-002: Lund\n" in told.replace("Samarbeidspartnere", "Samarbeidspartnarar")


def test_a_correction_has_the_terms_and_the_appeal(awarded: str, desk: Desk, tmp_path: Path) -> None:
    """What becomes an award has everything a letter of award has; what is taken back has the appeal."""
    drafted = following_up.correct(awarded, desk, "2021-003", replace(FULL, amount_nok=100_000, reason="Klage."), "Klage.")  # fmt: skip
    approve(awarded, desk, "2021", int(drafted.decision.id.rpartition("V")[2]), Given("per"))
    june = replace(desk, today=AWARDED)
    told = said_in(awarded, june, tmp_path, Wanted("2021", ("2021-003",)))
    for heading in ("Formål", "Utbetaling", "Rapportering"):
        assert f"\n{heading}\n" in told
    assert "1. juni 2022" in told


def test_the_ministry_is_asked_once_for_what_is_to_be_paid(awarded: str, desk: Desk, tmp_path: Path) -> None:
    """A letter with no list that asks for something else now is told; the letter of the first list takes its place."""
    june, wanted = replace(desk, today=AWARDED), Wanted("2021", kind="payment_list")
    [first] = write(awarded, june, tmp_path, wanted)
    assert [one.state for one in write(awarded, june, tmp_path, wanted)] == ["unchanged"]
    taken_back(awarded, june, "2021-002")
    with pytest.raises(MinistryAskedElse):
        write(awarded, june, tmp_path, wanted)
    [second] = write(awarded, june, tmp_path, replace(wanted, anew=True, reason="Trekt."))
    assert second.supersedes == first.number
    (tmp_path / second.path).unlink()
    assert [one.state for one in write(awarded, june, tmp_path, wanted)] == ["again"]


def test_what_a_list_has_paid_is_not_asked_for_again(office: str, desk: Desk, tmp_path: Path) -> None:
    """The first list's letter stands in the place of the one without; once all of the list is paid no new letter asks for it."""
    paying(office, desk)
    june = replace(desk, today=date(2021, 6, 10))
    wanted = Wanted("2021", kind="payment_list")
    [without] = write(office, june, tmp_path, wanted)
    payments.plan(office, june, payments.Wanted(2021, terms=(7,)))
    payment_lists.export(office, june, 2021, 7, tmp_path / "list.csv")
    [first] = write(office, june, tmp_path, wanted)
    assert first.supersedes == without.number
    later = replace(desk, today=date(2021, 8, 1))
    payment_records.record_list(office, later, (2021, 1), date(2021, 7, 20))
    assert [one.state for one in write(office, later, tmp_path, wanted)] == ["unchanged"]
    with pytest.raises(ListPaid):
        write(office, later, tmp_path, replace(wanted, anew=True, reason="Ein gong til."))


def test_every_refusal_says_what_to_do() -> None:
    """Each with a sentence and advice in both forms."""
    for error in (AnswerDayPast, ClaimEmpty, ClaimTooGreat, CompletionTooLate, LetterSaysElse, ListPaid, MinistryAskedElse, ReportIsIn, ReportNotAccepted):  # fmt: skip
        assert issubclass(error, SkjonnError)
        assert error.sentence
        assert error.advice


def test_a_partner_that_comes_to_answer_is_no_partner_of_itself(awarded: str, desk: Desk, tmp_path: Path) -> None:
    """It changes places with who answered, in tables and letters; the applications' table tells who applied, and how."""
    july = replace(desk, today=date(2022, 7, 3))
    changed(awarded, july, "2021-001", Terms(lead="Sokndal"))
    awards, applied = (
        tables.build(awarded, july, tables.Wanted(name, call="2021")).table for name in ("awards", "applications")
    )

    assert (awards.rows[0]["municipality"], awards.rows[0]["partners"]) == ("Sokndal", ("Lund", "Eigersund"))
    assert (applied.rows[0]["municipality"], applied.rows[0]["partners"]) == ("Eigersund", ("Lund", "Sokndal"))
    assert shortened(awards).rows[0]["municipality"] == "Sokndal\u00a0mfl."
    [letter] = write(awarded, july, tmp_path, final("2021-001", "report_request"))
    with reading(awarded) as session:
        assert applications.case(session, "2021-001").content.partners[1].number == "1101"
    assert letter.municipality == "Sokndal"
