"""Proofreading: what a finished text says of awards, held against the register. Findings have their place and a severity.

An award is known by its title. In a table what is checked are the cells of its row, in running text its sentences. Nothing is a
finding that is right at its stated precision, that says "mfl.", or that lists partners in another order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skjonn.domain import proof_torn, proof_wholes
from skjonn.domain.proof_columns import Grid, grid_of
from skjonn.domain.proof_facts import Award, Facts, Finding, Kind, Likeness, Passage, Severity, nok
from skjonn.domain.proof_letters import is_letter, of_letter
from skjonn.domain.proof_overviews import OVERVIEWS, WHOLE_COUNTY, overview_of, read_overview
from skjonn.domain.proof_prose import Prose
from skjonn.domain.proof_reader import Reader
from skjonn.domain.proof_tables import read_awards, speaks_of_awards
from skjonn.domain.tables import Table
from skjonn.texts import N_

__all__ = ["WHOLE_COUNTY", "Award", "Facts", "Finding", "Kind", "Likeness", "Passage", "Severity", "Told", "overviews_in", "proofread"]  # fmt: skip

_ANNOUNCES = re.compile(
    r"\blys(?:er|es|ast|t)? ut\b|\butlys\w*|\bfrist\w* for å søk\w*|\bsøknadsfrist\w*", re.IGNORECASE
)

_FEW_OF_ALL = 3  # an award in three, and fewer are only mentioned


@dataclass(frozen=True)
class Told:
    """What proofreading tells: the findings, and the awards the text speaks of, by case number."""

    findings: tuple[Finding, ...]
    spoken: frozenset[str]


def proofread(passages: Sequence[Passage], facts: Facts, likeness: Likeness) -> Told:
    """Return what disagrees with the register, in the order of the text, awards that are not mentioned last."""
    reader = _read(passages, of_letter(facts, passages), likeness)
    spoken = frozenset(reader.seen & {one.case for one in facts.awards})
    return Told((*reader.findings(), *_missing(reader, passages)), spoken)


def overviews_in(passages: Sequence[Passage]) -> frozenset[str]:
    """Return the tables of sums a text holds, by name: what the register must be asked for before it is read.

    One without order may hold any of them.
    """
    if any(one.torn for one in passages):
        return frozenset(OVERVIEWS)
    return frozenset(name for grid in _grids(passages) if (name := overview_of(grid)))


def _read(passages: Sequence[Passage], facts: Facts, likeness: Likeness) -> Reader:
    reader = Reader(facts, likeness)
    prose = Prose(reader)
    done: set[int] = set()
    for passage in passages:
        if not passage.table:
            reader.place += 1
            proof_torn.read(reader, prose, passage) if passage.torn else prose.read(passage)
        elif passage.table not in done:
            done.add(passage.table)
            _table(reader, grid_of([one for one in passages if one.table == passage.table]))
    prose.finish()
    proof_wholes.check(reader, passages)
    return reader


def _table(reader: Reader, grid: Grid) -> None:
    name = overview_of(grid) or ""
    if name in reader.facts.overviews and not (name == "pots" and speaks_of_awards(reader, grid)):
        _overview(reader, grid, reader.facts.overviews[name])
    else:
        read_awards(reader, grid)
    if grid.turned:
        reader.stated_cases |= {grid.text(row, "case") for row in grid.rows} & set(reader.cases)


def _overview(reader: Reader, grid: Grid, tables: Sequence[Table]) -> None:
    """Check a table of sums, as that of those it may be which it disagrees with least."""
    tried: list[tuple[int, int, Reader]] = []
    for table in tables:
        one = Reader(reader.facts, reader.likeness)
        one.place = reader.place
        read_overview(one, grid, table)
        tried.append((len(tuple(one.findings())), len(tried), one))
    reader.take(min(tried)[2])


def _grids(passages: Sequence[Passage]) -> Iterator[Grid]:
    for table in dict.fromkeys(one.table for one in passages if one.table):
        yield grid_of([one for one in passages if one.table == table])


def _missing(reader: Reader, passages: Sequence[Passage]) -> Iterator[Finding]:
    """Yield the awards no passage spoke of: a text about certain cases by their numbers, about sums, a letter or a call has none."""
    facts = reader.facts
    if is_letter(passages) or _announces(reader, passages) or _of_sums(reader, passages):
        return
    torn = [one for one in passages if one.torn]
    for one in facts.awards:
        told = one.case in reader.seen or (torn and proof_torn.holds_words(torn, one.title))
        if not told and (not reader.stated_cases or one.case in reader.stated_cases):
            yield Finding("missing", "error", one.case, "", "", f"{one.title}, {nok(one.awarded_nok)}", N_("{case} is not mentioned: {register}."))  # fmt: skip


def _of_sums(reader: Reader, passages: Sequence[Passage]) -> bool:
    """Tell whether a text is of sums, or of cases that were awarded nothing."""
    if any(one.torn for one in passages):
        return proof_torn.misses_none(reader.facts, passages, reader.seen)
    spoken = sum(one.case in reader.seen for one in reader.facts.awards)
    few = _FEW_OF_ALL * spoken < len(reader.facts.awards)
    return (few and bool(overviews_in(passages))) or (not spoken and bool(reader.seen))


def _announces(reader: Reader, passages: Sequence[Passage]) -> bool:
    """Tell whether a text announces the call; one that speaks of many awards does not, though it tells of the next round."""
    text = " ".join(one.text for one in passages)
    spoken = sum(one.case in reader.seen for one in reader.facts.awards)
    if _FEW_OF_ALL * spoken >= len(reader.facts.awards):
        return False
    return bool(_ANNOUNCES.search(text)) and any(name and name in text for name in reader.facts.call_names)
