"""Which letters are wanted, and what whoever writes them says in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from skjonn.domain.letter_kinds import Form, LetterKind, takes
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


class LetterTakesNot(UsageError):
    """Something is said that letters of the kind do not say."""

    code = "letter-takes-not"
    sentence = N_("A letter of the kind {kind} does not take {options}.")
    advice = N_("Leave it out, or name with --kind a letter that says it.")


class DecisionsTakeNot(LetterTakesNot):
    """Something is said that letters telling of decisions do not say, and no kind is named."""

    code = "letter-decisions-take-not"
    sentence = N_("Letters that tell of decisions do not take {options}.")


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


def require_taken(wanted: Wanted, kind: LetterKind | None) -> None:
    """Make sure nothing is said that the letters wanted do not say, so that nothing is passed over in silence.

    Args:
        wanted: the letters; kind: theirs, None for all that tell of decisions.

    Raises:
        LetterTakesNot: something is; it is named by its option.
    """
    said = wanted.said
    have = {
        "due": said.due, "report": said.report, "amount": said.amount_nok is not None, "point": said.points,
        f"group {wanted.group}": wanted.group != "case",
    }  # fmt: skip
    taken = takes(kind)
    wrong = [f"--{name}" for name, value in have.items() if value and name not in taken]
    if wrong and kind is None:
        raise DecisionsTakeNot(options=wrong)
    if wrong and kind:
        raise LetterTakesNot(kind=kind.value, options=wrong)
