"""The table's second part: values as people write them, and what is said of those that cannot be read."""

from __future__ import annotations

from datetime import date, datetime

from skjonn.domain.applications import Partner, PartnerKind, Scope
from skjonn.domain.dates import OSLO
from tests.intake.books import Formula, Shows
from tests.intake.cases import (
    GOOD,
    GOOD_VALUES,
    HEAD,
    TOLD,
    TYPED,
    Case,
    amounts,
    applicants,
    at,
    book,
    column,
    each,
)

NO_NUMBERS = "a text file has no numbers"
NO_ERRORS = "the reader of .xls cannot tell them from empty cells, a text file has no formulas"
MARCH_31 = date(2021, 3, 31)
MIDNIGHT, AFTERNOON = datetime(2021, 3, 31), datetime(2021, 2, 26, 14, 5)  # noqa: DTZ001  (values of cells, which have no zone)

AMOUNTS = (
    Case("amounts may hold spaces of every kind", amounts("1 100 000", "1\u00a0100\u00a0000", "1\u202f100\u202f000", "1\u2009100\u2009000", "1\u2007100\u2007000", " 1 100 000 "), each("applied_nok", *[1_100_000] * 6)),
    Case("the plain and the fixed space, as every encoding knows them", amounts("1 100 000", "1\u00a0100\u00a0000"), each("applied_nok", 1_100_000, 1_100_000)),
    Case("amounts may hold dots or commas in full groups", amounts("1.100.000", "1,100,000", "10.000.000"), each("applied_nok", 1_100_000, 1_100_000, 10_000_000)),
    Case("amounts may say kr, NOK and ,-", amounts("kr 500 000", "kr. 500 000,-", "500 000 kr", "NOK 500000", "500.000,-", "500 000,00", "500 000 kroner", "Kr 500 000,–"), each("applied_nok", *[500_000] * 8)),
    Case("amounts may be said in millions and thousands", amounts("1,1 mill.", "1.1 mill", "1,1 mill. kroner", "1,1 millioner kroner", "1,1 MNOK", "1100 tusen", "1100 tkr"), each("applied_nok", *[1_100_000] * 7)),
    Case("an amount is a number or a text; a number kept as text is told of", amounts(500_000, 500_000.0, "500000"), each("applied_nok", *[500_000] * 3), ("C4 warning number-as-text",), told_in={"text": ()}),
    Case("one dot or comma before three digits is asked about, with both meanings", amounts("1.100", "1,100", "500.000"), (), at("C", "error amount-ambiguous", 2, 3, 4), {"amount-ambiguous": ("1 100", "1,100")}),
    Case("a grouping that cannot be right shows what it could mean", amounts("1.10.000", "1 1000 000", "12.00", "50.0000"), (), at("C", "error amount-groups", 2, 3, 4, 5), {"amount-groups": ("1.10.000", "110 000", "1 100 000")}),
    Case("what is no amount is told with its reason", amounts("-5", "mykje", "ca. 500 000", "500 000 eller 600 000", "1e6", "1,5"), (), [*at("C", "error amount-negative", 2), *at("C", "error amount-unreadable", 3, 4, 5, 6), "C7 error amount-fraction"]),
    Case("a number that is no amount is told with its reason", amounts(-5, 1.5, 10**13, date(2021, 3, 31), True), (), ("C2 error amount-negative", "C3 error amount-fraction", "C4 error amount-too-large", "C5 error amount-is-date", "C6 error amount-is-yes-no"), told_in={"text": ("C2 error amount-negative", "C3 error amount-fraction", "C4 error amount-too-large", "C5 error amount-is-date", "C6 error amount-unreadable")}),
    Case("nothing is not applied for", amounts(0, "0"), (), ("C2 error applied-nothing", "C3 warning number-as-text", "C3 error applied-nothing"), told_in={"text": at("C", "error applied-nothing", 2, 3)}),
    *(
        Case(f"under “{heading}” numbers are {unit}".replace("\n", " "), amounts(2, 12, heading=heading), each("applied_nok", 2 * unit, 12 * unit), ("C1 warning heading-unit",))
        for heading, unit in (("Søkt beløp (1000 kr)", 1000), ("Søkt beløp i heile 1000 kr", 1000), ("Søkt beløp\n(tkr)", 1000), ("Søknadsbeløp (i tusen kroner)", 1000), ("Søkt beløp (mill. kr)", 1_000_000))
    ),
    Case("in a column of thousands what is kroner already is asked about", amounts(500, 500_000, "kr 500 000", "1,1 mill.", heading="Søkt beløp (1000 kr)"), each("applied_nok", 500_000, 1_100_000), ("C1 warning heading-unit", "C3 error amount-unit", "C4 error amount-unit"), {"amount-unit": ("500 000", "500 000 000")}),
    Case("amounts of one application that speak against each other are told of", book((*HEAD, "Totalkostnad", "Minste nyttige beløp", "Søkt per år"), (*GOOD, 50_000, 200_000, "2021: 40 000")), (GOOD_VALUES,), ("E2 warning least-useful-above-applied", "F2 warning years-differ", "D2 warning cost-below-applied")),
)  # fmt: skip

