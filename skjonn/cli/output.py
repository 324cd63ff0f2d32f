"""One answer, many renderings: lines and tables for a person, one JSON object or CSV for a script. stdout is data, stderr talk."""

from __future__ import annotations

import csv
import json
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, Any, Literal, TextIO

import typer

from skjonn import __version__
from skjonn.cli import drawing
from skjonn.cli.drawing import Table
from skjonn.cli.grouping import grouped
from skjonn.cli.plain import plain, problem_data
from skjonn.domain.fields import CATALOGUE, Field
from skjonn.domain.problems import Problem
from skjonn.texts import Language, _

if TYPE_CHECKING:
    from skjonn.cli.setting import Setting
    from skjonn.errors import SkjonnError

Severity = Literal["note", "warning", "error"]


@dataclass(frozen=True)
class Rows:
    """A table made on the spot; `columns` are fields, most often `columns("case", "title")` from the catalogue."""

    columns: Sequence[Field]
    rows: Sequence[Mapping[str, Any]]
    totals: Mapping[str, Any] = field(default_factory=dict)


def columns(*names: str) -> tuple[Field, ...]:
    """Return fields of the catalogue by name."""
    return tuple(CATALOGUE[name] for name in names)


@dataclass(frozen=True)
class Message:
    """Something said beside the data."""

    severity: Severity
    text: str
    code: str = ""
    place: str = ""
    advice: str = ""

    def line(self) -> str:
        """Return the message as a person reads it."""
        lead = {"note": "", "warning": _("Warning:") + " ", "error": ""}[self.severity]
        place = f"{self.place}: " if self.place else ""
        advice = f" {self.advice}" if self.advice else ""
        return f"{lead}{place}{self.text}{advice}"

    def data(self) -> dict[str, str]:
        """Return the message as it stands in JSON."""
        return {"severity": self.severity, "code": self.code, "message": self.text}


@dataclass(frozen=True)
class Answer:
    """What a command gives back.

    Attributes:
        data: what a script gets: dicts, lists, dataclasses, dates, enums, paths, whole numbers.
        lines: what a person reads on stdout; already worded.
        table: shown after the lines; it is also what `--csv` prints. Where `data` is None it is the JSON too
            (`{"columns", "rows", "totals"}`).
        messages: worded texts or problems, said on stderr.
        next_command: the command to suggest, complete, as typed.
        exit_code: 1 where the data given or the database checked has findings.
        language: of the table's headings where it is not that of messages (`--in`).
    """

    data: Any = None
    lines: Sequence[str] = ()
    table: Table | None = None
    messages: Sequence[str | Problem] = ()
    next_command: str = ""
    exit_code: int = 0
    language: Language | None = None


def put(text: str) -> None:
    """Print data."""
    typer.echo(text)


def talk(text: str) -> None:
    """Print talk."""
    typer.echo(text, err=True)


def flowed(text: str, stream: TextIO) -> str:
    """Return a text with its lines broken between words where a terminal is narrower; for a file or a pipe as it is.

    A word longer than the terminal is wide, as a path may be, is left whole.
    """
    if not stream.isatty():
        return text
    return "\n".join(_broken(line, drawing.terminal_width()) for line in text.split("\n"))


def _broken(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip(" ")) + 2)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, replace_whitespace=False)  # fmt: skip


def message_of(said: str | Problem, severity: Severity = "note") -> Message:
    """Return a text or a problem as a message."""
    if isinstance(said, str):
        return Message(severity, said)
    return Message(said.severity, said.message(), said.code, str(said.place), said.help())


def show(setting: Setting, answer: Answer) -> None:
    """Print `answer` the way that was asked for; findings end the command with their exit code."""
    messages = [message_of(said) for said in answer.messages]
    if setting.json:
        status = "findings" if answer.exit_code else "dry-run" if setting.given.get("dry_run") else "ok"
        put(envelope(setting.command, status, _data_of(answer), [*setting.messages, *messages], answer.next_command))
    elif setting.csv and answer.table is not None:
        put(as_csv(answer.table))
    else:
        _show_to_a_person(answer)
    if not setting.quiet:
        _talk_after(setting, answer, messages)
    if answer.exit_code:
        raise typer.Exit(answer.exit_code)


def _show_to_a_person(answer: Answer) -> None:
    for line in answer.lines:
        put(flowed(line, sys.stdout))
    if answer.table is not None:
        put(drawing.as_text(answer.table, answer.language))


def _talk_after(setting: Setting, answer: Answer, messages: Sequence[Message]) -> None:
    for message in messages:
        talk(flowed(message.line(), sys.stderr))
    if setting.given.get("dry_run"):
        talk(_("A trial run: nothing was changed."))
    elif answer.next_command:
        talk(_("Next: {command}").format(command=answer.next_command))


def envelope(command: str, status: str, data: Any, messages: Sequence[Message], following: str = "") -> str:
    """Return the one JSON object of a command."""
    said = [message.data() for message in messages]
    whole = {"command": command, "status": status, "data": plain(data), "messages": said, "next": following or None}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def show_error(error: SkjonnError, *, command: str, as_json: bool) -> None:
    """Print what went wrong: the sentence, each problem with its place, the advice."""
    problems = grouped([problem for problem in error.problems if isinstance(problem, Problem)])
    if as_json:
        put(envelope(command, "error", error_data(error), [Message("error", error.message(), error.code)]))
    talk(flowed(_("Error: {message}").format(message=error.message()), sys.stderr))
    for problem in problems:
        talk(textwrap.indent(problem, "  "))
    for line in (error.help(), *error.notes):
        if line:
            talk(flowed(line, sys.stderr))


def error_data(error: SkjonnError) -> dict[str, Any]:
    """Return an error as data: its code and exit code, its words, and its problems by place."""
    return {
        "code": error.code,
        "exit_code": error.exit_code,
        "message": error.message(),
        "advice": error.help(),
        "problems": [problem_data(problem) for problem in error.problems if isinstance(problem, Problem)],
        **({"notes": list(error.notes)} if error.notes else {}),
    }


def _data_of(answer: Answer) -> Any:
    if answer.data is not None or answer.table is None:
        return answer.data
    return table_data(answer.table)


def table_data(table: Table) -> dict[str, Any]:
    """Return a table as data: column names, rows, totals."""
    return {"columns": [column.name for column in table.columns], "rows": table.rows, "totals": table.totals}


def as_csv(table: Table) -> str:
    """Return a table as comma-separated values under the fields' names; several values in a cell are joined by `; `."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(plain(row.get(column.name))) for column in table.columns])
    return text.getvalue().rstrip("\n")


def _csv_cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return "" if value is None else value


@contextmanager
def progress(setting: Setting, label: str, total: int) -> Iterator[Any]:
    """Give a function `step(count=1)` that moves a bar on stderr; there is no bar where nobody watches.

    Args:
        setting: the command's; `-q` and `--json` hide the bar.
        label: worded, what is being done.
        total: how many steps there will be.
    """
    if setting.quiet or setting.json or not sys.stderr.isatty():
        yield lambda _count=1: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda count=1: bar.advance(task, count)


def versions() -> str:
    """Return the versions of program, schema and data, a line each."""
    from skjonn.usecases import versions as known

    return "\n".join([f"skjonn {__version__}", *(f"{name} {number}" for name, number in known.data_versions())])
