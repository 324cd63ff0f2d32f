"""Letters tell what an award's initiative has had, and go on saying what they said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from skjonn.domain.allocations import Outcome
from skjonn.domain.desk import Desk
from skjonn.usecases import initiatives
from skjonn.usecases import letters as usecase
from skjonn.usecases.recommending import Wanted as Said
from tests.usecases.past_rounds import Past, open_past, past
from tests.usecases.test_letters import ALL, AWARDED, EIGERSUND, FULL, STAVANGER, bytes_in, decided, text_of

LETTER = "letters/2021-002-Stavanger-tilskotsbrev.docx"


@pytest.fixture
def tied(office: str, desk: Desk, tmp_path: Path) -> str:
    """Return a round of two awards, one of them tied to an award of the year before and to another office's."""
    decided(office, desk, ((EIGERSUND, FULL), (STAVANGER, Said(Outcome.AWARD, 1_500_000))))
    clerk = replace(desk, today=AWARDED)
    open_past(office, clerk, tmp_path, 2020, ("project", 3_000_000))
    past(office, clerk, "2020", Past("Digi", 1_950_000))
    initiatives.link(office, clerk, ["2020-001", "2021-002"], name="Digi Rogaland")
    initiatives.add_award(office, clerk, "Digi Rogaland", initiatives.Extra(2017, 600_000, "Rogaland fylkeskommune"))
    return office


def test_an_award_letter_tells_what_the_initiative_has_had(tied: str, desk: Desk, tmp_path: Path) -> None:
    """Sums by earlier year and in all stand in the letter of the award that is tied, and in no other."""
    usecase.write_letters(tied, replace(desk, today=AWARDED), ALL, tmp_path)

    said = text_of(tmp_path / LETTER)
    assert (
        "Digi Rogaland har tidlegare fått 600 000 kroner i 2017 og 1 950 000 kroner i fjor, "
        "og har med dette tilskotet fått 4 050 000 kroner over fem år." in said
    )
    assert "har tidligere fått" not in text_of(tmp_path / "letters/2021-001-Eigersund-tilskuddsbrev.docx")


def test_a_registered_letter_goes_on_saying_what_it_said(tied: str, desk: Desk, tmp_path: Path) -> None:
    """What is tied or untied later changes no letter that is registered; a new one in its place says what holds then."""
    clerk = replace(desk, today=AWARDED)
    usecase.write_letters(tied, clerk, ALL, tmp_path)
    first = bytes_in(tmp_path / "letters")
    initiatives.unlink(tied, clerk, "2020-001", "Ei anna satsing.")

    for path in (tmp_path / "letters").iterdir():
        path.unlink()
    usecase.write_letters(tied, replace(clerk, today=date(2021, 6, 2)), ALL, tmp_path)
    assert bytes_in(tmp_path / "letters") == first

    anew = replace(ALL, cases=("2021-002",), anew=True, reason="Satsinga var feil.")
    written = usecase.write_letters(tied, replace(clerk, today=date(2021, 6, 2)), anew, tmp_path)
    assert "2 100 000 kroner over fem år" in text_of(tmp_path / written.letters[0].path)
