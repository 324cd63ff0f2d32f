"""Two applications become one, with the history of both, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from skjonn.domain.allocations import Outcome
from skjonn.domain.applications import Contact, Partner, PartnerKind
from skjonn.domain.desk import Desk
from skjonn.storage.database import writing
from skjonn.storage.queries import application_writes as writes
from skjonn.storage.queries import calls
from skjonn.storage.tables.screening import ScreeningRow
from skjonn.texts import N_, translate
from skjonn.usecases import allocations, application_acts, applications, approving, drafting, history, links, merging
from skjonn.usecases.acting import now
from skjonn.usecases.application_acts import CaseWithdrawn, ReasonNeeded, SameApplication
from skjonn.usecases.applications import Asked
from skjonn.usecases.merging import CaseWorkedOn, Joint, JointAmountWrong, OtherCall, SameCase, merge
from skjonn.usecases.recommending import CaseInDraft, Wanted
from skjonn.usecases.scoring import record_one
from skjonn.usecases.settled import CaseDecided
from tests.conftest import Copies
from tests.usecases import rounds
from tests.usecases.rounds import on
from tests.usecases.taken_in import take_in

MARCH, APRIL = date(2021, 3, 2), date(2021, 4, 6)
TIME = Partner(PartnerKind.MUNICIPALITY, "Time", "1121")
CASES: dict[str, dict[str, Any]] = {
    "2021-001": {"title": "Felles barnevernsteneste", "lead": "1112", "summary": "Frå Lund", "areas": ("barn",), "partners": (TIME,)},
    "2021-002": {"title": "Felles barneverns-teneste", "lead": "1111", "summary": "Frå Sokndal", "areas": ("digital", "barn"), "applied_nok": 400_000},
    "2021-003": {"title": "Digital hage", "lead": "1121"},
}  # fmt: skip
JOINT = Joint(900_000, "Same prosjekt")


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    """Kari's desk in April."""
    return on(desk, APRIL)


@pytest.fixture
def url(copy_of: Copies, desk: Desk) -> str:
    """An office with the example's call and three cases of one import."""

    def build(url: str) -> None:
        rounds.open_round(url, desk, applied=())
        take_in(url, on(desk, MARCH), CASES)

    return copy_of("three cases", build)


def test_one_application(url: str, clerk: Desk) -> None:
    """The one that stays applies for the joint amount with the partners and areas of both; its texts stay; sums count it once."""
    done = merge(url, clerk, "2021-002", "2021-001", JOINT)

    kept = applications.show(url, "2021-001")
    assert (done.version, done.applied_nok, done.title, done.partners) == (2, 900_000, "Felles barnevernsteneste", ("Time", "Sokndal"))  # fmt: skip
    assert (kept.fields["applied_nok"], kept.fields["summary"], kept.fields["areas"]) == (900_000, "Frå Lund", ("barn", "digital"))  # fmt: skip
    assert (kept.fields["partners"], kept.merged_from, kept.merged_into) == (("Time", "Sokndal"), ("2021-002",), "")
    assert applications.listing(url, Asked(("2021",))).totals == {"applications": 2, "applied_nok": 1_400_000}


def test_the_other_points_to_it(url: str, clerk: Desk) -> None:
    """The case that goes is withdrawn, says into what and why, keeps what it said, and both histories tell it."""
    merge(url, clerk, "2021-002", "2021-001", JOINT)

    gone = applications.show(url, "2021-002")
    assert (gone.status, gone.merged_into, gone.fields["applied_nok"]) == ("withdrawn", "2021-001", 400_000)
    assert gone.fields["withdrawn_reason"] == "Merged into 2021-001: Same prosjekt"
    for case in ("2021-001", "2021-002"):
        told = history.of_case(url, clerk, case).events[-1]
        assert (told.kind, "2021-002 was merged into 2021-001" in told.sentence) == ("applications-merged", True)


def test_as_it_stood_before(url: str, clerk: Desk) -> None:
    """An earlier day knows nothing of the merger."""
    merge(url, clerk, "2021-002", "2021-001", JOINT)

    gone, kept = applications.show(url, "2021-002", MARCH), applications.show(url, "2021-001", MARCH)

    assert (gone.status, gone.merged_into) == ("received", "")
    assert (kept.merged_from, kept.fields["applied_nok"]) == ((), 500_000)


