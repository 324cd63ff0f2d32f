"""Letters in Word, made from templates an office edits: strict, escaped, in a sandbox, the same bytes every time.

A template is compiled once for a batch; a letter then costs a rendering of its parts and a packing. A field printed outside
`{% if field %}` must hold something; a field that does not exist, or holds nothing, stops the batch by name.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from jinja2 import Template, meta, nodes
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError
from lxml import etree
from markupsafe import Markup, escape

from skjonn import files
from skjonn.documents.docxtpl_ways import MAIN, bare, finished, needs_finishing, patched
from skjonn.documents.packages import TYPES, Frame, Packed, Properties, framed, parts_of
from skjonn.documents.sandbox import Empty, FieldEmpty, Sandbox, Unknown, guarded, refuse_statements
from skjonn.documents.template_pages import Pages, pages_of
from skjonn.documents.template_safety import require_contained, require_filled, watched
from skjonn.errors import FindingsError
from skjonn.texts import N_
from skjonn.texts.cleaning import printable

_RENDERED = ("document.main", "header", "footer", "footnotes", "endnotes")
"""Kinds of part that may hold fields, as the package names them."""
_MOST_UNPACKED = 64 * 2**20  # bytes; a letter's template is a few hundred kilobytes
_NEW_LINE = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
_PARAGRAPH = re.compile(r"<w:p([ >])")
_TAGS = re.compile(r"<[^>]+>")
_SPECIAL = re.compile(r"""[&<>"'\n\t]""")
_TAG_SIGNS = ("{{", "{%", "{#")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class TemplateBroken(FindingsError):
    """A template cannot be used: not a Word document, or its fields are written wrongly."""

    code = "template-broken"
    sentence = N_("The template {template} cannot be used: {reason}.")
    advice = N_("Mend it in Word, or take the shipped one again.")


class TemplateNotWord(TemplateBroken):
    """A template's file is something else, or damaged."""

    code = "template-not-word"
    sentence = N_("The template {template} is not a Word document, or is damaged.")
    advice = N_("Save it in Word as .docx, or take the shipped one again.")


class TemplateSyntaxWrong(FindingsError):
    """A field or a condition in a template is written wrongly."""

    code = "template-syntax"
    sentence = N_("The template {template} has a fault in {part}, paragraph {paragraph}: {reason} “{text}”")
    advice = N_(
        "Fields are written {{{{ name }}}}, conditions {{%p if name %}} … {{%p endif %}} in paragraphs of their own."
    )


class TemplateFieldUnknown(FindingsError):
    """A template asks for a field that does not exist."""

    code = "template-field-unknown"
    sentence = N_("The template {template} asks for {field}, which does not exist.")
    advice = N_("Check the spelling; the documentation of letters lists every field.")


class TemplateFieldEmpty(FindingsError):
    """A template prints a field that holds nothing for a case."""

    code = "template-field-empty"
    sentence = N_("The template {template} prints {field}, which is empty for {case}.")
    advice = N_("Give it a value, or let the template print it only where it has one: {{% if {field} %}}.")


class TemplateNotMarking(FindingsError):
    """A letter is to be marked as a draft or an example, and the template prints no mark."""

    code = "template-not-marking"
    sentence = N_(
        "The template {template} does not print the field banner on every page, so {case} would not be marked “{banner}”."
    )
    advice = N_("Put {{{{ banner }}}} back in the template's headers, that of the first page too.")


class TemplateFieldBare(FindingsError):
    """A template prints a field where Word shows no text."""

    code = "template-field-bare"
    sentence = N_("The template {template} prints {field} outside any text in {part}, where Word shows nothing.")
    advice = N_("Write {{{{ name }}}} for a field; r, p, tr and tc before a name are for conditions: {{%p if name %}}.")


def _as_word_text(value: Any) -> Any:
    """Return a value as text inside a run: escaped, newlines and tabs as Word's own."""
    if isinstance(value, Unknown | Empty):
        str(value)
    clean = printable(str(value))
    if not _SPECIAL.search(clean):
        return Markup(clean)  # most texts have nothing to escape  # noqa: S704
    text = escape(clean)
    return text.replace("\n", _NEW_LINE).replace("\t", _TAB)


