"""`skjonn call form`: the application form of a call as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, cast

import typer

from skjonn.cli import options
from skjonn.cli.app import Group
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.texts import N_, _


def declare(group: Group) -> None:
    """Put the verb on the noun `call`."""
    group.command(
        "form",
        help=N_("Write the application form of a call as a workbook, one application to each copy.\nA filled form goes in with `skjonn application import`."),
        example="skjonn call form 2021\nskjonn call form 2021 --in nb --out skjema.xlsx",
        acts=True,
    )(form)  # fmt: skip


def form(
    ctx: typer.Context,
    call: options.Call = None,
    language: options.In = None,
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("FILE"), help=N_("The file to write (default: søknadsskjema-CALL-LANGUAGE.xlsx)."))] = None,
) -> None:  # fmt: skip
    """Write the form."""
    from skjonn.usecases import forms

    setting = Setting.of(ctx)
    written = forms.write_form(setting.url, setting.desk, setting.call(call), cast("Any", language), out)
    following = f"skjonn application import FILE.xlsx --call {written.call}"
    setting.show(Answer(data=written, lines=[_("Wrote {path}.").format(path=written.path)], next_command=following))
