"""Which letters are wanted, and what whoever writes them says in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from skjonn.domain.letter_kinds import Form
from skjonn.domain.letters import Said
from skjonn.errors import UsageError
from skjonn.texts import N_

Grouping = Literal["case", "municipality", "all"]


class LetterKindUnknown(UsageError):
    """There is no such kind of letter."""

    code = "letter-kind-unknown"
    sentence = N_("{kind} is not a kind of letter.")
    advice = N_("The kinds are: {known}.")


class LetterNeeds(UsageError):
    """A kind of letter says something only the writer knows, and it was not said."""

    code = "letter-needs"
    sentence = N_("A letter of the kind {kind} needs {options}.")
    advice = N_("`skjonn letter write --help` tells what each option holds.")


@dataclass(frozen=True)
class Wanted:
    """Which letters of a call.

    Attributes:
        cases: full case numbers; None is every case the kind fits.
        kind: of `domain.letter_kinds.LetterKind`; None is all that tell of a decision.
        draft: letters to be looked at: also of decisions not yet approved, marked, not registered.
        language: another form than by the rule, with its `reason`; None is by the rule.
        group: a letter per case, one per municipality with all its cases, or (for the call) one to all.
        anew: write letters that are registered already again as new ones in their place; `reason` tells why.
        said: what the letters say beside what is known.
    """

    call: str
    cases: tuple[str, ...] | None = None
    kind: str | None = None
    draft: bool = False
    language: Form | None = None
    reason: str = ""
    group: Grouping = "case"
    anew: bool = False
    said: Said = field(default_factory=Said)
