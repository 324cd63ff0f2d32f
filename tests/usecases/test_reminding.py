"""Two runs that remind at once, from folders of their own, and reports nobody needs any more."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import select

from skjonn import files
from skjonn.cli import main
from skjonn.domain.desk import Desk
from skjonn.domain.letters import Said
from skjonn.domain.reminders import Stages
from skjonn.domain.reports import Account, ProjectStatus, ReportKind, Stage
from skjonn.storage.database import reading
from skjonn.storage.tables.report import ReminderRow
from skjonn.usecases import letters, reminding, reports, status, year_facts
from skjonn.usecases.letter_wanted import Wanted as Letters
from skjonn.usecases.reminding import Sent
from skjonn.usecases.report_views import Asked
from tests.usecases.test_letters import EIGERSUND, FULL, PARTIAL, VINDAFJORD, decided, text_of

JULY = date(2022, 7, 10)
TOLD = Account(ProjectStatus.ENDED, "Gjennomført.", "Felles rutiner.", spent_nok=1_100_000, unused_nok=0)


@pytest.fixture
def awarded(office: str, desk: Desk) -> str:
    """Return two awards, approved on the desk's day; their final reports are due on 1 June 2022."""
    return decided(office, desk, ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL)))


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari long after the day of every report."""
    return replace(desk, today=JULY)


def folder(tmp_path: Path, name: str) -> Path:
    """Return a working folder of its own."""
    (tmp_path / name).mkdir()
    return tmp_path / name


def left(folder: Path) -> set[str]:
    """Return the files in a folder and those beneath."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def recorded(url: str) -> list[tuple[int, str, str]]:
    """Return the reminders that are recorded: case, report and stage."""
    with reading(url) as session:
        return sorted((row.application_id, row.kind, row.stage) for row in session.exec(select(ReminderRow)))


def meanwhile(monkeypatch: pytest.MonkeyPatch, name: str, other: Callable[[], object], *, after: bool = False) -> None:
    """Let another run do all of its work just before, or just after, this run first does what `name` does."""
    real: Any = getattr(reminding, name)
    met: list[int] = []

    def first(*args: object, **kwargs: object) -> object:
        if met:
            return real(*args, **kwargs)
        met.append(1)
        if not after:
            other()
            return real(*args, **kwargs)
        done = real(*args, **kwargs)
        other()
        return done

    monkeypatch.setattr(reminding, name, first)


