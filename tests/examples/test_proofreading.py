"""A text about the 2021 awards with the slips people make, read against the played round: all found, none made up."""

from __future__ import annotations

from pathlib import Path

from tests.examples.conftest import ROOT, Round
from tests.examples.test_show import run

STORY = ROOT / "examples" / "proofreading"


def test_the_slips_people_make(played: Round) -> None:
    """Two amounts swapped between two projects of one municipality, 5 000 missing, a partner left out, titles cut and changed."""
    heard = run(played.folder, "proofread", str(STORY / "nyhende.md"), "--call", "2021", "--lang", "en")

    assert heard.code == 1
    assert heard.out == (STORY / "expected" / "findings.txt").read_text(encoding="utf-8")


def test_the_text_put_right_has_no_error(played: Round, tmp_path: Path) -> None:
    """Once what was found is put right, only notes are left: titles that are cut."""
    text = (STORY / "nyhende.md").read_text(encoding="utf-8")
    for wrong, right in (
        ("«Living lab» får 200.000", "«Living lab» får 240.000"),
        ("samarbeid med Bokn, får 240.000", "samarbeid med Bokn, får 200.000"),
        ("barnevernsreforma", "barnevernsreformen"),
        ("får 320.000", "får 325.000"),
        ("Tysvær og Sveio", "Tysvær, Sveio og Etne"),
    ):
        assert text.count(wrong) == 1
        text = text.replace(wrong, right)
    (tmp_path / "nyhende.md").write_text(text, encoding="utf-8")
    heard = run(played.folder, "proofread", str(tmp_path / "nyhende.md"), "--call", "2021", "--json")

    assert heard.code == 0
    assert {(one["kind"], one["severity"]) for one in heard.data["findings"]} == {("title", "note")}