DATES = (
    Case("days are known as people write them", column("Start", "31.3.2021", "31.03.2021", "2021-03-31", "31. mars 2021", "31.03.21", "31/3/2021", "31-03-2021"), each("starts_on", *[MARCH_31] * 7)),
    Case("a period begins with its first day", column("Start", "mars 2021", "2021", "1. halvår 2021", "Mars 2021", "03.2021"), each("starts_on", date(2021, 3, 1), date(2021, 1, 1), date(2021, 1, 1), date(2021, 3, 1), date(2021, 3, 1))),
    Case("a period ends with its last day", column("Slutt", "mars 2021", "2021", "2. kvartal 2021"), each("ends_on", MARCH_31, date(2021, 12, 31), date(2021, 6, 30))),
    Case("days of cells are days", column("Start", MARCH_31, MIDNIGHT), each("starts_on", MARCH_31, MARCH_31)),
    Case("days of a workbook that counts from 1904 are the same days", column("Start", MARCH_31, epoch_1904=True), each("starts_on", MARCH_31)),
    Case("the number of a day is the day", column("Start", 44_286, 44_286.0), each("starts_on", MARCH_31, MARCH_31), formats=TYPED, lacking=NO_NUMBERS),
    Case("the number of a day is the day where days are counted from 1904", column("Start", 42_824, epoch_1904=True), each("starts_on", MARCH_31), formats=TYPED, lacking=NO_NUMBERS),
    Case("the number of a day as a text is asked about", column("Start", "44286"), (), ("D2 error date-serial-text",), {"date-serial-text": ("31.3.2021",)}),
    Case("a day that may be another, or is none, is told of", column("Start", "3/4/2021", "31.2.2021", "snart", "1.1.1921", "500 000"), (), ("D2 error date-ambiguous", "D3 error date-unreadable", "D4 error date-unreadable", "D5 error date-out-of-bounds", "D6 error date-is-number")),
    Case("an end before the start is told of", book((*HEAD, "Start", "Slutt"), (*GOOD, "2022", "2021")), (), ("E2 error ends-before-start",)),
    Case("of a start that cannot be read nothing else follows", book((*HEAD, "Start", "Slutt"), (*GOOD, "snart", "2021")), (), ("D2 error date-unreadable",)),
    Case("nothing is received in a month, and before the call opened is told of", column("Motteke", "februar 2021", 2021, "1.2.2020", date(2021, 2, 26)), ({"lead": "1112"}, {"lead": "1112"}), ("D2 error date-is-period", "D3 error date-is-period", "D4 warning received-early"), {"received-early": ("2021",)}),
    Case("a day of receipt is that day, a moment that moment, in Oslo", column("Motteke", "26.2.2021", date(2021, 2, 26), "26.2.2021 kl. 23:59", AFTERNOON), each("received_at", datetime(2021, 2, 26, 12, tzinfo=OSLO), datetime(2021, 2, 26, 12, tzinfo=OSLO), datetime(2021, 2, 26, 23, 59, tzinfo=OSLO), datetime(2021, 2, 26, 14, 5, tzinfo=OSLO))),
)  # fmt: skip

