"""What may change in a call once it is open: not its code and year, and nothing that is in use may vanish."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from skjonn.domain.calls import Call
from skjonn.domain.codes import case_order
from skjonn.errors import RefusedError, UsageError
from skjonn.texts import N_


class CallChangeNeedsReason(UsageError):
    """An open call is changed without saying why."""

    code = "call-change-needs-reason"
    sentence = N_("An open call is changed only with a reason.")
    advice = N_("Say why with --reason TEXT.")


class CallIdentityFixed(RefusedError):
    """The file is of another call, or of another year."""

    code = "call-identity-fixed"
    sentence = N_("The call {call} of {year} cannot become {new_call} of {new_year}: code and year are fixed.")
    advice = N_("Open it as a call of its own with `skjonn call open`.")


class AreaInUse(RefusedError):
    """A priority area that applications belong to is gone from the file."""

    code = "area-in-use"
    sentence = N_("The priority area {area} cannot be removed: {cases} belong to it.")
    advice = N_("Keep the area, or first give these cases another with `skjonn application edit`.")


class GroundInUse(RefusedError):
    """A ground that a recommendation or a decision gives is gone from the file."""

    code = "ground-in-use"
    sentence = N_("The ground {ground} cannot be removed: it is given for {cases}.")
    advice = N_("Keep the ground in the file.")


def reason_given(reason: str) -> str:
    """Return the reason, trimmed.

    Raises:
        CallChangeNeedsReason: there is none.
    """
    if not reason.strip():
        raise CallChangeNeedsReason
    return reason.strip()


def same_identity(before: Call, after: Call) -> None:
    """Refuse another code or year.

    Raises:
        CallIdentityFixed: it is another call's file.
    """
    if (before.code, before.year) != (after.code, after.year):
        years = {"year": str(before.year), "new_year": str(after.year)}
        raise CallIdentityFixed(call=before.code, new_call=after.code, **years)


def areas_kept(after: Call, used: Mapping[str, Collection[str]]) -> None:
    """Refuse that a priority area vanishes which a case belongs to; `used` is case number -> codes of areas.

    Raises:
        AreaInUse: naming the area and the cases.
    """
    known = {area.code for area in after.areas}
    for area in sorted({code for codes in used.values() for code in codes} - known):
        cases = sorted((case for case, codes in used.items() if area in codes), key=case_order)
        raise AreaInUse(area=area, cases=cases)


def grounds_kept(after: Call, used: Iterable[tuple[str, str]]) -> None:
    """Refuse that a ground vanishes which is given; `used` is pairs of case number and code, which may be empty.

    Raises:
        GroundInUse: naming the ground and the cases.
    """
    given = list(used)
    known = {"", *(ground.code for ground in after.grounds)}
    for ground in sorted({code for _case, code in given} - known):
        raise GroundInUse(ground=ground, cases=sorted({case for case, code in given if code == ground}, key=case_order))