def test_what_hangs_on_the_other_is_carried_over(url: str, clerk: Desk) -> None:
    """Notes come with their origin, links once, persons where there was nobody; nothing is taken from the case that goes."""
    application_acts.note(url, clerk, "2021-002", "Ringde Ida")
    for case, address in (("2021-001", "https://a.no"), ("2021-002", "https://a.no"), ("2021-002", "https://b.no")):
        links.link(url, clerk, case, address)
    with writing(url) as session:
        writes.set_contacts(session, 1, [Contact("contact", "Lars")])
        writes.set_contacts(session, 2, [Contact("contact", "Ida"), Contact("project_leader", "Per")])

    merge(url, clerk, "2021-002", "2021-001", JOINT)

    kept, gone = applications.show(url, "2021-001"), applications.show(url, "2021-002")
    assert [note.text.replace("\u00a0", " ") for note in kept.notes] == ["From 2021-002 (Kari Nordmann, 6 April 2021): Ringde Ida"]  # fmt: skip
    assert [link.url for link in kept.links] == ["https://a.no", "https://b.no"]
    assert [one.name for one in kept.contacts] == ["Lars", "Per"]
    assert (len(gone.notes), len(gone.links), len(gone.contacts)) == (1, 2, 2)
    told = history.of_case(url, clerk, "2021-001").events
    assert not any("Ida" in one.sentence for one in told)


def test_stored_words_follow_the_desk(url: str, clerk: Desk) -> None:
    """The reason stored with the case is in the language of whoever merged, with the reason as it was typed."""
    merge(url, replace(clerk, language="nn"), "2021-002", "2021-001", JOINT)

    reason = applications.show(url, "2021-002").fields["withdrawn_reason"]
    assert reason == translate(N_("Merged into {into}: {reason}"), "nn").format(into="2021-001", reason="Same prosjekt")


def test_the_others_title(url: str, clerk: Desk) -> None:
    """The joint application may take the title of the one that goes, also where both are of one municipality."""
    application_acts.edit(url, clerk, "2021-002", {"lead": "1112"}, "Retta")

    merge(url, clerk, "2021-002", "2021-001", replace(JOINT, title=" Felles  barneverns-teneste "))

    assert applications.show(url, "2021-001").fields["title"] == "Felles barneverns-teneste"
    with pytest.raises(SameApplication) as caught:
        application_acts.add(url, clerk, "2021", {"title": "Felles barneverns-teneste", "lead": "1112", "applied_nok": "5", "received_at": "2021-02-01"})  # fmt: skip
    assert caught.value.data["case"] == "2021-001"


def test_a_third_cases_title(url: str, clerk: Desk) -> None:
    """The joint title may not be that of another case of the municipality; nothing is changed."""
    application_acts.edit(url, clerk, "2021-003", {"lead": "1112"}, "Retta")
    before = rounds.everything(url)

    with pytest.raises(SameApplication):
        merge(url, clerk, "2021-002", "2021-001", replace(JOINT, title="Digital hage"))

    assert rounds.everything(url) == before


def test_the_old_title_means_the_old_case(url: str, clerk: Desk) -> None:
    """What the case that went was known by is not free: its row in a file that comes again means that case, not a new one."""
    merge(url, clerk, "2021-002", "2021-001", JOINT)

    with pytest.raises(SameApplication) as caught:
        application_acts.add(url, clerk, "2021", {"title": "Felles barneverns-teneste", "lead": "1111", "applied_nok": "5", "received_at": "2021-02-01"})  # fmt: skip

    assert caught.value.data["case"] == "2021-002"


def test_a_chain(url: str, clerk: Desk) -> None:
    """A joint application can become part of a third; each step is kept."""
    merge(url, clerk, "2021-002", "2021-001", JOINT)
    merge(url, clerk, "2021-001", "2021-003", Joint(1_000_000, "Òg same"))

    assert applications.show(url, "2021-003").fields["partners"] == ("Lund", "Sokndal")
    assert (applications.show(url, "2021-001").merged_into, applications.show(url, "2021-001").merged_from) == ("2021-003", ("2021-002",))  # fmt: skip


def _assess(url: str, clerk: Desk) -> None:
    record_one(url, clerk, "2021-002", {}, "God")


def _recommend(url: str, clerk: Desk) -> None:
    allocations.recommend(url, clerk, "2021-002", Wanted(Outcome.REFUSAL, ground="priority"))


def _draft(url: str, clerk: Desk) -> None:
    _recommend(url, clerk)
    drafting.draft(url, clerk, "2021", only=("2021-002",))


def _approve(url: str, clerk: Desk) -> None:
    _draft(url, clerk)
    approving.approve(url, clerk, "2021", 1, approving.Given("per", APRIL))


def _withdraw(url: str, clerk: Desk) -> None:
    application_acts.withdraw(url, clerk, "2021-002", "Brev")


