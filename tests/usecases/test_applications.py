"""One application at a time, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from skjonn.domain.applications import PartnerKind, Scope
from skjonn.domain.desk import Desk
from skjonn.domain.headings import FieldUnknown
from skjonn.domain.searching import NothingToSearch
from skjonn.storage.database import reading
from skjonn.storage.queries import applications as stored
from skjonn.storage.queries import events
from skjonn.storage.queries.applications import CaseUnknown
from skjonn.usecases import application_acts, applications, approving, drafting
from skjonn.usecases.application_acts import (
    CaseWithdrawn,
    LateApplication,
    NoteEmpty,
    ReasonNeeded,
    SameApplication,
    ValuesWrong,
)
from skjonn.usecases.applications import Asked
from skjonn.usecases.settled import CaseDecided
from tests.usecases import rounds
from tests.usecases.rounds import on

MARCH = date(2021, 3, 2)
TYPED = {
    "title": "Ei felles barnevernsteneste",
    "lead": "Lund",
    "applied_nok": "500 000",
    "received_at": "2021-02-15",
    "partners": "Sokndal og NORCE",
    "contact_name": "Ida",
}


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari's desk after the deadline."""
    return on(desk, MARCH)


@pytest.fixture
def url(office: str, desk: Desk, clerk: Desk) -> str:
    """An office with the example's call and one application, 2021-001."""
    rounds.open_round(office, desk, applied=())
    application_acts.add(office, clerk, "2021", TYPED)
    return office


def test_added_by_hand(url: str, clerk: Desk) -> None:
    """A typed application is a case like any other, with no file behind it."""
    found = applications.show(url, "2021-001")

    assert (found.status, found.late, found.source.file) == ("received", False, "")
    assert found.fields["title"] == TYPED["title"]
    assert found.fields["partners"] == ("Sokndal", "NORCE")
    assert [person.name for person in found.contacts] == ["Ida"]
    assert "contact_name" not in found.fields
    with reading(url) as session:
        told = events.of_case(session, stored.case(session, "2021-001").id, "2021-001")
    assert [event.kind for event in told] == ["application-added"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"applied_nok": "1.100"}, "amount-ambiguous"),
        ({"lead": "Herøy"}, "municipality-ambiguous"),
        ({"title": " "}, "value-missing"),
        ({"received_at": ""}, "value-missing"),
        ({"areas": "tull"}, "area-unknown"),
        ({"applied_nok": "0"}, "applied-nothing"),
    ],
)
def test_what_is_typed_wrongly(url: str, clerk: Desk, typed: dict[str, str], code: str) -> None:
    """A value that cannot be used is refused by its field, and nothing is added."""
    with pytest.raises(ValuesWrong) as caught:
        application_acts.add(url, clerk, "2021", {**TYPED, "title": "Ny", **typed})

    assert caught.value.exit_code == 2
    assert [one.code for one in caught.value.problems if one.severity == "error"] == [code]  # type: ignore[attr-defined]  # problems
    with pytest.raises(CaseUnknown):
        applications.show(url, "2021-002")


def test_a_field_that_does_not_exist(url: str, clerk: Desk) -> None:
    """An unknown field is refused with those there are."""
    with pytest.raises(FieldUnknown):
        application_acts.edit(url, clerk, "2021-001", {"colour": "red"}, "x")


def test_the_same_application_again(url: str, clerk: Desk) -> None:
    """The same applicant and title is the same application, unless a reference tells them apart."""
    with pytest.raises(SameApplication) as caught:
        application_acts.add(url, clerk, "2021", TYPED)

    assert caught.value.exit_code == 4
    assert application_acts.add(url, clerk, "2021", {**TYPED, "reference": "B"}).case == "2021-002"


def test_late_by_hand(url: str, clerk: Desk) -> None:
    """A late application needs its reason, which is shown."""
    late = {**TYPED, "title": "Sein", "received_at": "1.3.2021"}

    with pytest.raises(LateApplication) as caught:
        application_acts.add(url, clerk, "2021", late)
    assert caught.value.exit_code == 3
    added = application_acts.add(url, clerk, "2021", late, late="Posten")

    found = applications.show(url, added.case)
    assert (found.late, found.late_reason) == (True, "Posten")


