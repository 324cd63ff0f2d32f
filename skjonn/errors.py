"""The tree of everything `skjonn` says when it cannot do what was asked.

    SkjonnError
    ├── FindingsError       exit 1  the data given has faults; each is named by place
    ├── UsageError          exit 2  the command was typed wrongly or an argument is missing
    ├── RefusedError        exit 3  a rule forbids it
    ├── ConflictError       exit 4  changed meanwhile, or already there
    └── SurroundingsError   exit 5  database, disk, file or working folder is not as needed

Leaves stand beside the rule or the file they speak of. A leaf names its stable `code`, one `sentence` and one piece of
`advice` (English msgids with named placeholders), and carries the data that fill them; it words itself only when shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from skjonn.texts import _, chosen
from skjonn.texts.wording import worded

if TYPE_CHECKING:
    from skjonn.texts import Language


class SkjonnError(Exception):
    """Anything a user can cause; shown as a sentence and an advice, with an exit code, never as a traceback."""

    exit_code: ClassVar[int] = 5
    code: ClassVar[str] = ""
    sentence: ClassVar[str] = ""
    advice: ClassVar[str] = ""

    def __init__(self, *, problems: Sequence[object] = (), **data: object) -> None:
        """Keep the data the sentence is filled with, and the problems by place where there are several."""
        super().__init__(self.code)
        self.data = data
        self.problems = tuple(problems)
        self.notes: tuple[str, ...] = ()  # worded lines on what was done all the same; shown last

    def message(self) -> str:
        """Return the sentence in the language of messages."""
        return self._filled(self.says())

    def help(self) -> str:
        """Return what to do about it, in the language of messages; may be empty."""
        return self._filled(self.advises())

    def says(self) -> str:
        """Return the sentence before it is filled; a leaf may choose it by its data, as one for one and one for several."""
        return self.sentence

    def advises(self) -> str:
        """Return the advice before it is filled; a leaf may choose it by its data."""
        return self.advice

    def __str__(self) -> str:
        return self.message()

    def _filled(self, text: str) -> str:
        language: Language = chosen()
        return _(text).format_map({name: worded(name, value, language) for name, value in self.data.items()})


class FindingsError(SkjonnError):
    """The data given has faults."""

    exit_code = 1


class UsageError(SkjonnError):
    """The command was typed wrongly, or something it needs was not given."""

    exit_code = 2


class RefusedError(SkjonnError):
    """A rule forbids it."""

    exit_code = 3


class ConflictError(SkjonnError):
    """Someone else was faster, or the thing is already there."""

    exit_code = 4


class SurroundingsError(SkjonnError):
    """The database, the disk, a file or the working folder is not as needed."""

    exit_code = 5
