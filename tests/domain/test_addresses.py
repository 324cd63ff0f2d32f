"""Which addresses may stand on a public page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skjonn.domain.addresses import AddressWrong, compared, public_address


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/film", "http://example.org", "https://example.org:8443/a?b=c#d", "https://kommune.no/søknad/æøå",
        "https://blåbær.no/", "https://xn--blbr-roah.no", "https://a.xn--p1ai/",
    ],
)  # fmt: skip
def test_addresses_on_the_web(address: str) -> None:
    """An address is kept as it was given, without the spaces around it."""
    assert public_address(f" {address}\n") == address


def test_the_case_of_scheme_and_host_means_nothing() -> None:
    """They are kept in small letters, so that one address is one link; what follows the host is kept as it is."""
    assert public_address("HTTPS://WWW.Example.org/Film?A=B") == "https://www.example.org/Film?A=B"
    assert compared(" Http://Example.ORG:80#Del ") == compared("http://example.org:80#Del")
    assert compared("http://example.org/a") != compared("http://example.org/A")
    assert compared("ikkje ei adresse") == "ikkje ei adresse"


@pytest.mark.parametrize(
    "address",
    [
        "", "www.example.org", "ftp://example.org", "javascript:alert(1)", "file:///etc/passwd", "https://", "https:///x", "https://localhost/x",
        "https://intranett/x", "https://10.0.0.1/x", "https://[::1]/x", "https://kari:hemmeleg@example.org", "https://kari@example.org", "https://@example.org/",
        "https://example.org/a b", "https://example.org/a\tb", "https://example.org/<b>", 'https://example.org/"', "https://example.org:99999/", "https://[x",
        "https://-a.no/", "https://a..no/", "https://example.org\\@other.org/", "https://example.org/\u202egpj.exe", "https://e.org/" + "x" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_public_address(address: str) -> None:
    """Other schemes, no public host, names and passwords, spaces, control characters and novels are refused as wrong usage."""
    with pytest.raises(AddressWrong) as caught:
        public_address(address)

    assert caught.value.exit_code == 2


def test_a_password_is_not_told_again() -> None:
    """The refusal shows no password."""
    with pytest.raises(AddressWrong) as caught:
        public_address("https://kari:hemmeleg@example.org/")

    assert "hemmeleg" not in caught.value.message()


@given(st.text(max_size=80), st.sampled_from(("", "https://", "http://a.no/", "https://a.no:")))
def test_only_its_own_error(text: str, before: str) -> None:
    """Whatever is given is an address or refused as none."""
    try:
        address = public_address(before + text)
    except AddressWrong:
        return

    assert address.casefold().startswith("http")
    assert not set(address) & set(' \n\t<>"')