def test_an_edit_is_a_new_version(url: str, clerk: Desk) -> None:
    """An edit shows what differs, keeps what was, and can be looked behind."""
    typed = {"applied_nok": "450 000", "partners": "alle kommunane i Rogaland", "Prosjekttittel": "Ny tittel"}

    done = application_acts.edit(url, on(clerk, date(2021, 3, 5)), "2021-001", typed, "Retta")

    assert (done.version, {one.field for one in done.differences}) == (2, {"title", "applied_nok", "partners", "scope"})
    with reading(url) as session:
        now, then = stored.case(session, "2021-001"), stored.case(session, "2021-001", MARCH)
    assert (now.content.scope, now.content.partners, now.content.applied_nok) == (Scope.COUNTY, (), 450_000)
    assert (then.content.applied_nok, then.content.partners[1].kind) == (500_000, PartnerKind.ORGANISATION)
    shown = applications.show(url, "2021-001")
    assert shown.versions[1].reason == "Retta"
    assert set(shown.versions[1].changed) == {"title", "applied_nok", "partners", "scope"}


def test_an_edit_that_changes_nothing(url: str, clerk: Desk) -> None:
    """What is said already makes no version and no event."""
    done = application_acts.edit(url, clerk, "2021-001", {"applied_nok": "500000"}, "Retta")

    assert (done.version, done.differences) == (1, ())


def test_an_edit_clears(url: str, clerk: Desk) -> None:
    """An empty value clears a field; a required one cannot be cleared."""
    application_acts.edit(url, clerk, "2021-001", {"partners": "", "contact_name": ""}, "Trekte seg")

    found = applications.show(url, "2021-001")
    assert "partners" not in found.fields
    assert not found.contacts
    with pytest.raises(ValuesWrong):
        application_acts.edit(url, clerk, "2021-001", {"title": ""}, "Retta")


def test_an_edit_takes_no_other_case(url: str, clerk: Desk) -> None:
    """A case cannot become what another is known by; edited away, its old name is free."""
    application_acts.add(url, clerk, "2021", {**TYPED, "title": "Ein annan"})

    with pytest.raises(SameApplication):
        application_acts.edit(url, clerk, "2021-002", {"title": TYPED["title"]}, "Retta")
    application_acts.edit(url, clerk, "2021-001", {"title": "Noko heilt anna"}, "Retta")
    assert application_acts.edit(url, clerk, "2021-002", {"title": TYPED["title"]}, "Retta").version == 2


def test_events_hold_nothing_personal(url: str, clerk: Desk) -> None:
    """An edit of persons is told by field, never by value, and makes no version."""
    done = application_acts.edit(url, clerk, "2021-001", {"contact_phone": "40215198"}, "Nytt nummer")

    assert done.version == 1
    with reading(url) as session:
        told = events.of_case(session, stored.case(session, "2021-001").id, "2021-001")
    assert told[-1].data["fields"] == ["contact_phone"]
    assert "40215198" not in str([event.data for event in told])


def test_a_withdrawn_case(url: str, clerk: Desk) -> None:
    """A withdrawn case is listed as such, sums leave it out, and it stays as it is."""
    with pytest.raises(ReasonNeeded):
        application_acts.withdraw(url, clerk, "2021-001", " ")
    application_acts.withdraw(url, clerk, "2021-001", "Brev 1. mars")

    listed = applications.listing(url, Asked(("2021",)))
    assert [row["status"] for row in listed.rows] == ["withdrawn"]
    assert listed.totals == {"applications": 0, "applied_nok": 0}
    assert applications.show(url, "2021-001").fields["withdrawn_reason"] == "Brev 1. mars"
    for act in (
        lambda: application_acts.withdraw(url, clerk, "2021-001", "igjen"),
        lambda: application_acts.edit(url, clerk, "2021-001", {"title": "x"}, "igjen"),
    ):
        with pytest.raises(CaseWithdrawn):
            act()


def test_an_edit_tells_of_drafts(url: str, desk: Desk) -> None:
    """A case that awaits approval may still be edited; the draft it stands in is named."""
    spring = on(desk, rounds.SPRING)
    rounds.award(url, spring, 1, 500_000)
    drafting.draft(url, spring, "2021")

    done = application_acts.edit(url, spring, "2021-001", {"goals": "Nytt mål"}, "Retta")

    assert done.drafts == ("2021-V1",)