@dataclass(frozen=True)
class LetterTemplate:
    """A template ready to be filled.

    Attributes:
        name: as the office knows it (`letters/nn/award.docx`).
        sha256: of the file as it is; stored with each letter.
        fields: every field it asks for by name.
    """

    name: str
    sha256: str
    fields: frozenset[str]
    _frame: Frame
    _compiled: Mapping[str, Template]
    _to_finish: frozenset[str]
    _pages: Pages
    _watched: frozenset[str]

    def render(self, case: str, context: Mapping[str, object], properties: Properties) -> bytes:
        """Return one letter's bytes; see `rendered`."""
        return self.rendered(case, context, properties).content

    def rendered(self, case: str, context: Mapping[str, object], properties: Properties) -> Packed:
        """Return one letter, with its digest.

        Args:
            case: the case number, for messages.
            context: a value for every field; texts are cleaned and escaped here.
            properties: what the document says of itself.

        Raises:
            TemplateFieldEmpty: the template prints a field that holds nothing.
            TemplateFieldUnknown: it asks for a part of a field that does not exist (`signatory.nmae`).
            TemplateNotMarking: `banner` holds something that does not come out on every page.
            TemplateBroken: what comes out is not a Word document.
            TemplateReachesOut: conditions put together what would reach out of it.
        """
        filled = self._every(case, context)
        banner = context.get("banner")
        if banner and not self._marks(filled, str(banner)):
            raise TemplateNotMarking(template=self.name, case=case, banner=banner)
        return self._frame.packed(filled, properties)

    def text(self, case: str, context: Mapping[str, object]) -> str:
        """Return what a letter's filled parts say, one text after another; raises as `rendered` does, and looks for no mark."""
        return " ".join(_text(content) for content in self._every(case, context).values())

    def _marks(self, filled: Mapping[str, bytes], banner: str) -> bool:
        """Tell whether a mark is on every page: as it is, else in whatever case and lines the template prints it."""
        plain = str(_as_word_text(banner)).encode()
        if self._pages.marked([part for part, content in filled.items() if plain in content]):
            return True
        bare_text = _squeezed(printable(banner))
        return self._pages.marked([part for part, content in filled.items() if bare_text in _squeezed(_text(content))])

    def _every(self, case: str, context: Mapping[str, object]) -> dict[str, bytes]:
        values = {name: guarded(name, value) for name, value in context.items()}
        return {part: self._filled(part, template, values, case) for part, template in self._compiled.items()}

    def _filled(self, part: str, template: Template, values: Mapping[str, object], case: str) -> bytes:
        try:
            text = template.render(values)
        except FieldEmpty as error:
            raise TemplateFieldEmpty(template=self.name, field=str(error), case=case) from error
        except SecurityError as error:
            raise TemplateBroken(template=self.name, reason=str(error)) from error
        except TemplateError as error:  # the name alone, from Unknown
            raise TemplateFieldUnknown(template=self.name, field=str(error)) from error
        except Exception as error:
            # A template is written by hand: whatever its expressions do, the file is at fault and its name is what helps.
            raise TemplateBroken(template=self.name, reason=f"{part}: {type(error).__name__}: {error}") from error
        whole = text.replace("\n<w:p", "<w:p")
        content = finished(whole) if part in self._to_finish else (_HEAD + whole).encode()
        if part not in self._to_finish:
            _well_formed(self.name, part, content)
        if part in self._watched:
            require_filled(self.name, part, content)
        return content


@dataclass(frozen=True)
class Examined:
    """What a template asks for by name: every field, those it goes through as lists, and those it prints as they are."""

    fields: frozenset[str]
    looped: frozenset[str]
    printed: frozenset[str]


def examined(name: str, content: bytes) -> Examined:
    """Return what a template asks for, whether there is such a field or not.

    Raises:
        TemplateNotWord, TemplateBroken, TemplateReachesOut, TemplateSyntaxWrong, TemplateFieldBare: it cannot be used at all.
    """
    parts, sandbox = _parts_of(name, content), Sandbox(_as_word_text)
    asked, looped, printed = set[str](), set[str](), set[str]()
    for part in _to_render(parts):
        source = _source(name, part, parts[part])
        _template, found = _compiled(sandbox, name, part, source)
        asked |= found
        tree = sandbox.parse(source)
        looped |= {one.iter.name for one in tree.find_all(nodes.For) if isinstance(one.iter, nodes.Name)}
        printed |= {one.name for out in tree.find_all(nodes.Output) for one in out.nodes if isinstance(one, nodes.Name)}
    return Examined(frozenset(asked), frozenset(looped & asked), frozenset(printed & asked))


