"""What a sentence, a row or a title says of the 2021 awards, held against the register: what is wrong is found, nothing made up."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from time import monotonic

import pytest

from skjonn.domain import proof_numbers as numbers
from skjonn.domain.proof_sheets import sheet_passages
from skjonn.domain.proof_titles import titles_in
from skjonn.domain.proofreading import Award, Facts, Finding, Passage, proofread
from skjonn.domain.sheets import Fault, Row, Sheet
from skjonn.registries.municipalities import shipped
from skjonn.usecases.proofreading import LIKENESS

_AWARDS = Path(__file__).parents[2] / "examples" / "rogaland-2021" / "expected" / "awards.csv"
_DIGI = (600_000, 3_000_000, 1_950_000, 1_000_000, 2_950_000, 3_600_000, 6_600_000, 9_550_000, 11_050_000)


def _facts() -> Facts:
    with _AWARDS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    awards = tuple(
        Award(
            row["case"], row["title"], row["municipality"], int(row["awarded_nok"]), int(row["applied_nok"]),
            tuple(name for name in row["partners"].split("; ") if name), row["scope"] == "county", number=row["municipality_number"],
            earlier=_DIGI if row["title"] == "Digi Rogaland" else (),
        )
        for row in rows
    )  # fmt: skip
    names = frozenset(one.name for one in shipped().in_force(date(2021, 1, 19)))
    sums = {one.municipality: sum(each.awarded_nok for each in awards if each.municipality == one.municipality) for one in awards}  # fmt: skip
    return Facts(awards, 29, 13, 11, 18_800_000, names, (10_000_000,), sums, year=2021)


FACTS = _facts()


def found(*passages: Passage, facts: Facts = FACTS) -> list[tuple[str, str, str]]:
    """Return what is found beside awards not mentioned: kind, the case's last digits, what stands there."""
    findings = proofread(passages, facts, LIKENESS).findings
    assert all(one.message(language) for one in findings for language in ("nb", "nn", "en"))
    return [_short(one) for one in findings if one.kind != "missing"]


def _short(one: Finding) -> tuple[str, str, str]:
    kind = one.kind if one.severity == "error" else f"{one.kind} ({one.severity})"
    return kind, one.case[-3:], one.found or f"−{one.register}"


def in_text(text: str, facts: Facts = FACTS) -> list[tuple[str, str, str]]:
    """Return what is found in a paragraph, or several parted by `|`."""
    return found(*(Passage(str(place), part.strip()) for place, part in enumerate(text.split("|"))), facts=facts)


DIGI_STANDS = "Prosjektet «Digi Rogaland» er for alle kommunane."