MUNICIPALITIES = (
    Case("municipalities are known by number", applicants(1112, "1112", 1112.0, "knr. 1112", "1112 Lund", "Lund (1112)"), each("lead", *["1112"] * 6)),
    Case("three digits have lost their leading zero", applicants(301, "301", "0301"), each("lead", *["0301"] * 3)),
    Case("municipalities are known by name, with kommune or herad, whatever the case", applicants("Lund", "LUND", "lund kommune", "Lund Kommune ", "Kommunen Lund"), each("lead", *["1112"] * 5)),
    Case("herad is as good as kommune", applicants("Ulvik herad", "Ulvik"), each("lead", "4620", "4620")),
    Case("machine title-casing does no harm", applicants("Nore Og Uvdal", "Sør-odal", "HÅ KOMMUNE", "Evje Og Hornnes"), each("lead", "3052", "3415", "1119", "4219")),
    Case("parallel names are names", applicants("Trondheim – Tråante", "Tråante", "Trondheim", "Guovdageaidnu", "Porsanger - Porsáŋgu - Porsanki"), each("lead", "5001", "5001", "5001", "5430", "5436")),
    Case("a misspelt municipality is not guessed; what is near is suggested", applicants("Sandness", "Karmoy", "Egersund"), (), at("B", "error municipality-unknown", 2, 3, 4), {"municipality-unknown": ("Sandnes (1108",)}),
    Case("a municipality that had ended is its successor, where there is one", applicants("Finnøy", "1141", "Rennesøy kommune"), each("lead", "1103", "1103", "1103"), at("B", "warning municipality-succeeded", 2, 3, 4), {"municipality-succeeded": ("Stavanger",)}),
    Case("an ended municipality that was divided is asked about", applicants("Snillfjord", "Tysfjord kommune"), (), at("B", "error municipality-ended", 2, 3), {"municipality-ended": ("Hitra", "Heim", "Orkland", "Hamarøy", "Narvik")}),
    Case("a municipality of a later day is told with those of the call's day", applicants("3203"), (), ("B2 error municipality-later",), {"municipality-later": ("Asker",)}),
    Case("a name that several have is asked about; a county tells them apart", applicants("Våler", "Herøy", "Våler (Innlandet)", "Herøy i Nordland"), each("lead", "3419", "1818"), at("B", "error municipality-ambiguous", 2, 3)),
    Case("a number beside a name must agree with it", applicants("1111 Stavanger", "Time og 1111", "Oz 1111"), (), ("B2 error municipality-ambiguous", "B3 error municipality-several", "B4 error municipality-unknown")),
    Case("an applicant that is none, or several, is told of", applicants("Oz", "Lund og Time", "NORCE"), (), ("B2 error municipality-unknown", "B3 error municipality-several", "B4 error municipality-unknown")),
    Case("two numbers with a comma that became one number are told of", column("Samarbeidspartnarar", 1111.112), (), ("D2 error municipality-number-broken",), formats=TYPED, lacking=NO_NUMBERS),
)  # fmt: skip


def _of(*named: tuple[str, str]) -> tuple[Partner, ...]:
    return tuple(Partner(PartnerKind.MUNICIPALITY, name, number) for name, number in named)


def _others(*names: str) -> tuple[Partner, ...]:
    return tuple(Partner(PartnerKind.ORGANISATION, name) for name in names)


