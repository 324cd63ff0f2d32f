"""What a sentence says of earlier years: which amounts, of which years; held against what the initiative of an award has had."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from skjonn.domain.proof_facts import Award, Facts, Finding, Passage, nok
from skjonn.domain.proof_numbers import Stated
from skjonn.domain.proof_reader import COUNTED, Reader
from skjonn.domain.proof_words import AS_WORD, WORDS
from skjonn.texts import N_
from skjonn.texts.wording import listed, long_date

EARLIER_IS = N_("{case}: {found} stands there; in other years the initiative has had {register}.")
DECIDED_IS = N_("{found} stands there; the decision was made on {register}.")
_MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
_WHEN = re.compile(r"\b(?:(?P<last>i fjor)|(?P<vague>tidlegare|tidligere|førre|forrige|den gong\w*|den gang\w*|(?:over|gjennom|i løpet av|(?:dei|de) siste) \w+ år(?:a|ene)?|sidan|siden)|(?P<now>i år)|(?P<year>(?:19|20)\d\d))\b", re.IGNORECASE)  # fmt: skip
_NO_YEAR = re.compile(rf"(?:\b(?:{_MONTHS})\s|\d\.)$", re.IGNORECASE)
_RANGE_BEFORE = re.compile(r"(?:\b(?:sidan|siden|frå|fra|mellom|fram til|til og med|til|perioden|åra|årene)\s+|\d{4}\s?[–-]\s?)$", re.IGNORECASE)  # fmt: skip
_RANGE_BEHIND = re.compile(r"\s?[–-]\s?\d{4}|\s+(?:til|og utover)\b")
_BETWEEN = re.compile(r"\s*(?:,|\bog\b)\s*(?:i\s+)?", re.IGNORECASE)
_APART = re.compile(r",\s|;|:\s|\bog\b|\bmen\b|\bmot\b|\bmedan\b|\bmens\b|\x00")
_A_CUT = 200  # signs a comma counts for when the amount nearest to a year is sought
_SPAN = re.compile(rf"\b(?:over|på|gjennom|i løpet av|dei siste|de siste) (?P<number>\d{{1,2}}|{AS_WORD}) år(?:a|ene)?\b", re.IGNORECASE)  # fmt: skip
_DECIDED = re.compile(rf"\bvedtak\w*\b[^.;]{{0,80}}?\b(?:gjort|gjord|fatta|fattet|truffe|truffet|treft|tatt|teke|datert)\b[^.;]{{0,20}}?(?P<day>(?P<of_month>\d{{1,2}})\.\s?(?P<month>{_MONTHS})(?:\s(?P<year>\d{{4}}))?)", re.IGNORECASE)  # fmt: skip
_ELSEWHERE = re.compile(r"kommunestyr|formannskap|fylkesting|storting|departement|tidleg|tidlig|i fjor", re.IGNORECASE)


@dataclass(frozen=True)
class _When:
    """A word of time: where it stands; the years it may be, none where it does not say."""

    start: int
    end: int
    years: tuple[int, ...]
    now: bool = False


One = TypeVar("One", _When, Stated)


def last_years(facts: Facts) -> tuple[int, ...]:
    """Return the years "i fjor" may be: that before the round's, and that before its decision."""
    return tuple(sorted({facts.year - 1, *(day.year - 1 for day in facts.decided_on)}))


def of_earlier_years(rest: str, stated: Sequence[Stated], facts: Facts) -> Mapping[Stated, tuple[int, ...]]:
    """Return the amounts that are said of earlier years, with the years: none where it is not said, or not surely, of which.

    Each word of time belongs to the amount nearest to it, first to one that no comma parts it from; in doubt to the one before.
    """
    told: dict[Stated, tuple[int, tuple[int, ...], bool]] = {}
    times = list(_times(rest, facts))
    for years, some in _in_lists(rest, times, stated):
        told[some] = (0, years, False)
    for when in times:
        if not stated or any(
            when.years and when.years[0] in years and not apart for apart, years, _now in told.values()
        ):
            continue
        apart, _start, one = min((_gap(rest, one, when), one.start, one) for one in stated)
        known = told.get(one)
        if known is None or apart < known[0] or (not known[1] and when.years):
            told[one] = (apart, when.years if apart < _A_CUT else (), when.now)
    return {one: years for one, (_apart, years, now) in told.items() if not now}


def _times(rest: str, facts: Facts) -> Iterable[_When]:
    for found in _WHEN.finditer(rest):
        years: tuple[int, ...] = ()
        if found["year"]:
            before = rest[max(found.start() - 14, 0) : found.start()]
            if _NO_YEAR.search(before):
                continue
            if not _RANGE_BEFORE.search(before) and not _RANGE_BEHIND.match(rest, found.end()):
                years = (int(found["year"]),)
        elif found["last"]:
            years = last_years(facts)
        now = bool(found["now"]) or bool(found["year"] and (not facts.year or int(found["year"]) >= facts.year))
        yield _When(found.start(), found.end(), years, now)


