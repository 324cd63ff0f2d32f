"""An office's year as one file for the ministry: public facts only, with a digest that finds any byte that has changed.

A bundle is JSON in one fixed way of writing; read back it must be, byte for byte, what writing its content gives. So neither
a flipped byte nor a second key of the same name goes unseen. Things are named as people name them: office, call, case.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from skjonn.errors import ConflictError, FindingsError
from skjonn.texts import N_, Language, translate

FORMAT, VERSION = "skjonn-bundle", 1
GREATEST_BYTES = 100 * 2**20
_GREATEST_NOK = 10**13
_SHOWN = 40  # signs of a text nobody knows
_OUTCOMES = ("awarded", "not_awarded", "undecided", "passed_on")


class BundleUnreadable(FindingsError):
    """A file is no bundle, or holds what a bundle cannot hold."""

    code = "bundle-unreadable"
    sentence = N_("{file} is not a bundle that can be read: {why}.")
    advice = N_("Ask the office for the file `skjonn year bundle` wrote, as it was written.")


class BundleDamaged(FindingsError):
    """A bundle is not what was written: something in it has changed."""

    code = "bundle-damaged"
    sentence = N_("{file} has been changed since it was written: its digest is not that of its content.")
    advice = N_("Ask the office for the file again; its digest stands in the office's letter.")


class BundleOfOtherVersion(FindingsError):
    """A bundle was written by a version of the program whose bundles this one does not know."""

    code = "bundle-version"
    sentence = N_("{file} is a bundle of version {found}; version {known} is what can be read.")
    advice = N_("Use a newer skjonn, or ask for a bundle of this version.")


class BundleTwice(ConflictError):
    """An office's year is given twice."""

    code = "bundle-twice"
    sentence = N_("The year {year} of {office} is given twice: {files}.")
    advice = N_("Leave out the one that is not the latest.")


class BundlesFaulty(FindingsError):
    """Several of the files given are no bundles that can be joined; each is told of."""

    code = "bundles-faulty"
    sentence = N_("{count} of the {files} files are no bundles that can be joined.")
    advice = N_("Nothing was written. Ask the offices for these files again.")


@dataclass(frozen=True)
class Area:
    """A priority area of a call: its code, and its name in the office's own form."""

    code: str
    name: str


@dataclass(frozen=True)
class BundledCase:
    """An application, or an award without one, as everybody may know it.

    Attributes:
        municipality: number of the lead; payee: of who is paid, empty where nobody is; partners: numbers of partner
            municipalities; organisations: names of other partners. Every number is the one of the day `on`.
        outcome: `awarded`, `not_awarded`, `undecided`, `passed_on`; passed_to: the office's id where it was passed on, else empty.
        on: the day the award was first approved, else the case was first decided, which no later change moves; undecided or
            withdrawn the day of the figures, at the latest the budget year's last.
        applied_nok, awarded_nok: whole kroner; single: nobody applied for it.
        example: what others can learn, published, may be empty.
    """

    case: str
    call: str
    title: str
    municipality: str
    payee: str
    partners: tuple[str, ...]
    organisations: tuple[str, ...]
    county_wide: bool
    areas: tuple[Area, ...]
    applied_nok: int
    awarded_nok: int
    outcome: str
    on: str
    single: bool = False
    example: str = ""
    passed_to: str = ""


@dataclass(frozen=True)
class Bundle:
    """An office's year: figures as of a day, and its cases by number.

    `pots` are name, allotted, decided, paid, returned, free. `corrections` are what was changed after the year was closed, in
    order: the day, and why.
    """

    office: str
    year: int
    as_of: str
    pots: tuple[tuple[str, int, int, int, int, int], ...]
    figures: Mapping[str, int]
    cases: tuple[BundledCase, ...]
    corrections: tuple[tuple[str, str], ...] = ()

    @property
    def day(self) -> date:
        """The day its figures are of."""
        return date.fromisoformat(self.as_of)


