"""A small interpreter of VBScript, written apart from the one in the page, to compare it with.

Programs are trees, as `vbscript_generator` makes them; numbers are whole. What the model does not know (a number that
needs an exponent) raises Unmodelled.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

Value = int | str | bool | None  # None is Empty
Tree = tuple[Any, ...]

_LONG = 2**31
_STEPS = 3000


class Unmodelled(Exception):
    """The program goes where the model does not."""


class VbError(Exception):
    """An error of VBScript, by its number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Exit(Exception):
    """Exit For, Exit Do, or Exit Sub/Function."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass
class Variable:
    value: Value = None


@dataclass
class Scope:
    """The variables of a running procedure; `arrays` are those of the script, which all share."""

    variables: dict[str, Variable]
    resume: bool = False


@dataclass
class Model:
    """Runs one program. `lines` is what it said, `error` the number in Err."""

    procedures: dict[str, Tree]
    lines: list[str] = field(default_factory=list)
    error: int = 0
    steps: int = 0
    array: list[Variable] = field(default_factory=lambda: [Variable() for _ in range(5)])
    shared: dict[str, Variable] = field(default_factory=dict)

    # --- statements

    def block(self, body: list[Tree], scope: Scope) -> None:
        for statement in body:
            self.steps += 1
            if self.steps > _STEPS:
                raise Unmodelled
            try:
                getattr(self, "do_" + statement[0])(scope, *statement[1:])
            except VbError as error:
                self.survive(error, scope)

    def survive(self, error: VbError, scope: Scope) -> None:
        if not scope.resume:
            raise error
        self.error = error.number

    def holds(self, condition: Tree, scope: Scope) -> bool:
        """Where a condition fails under On Error Resume Next, what is inside comes next."""
        try:
            return truth(self.value(condition, scope))
        except VbError as error:
            self.survive(error, scope)
            return True

    def do_say(self, scope: Scope, tree: Tree) -> None:
        self.lines.append(text(self.value(tree, scope)))

    def do_let(self, scope: Scope, name: str, tree: Tree) -> None:
        value = self.value(tree, scope)
        self.variable(name, scope).value = value

    def do_put(self, scope: Scope, index: Tree, tree: Tree) -> None:
        value = self.value(tree, scope)
        self.element(index, scope).value = value

    def do_if(self, scope: Scope, branches: list[tuple[Tree, list[Tree]]], otherwise: list[Tree]) -> None:
        for condition, body in branches:
            if self.holds(condition, scope):
                return self.block(body, scope)
        return self.block(otherwise, scope)

    def do_select(
        self, scope: Scope, tree: Tree, cases: list[tuple[list[Tree], list[Tree]]], otherwise: list[Tree]
    ) -> None:
        chosen = self.value(tree, scope)
        for wanted, body in cases:
            for each in wanted:
                if compare("=", chosen, self.value(each, scope), literal(tree), literal(each)):
                    return self.block(body, scope)
        return self.block(otherwise, scope)

    def do_for(self, scope: Scope, name: str, bounds: tuple[Tree, Tree, int], body: list[Tree]) -> None:
        try:
            start = number(self.value(bounds[0], scope))
            end = number(self.value(bounds[1], scope))
        except VbError as error:
            self.survive(error, scope)
            self.inside("for", body, scope)
            return
        variable = self.variable(name, scope)
        variable.value = start
        while number(variable.value) <= end if bounds[2] > 0 else number(variable.value) >= end:
            if self.inside("for", body, scope):
                return
            variable.value = add(variable.value, bounds[2])

    def do_loop(self, scope: Scope, kind: str, condition: Tree, body: list[Tree]) -> None:
        """`kind` is `while`, `until` (the test comes first), `while after` or `until after`."""
        wanted, after = "until" not in kind, "after" in kind
        while True:
            if not after and self.holds(condition, scope) != wanted:
                return
            if self.inside("do", body, scope):
                return
            if after and self.holds(condition, scope) != wanted:
                return

    def inside(self, loop: str, body: list[Tree], scope: Scope) -> bool:
        """One round of a loop; whether it was left."""
        try:
            self.block(body, scope)
        except Exit as leave:
            if leave.what != loop:
                raise
            return True
        return False

    def do_exit(self, scope: Scope, what: str) -> None:
        raise Exit(what)

    def do_resume(self, scope: Scope, on: bool) -> None:
        scope.resume, self.error = on, 0

    def do_call(self, scope: Scope, name: str, arguments: list[Tree]) -> None:
        self.call(name, arguments, scope)

    # --- expressions

    def value(self, tree: Tree, scope: Scope) -> Value:
        kind, *rest = tree
        return getattr(self, "value_" + kind)(scope, *rest)

    def value_literal(self, scope: Scope, value: Value) -> Value:
        return value

    def value_name(self, scope: Scope, name: str) -> Value:
        return self.variable(name, scope).value

    def value_element(self, scope: Scope, index: Tree) -> Value:
        return self.element(index, scope).value

    def value_error(self, scope: Scope) -> Value:
        return self.error

    def value_unary(self, scope: Scope, sign: str, tree: Tree) -> Value:
        value = self.value(tree, scope)
        if sign == "-":
            return checked(-number(value))
        return not value if isinstance(value, bool) else ~whole(value)

    def value_binary(self, scope: Scope, sign: str, left: Tree, right: Tree) -> Value:
        one, other = self.value(left, scope), self.value(right, scope)
        if sign in _ORDERS:
            return compare(sign, one, other, literal(left), literal(right))
        return _BINARY[sign](one, other)

    def value_function(self, scope: Scope, name: str, arguments: list[Tree]) -> Value:
        return _FUNCTIONS[name](*(self.value(each, scope) for each in arguments))

    def value_call(self, scope: Scope, name: str, arguments: list[Tree]) -> Value:
        return self.call(name, arguments, scope)

    # --- variables and procedures

    def variable(self, name: str, scope: Scope) -> Variable:
        return scope.variables.get(name) or self.shared.setdefault(name, Variable())

    def element(self, index: Tree, scope: Scope) -> Variable:
        place = whole(self.value(index, scope))
        if not 0 <= place < len(self.array):
            raise VbError(9)
        return self.array[place]

    def reference(self, tree: Tree, scope: Scope) -> Variable:
        if tree[0] == "name":
            return self.variable(tree[1], scope)
        return self.element(tree[1], scope) if tree[0] == "element" else Variable(self.value(tree, scope))

    def call(self, name: str, arguments: list[Tree], scope: Scope) -> Value:
        _, parameters, body = self.procedures[name]
        given = [self.reference(each, scope) for each in arguments]
        inner = Scope({name: Variable()})
        for (parameter, by_value), variable in zip(parameters, given, strict=True):
            inner.variables[parameter] = Variable(variable.value) if by_value else variable
        with suppress(Exit):
            self.block(body, inner)
        return inner.variables[name].value


def run(program: Tree) -> tuple[str, int | None]:
    """What a program says, and the number of the error that ended it."""
    procedures, body = program
    model = Model(procedures={each[0]: each for each in procedures})
    try:
        model.block(body, Scope(model.shared))
    except VbError as error:
        return "\n".join(model.lines), error.number
    return "\n".join(model.lines), None


# --- values


def checked(value: int) -> int:
    if abs(value) >= 10**15:
        raise Unmodelled
    return value


def number(value: Value) -> int:
    if isinstance(value, bool):
        return -1 if value else 0
    if isinstance(value, str):
        if not value.removeprefix("-").isdigit():
            raise VbError(13)
        return int(value)
    return value or 0


def whole(value: Value) -> int:
    found = number(value)
    if not -_LONG <= found < _LONG:
        raise VbError(6)
    return found


def text(value: Value) -> str:
    return "" if value is None else str(value)


def truth(value: Value) -> bool:
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return number(value) != 0


def add(one: Value, other: Value) -> Value:
    if (isinstance(one, str) and isinstance(other, str | None)) or (isinstance(other, str) and one is None):
        return text(one) + text(other)
    return checked(number(one) + number(other))


def divide(one: Value, other: Value, remainder: bool) -> int:
    dividend, divisor = whole(one), whole(other)
    if divisor == 0:
        raise VbError(11)
    quotient = abs(dividend) // abs(divisor) * (1 if (dividend < 0) == (divisor < 0) else -1)
    return dividend - quotient * divisor if remainder else quotient


def logic(one: Value, other: Value, act: Callable[[int, int], int]) -> Value:
    found = act(whole(one), whole(other))
    return found != 0 if isinstance(one, bool) and isinstance(other, bool) else found


def literal(tree: Tree) -> bool:
    return tree[0] == "literal" or (tree[0] == "unary" and tree[1] == "-" and tree[2][0] == "literal")


def compare(sign: str, one: Value, other: Value, one_fixed: bool, other_fixed: bool) -> bool:
    """Two texts as texts, two numbers as numbers; of both kinds, a literal decides, or else the number is less."""
    test = _ORDERS[sign]
    one = "" if one is None and isinstance(other, str) else one
    other = "" if other is None and isinstance(one, str) else other
    if isinstance(one, str) and isinstance(other, str):
        return test(one, other)
    if not isinstance(one, str) and not isinstance(other, str):
        return test(number(one), number(other))
    if one_fixed == other_fixed:
        return test(1, 0) if isinstance(one, str) else test(0, 1)
    fixed = one if one_fixed else other
    if isinstance(fixed, str):
        return test(text(one), text(other))
    if isinstance(fixed, bool):
        return test(number(truth(one)), number(truth(other)))
    return test(number(one), number(other))


def _cut(value: Value, size: Value) -> str:
    length = whole(size)
    if length < 0:
        raise VbError(5)
    return text(value)[:length]


_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_BINARY: dict[str, Callable[[Value, Value], Value]] = {
    "+": add,
    "-": lambda one, other: checked(number(one) - number(other)),
    "*": lambda one, other: checked(number(one) * number(other)),
    "\\": lambda one, other: divide(one, other, False),
    "Mod": lambda one, other: divide(one, other, True),
    "&": lambda one, other: text(one) + text(other),
    "And": lambda one, other: logic(one, other, operator.and_),
    "Or": lambda one, other: logic(one, other, operator.or_),
    "Xor": lambda one, other: logic(one, other, operator.xor),
}
_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "Len": lambda value: len(text(value)),
    "UCase": lambda value: text(value).upper(),
    "CStr": text,
    "CLng": whole,
    "Left": _cut,
    "Abs": lambda value: abs(number(value)),
}
