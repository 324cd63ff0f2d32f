"""What has been done with a case, as words of a message: it decides whether the case can still be merged or withdrawn whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from skjonn.texts import N_, Language, translate

Work: TypeAlias = Literal["assessment", "recommendation", "dismissal", "decision", "letter"]

_WORDS: dict[Work, str] = {
    "assessment": N_("an assessment"),
    "recommendation": N_("a recommendation"),
    "dismissal": N_("a screening that dismisses it"),
    "decision": N_("a line in a decision"),
    "letter": N_("a letter"),
}


@dataclass(frozen=True)
class Done:
    """One kind of work, worded in the language of whoever reads."""

    work: Work

    def worded(self, language: Language) -> str:
        """Return the words."""
        return translate(_WORDS[self.work], language)


def done(works: Iterable[Work]) -> list[Done]:
    """Return kinds of work as they are told, in the order of a round."""
    named = set(works)
    return [Done(work) for work in _WORDS if work in named]
