"""What can happen, each kind with the one sentence it is told by.

A sentence is an English msgid; its placeholders are the keyword arguments the act records, `{subject}` is what it happened
to, `{count}` how many cases it speaks of. No sentence needs a personal value: events hold references. A kind is added here
together with the act that records it (a house test holds the two against each other).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from skjonn.domain.fields import CATALOGUE
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import worded

KINDS: dict[str, str] = {
    "office-created": N_("The database was made for the office {subject}."),
    "database-upgraded": N_("The database was brought to schema {schema}."),
    "person-added": N_("{subject} was registered."),
    "person-changed": N_("What is registered about {subject} was changed."),
    "person-ended": N_("{subject} left; the last day was {last_day}."),
    "language-decided": N_(
        "The language form of {name} ({subject}) was recorded: {form} from {valid_from} ({source})."
    ),
    "register-updated": N_("A newer register of municipalities was taken into use: {file_name}."),
    "frame-set": N_("The frame of {subject} was set to {amount_nok}."),
    "money-added": N_("{amount_nok} was added to the pot {pot} of {subject}: {reason}"),
    "money-moved": N_("{amount_nok} was moved from {source} to {target} in {subject}: {reason}"),
    "call-opened": N_("The call {subject} was opened."),
    "call-changed": N_("The call {subject} was changed: {reason}"),
    "call-closed": N_("The call {subject} was closed."),
    "applications-imported": N_("Applications were imported from {file_name}."),
    "application-added": N_("The application was registered by hand."),
    "application-edited": N_("The application was changed: {fields}. Reason: {reason}"),
    "application-withdrawn": N_("The application was withdrawn: {reason}"),
    "applications-merged": N_("{subject} was merged into {into}, which now applies for {applied_nok}: {reason}"),
    "import-undone": N_("Import {number} ({file_name}) was withdrawn: {reason}"),
    "link-added": N_("A link was added: {url}"),
    "link-removed": N_("A link was removed: {url}"),
    "note-added": N_("A note was written."),
    "screened-eligible": N_("The screening found the application eligible."),
    "screened-to-complete": N_("The screening found that the application is to be completed."),
    "screened-dismissed": N_("The screening found that the application is to be dismissed ({ground})."),
    "assessment-recorded": N_("An assessment by {assessor} was recorded."),
    "assessment-changed": N_("The assessment by {assessor} was changed: {reason}"),
    "assessments-changed": N_("Assessments were changed by {file_name}: {reason}"),
    "assessments-imported": N_("Assessments were imported from {file_name}."),
    "person-recused": N_("{recused} was recused: {ground}"),
    "recusal-lifted": N_("The recusal of {recused} was lifted: {reason}"),
    "recommendation-set": N_("The recommendation was set."),
    "recommendation-taken-back": N_("The recommendation was taken back: the plan {name} gives the case nothing."),
    "recommendations-imported": N_("Recommendations were imported from {file_name}."),
    "condition-set": N_("Condition {number} was set for the award: {text}"),
    "condition-removed": N_("Condition {number} was taken back."),
    "condition-met": N_("Condition {condition} was met on {on}."),
    "plan-used": N_("The plan {name} was taken for round {round}: {sum_nok} in all."),
    "decision-drafted": N_("Decision {subject} was drafted."),
    "decision-approved": N_("Decision {subject} was approved by {approver} on {on}."),
    "decision-returned": N_("Decision {subject} was returned: {reason}"),
    "reversal-drafted": N_("Decision {decision}, to take the award back, was drafted: {reason}"),
    "decline-drafted": N_("Decision {decision}, that the award is declined, was drafted: {reason}"),
    "change-drafted": N_("Decision {decision}, to change the award's terms, was drafted: {reason}"),
    "correction-drafted": N_("Decision {decision}, to correct what was decided, was drafted: {reason}"),
    "single-closed": N_("The case was closed, as its award outside the round was not approved: {reason}"),
    "single-drafted": N_("Decision {decision}, of an award outside the round, was drafted: {reason}"),
    "money-freed": N_("{amount_nok} was freed in the pot {pot} on {on}, with decision {decision}."),
    "money-returned": N_(
        "{amount_nok} of the pot {pot} came back after the year's last cut-off, with decision {decision}, and is not free."
    ),
    "money-returned-closed": N_(
        "{amount_nok} of the pot {pot} came back after the year was closed, with decision {decision}, and is not free."
    ),
    "money-passed-on": N_(
        "{amount_nok} of the pot {pot} came back too late to be free there, with decision {decision}, and flowed into {into}."
    ),
    "cutoff-set": N_("The last cut-off of {subject} was set to {last_cutoff_on}."),
    "appeal-received": N_("An appeal against decision {decision} came in on {received_on}."),
    "appeal-upheld": N_("The appeal was upheld: {reason}"),
    "appeal-rejected": N_("The appeal was rejected: {reason}"),
    "appeal-dismissed": N_("The appeal was dismissed: {reason}"),
    "appeal-withdrawn": N_("The appeal was withdrawn: {reason}"),
    "round-taken-over": N_("A round decided before was taken over: {decisions}."),
    "initiative-linked": N_("The initiative {subject} was tied together: {numbers}."),
    "initiative-unlinked": N_("{number} was taken out of the initiative {subject}: {reason}"),
    "initiative-joined": N_("The initiative {subject} was joined into {into}."),
    "initiative-award-added": N_("{amount_nok} from {source} in {year} was added to the initiative {subject}."),
    "initiative-award-removed": N_(
        "{amount_nok} from {source} in {year} was taken out of the initiative {subject}: {reason}"
    ),
    "letters-written": N_("Letters were written: {count}."),
    "municipality-figures-imported": N_("Figures about municipalities were imported from {file}: {count}."),
    "letters-as-pdf": N_("Letters were made into PDF: {count}."),
    "report-received": N_("The {report} came on {received_on}."),
    "report-accepted": N_("The {report} was accepted."),
    "report-returned": N_("The {report} was sent back: {reason}"),
    "report-extended": N_("The {report} is due on {due_on}: {reason}"),
    "report-reminded": N_("A reminder of the {report} was written; its day: {due_on}."),
    "unused-settled": N_("{amount_nok} was not used: {unused}."),
    "example-marked": N_("The project was marked as a good example: {text}"),
    "example-unmarked": N_("The project is no longer marked as a good example."),
    "year-closed": N_("The year {subject} was closed as it stood on {as_of}, digest {digest}."),
    "year-corrected": N_("The closed year {subject} was corrected (figures that differ: {count}): {reason}"),
    "payment-terms-set": N_("The cut-offs of the terms of {subject} were set: {terms}."),
    "payments-planned": N_("Payments were planned for {count} cases: {sum_nok} in all."),
    "payment-planned": N_("{amount_nok} was planned for term {term}."),
    "payment-unplanned": N_("{amount_nok} was taken off term {term} again."),
    "payment-held": N_("{amount_nok} was held, for no term yet."),
    "payment-unheld": N_("{amount_nok} is no longer held."),
    "payment-list-sent": N_("The payment list {subject} for term {term} was made: {sum_nok} in all, digest {digest}."),
    "payment-recorded": N_("{amount_nok} was paid on {on}."),
    "payment-returned": N_("{amount_nok} was repaid on {on}."),
    "letters-sent": N_("Letters were sent on {on} ({how}): {count}."),
}
"""Kind -> English msgid."""
PERSONS = frozenset(("approver", "assessor", "recused", "substitute_for"))
"""Data that name a person by login."""
FRAME_KINDS = frozenset(
    ("frame-set", "money-added", "money-moved", "cutoff-set", "payment-terms-set", "year-closed", "year-corrected")
)
"""What happens to a year's frame, whose subject is the year: it reads like the code of a call, and is another thing."""


def sentence(kind: str, data: Mapping[str, object], language: Language) -> str:
    """Return what happened in plain words.

    Args:
        kind: one of `KINDS`; an unknown one (from a newer version) is told by its own name.
        data: what fills the placeholders; what an older version did not record is shown as an ellipsis.
        language: to word it in.
    """
    text = translate(KINDS.get(kind, ""), language)
    if not text:
        return kind.replace("-", " ")
    words = {name: worded(name, _known(name, value, language), language) for name, value in data.items()}
    return text.format_map(_Lenient(words))


class _Lenient(dict[str, str]):
    """Fills what is not known with an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


def _known(name: str, value: object, language: Language) -> object:
    """Return a stored date as a date, names of fields as their headings, everything else as it is."""
    if name == "fields" and isinstance(value, list):
        return [CATALOGUE[field].heading(language) if field in CATALOGUE else field for field in value]
    if name in {"report", "unused"} and isinstance(value, str):
        return translate(dict(CATALOGUE[name].choices).get(value, value), language)
    if isinstance(value, str) and len(value) == len("2021-01-01"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
