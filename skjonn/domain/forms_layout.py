"""What the application form asks: which fields, in which sections, in how many cells, with which words of help.

The form is a value; `spreadsheets.form` draws it. Labels are the headings of the catalogue of fields, so that the form,
the import and the documentation speak of a thing by one name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from skjonn.domain.calls import Call
from skjonn.domain.fields import CATALOGUE, Field, Kind
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import kroner, long_date

LAYOUT = 1
"""The number of the layout; it rises when the same cell comes to mean another thing, so that older forms are refused by name."""

MUNICIPALITIES = "municipalities"
"""The list of the cells that name a municipality."""
PARTNER_CELLS = 12
_COST_LINES, _FUNDING_LINES, _YEARS, _AREA_CELLS = 8, 4, 4, 5


@dataclass(frozen=True)
class Form:
    """A form for one call, in one language form: everything that is written, and nothing that must be looked up.

    Attributes:
        version: the call's version number; office: who announces it, by its name in `language`.
        municipalities: as the drop-downs offer them (`1103 Stavanger`), in that order.
        language: `nb` or `nn`.
    """

    call: Call
    version: int
    language: Language
    office: str
    municipalities: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One thing that is asked.

    Attributes:
        field: of the catalogue, into which the answer is read; two questions may share one.
        help: English msgid, in plain words.
        label: English msgid where it is not the field's own label.
        each: English msgid with {number}, the label of one of several cells.
        cells: how many answers there is room for; each of the lines of an amount field is one.
        height: of an answer cell, in lines of text.
        labels: fixed labels of amount lines, as years; empty where the applicant writes them.
        required: the application cannot be sent without it.
    """

    field: Field
    help: str
    label: str = ""
    each: str = ""
    cells: int = 1
    height: int = 1
    labels: tuple[str, ...] = ()
    required: bool = False

    @property
    def has_lines(self) -> bool:
        """Whether an answer is a label and an amount."""
        return self.field.kind is Kind.AMOUNT_LINES

    def heading(self, language: Language) -> str:
        """Return the label in `language`."""
        return translate(self.label, language) if self.label else self.field.heading(language)

    def heading_of(self, number: int, language: Language) -> str:
        """Return the label of the cell `number`, from 1."""
        return translate(self.each, language).format(number=number) if self.each else self.heading(language)


@dataclass(frozen=True)
class Section:
    """Questions that belong together, under an English msgid; in print `on_new_page` where that keeps them together."""

    title: str
    questions: tuple[Question, ...]
    on_new_page: bool = False


def _ask(name: str, text: str, **more: object) -> Question:
    return replace(Question(CATALOGUE[name], text), **more)  # type: ignore[arg-type]  # the names are those of Question


_SECTIONS = (
    Section(N_("The project"), (
        _ask("title", N_("A short name that tells what the project is about.")),
        _ask("phase", N_("Is the project new, does it go on from an earlier award, or is this its final year?")),
        _ask("areas", N_("Choose the areas the project belongs to, one in each cell. Leave the others empty."), each=N_("Priority area {number}"), cells=_AREA_CELLS),
        _ask("purpose_role", N_("The role of the municipality that the project strengthens most.")),
        _ask("summary", N_("Two or three sentences that can be printed as they stand, for readers who do not know the project."), height=5),
        _ask("background", N_("What is the challenge, and why can it not be met in the ordinary way?"), height=11),
        _ask("goals", N_("What will you achieve, how will you go about it, and how will you see that you have succeeded?"), height=11),
    )),
    Section(N_("Who applies, and with whom"), (
        _ask("lead", N_("The municipality that answers for the application. Choose it in the list.")),
        _ask("scope", N_("Is the project for the municipalities named here, or for all municipalities of the county? For the whole county, the partners need not be named.")),
        _ask("partners", N_("Municipalities that take part besides the applicant, one in each cell. Choose them in the list. Leave the others empty."), each=N_("Partner municipality {number}"), cells=PARTNER_CELLS),
        _ask("partners", N_("Partners that are no municipalities, as a university or an enterprise. Write a comma between the names."), label=N_("Other partners"), height=3),
    )),
    Section(N_("Money"), (
        _ask("applied_nok", N_("The amount you apply for, in whole kroner.")),
        _ask("total_cost_nok", N_("Everything the project costs, whoever pays.")),
        _ask("costs", N_("What the money goes to, one line for each kind of cost: what it is on the left, the amount on the right. The sum should be the total cost."), cells=_COST_LINES),
        _ask("own_funding_nok", N_("Money the municipalities put in themselves.")),
        _ask("own_effort_nok", N_("The value of the hours the municipalities put in themselves.")),
        _ask("other_funding", N_("Money from others: who pays on the left, the amount on the right."), cells=_FUNDING_LINES),
        _ask("applied_by_year", N_("If the project runs over several years: how much of the amount applied for goes to each year."), cells=_YEARS),
        _ask("accepts_partial", N_("Can the project be carried out with less than the amount applied for?")),
        _ask("least_useful_nok", N_("If it can: the least amount that is of use.")),
        _ask("payee", N_("Only if it is another municipality than the applicant.")),
    ), on_new_page=True),
    Section(N_("Time"), (
        _ask("starts_on", N_("The first day of the project, as 31.3.2021.")),
        _ask("ends_on", N_("The last day of the project, as 31.3.2021.")),
    )),
    Section(N_("Effect and sharing"), (
        _ask("gains", N_("What will the inhabitants and the municipality gain, when, and how will it be measured?"), height=7),
        _ask("spread_plan", N_("How can other municipalities use what you find out, and how will you tell them?"), height=6),
    )),
    Section(N_("Backing and attachments"), (
        _ask("anchored_by", N_("Who has approved the application, as the municipal director or the council.")),
        _ask("anchored_on", N_("The day it was approved, as 31.3.2021.")),
        _ask("previous_awards", N_("Earlier awards to this project: year and amount. Leave the cell empty if there are none."), height=3),
        _ask("attachments", N_("Names of the files that are sent along, with a semicolon between them."), height=2),
    )),
    Section(N_("Contact"), (
        _ask("contact_name", N_("The person the office can ask about the application.")),
        _ask("contact_email", N_("The address the office can write to.")),
        _ask("contact_phone", N_("A number the office can call.")),
        _ask("project_leader", N_("The person who will lead the project, if it is known.")),
    )),
)  # fmt: skip