SOKNDAL, TIME, HAA = ("Sokndal", "1111"), ("Time", "1121"), ("Hå", "1119")
THREE = _of(SOKNDAL, TIME, HAA)
MORE = (Partner(PartnerKind.UNNAMED),)
PARTNERS = (
    Case("partners stand apart by comma, semicolon, og, slash, full stop and line break", column("Samarbeidspartnarar", "Sokndal, Time, Hå", "Sokndal; Time; Hå", "Sokndal, Time og Hå", "Sokndal/Time/Hå", "Sokndal. Time. Hå.", "Sokndal\nTime\nHå", "1111, 1121, 1119", "Sokndal kommune, Time kommune og Hå kommune", "Sokndal & Time & Hå"), each("partners", *[THREE] * 9)),
    Case("an og within a name divides nothing", column("Samarbeidspartnarar", "Nore og Uvdal og Rollag", "Evje og Hornnes, Time"), each("partners", _of(("Nore og Uvdal", "3052"), ("Rollag", "3051")), _of(("Evje og Hornnes", "4219"), TIME))),
    Case("names and numbers may stand in one list", column("Samarbeidspartnarar", "Time og 1111"), each("partners", _of(TIME, SOKNDAL))),
    Case("mfl. is kept: not all are named", column("Samarbeidspartnarar", "Sokndal mfl.", "Sokndal m.fl.", "Sokndal med fleire", "Sokndal og andre", "Sokndal m fl"), each("partners", *[(*_of(SOKNDAL), *MORE)] * 5), at("D", "warning partners-unnamed", 2, 3, 4, 5, 6)),
    Case("the applicant is no partner of its own", column("Samarbeidspartnarar", "Lund, Sokndal", "Lund kommune og Sokndal"), each("partners", *[_of(SOKNDAL)] * 2), at("D", "warning partner-is-applicant", 2, 3)),
    Case("a partner named twice is one", column("Samarbeidspartnarar", "Sokndal, Time, sokndal kommune", "Time, KS, Time, KS"), each("partners", _of(SOKNDAL, TIME), (*_of(TIME), *_others("KS"))), ("D2 warning partner-twice", "D3 warning partner-twice", "D3 warning partner-twice")),
    Case("phrases that say nobody are read so, and told of", column("Samarbeidspartnarar", "internt i kommunen", "Internt i kommunen.", "ingen", "Ikkje aktuelt", "kun egen kommune"), each("partners", *[()] * 5), at("D", "warning partners-none", 2, 3, 4, 5, 6)),
    Case("a lone punctuation mark is nobody", column("Samarbeidspartnarar", "-", ".", "–", ","), each("partners", *[()] * 4)),
    Case("a question mark is told of", column("Samarbeidspartnarar", "?"), each("partners", ()), ("D2 warning partner-nobody",)),
    Case("phrases for the whole county are its scope", column("Samarbeidspartnarar", "alle kommunane i Rogaland", "Alle kommunene i fylket", "heile fylket", "samtlige kommuner i Rogaland"), each("scope", *[Scope.COUNTY] * 4)),
    Case("a phrase for another county is told of", column("Samarbeidspartnarar", "alle kommunane i Vestland"), (), ("D2 error scope-other-county",)),
    Case("the whole county is no applicant", applicants("Alle kommunane i Rogaland", "heile fylket"), (), at("B", "error lead-whole-county", 2, 3)),
    Case("the whole county as applicant is led by the payee", book((*HEAD, "Blir utbetalt til"), ("[oppdikta] Digi", "alle kommunane i Rogaland", 5, "Stavanger")), ({"lead": "1103", "payee": "1103", "scope": Scope.COUNTY},), ("B2 warning lead-from-payee",)),
    Case("organisations that are no municipality are kept", column("Samarbeidspartnarar", "KS", "NORCE og Sokndal", "Universitetet i Stavanger", "Rogaland fylkeskommune", "Rogaland Revisjon IKS", "Høgskulen på Vestlandet, Time"), each("partners", _others("KS"), (*_others("NORCE"), *_of(SOKNDAL)), _others("Universitetet i Stavanger"), _others("Rogaland fylkeskommune"), _others("Rogaland Revisjon IKS"), (*_others("Høgskulen på Vestlandet"), *_of(TIME)))),
    Case("partners may be of other counties", column("Samarbeidspartnarar", "Sveio og Etne", "Trondheim, Asker, Bergen og Bærum"), each("partners", _of(("Sveio", "4612"), ("Etne", "4611")), _of(("Trondheim", "5001"), ("Asker", "3025"), ("Bergen", "4601"), ("Bærum", "3024")))),
    Case("a misspelt partner is not guessed", column("Samarbeidspartnarar", "Sokndal, Stavangr"), (), ("D2 error municipality-unknown",), {"municipality-unknown": ("Stavanger",)}),
    Case("a partner about to be merged away is its successor", column("Samarbeidspartnarar", "Finnøy og Sokndal"), each("partners", _of(("Stavanger", "1103"), SOKNDAL)), ("D2 warning municipality-succeeded",)),
)  # fmt: skip

