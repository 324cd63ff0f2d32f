"""Many writers at once never spend more than a pot holds, whichever way they come."""

from __future__ import annotations

import multiprocessing
import random
import sys
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from skjonn.domain.desk import Desk
from skjonn.storage import database, integrity, problems
from skjonn.usecases.acting import acting, record
from tests.storage import raw

DESK = Desk("kari", date(2021, 1, 19))
FREE = 400  # what the story has left in the first pot
WRITERS = 8
ROOT = str(Path(__file__).parents[2])


def spend(url: str, seed: int, times: int) -> int:
    """Try to take 1 to 9 kroner from the pot, many times, half through us and half as a client of its own; return what was got."""
    chance = random.Random(seed)
    got = 0
    for _turn in range(times):
        amount = chance.randint(1, 9)
        if chance.random() < 0.5:
            got += amount * ours(url, amount)
        else:
            got += amount * (not raw.attempts(lambda: raw.run(url, raw.line(1, amount, "committed", "1"))))  # noqa: B023
        if chance.random() < 0.2:
            raw.attempts(lambda: raw.run(url, "UPDATE pot SET committed_nok = 0", "DELETE FROM ledger_line"))
    return got


def ours(url: str, amount: int) -> bool:
    """Take money as a use case does: who acts, the line, the event; tell whether the pot had it."""
    try:
        with database.writing(url) as session:
            person = acting(session, DESK)
            session.connection().execute(text(raw.line(1, amount, "committed", "1")))
            record(session, DESK, person, "money-added", "2021", amount_nok=amount)
    except DBAPIError as error:
        if not problems.overspends(error):
            raise
        return False
    return True


def processes() -> Executor:
    """Return eight processes of their own, which share nothing."""
    if ROOT not in sys.path:
        sys.path.append(ROOT)  # a new process finds this module by its name; last, so that skjonn is the installed one
    return ProcessPoolExecutor(WRITERS, mp_context=multiprocessing.get_context("spawn"))


def contend(url: str, writers: Executor, times: int) -> None:
    """Let eight writers spend, and hold that what they got is what the ledger says and the pot had."""
    with writers as pool:
        got = sum(pool.map(spend, [url] * WRITERS, range(WRITERS), [times] * WRITERS))

    ((allotted, committed),) = raw.rows(url, "SELECT allotted_nok, committed_nok FROM pot WHERE id = 1")
    assert int(committed) == 600 + got
    assert int(committed) <= int(allotted) == 1000
    with database.reading(url) as session:
        codes = {problem.code for problem in integrity.check(session)[1]}
    assert codes <= {"award-not-in-ledger"}  # the spenders name one award over and over


def test_eight_writers_never_overspend(decided: str) -> None:
    """Eight threads, each with connections of its own, a few tries each."""
    contend(decided, ThreadPoolExecutor(WRITERS), 10)


@pytest.mark.long
def test_eight_writers_never_overspend_for_long(decided: str) -> None:
    """Eight processes, many tries each, until every krone is taken."""
    contend(decided, processes(), 80)
    assert raw.rows(decided, "SELECT committed_nok FROM pot WHERE id = 1")[0][0] > 1000 - 10


def test_writers_queue(office: str) -> None:
    """Nobody fails for being second: every writer's act is there, numbered without a gap."""
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(act, [office] * WRITERS))
    assert raw.rows(office, "SELECT count(*), max(id) FROM event") == [(40, 40)]


def act(url: str) -> None:
    """Record five events, each after reading how many there are."""
    for _turn in range(5):
        with database.writing(url) as session:
            seen = session.connection().scalar(text("SELECT count(*) FROM event"))
            assert record(session, DESK, acting(session, DESK), "call-opened", "2021") == (seen or 0) + 1