def sections(call: Call) -> tuple[Section, ...]:
    """Return what the form of `call` asks: its own areas and years, its own required fields, in the order of the page."""
    return tuple(
        replace(section, questions=tuple(_of_call(question, call) for question in section.questions if _asked(question, call)))
        for section in _SECTIONS
    )  # fmt: skip


def questions(call: Call) -> tuple[Question, ...]:
    """Return every question of the form of `call`, in the order of the page."""
    return tuple(question for section in sections(call) for question in section.questions)


def help_text(question: Question, form: Form) -> str:
    """Return the help of a question in the form's language, with what the call's rules say of it."""
    return " ".join((translate(question.help, form.language), *_rules(question, form)))


def options(question: Question, form: Form) -> tuple[str, ...]:
    """Return what a question's cells offer to choose from, in the form's language; empty where anything is written."""
    return tuple(_capital(text) for text in _options(question, form))


def list_name(question: Question) -> str:
    """Return the name of the list a question chooses from: fields that offer the same share one."""
    kind = question.field.kind
    if kind in (Kind.MUNICIPALITY, Kind.PARTNERS):
        return MUNICIPALITIES
    return kind.value if kind is Kind.YES_NO else question.field.name


def _asked(question: Question, call: Call) -> bool:
    return question.field.kind is not Kind.AREAS or bool(call.areas)


def _of_call(question: Question, call: Call) -> Question:
    name = question.field.name
    needed = question.field.required or name in call.rules.required_fields
    asked = replace(question, required=needed and not question.label)
    if question.field.kind is Kind.AREAS:
        return replace(asked, cells=min(question.cells, len(call.areas)))
    if name == "applied_by_year":
        return replace(asked, labels=tuple(str(call.year + later) for later in range(question.cells)))
    return asked


def _options(question: Question, form: Form) -> Sequence[str]:
    field = question.field
    if field.kind is Kind.MUNICIPALITY or (question.each and field.kind is Kind.PARTNERS):
        return form.municipalities
    if field.kind is Kind.AREAS:
        return [area.names[form.language] for area in form.call.areas]
    if field.kind is Kind.YES_NO:
        return [translate(N_("yes"), form.language), translate(N_("no"), form.language)]
    return [translate(label, form.language) for _code, label in field.choices]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rules(question: Question, form: Form) -> Iterator[str]:
    """Yield what the call demands of an answer."""
    rules, language = form.call.rules, form.language
    match question.field.name:
        case "applied_nok":
            if rules.least_applied_nok is not None:
                yield translate(N_("At least {amount}."), language).format(
                    amount=kroner(rules.least_applied_nok, language)
                )
            if rules.greatest_applied_nok is not None:
                yield translate(N_("At most {amount}."), language).format(
                    amount=kroner(rules.greatest_applied_nok, language)
                )
        case "own_funding_nok" if rules.least_own_funding_percent:
            yield translate(N_("At least {percent} per cent of the total cost."), language).format(
                percent=rules.least_own_funding_percent
            )
        case "starts_on" if rules.period_from:
            yield translate(N_("Not before {day}."), language).format(day=long_date(rules.period_from, language))
        case "ends_on" if rules.period_to:
            yield translate(N_("Not after {day}."), language).format(day=long_date(rules.period_to, language))
