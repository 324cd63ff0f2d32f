"""A call written as its readable file: keys in the order people think, a heading over each part, every value as TOML."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, datetime

from skjonn.domain import plan_settings_file
from skjonn.domain.calls import Call, LetterSettings, Rules, Texts
from skjonn.domain.calls_file import CLAUSES, TEXT_NAMES, plain
from skjonn.domain.calls_rules_text import write_rules
from skjonn.domain.dates import OSLO
from skjonn.texts import N_, _

_LONGEST_LINE = 110
_YEAR = re.compile(r"\b20\d{2}\b")

Value = str | int | date | datetime | Sequence[str]


class _Page:
    """Lines of TOML being written; `check` marks what a caseworker must look at before the call is opened."""

    def __init__(self, *, check: bool) -> None:
        self.lines: list[str] = []
        self.check = check

    def part(self, title: str) -> None:
        """Begin a part under a heading."""
        self.lines += ["", f"# ── {_(title)} ".ljust(_LONGEST_LINE, "─"), ""]

    def note(self, text: str) -> None:
        """Write a comment."""
        self.lines.append(f"# {_(text)}")

    def header(self, name: str) -> None:
        """Begin a table."""
        if self.lines and self.lines[-1]:
            self.lines.append("")
        self.lines.append(name)

    def key(self, name: str, value: Value, *, dated: bool = False) -> None:
        """Write a key with its value; `dated` ones carry a mark where marks are wanted."""
        mark = self._mark(dated=dated or (isinstance(value, str) and bool(_YEAR.search(value))))
        self.lines.append(f"{name} = {written(value)}{mark}")

    def texts(self, name: str, value: Texts, under: str = "") -> None:
        """Write a text by language: on one line where it fits, else as a table of its own."""
        inline = f"{name} = {{ {', '.join(f'{code} = {_quoted(text)}' for code, text in value.items())} }}"
        if len(inline) <= _LONGEST_LINE and "\n" not in inline:
            self.lines.append(inline + self._mark(dated=bool(_YEAR.search(inline))))
        else:
            self.header(f"[{under}{name}]")
            self.by_language(value)

    def _mark(self, *, dated: bool) -> str:
        return f"  # {_(N_('check'))}" if self.check and dated else ""

    def by_language(self, value: Texts) -> None:
        """Write a text's languages as keys of the table begun."""
        for code, text in value.items():
            self.key(code, text)


def to_toml(call: Call, *, intro: Sequence[str] = (), check: bool = False) -> str:
    """Return the call as a file that reads back equal.

    Args:
        call: what to write.
        intro: comments at the top, worded.
        check: put a mark behind dates, and behind texts that name a year.
    """
    page = _Page(check=check)
    page.lines = [f"# {line}" for line in intro]
    _head(page, call)
    _announcement(page, call)
    _areas(page, call)
    _criteria(page, call)
    _grounds(page, call)
    _rules(page, call.rules)
    _letters(page, call.letters)
    if plain(call.allocation):
        page.part(N_("How the money is divided"))
        page.lines += plan_settings_file.lines(call.allocation, "allocation")
    return "\n".join(page.lines).strip() + "\n"


def written(value: Value) -> str:
    """Return a value as TOML writes it; a moment in Oslo's time without offset, unless the hour comes twice."""
    match value:
        case str():
            return _block(value) if "\n" in value else _quoted(value)
        case datetime():
            local = value.astimezone(OSLO)
            return local.isoformat() if local.fold else local.replace(tzinfo=None).isoformat()
        case date():
            return value.isoformat()
        case int():
            return f"{value:_}"
        case _:
            return f"[{', '.join(_quoted(item) for item in value)}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # TOML's basic strings know every escape of JSON's


def _block(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""\n{escaped}"""'


def _head(page: _Page, call: Call) -> None:
    page.header("")
    page.lines += [f"code = {_quoted(call.code)}", f"year = {call.year}"]
    page.key("pots", call.pots)
    page.key("opens_on", call.opens_on, dated=True)
    page.note(N_("Local time in Norway; what comes at this moment is in time."))
    page.key("deadline", call.deadline, dated=True)
    page.header("[names]")
    page.by_language(call.names)


def _announcement(page: _Page, call: Call) -> None:
    page.part(N_("What the announcement says"))
    for name in TEXT_NAMES:
        if name in call.texts:
            page.header(f"[texts.{name}]")
            page.by_language(call.texts[name])


def _areas(page: _Page, call: Call) -> None:
    page.part(N_("Priority areas; synonyms are accepted in application sheets"))
    for area in call.areas:
        page.header("[[areas]]")
        page.key("code", area.code)
        if area.synonyms:
            page.key("synonyms", area.synonyms)
        page.texts("names", area.names, "areas.")


def _criteria(page: _Page, call: Call) -> None:
    page.part(N_("How applications are assessed; the weights add up to 100"))
    page.header("[scale]")
    page.key("least", call.scale.least)
    page.key("greatest", call.scale.greatest)
    for criterion in call.criteria:
        page.header("[[criteria]]")
        page.key("code", criterion.code)
        page.key("weight", criterion.weight)
        page.texts("names", criterion.names, "criteria.")
        if criterion.guidance:
            page.header("[criteria.guidance]")
            page.by_language(criterion.guidance)


def _grounds(page: _Page, call: Call) -> None:
    page.part(N_("The closed list of grounds for refusing or dismissing; the names are printed in letters"))
    for ground in call.grounds:
        page.header("[[grounds]]")
        page.key("code", ground.code)
        page.key("outcome", ground.outcome)
        page.texts("names", ground.names, "grounds.")


def _rules(page: _Page, rules: Rules) -> None:
    page.part(N_("What an application must hold; a rule with a # in front is not used"))
    write_rules(page, rules)


def _letters(page: _Page, letters: LetterSettings) -> None:
    page.part(N_("What the letters say"))
    page.header("[letters]")
    for name in ("interim_report_on", "final_report_on", "our_reference", "contact"):
        if getattr(letters, name):
            page.key(name, getattr(letters, name), dated=name.endswith("_on"))
    for name in ("banner", "payment", "reporting"):
        if getattr(letters, name):
            page.header(f"[letters.{name}]")
            page.by_language(getattr(letters, name))
    for condition in letters.conditions:
        page.header("[[letters.conditions]]")
        page.by_language(condition)
    for signatory in letters.signatories:
        page.header("[[letters.signatories]]")
        page.key("name", signatory.name)
        page.texts("titles", signatory.titles, "letters.signatories.")
    _clauses(page, letters)


def _clauses(page: _Page, letters: LetterSettings) -> None:
    page.lines.append("")
    page.note(N_("Clauses are printed only where the office has set their text; a # in front switches one off."))
    for name in CLAUSES:
        page.header("")
        if getattr(letters, name):
            page.lines[-1] = f"[letters.{name}]"
            page.by_language(getattr(letters, name))
        else:
            page.lines[-1:] = [f"# [letters.{name}]", '# nb = "…"', '# nn = "…"']
