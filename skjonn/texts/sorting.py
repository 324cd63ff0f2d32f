"""The one order in which people read Norwegian names: a to z, then æ, ø, å, whatever the machine's locale says."""

from __future__ import annotations

import unicodedata

_NORDIC = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"}


def reading_order(text: str) -> tuple[str, str]:
    """Return a sort key that ignores case and accents; æ, ø and å stand after z; equal keys keep the text's own order."""
    folded = unicodedata.normalize("NFC", text).casefold()
    key = "".join(_NORDIC.get(sign) or _plain(sign) for sign in folded)
    return key, text


def _plain(sign: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", sign) if not unicodedata.combining(part))
