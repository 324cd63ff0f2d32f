"""Every table. Importing this module declares them all, as making, checking and writing a database needs.

What only reads imports the tables it asks for and not this: declaring all of them takes longer than reading.
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
