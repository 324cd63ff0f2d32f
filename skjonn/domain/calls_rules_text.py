"""The rules of a call as they stand in its readable file: the limits, then effects, earlier awards and excluded purposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from skjonn.domain.calls import Effect, Rules, Texts
from skjonn.domain.calls_file import DEDUCTIONS
from skjonn.texts import N_

_LIMITS = (
    ("least_applied_nok", "150_000"),
    ("greatest_applied_nok", "2_000_000"),
    ("least_own_funding_percent", "50"),
    ("period_from", "2021-01-01"),
    ("period_to", "2023-12-31"),
    ("required_fields", '["summary", "goals"]'),
    ("least_total_cost_nok", "500_001"),
    ("applicants", '["office"]'),
    ("least_partners", "1"),
    ("greatest_partners", "10"),
)
"""Each rule with what is shown, switched off, where the call does not have it."""


class Page(Protocol):
    """What the rules are written on: lines of TOML, begun by the writer of the whole file."""

    lines: list[str]

    def note(self, text: str) -> None:
        """Write a comment."""

    def header(self, name: str) -> None:
        """Begin a table."""

    def key(self, name: str, value: str | int | date | Sequence[str], *, dated: bool = False) -> None:
        """Write a key with its value."""

    def texts(self, name: str, value: Texts, under: str = "") -> None:
        """Write a text by language."""


def write_rules(page: Page, rules: Rules) -> None:
    """Write `[rules]` and what hangs below it; a limit the call does not have stands there switched off."""
    page.header("[rules]")
    for name, shown in _LIMITS:
        value = getattr(rules, name)
        if value in (None, ()):
            page.lines.append(f"# {name} = {shown}")
        else:
            page.key(name, value, dated=isinstance(value, date))
    page.note(N_("What a broken rule leads to: stop, warn, or a deduction; a person judges. Not named is warn, applicants stop."))  # fmt: skip
    _effects(page, "[rules.effects]", rules.effects)
    _effects(page, "[rules.earlier]", rules.earlier)
    for one in rules.excluded:
        page.header("[[rules.excluded]]")
        page.key("code", one.code)
        page.key("words", one.words)
        page.lines.append(f"effect = {written_effect(one.effect)}")
        page.texts("text", one.text, "rules.excluded.")


def written_effect(effect: Effect) -> str:
    """Return an effect as TOML writes it: a word, or a table of what is to be deducted."""
    if effect.kind != "deduct":
        return f'"{effect.kind}"'
    sizes = ((name, getattr(effect, name)) for name in DEDUCTIONS)
    return f"{{ {', '.join(f'{name} = {size:_}' for name, size in sizes if size is not None)} }}"


def _effects(page: Page, header: str, effects: Mapping[str, Effect]) -> None:
    if effects:
        page.header(header)
        page.lines += [f"{name} = {written_effect(effect)}" for name, effect in effects.items()]
