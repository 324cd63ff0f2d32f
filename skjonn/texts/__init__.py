"""Words in English (the source), bokmål and nynorsk.

Messages follow the language chosen at start-up; documents are given theirs as an argument. Every text a user can meet
is an English msgid marked by `N_`, `_`, `ngettext` or `translate`; the catalogues `nb` and `nn` are complete (a house test).
"""

from __future__ import annotations

import gettext
import locale
import os
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALES = Path(__file__).parent / "locale"

_chosen: list[Language] = ["en"]


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for "mark, translate later")
    """Mark `message` for extraction and return it untouched."""
    return message


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("skjonn", LOCALES, languages=[language], fallback=False)


def choose(language: Language) -> None:
    """Set the language of messages for this process; documents are not touched by it."""
    _chosen[0] = language


def chosen() -> Language:
    """Return the language messages are worded in now."""
    return _chosen[0]


def translate(message: str, language: Language) -> str:
    """Return the English msgid `message` in `language`; the empty text stays empty."""
    return _catalogue(language).gettext(message) if message else ""


def _(message: str) -> str:
    """Return `message` in the language of messages."""
    return translate(message, _chosen[0])


def ngettext(singular: str, plural: str, count: int, language: Language | None = None) -> str:
    """Return the form of the text that fits `count`, in `language` or else the language of messages."""
    return _catalogue(language or _chosen[0]).ngettext(singular, plural, count)


def language_of(stated: str | None) -> Language:
    """Decide the language of messages: the stated one, else `SKJONN_LANG`, else the locale's, else English.

    An unknown stated code falls through to the next source; the command line refuses it by name beforehand.
    """
    for candidate in (stated, os.environ.get("SKJONN_LANG"), *_from_locale()):
        code = (candidate or "").replace("-", "_").split("_")[0].split(".")[0].lower()
        if code == "no":
            code = "nb"
        if code in LANGUAGES:
            return code
    return "en"


def _from_locale() -> tuple[str | None, ...]:
    named = tuple(os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    if any(named):
        return next(((value,) for value in named if value), ())
    return (locale.getlocale()[0],)
