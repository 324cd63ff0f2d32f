"""What a joint application says."""

from __future__ import annotations

from skjonn.domain.applications import Contact, Content, Partner, PartnerKind, Scope
from skjonn.domain.merging import contacts_of_both, merged

LUND, TIME, KLEPP = (Partner(PartnerKind.MUNICIPALITY, name, number) for name, number in (("Lund", "1112"), ("Time", "1121"), ("Klepp", "1120")))  # fmt: skip
KS, UNNAMED = Partner(PartnerKind.ORGANISATION, "KS"), Partner(PartnerKind.UNNAMED)


def test_partners_of_both() -> None:
    """Each partner once, those of the one that stays first, its applicant never, "mfl." last; the other applicant is a partner."""
    into = Content("A", "1112", 1, partners=(UNNAMED, KLEPP))
    other = Content("B", "1121", 2, partners=(LUND, KLEPP, KS, Partner(PartnerKind.ORGANISATION, "ks"), UNNAMED))

    assert merged(into, other, TIME, 3).partners == (KLEPP, TIME, KS, UNNAMED)


def test_two_of_one_municipality() -> None:
    """Where both have the same applicant, it does not become its own partner."""
    assert merged(Content("A", "1121", 1), Content("B", "1121", 2), TIME, 3).partners == ()


def test_what_is_kept() -> None:
    """Texts and dates are those of the one that stays; areas and attachments of both, in order; the amount is what is said."""
    into = Content("A", "1112", 1, summary="Min", goals="", areas=("barn",), attachments=("a.pdf",), total_cost_nok=9)
    other = Content("B", "1121", 2, summary="Din", goals="Mål", areas=("digital", "barn"), attachments=("b.pdf", "a.pdf"), scope=Scope.COUNTY)  # fmt: skip

    joint = merged(into, other, TIME, 5, "Saman")

    assert (joint.title, joint.applied_nok, joint.summary, joint.goals, joint.total_cost_nok) == ("Saman", 5, "Min", "", 9)  # fmt: skip
    assert (joint.areas, joint.attachments, joint.scope) == (("barn", "digital"), ("a.pdf", "b.pdf"), Scope.COUNTY)
    assert merged(into, other, TIME, 5).title == "A"


def test_persons_of_the_one_that_stays() -> None:
    """Another's person is taken only for a part that has nobody; a part that has somebody keeps them whole; two persons are never mixed into one."""
    into = (Contact("contact", "Ida", "", ""),)
    other = (Contact("contact", "Ola", "ola@lund.no", "1"), Contact("project_leader", "Per"))

    assert contacts_of_both(into, other) == (Contact("contact", "Ida"), Contact("project_leader", "Per"))
