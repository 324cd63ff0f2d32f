"""Tables of a finished text, held against the 2021 awards and against the prose beside them: each slip is found once, what is right never."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skjonn.domain import tables
from skjonn.domain.fields import CATALOGUE
from skjonn.domain.proof_letters import is_letter
from skjonn.domain.proofreading import WHOLE_COUNTY, Facts, Finding, Passage, proofread
from skjonn.domain.tables import AreaName, Table
from skjonn.usecases.proofreading import LIKENESS
from tests.domain.test_proofreading import FACTS, found, table
from tests.domain.test_tables import CASE

Found = list[tuple[str, str, str]]
HEAD = "Sak | Prosjekt | Kommune | Søkt | Tildelt"
ROWS = tuple(f"{one.case} | {one.title} | {one.municipality} | {one.applied_nok} | {one.awarded_nok}" for one in FACTS.awards)  # fmt: skip
SUM = "Sum | | | 12 475 000 | 10 000 000"
PROSE = [Passage("", f"{one.municipality} får {one.awarded_nok} kroner til «{one.title}».") for one in FACTS.awards]


def told(*passages: Passage, facts: Facts = FACTS) -> Found:
    """Return all that is found, awards not mentioned too: kind, the case's last digits, what stands there or what is known."""
    findings = proofread(passages, facts, LIKENESS).findings
    assert all(one.message(language) for one in findings for language in ("nb", "nn", "en"))
    return [(_kind(one), one.case[-3:], one.found or f"−{one.register}") for one in findings]


def _kind(one: Finding) -> str:
    return one.kind if one.severity == "error" else f"{one.kind} ({one.severity})"


def changed(at: int, *rows: str) -> list[Passage]:
    """Return the table of all awards with other rows in the place of one."""
    return table(HEAD, *ROWS[:at], *rows, *ROWS[at + 1 :], SUM)


def test_a_whole_table_agrees() -> None:
    """Alone, beside prose that tells of all, in another order, with subheadings, and of some with their own sum."""
    assert told(*table(HEAD, *ROWS, SUM)) == []
    assert told(*PROSE, *table(HEAD, *reversed(ROWS), SUM)) == []
    assert told(*table(HEAD, "Små", *ROWS[:9], "Store", *ROWS[9:], SUM)) == []
    assert told(*PROSE, *table(HEAD, *ROWS[:2], "Sum | | | 340 000 | 340 000")) == []
    assert told(*table(HEAD, "Først | | | |", *ROWS, "Dei same etter storleik", *ROWS, SUM)) == []


@pytest.mark.parametrize(
    ("at", "rows", "slips"),
    [
        (5, (ROWS[5], ROWS[5]), [("row", "008", "Innovasjonskonferansen")]),
        (5, (ROWS[5], "2021-099 | Et prosjekt som ikke finnes | Sola | 75 000 | 75 000"), [("row", "", "Et prosjekt som ikke finnes")]),
        (5, (ROWS[5], "2020-003 | Noko frå i fjor | Sola | 75 000 | 75 000"), []),
        (5, (ROWS[5], " | Ramme til drift | | | 75 000"), []),
        (5, (ROWS[5], " | Et prosjekt uten beløp | Sola | 75 000 | –"), []),
        (5, ("2021-008 | Innovasjonskonferansen | Sola | 75 000 | ",), [("amount", "008", "−75\u00a0000 kr")]),
        (5, ("2021-008 | Innovasjonskonferansen | Sola | – | 75 000",), [("amount", "008", "−75\u00a0000 kr")]),
        (5, ("2021-009 | Innovasjonskonferansen | Sola | 75 000 | 75 000",), [("row", "008", "2021-009")]),
        (5, ("2021-008 | Innovasjonskonferansen | Sola | 75 000 75 000 | ",), []),
        (5, ("21/4711 | Innovasjonskonferansen | Sola | 75 000 | 75 000",), []),
        (5, ("2021-008 | Innovasjonskonferansen | Sola mfl. | 75 000 | 75 000",), [("partner", "008", "Sola mfl.")]),
        (5, ("2021-008 | Konferanse om nye idear | Sola | 75 000 | 57 000",), [("title", "008", "Konferanse om nye idear"), ("amount", "008", "57 000")]),
        (5, (), [("missing", "008", "−Innovasjonskonferansen, 75\u00a0000 kr")]),
    ],
)  # fmt: skip
def test_a_row_of_an_award_that_is_not_as_it_should(at: int, rows: tuple[str, ...], slips: Found) -> None:
    """Twice, made up, without its amount, with another's number, of others than there are; what may stand there is left alone."""
    assert told(*changed(at, *rows)) == slips


