"""Texts an office publishes, from templates it edits: headings, paragraphs, points and tables, as a page, Markdown or Word.

A template is plain text with fields: a line that begins with `#` (up to three) is a heading, with `-` a point, `[awards]` alone on
a line is a table by that name, and a blank line parts paragraphs. What a field holds is always text: no sign in it is a heading, a
point or a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal

from docx.document import Document as DocumentObject
from jinja2 import meta
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError

from skjonn.documents import html_tables, markdown_tables, word_charts, word_tables
from skjonn.documents.letters import TemplateBroken, TemplateFieldEmpty, TemplateFieldUnknown, TemplateSyntaxWrong
from skjonn.documents.packages import Properties, packed, parts_of
from skjonn.documents.sandbox import Empty, FieldEmpty, Sandbox, Unknown, guarded, refuse_statements
from skjonn.domain.charts import Chart
from skjonn.domain.tables import Table
from skjonn.texts import Language
from skjonn.texts.cleaning import printable

Kind = Literal["heading", "paragraph", "points", "table"]
OTHERS = "mfl."
_FIELD = "\ue000"  # stands before what a field holds until the structure is read; no text keeps it
_HEADING = re.compile(r"(#{1,3}) +(.*)")
_TABLE = re.compile(r"\[([a-z_]+)\]")
_SPACES = re.compile(r"[ \t]+")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


@dataclass(frozen=True)
class Block:
    """One part of a text: a heading with its level from 1, a paragraph, points, or a table by its name."""

    kind: Kind
    texts: tuple[str, ...]
    level: int = 0


@dataclass(frozen=True)
class Prose:
    """A text ready to be rendered: its blocks in order, the first being its title; `banner` stands on top, may be empty.

    `charts` stand above the tables of their name in a Word document; `captions` are the tables' own, by name.
    """

    language: Language
    blocks: tuple[Block, ...]
    tables: Mapping[str, Table]
    banner: str = ""
    charts: Mapping[str, Chart] = field(default_factory=dict)
    captions: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The first heading."""
        return next((one.texts[0] for one in self.blocks if one.kind == "heading"), "")


def filled(name: str, source: str, context: Mapping[str, object], known: frozenset[str]) -> tuple[Block, ...]:
    """Return the blocks a template gives with these values.

    Raises:
        TemplateSyntaxWrong, TemplateFieldUnknown, TemplateFieldEmpty, TemplateBroken: it cannot be used.
    """
    return tuple(_blocks(_filled(name, source, context, known)))


def plain_text(name: str, source: str, context: Mapping[str, object], known: frozenset[str]) -> str:
    """Return the text a template gives with these values, as for an e-mail: paragraphs with one empty line between them.

    Raises:
        TemplateSyntaxWrong, TemplateFieldUnknown, TemplateFieldEmpty, TemplateBroken: it cannot be used.
    """
    text = _filled(name, source, context, known).replace(_FIELD, "")
    return _EMPTY_LINES.sub("\n\n", text).strip() + "\n"


def _filled(name: str, source: str, context: Mapping[str, object], known: frozenset[str]) -> str:
    """Return the text a template gives with these values, each field's with its mark before it.

    Args:
        name: as the office knows the template; source: its text.
        context: a value for every field; known: the fields there are.

    Raises:
        TemplateSyntaxWrong, TemplateFieldUnknown, TemplateFieldEmpty, TemplateBroken: it cannot be used.
    """
    sandbox = Sandbox(_as_text, autoescape=False)
    try:
        tree = sandbox.parse(source)
        refuse_statements(tree)
        _require_known(name, meta.find_undeclared_variables(tree) - known)
        text = sandbox.from_string(source).render({key: guarded(key, value) for key, value in context.items()})
        return text.replace(f"{OTHERS}.", OTHERS)  # an abbreviation's stop is the sentence's too
    except TemplateSyntaxError as error:
        line = source.split("\n")[max(error.lineno - 1, 0)].strip()[:80]
        raise TemplateSyntaxWrong(template=name, part="text", paragraph=error.lineno, reason=error.message, text=line) from error  # fmt: skip
    except FieldEmpty as error:
        raise TemplateFieldEmpty(template=name, field=str(error), case=str(context.get("call_name", ""))) from error
    except SecurityError as error:
        raise TemplateBroken(template=name, reason=str(error)) from error
    except TemplateError as error:
        raise TemplateFieldUnknown(template=name, field=str(error)) from error
    except TemplateFieldUnknown:
        raise
    except Exception as error:
        raise TemplateBroken(template=name, reason=f"{type(error).__name__}: {error}") from error


