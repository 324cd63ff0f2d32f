"""Rounds whose awards are to be paid, for the tests of payments."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from skjonn.domain.allocations import Outcome
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import Terms
from skjonn.storage import database
from skjonn.storage.database import reading
from skjonn.storage.integrity import check
from skjonn.usecases import following_up, payment_terms
from skjonn.usecases.approving import Given, approve
from skjonn.usecases.drafting import Drafted
from skjonn.usecases.recommending import Wanted as Said
from tests.conftest import _at, _run, new_database
from tests.usecases.test_letters import EIGERSUND, FULL, PARTIAL, STAVANGER, VINDAFJORD, decided

JUNE, JULY, LATE = date(2021, 6, 5), date(2021, 7, 1), date(2021, 12, 15)
CUTOFFS = {7: date(2021, 6, 20), 9: date(2021, 8, 20), 11: date(2021, 11, 26)}
CASES = ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL), (STAVANGER, Said(Outcome.AWARD, 1_500_000)))


def paying(office: str, desk: Desk) -> str:
    """Give three awards of 1 100 000, 100 000 and 1 500 000 on the desk's day, and set the cut-offs; return the database."""
    decided(office, desk, CASES)
    payment_terms.set_terms(office, desk, 2021, CUTOFFS)
    return office


def approved(url: str, desk: Desk, drafted: Drafted) -> None:
    """Approve what was drafted."""
    approve(url, desk, "2021", int(drafted.decision.id.rpartition("V")[2]), Given("per"))


def taken_back(url: str, desk: Desk, case: str) -> None:
    """Take an award back."""
    approved(url, desk, following_up.reverse(url, desk, case, "Feil."))


def corrected(url: str, desk: Desk, case: str, nok: int) -> None:
    """Award another amount."""
    said = Said(Outcome.AWARD, nok, reason="Retta.", above_applied="Retta.")
    approved(url, desk, following_up.correct(url, desk, case, said, "Feil sum."))


def paid_by_another(url: str, desk: Desk, case: str, payee: str) -> None:
    """Let another municipality have the money."""
    approved(url, desk, following_up.change(url, desk, case, Terms(payee=payee), "Ein annan tek over."))


def found_wrong(url: str) -> list[str]:
    """Return the codes of what a check of the database finds."""
    with reading(url) as session:
        return [one.code for one in check(session)[1]]


@contextmanager
def copied(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a copy of a database, gone when the block ends."""
    database.close(url)
    if url.startswith("sqlite"):
        path = tmp_path / "copied.db"
        shutil.copy(url.removeprefix("sqlite:///"), path)
        path.chmod(0o600)
        yield f"sqlite:///{path}"
        database.close(f"sqlite:///{path}")
        return
    server: str = request.getfixturevalue("postgres")
    name = new_database(server, template=url.partition("?")[0].rpartition("/")[2])
    yield _at(server, name)
    database.close(_at(server, name))
    from psycopg import sql

    _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def in_june(desk: Desk) -> Desk:
    """Return the desk in June."""
    return replace(desk, today=JUNE)
