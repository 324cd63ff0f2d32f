"""Offices' years joined come out as kept, and the bundles are those the script makes."""

from __future__ import annotations

from pathlib import Path

from skjonn.domain.bundles import packed
from tests.examples.conftest import ROOT, script

EXAMPLE = ROOT / "examples" / "ministry"


def test_what_comes_out_is_what_is_expected(tmp_path: Path) -> None:
    """Tables and answers are as kept; of a damaged file and a year given twice nothing is written."""
    made = script("examples/ministry/expect.py").play(tmp_path / "ministry")

    for name, text in made.items():
        assert text == (EXAMPLE / "expected" / name).read_text(encoding="utf-8")
    assert not (tmp_path / "ministry" / "never").exists()
    assert ("[exit 1]" in made["said.txt"], "[exit 4]" in made["said.txt"]) == (True, True)


def test_the_bundles_are_the_scripts() -> None:
    """Nobody has edited them by hand, which their digests would show anyway."""
    example = script("examples/ministry/expect.py")
    for name, (office, year, cases) in example.YEARS.items():
        assert (EXAMPLE / "bundles" / f"{name}.json").read_bytes() == packed(example.bundle(office, year, cases))
