"""A value that prints as ****** and leaves only by `.reveal()`."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

MASK = "******"

_made: list[str] = []  # every value of this process once, in the order in which they came
_known: set[str] = set()


def known_values(after: int = 0) -> tuple[str, ...]:
    """The values of all secrets that this process has made or read, without the first `after` of them.

    For the redactor, and for nobody else.
    """
    return tuple(_made[after:])


class Secret:
    """A password, PIN, private key or personal address.

    It cannot be printed, formatted, pickled or serialised by accident; `reveal()` is the one way out and
    therefore the one word to search for in a review. Its value is known to the redactor from now on, until
    the process ends.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value
        if value not in _known:
            _known.add(value)
            _made.append(value)

    def reveal(self) -> str:
        """The value itself, for the place that must have it."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash(("Secret", self._value))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is never pickled")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        from_text = core_schema.no_info_after_validator_function(cls, core_schema.str_schema())
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_text]),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )


AskPassword = Callable[[str, int], Secret | None]  # of a file, by its name, with so many tries left
_TRIES = 3


def ask_again(ask: AskPassword, name: str) -> Iterator[Secret | None]:
    """What is typed for a file, until the caller has enough: three tries at most, and None once nobody gives one."""
    for left in range(_TRIES, 0, -1):
        typed = ask(name, left)
        yield typed
        if typed is None:
            return


def ask_nobody(name: str, left: int) -> Secret | None:
    """The answer where nobody can be asked for a file's password: none."""
    return None
