"""Scoring formulas: arithmetic over named figures, read by Python's own grammar and worked out by this file alone.

A formula is ``min(1, 达标率 / 0.9)``: numbers, the names that are offered, ``+ - * /``, brackets, ``min`` and
``max``. Whatever else Python could say is refused. Numbers are fractions, so a score is the same everywhere.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor, isfinite

LONGEST = 200
DEEPEST = 20
AS_TYPED = str.maketrans("×÷（），－＋", "*/(),-+")
"""Signs as people type them in Chinese."""


class Fault(StrEnum):
    """What is wrong with a formula."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    UNKNOWN_NAME = "unknown_name"
    NOT_ALLOWED = "not_allowed"


class BadFormula(Exception):
    """A formula that is not understood: what is wrong, and the word at which."""

    def __init__(self, fault: Fault, word: str = "") -> None:
        super().__init__(f"{fault} {word}".strip())
        self.fault = fault
        self.word = word


class DividedByNought(Exception):
    """A formula divides by a figure that is nought for this unit."""


OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
}
CHOICES: dict[str, Callable[..., Fraction]] = {"min": min, "max": max}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was understood, with the names that it uses, in the order in which they are offered."""

    text: str
    names: tuple[str, ...]
    _tree: ast.expr

    def value(self, figures: Mapping[str, Fraction]) -> Fraction:
        """What it gives for some figures.

        :raises DividedByNought: when it divides by nought.
        """
        return _value(self._tree, figures)


def understood(text: str, names: Collection[str]) -> Formula:
    """A formula over these names.

    :raises BadFormula: when it is not one.
    """
    plain = text.translate(AS_TYPED).strip()
    if not plain:
        raise BadFormula(Fault.EMPTY)
    if len(plain) > LONGEST:
        raise BadFormula(Fault.TOO_LONG)
    try:
        tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise BadFormula(Fault.UNREADABLE) from problem
    _allow(tree, names, 0)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return Formula(plain, tuple(name for name in names if name in used), tree)


def _allow(node: ast.expr, names: Collection[str], depth: int) -> None:
    if depth > DEEPEST:
        raise BadFormula(Fault.TOO_LONG)
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and isfinite(value):
            return
        case ast.Name(id=name):
            if name not in names:
                raise BadFormula(Fault.UNKNOWN_NAME, name)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            _allow(inner, names, depth + 1)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            _allow(left, names, depth + 1)
            _allow(right, names, depth + 1)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in CHOICES and len(arguments) > 1:
            for argument in arguments:
                _allow(argument, names, depth + 1)
        case _:
            raise BadFormula(Fault.NOT_ALLOWED, ast.unparse(node)[:40])


def _value(node: ast.expr, figures: Mapping[str, Fraction]) -> Fraction:
    match node:
        case ast.Constant(value=value):
            return Fraction(str(value))
        case ast.Name(id=name):
            return figures[name]
        case ast.UnaryOp(operand=inner):
            return -_value(inner, figures)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            by = _value(right, figures)
            if by == 0:
                raise DividedByNought
            return _value(left, figures) / by
        case ast.BinOp(left=left, op=operation, right=right):
            return OPERATIONS[type(operation)](_value(left, figures), _value(right, figures))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return CHOICES[name](*(_value(argument, figures) for argument in arguments))
        case _:
            raise BadFormula(Fault.NOT_ALLOWED)


@dataclass(frozen=True, slots=True)
class Working:
    """How a formula came to its points: what it gave, nothing where it divides by nought, and the share that counts."""

    value: Fraction | None
    share: Fraction
    points: int


def worked_out(formula: Formula, figures: Mapping[str, Fraction], weight: int) -> Working:
    """The hundredths of a point that a formula gives of a weight: its value is a share, held between 0 and 1.

    A formula that divides by nought gives nothing.
    """
    try:
        value = formula.value(figures)
    except DividedByNought:
        return Working(None, Fraction(0), 0)
    share = min(max(value, Fraction(0)), Fraction(1))
    return Working(value, share, floor(weight * share + Fraction(1, 2)))
