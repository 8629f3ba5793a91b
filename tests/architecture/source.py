"""The source as the architecture tests see it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "yuanjiao"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file, parsed."""

    path: Path
    lines: list[str]
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path from the root, as failures show it."""
        return self.path.relative_to(ROOT).as_posix()

    def functions(self) -> Iterator[Function]:
        """Every function and method of the file."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in the repository, or would be after the next commit."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return tuple(path for path in (ROOT / line for line in listing.splitlines()) if path.is_file())


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """The Python files of folders (from the root), without migrations."""
    found = []
    for path in tracked():
        inside = any(path.is_relative_to(ROOT / folder) for folder in folders)
        if inside and path.suffix == ".py" and "migrations" not in path.parts:
            found.append(parsed(path))
    return tuple(found)


@cache
def parsed(path: Path) -> Module:
    """One file, parsed for whichever test asks first."""
    text = path.read_text(encoding="utf-8")
    return Module(path, text.splitlines(), ast.parse(text))


def length(function: Function) -> int:
    """Lines of a function without its docstring: what a reader has to hold in mind."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines
