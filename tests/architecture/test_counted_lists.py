"""Every page that shows a list has a test that counts its queries."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from inspect import unwrap

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from tests.architecture.source import Module, modules

pytestmark = pytest.mark.slow  # the whole source is read

COUNTS = re.compile(r"CaptureQueriesContext|assert\w*_num_queries")
ELSEWHERE = {"manage:role_grant": "the answer to a form that was sent amiss, with the list of roles beside it"}
"""Addresses that show a list counted at another address."""
GAP = re.compile(r"\{[^{}]*\}|%[sd]")


def asks_for_a_page(node: ast.AST) -> bool:
    """Whether a listing is asked for the page of its rows."""
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr == "page"
        and len(each.args) > 1
        and ast.unparse(each.args[0]) == "request"
        for each in ast.walk(node)
    )


def of_lists(module: Module) -> Iterator[str]:
    """The views of a module that show a list, themselves or by a function beside them."""
    own = {function.name: function for function in module.functions()}
    shows = {name for name, function in own.items() if asks_for_a_page(function)}
    for _step in own:
        shows |= {name for name, function in own.items() if shows & names_in(function)}
    place = module.path.with_suffix("").parts
    yield from (".".join((*place[place.index("yuanjiao") :], name)) for name in shows)


def names_in(node: ast.AST) -> set[str]:
    """The names that a piece of code mentions."""
    found = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return found | {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}


def lists() -> set[str]:
    """The names of all addresses at which a reader finds a list."""
    views = {view for each in modules("src/yuanjiao/web") if "views" in each.path.parts for view in of_lists(each)}
    return {name for name, view in addresses(get_resolver()) if view in views} - ELSEWHERE.keys()


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, str]]:
    """Every named address with the function behind it."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each, f"{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern) and each.name:
            view = unwrap(each.callback)
            yield f"{space}{each.name}", f"{view.__module__}.{getattr(view, '__name__', '')}"


def counted(module: Module) -> Iterator[str]:
    """The names of the addresses that a test module's counting tests mention, also by way of its own names."""
    own: dict[str, list[ast.AST]] = {}
    texts: dict[str, str] = {}
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef):
            own.setdefault(node.name, []).append(node)
        for target in node.targets if isinstance(node, ast.Assign) else ():
            for name in names_in(target):
                own.setdefault(name, []).append(node)
            texts |= texts_given(target, node.value)
    waiting = [node for nodes in own.values() for node in nodes if COUNTS.search(ast.unparse(node))]
    seen: list[ast.AST] = []
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.append(node)
            yield from (name for text in texts_in(node, texts) for name in named(text, texts))
            waiting += [other for name in names_in(node) for other in own.get(name, [])]


def texts_given(target: ast.expr, value: ast.expr) -> dict[str, str]:
    """The texts that an assignment gives names to, one or several at once."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = (texts_given(*pair) for pair in zip(target.elts, value.elts, strict=True))
        return {name: text for pair in pairs for name, text in pair.items()}
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return {ast.unparse(target): value.value}
    return {}


def texts_in(node: ast.AST, texts: Mapping[str, str]) -> Iterator[str]:
    """The texts in a piece of code; what is filled in is looked up among the module's, or stands as a number."""
    for each in ast.walk(node):
        if isinstance(each, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else texts.get(ast.unparse(part)[3:-2], "1")
                for part in each.values
            )
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def named(text: str, texts: Mapping[str, str]) -> Iterator[str]:
    """The addresses that a text of a test may mean: by name, as a whole path, or as the rest of one."""
    yield from (text, f"manage:{text}", f"learner:{text}")
    for base in ("", *(each for each in texts.values() if each.startswith("/"))):
        try:
            yield resolve(GAP.sub("1", base + text).split("?")[0]).view_name
        except Resolver404:
            continue


def test_every_list_is_counted():
    known = {name for module in modules("tests/web") for name in counted(module)}
    assert lists() - known == set()


def test_there_are_lists_to_look_at():
    assert {"manage:people", "manage:campaign_people", "learner:notices"} <= lists()


def test_a_list_is_found_by_its_parametrised_path():
    text = 'P = ["/manage/people/"]\n@each(P)\ndef test_it(path, django_assert_num_queries):\n    pass\n'
    module = Module(modules("tests/web")[0].path, [], ast.parse(text))
    assert "manage:people" in set(counted(module))
    assert "manage:people" not in set(counted(Module(module.path, [], ast.parse(text.replace("num_queries", "")))))
