"""The example's round, played once on SQLite and once on Postgres."""

from __future__ import annotations

import importlib.util
import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).parents[2]


def script(path: str) -> Any:
    """Return a script of the checkout (`examples/…/expect.py`) as a module."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Round:
    """A finished round: its folder, what was said while it was played, and its database where that is not the folder's own."""

    folder: Path
    said: str
    database: str = ""


@pytest.fixture(scope="session")
def expect() -> Any:
    """What plays the round and asks it."""
    return script("examples/rogaland-2021/expect.py")


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the developer has set for daily work out of the tests."""
    for name in [name for name in os.environ if name.startswith("SKJONN_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def played(expect: Any, tmp_path_factory: pytest.TempPathFactory) -> Round:
    """The round on SQLite; only read it."""
    folder = tmp_path_factory.mktemp("example") / "demo"
    return Round(folder, expect.play(folder))


@pytest.fixture(scope="session")
def played_on_postgres(
    expect: Any, empty_postgres: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Round:
    """The round on Postgres; only read it."""
    folder, database = tmp_path_factory.mktemp("example-postgres") / "demo", empty_postgres()
    return Round(folder, expect.play(folder, database), database)


@pytest.fixture(scope="session")
def empty_postgres(postgres: str) -> Iterator[Callable[[], str]]:
    """Makes databases on the suite's server, without a single table, and removes them at the end."""
    made: list[str] = []

    def make() -> str:
        made.append(f"x_{uuid.uuid4().hex[:16]}")
        _on_server(postgres, "CREATE DATABASE {}", made[-1])
        return postgres.replace("/postgres?", f"/{made[-1]}?")

    yield make
    for name in made:
        _on_server(postgres, "DROP DATABASE {} WITH (FORCE)", name)


def _on_server(server: str, statement: Any, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


@pytest.fixture
def skjonn(played: Round) -> Callable[..., Any]:
    """Run a command in the finished round's folder: `skjonn("table", "awards", "--json")` gives its JSON data."""
    return cache(lambda *words: _data(played.folder, words))


def _data(folder: Path, words: tuple[str, ...]) -> Any:
    import json
    from contextlib import chdir, redirect_stdout
    from io import StringIO

    from skjonn.cli import main

    with chdir(folder), redirect_stdout(StringIO()) as heard:
        code = main([*words, "--json", "--lang", "en"])
    assert code == 0, heard.getvalue()
    return json.loads(heard.getvalue())["data"]