def _require_known(name: str, unknown: set[str]) -> None:
    for one in sorted(unknown):
        raise TemplateFieldUnknown(template=name, field=one)


def html(prose: Prose) -> bytes:
    """Return the text as a page that stands alone."""
    lines = list(html_tables.head(prose.language, prose.title))
    lines.append("<main>")
    if prose.banner:
        lines.append(f'<p class="banner">{_escaped(prose.banner)}</p>')
    for one in prose.blocks:
        lines += _html(prose, one)
    return ("\n".join([*lines, "</main>", "</body>", "</html>"]) + "\n").encode()


def markdown(prose: Prose) -> bytes:
    """Return the text as Markdown."""
    lines = [f"**{markdown_tables.escaped(prose.banner)}**", ""] * bool(prose.banner)
    for one in prose.blocks:
        match one.kind:
            case "heading":
                lines.append(f"{'#' * one.level} {markdown_tables.escaped(one.texts[0])}")
            case "points":
                lines += [f"- {markdown_tables.escaped(text)}" for text in one.texts]
            case "table":
                lines += markdown_tables.rows_of(prose.tables[one.texts[0]], prose.language)
            case _:
                lines.append(markdown_tables.escaped(one.texts[0]))
        lines.append("")
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def docx(prose: Prose) -> bytes:
    """Return the text as a Word document with real headings."""
    share = word_tables.share_of(prose.tables.values(), prose.language)
    document = word_tables.page(prose.language, prose.banner, wide=False, deep=True, share=share)
    for number, one in enumerate(prose.blocks):
        _word(document, prose, one, first=number == 0)
    return packed(parts_of(document), Properties(prose.title, "", prose.language))


def _as_text(value: Any) -> str:
    if isinstance(value, Unknown | Empty):
        str(value)
    text = " ".join(printable(str(value)).replace(_FIELD, "").split("\n"))
    return f"{_FIELD}{text}"


def _blocks(text: str) -> Iterator[Block]:
    run: list[str] = []
    points: list[str] = []

    def ended() -> Iterator[Block]:
        if run:
            yield Block("paragraph", (_clean(" ".join(run)),))
            run.clear()
        if points:
            yield Block("points", tuple(_clean(point) for point in points))
            points.clear()

    for line in [*text.split("\n"), ""]:
        bare = line.strip(" \t\r")
        heading, table = _HEADING.fullmatch(bare), _TABLE.fullmatch(bare)
        if bare.startswith("- "):
            if run:
                yield from ended()
            points.append(bare[2:])
            continue
        if (not bare and not points) or heading or table or (bare and points):
            yield from ended()
        if heading:
            yield Block("heading", (_clean(heading[2]),), len(heading[1]))
        elif table:
            yield Block("table", (table[1],))
        elif bare:
            run.append(bare)
    yield from ended()


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text.replace(_FIELD, "")).strip(" ")


def _html(prose: Prose, one: Block) -> Sequence[str]:
    match one.kind:
        case "heading":
            return [f"<h{one.level}>{_escaped(one.texts[0])}</h{one.level}>"]
        case "points":
            return ["<ul>", *(f"<li>{_escaped(text)}</li>" for text in one.texts), "</ul>"]
        case "table":
            return list(html_tables.rows_of(prose.tables[one.texts[0]], prose.language, prose.title))
        case _:
            return [f"<p>{_escaped(one.texts[0])}</p>"]


def _word(document: DocumentObject, prose: Prose, one: Block, *, first: bool) -> None:
    match one.kind:
        case "heading" if first:
            document.add_paragraph(one.texts[0], style="Title")
        case "heading":
            document.add_heading(one.texts[0], max(one.level - 1, 1))
        case "points":
            for text in one.texts:
                document.add_paragraph(text, style="List Bullet")
        case "table" if one.texts[0] not in prose.tables:
            return  # a table there is nothing to say in is left out
        case "table":
            name = one.texts[0]
            if name in prose.charts:
                word_charts.add(document, prose.charts[name])
            word_tables.add(document, prose.tables[name], prose.language, (prose.captions.get(name, prose.title), ""), wide=False)  # fmt: skip
            if not prose.tables[name].note:
                document.add_paragraph("")
        case _:
            document.add_paragraph(one.texts[0])


def _escaped(text: str) -> str:
    return escape(printable(text), quote=True)
