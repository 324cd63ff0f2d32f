"""Codes people type: a call's (`2021`, `2021-F`) and a case's (`2021-007`, or `7` where the call is known)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from skjonn.errors import UsageError
from skjonn.texts import N_

_CALL = re.compile(r"(?P<year>20[0-9]{2})(?:-(?P<suffix>[A-ZÆØÅ][A-ZÆØÅ0-9]{0,7}))?")
_CASE = re.compile(r"(?P<call>20[0-9]{2}(?:-[A-ZÆØÅ][A-ZÆØÅ0-9]{0,7})?)-(?P<serial>[0-9]{3,9})")
_SERIAL = re.compile(r"[0-9]{1,9}")


class CallCodeWrong(UsageError):
    """A call's code is not four digits of the budget year with an optional suffix."""

    code = "call-code-wrong"
    sentence = N_("{text} is not the code of a call.")
    advice = N_("A call's code is the budget year, with a suffix where a year has several calls: 2021 or 2021-F.")


class CaseNumberWrong(UsageError):
    """A case number is neither complete nor a serial number."""

    code = "case-number-wrong"
    sentence = N_("{text} is not a case number.")
    advice = N_("Write it in full, as 2021-007, or only the number, 7, where the folder has one call.")


@dataclass(frozen=True, order=True)
class CallCode:
    """The code of a call: budget year and suffix (may be empty)."""

    year: int
    suffix: str = ""

    def __str__(self) -> str:
        return f"{self.year}-{self.suffix}" if self.suffix else str(self.year)


def parse_call(text: str) -> CallCode:
    """Read a call's code; the suffix is a capital letter and up to seven more letters or digits.

    Raises:
        CallCodeWrong: `text` is anything else.
    """
    found = _CALL.fullmatch(text.strip().upper())
    if not found:
        raise CallCodeWrong(text=text)
    return CallCode(int(found["year"]), found["suffix"] or "")


def case_number(call: str, serial: int) -> str:
    """Return the case number of the `serial`th case (from 1) of the call with code `call`: three digits or more."""
    return f"{call}-{serial:03d}"


def parse_case(text: str, call: str | None) -> str:
    """Return the full case number meant by `text`; a bare number belongs to `call`.

    Raises:
        CaseNumberWrong: not a case number, or a bare number where no call is known.
    """
    clean = text.strip().upper()
    if _CASE.fullmatch(clean):
        return clean
    if _SERIAL.fullmatch(clean) and int(clean) > 0 and call:
        return case_number(call, int(clean))
    raise CaseNumberWrong(text=text)


def case_order(case_number: str) -> tuple[str, int]:
    """Return the key case numbers are sorted by: the call's code, then the serial as a number (999 before 1000)."""
    call, _, serial = case_number.rpartition("-")
    return call, int(serial)
