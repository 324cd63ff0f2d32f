"""The approver's document in Word: facts, pots, tables of every line, the digest in print, and where to sign."""

from __future__ import annotations

from docx.document import Document as DocumentObject

from skjonn.documents import word_tables
from skjonn.documents.packages import Properties, packed, parts_of
from skjonn.domain.decision_papers import Paper, awards, others, pots
from skjonn.texts import N_
from skjonn.texts.cleaning import printable


def render(paper: Paper) -> bytes:
    """Return the document as a .docx; the same paper gives the same bytes."""
    document = word_tables.page(paper.language, paper.banner, wide=True)
    document.add_paragraph(printable(paper.title), style="Title")
    for text in paper.facts():
        document.add_paragraph(printable(text))
    parts = (
        (N_("Pots"), list(pots(paper))),
        (N_("Also decided"), list(paper.remarks())),
    )
    _section(document, paper, *parts[0])
    for heading, table in ((N_("Awards"), awards(paper)), (N_("Other outcomes"), others(paper))):
        if table.rows:
            title = paper.say(heading)
            document.add_paragraph(title, style="Heading 1")
            word_tables.add(document, table, paper.language, (title, printable(paper.title)), wide=True)
    _section(document, paper, *parts[1])
    _close(document, paper)
    return packed(parts_of(document), Properties(printable(paper.title), printable(paper.office), paper.language))


def _section(document: DocumentObject, paper: Paper, heading: str, texts: list[str]) -> None:
    if not texts:
        return
    document.add_paragraph(paper.say(heading), style="Heading 1")
    for text in texts:
        document.add_paragraph(printable(text), style="List Bullet")


def _close(document: DocumentObject, paper: Paper) -> None:
    """Write what the approval is bound to, and a place to sign while it is not given."""
    document.add_paragraph(paper.say(N_("Approval")), style="Heading 1")
    told = N_("The approval is bound to this digest of the lines above; any change of a line gives another one.")
    document.add_paragraph(paper.say(told)).paragraph_format.keep_with_next = True
    digest = document.add_paragraph()
    digest.add_run(paper.grouped_digest()).bold = True
    if paper.status == "drafted":
        digest.paragraph_format.keep_with_next = True
        for label in (N_("Approved on (date)"), N_("Name"), N_("Signature")):
            line = document.add_paragraph(f"{paper.say(label)}: {'_' * 40}")
            line.paragraph_format.keep_with_next = label != N_("Signature")
