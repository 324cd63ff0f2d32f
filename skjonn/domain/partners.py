"""Cells that name municipalities: one applicant or payee, or a list of partners with all its ways of being written.

Nothing here guesses: a name that can be two is an error that names both, a near spelling an error that suggests, anything
else in a partner list another organisation. What says that there is nobody, or that not all are named, is told of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from skjonn.domain.applications import Partner, PartnerKind
from skjonn.domain.municipality_names import (
    DOUBTFUL,
    MISSPELT,
    Directory,
    Match,
    Remembering,
    fault_of,
    look_up,
    nearness,
    said,
    says_municipality,
    succeeded,
)
from skjonn.domain.name_lists import is_too_long, pieces
from skjonn.domain.partner_words import (
    is_company_of,
    is_district,
    is_open,
    is_organisation,
    municipalities_within,
    says_nobody,
    without_others,
)
from skjonn.domain.problems import Problem, problem
from skjonn.domain.whole_county import county_meant, is_own_county
from skjonn.texts import N_

__all__ = ["LONGEST", "LONGEST_NAME", "Directory", "Match", "PartnerList", "Remembering", "is_whole_county", "parse_municipality", "parse_partners"]  # fmt: skip

LONGEST_NAME, LONGEST = 200, 2000
"""Characters of a cell that is read as one municipality, and as a list; all municipalities of a county are some 600."""

_PLAIN_BETWEEN = re.compile(r"\s*[,;\n]\s*")


@dataclass(frozen=True)
class PartnerList:
    """What a partner cell says: the partners in order, whether it is the whole county, and doubts (their place is empty)."""

    partners: tuple[Partner, ...] = ()
    whole_county: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass
class _Reading:
    directory: Directory
    lead: str
    partners: list[Partner] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    whole_county: bool = False
    unnamed: bool = False


def parse_municipality(text: str, directory: Directory) -> tuple[str, tuple[Problem, ...]]:
    """Return the number of the one municipality `text` names, or an empty number and the error.

    The one successor of a municipality that had ended is taken in its place, with a warning.
    """
    clean = " ".join(text.split())
    if len(clean) > LONGEST_NAME:
        return "", (problem("error", "municipality-too-long", N_("A text of {count} characters, “{text}”, is not the name of a municipality."), N_("Write the name or the municipality number."), count=len(clean), text=said(clean)),)  # fmt: skip
    match = look_up(clean, directory)
    if match.kind == "found":
        return match.number, ()
    if match.kind == "ended" and match.number:
        return match.number, (succeeded(match, clean),)
    if match.kind == "unknown" and (county_meant(clean, directory) or len(pieces(clean, directory)) > 1):
        return "", (problem("error", "municipality-several", N_("“{text}” names more than one municipality."), N_("Name the one that applies, and the others under partners."), text=said(clean)),)  # fmt: skip
    return "", (fault_of(match, clean),)


def is_whole_county(text: str, directory: Directory) -> bool:
    """Tell whether a cell says that all municipalities of the office's own county are meant, and nothing else."""
    return len(text) <= LONGEST_NAME and look_up(text, directory).kind == "unknown" and county_meant(text, directory) == "own"  # fmt: skip


def parse_partners(text: str, directory: Directory, lead: str = "") -> PartnerList:
    """Return the partners a cell names, in order.

    Args:
        text: the cell; separated by comma, semicolon, slash, new line, `&`, a full stop behind a name, or `og` where it is
            no part of a name.
        directory: the register on the day that counts.
        lead: the applicant's number; the applicant is no partner of its own.
    """
    reading = _Reading(directory, lead)
    clean = "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()
    if len(clean) > LONGEST or is_too_long(clean):
        reading.problems.append(problem("error", "partners-too-long", N_("A text of {count} characters is too long for a list of partners."), N_("Write the names alone, with a comma between them."), count=len(clean)))  # fmt: skip
    elif says_nobody(clean):
        reading.problems.append(problem("warning", "partners-none", N_("“{text}” is read as no partners."), text=said(clean)))  # fmt: skip
    elif not _take_plain(clean, reading):
        _take_list(clean, reading)
    return PartnerList(tuple(reading.partners), reading.whole_county, tuple(reading.problems))


