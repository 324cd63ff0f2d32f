"""Why a cell is no amount: one class for each reason, each with what it can mean where it can mean something."""

from __future__ import annotations

from skjonn.errors import FindingsError
from skjonn.texts import N_


class AmountUnreadable(FindingsError):
    """A text is no amount; the branches below say why."""

    code = "amount-unreadable"
    sentence = N_("“{text}” is not an amount in whole kroner.")
    advice = N_("Write digits only, for example 1 100 000.")


class AmountMissing(AmountUnreadable):
    """There is nothing to read."""

    code = "amount-missing"
    sentence = N_("There is no amount.")
    advice = N_("Write an amount in whole kroner, for example 1 100 000.")


class AmountTooLong(AmountUnreadable):
    """More text than any amount needs."""

    code = "amount-too-long"
    sentence = N_("A text of {count} characters, “{text}”, is not an amount.")
    advice = N_("Write the amount alone, for example 1 100 000.")


class AmountIsYesNo(AmountUnreadable):
    """A cell of the kind that is either true or false."""

    code = "amount-is-yes-no"
    sentence = N_("The cell holds a yes or a no, “{text}”, where an amount is expected.")
    advice = N_("Write digits only, for example 1 100 000.")


class AmountIsDate(AmountUnreadable):
    """A cell that is a date, or is shown as one."""

    code = "amount-is-date"
    sentence = N_("The cell holds a date, {text}, where an amount is expected.")
    advice = N_("Write the amount, and set the cell's format to a number.")


class AmountAmbiguous(AmountUnreadable):
    """One full stop or comma before three digits can group thousands or begin a fraction."""

    code = "amount-ambiguous"
    sentence = N_("“{text}” can mean {grouped} or {fraction}.")
    advice = N_("Write it without the sign, or with spaces: {grouped}.")


class AmountFraction(AmountUnreadable):
    """Parts of a krone are not dealt with."""

    code = "amount-fraction"
    sentence = N_("“{text}” is not a whole number of kroner.")
    advice = N_("Write whole kroner; write millions as 1,1 mill.")


class AmountNegative(AmountUnreadable):
    """An amount below zero."""

    code = "amount-negative"
    sentence = N_("“{text}” is below zero.")
    advice = N_("Write the amount without a sign.")


class AmountGroups(AmountUnreadable):
    """The digits are grouped in a way that cannot be right: a digit, or a sign, is missing or too many."""

    code = "amount-groups"
    sentence = N_("The digits of “{text}” are not in groups of three; it can mean {meanings}.")
    advice = N_("Write it as 1 100 000.")


class AmountSeveral(AmountUnreadable):
    """Digits on several lines, or far apart, are more likely several amounts than one."""

    code = "amount-several"
    sentence = N_("“{text}” can be more than one amount.")
    advice = N_("Write one amount, with single spaces: 1 100 000.")


class AmountUnitDoubtful(AmountUnreadable):
    """In a column of thousands or millions, what says kroner itself or would be far too much can be kroner already."""

    code = "amount-unit"
    sentence = N_("“{text}” stands in a column whose heading says {unit_nok}; it can mean {plain_nok} or {times_nok}.")
    advice = N_("Say it in words, as 500 tusen or 1,1 mill., or write it in the column's unit without kr.")


class AmountTooLarge(AmountUnreadable):
    """More than any amount dealt with here."""

    code = "amount-too-large"
    sentence = N_("“{text}” is larger than any amount dealt with here.")
    advice = N_("Check the number of digits.")
