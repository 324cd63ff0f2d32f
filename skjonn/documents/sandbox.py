"""The engine templates run in: strict about fields, reaching nothing but them, unable to grow a text without bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from jinja2 import nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

_FILTERS = frozenset(
    [
        "capitalize",
        "count",
        "default",
        "e",
        "escape",
        "first",
        "int",
        "join",
        "last",
        "length",
        "list",
        "lower",
        "reject",
        "rejectattr",
        "reverse",
        "select",
        "selectattr",
        "sort",
        "string",
        "title",
        "trim",
        "truncate",
        "unique",
        "upper",
    ]
)
"""What a template may do with a field's value: nothing here can grow a text without bound."""
_NO_STATEMENTS = (nodes.Assign, nodes.AssignBlock, nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include, nodes.Macro)  # fmt: skip
"""Statements no letter needs, and by which a template could grow without bound or ask for other files."""


class FieldEmpty(Exception):
    """Carries the name of an empty field that was printed out of the engine."""


class Unknown(StrictUndefined):
    """A field that does not exist: any use of it is refused, and the refusal says its name alone."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)

    __slots__ = ()


class Empty:
    """A field that holds nothing: false in a condition, refused when printed or walked through."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Empty) or other in ("", ())

    def __hash__(self) -> int:
        return hash("")

    def _refuse(self, *_: object) -> NoReturn:
        raise FieldEmpty(self._name)

    __str__ = __iter__ = __html__ = __add__ = __radd__ = __mod__ = __getitem__ = _refuse


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja that reaches nothing but the fields: no functions of its own, no marking as safe, no growing of texts."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, finalize: Callable[[Any], Any], *, autoescape: bool = True) -> None:
        """Let every printed value pass through `finalize`."""
        super().__init__(undefined=Unknown, autoescape=autoescape, finalize=finalize)
        self.globals.clear()
        self.filters = {name: act for name, act in self.filters.items() if name in _FILTERS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow items of mappings and lists, and no method of anything."""
        return not callable(value) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """Let a text's `format` be refused like any other method: it can be told to pad without bound."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002  (the library's signature)
        """Refuse operators that can grow a text without bound."""
        raise SecurityError(f"{operator} is not allowed")


def refuse_statements(tree: nodes.Template) -> None:
    """Refuse statements no text needs, and by which a template could grow without bound or ask for other files."""
    for refused in tree.find_all(_NO_STATEMENTS):
        raise TemplateSyntaxError(f"{type(refused).__name__.lower()} is not allowed", refused.lineno)


def guarded(name: str, value: object) -> object:
    """Return a value as templates get it: texts as they are, what is empty as a field that refuses to be printed."""
    if value in ("", ()):
        return Empty(name)
    if isinstance(value, tuple):
        return [guarded(name, item) for item in value]
    if isinstance(value, Mapping):
        return {key: guarded(f"{name}.{key}", item) for key, item in value.items()}
    return value