TITLES = (
    "«Kunnskapsbasert praksis som system for tjeneste –og kvalitetsutvikling; hvordan få dette til i praksis?",
    "Små kommuner  – store fordeler? - Et «prosjekt»",
    "Jeg kan! - bruk av 50 % & <digitale> hjelpemidler",
    "=HYPERLINK(1)",
    "1 100 000",
)
TEXTS = (
    Case("titles keep their characters and spelling", book(HEAD, *((title, "Lund", 5) for title in TITLES)), each("title", *TITLES)),
    Case("letters are composed", book(HEAD, ("[oppdikta] Bla\u030a fjord", "Ha\u030a", 5)), ({"title": "[oppdikta] Blå fjord", "lead": "1119"},)),
    Case("line ends are one kind, and in a title a space", book((*HEAD, "Kort omtale"), ("[oppdikta] To\nlinjer", "Lund", 5, "ein\nto")), ({"title": "[oppdikta] To linjer", "summary": "ein\nto"},)),
    Case("what nobody can see is dropped, and named", book((*HEAD, "Kort omtale"), ("[oppdikta] Usyn\u200bleg", "Lund", 5, "ein\u2060to")), ({"title": "[oppdikta] Usynleg", "summary": "einto"},), ("A2 warning signs-dropped", "D2 warning signs-dropped"), {"signs-dropped": ("U+200B",)}),
    Case("control characters are dropped, and named", book(HEAD, ("[oppdikta] Pip\x07", "Lund", 5)), ({"title": "[oppdikta] Pip"},), ("A2 warning signs-dropped",), {"signs-dropped": ("U+0007",)}, formats=frozenset({"xls", "csv-utf8", "csv-cp1252", "csv-utf16"}), lacking="XML cannot hold them"),
    Case("areas are known by their names in both forms, their codes and synonyms", column("Prioriterte område", "Klima og miljø", "FNs berekraftsmål; Barn og unge", "beredskap, digital", "climate"), each("areas", ("climate",), ("sustainability", "youth"), ("safety", "digital"), ("climate",))),
    Case("an unknown area, choice, or yes and no is told of", book((*HEAD, "Tema", "Fase", "Delvis tildeling"), (*GOOD, "Romfart", "midt i", "kanskje")), (), ("D2 error area-unknown", "E2 error choice-unknown", "F2 error yes-no-unknown")),
)  # fmt: skip

FAULTS = (
    Case("every required cell that is empty is told of", book((*HEAD, "Merknad"), (None, "Lund", 5, "a"), ("[oppdikta] Utan beløp", "Lund", None, "b"), (), ("[oppdikta] Utan søkjar", None, 5, "c")), (), ("A2 error value-missing", "C3 error value-missing", "B5 error value-missing")),
    Case("cells that show errors are named", book(HEAD, ("[oppdikta] Eit prosjekt", "Lund", Shows("#REF!")), (Shows("#NAME?"), "Lund", 5), ("[oppdikta] To", Shows("#DIV/0!"), 5)), (), ("C2 error cell-error", "A3 error cell-error", "B4 error cell-error"), {"cell-error": ("#REF!",)}, told_in={"xls": ("C2 error value-missing", "A3 error value-missing", "B4 warning continues-above")}, taken_in={"xls": ({"lead": "1112", "applied_nok": 5},)}),
    Case("in .xls an empty applicant's cell may be an error value too", book(HEAD, GOOD, ("[oppdikta] To", Shows("#REF!"), 5)), ({"lead": "1112"}, {"lead": "1112"}), ("B3 warning continues-above",), {"continues-above": ("empty or an error value",)}, formats=frozenset({"xls"}), lacking="the others tell them apart"),
    Case("in .xls an empty cell may be an error value", book(HEAD, ("[oppdikta] Eit prosjekt", "Lund", Shows("#REF!"))), (), ("C2 error value-missing",), {"value-missing": ("empty or an error value",)}, formats=frozenset({"xls"}), lacking="the others tell them apart"),
    Case("a formula without a stored value is named", book(HEAD, ("[oppdikta] Eit prosjekt", "Lund", Formula("SUM(D2:D9)"))), (), ("C2 error cell-uncalculated",), formats=TOLD, lacking=NO_ERRORS),
    Case("all that is wrong with a row is told at once", book((*HEAD, "Samarbeidspartnarar", "Start", "Tema"), ("[oppdikta] Alt er gale", "Oz", "1.100", "Stavangr", "3/4/2021", "Romfart")), (), ("B2 error municipality-unknown", "C2 error amount-ambiguous", "D2 error municipality-unknown", "E2 error date-ambiguous", "F2 error area-unknown")),
    Case("one faulty row does not hide the sound ones", book(HEAD, GOOD, ("[oppdikta] Feil", "Oz", 5)), (GOOD_VALUES,), ("B3 error municipality-unknown",)),
)  # fmt: skip

VALUES = (*AMOUNTS, *DATES, *MUNICIPALITIES, *PARTNERS, *TEXTS, *FAULTS)
"""Sections 2 and 3 of the intake: values as people write them, and problems worth reading."""
