"""Views load, ask, and answer; writing is the business of actions."""

from __future__ import annotations

import ast

from tests.architecture.source import modules

WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "aupdate", "acreate", "asave"}
MANAGER_WRITES = {"create", "update", "delete"}


def writes(tree: ast.Module) -> list[int]:
    """Lines of a view module where it writes to the database itself."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            by_manager = node.func.attr in MANAGER_WRITES and ".objects" in ast.unparse(node.func.value)
            elsewhere = node.func.attr == "save" and node.args  # a picture or a code saved into a buffer
            if (node.func.attr in WRITES or by_manager) and not elsewhere:
                lines.append(node.lineno)
    return lines


def test_no_view_saves():
    found = [
        f"{each.name}:{line}"
        for each in modules("src/yuanjiao/web")
        if "views" in each.path.parts or each.path.name == "views.py"
        for line in writes(each.tree)
    ]
    assert found == []


def test_the_rule_sees_a_view_that_saves():
    assert writes(ast.parse("def page(request):\n    thing.save()\n    Thing.objects.create(a=1)\n")) == [2, 3]
    assert writes(ast.parse("words = {}\nwords.update(a=1)\n")) == []
