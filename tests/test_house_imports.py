"""Imports go straight down, and the command line stays light."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import skjonn

PACKAGE = Path(skjonn.__file__).parent
FLOORS = {
    "texts": 0,
    "errors": 1,
    "files": 2,
    "domain": 3,
    "registries": 4,
    "storage": 5,
    "spreadsheets": 5,
    "documents": 5,
    "planning": 5,
    "usecases": 6,
    "cli": 7,
}
HEAVY = {
    "sqlalchemy", "sqlmodel", "openpyxl", "xlsxwriter", "docx", "docxtpl", "jinja2", "alembic", "psycopg", "babel",
    "questionary", "prompt_toolkit", "rich", "python_calamine", "rapidfuzz", "pydantic", "lxml", "highspy", "numpy",
}  # fmt: skip
OUTSIDE_THE_FLOORS = {"__init__.py", "__main__.py"}
BUILD_HOOK = "texts/build_catalogues.py"


@dataclass(frozen=True)
class Import:
    """One import: what, on which line, inside a function, only for types."""

    module: str
    line: int
    inside: bool
    for_types: bool


def modules() -> list[Path]:
    """Return every module of the package, as paths below it."""
    found = (path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))
    return sorted(path for path in found if path.as_posix() not in OUTSIDE_THE_FLOORS and path.parts[0] != "_shipped")


def imports(path: Path) -> list[Import]:
    """Return every import of a module."""
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    return list(_walked(tree, inside=False, for_types=False))


def _walked(node: ast.AST, *, inside: bool, for_types: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(name.name, child.lineno, inside, for_types) for name in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from _from(child, inside, for_types)
        else:
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            typing = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
            yield from _walked(child, inside=inside or function, for_types=for_types or typing)


def _from(node: ast.ImportFrom, inside: bool, for_types: bool) -> Iterator[Import]:
    assert node.level == 0, f"a relative import on line {node.lineno}"
    module = node.module or ""
    names = [f"{module}.{name.name}" for name in node.names] if module == "skjonn" else [module]
    yield from (Import(name, node.lineno, inside, for_types) for name in names)


def floor_of(module: str) -> str:
    """Return the floor a module of ours stands on; empty for any other, and for the package's own values."""
    parts = module.split(".")
    return parts[1] if parts[0] == "skjonn" and len(parts) > 1 and parts[1] in FLOORS else ""


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.as_posix())
def test_imports_go_straight_down(path: Path) -> None:
    """No module imports from its own height in another room, or from above."""
    own = path.parts[0].removesuffix(".py")
    wrong = [
        f"skjonn/{path.as_posix()}:{found.line} imports {found.module}"
        for found in imports(path)
        if (floor := floor_of(found.module)) and floor != own and FLOORS[floor] >= FLOORS[own]
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("path", [path for path in modules() if path.parts[0] == "domain"], ids=lambda path: path.name)
def test_the_domain_needs_nothing_but_python_and_words(path: Path) -> None:
    """The rules are plain Python: the standard library, texts, errors and one another."""
    import sys

    allowed = {"skjonn.texts", "skjonn.errors", "skjonn.domain"}
    wrong = [
        f"skjonn/{path.as_posix()}:{found.line} imports {found.module}"
        for found in imports(path)
        if found.module.split(".")[0] not in sys.stdlib_module_names
        and ".".join(found.module.split(".")[:2]) not in allowed
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("path", [path for path in modules() if path.parts[0] == "cli"], ids=lambda path: path.name)
def test_the_command_line_asks_use_cases_alone(path: Path) -> None:
    """It imports use cases inside functions only, and never what lies below them or is heavy at the top."""
    wrong = []
    for found in imports(path):
        floor = floor_of(found.module)
        below = floor in ("storage", "spreadsheets", "documents", "planning")
        early = floor in ("usecases", "registries") and not found.inside
        heavy = found.module.split(".")[0] in HEAVY and not found.inside
        if (below or early or heavy) and not found.for_types:
            wrong.append(f"skjonn/{path.as_posix()}:{found.line} imports {found.module}")
    assert not wrong, wrong


@pytest.mark.parametrize(
    "path", [path for path in modules() if path.parts[0] != "cli" and path.as_posix() != BUILD_HOOK], ids=str
)
def test_everything_else_imports_at_the_top(path: Path) -> None:
    """Outside the command line no function imports one of our own modules or a library, but for a reason told beside it."""
    import sys

    lines = (PACKAGE / path).read_text(encoding="utf-8").splitlines()
    wrong = [
        f"skjonn/{path.as_posix()}:{found.line} imports {found.module} inside a function"
        for found in imports(path)
        if found.inside
        and found.module.split(".")[0] not in sys.stdlib_module_names
        and "  # " not in lines[found.line - 1]
    ]
    assert not wrong, wrong