def compile_template(name: str, content: bytes, known: frozenset[str]) -> LetterTemplate:
    """Return a template ready to be filled, after proving that it can be.

    Args:
        name: as the office knows it, for messages.
        content: the .docx file's bytes.
        known: names of the fields there are.

    Raises:
        TemplateNotWord, TemplateBroken: it cannot be used.
        TemplateReachesOut: it would fetch or run something from elsewhere.
        TemplateSyntaxWrong, TemplateFieldBare: a field or condition is written wrongly, or a statement is not allowed in letters.
        TemplateFieldUnknown: it asks for a field that is not in `known`.
    """
    parts = _parts_of(name, content)
    sandbox, asked = Sandbox(_as_word_text), set[str]()
    compiled: dict[str, Template] = {}
    to_finish, to_watch = set[str](), set[str]()
    for part in _to_render(parts):
        source = _source(name, part, parts[part])
        if not any(tag in source for tag in _TAG_SIGNS):
            continue
        compiled[part], found = _compiled(sandbox, name, part, source)
        if part == MAIN and needs_finishing(source):
            to_finish.add(part)
        if watched(source):
            to_watch.add(part)
        for field in sorted(found - known):
            raise TemplateFieldUnknown(template=name, field=field)
        asked |= found
    frame = framed(parts, compiled)
    return LetterTemplate(name, files.sha256(content), frozenset(asked), frame, compiled, frozenset(to_finish), pages_of(parts), frozenset(to_watch))  # fmt: skip


def _parts_of(name: str, content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
                raise TemplateBroken(template=name, reason="> 64 MB")
            stored = archive.namelist()
        parts = parts_of(Document(BytesIO(content)))
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError, AttributeError, RuntimeError) as error:
        raise TemplateNotWord(template=name) from error
    require_contained(name, stored, parts)
    return parts


def _to_render(parts: Mapping[str, bytes]) -> list[str]:
    """Return the parts that may hold fields, by the package's own list of types."""
    types = etree.fromstring(parts[TYPES])
    kinds = tuple(f"wordprocessingml.{kind}+xml" for kind in _RENDERED)
    found = [one.get("PartName", "").lstrip("/") for one in types if one.get("ContentType", "").endswith(kinds)]
    return [part for part in found if part in parts]


def _source(name: str, part: str, content: bytes) -> str:
    """Return a part as the engine's source: fields Word has split over runs joined, one line for each paragraph."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        tree = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateBroken(template=name, reason=f"{part}: {error}") from error
    whole = etree.tostring(tree, encoding="unicode").replace("\n", " ")
    joined = patched(whole)
    if field := bare(joined):
        raise TemplateFieldBare(template=name, field=field, part=part)
    return _PARAGRAPH.sub(r"\n<w:p\1", joined)


def _compiled(sandbox: Sandbox, name: str, part: str, source: str) -> tuple[Template, set[str]]:
    """Return a part ready to be filled, and the names of the fields it asks for."""
    try:
        tree = sandbox.parse(source)
        refuse_statements(tree)
        return sandbox.from_string(source), meta.find_undeclared_variables(tree)
    except TemplateSyntaxError as error:
        raise _syntax(name, part, source, error) from error


def _syntax(name: str, part: str, source: str, error: TemplateSyntaxError) -> TemplateSyntaxWrong:
    lines = source.split("\n")
    text = _TAGS.sub("", lines[min(error.lineno, len(lines)) - 1]).strip()[:80]
    return TemplateSyntaxWrong(
        template=name, part=part, paragraph=max(error.lineno - 1, 1), reason=error.message, text=text
    )


def _squeezed(text: str) -> str:
    return "".join(text.casefold().split())


def _text(content: bytes) -> str:
    return "".join(str(one) for one in etree.fromstring(content).itertext())


def _well_formed(name: str, part: str, content: bytes) -> None:
    try:
        etree.fromstring(content)
    except etree.XMLSyntaxError as error:
        raise TemplateBroken(template=name, reason=f"{part}: {error}") from error
