"""Offices sit on Windows: nothing that only other systems have, and every text file in UTF-8."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import skjonn

PACKAGE = Path(skjonn.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_shipped" not in path.parts)
POSIX_MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "crypt", "posix", "readline"}
POSIX_NAMES = {
    "os": {
        "fork", "getuid", "geteuid", "getgid", "getegid", "setuid", "chown", "lchown", "fchown", "fchmod", "mkfifo", "uname", "sysconf",
        "setsid", "getpgid", "killpg", "wait", "nice", "statvfs", "umask", "pread", "pwrite", "O_NOFOLLOW", "O_DIRECTORY",
    } - {"umask"},  # umask is on Windows too
    "signal": {"SIGKILL", "SIGALRM", "SIGHUP", "SIGPIPE", "SIGUSR1", "SIGUSR2", "SIGCHLD", "alarm", "setitimer", "pause"},
}  # fmt: skip
TEXT_METHODS = {"read_text", "write_text"}


def _guarded(node: ast.AST) -> bool:
    """Tell whether a node asks for the system first, or is ready for what is not there."""
    if isinstance(node, ast.If | ast.IfExp):
        asked = ast.unparse(node.test)
        return any(word in asked for word in ("sys.platform", "os.name", "hasattr(", "_WINDOWS"))
    if isinstance(node, ast.Try):
        caught = " ".join(ast.unparse(handler.type) for handler in node.handlers if handler.type)
        return "ImportError" in caught or "AttributeError" in caught
    return False


def _unguarded(tree: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(tree):
        if not _guarded(child):
            yield child
            yield from _unguarded(child)


def posix_only(node: ast.AST) -> str:
    """Return the name of what other systems alone have; empty where there is nothing of it."""
    match node:
        case ast.Import(names=names):
            return next((name.name for name in names if name.name in POSIX_MODULES), "")
        case ast.ImportFrom(module=str(module), names=names):
            if module in POSIX_MODULES:
                return module
            return next((name.name for name in names if name.name in POSIX_NAMES.get(module, ())), "")
        case ast.Attribute(value=ast.Name(id=module), attr=name) if name in POSIX_NAMES.get(module, ()):
            return f"{module}.{name}"
        case _:
            return ""


def without_encoding(call: ast.Call) -> bool:
    """Tell whether a call opens a text file and does not say how it is written."""
    names = {keyword.arg for keyword in call.keywords}
    match call.func:
        case ast.Name(id="open"):
            return "encoding" not in names and not _binary(call, 1)
        case ast.Attribute(attr=method) if method in TEXT_METHODS:
            return "encoding" not in names
        case ast.Attribute(attr="open", value=ast.Name(id="os" | "zipfile" | "archive" | "book" | "webbrowser")):
            return False
        case ast.Attribute(attr="open"):
            return "encoding" not in names and not _binary(call, 0)
        case _:
            return False


def _binary(call: ast.Call, place: int) -> bool:
    modes = [*call.args[place : place + 1], *(word.value for word in call.keywords if word.arg == "mode")]
    return any(isinstance(mode, ast.Constant) and "b" in str(mode.value) for mode in modes)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_needs_another_system_than_windows(path: Path) -> None:
    """What only POSIX has is asked for behind a question or an except."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [f"{getattr(node, 'lineno', 0)}: {name}" for node in _unguarded(tree) if (name := posix_only(node))]

    assert not found, found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_text_file_says_its_encoding(path: Path) -> None:
    """Windows would otherwise read and write its own code page."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]

    assert [call.lineno for call in calls if without_encoding(call)] == []
