"""Where a command runs: which database, which folder, who, on which day, in which language, and whether it may ask."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from skjonn.cli import output
from skjonn.cli.options import COMMAND, GIVEN, day
from skjonn.domain.desk import Desk
from skjonn.domain.problems import Problem
from skjonn.errors import SurroundingsError, UsageError
from skjonn.texts import N_, _, chosen

SETTINGS_FILE = "skjonn.toml"
DATABASE_FILE = "skjonn.db"


class OutsideFolder(SurroundingsError):
    """No folder upwards holds skjonn.toml, and no database was named."""

    code = "outside-folder"
    sentence = N_("This is not a working folder: neither {folder} nor any folder above it holds skjonn.toml.")
    advice = N_("Make one with `skjonn init FOLDER --office ID`, go to one, or name a database with --database.")


class SettingsUnreadable(SurroundingsError):
    """skjonn.toml is not as it should be."""

    code = "settings-unreadable"
    sentence = N_("{path} cannot be read: {reason}.")
    advice = N_("Mend the file; the documentation shows a complete one.")


class UserUnknown(UsageError):
    """Nobody said who acts, and the machine does not know."""

    code = "user-unknown"
    sentence = N_("The machine does not tell who is signed in.")
    advice = N_("Say who acts with --user NAME.")


class CallNotClear(UsageError):
    """No call was named, and not exactly one is open."""

    code = "call-not-clear"
    sentence = N_("Several calls are open: {calls}.")
    advice = N_('Name the one you mean, or write call = "2021" in skjonn.toml.')


class NoCallOpen(UsageError):
    """No call was named, and none is open."""

    code = "no-call-open"
    sentence = N_("No call was named, and none is open.")
    advice = N_("Name the call; `skjonn call list` shows them all.")


@dataclass
class Setting:
    """What one command knows of its surroundings. Nothing is looked up before it is asked for.

    Attributes:
        command: the command's words, without `skjonn`.
        given: global options and switches as typed.
        messages: what was said so far; it goes into the JSON object too.
    """

    command: str
    given: dict[str, Any]
    messages: list[output.Message] = field(default_factory=list)

    @classmethod
    def of(cls, ctx: Any) -> Setting:
        """Return the setting of the command that runs in `ctx`."""
        return cls(ctx.meta.get(COMMAND, ""), ctx.meta.get(GIVEN, {}))

    @property
    def json(self) -> bool:
        """Tell whether one JSON object is wanted."""
        return bool(self.given.get("json"))

    @property
    def csv(self) -> bool:
        """Tell whether comma-separated values are wanted."""
        return bool(self.given.get("csv"))

    @property
    def quiet(self) -> bool:
        """Tell whether talk is unwanted."""
        return bool(self.given.get("quiet"))

    @property
    def verbose(self) -> bool:
        """Tell whether more talk is wanted."""
        return bool(self.given.get("verbose"))

    @property
    def may_prompt(self) -> bool:
        """Tell whether a person sits at the terminal and may be asked."""
        silent = self.given.get("no_input") or self.json or self.csv
        return not silent and sys.stdin.isatty() and sys.stderr.isatty()

    @cached_property
    def desk(self) -> Desk:
        """Who acts, on which day."""
        return Desk(
            person=self._user(), today=self._today(), language=chosen(), dry_run=bool(self.given.get("dry_run"))
        )

    @cached_property
    def working_folder(self) -> Path | None:
        """The nearest folder upwards that holds skjonn.toml."""
        here = Path.cwd()
        return next((place for place in (here, *here.parents) if (place / SETTINGS_FILE).is_file()), None)

    @property
    def folder(self) -> Path:
        """The working folder; outside one, the current folder."""
        return self.working_folder or Path.cwd()

    @cached_property
    def settings(self) -> dict[str, Any]:
        """Everything skjonn.toml says; empty outside a working folder.

        Raises:
            SettingsUnreadable: the file is not TOML.
        """
        if self.working_folder is None:
            return {}
        import tomllib

        path = self.working_folder / SETTINGS_FILE
        try:
            return tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsUnreadable(path=str(path), reason=str(error)) from error

    @cached_property
    def url(self) -> str:
        """The database's address.

        Raises:
            OutsideFolder: none is named and this is no working folder.
        """
        named = self.given.get("database") or os.environ.get("SKJONN_DATABASE")
        if named:
            return address(named, Path.cwd())
        if self.working_folder is None:
            raise OutsideFolder(folder=str(Path.cwd()))
        return address(str(self.settings.get("database") or DATABASE_FILE), self.working_folder)

    def call(self, text: str | None = None) -> str:
        """Return the call's code: the one named, else skjonn.toml's, else the one open call (said on stderr).

        Raises:
            CallCodeWrong: `text` is no code.
            CallNotClear: several are open.
            NoCallOpen: none is.
        """
        from skjonn.domain.codes import parse_call

        if text:
            return str(parse_call(text))
        return self._default_call

    @cached_property
    def _default_call(self) -> str:
        """The call meant where none is named; said once."""
        from skjonn.domain.codes import parse_call

        if self.settings.get("call"):
            code = str(parse_call(str(self.settings["call"])))
            self.say(_("Call {call}, as skjonn.toml says.").format(call=code))
            return code
        return self._open_call()

    def case(self, text: str) -> str:
        """Return the full case number; a bare number belongs to the default call.

        Raises:
            CaseNumberWrong: `text` is neither.
        """
        from skjonn.domain.codes import parse_case

        bare = text.strip().isdigit()
        return parse_case(text, self.call() if bare else None)

    def say(self, text: str) -> None:
        """Say something on stderr; `-q` hides it, the JSON object keeps it."""
        self._tell(output.Message("note", text))

    def detail(self, text: str) -> None:
        """Say something that only `-v` asks for."""
        if self.verbose:
            self.say(text)

    def warn(self, text: str | Problem) -> None:
        """Warn on stderr; `-q` hides it, the JSON object keeps it."""
        self._tell(output.message_of(text, "warning"))

    def show(self, answer: output.Answer) -> None:
        """Print the answer, say what to do next, and end with the answer's exit code."""
        output.show(self, answer)

    def _tell(self, message: output.Message) -> None:
        self.messages.append(message)
        if not self.quiet:
            output.talk(message.line())

    def _open_call(self) -> str:
        from skjonn.usecases import choices

        match choices.open_calls(self.url):
            case []:
                raise NoCallOpen
            case [code]:
                self.say(_("Call {call}, the one that is open.").format(call=code))
                return code
            case several:
                raise CallNotClear(calls=several)

    def _user(self) -> str:
        named = self.given.get("user") or os.environ.get("SKJONN_USER")
        if named:
            return str(named)
        import getpass

        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError) as error:  # no name in the environment, no account for this number
            raise UserUnknown from error

    def _today(self) -> date:
        stated = self.given.get("today") or os.environ.get("SKJONN_TODAY")
        return day(stated) if stated else oslo_day()


def oslo_day() -> date:
    """Return the day it is in Norway."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Europe/Oslo")).date()


def address(named: str, folder: Path) -> str:
    """Return a database address: an address as it is, a path (relative to `folder`) as SQLite's."""
    scheme, sign, rest = named.partition("://")
    if sign and scheme != "sqlite":
        return named
    path = Path(rest.removeprefix("/") if sign else named).expanduser()
    return f"sqlite:///{(folder / path).resolve().as_posix()}"


def stated(words: Sequence[str], option: str) -> str | None:
    """Return the value of a global option before parsing, the last one given; None where it is not there."""
    found = None
    for place, word in enumerate(words):
        if word == "--":
            break
        if word.startswith(f"{option}="):
            found = word.partition("=")[2]
        elif word == option and place + 1 < len(words):
            found = words[place + 1]
    return found
