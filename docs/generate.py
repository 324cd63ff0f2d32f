"""Write the parts of the documentation that come from the code: `make docs`. A test holds them equal to the code."""

from __future__ import annotations

import ast
import importlib
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import skjonn
from skjonn.cli.demo import EXAMPLE
from skjonn.cli.reference import command_reference
from skjonn.domain.amounts import parse_amount
from skjonn.domain.dates import parse_day
from skjonn.domain.fields import APPLICATION, Field, Kind
from skjonn.domain.partners import parse_municipality, parse_partners
from skjonn.domain.problems import Problem
from skjonn.errors import FindingsError, SkjonnError
from skjonn.files import write_whole
from skjonn.registries.directory_of_day import DirectoryOfDay
from skjonn.registries.municipalities import shipped
from skjonn.texts import choose, chosen
from skjonn.texts.wording import grouped, worded

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
WIDTH = 120
LONGEST_ANSWER = 8
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
INTAKE = {
    "A whole file is refused": ("spreadsheets/refusals.py", "domain/forms.py"),
    "A file, a sheet or a heading": (
        "spreadsheets/apart.py",
        "usecases/intake_files.py",
        "domain/intake_book.py",
        "domain/headings.py",
    ),
    "A row": ("domain/intake.py", "domain/intake_rows.py", "domain/intake_form.py", "domain/intake_doubts.py"),
    "An amount": ("domain/amount_errors.py",),
    "A day": ("domain/dates.py",),
    "A municipality or a partner": ("domain/municipality_names.py", "domain/partners.py"),
    "Another value": ("domain/intake_kinds.py", "domain/intake_lists.py", "domain/readings.py"),
    "A row beside the cases that are there": (
        "usecases/intake_checks.py",
        "usecases/intake_alike.py",
        "usecases/intake_awards.py",
    ),
    "The whole import": ("usecases/intake_refusals.py",),
}
"""Where the intake says what it found, by what it is about."""

AMOUNTS = (
    "1 100 000", "1.100.000", "1,100,000", "kr 500 000,-", "NOK 500000", "500 000,00", "1,1 mill.", "1,1 mill. kroner", "500 tusen", 500000,
    "1.100", "1.10.000", "12.00", "1,5", "ca. 500 000", "-5", date(2021, 3, 31),
)  # fmt: skip
DAYS = ("31.3.2021", "31.03.21", "2021-03-31", "31. mars 2021", "mars 2021", "2021", "1. halvår 2021", 44286, "3/4/2021", "31.2.2021", "44286", "snart", 500000.0)  # fmt: skip
MUNICIPALITIES = (
    "Lund", "1112", "301", "LUND KOMMUNE", "Ulvik herad", "1112 Lund", "Trondheim – Tråante", "Guovdageaidnu", "Finnøy", "Våler (Innlandet)",
    "Sandness", "Våler", "Snillfjord", "Lund og Time",
)  # fmt: skip
PARTNERS = (
    "Sokndal, Time og Hå", "Sokndal/Time. Hå", "Sokndal mfl.", "Lund og Sokndal", "NORCE, Sokndal", "alle kommunane i Rogaland", "internt i kommunen", "-",
    "alle kommunane i Vestland", "Sokndal, Stavangr",
)  # fmt: skip
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
        return {
            HERE / "commands.md": _commands(),
            HERE / "fields.md": _fields(),
            HERE / "intake.md": _intake(),
            HERE / "allocating.md": _allocating(),
            HERE / "proofreading.md": _proofreading(),
            HERE / "years.md": _years(),
            README: _readme(),
        }
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
    return _filled_in(README, {"demo": _demo(), "ask": _asked(), "story": "\n\n".join(_story(_expected("demo.txt")))})


def _allocating() -> str:
    """Return the page on scores and decisions with the story of a second round put between its marks."""
    said = (HERE.parent / "examples" / "second-round" / "expected" / "said.txt").read_text(encoding="utf-8")
    return _filled_in(HERE / "allocating.md", {"second-round": "\n\n".join(_story(said.splitlines(), begins=14))})


def _years() -> str:
    """Return the page on years with the night's script at work and the story of three years put between their marks."""
    parts = {}
    for name, begins in (("year", 14), ("three-years", 10)):
        said = (HERE.parent / "examples" / name / "expected" / "said.txt").read_text(encoding="utf-8")
        parts[name] = "\n\n".join(_story(said.splitlines(), begins=begins))
    return _filled_in(HERE / "years.md", parts)


