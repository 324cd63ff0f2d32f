"""Bundles from the command line: digests in print, joining without any office's database, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from skjonn.cli import main
from skjonn.domain.desk import Desk
from tests.usecases.test_letters import EIGERSUND, FULL, decided


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """Run a command with --json; return its exit code and its object."""
    code = main([*words, "--json"])
    said = capsys.readouterr().out
    return code, json.loads(said) if said else {}


def test_a_bundle_goes_from_an_office_to_the_ministry(office: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """The ministry needs no database and no working folder; a bundle twice is exit 4, a damaged one 1, a missing one 5."""
    decided(office, desk, ((EIGERSUND, FULL),))
    monkeypatch.chdir(tmp_path)
    for name, value in (("USER", "kari"), ("TODAY", "2022-02-01"), ("LANG", "en")):
        monkeypatch.setenv(f"SKJONN_{name}", value)
    code, said = run(capsys, "year", "bundle", "2021", "--out", "b.json", "--database", office)
    assert (code, said["data"]["awarded_nok"], said["next"]) == (0, 1_100_000, "skjonn year merge b.json --out DIR")
    assert len(said["data"]["digest"]) == 64
    assert run(capsys, "year", "bundle", "2019", "--database", office)[0] == 2

    assert run(capsys, "year", "merge", "b.json", "--dry-run")[1]["status"] == "dry-run"
    assert not Path("national").exists()
    code, said = run(capsys, "year", "merge", "b.json", "--out", "n", "--in", "nb")
    assert (code, said["data"]["awards"], said["data"]["offices"]) == (0, 1, ["rogaland"])
    assert "Tildelinger etter fylke og år" in Path("n/counties.html").read_text(encoding="utf-8")
    assert run(capsys, "year", "merge", "b.json", "b.json")[0] == 4
    assert run(capsys, "year", "merge", "gone.json")[0] == 5
    Path("c.json").write_bytes(Path("b.json").read_bytes().replace(b"1100000", b"1100001"))
    assert run(capsys, "year", "merge", "c.json", "--out", "m")[0] == 1
    Path("d").mkdir()
    Path("d/c.json").write_bytes(Path("c.json").read_bytes())
    code, said = run(capsys, "year", "merge", "c.json", "d/c.json", "b.json", "--out", "m")
    assert (code, [one["code"] for one in said["data"]["problems"]]) == (1, ["bundle-damaged", "bundle-damaged"])
    assert ["d/c.json" in one["message"] for one in said["data"]["problems"]] == [False, True]
    assert not Path("m").exists()


def test_digests_are_shown_to_hold_against_the_letter(office: str, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """The digest an office prints is the one the ministry sees, in words and as JSON; a folder and a day are taken as they are meant."""
    decided(office, desk, ((EIGERSUND, FULL),))
    monkeypatch.chdir(tmp_path)
    for name, value in (("USER", "kari"), ("TODAY", "2022-02-01"), ("LANG", "en"), ("DATABASE", office)):
        monkeypatch.setenv(f"SKJONN_{name}", value)
    Path("out").mkdir()
    code, said = run(capsys, "year", "bundle", "2021", "--out", "out")
    assert (code, said["data"]["path"], said["data"]["frozen"]) == (0, "out/skjonn-rogaland-2021.json", False)
    digest = said["data"]["digest"]
    joined = run(capsys, "year", "merge", "out/skjonn-rogaland-2021.json")[1]["data"]["joined"]
    assert joined == [{"file": "out/skjonn-rogaland-2021.json", "office": "rogaland", "year": 2021, "as_of": "2021-01-19", "digest": digest}]  # fmt: skip
    assert main(["year", "merge", "out/skjonn-rogaland-2021.json", "--in", "nb"]) == 0
    assert f"Statsforvalteren i Rogaland 2021, as it stood on 19 January 2021: {digest}" in capsys.readouterr().out.replace("\u00a0", " ")  # fmt: skip

    assert run(capsys, "year", "bundle", "2021", "--as-of", "2022-02-02")[0] == 2
    assert run(capsys, "year", "bundle", "2021", "--as-of", "2020-12-31")[1]["data"]["code"] == "year-not-begun"
    assert run(capsys, "year", "close", "2021")[0] == 0
    assert main(["year", "bundle", "2021"]) == 0
    assert "The figures are those that were frozen." in capsys.readouterr().out
