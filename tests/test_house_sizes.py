"""Small rooms: functions and modules that a reader can hold."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import skjonn

PACKAGE = Path(skjonn.__file__).parent
LONGEST_MODULE = 400
LONGEST_BODY = 40
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_shipped" not in path.parts)


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function's body has, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_and_functions_stay_small(path: Path) -> None:
    """No module is longer than 400 lines, no function's body longer than 40. Migrations are generated, and exempt."""
    if "versions" in path.parts:
        return
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    assert len(text.splitlines()) <= LONGEST_MODULE
    assert {node.name: body_lines(node) for node in functions if body_lines(node) > LONGEST_BODY} == {}
