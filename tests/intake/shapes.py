"""The table's first part: any shape of sheet."""

from __future__ import annotations

from skjonn.domain.applications import AmountLine, Contact, Partner, PartnerKind, Phase
from tests.intake.books import Book, Formatted, Page
from tests.intake.cases import (
    ALSO,
    ALSO_VALUES,
    GOOD,
    GOOD_VALUES,
    HEAD,
    TOLD,
    TYPED,
    Case,
    book,
)

LUND_SOKNDAL = (Partner(PartnerKind.MUNICIPALITY, "Lund", "1112"), Partner(PartnerKind.MUNICIPALITY, "Sokndal", "1111"))
FIELDS = (
    "title", "lead", "partners", "payee", "applied_nok", "total_cost_nok", "own_funding_nok", "summary", "goals", "phase", "accepts_partial", "contacts", "note"
)  # fmt: skip
WIDE = (
    "[oppdikta] Éin veg inn – «Å»", "Time", "Lund og Sokndal", "Lund", 400_000, 900_000, 500_000, "Kva det er", "Eit mål", "vidareføring", "ja", "Kari Oppdikta", "Ring ho"
)  # fmt: skip
WIDE_VALUES = {
    "title": WIDE[0], "lead": "1121", "partners": LUND_SOKNDAL, "payee": "1112", "applied_nok": 400_000, "total_cost_nok": 900_000,
    "own_funding_nok": 500_000, "summary": "Kva det er", "goals": "Eit mål", "phase": Phase.CONTINUATION, "accepts_partial": True,
    "contacts": (Contact("contact", "Kari Oppdikta"),), "note": "Ring ho",
}  # fmt: skip


def _headed(promise: str, *headings: str) -> Case:
    return Case(promise, book(headings, WIDE), (WIDE_VALUES,))


BOTH = (GOOD_VALUES, ALSO_VALUES)
NOT_SEEN = "the reader of .xls does not tell what is hidden within a sheet, a text file hides nothing"
NO_SHEETS = "a text file has one sheet, and nothing of it is hidden or merged"

