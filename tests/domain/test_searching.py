"""Words are found in whichever form they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.searching import NothingToSearch, Term, asked, folded, found_in, stem

ALIKE = """
barnevernstjenester barnevernsteneste | kommunen kommunar | kommunane kommuner | kommunenes kommunen | tenesta tjenesten
tjenestene tenestene | utviklinga utvikling | utviklingar utviklingen | satsing satsingane | søkjarar søkere | søker søkjar
innbyggjarane innbyggere | innbyggerne innbyggjar | samarbeidspartnarar samarbeidspartnere | deltakere deltakarar
muligheter moglegheiter | moglegheita muligheten | sikkerhet sikkerheit | frivilligheit frivilligheten | offentlege offentlig
ansvarleg ansvarlige | tidlegare tidligere | eigenfinansiering egenfinansiering | fleirårige flerårig | heilskapleg heilskaplege
utlysing utlysningen | utlysning utlysingar | løysingar løsninger | forsking forskningen | rådgjeving rådgivning
framtida fremtidens | medverkar medvirker | vidareføring videreføringen | sjukehus sykehuset | skular skoler | skole skulane
hovudmål hovedmålet | meistring mestring | program programmet | programma programmene | senter sentre | sentra senteret
kriterier kriteria | kriterium kriteriene | museum museer | ungdommar ungdommer | ungdommene ungdom
interkommunalt interkommunale | digitalt digitale | digitalisere digitalisering | digitaliserte digitaliseringen
barnehagar barnehagene | helsestasjonane helsestasjon | rekneskap regnskapet | berekraftig bærekraftige | bærekraft berekraft
gevinstar gevinster | eldreomsorga eldreomsorgen | velferdsteknologi velferdsteknologien | bygger byggje | styrkje styrker
reglane reglene | haustens høsten | leiarar ledere | virkemidler verkemidla | saman sammen | planar planene
"""
PAIRS = [tuple(pair.split()) for line in ALIKE.strip().splitlines() for pair in line.split("|")]


def finds(search: str, text: str) -> bool:
    """Tell whether a search finds a text."""
    return bool(found_in(asked(search), {"text": text}))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_forms_of_one_word_find_each_other(one: str, other: str) -> None:
    """Bokmål and nynorsk, singular and plural, known and unknown: each form finds the other."""
    assert finds(one, f"Om {other} i kommunen")
    assert finds(other, f"Om {one} i kommunen")


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("komme", "kommune"), ("rett", "idrett"), ("by", "byrde"), ("ny", "nyhende"), ("tenester", "tennis"), ("is", "isolasjon"),
        ("utvikling", "innvikling"), ("barn", "bane"), ("rus", "krus"), ("norsk", "nordisk"), ("lege", "linje"), ("2021", "2012"),
    ],
)  # fmt: skip
def test_other_words_are_not_found(search: str, text: str) -> None:
    """A word is not found in one that only looks a little like it, nor a short one inside another."""
    assert not finds(search, text)


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("haa", "Hå"), ("ha", "Hå"), ("Hå", "HÅ"), ("toernett", "Tørnett"), ("tornett", "Tørnett"), ("laerer", "LÆRER"),
        ("aalesund", "Ålesund"), ("KAUTOKEINO", "Kautokeino"), ("habmer", "Hábmer"), ("ekstra\u00adordinær", "ekstraordinær"),
        ("blåbær", "blåbær"),
    ],
)  # fmt: skip
def test_letters_are_typed_as_people_can(search: str, text: str) -> None:
    """Case does not count; æ, ø, å and accents may be missing, written out, or made of two signs."""
    assert finds(search, text)


def test_a_word_within_a_compound() -> None:
    """A longer word is found inside a compound, where other letters of a word stand before it."""
    assert finds("teneste", "Ei felles barnevernsteneste")
    assert finds("helse", "Folkehelsa i Lund")
    assert finds("bti", "BTI-modellen")


def test_all_words_must_stand_there_in_whichever_text() -> None:
    """Words may stand in different texts of a case; the texts are named in their order; one missing word, and nothing is found."""
    texts = {"title": "Ei felles teneste", "summary": "", "goals": "Barnevern i Dalane", "gains": "Mindre reising"}

    assert found_in(asked("barnevern felles"), texts) == ("title", "goals")
    assert found_in(asked("felles skole"), texts) == ()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ('"felles teneste"', True), ('"felles tenester', True), ('"teneste felles"', False), ('"felles barnevern"', False),
        ('barnevern "felles  tjenesten"', True), ('"felles, teneste"', True), ('"ei felles teneste for barnevern"', True),
    ],
)  # fmt: skip
def test_words_in_quotes_stand_together(search: str, found: bool) -> None:
    """A phrase is found in its order, in any inflection, whatever signs stand between; its quote may be left open."""
    assert finds(search, "Ei felles teneste for barnevern") is found


def test_a_phrase_does_not_reach_into_the_next_text() -> None:
    """The last word of one text and the first of the next are no phrase."""
    assert found_in(asked('"felles teneste"'), {"title": "Noko felles", "summary": "Teneste"}) == ()


@pytest.mark.parametrize("text", ["", "  ", "!!!", '""', "–"])
def test_a_search_without_a_word(text: str) -> None:
    """Signs alone are refused."""
    with pytest.raises(NothingToSearch) as caught:
        asked(text)

    assert caught.value.exit_code == 2


def test_a_text_that_holds_the_sign_between_texts() -> None:
    """A control character in a text, whoever put it there, shifts nothing."""
    assert found_in(asked("nytt"), {"title": "Eit\x1fnytt", "summary": "Gamalt"}) == ("title",)


@given(st.text(max_size=60))
def test_a_search_never_fails(text: str) -> None:
    """Whatever is typed is searched for, or refused as holding no word; whatever is read can be searched."""
    try:
        terms = asked(text)
    except NothingToSearch:
        terms = (Term(("kommun",)),)

    assert found_in(terms, {"text": text, "other": "Kommune"}) in {(), ("text",), ("other",), ("text", "other")}


@given(st.lists(st.text("abcdefghijklmnoprstuvyæøå", min_size=1, max_size=12), min_size=1, max_size=6))
def test_every_word_of_a_text_finds_it(words: list[str]) -> None:
    """A text is found by each of its own words, as they stand."""
    text = " ".join(words)

    assert all(finds(word, text) for word in words)


@given(st.text(max_size=40))
def test_a_stem_begins_its_word(text: str) -> None:
    """What is left of a word begins the word."""
    assert all(word.startswith(stem(word)) for word in folded(text).split())
