"""Help is quick: no `--help` at any level loads a library it does not need."""

from __future__ import annotations

import json
import subprocess
import sys

PROBE = """
import contextlib, io, json, sys
heavy = {"sqlalchemy", "sqlmodel", "openpyxl", "docx", "docxtpl", "jinja2", "alembic", "psycopg", "babel", "questionary", "xlsxwriter", "pydantic", "rich", "highspy", "numpy"}
from skjonn.cli import main
found = {}
def ask(words):
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = main([*words, "--help"])
    assert code == 0 and said.getvalue().strip(), (words, code)
    loaded = sorted(heavy & {name.split(".")[0] for name in sys.modules})
    if loaded and not found:
        found[" ".join(words) or "(top)"] = loaded
ask([])
from skjonn.cli import app, nouns
for noun in nouns.NOUNS:
    ask([noun.name])
    command = app.load(noun.name)
    for verb in getattr(command, "commands", {}):
        ask([noun.name, verb])
print(json.dumps(found))
"""


def test_no_help_loads_a_heavy_library() -> None:
    """From `skjonn --help` down to every verb, in one fresh interpreter; the first that loads anything is named."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, encoding="utf-8", check=False, timeout=120
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {}


def test_the_top_help_loads_no_noun() -> None:
    """`skjonn --help` reads the table of nouns and imports none of their modules."""
    script = (
        "import sys\nfrom skjonn.cli import main\nmain(['--help'])\nfrom skjonn.cli.nouns import NOUNS\n"
        "print([noun.name for noun in NOUNS if f'skjonn.cli.{noun.name}' in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True)

    assert done.stdout.splitlines()[-1] == "[]"
