"""Take in a table of recommendations: all of it or nothing, with every problem by its cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sqlmodel import Session

from skjonn.domain.allocation_sheets import ChangedMeanwhile, Mark, SheetOfOtherCall, mark_of
from skjonn.domain.allocations import RECOMMENDED, Outcome, ground_of
from skjonn.domain.amounts import parse_amount
from skjonn.domain.codes import case_order, parse_case
from skjonn.domain.conditions import worded
from skjonn.domain.desk import Desk
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.grids import Grid, find_grid
from skjonn.domain.problems import Place, Problem, problem
from skjonn.domain.row_titles import require_own_title
from skjonn.domain.said import Value, Words
from skjonn.domain.sheets import Fault, Row
from skjonn.errors import SkjonnError, UsageError
from skjonn.spreadsheets.reading import read
from skjonn.storage.database import writing
from skjonn.storage.queries import conditions
from skjonn.storage.queries.applications import Case, CaseUnknown
from skjonn.texts import LANGUAGES, N_, translate
from skjonn.usecases.acting import record
from skjonn.usecases.recommending import Entry, Round, Wanted, held_pots, over_pots, save
from skjonn.usecases.score_import import CASE_HEADINGS, FileHasProblems, Imported, headings_of, problem_at

_HEADINGS = {
    "case": (*CASE_HEADINGS, *headings_of("case")),
    "reference": headings_of("reference"),
    "amount": ("amount", "beløp", "tilråding", "tilrådd", "tilrådd beløp", "innstilling", "innstilt beløp", *headings_of("recommended_nok")),
    "outcome": ("outcome", "utfall", *(translate(N_("Other outcome"), each) for each in LANGUAGES), *headings_of("recommended_outcome")),
    "pot": ("potte", *headings_of("pot")),
    "ground": ("grunn", "avslagsgrunn", *headings_of("ground")),
    "reason": ("grunngiving", "grunngjeving", "begrunnelse", *headings_of("reason")),
    "above_applied": ("above applied", *(translate(N_("Why more than applied for"), each) for each in LANGUAGES), "over søkt", "grunn for meir enn søkt", "grunn for mer enn søkt"),
    "payee": headings_of("payee"),
    "pass_to": ("pass to", "office", "oversendes til", "blir sendt til"),
    "title": headings_of("title"),
    "municipality": (*headings_of("municipality"), *headings_of("lead")),
    "applied": headings_of("applied_nok"),
    **{name: headings_of(name) for name in ("total_points", "mean_points", "rank")},
    "assessment": ("assessment", "vurdering", *(translate(N_("Written assessment"), each) for each in LANGUAGES)),
    "condition_text": tuple(translate(N_("Conditions of the award"), each) for each in LANGUAGES),
}  # fmt: skip
_SAYING = ("amount", "ground", "pass_to", "outcome")
_BESIDE = {
    "amount": (N_("an amount"), (Outcome.AWARD,)),
    "ground": (N_("a ground"), (Outcome.REFUSAL, Outcome.DISMISSAL)),
    "pass_to": (N_("an office to pass it to"), (Outcome.PASSED_ON,)),
}
"""What a column says, in words, and the outcomes it belongs to."""
_ADVICE = {
    "above-applied": N_("Where more is meant, say why in the column {column}; the reason is stored."),
    "award-nothing": N_("Give an amount above 0; to give nothing, choose a ground."),
    "pass-to-missing": N_("Name it: skjonn allocation set {case} --pass-to OFFICE."),
}
"""What to do about a fault where it stands in a table, and not in a command."""


_OUTCOMES = [Value("recommended_outcome", one) for one in RECOMMENDED]
_EMPTIED = N_("{case}: the row says nothing now; what was recommended stands.")
_GONE = N_("{case}: the row is gone from the sheet; what was recommended stands.")


class OutcomeUnclear(UsageError):
    """A row says neither an amount nor another outcome that can be understood."""

    code = "outcome-unclear"
    sentence = N_("{text} is no outcome.")
    advice = N_("Give an amount above 0, or a ground of the call, or one of: {outcomes}.")


class OutcomesSeveral(UsageError):
    """A row says two things that cannot both hold."""

    code = "outcomes-several"
    sentence = N_("The row has {said} beside {outcome}; a case has one outcome.")
    advice = N_("Clear one of the two.")


class RowWithoutCase(UsageError):
    """A row says what is recommended, and not for which case."""

    code = "row-without-case"
    sentence = N_("The row names no case.")
    advice = N_("Give its case number, or clear the row.")


@dataclass(frozen=True)
class _Reader:
    """Reads the rows of one table against one round."""

    grid: Grid
    around: Round

    def entries(self) -> tuple[list[Entry], list[Problem]]:
        """Return what is to be recommended, and every problem by cell."""
        problems = list(self.grid.problems)
        entries: list[Entry] = []
        seen: dict[int, int] = {}
        for row in self.grid.rows:
            found, wrong = self._entry(row)
            problems += wrong
            if found is None:
                continue
            if found.case.id in seen:
                text = N_("The same case stands in row {row}.")
                problems.append(
                    self.grid.at(row, "case", problem("error", "case-twice", text, row=seen[found.case.id]))
                )
            seen.setdefault(found.case.id, row.number)
            entries.append(found)
        return entries, problems

    def _entry(self, row: Row) -> tuple[Entry | None, list[Problem]]:
        faults = self.grid.faults(row)
        if faults or not any(self.grid.value(row, name) is not None for name in _SAYING):
            return None, faults
        name = "reference" if self.grid.value(row, "case") is None and "reference" in self.grid.columns else "case"
        try:
            case = self._case(row, name)
            name = "amount"
            amount_nok = self._amount(row)
            name = self._telling(row, amount_nok)
            wanted = self._wanted(row, amount_nok)
            name = "payee"
            entry = self.around.entry(case, wanted)
            name = "case"
            if not entry.same:  # what stands already may be taken in again, also after the decision
                self.around.require_open(case)
        except SkjonnError as error:
            return None, [problem_at(self.grid.place(row, name), error)]
        return entry, list(self._faults(row, entry))

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {number: case.content.title for number, case in self.around.cases.items()}

    def _case(self, row: Row, name: str) -> Case:
        text = self.grid.text(row, name)
        if not text:
            raise RowWithoutCase
        if name == "case":
            case = self.around.case(parse_case(text, self.around.call.code))
            if "title" in self.grid.columns:
                require_own_title(case.case_number, self.grid.text(row, "title"), self._titles)
            return case
        asked = text.casefold()
        known = [number for number, one in self.around.cases.items() if one.content.reference.casefold() == asked]
        if not known:
            raise CaseUnknown(case=text)
        return self.around.case(known[0])

    def _amount(self, row: Row) -> int:
        amount = self.grid.value(row, "amount")
        return 0 if amount is None or isinstance(amount, bool | Fault) else parse_amount(_number(amount))

    def _telling(self, row: Row, amount_nok: int) -> str:
        """Return the column that tells the outcome; where several say something, the last, which is one too many."""
        return next((name for name in reversed(_SAYING) if self._says(row, name, amount_nok)), "amount")

    def _says(self, row: Row, name: str, amount_nok: int) -> bool:
        return amount_nok > 0 if name == "amount" else bool(self.grid.text(row, name))

    def _wanted(self, row: Row, amount_nok: int) -> Wanted:
        outcome = self._outcome(row, amount_nok)
        for name, (said, outcomes) in _BESIDE.items():
            if self._says(row, name, amount_nok) and outcome not in outcomes:
                raise OutcomesSeveral(said=Words(said), outcome=Value("recommended_outcome", outcome))
        return Wanted(
            outcome=outcome,
            amount_nok=amount_nok,
            pot=self._given(row, "pot"),
            ground=self.grid.text(row, "ground"),
            reason=self._given(row, "reason"),
            above_applied=self._given(row, "above_applied"),
            payee=self._given(row, "payee"),
            pass_to=self._given(row, "pass_to"),
        )

    def _outcome(self, row: Row, amount_nok: int) -> Outcome:
        stated = self.grid.text(row, "outcome")
        if stated:
            return _outcome_named(stated)
        if amount_nok > 0:
            return Outcome.AWARD
        ground = self.grid.text(row, "ground")
        if ground:
            dismissed = ground_of(self.around.call.call, ground, Outcome.DISMISSAL)
            return Outcome.DISMISSAL if dismissed else Outcome.REFUSAL
        if self.grid.value(row, "pass_to") is not None:
            return Outcome.PASSED_ON
        raise OutcomeUnclear(text=self.grid.text(row, "amount"), outcomes=_OUTCOMES)

    def _given(self, row: Row, name: str) -> str | None:
        """Return a cell's text; None where the table has no such column, which keeps what stands."""
        return self.grid.text(row, name) if name in self.grid.columns else None

    def _faults(self, row: Row, entry: Entry) -> Iterator[Problem]:
        places = {
            "pot-not-of-call": "pot",
            "pot-unknown": "pot",
            "ground-unknown": "ground",
            "pass-to-missing": "outcome",
        }
        for fault in self.around.faults(entry):
            name = places.get(fault.code, "amount")
            found = problem_at(self.grid.place(row, name if name in self.grid.columns else "case"), fault)
            data = {"case": entry.case.case_number, "column": Words(N_("Why more than applied for")), **found.data}
            yield replace(found, advice=_ADVICE.get(fault.code, found.advice), data=data)


