"""Join two applications of a call into one: one case for one project, with the history of both. Find those that may be one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlmodel import Session

from skjonn.domain.addresses import compared
from skjonn.domain.applications import Content, Partner, PartnerKind, identity
from skjonn.domain.decisions import decision_id
from skjonn.domain.desk import Desk
from skjonn.domain.duplicates import Pair, candidate, probable
from skjonn.domain.intake_doubts import doubts
from skjonn.domain.intake_values import clean_text
from skjonn.domain.merging import contacts_of_both, merged
from skjonn.domain.persons import Role
from skjonn.domain.problems import Problem
from skjonn.domain.work import Work, done
from skjonn.errors import RefusedError, UsageError
from skjonn.storage.database import reading, writing
from skjonn.storage.queries import application_writes as writes
from skjonn.storage.queries import applications, calls, case_ties, decisions, persons
from skjonn.storage.queries.application_writes import NewVersion, Written
from skjonn.storage.queries.applications import Case
from skjonn.storage.queries.calls import StoredCall
from skjonn.texts import N_, translate
from skjonn.texts.wording import long_date
from skjonn.usecases.acting import acting, record
from skjonn.usecases.application_acts import (
    CaseWithdrawn,
    ReasonNeeded,
    call_of,
    require_alone,
    require_undecided,
    written_by,
)
from skjonn.usecases.case_views import name_of
from skjonn.usecases.initiatives import require_one_initiative
from skjonn.usecases.municipalities import register_in_use
from skjonn.usecases.recommending import CaseInDraft

_KEEPS_APART: frozenset[Work] = frozenset(("assessment", "recommendation", "decision", "letter"))
"""Work on a case that would be lost from sight if the case became part of another."""


class SameCase(UsageError):
    """A case was to be merged with itself."""

    code = "same-case"
    sentence = N_("{case} is named twice.")
    advice = N_("Name first the case that goes, then the case it becomes part of.")


class OtherCall(RefusedError):
    """Cases of two calls were to be merged."""

    code = "other-call"
    sentence = N_("{case} and {into} belong to two calls.")
    advice = N_("Only applications of one call can be merged; `skjonn initiative link` ties projects over calls.")


class CaseWorkedOn(RefusedError):
    """A case that was to become part of another has been worked on."""

    code = "case-worked-on"
    sentence = N_("{case} has {work}, which would be lost from sight.")
    advice = N_("Merge the other way around if the other case has none; else settle each case by itself.")


class JointAmountWrong(UsageError):
    """The joint amount is no amount that can be applied for."""

    code = "joint-amount-wrong"
    sentence = N_("What is applied for together must be more than 0.")
    advice = N_("Give the amount in whole kroner: --applied '900 000'.")


@dataclass(frozen=True)
class Joint:
    """What the joint application is to be: the amount, why the two are one, and its title (empty: that of the case that stays)."""

    applied_nok: int
    reason: str
    title: str = ""


@dataclass(frozen=True)
class Looked:
    """Two cases before they are merged: what each applies for, for a person who has to say the joint amount."""

    case: str
    into: str
    applied_nok: int
    into_applied_nok: int


@dataclass(frozen=True)
class Merged:
    """What a merger did: the case that went, the case it is part of now, and that case's new version.

    `problems` are doubts the case did not raise before it was merged; `recommended`: it has a recommendation, which
    was made on what it said before.
    """

    case: str
    into: str
    version: int
    title: str
    applied_nok: int
    partners: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    recommended: bool = False


@dataclass(frozen=True)
class _Act:
    """The open transaction, the two cases and their call, and who writes."""

    session: Session
    desk: Desk
    other: Case
    kept: Case
    stored: StoredCall
    written: Written


@dataclass(frozen=True)
class Alike:
    """Two applications that may be one; titles as written, names of the applicants, amounts in whole kroner."""

    pair: Pair
    title: str
    other_title: str
    municipality: str
    other_municipality: str
    applied_nok: int
    other_applied_nok: int


def duplicates(url: str, call: str) -> tuple[Alike, ...]:
    """Return the live applications of a call that may be one project, pair by pair, by case number.

    Raises:
        CallUnknown: there is no such call.
    """
    with reading(url) as session:
        stored = calls.one(session, call)
        register = register_in_use(session)
        live = {case.case_number: case for case in applications.cases(session, stored.id) if not case.content.withdrawn}
    found = probable([candidate(number, case.content) for number, case in live.items()])
    names = {number: name_of(case.content.lead, stored.call.opens_on, register) for number, case in live.items()}
    return tuple(_alike(pair, live[pair.first].content, live[pair.second].content, names) for pair in found)


def _alike(pair: Pair, one: Content, other: Content, names: dict[str, str]) -> Alike:
    return Alike(pair, one.title, other.title, names[pair.first], names[pair.second], one.applied_nok, other.applied_nok)  # fmt: skip


def look(url: str, case: str, into: str) -> Looked:
    """Return what two cases apply for, after making sure that they can be merged.

    Raises:
        The same as `merge`, but for what is wrong with the joint application itself.
    """
    with reading(url) as session:
        other, kept, _stored = _both(session, case, into)
        return Looked(case, into, other.content.applied_nok, kept.content.applied_nok)


def merge(url: str, desk: Desk, case: str, into: str, joint: Joint) -> Merged:
    """Let `case` become part of `into`: one application with the partners, areas, notes and links of both.

    `into` gets a new version, `case` becomes withdrawn and points to it; both keep their numbers and their histories. A
    person of `case` (contact, project leader) goes over only where `into` names nobody for that part.

    Args:
        url: of the database.
        desk: a caseworker's.
        case: the full number of the case that goes; into: of the one that stays.
        joint: amount, reason and title.

    Raises:
        SameCase, ReasonNeeded, JointAmountWrong: what was typed cannot be used.
        OtherCall, CaseDecided, CaseInDraft, CaseWorkedOn: a rule forbids it.
        CaseWithdrawn, SameApplication: one of them is withdrawn; the joint title is another case's.
    """
    if not joint.reason.strip():
        raise ReasonNeeded
    if joint.applied_nok <= 0:
        raise JointAmountWrong
    with writing(url, keep=not desk.dry_run) as session:
        person = acting(session, desk, Role.CASEWORKER)
        other, kept, stored = _both(session, case, into)
        act = _Act(session, desk, other, kept, stored, written_by(person, desk))
        require_one_initiative(session, (other.id, kept.id), into)
        content = _joint(act, joint)
        _write(act, content, joint.reason.strip())
        _carry_over(act)
        record(session, desk, person, "applications-merged", case, cases=[other.id, kept.id], into=into, applied_nok=joint.applied_nok, reason=joint.reason.strip())  # fmt: skip
        return Merged(
            case=case,
            into=into,
            version=kept.version_number + 1,
            title=content.title,
            applied_nok=content.applied_nok,
            partners=tuple(one.name or "mfl." for one in content.partners),
            problems=_new_doubts(kept.content, content),
            recommended="recommendation" in case_ties.work_on(session, [kept.id]).get(kept.id, ()),
        )


def _both(session: Session, case: str, into: str) -> tuple[Case, Case, StoredCall]:
    """Return the case that goes, the case that stays, and their call, after making sure that they can be merged."""
    if case == into:
        raise SameCase(case=case)
    other, kept = applications.case(session, case), applications.case(session, into)
    if other.call_id != kept.call_id:
        raise OtherCall(case=case, into=into)
    stored = call_of(session, kept)
    drafted = {line.application_id: line.decision_number for line in decisions.in_draft(session, stored.id)}
    for one in (other, kept):
        if one.content.withdrawn:
            raise CaseWithdrawn(case=one.case_number)
        require_undecided(session, one, ("withdrawn",))
        if one.id in drafted:
            raise CaseInDraft(case=one.case_number, decision=decision_id(stored.code, drafted[one.id]))
    work = _KEEPS_APART & set(case_ties.work_on(session, [other.id]).get(other.id, ()))
    if work:
        raise CaseWorkedOn(case=case, work=done(work))
    return other, kept, stored


def _joint(act: _Act, joint: Joint) -> Content:
    number, day = act.other.content.lead, act.stored.call.opens_on
    lead = Partner(PartnerKind.MUNICIPALITY, name_of(number, day, register_in_use(act.session)), number)
    title, _dropped = clean_text(joint.title)
    return merged(act.kept.content, act.other.content, lead, joint.applied_nok, " ".join(title.split()))


def _write(act: _Act, content: Content, reason: str) -> None:
    """Write a version of each case; where the joint application is known by what the other was, the other gives that up."""
    other, kept = act.other, act.kept
    gone = translate(N_("Merged into {into}: {reason}"), act.desk.language).format(into=kept.case_number, reason=reason)
    stays = translate(N_("{case} was merged into this: {reason}"), act.desk.language).format(case=other.case_number, reason=reason)  # fmt: skip
    takes_its_place = identity(content) == identity(other.content)
    case_ties.mark_merged(act.session, other.id, kept.id, f"merged:{other.case_number}" if takes_its_place else "")
    require_alone(act.session, kept.call_id, kept.id, content)
    withdrawn = replace(other.content, withdrawn=True, withdrawn_reason=gone)
    versions = [
        NewVersion(other.id, other.version_number + 1, withdrawn, reason=gone),
        NewVersion(kept.id, kept.version_number + 1, content, reason=stays),
    ]
    writes.add_versions(act.session, versions, act.written)
    writes.set_identity(act.session, kept.id, content)


def _carry_over(act: _Act) -> None:
    """Copy notes and links of the case that goes to the one that stays, and persons that has none of; nothing is taken away."""
    session, other, kept, language = act.session, act.other, act.kept, act.desk.language
    for note in applications.notes(session, other.id):
        said = translate(N_("From {case} ({author}, {on}): {text}"), language)
        words = said.format(case=other.case_number, author=note.author, on=long_date(note.on, language), text=note.text)
        writes.add_notes(session, {kept.id: words}, act.written)
    names = persons.names(session)
    there = {compared(link.url) for link in case_ties.links(session, kept.id, names)}
    for link in case_ties.links(session, other.id, names):
        if compared(link.url) not in there:
            case_ties.add_link(session, kept.id, link.url, link.label, act.written)
    before = tuple(applications.contacts(session, kept.id))
    after = contacts_of_both(before, applications.contacts(session, other.id))
    if after != before:
        writes.set_contacts(session, kept.id, after)


def _new_doubts(before: Content, after: Content) -> tuple[Problem, ...]:
    known = {one.code for _name, one in doubts(before)}
    return tuple(one for _name, one in doubts(after) if one.code not in known)
