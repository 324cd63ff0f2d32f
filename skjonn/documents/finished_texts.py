"""Reading a finished text for proofreading: its paragraphs and the rows of its tables, each with the place a person finds it at.

Workbooks and delimited text are not read here: they have a reader of their own.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from docx.opc.exceptions import OpcError
from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from skjonn.documents.finished_html import html
from skjonn.documents.finished_markdown import markdown, text
from skjonn.documents.finished_word import docx
from skjonn.domain.proof_facts import Passage
from skjonn.errors import FindingsError, UsageError
from skjonn.texts import N_, _

ENDINGS = (".docx", ".html", ".htm", ".md", ".txt", ".pdf")
"""The endings of names that are read here."""
_READERS = {".html": html, ".htm": html, ".md": markdown, ".txt": text}
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_MOST_CONTROL = 200  # of so many signs of a text one may be a control sign
_FAULTS = (zipfile.BadZipFile, zlib.error, OpcError, etree.LxmlError, PyPdfError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, OSError, EOFError, RecursionError, NotImplementedError)  # fmt: skip
"""What the libraries raise of files that are not what they say."""


class TextEnding(UsageError):
    """A file of that ending is none that is read."""

    code = "proofread-ending"
    sentence = N_("{path} is no text that can be proofread.")
    advice = N_("Give a file that ends in one of: {known}.")


class TextDamaged(FindingsError):
    """A file is not what its ending says, or damaged."""

    code = "proofread-damaged"
    sentence = N_("{path} cannot be read: it is damaged, or not what its name says.")
    advice = N_("Open it in the program it was made with and save it again.")


def passages(path: Path, content: bytes) -> list[Passage]:
    """Return what a file says, in order; tables are numbered from 1, and all rows of one are there, also empty ones.

    Raises:
        TextEnding: its ending is none that is read; TextDamaged: it is not what its ending says.
    """
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise TextEnding(path=path.name, known=ENDINGS)
    try:
        found = list(
            docx(content)
            if ending == ".docx"
            else _pdf(content)
            if ending == ".pdf"
            else _READERS[ending](_written(content))
        )
    except _FAULTS as error:
        raise TextDamaged(path=path.name) from error
    return [one for one in found if one.table or one.text.strip()]


def _written(content: bytes) -> str:
    text = decoded(content)
    odd = len(_CONTROL.findall(text))
    if "\0" in text or odd > len(text) // _MOST_CONTROL:
        raise ValueError("no text")
    return text


def decoded(content: bytes) -> str:
    """Return the text of a file: in UTF-8, or UTF-16 where it says so, else as Windows wrote Norwegian."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _pdf(content: bytes) -> Iterator[Passage]:
    if not content.lstrip().startswith(b"%PDF"):
        raise ValueError("no PDF")
    for number, page in enumerate(PdfReader(BytesIO(content)).pages, start=1):
        whole = re.sub(r"-\n(?=[a-zæøå])", "", page.extract_text())
        yield Passage(_("page {number}").format(number=number), " ".join(whole.split()), torn=True)