def _take_plain(clean: str, reading: _Reading) -> bool:
    """Take a list that is nothing but names the register knows, with plain signs between: nearly every cell is one."""
    if "(" in clean:
        return False
    names = [name for name in _PLAIN_BETWEEN.split(clean) if name]
    found = [reading.directory.find(name) for name in names[:1]]
    if not found or found[0].kind != "found":
        return False
    found += [reading.directory.find(name) for name in names[1:]]
    if any(match.kind != "found" for match in found):
        return False
    for name, match in zip(names, found, strict=True):
        _add(Partner(PartnerKind.MUNICIPALITY, match.name, match.number), name, reading)
    return True


def _take_list(clean: str, reading: _Reading) -> None:
    if is_whole_county(clean, reading.directory):
        reading.whole_county = True
        return
    named = without_others(clean)
    reading.unnamed = named != clean
    for piece in pieces(named, reading.directory):
        bare = without_others(piece)
        reading.unnamed = reading.unnamed or bare != piece
        _take(bare, reading)
    if reading.unnamed:
        reading.partners.append(Partner(PartnerKind.UNNAMED))
        reading.problems.append(problem("warning", "partners-unnamed", N_("“{text}” does not name all the partners."), N_("Ask the applicant for the names."), text=said(clean)))  # fmt: skip


def _take(piece: str, reading: _Reading) -> None:
    """Take one name of a list: a municipality, else what else it can be, the surest first."""
    match = look_up(piece, reading.directory)
    if match.kind == "found" or (match.kind == "ended" and match.number):
        if match.kind == "ended":
            reading.problems.append(succeeded(match, piece))
        _add(Partner(PartnerKind.MUNICIPALITY, match.name, match.number), piece, reading)
    elif match.kind != "unknown":
        reading.problems.append(fault_of(match, piece))
    elif not _take_phrase(piece, reading):
        _take_other(piece, match, reading)


def _take_phrase(piece: str, reading: _Reading) -> bool:
    """Take what is no name at all; tell whether it was such."""
    meant = county_meant(piece, reading.directory)
    if meant != "own" and is_district(piece):
        reading.unnamed = True
    elif meant == "own":
        reading.whole_county = True
    elif meant == "other":
        reading.problems.append(problem("error", "scope-other-county", N_("“{text}” does not mean this office's own county."), N_("The office's own: {counties}. Otherwise name the municipalities."), text=said(piece), counties=reading.directory.counties))  # fmt: skip
    elif is_own_county(piece, reading.directory):
        reading.problems.append(problem("error", "partner-is-county", N_("“{text}” is a county, not a partner."), N_("Write alle kommunane i fylket if all its municipalities are meant, and fylkeskommune if the county authority is."), text=said(piece)))  # fmt: skip
    elif is_open(piece):
        reading.unnamed = True
    elif (
        says_nobody(piece)
        or (len(piece) == 1 and piece.isalpha())
        or ("?" in piece and not any(map(str.isalnum, piece)))
    ):
        reading.problems.append(problem("warning", "partner-nobody", N_("“{text}” names nobody and is left out of the partners."), text=said(piece)))  # fmt: skip
    else:
        return not any(map(str.isalnum, piece))  # a lone mark says nothing
    return True


def _take_other(piece: str, match: Match, reading: _Reading) -> None:
    near = nearness(piece, match)
    organisation = is_organisation(piece)
    if says_municipality(piece) or (near >= MISSPELT and not organisation):
        reading.problems.append(fault_of(match, piece))
        return
    named, only = municipalities_within(piece, reading.directory)
    if named and only:
        reading.problems.append(problem("error", "partner-unclear", N_("“{text}” is no clear list of partners; it speaks of {others}."), N_("Write the names with a comma between them."), text=said(piece), others=named))  # fmt: skip
        return
    _add(Partner(PartnerKind.ORGANISATION, piece), piece, reading)
    others = named or (match.others if near >= DOUBTFUL else ())
    if others and (not organisation or is_company_of(piece)):
        reading.problems.append(problem("warning", "partner-organisation", N_("“{text}” is kept as an organisation."), N_("If a municipality is meant: {others}."), text=said(piece), others=others))  # fmt: skip


def _add(partner: Partner, piece: str, reading: _Reading) -> None:
    if partner.number and partner.number == reading.lead:
        reading.problems.append(problem("warning", "partner-is-applicant", N_("“{text}” is the applicant and is left out of the partners."), text=said(piece)))  # fmt: skip
    elif any(_same(partner) == _same(other) for other in reading.partners):
        reading.problems.append(problem("warning", "partner-twice", N_("“{text}” is named twice among the partners."), text=said(piece)))  # fmt: skip
    else:
        reading.partners.append(partner)


def _same(partner: Partner) -> str:
    return partner.number or partner.name.casefold()
