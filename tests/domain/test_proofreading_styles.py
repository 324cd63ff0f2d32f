"""Whatever an amount is, however it is written: it is read as that, and as no other."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from skjonn.domain.proof_numbers import amounts
from skjonn.texts.wording import grouped

_ONES = "null ein to tre fire fem seks sju åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten".split()  # noqa: SIM905
_TENS = "null ti tjue tretti førti femti seksti sytti åtti nitti".split()  # noqa: SIM905


def hundreds(number: int, *, joined: bool) -> str:
    """Return a number below a thousand in words, apart or together."""
    if number >= 100:
        rest = number % 100
        left = _ONES[number // 100] + ("hundre" if joined else " hundre")
        return left if not rest else f"{left}{'og' if joined else ' og '}{hundreds(rest, joined=joined)}"
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + (_ONES[number % 10] if number % 10 else "")


def in_words(nok: int, *, joined: bool) -> str:
    """Return whole thousands of kroner in words: "ein million og to hundre og femti tusen"."""
    millions, thousands = nok // 10**6, nok % 10**6 // 1_000
    said = [f"{_ONES[1] if millions == 1 else hundreds(millions, joined=joined)} million{'ar' if millions > 1 else ''}"] if millions else []  # fmt: skip
    if thousands:
        said.append(hundreds(thousands, joined=joined) + ("tusen" if joined else " tusen"))
    return " og ".join(said)


def styles(nok: int) -> list[str]:
    """Return an amount as people write it exactly."""
    spaced = grouped(nok)
    return [
        f"{spaced} kroner", f"kr {spaced},-", f"kr. {spaced.replace(chr(160), '.')},00", f"{nok} kr", f"NOK {nok:,}.00", f"{nok:,} kroner",
        spaced.replace("\u00a0", "\u2007") + " kroner", spaced.replace("\u00a0", "'") + " kroner", spaced.replace("\u00a0", "’") + " kr", f"{nok // 1_000} tusen kroner",
        f"{nok // 1_000}k" if nok >= 10_000 else f"{nok} kr", f"TNOK {nok // 1_000}", f"{nok // 1_000} tkr", f"{nok / 10**6:.3f} mill. kr".replace(".", ",", 1),
        f"{nok / 10**6:.3f} MNOK".replace(".", ",", 1), f"MNOK {nok / 10**6:.3f}".replace(".", ",", 1),
    ]  # fmt: skip


@given(st.integers(1, 19_999).map(lambda thousands: thousands * 1_000))
@example(1_000_000)
@example(100_000)
@example(1_100_000)
def test_an_amount_in_any_style_is_read_as_what_it_is(nok: int) -> None:
    """In figures of every kind, and in words apart and together; a thousand more or less is another amount."""
    exact = nok % 10**6 or nok < 10**6
    words = [f"{in_words(nok, joined=joined)} kroner" for joined in (True, False)] if exact else []
    for text in (*styles(nok), *words):
        read = list(amounts(f"Lund får {text} til prosjektet"))
        assert len(read) == 1, text
        assert read[0].fits(nok), text
        assert not read[0].fits(nok + 1_000), text
        assert not read[0].fits(nok - 1_000), text


@given(st.text(st.sampled_from("0123456789.,' \u00a0½/-krmilNOKtusenhundreogfeat"), max_size=60))
def test_whatever_is_written_is_read_without_a_fault(text: str) -> None:
    """Amounts lie within the text, one behind the other."""
    end = 0
    for one in amounts(text):
        assert end <= one.start < one.end <= len(text)
        end = one.end
