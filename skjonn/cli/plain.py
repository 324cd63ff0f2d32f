"""Values as JSON knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from skjonn.domain.problems import Problem


def plain(value: Any) -> Any:  # noqa: PLR0911  (one line per kind of value)
    """Return `value` in JSON's own kinds: dates in ISO form, dataclasses as objects, problems by their place."""
    match value:
        case Problem():
            return problem_data(value)
        case Enum():
            return plain(value.value)
        case date() | datetime():
            return value.isoformat()
        case Path():
            return value.as_posix()
        case Mapping():
            return {str(name): plain(item) for name, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            return sorted(plain(item) for item in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
        case _:
            return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def problem_data(problem: Problem) -> dict[str, str]:
    """Return a problem as data, its place in parts."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": place.file,
        "sheet": place.sheet,
        "cell": place.cell,
        "message": problem.message(),
        "advice": problem.help(),
    }
