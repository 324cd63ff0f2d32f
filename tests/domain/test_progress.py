"""What comes next in a round."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from skjonn.domain.progress import CallProgress, next_command

ROUND = CallProgress(
    "2021", "Prosjekt", 2021, datetime(2021, 2, 28, tzinfo=UTC), False, 29, 0, 29, 29, 29, (), 0, 0, 0, 0
)


def test_each_stage_names_the_command_that_takes_it_further() -> None:
    """From an empty office to a closed call, every stage suggests one command."""
    stages = [
        (False, [], "frame set"),
        (True, [], "call open"),
        (True, [replace(ROUND, applications=0, undecided=0, recommended=0)], "application import"),
        (True, [replace(ROUND, recommended=12)], "allocation list"),
        (True, [ROUND], "decision draft"),
        (True, [replace(ROUND, awaiting=("2021-V1",))], "decision approve 2021-V1"),
        (True, [replace(ROUND, undecided=0, recommended=0, decided=29, letters_due=29)], "letter write"),
        (True, [replace(ROUND, undecided=0, recommended=0, decided=29, letters_due=29, letters=29)], "call close"),
        (True, [replace(ROUND, undecided=0, recommended=0, decided=29, closed=True)], "table awards"),
    ]
    for framed, calls, wanted in stages:
        assert wanted in next_command(framed, calls)