def import_recommendations(url: str, desk: Desk, path: Path, call: str, *, update: bool = False) -> Imported:
    """Take in one row per case (by case number or reference) with an amount, or another outcome and its ground.

    A row with none of these is passed over. A column that is not there leaves what stands. An allocation sheet tells which
    recommendations stood when it was written: where another has come since, `update` lets the sheet's hold.

    Raises:
        SheetFileRefused, GridMissing: the file cannot be read, or holds no such table.
        FileHasProblems: with every problem by cell; nothing is taken in.
        SheetOfOtherCall: it is the allocation sheet of another call.
        ChangedMeanwhile: another recommendation was set since the sheet was written, and the sheet says something else.
    """
    book = read(path)
    mark = mark_of(book.sheets)
    if mark and mark.call != call:
        raise SheetOfOtherCall(path=path.name, found=mark.call, call=call)
    with writing(url, keep=not desk.dry_run) as session:
        around = Round.of(session, desk, call)
        grid = find_grid(path.name, book.sheets, _HEADINGS, (("case", "reference"), ("amount", "outcome", "ground")))
        entries, problems = _Reader(grid, around).entries()
        wrong = [one for one in problems if one.severity == "error"]
        if wrong:
            raise FileHasProblems(path=path.name, count=len(wrong), problems=problems)
        moved = [one for one in entries if not one.same]
        if mark and not update:
            _require_as_written(mark, moved)
        save(session, around, entries)
        problems += _cleared(mark, around, grid, {one.case.id for one in entries})
        problems += _conditions_typed(session, around, grid) if mark else _unmarked(grid, moved)
        if moved:
            cases = [one.case.id for one in moved]
            record(session, desk, around.person, "recommendations-imported", call, cases=cases, file_name=path.name, count=len(cases))  # fmt: skip
        doubts = [doubt for one in entries for doubt in around.doubts(one)]
        pots = (*over_pots(session, around.call.year), *held_pots(session, around.call.year, desk.today))
        notes = (*book.problems, *problems, *doubts, *pots)
        added = sum(1 for one in moved if one.before is None)
        return Imported(call, added, len(moved) - added, len(entries) - len(moved), notes)


