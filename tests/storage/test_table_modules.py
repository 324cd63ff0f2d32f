"""A module of tables can be used alone: it brings the modules its keys point to."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import pytest
from sqlmodel import SQLModel

from skjonn.storage.tables import every

MODULES = sorted(set(every.__all__) - {"METADATA"})


def declared() -> dict[str, str]:
    """Return the module each table is declared in, by the table's name."""
    found: dict[str, str] = {}
    for name in MODULES:
        module = import_module(f"skjonn.storage.tables.{name}")
        found |= {row.__tablename__: name for row in vars(module).values() if _is_table(row, module)}
    return found


def _is_table(row: object, module: ModuleType) -> bool:
    return isinstance(row, type) and issubclass(row, SQLModel) and row.__module__ == module.__name__


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_what_its_keys_point_to(name: str) -> None:
    """Else a row could be written only where somebody else had imported the other module first."""
    modules = declared()
    module = import_module(f"skjonn.storage.tables.{name}")
    tables = [table for table in every.METADATA.tables.values() if modules[table.name] == name]
    pointed = {modules[key.column.table.name] for table in tables for key in table.foreign_keys} - {name}

    assert tables
    assert pointed <= {other for other, value in vars(module).items() if isinstance(value, ModuleType)}
