"""Every table. Importing this module declares them all, as making, checking and writing a database needs.

Who reads or writes some of them imports those and not this: declaring all takes longer than reading. Each module of tables
imports the modules its keys point to, so that whatever is imported can be written.
"""

from sqlmodel import SQLModel

from skjonn.storage.tables import (
    application,
    assessment,
    call,
    condition,
    decision,
    frame,
    initiative,
    letter,
    office,
    payment,
    person,
    plan,
    report,
    screening,
    year,
)

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "application",
    "assessment",
    "call",
    "condition",
    "decision",
    "frame",
    "initiative",
    "letter",
    "office",
    "payment",
    "person",
    "plan",
    "report",
    "screening",
    "year",
]
