"""Proofreading: what a finished text says of awards, held against the register. Findings have their place and a severity.

An award is known by its title. In a table what is checked are the cells of its row, in running text its sentences. Nothing is a
finding that is right at its stated precision, that says "mfl.", or that lists partners in another order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skjonn.domain.proof_columns import Grid, grid_of
from skjonn.domain.proof_facts import Award, Facts, Finding, Kind, Likeness, Passage, Severity, nok
from skjonn.domain.proof_overviews import WHOLE_COUNTY, overview_of, read_overview
from skjonn.domain.proof_prose import Prose
from skjonn.domain.proof_reader import Reader
from skjonn.domain.proof_tables import read_awards, speaks_of_awards
from skjonn.texts import N_

__all__ = ["WHOLE_COUNTY", "Award", "Facts", "Finding", "Kind", "Likeness", "Passage", "Severity", "Told", "overviews_in", "proofread"]  # fmt: skip

_ANNOUNCES = re.compile(
    r"\blys(?:er|es|ast|t)? ut\b|\butlys\w*|\bfrist\w* for å søk\w*|\bsøknadsfrist\w*", re.IGNORECASE
)


@dataclass(frozen=True)
class Told:
    """What proofreading tells: the findings, and the awards the text speaks of, by case number."""

    findings: tuple[Finding, ...]
    spoken: frozenset[str]


def proofread(passages: Sequence[Passage], facts: Facts, likeness: Likeness) -> Told:
    """Return what disagrees with the register, in the order of the text, awards that are not mentioned last."""
    reader = _read(passages, facts, likeness)
    spoken = frozenset(reader.seen & {one.case for one in facts.awards})
    return Told((*reader.findings(), *_missing(reader, passages)), spoken)


def overviews_in(passages: Sequence[Passage]) -> frozenset[str]:
    """Return the tables of sums a text holds, by name: what the register must be asked for before it is read."""
    return frozenset(name for grid in _grids(passages) if (name := overview_of(grid)))


def _read(passages: Sequence[Passage], facts: Facts, likeness: Likeness) -> Reader:
    reader = Reader(facts, likeness)
    prose = Prose(reader)
    done: set[int] = set()
    for passage in passages:
        if not passage.table:
            reader.place += 1
            prose.read(passage)
        elif passage.table not in done:
            done.add(passage.table)
            _table(reader, grid_of([one for one in passages if one.table == passage.table]))
    prose.finish()
    return reader


def _table(reader: Reader, grid: Grid) -> None:
    name = overview_of(grid) or ""
    if name in reader.facts.overviews and not (name == "pots" and speaks_of_awards(reader, grid)):
        read_overview(reader, grid, reader.facts.overviews[name])
    else:
        read_awards(reader, grid)
    if grid.turned:
        reader.stated_cases |= {grid.text(row, "case") for row in grid.rows} & set(reader.cases)


def _grids(passages: Sequence[Passage]) -> Iterator[Grid]:
    for table in dict.fromkeys(one.table for one in passages if one.table):
        yield grid_of([one for one in passages if one.table == table])


def _missing(reader: Reader, passages: Sequence[Passage]) -> Iterator[Finding]:
    """Yield the awards no passage spoke of: a text about certain cases by their numbers, about sums, or a call has none."""
    facts = reader.facts
    spoken = any(one.case in reader.seen for one in facts.awards)
    if not spoken and (overviews_in(passages) or _announces(facts, passages) or reader.seen):
        return
    for one in facts.awards:
        if one.case not in reader.seen and (not reader.stated_cases or one.case in reader.stated_cases):
            yield Finding("missing", "error", one.case, "", "", f"{one.title}, {nok(one.awarded_nok)}", N_("{case} is not mentioned: {register}."))  # fmt: skip


def _announces(facts: Facts, passages: Sequence[Passage]) -> bool:
    text = " ".join(one.text for one in passages)
    return bool(_ANNOUNCES.search(text)) and any(name and name in text for name in facts.call_names)
