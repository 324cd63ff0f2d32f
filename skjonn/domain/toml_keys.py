"""Reading a TOML file people edit: every fault collected with its key as place, unknown keys met with the nearest known one."""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from skjonn.domain.calls import Texts
from skjonn.domain.dates import OSLO
from skjonn.domain.problems import Place, Problem
from skjonn.texts import N_, Language

_Instead = TypeVar("_Instead")
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_END_OF_DAY = time(23, 59, 59)
_POSITION = re.compile(r"at line (\d+), column (\d+)")

_MUST_BE = {
    "text": N_("{key} must be a text in quotes."),
    "whole": N_("{key} must be a whole number."),
    "yes_no": N_("{key} must be true or false."),
    "day": N_("{key} must be a date, written 2021-01-19."),
    "moment": N_("{key} must be a date and time, written 2021-03-01T23:59:00."),
    "texts": N_("{key} must hold a text in nb and one in nn."),
    "words": N_("{key} must be a list of texts in quotes."),
    "table": N_("{key} must be a table of keys."),
    "tables": N_("{key} must be a list of tables."),
}


def parsed(content: bytes, file: str, problems: list[Problem]) -> dict[str, Any]:
    """Return the TOML in `content` as a dict; empty, with a problem added, where it is not TOML in UTF-8."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        sentence = N_("The file is not text in UTF-8.")
        problems.append(Problem("toml-not-utf8", "error", Place(file), sentence, N_("Save it again as UTF-8.")))
    except tomllib.TOMLDecodeError as error:
        found = _POSITION.search(str(error))
        place = Place(file, cell=":".join(found.groups()) if found else "")
        sentence = N_("The file cannot be read as TOML from here on.")
        advice = N_("Look for a missing quote or bracket, or a key written twice, on this line or the one before.")
        problems.append(Problem("toml-syntax", "error", place, sentence, advice))
    return {}


@dataclass
class Keys:
    """One table being read. Faulty values become problems and an empty value, so that reading goes on to the next.

    Attributes:
        values: the table; path: where it stands (`criteria[2]`, counted from 1), empty for the whole file.
        problems: shared by every table of the file.
    """

    values: dict[str, Any]
    file: str
    problems: list[Problem]
    path: str = ""
    known: list[str] = field(default_factory=list)

    def place(self, key: str) -> Place:
        """Return where `key` of this table stands."""
        return Place(self.file, cell=f"{self.path}.{key}" if self.path else key)

    def problem(self, code: str, key: str, sentence: str, advice: str = "", **data: object) -> None:
        """Add a problem about `key`; the sentence may name {key}."""
        place = self.place(key)
        self.problems.append(Problem(code, "error", place, sentence, advice, {"key": place.cell, **data}))

    def text(self, key: str, *, required: bool = True) -> str:
        """Return a text, trimmed, in composed form; empty where it is faulty, or missing and not required."""
        value = self._take(key, required=required)
        return "" if value is None else self._clean(key, value)

    def whole(self, key: str, *, required: bool = False) -> int | None:
        """Return a whole number; None where it is missing or faulty."""
        value = self._take(key, required=required)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        return self._must_be("whole", key, None)

    def yes_no(self, key: str) -> bool | None:
        """Return true or false; None where it is missing or faulty."""
        value = self._take(key, required=False)
        return value if value is None or isinstance(value, bool) else self._must_be("yes_no", key, None)

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Return a date; None where it is missing or faulty. An ISO date in quotes is taken too."""
        value = self._take(key, required=required)
        if value is None:
            return None
        if isinstance(value, str):
            value = _iso(date, value)
        if not isinstance(value, date) or isinstance(value, datetime):
            return self._must_be("day", key, None)
        return value if self._bounded(key, value.year) else None

    def moment(self, key: str, *, required: bool = False) -> datetime | None:
        """Return a point in time in Europe/Oslo: without an offset it is local time, a bare date means the day's end."""
        value = self._take(key, required=required)
        if value is None:
            return None
        if isinstance(value, str):
            value = _iso(date, value) or _iso(datetime, value)
        if not isinstance(value, date):
            return self._must_be("moment", key, None)
        if not self._bounded(key, value.year):
            return None
        if not isinstance(value, datetime):
            return datetime.combine(value, _END_OF_DAY, OSLO)
        return value.replace(tzinfo=OSLO) if value.tzinfo is None else value.astimezone(OSLO)

    def texts(self, key: str, *, required: bool = False) -> Texts:
        """Return a text by language: nb and nn both, en where given; empty where it is missing or faulty."""
        value = self._take(key, required=required)
        if value is None:
            return {}
        if not isinstance(value, dict):
            return self._must_be("texts", key, {})
        return Keys(value, self.file, self.problems, self.place(key).cell).by_language()

    def by_language(self) -> Texts:
        """Return this whole table as one text by language."""
        read: dict[Language, str] = {"nb": self.text("nb"), "nn": self.text("nn")}
        english = self.text("en", required=False)
        self.close()
        return {**read, "en": english} if english else read

    def words(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._take(key, required=required)
        if value is None:
            return ()
        if not isinstance(value, list):
            return self._must_be("words", key, ())
        return tuple(self._clean(f"{key}[{number}]", item) for number, item in enumerate(value, 1))

    def table(self, key: str, *, required: bool = False) -> Keys:
        """Return the table under `key`; an empty one where it is missing or faulty."""
        value = self._take(key, required=required)
        if value is not None and not isinstance(value, dict):
            self._must_be("table", key, None)
        return Keys(value if isinstance(value, dict) else {}, self.file, self.problems, self.place(key).cell)

    def tables(self, key: str) -> list[Keys]:
        """Return the tables of the list under `key`, in order; none where it is missing or faulty."""
        value = self._take(key, required=False)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            return self._must_be("tables", key, [])
        place = self.place(key).cell
        return [Keys(item, self.file, self.problems, f"{place}[{number}]") for number, item in enumerate(value, 1)]

    def close(self) -> None:
        """Add a problem for every key nobody asked for, with the nearest known one or all of them."""
        for key in self.values:
            if key not in self.known:
                self._unknown(key)

    def _unknown(self, key: str) -> None:
        near = difflib.get_close_matches(key.lower(), self.known, n=1, cutoff=0.6)
        sentence = N_("{key} is not a key that is known here.")
        if near:
            self.problem("key-unknown", key, sentence, N_("Did you mean {near}?"), near=near[0])
        else:
            self.problem("key-unknown", key, sentence, N_("The keys known here are {known}."), known=self.known)

    def _take(self, key: str, *, required: bool) -> Any:
        self.known.append(key)
        if required and key not in self.values:
            self.problem("key-missing", key, N_("{key} is missing."))
        return self.values.get(key)

    def _must_be(self, kind: str, key: str, instead: _Instead) -> _Instead:
        self.problem(f"not-{kind}", key, _MUST_BE[kind])
        return instead

    def _bounded(self, key: str, year: int) -> bool:
        inside = _FIRST_YEAR <= year <= _LAST_YEAR
        if not inside:
            self.problem("year-bounds", key, N_("{key} is not between 2000 and 2099."))
        return inside

    def _clean(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            return self._must_be("text", key, "")
        text = unicodedata.normalize("NFC", value).strip()
        if not text:
            self.problem(
                "text-empty", key, N_("{key} is empty."), N_("Write a text, or leave the key out where it may be.")
            )
        if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in text):
            self.problem("text-control", key, N_("{key} holds a control character that cannot be printed."))
        return text


def _iso(kind: type[date], text: str) -> date | None:
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return None
