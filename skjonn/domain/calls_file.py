"""A call's readable file (TOML) and its stored form (canonical JSON), to and from `domain.calls.Call`.

Both are the same keys, so that one reader serves both. docs/formats/call.md shows every key in a commented example.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, cast

from skjonn.domain.calls import (
    Call,
    Criterion,
    Effect,
    Excluded,
    Ground,
    LetterSettings,
    PriorityArea,
    Rules,
    Scale,
    Signatory,
    Texts,
)
from skjonn.domain.calls_rules import problems_of
from skjonn.domain.dates import OSLO
from skjonn.domain.plan_settings_file import settings_of
from skjonn.domain.problems import Problem
from skjonn.domain.toml_keys import Keys, parsed
from skjonn.errors import FindingsError
from skjonn.texts import N_

TEXT_NAMES = (
    "purpose", "basis", "who_may_apply", "not_supported", "how_to_apply", "documentation", "processing", "reservation", "department",
    "further",
)  # fmt: skip
"""The call's own texts, in the order they are announced."""

CLAUSES = ("control", "repayment", "auditor", "appeal")
DEDUCTIONS = ("deduct_points", "deduct_percent", "deduct_nok")
WITH_EFFECT = (
    "least_applied_nok", "greatest_applied_nok", "least_own_funding_percent", "least_total_cost_nok", "period_from",
    "period_to", "required_fields", "applicants", "least_partners", "greatest_partners",
)  # fmt: skip
"""The rules whose effect stands under `rules.effects`."""
EARLIER = ("unfinished", "report_missing", "unused_money")
"""What may be looked for in the applicant's earlier awards."""


class CallFileWrong(FindingsError):
    """A call's file has faults; `problems` names each by its key."""

    code = "call-file-wrong"
    sentence = N_("{file} cannot be used as a call; nothing is stored.")
    advice = N_("Mend what is listed and run again. docs/formats/call.md shows every key.")


def from_toml(content: bytes, file: str) -> Call:
    """Read and check a call's file; `file` is its name in messages.

    Raises:
        CallFileWrong: with every problem at once.
    """
    problems: list[Problem] = []
    values = parsed(content, file, problems)
    if problems:
        raise CallFileWrong(problems=problems, file=file)
    call = _call(Keys(values, file, problems))
    if not problems:
        problems = problems_of(call, file)
    if problems:
        raise CallFileWrong(problems=problems, file=file)
    return call


