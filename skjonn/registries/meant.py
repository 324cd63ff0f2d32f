"""One municipality from what was written, or an error that names the candidates, the successors or what is near."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from skjonn.errors import FindingsError
from skjonn.registries.municipalities import Ambiguous, Answer, Ended, Found, Municipality, Register, Unknown
from skjonn.texts import N_

_LIST = N_("`skjonn municipality list` shows them all.")


class MunicipalityAmbiguous(FindingsError):
    """A name is carried by several municipalities on the day."""

    code = "municipality-ambiguous"
    sentence = N_("{text} can mean several: {candidates}.")
    advice = N_("Give the number, or the county in parentheses.")


class MunicipalityEnded(FindingsError):
    """A municipality had ended by the day."""

    code = "municipality-ended"
    sentence = N_("{municipality} ended on {last} and had become {successors} by {day}.")
    advice = N_("Use the successor that is meant, or an earlier day.")


class MunicipalityLater(FindingsError):
    """A municipality begins after the day."""

    code = "municipality-later"
    sentence = N_("{municipality} is a municipality only from {first}, not on {day}.")
    advice = N_("Use the municipality of that day, or a later day.")


class MunicipalityUnknown(FindingsError):
    """No municipality has the name or number on the day."""

    code = "municipality-unknown"
    sentence = N_("No municipality is called {text} on {day}.")
    advice = N_("Near it: {suggestions}.")

    def advises(self) -> str:
        """Name what is near, where anything is."""
        return self.advice if self.data["suggestions"] else _LIST


def meant(register: Register, text: str, day: date, counties: Collection[str] = ()) -> Municipality:
    """Return the one municipality meant by `text` on `day`; `counties` order the candidates of a message.

    Raises:
        MunicipalityAmbiguous, MunicipalityEnded, MunicipalityLater, MunicipalityUnknown: none, or not exactly one, is meant.
    """
    answer = register.find(text, day, counties)
    if isinstance(answer, Found):
        return answer.municipality
    raise refusal(answer, text, day)


def refusal(answer: Answer, text: str, day: date) -> FindingsError:
    """Return what is wrong with `text` as an error: its data name every candidate, successor or suggestion."""
    match answer:
        case Ambiguous(candidates):
            return MunicipalityAmbiguous(text=text, candidates=_labels(candidates), day=day)
        case Ended(municipality, successors):
            return MunicipalityEnded(
                text=text, municipality=municipality.labelled, last=municipality.valid_to, successors=_labels(successors), day=day
            )  # fmt: skip
        case Unknown((first, *_others)) if first.valid_from > day:
            return MunicipalityLater(text=text, municipality=first.labelled, first=first.valid_from, day=day)
        case Unknown(suggestions):
            return MunicipalityUnknown(text=text, suggestions=_labels(suggestions), day=day)
        case Found(municipality):
            raise TypeError(f"{municipality.labelled} was found")


def _labels(some: Collection[Municipality]) -> list[str]:
    return [one.labelled for one in some]
