"""A case as tables, the news item and proofreading see it: what it came to, under the names of its call's time."""

from __future__ import annotations

from dataclasses import dataclass

from skjonn.domain.applications import Scope


@dataclass(frozen=True)
class CaseView:
    """One live case as the tables see it.

    Attributes:
        municipality: the lead's name on the call's opening day; municipality_number: its number.
        partners: names in the order given; "mfl." stands for partners not named.
        payee, payee_number: who is paid, the lead where nothing else is said.
        areas: codes of priority areas.
        applied_nok: what the decision was made on where there is one, else what is applied for now.
        awarded_nok: None until decided, 0 for a refusal.
        status: a code of the catalogue's `status`.
        single: nobody applied for it: it was awarded outside the round, counts as an award and as no application.
        partner_municipalities: those of the partners that are municipalities other than the lead; partner_numbers: their numbers.
        more_partners: some are not named.
        applied: the case as it was applied for, where another has come to answer for it since; None where nobody has.
    """

    case: str
    call: str
    title: str
    municipality: str
    municipality_number: str
    partners: tuple[str, ...]
    scope: Scope
    payee: str
    payee_number: str
    areas: tuple[str, ...]
    applied_nok: int
    awarded_nok: int | None
    status: str
    single: bool = False
    partner_municipalities: tuple[str, ...] = ()
    partner_numbers: tuple[str, ...] = ()
    more_partners: bool = False
    applied: CaseView | None = None

    @property
    def as_applied(self) -> CaseView:
        """The case with those who applied for it."""
        return self.applied or self
