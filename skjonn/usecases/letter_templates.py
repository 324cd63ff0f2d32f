"""Templates of letters proved before they are needed, and the shipped ones put where an office can edit them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

from skjonn import files
from skjonn.documents.letters import Examined, LetterTemplate, compile_template, examined
from skjonn.documents.packages import Properties
from skjonn.domain.calls import Call
from skjonn.domain.desk import Desk
from skjonn.domain.letter_fields import FIELD_NAMES, LETTER_FIELDS, LetterField, required
from skjonn.domain.letter_kinds import Form, LetterKind
from skjonn.domain.letter_samples import sample
from skjonn.domain.letters import FieldValue
from skjonn.domain.problems import Place, Problem
from skjonn.errors import ConflictError, FindingsError, SkjonnError, SurroundingsError, UsageError
from skjonn.storage.database import reading
from skjonn.storage.queries import calls
from skjonn.texts import N_

FORMS: tuple[Form, ...] = ("nb", "nn")
CLAUSES = ("control", "repayment", "auditor", "appeal")
"""Clauses an office has to word itself, because they rest on law and policy the program does not know."""
_DAY = date(2021, 6, 1)
_UNSET = "…"
State = Literal["written", "kept", "replaced"]


class TemplateUnknown(UsageError):
    """No template goes by that name."""

    code = "template-unknown"
    sentence = N_("There is no template of letters called {name}.")
    advice = N_("Name a kind of letter ({known}), or a form and a kind: nn/award.")


class TemplatesEdited(ConflictError):
    """Shipped templates would be put over some that the office has edited."""

    code = "templates-edited"
    sentence = N_("{paths} are there already and differ from the shipped ones. Nothing is written.")
    advice = N_("Keep them, or put the shipped ones in their place with --replace.")


class TemplateLacks(FindingsError):
    """A template does not print what letters of its kind must tell."""

    code = "template-required-missing"
    sentence = N_("The template {template} does not print {fields}, which a letter of this kind must tell.")
    advice = N_("Put one of them in: {{{{ name }}}}, or go through a list of its own with {{% for %}}.")


class ClauseUnfinished(FindingsError):
    """Letters would print a clause the office has not worded to the end."""

    code = "clause-unfinished"
    sentence = N_("The call {call} still has … in its text for {clause}, which the letters would print.")
    advice = N_("Write it out and run `skjonn call change`; --draft shows the letters meanwhile.")


@dataclass(frozen=True)
class Checked:
    """A template that was looked at: its name, whether it is the office's own, and how many errors it has."""

    name: str
    own: bool
    errors: int


@dataclass(frozen=True)
class TemplateCheck:
    """What was found: each template, each problem, and the fields a template of the kinds looked at may use."""

    templates: tuple[Checked, ...]
    problems: tuple[Problem, ...]
    fields: tuple[LetterField, ...]


@dataclass(frozen=True)
class Exported:
    """A template put in the working folder, or left as it is."""

    path: Path
    state: State


def check(folder: Path, name: str | None = None, call: Call | None = None) -> TemplateCheck:
    """Prove the templates a working folder writes its letters from, its own before the shipped ones.

    Args:
        folder: the working folder.
        name: of a kind, or form and kind; None is every template.
        call: whose clauses are looked for, None where there is none.

    Raises:
        TemplateUnknown: no template goes by the name.
    """
    meant = _meant(name)
    found, problems = [], list[Problem]()
    for form, kind in meant:
        template = _name(form, kind)
        own = os.path.lexists(_path(folder, form, kind))
        told = list(_problems(template, folder, kind))
        if own and not _path(folder, _other(form), kind).is_file():
            told.append(_twin(template, _name(_other(form), kind)))
        found.append(Checked(template, own, sum(one.severity == "error" for one in told)))
        problems += told
    kinds = {kind for _form, kind in meant}
    fields = tuple(one for one in LETTER_FIELDS if any(one.may_hold(kind) for kind in kinds))
    return TemplateCheck(tuple(found), (*problems, *unused(folder), *(_clauses(call) if call else ())), fields)


