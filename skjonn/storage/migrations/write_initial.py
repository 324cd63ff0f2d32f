"""Writes the first step anew from the tables and triggers as they are: `python -m skjonn.storage.migrations.write_initial`.

For use until the first release only: after that, `0001` stands, and every change is a step of its own.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from skjonn.storage import triggers
from skjonn.storage.tables.columns import Moment
from skjonn.storage.tables.every import METADATA

TARGET = Path(__file__).parent / "versions" / "0001_first_tables.py"

_HEAD = '''"""The first tables, with the triggers that keep the ledger's law. Written by `write_initial`; never edited by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TRIGGERS: dict[str, tuple[str, ...]] = {{
    "sqlite": {sqlite!r},
    "postgresql": {postgresql!r},
}}


def upgrade() -> None:  # noqa: PLR0915  (one statement a table)
    """Make every table, then the triggers."""
    {tables}

    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", "\\\\:")))
'''


def write(target: Path = TARGET) -> None:
    """Write the step to `target`."""
    target.write_text(
        _HEAD.format(
            sqlite=triggers.statements("sqlite"),
            postgresql=triggers.statements("postgresql"),
            tables=_tables(),
        ),
        encoding="utf-8",
    )
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(target)], check=False)


def _tables() -> str:
    options: dict[str, Any] = {
        "render_item": _render,
        "sqlalchemy_module_prefix": "sa.",
        "alembic_module_prefix": "op.",
    }
    with create_engine("sqlite://").connect() as nothing:
        context = MigrationContext.configure(nothing, opts={"target_metadata": METADATA, **options})
        steps = produce_migrations(context, METADATA).upgrade_ops
    assert steps is not None, "there are tables"
    return "\n".join(
        line for line in render_python_code(steps, render_item=_render).splitlines() if "# ###" not in line
    ).strip()


def _render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    return "sa.Text()" if kind == "type" and isinstance(item, Moment) else False


if __name__ == "__main__":
    write()
