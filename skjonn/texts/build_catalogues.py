"""Compiles the catalogues when the package is built, and as a script extracts the texts and updates the catalogues."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING or find_spec("hatchling") is not None:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
else:  # make compiles the catalogues where nobody builds a package

    class BuildHookInterface:
        """Stands in for the builder's class."""

        def __class_getitem__(cls, _kind: Any) -> Any:
            """Return itself."""
            return cls


PACKAGE = Path(__file__).resolve().parent.parent
LANGUAGES = ("nb", "nn")
TEXTS_TAKEN = {"N_": 1, "_": 1, "translate": 1, "ngettext": 2}
"""What marks a text, and how many of its first arguments are texts."""

NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
HEADER = r"""msgid ""
msgstr ""
"Project-Id-Version: skjonn\n"
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


class CatalogueHook(BuildHookInterface[Any]):
    """Makes a `.mo` of every `.po`, for the wheel and for an editable install alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (the hook's own signature)
        """Compile before the files are gathered."""
        compile_all()


def path_of(language: str) -> Path:
    """Return where the edited catalogue of `language` lies."""
    return PACKAGE / "texts" / "locale" / language / "LC_MESSAGES" / "skjonn.po"


def read(language: str) -> Catalog:
    """Return the edited catalogue; an empty one where there is none yet."""
    path = path_of(language)
    return read_po(BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)


def write(language: str, catalogue: Catalog) -> None:
    """Write a catalogue: sorted, without dates, places and obsolete texts, so that the same texts are the same bytes."""
    texts = BytesIO()
    write_po(texts, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    _replace(path_of(language), HEADER.format(language=language).encode() + texts.getvalue())


def compile_all() -> None:
    """Write `skjonn.mo` beside each `skjonn.po`; dates are left out, so that a package can be built twice alike."""
    for language in LANGUAGES:
        catalogue, compiled = read(language), BytesIO()
        catalogue.creation_date = catalogue.revision_date = NO_DAY
        write_mo(compiled, catalogue)
        _replace(path_of(language).with_suffix(".mo"), compiled.getvalue())


def marked(source: str) -> Iterator[str | tuple[str, ...]]:
    """Yield each text marked in Python source, one with a plural as a pair; also those inside f-strings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEXTS_TAKEN:
            taken = node.args[: TEXTS_TAKEN[node.func.id]]
            texts = tuple(
                each.value for each in taken if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )
            if texts and all(texts) and len(texts) == len(taken):
                yield texts if len(texts) > 1 else texts[0]


def update() -> None:
    """Extract every marked text and bring the catalogues up to date, then compile them."""
    said = Catalog()
    for path in sorted(PACKAGE.rglob("*.py")):
        for text in marked(path.read_text(encoding="utf-8")):
            said.add(text)
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(said, no_fuzzy_matching=True)
        write(language, catalogue)
    compile_all()


def _replace(path: Path, content: bytes) -> None:
    """Put the file in place whole: somebody may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)


if __name__ == "__main__":
    update()
