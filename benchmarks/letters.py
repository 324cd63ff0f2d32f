"""How fast letters are made: 1 000 of award, beside docxtpl and beside the deflating of the same bytes. Run by `benchmarks/run.py`.

What is compared is a letter from its values to its bytes on the same template: opened, rendered and saved for each letter by
docxtpl, compiled once and rendered here. Both run in one process, on one core, in turns.
"""

from __future__ import annotations

import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO

from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from skjonn import files
from skjonn.documents.letters import compile_template
from skjonn.documents.packages import Properties
from skjonn.domain.letter_fields import FIELD_NAMES
from skjonn.domain.letter_kinds import LetterKind
from skjonn.domain.letter_samples import sample

LETTERS, PEERS, ROUNDS = 1_000, 50, 3
NAME = "letters/nn/award.docx"
PROPERTIES = Properties("2021-001", "Statsforvaltaren i Rogaland", "nn", date(2021, 6, 1))
BOUND = 1 / 15
FLAT = 1.2


def report() -> list[tuple[str, float, float, float]]:
    """Measure and return name, ours, the peer's and the bound (included; 0 is none): milliseconds a letter, of memory MB."""
    ours, theirs, floor = [], [], []
    for _ in range(ROUNDS):
        ours.append(_milliseconds(_ours, LETTERS))
        theirs.append(_milliseconds(_docxtpl, PEERS))
        floor.append(_milliseconds(_deflating, LETTERS))
    few, many = _memory(LETTERS // 10), _memory(LETTERS)
    return [
        (f"a letter, of {LETTERS} : docxtpl alone", min(ours), min(theirs), BOUND),
        (f"a letter, of {LETTERS} : deflating the same bytes", min(ours), min(floor), 0),
        (f"memory for {LETTERS} letters (MB) : for {LETTERS // 10}", many, few, FLAT),
    ]


def _values(number: int) -> dict[str, object]:
    return {**sample(LetterKind.AWARD), "case": f"2021-{number:03d}"}


def _ours(count: int) -> Iterator[int]:
    template = compile_template(NAME, files.find_template(NAME).read_bytes(), FIELD_NAMES)
    for number in range(count):
        yield len(template.rendered(f"2021-{number:03d}", _values(number), PROPERTIES).content)


def _docxtpl(count: int) -> Iterator[int]:
    content = files.find_template(NAME).read_bytes()
    for number in range(count):
        template = DocxTemplate(BytesIO(content))
        template.render(_values(number), jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
        saved = BytesIO()
        template.save(saved)
        yield saved.tell()


def _deflating(count: int) -> Iterator[int]:
    """Deflate what differs from letter to letter, and nothing else: no letter can be made in less."""
    template = compile_template(NAME, files.find_template(NAME).read_bytes(), FIELD_NAMES)
    before, after = (files.unpack(template.render("x", _values(number), PROPERTIES)) for number in (1, 2))
    varying = [content for name, content in after.items() if before[name] != content or name.startswith("word/header")]
    for _ in range(count):
        yield sum(len(zlib.compress(part, 6)) for part in varying)


def _milliseconds(act: Callable[[int], Iterator[int]], count: int) -> float:
    begun = time.perf_counter()
    for size in act(count):
        assert size
    return (time.perf_counter() - begun) / count * 1_000


def _memory(count: int) -> float:
    """Return the most a batch holds at once, in megabytes."""
    tracemalloc.start()
    for size in _ours(count):
        assert size
    most = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return most


def main() -> bool:
    """Measure, print, and tell whether a bound is broken."""
    broken = False
    for name, ours, peer, bound in report():
        ratio = ours / peer
        over = bool(bound) and ratio > bound
        broken = broken or over
        print(f"{name:52}{ours:>10.2f} {peer:>10.2f} {ratio:>7.3f}{bound:>8.3f}{'  OVER' if over else ''}")
    return broken


if __name__ == "__main__":
    raise SystemExit(main())
