"""An office's year as one file, and many offices' years joined: nothing private, no damage unseen, names of the time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skjonn.domain.bundles import (
    Area,
    Bundle,
    BundleDamaged,
    BundledCase,
    BundleOfOtherVersion,
    BundleTwice,
    BundleUnreadable,
    digest,
    opened,
    packed,
)
from skjonn.domain.desk import Desk
from skjonn.storage.database import writing
from skjonn.storage.tables.application import ContactRow
from skjonn.usecases import frames, year_bundles, year_merge
from tests.usecases.test_letters import EIGERSUND, FULL, PARTIAL, REFUSED, SOKNDAL, VINDAFJORD, decided

HERE = Desk("kari", date(2022, 2, 1))


def case(number: str, municipality: str, on: str, nok: int = 100_000, **more: Any) -> BundledCase:
    """Return an award."""
    made = BundledCase(number, number[:4], "Prosjekt", municipality, municipality, (), (), False, (), nok, nok, "awarded", on)  # fmt: skip
    return replace(made, **more)


def bundle(office: str, year: int, *cases: BundledCase, as_of: str = "") -> Bundle:
    """Return an office's year of these awards."""
    total = sum(one.awarded_nok for one in cases)
    return Bundle(office, year, as_of or f"{year}-12-31", (("project", total, total, 0, 0, 0),), {"awards": len(cases)}, cases)  # fmt: skip


def written(folder: Path, *bundles: Bundle) -> list[Path]:
    """Write bundles, a file each."""
    paths = [folder / f"{one.office}-{one.year}.json" for one in bundles]
    for path, one in zip(paths, bundles, strict=True):
        path.write_bytes(packed(one))
    return paths


@pytest.fixture
def year(office: str, desk: Desk) -> str:
    """Return a year with two awards and a refusal, and a contact person in one of them."""
    decided(office, desk, ((EIGERSUND, FULL), (VINDAFJORD, PARTIAL), (SOKNDAL, REFUSED)))
    with writing(office) as session:
        session.add(ContactRow(application_id=1, part="contact", name="Petra Kontakt", email="petra@example.org", phone="12345678"))  # fmt: skip
    return office


def test_a_bundle_says_what_the_database_says_and_nothing_private(year: str, tmp_path: Path) -> None:
    """Sums and cases are the database's; no person, no assessment, no key of a row; a second run gives the same bytes."""
    path = tmp_path / "b.json"
    done = year_bundles.bundle(year, HERE, 2021, path)
    first = path.read_bytes()
    year_bundles.bundle(year, replace(HERE, today=date(2024, 1, 1)), 2021, path)

    assert path.read_bytes() == first
    held = opened("b.json", first)
    assert (held.office, done.digest, digest(held)) == ("rogaland", done.digest, done.digest)
    assert sum(one.awarded_nok for one in held.cases) == frames.show_frame(year, 2021).pots[0].decided_nok == done.awarded_nok  # fmt: skip
    assert [(one.case, one.outcome, one.awarded_nok) for one in held.cases] == [("2021-001", "awarded", 1_100_000), ("2021-002", "awarded", 100_000), ("2021-003", "not_awarded", 0)]  # fmt: skip
    for word in ("Petra", "petra@", "12345678", "application_id", "person", "points", "priority"):
        assert word not in first.decode()
    year_bundles.bundle(year, replace(HERE, dry_run=True), 2021, tmp_path / "never.json")
    assert not (tmp_path / "never.json").exists()


def test_joined_sums_are_the_databases(year: str, tmp_path: Path) -> None:
    """From database to bundle to national tables nothing is lost or added."""
    year_bundles.bundle(year, HERE, 2021, tmp_path / "b.json")
    done = year_merge.merge(HERE, [tmp_path / "b.json"], tmp_path / "n")

    assert (done.applications, done.awards, done.awarded_nok) == (3, 2, 1_200_000)
    said = json.loads((tmp_path / "n" / "national.json").read_text(encoding="utf-8"))
    assert said["tables"]["counties"]["rows"][0] | {"county": "Rogaland", "awards": 2, "awarded_nok": 1_200_000} == said["tables"]["counties"]["rows"][0]  # fmt: skip
    assert set(done.files) == {path.name for path in (tmp_path / "n").iterdir()}
    assert {"counties.html", "counties.ods", "counties.md", "offices.csv", "register.csv", "register.ods", "national.xlsx"} <= set(done.files)  # fmt: skip


