"""The one catalogue of fields: a name and a heading lead to one field."""

from __future__ import annotations

from skjonn.domain import fields
from skjonn.domain.fields import APPLICATION, CATALOGUE, Field
from skjonn.texts import LANGUAGES


def test_names_are_unique() -> None:
    """No two fields share a name, and every list of fields is in the catalogue."""
    lists = [
        value for value in vars(fields).values() if isinstance(value, tuple) and value and isinstance(value[0], Field)
    ]
    names = [field.name for fields_of_one in lists for field in fields_of_one]

    assert len(names) == len(set(names))
    assert set(names) == set(CATALOGUE)


def test_amounts_are_named_as_amounts() -> None:
    """A field of whole kroner, and no other, ends in `_nok`."""
    for field in CATALOGUE.values():
        assert (field.kind == "amount") == field.name.endswith("_nok"), field.name


def test_no_heading_leads_to_two_application_fields() -> None:
    """Names, headings in every language and synonyms each belong to one field of an application."""
    claimed: dict[str, set[str]] = {}
    for field in APPLICATION:
        headings = (field.heading(language).casefold() for language in LANGUAGES)
        for heading in {field.name, *headings, *field.synonyms}:
            claimed.setdefault(heading, set()).add(field.name)

    assert {heading: names for heading, names in claimed.items() if len(names) > 1} == {}


def test_synonyms_are_written_as_they_are_compared() -> None:
    """Synonyms stand in lower case, without spaces around, once each."""
    for field in APPLICATION:
        assert all(synonym == synonym.casefold().strip() for synonym in field.synonyms), field.name
        assert len(field.synonyms) == len(set(field.synonyms)), field.name


def test_choices_have_one_code_each() -> None:
    """A choice's code leads to one wording."""
    for field in CATALOGUE.values():
        codes = [code for code, _label in field.choices]
        assert len(codes) == len(set(codes)), field.name
        assert bool(codes) == (field.kind == "choice"), field.name
