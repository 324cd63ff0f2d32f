"""Write the parts of the documentation that come from the code: `make docs`. A test holds them equal to the code."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

from skjonn.cli.demo import EXAMPLE
from skjonn.cli.reference import command_reference
from skjonn.domain.fields import APPLICATION, Field, Kind
from skjonn.files import write_whole
from skjonn.texts import choose, chosen

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
WIDTH = 120
LONGEST_ANSWER = 10
GENERATED = "<!-- Written by `make docs` from the code. Do not edit by hand. -->\n\n"

KINDS = {
    Kind.TEXT: "text",
    Kind.LONG_TEXT: "text",
    Kind.AMOUNT: "amount",
    Kind.COUNT: "whole number",
    Kind.DATE: "date",
    Kind.MOMENT: "date, with or without the hour",
    Kind.YES_NO: "yes or no",
    Kind.CHOICE: "one of",
    Kind.MUNICIPALITY: "municipality: number or name",
    Kind.PARTNERS: "names with commas between",
    Kind.AREAS: "the call's areas, with `;` between",
    Kind.AMOUNT_LINES: "lines of text and amount, with `;` between",
    Kind.NAMES: "names with `;` between",
}
INTRODUCTION = """# Fields of the application workbook

A workbook of applications has one row per application under a row of headings; what stands above the headings is passed
over. A column is known by its heading: in bokmål, in nynorsk, in English, or by one of the synonyms, whatever the case. The
order of the columns is free. A heading that is not known can be named at the import: `--map "Heading=field"`.

**Bold** fields must be there. *Internal* fields are for the office and never in anything that is published; *personal* ones
are kept apart and shown only where a person must be reached.

"""


def documents() -> dict[Path, str]:
    """Return every generated document by its path."""
    before = chosen()
    choose("en")
    try:
        return {HERE / "commands.md": _commands(), HERE / "fields.md": _fields(), README: _readme()}
    finally:
        choose(before)


def _commands() -> str:
    return GENERATED + command_reference("en").rstrip("\n") + "\n"


def _fields() -> str:
    head = "| Field | Bokmål | Nynorsk | English | Holds | Also accepted |\n| --- | --- | --- | --- | --- | --- |\n"
    return GENERATED + INTRODUCTION + head + "".join(_rows())


def _rows() -> Iterator[str]:
    for field in APPLICATION:
        mark = f"**`{field.name}`**" if field.required else f"`{field.name}`"
        visible = "" if field.visibility == "public" else f" *{field.visibility.value}*"
        headings = " | ".join(field.heading(language) for language in ("nb", "nn", "en"))
        yield f"| {mark}{visible} | {headings} | {_holds(field)} | {', '.join(field.synonyms)} |\n"


def _holds(field: Field) -> str:
    words = [word for _, word in field.choices]
    return f"{KINDS[field.kind]} {' / '.join(words)}".strip()


def _readme() -> str:
    """Return the README with what comes from the example put between its marks."""
    text = README.read_text(encoding="utf-8")
    for name, part in {"demo": _demo(), "ask": _asked(), "story": "\n\n".join(_story())}.items():
        before, mark, rest = text.partition(f"<!-- {name}, by make docs -->\n")
        text = f"{before}{mark}\n{part}\n\n<!-- end -->{rest.partition('<!-- end -->')[2]}"
    return text


def _expected(name: str) -> list[str]:
    return (HERE.parent / "examples" / EXAMPLE / "expected" / name).read_text(encoding="utf-8").splitlines()


def _demo() -> str:
    """Return how the demo begins and ends; what is between is told in the story."""
    lines = _expected("demo.txt")
    steps = [place for place, line in enumerate(lines) if not line]
    made = next(place for place, line in enumerate(lines) if line.startswith("Made in"))
    return _code(["$ make demo", *lines[: steps[1]], "", "…", "", *lines[made:]])


def _asked() -> str:
    return _code(
        ["$ cd demo", "$ ../.venv/bin/skjonn table municipalities --call 2021", *_expected("municipalities.txt")]
    )


def _story() -> Iterator[str]:
    """Give each step of the demo: what it tells as prose, its commands with their answers as code."""
    told: list[str] = []
    played: list[str] = []
    for line in [*_expected("demo.txt"), "# "]:
        if line.startswith("Made in"):
            break
        if line.startswith("# "):
            if played:
                yield from (textwrap.fill(" ".join(told), WIDTH), _code(list(_abridged(played))))
                told, played = [], []
            told.append(line.removeprefix("# "))
        elif line or played:
            played.append(line)
    yield from (textwrap.fill(" ".join(told), WIDTH), _code(list(_abridged(played))))


def _abridged(lines: list[str]) -> Iterator[str]:
    """Give the lines without blank ones at the end, and of a long answer only its beginning and its end."""
    answer: list[str] = []
    for line in [*"\n".join(lines).rstrip().split("\n"), "$"]:
        if line.startswith("$"):
            yield from answer if len(answer) <= LONGEST_ANSWER else [*answer[:2], "…", *answer[-2:]]
            yield from [line] if line != "$" else []
            answer = []
        else:
            answer.append(line)


def _code(lines: list[str]) -> str:
    return "\n".join(["```text", *lines, "```"])


def main() -> None:
    """Write them all."""
    for path, text in documents().items():
        write_whole(path, text.encode())
        path.chmod(0o644)


if __name__ == "__main__":
    main()
