"""`skjonn history`: one case from first to last."""

from __future__ import annotations

import typer

from skjonn.cli import options
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import Setting
from skjonn.texts import N_

group = Group("history")


@group.command(
    help=N_("Everything that happened to one case, in plain words."), example="skjonn history 2021-007", lists=True
)
def history(ctx: typer.Context, case: options.Case) -> None:
    """Show the events of a case, oldest first."""
    from skjonn.usecases import history as use

    setting = Setting.of(ctx)
    told = use.of_case(setting.url, setting.desk, setting.case(case))
    rows = [{"on": event.on, "recorded_on": event.recorded_on, "person": event.person, "sentence": event.sentence} for event in told.events]  # fmt: skip
    entered = ("recorded_on",) if any(row["recorded_on"] for row in rows) else ()
    setting.show(
        Answer(
            data=told,
            lines=[f"{told.case} {told.title}", ""],
            table=Rows(columns("on", *entered, "person", "sentence"), rows),
        )
    )
