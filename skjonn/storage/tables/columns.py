"""Column types and constraints that mean the same on SQLite and on Postgres."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Dialect, LargeBinary, MetaData, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
).naming_convention


class Moment(TypeDecorator[datetime]):
    """A point in time as ISO text in UTC (`2021-06-01T10:00:00+00:00`), so that both databases keep the same."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write an aware datetime."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read it back, aware, in UTC."""
        return None if value is None else datetime.fromisoformat(value)


def words(*, null: bool = False, default: str | None = None, unique: bool = False, index: bool = False) -> Any:
    """Declare a text column; empty is not null."""
    return _field(Text(), null=null, default=default, unique=unique, index=index)


def octets() -> Any:
    """Declare the bytes of a file, as they came."""
    return _field(LargeBinary(), null=False)


def amount(*, null: bool = False, default: int | None = None) -> Any:
    """Declare whole kroner."""
    return _field(BigInteger(), null=null, default=default)


def moment(*, null: bool = False) -> Any:
    """Declare a point in time."""
    return _field(Moment(), null=null)


def key(target: str, *, null: bool = False, index: bool = True) -> Any:
    """Declare a foreign key to `table.column`, indexed unless a unique constraint leads with it."""
    if null:
        return Field(default=None, foreign_key=target, nullable=True, index=index)
    return Field(foreign_key=target, nullable=False, index=index)


def primary() -> Any:
    """Declare the surrogate key; given by the database."""
    return Field(default=None, primary_key=True)


def whole(column: str) -> CheckConstraint:
    """Refuse anything but a whole number in `column`, which SQLite by itself lets in."""
    return CheckConstraint(f"{column} = CAST({column} AS BIGINT)", name=f"{column}_whole")


def among(column: str, values: Any) -> CheckConstraint:
    """Refuse a text that is none of `values` (an enum or texts)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _field(kind: Any, *, null: bool, default: Any = None, unique: bool = False, index: bool = False) -> Any:
    options: dict[str, Any] = {"sa_type": kind, "nullable": null, "unique": unique, "index": index}
    if default is not None or null:
        options["default"] = default
    return Field(**options)
