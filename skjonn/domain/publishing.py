"""What the announcement of a call and the news item of its awards hold: a value for every field of their templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from skjonn.domain.applications import Scope
from skjonn.domain.calls import Call, Texts
from skjonn.domain.case_view import CaseView
from skjonn.domain.dates import OSLO
from skjonn.domain.initiative_words import told
from skjonn.domain.initiatives import Initiative
from skjonn.domain.letter_kinds import Form
from skjonn.domain.letter_words import WORDS, shortened
from skjonn.domain.problems import Place, Problem
from skjonn.texts import N_, Language, translate
from skjonn.texts.sorting import reading_order
from skjonn.texts.wording import HARD_SPACE, kroner, listed, long_date

Plain = Mapping[str, object]
CALL_FIELDS = frozenset(
    {
        "office_name", "call_name", "year", "opens_on", "deadline", "frame", "purpose", "basis", "who_may_apply", "not_supported",
        "how_to_apply", "documentation", "processing", "reservation", "department", "further", "areas", "criteria", "limits", "payment",
        "reporting", "report_dates", "conditions", "contact", "appeal", "control",
    }
)  # fmt: skip
AWARD_FIELDS = frozenset(
    {
        "office_name", "call_name", "year", "county", "decided_on", "applications", "applicants", "applied_in_all", "awards",
        "recipients", "awarded_in_all", "refused", "municipalities", "contact",
    }
)  # fmt: skip
_GOALS = 300  # signs of a goal quoted in the news
EXPECTED: tuple[tuple[str, str, str], ...] = (
    ("frame", "pots", N_("the frame that is set aside")),
    ("purpose", "texts.purpose", N_("the purpose")),
    ("basis", "texts.basis", N_("the basis in law and budget")),
    ("who_may_apply", "texts.who_may_apply", N_("who may apply")),
    ("not_supported", "texts.not_supported", N_("what is not supported")),
    ("how_to_apply", "texts.how_to_apply", N_("how to apply")),
    ("documentation", "texts.documentation", N_("what to enclose")),
    ("processing", "texts.processing", N_("when applicants can expect an answer")),
    ("reservation", "texts.reservation", N_("the reservation for the budget")),
    ("department", "texts.department", N_("the department responsible")),
    ("further", "texts.further", N_("what else to read, as the ministry's guidelines")),
    ("areas", "areas", N_("the priority areas")),
    ("criteria", "criteria", N_("the criteria")),
    ("amounts", "rules.least_applied_nok", N_("the least and the greatest amount")),
    ("own_funding", "rules.least_own_funding_percent", N_("own funding")),
    ("report_dates", "letters.final_report_on", N_("when to report")),
    ("contact", "letters.contact", N_("whom to ask")),
)
"""What an announcement should hold beside what a call always has, with the key of the call's file it comes from, and in words."""

