"""Find words in what applications say, whichever form of Norwegian and whichever inflection they are written in.

Both sides are folded to one plain spelling: case and accents go, æ, ø and å become a, o and a (as do `ae`, `oe` and `aa`), and
what bokmål and nynorsk spell differently by rule becomes the same (`tjenest` and `tenest`, `-leg` and `-lig`). The word searched
for loses its ending; what is left must begin a word, or stand within a compound (`teneste` in `barnevernsteneste`).

Why not a library's stemmer: the one there is for Norwegian cuts endings about as well, but knows no nynorsk spelling, and it
would have to be run over every word of every text; a stem that is looked for needs neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from skjonn.errors import UsageError
from skjonn.texts import N_

_LETTERS = (("æ", "a"), ("ä", "a"), ("å", "a"), ("ø", "o"), ("ö", "o"), ("aa", "a"), ("ae", "a"), ("oe", "o"))
_SPELLINGS = (
    ("ei", "e"), ("oy", "o"), ("tj", "t"), ("kj", "k"), ("gj", "g"), ("hj", "h"), ("hv", "kv"), ("leg", "lig"), ("ning", "ing"),
    ("gev", "giv"), ("mogl", "mul"), ("fram", "frem"), ("vidar", "vider"), ("saman", "sammen"), ("hovud", "hoved"), ("sjuk", "syk"),
    ("skul", "skol"), ("verkemid", "virkemid"), ("medverk", "medvirk"), ("haust", "host"), ("lear", "leder"),
    ("rekneskap", "regnskap"), ("berekraft", "barekraft"),
)  # fmt: skip
"""What nynorsk (left, after the letters are plain) and bokmål spell differently; done on both sides, so meaning does not matter."""
_ENDINGS = (
    "eringane", "eringene", "eringar", "eringer", "eringen", "eringa", "ering", "arane", "erane", "erene", "anes", "enes", "arar",
    "erar", "erne", "arne", "ande", "ende", "eret", "erte", "ane", "ene", "are", "ere", "ert", "ens", "ets", "ers", "ars", "ar", "er",
    "en", "et", "as", "es", "um", "a", "e", "s",
)  # fmt: skip
"""Endings of nouns, verbs and adjectives in both forms, as they stand in folded text; the longest first."""
_NEUTER = re.compile(r"(?<=.{4}[glnrsv])t$")
_REST = re.compile(rf"m?(?:{'|'.join(_ENDINGS)}){{0,2}}")
"""What may follow a short stem: nothing but endings; an m that was doubled before them is one of them."""
_LEAST = 3
"""So much of a word is always kept."""
_WITHIN = 4
"""A stem of so many letters is also looked for inside compounds, after at least `_LEAST` letters of another word."""
_BETWEEN = "\x1f"
"""Stands between the texts of a case while they are folded in one go; no text has it."""
_ASKED = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")


class NothingToSearch(UsageError):
    """A search holds signs only, no word."""

    code = "search-empty"
    sentence = N_("There is no word to search for in “{text}”.")
    advice = N_(
        "Write one or more words; in quotes, words that stand together: --search 'barnevern \"felles teneste\"'."
    )


@dataclass(frozen=True)
class Term:
    """One word, or the words of a phrase in their order: folded, without their endings; `whole` where it is too short to be a part."""

    stems: tuple[str, ...]
    whole: bool = False


def asked(text: str) -> tuple[Term, ...]:
    """Read what is searched for: every word must be found; words in quotes stand together in that order.

    Raises:
        NothingToSearch: there is no word in it.
    """
    terms = tuple(_terms(text))
    if not terms:
        raise NothingToSearch(text=text)
    return terms


def found_in(terms: tuple[Term, ...], texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the texts that hold any of the terms, in their order; nothing where one of the terms is in none of them.

    Args:
        terms: as `asked` read them.
        texts: name -> text; empty ones do no harm.
    """
    names = [name for name, text in texts.items() if text]
    together = folded(_BETWEEN.join(texts[name].replace(_BETWEEN, " ") for name in names))
    if not all(term.stems[0] in together for term in terms):
        return ()
    plain = dict(zip(names, together.split(_BETWEEN), strict=True))
    places = [{name for name, text in plain.items() if _holds(text, term)} for term in terms]
    if not all(places):
        return ()
    anywhere = set().union(*places)
    return tuple(name for name in names if name in anywhere)


def folded(text: str) -> str:
    """Return a text in the one plain spelling words are looked for in; signs between words stay."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for sign, letter in _LETTERS:
        plain = plain.replace(sign, letter)
    if not plain.isascii():
        apart = unicodedata.normalize("NFD", plain)
        plain = "".join(sign for sign in apart if not unicodedata.combining(sign) and sign != "\u00ad")
    for spelling, other in _SPELLINGS:
        plain = plain.replace(spelling, other)
    return plain


def stem(word: str) -> str:
    """Return a folded word without its ending; short words, and words that are no more than an ending, stay."""
    cut = next(
        (word.removesuffix(end) for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _LEAST), ""
    )
    cut = cut or _NEUTER.sub("", word) if len(word) > _LEAST else word
    if cut.endswith("mm") or (cut != word and cut.endswith(("tr", "dr")) and len(cut) > _WITHIN):
        return cut[:-1]  # program, programmet; senter, sentra
    return cut


def _terms(text: str) -> Iterator[Term]:
    for phrase, word in _ASKED.findall(text):
        words = _WORD.findall(folded(phrase or word))
        groups = [words] if phrase else [[one] for one in words]
        yield from (_term(group) for group in groups if group)


def _term(words: list[str]) -> Term:
    stems = tuple(stem(word) for word in words)
    shortened = len(stems[0]) == _LEAST and stems[0] != words[0]
    return Term(stems, whole=len(stems[0]) < _LEAST or shortened)


def _holds(text: str, term: Term) -> bool:
    first, *more = term.stems
    place = text.find(first)
    while place >= 0:
        if _begins(text, place, first) and _goes_on(text, place + len(first), term.whole, more):
            return True
        place = text.find(first, place + 1)
    return False


def _begins(text: str, place: int, stemmed: str) -> bool:
    """Tell whether a stem found at `place` begins a word, or a later part of a compound."""
    if not place or not text[place - 1].isalnum():
        return True
    before = text[max(place - _LEAST, 0) : place]
    return len(stemmed) >= _WITHIN and len(before) == _LEAST and before.isalpha()


def _goes_on(text: str, place: int, whole: bool, more: list[str]) -> bool:
    """Tell whether what follows a stem fits: nothing but an ending where the word is short, then the next words of a phrase."""
    end = place
    while end < len(text) and text[end].isalnum():
        end += 1
    if whole and not _REST.fullmatch(text, place, end):
        return False
    if not more:
        return True
    following = _WORD.search(text, end)
    if following is None or not following.group().startswith(more[0]):
        return False
    return _goes_on(text, following.start() + len(more[0]), False, more[1:])