def _proofreading() -> str:
    """Return the page on proofreading with the example's text and what is found in it put between its marks."""
    story = HERE.parent / "examples" / "proofreading"
    found = (story / "expected" / "findings.txt").read_text(encoding="utf-8")
    text = (story / "nyhende.md").read_text(encoding="utf-8").partition("## Om prosjekta")[2].strip()
    part = f"```markdown\n{text}\n```\n\n```console\n$ skjonn proofread nyhende.md --call 2021\n{found}```"
    return _filled_in(HERE / "proofreading.md", {"proofreading": part})


def _filled_in(page: Path, parts: Mapping[str, str]) -> str:
    """Return a page with each part put between its own mark and the next end."""
    text = page.read_text(encoding="utf-8")
    for name, part in parts.items():
        before, mark, rest = text.partition(f"<!-- {name}, by make docs -->\n")
        assert mark, f"{page.name} has no place for {name}"
        text = f"{before}{mark}\n{part}\n\n<!-- end -->{rest.partition('<!-- end -->')[2]}"
    return text


def _intake() -> str:
    """Return the page on intake with what comes from the code and from the messy example put between its marks."""
    directory = DirectoryOfDay(shipped(), date(2021, 1, 19), ("Rogaland",), ("11",))
    names = {one.number: one.name for one in shipped().in_force(date(2021, 1, 19))}

    def municipality(text: str) -> tuple[str, tuple[Problem, ...]]:
        number, problems = parse_municipality(text, directory)
        return f"{number} {names[number]}" if number else "", problems

    def partners(text: str) -> tuple[str, tuple[Problem, ...]]:
        found = parse_partners(text, directory, "1112")
        named = ", ".join(one.name or "*others, not named*" for one in found.partners)
        return "all of the county" if found.whole_county else named or "nobody", found.problems

    return _filled_in(
        HERE / "intake.md",
        {
            "problems": "\n\n".join(_problem_tables()),
            "amounts": _read_as("amount", AMOUNTS, lambda cell: (grouped(parse_amount(cell)), ())),
            "days": _read_as("day", DAYS, lambda cell: (parse_day(cell).isoformat(), ())),
            "municipalities": _read_as("municipality", MUNICIPALITIES, municipality),
            "partners": _read_as("partners of Lund", PARTNERS, partners),
            "messy": "\n\n".join(_messy()),
        },
    )


def _read_as(what: str, cells: tuple[object, ...], read: Callable[..., tuple[str, tuple[Problem, ...]]]) -> str:
    """Return a table of cells as written, with what the program itself reads in each."""
    lines = [f"| In the cell | Read as {what} | What is said |", "| --- | --- | --- |"]
    for cell in cells:
        try:
            value, problems = read(cell)
            said = " ".join(f"{one.message()} `{one.code}`" for one in problems)
            value = "" if any(one.severity == "error" for one in problems) else value
        except FindingsError as error:
            value, said = "", f"{error.message()} `{error.code}`"
        shown = f"`{cell}`" if isinstance(cell, str) else f"the {'day' if isinstance(cell, date) else 'number'} {worded('', cell, 'en') if isinstance(cell, date) else int(str(cell).split('.')[0])}"  # fmt: skip
        lines.append(f"| {shown} | {value or '**refused**'} | {said} |")
    return "\n".join(lines)


class Told(NamedTuple):
    """One problem the code tells of: its code, how grave it is, and its texts as they stand in the code."""

    code: str
    severity: str
    sentence: str
    advice: str


