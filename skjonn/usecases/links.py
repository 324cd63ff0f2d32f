"""Public links of a case: a recording, a report, the project's own page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from skjonn.domain.addresses import compared, public_address
from skjonn.domain.desk import Desk
from skjonn.domain.intake_values import clean_text
from skjonn.domain.persons import Role
from skjonn.errors import ConflictError, UsageError
from skjonn.storage.database import writing
from skjonn.storage.queries import applications, case_ties, persons
from skjonn.texts import N_
from skjonn.usecases.acting import acting, record
from skjonn.usecases.application_acts import written_by


class LinkThere(ConflictError):
    """The case has the link already."""

    code = "link-there"
    sentence = N_("{case} has the link {url} already.")
    advice = N_("To change its label, remove it and add it again.")


class LinkUnknown(UsageError):
    """The case has no such link."""

    code = "link-unknown"
    sentence = N_("{case} has no link {url}.")
    advice = N_("`skjonn application show {case}` shows its links.")


@dataclass(frozen=True)
class Linked:
    """A link that was added to a case or taken back."""

    case: str
    url: str
    label: str = ""


def link(url: str, desk: Desk, case: str, address: str, label: str = "") -> Linked:
    """Add a public link to a case.

    Args:
        url: of the database.
        desk: a caseworker's.
        case: the full case number.
        address: http or https, as it is to be shown.
        label: what it leads to, in a few words; may be empty.

    Raises:
        AddressWrong: the address cannot be shown to the public.
        LinkThere: the case has it.
    """
    wanted = public_address(address)
    cleaned, _dropped = clean_text(label)
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        found = applications.case(session, case)
        if wanted in map(compared, _standing(session, found.id)):
            raise LinkThere(case=case, url=wanted)
        words = " ".join(cleaned.split())
        case_ties.add_link(session, found.id, wanted, words, written_by(person, desk))
        record(session, desk, person, "link-added", case, cases=[found.id], url=wanted, label=words)
        return Linked(case, wanted, words)


def unlink(url: str, desk: Desk, case: str, address: str) -> Linked:
    """Take a link of a case back; it stays in the case's history.

    Raises:
        LinkUnknown: the case has no such link.
    """
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        found = applications.case(session, case)
        standing = _standing(session, found.id)
        meant = next((one for one in standing if compared(one) == compared(address)), None)
        if meant is None:
            raise LinkUnknown(case=case, url=address.strip())
        case_ties.end_link(session, found.id, meant, desk.today)
        record(session, desk, person, "link-removed", case, cases=[found.id], url=meant)
        return Linked(case, meant, standing[meant])


def _standing(session: Session, application_id: int) -> dict[str, str]:
    """Return the links of a case now: address -> label."""
    return {one.url: one.label for one in case_ties.links(session, application_id, persons.names(session))}