def test_after_approval(url: str, desk: Desk) -> None:
    """An approved case refuses other edits and being withdrawn."""
    spring = on(desk, rounds.SPRING)
    rounds.award(url, spring, 1, 500_000)
    drafting.draft(url, spring, "2021")
    approving.approve(url, spring, "2021", 1, approving.Given("per", rounds.SPRING))

    with pytest.raises(CaseDecided) as caught:
        application_acts.edit(url, spring, "2021-001", {"title": "x", "caseworker": "Kari"}, "Retta")
    with pytest.raises(CaseDecided):
        application_acts.withdraw(url, spring, "2021-001", "Trekt")
    done = application_acts.edit(url, spring, "2021-001", {"archive_reference": "2021/123"}, "Arkivert")

    assert caught.value.exit_code == 3
    assert done.version == 2
    assert applications.listing(url, Asked(("2021",))).rows[0]["status"] == "awarded"


def test_notes(url: str, clerk: Desk) -> None:
    """A note is kept with its day and author; an empty one is refused; the event holds no word of it."""
    application_acts.note(url, clerk, "2021-001", "Ringde Ida\x07")

    shown = applications.show(url, "2021-001")
    assert [(note.text, note.on, note.author) for note in shown.notes] == [("Ringde Ida", MARCH, "Kari Nordmann")]
    with pytest.raises(NoteEmpty):
        application_acts.note(url, clerk, "2021-001", " ")
    with reading(url) as session:
        told = events.of_case(session, stored.case(session, "2021-001").id, "2021-001")
    assert "Ida" not in str(told[-1].data)


def test_lists_by_what_is_asked_for(url: str, clerk: Desk) -> None:
    """Each question narrows the list; what is withdrawn or not is asked by status."""
    application_acts.add(url, clerk, "2021", {"title": "Digital hage", "lead": "1121", "applied_nok": "7", "received_at": "2021-02-01", "caseworker": "Kari", "areas": "digital"})  # fmt: skip

    def cases(**asked: object) -> list[object]:
        return [row["case"] for row in applications.listing(url, Asked(**asked)).rows]  # type: ignore[arg-type]  # what is asked

    assert cases() == ["2021-001", "2021-002"]
    assert cases(search="barnevern felles") == ["2021-001"]
    assert cases(search="sokndal") == ["2021-001"]
    assert cases(municipality="1111") == ["2021-001"]
    assert cases(municipality="time") == ["2021-002"]
    assert cases(area="digital") == ["2021-002"]
    assert cases(caseworker="kari") == ["2021-002"]
    assert cases(status="withdrawn") == []
    assert cases(years=(2020, 2021)) == ["2021-001", "2021-002"]
    assert cases(years=(2022, 2023)) == []
    assert cases(as_of=date(2021, 2, 1)) == []
    assert applications.listing(url, Asked()).totals == {"applications": 2, "applied_nok": 500_007}


def test_searches_what_cases_say(url: str, clerk: Desk) -> None:
    """Words are found in whatever form, in titles, texts and names of the version of the day; personal and internal texts are not searched."""
    application_acts.add(url, clerk, "2021", {"title": "Digital hage", "lead": "1119", "applied_nok": "7", "received_at": "2021-02-01", "summary": "For kommunar", "gains": "Mindre køyring", "attachments": "Budsjett", "caseworker": "Solveig", "contact_name": "Torunn"})  # fmt: skip
    application_acts.note(url, clerk, "2021-002", "Hemmeleg")
    application_acts.edit(url, on(clerk, date(2021, 4, 1)), "2021-001", {"title": "Ein ny tittel"}, "Retta")

    def found(search: str, as_of: date | None = None) -> dict[object, object]:
        rows = applications.listing(url, Asked(search=search, as_of=as_of)).rows
        return {row["case"]: row["found_in"] for row in rows}

    assert found("barnevernstjenester") == {}
    assert found("barnevernstjenester", MARCH) == {"2021-001": ("title",)}
    assert found("kommunen hagar") == {"2021-002": ("title", "summary")}
    assert found("haa") == found("Hå") == {"2021-002": ("municipality",)}
    assert found("budsjettet") == {"2021-002": ("attachments",)}
    assert found("sokndal") == {"2021-001": ("partners",)}
    assert found('"digitale hagar"') == {"2021-002": ("title",)}
    assert found('"hage digital"') == found("solveig") == found("torunn") == found("hemmeleg") == {}
    assert applications.listing(url, Asked(("2021",), search="tittel", status="withdrawn")).rows == ()


def test_a_search_that_says_nothing(url: str) -> None:
    """Signs alone are refused."""
    with pytest.raises(NothingToSearch):
        applications.listing(url, Asked(search="?!"))
