"""Reads the tables that come with the package: once, and only when somebody asks."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one shipped table (`offices.csv`) by heading; every cell is a text, empty where nothing is known."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_or_none(text: str) -> date | None:
    """Return an ISO date, or None where the cell is empty."""
    return date.fromisoformat(text) if text else None


def parts(text: str) -> tuple[str, ...]:
    """Return what stands between semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())
