"""What is searched when applications are searched, and where something was found.

Further texts of a case, such as reports, are further names in `_texts`.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from skjonn.domain.searching import Term, asked, found_in
from skjonn.registries.municipalities import Register
from skjonn.storage.queries import texts
from skjonn.storage.queries.calls import StoredCall
from skjonn.storage.queries.texts import Texts
from skjonn.usecases.case_views import name_of


def terms_of(search: str) -> tuple[Term, ...]:
    """Return what is searched for; nothing where nothing is asked.

    Raises:
        NothingToSearch: what is asked for holds no word.
    """
    return asked(search) if search.strip() else ()


def found(
    session: Session, call: StoredCall, terms: tuple[Term, ...], register: Register, as_of: date | None
) -> dict[int, tuple[str, ...]]:
    """Return the cases of a call that hold every term, by id, each with the names of the fields in which some stand."""
    day = call.call.opens_on
    held = {one.application_id: found_in(terms, _texts(one, register, day)) for one in texts.of_call(session, call.id, as_of)}  # fmt: skip
    return {case: names for case, names in held.items() if names}


def _texts(one: Texts, register: Register, day: date) -> dict[str, str]:
    """Return the texts of a case by field, with the names of its municipalities; nothing in them is personal or internal."""
    partners = (name_of(number, day, register) if number else name for number, name in one.partners)
    names = {"municipality": name_of(one.lead, day, register), "partners": ", ".join(partners)}
    return {**one.said, **names, "attachments": ", ".join(one.attachments)}
