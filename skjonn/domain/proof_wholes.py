"""The tables of a text against its prose: an award that stands in one of them and not in the other, where both tell of all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skjonn.domain.proof_facts import Award, Finding, Passage, Severity, nok
from skjonn.domain.proof_reader import Reader
from skjonn.texts import N_

NOT_IN_TABLE = N_("{case} is not in the table, though its sum, {found}, is that of all rows: {register}.")
_NOT_THERE = N_("{case} is in the text and not in the table: {register}.")
_NOT_TOLD = N_("{case} is in the table, and the text, which tells of the others, leaves it out: {register}.")
_FEWEST = 4
"""Awards a table or the text must tell of before it could be meant to tell of all."""
_SURE, _LIKELY = 0.9, 0.75


def check(reader: Reader, passages: Sequence[Passage]) -> None:
    """Tell of awards that only a table, or only the text, tells of."""
    tables = {number: told for number, told in reader.told.items() if number}
    lines = {False: _said([one.text for one in passages if not one.table]), True: _said([cell for one in passages for cell in one.cells])}  # fmt: skip
    in_tables = {case for told in tables.values() for case in told}
    tabled = [one for one in reader.facts.awards if one.case in in_tables or _holds(lines[True], one)]
    told = [one for one in reader.facts.awards if one.case in reader.told.get(0, ()) or _holds(lines[False], one)]
    _lacking(reader, in_tables, lines[True])
    _nearly_all(reader, tables, tabled, told)
    _not_told(reader, [one for one in tabled if one.case in in_tables], told)


def _lacking(reader: Reader, in_tables: set[str], cells: str) -> None:
    """Tell of cases that a table's printed sum counts and no row is about; of awards nothing speaks of that is told anyhow."""
    for sum_row in reversed(reader.whole_sums):  # what is given stands last
        awards = {one.case for one in reader.facts.awards}
        for one in sum_row.cases:
            if one.case in in_tables or _holds(cells, one) or (one.case in awards and one.case not in reader.seen):
                continue
            amount = one.awarded_nok if one.awarded_nok else one.applied_nok
            reader.seen.add(one.case)
            in_tables.add(one.case)
            reader.say(Finding("missing", "error", one.case, sum_row.row.where, sum_row.text, f"{one.title}, {nok(amount)}", NOT_IN_TABLE), sum_row.place)  # fmt: skip


def _nearly_all(reader: Reader, tables: dict[int, set[str]], tabled: Sequence[Award], told: Sequence[Award]) -> None:
    """Note the one award that the only table of awards does not have, where no sum tells that it should."""
    counted = [number for number in tables if len(tables[number]) >= _FEWEST]
    lacking = [one for one in reader.facts.awards if one not in tabled]
    if len(counted) == 1 and len(lacking) == 1 and lacking[0] in told and counted[0] not in {one.row.table for one in reader.whole_sums}:  # fmt: skip
        one = lacking[0]
        reader.say(Finding("missing", "note", one.case, "", "", f"{one.title}, {nok(one.awarded_nok)}", _NOT_THERE))


def _not_told(reader: Reader, tabled: Sequence[Award], told: Sequence[Award]) -> None:
    """Tell of awards the table has and the text leaves out, where it tells of nearly all; a note where it tells of most."""
    share = len(told) / len(reader.facts.awards) if reader.facts.awards else 0.0
    if len(told) < _FEWEST or share < _LIKELY:
        return
    for one in tabled:
        if one not in told:
            severity: Severity = "error" if share >= _SURE else "note"
            reader.say(
                Finding("missing", severity, one.case, "", "", f"{one.title}, {nok(one.awarded_nok)}", _NOT_TOLD)
            )


def _said(texts: Sequence[str]) -> str:
    return f" {' '.join(_words(' '.join(texts)))} "


def _holds(text: str, award: Award) -> bool:
    """Tell whether a text has a title word by word."""
    return f" {' '.join(_words(award.title))} " in text


def _words(text: str) -> Iterator[str]:
    return (one[0] for one in re.finditer(r"\w+", text.casefold()))