@pytest.mark.parametrize(
    "text",
    [
        "Eigersund kommune får 1.100.000 kroner til «Nettverkskontakter Dalane barnevern», saman med Sokndal og Lund.",
        "Eigersund får kr 1 100 000,- til Nettverkskontakter Dalane barnevern.",
        "Eigersund får 1,1 mill. til Nettverkskontakter Dalane barnevern, i samarbeid med Lund mfl.",
        "Eigersund kommune får 1 100 000 kroner. Pengane går til «Nettverkskontakter Dalane barnevern».",
        "Eigersund søkte om 1 450 000 kroner og får 1 100 000 kroner til Nettverkskontakter Dalane barnevern.",
        "Kvitsøy får 200 000 av dei 300 000 kronene dei søkte om til «Små kommuner – store fordeler? - Et prosjekt for systematisk evaluering og læring fra krisehåndteringen av Covid-19».",
        f"{DIGI_STANDS} Det får 1,5 mill. kroner i år, og fekk 2.950.000 kroner i fjor.",
        "Digi Rogaland har fått 11,1 mill. i skjønnsmidlar over fem år. | Det største prosjektet er Digi Rogaland, som får halvannan million kroner.",
        "Digi Rogaland har fått om lag 11 mill. kroner over fem år.",
        "Av dei 10 mill. kronene går 1,4 mill. til «Barnehagemyndighetsrollen i jærkommunene».",
        "Stavanger får 3,9 millionar kroner til fire prosjekt.",
        "Prosjekta «DigiBarnevern» og «Interaktiv digital løsning for økt engasjement gjennom deling av klima- og miljøinspirasjon» får 500 000 kroner kvar.",
        "Utsira får 425 000 kroner til «Digital håndbok for overgangen til et avkarbonisert samfunn». Totalbudsjettet er 1,2 mill. kroner, og kommunen legg inn 300 000 kroner sjølv. Handboka skal nå 12 000 lesarar.",
        "Sandnes får 300 000 kroner til Ungdomsløftet 2021 – Bredt og raskt på tvers. I 2020 fekk prosjektet 200 000 kroner.",
        "Innovasjonskonferansen får 75 tusen kroner og går av stabelen 1.6.2022 i Sola. Erfaringane frå Sandnes er gode.",
        "Det er søkt om 18,8 mill. kroner, og 10 mill. er fordelt til atten prosjekt i tolv kommunar.",
        "Statsforvaltaren har gitt 18 av 29 søknader tilskot. Elleve søknader fekk avslag. Rogaland har 23 kommunar.",
        "Det kom 29 søknader frå 13 kommunar. | 18 prosjekt får støtte.",
        "Tre prosjekt innan barnevern får støtte. Fem av prosjekta er samarbeid mellom fleire kommunar. Kommunane kan søkje om inntil 1 500 000 kroner.",
        "Sola og Randaberg får 325 000 kroner til Samarbeid om å møte barnevernsreformen, med Rogaland revisjon.",
        "Stavanger får 1,4 mill. kroner til Kunnskapsbasert praksis som system for tjeneste –og kvalitetsutvikling; hvordan få dette til i praksis? Universitetet i Stavanger følgjer arbeidet saman med Stavanger universitetssjukehus.",
        "Karmøy kommune får kr. 1.200.000,- til prosjektet Et felles løft for fremtiden - heltid gir bærekraft. Kontakt oss på telefon 51 56 87 00.",
        "Møtet er 12. mai 2021 i sak 2021-099. Beløp under 150 000 kroner er ikkje aktuelle å søkje om.",
        "Digital medvirkning for kartlegging av by-trær | Haugesund kommune får saman med Karmøy 290 000 kroner. Arbeidet kostar 580 000 kroner.",
        "Sandnes kommune får 300 000 kroner til «Ungdomsløftet 2021 - Bredt og raskt på tvers!» i samarbeid med frivillige, skular og næringsliv.",
    ],
)  # fmt: skip
def test_what_is_right_has_no_finding(text: str) -> None:
    """However it is worded: styles of amounts, other orders, costs, earlier years, places, telephone numbers."""
    assert in_text(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Eigersund kommune får 1 000 000 kroner. Pengane går til «Nettverkskontakter Dalane barnevern».", [("amount", "007", "1 000 000 kroner")]),
        ("Eigersund får 1,2 mill. kroner til Nettverkskontakter Dalane barnevern.", [("amount", "007", "1,2 mill. kroner")]),
        ("Eigersund får 1.10.000 kroner til Nettverkskontakter Dalane barnevern.", [("amount", "007", "1.10.000 kroner")]),
        ("Kvitsøy får 240 000 kroner til «Living lab – velferdsteknologi i praksis». Prosjektet søkte om 250 000 kroner.", [("amount", "002", "250 000 kroner")]),
        ("Eigersund får 1 450 000 kroner til Nettverkskontakter Dalane barnevern.", [("amount", "007", "1 450 000 kroner")]),
        ("Digital medvirkning for kartlegging av by-trær | Haugesund får 209 000 kroner.", [("amount", "003", "209 000 kroner")]),
        ("Sokndal får til saman 145 000 kroner: 45 000 kroner til «En heldigital helsestasjon» og 100 000 kroner til «Jeg kan!».", [("title (note)", "015", "Jeg kan"), ("amount", "001", "45 000 kroner"), ("amount", "015", "100 000 kroner")]),
        (f"{DIGI_STANDS} Det får 1,5 mill. kroner i år, og fekk 2.350.000 kroner i fjor.", [("amount", "018", "2.350.000 kroner")]),
        ("Digi Rogaland har fått 11,3 mill. kroner over fem år.", [("amount", "018", "11,3 mill. kroner")]),
        ("Stavanger får 3,8 mill. kroner til fire prosjekt.", [("sum", "", "3,8 mill. kroner")]),
        ("Stavanger får 3,9 mill. kroner til fem prosjekt.", [("count", "", "fem prosjekt")]),
        ("Suldal får 200 000 kroner til eit prosjekt.", [("sum", "", "200 000 kroner")]),
        ("Til saman er det fordelt 9 995 000 kroner.", [("sum", "", "9 995 000 kroner")]),
        ("Det er søkt om 17,8 mill. kroner, og 10 mill. er fordelt til atten prosjekt i tretten kommunar.", [("sum", "", "17,8 mill. kroner"), ("count", "", "tretten kommunar")]),
        ("Statsforvaltaren har gitt 17 av 29 søknader tilskot.", [("count", "", "17 av 29 søknader")]),
        ("Statsforvaltaren har motteke 28 søknadar frå tolv kommunar.", [("count", "", "28 søknadar"), ("count", "", "tolv kommunar")]),
        ("Tolv søknader fekk avslag.", [("count", "", "Tolv søknader")]),
        ("«DigiBarnevern» er eit samarbeid mellom 6 kommunar.", [("count", "026", "6 kommunar")]),
        ("Sandnes får 75 000 kroner til Innovasjonskonferansen.", [("municipality", "008", "Sandnes")]),
        ("Kvitsøy kommune får midlar til to prosjekt. «Innovasjonskonferansen» får 75 000 kroner.", [("municipality", "008", "Kvitsøy")]),
        ("Eigersund får 1,1 mill. kroner til «Nettverkskontakter Dalane barnevern», saman med Lund.", [("partner", "007", "−Sokndal")]),
        ("Eigersund får 1,1 mill. kroner til «Nettverkskontakter Dalane barnevern», saman med Lund, Sokndal og Hå.", [("partner", "007", "Hå")]),
        ("Eigersund får 1,1 mill. kroner til «Nettverkskontakter Dalane barnevern», saman med Lund og Sokndl.", [("municipality", "007", "Sokndl")]),
        ("Sola får 325 000 kroner til Samarbeid om å møte barnevernsreformen, i samarbeid med Randaberg.", [("partner", "023", "−Rogaland revisjon")]),
        ("Lund får 300 000 kroner til Implementering av BTI - bedre tverrfaglig innsats modell, saman med alle kommunane i Rogaland.", [("partner", "005", "alle kommunane")]),
        ("Haugesund får 290 000 kroner til Digital medvirkning for kartlegging av by-trær. | Kvitsøy får 200 000 kroner til «Små kommuner», saman med Bokn.", [("partner", "003", "−Karmøy"), ("title (note)", "012", "Små kommuner")]),
        ("Sola får midlar til «Samarbeid om å møte barnevernsreforma».", [("title", "023", "Samarbeid om å møte barnevernsreforma")]),
        ("Sokndal får 100 000 kroner til Heldigital helsestasjon.", [("title (note)", "001", "Heldigital helsestasjon")]),
        ("Utsira får 425 000 kroner til Digital handbok for overgangen til et avkarbonisert samfunn.", [("title", "009", "Digital handbok for overgangen til et avkarbonisert samfunn")]),
        ("Stavanger får 500 000 kroner til Digibarnvern.", [("title", "026", "Digibarnvern")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_and_nothing_else(text: str, told: list[tuple[str, str, str]]) -> None:
    """One slip at a time, in sentences that name the award, in those that follow, and below a heading."""
    assert in_text(text) == told


def table(*rows: str) -> list[Passage]:
    """Return a table written as `a | b | c` a row."""
    return [Passage(str(number), "", tuple(cell.strip() for cell in row.split("|")), 1) for number, row in enumerate(rows, start=1)]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("Prosjekt | Kommune | Tildeling kr", "Digi Rogaland | Stavanger mfl. | 1 500 000", "SUM | | 10 000 000"), []),
        (("Prosjekt | Kommune | Tildeling kr", "Digi Rogaland | Stavanger | 1.500.000", "Totalt | | 1 500 000"), []),
        (("Prosjekt | Kommune | Tildelt (1000 kr)", "Digi Rogaland | Stavanger mfl. | 1500"), []),
        (("Prosjekt | Kommune | Mill. kr", "Digi Rogaland | Stavanger mfl. | 1,5"), []),
        (("Prosjekt | Kommune | Beløp", "Digi Rogaland | Stavanger mfl. | 2 200 000"), [("amount", "018", "2 200 000")]),
        (("Prosjekt | Kommune | Søkt | Tildelt", "Digi Rogaland | Stavanger mfl. | 1 500 000 | 2 200 000"), [("amount", "018", "1 500 000"), ("amount", "018", "2 200 000")]),
        (("Prosjekt | Kommune | Tildelt 2020 | Tildelt 2021", "Digi Rogaland | Stavanger mfl. | 2 950 000 | 1 500 000"), []),
        (("Prosjekt | Kommune | Tildelt 2020 | Tildelt 2021", "Digi Rogaland | Stavanger mfl. | 2 350 000 | 1 500 000"), [("amount", "018", "2 350 000")]),
        (("Prosjekt | Kommune | Tildeling kr", "Digi Rogaland | Stavanger mfl. | 1.50.000"), [("amount", "018", "1.50.000")]),
        (("Prosjekt | Kommune | Tildeling kr", "Digi Rogaland | Stavanger mfl. | 1 500 000", "Sum | | 1 050 000"), [("sum", "", "1 050 000")]),
        (("Prosjekt | Kommune | Kr", "Digital medvirkning for kartlegging av by-trær | Haugesund og Karmøy | 290 000", "Prosjekt Acos på Haugalandet | Vindafjord | 100 000"), [("partner", "011", f"−{name}") for name in ("Bokn", "Haugesund", "Karmøy", "Tysvær", "Sveio", "Etne")]),
        (("Prosjekt | Kommune | Kr", "Digital medvirkning for kartlegging av by-trær | Haugesund og Tysvær | 290 000"), [("partner", "003", "Tysvær"), ("partner", "003", "−Karmøy")]),
        (("Prosjekt | Kommune | Kr", "Innovasjonskonferansen | Sol | 75 000"), [("municipality", "008", "Sol")]),
        (("Prosjekt | Kommune | Kommunenr. | Kr", "Innovasjonskonferansen | Sola | 1142 | 75 000"), [("municipality", "008", "1142")]),
        (("Tittel | Søkjar | Partnarar | Kr", "DigiBarnevern | Stavanger | Trondheim, Asker, Bergen | 500 000"), [("partner", "026", "−Bærum")]),
        (("Tittel | Søkjar | Partnarar | Kr", "Digi Rogaland | Stavanger | alle kommunane i Rogaland | 1 500 000"), []),
        (("Tittel | Søkjar | Partnarar | Kr", "Innovasjonskonferansen | Sola | alle kommunane i Rogaland | 75 000"), [("partner", "008", "alle kommunane i Rogaland")]),
        (("Living lab | Kvitsøy | 240 000", "Jeg kan! | Sokndal | 54 000"), [("title (note)", "002", "Living lab"), ("title (note)", "015", "Jeg kan"), ("amount", "015", "54 000")]),
        (("Prosjekt | Innovasjonskonferansen", "Saksnummer | 2021-008", "Kommune | Sola", "Tildelt beløp | kr 57 000"), [("amount", "008", "kr 57 000")]),
    ],
)  # fmt: skip
def test_tables_people_make(rows: tuple[str, ...], told: list[tuple[str, str, str]]) -> None:
    """Headings in their own words, sums, units, earlier years, partners told shortly or in a column, no headings at all."""
    assert found(*table(*rows)) == told


