"""Every error a user can meet: a code, a sentence, an exit code; and the data its sentence asks for."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import skjonn
from skjonn.errors import SkjonnError

PACKAGE = Path(skjonn.__file__).parent
ROOT = Path(__file__).resolve().parent.parent
CATEGORIES = {"SkjonnError", "FindingsError", "UsageError", "RefusedError", "ConflictError", "SurroundingsError"}
BUILD_ONLY = "skjonn.texts.build_catalogues"


def leaves() -> list[type[SkjonnError]]:
    """Return every error class that can be raised, after importing every module; a branch that says nothing is none."""
    for module in pkgutil.walk_packages(skjonn.__path__, "skjonn."):
        if module.name not in (BUILD_ONLY, "skjonn.__main__") and "migrations" not in module.name:
            importlib.import_module(module.name)
    found = [error for error in _below(SkjonnError) if error.__module__.startswith("skjonn.")]
    own = (error for error in found if error.__name__ not in CATEGORIES)
    return sorted(
        (error for error in own if error.sentence or not error.__subclasses__()), key=lambda error: error.__qualname__
    )


def _below(error: type[SkjonnError]) -> Iterator[type[SkjonnError]]:
    for child in error.__subclasses__():
        yield child
        yield from _below(child)


LEAVES = leaves()


def placeholders(text: str) -> set[str]:
    """Return the names between braces."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_every_error_words_itself(leaf: type[SkjonnError]) -> None:
    """A leaf has its own code, a sentence that ends, an exit code from 1 to 5, and placeholders that are names."""
    assert "code" in vars(leaf), "a code of its own"
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", leaf.code)
    assert leaf.sentence
    assert leaf.exit_code in range(1, 6)
    assert all(name.isidentifier() for name in placeholders(leaf.sentence) | placeholders(leaf.advice))


def test_every_code_names_one_error() -> None:
    """Scripts tell errors apart by their codes."""
    codes = [leaf.code for leaf in LEAVES]

    assert sorted(code for code in set(codes) if codes.count(code) > 1) == []


def test_every_error_is_raised_with_the_data_it_words() -> None:
    """Wherever an error is made by its name, it is given every value its sentence and advice ask for."""
    needed: dict[str, list[set[str]]] = {}
    for leaf in LEAVES:
        if "__init__" not in vars(leaf):
            needed.setdefault(leaf.__name__, []).append(placeholders(leaf.sentence) | placeholders(leaf.advice))
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in _calls(path):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            given = {keyword.arg for keyword in call.keywords}
            if name in needed and None not in given and not any(wanted <= given for wanted in needed[name]):
                wrong.append(
                    f"{path.relative_to(PACKAGE)}:{call.lineno} {name} {[sorted(one) for one in needed[name]]}"
                )
    assert not wrong, wrong


def _calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 5, 70, 130])
def test_the_readme_names_every_exit_code(code: int) -> None:
    """A script's author finds each code in the table of exit codes."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert re.search(rf"^\|\s*`?{code}`?\s*\|", readme, re.MULTILINE), code
