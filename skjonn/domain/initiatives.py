"""Initiatives: awards of one undertaking over years, pots and offices, tied together by a person."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from skjonn.errors import ConflictError, RefusedError, UsageError
from skjonn.texts import N_

LONGEST_NAME = 200
_WORD = re.compile(r"[^\W_]+")
_CODE_LIKE = re.compile(r"[0-9]{4}(-\S*)?")


class InitiativeUnknown(UsageError):
    """There is no initiative of the name given."""

    code = "initiative-unknown"
    sentence = N_("There is no initiative {name}.")
    advice = N_("`skjonn initiative list` shows the initiatives there are.")


class InitiativeNameWrong(UsageError):
    """What was given cannot be an initiative's name."""

    code = "initiative-name-wrong"
    sentence = N_("{name} cannot be the name of an initiative.")
    advice = N_(
        "Give it a name of words with --name NAME, at most 200 signs; a year, a call's code or a case number is none."
    )


class CasesTooFew(UsageError):
    """One case alone is no initiative."""

    code = "initiative-cases-too-few"
    sentence = N_("{case} alone makes no initiative.")
    advice = N_("Name the cases that belong together, or the initiative it belongs to with --name NAME.")


class InitiativesApart(RefusedError):
    """What is to be tied lies in several initiatives."""

    code = "initiatives-apart"
    sentence = N_("These cases lie in other initiatives: {names}.")
    advice = N_("Where all of them are one, join them into {target} with --join.")


class CaseNotTied(ConflictError):
    """A case that is to be untied is in no initiative."""

    code = "case-not-tied"
    sentence = N_("{case} is in no initiative.")
    advice = N_("`skjonn initiative list` shows the initiatives there are.")


class CasesWithdrawn(RefusedError):
    """Cases that are withdrawn, or merged into others, belong to no initiative."""

    code = "initiative-cases-withdrawn"
    sentence = N_("Withdrawn, so not to be tied: {cases}.")
    advice = N_("`skjonn application show CASE` tells what became of a case.")


class AwardThere(ConflictError):
    """The award is registered already."""

    code = "initiative-award-there"
    sentence = N_("The initiative {name} has an award of {amount_nok} in {year} from {source} already.")
    advice = N_("Two equal awards need sources that tell them apart.")


class AwardNotThere(UsageError):
    """The award that is to be removed is not registered."""

    code = "initiative-award-not-there"
    sentence = N_("The initiative {name} has no award of {amount_nok} in {year} from {source}.")
    advice = N_('`skjonn initiative list "{name}"` shows what it has had.')


class AwardWrong(UsageError):
    """An award beside the cases must be of one krone or more, and from somewhere."""

    code = "initiative-award-wrong"
    sentence = N_("An award that is no case here needs an amount above 0 and where it came from.")
    advice = N_('Write as in: skjonn initiative award NAME 2019 500000 --source "Oslo og Viken"')


class AwardAhead(UsageError):
    """An award beside the cases is of a budget year that has not begun."""

    code = "initiative-award-ahead"
    sentence = N_("The year {year} has not begun, so nothing can have been awarded in it.")
    advice = N_("Name the budget year of the award.")


class UntieReasonMissing(UsageError):
    """What a person tied is taken apart only with a reason."""

    code = "untie-reason-missing"
    sentence = N_("Say why this does not belong to the initiative.")
    advice = N_("Say why with --reason TEXT.")


@dataclass(frozen=True)
class Part:
    """What an initiative had once: a case, or an award that is no case here.

    Attributes:
        year: the budget year.
        awarded_nok: whole kroner; None while a case is undecided, 0 where it got nothing.
        case, call, title, municipality, pot: of a case (municipality by name), empty for another award.
        source: whose the other award was, empty for a case.
    """

    year: int
    awarded_nok: int | None
    case: str = ""
    call: str = ""
    title: str = ""
    municipality: str = ""
    pot: str = ""
    source: str = ""


@dataclass(frozen=True)
class Initiative:
    """An initiative and its parts, by year: cases by number, then other awards by source and amount."""

    name: str
    parts: tuple[Part, ...]

    @property
    def awards(self) -> tuple[Part, ...]:
        """The parts that got money."""
        return tuple(part for part in self.parts if part.awarded_nok)

    @property
    def years(self) -> tuple[int, ...]:
        """The budget years it got money in, each once, rising."""
        return tuple(sorted({part.year for part in self.awards}))

    @property
    def awarded_nok(self) -> int:
        """What it has got in all, whole kroner."""
        return sum(part.awarded_nok or 0 for part in self.parts)

    def until(self, year: int) -> Initiative:
        """Return the initiative as it had come to by the end of a budget year."""
        return Initiative(self.name, tuple(part for part in self.parts if part.year <= year))


def initiative_name(text: str) -> str:
    """Return an initiative's name as it is kept: composed, single spaces.

    Raises:
        InitiativeNameWrong: it has no words, is too long, or reads as a year, a call or a case.
    """
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    if not _WORD.search(clean) or len(clean) > LONGEST_NAME or not clean.isprintable() or _CODE_LIKE.fullmatch(clean):
        raise InitiativeNameWrong(name=text.strip() or "“”")
    return clean