def packed(bundle: Bundle) -> bytes:
    """Return a bundle as its file; the same bundle gives the same bytes."""
    content = _plain(bundle)
    said = {"format": FORMAT, "version": VERSION, "digest": digest(bundle), "content": content}
    return (json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def digest(bundle: Bundle) -> str:
    """Return the sha256 of a bundle's content, as the office's letter prints it."""
    text = json.dumps(_plain(bundle), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def opened(file: str, packed_bytes: bytes) -> Bundle:
    """Return the bundle a file holds.

    Raises:
        BundleUnreadable, BundleOfOtherVersion, BundleDamaged: it holds none, or not the one that was written.
    """
    said = _json(file, packed_bytes)
    if said.get("format") != FORMAT:
        raise BundleUnreadable(file=file, why=_Why(N_("it does not say that it is one")))
    if said.get("version") != VERSION:
        raise BundleOfOtherVersion(file=file, found=str(said.get("version"))[:20], known=VERSION)
    try:
        bundle = _bundle(said["content"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BundleUnreadable(file=file, why=_Why(N_("something in it is missing or of the wrong kind"))) from error
    if packed(bundle) != packed_bytes:
        raise BundleDamaged(file=file)
    return bundle


@dataclass(frozen=True)
class _Why:
    """A reason worded where it is shown, with what it names."""

    text: str
    named: str = ""

    def worded(self, language: Language) -> str:
        """Return it in `language`."""
        return translate(self.text, language).format(named=self.named)


def strange_office(file: str, office: str) -> BundleUnreadable:
    """Return what is told of a bundle of an office there is none of, or was none of in its year."""
    return BundleUnreadable(file=file, why=_Why(N_("there was no office {named} in its year"), office[:_SHOWN]))


def strange_municipality(file: str, number: str) -> BundleUnreadable:
    """Return what is told of a bundle that names a municipality by a number none ever had, or by none."""
    if not number:
        return BundleUnreadable(file=file, why=_Why(N_("a case names no municipality")))
    return BundleUnreadable(file=file, why=_Why(N_("no municipality has the number {named}"), number[:_SHOWN]))


def require_once(named: Sequence[tuple[str, Bundle]]) -> None:
    """Hold that no office's year is there twice.

    Raises:
        BundleTwice: one is; both files are named.
    """
    seen: dict[tuple[str, int], str] = {}
    for file, bundle in named:
        of = (bundle.office, bundle.year)
        if of in seen:
            raise BundleTwice(office=bundle.office, year=str(bundle.year), files=sorted((seen[of], file)))
        seen[of] = file


def _json(file: str, packed_bytes: bytes) -> dict[str, Any]:
    if len(packed_bytes) > GREATEST_BYTES:
        raise BundleUnreadable(file=file, why=_Why(N_("it is larger than any bundle")))
    try:
        said = json.loads(packed_bytes.decode(), parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError) as error:
        raise BundleUnreadable(file=file, why=_Why(N_("it is not JSON as bundles are"))) from error
    if not isinstance(said, dict):
        raise BundleUnreadable(file=file, why=_Why(N_("it does not say that it is one")))
    return said


def _refuse(text: str) -> None:
    raise ValueError(text)


def _plain(bundle: Bundle) -> dict[str, Any]:
    return asdict(bundle)


def _bundle(said: Mapping[str, Any]) -> Bundle:
    if set(said) != {field.name for field in fields(Bundle)}:
        raise KeyError("fields")
    pots = tuple(_pot(one) for one in _list(said["pots"]))
    figures = {_text(name): _nok(value, least=-_GREATEST_NOK) for name, value in said["figures"].items()}
    cases = tuple(_case(one) for one in _list(said["cases"]))
    if [one.case for one in cases] != sorted({one.case for one in cases}, key=_order):
        raise ValueError("order")
    corrections = tuple(_correction(one) for one in _list(said["corrections"]))
    return Bundle(_text(said["office"]), _whole(said["year"]), _day(said["as_of"]), pots, figures, cases, corrections)


def _order(case: str) -> tuple[str, int, str]:
    call, _dash, number = case.rpartition("-")
    return (call, int(number) if number.isdigit() else 0, case)


def _pot(said: Sequence[Any]) -> tuple[str, int, int, int, int, int]:
    name, allotted, decided, paid, returned, free = _list(said)
    return (_text(name), _nok(allotted), _nok(decided), _nok(paid), _nok(returned), _nok(free, least=-_GREATEST_NOK))


def _correction(said: Sequence[Any]) -> tuple[str, str]:
    on, reason = _list(said)
    return (_day(on), _text(reason))


def _area(said: Mapping[str, Any]) -> Area:
    if set(said) != {"code", "name"}:
        raise ValueError("area")
    return Area(_text(said["code"]), _text(said["name"]))


def _case(said: Mapping[str, Any]) -> BundledCase:
    if set(said) != {field.name for field in fields(BundledCase)} or said["outcome"] not in _OUTCOMES:
        raise ValueError("case")
    flags = {name: said[name] for name in ("county_wide", "single")}
    if not all(isinstance(flag, bool) for flag in flags.values()):
        raise TypeError("flag")
    lists = {name: tuple(_text(one) for one in _list(said[name])) for name in ("partners", "organisations")}
    areas = tuple(_area(one) for one in _list(said["areas"]))
    amounts = {name: _nok(said[name]) for name in ("applied_nok", "awarded_nok")}
    texts = ("case", "call", "title", "municipality", "payee", "outcome", "example", "passed_to")
    values: dict[str, Any] = {**{name: _text(said[name]) for name in texts}, **lists, **flags, **amounts}
    return BundledCase(**values, areas=areas, on=_day(said["on"]))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("list")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    value.encode()  # a lone surrogate is no text
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or not 2000 <= value <= 2099:  # noqa: PLR2004  (the years there can be)
        raise ValueError("year")
    return value


def _nok(value: Any, least: int = 0) -> int:
    if type(value) is not int or not least <= value <= _GREATEST_NOK:
        raise ValueError("amount")
    return value


def _day(value: Any) -> str:
    return date.fromisoformat(_text(value)).isoformat()
