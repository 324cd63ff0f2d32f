"""Public links of a case, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from skjonn.domain.addresses import AddressWrong
from skjonn.domain.desk import Desk
from skjonn.usecases import applications, history
from skjonn.usecases.acting import RoleMissing
from skjonn.usecases.links import LinkThere, LinkUnknown, link, unlink
from tests.usecases import rounds
from tests.usecases.rounds import on

MARCH, APRIL = date(2021, 3, 2), date(2021, 4, 6)
FILM = "https://www.example.org/film?a=b#c"


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari's desk in March."""
    return on(desk, MARCH)


@pytest.fixture
def url(office: str, desk: Desk) -> str:
    """An office with one case."""
    rounds.open_round(office, desk, applied=(500_000,))
    return office


def test_a_link(url: str, clerk: Desk) -> None:
    """A link stands with its label, day and author; its label is one line."""
    link(url, clerk, "2021-001", f" {FILM} ", "Opptak\n frå samlinga")

    (shown,) = applications.show(url, "2021-001").links
    assert (shown.url, shown.label, shown.on, shown.author) == (FILM, "Opptak frå samlinga", MARCH, "Kari Nordmann")


def test_taken_back(url: str, clerk: Desk) -> None:
    """A link that is taken back is gone from that day, not from the days before, and can be added again."""
    link(url, clerk, "2021-001", FILM, "Opptak")

    done = unlink(url, on(clerk, APRIL), "2021-001", FILM)

    assert (done.url, done.label) == (FILM, "Opptak")
    assert applications.show(url, "2021-001").links == ()
    assert len(applications.show(url, "2021-001", MARCH).links) == 1
    assert applications.show(url, "2021-001", APRIL).links == ()
    link(url, on(clerk, APRIL), "2021-001", FILM)
    assert [one.label for one in applications.show(url, "2021-001").links] == [""]
    assert [event.kind for event in history.of_case(url, clerk, "2021-001").events] == ["link-added", "link-removed", "link-added"]  # fmt: skip


def test_what_is_refused(url: str, clerk: Desk) -> None:
    """No second time, no unknown link taken back, no other address than a public one, nobody but caseworkers."""
    link(url, clerk, "2021-001", FILM)

    with pytest.raises(LinkThere) as caught:
        link(url, clerk, "2021-001", FILM, "Anna namn")
    with pytest.raises(LinkUnknown):
        unlink(url, clerk, "2021-001", "https://example.org/anna")
    with pytest.raises(AddressWrong):
        link(url, clerk, "2021-001", "javascript:alert(1)")
    with pytest.raises(RoleMissing):
        link(url, on(clerk, MARCH, "ola"), "2021-001", "https://example.org")

    assert caught.value.exit_code == 4
    assert len(applications.show(url, "2021-001").links) == 1


def test_a_trial_run(url: str, clerk: Desk) -> None:
    """A trial run changes nothing."""
    before = rounds.everything(url)

    assert link(url, replace(clerk, dry_run=True), "2021-001", FILM).url == FILM

    assert rounds.everything(url) == before