def test_a_title_nobody_could_know_is_known_by_what_stands_beside_it() -> None:
    """A word of it, the municipality and the amount; the sum below still is that of the rows."""
    short = table(HEAD.removeprefix("Sak | "), *(row.partition(" | ")[2].replace(FACTS.awards[3].title, "BTI") for row in ROWS), SUM.replace("| | |", "| |"))  # fmt: skip

    assert told(*short) == [("title (note)", "005", "BTI")]


@pytest.mark.parametrize("last", ["Sum | | | 12 475 000 | 10 000 000", "Totalt | | | | 10 000 000"])
def test_sums_of_parts(last: str) -> None:
    """Below each part its own, below the last that of all; one that is of nothing there is told."""
    parts = (ROWS[:2], ROWS[2:9], ROWS[9:])
    sums = [sum(int(row.rpartition("|")[2]) for row in part) for part in parts]
    lines = [line for part, whole in zip(parts, sums, strict=True) for line in ("Del | | | |", *part, f"Sum del | | | | {whole}")]  # fmt: skip

    assert told(*table(HEAD, *lines, last)) == []
    assert told(*table(HEAD, *lines[:3], "Sum del | | | | 341 000", *lines[4:], last)) == [("sum", "", "341 000")]


def test_sums_of_something_else() -> None:
    """A table that tells of no award has sums of its own."""
    rows = table("År | Søknader | Tildelt beløp", "2019 | 20 | 9 000 000", "2020 | 25 | 9 500 000", "Sum | 45 | 18 500 000")  # fmt: skip

    assert told(*PROSE, *rows) == []


def test_odd_titles_are_known_as_they_are() -> None:
    """Of signs and numbers, of one letter, or as a row of sums begins; those of another call's cases too."""
    odd = tuple(replace(FACTS.awards[0], case=f"2021-{at:03d}", title=title, awarded_nok=at * 1_000) for at, title in enumerate(("=1+1", "Å", "@SUM(A1)", "Sum av alt", "2021"), start=1))  # fmt: skip
    facts = replace(FACTS, awards=odd, elsewhere=(replace(odd[0], case="2021-F-001", awarded_nok=9_000), replace(odd[0], case="2021-F-002", title="Ø", awarded_nok=8_000)))  # fmt: skip
    rows = [f"{one.title} | Sokndal | {one.awarded_nok}" for one in (*odd, facts.elsewhere[1])]

    assert told(*table("Prosjekt | Kommune | Tildelt", *rows, "Sum | | 23 000"), facts=facts) == []
    assert told(*table("Prosjekt | Kommune | Tildelt", *rows[:-1], "Ø | Sokndal | 8 001"), facts=facts) == [("amount", "002", "8 001")]  # fmt: skip


HOME = tuple(f"{one.title} | {one.municipality}" for one in FACTS.awards)


@pytest.mark.parametrize(
    ("rows", "slips"),
    [
        (("Prosjekt | Kommune | 2021 | 2022", *(f"{row} | {one.awarded_nok} | " for row, one in zip(HOME, FACTS.awards, strict=True))), []),
        (("Prosjekt | Kommune | 2021 | 2022", f"{HOME[0]} | 110000 | ", *(f"{row} | {one.awarded_nok} | " for row, one in zip(HOME[1:], FACTS.awards[1:], strict=True))), [("amount", "001", "110000")]),
        (("År | Prosjekt | Kommune | Tildelt", "2020 | Digi Rogaland | Stavanger | 2 950 000", *(f"2021 | {row} | {one.awarded_nok}" for row, one in zip(HOME, FACTS.awards, strict=True))), []),
        (("År | Prosjekt | Kommune | Tildelt", "2020 | Digi Rogaland | Stavanger | 2 590 000", *(f"2021 | {row} | {one.awarded_nok}" for row, one in zip(HOME, FACTS.awards, strict=True))), [("amount", "018", "2 590 000")]),
    ],
)  # fmt: skip
def test_years_in_headings_and_in_rows(rows: tuple[str, ...], slips: Found) -> None:
    """A year is a heading, and a row of an earlier year is the initiative's."""
    assert told(*table(*rows)) == slips


def test_numbers_swapped_between_two_titles_are_both_found() -> None:
    """Each is a case of the call, and the other's."""
    one, other = ROWS[0], ROWS[1]
    swapped = (one.replace("2021-001", "2021-002"), other.replace("2021-002", "2021-001"))

    assert told(*table(HEAD, *swapped, *ROWS[2:], SUM)) == [("row", "001", "2021-002"), ("row", "002", "2021-001")]


