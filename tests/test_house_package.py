"""What is installed is what is tested, and it carries everything the program needs."""

from __future__ import annotations

import json
from importlib.metadata import distribution
from pathlib import Path

import pytest

import skjonn
from skjonn.files import shipped
from tests.examples.conftest import ROOT

PACKAGE = Path(skjonn.__file__).parent


def test_the_suite_runs_against_what_is_installed() -> None:
    """Where a wheel is installed, as in CI, the tests import it and not the checkout they lie in."""
    told = json.loads(distribution("skjonn").read_text("direct_url.json") or "{}")
    editable = bool(told.get("dir_info", {}).get("editable"))

    assert (PACKAGE.parent == ROOT) == editable


@pytest.mark.parametrize(
    "part",
    [
        "registries/data/municipalities.csv",
        "storage/migrations/env.py",
        "texts/locale/nb/LC_MESSAGES/skjonn.mo",
        "texts/locale/nn/LC_MESSAGES/skjonn.mo",
    ],
)
def test_the_package_carries(part: str) -> None:
    """Registers, migrations and catalogues are inside the package."""
    assert (PACKAGE / part).is_file()


@pytest.mark.parametrize("form", ["nb", "nn"])
@pytest.mark.parametrize("kind", ["award", "partial_award", "refusal"])
def test_the_templates_are_shipped(form: str, kind: str) -> None:
    """Every kind of letter has its template in both forms, where the program looks for it."""
    assert (shipped("templates") / "letters" / form / f"{kind}.docx").is_file()


@pytest.mark.parametrize(
    "name",
    ["cmd.txt", "call.toml", "applications.xlsx", "assessments.xlsx", "recommendations.xlsx", "earlier/2017.xlsx"],
)
def test_the_example_is_shipped(name: str) -> None:
    """The demo finds its files without a checkout."""
    assert (shipped("examples") / "rogaland-2021" / name).is_file()


def test_the_nights_script_is_shipped() -> None:
    """Who installed a wheel finds the script that cron runs."""
    assert (shipped("examples") / "year" / "year.sh").is_file()
