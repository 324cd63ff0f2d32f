"""Many people and programs at once against one pot: whatever they do, and in whatever order, the books are right at every moment."""

from __future__ import annotations

import multiprocessing
import random
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from skjonn.domain.allocations import Outcome
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import DecisionKind
from skjonn.errors import SkjonnError
from skjonn.storage.database import reading, writing
from skjonn.usecases import approving, databases, drafting, following_up, frames
from skjonn.usecases.approving import Given
from skjonn.usecases.drafting import Drafted
from skjonn.usecases.frames import Money
from skjonn.usecases.recommending import Wanted
from tests.storage import raw
from tests.usecases.rounds import award, on, open_round

WRITERS, CASES = 8, 24
JUNE = date(2021, 6, 30)
KARI, PER = Desk("kari", JUNE), Desk("per", JUNE)
ROOT = str(Path(__file__).parents[2])


@dataclass
class Done:
    """What one process did: operations by what came of them, what it freed and took in all, and what went wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    net: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@pytest.fixture
def busy(office: str, desk: Desk) -> str:
    """A decided round of many cases, most of the pot awarded, and a second pot to move money to."""
    open_round(office, desk, frame_nok=CASES * 100, applied=(1_000,) * CASES)
    with writing(office) as session:
        session.connection().execute(text(f"UPDATE call SET last_serial = {CASES}"))
    for serial in range(1, CASES + 1):
        award(office, desk, serial, 80)
    drafting.draft(office, desk, "2021")
    approving.approve(office, on(desk, JUNE, "per"), "2021", 1, Given())
    frames.add_money(office, KARI, 2021, Money(100, "joint", "Start."))
    return office


def work(url: str, seed: int, times: int) -> Done:
    """Do so many operations at random, and keep account."""
    chance, done = random.Random(seed), Done()
    for _turn in range(times):
        act = chance.choice(("correct", "correct", "reverse", "move", "raw"))
        try:
            _act(url, act, chance, done)
            done.counts[act] += 1
        except SkjonnError as refused:
            done.counts[f"refused {refused.exit_code}"] += 1
            if refused.exit_code not in {3, 4} or "{" in refused.message():
                done.wrong.append(f"{refused.code}: {refused.message()}")
        except Exception as error:  # noqa: BLE001  (whatever a user would see as a traceback)
            done.wrong.append(f"{type(error).__name__}: {error}")
    return done


def _act(url: str, act: str, chance: random.Random, done: Done) -> None:
    case = f"2021-{chance.randint(1, CASES):03d}"
    if act == "raw":
        over = raw.line(1, 1_000_000, "committed", "1")
        for statement in (over, "UPDATE pot SET committed_nok = 0 WHERE id = 1", "DELETE FROM ledger_line"):
            if not raw.attempts(lambda: raw.run(url, statement)):  # noqa: B023
                done.wrong.append(f"the database took: {statement}")
    elif act == "move":
        giver, taker = chance.sample(("project", "joint"), 2)
        amount_nok = chance.randint(1, 60)
        frames.move_money(url, KARI, 2021, Money(amount_nok, taker, "Flytta.", giver))
        done.net[f"allotted {taker}"] += amount_nok
        done.net[f"allotted {giver}"] -= amount_nok
    elif act == "reverse":
        _approve(url, following_up.reverse(url, KARI, case, "Avlyst."))
    else:
        wanted = Wanted(Outcome.AWARD, chance.randint(1, 400))
        _approve(url, following_up.correct(url, KARI, case, wanted, "Feil sum."))


def _approve(url: str, drafted: Drafted) -> None:
    """Approve; what is refused is returned, so that the case is free again."""
    number = int(drafted.decision.id.rpartition("V")[2])
    try:
        approving.approve(url, PER, "2021", number, Given())
    except SkjonnError:
        approving.give_back(url, PER, "2021", number, "Ikkje dekning.")
        raise


def processes() -> Executor:
    """Return eight processes of their own, which share nothing."""
    if ROOT not in sys.path:
        sys.path.append(ROOT)
    return ProcessPoolExecutor(WRITERS, mp_context=multiprocessing.get_context("spawn"))


@contextmanager
def watched(url: str) -> Iterator[list[str]]:
    """Look at the pots all the while: never overspent, and always what the ledger says."""
    wrong: list[str] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(0.02):
            with reading(url) as session:
                seen = session.connection().execute(text(_BOOKS)).all()
            wrong.extend(str(row) for row in seen if row[1] > row[0] or tuple(row[:2]) != (row[2], row[3]))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield wrong
    finally:
        stop.set()
        watcher.join()


_SUM = "CAST(coalesce((SELECT sum(amount_nok) FROM ledger_line WHERE pot_id = pot.id AND kind = '{}'), 0) AS BIGINT)"
_BOOKS = f"SELECT allotted_nok, committed_nok, {_SUM.format('allotted')}, {_SUM.format('committed')} FROM pot"


def contend(url: str, pool: Executor, times: int) -> Counter[str]:
    """Let eight work at once, and hold everything they did against what the database says."""
    before = {pot.name: pot.allotted_nok for pot in frames.show_frame(url, 2021).pots}
    with watched(url) as wrong, pool:
        done = list(pool.map(work, [url] * WRITERS, range(WRITERS), [times] * WRITERS))
    assert wrong == []
    assert [one for each in done for one in each.wrong] == []
    moved: Counter[str] = sum((each.net for each in done), Counter())
    for pot in frames.show_frame(url, 2021).pots:  # no lost update
        net = sum(each.net[f"allotted {pot.name}"] for each in done)
        assert pot.allotted_nok == before[pot.name] + net, moved
    assert databases.check(url).failures == ()
    counts: Counter[str] = Counter()
    for each in done:
        counts.update(each.counts)
    assert sum(counts.values()) == WRITERS * times
    return counts


def test_eight_at_once_keep_the_books(busy: str) -> None:
    """Corrections, reversals, moves and hostile clients, a few each: never over, nothing lost, no refusal without a sentence."""
    counts = contend(busy, ThreadPoolExecutor(WRITERS), 6)
    assert counts["raw"] > 0


@pytest.mark.long
def test_eight_processes_keep_the_books_for_long(busy: str) -> None:
    """Five thousand operations over both databases, by processes that share nothing."""
    counts = contend(busy, processes(), 313)
    assert counts["correct"] > 100
    assert counts["reverse"] > 50
    assert counts["refused 3"] > 50


def _approve_at(url: str, number: int, barrier: threading.Barrier) -> str:
    barrier.wait()
    try:
        return approving.approve(url, PER, "2021", number, Given()).status
    except SkjonnError as refused:
        return refused.code


def _both_at_once(url: str, times: int) -> None:
    """Let two approvals that each fit, and together do not, meet; then take back the one that won."""
    with ThreadPoolExecutor(2) as pool:
        for _turn in range(times):
            drafts = [_correction(url, case) for case in ("2021-001", "2021-002")]
            barrier = threading.Barrier(2)
            came = list(pool.map(lambda number: _approve_at(url, number, barrier), drafts))  # noqa: B023
            assert sorted(came) == ["approved", "pot-overspent"]
            lost = drafts[came.index("pot-overspent")]
            approving.give_back(url, PER, "2021", lost, "Ikkje dekning.")
            won = ("2021-001", "2021-002")[came.index("approved")]
            _approve(url, following_up.correct(url, KARI, won, Wanted(Outcome.AWARD, 80), "Attende."))
    assert databases.check(url).failures == ()


def _correction(url: str, case: str) -> int:
    """Draft an award that takes more than half of what is free."""
    drafted = following_up.correct(url, KARI, case, Wanted(Outcome.AWARD, 80 + 300), "Meir.")
    assert drafted.decision.kind == DecisionKind.CORRECTION
    return int(drafted.decision.id.rpartition("V")[2])


def test_of_two_approvals_that_do_not_fit_together_one_wins(busy: str) -> None:
    """Exactly one, each time; the other is refused with the pot's figures."""
    _both_at_once(busy, 3)


@pytest.mark.long
def test_of_two_approvals_one_wins_every_time(busy: str) -> None:
    """Two hundred times, over both databases each."""
    _both_at_once(busy, 200)
