"""A letter's fields filled with examples, to try a template on before there is a letter to write."""

from __future__ import annotations

from skjonn.domain.letter_fields import LETTER_FIELDS, LetterField
from skjonn.domain.letter_kinds import LetterKind
from skjonn.domain.letters import FieldValue

_BETWEEN = " · "


def sample(kind: LetterKind, *, sparse: bool = False) -> dict[str, FieldValue]:
    """Return a value for every field: examples for those a letter of this kind may hold, nothing in the others.

    `sparse` leaves out what such a letter need not hold: a template that prints one of those outside `{% if %}` fails on it.
    """
    return {
        one.name: _value(one) if one.surely_holds(kind) or (one.may_hold(kind) and not sparse) else ""
        for one in LETTER_FIELDS
    }


def _value(one: LetterField) -> FieldValue:
    text = one.example or f"Tekst om {one.name}."
    if one.parts:
        given = text.split(_BETWEEN)
        filled = [*given, *one.parts[len(given) :]]
        return (dict(zip(one.parts, filled, strict=False)),)
    return tuple(text.split(_BETWEEN)) if one.is_list else text