def to_json(call: Call) -> str:
    """Return the call as canonical JSON: keys sorted, no blanks between, empty values left out."""
    return json.dumps(plain(call), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Call:
    """Return the call stored by `to_json`, equal to the one it was made from; rules of later versions are not asked."""
    return _call(Keys(json.loads(text), "", []))


def digest(call: Call) -> str:
    """Return the SHA-256 of the canonical JSON as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(to_json(call).encode()).hexdigest()


def plain(value: Any) -> Any:
    """Return a call, or a part of one, as dicts, lists, texts and numbers; None and what is empty is left out."""
    if is_dataclass(value):
        return plain({part.name: getattr(value, part.name) for part in fields(value)})
    if isinstance(value, dict):
        made = {name: plain(item) for name, item in value.items()}
        return {name: item for name, item in made.items() if item not in (None, "", [], {})}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(OSLO).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _call(keys: Keys) -> Call:
    call = Call(
        code=keys.text("code").upper(),
        year=keys.whole("year", required=True) or 0,
        names=keys.texts("names", required=True),
        pots=keys.words("pots", required=True),
        opens_on=keys.day("opens_on", required=True) or date.min,
        deadline=keys.moment("deadline", required=True) or datetime.min.replace(tzinfo=OSLO),
        texts=_texts(keys.table("texts")),
        areas=tuple(_area(item) for item in keys.tables("areas")),
        scale=_scale(keys.table("scale")),
        criteria=tuple(_criterion(item) for item in keys.tables("criteria")),
        grounds=tuple(_ground(item) for item in keys.tables("grounds")),
        rules=_rules(keys.table("rules")),
        letters=_letters(keys.table("letters", required=True)),
        allocation=settings_of(keys.table("allocation")),
    )
    keys.close()
    return call


def _texts(keys: Keys) -> dict[str, Texts]:
    read = {name: keys.texts(name) for name in TEXT_NAMES}
    keys.close()
    return {name: texts for name, texts in read.items() if texts}


def _area(keys: Keys) -> PriorityArea:
    area = PriorityArea(keys.text("code"), keys.texts("names", required=True), keys.words("synonyms"))
    keys.close()
    return area


def _scale(keys: Keys) -> Scale:
    least, greatest = keys.whole("least"), keys.whole("greatest")
    keys.close()
    usual = Scale()
    return Scale(usual.least if least is None else least, usual.greatest if greatest is None else greatest)


def _criterion(keys: Keys) -> Criterion:
    weight = keys.whole("weight", required=True) or 0
    criterion = Criterion(keys.text("code"), keys.texts("names", required=True), weight, keys.texts("guidance"))
    keys.close()
    return criterion


def _ground(keys: Keys) -> Ground:
    ground = Ground(keys.text("code"), keys.texts("names", required=True), keys.text("outcome"))
    keys.close()
    return ground


def _rules(keys: Keys) -> Rules:
    rules = Rules(
        least_applied_nok=keys.whole("least_applied_nok"),
        greatest_applied_nok=keys.whole("greatest_applied_nok"),
        least_own_funding_percent=keys.whole("least_own_funding_percent"),
        period_from=keys.day("period_from"),
        period_to=keys.day("period_to"),
        required_fields=keys.words("required_fields"),
        least_total_cost_nok=keys.whole("least_total_cost_nok"),
        applicants=keys.words("applicants"),
        least_partners=keys.whole("least_partners"),
        greatest_partners=keys.whole("greatest_partners"),
        excluded=tuple(_excluded(item) for item in keys.tables("excluded")),
        earlier=_effects(keys.table("earlier"), EARLIER),
        effects=_effects(keys.table("effects"), WITH_EFFECT),
    )
    keys.close()
    return rules


def _excluded(keys: Keys) -> Excluded:
    excluded = Excluded(
        code=keys.text("code"),
        words=keys.words("words", required=True),
        text=keys.texts("text", required=True),
        effect=_effect(keys, "effect") or Effect(),
    )
    keys.close()
    return excluded


def _effects(keys: Keys, names: tuple[str, ...]) -> dict[str, Effect]:
    read = {name: _effect(keys, name) for name in names}
    keys.close()
    return {name: effect for name, effect in read.items() if effect}


def _effect(keys: Keys, name: str) -> Effect | None:
    """Return the effect under a key, None where it is missing: a word, or a table of what is to be deducted."""
    if not isinstance(keys.values.get(name), dict):
        kind = keys.text(name, required=False)
        return Effect(kind) if kind else None
    table = keys.table(name)
    measures = {measure: table.whole(measure) for measure in DEDUCTIONS}
    effect = Effect(table.text("kind", required=False) or "deduct", **measures)
    table.close()
    return effect


def _letters(keys: Keys) -> LetterSettings:
    clauses = cast("dict[str, Any]", {name: keys.texts(name) for name in CLAUSES})
    letters = LetterSettings(
        payment=keys.texts("payment", required=True),
        reporting=keys.texts("reporting", required=True),
        conditions=tuple(item.by_language() for item in keys.tables("conditions")),
        interim_report_on=keys.day("interim_report_on"),
        final_report_on=keys.day("final_report_on"),
        banner=keys.texts("banner"),
        signatories=tuple(_signatory(item) for item in keys.tables("signatories")),
        our_reference=keys.text("our_reference", required=False),
        contact=keys.text("contact", required=False),
        **clauses,
    )
    keys.close()
    return letters


def _signatory(keys: Keys) -> Signatory:
    signatory = Signatory(keys.text("name"), keys.texts("titles", required=True))
    keys.close()
    return signatory