def told_problems(name: str) -> list[Told]:
    """Return every problem and error that a module of the intake tells of, in the module's order."""
    path = Path(skjonn.__file__).parent / name
    module = importlib.import_module("skjonn." + name.removesuffix(".py").replace("/", "."))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    texts = {
        target.id: node.value
        for node in sorted(assigned, key=lambda node: -node.lineno)  # of several, the first
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: list[Told] = []
    for node in sorted((one for one in ast.walk(tree) if hasattr(one, "lineno")), key=lambda one: one.lineno):
        if isinstance(node, ast.ClassDef):
            error = getattr(module, node.name)
            if isinstance(error, type) and issubclass(error, SkjonnError) and "code" in vars(error):
                severity = "error" if error.exit_code == 1 else f"exit {error.exit_code}"
                found.append(Told(error.code, severity, error.sentence, error.advice))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found += _of_call(node.func.id, node.args, texts, module)
    return found


def _of_call(called: str, given: list[ast.expr], texts: Mapping[str, ast.expr], module: object) -> Iterator[Told]:
    """Yield what a call of `problem`, `refused` or `Problem` tells, where its code and sentence stand in the call."""
    order = {"problem": (1, 0, 2, 3), "refused": (0, None, 1, 2), "Problem": (0, 1, 3, 4)}.get(called)
    if order is None or len(given) <= order[2]:
        return
    code, severity, sentence, advice = (given[at] if at is not None and at < len(given) else None for at in order)
    worded = _text(sentence, texts, module)
    if isinstance(code, ast.Constant) and worded:
        yield Told(str(code.value), _text(severity, texts, module) or "error", worded, _text(advice, texts, module))


def _text(node: ast.expr | None, texts: Mapping[str, ast.expr], module: object) -> str:
    match node:
        case ast.Constant(value=str(text)) | ast.Call(args=[ast.Constant(value=str(text)), *_]):
            return text
        case ast.Name(id=name) if name in texts:
            return _text(texts[name], {}, module)
        case ast.Attribute(value=ast.Name(id=owner), attr=part):
            return str(getattr(getattr(module, owner, None), part, ""))
        case _:
            return ""


def _problem_tables() -> Iterator[str]:
    """Yield a heading and a table for each group of modules, every code once."""
    for title, names in INTAKE.items():
        by_code: dict[tuple[str, str], list[Told]] = {}
        for told in (told for name in names for told in told_problems(name)):
            by_code.setdefault((told.code, told.severity), []).append(told)
        lines = [f"### {title}", "", "| Code | | What it says | How to mend it |", "| --- | --- | --- | --- |"]
        for (code, severity), some in by_code.items():
            said = [_cell(one.sentence) for one in some]
            helps = [_cell(one.advice) for one in some if one.advice]
            lines.append(f"| `{code}` | {severity} | {_each(said)} | {_each(helps)} |")
        yield "\n".join(lines)


def _each(texts: list[str]) -> str:
    return " / ".join(dict.fromkeys(texts))


def _cell(text: str) -> str:
    """Return a text of the code with what is filled in set apart, in capitals where it is to be typed."""
    typed = re.sub(r"`[^`]*`", lambda code: re.sub(r"\{(\w+)\}", lambda found: found[1].upper(), code[0]), text)
    return re.sub(r"\{(\w+)\}", lambda found: f"*{found[1].replace('_', ' ')}*", typed).replace("|", "\\|")


def _messy() -> Iterator[str]:
    """Yield the commands of the messy example with what they say: the refusal in full, the rest by its beginning and end."""
    text = (HERE.parent / "examples" / "messy" / "expected" / "said.txt").read_text(encoding="utf-8")
    steps = [step.splitlines() for step in text.split("\n\n$ ") if "application" in step.splitlines()[0]]
    for number, (command, *lines) in enumerate(steps):
        answer = lines if number == 0 else [*lines[:6], "…", *lines[-4:]]
        yield _code([f"$ {command.removeprefix('$ ')}", *answer])


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


def _story(lines: list[str], begins: int = 2) -> Iterator[str]:
    """Give each step of what was played: what it tells as prose, its commands with their answers as code."""
    told: list[str] = []
    played: list[str] = []
    for line in [*lines, "# "]:
        if line.startswith("Made in"):
            break
        if line.startswith("# "):
            if played:
                yield from (textwrap.fill(" ".join(told), WIDTH), _code(list(_abridged(played, begins))))
                told, played = [], []
            told.append(line.removeprefix("# "))
        elif line or played:
            played.append(line)
    if played:
        yield from (textwrap.fill(" ".join(told), WIDTH), _code(list(_abridged(played, begins))))


def _abridged(lines: list[str], begins: int) -> Iterator[str]:
    """Give the lines without blank ones at the end, and of a long answer only its first lines and its end."""
    longest = LONGEST_ANSWER + begins
    answer: list[str] = []
    for line in [*"\n".join(lines).rstrip().split("\n"), "$"]:
        if line.startswith("$"):
            yield from answer if len(answer) <= longest else [*answer[:begins], "…", *answer[-2:]]
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
