"""One case as a person reads it at a terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from skjonn.domain.applications import AmountLine, Partner
from skjonn.domain.conditions import worded
from skjonn.domain.fields import CATALOGUE, Field, Kind
from skjonn.domain.line_terms import outcome_told, terms_told
from skjonn.texts import Language, _, chosen, translate
from skjonn.texts.wording import grouped, kroner, listed, long_date

if TYPE_CHECKING:
    from skjonn.domain.calls import Texts
    from skjonn.usecases.applications import CameWith, Shown

_INDENT = 4


def lines_of(found: Shown) -> list[str]:
    """Return the lines of one case: head, fields, links, reports, persons, versions, notes."""
    parts = (
        _head(found),
        _fields(found),
        _links(found),
        _decided(found),
        _conditions(found),
        _reports(found),
        _persons(found),
        _series(found),
        _notes(found),
    )
    return [line for part in parts for line in part]


def worded_value(name: str, value: Any) -> str:
    """Return a field's value as a person reads it; an empty one as a dash."""
    field = CATALOGUE.get(name) or Field(name, name)
    return _value(field, value) or "–"


def _head(found: Shown) -> Iterator[str]:
    status = dict(CATALOGUE["status"].choices)[found.status]
    worded = _("{status}, taken over as decided") if found.taken_over else "{status}"
    yield f"{found.case}  {worded.format(status=_(status))}"
    if found.late:
        yield _("Came after the deadline: {reason}").format(reason=found.late_reason or "–")
    source = found.source
    if source.file:
        told = _("From {file}, {sheet}, row {row}") if source.row else _("From {file}, {sheet}")
        yield told.format(file=source.file, sheet=source.sheet or "–", row=source.row)
    if found.came_with:
        yield _import(found.came_with)
    if found.merged_into:
        yield _("Merged into {case}").format(case=found.merged_into)
    if found.merged_from:
        yield _("Part of this case: {cases}").format(cases=listed(found.merged_from, chosen()))
    yield ""


def _import(came: CameWith) -> str:
    told = _("Import {number}, taken in {on} by {person}").format(number=came.number, on=long_date(came.on, chosen()), person=came.person)  # fmt: skip
    if came.undone_on is None:
        return told
    return _("{told}; withdrawn {on}").format(told=told, on=long_date(came.undone_on, chosen()))


def _fields(found: Shown) -> Iterator[str]:
    for name, value in found.fields.items():
        field = CATALOGUE.get(name)
        label = field.heading(chosen()) if field else _("Withdrawn because")
        shown = tuple(_named(found.area_names, code) for code in value) if name == "areas" else value
        yield from _wrapped(label, _value(field or Field(name, name), shown))


def _named(names: Mapping[str, Texts], code: str) -> str:
    """Return what the call calls something: it has no names in English, and nynorsk is taken there."""
    form: Language = "nb" if chosen() == "nb" else "nn"
    return names[code][form] if code in names else code


def _links(found: Shown) -> Iterator[str]:
    """Yield the links, each whole on one line, so that it can be followed."""
    if found.links:
        yield ""
        yield _("Links")
    for one in found.links:
        yield f"  {one.label}: {one.url}" if one.label else f"  {one.url}"


def _decided(found: Shown) -> Iterator[str]:
    """Yield what the case came to, in one sentence."""
    said = found.decided
    if said is None:
        return
    terms = terms_told(
        chosen(), str, lead=said.lead, payee=said.payee, ends_on=said.ends_on, purpose=said.purpose, later_years=said.later_years
    )  # fmt: skip
    ground = _named(found.ground_names, said.ground) if said.ground else ""
    parts = [outcome_told(said.outcome, said.awarded_nok, (said.pot, ground), chosen()), *terms]
    on = long_date(said.on, chosen()) if said.on else "–"
    yield ""
    yield from _wrapped(_("Decided {day}, {decision}").format(day=on, decision=said.decision), "; ".join(parts))


def _conditions(found: Shown) -> Iterator[str]:
    if found.conditions:
        yield ""
        yield _("Conditions of the award")
    for one in found.conditions:
        yield from _wrapped(f"  {one.number}", worded(one, chosen()))


def _reports(found: Shown) -> Iterator[str]:
    if found.reports:
        yield ""
        yield _("Reports")
    states = dict(CATALOGUE["report_state"].choices)
    for one in found.reports:
        told = [_("due {day}").format(day=long_date(one.due_on, chosen()))] if one.due_on else []
        if one.received_on:
            told.append(_("came {day}").format(day=long_date(one.received_on, chosen())))
            told.append(_(states[one.act.value if one.act else "received"]))
        if one.needless:
            told.append(_(states["not_needed"]))
        if one.unused_nok:
            told.append(_("{amount} not used").format(amount=kroner(one.unused_nok, chosen())))
        yield f"  {one.report.worded(chosen()).capitalize()}: {', '.join(told)}"


def _persons(found: Shown) -> Iterator[str]:
    if found.contacts:
        yield ""
        yield _("Persons (for the office only)")
    for person in found.contacts:
        part = "project_leader" if person.part == "project_leader" else "contact_name"
        parts = [one for one in (person.name, person.email, person.phone) if one]
        yield f"  {CATALOGUE[part].heading(chosen())}: {', '.join(parts)}"


def _series(found: Shown) -> Iterator[str]:
    if len(found.versions) < 2:  # noqa: PLR2004  (one version has no history)
        return
    yield ""
    yield _("Versions")
    for one in found.versions:
        names = (CATALOGUE[name].heading(chosen()) if name in CATALOGUE else _("withdrawn") for name in one.changed)
        what = ", ".join(dict.fromkeys(names))
        tail = ": ".join(part for part in (what, one.reason) if part)
        yield f"  {one.number}  {long_date(one.on, chosen())}, {one.author}{f' – {tail}' if tail else ''}"


def _notes(found: Shown) -> Iterator[str]:
    if found.notes:
        yield ""
        yield _("Notes (for the office only)")
    for one in found.notes:
        yield from _wrapped(f"  {long_date(one.on, chosen())}, {one.author}", one.text)


def _wrapped(label: str, text: str) -> Iterator[str]:
    width = max(60, shutil.get_terminal_size().columns)
    if len(label) + len(text) + 2 <= width and "\n" not in text:
        yield f"{label}: {text}"
        return
    yield f"{label}:"
    for paragraph in text.split("\n"):
        yield from textwrap.wrap(paragraph, width, initial_indent=" " * _INDENT, subsequent_indent=" " * _INDENT) or [
            ""
        ]


def _value(field: Field, value: Any) -> str:  # noqa: PLR0911  (one line per kind of value)
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case int() if field.kind is Kind.AMOUNT:
            return grouped(value)
        case datetime():
            return f"{long_date(value.date(), chosen())} {value:%H:%M}"
        case date():
            return long_date(value, chosen())
        case AmountLine():
            return f"{value.label}: {grouped(value.amount_nok)}" if value.label else grouped(value.amount_nok)
        case Partner():
            return value.name or "mfl."
        case tuple():
            between = "; " if field.kind in {Kind.AMOUNT_LINES, Kind.NAMES} else ", "
            return between.join(_value(field, one) for one in value)
        case _:
            text = str(value)
            return translate(dict(field.choices)[text], chosen()) if text in dict(field.choices) else text
