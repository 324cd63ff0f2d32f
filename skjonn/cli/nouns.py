"""The words after `skjonn`, in the order of a round: their help and their Norwegian names."""

from __future__ import annotations

from dataclasses import dataclass

from skjonn.texts import N_


@dataclass(frozen=True)
class Noun:
    """One word after `skjonn`: its module, its one line of help (English msgid), its Norwegian names.

    Attributes:
        often: needed in each round; else now and then.
        more: further accepted spellings, never shown.
    """

    name: str
    help: str
    nb: str = ""
    nn: str = ""
    often: bool = True
    more: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return every accepted spelling."""
        return tuple(dict.fromkeys(name for name in (self.name, self.nb, self.nn, *self.more) if name))


NOUNS: tuple[Noun, ...] = (
    Noun("init", N_("Make a working folder with settings and a database."), "opprett", "opprett"),
    Noun("person", N_("The persons who act, and their roles.")),
    Noun("status", N_("What stands where, and what to do next.")),
    Noun("frame", N_("The year's frame and its pots."), "ramme", "ramme"),
    Noun("call", N_("Calls: open, form, show, copy, change, close."), "utlysning", "utlysing"),
    Noun("application", N_("Applications: import, list, show, edit, screen, merge."), "søknad", "søknad", more=("soknad",)),
    Noun("score", N_("Scores and written assessments."), "poeng", "poeng"),
    Noun("allocation", N_("What is recommended for each case."), "fordeling", "fordeling"),
    Noun("decision", N_("Draft, show, approve or return a batch of decisions."), "vedtak", "vedtak"),
    Noun("condition", N_("What awards are given on, and whether it is met."), "vilkår", "vilkår", more=("vilkar",)),
    Noun("letter", N_("Letters to the municipalities."), "brev", "brev"),
    Noun("payment", N_("What the ministry is to pay, in which term, and has paid."), "utbetaling", "utbetaling"),
    Noun("report", N_("Municipalities' reports: forms, what came, what is due."), "rapport", "rapport"),
    Noun("table", N_("Summary tables, for the terminal or as a file."), "tabell", "tabell"),
    Noun("year", N_("The yearly report; close and compare years."), "år", "år", more=("aar",)),
    Noun("demo", N_("Play the whole Rogaland 2021 round in a new folder."), often=False),
    Noun("municipality", N_("The register of municipalities, and their language form."), "kommune", "kommune", often=False),
    Noun("initiative", N_("What one initiative has had over years, pots and offices."), "initiativ", "initiativ", often=False, more=("satsing",)),
    Noun("proofread", N_("A finished text held against the register."), "korrektur", "korrektur", often=False),
    Noun("history", N_("Everything that happened to one case, in plain words."), "historikk", "historikk", often=False),
    Noun("database", N_("Create, upgrade, check, back up."), often=False),
)  # fmt: skip


def noun_of(word: str) -> Noun | None:
    """Return the noun meant by `word`, in any of its names, whatever its case."""
    wanted = word.casefold()
    return next((noun for noun in NOUNS if wanted in noun.names), None)
