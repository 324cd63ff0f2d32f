"""One application out of two: what the joint one says, and what is carried over to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from skjonn.domain.applications import Contact, Content, Partner, PartnerKind, Scope


def merged(into: Content, other: Content, lead_of_other: Partner, applied_nok: int, title: str = "") -> Content:
    """Return what the joint application says.

    Texts, dates and amounts stay as `into` says them, but for the joint amount and, where it is given, the title. Partners,
    priority areas and attachments of both are kept, those of `into` first; it is for the whole county where either was.

    Args:
        into: the application that stays; other: the one that becomes part of it.
        lead_of_other: the other's applicant as a partner, by name and number.
        applied_nok: what is applied for together; never reckoned here.
        title: of the joint application; empty keeps that of `into`.
    """
    return replace(
        into,
        title=title or into.title,
        applied_nok=applied_nok,
        partners=_partners(into, (*into.partners, lead_of_other, *other.partners)),
        areas=tuple(dict.fromkeys((*into.areas, *other.areas))),
        attachments=tuple(dict.fromkeys((*into.attachments, *other.attachments))),
        scope=Scope.COUNTY if Scope.COUNTY in (into.scope, other.scope) else into.scope,
    )


def contacts_of_both(into: Sequence[Contact], other: Sequence[Contact]) -> tuple[Contact, ...]:
    """Return the persons of `into`, and of `other` for each part `into` names nobody for."""
    parts = {one.part: one for one in (*other, *into)}
    return tuple(parts[part] for part in sorted(parts))


def _partners(into: Content, every: Iterable[Partner]) -> tuple[Partner, ...]:
    """Return partners once each; the applicant is none, and "mfl." comes last."""
    kept: dict[object, Partner] = {}
    for one in every:
        if one.number != into.lead or not one.number:
            kept.setdefault(one.number or (one.kind, one.name.casefold()), one)
    return tuple(sorted(kept.values(), key=lambda one: one.kind is PartnerKind.UNNAMED))
