"""`skjonn payment`: what the ministry is to pay, in which term, and what it has paid and had back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skjonn.cli import options
from skjonn.cli.app import Group
from skjonn.cli.output import Answer, Rows, columns
from skjonn.cli.setting import Setting
from skjonn.domain.payments import require_once, term_named, terms_named
from skjonn.errors import UsageError
from skjonn.texts import N_, _, chosen, ngettext
from skjonn.texts.wording import grouped, kroner, long_date, month

if TYPE_CHECKING:
    from skjonn.usecases.payment_entries import Recorded
    from skjonn.usecases.payment_lists import Sent
    from skjonn.usecases.payments import PlanMade

group = Group("payment")

YearOption = Annotated[int | None, typer.Option("--year", min=2000, max=2099, metavar=N_("YEAR"), help=N_("The budget year."))]  # fmt: skip
Out = Annotated[Path | None, typer.Option("--out", metavar=N_("FILE"), help=N_("The file to write: .xlsx, .ods or .csv."))]  # fmt: skip
On = Annotated[date | None, typer.Option("--on", parser=options.day, metavar=N_("DATE"), help=N_("The day it was paid; by default today."))]  # fmt: skip
Cases = Annotated[list[str] | None, typer.Option("--case", metavar=N_("CASE"), help=N_("Only this case, and anew as far as it is not sent; may be repeated."))]  # fmt: skip
TermOption = Annotated[str | None, typer.Option("--term", metavar=N_("TERM"), help=N_("The term, 1 to 11, whatever its cut-off."))]  # fmt: skip


class YearOrCall(UsageError):
    """Neither a call nor a year was named, or both were."""

    code = "payment-year-or-call"
    sentence = N_("Payments are planned for one call or for one year.")
    advice = N_("Name a call, or give --year 2021.")


class OneWay(UsageError):
    """Several ways to plan were asked for."""

    code = "payment-one-way"
    sentence = N_("Money is planned in one way at a time.")
    advice = N_("Give one of --term, --split and --hold, or none; --held goes with --term and --split.")


class OneSource(UsageError):
    """It is not clear what is to be recorded."""

    code = "payment-one-source"
    sentence = N_("What was paid is told by a list, by a file, or by hand.")
    advice = N_("Give a file, or --list with --year, or --case with --amount.")


class OptionIdle(UsageError):
    """An option does nothing with what is to be recorded."""

    code = "payment-option-idle"
    sentence = N_("{option} does not go with what is to be recorded.")
    advice = N_("--year and --without go with --list; --reference and --reason with --case; --repaid with --case or a file.")  # fmt: skip


@group.command(
    "term",
    help=N_("Set the ministry's cut-offs of a year's terms, or show them: the last day an award can be told to be paid with each.\nThe cut-off of term 11 is the frame's last one too (`skjonn frame cutoff`)."),
    example="skjonn payment term 2021 6=2021-05-20 9=2021-08-20 11=2021-11-26\nskjonn payment term 2021",
    acts=True,
)  # fmt: skip
def term(
    ctx: typer.Context,
    year: options.Year,
    named: Annotated[list[str] | None, typer.Argument(metavar=N_("TERM=DATE"), help=N_("A term and its cut-off; none shows what is set."))] = None,
) -> None:  # fmt: skip
    """Set or show terms."""
    from skjonn.usecases import payment_terms

    setting = Setting.of(ctx)
    pairs = [options.pair(text, "TERM=DATE") for text in named or ()]
    require_once([term_named(name) for name, _value in pairs])
    wanted = {term_named(name): options.day(value) for name, value in pairs}
    done = payment_terms.set_terms(setting.url, setting.desk, year, wanted) if wanted else payment_terms.show(setting.url, year)  # fmt: skip
    lines = [] if done.cutoffs else [_("No cut-offs are set for {year}.").format(year=year)]
    if done.moved and done.last_cutoff_on:
        lines.append(_("The frame's last cut-off is {day} from now on.").format(day=long_date(done.last_cutoff_on, chosen())))  # fmt: skip
    rows = [{"term": one, "paid_in": month(payment_terms.month(one, year), chosen()), "cutoff_on": on} for one, on in done.cutoffs.items()]  # fmt: skip
    data = {"year": year, "terms": [{"term": one, "cutoff_on": on} for one, on in done.cutoffs.items()], "last_cutoff_on": done.last_cutoff_on}  # fmt: skip
    table = Rows(columns("term", "paid_in", "cutoff_on"), rows) if rows else None
    setting.show(Answer(data, lines, table, next_command=f"skjonn payment plan --year {year}"))


@group.command(
    "plan",
    help=N_("Plan in which term each award is paid: the first whose cut-off is on the day of approval or later.\nPlanned again, what has been taken back since is taken off as far as it is not sent to the ministry."),
    example="skjonn payment plan 2021\nskjonn payment plan --year 2021 --split 9,10,11\nskjonn payment plan 2021 --case 2021-007 --hold\nskjonn payment plan 2021 --held --term 9",
    acts=True,
)  # fmt: skip
def plan(
    ctx: typer.Context,
    call: options.Call = None,
    year: YearOption = None,
    cases: Cases = None,
    wanted_term: TermOption = None,
    split: Annotated[str | None, typer.Option("--split", metavar=N_("TERMS"), help=N_("Spread each award over these terms in equal parts: 9,10,11."))] = None,
    hold: Annotated[bool, typer.Option("--hold", help=N_("Hold the money for now: no term."))] = False,
    held: Annotated[bool, typer.Option("--held", help=N_("Plan what is held, and nothing else."))] = False,
) -> None:  # fmt: skip
    """Plan payments."""
    from skjonn.usecases import payments

    setting = Setting.of(ctx)
    if (wanted_term is not None) + (split is not None) + hold > 1 or (hold and held):
        raise OneWay
    terms = (term_named(wanted_term),) if wanted_term is not None else terms_named(split) if split is not None else ()
    code, of = _meant(setting, call, year)
    wanted = payments.Wanted(of, code, tuple(setting.case(one) for one in cases or ()), terms, hold, held)
    done = payments.plan(setting.url, setting.desk, wanted)
    setting.show(_planned(done))


@group.command(
    "list",
    help=N_("List a year's awards with what is planned, sent, paid, repaid and to be repaid; or the lists that were sent."),
    example="skjonn payment list --year 2021\nskjonn payment list 2021 --as-of 2021-06-30 --csv\nskjonn payment list --year 2021 --sent",
    lists=True,
)  # fmt: skip
def list_(
    ctx: typer.Context,
    call: options.Call = None,
    year: YearOption = None,
    sent: Annotated[bool, typer.Option("--sent", help=N_("The lists that were sent to the ministry."))] = False,
    as_of: options.AsOf = None,
) -> None:  # fmt: skip
    """List payments."""
    from skjonn.usecases import payment_lists, payments

    setting = Setting.of(ctx)
    code, of = _meant(setting, call, year)
    if sent:
        found = payment_lists.every(setting.url, of, as_of)
        rows: list[dict[str, Any]] = [{"payment_list": one.number, "term": one.term, "sent_on": one.on, "control_sum_nok": one.control_sum_nok, "digest": one.digest if setting.json or setting.csv else one.digest[:12]} for one in found]  # fmt: skip
        setting.show(Answer(table=Rows(columns("payment_list", "term", "sent_on", "control_sum_nok", "digest"), rows, {"control_sum_nok": sum(one.control_sum_nok for one in found)})))  # fmt: skip
        return
    standing = payments.standing(setting.url, of, call=code, as_of=as_of)
    amounts = ("awarded_nok", "planned_nok", "sent_nok", "paid_nok", "repaid_nok", "to_repay_nok", "beside_nok")
    rows = [{"case": one.case, "municipality": one.municipality, "municipality_number": one.payee, "terms": ", ".join(_term(term) for term in one.terms), "told_payee": one.told_payee, **{name: getattr(one, name) for name in amounts}} for one in standing]  # fmt: skip
    totals = {name: sum(int(row[name]) for row in rows) for name in amounts}
    told = ("told_payee",) if setting.csv or any(one.told_payee for one in standing) else ()
    shown = amounts if setting.csv else (*amounts[:4], *(name for name in amounts[4:] if totals[name]))
    lines = [] if rows else [_("There is no award of {year} to be paid.").format(year=of)]
    table = Rows(columns("case", "municipality", *told, "terms", *shown), rows, totals) if rows or setting.csv else None
    setting.show(Answer(_listing(amounts, rows, totals), lines, table))


@group.command(
    "export",
    help=N_("Make the ministry's list for a term: a line a municipality with its cases beneath, a control sum and a digest.\nWhat is on it is frozen; --list writes a list that was sent again, the same."),
    example="skjonn payment export 2021 6 --out utbetaling-juni.xlsx\nskjonn payment export 2021 --list 1 --out utbetaling-juni.ods",
    acts=True,
)  # fmt: skip
def export(
    ctx: typer.Context,
    year: options.Year,
    wanted_term: Annotated[str | None, typer.Argument(metavar=N_("TERM"), help=N_("The term, 1 to 11."))] = None,
    number: Annotated[int | None, typer.Option("--list", min=1, metavar=N_("NUMBER"), help=N_("A list that was sent, to be written again."))] = None,
    out: Out = None,
) -> None:  # fmt: skip
    """Make or write a payment list."""
    from skjonn.usecases import payment_lists

    setting = Setting.of(ctx)
    if (wanted_term is None) == (number is None):
        raise TermOrList
    if number is not None:
        done = payment_lists.again(setting.url, setting.desk, year, number, out)
    else:
        done = payment_lists.export(setting.url, setting.desk, year, term_named(wanted_term or ""), out)
    setting.show(_sent(done))


class TermOrList(UsageError):
    """Neither a term nor a list was named, or both were."""

    code = "payment-term-or-list"
    sentence = N_("Name either the term to make a list for, or the list to write again.")
    advice = N_("Write as in: skjonn payment export 2021 6 --out list.xlsx")


@group.command(
    "record",
    help=N_("Record what the ministry has paid: a whole list, a file with a case and an amount in each row, or one payment by hand.\nMoney that came back is recorded with --repaid."),
    example="skjonn payment record --year 2021 --list 1 --on 2021-06-10\nskjonn payment record utbetalt.xlsx --on 2021-06-10\nskjonn payment record --case 2021-007 --amount 50000 --repaid --on 2022-02-01",
    acts=True,
)  # fmt: skip
def record(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar=N_("FILE"), help=N_("A table with the columns case and amount; also reference and date."))] = None,
    year: YearOption = None,
    number: Annotated[int | None, typer.Option("--list", min=1, metavar=N_("NUMBER"), help=N_("A list that was sent: everything on it was paid, as far as it is not recorded yet."))] = None,
    without: Annotated[list[str] | None, typer.Option("--without", metavar=N_("CASE"), help=N_("A case of the list that was not paid; may be repeated."))] = None,
    case: Annotated[str | None, typer.Option("--case", metavar=N_("CASE"), help=N_("The case money was paid of."))] = None,
    amount: Annotated[int | None, typer.Option("--amount", parser=options.amount, metavar=N_("AMOUNT"), help=N_("Whole kroner."))] = None,
    repaid: Annotated[bool, typer.Option("--repaid", help=N_("The money came back."))] = False,
    reference: Annotated[str, typer.Option("--reference", metavar=N_("TEXT"), help=N_("The ministry's or the bank's reference."))] = "",
    on: On = None,
    reason: options.Reason = None,
) -> None:  # fmt: skip
    """Record payments."""
    from skjonn.usecases import payment_records
    from skjonn.usecases.payment_records import ByHand

    setting = Setting.of(ctx)
    day = on or setting.desk.today
    if sum((file is not None, number is not None, case is not None)) != 1 or (case is None) != (amount is None):
        raise OneSource
    used = {"--year": number, "--without": number, "--reference": case, "--reason": case, "--repaid": case or file}
    said = {"--year": year, "--without": without, "--reference": reference, "--reason": reason, "--repaid": repaid}
    if idle := [name for name, value in said.items() if value and used[name] is None]:
        raise OptionIdle(option=idle)
    if file is not None:
        done = payment_records.record_file(setting.url, setting.desk, file, day, repaid=repaid)
    elif number is not None:
        if year is None:
            raise OneSource
        done = payment_records.record_list(setting.url, setting.desk, (year, number), day, [setting.case(one) for one in without or ()])  # fmt: skip
    else:
        by_hand = ByHand(setting.case(case or ""), amount or 0, repaid, reference, reason or "")
        done = payment_records.record_by_hand(setting.url, setting.desk, by_hand, day)
    setting.show(_recorded(done))


def _meant(setting: Setting, call: str | None, year: int | None) -> tuple[str, int]:
    """Return the call meant, empty where a whole year is, and the budget year."""
    from skjonn.usecases import payments

    if call is not None and year is not None:
        raise YearOrCall
    if year is not None:
        return "", year
    code = setting.call(call)
    return code, payments.year_of(setting.url, code)


def _listing(amounts: Sequence[str], rows: Sequence[dict[str, Any]], totals: dict[str, int]) -> dict[str, Any]:
    """Return a listing as scripts get it: every column, also those a person does not see because they hold nothing."""
    return {
        "columns": ["case", "municipality", "municipality_number", "terms", *amounts, "told_payee"],
        "rows": rows,
        "totals": totals,
    }


def _term(number: int) -> str:
    return str(number) if number else _("held")


def _planned(done: PlanMade) -> Answer:
    lines = [
        (
            _("{case}: {amount} for term {term}.") if move.amount_nok > 0 and move.term
            else _("{case}: {amount} held.") if move.amount_nok > 0
            else _("{case}: {amount} taken off term {term}.") if move.term
            else _("{case}: {amount} no longer held.")
        ).format(case=move.case, amount=grouped(abs(move.amount_nok)), term=move.term)
        for move in done.moves
    ]  # fmt: skip
    if not lines:
        lines = [_("Everything that stands is planned already.")]
    terms = sorted({move.term for move in done.moves if move.term and move.amount_nok > 0})
    above = [
        _("{case}: the ministry was told {amount} more than stands now. Tell it, or claim the money back when it is paid.").format(case=one.case, amount=grouped(one.above_nok))
        for one in done.told_too_much
    ]  # fmt: skip
    above += [
        (
            _("{case}: {amount} was paid to {municipality}, and {payee} is to have it.") if one.paid
            else _("{case}: the ministry was told to pay {amount} to {municipality}, and {payee} is to have it. Tell it.")
        ).format(case=one.case, amount=grouped(one.amount_nok), municipality=one.municipality, payee=one.payee)
        for one in done.told_elsewhere
    ]  # fmt: skip
    above += [
        _("{case}: with what was paid beside the lists, the ministry is told to pay {amount} more than stands. Tell it, or hold what is not sent.").format(case=one.case, amount=grouped(one.above_nok))
        for one in done.told_beyond
    ]  # fmt: skip
    following = f"skjonn payment export {done.year} {terms[0]} --out FILE.xlsx" if terms else f"skjonn payment list --year {done.year}"  # fmt: skip
    return Answer(data=done, lines=lines, messages=above, next_command=following)


def _sent(done: Sent) -> Answer:
    said = done.said
    heads = [row for row in said.rows if row.get("municipality_number")]
    lines = [
        _("List {number} of {year}, term {term}: {total} to {count}.").format(
            number=said.number, year=said.year, term=said.term, total=kroner(said.control_sum_nok, chosen()),
            count=ngettext("{n} municipality", "{n} municipalities", len(heads)).format(n=len(heads)),
        ),
        _("Digest: {digest}").format(digest=done.digest),
    ]  # fmt: skip
    if done.path:
        lines.append(_("Wrote {path}.").format(path=done.path))
    data = {
        "year": said.year, "list": said.number, "term": said.term, "on": said.on, "control_sum_nok": said.control_sum_nok,
        "digest": done.digest, "rows": list(said.rows), "path": done.path,
    }  # fmt: skip
    table = Rows(columns("municipality_number", "municipality", "amount_nok"), heads, {"amount_nok": said.control_sum_nok})  # fmt: skip
    return Answer(data, lines, table, next_command=f"skjonn payment record --year {said.year} --list {said.number} --on DATE")  # fmt: skip


def _recorded(done: Recorded) -> Answer:
    count: Sequence[tuple[str, int]] = done.cases
    text = (
        ngettext("{amount} was recorded as repaid on {day}, of {n} case.", "{amount} was recorded as repaid on {day}, of {n} cases.", len(count)) if done.kind.value == "repaid"
        else ngettext("{amount} was recorded as paid on {day}, of {n} case.", "{amount} was recorded as paid on {day}, of {n} cases.", len(count))
    )  # fmt: skip
    lines = [text.format(amount=kroner(done.sum_nok, chosen()), day=long_date(done.on, chosen()), n=len(count))]
    messages = []
    if done.skipped:
        lines = lines if count else []
        lines.append(ngettext("{n} row was recorded before.", "{n} rows were recorded before.", done.skipped).format(n=done.skipped))  # fmt: skip
        messages.append(_("Rows without a reference are taken for the same where the amount and the day are, or the whole file is."))  # fmt: skip
    messages += [
        _("{case}: {amount} more was paid than stands awarded. It is to be repaid.").format(
            case=case, amount=grouped(nok)
        )
        for case, nok in done.above
    ]
    messages += [
        _("{case}: {amount} was paid that no list sent to the ministry said. `skjonn payment plan` tells where it would be paid again.").format(case=case, amount=grouped(nok))
        for case, nok in done.beside
    ]  # fmt: skip
    following = "skjonn payment list"
    if done.left_over:
        messages.append(_("The award still stands as it was. Correct it, and the money is free again, or returned, by the rule of the frame."))  # fmt: skip
        following = f"skjonn decision correct {done.left_over[0]} AMOUNT --reason TEXT"
    data = {"kind": done.kind, "on": done.on, "sum_nok": done.sum_nok, "cases": [{"case": case, "amount_nok": nok} for case, nok in count], "skipped": done.skipped}  # fmt: skip
    return Answer(data=data, lines=lines, messages=messages, next_command=following)
