"""Ask for what is missing, where a person sits at a terminal; elsewhere name the option that is missing."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from skjonn.errors import SkjonnError, UsageError
from skjonn.texts import N_, _

if TYPE_CHECKING:
    from skjonn.cli.setting import Setting


class MissingArgument(UsageError):
    """Something needed was not given, and nobody can be asked."""

    code = "missing-argument"
    sentence = N_("{flag} is missing.")
    advice = N_("Give it on the command line; where nobody can be asked, nothing is guessed.")


def text(setting: Setting, flag: str, question: str, *, default: str = "") -> str:
    """Ask for a text that may not be empty.

    Args:
        setting: the command's.
        flag: the option or argument as typed (`--reason`), for where nobody can be asked.
        question: worded.
        default: stands in the line, to be edited.

    Raises:
        MissingArgument: nobody can be asked.
    """
    _must_sit(setting, flag)
    import questionary

    return str(questionary.text(question, default=default, validate=_not_empty, **_streams()).unsafe_ask()).strip()


def choice(setting: Setting, flag: str, question: str, options: Mapping[str, str], *, default: str = "") -> str:
    """Ask for one of `options` (value -> worded title) and return its value; the mark stands at `default`, else at the first.

    Raises:
        MissingArgument: nobody can be asked.
    """
    _must_sit(setting, flag)
    import questionary

    titles = [questionary.Choice(title, value=value) for value, title in options.items()]
    asked = {"choices": titles, "default": default or None, "instruction": _("(arrow keys)"), **_streams()}
    return str(questionary.select(question, **asked).unsafe_ask())


def amount(setting: Setting, flag: str, question: str) -> int:
    """Ask for whole kroner, written as people write them, until they can be read.

    Raises:
        MissingArgument: nobody can be asked.
    """
    _must_sit(setting, flag)
    import questionary

    from skjonn.cli.options import amount as read

    def readable(typed: str) -> bool | str:
        try:
            read(typed)
        except SkjonnError as error:
            return error.message()
        return True

    return read(questionary.text(question, validate=readable, **_streams()).unsafe_ask())


def confirm(setting: Setting, flag: str, question: str, *, default: bool = False) -> bool:
    """Ask yes or no, as a choice of two words: the keys of yes differ between languages.

    Raises:
        MissingArgument: nobody can be asked.
    """
    words = {"yes": _("yes"), "no": _("no")}
    order = ("yes", "no") if default else ("no", "yes")
    return choice(setting, flag, question, {name: words[name] for name in order}) == "yes"


def argument(ctx: Any, param: Any) -> str:
    """Ask for an argument the command cannot do without, until it can be read; the tab key offers what completion offers.

    Whoever calls has seen that somebody can be asked.

    Args:
        ctx: the library's context of the command.
        param: the library's declaration of the argument.
    """
    import questionary

    def readable(typed: str) -> bool | str:
        return _not_empty(typed) if not typed.strip() else _fault(ctx, param, typed)

    # Read back from the declaration, as the help page does: what it is called, and what it means.
    name = _(param.metavar) if param.metavar else str(param.name).upper()
    question = f"{name} – {_(param.help)}"
    given: dict[str, Any] = {"validate": readable, **_streams()}
    offered = [item.value for item in param.shell_complete(ctx, "") if item.value]
    if param.type_descriptor.is_path or param.type_descriptor.annotation is Path:
        return str(questionary.path(question, **given).unsafe_ask()).strip()
    if offered:
        return str(questionary.autocomplete(question, choices=offered, **given).unsafe_ask()).strip()
    return str(questionary.text(question, **given).unsafe_ask()).strip()


def _fault(ctx: Any, param: Any, typed: str) -> bool | str:
    """Tell what is wrong with what was typed for an argument; True where nothing is."""
    from skjonn.cli import faults

    try:
        param.process_value(ctx, (typed,) if param.nargs == -1 else typed)
    except typer.TyperException as error:
        return faults.of(error).message()
    except SkjonnError as error:
        return error.message()
    return True


def _must_sit(setting: Setting, flag: str) -> None:
    if not setting.may_prompt:
        raise MissingArgument(flag=_(flag))


def _streams() -> dict[str, Any]:
    """Return where questions are drawn: on stderr, stdout is data."""
    from prompt_toolkit.output import create_output

    return {"output": create_output(stdout=sys.stderr)}


def _not_empty(typed: str) -> bool | str:
    return True if typed.strip() else _("Something must be written.")
