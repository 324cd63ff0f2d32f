"""The steps from each schema to the next, run by Alembic from inside the program.

A developer who has changed a table writes the next step with `python -m skjonn.storage.migrations.new "what changes"`.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).parent


def run(connection: Connection, revision: str = "head") -> None:
    """Bring the database up to `revision` inside the transaction `connection` is in."""
    settings = configuration()
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)


def head() -> str:
    """Return the newest schema the steps lead to."""
    return ScriptDirectory.from_config(configuration()).get_current_head() or ""


def configuration() -> Config:
    """Return Alembic's settings; there is no file of them."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings
