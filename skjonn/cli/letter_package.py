"""`skjonn letter package`: letters handed over to the archive and to dispatch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from skjonn.cli import completion, options
from skjonn.cli.app import Group
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.texts import N_, _, ngettext


def declare(group: Group) -> None:
    """Add the command to `skjonn letter`."""
    group.command(
        "package",
        help=N_(
            "Hand registered letters over: a folder per letter with its PDF, arkivmelding.xml, the envelope for eFormidling and checksums, "
            "and a manifest for the batch.\nWhat the office says of itself to the archive stands under [archive] in skjonn.toml."
        ),
        example="skjonn letter package 2021\nskjonn letter package 2021 --case 2021-007 --out overlevering\nskjonn letter package 2021 --again",
        acts=True,
    )(package)


def package(
    ctx: typer.Context,
    call: options.Call = None,
    case: Annotated[list[str] | None, typer.Option("--case", metavar=N_("CASE"), help=N_("This case alone."), autocompletion=completion.cases)] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar=N_("KIND"), help=N_("Letters of this kind alone."), autocompletion=completion.letter_kinds)] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("FOLDER"), help=N_("Where it goes; by default package-CALL in the working folder."))] = None,
    again: Annotated[bool, typer.Option("--again", help=N_("Replace an earlier hand-over in that folder."))] = False,
) -> None:  # fmt: skip
    """Build it."""
    from skjonn.domain.archive_messages import settings_of
    from skjonn.domain.codes import parse_case
    from skjonn.usecases import letter_package

    setting = Setting.of(ctx)
    code = setting.call(call)
    cases = tuple(parse_case(text, code) for text in case) if case else None
    target = out or setting.folder / f"package-{code}"
    batch = letter_package.Batch(code, target, cases, kind, again)
    done = letter_package.package(setting.url, setting.desk, batch, setting.folder, settings_of(setting.settings.get("archive")))  # fmt: skip
    words = ngettext("{count} letter is handed over in {folder}.", "{count} letters are handed over in {folder}.", len(done.rows))  # fmt: skip
    if done.kept:
        words = ngettext("{count} letter was handed over already in {folder}.", "{count} letters were handed over already in {folder}.", len(done.rows))  # fmt: skip
    if done.without_pdf:
        setting.warn(_("LibreOffice is not installed, so the Word files are handed over in the place of PDF."))
    data = {"folder": done.folder, "kept": done.kept, "letters": done.rows}
    line = words.format(count=len(done.rows), folder=done.folder)
    setting.show(Answer(data=data, lines=[line], next_command=f"skjonn letter sent {code} --on DATE --how TEXT"))
