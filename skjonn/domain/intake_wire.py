"""What reading a file gives, as plain lists for another process, and back; amounts, texts and days come through unchanged.

Only what is said is sent: a field that has its default is left out. Rows follow the layout they belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from skjonn.domain.applications import (
    Contact,
)
from skjonn.domain.intake import Award, Found, Layout, Taken
from skjonn.domain.intake_book import Headed, Named, Said
from skjonn.domain.meanings import OneOf
from skjonn.domain.problems import Place, Problem
from skjonn.domain.said import Heading

_NONE: frozenset[str] = frozenset()
_DATE, _MOMENT, _ONE_OF, _HEADING = "$day", "$moment", "$one of", "$heading"


def packed(said: Iterable[Said]) -> Iterator[list[Any]]:
    """Yield what was said as lists of plain values, in the same order."""
    layout: Layout | None = None
    for one in said:
        if isinstance(one, Found):
            if one.taken is not None and one.taken.layout is not layout:
                layout = one.taken.layout
                yield ["layout", layout.file, layout.sheet, dict(layout.cells), layout.is_form]
            yield ["row", _packed_taken(one.taken), one.sound, [packed_problem(each) for each in one.problems]]
        elif isinstance(one, Headed):
            yield ["headed", sorted(one.headings)]
        elif isinstance(one, Named):
            yield ["named", sorted(one.names)]
        else:
            yield ["problem", packed_problem(one)]


def unpacked(lists: Iterable[list[Any]]) -> Iterator[Said]:
    """Yield what was said, equal to what was packed."""
    layout = Layout("", "", {})
    for kind, *rest in lists:
        match kind:
            case "row":
                taken, sound, problems = rest
                told = tuple([problem_of(each) for each in problems]) if problems else ()
                yield Found(_taken(taken, layout) if taken else None, sound, told)
            case "layout":
                file, sheet, cells, is_form = rest
                layout = Layout(file, sheet, cells, is_form)
            case "headed":
                yield Headed(frozenset(rest[0]))
            case "named":
                yield Named(frozenset(rest[0]))
            case _:
                yield problem_of(rest[0])


def _packed_taken(taken: Taken | None) -> list[Any] | None:
    if taken is None:
        return None
    award = taken.award
    said = [award.awarded_nok, award.pot, _text(award.decided_on)] if award else None
    persons = [[one.part, one.name, one.email, one.phone] for one in taken.contacts]
    return [taken.row, taken.first, taken.plain, taken.identity, persons, taken.note, sorted(taken.unread), said]


def _taken(said: list[Any], layout: Layout) -> Taken:
    row, first, plain, identity, persons, note, unread, award = said
    return Taken(
        layout=layout, row=row, first=first, plain=plain, identity=identity,
        contacts=tuple([Contact(*one) for one in persons]) if persons else (), note=note,
        unread=frozenset(unread) if unread else _NONE, award=Award(award[0], award[1], _day(award[2])) if award else None,
    )  # fmt: skip


def packed_problem(one: Problem) -> list[Any]:
    """Return a problem as plain values."""
    place = [one.place.file, one.place.sheet, one.place.cell]
    return [one.code, one.severity, place, one.sentence, one.advice, {name: _plain(value) for name, value in one.data.items()}]  # fmt: skip


def problem_of(said: list[Any]) -> Problem:
    """Return a problem from plain values."""
    code, severity, place, sentence, advice, data = said
    return Problem(code, severity, Place(*place), sentence, advice, filled(data))


def plain(data: Mapping[str, object]) -> dict[str, Any]:
    """Return the data of a message as plain values."""
    return {name: _plain(value) for name, value in data.items()}


def filled(data: Mapping[str, Any]) -> dict[str, object]:
    """Return the data of a message from plain values; lists stay lists, which are worded as tuples are."""
    return {name: _value(value) for name, value in data.items()}


def _plain(value: object) -> Any:  # noqa: PLR0911  (one line per kind of value)
    match value:
        case datetime():
            return {_MOMENT: value.isoformat()}
        case date():
            return {_DATE: value.isoformat()}
        case OneOf(meanings):
            return {_ONE_OF: [_plain(item) for item in meanings]}
        case Heading(name, running):
            return {_HEADING: [name, running]}
        case list() | tuple():
            return [_plain(item) for item in value]
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def _value(value: Any) -> object:
    if isinstance(value, dict) and _ONE_OF in value:
        return OneOf(tuple(_value(item) for item in value[_ONE_OF]))
    if isinstance(value, dict) and _HEADING in value:
        return Heading(*value[_HEADING])
    if isinstance(value, dict):
        return date.fromisoformat(value[_DATE]) if _DATE in value else datetime.fromisoformat(value[_MOMENT])
    return [_value(item) for item in value] if isinstance(value, list) else value


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