def test_a_text_about_one_case_by_its_number_misses_no_other() -> None:
    """As a letter has it; a text that only happens to hold one award misses the rest."""
    letter = [Passage("", "Tilskot til «Innovasjonskonferansen»"), Passage("", "Oppgi saksnummer 2021-008.")]

    assert proofread(letter, FACTS, LIKENESS).findings == ()
    assert len(proofread(letter[:1], FACTS, LIKENESS).findings) == 17
    assert len(proofread([Passage("", "Noko heilt anna.")], FACTS, LIKENESS).findings) == 18


def test_two_cases_with_one_title_are_told_apart() -> None:
    """By the number or the amount beside the title, else in turn."""
    one = Award("2020-001", "Digi Rogaland", "Stavanger", 1_950_000, 1_950_000)
    other = Award("2020-002", "Digi Rogaland", "Stavanger", 1_000_000, 1_000_000)
    both = Facts((one, other), 2, 1, 0, 2_950_000, FACTS.names, by_municipality={"Stavanger": 2_950_000}, year=2020)
    rows = table("Prosjekt | Tildelt", "Digi Rogaland | 1 000 000", "Digi Rogaland | 1 950 000")
    wrong = table("Prosjekt | Tildelt", "Digi Rogaland | 1 000 000", "Digi Rogaland | 1 590 000")

    assert found(*rows, facts=both) == []
    assert found(*wrong, facts=both) == [("amount", "001", "1 590 000")]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("1 100 000 kroner", [1_100_000]), ("kr 1.100.000,-", [1_100_000]), ("11,1 mill.", [11_100_000]), ("2 millionar kroner", [2_000_000]),
        ("i 2021 og 2022", []), ("sak 2021-007", []), ("30 %", []), ("500 tusen kroner", [500_000]), ("NOK 45 000", [45_000]), ("1100000", [1_100_000]),
        ("halvannan million kroner og to millionar", [1_500_000, 2_000_000]), ("1\u202f100\u202f000 kr", [1_100_000]), ("kr. 500 000,00", [500_000]),
        ("12 000 innbyggjarar", []), ("01.06.2021", []), ("Org.nr. 964 979 189 ", []), ("telefon 51568700", []), ("telefon 51 56 87 00", []), ("5000 kroner", [5_000]),
        ("i 2021 300 000 kroner", [300_000]), ("ein halv million", [500_000]), ("1.1 mill. kr", [1_100_000]), ("110.00.00 kroner", [-1]),
        ("fire hundre tusen kroner", [400_000]), ("firehundretusen kroner", [400_000]), ("ein million og to hundre tusen kroner", [1_200_000]), ("tohundreogfemti tusen kr", [250_000]),
        ("en million fem hundre tusen kroner", [1_500_000]), ("to hundre kroner", [200]), ("tusen takk", []), ("fire tusen elevar", []), ("12 tusen innbyggjarar", []), ("to hundre av dei", []),
        ("320,000 kroner", [320_000]), ("NOK 300,000.00", [300_000]), ("1,200,000 kr", [1_200_000]), ("325.000,00 kr", [325_000]), ("1,234", []), ("300\u2007000 kroner", [300_000]),
        ("300'000 kroner", [300_000]), ("300’000 kroner", [300_000]), ("1,2 MNOK", [1_200_000]), ("MNOK 1,2", [1_200_000]), ("300 tkr", [300_000]), ("TNOK 300", [300_000]), ("1½ million", [1_500_000]),
        ("1 1/2 million", [1_500_000]), ("½ million", [500_000]), ("310k", [310_000]), ("får 310000 til", [310_000]), ("310000 lesarar", []), ("300-tusen kroner", [300_000]), ("300 00 kroner", [-1]),
    ],
)  # fmt: skip
def test_amounts_in_every_style(text: str, stated: list[int]) -> None:
    """As people write them; years, dates, case numbers, heads and per cent are none."""
    assert [one.nok for one in numbers.amounts(text)] == stated


