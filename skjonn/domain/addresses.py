"""Addresses on the web that may stand on a public page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from skjonn.errors import UsageError
from skjonn.texts import N_

_LONGEST = 2000
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]+")

_BEGINS = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)


class AddressWrong(UsageError):
    """What was given is no public address on the web."""

    code = "address-wrong"
    sentence = N_("{text} is not an address that can be shown to the public.")
    advice = N_(
        "Give the whole address, with https:// or http:// before it, and without spaces, user name or password."
    )


def public_address(text: str) -> str:
    """Return a web address as it was given, without spaces around it; its scheme and host, whose case means nothing, in small letters.

    Raises:
        AddressWrong: it is not http or https, names no public host (one with a dot, no number), holds a space or a control
            character, or carries a user name or a password.
    """
    address = text.strip()
    if _UNFIT.search(address) or len(address) > _LONGEST:
        raise AddressWrong(text=_short(text))
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressWrong(text=_short(text)) from error
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        raise AddressWrong(text=_short(text))
    return compared(address)


def compared(address: str) -> str:
    """Return the form addresses are compared in: scheme and host in small letters, no spaces around; the rest as it is."""
    bare = address.strip()
    begins = _BEGINS.match(bare)
    return begins[0].lower() + bare[begins.end() :] if begins else bare


def _short(text: str) -> str:
    """Return what was given without what nobody should read on a screen: passwords, control characters, the end of a novel."""
    shown = re.sub(r"//[^/\s]*@", "//…@", text.strip())
    return re.sub(r"[\x00-\x1f\x7f]", " ", shown)[:100]
