"""A county governor's yearly round of discretionary project grants, in a terminal."""

__version__ = "0.1.0"
