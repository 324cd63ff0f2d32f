"""Files as an import leaves them in the database, without reading any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from skjonn.domain.applications import Content, Source, Submitted
from skjonn.domain.desk import Desk
from skjonn.files import sha256
from skjonn.storage.database import writing
from skjonn.storage.queries import application_writes as writes
from skjonn.storage.queries import applications, calls
from skjonn.storage.queries.application_writes import NewCase, NewVersion, Written
from skjonn.usecases.acting import now


@dataclass(frozen=True)
class File:
    """A file by name and bytes."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return sha256(self.content)


def take_in(
    url: str,
    desk: Desk,
    new: Mapping[str, dict[str, Any]],
    changed: Mapping[str, dict[str, Any]] | None = None,
    *,
    file: File | None = None,
    part: int = 1,
) -> int:
    """Put in one file of an import and return the import's number.

    Args:
        url: of the database; desk: whose day it is; the person is the first one registered.
        new: case number -> what the new case says beside title, lead and amount.
        changed: case number -> what a case that is there says anew.
        file: its name and bytes; part: its place in the import, where 1 begins a new one.
    """
    came = file or File("søknader.xlsx", repr((new, changed)).encode())
    with writing(url) as session:
        written = Written(1, desk.today, now())
        number = writes.next_import(session) - (part > 1)
        call = calls.one(session, next(iter({**new, **(changed or {})})).rpartition("-")[0])
        key = writes.add_import(session, call.id, (number, part), came, written)
        cases = [NewCase(case, _submitted(said, came, row), import_id=key) for row, (case, said) in enumerate(new.items(), start=2)]  # fmt: skip
        writes.next_serial(session, call.id, len(cases))
        writes.add_cases(session, call.id, cases, written)
        later: list[NewVersion] = []
        for row, (case, said) in enumerate((changed or {}).items(), start=len(new) + 2):
            found = applications.case(session, case)
            version = NewVersion(found.id, found.version_number + 1, replace(found.content, **said), Source(came.name, "Ark1", row), "", key)  # fmt: skip
            writes.add_versions(session, [version], written)
            later.append(version)
        for version in later:
            writes.set_identity(session, version.application_id, version.content)
    return number


def _submitted(said: dict[str, Any], came: File, row: int) -> Submitted:
    content = replace(Content(f"Tiltak {row}", "1103", 500_000), **said)
    return Submitted(content, source=Source(came.name, "Ark1", row))
