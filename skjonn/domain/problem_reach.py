"""What of a problem may be said to the municipality whose row it is: nothing that comes from anyone else's row.

A code listed here speaks of the row itself, the register and the call alone. Of any other, the words are kept only when
all that fills them stands in the row; else they give way to a sentence that says nothing. A code nobody has thought
of is therefore silent, never indiscreet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from skjonn.domain.problems import Problem
from skjonn.domain.said import Heading
from skjonn.texts import N_

OF_THE_ROW = frozenset({
    "amount-ambiguous", "amount-fraction", "amount-groups", "amount-is-date", "amount-is-yes-no", "amount-line-unreadable",
    "amount-missing", "amount-negative", "amount-several", "amount-too-large", "amount-too-long", "amount-unit",
    "amount-unreadable", "number-as-text",
    "date-ambiguous", "date-is-number", "date-is-period", "date-is-yes-no", "date-out-of-bounds", "date-serial-text", "date-too-long",
    "date-unreadable",
    "area-unknown", "choice-unknown", "yes-no-unknown", "value-missing", "cell-error", "cell-uncalculated", "signs-dropped",
    "municipality-ambiguous", "municipality-ended", "municipality-later", "municipality-several", "municipality-succeeded",
    "municipality-unknown", "scope-other-county", "lead-from-payee",
    "partner-is-applicant", "partner-nobody", "partner-organisation", "partner-twice", "partner-unclear", "partners-unnamed",
    "above-greatest", "below-least", "asked-for-missing", "cost-below-applied", "least-useful-above-applied",
    "outside-period", "own-funding-low", "years-differ", "ends-before-start", "applied-nothing",
    "received-early",
})  # fmt: skip
"""Codes whose data come from the row's own cells, the register of municipalities and the call."""

OF_THE_OFFICE = frozenset({"late-without-reason", "received-missing", "row-differs", "row-hidden", "row-near"})
"""Codes of what no municipality can mend."""

_INSTEAD = {
    "row-twice": (N_("The same application stands in more than one row."), N_("Delete one of the rows, or give each its reference.")),
    "amount-merged": (N_("The cell is merged with others: one amount stands for several rows."), N_("Unmerge the cells and write each row's own amount.")),
    "cell-merged": (N_("The cell is merged with others; what stands there is taken."), ""),
    "row-fits-several": (N_("The row may mean more than one application."), N_("Write in the row the reference of the case it means.")),
}  # fmt: skip
_SILENT = N_("Something here must be looked at."), N_("Ask the county governor what it is.")


def for_its_municipality(found: Problem, row: Iterable[str]) -> Problem:
    """Return the problem with nothing in its words that comes from other rows, or that only the office can do.

    Args:
        found: of one row.
        row: the texts of that row's cells.
    """
    sentence, advice, data = found.sentence, found.advice, found.data
    if found.code in _INSTEAD or not _is_own(found, "\n".join(map(_plain, row))):
        (sentence, advice), data = _INSTEAD.get(found.code, _SILENT), {}
    return replace(found, sentence=sentence, advice="" if "--" in advice else advice, data=data)


def _is_own(found: Problem, row: str) -> bool:
    return found.code in OF_THE_ROW or all(_stands_in(value, row) for value in _leaves(found.data.values()))


def _stands_in(value: object, row: str) -> bool:
    return isinstance(value, Heading) or (isinstance(value, str) and _plain(value) in row)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _leaves(values: Iterable[object]) -> Iterator[object]:
    for value in values:
        if isinstance(value, list | tuple | set | frozenset):
            yield from _leaves(value)
        else:
            yield value
