"""Random VBScript programs as trees, and their text."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from tests.support.vbscript_model import Tree

_NAMES = ("a", "b", "c")
_SIGNS = ("+", "-", "*", "\\", "Mod", "&", "And", "Or", "Xor", "=", "<>", "<", ">", "<=", ">=")

literals = st.one_of(
    st.integers(-20, 300),
    st.sampled_from(("", "x", "Ab", "12", "7", "true")),
    st.booleans(),
).map(lambda value: ("unary", "-", ("literal", -value)) if _negative(value) else ("literal", value))


def _negative(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value < 0


def expressions(names: tuple[str, ...], callable_names: tuple[str, ...]) -> st.SearchStrategy[Tree]:
    """Expressions over these variables, the array, Err, and calls of these functions."""
    leaves = st.one_of(literals, st.sampled_from(names).map(lambda name: ("name", name)), st.just(("error",)))

    def grow(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        kinds = [
            st.tuples(st.just("binary"), st.sampled_from(_SIGNS), inner, inner),
            st.tuples(st.just("unary"), st.sampled_from(("-", "Not")), inner),
            st.tuples(st.just("element"), inner),
            st.tuples(
                st.just("function"),
                st.sampled_from(("Len", "UCase", "CStr", "CLng", "Abs")),
                inner.map(lambda each: [each]),
            ),
            st.tuples(st.just("function"), st.just("Left"), st.tuples(inner, inner).map(list)),
        ]
        if callable_names:
            call = st.tuples(inner, inner).map(list)
            kinds.append(st.tuples(st.just("call"), st.sampled_from(callable_names), call))
        return st.one_of(kinds)

    return st.recursive(leaves, grow, max_leaves=5)


def blocks(
    names: tuple[str, ...], callable_names: tuple[str, ...], exits: tuple[str, ...]
) -> st.SearchStrategy[list[Tree]]:
    """Statements; `exits` are what an Exit may leave here."""
    value = expressions(names, callable_names)
    name = st.sampled_from(names)
    simple = [
        st.tuples(st.just("say"), value),
        st.tuples(st.just("let"), name, value),
        st.tuples(st.just("put"), value, value),
        st.tuples(st.just("resume"), st.booleans()),
    ]
    if exits:
        simple.append(st.tuples(st.just("exit"), st.sampled_from(exits)))
    if callable_names:
        given = st.tuples(value, value).map(list)
        simple.append(st.tuples(st.just("call"), st.sampled_from(callable_names), given))

    def grow(statement: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        body = st.lists(statement, min_size=1, max_size=3)
        rounds = {what: st.tuples(body, st.none() | value).map(_leaving(what)) for what in ("for", "do")}
        bounds = st.tuples(value, value, st.sampled_from((1, 2, -1, -3)))
        kinds = st.sampled_from(("while", "until", "while after", "until after"))
        return st.one_of(
            st.tuples(st.just("if"), st.lists(st.tuples(value, body), min_size=1, max_size=2), body),
            st.tuples(
                st.just("select"),
                value,
                st.lists(st.tuples(st.lists(value, min_size=1, max_size=2), body), min_size=1, max_size=2),
                body,
            ),
            st.tuples(st.just("for"), name, bounds, rounds["for"]),
            st.tuples(st.just("loop"), kinds, value, rounds["do"]),
        )

    return st.lists(st.recursive(st.one_of(simple), grow, max_leaves=6), min_size=1, max_size=6)


def _leaving(what: str) -> Callable[[tuple[list[Tree], Tree | None]], list[Tree]]:
    """The body of a loop with an Exit behind a condition, where there is one."""

    def add(made: tuple[list[Tree], Tree | None]) -> list[Tree]:
        body, condition = made
        leave = ("if", [(condition, [("exit", what)])], [("say", ("literal", "on"))])
        return body if condition is None else [*body, leave]

    return add


def _procedure(name: str, callable_names: tuple[str, ...]) -> st.SearchStrategy[Tree]:
    parameters = st.tuples(st.booleans(), st.booleans()).map(lambda by: [("p", by[0]), ("q", by[1])])
    body = blocks(("p", "q", name, "a"), callable_names, ("procedure",))
    return st.tuples(st.just(name), parameters, body)


programs: st.SearchStrategy[Tree] = st.tuples(
    st.tuples(_procedure("F", ()), _procedure("G", ("F",))).map(list),
    blocks(_NAMES, ("F", "G"), ()),
)


# --- the text of a tree


def write(program: Tree) -> str:
    """The program as VBScript."""
    procedures, body = program
    lines = ["Dim a, b, c, list(4)"]
    for name, parameters, inner in procedures:
        heads = ", ".join(("ByVal " if by_value else "") + each for each, by_value in parameters)
        lines += [f"Function {name}({heads})", *_lines(inner), "End Function"]
    return "\n".join([*lines, *_lines(body), ""])


def _lines(body: list[Tree]) -> list[str]:
    return [line for statement in body for line in _statement(*statement)]


def _statement(kind: str, *rest: object) -> list[str]:
    return _WRITERS[kind](*rest)


def _if(branches: list[tuple[Tree, list[Tree]]], otherwise: list[Tree]) -> list[str]:
    lines = []
    for at, (condition, body) in enumerate(branches):
        lines += [f"{'ElseIf' if at else 'If'} {_text(condition)} Then", *_lines(body)]
    return [*lines, "Else", *_lines(otherwise), "End If"]


def _select(tree: Tree, cases: list[tuple[list[Tree], list[Tree]]], otherwise: list[Tree]) -> list[str]:
    lines = [f"Select Case {_text(tree)}"]
    for wanted, body in cases:
        lines += ["Case " + ", ".join(map(_text, wanted)), *_lines(body)]
    return [*lines, "Case Else", *_lines(otherwise), "End Select"]


def _for(name: str, bounds: tuple[Tree, Tree, int], body: list[Tree]) -> list[str]:
    start, end, step = bounds
    return [f"For {name} = {_text(start)} To {_text(end)} Step {step}", *_lines(body), "Next"]


def _loop(kind: str, condition: Tree, body: list[Tree]) -> list[str]:
    word = "Until" if "until" in kind else "While"
    test = f" {word} {_text(condition)}"
    before, after = ("", test) if "after" in kind else (test, "")
    return [f"Do{before}", *_lines(body), f"Loop{after}"]


_EXITS = {"procedure": "Exit Function", "for": "Exit For", "do": "Exit Do"}
_WRITERS = {
    "say": lambda tree: [f"Say {_text(tree)}"],
    "let": lambda name, tree: [f"{name} = {_text(tree)}"],
    "put": lambda index, tree: [f"list({_text(index)}) = {_text(tree)}"],
    "resume": lambda on: ["On Error Resume Next" if on else "On Error GoTo 0"],
    "exit": lambda what: [_EXITS[what]],
    "call": lambda name, arguments: [f"Call {name}({', '.join(map(_text, arguments))})"],
    "if": _if,
    "select": _select,
    "for": _for,
    "loop": _loop,
}


def _text(tree: Tree) -> str:
    kind, *rest = tree
    if kind == "literal":
        return f'"{rest[0]}"' if isinstance(rest[0], str) else str(rest[0])
    if kind == "name":
        return rest[0]
    if kind == "error":
        return "Err.Number"
    if kind == "element":
        return f"list({_text(rest[0])})"
    if kind == "unary":
        return f"{rest[0]} ({_text(rest[1])})" if rest[1][0] != "literal" else f"{rest[0]} {_text(rest[1])}"
    if kind == "binary":
        return f"{_operand(rest[1])} {rest[0]} {_operand(rest[2])}"
    return f"{rest[0]}({', '.join(map(_text, rest[1]))})"


def _operand(tree: Tree) -> str:
    return _text(tree) if tree[0] not in ("binary", "unary") or _is_number(tree) else f"({_text(tree)})"


def _is_number(tree: Tree) -> bool:
    return tree[0] == "unary" and tree[1] == "-" and tree[2][0] == "literal"
