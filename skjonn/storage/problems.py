"""What a database answers when it cannot, told in our own errors; a password is in none of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from skjonn.errors import ConflictError, SurroundingsError
from skjonn.storage import engines, triggers
from skjonn.texts import N_

_BUSY_STATES = {"55P03", "40P01", "40001"}  # lock not available, deadlock, serialization failure
_OURS_TO_MEND = ("IntegrityError", "ProgrammingError", "DataError", "InterfaceError", "NotSupportedError")


class DatabaseBusy(ConflictError):
    """Another writer held the database for longer than we wait."""

    code = "database-busy"
    sentence = N_("Another program has held the database for over {seconds} seconds.")
    advice = N_("Nothing was changed. Run the command again when the other one is done.")


class Unreachable(SurroundingsError):
    """The database cannot be opened, read or written."""

    code = "database-unreachable"
    sentence = N_("The database {database} cannot be used: {reason}.")
    advice = N_("Check --database, that the disk has room, and that you may read and write there.")


@contextmanager
def translated(database: str) -> Iterator[None]:
    """Raise our own error where the database itself is at fault; a broken rule or a bug goes on as it is.

    `database` is its name as shown to people.
    """
    try:
        yield
    except DBAPIError as error:
        if busy(error):
            raise DatabaseBusy(seconds=engines.LOCK_WAIT_SECONDS) from None
        if type(error).__name__ in _OURS_TO_MEND or refused_by_trigger(error):
            raise
        raise Unreachable(database=database, reason=_reason(error)) from None


def busy(error: DBAPIError) -> bool:
    """Tell whether the database was held by another for too long."""
    if getattr(error.orig, "sqlstate", None) in _BUSY_STATES:
        return True
    return getattr(error.orig, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def table_missing(error: DBAPIError) -> bool:
    """Tell whether the statement failed because a table is not there."""
    return getattr(error.orig, "sqlstate", None) == "42P01" or "no such table" in str(error.orig)


def refused_by_trigger(error: DBAPIError) -> bool:
    """Tell whether one of our triggers refused the statement."""
    return "skjonn:" in str(error.orig)


def overspends(error: DBAPIError) -> bool:
    """Tell whether the database refused to commit more than a pot holds."""
    return constraint(error) == triggers.OVERSPENT


def constraint(error: DBAPIError) -> str:
    """Return the name of the CHECK that refused the statement, empty where it was something else."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name or "")
    message = str(error.orig)
    return message.removeprefix("CHECK constraint failed: ") if message.startswith("CHECK constraint") else ""


def _reason(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0].rstrip(".") if str(error.orig).strip() else type(error).__name__
