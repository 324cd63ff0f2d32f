"""Every command, walked in the live registry: help, an example that parses, the global options, its place in JSON."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from skjonn.cli import app, nouns, options
from skjonn.cli.reference import command_reference, commands
from skjonn.texts import choose

GLOBAL = {"--database", "--user", "--today", "--lang", "--quiet", "--verbose", "--no-input", "--version"}
WORDS = [words for words, _command, _ctx in commands()]


def command_of(words: str) -> Any:
    """Return the command with these words."""
    return next(command for known, command, _ctx in commands() if known == words)


def parsed(line: str) -> str:
    """Parse one command line without running it; return the words of the command that was found."""
    program, *rest = shlex.split(line)
    assert program == "skjonn", line
    ctx: Any = app.root().make_context("skjonn", rest)
    while hasattr(ctx.command, "resolve_command"):
        name, command, rest = ctx.command.resolve_command(ctx, [*ctx._protected_args, *ctx.args])
        ctx = command.make_context(name, rest, parent=ctx)
    return str(ctx.meta[options.COMMAND])


@pytest.mark.parametrize("noun", nouns.NOUNS, ids=lambda noun: noun.name)
def test_every_noun_has_a_module(noun: nouns.Noun) -> None:
    """What the top help lists is there."""
    assert app.load(noun.name).name == noun.name


@pytest.mark.parametrize("words", WORDS)
def test_every_command_has_help_and_an_example_that_parses(words: str) -> None:
    """The example of a command is a command line that it accepts."""
    command = command_of(words)

    assert command.help
    assert command.epilog
    for line in command.epilog.split("\n"):
        assert parsed(line) == words, line


@pytest.mark.parametrize("words", WORDS)
def test_every_command_takes_the_global_options(words: str) -> None:
    """They are declared on every command, so that they work after it too; and `--json` is always there."""
    names = {name for param in command_of(words).params for name in param.opts}

    assert names >= GLOBAL | {"--json"}


@pytest.mark.parametrize("words", WORDS)
def test_every_parameter_says_what_it_means(words: str) -> None:
    """No argument or option is without a line of help."""
    silent = [param.name for param in command_of(words).params if not param.help]

    assert not silent


def test_no_option_is_declared_twice() -> None:
    """An option's name means one thing within a command."""
    for words in WORDS:
        names = [name for param in command_of(words).params for name in (*param.opts, *param.secondary_opts)]
        options_only = [name for name in names if name.startswith("-")]
        assert len(options_only) == len(set(options_only)), words


def test_a_noun_goes_by_one_meaning() -> None:
    """No spelling belongs to two nouns."""
    names = [name for noun in nouns.NOUNS for name in noun.names]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_reference_names_every_command(language: Any) -> None:
    """The reference is made from the same declarations, in each language."""
    text = command_reference(language)

    assert all(f"### skjonn {words}\n" in text for words in WORDS)
    choose("en")
