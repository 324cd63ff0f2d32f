"""Reading finished texts: what a reader sees and nothing else, each part with its place, whoever made the file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from skjonn.documents import finished_texts
from skjonn.documents.finished_texts import TextDamaged, TextEnding, passages


def said(name: str, content: bytes | str) -> list[str | tuple[str, ...]]:
    """Return a file's paragraphs, and its rows as tuples."""
    packed = content.encode() if isinstance(content, str) else content
    return [one.cells or one.text for one in passages(Path(name), packed)]


def word(document: object) -> bytes:
    """Return a document's bytes."""
    packed = BytesIO()
    document.save(packed)  # type: ignore[attr-defined]  # python-docx's own
    return packed.getvalue()


def test_a_word_document_reads_as_if_its_changes_were_accepted() -> None:
    """What was put in is there, what was taken out is not; links, fields, line breaks and hyphens are text."""
    document = Document()
    document.add_paragraph("")._p.append  # noqa: B018  (there is an empty paragraph, which says nothing)
    runs = (
        "<w:r><w:t xml:space='preserve'>Sola får </w:t></w:r><w:del w:id='1' w:author='a'><w:r><w:delText>75</w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='a'><w:r><w:t>57</w:t></w:r></w:ins><w:r><w:t xml:space='preserve"
        "'> 000</w:t><w:br/><w:t>kroner</w:t><w:noBreakHyphen/></w:r>"
        "<w:hyperlink w:anchor='x'><w:r><w:t>lenkje</w:t></w:r></w:hyperlink><w:fldSimple w:instr=' =SUM '><w:r><w:t>10</w:t></w:r></w:fldSimple>"
    )
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>"))

    assert said("a.docx", word(document)) == ["Sola får 57 000\nkroner-lenkje10"]


def test_a_word_table_reads_row_by_row() -> None:
    """A cell over two columns leaves the second empty, one over two rows stands in both; content controls are read."""
    document = Document()
    table = document.add_table(rows=3, cols=3)
    for row, texts in zip(table.rows, (("A", "B", "C"), ("1", "2", "3"), ("4", "5", "6")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2)).text = "BC"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "14"
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>I ein boks</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(control))
    found = passages(Path("a.docx"), word(document))

    assert [one.cells or one.text for one in found] == ["I ein boks", ("A", "BC", ""), ("14", "2", "3"), ("14", "5", "6")]  # fmt: skip
    assert [one.table for one in found] == [0, 1, 1, 1]


def test_a_page_reads_as_it_is_shown() -> None:
    """Scripts and heads are not; cells that span, paragraphs in cells, captions, entities and open tags are."""
    page = """<html><head><title>T</title><style>p{}</style></head><body><script>1</script><h1>Om &laquo;A&raquo;</h1><p>To<br>liner<p>Open
    <table><caption>Tabell</caption><thead><tr><th>P<th>K<th>Kr</thead><tr><td rowspan=2><p>X</p><td colspan="2">y</tr><tr><td>z<td>1&nbsp;000</table>
    <table><tr><td>inni <table><tr><td>ein</table> til</table>Slutt</body></html>"""

    assert said("a.html", page) == ["Om «A»", "To liner", "Open", "Tabell", ("P", "K", "Kr"), ("X", "y", ""), ("X", "z", "1 000"), ("inni ein til",), "Slutt"]  # fmt: skip


def test_what_is_struck_out_of_a_page_does_not_count() -> None:
    """What stands in its place does."""
    page = "<p>Lund får <del>1 000 000</del><ins>1 100 000</ins> <s>kr</s> kroner</p><p>Meir</p>"

    assert said("a.html", page) == ["Lund får 1 100 000 kroner", "Meir"]


def test_markdown_reads_as_it_is_shown() -> None:
    """Paragraphs over several lines, emphasis, links, escapes, entities, lists, tables with and without bars at the ends."""
    text = """# Tittel\n**Sola** kommune får\n75 000 kroner til [Konferansen](http://x) \\[ny\\] &amp; meir.\n- eitt_to_tre\n- *to*\n\nUnder\n=====\n
| A | B \\| C |\n|---|:-:|\n| 1 | |\n\nA | B\n--|--\n1 | 2\n"""

    assert said("a.md", text) == ["Tittel", "Sola kommune får 75 000 kroner til Konferansen [ny] & meir.", "eitt_to_tre", "to", "Under", ("A", "B | C"), ("1", ""), ("A", "B"), ("1", "2")]  # fmt: skip


def test_plain_text_tells_its_lines() -> None:
    """Paragraphs by the line they begin on; lines with tabs are a table; in any of the usual encodings."""
    text = "Ein\nto\n\n\nTre på Hå\nA\tB\n1\t2\n"
    found = passages(Path("a.txt"), text.encode("utf-16"))

    assert [one.cells or one.text for one in found] == ["Ein to", "Tre på Hå", ("A", "B"), ("1", "2")]
    assert [one.where.split()[-1] for one in found] == ["1", "5", "6", "7"]
    assert said("a.txt", text.encode("cp1252")) == said("a.txt", text.encode())


@pytest.mark.parametrize("ending", ["docx", "pdf"])
@pytest.mark.parametrize("content", [b"", b"hei", b"PK\x03\x04", b"%PDF-1.4\n", b"\xff" * 99])
def test_what_is_no_such_file_is_refused_in_a_sentence(ending: str, content: bytes) -> None:
    """Never a traceback."""
    with pytest.raises(TextDamaged):
        passages(Path(f"a.{ending}"), content)


@pytest.mark.parametrize("ending", ["txt", "md", "html"])
@pytest.mark.parametrize("content", [bytes(range(1, 256)) * 9, b"PK\x03\x04" * 50, "Lund får".encode("utf-16-le")])
def test_bytes_that_are_no_text_are_refused(ending: str, content: bytes) -> None:
    """Whatever the name says; a stray control sign in a long text is let be."""
    with pytest.raises(TextDamaged):
        passages(Path(f"a.{ending}"), content)
    assert passages(Path(f"a.{ending}"), b"Lund \x02" + b"ord " * 200)


def test_another_ending_is_wrong_usage() -> None:
    """And told which are read."""
    with pytest.raises(TextEnding):
        passages(Path("a.rtf"), b"")


def test_a_document_that_unpacks_to_more_than_any_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything of it is unpacked."""
    packed = BytesIO()
    with ZipFile(packed, "w", 8) as archive:
        archive.writestr("word/document.xml", b"0" * (201 * 2**20))
    with pytest.raises(TextDamaged):
        passages(Path("a.docx"), packed.getvalue())


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["md", "txt", "html"]), st.text(st.sampled_from("ab |-\n\t#*_[]()<>/ptdrh&;\\«»1 .")))
def test_any_text_can_be_read(ending: str, text: str) -> None:
    """Whatever marks it holds, well formed or not; cells and paragraphs are never both."""
    for one in finished_texts.passages(Path(f"a.{ending}"), text.encode()):
        assert bool(one.table) != bool(one.text.strip())