def test_offices_and_counties_are_called_what_they_were(tmp_path: Path) -> None:
    """An office that changed name and counties stands under each of its time; a municipality in the county of the award's day."""
    paths = written(
        tmp_path,
        bundle("ostfold-buskerud-oslo-akershus", 2021, case("2021-001", "3025", "2021-05-01"), as_of="2021-12-31"),
        bundle("ostfold-buskerud-oslo-akershus", 2024, case("2024-001", "3203", "2024-05-01"), as_of="2024-12-31"),
        bundle("rogaland", 2020, case("2020-001", "1103", "2020-05-01"), as_of="2020-12-31"),
        bundle("rogaland", 2021, case("2021-001", "1103", "2021-05-01")),
    )
    tables = year_merge.joined([opened(path.name, path.read_bytes()) for path in paths], "nb")

    assert {(row["budget_year"], row["county"]) for row in tables["counties"].rows} == {("2021", "Viken"), ("2024", "Akershus"), ("2020", "Rogaland"), ("2021", "Rogaland")}  # fmt: skip
    named = {(row["budget_year"], row["office"]) for row in tables["offices"].rows}
    assert ("2020", "Fylkesmannen i Rogaland") in named
    assert ("2021", "Statsforvalteren i Rogaland") in named
    assert ("2021", "Statsforvalteren i Oslo og Viken") in named
    assert ("2024", "Statsforvalteren i Østfold, Buskerud, Oslo og Akershus") in named


def test_the_order_bundles_are_given_in_changes_nothing(tmp_path: Path) -> None:
    """Every file is the same, byte for byte."""
    paths = written(tmp_path, bundle("rogaland", 2021, case("2021-001", "1103", "2021-05-01")), bundle("agder", 2021, case("2021-001", "4204", "2021-05-02")))  # fmt: skip
    first = year_merge.merge(HERE, paths, tmp_path / "a")
    second = year_merge.merge(HERE, paths[::-1], tmp_path / "b")

    assert first.files == second.files


