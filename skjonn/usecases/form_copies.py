"""A filled form given back: written anew as the form it is, with the answers in it and the faults marked, to be mended and imported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from skjonn.domain.forms import FilledForm, FormDamaged, FormOutdated, read_form
from skjonn.domain.forms_layout import Form
from skjonn.domain.forms_marked import Spots, holds, marked
from skjonn.domain.problem_reach import OF_THE_OFFICE, for_its_municipality
from skjonn.domain.problems import Problem
from skjonn.domain.sheets import Sheet, as_text
from skjonn.spreadsheets.fault_list import ListWords
from skjonn.spreadsheets.form import marked_form, page_name, spots_of

FormOf = Callable[[FilledForm], Form | None]
"""Gives the form that was filled in; None where it is not written any more."""


@dataclass(frozen=True)
class FormFound:
    """A filled form, the form it was filled in in, and where the answers stand in it as it is written now."""

    filled: FilledForm
    form: Form
    spots: Spots


def form_in(sheets: Sequence[Sheet], form_of: FormOf) -> FormFound | None:
    """Return the filled form the sheets of a file are; None where they are none that can be written anew."""
    filled = None
    with suppress(FormDamaged, FormOutdated):
        filled = read_form(sheets)
    form = form_of(filled) if filled else None
    if filled is None or form is None:
        return None
    spots = spots_of(form)
    return FormFound(filled, form, spots) if holds(spots, filled) else None


def copied(found: FormFound, problems: Sequence[Problem], words: ListWords) -> bytes:
    """Return a filled form as a workbook with its faults marked, and listed under `words`."""
    copy = marked(found.filled, problems, found.spots, page_name(found.form), words.language)
    return marked_form(found.form, copy, words)


def for_the_applicant(found: FormFound, problems: Sequence[Problem]) -> list[Problem]:
    """Return what the municipality that sent a form can mend in it, in words that speak of the form alone."""
    parts = [part for several in found.filled.parts.values() for part in several]
    texts = [as_text(value) for part in parts for value in (part.held, part.label)]
    return [for_its_municipality(one, texts) for one in problems if one.code not in OF_THE_OFFICE]