_ADD = N_("Add it to the call's file and run `skjonn call change`, or leave it out on purpose.")
_SET_FRAME = N_("Set the year's money with `skjonn frame set` first.")
_NOUNS: dict[Form, dict[str, tuple[str, str]]] = {
    "nb": {
        "projects": ("ett prosjekt", "prosjekter"), "municipalities": ("én kommune", "kommuner"),
        "applications": ("én søknad", "søknader"),
    },
    "nn": {
        "projects": ("eitt prosjekt", "prosjekt"), "municipalities": ("éin kommune", "kommunar"),
        "applications": ("éin søknad", "søknader"),
    },
}  # fmt: skip
_IN_WORDS = ("to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv")
"""Two to twelve, the same in both forms."""
_LIMITS: dict[Form, dict[str, str]] = {
    "nb": {
        "least": "Dere kan søke om minst {nok}.", "greatest": "Dere kan søke om høyst {nok}.",
        "own": "Egenfinansieringen må være minst {percent}{space}% av totalkostnaden.", "cost": "Totalkostnaden må være minst {nok}.",
        "from": "Prosjektet kan ikke starte før {day}.", "to": "Prosjektet må være ferdig innen {day}.",
    },
    "nn": {
        "least": "De kan søkje om minst {nok}.", "greatest": "De kan søkje om høgst {nok}.",
        "own": "Eigenfinansieringa må vere minst {percent}{space}% av totalkostnaden.", "cost": "Totalkostnaden må vere minst {nok}.",
        "from": "Prosjektet kan ikkje starte før {day}.", "to": "Prosjektet må vere ferdig innan {day}.",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Published:
    """An award as the news tells of it: as the tables see it, its goals as the application words them, and its initiative."""

    view: CaseView
    goals: str = ""
    initiative: Initiative | None = None


@dataclass(frozen=True)
class Round:
    """A decided round as the news tells of it; `cases` are all live ones, `published` those with an award.

    `said_in` is the year the news is written in: only money of the year before that is told as `i fjor`.
    """

    call: Call
    office_name: str
    county: str
    decided_on: date | None
    said_in: int
    cases: tuple[CaseView, ...]
    published: tuple[Published, ...] = field(default=())


def announcement(call: Call, office_name: str, frame_nok: int, form: Form) -> Plain:
    """Return the fields of the announcement; what the call does not have is empty."""
    settings, local = call.letters, call.deadline.astimezone(OSLO)
    due = {"interim": settings.interim_report_on, "final": settings.final_report_on}
    texts = {name: _text(call.texts.get(name, {}), form) for name in ("purpose", "basis", "who_may_apply", "not_supported", "how_to_apply", "documentation", "processing", "reservation", "department", "further")}  # fmt: skip
    return {
        **texts,
        "office_name": office_name,
        "call_name": _text(call.names, form),
        "year": str(call.year),
        "opens_on": long_date(call.opens_on, form),
        "deadline": f"{long_date(local.date(), form)} kl.{HARD_SPACE}{local:%H.%M}",
        "frame": kroner(frame_nok, form) if frame_nok else "",
        "areas": tuple(_text(one.names, form) for one in call.areas),
        "criteria": tuple({"name": _text(one.names, form), "weight": f"{one.weight}{HARD_SPACE}%", "guidance": _text(one.guidance, form)} for one in call.criteria),
        "limits": tuple(_limits(call, form)),
        "payment": _text(settings.payment, form),
        "reporting": _text(settings.reporting, form),
        "report_dates": tuple(f"{WORDS[form][f'{name}_due']} {long_date(day, form)}" for name, day in due.items() if day),
        "conditions": tuple(_text(one, form) for one in settings.conditions),
        "contact": settings.contact,
        "appeal": _text(settings.appeal, form),
        "control": _text(settings.control, form),
    }  # fmt: skip


@dataclass(frozen=True)
class Item:
    """Something an announcement should hold, in the words of a message."""

    label: str

    def worded(self, language: Language) -> str:
        """Return the words in `language`."""
        return translate(self.label, language)


def lacking(call: Call, fields: Plain) -> tuple[Problem, ...]:
    """Return what an announcement should hold and this one does not, each by the key of the call's file.

    Args:
        call: which is announced; fields: its, as `announcement` gives them.
    """
    rules = call.rules
    held = {**fields, "amounts": rules.least_applied_nok or rules.greatest_applied_nok, "own_funding": rules.least_own_funding_percent}  # fmt: skip
    return tuple(_lacks(name, key, label) for name, key, label in EXPECTED if not held[name])


def _lacks(name: str, key: str, label: str) -> Problem:
    sentence = N_("The announcement says nothing of this: {item}.")
    advice = _SET_FRAME if name == "frame" else _ADD
    return Problem("announcement-lacks", "warning", Place("", "", key), sentence, advice, {"item": Item(label), "name": name})  # fmt: skip


def news(of: Round, form: Form) -> Plain:
    """Return the fields of the news item: counts and sums are those of the tables, over the same cases."""
    awarded = [one.view for one in of.published]
    applied = [one.as_applied for one in of.cases if not one.single]
    given = sum(one.awarded_nok or 0 for one in awarded)
    return {
        "office_name": of.office_name,
        "call_name": _text(of.call.names, form),
        "year": str(of.call.year),
        "county": of.county,
        "decided_on": long_date(of.decided_on, form) if of.decided_on else "",
        "applications": _counted(len(applied), "applications", form),
        "applicants": _counted(len({one.municipality_number for one in applied}), "municipalities", form),
        "applied_in_all": kroner(sum(one.applied_nok for one in applied), form),
        "awards": _counted(len(awarded), "projects", form),
        "recipients": _counted(len({one.municipality_number for one in awarded}), "municipalities", form),
        "awarded_in_all": kroner(given, form),
        "refused": _counted(sum(one.status == "refused" for one in applied), "applications", form),
        "municipalities": tuple(_municipalities(of, form)),
        "contact": of.call.letters.contact,
    }


def _counted(number: int, what: str, form: Form) -> str:
    """Return a count with its noun, up to twelve in words; nothing is an empty text, which a template leaves out."""
    one, many = _NOUNS[form][what]
    told = _IN_WORDS[number - 2] if 1 < number <= len(_IN_WORDS) + 1 else str(number)
    return "" if not number else one if number == 1 else f"{told} {many}"


def _municipalities(of: Round, form: Form) -> Iterator[Plain]:
    homes: dict[str, list[Published]] = {}
    for one in of.published:
        homes.setdefault(one.view.municipality_number, []).append(one)
    for some in sorted(homes.values(), key=lambda some: reading_order(some[0].view.municipality)):
        given = sum(one.view.awarded_nok or 0 for one in some)
        yield {
            "name": some[0].view.municipality,
            "count": _counted(len(some), "projects", form),
            "several": len(some) > 1,
            "amount": kroner(given, form),
            "projects": tuple(_project(of, one, form) for one in some),
        }


def _project(of: Round, one: Published, form: Form) -> Plain:
    view = one.view
    history = told(one.initiative, of.call.year, of.said_in, form) if one.initiative else None
    return {
        "title": view.title,
        "amount": kroner(view.awarded_nok or 0, form),
        "applied": kroner(view.applied_nok, form) if not view.single else "",
        "partial": not view.single and (view.awarded_nok or 0) < view.applied_nok,
        "partners": _partners(of, view, form),
        "payee": view.payee if view.payee_number != view.municipality_number else "",
        "goals": shortened(" ".join(one.goals.split()), _GOALS),
        "earlier": history.earlier if history else "",
        "in_all": history.in_all if history else "",
        "initiative": history.name if history else "",
    }


def _partners(of: Round, view: CaseView, form: Form) -> str:
    named = [name for name in view.partners if name != "mfl."]
    if view.scope is Scope.COUNTY:
        return listed([f"{WORDS[form]['county']} {of.county}", *named], form)
    if len(named) != len(view.partners):
        return f"{', '.join(named)} mfl." if named else WORDS[form]["unnamed"]
    return listed(named, form)


def _limits(call: Call, form: Form) -> Iterator[str]:
    rules, words = call.rules, _LIMITS[form]
    for name, nok in (("least", rules.least_applied_nok), ("greatest", rules.greatest_applied_nok), ("cost", rules.least_total_cost_nok)):  # fmt: skip
        if nok:
            yield words[name].format(nok=kroner(nok, form))
    if rules.least_own_funding_percent:
        yield words["own"].format(percent=rules.least_own_funding_percent, space=HARD_SPACE)
    for name, day in (("from", rules.period_from), ("to", rules.period_to)):
        if day:
            yield words[name].format(day=long_date(day, form))


def _text(texts: Texts, form: Form) -> str:
    """Return a text in the form; one that is there in the other form only is not taken for it."""
    return texts.get(form, "").strip()