def _require_as_written(mark: Mark, moved: Sequence[Entry]) -> None:
    """Refuse a sheet that would put its own in the place of what it never showed."""
    other = [
        one.case.case_number
        for one in moved
        if mark.numbers.get(one.case.case_number, 0) != (one.before.number if one.before else 0)
    ]
    if other:
        raise ChangedMeanwhile(cases=sorted(other, key=case_order))


def _unmarked(grid: Grid, moved: Sequence[Entry]) -> Iterator[Problem]:
    """Yield a warning where an allocation sheet was saved in a form that no longer tells when it was written."""
    changed = [one.case.case_number for one in moved if one.before]
    if changed and {"above_applied", "total_points"} <= set(grid.columns):
        text = N_("The file does not tell any more which recommendations stood when the sheet was written; changed are {cases}.")  # fmt: skip
        advice = N_("See that nothing newer was changed; send the sheet back as .xlsx or .ods.")
        yield problem("warning", "sheet-without-mark", text, advice, cases=sorted(changed, key=case_order))


def _conditions_typed(session: Session, around: Round, grid: Grid) -> Iterator[Problem]:
    """Yield a warning for each row whose conditions are other than those set: they are shown in the sheet, not set by it."""
    if "condition_text" not in grid.columns:
        return
    held = conditions.standing(session, around.call.id)
    for row in grid.rows:
        case = around.cases.get(grid.text(row, "case").upper())
        said = "".join(grid.text(row, "condition_text").split())
        own = held.get(case.id, []) if case else []
        shown = {"".join("".join(worded(one, language) for one in own).split()) for language in LANGUAGES}
        if case and said not in shown:
            text = N_("{case}: conditions are not set by the sheet, and what is written there was not taken in.")
            advice = N_("Set it: skjonn condition add {case} TEXT.")
            yield grid.at(
                row, "condition_text", problem("warning", "sheet-condition", text, advice, case=case.case_number)
            )


def _cleared(mark: Mark | None, around: Round, grid: Grid, told: Collection[int]) -> Iterator[Problem]:
    """Yield a warning for each case whose recommendation stood in the sheet and was cleared there: it stands as it was."""
    rows = {grid.text(row, "case").upper() for row in grid.rows}
    for number, version in (mark.numbers if mark else {}).items():
        case = around.cases.get(number)
        if case and version and case.id not in told and case.id in around.standing:
            said = _EMPTIED if number in rows else _GONE
            yield Problem("recommendation-cleared", "warning", Place(), said, N_("To give nothing, choose a ground."), {"case": number})  # fmt: skip


def _number(value: object) -> str | float:
    return value if isinstance(value, int | float | str) else str(value)


def _outcome_named(text: str) -> Outcome:
    asked = text.casefold()
    for code, label in CATALOGUE["recommended_outcome"].choices:
        if asked in {code, code.replace("_", " "), *(translate(label, language).casefold() for language in LANGUAGES)}:
            return Outcome(code)
    raise OutcomeUnclear(text=text, outcomes=_OUTCOMES)
