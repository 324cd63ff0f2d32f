"""Organisation numbers: nine digits, the last one a check digit (mod 11), as in the Register for Legal Entities."""

from __future__ import annotations

from stdnum.exceptions import ValidationError
from stdnum.no import orgnr

from skjonn.errors import UsageError
from skjonn.texts import N_
from skjonn.texts.wording import HARD_SPACE


class OrganisationNumberWrong(UsageError):
    """A number is not an organisation number."""

    code = "organisation-number-wrong"
    sentence = N_("{text} is not an organisation number.")
    advice = N_("An organisation number has nine digits, the last of them a check digit: 964 965 226.")


def is_valid(text: str) -> bool:
    """Tell whether `text` is nine digits (spaces and a leading `NO`/trailing `MVA` aside) with the right check digit."""
    try:
        checked(text)
    except OrganisationNumberWrong:
        return False
    return True


def checked(text: str) -> str:
    """Return the nine digits of an organisation number.

    Raises:
        OrganisationNumberWrong: other signs, another length, or a check digit that does not fit.
    """
    plain = "".join(text.split()).upper().removeprefix("NO").removesuffix("MVA")
    if not plain.isascii():
        raise OrganisationNumberWrong(text=text)
    try:
        return str(orgnr.validate(plain))
    except ValidationError as problem:
        raise OrganisationNumberWrong(text=text) from problem


def formatted(number: str) -> str:
    """Return the number in groups of three with hard spaces: `964 965 226`; the empty text stays empty."""
    return HARD_SPACE.join(number[start : start + 3] for start in range(0, len(number), 3))