def test_the_table_against_the_prose() -> None:
    """An award in one and not in the other is told once, by what tells of the rest; a few told of beside a table are no list."""
    assert told(*PROSE, *changed(5)) == [("missing", "008", "10 000 000")]
    assert told(*PROSE[:5], *PROSE[6:], *table(HEAD, *ROWS, SUM)) == [("missing", "008", "−Innovasjonskonferansen, 75\u00a0000 kr")]  # fmt: skip
    assert told(*PROSE, *table(HEAD, *ROWS[:5], *ROWS[6:])) == [("missing (note)", "008", "−Innovasjonskonferansen, 75\u00a0000 kr")]  # fmt: skip
    assert told(*PROSE[:6], *table(HEAD, *ROWS, SUM)) == []
    assert told(*PROSE, *table(HEAD, *ROWS[:3])) == []


def test_a_table_in_two_parts_is_whole() -> None:
    """The sum below the second is of both."""
    second = [replace(one, table=2) for one in table(HEAD, *ROWS[9:], SUM)]

    assert told(*PROSE, *table(HEAD, *ROWS[:9]), *second) == []


@pytest.mark.parametrize(
    ("rows", "slips"),
    [
        (tuple(f"{one.title} | {one.awarded_nok}" for one in FACTS.awards), []),
        (tuple(f"{one.title} | {one.applied_nok} | {one.awarded_nok}" for one in FACTS.awards), []),
        (tuple(f"{one.title} | {one.municipality} | {one.awarded_nok // 1000}" for one in FACTS.awards), []),
        ((f"{FACTS.awards[0].title} | 100001", *(f"{one.title} | {one.awarded_nok}" for one in FACTS.awards[1:])), [("amount", "001", "100001")]),
        ((f"{FACTS.awards[0].title} | Sokndl | 100000", *(f"{one.title} | {one.municipality} | {one.awarded_nok}" for one in FACTS.awards[1:])), [("municipality", "001", "Sokndl")]),
        (tuple(f"{one.title} | {1990 + at}" for at, one in enumerate(FACTS.awards)), []),
    ],
)  # fmt: skip
def test_a_table_without_headings(rows: tuple[str, ...], slips: Found) -> None:
    """A column most of whose numbers are those awarded is one of awards; any other says nothing."""
    assert told(*table(*rows)) == slips


def test_what_came_of_an_application() -> None:
    """In the words of either form; "awarded" does for all where the table has no word for a part."""
    whole, part = replace(FACTS.awards[0], status="awarded"), replace(FACTS.awards[4], status="partly_awarded")
    facts = replace(FACTS, awards=(whole, part), others_cases=(replace(whole, case="2021-004", title="Ungdomspanel på nett", awarded_nok=0, status="refused"),))  # fmt: skip

    def of(*words: str) -> Found:
        rows = [f"{one.title} | {word}" for one, word in zip((*facts.awards, *facts.others_cases), words, strict=True)]
        return told(*table("Prosjekt | Status", *rows), facts=facts)

    assert of("innvilga", "delvis innvilga", "avslag") == of("innvilget", "innvilget", "avslag") == []
    assert of("ja", "ja", "nei") == of("mottatt", "mottatt", "mottatt") == []
    assert of("innvilga", "delvis innvilga", "innvilga") == [("row", "004", "innvilga")]
    assert of("delvis innvilga", "innvilga", "avslag") == [("row", "001", "delvis innvilga"), ("row", "007", "innvilga")]  # fmt: skip


