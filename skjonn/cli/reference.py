"""The command reference for the documentation, from the same declarations the help is printed from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from skjonn.cli import app, helps, nouns
from skjonn.cli.options import GLOBAL_PANEL
from skjonn.texts import Language, _, choose, chosen


def command_reference(language: Language) -> str:
    """Return every command as Markdown: what it does, its usage, arguments, options and example."""
    before = chosen()
    choose(language)
    try:
        return "\n".join(_lines()).rstrip() + "\n"
    finally:
        choose(before)


def commands() -> Iterator[tuple[str, Any, Any]]:
    """Walk the live registry: the words of each command, the command, a context to ask it in."""
    root = app.root()
    with root.make_context("skjonn", [], resilient_parsing=True) as top:
        for noun in nouns.NOUNS:
            yield from _below(noun.name, app.load(noun.name), top)


def _below(words: str, command: Any, parent: Any) -> Iterator[tuple[str, Any, Any]]:
    with command.make_context(command.name, [], parent=parent, resilient_parsing=True) as ctx:
        if not hasattr(command, "list_commands"):
            yield words, command, ctx
            return
        for name in command.list_commands(ctx):
            yield from _below(f"{words} {name}", command.get_command(ctx, name), ctx)


def _lines() -> Iterator[str]:
    seen = ""
    for words, command, ctx in commands():
        noun = words.split(" ", maxsplit=1)[0]
        if noun != seen:
            seen = noun
            yield from _noun(noun)
        yield from _command(words, command, ctx)
    yield from ["", f"## {_(GLOBAL_PANEL)}", ""]
    yield from _table(helps.shared_rows(app.root()))


def _noun(name: str) -> Iterator[str]:
    noun = next(each for each in nouns.NOUNS if each.name == name)
    others = [other for other in dict.fromkeys((noun.nb, noun.nn)) if other]
    title = f"{name} ({', '.join(others)})" if others else name
    yield from ["", f"## {title}", "", _(noun.help)]


def _command(words: str, command: Any, ctx: Any) -> Iterator[str]:
    yield from ["", f"### skjonn {words}", "", *_(command.help).split("\n"), ""]
    yield from ["```text", _plain(helps.usage(command, ctx)), "```", ""]
    yield from _table([*helps.argument_rows(command, ctx), *helps.own_rows(command, ctx)])
    yield from ["", "```console", *(f"$ {line}" for line in command.epilog.split("\n")), "```"]


def _table(rows: list[helps.Row]) -> Iterator[str]:
    yield from [f"| {_('Name')} | {_('Meaning')} |", "| --- | --- |"]
    yield from (f"| `{_cell(name)}` | {_cell(text)} |" for name, text in rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
