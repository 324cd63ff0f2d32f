"""How the cells of an annotated copy look: an error and a warning differ by colour and by frame."""

from __future__ import annotations

from typing import Any, Literal

from skjonn.domain.problems import Severity

Look = Literal["error", "warning", "grey", "header", "title", "line", "link", ""]
Kind = Literal["text", "code", "number", "amount", "date", "moment"]

_TOP = {"valign": "top"}
_KINDS: dict[Kind, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "code": {"text_wrap": True, "num_format": "@"},
    "number": {},
    "amount": {"num_format": "#,##0"},  # stored the American way; shown as 1 100 000 where that is the custom
    "date": {"num_format": "dd.mm.yyyy", "align": "left"},
    "moment": {"num_format": "dd.mm.yyyy hh:mm", "align": "left"},
}
_LOOKS: dict[Look, dict[str, Any]] = {
    "": {},
    "error": {"bg_color": "#FFC7CE", "font_color": "#9C0006", "border": 2, "border_color": "#9C0006"},
    "warning": {"bg_color": "#FFEB9C", "font_color": "#6B4E00", "border": 8, "border_color": "#6B4E00"},
    "grey": {"font_color": "#767676"},
    "header": {"bold": True, "bottom": 1, "bg_color": "#F2F2F2"},
    "line": {"bottom": 4, "bottom_color": "#A6A6A6"},
    "link": {"bottom": 4, "bottom_color": "#A6A6A6", "font_color": "#0563C1", "underline": 1},
    "title": {"bold": True, "text_wrap": False},
}
NOTE_COLOURS: dict[Severity, str] = {"error": "#FDE7E9", "warning": "#FFF6D6"}
"""The grounds of notes."""


def frame(severity: Severity) -> dict[str, Any]:
    """Return what marks a cell, to be added to what its format is otherwise."""
    return dict(_LOOKS[severity])


class Styles:
    """The formats of one workbook, each made when it is first asked for."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[Kind, Look], Any] = {}

    def of(self, kind: Kind = "text", look: Look = "") -> Any:
        """Return the format of a value of some kind with some look."""
        if (kind, look) not in self._made:
            self._made[kind, look] = self._book.add_format({**_TOP, **_KINDS[kind], **_LOOKS[look]})
        return self._made[kind, look]

    def own(self, **properties: Any) -> Any:
        """Return a format of its own."""
        return self._book.add_format({**_TOP, **properties})