@pytest.mark.parametrize(
    "moment", ["_sent ends", "_mail begins", "_letter begins", "write_letters ends", "_record begins"]
)
def test_of_two_runs_from_two_folders_one_writes_each_reminder(
    awarded: str, clerk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:  # fmt: skip
    """Wherever the other run comes between, each reminder is recorded once and lies in one folder, and the loser is told so."""
    mine, theirs = folder(tmp_path, "mine"), folder(tmp_path, "theirs")
    others: list[Sent] = []
    name, _space, when = moment.partition(" ")
    meanwhile(monkeypatch, name, lambda: others.append(reminding.remind(awarded, clerk, Stages(), theirs)), after=when == "ends")  # fmt: skip

    done = reminding.remind(awarded, clerk, Stages(), mine)

    assert [one.sentence for one in done.failed] == ["{case}: another run has written this reminder."] * len(
        done.failed
    )
    assert (done.exit_code, others[0].exit_code) == (4, 0)
    written = {(one.case, one.report) for sent in (done, *others) for one in sent.reminders}
    assert len(recorded(awarded)) == len(written) == len(done.reminders) + len(others[0].reminders) == 4
    for where, sent in ((mine, done), (theirs, others[0])):
        assert left(where) == {name for one in sent.reminders for name in (one.letter, one.mail.as_posix())}


def test_many_runs_at_once_write_each_reminder_once(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """Four at once, each from a folder of its own: nothing but the loser's sentence is heard, and every file is a recorded one's."""
    folders = [folder(tmp_path, f"run-{n}") for n in range(4)]
    begin = Barrier(len(folders))

    def run(where: Path) -> Sent:
        begin.wait()
        return reminding.remind(awarded, clerk, Stages(), where)

    with ThreadPoolExecutor(len(folders)) as pool:
        done = list(pool.map(run, folders))

    assert {one.code for sent in done for one in sent.failed} <= {"reminder-there"}
    written = [(one.case, one.report) for sent in done for one in sent.reminders]
    assert len(written) == len(set(written)) == len(recorded(awarded)) == 4
    for where, sent in zip(folders, done, strict=True):
        assert left(where) == {name for one in sent.reminders for name in (one.letter, one.mail.as_posix())}


def test_a_loser_in_the_same_folder_takes_nothing_away(
    awarded: str, clerk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a disk knows no holds both runs work in one folder; what the other wrote stays."""
    monkeypatch.setattr(files, "alone", lambda _folder: nullcontext())
    others: list[Sent] = []
    meanwhile(monkeypatch, "_record", lambda: others.append(reminding.remind(awarded, clerk, Stages(), tmp_path / "w")))
    (tmp_path / "w").mkdir()

    assert reminding.remind(awarded, clerk, Stages(), tmp_path / "w").exit_code == 4
    assert {one.letter for one in others[0].reminders} <= left(tmp_path / "w")


def test_the_command_tells_the_loser_and_ends_in_four(
    awarded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sentence and an advice, and no word of a fault of ours."""
    mine, theirs = folder(tmp_path, "mine"), folder(tmp_path, "theirs")
    for one in (mine, theirs):
        (one / "skjonn.toml").write_text('office = "rogaland"\n', encoding="utf-8")
    words = ["report", "remind", "--database", awarded, "--user", "kari", "--today", JULY.isoformat(), "--lang", "en"]
    monkeypatch.chdir(mine)
    meanwhile(monkeypatch, "_sent", lambda: reminding.remind(awarded, Desk("kari", JULY), Stages(), theirs), after=True)

    assert main(words) == 4
    said = capsys.readouterr().err
    assert "2021-001: another run has written this reminder." in said
    assert "Nothing is to be done; let one run at a time write reminders." in said
    assert not (mine / "reminders").exists()


def test_what_was_registered_and_not_written_is_written_by_the_next_run(
    awarded: str, clerk: Desk, tmp_path: Path
) -> None:
    """A run that ended between registering a letter and putting its file in place is completed, under the letter's own day."""
    june = replace(clerk, today=date(2022, 7, 8))
    said = Said(due=date(2022, 7, 22), report="final", report_due=date(2022, 6, 1))
    wanted = Letters("2021", cases=("2021-001",), kind="reminder", said=said)
    (letter,) = letters.write_letters(awarded, june, wanted, tmp_path).letters
    (tmp_path / letter.path).unlink()

    done = reminding.remind(awarded, clerk, Stages(), tmp_path).reminders
    assert letter.path in {one.letter for one in done if one.report is ReportKind.FINAL}
    assert all((tmp_path / one.letter).exists() and (tmp_path / one.mail).exists() for one in done)


def test_reminders_that_come_late_begin_with_the_first_and_keep_their_distance(
    awarded: str, clerk: Desk, tmp_path: Path
) -> None:
    """The first words are never of a second reminder; that one comes as many days later as it would have."""

    def run(day: date) -> list[tuple[str, Stage]]:
        found = reminding.remind(awarded, replace(clerk, today=day), Stages(), tmp_path).reminders
        return [(one.mail.read_text(encoding="utf-8") if one.mail.is_absolute() else (tmp_path / one.mail).read_text(encoding="utf-8"), one.stage) for one in found if one.report is ReportKind.FINAL]  # fmt: skip

    late = date(2023, 1, 10)
    first = run(late)
    assert [stage for _mail, stage in first] == [Stage.OVERDUE, Stage.OVERDUE]
    assert not any("ny purring" in mail for mail, _stage in first)
    assert run(date(2023, 2, 1)) == []
    second = run(date(2023, 2, 2))
    assert [stage for _mail, stage in second] == [Stage.SECOND, Stage.SECOND]
    assert all(word in mail for word, (mail, _stage) in zip(("ny purring", "ny purring"), second, strict=True))
    assert run(date(2024, 1, 1)) == []


def test_a_final_report_that_came_ends_the_interim(awarded: str, clerk: Desk, tmp_path: Path) -> None:
    """It is not reminded of, not counted as missing, and stands as not needed any more; sent back, the final report alone is owed."""
    reports.add_by_hand(awarded, clerk, "2021-001", ReportKind.FINAL, (TOLD, JULY))

    def states() -> dict[tuple[str, str], str]:
        return {(one.case, one.report.value): one.state(JULY) for one in reports.listed(awarded, JULY, Asked())}

    assert states() == {("2021-001", "interim"): "not_needed", ("2021-001", "final"): "received", ("2021-002", "interim"): "overdue", ("2021-002", "final"): "overdue"}  # fmt: skip
    assert {one.owed.case for one in reminding.due(awarded, JULY, Stages())} == {"2021-002"}
    assert sum(status.status(awarded, clerk).reports_due.values()) == 2
    assert {one.case for one in reminding.remind(awarded, clerk, Stages(), tmp_path).reminders} == {"2021-002"}
    with reading(awarded) as session:
        told = {row["report"]: (row["reports_due"], row["reports_missing"]) for row in year_facts.gather(session, 2021, JULY).tables["reports"].rows}  # fmt: skip
    assert told == {"interim": (1, 1), "final": (2, 1)}

    reports.send_back(awarded, clerk, "2021-001", ReportKind.FINAL, "Rekneskapen manglar.")
    assert (states()["2021-001", "interim"], states()["2021-001", "final"]) == ("not_needed", "returned")
    due = {(one.owed.case, one.owed.report.value) for one in reminding.due(awarded, JULY, Stages())}
    assert due == {("2021-001", "final"), ("2021-002", "interim"), ("2021-002", "final")}
    assert sum(status.status(awarded, clerk).reports_due.values()) == 3
    assert reminding.remind(awarded, clerk, Stages(), tmp_path).reminders == (), "there is time to mend it"
    later = replace(clerk, today=JULY + timedelta(days=14))
    asked = {(one.case, one.report.value): one for one in reminding.remind(awarded, later, Stages(), tmp_path).reminders if one.case == "2021-001"}  # fmt: skip
    assert set(asked) == {("2021-001", "final")}
    mail = (tmp_path / asked["2021-001", "final"].mail).read_text(encoding="utf-8").replace("\u00a0", " ")
    letter = text_of(tmp_path / asked["2021-001", "final"].letter).replace("\u00a0", " ")
    for said in (mail, letter):
        assert "10. juli 2022" in said
        assert "Rekneskapen manglar." in said
        assert "mottatt" not in said
        assert "motteke" not in said


def test_an_interim_report_that_came_stays_what_it_is(awarded: str, clerk: Desk) -> None:
    """A final report after it changes nothing of it; where it was sent back nobody has to mend it."""
    reports.add_by_hand(awarded, clerk, "2021-001", ReportKind.INTERIM, (TOLD, JULY))
    reports.add_by_hand(awarded, clerk, "2021-001", ReportKind.FINAL, (TOLD, JULY))
    assert [one.state(JULY) for one in reports.listed(awarded, JULY, Asked())][:2] == ["received", "received"]
    reports.send_back(awarded, clerk, "2021-001", ReportKind.INTERIM, "Meir.")
    assert [one.state(JULY) for one in reports.listed(awarded, JULY, Asked())][:2] == ["not_needed", "received"]
