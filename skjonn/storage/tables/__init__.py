"""One module per noun: what is stored, without rules. Importing this package declares every table."""

from sqlmodel import SQLModel

from skjonn.storage.tables import application, assessment, call, decision, frame, office, person

METADATA = SQLModel.metadata

__all__ = ["METADATA", "application", "assessment", "call", "decision", "frame", "office", "person"]
