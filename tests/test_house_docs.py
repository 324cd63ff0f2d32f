"""The documentation says what the code does."""

from __future__ import annotations

import json
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


CALLS = re.compile(r'(?:problem\("(?:error|warning)", |Problem\(|refused\()"([a-z-]+)"')
READS = re.compile(
    r"(?:headings|intake\w*|partners|municipality_names|amount_errors|dates|readings|apart|refusals)\.py"
)


def test_the_page_on_intake_names_every_problem() -> None:
    """Whatever code the intake tells of, and each the messy list brings out, stands on the page with its sentence."""
    generate = script("docs/generate.py")
    page = (ROOT / "docs" / "intake.md").read_text(encoding="utf-8")
    package = Path(errors.__file__).parent
    listed = {name for names in generate.INTAKE.values() for name in names}
    reading = {path.relative_to(package).as_posix(): path.read_text(encoding="utf-8") for path in package.rglob("*.py") if READS.fullmatch(path.name)}  # fmt: skip
    messy = json.loads((ROOT / "examples" / "messy" / "expected" / "refused.json").read_text(encoding="utf-8"))

    told = {code for text in reading.values() for code in CALLS.findall(text)}
    told |= {one["code"] for one in messy["data"]["problems"]}
    assert {name for name, text in reading.items() if CALLS.search(text)} <= listed
    assert len(told) > 50
    assert sorted(code for code in told if f"| `{code}` | " not in page) == []


def test_every_problem_on_the_page_says_something() -> None:
    """No code stands there without a sentence: each text was found where the code tells it."""
    generate = script("docs/generate.py")

    for told in (told for names in generate.INTAKE.values() for name in names for told in generate.told_problems(name)):
        assert told.sentence, told
        assert told.severity in {"error", "warning", *(f"exit {code}" for code in range(2, 6))}, told


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
