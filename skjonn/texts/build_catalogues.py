"""Compiles the catalogues when the package is built, and as a script extracts the texts and updates the catalogues."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path(__file__).resolve().parent.parent
KEYWORDS = ["N_", "_", "translate:1", "ngettext:1,2"]


class CatalogueHook(BuildHookInterface[Any]):
    """Makes a `.mo` of every `.po`, for the wheel and for an editable install alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (the hook's own signature)
        """Compile before the files are gathered."""
        compile_all()


def compile_all() -> None:
    """Write `skjonn.mo` beside each `skjonn.po`."""
    for po in sorted((PACKAGE / "texts" / "locale").glob("*/LC_MESSAGES/skjonn.po")):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=po.parts[-3]))


def update() -> None:
    """Extract every marked text and bring the catalogues up to date, then compile them."""
    pot = PACKAGE / "texts" / "locale" / "skjonn.pot"
    babel = [sys.executable, "-m", "babel.messages.frontend"]
    keywords = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    common = ["--no-location", "--sort-output", "--project", "skjonn", "--omit-header"]
    subprocess.run(
        [*babel, "extract", "--no-default-keywords", *keywords, *common, "-o", str(pot), str(PACKAGE)], check=True
    )
    for language in ("nb", "nn"):
        po = pot.parent / language / "LC_MESSAGES" / "skjonn.po"
        po.parent.mkdir(parents=True, exist_ok=True)
        verb = "update" if po.exists() else "init"
        extra = ["--no-fuzzy-matching", "--omit-header", "--ignore-obsolete"] if verb == "update" else []
        subprocess.run([*babel, verb, "-i", str(pot), "-o", str(po), "-l", language, *extra], check=True)
    pot.unlink()
    compile_all()


if __name__ == "__main__":
    update()
