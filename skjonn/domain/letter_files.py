"""What is to be said of a registered letter whose file is not what was registered."""

from __future__ import annotations

from skjonn.domain.problems import Place, Problem
from skjonn.texts import N_


def missing(path: str, number: int | None, *, replaced: bool) -> Problem:
    """Return what is said of a letter that does not lie where it was written; `replaced` where another took its place."""
    advice = N_("`skjonn letter write` writes what is missing.")
    if replaced:
        advice = N_("Another letter has taken its place, so it is not written again; fetch it from the archive or a backup.")  # fmt: skip
    return Problem("letter-missing", "warning", Place(path), N_("Letter {number} is not there."), advice, {"number": number})  # fmt: skip


def changed(path: str, number: int | None) -> Problem:
    """Return what is said of a letter whose file somebody has changed; it is never written over."""
    sentence = N_("Letter {number} is not what was registered: its file has been changed since, and is left as it is.")
    advice = N_(
        "Move the changed file away and fetch the registered one from the archive or a backup, or run `skjonn letter write` again to have "
        "it put back. What is to be said otherwise belongs in the template or the call, and is written with --anew."
    )
    return Problem("letter-changed", "error", Place(path), sentence, advice, {"number": number})
