"""Proofreading: what the program itself writes has no finding, each slip is found as what it is, and nothing is made up."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from docx import Document
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from skjonn import files
from skjonn.documents import finished_texts, prose
from skjonn.documents.finished_texts import TextDamaged, TextEnding
from skjonn.documents.prose import Prose
from skjonn.domain import proof_numbers as numbers
from skjonn.domain import publishing, tables
from skjonn.domain.applications import Scope
from skjonn.domain.desk import Desk
from skjonn.domain.proof_titles import titles_in
from skjonn.domain.proofreading import Award, Facts, Finding, Passage, proofread
from skjonn.domain.publishing import Published, Round
from skjonn.domain.tables import CaseView
from skjonn.registries.likeness import near
from skjonn.registries.municipalities import shipped
from skjonn.usecases import letters as letter_usecase
from skjonn.usecases import proofreading as usecase
from skjonn.usecases import publishing as texts
from skjonn.usecases import tables as table_usecase
from skjonn.usecases.approving import Given, approve
from skjonn.usecases.drafting import draft
from skjonn.usecases.letter_wanted import Wanted as Letters
from skjonn.usecases.proofreading import LIKENESS, NothingToProofreadBy
from skjonn.usecases.publishing import TextWanted
from tests.domain.test_letter_fields import CALL
from tests.domain.test_tables import CASE
from tests.usecases.test_letters import AWARDED, decided, recommended
from tests.usecases.test_publishing import CASES

NAMES = frozenset(one.name for one in shipped().in_force(CALL.opens_on))
TITLES = ("Digital helsestasjon for alle", "Felles planressurs i Ryfylke", "Klart språk i brev til innbyggarane", "Nettverkskontakter Dalane barnevern", "Jeg kan! - Bruk av digitale hjelpemidler")  # fmt: skip
HOMES = ("Eigersund", "Lund", "Sokndal", "Stavanger", "Gjesdal")


@st.composite
def rounds(draw: st.DrawFn) -> tuple[CaseView, ...]:
    """Draw a decided round: a few cases with other titles, amounts that all differ, partners of the county."""
    count = draw(st.integers(2, len(TITLES)))
    amounts = draw(st.lists(st.integers(20, 3_000), min_size=2 * count, max_size=2 * count, unique=True))
    made = []
    for at in range(count):
        home = draw(st.sampled_from(HOMES))
        partners = tuple(
            draw(st.lists(st.sampled_from([name for name in HOMES if name != home]), unique=True, max_size=3))
        )
        given_nok, applied_nok = sorted(amounts[2 * at : 2 * at + 2])
        made.append(
            replace(
                CASE, case=f"2021-{at + 1:03d}", title=TITLES[at], municipality=home, municipality_number=home, partners=partners,
                partner_municipalities=partners, payee=home, payee_number=home, applied_nok=applied_nok * 1_000, awarded_nok=given_nok * 1_000,
                scope=draw(st.sampled_from([Scope.NAMED, Scope.NAMED, Scope.COUNTY])) if not partners else Scope.NAMED,
            )
        )  # fmt: skip
    sums = [sum(one.awarded_nok or 0 for one in made if one.municipality == home) for home in HOMES]
    assume(len({*sums, *(one.awarded_nok or 0 for one in made)}) == len(made) + sum(sum(one.municipality == home for one in made) != 1 and bool(total) for home, total in zip(HOMES, sums, strict=True)) + (0 in sums))  # fmt: skip
    return tuple(made)


def facts(cases: tuple[CaseView, ...]) -> Facts:
    """Return what the register has of a round."""
    sums: dict[str, int] = {}
    for one in cases:
        sums[one.municipality] = sums.get(one.municipality, 0) + (one.awarded_nok or 0)
    return Facts(
        awards=tuple(
            Award(one.case, one.title, one.municipality, one.awarded_nok or 0, one.applied_nok, one.partners, one.scope is Scope.COUNTY)
            for one in cases
        ),
        applications=len(cases), applicants=len(sums), refused=0, applied_nok=sum(one.applied_nok for one in cases), names=NAMES,
        others=(), by_municipality=sums,
    )  # fmt: skip


def news(cases: tuple[CaseView, ...], form: Any = "nn") -> Prose:
    """Return the news item of a round."""
    of = Round(CALL, "Statsforvaltaren i Rogaland", "Rogaland", None, cases, tuple(Published(one, "Spare 2 mill. kroner i alt i Time.") for one in cases))  # fmt: skip
    source = files.find_template(f"texts/{form}/awards.md").read_text(encoding="utf-8")
    blocks = prose.filled("t", source, publishing.news(of, form), publishing.AWARD_FIELDS)
    return Prose(form, blocks, {"awards": tables.on_page(tables.awards(cases, "Rogaland"))})


def read(name: str, content: bytes, cases: tuple[CaseView, ...]) -> list[Finding]:
    """Proofread a file."""
    return proofread(finished_texts.passages(Path(name), content), facts(cases), LIKENESS)


@settings(max_examples=60, deadline=None)
@given(rounds(), st.sampled_from(["nb", "nn"]))
def test_of_its_own_news_it_finds_nothing(cases: tuple[CaseView, ...], form: Any) -> None:
    """In each format and form."""
    made = news(cases, form)
    for name, content in (("a.html", prose.html(made)), ("a.md", prose.markdown(made)), ("a.docx", prose.docx(made))):
        assert read(name, content, cases) == []


@settings(max_examples=25, deadline=None)
@given(rounds())
def test_of_its_own_tables_it_finds_nothing(cases: tuple[CaseView, ...]) -> None:
    """In each format that people read, and as data."""
    built = table_usecase.Built(tables.awards(cases, "Rogaland"), "nn", "Tildelingar", "Rogaland", "")
    for ending in ("docx", "xlsx", "ods", "html", "md", "csv"):
        assert read(f"a.{ending}", table_usecase.rendered(built, ending), cases) == [], ending


@settings(max_examples=60, deadline=None)
@given(rounds(), st.data())
def test_each_change_is_found_as_what_it_is(cases: tuple[CaseView, ...], data: st.DataObject) -> None:
    """One digit of an award in prose or table, two amounts swapped, a partner dropped, a count altered: exactly that."""
    text = prose.markdown(news(cases)).decode()
    one, other = data.draw(st.permutations(cases))[:2]
    own, its = (tables.printed(each.awarded_nok) for each in (one, other))
    sentence = next(
        line for line in text.splitlines() if f"«{one.title}»" in line.replace("\\", "").replace("&#x27;", "'")
    )
    wrong = tables.printed((one.awarded_nok or 0) + 5_000)
    known = facts(cases)
    assume(not any(((one.awarded_nok or 0) + 5_000) == nok for nok in (*known.by_municipality.values(), known.applied_nok, one.applied_nok, *(each.awarded_nok for each in known.awards))))  # fmt: skip

    changed = read("a.md", text.replace(sentence, sentence.replace(own, wrong, 1)).encode(), cases)
    assert [(found.kind, found.case) for found in changed] == [("amount", one.case)]
    row = next(line for line in text.splitlines() if line.startswith("| ") and one.title in line.replace("\\", ""))
    changed = read("a.md", text.replace(row, row.replace(f"| {own} |", f"| {wrong} |")).encode(), cases)
    assert [(found.kind, found.case) for found in changed] == [("amount", one.case)]

    second = next(line for line in text.splitlines() if f"«{other.title}»" in line.replace("\\", ""))
    if its not in sentence and own not in second and other.awarded_nok != one.applied_nok and one.awarded_nok != other.applied_nok and all(nok not in {one.awarded_nok, other.awarded_nok} for nok in known.by_municipality.values()):  # fmt: skip
        swapped = (
            text.replace(sentence, "\0")
            .replace(second, second.replace(its, own, 1))
            .replace("\0", sentence.replace(own, its, 1))
        )
        assert {(found.kind, found.case) for found in read("a.md", swapped.encode(), cases)} == {("amount", one.case), ("amount", other.case)}  # fmt: skip
    if len(one.partners) > 1 and one.scope is Scope.NAMED:
        dropped = sentence.replace(f" og {one.partners[-1]}", "").replace(f"{one.partners[0]}, ", "", 1) if len(one.partners) == 2 else sentence.replace(f", {one.partners[1]}", "", 1)  # fmt: skip
        found = read("a.md", text.replace(sentence, dropped).encode(), cases)
        assert found
        assert {(each.kind, each.case) for each in found} == {("partner", one.case)}
    counted = read(
        "a.md", text.replace(f"til {len(cases)} prosjekt i", f"til {len(cases) + 1} prosjekt i", 1).encode(), cases
    )
    assert [found.kind for found in counted] == ["count"]


ROGALAND = Facts(
    awards=(
        Award("2021-007", "Nettverkskontakter Dalane barnevern", "Eigersund", 1_100_000, 1_450_000, ("Lund", "Sokndal")),
        Award("2021-018", "Digi Rogaland", "Stavanger", 1_500_000, 2_200_000, (), True, earlier=(600_000, 3_000_000, 11_050_000)),
        Award("2021-024", "Interaktiv digital løsning for økt engasjement gjennom deling av klima- og miljøinspirasjon", "Stavanger", 500_000, 800_000),
        Award("2021-026", "DigiBarnevern", "Stavanger", 400_000, 400_000, ("Bergen", "Asker")),
        Award("2021-003", "Digital medvirkning for kartlegging av by-trær", "Haugesund", 290_000, 290_000, ("Karmøy",)),
    ),
    applications=29, applicants=13, refused=11, applied_nok=18_800_000, names=NAMES,
    by_municipality={"Eigersund": 1_100_000, "Stavanger": 2_400_000, "Haugesund": 290_000},
)  # fmt: skip
SLIPS = """\
Statsforvaltaren har fordelt 3,8 mill. kroner til 5 prosjekt i tre kommunar. Det kom 29 søknader frå 13 kommunar.

