"""Which verbs and kinds of subjects the source writes into the audit trail, read without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import product
from typing import Any

from tests.architecture.source import PACKAGE, Function, Module, modules

SOURCE = "src/yuanjiao"


class Unreadable(AssertionError):
    """A verb is made in a way that cannot be read from the source."""


@dataclass(frozen=True)
class Place:
    """Where an expression stands: its module, and the function around it."""

    module: Module
    function: Function | None

    @property
    def names(self) -> dict[str, Any]:
        """What the module's names stand for."""
        dotted = ".".join(("yuanjiao", *self.module.path.relative_to(PACKAGE).with_suffix("").parts))
        return vars(import_module(dotted.removesuffix(".__init__")))

    def worth(self, expression: ast.expr) -> Any:
        """What an expression of the module's own names is; nothing when it needs more."""
        try:
            named = compile(ast.Expression(expression), self.module.name, "eval")
            return eval(named, dict(self.names))  # noqa: S307 -- the source reads itself
        except (NameError, AttributeError, KeyError, TypeError):
            return None


def _calls(module: Module) -> Iterator[tuple[Place, ast.Call]]:
    inside = {id(node): function for function in module.functions() for node in ast.walk(function)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield Place(module, inside.get(id(node))), node


@cache
def _all_calls() -> tuple[tuple[Place, ast.Call], ...]:
    """Every call in an action, and in whatever else records: what is recorded is made up there."""
    recording = (each for each in modules(SOURCE) if "actions" in each.path.parts or _records(each))
    return tuple(found for module in recording for found in _calls(module))


def _records(module: Module) -> bool:
    return any("audit.record(" in line for line in module.lines)


@cache
def recordings() -> tuple[tuple[Place, dict[str | None, ast.expr]], ...]:
    """Every call of `audit.record` with its arguments."""
    return tuple(
        (place, {word.arg: word.value for word in call.keywords})
        for place, call in _all_calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "record"
        and ast.unparse(call.func) == "audit.record"
    )


def words_of(node: ast.expr, place: Place) -> set[str]:
    """Every text that an expression can be."""
    if isinstance(node, ast.FormattedValue):
        return words_of(node.value, place)
    if isinstance(node, ast.JoinedStr):
        return {"".join(parts) for parts in product(*(sorted(words_of(part, place)) for part in node.values))}
    if isinstance(node, ast.IfExp):
        return words_of(node.body, place) | words_of(node.orelse, place)
    if isinstance(node, ast.Subscript):
        return {str(value) for value in (place.worth(node.value) or {}).values()}
    if isinstance(node, ast.Name) and place.function is not None and (found := _in_function(node.id, place)):
        return found
    known = place.worth(node)
    if known is None:
        raise Unreadable(f"{place.module.name}:{node.lineno}: {ast.unparse(node)}")
    return {str(known)}


def kinds_of(node: ast.expr, place: Place) -> set[str]:
    """Every kind that the subject of a recording can have."""
    if isinstance(node, ast.IfExp):
        return kinds_of(node.body, place) | kinds_of(node.orelse, place)
    if isinstance(node, ast.Tuple):
        return words_of(node.elts[0], place)
    raise Unreadable(f"{place.module.name}:{node.lineno}: {ast.unparse(node)}")


def _in_function(name: str, place: Place) -> set[str]:
    function = place.function
    assert function is not None
    said: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets):
            said |= words_of(node.value, place)
    parameters = [*function.args.posonlyargs, *function.args.args]
    if name in {each.arg for each in [*parameters, *function.args.kwonlyargs]}:
        position = next((index for index, each in enumerate(parameters) if each.arg == name), None)
        for caller, call in _callers(place):
            given = {word.arg: word.value for word in call.keywords}.get(name)
            if given is None and position is not None and position < len(call.args):
                given = call.args[position]
            if given is not None:
                said |= words_of(given, caller)
    return said


def _callers(place: Place) -> Iterator[tuple[Place, ast.Call]]:
    assert place.function is not None
    wanted = place.names[place.function.name]
    for caller, call in _all_calls():
        last = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if last == place.function.name and caller.worth(call.func) is wanted:
            yield caller, call
