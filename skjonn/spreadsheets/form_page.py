"""The page of the application form: what the call says, then every question with its label on the left of its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from skjonn.domain.dates import OSLO
from skjonn.domain.fields import Kind
from skjonn.domain.forms_layout import Form, Question, Section, help_text, sections
from skjonn.domain.sheets import as_text
from skjonn.spreadsheets import form_rules
from skjonn.spreadsheets.annotated import note_of
from skjonn.spreadsheets.form_answers import Given, write_answer
from skjonn.spreadsheets.form_styles import (
    ANSWER_WIDTH,
    LABEL_WIDTH,
    LINE_POINTS,
    SMALL_POINTS,
    Styles,
    lines,
    pieces,
    points,
)
from skjonn.texts import N_, translate
from skjonn.texts.cleaning import printable
from skjonn.texts.wording import long_date

TITLE_ROW, CHECK_ROW = 0, 1
LABELS, ANSWERS = 0, 1
"""The two columns."""

_TEXTS = (
    ("purpose", N_("Purpose")),
    ("who_may_apply", N_("Who may apply")),
    ("not_supported", N_("Not supported")),
    ("how_to_apply", N_("How to apply")),
    ("further", N_("Further")),
)

Cell = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True)
class Placed:
    """An answer's cell, the cell of its label where that is a line's, what it is called, and the name it goes by in the workbook."""

    question: Question
    cell: Cell
    heading: str
    name: str
    label_cell: Cell | None = None


@dataclass
class Page:
    """The page while it is written: `given` what stands in it already; `row` is the next free one; `placed` the answers so far, in the order of the page; `breaks` where a new sheet of paper begins."""

    sheet: Any
    form: Form
    styles: Styles
    lists: Mapping[str, str]
    given: Given = field(default_factory=Given)
    row: int = CHECK_ROW + 1
    placed: list[Placed] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)

    def say(self, message: str) -> str:
        """Return a msgid in the form's language."""
        return translate(message, self.form.language)

    def write(self) -> tuple[Placed, ...]:
        """Write what the call says and every question; return the answers' places."""
        self._introduction()
        for section in sections(self.form.call):
            self._section(section)
        return tuple(self.placed)

    def _introduction(self) -> None:
        call, language = self.form.call, self.form.language
        at = call.deadline.astimezone(OSLO)
        due = self.say(N_("{day} at {time}")).format(day=long_date(at.date(), language), time=f"{at:%H.%M}")
        self._skip()
        self._said(N_("Call"), call.names[language], style="strong")
        self._said(N_("Announced by"), self.form.office)
        if call.letters.banner.get(language):
            self._said(N_("Notice"), call.letters.banner[language], style="strong")
        self._said(N_("Application deadline"), due, style="strong")
        for name, label in _TEXTS:
            if text := call.texts.get(name, {}).get(language):
                self._said(label, text)
        self._said(N_("Filling in"), self.say(N_("Fill in the shaded cells and save the file as it is; Tab goes from answer to answer. What must be filled in says so in words beside it. A row can be dragged higher when a text needs more room.")))  # fmt: skip

    def _said(self, label: str, text: str, *, style: str = "plain") -> None:
        for number, part in enumerate(pieces(printable(text), ANSWER_WIDTH)):
            self._height(lines(part, ANSWER_WIDTH, bold=style == "strong"))
            if number == 0:
                self.sheet.write_string(self.row, LABELS, self.say(label), self.styles["strong"])
            self.sheet.write_string(self.row, ANSWERS, part, self.styles[style])
            self.row += 1

    def _section(self, section: Section) -> None:
        if section.on_new_page:
            self.breaks.append(self.row)
        self.sheet.set_row(self.row, 34)
        self.sheet.write_string(self.row, LABELS, self.say(section.title), self.styles["section"])
        self.sheet.write_blank(self.row, ANSWERS, None, self.styles["section"])
        self.row += 1
        self._skip()
        for question in section.questions:
            if question.has_lines:
                self._amount_lines(question)
            else:
                self._answers(question)

    def _answers(self, question: Question) -> None:
        usual = "long" if question.height > 1 else "text"
        style = {Kind.AMOUNT: "amount", Kind.DATE: "date"}.get(question.field.kind, usual)
        for number in range(1, question.cells + 1):
            heading = question.heading_of(number, self.form.language)
            label_height = self._label(question, heading, told=number == 1)
            given = lines(as_text(self.given.at(self.row, ANSWERS)), ANSWER_WIDTH)
            self._height(max(label_height / LINE_POINTS, question.height, given))
            self._answer(Placed(question, (self.row, ANSWERS), heading, named(heading)), style, heading)
            self.row += 1
        self._skip()

    def _label(self, question: Question, heading: str, *, told: bool) -> float:
        """Write a label, with its help where it is `told`; return how high it is, in points."""
        if not told:
            self.sheet.write_string(self.row, LABELS, heading, self.styles["strong"])
            return LINE_POINTS
        needed = f" {self.say(N_('(must be filled in)'))}" if question.required else ""
        text = help_text(question, self.form)
        parts = [self.styles["bold"], heading, self.styles["needed"], needed, self.styles["small"], f"\n{text}"]
        if not needed:
            del parts[2:4]
        self.sheet.write_rich_string(self.row, LABELS, *parts, self.styles["label"])
        label_lines = lines(heading + needed, LABEL_WIDTH, bold=True)
        return label_lines * LINE_POINTS + lines(text, int(LABEL_WIDTH * 1.1)) * SMALL_POINTS

    def _answer(self, placed: Placed, style: str, title: str) -> None:
        row, column = placed.cell
        self._put(row, column, style)
        self.sheet.data_validation(
            row, column, row, column, form_rules.of_answer(placed.question, self.form, title, self.lists)
        )
        self.placed.append(placed)

    def _put(self, row: int, column: int, style: str) -> None:
        """Write a cell that is open to answers, with what is given."""
        mark = self.given.mark(row, column)
        look = self.styles[f"{style} {mark.severity}" if mark else style]
        write_answer(self.sheet, row, column, self.given.at(row, column), look, is_day=style == "date")
        if mark:
            self.sheet.write_comment(row, column, *note_of(mark))

    def _amount_lines(self, question: Question) -> None:
        heading = question.heading(self.form.language)
        self._height(self._label(question, heading, told=True) / LINE_POINTS)
        self.sheet.write_string(self.row, ANSWERS, self.say(N_("Amount in kroner")), self.styles["column"])
        self.row += 1
        first = self.row
        for number in range(1, question.cells + 1):
            self._amount_line(question, heading, number)
        self._sum(heading, first)
        self._skip()

    def _amount_line(self, question: Question, heading: str, number: int) -> None:
        self._height(1)
        fixed = question.labels[number - 1] if question.labels else ""
        line = fixed or self.say(N_("line {number}")).format(number=number)
        title, name = f"{heading}, {line}", named(f"{heading} {fixed or number}")
        if fixed:
            self.sheet.write_string(self.row, LABELS, fixed, self.styles["fixed"])
            message = self.say(N_("The amount of this year."))
        else:
            self._put(self.row, LABELS, "text")
            told = form_rules.of_text(
                title, self.say(N_("Write what it is. The amount goes in the cell to the right."))
            )
            self.sheet.data_validation(self.row, LABELS, self.row, LABELS, told)
            message = self.say(N_("The amount of what stands to the left."))
        self._put(self.row, ANSWERS, "amount")
        rule = form_rules.of_amount(self.form, title, message)
        self.sheet.data_validation(self.row, ANSWERS, self.row, ANSWERS, rule)
        self.placed.append(Placed(question, (self.row, ANSWERS), title, name, (self.row, LABELS)))
        self.row += 1

    def _sum(self, heading: str, first: int) -> None:
        self._height(1)
        label = self.say(N_("Sum of {what}")).format(what=heading[:1].lower() + heading[1:])
        self.sheet.write_string(self.row, LABELS, label, self.styles["sum_label"])
        amounts = [value for row in range(first, self.row) if isinstance(value := self.given.at(row, ANSWERS), int | float) and not isinstance(value, bool)]  # fmt: skip
        self.sheet.write_formula(self.row, ANSWERS, f"=SUM(B{first + 1}:B{self.row})", self.styles["sum"], sum(amounts))
        self.row += 1

    def _height(self, count: float) -> None:
        self.sheet.set_row(self.row, points(count))

    def _skip(self) -> None:
        """Leave a narrow row empty."""
        self.sheet.set_row(self.row, 6)
        self.row += 1


def named(text: str) -> str:
    """Return a text as a name a cell can have: letters, digits and underscores."""
    return re.sub(r"\W+", "_", printable(text)).strip("_")


def names(placed: Placed, label: str) -> Iterator[tuple[str, Cell]]:
    """Yield the names of an answer's cells: the amount's, and that of the line's text where the applicant writes it."""
    yield placed.name, placed.cell
    if placed.label_cell and not placed.question.labels:
        yield f"{placed.name}_{label}", placed.label_cell
