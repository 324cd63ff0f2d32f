"""A filled form read into the application it is: each answer by its cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from skjonn.domain.fields import CATALOGUE
from skjonn.domain.forms import FilledForm
from skjonn.domain.intake import Found, Layout, taken_of
from skjonn.domain.intake_doubts import contradictions, doubts
from skjonn.domain.intake_values import Reader
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.sheets import is_empty
from skjonn.texts import N_


def read_answers(form: FilledForm, reader: Reader) -> Found:
    """Return the application of a form; what is at fault is told at its cell."""
    file, sheet = form.sheet.file, form.sheet.name
    told: list[Problem] = []
    values = _values(form, reader, told)
    wrong = {one.place.cell for one in told if one.severity == "error"}
    told += [
        replace(found, place=Place(file, sheet, form.places[name]))
        for name, found in _missing(form, values)
        if form.places[name] not in wrong
    ]
    faulty = {one.place.cell for one in told if one.severity == "error"}
    unread = frozenset(name for name, cell in form.places.items() if cell in faulty)
    taken = taken_of(
        values, Layout(file, sheet, dict(form.places), is_form=True), 0, form.places.get("title", "A1"), unread
    )
    content = taken.content
    told += [replace(doubt, place=taken.place_of(name)) for name, doubt in (contradictions if "applied_nok" in unread else doubts)(content)]  # fmt: skip
    return Found(taken, not unread and all(one.severity != "error" for one in told), tuple(told))


def _values(form: FilledForm, reader: Reader, told: list[Problem]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in sorted(form.values, key=lambda name: name != "lead"):
        cell = form.values[name]
        if is_empty(cell):
            values[name] = None
            continue
        reading = reader.read(CATALOGUE[name], cell, 1, values.get("lead") or "")
        values[name] = reading.value
        told += [replace(one, place=Place(form.sheet.file, form.sheet.name, form.places[name])) for one in reading.problems]  # fmt: skip
    return values


def _missing(form: FilledForm, values: dict[str, Any]) -> Iterator[tuple[str, Problem]]:
    for name in form.places:
        field = CATALOGUE[name]
        if field.required and values.get(name) is None:
            yield name, problem("error", "value-missing", N_("There is no {field} here."), N_("Fill in the cell."), field=field.heading("nb").lower())  # fmt: skip
