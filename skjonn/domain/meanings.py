"""What a doubtful value can mean, worded when shown."""

from __future__ import annotations

from dataclasses import dataclass

from skjonn.texts import N_, Language, translate
from skjonn.texts.wording import worded


@dataclass(frozen=True)
class OneOf:
    """Meanings of which one is right: `110 000 or 1 100 000`, in English; each is worded as `worded` words it."""

    meanings: tuple[object, ...]

    def worded(self, language: Language) -> str:
        """Return the meanings with commas, and the language's "or" before the last."""
        words = [worded("", meaning, language) for meaning in self.meanings]
        if len(words) <= 1:
            return "".join(words)
        return f"{', '.join(words[:-1])} {translate(N_('or'), language)} {words[-1]}"
