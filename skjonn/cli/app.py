"""The nouns of `skjonn`, and how a command is written.

How to write a command module, `skjonn/cli/<noun>.py`:

    from __future__ import annotations
    from pathlib import Path
    from typing import Annotated
    import typer
    from skjonn.cli.app import Group
    from skjonn.cli.output import Answer
    from skjonn.cli.setting import Setting
    from skjonn.texts import N_

    group = Group("call")  # the name must be `group`; help and aliases stand in cli.nouns

    @group.command("open", help=N_("Open a call from its file."), example="skjonn call open call.toml", acts=True)
    def open_(ctx: typer.Context, file: Annotated[Path, typer.Argument(help=N_("The call's TOML file."))]) -> None:
        from skjonn.usecases import calls  # here, not at the top: `--help` must load nothing heavy

        setting = Setting.of(ctx)
        opened = calls.open_call(setting.url, setting.desk, file)
        setting.show(Answer(data={"call": opened.code}, lines=[...], next_command="skjonn application import ..."))

- Every command has `--json` and the global options by itself. `acts=True` adds `--dry-run` (it reaches use cases as
  `desk.dry_run`), `lists=True` adds `--csv`; do not declare any of these as parameters.
- A noun that is itself the command (init, status, table, history, demo) leaves out the name: `@group.command(help=..., example=...)`.
- `help`, an argument's `help` and a literal `metavar` are English msgids in `N_()`; they are translated when help is printed.
  `example` is one command per line; each must parse (a house test runs the parser over it).
- Dates: `Annotated[date | None, typer.Option("--on", parser=day, metavar=N_("DATE"), help=...)]`, amounts: `parser=amount`
  (whole kroner as people write them), NAME=VALUE pairs: `list[str]` and `options.pair(text, "--pot")`. All from `skjonn.cli.options`,
  which also has `CALL`/`CASE` argument types with completion.
- More than five parameters: `def open_(ctx, *, file, ...)`; the library calls by name.
- A function's docstring is for developers and never shown. Raise `SkjonnError` leaves, never print, never exit: `setting.say(text)`
  for a note, `setting.warn(text)` for a warning (both on stderr and in the JSON), `setting.show(Answer(...))` once, last.
  Data with findings: `Answer(..., exit_code=1)`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import typer
import typer.core
import typer.main

from skjonn.cli import helps, options
from skjonn.cli.faults import CommandUnknown, close_to
from skjonn.cli.nouns import NOUNS, noun_of
from skjonn.texts import N_

Function = TypeVar("Function", bound=Callable[..., None])


class Command(typer.core.TyperCommand):
    """A command with the global options, translated help and an example."""

    switches: tuple[str, ...] = ("json",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the switches of this kind of command and the global options to its own."""
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *options.switches(self.switches), *options.global_options()]

    def get_help(self, ctx: Any) -> str:
        """Return the help text, worded in the language of messages."""
        return helps.command_help(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ARG002  (the library's signature)
        """Return our own `--help`."""
        return options.help_option()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Note which command this is, for the JSON envelope of an error too, then parse."""
        ctx.meta[options.COMMAND] = ctx.command_path.partition(" ")[2]
        words = list(args)
        while True:
            try:
                return super().parse_args(ctx, list(words))
            except typer.TyperException as complaint:
                words += _asked(ctx, complaint, ended="--" in words)


def _asked(ctx: Any, complaint: typer.TyperException, *, ended: bool) -> list[str]:
    """Return the words that give the argument the library misses, asked for at a terminal.

    Raises:
        TyperException: it complains of something else, or nobody can be asked.
    """
    from skjonn.cli import prompts
    from skjonn.cli.setting import Setting

    param = getattr(complaint, "param", None)
    missing = type(complaint).__name__ == "MissingParameter" and getattr(param, "param_type_name", "") == "argument"
    if not missing or not Setting.of(ctx).may_prompt:
        raise complaint
    answer = prompts.argument(ctx, param)
    return [answer] if ended else ["--", answer]  # what is typed is a value, though it begin with a hyphen


class Acting(Command):
    """A command that changes something: it can be tried with `--dry-run`."""

    switches = ("dry_run", "json")


class Listing(Command):
    """A command that lists: also as CSV."""

    switches = ("json", "csv")


class ActingListing(Command):
    """A command that lists, or with an option changes something."""

    switches = ("dry_run", "json", "csv")


_KINDS = {(True, True): ActingListing, (True, False): Acting, (False, True): Listing, (False, False): Command}
"""How a command is run, by whether it acts and whether it lists."""


class NounGroup(typer.core.TyperGroup):
    """A noun with verbs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the global options."""
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *options.global_options()]

    def get_help(self, ctx: Any) -> str:
        """Return the help text, worded in the language of messages."""
        return helps.group_help(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ARG002  (the library's signature)
        """Return our own `--help`."""
        return options.help_option()

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the verb; an unknown one is refused with the nearest names."""
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            known = self.list_commands(ctx)
            raise CommandUnknown(word=args[0], near=close_to(args[0], known), command=ctx.command_path)
        return super().resolve_command(ctx, args)


class Root(NounGroup):
    """`skjonn`: imports only the noun that is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  (the library's signature)
        """Return the nouns in the order of a round."""
        return [noun.name for noun in NOUNS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import and return the noun meant by `cmd_name`, in English or Norwegian; None where there is none."""
        noun = noun_of(cmd_name)
        return load(noun.name) if noun else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the noun; it goes by its English name from here on."""
        noun = noun_of(args[0])
        if noun is None and not ctx.resilient_parsing:
            known = [name for each in NOUNS for name in each.names]
            raise CommandUnknown(word=args[0], near=close_to(args[0], known), command=ctx.command_path)
        return (noun.name, load(noun.name), args[1:]) if noun else (None, None, args[1:])

    def get_help(self, ctx: Any) -> str:
        """Return the help text from the table of nouns alone."""
        return helps.root_help(self, ctx, NOUNS)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; without one, `status`."""
        result = super().invoke(ctx)
        if ctx.invoked_subcommand is None:
            status = load("status")
            with status.make_context("status", [], parent=ctx) as inner:
                result = status.invoke(inner)
        return result

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Offer the nouns, without importing any, then the options."""
        from skjonn.cli.completion import nouns

        return [*nouns(NOUNS, incomplete), *super(typer.core.TyperGroup, self).shell_complete(ctx, incomplete)]


class Group:
    """What a command module declares: one noun, with verbs or being a command itself."""

    def __init__(self, name: str) -> None:
        """Take the noun's name as it stands in `NOUNS`."""
        self.noun = next(noun for noun in NOUNS if noun.name == name)
        self._app = typer.Typer(
            name=name, cls=NounGroup, help=self.noun.help, rich_markup_mode=None, add_completion=False
        )
        self._alone = False

    def command(
        self,
        name: str | None = None,
        *,
        help: str,  # noqa: A002  (the word typer has taught everybody)
        example: str,
        acts: bool = False,
        lists: bool = False,
    ) -> Callable[[Function], Function]:
        """Declare a command.

        Args:
            name: the verb; None where the noun itself is the command.
            help: English msgid, a sentence or more; its first line is listed under the noun.
            example: one working command per line.
            acts: it changes something and has `--dry-run`.
            lists: it lists and has `--csv`.
        """
        if not help or not example:
            raise TypeError(f"a command needs help and an example: {self.noun.name} {name}")
        self._alone = name is None
        kind = _KINDS[acts, lists]
        return self._app.command(name or self.noun.name, cls=kind, help=help, epilog=example)

    def build(self) -> Any:
        """Return the command or group as the library runs it."""
        if not self._alone:
            self._app.callback()(_nothing)  # keeps a noun with one verb a group
        return typer.main.get_command(self._app)


def _nothing() -> None:
    """Stand in for a group's own act: it has none."""


@cache
def load(name: str) -> Any:
    """Import the module of the noun `name` and return its command."""
    module = importlib.import_module(f"skjonn.cli.{name}")
    command = module.group.build()
    command.name = name
    return command


@cache
def root() -> Root:
    """Return `skjonn` itself."""
    return Root(
        name="skjonn",
        invoke_without_command=True,
        params=list(options.completion_options()),
        help=N_(
            "A county governor's yearly round of discretionary project grants, from the call to letters and tables."
        ),
        rich_markup_mode=None,
    )
