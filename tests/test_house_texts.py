"""Every text a user can meet, complete in bokmål and nynorsk."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import skjonn
from skjonn.texts import LOCALES

PACKAGE = Path(skjonn.__file__).parent
TEXTS_TAKEN = {"N_": 1, "_": 1, "translate": 1, "ngettext": 2}


@cache
def source_texts() -> frozenset[tuple[str, str]]:
    """Return every marked text of the package, as (singular, plural or nothing)."""
    return frozenset(pair for path in PACKAGE.rglob("*.py") for pair in _marked(path.read_text(encoding="utf-8")))


def _marked(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEXTS_TAKEN:
            texts = [each.value for each in node.args[: TEXTS_TAKEN[node.func.id]] if isinstance(each, ast.Constant)]
            if texts and texts[0]:
                yield str(texts[0]), str(texts[1]) if len(texts) > 1 else ""


def _pair(message: str | tuple[str, ...] | list[str]) -> tuple[str, str]:
    return (message, "") if isinstance(message, str) else (message[0], message[1])


@cache
def catalogue(language: str, ending: str) -> Catalog:
    """Return a catalogue, from what is edited (`po`) or from what is read at run time (`mo`)."""
    read = read_po if ending == "po" else read_mo
    with (LOCALES / language / "LC_MESSAGES" / f"skjonn.{ending}").open("rb") as file:
        return read(file)


def placeholders(text: str) -> set[str]:
    """Return the names between braces."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_text_is_translated(language: str) -> None:
    """Nothing is missing, nothing is left as a guess."""
    known = catalogue(language, "po")
    missing = []
    for singular, _plural in source_texts():
        message = known.get(singular)
        forms = message.string if message and isinstance(message.string, tuple | list) else [message and message.string]
        if message is None or message.fuzzy or not all(forms):
            missing.append(singular)

    assert sorted(missing) == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_nothing_is_translated_that_nobody_says(language: str) -> None:
    """A text that left the code leaves the catalogues."""
    said = {singular for singular, _plural in source_texts()}
    kept = [_pair(message.id)[0] for message in catalogue(language, "po") if message.id]

    assert sorted(set(kept) - said) == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_placeholders_are_the_same(language: str) -> None:
    """What is filled into the English text is filled into the translation, and nothing else."""
    wrong = []
    for message in catalogue(language, "po"):
        if message.id:
            sources = [message.id] if isinstance(message.id, str) else list(message.id)
            forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
            allowed = set().union(*(placeholders(text) for text in sources))
            wrong += [text for text in forms if text and placeholders(text) != allowed and len(sources) == 1]
            wrong += [text for text in forms if text and placeholders(text) - allowed]

    assert wrong == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_what_is_read_at_run_time_is_what_was_edited(language: str) -> None:
    """The compiled catalogue holds the same texts."""
    edited = {_pair(message.id): _pair(message.string or "") for message in catalogue(language, "po") if message.id}
    compiled = {_pair(message.id): _pair(message.string or "") for message in catalogue(language, "mo") if message.id}

    assert compiled == edited


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_commands_and_options_stay_as_they_are(language: str) -> None:
    """What is to be typed is not translated: names of options and the program in backquotes."""
    wrong = []
    for message in catalogue(language, "po"):
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string:
            options = set(re.findall(r"--[a-z][a-z-]*", message.id))
            if options != set(re.findall(r"--[a-z][a-z-]*", message.string)):
                wrong.append(message.id)

    assert wrong == []