def test_a_bundle_given_twice_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    """The same office and year twice, the same or not: both files are named."""
    paths = written(tmp_path, bundle("rogaland", 2021, case("2021-001", "1103", "2021-05-01")))
    other = tmp_path / "other.json"
    other.write_bytes(packed(bundle("rogaland", 2021, case("2021-001", "1103", "2021-05-01", 5))))

    for twice in (other, paths[0]):
        if twice is paths[0]:
            twice = tmp_path / "same.json"  # noqa: PLW2901  (the same bundle under another name)
            twice.write_bytes(paths[0].read_bytes())
        with pytest.raises(BundleTwice) as refused:
            year_merge.merge(HERE, [paths[0], twice], tmp_path / "n")
        assert refused.value.data["files"] == sorted((str(paths[0]), str(twice)))
    assert not (tmp_path / "n").exists()


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return a bundle whose JSON was changed, written as bundles are."""
    said = json.loads(packed(bundle("rogaland", 2021, case("2021-001", "1103", "2021-05-01"))))
    change(said)
    return (json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode("utf-8", "surrogatepass")  # fmt: skip


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", BundleUnreadable),
        (b"PK\x03\x04", BundleUnreadable),
        (b"[]", BundleUnreadable),
        (b"[" * 100_000, BundleUnreadable),
        (b'{"format":"skjonn-bundle","version":1,"content":NaN}', BundleUnreadable),
        (b'{"format":"skjonn-bundle","version":1,"content":' + b"9" * 5000 + b"}", BundleUnreadable),
        (changed(lambda said: said.update(format="other")), BundleUnreadable),
        (changed(lambda said: said.update(version=2)), BundleOfOtherVersion),
        (changed(lambda said: said["content"].pop("pots")), BundleUnreadable),
        (changed(lambda said: said["content"].update(year="2021")), BundleUnreadable),
        (changed(lambda said: said["content"].update(extra=1)), BundleUnreadable),
        (changed(lambda said: said["content"]["cases"][0].update(awarded_nok=10**30)), BundleUnreadable),
        (changed(lambda said: said["content"]["cases"][0].update(awarded_nok=-1)), BundleUnreadable),
        (changed(lambda said: said["content"]["cases"][0].update(awarded_nok=True)), BundleUnreadable),
        (changed(lambda said: said["content"]["cases"][0].update(title="\ud800")), BundleUnreadable),
        (changed(lambda said: said["content"]["cases"][0].update(areas=["Digital"])), BundleUnreadable),
        (
            changed(lambda said: said["content"]["cases"][0].update(areas=[{"code": "d", "name": "D", "x": 1}])),
            BundleUnreadable,
        ),
        (changed(lambda said: said["content"].update(corrections=[["2021-13-01", "Feil."]])), BundleUnreadable),
        (packed(bundle("atlantis", 2021)), BundleUnreadable),
        (packed(bundle("vestland", 2018)), BundleUnreadable),
        (packed(bundle("rogaland", 2021, case("2021-001", "9999", "2021-05-01"))), BundleUnreadable),
        (packed(bundle("rogaland", 2021, case("2021-001", "1103", "2021-05-01", payee="9999"))), BundleUnreadable),
        (
            packed(bundle("rogaland", 2021, case("2021-001", "1103", "2021-05-01", partners=("abcd",)))),
            BundleUnreadable,
        ),
        (packed(bundle("rogaland", 2021, case("2021-001", "", "2021-05-01"))), BundleUnreadable),
        (
            packed(
                bundle(
                    "rogaland",
                    2021,
                    case("2021-001", "1103", "2021-05-01", 0, outcome="passed_on", passed_to="atlantis"),
                )
            ),
            BundleUnreadable,
        ),
        (changed(lambda said: said["content"]["cases"].append(said["content"]["cases"][0])), BundleUnreadable),
        (changed(lambda said: said["content"]["cases"][0].update(awarded_nok=100_001)), BundleDamaged),
        (changed(lambda said: said.update(digest="0" * 64)), BundleDamaged),
        (changed(lambda said: said.update(more=1)), BundleDamaged),
        (packed(bundle("rogaland", 2021)).replace(b'"year":2021', b'"year":2020,"year":2021'), BundleDamaged),
    ],
)
def test_hostile_and_broken_bundles_are_refused_in_a_sentence(content: bytes, error: type[Exception], tmp_path: Path) -> None:  # fmt: skip
    """Each with its name, whatever it holds, and nothing is written."""
    (tmp_path / "b.json").write_bytes(content)
    with pytest.raises(error):
        year_merge.merge(HERE, [tmp_path / "b.json"], tmp_path / "n")
    assert not (tmp_path / "n").exists()


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NOK = st.integers(0, 10**12)
CASES = st.builds(
    BundledCase, st.integers(1, 999).map(lambda serial: f"2021-{serial:03}"), st.just("2021"), TEXT, st.just("1103"), st.just("1103"),
    st.lists(st.sampled_from(["1108", "1101"]), max_size=2).map(tuple), st.lists(TEXT, max_size=2).map(tuple), st.booleans(),
    st.lists(st.builds(Area, TEXT, TEXT), max_size=2).map(tuple), NOK, NOK, st.sampled_from(["awarded", "not_awarded", "undecided", "passed_on"]),
    st.dates(date(2021, 1, 1), date(2021, 12, 31)).map(date.isoformat), st.booleans(), TEXT, st.sampled_from(["", "agder"]),
)  # fmt: skip
BUNDLES = st.lists(CASES, max_size=5, unique_by=lambda one: one.case).map(
    lambda some: bundle("rogaland", 2021, *sorted(some, key=lambda one: one.case))
)


@given(BUNDLES)
def test_a_bundle_is_read_back_the_same(made: Bundle) -> None:
    """Writing and opening are each other's inverse, whatever titles hold."""
    assert opened("b.json", packed(made)) == made


@settings(max_examples=60)
@given(BUNDLES, st.integers(0, 10**6), st.integers(1, 255))
def test_any_flipped_byte_is_found(made: Bundle, place: int, flip: int) -> None:
    """Wherever it is, and whatever it becomes."""
    content = bytearray(packed(made))
    content[place % len(content)] ^= flip
    with pytest.raises((BundleUnreadable, BundleDamaged, BundleOfOtherVersion)):
        opened("b.json", bytes(content))