@pytest.mark.parametrize(
    ("stated", "exact", "fits"),
    [("11,1 mill.", 11_050_000, True), ("11,1 mill.", 11_049_999, False), ("11 mill.", 11_050_000, True), ("11,05 mill.", 11_050_000, True), ("1 100 000 kr", 1_100_001, False), ("om lag 500 000 kr", 485_000, True), ("om lag 500 000 kr", 450_000, False), ("tre hundre tusen kroner", 325_000, False), ("1½ million", 1_545_000, True), ("1,2 MNOK", 1_100_000, False)],
)  # fmt: skip
def test_an_amount_is_held_to_its_own_precision(stated: str, exact: int, fits: bool) -> None:
    """Half of the last digit stated, to either side."""
    assert [one.fits(exact) for one in numbers.amounts(stated)] == [fits]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("18 prosjekt", [(18, "awards")]), ("tjueni søknader frå tretten kommunar", [(29, "applications"), (13, "municipalities")]),
        ("18 av 29 søknader", [(18, "awards"), (29, "applications")]), ("dei 18 kommunale prosjekta", [(18, "awards")]),
        ("ti av prosjekta", []), ("i 2021 prosjekt", []), ("to prosjektleiarar", []), ("3 kommunedirektørar", []),
    ],
)  # fmt: skip
def test_counts_in_figures_and_words(text: str, counted: list[tuple[int, str]]) -> None:
    """Of projects, applications and municipalities; years and people are none."""
    assert [(one.number, one.what) for one in numbers.counts(text)] == counted


