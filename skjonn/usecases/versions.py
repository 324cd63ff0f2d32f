"""The versions of what the program works on: the database's schema and the data that comes with it."""

from __future__ import annotations

import hashlib
from importlib import resources

from skjonn.storage import database


def data_versions() -> list[tuple[str, str]]:
    """Return names and versions: the schema's number, and the first digits of the shipped registers' digest."""
    return [("schema", str(database.SCHEMA)), ("registers", _registers())]


def _registers() -> str:
    content = hashlib.sha256()
    for file in sorted(resources.files("skjonn.registries").joinpath("data").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".csv"):
            content.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return content.hexdigest()[:8]
