"""The approver's document: what a decision says, what it does to the pots, and the digest that binds the approval to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from skjonn.domain.allocations import Outcome
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.tables import Row, Table
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import grouped, kroner, long_date

_DIGITS = 8  # of the digest in a group


@dataclass(frozen=True)
class PaperLine:
    """One line of the decision, worded: `ground` is the call's own words for it, `payee` and `municipality` are names.

    `told` is what else the line says (other terms, conditions, later years), one sentence each.
    """

    case: str
    title: str
    municipality: str
    applied_nok: int
    outcome: Outcome
    amount_nok: int
    pot: str = ""
    ground: str = ""
    reason: str = ""
    payee: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class PotEffect:
    """What a decision does to a pot, in whole kroner."""

    name: str
    allotted_nok: int
    before_nok: int
    taken_nok: int

    @property
    def left_nok(self) -> int:
        """What remains free; below 0 the decision cannot be approved."""
        return self.allotted_nok - self.before_nok - self.taken_nok


@dataclass(frozen=True)
class Paper:
    """A decision as the approver reads it.

    Attributes:
        id, call, office: what it is, the call's and the office's names; kind, status: as in a decision.
        drafter, drafted_on; approver, approved_on, reference: empty and None until it is approved.
        departures: what it gives up of earlier awards, which plan it came from and where it gives another amount, a sentence each.
        ground: why an award is given outside the round, else empty; digest: 64 hexadecimal digits.
    """

    id: str
    call: str
    office: str
    language: Language
    round: int
    kind: str
    status: str
    drafter: str
    drafted_on: date
    digest: str
    lines: tuple[PaperLine, ...]
    pots: tuple[PotEffect, ...]
    approver: str = ""
    approved_on: date | None = None
    reference: str = ""
    ground: str = ""
    banner: str = ""
    departures: tuple[str, ...] = ()

    @property
    def sum_nok(self) -> int:
        """What it awards in all, whole kroner."""
        return sum(line.amount_nok for line in self.lines)

    def say(self, text: str) -> str:
        """Return a text in the paper's language."""
        return translate(text, self.language)

    @property
    def title(self) -> str:
        """What stands on top: a recommendation until it is approved, then a decision."""
        words = {
            "drafted": N_("Recommendation for decision {id}"),
            "approved": N_("Decision {id}"),
            "returned": N_("Returned recommendation for decision {id}"),
            "taken_over": N_("Decision {id}, taken over"),
        }
        return self.say(words[self.status]).format(id=self.id)

    def facts(self) -> Iterator[str]:
        """Yield the sentences below the title."""
        yield f"{self.office} · {self.call} · {self.say(N_('round {round}')).format(round=self.round)}"
        yield self.say(N_("Drafted by {name} on {day}.")).format(name=self.drafter, day=long_date(self.drafted_on, self.language))  # fmt: skip
        if self.approved_on and self.approver:
            reference = f" ({self.reference})" if self.reference else ""
            text = self.say(N_("Approved by {name} on {day}{reference}."))
            yield text.format(name=self.approver, day=long_date(self.approved_on, self.language), reference=reference)
        if self.ground:
            yield self.say(N_("Given outside the round: {ground}")).format(ground=self.ground)
        awards = sum(line.outcome is Outcome.AWARD for line in self.lines)
        text = self.say(N_("Cases: {cases}. Awards: {awards}, {sum} in all."))
        yield text.format(cases=len(self.lines), awards=awards, sum=kroner(self.sum_nok, self.language))

    def grouped_digest(self) -> str:
        """Return the digest in groups that can be read aloud."""
        return " ".join(self.digest[start : start + _DIGITS] for start in range(0, len(self.digest), _DIGITS))

    def remarks(self) -> Iterator[str]:
        """Yield what lines say beside their figures, case by case."""
        for line in self.lines:
            if line.payee and line.payee != line.municipality:
                yield self.say(N_("{case}: {payee} is paid.")).format(case=line.case, payee=line.payee)
            yield from line.told
        yield from self.departures


def awards(paper: Paper) -> Table:
    """Return the awards, in case number order, with their sum."""
    rows = [_row(line) for line in paper.lines if line.outcome is Outcome.AWARD]
    totals = {name: sum(int(str(row[name])) for row in rows) for name in ("applied_nok", "amount_nok")}
    names = ("case", "title", "municipality", "applied_nok", "amount_nok", "pot", "reason")
    return Table("decision", tuple(CATALOGUE[name] for name in names), tuple(rows), totals)


def others(paper: Paper) -> Table:
    """Return every other outcome, in case number order."""
    rows = [_row(line) for line in paper.lines if line.outcome is not Outcome.AWARD]
    names = ("case", "title", "municipality", "applied_nok", "outcome", "ground", "reason")
    return Table("decision", tuple(CATALOGUE[name] for name in names), tuple(rows), {})


def pots(paper: Paper) -> Iterator[str]:
    """Yield a sentence for each pot: what it holds, what was decided, what this takes or frees, what remains."""
    for one in paper.pots:
        text = paper.say(
            N_("{pot}: {allotted} allotted, {before} decided before, {taken} in this decision, {left} remains.")
        )
        yield text.format(
            pot=one.name, allotted=grouped(one.allotted_nok), before=grouped(one.before_nok), taken=grouped(one.taken_nok),
            left=grouped(one.left_nok),
        )  # fmt: skip
        if one.left_nok < 0 and paper.status == "drafted":
            yield paper.say(N_("The pot {pot} would be overdrawn: this cannot be approved.")).format(pot=one.name)


def _row(line: PaperLine) -> Row:
    return {
        "case": line.case, "title": line.title, "municipality": line.municipality, "applied_nok": line.applied_nok,
        "outcome": line.outcome.value, "amount_nok": line.amount_nok, "pot": line.pot, "ground": line.ground, "reason": line.reason,
    }  # fmt: skip
