"""Writes the next step from what has changed in the tables: `python -m skjonn.storage.migrations.new "What changes."`.

The step is a draft: read it, carry over what is stored, and never touch pot or ledger by a batch. Triggers are not
compared: a step that changes one drops and makes it by its own statements. Then raise `database.SCHEMA`.
"""

from __future__ import annotations

import sys

from alembic import command
from sqlalchemy import create_engine

from skjonn.storage import migrations


def write(message: str) -> None:
    """Write the next step, numbered after the newest."""
    settings = migrations.configuration()
    with create_engine("sqlite://").connect() as connection:
        migrations.run(connection)
        settings.attributes["connection"] = connection
        command.revision(settings, message, autogenerate=True, rev_id=f"{int(migrations.head()) + 1:04d}")


if __name__ == "__main__":
    write(sys.argv[1])
