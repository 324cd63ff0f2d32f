"""A call as it stands in its readable file and in the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from skjonn.domain.plan_settings import PlanSettings
from skjonn.texts import Language

Texts = dict[Language, str]
"""A text by language; `nb` and `nn` are both there where the field is required."""


@dataclass(frozen=True)
class PriorityArea:
    """A priority area: `code` (stable, short) and its names by language; `synonyms` are accepted in application sheets."""

    code: str
    names: Texts
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """An award criterion: weight in whole per cent of the total (all weights sum to 100), and guidance by language."""

    code: str
    names: Texts
    weight: int
    guidance: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Scale:
    """The points an assessor may give, whole, both ends included."""

    least: int = 1
    greatest: int = 5


@dataclass(frozen=True)
class Ground:
    """A ground for refusing or dismissing: `code`, names by language as printed in a letter, for which outcome."""

    code: str
    names: Texts
    outcome: str  # "refusal" | "dismissal"


@dataclass(frozen=True)
class Effect:
    """What a broken rule is to lead to, for a person to judge; nothing follows by itself.

    Attributes:
        kind: `stop` (not eligible), `warn` (look at it), or `deduct`, which has exactly one of the three measures.
        deduct_points: whole points; deduct_percent: whole per cent of the applied amount; deduct_nok: whole kroner.
    """

    kind: str = "warn"
    deduct_points: int | None = None
    deduct_percent: int | None = None
    deduct_nok: int | None = None


@dataclass(frozen=True)
class Excluded:
    """A purpose that is not supported: `words` lead to it, in either form of Norwegian; `text` is for the letter."""

    code: str
    words: tuple[str, ...]
    text: Texts
    effect: Effect = field(default_factory=Effect)


@dataclass(frozen=True)
class Rules:
    """What the call demands; None, or nothing, is "no such rule". Amounts are whole kroner, both ends included.

    Attributes:
        applicants: who may apply: `office` (every municipality of the office's counties), numbers of counties (two
            digits) and of municipalities (four), all as on the day the call opens.
        least_partners, greatest_partners: how many partners beside the applicant.
        excluded: purposes that are not supported.
        earlier: by what is looked for in the applicant's earlier awards (`unfinished`, `report_missing`, `unused_money`).
        effects: by the name of a rule above; `effect_of` tells what holds for those that are not named.
    """

    least_applied_nok: int | None = None
    greatest_applied_nok: int | None = None
    least_own_funding_percent: int | None = None
    period_from: date | None = None
    period_to: date | None = None
    required_fields: tuple[str, ...] = ()
    least_total_cost_nok: int | None = None
    applicants: tuple[str, ...] = ()
    least_partners: int | None = None
    greatest_partners: int | None = None
    excluded: tuple[Excluded, ...] = ()
    earlier: dict[str, Effect] = field(default_factory=dict)
    effects: dict[str, Effect] = field(default_factory=dict)

    def effect_of(self, rule: str) -> Effect:
        """Return the effect of the rule with this key: as the file says, else `stop` for `applicants` and `warn`."""
        return self.effects.get(rule, Effect("stop" if rule == "applicants" else "warn"))


@dataclass(frozen=True)
class Signatory:
    """Who a letter is signed by: name, and title by language."""

    name: str
    titles: Texts


@dataclass(frozen=True)
class LetterSettings:
    """What the letters of a call say that is the office's to decide. Clauses left out are not printed.

    Attributes:
        banner: shown in every document's header, e.g. that it is an example; empty for real rounds.
        conditions: in order; payment: how and when the money is paid; reporting: what is to be reported.
        report_dates: due dates of interim and final report, whichever are used.
        control, repayment, auditor, appeal: clauses, printed only where the office has set their text.
        signatories: one or two.
        our_reference: the archive case of the round.
    """

    payment: Texts
    reporting: Texts
    conditions: tuple[Texts, ...] = ()
    interim_report_on: date | None = None
    final_report_on: date | None = None
    control: Texts = field(default_factory=dict)
    repayment: Texts = field(default_factory=dict)
    auditor: Texts = field(default_factory=dict)
    appeal: Texts = field(default_factory=dict)
    banner: Texts = field(default_factory=dict)
    signatories: tuple[Signatory, ...] = ()
    our_reference: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Call:
    """One version of a call, complete.

    Attributes:
        code: `2021`; year: the budget year whose frame it draws on (not always the year it is announced).
        pots: names of the year's pots the call may draw on; the first is the one used where none is named.
        opens_on: the day it is announced; deadline: local time in Europe/Oslo, included (`2021-02-28T23:59:59+01:00`).
        texts: purpose, who may apply, what is not supported, how to apply: by name, then language.
        allocation: the rules its money is divided by.
    """

    code: str
    year: int
    names: Texts
    pots: tuple[str, ...]
    opens_on: date
    deadline: datetime
    areas: tuple[PriorityArea, ...]
    criteria: tuple[Criterion, ...]
    scale: Scale
    grounds: tuple[Ground, ...]
    rules: Rules
    letters: LetterSettings
    texts: dict[str, Texts] = field(default_factory=dict)
    allocation: PlanSettings = field(default_factory=PlanSettings)
