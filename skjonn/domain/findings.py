"""What a call's rules find in an application: a value that is stored with its figures and worded when it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as filled
from datetime import date
from typing import Any

from skjonn.domain.calls import Effect, Texts
from skjonn.domain.calls_file import plain
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.said import Heading
from skjonn.texts import N_, Language, ngettext, translate
from skjonn.texts.wording import kroner, worded

SENTENCES: dict[str, str] = {
    "below-least": N_("{applied_nok} is applied for; the call's least amount is {least_nok}."),
    "above-greatest": N_("{applied_nok} is applied for; the call's greatest amount is {greatest_nok}."),
    "own-funding-low": N_("Own funding and own effort are {own_nok} of a total cost of {total_nok}; the call asks for {percent} per cent, {asked_nok}."),
    "own-funding-unknown": N_("The total cost is not stated; the call asks for {percent} per cent of it as own funding."),
    "cost-below-least": N_("The total cost is {total_nok}; the call's least total cost is {least_nok}."),
    "cost-unknown": N_("The total cost is not stated; the call's least total cost is {least_nok}."),
    "outside-period": N_("The project runs from {starts_on}; the call's period begins on {period_on}."),
    "over-before-period": N_("The project ends on {ends_on}; the call's period begins on {period_on}."),
    "beyond-period": N_("The project runs to {ends_on}; the call's period ends on {period_on}."),
    "begun-after-period": N_("The project starts on {starts_on}; the call's period ends on {period_on}."),
    "start-unknown": N_("The project's start is not stated; the call's period begins on {period_on}."),
    "end-unknown": N_("The project's end is not stated; the call's period ends on {period_on}."),
    "asked-for-missing": N_("The call asks for “{field}”, which is not filled in."),
    "applicant-outside": N_("{applicant} is not among those who may apply: {circle}."),
    "partners-few": N_("Partners: {count}. The call asks for {least} or more."),
    "partners-many": N_("Partners: {count}. The call allows {greatest} or fewer."),
    "excluded-purpose": N_("“{found}” in {fields}. The call says: {purpose}"),
    "earlier-unfinished": N_("{case}, “{title}”, awarded {awarded_nok}: the project is to end on {ends_on}."),
    "earlier-without-end": N_("{case}, “{title}”, awarded {awarded_nok}: no end is stated, and no final report is known."),
    "earlier-report-missing": N_("{case}, “{title}”, awarded {awarded_nok}: the final report was due on {due_on} and has not come."),
    "earlier-unused-money": N_("{case}, “{title}”, awarded {awarded_nok}: {unused_nok} was not used."),
    "earlier-report-unknown": N_("{case}, “{title}”, awarded {awarded_nok}: the final report was due on {due_on}; none is known here."),
}  # fmt: skip
"""Code -> English msgid; its placeholders are the finding's data."""

Figure = int | str | list[str]


@dataclass(frozen=True)
class Finding:
    """One rule of the call that an application does not meet, or that cannot be seen to be met.

    Attributes:
        rule: the rule's key in the call's file, below `rules`: `least_applied_nok`, `excluded[operations]`.
        code: of its sentence; field: name of the application's field it is seen in.
        effect: what the call's file says of it; of a share of the applied amount with the kroner it makes.
        data: what fills the sentence, in JSON's own kinds: dates in ISO form, fields by their names.
        text: the call's own words for the letter, by language; most rules have none.
    """

    rule: str
    code: str
    field: str
    effect: Effect
    data: dict[str, Figure] = filled(default_factory=dict, hash=False)
    text: Texts = filled(default_factory=dict, hash=False)

    @property
    def stops(self) -> bool:
        """Tell whether the rule is to stop the application."""
        return self.effect.kind == "stop"

    def message(self, language: Language) -> str:
        """Return what was found, with its figures."""
        said = {name: worded(name, _said(name, value), language) for name, value in self.data.items()}
        purpose = self.text.get(language) or self.text.get("nn", "")
        return translate(SENTENCES.get(self.code, self.code), language).format_map({**said, "purpose": purpose})

    def line(self, language: Language) -> str:
        """Return the finding as one line: its effect, what was found, the rule's key."""
        return f"{consequence(self.effect, language)}: {self.message(language)} [{self.rule}]"


def consequence(effect: Effect, language: Language) -> str:
    """Return an effect in words: what is to be deducted with its figure."""
    if effect.deduct_points:
        text = ngettext("deduct {count} point", "deduct {count} points", effect.deduct_points, language)
        return text.format(count=effect.deduct_points)
    amount = kroner(effect.deduct_nok or 0, language)
    if effect.deduct_percent:
        text = N_("deduct {percent} per cent, {amount}") if effect.deduct_nok else N_("deduct {percent} per cent")
        return translate(text, language).format(percent=effect.deduct_percent, amount=amount)
    if effect.deduct_nok:
        return translate(N_("deduct {amount}"), language).format(amount=amount)
    return translate(N_("stop") if effect.kind == "stop" else N_("warning"), language)


def to_json(findings: Iterable[Finding]) -> str:
    """Return findings as they are stored: a list of objects, keys sorted, nothing empty."""
    return json.dumps([plain(one) for one in findings], sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> tuple[Finding, ...]:
    """Return the findings stored by `to_json`, equal to those it was given."""
    return tuple(_finding(one) for one in json.loads(text))


def _finding(stored: dict[str, Any]) -> Finding:
    return Finding(
        rule=stored["rule"],
        code=stored["code"],
        field=stored["field"],
        effect=Effect(**stored["effect"]),
        data=stored.get("data", {}),
        text=stored.get("text", {}),
    )


def _said(name: str, value: Figure) -> object:
    """Return a figure as it is worded: names of fields as headings, ISO dates as dates."""
    if name in {"field", "fields"}:
        names = value if isinstance(value, list) else [str(value)]
        return [Heading(one) if one in CATALOGUE else one for one in names]
    if name.endswith("_on"):
        return date.fromisoformat(str(value))
    return value