def _gap(rest: str, one: Stated, when: _When) -> int:
    """Return how far an amount is from a word of time: by signs, and much further by commas and the like between them."""
    before = one.end <= when.start
    between = rest[one.end : when.start] if before else rest[when.end : one.start]
    if len(between) > _A_CUT * 2:
        return len(between) * _A_CUT
    return len(between) + (0 if before else 1) + _A_CUT * len(_APART.findall(between))


def _in_lists(rest: str, times: Sequence[_When], stated: Sequence[Stated]) -> Iterable[tuple[tuple[int, ...], Stated]]:
    """Yield the amounts of "i 2018, 2019 og 2020 fekk det A, B og C": as many as the years in order, else each of all years."""
    for run in _runs(rest, [one for one in times if one.years]):
        if len(run) < 2:  # noqa: PLR2004  (one alone is no list)
            continue
        groups = list(_runs(rest, stated))
        if not groups:
            return
        whole = _When(run[0].start, run[-1].end, ())
        near = min(groups, key=lambda some: min(_gap(rest, some[0], whole), _gap(rest, some[-1], whole)))
        years = tuple(dict.fromkeys(year for one in run for year in one.years))
        for at, one in enumerate(near):
            yield (run[at].years if len(near) == len(run) else years), one


def _runs(rest: str, some: Sequence[One]) -> list[list[One]]:
    """Return what stands in lists, one behind the other with nothing but a comma or an "and" between."""
    runs: list[list[One]] = []
    for one in some:
        if runs and _BETWEEN.fullmatch(rest[runs[-1][-1].end : one.start]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def check_amount(reader: Reader, passage: Passage, award: Award, stated: Stated, years: Sequence[int], *, in_all: bool) -> None:  # fmt: skip
    """Check an amount of earlier years against the initiative of an award, where there is one."""
    if not award.earlier:
        return
    right = set(award.earlier) | {award.awarded_nok}
    if award.history and years:
        by_year = _by_year(award.history)
        right = {by_year[year] for year in years if year in by_year} | {
            each for year, each in award.history if year in years
        }
        right |= {sum(by_year[year] for year in years)} if len(years) > 1 else set()
        if in_all:
            right |= {sum(each for year, each in award.history if year <= last) for last in years}
    if not any(stated.fits(one) for one in right):
        register = listed(_worded(award, years, reader.facts.year), "nn")
        reader.say(Finding("amount", "error", award.case, passage.where, stated.text, register, EARLIER_IS))


def _by_year(history: Iterable[tuple[int, int]]) -> Counter[int]:
    found: Counter[int] = Counter()
    for year, amount_nok in history:
        found[year] += amount_nok
    return found


def _worded(award: Award, years: Sequence[int], this: int) -> list[str]:
    if award.history:
        by_year = sorted(_by_year(award.history).items())
        every = [f"{nok(amount)} ({year})" for year, amount in by_year]
        return every if years else [*every, f"{nok(award.earlier[-1])} ({by_year[0][0]}–{this})"]
    return [nok(one) for one in dict.fromkeys(award.earlier)]


def check_span(reader: Reader, passage: Passage, award: Award, rest: str, stated: Sequence[Stated]) -> None:
    """Check over how many years an initiative had what a sentence says it has had in all."""
    found = _SPAN.search(rest)
    if not found or not award.history:
        return
    years, year = sorted({one for one, _nok in award.history}), reader.facts.year
    before = sum(amount for _year, amount in award.history)
    now = (year - years[0] + 1, len(years) + 1)
    spans = {before: (years[-1] - years[0] + 1, len(years), year - years[0]), before + award.awarded_nok: now, award.earlier[-1]: now}  # fmt: skip
    said = [spans[whole] for whole in spans if any(one.fits(whole) for one in stated)]
    number = int(found["number"]) if found["number"].isdigit() else WORDS[found["number"].casefold()]
    if said and not any(number in some for some in said):
        reader.say(Finding("count", "error", award.case, passage.where, found[0], str(said[-1][0]), COUNTED))


def check_decided(reader: Reader, passage: Passage, rest: str) -> None:
    """Check the day a sentence says the decision was made on."""
    found = _DECIDED.search(rest)
    days = reader.facts.decided_on
    if not found or not days or _ELSEWHERE.search(rest):
        return
    of_month, month = int(found["of_month"]), _MONTHS.split("|").index(found["month"].casefold()) + 1
    if not any(
        (of_month, month, found["year"] or str(day.year)) == (day.day, day.month, str(day.year)) for day in days
    ):
        register = listed([long_date(day, "nn") for day in sorted(days)], "nn")
        reader.say(Finding("date", "error", "", passage.where, found["day"], register, DECIDED_IS))
