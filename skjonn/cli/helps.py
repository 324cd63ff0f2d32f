"""Help texts, put together when printed and worded in the language of messages. Plain text: it must cost nothing."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skjonn.cli.options import GLOBAL_PANEL
from skjonn.texts import _, chosen

if TYPE_CHECKING:
    from skjonn.cli.nouns import Noun

_LEFT = 30
_NARROWEST, _WIDEST = 60, 100
Row = tuple[str, str]


def command_help(command: Any, ctx: Any) -> str:
    """Return the help of one command: usage, what it does, arguments, options, an example."""
    blocks = [
        usage(command, ctx),
        _paragraphs(_(command.help)),
        *_section(_("Arguments"), argument_rows(command, ctx)),
        *_section(_("Options"), own_rows(command, ctx)),
        *_section(_(GLOBAL_PANEL), shared_rows(command)),
        _heading(_("Example")) + "\n" + textwrap.indent(command.epilog, "  "),
    ]
    return "\n\n".join(blocks)


def group_help(group: Any, ctx: Any) -> str:
    """Return the help of a noun: its verbs, one line each, and the global options."""
    verbs = [(name, _first_line(_(group.get_command(ctx, name).help))) for name in group.list_commands(ctx)]
    blocks = [
        usage(group, ctx),
        _paragraphs(_(group.help)),
        *_section(_("Commands"), verbs),
        *_section(_("Options"), own_rows(group, ctx)),
        *_section(_(GLOBAL_PANEL), shared_rows(group)),
    ]
    return "\n\n".join(blocks)


def root_help(root: Any, ctx: Any, nouns: Sequence[Noun]) -> str:
    """Return the help of `skjonn`: what each round needs, then what is needed now and then."""
    blocks = [
        usage(root, ctx),
        _paragraphs(_(root.help)),
        *_section(_("Each round"), [_noun(noun) for noun in nouns if noun.often]),
        *_section(_("Now and then"), [_noun(noun) for noun in nouns if not noun.often]),
        *_section(_(GLOBAL_PANEL), shared_rows(root)),
        *_section(_("Options"), own_rows(root, ctx)),
        _heading(_("Example")) + "\n  skjonn demo",
    ]
    return "\n\n".join(blocks)


def argument_rows(command: Any, ctx: Any) -> list[Row]:
    """Return a command's arguments, each with what it means."""
    return [_argument(param) for param in command.get_params(ctx) if param.param_type_name == "argument"]


def own_rows(command: Any, ctx: Any) -> list[Row]:
    """Return a command's own options, each with what it means."""
    return [_option(param) for param in _options(command.get_params(ctx)) if param.rich_help_panel != GLOBAL_PANEL]


def shared_rows(command: Any) -> list[Row]:
    """Return the global options, each with what it means."""
    return [_option(param) for param in _options(command.params) if param.rich_help_panel == GLOBAL_PANEL]


def usage(command: Any, ctx: Any) -> str:
    """Return the line of usage."""
    pieces = [_named(param) for param in command.get_params(ctx) if param.param_type_name == "argument"]
    verb = [_("COMMAND")] if hasattr(command, "list_commands") else []
    line = " ".join([ctx.command_path, *verb, *pieces, _("[OPTIONS]")])
    return f"{_heading(_('Usage:'))} {line}"


def _options(params: Sequence[Any]) -> list[Any]:
    return [param for param in params if param.param_type_name == "option" and not param.hidden]


def _noun(noun: Noun) -> Row:
    own = getattr(noun, chosen(), "")
    return (f"{noun.name} ({own})" if own else noun.name, _(noun.help))


def _argument(param: Any) -> Row:
    notes = [_("required")] if param.required else []
    return _plain_name(param), _with_notes(_(param.help) if param.help else "", notes + _default(param))


def _option(param: Any) -> Row:
    names = ", ".join(sorted([*param.opts, *param.secondary_opts], key=lambda name: (len(name) > len("-x"), name)))
    value = "" if param.is_flag else f" {_value(param)}"
    notes = [_("required")] if param.required else []
    repeated = [_("may be repeated")] if param.multiple else []
    return names + value, _with_notes(_(param.help) if param.help else "", notes + repeated + _default(param))


def _value(param: Any) -> str:
    descriptor = param.type_descriptor
    if param.metavar:
        return _(param.metavar)
    if descriptor.is_choice:
        return "|".join(str(getattr(choice, "value", choice)) for choice in descriptor.choices)
    if descriptor.is_path or descriptor.annotation is Path:
        return _("FILE")
    return _("NUMBER") if descriptor.annotation is int else _("TEXT")


def _plain_name(param: Any) -> str:
    return _(param.metavar) if param.metavar else str(param.name).upper().rstrip("_")


def _named(param: Any) -> str:
    name = _plain_name(param) + ("…" if param.nargs == -1 else "")
    return name if param.required else f"[{name}]"


def _default(param: Any) -> list[str]:
    value = param.default
    if value in (None, False, True, "") or callable(value) or isinstance(value, list | tuple) or not param.show_default:
        return []
    return [_("default: {value}").format(value=getattr(value, "value", value))]


def _with_notes(text: str, notes: list[str]) -> str:
    return f"{text} ({'; '.join(notes)})".strip() if notes else text


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0]


def _section(title: str, rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield "\n".join([_heading(title), *_aligned(rows)])


def _aligned(rows: Sequence[Row]) -> Iterator[str]:
    left = min(_LEFT, max(len(name) for name, _text in rows))
    gap = " " * (left + 4)
    for name, text in rows:
        lines = textwrap.wrap(text, max(20, _width() - len(gap))) or [""]
        if len(name) > left:
            yield f"  {name}"
            yield from (gap + line for line in lines)
        else:
            yield f"  {name:<{left}}  {lines[0]}".rstrip()
            yield from (gap + line for line in lines[1:])


def _paragraphs(text: str) -> str:
    blocks = (textwrap.fill(part, _width() - 2) for part in text.split("\n"))
    return textwrap.indent("\n".join(blocks), "  ")


def _heading(text: str) -> str:
    """Return a heading in bold; where output is not a terminal, `typer.echo` takes the bold away."""
    return text if os.environ.get("NO_COLOR") else f"\x1b[1m{text}\x1b[0m"


def _width() -> int:
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
