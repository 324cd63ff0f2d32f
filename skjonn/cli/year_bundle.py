"""`skjonn year bundle` and `merge`: an office's year for the ministry, and many offices' years joined."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from skjonn.cli import options
from skjonn.cli.app import Group
from skjonn.cli.output import Answer
from skjonn.cli.setting import Setting
from skjonn.texts import N_, Language, _, chosen, ngettext
from skjonn.texts.wording import kroner, long_date


def declare(group: Group) -> None:
    """Register the commands on `skjonn year`."""
    group.command("bundle", help=N_("Write the office's year as one file for the ministry: without persons and internal assessments, with a digest to print in the letter.\nOf a closed year it is what was frozen with its report, with the corrections listed since; an --as-of before the closing gives the year as it stood then."), example="skjonn year bundle 2021\nskjonn year bundle 2021 --as-of 2021-12-31 --out rogaland-2021.json", acts=True)(bundle)  # fmt: skip
    group.command("merge", help=N_("Join the bundles of offices into a national register and tables by county and office, as they were called at the time.\nNeeds no office's database. The digest of each is shown, to be held against the office's letter; a bundle that is damaged or given twice is named, and nothing is written."), example="skjonn year merge rogaland-2021.json agder-2021.json --out nasjonalt", acts=True)(merge)  # fmt: skip


def bundle(
    ctx: typer.Context,
    year: options.Year,
    out: Annotated[Path | None, typer.Option("--out", metavar=N_("FILE"), help=N_("The file, or a folder that is there; by default skjonn-OFFICE-YEAR.json here."))] = None,
    as_of: options.AsOf = None,
) -> None:  # fmt: skip
    """Write a bundle."""
    from skjonn.usecases import year_bundles

    setting = Setting.of(ctx)
    done = year_bundles.bundle(setting.url, setting.desk, year, out, as_of)
    lines = [
        _("Wrote {path}.").format(path=done.path),
        _("The year {year} as it stood on {day}.").format(year=year, day=long_date(done.as_of, chosen())),
        *([_("The figures are those that were frozen.")] if done.frozen else []),
        _("Digest: {digest}").format(digest=done.digest),
    ]
    setting.show(Answer(data=done, lines=lines, next_command=f"skjonn year merge {done.path} --out DIR"))


def merge(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar=N_("FILE"), help=N_("Bundles, of any offices and years."))],
    out: Annotated[Path, typer.Option("--out", metavar=N_("DIR"), help=N_("The folder to write in."))] = Path("national"),
    language: Annotated[str | None, typer.Option("--in", parser=options.form, metavar="nb|nn", help=N_("The language form of the tables; by default nynorsk."))] = None,
) -> None:  # fmt: skip
    """Join bundles."""
    from skjonn.usecases import year_merge

    setting = Setting.of(ctx)
    form: Language = "nb" if language == "nb" else "nn"
    done = year_merge.merge(setting.desk, paths, out, form)
    count = ngettext("{n} bundle joined: {applications}, {awards}, {amount}.", "{n} bundles joined: {applications}, {awards}, {amount}.", done.bundles)  # fmt: skip
    applications = ngettext("{n} application", "{n} applications", done.applications).format(n=done.applications)
    awards = ngettext("{n} award", "{n} awards", done.awards).format(n=done.awards)
    digest = _("{office} {year}, as it stood on {day}: {digest}")
    lines = [
        *(digest.format(office=one.name(form), year=one.year, day=long_date(one.as_of, chosen()), digest=one.digest) for one in done.joined),
        count.format(n=done.bundles, applications=applications, awards=awards, amount=kroner(done.awarded_nok, chosen())),
        *(str(out / name) for name in done.files),
    ]  # fmt: skip
    setting.show(Answer(data=done, lines=lines))
