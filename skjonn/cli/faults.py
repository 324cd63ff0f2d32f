"""What was typed wrongly, in the reader's language: the library's complaints become leaves of our own tree."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import typer

from skjonn.errors import SkjonnError, UsageError
from skjonn.texts import N_, _

_HELP = N_("See {command} --help.")


class CommandUnknown(UsageError):
    """There is no such command."""

    code = "command-unknown"
    sentence = N_("There is no command {word}.")
    advice = N_("Near it: {near}. See {command} --help.")

    def help(self) -> str:
        """Name the nearest commands, where there are any."""
        return super().help() if self.data["near"] else _(_HELP).format(command=self.data["command"])


class CommandMissing(UsageError):
    """A noun was typed without a verb."""

    code = "command-missing"
    sentence = N_("{command} needs a command after it.")
    advice = _HELP


class ParameterMissing(UsageError):
    """An argument or option that must be given is not."""

    code = "parameter-missing"
    sentence = N_("{name} is missing.")
    advice = _HELP


class ValueInvalid(UsageError):
    """An argument's or option's value cannot be used."""

    code = "value-invalid"
    sentence = N_("Invalid value for {name}: {why}.")
    advice = _HELP


class OptionUnknown(UsageError):
    """There is no such option."""

    code = "option-unknown"
    sentence = N_("There is no option {option}.")
    advice = N_("Near it: {near}. See {command} --help.")

    def help(self) -> str:
        """Name the nearest options, where there are any."""
        return super().help() if self.data["near"] else _(_HELP).format(command=self.data["command"])


class OptionValueMissing(UsageError):
    """An option stands without its value."""

    code = "option-value-missing"
    sentence = N_("{option} needs a value after it.")
    advice = _HELP


class WordsLeftOver(UsageError):
    """More was typed than the command takes."""

    code = "words-left-over"
    sentence = N_("{words} cannot be placed: the command takes no more arguments.")
    advice = _HELP


class UsageWrong(UsageError):
    """Anything else that cannot be parsed."""

    code = "usage-wrong"
    sentence = N_("The command cannot be understood: {why}")
    advice = _HELP


def close_to(word: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return at most three names near `word`, nearest first."""
    return tuple(get_close_matches(word.casefold(), known, n=3, cutoff=0.6))


def of(error: typer.TyperException, command: str = "skjonn") -> SkjonnError:
    """Return the library's complaint as one of ours; `command` is what was run, where the complaint does not say."""
    ctx = getattr(error, "ctx", None)
    command = ctx.command_path if ctx else command
    match type(error).__name__:
        case "MissingParameter":
            return ParameterMissing(name=_name(error), command=command)
        case "BadParameter":
            return ValueInvalid(name=_name(error), why=_why(error), command=command)
        case "NoSuchOption":
            return OptionUnknown(
                option=_told(error, "option_name"), near=_told(error, "possibilities") or (), command=command
            )
        case "BadOptionUsage":
            return OptionValueMissing(option=_told(error, "option_name"), command=command)
        case _:
            return _other(error, command)


def _other(error: typer.TyperException, command: str) -> SkjonnError:
    """Tell the two plain complaints apart by the library's own words."""
    start, _bracket, rest = error.message.removesuffix(")").partition("argument(s) (")
    if start.startswith("Got unexpected extra"):
        return WordsLeftOver(words=rest, command=command)
    if error.message.startswith("Missing command"):
        return CommandMissing(command=command)
    return UsageWrong(why=error.message, command=command)


def _told(error: typer.TyperException, name: str) -> Any:
    return getattr(error, name, None)


def _name(error: typer.TyperException) -> str:
    param = _told(error, "param")
    if param is None:
        return str(_told(error, "param_hint") or "")
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return _(param.metavar) if param.metavar else str(param.name).upper()


def _why(error: typer.TyperException) -> str:
    """Word why a value is refused; the library's own English is kept only where nothing better is known."""
    param = _told(error, "param")
    descriptor = getattr(param, "type_descriptor", None)
    if descriptor is None:
        return error.message
    if descriptor.is_choice:
        return _("choose one of {choices}").format(
            choices=", ".join(str(getattr(c, "value", c)) for c in descriptor.choices)
        )
    if descriptor.annotation is int or descriptor.is_ranged:
        return _("a whole number is expected")
    if descriptor.is_path:
        return _("there is no such file or folder, or it is not of the kind expected")
    return error.message.rstrip(".")
