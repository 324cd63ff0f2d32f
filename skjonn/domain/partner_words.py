"""Words in a partner cell that are no names: nobody else, others not named, what makes a name an organisation's."""

from __future__ import annotations

import re

from skjonn.domain.municipality_names import Directory

_NOBODY = re.compile(
    r"(?:"
    r"ingen(?: andre| fleire| flere)?(?: (?:samarbeids)?partn\w+| kommun\w+)?(?: enn?o| ennå)?|ingenting|none|nobody|nil|null|0|nei|no|n/a"
    r"|(?:ikke|ikkje|not) (?:aktuelt?|relevante?|relevant|applicable)|har (?:ikke|ikkje|ingen)(?: \w+)?|(?:uten|utan) partn\w+"
    r"|(?:kun |bare |berre |heilt |helt )?intern\w*(?: prosjekt| samarbeid| samarbeidsprosjekt)?(?: i(?:nnad i|nnan|nnen|nne i)? (?:(?:egen|eigen|vår|eiga) )?kommun\w+)?"
    r"|(?:kun|bare|berre|only) (?:i )?(?:(?:egen|eigen|vår|own|vår egen|vår eigen|eiga|søkjar|søker|søkar)[ -]?)?(?:kommun\w*|organisasjon\w*|oss|oss selv|oss sjølve?|søkjar|søker|municipality)"
    r"|(?:i )?(?:egen|eigen|vår egen|vår eigen|own|vår) (?:kommun\w*|organisasjon|municipality)|(?:kommun\w+ )?(?:alene|åleine|aleine|alone|selv|sjølv)"
    r"|within (?:the|our) municipality|innanfor kommunen|innenfor kommunen|i kommunen"
    r")",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"(?:[0-9]{1,3} )?(?:ja|yes|mfl\.?|m\.?\s?fl\.?|flere|fleire|andre|diverse|div\.?|ulike|noen|nokre|nokon|several|others|other)(?: (?:andre|interesserte|aktuelle|av))*(?: (?:nabo)?kommun\w+| partn\w+| municipalities)?(?: .*)?"
    r"|(?:interesserte|aktuelle|omkringliggende|omkringliggjande|nærliggende|nærliggjande)? ?(?:nabo)?(?:kommuner|kommunar|kommunane|kommunene)"
    r"|(?:ikke|ikkje|not) (?:avklart|avklara|avgjort|bestemt|klart?|decided)(?: enn?å| enno)?|under avklaring|uavklart|uavklara|blir avklart.*|avklares.*|avklarast.*|tbd|osv|etc",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?<!\w)(?:(?:med (?:flere|fleire)|m\.?\s?fl|m/fl|(?:og|samt|and) (?:[0-9]{1,2} )?(?:flere|fleire|andre|others|more)(?: kommun\w+)?)"
    r"(?:\.?\s(?:i|på|frå|fra)(?:\s(?!og\s|and\s)[^\s,;/&]+){1,3})?|osv|etc|m\.?\s?v|o\.?\s?a|o\.?\s?l|et\s?al)$",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"(?<!\w)(?:iks|as|asa|ikt|ks|hf|kf|sa|ba|ans|nav|helse|fylkeskommune\w*|universitet\w*|university|høgskole\w*|høgskule\w*|høyskole\w*|\w*revisjon\w*|\w*helseføretak\w*|\w*helseforetak\w*|\w*sjukehus\w*|\w*sykehus\w*|\w*foreining\w*|\w*forening\w*|\w*forbund\w*|stiftelse\w*|stiftinga?|politi\w*|region\w*|\w*skole|\w*skule|\w*museum|\w*råd|\w*rådet|\w*senter|\w*nettverk\w*|interkommunal\w*|klynge\w*|legevakt\w*|statsforvaltar\w*|statsforvalter\w*|\w*forsking|\w*forskning)(?!\w)",
    re.IGNORECASE,
)
_DISTRICTS = frozenset((
    "jæren", "nord-jæren", "sør-jæren", "midt-jæren", "ryfylke", "indre ryfylke", "ytre ryfylke", "nord-ryfylke", "sør-ryfylke", "dalane", "haugalandet",
    "haugaland", "ytre haugalandet", "sunnhordland", "nordhordland", "midhordland", "hardanger", "sogn", "indre sogn", "ytre sogn", "midtre sogn",
    "nordfjord", "ytre nordfjord", "sunnmøre", "nordmøre", "romsdal", "romsdalen", "nordvestlandet", "setesdal", "lister", "agder-kysten", "grenland",
    "vest-telemark", "øst-telemark", "hallingdal", "numedal", "valdres", "gudbrandsdalen", "nord-gudbrandsdal", "midt-gudbrandsdal", "sør-gudbrandsdal",
    "østerdalen", "nord-østerdalen", "sør-østerdalen", "glåmdalen", "hedmarken", "toten", "hadeland", "romerike", "øvre romerike", "nedre romerike",
    "follo", "vestlandet", "østlandet", "sørlandet", "nord-norge", "innherred", "fosen", "namdalen", "indre namdal", "ytre namdal", "helgeland", "nord-helgeland",
    "sør-helgeland", "salten", "lofoten", "vesterålen", "ofoten", "sør-troms", "midt-troms", "nord-troms", "vest-finnmark", "øst-finnmark",
))  # fmt: skip
"""Parts of the country that hold several municipalities; where the register knows such a name, it is asked first."""
_OF_A_DISTRICT = re.compile(
    r"(?:dei |de )?(?:\w+-?(?:kommunar|kommuner|kommunane|kommunene)|\w+regionen|(?:regionen|distriktet) \w+"
    r"|(?:(?:dei |de )?(?:andre |øvrige |resten av )?(?:kommunane|kommunene|kommunar|kommuner) (?:i|på|frå|fra) )?(?P<place>.+))",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<!\w)(?:[^\W\d_][\w'-]*|[0-9]{4})(?!\w)")
_FILLER = frozenset(("både", "begge", "eller", "etc", "ev", "evt", "eventuelt", "m", "fl", "mfl", "mv", "og", "ikke", "ikkje", "osv", "pluss", "samt", "v", "kun", "bare", "berre"))  # fmt: skip
_WITHIN = frozenset(("i", "på", "for", "av", "til", "ved", "frå", "fra", "in", "of", "at"))


def says_nobody(text: str) -> bool:
    """Tell whether a text says that there is nobody else: "ingen", "internt i kommunen", "berre eigen kommune"."""
    return bool(_NOBODY.fullmatch(text.strip(" .!()-–")))


def is_open(text: str) -> bool:
    """Tell whether a text says that there are others without naming them: "fleire nabokommunar", "ikkje avklart"."""
    return bool(_OPEN.fullmatch(text.strip(" .!()-–")))


def is_district(text: str) -> bool:
    """Tell whether a text names a part of the country, or its municipalities together: "Jæren", "Ryfylkekommunane"."""
    found = _OF_A_DISTRICT.fullmatch(" ".join(text.split()).strip(" .!()-–"))
    return found is not None and (found["place"] is None or found["place"].casefold() in _DISTRICTS)


def without_others(text: str) -> str:
    """Return a text without what tells that it does not name all: "mfl.", "med fleire", "og andre", three dots at its end."""
    trail = text.rstrip(" ).,;\n…")
    found = _OTHERS.search(trail)
    if found:
        return trail[: found.start()].rstrip(" ,;(/\n")
    dots = text[len(trail) :]
    return trail if "…" in dots or "..." in dots else text


def is_organisation(text: str) -> bool:
    """Tell whether a name says itself that it is another organisation's: a company's form, a university, an office."""
    return bool(_ORGANISATION.search(text))


def is_company_of(text: str) -> bool:
    """Tell whether a name is one word and a company's form: `Time IKS` may be what is left of `Sola og Time IKS`."""
    return bool(re.fullmatch(r"\S+ (?:iks|as|kf|sa|ba|ans)", text, re.IGNORECASE))


def municipalities_within(piece: str, directory: Directory) -> tuple[tuple[str, ...], bool]:
    """Return the municipalities a text speaks of, and whether nothing else stands in it but words that join.

    A name after a preposition tells where an organisation is (`Universitetet i Stavanger`), and is none of them.
    """
    named: dict[str, str] = {}
    before, only = "", True
    dashed = re.split(r"[-–]", piece)
    for word in dashed if _all_known(dashed, directory) else _WORD.findall(piece):
        match = directory.find(word.strip()) if word[:1].isupper() or word.isdigit() else None
        if match and match.kind == "found" and before not in _WITHIN:
            named[match.number] = match.name
        elif word.casefold() not in _FILLER:
            only = False
        before = word.casefold()
    return tuple(named.values()), only


def _all_known(words: list[str], directory: Directory) -> bool:
    return len(words) > 1 and all(word.strip() and directory.find(word.strip()).kind == "found" for word in words)
