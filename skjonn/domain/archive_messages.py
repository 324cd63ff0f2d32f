"""What an archive system and eFormidling are told of a letter that is handed over: Noark's words for it, and no person's.

A hand-over is a message of one case folder with one journal entry. Everything in it follows from the registered letter, so that
the same letter gives the same message, with the same identifiers, each time.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from skjonn.domain.letter_kinds import Form, LetterKind, file_word
from skjonn.errors import UsageError
from skjonn.texts import N_

_NAMESPACE = uuid.UUID("0b5c6f0e-6f54-5b0a-9d0e-7a6f1f0c2a11")  # drawn once; names below it are letters
_CASE = re.compile(r"(?P<year>\d{4})/(?P<number>\d+)")
_KEYS = {"unit", "responsible", "restriction", "basis", "screened", "process", "security_level"}
PROCESS = "administrasjon"


class ArchiveSettingWrong(UsageError):
    """A setting of the hand-over cannot be used."""

    code = "archive-setting-wrong"
    sentence = N_("skjonn.toml, archive.{key}: {text} cannot be used.")
    advice = N_("docs/handing-over.md shows every key and what it holds.")


@dataclass(frozen=True)
class ArchiveSettings:
    """What an office says of itself to the archive.

    Attributes:
        unit, responsible: administrative unit, and who answers for the case; the office where nothing is set.
        restriction, basis: for letters that are exempt from public access: how, and by what; texts of the office's own.
        screened: kinds of letter that are exempt; their public title says the kind alone.
        process: eFormidling's process for messages between administrations; security_level: 3 or 4, None is unstated.
    """

    unit: str = ""
    responsible: str = ""
    restriction: str = ""
    basis: str = ""
    screened: frozenset[LetterKind] = frozenset()
    process: str = PROCESS
    security_level: int | None = None


@dataclass(frozen=True)
class Receiver:
    """Whom a letter goes to: name, and organisation number where one is known."""

    name: str
    org_number: str = ""


@dataclass(frozen=True)
class Handed:
    """A letter to be handed over.

    Attributes:
        number: of the letter; call: the call's code; sha256: of its Word file, which its identifiers hang on.
        office: by its name in its own form; case_office: as it was called when the folder was opened.
        case_title: what the case folder is called, the same whatever the letter's form; reference: the archive's own number of it, may be empty.
        subject: the project's title, else in a letter about several cases or none the call's name in the letter's form.
        file: the document's name; file_format: `pdf` or `docx`.
        registered_at: when it was registered; sent_on: None before.
        copies: names of those who get a copy.
    """

    number: int
    call: str
    kind: LetterKind
    language: Form
    sha256: str
    office: Receiver
    receiver: Receiver
    case_title: str
    case_office: str
    case_opened_on: date
    reference: str
    subject: str
    dated: date
    registered_at: datetime
    sent_on: date | None
    file: str
    copies: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The journal entry's title: the kind of letter, and the project, else the call."""
        word = file_word(self.kind, self.language)
        return f"{word[:1].upper()}{word[1:]}: {self.subject}"

    def public_title(self, settings: ArchiveSettings) -> str:
        """The title the public sees: of a letter that is exempt, the kind alone."""
        return self.title.partition(":")[0] if self.kind in settings.screened else self.title

    def identifier(self, of: str) -> str:
        """Return the identifier of a part of the message (`message`, `folder`, `entry`, `document`, `conversation`)."""
        about = f"folder/{self.reference}" if of == "folder" else f"{self.number}/{self.sha256}/{of}"
        return str(uuid.uuid5(_NAMESPACE, f"{self.office.org_number}/{self.call}/{about}"))

    @property
    def folder_number(self) -> tuple[int, int] | None:
        """Year and number of the archive's case folder, where the reference is one."""
        found = _CASE.fullmatch(self.reference.strip())
        return (int(found["year"]), int(found["number"])) if found else None


def settings_of(said: object) -> ArchiveSettings:
    """Return the hand-over's settings from the `[archive]` part of skjonn.toml; without one, none.

    Raises:
        ArchiveSettingWrong: a key is unknown, or a value cannot be used.
    """
    if said is None:
        return ArchiveSettings()
    if not isinstance(said, dict):
        raise ArchiveSettingWrong(key="", text=str(said))
    if unknown := sorted(said.keys() - _KEYS):
        raise ArchiveSettingWrong(key=unknown[0], text=str(said[unknown[0]]))
    screened = _kinds(said.get("screened", []))
    texts = {name: _text(said, name) for name in ("unit", "responsible", "restriction", "basis")}
    if screened and not (texts["restriction"] and texts["basis"]):
        raise ArchiveSettingWrong(key="basis", text=texts["basis"])
    level = said.get("security_level")
    if level not in (None, 3, 4):
        raise ArchiveSettingWrong(key="security_level", text=str(level))
    return ArchiveSettings(**texts, screened=screened, process=_text(said, "process") or PROCESS, security_level=level)


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str):
        raise ArchiveSettingWrong(key=name, text=str(value))
    return value.strip()


def _kinds(said: object) -> frozenset[LetterKind]:
    known = {kind.value for kind in LetterKind}
    listed = said if isinstance(said, list) else [said]
    for one in listed:
        if one not in known:
            raise ArchiveSettingWrong(key="screened", text=str(one))
    return frozenset(LetterKind(str(one)) for one in listed)
