"""`skjonn proofread`: a finished text held against the register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skjonn.cli import options
from skjonn.cli.app import Group
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.texts import N_, _, ngettext

if TYPE_CHECKING:
    from skjonn.domain.proof_facts import Finding

group = Group("proofread")


@group.command(
    help=N_(
        "Read a finished text about a call's awards, and name what disagrees with the register: amounts, sums, counts, partners, titles.\n"
        "Reads .docx, .xlsx, .xls, .ods, .html, .md, .csv and .txt; of .pdf the text alone, for notes. Exit code 1 where there is an error."
    ),
    example="skjonn proofread nyheit.docx --call 2021\nskjonn proofread tildelingar.html --json",
)
def proofread(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar=N_("FILE"), help=N_("The text."))],
    call: options.CallOption = None,
) -> None:
    """Read it and list the findings."""
    from skjonn.usecases import proofreading

    setting = Setting.of(ctx)
    found = proofreading.check(setting.url, setting.desk, setting.call(call), file)
    notes = len(found.findings) - found.errors
    lines = [_line(one) for one in found.findings]
    if not found.findings:
        lines.append(_agrees(found.spoken))
    else:
        errors = ngettext("{count} error", "{count} errors", found.errors).format(count=found.errors)
        lines.append(_("{errors}, and notes: {notes}.").format(errors=errors, notes=notes))
    data = {
        "findings": [
            {
                "kind": one.kind, "severity": one.severity, "case": one.case or None, "where": one.where, "found": one.found,
                "register": one.register, "message": one.message(),
            }
            for one in found.findings
        ]
    }  # fmt: skip
    setting.show(Answer(data=data, lines=lines, exit_code=1 if found.errors else 0))


def _line(finding: Finding) -> str:
    lead = _("Note:") + " " if finding.severity == "note" else ""
    return f"{lead}{finding.where}: {finding.message()}" if finding.where else f"{lead}{finding.message()}"


def _agrees(spoken: int) -> str:
    if not spoken:
        return _("It speaks of no award; the rest agrees with the register.")
    sentence = ngettext("It agrees with the register: {count} award.", "It agrees with the register: {count} awards.", spoken)  # fmt: skip
    return sentence.format(count=spoken)
