"""Words looked for in running text: whole words, in either form of Norwegian, with the endings people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.phrases import first_found

letters = st.text("abdefghiklmnoprstuvæøå", min_size=2, max_size=12)
phrases = st.lists(letters, min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("drift", "Midlar til drifta av ei teneste", "drifta"),
        ("drift", "DRIFT", "DRIFT"),
        ("drift", "IT-driftens behov", "driftens"),
        ("drift", "ei bedrift", ""),
        ("drift", "driftsutgifter og driftig", ""),
        ("ordinært utviklingsarbeid", "det ordinære utviklingsarbeidet i kommunen", "ordinære utviklingsarbeidet"),
        ("ordinært\u00a0utviklingsarbeid", "ordinært\nutviklings\u00adarbeid", "ordinært utviklingsarbeid"),
        ("investeringer", "ei investering", "investering"),
        ("investering", "investeringane våre", "investeringane"),
        ("investeringer", "investeringar", "investeringar"),
        ("kjøp av utstyr", "kjøpet av utstyret", "kjøpet av utstyret"),
        ("kjøp av utstyr", "kjøp til utstyr", ""),
        ("reise", "reisane blir lange", "reisane"),
        ("reise", "vi reiste", "reiste"),
        ("senter", "søknaden kom for sent", ""),
        ("plast", "plass til alle", ""),
        ("kurs", "ein kur", ""),
        ("bil", "nye bilar", "bilar"),
        ("program", "programmet held fram", "programmet"),
        ("programmet", "eit program", "program"),
        ("næringsutvikling", "Næringsutviklinga", "Næringsutviklinga"),
        ("e-læring", "E–læringa", "E–læringa"),
    ],
)  # fmt: skip
def test_a_word_is_found_with_its_endings(word: str, text: str, found: str) -> None:
    """As it is written there, or not at all where it is part of another word."""
    assert first_found((word,), text) == found


def test_the_first_of_several_is_told() -> None:
    """The passage that stands first, whichever word it is; nothing where no word is given."""
    assert first_found(("bygg", "utstyr"), "Nytt utstyr og eit bygg") == "utstyr"
    assert first_found((), "utstyr") == ""


@given(phrases, st.sampled_from(["{}", "({})", "Vi søkjer om {}, og meir.", "«{}»", "{}/a"]))
def test_what_is_looked_for_is_found_as_it_stands(phrase: str, around: str) -> None:
    """Whatever stands around it, as long as no letter touches it."""
    text = around.format(phrase)

    found = first_found((phrase,), text)

    assert found
    assert found in text


@given(letters)
def test_no_word_is_found_inside_another(word: str) -> None:
    """With foreign letters before or behind, it is another word."""
    assert first_found((word,), f"zq{word}") == ""
    assert first_found((word,), f"{word}zq") == ""


@given(
    st.lists(st.text(min_size=1, max_size=20).filter(lambda one: any(map(str.isalpha, one))), max_size=3),
    st.text(max_size=80),
)
def test_nothing_breaks_it(words: list[str], text: str) -> None:
    """Any words are looked for in any text, signs of patterns too."""
    assert isinstance(first_found(words, text), str)