@pytest.mark.parametrize(
    ("work", "there", "error"),
    [
        (_assess, False, CaseWorkedOn), (_recommend, False, CaseWorkedOn), (_draft, False, CaseInDraft), (_draft, True, CaseInDraft),
        (_approve, False, CaseDecided), (_approve, True, CaseDecided), (_withdraw, False, CaseWithdrawn), (_withdraw, True, CaseWithdrawn),
    ],
)  # fmt: skip
def test_cases_that_cannot_be_merged(
    url: str, clerk: Desk, work: Callable[[str, Desk], None], there: bool, error: type[Exception]
) -> None:
    """Decided, drafted and withdrawn cases are merged neither way; one that was worked on does not become part of another."""
    work(url, clerk)
    before = rounds.everything(url)
    pair = ("2021-001", "2021-002") if there else ("2021-002", "2021-001")

    with pytest.raises(error):
        merge(url, clerk, *pair, JOINT)
    with pytest.raises(error):
        merging.look(url, *pair)

    assert rounds.everything(url) == before


def test_work_on_the_one_that_stays(url: str, clerk: Desk) -> None:
    """A recommendation of the case that stays is kept, and said to be looked at again."""
    _recommend(url, clerk)

    assert merge(url, clerk, "2021-001", "2021-002", JOINT).recommended
    assert applications.show(url, "2021-002").status == "recommended"


def test_a_screened_case(url: str, clerk: Desk) -> None:
    """A screening keeps nobody from merging."""
    with writing(url) as session:
        session.add(ScreeningRow(application_id=2, number=1, application_version_id=2, call_version_id=1, status="eligible", findings="[]", on=MARCH, recorded_at=now(), person_id=1))  # fmt: skip

    assert merge(url, clerk, "2021-002", "2021-001", JOINT).version == 2


def test_two_calls(url: str, clerk: Desk) -> None:
    """Cases of two calls are not merged, whatever they say."""
    with writing(url) as session:
        first = calls.one(session, "2021")
        key = calls.insert(session, replace(first.call, code="2021-F"))
        calls.insert_version(session, key, 1, replace(first.call, code="2021-F"), calls.Stamp(1, MARCH, now()))
    take_in(url, clerk, {"2021-F-001": {"title": "Felles barnevernsteneste"}})

    with pytest.raises(OtherCall) as caught:
        merge(url, clerk, "2021-F-001", "2021-001", JOINT)

    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("joint", "error"),
    [(Joint(900_000, " "), ReasonNeeded), (Joint(0, "x"), JointAmountWrong), (Joint(-5, "x"), JointAmountWrong)],
)
def test_what_is_typed_wrongly(url: str, clerk: Desk, joint: Joint, error: type[Exception]) -> None:
    """A reason and an amount are needed."""
    with pytest.raises(error):
        merge(url, clerk, "2021-002", "2021-001", joint)


def test_a_case_with_itself(url: str, clerk: Desk) -> None:
    """A case is not merged with itself."""
    with pytest.raises(SameCase):
        merge(url, clerk, "2021-001", "2021-001", JOINT)


def test_new_doubts_are_told(url: str, clerk: Desk) -> None:
    """What no longer holds together with the joint amount is said; nothing is mended by itself."""
    application_acts.edit(url, clerk, "2021-001", {"total_cost_nok": "600 000"}, "Retta")

    done = merge(url, clerk, "2021-002", "2021-001", JOINT)

    assert [one.code for one in done.problems] == ["cost-below-applied"]


def test_before_somebody_says_the_amount(url: str) -> None:
    """Both amounts can be seen beforehand."""
    looked = merging.look(url, "2021-002", "2021-001")

    assert (looked.applied_nok, looked.into_applied_nok) == (400_000, 500_000)


def test_a_trial_run(url: str, clerk: Desk) -> None:
    """A trial run tells the same and changes nothing."""
    before = rounds.everything(url)

    assert merge(url, replace(clerk, dry_run=True), "2021-002", "2021-001", JOINT).version == 2

    assert rounds.everything(url) == before


def test_probable_duplicates(url: str, clerk: Desk) -> None:
    """Pairs are listed with names and amounts; a withdrawn case is in none."""
    application_acts.edit(url, clerk, "2021-002", {"partners": "Lund"}, "Retta")

    (found,) = merging.duplicates(url, "2021")
    merge(url, clerk, "2021-002", "2021-001", JOINT)

    assert (found.pair.first, found.pair.second, found.pair.why) == ("2021-001", "2021-002", "applicant-is-partner")
    assert (found.municipality, found.other_municipality, found.applied_nok, found.other_applied_nok) == ("Lund", "Sokndal", 500_000, 400_000)  # fmt: skip
    assert merging.duplicates(url, "2021") == ()
