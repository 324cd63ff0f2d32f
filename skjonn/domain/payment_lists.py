"""A list of payments as it was sent to the ministry: its rows and words, kept as one text that a digest binds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from skjonn.domain.codes import case_order
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.tables import Row, Table
from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import grouped, long_date

TITLE = N_("Payments to municipalities")
_ABOUT = N_("{year}, term {term}, list {number} of {on}. Control sum {total} kroner. Digest {digest}.")
_COLUMNS = ("municipality_number", "municipality", "org_number", "amount_nok", "purpose", "term", "case", "title", "of_which_nok")  # fmt: skip


@dataclass(frozen=True)
class Share:
    """What one case gets with a list: whole kroner above 0; `purpose` is the call's name in the list's language.

    `awarded_to` is the number the money was planned for, where another municipality came of it since; mostly empty.
    """

    case: str
    title: str
    purpose: str
    amount_nok: int
    awarded_to: str = ""


@dataclass(frozen=True)
class Payee:
    """A municipality on a list, as it was called on the list's day, with its cases by number; `org_number` may be empty."""

    number: str
    name: str
    org_number: str
    shares: tuple[Share, ...]

    @property
    def amount_nok(self) -> int:
        """What it gets in all."""
        return sum(share.amount_nok for share in self.shares)


@dataclass(frozen=True)
class ListSent:
    """Everything a list says, with the words it was sent with.

    Attributes:
        year, number, term, on: which list it is, and its day.
        control_sum_nok: of every municipality, whole kroner.
        language: of its headings; title, subtitle, banner: as worded then; the subtitle leaves `{digest}` open.
        payees: by number.
    """

    year: int
    number: int
    term: int
    on: date
    control_sum_nok: int
    language: Language
    title: str
    subtitle: str
    banner: str
    payees: tuple[Payee, ...]

    def kept(self) -> str:
        """Return it as it is stored, the same text for the same list."""
        return json.dumps(asdict(self, dict_factory=_plain), ensure_ascii=False, sort_keys=True, default=date.isoformat)

    @property
    def rows(self) -> tuple[Row, ...]:
        """A row for each municipality, each followed by its cases."""
        return tuple(row for payee in self.payees for row in (_head(payee, self.term), *map(_beneath, payee.shares)))

    @property
    def table(self) -> Table:
        """The list as a table: what the municipalities get and what that is made of have the same sum."""
        totals = {"amount_nok": self.control_sum_nok, "of_which_nok": self.control_sum_nok}
        return Table("payments", tuple(CATALOGUE[name] for name in _COLUMNS), self.rows, totals)

    @property
    def calls(self) -> frozenset[str]:
        """The codes of the calls its cases are of."""
        return frozenset(share.case.rpartition("-")[0] for payee in self.payees for share in payee.shares)

    def sums(self) -> dict[tuple[str, str], int]:
        """Return what it says: number of who the money was planned for, and case number -> whole kroner."""
        return {(share.awarded_to or payee.number, share.case): share.amount_nok for payee in self.payees for share in payee.shares}  # fmt: skip


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if name != "awarded_to" or value}


def digest_of(kept: str) -> str:
    """Return the sha256 of a list as it is stored."""
    return hashlib.sha256(kept.encode()).hexdigest()


def read_kept(kept: str) -> ListSent:
    """Return a list from what `ListSent.kept` gave."""
    said: dict[str, Any] = json.loads(kept)
    payees = tuple(Payee(**{**one, "shares": tuple(Share(**share) for share in one["shares"])}) for one in said["payees"])  # fmt: skip
    return ListSent(**{**said, "on": date.fromisoformat(said["on"]), "payees": payees})


def worded(of: tuple[int, int, int, date], payees: Sequence[Payee], office: str, banner: str, language: Language) -> ListSent:  # fmt: skip
    """Return a list with its words.

    Args:
        of: year, number, term and day; payees: in any order; office: its name in `language`; banner: may be empty.
    """
    year, number, term, on = of
    ordered = tuple(sorted(payees, key=lambda one: one.number))
    total = sum(payee.amount_nok for payee in ordered)
    about = translate(_ABOUT, language).format(year=year, term=term, number=number, on=long_date(on, language), total=grouped(total), digest="{digest}")  # fmt: skip
    return ListSent(year, number, term, on, total, language, translate(TITLE, language), f"{office} · {about}", banner, ordered)  # fmt: skip


def payee_of(number: str, name: str, org_number: str, shares: Sequence[Share]) -> Payee:
    """Return a municipality with its cases in order of numbers."""
    return Payee(number, name, org_number, tuple(sorted(shares, key=lambda one: case_order(one.case))))


def _head(payee: Payee, term: int) -> Row:
    return {
        "municipality_number": payee.number,
        "municipality": payee.name,
        "org_number": payee.org_number,
        "amount_nok": payee.amount_nok,
        "purpose": ", ".join(dict.fromkeys(share.purpose for share in payee.shares)),
        "term": term,
    }


def _beneath(share: Share) -> Row:
    return {"case": share.case, "title": share.title, "of_which_nok": share.amount_nok}