Eigersund får 1.100.000 kroner til «Nettverkskontakter Dalane barnevern», saman med Sokndal og Lund.

Stavanger får 400 000 kroner til «Interaktiv digital løsning for økt engasjement», og 500 000 kroner til «DigiBarnevern» saman med Bergen mfl.

Digi Rogaland, som gjeld alle kommunane i fylket, får 1,5 mill. kroner. Satsinga Digi Rogaland har no fått 11,1 mill. i alt.

Haugesund får 285 000 kroner til «Digital medverknad for kartlegging av by-trær».
"""


def test_the_slips_people_make() -> None:
    """Two amounts swapped between two projects of one municipality, 5 000 missing in one, a shortened and a changed title; no more."""
    found = proofread(finished_texts.passages(Path("a.txt"), SLIPS.encode()), ROGALAND, LIKENESS)

    assert [(one.kind, one.severity, one.case) for one in found] == [
        ("title", "note", "2021-024"), ("amount", "error", "2021-024"), ("amount", "error", "2021-026"),
        ("title", "error", "2021-003"), ("amount", "error", "2021-003"),
    ]  # fmt: skip
    assert [one.found for one in found if one.kind == "amount"] == [
        "400 000 kroner",
        "500 000 kroner",
        "285 000 kroner",
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Eigersund får 1 100 000 kroner til «Nettverkskontakter Dalane barnevern», saman med Lund.", [("partner", "2021-007")]),
        ("Eigersund får 1 100 000 kroner til «Nettverkskontakter Dalane barnevern», saman med Lund mfl.", []),
        ("Eigersund får 1 100 000 kroner til «Nettverkskontakter Dalane barnevern», saman med Lund, Sokndal og Hå.", [("partner", "2021-007")]),
        ("Eigersund får 1,1 mill. kroner til «Nettverkskontakter Dalane barnevern», saman med Lund og Sokndl.", [("municipality", "2021-007"), ("partner", "2021-007")]),
        ("Eigersund får kr 1.100.000,- til Nettverkskontakter Dalane barnevern.", []),
        ("Eigersund får 1,2 mill. kroner til Nettverkskontakter Dalane barnevern.", [("amount", "2021-007")]),
        ("Eigersund søkte om 1 450 000 kroner og får 1 100 000 kroner til Nettverkskontakter Dalane barnevern.", []),
        ("Stavanger får 2 400 000 kroner til 3 prosjekt.", []),
        ("Stavanger får 2 500 000 kroner til 3 prosjekt.", [("sum", "")]),
        ("Stavanger får 2 400 000 kroner til fire prosjekt.", [("count", "")]),
        ("Det kom 28 søknader frå 13 kommunar.", [("count", "")]),
        ("11 søknader fekk avslag.", []),
        ("Til saman er det fordelt 3 790 000 kroner.", []),
        ("Til saman er det fordelt 3 780 000 kroner.", [("sum", "")]),
        ("Beløp under 150 000 kroner er ikkje aktuelle å søkje om.", []),
        ("Møtet er 12. mai 2021 i sak 2021-099.", []),
    ],
)  # fmt: skip
def test_sentences(sentence: str, found: list[tuple[str, str]]) -> None:
    """One at a time: what is wrong and only that."""
    told = [one for one in proofread([Passage("", sentence)], ROGALAND, LIKENESS) if one.kind != "missing"]

    assert [(one.kind, one.case) for one in told] == found
    assert all(one.message(language) for one in told for language in ("nb", "nn", "en"))


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("1 100 000 kroner", [1_100_000]), ("kr 1.100.000,-", [1_100_000]), ("11,1 mill.", [11_100_000]), ("2 millionar kroner", [2_000_000]),
        ("i 2021 og 2022", []), ("sak 2021-007", []), ("30 %", []), ("500 tusen kroner", [500_000]), ("NOK 45 000", [45_000]), ("1100000", [1_100_000]),
    ],
)  # fmt: skip
def test_amounts_in_every_style(text: str, stated: list[int]) -> None:
    """As people write them; years, case numbers and per cent are none."""
    assert [one.nok for one in numbers.amounts(text)] == stated


def test_titles() -> None:
    """Quoted otherwise, cut at a word, with a word changed; a title that is another's beginning is not taken for it."""
    titles = {
        "1": "Digital hage i Dalane",
        "2": "Digital hage i Dalane og Jæren",
        "3": "Ein heldigital helsestasjon – no",
    }
    assert [(one.case, one.how) for one in titles_in("Om Digital hage i Dalane og Jæren.", titles, near)] == [
        ("2", "whole")
    ]
    assert [(one.case, one.how) for one in titles_in("«Digital   hage i Dalane»", titles, near)] == [("1", "whole")]
    assert [(one.case, one.how) for one in titles_in("Ein heldigital helsestasjon er fin.", titles, near)] == [
        ("3", "shortened")
    ]
    assert [(one.case, one.how) for one in titles_in("Ein heldigital helsestova - no", titles, near)] == [
        ("3", "changed")
    ]
    assert titles_in("Noko heilt anna om helse.", titles, near) == []


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Another ending, and a file that is not what its ending says."""
    with pytest.raises(TextEnding):
        finished_texts.passages(Path("a.rtf"), b"")
    for ending in ("docx", "xlsx", "ods", "pdf"):
        with pytest.raises(TextDamaged):
            finished_texts.passages(Path(f"a.{ending}"), b"hei")


def test_a_round_on_each_database(office: str, desk: Desk, tmp_path: Path) -> None:
    """News, tables and what a person changed in them afterwards, in Word and in a workbook."""
    recommended(office, desk, CASES)
    clerk = replace(desk, today=AWARDED)
    path = tmp_path / "news.docx"
    (tmp_path / "x.txt").write_text("hei", encoding="utf-8")
    with pytest.raises(NothingToProofreadBy):
        usecase.check(office, clerk, "2021", tmp_path / "x.txt")
    draft(office, desk, "2021")
    approve(office, desk, "2021", 1, Given("per"))
    texts.publish(office, clerk, TextWanted("2021", "awards", "nn"), tmp_path, path)
    assert usecase.check(office, clerk, "2021", path).findings == ()

    document = Document(BytesIO(path.read_bytes()))
    for paragraph in document.paragraphs:
        if re.match(r"Eigersund får", paragraph.text):
            paragraph.text = paragraph.text.replace("1\u00a0100\u00a0000", "1\u00a0010\u00a0000")
    document.save(str(path))
    assert [(one.kind, one.case) for one in usecase.check(office, clerk, "2021", path).findings] == [
        ("amount", "2021-001")
    ]

    book_path = tmp_path / "awards.xlsx"
    built = table_usecase.build(office, clerk, table_usecase.Wanted("awards", "2021", language="nn"))
    table_usecase.save(built, clerk, book_path, "xlsx")
    assert usecase.check(office, clerk, "2021", book_path).findings == ()
    book = openpyxl.load_workbook(book_path)
    book.worksheets[0].cell(5, len(tables.without(built.table, *tables.FOR_SCRIPTS).columns)).value = 1_100_001
    book.save(book_path)
    assert [(one.kind, one.case) for one in usecase.check(office, clerk, "2021", book_path).findings] == [
        ("amount", "2021-001")
    ]


def test_pdf_gives_notes_alone(office: str, desk: Desk, tmp_path: Path) -> None:
    """Its text may be torn apart, so nothing in it is an error."""
    decided(office, desk, CASES)
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    packed = BytesIO()
    writer.write(packed)
    (tmp_path / "a.pdf").write_bytes(packed.getvalue())
    found = usecase.check(office, replace(desk, today=AWARDED), "2021", tmp_path / "a.pdf")

    assert found.errors == 0
    assert {one.kind for one in found.findings} == {"missing"}
    assert letter_usecase.list_letters(office) == ()
    assert Letters("2021").cases is None
