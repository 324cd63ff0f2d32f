"""Codes people type are read strictly: whatever else is typed is refused, and never another error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.codes import CallCodeWrong, CaseNumberWrong, parse_call, parse_case


@pytest.mark.parametrize(("text", "number"), [("7", "2021-007"), (" 2021-007 ", "2021-007"), ("1234", "2021-1234")])
def test_a_case_by_its_number(text: str, number: str) -> None:
    """In full, or by its serial where the call is known."""
    assert parse_case(text, "2021") == number


@pytest.mark.parametrize("text", ["", "0", "²", "٣", "2021-٠٠٧", "9" * 10, "9" * 5000, "2021-" + "9" * 5000, "-7"])
def test_what_is_no_case_number(text: str) -> None:
    """Digits of other scripts and endless numbers are refused too."""
    with pytest.raises(CaseNumberWrong):
        parse_case(text, "2021")


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is typed as a call or a case."""
    for read in (parse_call, lambda typed: parse_case(typed, "2021")):
        try:
            read(text)
        except (CallCodeWrong, CaseNumberWrong):
            continue
