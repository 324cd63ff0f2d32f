"""Follows the XML of a part element by element, as the reader of values will: by names as they are spelt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol
from xml.parsers import expat

from skjonn.spreadsheets import refusals
from skjonn.spreadsheets.facts import TooMany


class Follower(Protocol):
    """Takes what is met, in its order; names are as spelt, prefix and all."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""

    def end(self, name: str) -> None:
        """Leave an element."""

    def text(self, text: str) -> None:
        """Take a stretch of text; one text may come in several."""

    def interrupted(self) -> None:
        """Meet a comment or another thing that is neither element nor plain text."""


class Unfit(Exception):
    """The XML holds what no spreadsheet program writes: a document type, an address outside every sheet."""


_BROKEN = (expat.ExpatError, Unfit, KeyError, ValueError, UnicodeError)


def parser_for(follower: Follower) -> expat.XMLParserType:
    """Return a parser that tells the follower; it takes every part for UTF-8, and no document type, so no entities."""
    parser = _parser()
    parser.buffer_text = True
    parser.StartElementHandler = follower.start
    parser.EndElementHandler = follower.end
    parser.CharacterDataHandler = follower.text
    parser.CommentHandler = lambda _text: follower.interrupted()
    parser.ProcessingInstructionHandler = lambda _target, _text: follower.interrupted()
    parser.StartCdataSectionHandler = follower.interrupted
    return parser


def follow(blocks: Iterable[bytes], follower: Follower, path: str) -> None:
    """Read a part once from end to end.

    Raises:
        FileDamaged: the XML does not hold together, or holds what it must not.
        FileTooLarge: there is too much of something.
    """
    _parse(parser_for(follower), blocks, path)


def require_sound(blocks: Iterable[bytes], path: str, root: Callable[[dict[str, str]], None] | None = None) -> None:
    """Refuse a part whose XML does not hold together, or holds what it must not, whatever it says.

    Args:
        blocks: the part.
        path: of the file, for the error.
        root: looks at the attributes of the outermost element, and raises Unfit.

    Raises:
        FileDamaged: it is so.
    """
    parser = _parser()

    def first(_name: str, attributes: dict[str, str]) -> None:
        parser.StartElementHandler = None
        if root:
            root(attributes)

    parser.StartElementHandler = first
    _parse(parser, blocks, path)


@contextmanager
def refusing(path: str) -> Iterator[None]:
    """Word what following a part raises when the part is at fault."""
    try:
        yield
    except TooMany as error:
        raise refusals.FileTooLarge(path=path) from error
    except _BROKEN as error:
        raise refusals.FileDamaged(path=path) from error


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.partition(":")[2] or name


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _parse(parser: expat.XMLParserType, blocks: Iterable[bytes], path: str) -> None:
    with refusing(path):
        for block in blocks:
            parser.Parse(block, False)
        parser.Parse(b"", True)


def _refuse(*_ignored: object) -> None:
    raise Unfit
