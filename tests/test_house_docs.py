"""The documentation says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from skjonn import errors
from tests.examples.conftest import ROOT, script

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_generated_pages_are_the_codes() -> None:
    """Command reference, field table and the README's story and demo are what `make docs` would write now."""
    for path, text in script("docs/generate.py").documents().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """A link to a file of the checkout leads to one."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_names_every_exit_code() -> None:
    """Each branch of the error tree has its row among the exit codes."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    branches = errors.SkjonnError.__subclasses__()

    for code in {0, *(branch.exit_code for branch in branches if branch.__module__ == errors.__name__)}:
        assert f"\n| {code} | " in readme
