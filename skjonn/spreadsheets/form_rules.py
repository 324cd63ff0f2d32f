"""What an answer cell takes, and what is said when it is entered: validations of the application form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from skjonn.domain.fields import Kind
from skjonn.domain.forms_layout import Form, Question, help_text, list_name, options
from skjonn.texts import N_, translate
from skjonn.texts.cleaning import printable

_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255  # what a validation can hold


def of_answer(question: Question, form: Form, title: str, lists: Mapping[str, str]) -> dict[str, Any]:
    """Return the validation of an answer cell.

    Args:
        question: that is answered; form: it stands in.
        title: of the message shown when the cell is entered, which a screen reader reads out.
        lists: where each list of choices stands, by its name.
    """
    message = help_text(question, form)
    if options(question, form):
        return {**_of_list(form, lists[list_name(question)]), **prompt(title, message)}
    match question.field.kind:
        case Kind.AMOUNT:
            return of_amount(form, title, message)
        case Kind.DATE:
            return {**_of_day(form), **prompt(title, message)}
        case _:
            return of_text(title, message)


def of_amount(form: Form, title: str, message: str) -> dict[str, Any]:
    """Return the validation of an amount: whole kroner, none below zero."""
    digits = translate(N_("Whole kroner, digits only."), form.language)
    return {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_title": translate(N_("Not an amount"), form.language),
        "error_message": translate(
            N_("Write a whole number of kroner, 0 or more: digits only, without kr and without a full stop."), form.language
        ),
        **prompt(title, f"{message} {digits}"),
    }  # fmt: skip


def of_text(title: str, message: str) -> dict[str, Any]:
    """Return the validation of a text: anything is taken, and the help is shown."""
    return {"validate": "any", **prompt(title, message)}


def _of_list(form: Form, where: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": where,
        "error_title": translate(N_("Not in the list"), form.language),
        "error_message": translate(
            N_("Choose from the list: the arrow beside the cell, or Alt and the down arrow, opens it."), form.language
        ),
    }


def _of_day(form: Form) -> dict[str, Any]:
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": _FIRST_DAY,
        "maximum": _LAST_DAY,
        "error_title": translate(N_("Not a date"), form.language),
        "error_message": translate(N_("Write a day between 2000 and 2099, as 31.3.2021."), form.language),
    }


def prompt(title: str, message: str) -> dict[str, str]:
    """Return the message shown when a cell is entered, which a screen reader reads out, cut to what a validation can hold."""
    return {
        "input_title": _cut(printable(title), _LONGEST_TITLE),
        "input_message": _cut(printable(message), _LONGEST_MESSAGE),
    }


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
