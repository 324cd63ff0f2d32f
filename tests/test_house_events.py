"""What acts record and what history can tell are the same."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import skjonn
from skjonn.domain.events import KINDS, sentence

PACKAGE = Path(skjonn.__file__).parent
BY_ITSELF = {"subject"}


def recorded() -> Iterator[tuple[str, str, set[str] | None]]:
    """Return where an event is recorded: place, kind, names of its data (None where they are not written out)."""
    for path in sorted((PACKAGE / "usecases").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node) == "record":
                kind = node.args[3] if len(node.args) > 3 else None
                names = {keyword.arg for keyword in node.keywords}
                known = None if None in names else {name for name in names if name}
                for constant in _constants(kind):
                    yield f"{path.name}:{node.lineno}", constant, known


def _constants(node: ast.expr | None) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_constants(node.body), *_constants(node.orelse)]
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Dict):
        return [kind for value in node.value.values for kind in _constants(value)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_every_recorded_kind_has_its_sentence_and_data() -> None:
    """Each act records a kind that is known, with every value its sentence asks for."""
    wrong = []
    for place, kind, names in recorded():
        if kind not in KINDS:
            wrong.append(f"{place} {kind}: no sentence")
            continue
        needed = {name for _text, name, _spec, _conversion in Formatter().parse(KINDS[kind]) if name} - BY_ITSELF
        if names is not None and needed - names:
            wrong.append(f"{place} {kind}: lacks {sorted(needed - names)}")
    assert not wrong, wrong


def test_every_sentence_has_an_act() -> None:
    """No kind is kept that nothing records."""
    assert sorted(set(KINDS) - {kind for _place, kind, _names in recorded()}) == []


def test_what_is_not_known_is_told_without_failing() -> None:
    """A kind from a newer version, and data an older one did not record, are told as far as they go."""
    assert sentence("moon-landed", {}, "en") == "moon landed"
    assert sentence("frame-set", {"subject": "2021"}, "en") == "The frame of 2021 was set to …."
