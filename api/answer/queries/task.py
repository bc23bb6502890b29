"""Evaluates a JMESPath expression over an answer; runs in a child process.

What is passed through stays as it was sent: numbers keep their digits, half a surrogate pair its escape. Of
members with one name the last counts, bytes that are not UTF-8 are U+FFFD, and NaN and Infinity are numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from json.encoder import encode_basestring
from typing import Any

from jmespath import exceptions, functions, parser, visitor

from api.errors import PitchforkError

_LONGEST_INTEGER = 4000
"""Digits: Python refuses to read longer ones, since that takes too long."""
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|(?P<wrong>.))', re.DOTALL)


def evaluate(
    contents: list[memoryview], expression: str, hidden: Sequence[Sequence[int]], cover: str
) -> bytes:
    """The result of a query of the only content, as JSON.

    The byte ranges ``hidden`` are read as if the text ``cover`` stood there. Takes the content out of its
    list, so that its memory can be given back. Raises PitchforkError with a sentence.
    """
    reader = _Reader()
    value = reader.read(_text(contents.pop(), hidden, json.dumps(cover).encode()))
    try:
        result = search(expression, value)
    except exceptions.JMESPathTypeError as error:
        raise PitchforkError(_wrong_kind(error), _way_out(error)) from None
    except exceptions.JMESPathError as error:
        raise PitchforkError(str(error)) from None
    except (TypeError, ValueError, OverflowError):
        raise PitchforkError(
            "A function of the query was given a value that it cannot work with."
        ) from None
    return _written(result, exact=reader.exact).encode("utf-8", "backslashreplace")


def search(expression: str, value: Any) -> Any:
    """What the expression finds in a value. Raises JMESPathError, TypeError, ValueError and OverflowError."""
    tree = parser.Parser().parse(expression).parsed
    return _Interpreter(visitor.Options(custom_functions=_Functions())).visit(tree, value)


class _Exact(float):
    """A number whose digits Python would write differently."""

    __slots__ = ("source",)
    source: str

    @classmethod
    def of(cls, source: str) -> _Exact:
        number = cls(source)
        number.source = source
        return number


_Exact.__name__ = "float"  # the library tells kinds of values by the names of their classes


class _Reader:
    """Reads JSON; ``exact`` tells afterwards whether some number has digits to be kept."""

    def __init__(self) -> None:
        self.exact = False

    def read(self, text: str) -> Any:
        """The value. Raises PitchforkError if there is none."""
        try:
            return self._read(text)
        except json.JSONDecodeError as error:
            if "escape" not in error.msg:
                raise _broken() from None
        try:  # a wrong escape is shown in the tree as it stands: so it is read
            return self._read(_ESCAPE.sub(_kept, text))
        except json.JSONDecodeError:
            raise _broken() from None

    def _read(self, text: str) -> Any:
        return json.loads(text, parse_int=self._integer, parse_float=self._fraction, strict=False)

    def _integer(self, source: str) -> float:
        if len(source) > _LONGEST_INTEGER or source == "-0":
            return self._kept(source)
        return int(source)

    def _fraction(self, source: str) -> float:
        number = float(source)
        return number if repr(number) == source else self._kept(source)

    def _kept(self, source: str) -> float:
        self.exact = True
        return _Exact.of(source)


def _broken() -> PitchforkError:
    return PitchforkError("The answer is not complete JSON: a query needs the whole.")


def _kept(match: re.Match[str]) -> str:
    return "\\" + match[0] if match["wrong"] is not None else match[0]


def _text(content: memoryview, hidden: Sequence[Sequence[int]], cover: bytes) -> str:
    """The answer's text with what is hidden covered."""
    if not hidden:
        return str(content, "utf-8-sig", "replace")
    return str(b"".join(_pieces(content, hidden, cover)), "utf-8-sig", "replace")


def _pieces(
    content: memoryview, hidden: Sequence[Sequence[int]], cover: bytes
) -> Iterator[bytes | memoryview]:
    at = 0
    for start, end in sorted((start, end) for start, end in hidden):
        if start >= at:  # else it lies within what was covered just now
            yield content[at:start]
            yield cover
        at = max(at, end)
    yield content[at:]


def _written(value: Any, *, exact: bool) -> str:
    """A result as JSON on one line."""
    if not exact:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_refuse)
    parts: list[str] = []
    _write(value, parts.append)
    return "".join(parts)


def _write(value: Any, put: Callable[[str], object]) -> None:
    """Like ``json.dumps``, with the digits of numbers as they were sent."""
    if isinstance(value, dict):
        before = "{"
        for name, member in value.items():
            put(f"{before}{encode_basestring(name)}:")
            _write(member, put)
            before = ","
        put("}" if value else "{}")
    elif isinstance(value, list):
        before = "["
        for item in value:
            put(before)
            _write(item, put)
            before = ","
        put("]" if value else "[]")
    else:
        put(value.source if isinstance(value, _Exact) else _scalar(value))


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_refuse)


def _refuse(_value: Any) -> Any:
    raise PitchforkError("&… is for functions like sort_by(); it is no result of its own.")


class _Interpreter(visitor.TreeInterpreter):  # type: ignore[misc]
    """Compares text with a number to null, as the specification has it."""

    def visit_comparator(self, node: Any, value: Any) -> Any:
        try:
            return super().visit_comparator(node, value)
        except TypeError:
            return None


class _Functions(functions.Functions):  # type: ignore[misc]
    """The functions of the specification; a number becomes text with the digits it was sent with."""

    @functions.signature({"types": []})  # type: ignore[untyped-decorator]
    def _func_to_string(self, value: Any) -> str:
        return value if isinstance(value, str) else _written(value, exact=True)


def _wrong_kind(error: exceptions.JMESPathTypeError) -> str:
    kinds = [_of_many(kind).replace("array", "list") for kind in error.expected_types]
    given = functions.TYPES_MAP.get(error.actual_type, error.actual_type).replace("array", "list")
    wanted = " or ".join(kinds).replace("expref", "&expression")
    return f"{error.function_name}() cannot work with {_article(given)}; it takes {_article(wanted)}."


def _of_many(kind: str) -> str:
    return kind.replace("array-", "list of ") + ("s" if kind.startswith("array-") else "")


def _way_out(error: exceptions.JMESPathTypeError) -> str:
    missing = error.actual_type in ("null", "NoneType") and error.function_name.endswith("_by")
    return "Leave out the items that lack it first, as in [?size]." if missing else ""


def _article(kind: str) -> str:
    if kind in ("null", "&expression"):
        return kind
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