SHAPES = (
    Case("every format and way of saving gives the same", book(HEAD, GOOD, ALSO), BOTH),
    Case("the header is found below titles and blank rows", book(("Søknader om prosjektskjønn 2021",), (), ("Rogaland", None, 2021), (), (), HEAD, GOOD, ALSO), BOTH),
    Case("the table may begin beside column A, and addresses stay true", book((), (None, None, *HEAD), (None, None, *GOOD), (None, None, "[oppdikta] Utan", "Time", None)), (GOOD_VALUES,), ("E4 error value-missing",)),
    Case("columns may stand in any order", book(("Søkt beløp", "Merknad", "Kommune", "Tittel"), (100_000, "Kjem att", "Lund", GOOD[0])), ({**GOOD_VALUES, "note": "Kjem att"},)),
    _headed("headings are known in bokmål", "Prosjektnavn", "Søkerkommune", "Samarbeidspartnere", "Utbetales til", "Søknadsbeløp", "Totalbudsjett", "Egenfinansiering", "Kort beskrivelse", "Målsetting", "Prosjektfase", "Godtar delvis tildeling", "Kontaktperson", "Merknader"),
    _headed("headings are known in nynorsk", "Prosjektnamn", "Søkjarkommune", "Samarbeidspartnarar", "Blir utbetalt til", "Søknadssum", "Totalkostnad", "Eigenfinansiering", "Kort omtale", "Hovudmål", "Fase", "Godtek delvis tildeling", "Kontakt", "Merknad"),
    _headed("headings are known in English", "Project title", "Applicant municipality", "Partners", "Payee", "Applied amount", "Total cost", "Own funding", "Short description", "Goals", "Phase", "Accepts a partial award", "Contact person", "Note"),
    _headed("headings are known whatever their case, spacing, line breaks, footnote marks and numbering", "  PROSJEKTTITTEL ", "Søkjar-\nkommune", "Samarbeids\u00adpartnarar *", "Blir  utbetalt\ntil", "Søkt beløp¹", "4. Totalkostnad:", "Eigenfinansiering (kr)", "KORT OMTALE 1)", "a) Hovudmål", "Fase*", "Godtek delvis tildeling?", "kontaktperson", "Merknad (internt)"),
    Case("a heading nearly spelt as a known one is taken with a warning", book(("Prosjekttitell", "Søkjarkomunne", "Søknadsbeløbet"), GOOD), (GOOD_VALUES,), ("A1 warning heading-near", "B1 warning heading-near", "C1 warning heading-near"), {"heading-near": ("Prosjekttitell",)}),
    Case("a doubtful heading is neither guessed nor passed over", book((*HEAD[:2], "Søknadsbelgen"), GOOD), (), ("C1 error heading-doubtful",), {"heading-doubtful": ("Søknadsbelgen", "--map")}),
    Case("a doubtful heading that is pointed to is read", book((*HEAD[:2], "Søknadsbelgen"), GOOD), (GOOD_VALUES,), stated={"Søknadsbelgen": "applied_nok"}),
    Case("a mapping once confirmed holds for the next file", book((*HEAD[:2], "SØKNADS-\nBELGEN"), GOOD), (GOOD_VALUES,), remembered={"søknadsbelgen": "applied_nok"}),
    Case("--map says what an unknown heading is", book(("Kva det gjeld", *HEAD[1:]), GOOD), (GOOD_VALUES,), stated={"kva det gjeld": "Prosjekttittel"}),
    Case("--map leaves a column out", book((*HEAD, "Søknadsbelgen"), (*GOOD, 7)), (GOOD_VALUES,), stated={"Søknadsbelgen": "-"}),
    Case("an unknown heading is told of and left out", book((*HEAD, "Farge på skiltet"), (*GOOD, "blå")), (GOOD_VALUES,), ("D1 warning heading-unknown",)),
    Case("a field in two columns is read from neither", book((*HEAD, "Omsøkt"), (*GOOD, 5)), (), ("D1 error heading-twice",), {"heading-twice": ("C1",)}),
    Case("a missing column is told once, not row by row", book(HEAD[:2], GOOD[:2], ALSO[:2]), (), ("A1 error column-missing",), {"column-missing": ("applied_nok", "--map")}),
    Case("values below no heading are told of", book((*HEAD, None, "Referanse"), (*GOOD, "bortgøymt", "S-1")), ({**GOOD_VALUES, "reference": "S-1"},), ("D2 warning column-without-heading",)),
    Case("tables of several sheets are all read", Book((Page((HEAD, GOOD)), Page(((), HEAD, ALSO), "Nord"))), BOTH, formats=TYPED, lacking=NO_SHEETS),
    Case("a sheet that is no table is told of", Book((Page((("Slik fyller du ut",),), "Rettleiing"), Page((HEAD, GOOD), "Søknader"))), (GOOD_VALUES,), ("Rettleiing! warning sheet-without-header",), formats=TYPED, lacking=NO_SHEETS),
    Case("a hidden sheet is told of and left out", Book((Page((HEAD, ALSO), "Gammalt", hidden=True), Page((HEAD, GOOD), "Søknader"))), (GOOD_VALUES,), ("Gammalt! warning sheet-hidden",), formats=TYPED, lacking=NO_SHEETS),
    Case("a hidden row is taken, and told of", book(HEAD, GOOD, ALSO, hidden_rows=(3,)), BOTH, ("A3 warning row-hidden",), formats=TOLD, lacking=NOT_SEEN),
    Case("a hidden column is read, and told of", book((*HEAD, "Merknad"), (*GOOD, "ja"), hidden_columns=("D",)), ({**GOOD_VALUES, "note": "ja"},), ("D1 warning column-hidden",), formats=TOLD, lacking=NOT_SEEN),
    Case("a merged applicant's cell holds for its rows", book(HEAD, GOOD, ("[oppdikta] Nummer to", None, 7), ("[oppdikta] Nummer tre", None, 8), merged=("B2:B4",)), (GOOD_VALUES, {"lead": "1112", "applied_nok": 7}, {"lead": "1112", "applied_nok": 8}), ("B3 warning cell-merged", "B4 warning cell-merged"), formats=TYPED, lacking=NO_SHEETS),
    Case("a title merged across the table does no harm", book(("Søknader 2021", None, None), HEAD, GOOD, merged=("A1:C1",)), (GOOD_VALUES,), formats=TYPED, lacking=NO_SHEETS),
    Case("an amount merged over rows is no row's amount", book(HEAD, GOOD, ("[oppdikta] Nummer to", "Time", None), merged=("C2:C3",)), (), ("C2 error amount-merged", "C3 error amount-merged"), formats=TYPED, lacking=NO_SHEETS),
    Case("one application may fill two rows of merged cells", book((*HEAD, "Merknad"), (*GOOD, "ein"), (None, None, None, None), ALSO, merged=("A2:A3", "B2:B3", "C2:C3")), BOTH, formats=TYPED, lacking=NO_SHEETS),
    Case("an empty applicant's cell continues the row above", book(HEAD, GOOD, ("[oppdikta] Nummer to", None, 7), (None, None, None), ("[oppdikta] Etter eit hol", None, 8)), (GOOD_VALUES, {"lead": "1112", "applied_nok": 7}), ("B3 warning continues-above", "B5 error value-missing")),
    Case("a row of sums is left out, and agrees", book(HEAD, GOOD, ALSO, ("SUM", None, 150_000)), BOTH, ("A4 warning row-of-sums",)),
    Case("a sum that the rows do not make is told of", book(HEAD, GOOD, ALSO, (), (None, "Totalt:", 160_000)), BOTH, ("B5 warning row-of-sums", "C5 warning sum-differs"), {"sum-differs": ("160 000", "150 000")}),
    Case("the rows' sum counts the rows that are kept out too", book(HEAD, GOOD, ("[oppdikta] Nummer to", "Oz", 50_000), (None, None, 150_000)), (GOOD_VALUES,), ("B3 error municipality-unknown", "C4 warning row-of-sums")),
    Case("a sum is not held against rows whose amount cannot be read", book(HEAD, GOOD, ("[oppdikta] Nummer to", "Time", "mykje"), ("Sum", None, 150_000)), (GOOD_VALUES,), ("C3 error amount-unreadable", "A4 warning row-of-sums")),
    Case("sums of parts of the table, and of all of it, agree", book(HEAD, GOOD, ("Sum Lund", None, 100_000), ALSO, ("[oppdikta] Nummer to", "Time", 7), ("Sum Time", None, 50_007), ("Totalt", None, 150_007)), (*BOTH, {"lead": "1121"}), ("A3 warning row-of-sums", "A6 warning row-of-sums", "A7 warning row-of-sums")),
    Case("what holds more than a label and amounts is an application, whatever it is called", book((*HEAD, "Kort omtale", "Mål", "Motteken"), ("[oppdikta] Barnehage", "Stavanger", 300_000, "Om barn", "Fleire plassar", "2021-02-01"), ("Samla skuleplan", None, 100_000, "Om skulen", "Ein plan", "2021-02-01"), ("Total beredskap", None, 50_000, "Om beredskap", "Ein plan", "2021-02-01"), (None, "Klepp", 5000, "Samla plan", "Eit mål", "2021-02-01")), ({"lead": "1103"}, {"title": "Samla skuleplan", "lead": "1103", "applied_nok": 100_000}, {"title": "Total beredskap", "lead": "1103"}), ("B3 warning continues-above", "B4 warning continues-above", "A5 error value-missing"), {"value-missing": ("project title",)}),
    Case("a title that only begins as a label of sums is a title", book(HEAD, GOOD, ("Total beredskap", None, 50_000), ("Samla plan", None, 7)), (GOOD_VALUES, {"title": "Total beredskap", "applied_nok": 50_000}, {"title": "Samla plan"}), ("B3 warning continues-above", "B4 warning continues-above")),
    Case("a label of sums beside other words is neither a sum nor the title of the municipality above", book((*HEAD, "Merknad"), (*GOOD, None), ("Sum", None, 100_000, "til samråd"), ("Barn", "Totalt", 5, None)), (GOOD_VALUES,), ("B3 error value-missing", "B4 error municipality-unknown")),
    Case("a row of sums may count", book(("Nr", *HEAD, "Eigenfinansiering", "Farge"), (1, *GOOD, 5000, None), (2, *ALSO, 5000, None), ("Totalt søkt", "2", None, "150 000,-", 10_000, "2 stk.")), BOTH, ("F1 warning heading-unknown", "A4 warning row-of-sums")),
    Case("headings that are repeated on a new page are left out", book(HEAD, GOOD, HEAD, (1, 2, 3), ALSO), BOTH, ("A3 warning row-repeats-header", "A4 warning row-of-numbers")),
    Case("a row that numbers the columns is left out, below the headings alone", book(HEAD, (1, 2, 3), GOOD, (1, 2, 3)), (GOOD_VALUES,), ("A2 warning row-of-numbers", "B4 error municipality-unknown")),
    Case("a text below the sum is left out", book(HEAD, GOOD, ("Sum", None, 100_000), ("* Alle beløp i kroner",)), (GOOD_VALUES,), ("A3 warning row-of-sums", "A4 warning row-below-sum")),
    Case("empty rows that are made up are passed over", book(HEAD, GOOD, *[(Formatted(), Formatted(), Formatted())] * 40, ALSO), BOTH),
    Case("cells of nothing but space are empty", book(HEAD, GOOD, (" ", "\u00a0", "  "), ALSO), BOTH),
    Case("an extent declared too small is not believed", book(HEAD, GOOD, ALSO, dimension="A1:B2"), BOTH, formats=frozenset({"xlsx", "xlsm"}), lacking="only .xlsx declares one"),
    Case("an extent declared too large is not believed", book(HEAD, GOOD, ALSO, dimension="A1:XFD1048576"), BOTH, formats=frozenset({"xlsx", "xlsm"}), lacking="only .xlsx declares one"),
    Case("the same application twice in a file is told with the first", book(HEAD, GOOD, ALSO, GOOD), BOTH, ("A4 error row-twice",), {"row-twice": ("A2",)}),
    Case("rows with references of their own are told apart", book((*HEAD, "Ref"), (*GOOD, 1), (*GOOD, 2)), ({**GOOD_VALUES, "reference": "1"}, {**GOOD_VALUES, "reference": "2"})),
    Case("lists of amounts and attachments are read", book((*HEAD, "Kostnadsplan", "Søkt per år", "Vedlegg"), (*GOOD, "Løn: 80 000; Reise: 20 000", "2021: 60 000; 2022: 40 000", "plan.pdf; brev.pdf")), ({**GOOD_VALUES, "costs": (AmountLine("Løn", 80_000), AmountLine("Reise", 20_000)), "applied_by_year": (AmountLine("2021", 60_000), AmountLine("2022", 40_000)), "attachments": ("plan.pdf", "brev.pdf")},)),
    Case("a decided round gives what was awarded", book(("Prosjekt", "Kommune", "Tildelt", "Vedtaksdato"), ("[oppdikta] Eit prosjekt", "Lund", 100_000, "1.6.2018"), ("Sum", None, 100_000, None)), ({"title": "[oppdikta] Eit prosjekt", "awarded_nok": 100_000},), ("C1 warning applied-from-award", "A3 warning row-of-sums"), decided=True),
)  # fmt: skip
"""Section 1 of the intake: what the sheets may look like."""