HOMES = [replace(CASE, case=f"2021-{at:03d}", municipality=name, municipality_number=number, payee=name, payee_number=number, applied_nok=at * 100_000, awarded_nok=at * 50_000, areas=areas) for at, (name, number, areas) in enumerate((("Sokndal", "1111", ("digital",)), ("Lund", "1112", ("digital", "young")), ("Sola", "1124", ("young",)), ("Suldal", "1134", ("climate",))), start=1)]  # fmt: skip
AREAS = (AreaName("digital", "Digital forvaltning"), AreaName("young", "Barn og unge"), AreaName("climate", "Klima og miljø"))  # fmt: skip
YEARS = Table("initiatives", tuple(CATALOGUE[name] for name in ("initiative", "years", "awards", "awarded_nok")), ({"initiative": "Digi Rogaland", "years": (2019, 2020, 2021), "awards": 3, "awarded_nok": 3_000_000},), {"awards": 3, "awarded_nok": 3_000_000})  # fmt: skip
OVER = replace(FACTS, overviews={"municipalities": (tables.municipalities(HOMES),), WHOLE_COUNTY: (tables.municipalities(HOMES),), "areas": (tables.areas(HOMES, AREAS),), "initiatives": (YEARS,)})  # fmt: skip
BY_HOME = ("Kommune | Kommunenummer | Søknader | Søknadssum | Tildelt beløp", "Lund | 1112 | 1 | 200 000 | 100 000", "Sokndal | 1111 | 1 | 100 000 | 50 000", "Sola | 1124 | 1 | 300 000 | 150 000", "Suldal | 1134 | 1 | 400 000 | 200 000", "Sum | | 4 | 1 000 000 | 500 000")  # fmt: skip
BY_AREA = ("Område | Søknader | Tildelt beløp", "Digital forvaltning | 2 | 150 000", "Barn og unge | 2 | 250 000", "Klima og miljø | 1 | 200 000", "Sum | 4 | 500 000")  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "old", "new", "slips"),
    [
        (BY_HOME, "", "", []),
        (BY_HOME, "Suldal | 1134 | 1 | 400 000 | 200 000", "Tysvær | 1146 | 0 | 0 | 0#Suldal | 1134 | 1 | 400 000 | 200 000", []),
        (BY_HOME, "Lund | 1112", "Lund kommune | 1112", []),
        (BY_HOME, "Suldal | 1134", "Suldal | 1135", [("municipality", "", "1135")]),
        (BY_HOME, "Suldal | 1134 | 1 | 400 000 | 200 000", "", [("missing", "", "500 000")]),
        (BY_HOME, "Suldal | 1134 | 1 | 400 000 | 200 000#Sum | | 4 | 1 000 000 | 500 000", "Sum | | 3 | 600 000 | 300 000", []),
        (BY_HOME, "Sola | 1124 | 1 | 300 000 | 150 000", "Sola | 1124 | 1 | 300 000 | 150 000#Sola | 1124 | 1 | 300 000 | 150 000", [("row", "", "Sola")]),
        (BY_HOME, "Suldal | 1134 | 1 | 400 000 | 200 000", "Tysvær | 1146 | 1 | 10 000 | 0#Suldal | 1134 | 1 | 400 000 | 200 000", [("row", "", "Tysvær")]),
        (BY_HOME, "Sola |", "Solla |", [("municipality", "", "Solla")]),
        (BY_HOME, "300 000 | 150 000", "300 000 | ", [("sum", "", "−Sola: 150\u00a0000 kr")]),
        (BY_HOME, "1 000 000 | 500 000", "1 000 000 | 550 000", [("sum", "", "550 000")]),
        (("Kommune | Talet på søknader | Tal prosjekt", "Lund | 1 | 1", "Sola | 1 | 1"), "", "", []),
        (("Kommune | Talet på søknader | Tal prosjekt", "Lund | 1 | 1", "Sola | 1 | 1"), "Sola | 1 | 1", "Sola | 2 | 1", [("count", "", "2")]),
        (("Kommune | Søkt | Innvilga", "Lund | 1 | 1", "Sola | 1 | 0"), "", "", [("count", "", "0")]),
        (("Kommune | Folketal | Tildelt per innbyggjar | Tildelt beløp", "Lund | 3 200 | 31 | 100 000", "Sola | 27 000 | 6 | 150 000"), "", "", []),
        (BY_AREA, "", "", []),
        (BY_AREA, "Barn og unge", "Barn og unga", [("title", "", "Barn og unga")]),
        (BY_AREA, "Barn og unge | 2 | 250 000", "Barn og unga | 2 | 520 000", [("title", "", "Barn og unga"), ("sum", "", "520 000")]),
        (BY_AREA, "Barn og unge", "Oppvekst", [("title", "", "Oppvekst")]),
        (BY_AREA, "Klima og miljø | 1 | 200 000", "", [("missing", "", "500 000")]),
        (BY_AREA, "Klima og miljø | 1 | 200 000", "Noko anna | 7 | 90 000", [("missing", "", "500 000")]),
    ],
)  # fmt: skip
def test_tables_of_sums(rows: tuple[str, ...], old: str, new: str, slips: Found) -> None:
    """Numbers of municipalities, rows left out, doubled, made up, misspelt, figures left out; of some with their own sum too."""
    text = "#".join(rows)
    assert old in text
    lines = [line for line in text.replace(old, new).split("#") if line] if old else rows

    assert told(*table(*lines), facts=OVER) == slips