def unused(folder: Path) -> tuple[Problem, ...]:
    """Return a warning for each file among the office's own templates of letters that goes by no template's name."""
    place = folder / "templates" / "letters"
    known = {_path(folder, form, kind) for form in FORMS for kind in LetterKind}
    found = sorted(path for path in place.rglob("*") if path.is_file() and not path.name.startswith((".", "~$")))
    return tuple(
        _problem(path.relative_to(folder).as_posix(), "template-unused", N_("No letter is written from this file: no template has its name."), N_("Name it by its form and kind, as nn/award.docx; `skjonn letter template export` shows the names."), warning=True)
        for path in found if not any(path == one or (one.exists() and path.samefile(one)) for one in known)
    )  # fmt: skip


def require_telling(template: LetterTemplate, kind: LetterKind) -> None:
    """Make sure a template prints what a letter of its kind must tell, whatever it asks about it.

    Raises:
        TemplateLacks: it does not.
    """
    for group in _untold(template, kind):
        raise TemplateLacks(template=template.name, fields=list(group))


def require_worded(call: Call, template: LetterTemplate, form: Form) -> None:
    """Make sure the office has worded the clauses a template prints.

    Raises:
        ClauseUnfinished: one still holds the sign of what is to be filled in.
    """
    for name in CLAUSES:
        if name in template.fields and _UNSET in getattr(call.letters, name).get(form, ""):
            raise ClauseUnfinished(call=call.code, clause=name)


def call_of(url: str, code: str, day: date) -> Call:
    """Return a call as it stands on a day.

    Raises:
        CallUnknown: there is none.
    """
    with reading(url) as session:
        return calls.one(session, code, day).call


def export(desk: Desk, folder: Path, name: str | None = None, *, replace: bool = False) -> tuple[Exported, ...]:
    """Put shipped templates into the working folder, where they are edited and found before the shipped ones.

    Raises:
        TemplateUnknown: no template goes by the name.
        TemplatesEdited: some are there and differ, and are not to be replaced.
        TargetBusy: one cannot be written.
    """
    wanted = []
    for form, kind in _meant(name):
        target = _path(folder, form, kind)
        content = files.read_bytes(files.find_template(_name(form, kind)))
        there = files.read_bytes(target) if target.is_file() else None
        wanted.append((target, content, there))
    edited = [target for target, content, there in wanted if there not in (None, content)]
    if edited and not replace:
        raise TemplatesEdited(paths=[path.relative_to(folder).as_posix() for path in edited])
    found = []
    for target, content, there in wanted:
        state: State = "kept" if there == content else "written" if there is None else "replaced"
        if state != "kept" and not desk.dry_run:
            files.write_whole(target, content)
        found.append(Exported(target, state))
    return tuple(found)


def _meant(name: str | None) -> tuple[tuple[Form, LetterKind], ...]:
    """Return the templates a name means: `award`, `nn/award`, `letters/nn/award.docx`; all where there is none."""
    if name is None:
        return tuple((form, kind) for form in FORMS for kind in LetterKind)
    parts = [part for part in name.removesuffix(".docx").replace("\\", "/").split("/") if part not in ("templates", "letters", "")]  # fmt: skip
    known = [kind.value for kind in LetterKind]
    if not parts or parts[-1] not in known or len(parts) > 2 or (len(parts) == 2 and parts[0] not in FORMS):  # noqa: PLR2004  (form and kind)
        raise TemplateUnknown(name=name, known=known)
    forms = (cast("Form", parts[0]),) if len(parts) == 2 else FORMS  # noqa: PLR2004  (as above)
    return tuple((form, LetterKind(parts[-1])) for form in forms)


def _name(form: Form, kind: LetterKind) -> str:
    return f"letters/{form}/{kind.value}.docx"


def _path(folder: Path, form: Form, kind: LetterKind) -> Path:
    return folder / "templates" / _name(form, kind)


def _other(form: Form) -> Form:
    return "nn" if form == "nb" else "nb"


def _problems(name: str, folder: Path, kind: LetterKind) -> Iterator[Problem]:
    """Yield what is wrong with one template: what it asks for, how it comes out on examples, and what it must print."""
    try:
        content = files.read_bytes(files.find_template(name, folder))
        asked = examined(name, content)
    except (FindingsError, SurroundingsError) as error:
        yield _as_problem(error, name)
        return
    own = list(_asked(name, asked, kind))
    yield from own
    if not errors(own):
        yield from _tried(name, content, kind)


