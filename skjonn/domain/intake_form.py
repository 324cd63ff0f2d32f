"""A filled form read into the application it is: each answer by its cell, and of several cells each by its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from skjonn.domain.applications import Partner, PartnerKind
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.forms import FilledForm, Part
from skjonn.domain.intake import Found, Layout, taken_of
from skjonn.domain.intake_doubts import contradictions, doubts
from skjonn.domain.intake_values import Reader
from skjonn.domain.partners import PartnerList
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.said import Heading
from skjonn.domain.sheets import is_empty
from skjonn.texts import N_

_Read = list[tuple[Part, Any]]
"""The parts of an answer that say something, each with its value."""


def read_answers(form: FilledForm, reader: Reader) -> Found:
    """Return the application of a form; what is at fault is told at its cell."""
    answers = _Answers(form, reader)
    answers.read()
    places, unread, told = form.places, frozenset(answers.wrong), answers.told
    layout = Layout(form.sheet.file, form.sheet.name, places, is_form=True)
    taken = taken_of(answers.values, layout, 0, places.get("title", "A1"), unread)
    check = contradictions if "applied_nok" in unread else doubts
    told += [replace(doubt, place=taken.place_of(name)) for name, doubt in check(taken.content)]
    return Found(taken, not unread and all(one.severity != "error" for one in told), tuple(told))


class _Answers:
    """The answers of a form while they are read.

    Attributes:
        values: by field name; told: what there is to tell, at its cell; wrong: names of fields with an error.
    """

    def __init__(self, form: FilledForm, reader: Reader) -> None:
        self._form, self._reader = form, reader
        self.values: dict[str, Any] = {}
        self.told: list[Problem] = []
        self.wrong: set[str] = set()

    def read(self) -> None:
        """Read every field, the applicant first, for others are read against it; then tell which are missing."""
        for name in sorted(self._form.parts, key=lambda name: name != "lead"):
            self.values[name] = self._together(name, self._each(name))
        for name, place in self._form.places.items():
            field = CATALOGUE[name]
            if field.required and self.values[name] is None and name not in self.wrong:
                self._tell(name, place, [problem("error", "value-missing", N_("There is no {field} here."), N_("Fill in the cell."), field=Heading(name, running=True))])  # fmt: skip

    def _each(self, name: str) -> _Read:
        read: _Read = []
        for part in self._form.parts[name]:
            if not is_empty(part.value):
                value, problems = self._reader.read(CATALOGUE[name], part.value, 1, self.values.get("lead") or "")
                self._tell(name, part.place, problems)
                read.append((part, value))
        return [(part, value) for part, value in read if value is not None]

    def _together(self, name: str, read: _Read) -> Any:
        """Return the one value of a field."""
        if len(read) < 2:  # noqa: PLR2004  (a field of one cell, or of which one says something)
            return read[0][1] if read else None
        if name == "partners":
            return self._partners(read)
        entries = tuple(entry for _part, value in read for entry in value)
        return tuple(dict.fromkeys(entries)) if name == "areas" else entries

    def _partners(self, read: _Read) -> PartnerList:
        """Return the partners of all cells, each once; that not all are named stands last."""
        kept: dict[str, Partner] = {}
        for part, listed in read:
            for partner in listed.partners:
                if _key(partner) in kept and partner.kind is not PartnerKind.UNNAMED:
                    self._tell("partners", part.place, [problem("warning", "partner-twice", N_("“{text}” is named twice among the partners."), text=partner.name)])  # fmt: skip
                kept.setdefault(_key(partner), partner)
        ordered = sorted(kept.values(), key=lambda partner: partner.kind is PartnerKind.UNNAMED)
        return PartnerList(tuple(ordered), any(listed.whole_county for _part, listed in read))

    def _tell(self, name: str, cell: str, problems: Sequence[Problem]) -> None:
        place = Place(self._form.sheet.file, self._form.sheet.name, cell)
        self.told += [replace(one, place=place) for one in problems]
        if any(one.severity == "error" for one in problems):
            self.wrong.add(name)


def _key(partner: Partner) -> str:
    return partner.number or partner.name.casefold()
