"""The approver's document says what the register says, to the krone. On both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest

from skjonn.domain.allocations import Outcome
from skjonn.domain.desk import Desk
from skjonn.domain.follow_ups import Terms
from skjonn.storage.database import reading
from skjonn.usecases import allocations, approving, decision_papers, decisions, drafting, following_up
from skjonn.usecases.approving import Given
from skjonn.usecases.decision_papers import PaperEnding
from skjonn.usecases.recommending import Wanted
from tests.usecases.rounds import SPRING, award, on, open_round, refuse


@pytest.fixture
def drafted(office: str, desk: Desk) -> str:
    """A draft of an award in full with a promise for a later year, one in part to another payee, and a refusal."""
    open_round(office, desk)
    wanted = Wanted(Outcome.AWARD, 500_000, later={2022: 200_000})
    allocations.recommend(office, desk, "2021-001", wanted)
    allocations.recommend(
        office, desk, "2021-002", Wanted(Outcome.AWARD, 300_000, reason="Delar & <slikt>.", payee="1108")
    )
    refuse(office, desk, 3)
    drafting.draft(office, desk, "2021")
    return office


def _texts(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [text.replace("\u00a0", " ") for text in (*(paragraph.text for paragraph in document.paragraphs), *cells)]


def test_it_says_what_the_decision_says(drafted: str, desk: Desk, tmp_path: Path) -> None:
    """Every line with its figures, the pots before and after, what else is promised, and the digest in print."""
    written = decision_papers.write_paper(drafted, desk, ("2021", 1), "nn", tmp_path / "v.docx")
    shown, said = decisions.show(drafted, "2021", 1), _texts(tmp_path / "v.docx")

    assert written.digest == shown.digest
    assert shown.digest in [text.replace(" ", "") for text in said]
    for line in shown.lines:
        assert {line.case, line.title, f"{line.applied_nok:,}".replace(",", " ")} <= set(said)
    assert "800 000" in said
    assert "project: 1 000 000 avsett, 0 vedteke før, 800 000 i dette vedtaket, 200 000 att." in said
    assert "2021-002: Sandnes får utbetalt." in said
    assert any("2022: 200 000 kroner" in text for text in said)
    assert "Delar & <slikt>." in said
    assert any(text.startswith("Underskrift: ___") for text in said)
    assert (tmp_path / "v.docx").stat().st_mode & 0o077 == 0


def test_the_same_twice_and_another_once_approved(drafted: str, desk: Desk, tmp_path: Path) -> None:
    """The same bytes as long as nothing changes; approved, it tells by whom and has nowhere to sign."""
    first = decision_papers.write_paper(drafted, desk, ("2021", 1), "nb", tmp_path / "a.docx")
    assert decision_papers.write_paper(drafted, desk, ("2021", 1), "nb", tmp_path / "b.docx").sha256 == first.sha256
    approving.approve(drafted, on(desk, SPRING, "per"), "2021", 1, Given(reference="2021/7"))
    decision_papers.write_paper(drafted, on(desk, SPRING), ("2021", 1), "nb", tmp_path / "c.docx")
    said = _texts(tmp_path / "c.docx")
    assert said[0] == "Vedtak 2021-V1"
    assert "Godkjent av Per Fylke 28. mai 2021 (2021/7)." in said
    assert not any("___" in text for text in said)
    with reading(drafted) as session:
        [pot] = decision_papers.gathered(session, desk, "2021", 1).pots
    assert (pot.before_nok, pot.taken_nok, pot.left_nok) == (0, 800_000, 200_000)


def test_an_overdrawn_pot_is_said_in_words(office: str, desk: Desk, tmp_path: Path) -> None:
    """The approver sees that it cannot be approved before trying."""
    open_round(office, desk, frame_nok=100_000, applied=(500_000,))
    award(office, desk, 1, 500_000)
    drafting.draft(office, desk, "2021")
    decision_papers.write_paper(office, desk, ("2021", 1), "nb", tmp_path / "v.docx")
    assert "Potten project ville blitt overtrukket: dette kan ikke godkjennes." in _texts(tmp_path / "v.docx")


def test_what_follows_has_its_own_paper(drafted: str, desk: Desk, tmp_path: Path) -> None:
    """A reversal tells what it frees; changed terms are told line by line."""
    approving.approve(drafted, on(desk, SPRING, "per"), "2021", 1, Given())
    june = on(desk, date(2021, 6, 30))
    following_up.reverse(drafted, june, "2021-001", "Avlyst.")
    following_up.change(drafted, june, "2021-002", Terms(date(2022, 12, 31)), "Utsett.")
    decision_papers.write_paper(drafted, june, ("2021", 2), "nb", tmp_path / "r.docx")
    decision_papers.write_paper(drafted, june, ("2021", 3), "nb", tmp_path / "c.docx")
    assert any("-500 000 i dette vedtaket, 700 000 igjen" in text.replace("\u2212", "-") for text in _texts(tmp_path / "r.docx"))  # fmt: skip
    assert "2021-002: den siste dagen blir 31. desember 2022." in _texts(tmp_path / "c.docx")


def test_another_ending_is_refused(drafted: str, desk: Desk, tmp_path: Path) -> None:
    """Before anything is read; a trial run writes nothing."""
    with pytest.raises(PaperEnding):
        decision_papers.write_paper(drafted, desk, ("2021", 1), path=tmp_path / "v.pdf")
    dry = Desk(desk.person, desk.today, desk.language, dry_run=True)
    decision_papers.write_paper(drafted, dry, ("2021", 1), path=tmp_path / "v.docx")
    assert list(tmp_path.glob("*.docx")) == []


def test_an_approved_paper_tells_what_was_approved(drafted: str, desk: Desk, tmp_path: Path) -> None:
    """Whoever answers now, and is paid now: the document with the digest says what the digest was of."""
    approving.approve(drafted, on(desk, SPRING, "per"), "2021", 1, Given())
    changed = following_up.change(
        drafted, on(desk, SPRING), "2021-001", Terms(lead="Sandnes", payee="Sandnes"), "Ny vert."
    )
    number = int(changed.decision.id.rpartition("V")[2])
    before, after, own = tmp_path / "a.docx", tmp_path / "b.docx", tmp_path / "c.docx"
    decision_papers.write_paper(drafted, on(desk, SPRING), ("2021", 1), "nn", before)
    approving.approve(drafted, on(desk, SPRING, "per"), "2021", number, Given())
    decision_papers.write_paper(drafted, on(desk, SPRING), ("2021", 1), "nn", after)
    decision_papers.write_paper(drafted, on(desk, SPRING), ("2021", number), "nn", own)

    assert [text for text in _texts(after) if "2021-001" in text or "Tiltak 1" in text]
    rows = [[cell.text for cell in row.cells] for path in (before, after) for row in docx.Document(str(path)).tables[0].rows if row.cells[0].text == "2021-001"]  # fmt: skip
    assert rows[0] == rows[1]
    assert "Stavanger" in " ".join(rows[0])
    assert any("Sandnes" in text for text in _texts(own))
