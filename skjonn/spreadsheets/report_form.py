"""The report form as a workbook: a page for each award, with what is known written in, and a hidden sheet that maps the answers."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from skjonn.domain.fields import CATALOGUE
from skjonn.domain.report_forms import (
    AMOUNTS,
    LINES,
    MAP_SHEET,
    MARK,
    TEXTS,
    Page,
    ReportForm,
    heading,
    status_words,
)
from skjonn.domain.reports import REQUIRED, Account, ReportKind
from skjonn.spreadsheets.form_rules import prompt
from skjonn.spreadsheets.form_styles import ANSWER_WIDTH, LABEL_WIDTH, LINE_POINTS, styles
from skjonn.texts import N_, translate
from skjonn.texts.cleaning import printable
from skjonn.texts.wording import kroner, long_date

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the writer takes naive times; no clock
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_A4 = 9
_LONG, _AMOUNT_WIDTH = 8, 18  # lines of a long answer; signs
_LABELS, _ANSWERS, _SUMS = 0, 1, 2
_HELP = {
    "status": N_("Choose in the list."),
    "summary": N_("What has been done, in a few sentences that can be published."),
    "results": N_("What came of it, held against the goals, in words that can be published."),
    "financing": N_("The whole project: who paid on the left, the amount on the right."),
    "use": N_("The whole project: what the money went to on the left, the amount on the right."),
    "spent_nok": N_("Of the award alone, in whole kroner."),
    "unused_nok": N_("What is left of the award, 0 where nothing is."),
    "experience": N_("What went well, what did not, and why."),
    "usefulness": N_("What can other municipalities take over?"),
    "next_steps": N_("What happens after the project?"),
}


def report_workbook(form: ReportForm) -> bytes:
    """Return the form as an .xlsx; the same form gives the same bytes."""
    packed = BytesIO()
    book = xlsxwriter.Workbook(packed, dict(_OPTIONS))
    looks = styles(book)
    mapped: list[tuple[str, ...]] = []
    for page in form.pages:
        mapped += _Page(book, form, page, looks).write()
    hidden = book.add_worksheet(MAP_SHEET)
    hidden.write_row(0, 0, (*MARK, form.office_id))
    for row, cells in enumerate(mapped, start=1):
        hidden.write_row(row, 0, cells)
    words = status_words(form.language)
    hidden.write_column(0, 8, list(words.values()))
    hidden.protect()
    hidden.hide()
    title = translate(N_("Report"), form.language)
    book.set_properties({"title": title, "author": printable(form.office), "created": _CREATED})
    book.close()
    return packed.getvalue()


class _Page:
    """Writes one award's page."""

    def __init__(self, book: Any, form: ReportForm, page: Page, looks: Any) -> None:
        self.form, self.page, self.looks, self.row = form, page, looks, 0
        self.sheet = book.add_worksheet(page.case)
        self.mapped: list[tuple[str, ...]] = []
        self.cells: dict[str, tuple[int, int]] = {}
        self._set_up()

    def write(self) -> list[tuple[str, ...]]:
        """Write the page and return what the map says of it."""
        self._head()
        said = self.page.before
        self._choice(said)
        for name in TEXTS[:2]:
            self._long(name, said)
        for name in LINES:
            self._lines(name, said)
        for name in AMOUNTS:
            self._amount(name, said)
        for name in TEXTS[2:]:
            self._long(name, said)
        self._check()
        self.sheet.print_area(0, 0, self.row, _SUMS)
        return self.mapped

    def say(self, text: str) -> str:
        return translate(text, self.form.language)

    def _set_up(self) -> None:
        sheet = self.sheet
        sheet.set_column(_LABELS, _LABELS, LABEL_WIDTH)
        sheet.set_column(_ANSWERS, _ANSWERS, ANSWER_WIDTH)
        sheet.set_column(_SUMS, _SUMS, _AMOUNT_WIDTH)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.set_margins(0.5, 0.5, 0.7, 0.6)
        if self.form.banner:
            sheet.set_header("&C&B" + printable(self.form.banner).replace("&", "&&"))
        sheet.set_footer("&L" + printable(self.form.office).replace("&", "&&") + "&R&P / &N")
        sheet.protect("", {"format_rows": True, "format_columns": True})

    def _head(self) -> None:
        page, kind = self.page, self.page.report.worded(self.form.language)
        self.sheet.set_row(0, 30)
        self.sheet.write_string(0, 0, f"{kind[:1].upper()}{kind[1:]}: {page.case}", self.looks["title"])
        self.cells["check"] = (1, 0)
        facts = [
            ("title", page.title), ("municipality", page.municipality), ("call", page.call), ("period", page.period),
            ("awarded_nok", kroner(page.awarded_nok, self.form.language)),
            ("due_report_on", long_date(page.due_on, self.form.language) if page.due_on else ""),
        ]  # fmt: skip
        self.row = 3
        for name, value in facts:
            if value:
                label = self.say(N_("Project period")) if name == "period" else CATALOGUE[name].heading(self.form.language)  # fmt: skip
                self.sheet.write_string(self.row, _LABELS, label, self.looks["label"])
                self.sheet.write_string(self.row, _ANSWERS, printable(value), self.looks["strong"])
                self.row += 1
        self.row += 1

    def _label(self, name: str) -> None:
        needed = "*" if name in REQUIRED[self.page.report] else ""
        label = f"{heading(name, self.form.language)}{needed}\n{self.say(_HELP[name])}"
        bold, small = self.looks["bold"], self.looks["small"]
        first, second = label.split("\n")
        self.sheet.write_rich_string(self.row, _LABELS, bold, first, small, f"\n{second}", self.looks["label"])

    def _choice(self, said: Account | None) -> None:
        self._label("status")
        self.sheet.set_row(self.row, 3 * LINE_POINTS)
        words = status_words(self.form.language)
        self._put(self.row, _ANSWERS, words[said.status] if said else None, "text")
        source = f"={MAP_SHEET}!$I$1:$I${len(words)}"
        self._rule("status", self.row, _ANSWERS, {"validate": "list", "source": source})
        self._map("status", self.row, _ANSWERS)
        self.row += 1

    def _long(self, name: str, said: Account | None) -> None:
        self._label(name)
        self.sheet.set_row(self.row, _LONG * LINE_POINTS)
        self._put(self.row, _ANSWERS, getattr(said, name) if said else None, "long")
        self._rule(name, self.row, _ANSWERS)
        self._map(name, self.row, _ANSWERS)
        self.row += 1

    def _lines(self, name: str, said: Account | None) -> None:
        self._label(name)
        self.sheet.set_row(self.row, 4 * LINE_POINTS)
        self.row += 1
        given = list(getattr(said, name)) if said else []
        first = self.row
        places = range(max(LINES[name], len(given)))
        for place in places:
            line = given[place] if place < len(given) else None
            label = line.label if line else (self._own_label(place) if name == "financing" else None)
            self._put(self.row, _ANSWERS, label, "text")
            self._put(self.row, _SUMS, line.amount_nok if line else self._own(name, place), "amount")
            self._rule(name, self.row, _ANSWERS)
            self._whole(name, self.row)
            self._map(name, self.row, _SUMS, label_column=_ANSWERS)
            self.row += 1
        self.sheet.write_string(self.row, _ANSWERS, self.say(N_("Sum")), self.looks["sum_label"])
        cells = f"{xl_rowcol_to_cell(first, _SUMS)}:{xl_rowcol_to_cell(self.row - 1, _SUMS)}"
        total = sum((given[at].amount_nok if at < len(given) else self._own(name, at) or 0) for at in places)  # fmt: skip
        self.sheet.write_formula(self.row, _SUMS, f"=SUM({cells})", self.looks["sum"], total)
        self.row += 2

    def _own_label(self, place: int) -> str | None:
        return self.say(N_("The award")) if place == 0 and self.page.before is None else None

    def _own(self, name: str, place: int) -> int | None:
        return self.page.awarded_nok if name == "financing" and place == 0 and self.page.before is None else None

    def _amount(self, name: str, said: Account | None) -> None:
        self._label(name)
        self.sheet.set_row(self.row, 2.5 * LINE_POINTS)
        self._put(self.row, _SUMS, getattr(said, name) if said else None, "amount")
        self._whole(name, self.row)
        self._map(name, self.row, _SUMS)
        self.row += 1

    def _rule(self, name: str, row: int, column: int, rule: dict[str, Any] | None = None) -> None:
        """Hold a cell to a rule, and tell on entering it which answer it is."""
        told = prompt(heading(name, self.form.language), self.say(_HELP[name]))
        self.sheet.data_validation(row, column, row, column, {**(rule or {"validate": "any"}), **told})

    def _whole(self, name: str, row: int) -> None:
        message = self.say(N_("Write whole kroner, 0 or more."))
        rule = {"validate": "integer", "criteria": ">=", "value": 0, "ignore_blank": True, "error_message": message}
        self._rule(name, row, _SUMS, rule)

    def _put(self, row: int, column: int, value: str | int | None, look: str) -> None:
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, self.looks[look])
        elif isinstance(value, int):
            self.sheet.write_number(row, column, value, self.looks[look])
        else:
            self.sheet.write_string(row, column, printable(value), self.looks[look])

    def _map(self, name: str, row: int, column: int, label_column: int | None = None) -> None:
        label = xl_rowcol_to_cell(row, label_column) if label_column is not None else ""
        self.mapped.append((self.page.case, self.page.case, self.page.report.value, name, xl_rowcol_to_cell(row, column), label))  # fmt: skip
        self.cells.setdefault(name, (row, column))

    def _check(self) -> None:
        """Write, at the top, a cell that says what is missing, and whether used and unused make the award."""
        language = self.form.language
        tests = [
            f'IF({xl_rowcol_to_cell(*self.cells[name])}="","{heading(name, language)}; ","")'
            for name in REQUIRED[self.page.report]
        ]
        missing = "&".join(tests).replace("\n", " ")
        complete, lacks = self.say(N_("Everything needed is there.")), self.say(N_("Still to be filled in: "))
        differs = self.say(N_("Used and unused money do not make the award."))
        spent, unused = (xl_rowcol_to_cell(*self.cells[name]) for name in AMOUNTS)
        sums = f'IF(AND({spent}<>"",{unused}<>"",{spent}+{unused}<>{self.page.awarded_nok}),"{differs}","{complete}")'
        if self.page.report is ReportKind.INTERIM:
            sums = f'"{complete}"'
        stored = self._stored(lacks, complete)
        self.sheet.set_row(1, 3 * LINE_POINTS)
        self.sheet.merge_range(1, 0, 1, _SUMS, "", self.looks["check"])
        self.sheet.write_formula(1, 0, f'=IF({missing}="",{sums},"{lacks}"&{missing})', self.looks["check"], stored)
        self.sheet.conditional_format(1, 0, 1, 0, {"type": "cell", "criteria": "==", "value": f'"{complete}"', "format": self.looks["complete"]})  # fmt: skip

    def _stored(self, lacks: str, complete: str) -> str:
        said = self.page.before
        missing = [
            heading(name, self.form.language)
            for name in REQUIRED[self.page.report]
            if said is None or getattr(said, name) in {None, ""}
        ]
        return lacks + "".join(f"{one}; " for one in missing) if missing else complete