def test_titles() -> None:
    """Quoted otherwise, cut at a word, with a word changed; a title that is another's beginning is not taken for it."""
    titles = {
        "1": "Digital hage i Dalane",
        "2": "Digital hage i Dalane og Jæren",
        "3": "Ein heldigital helsestasjon – no",
        "4": "Klima",
    }

    def told(text: str) -> list[tuple[str, str]]:
        return [(one.case, one.how) for one in titles_in(text, titles, LIKENESS)]

    assert told("Om Digital hage i Dalane og Jæren.") == [("2", "whole")]
    assert told("«Digital   hage – i Dalane»") == [("1", "whole")]
    assert told("Ein heldigital helsestasjon er fin.") == [("3", "shortened")]
    assert told("Ein heldigital helsestova - no") == [("3", "changed")]
    assert told("«Digital have i Dalene»") == [("1", "changed")]
    assert told("Digital hage er fint.") == []
    assert told("Noko heilt anna om helse og klima.") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("«Digital håndbok om overgangen til et avkarbonisert samfunn»", ("changed", "Digital håndbok om overgangen til et avkarbonisert samfunn")),
        ("til Digital håndbok om overgangen til et avkarbonisert samfunn.", ("changed", "Digital håndbok om overgangen til et avkarbonisert samfunn")),
        ("«Et løft for fremtiden - heltid gir bærekraft»", ("changed", "Et løft for fremtiden - heltid gir bærekraft")),
        ("«overgangen til et avkarbonisert samfunn»", ("changed", "overgangen til et avkarbonisert samfunn")),
        ("«Små kommuner – store fordeler? Evaluering og læring fra Covid-19»", ("changed", "Små kommuner – store fordeler? Evaluering og læring fra Covid-19")),
        ("til Digital medvirkning i kartlegging av by-trær.", ("changed", "Digital medvirkning i kartlegging av by-trær")),
        ("til Ungdomsløftet 2021 raskt og bredt.", ("changed", "Ungdomsløftet 2021")),
        ("«Prosjekt Acos og Visma på Haugalandet»", ("changed", "Prosjekt Acos og Visma på Haugalandet")),
        ("«Digital håndbok for overg»", ("changed", "Digital håndbok for overg")),
        ("«Digital håndbok»", ("shortened", "Digital håndbok")),
        ("til Digital håndbok for små kommunar.", ("shortened", "Digital håndbok")),
        ("Digital håndbok skal lagast. Ho skal hjelpe i overgangen.", ("shortened", "Digital håndbok")),
        ("Heldigital helsestasjon får", ("shortened", "Heldigital helsestasjon")),
        ("«Bruk av digitale hjelpemidler for å skape økt struktur og mestring hos brukere med psykisk utviklingshemming»", ("shortened", "Bruk av digitale hjelpemidler for å skape økt struktur og mestring hos brukere med psykisk utviklingshemming")),
        ("«Jeg kan! Bruk av digitale hjelpemidler»", ("shortened", "Jeg kan! Bruk av digitale hjelpemidler")),
    ],
)  # fmt: skip
def test_only_a_cut_leaves_a_title_its_words(text: str, told: tuple[str, str]) -> None:
    """At a word or a sign, at the end, or at the beginning behind a sign or an article; another or a missing word inside is a change."""
    titles = {one.case: one.title for one in FACTS.awards}

    assert [(one.how, one.text) for one in titles_in(text, titles, LIKENESS)] == [told]


def test_a_workbook_reads_as_people_see_it() -> None:
    """Hidden sheets and cells with errors say nothing; a text alone in its row is a paragraph."""
    rows = (
        Row(1, ("Tildelingar 2021",)),
        Row(3, ("Prosjekt", "Kommune", "Tildelt")),
        Row(4, ("Innovasjonskonferansen", "Sola", 57_000.0)),
        Row(5, ("Sum", None, Fault("#REF!"))),
    )
    sheets = (Sheet("a.xlsx", "Ark 1", rows), Sheet("a.xlsx", "Løynd", rows, hidden=True))

    passages = list(sheet_passages(sheets))

    assert passages[0].text == "Tildelingar 2021"
    assert found(*passages) == [("amount", "008", "57\u00a0000")]


@pytest.mark.parametrize("text", ["1" * 60_000, "1 " * 60_000, "Lund, " * 20_000, "«" * 60_000, "saman med " * 12_000, "A. " * 30_000])  # fmt: skip
def test_odd_text_neither_fails_nor_hangs(text: str) -> None:
    """Numbers without end, lists without end, signs without sense: read in seconds, whatever is found."""
    begun = monotonic()
    proofread([Passage("", text)], FACTS, LIKENESS)

    assert monotonic() - begun < 20
