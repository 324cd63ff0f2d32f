"""What is asked of letters: what a kind does not say is refused, and a form given with a reason needs no rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from skjonn.domain.desk import Desk
from skjonn.domain.letters import Said
from skjonn.usecases.letter_gathering import LanguagesUnknown
from skjonn.usecases.letter_wanted import LetterTakesNot, Wanted
from skjonn.usecases.letters import list_letters, write_letters
from skjonn.usecases.letters_of_cases import NoCaseFits
from tests.usecases.test_letters import AWARDED, EIGERSUND, FULL, REFUSED, SOKNDAL, decided

JULY = date(2021, 7, 1)


@pytest.fixture
def round_of_two(office: str, desk: Desk) -> str:
    """A decided round: an award and a refusal."""
    return decided(office, desk, ((EIGERSUND, FULL), (SOKNDAL, REFUSED)))


@pytest.mark.parametrize(
    ("wanted", "options"),
    [
        (Wanted("2021", kind="receipt", said=Said(report="final")), ["--report"]),
        (Wanted("2021", kind="receipt", group="municipality"), ["--group municipality"]),
        (Wanted("2021", said=Said(amount_nok=500), draft=True), ["--amount"]),
        (Wanted("2021", said=Said(JULY, 0, "final")), ["--due", "--report", "--amount"]),
        (Wanted("2021", kind="award", said=Said(JULY)), ["--due"]),
        (Wanted("2021", kind="award", group="all"), ["--group all"]),
        (Wanted("2021", kind="call", said=Said(points=("Hei.",))), ["--point"]),
        (Wanted("2021", kind="reminder", said=Said(JULY, 1, "final")), ["--amount"]),
        (Wanted("2021", kind="report_request", said=Said(JULY)), ["--due"]),
        (Wanted("2021", kind="repayment", said=Said(JULY, 1, "final", ("x",))), ["--report"]),
        (Wanted("2021", kind="payment_list", group="municipality"), ["--group municipality"]),
    ],
)
def test_what_a_kind_does_not_say_is_refused(
    round_of_two: str, desk: Desk, tmp_path: Path, wanted: Wanted, options: list[str]
) -> None:
    """Each by its option, as misuse; nothing is passed over in silence and nothing written."""
    with pytest.raises(LetterTakesNot) as refused:
        write_letters(round_of_two, replace(desk, today=AWARDED), wanted, tmp_path / "work")
    assert (refused.value.exit_code, refused.value.data["options"]) == (2, options)
    assert list_letters(round_of_two) == ()


@pytest.mark.parametrize("letter", ["dismissal", "next_round", "correction", "change_answer", "decisions"])
def test_no_case_of_the_kind(round_of_two: str, desk: Desk, tmp_path: Path, letter: str) -> None:
    """Every kind gives the same answer where no case gets such a letter."""
    with pytest.raises(NoCaseFits) as refused:
        write_letters(round_of_two, replace(desk, today=AWARDED), Wanted("2021", kind=letter), tmp_path / "work")
    assert refused.value.exit_code == 3


def test_a_form_given_where_none_is_known(office: str, desk: Desk, tmp_path: Path) -> None:
    """Tysvær's form in 2022 is open between the sources: given with a reason it is written in, without one it is refused."""
    decided(office, desk, ((replace(SOKNDAL, lead="1146"), REFUSED),))
    late = replace(desk, today=date(2022, 6, 1))

    with pytest.raises(LanguagesUnknown):
        write_letters(office, late, Wanted("2021", language="nb"), tmp_path)
    [done] = write_letters(office, late, Wanted("2021", language="nb", reason="Kommunen bad om det."), tmp_path).letters
    assert (done.language, done.rule.rule) == ("nb", "asked-for")
    [to_all] = write_letters(office, late, Wanted("2021", kind="call", group="all", language="nn", reason="Alle får eitt."), tmp_path).letters  # fmt: skip
    assert to_all.language == "nn"