@pytest.mark.parametrize(
    ("years", "slips"),
    [("2019, 2020, 2021", []), ("2019–2021", []), ("2019 - 2021", []), ("2018, 2020, 2021", [("row", "", "2018, 2020, 2021")]), ("2020–2021", [("row", "", "2020–2021")])],
)  # fmt: skip
def test_the_years_of_an_initiative(years: str, slips: Found) -> None:
    """Listed, or from the first to the last."""
    rows = table("Initiativ | År | Tildelingar | Tildelt beløp", f"Digi Rogaland | {years} | 3 | 3 000 000")

    assert told(*rows, facts=OVER) == slips


def test_a_municipality_in_a_row_for_each_award() -> None:
    """Its amounts are those of its awards, not its sum."""
    sokndal = [one for one in FACTS.awards if one.municipality == "Sokndal"]
    by_home = tables.municipalities([replace(CASE, case=one.case, municipality="Sokndal", municipality_number="1111", payee="Sokndal", payee_number="1111", applied_nok=one.applied_nok, awarded_nok=one.awarded_nok) for one in sokndal])  # fmt: skip
    facts = replace(FACTS, overviews={"municipalities": (by_home,)})

    assert found(*table("Kommune | Tildelt", "Sokndal | 100 000", "Sokndal | 45 000"), facts=facts) == []
    assert found(*table("Kommune | Tildelt", "Sokndal | 100 000", "Sokndal | 54 000"), facts=facts) == [("sum", "", "54 000")]  # fmt: skip


LETTER = [
    Passage("", "Vi viser til søknadene frå Sokndal kommune. Til saman er det gitt 145 000 kroner."),
    *table("Sak | Prosjekt | Søkt (kr) | Gitt (kr) | Vedtak", *(f"{one.case} | {one.title} | {one.applied_nok} | {one.awarded_nok} | innvilga" for one in FACTS.awards if one.municipality == "Sokndal")),
    Passage("", "Med helsing Kari Nordmann"),
]  # fmt: skip


def test_a_letter_is_about_the_cases_it_names() -> None:
    """Its sums are theirs, and it misses no other; what is wrong in it is found."""
    assert is_letter(LETTER)
    assert not is_letter(PROSE)
    assert told(*LETTER) == []
    assert told(replace(LETTER[0], text=LETTER[0].text.replace("145", "154")), *LETTER[1:]) == [("sum", "", "154 000 kroner")]  # fmt: skip
    wrong = replace(LETTER[2], cells=(*LETTER[2].cells[:3], "10 000", LETTER[2].cells[4]))
    assert told(*LETTER[:2], wrong, *LETTER[3:]) == [("amount", "001", "10 000")]


PAGE = "Tildelingar Sak Prosjekttittel Kommune Søknadssum Tildelt beløp {rows} Sum 12 475 000 10 000 000 1 / 1"
RUN_TOGETHER = " ".join(f"{one.case} {one.title} {one.municipality} mfl. {one.applied_nok:,} {one.awarded_nok:,}".replace(",", " ") for one in FACTS.awards)  # fmt: skip
SHEET = "Kommune Søknader Søknadssum Tildelt beløp Gjesdal 2 2 020 000 1 1 400 000 Sum 29 18 800 000 18 10 000 000"


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        (PAGE.format(rows=RUN_TOGETHER), []),
        (PAGE.format(rows=RUN_TOGETHER).replace("Eigersund mfl. 1 450 000 1 100 000", "Eigersund mfl. 1 450 000 1 111 000"), [("amount", "007", "1 111 000")]),
        (SHEET, []), (SHEET.replace(" ", "\u00a0"), []), (SHEET.replace(" 000", ",000"), []),
        ("Tildelingar 2021. Sola får 57 000 kroner til «Innovasjonskonferansen». Kontakt oss.", [("amount", "008", "57 000 kroner")]),
        ("Org.nr. 974 763 230 Sola kommune Org.nr. 964 965 692 Dato: 1. juni 2021 Vår referanse: 2021/1 Tilskot til «Innovasjonskonferansen» Vi viser til søknaden. Med helsing", []),
    ],
)  # fmt: skip
def test_text_that_lost_its_order(text: str, slips: Found) -> None:
    """Numbers that run together, organisation numbers and sums make no finding; a number nobody knows does, and a whole sentence."""
    findings = told(Passage("page 1", text, torn=True), facts=OVER)

    assert [one for one in findings if one[0] != "missing"] == slips
    assert any(one[0] == "missing" for one in findings) == text.startswith("Tildelingar 2021.")
