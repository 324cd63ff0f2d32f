"""What headings the office has confirmed mean, kept from one import to the next."""

from __future__ import annotations

from sqlmodel import Session, col, select

from skjonn.domain.desk import Desk
from skjonn.domain.headings import LEFT_OUT, field_named, folded
from skjonn.domain.intake_manner import Manner
from skjonn.domain.persons import Person
from skjonn.storage.tables.office import HeadingRow
from skjonn.usecases.acting import now


def remembered(session: Session) -> dict[str, str]:
    """Return the field each confirmed heading means, by the heading folded; empty for one whose column is left out."""
    rows = session.exec(select(HeadingRow.heading, HeadingRow.field).order_by(col(HeadingRow.id)))
    return dict(rows.all())


def remember(session: Session, desk: Desk, person: Person, manner: Manner) -> None:
    """Keep what the user has stated of headings, where it is not kept already."""
    before = remembered(session)
    for heading, name in manner.mapping.items():
        field = "" if name in {"", LEFT_OUT} else field_named(name, decided=manner.decided).name
        if before.get(folded(heading)) != field:
            session.add(HeadingRow(heading=folded(heading), field=field, on=desk.today, recorded_at=now(), person_id=person.id))  # fmt: skip
    session.flush()