def _asked(name: str, asked: Examined, kind: LetterKind) -> Iterator[Problem]:
    known = {one.name: one for one in LETTER_FIELDS}
    for field in sorted(asked.fields - FIELD_NAMES):
        yield _problem(name, "template-field-unknown", N_("There is no field {field}."), N_("Check the spelling; `skjonn letter check --fields` lists them all."), field=field)  # fmt: skip
    for field in sorted(asked.looped & FIELD_NAMES):
        if not known[field].is_list:
            yield _problem(name, "template-loop-wrong", N_("{field} is one text, and the template goes through it as if it were a list."), N_("Print it: {{{{ {field} }}}}."), field=field)  # fmt: skip
    for field in sorted(asked.printed & FIELD_NAMES):
        if known[field].is_list:
            yield _problem(name, "template-list-printed", N_("{field} is a list, and the template prints it as one text."), N_("Go through it: {{%p for one in {field} %}} … {{%p endfor %}}."), field=field)  # fmt: skip
    for field in sorted(asked.fields & FIELD_NAMES):
        if not known[field].may_hold(kind):
            yield _problem(name, "template-field-idle", N_("{field} never holds anything in a letter of this kind."), warning=True, field=field)  # fmt: skip


def _tried(name: str, content: bytes, kind: LetterKind) -> Iterator[Problem]:
    """Yield what goes wrong when a letter is made of examples, of all that may be there and of what is sure alone, and what is not told."""
    seen = set()
    template = compile_template(name, content, FIELD_NAMES)
    for sparse in (False, True):
        values = {**sample(kind, sparse=sparse), "banner": "UTKAST"}
        try:
            template.render("2021-001", values, Properties(name, "", "nn", _DAY))
        except FindingsError as error:
            told = _as_problem(error, name)
            if told.message() not in seen:
                seen.add(told.message())
                yield told
    for group in () if seen else _untold(template, kind):
        yield _as_problem(TemplateLacks(template=name, fields=list(group)), name)


def _untold(template: LetterTemplate, kind: LetterKind) -> list[tuple[str, ...]]:
    """Return the groups of fields a letter must tell one of and does not, seen by signs put in their place and looked for.

    A field that is asked about is not told, nor one printed where it never comes out. A template that cannot be filled lacks
    nothing here: filling it names its fault.
    """
    groups = required(kind)
    marks = {name: f"zq{number}qz" for number, name in enumerate(sorted({name for group in groups for name in group}))}
    said = []
    for sparse in (False, True):
        values = {name: _marked(value, marks.get(name, "")) for name, value in sample(kind, sparse=sparse).items()}
        with suppress(FindingsError):
            said.append(template.text("2021-001", values).casefold())
    return [group for group in groups if said and not any(marks[name] in text for name in group for text in said)]


def _marked(value: FieldValue, mark: str) -> FieldValue:
    """Return a value with a sign in the place of its text; what is empty, or needs no sign, as it is."""
    if not mark or not value:
        return value
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(one, mark) for one in value if not isinstance(one, str)) or (mark,)
    return mark


def _clauses(call: Call) -> Iterator[Problem]:
    """Yield the clauses the office has not worded, or left as they came."""
    for name in CLAUSES:
        texts = getattr(call.letters, name)
        if not texts:
            sentence = N_("The call {call} has no text for {clause}, so no letter prints one.")
            yield Problem("clause-unset", "warning", Place("", "", f"letters.{name}"), sentence, N_("Where the scheme has such terms, write them in both forms in the call's file."), {"call": call.code, "clause": name})  # fmt: skip
        elif any(_UNSET in text for text in texts.values()):
            sentence = N_("The call {call} still has … in its text for {clause}.")
            yield Problem("clause-unfinished", "error", Place("", "", f"letters.{name}"), sentence, N_("Write it out and run `skjonn call change`."), {"call": call.code, "clause": name})  # fmt: skip


def _twin(name: str, other: str) -> Problem:
    return _problem(name, "template-twin-missing", N_("The office's own template has no twin in the other form; {other} is the shipped one."), N_("Edit the other form too, so that recipients are told the same: `skjonn letter template export`."), other=other)  # fmt: skip


def _as_problem(error: SkjonnError, name: str) -> Problem:
    return Problem(error.code, "error", Place(name), error.sentence, error.advice, dict(error.data))


def _problem(
    name: str, code: str, sentence: str, advice: str = "", *, warning: bool = False, **data: object
) -> Problem:
    return Problem(code, "warning" if warning else "error", Place(name), sentence, advice, data)


def errors(problems: Sequence[Problem]) -> int:
    """Return how many are errors."""
    return sum(one.severity == "error" for one in problems)
