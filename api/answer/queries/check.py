"""Checks a JMESPath expression before it is used, and says in words what is wrong with it, and where."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

from api.errors import PitchforkError

LONGEST = 16 * 1024
"""Characters."""

Tree = dict[str, Any]
Token = dict[str, Any]

_OPENERS = {"lbracket": "[", "filter": "[?", "lbrace": "{", "lparen": "("}
_CLOSERS = {"rbracket", "rbrace", "rparen"}
COMPARING = {"eq", "ne", "lt", "lte", "gt", "gte"}
_CURLY = "‘’‚“”„«»′″"


class BadQuery(PitchforkError):
    """An expression that cannot be used. ``at`` is the character where it goes wrong, from 0 (None: unknown)."""

    def __init__(self, sentence: str, at: int | None, hint: str = "") -> None:
        super().__init__(sentence, hint)
        self.at = at


def check_query(expression: str) -> Tree:
    """The syntax tree of an expression. Raises BadQuery."""
    from jmespath import exceptions, parser

    if len(expression) > LONGEST:
        raise BadQuery(f"A query has at most {LONGEST:,} characters.", LONGEST)
    try:
        tree: Tree = parser.Parser().parse(expression).parsed
    except exceptions.IncompleteExpressionError:
        raise _incomplete(expression) from None
    except exceptions.LexerError as error:
        raise _unreadable(expression, error.lexer_position, error.message) from None
    except exceptions.ParseError as error:
        raise _unexpected(expression, error.lex_position) from None
    except RecursionError:
        raise BadQuery("This is nested too deeply.", 0) from None
    except ValueError:  # an empty one, or a number of thousands of digits
        raise BadQuery("This is no query.", 0) from None
    _check_calls(tree, tokens(expression))
    return tree


def tokens(expression: str) -> list[Token]:
    """The parts of an expression up to where it can be read, each with type, value and start."""
    from jmespath import exceptions, lexer

    found: list[Token] = []
    with suppress(exceptions.JMESPathError, ValueError):
        found.extend(lexer.Lexer().tokenize(expression))
    return [token for token in found if token["type"] != "eof"]


def parts(tree: Tree) -> Iterator[Tree]:
    """The tree and everything in it, in the order it is written."""
    stack = [tree]
    while stack:
        part = stack.pop()
        yield part
        children = part["children"]
        if part["type"] == "filter_projection":
            children = [children[0], children[2], children[1]]
        stack += [child for child in reversed(children) if isinstance(child, dict)]


def _incomplete(expression: str) -> BadQuery:
    stack: list[Token] = []
    for token in tokens(expression):
        if token["type"] in _OPENERS:
            stack.append(token)
        elif token["type"] in _CLOSERS and stack:
            stack.pop()
    if stack:
        at = stack[-1]["start"]
        return BadQuery(
            f"The {_OPENERS[stack[-1]['type']]} at column {at + 1} is not closed.", len(expression)
        )
    return BadQuery("The query ends too early: something must follow.", len(expression))


def _unreadable(expression: str, at: int, message: str) -> BadQuery:
    sign, column = expression[at : at + 1], f"at column {at + 1}"
    if message.startswith("Unclosed"):
        return BadQuery(f"The {sign} {column} is not closed.", at)
    if sign == "`":
        return BadQuery(f"What stands in backticks {column} is not JSON.", at)
    if sign == '"':
        return BadQuery(f"The name in double quotes {column} is not written as JSON writes it.", at)
    hints = {
        "=": "Two values are compared with ==.",
        "$": "A query begins at the answer itself, without $.",
    }
    if sign in _CURLY:
        return BadQuery(f"Unexpected {sign} {column}.", at, "Quotes are straight: 'text'.")
    return BadQuery(f"Unexpected {sign} {column}.", at, hints.get(sign, ""))


def _unexpected(expression: str, at: int) -> BadQuery:
    if at >= len(expression):
        return _incomplete(expression)
    known = tokens(expression)
    number = next((n for n, token in enumerate(known) if token["start"] == at), len(known) - 1)
    token, before = known[number], known[number - 1]["type"] if number else ""
    written = expression[at:] if number + 1 == len(known) else expression[at : known[number + 1]["start"]]
    hint = ""
    if token["type"] == "number" and before in COMPARING:
        hint = f"Numbers stand in backticks: `{token['value']}`."
    elif token["type"] == "number" and before == "dot":
        hint = f"An item is written [{token['value']}], without a dot."
    elif token["type"] == "lparen" and before == "quoted_identifier":
        hint = "A function's name stands without quotes."
    return BadQuery(f"Unexpected {written.strip()[:40]} at column {at + 1}.", at, hint)


def _check_calls(tree: Tree, known: list[Token]) -> None:
    """Raise BadQuery for unknown functions, wrong numbers of arguments and steps that lead nowhere."""
    calls = [part for part in parts(tree) if part["type"] == "function_expression"]
    starts = [
        token["start"]
        for token, after in pairwise(known)
        if token["type"] == "unquoted_identifier" and after["type"] == "lparen"
    ]
    if len(starts) != len(calls):  # a name in brackets, as in (length)(@)
        starts = [0] * len(calls)
    for call, at in zip(calls, starts, strict=True):
        _check_call(call["value"], len(call["children"]), at)
    if any(part["type"] == "slice" and part["children"][2] == 0 for part in parts(tree)):
        zeros = [token["start"] for token in known if token["type"] == "number" and token["value"] == 0]
        raise BadQuery(f"The step at column {zeros[-1] + 1} must not be 0.", zeros[-1])


def _check_call(name: str, given: int, at: int) -> None:
    from jmespath.functions import Functions

    table = Functions.FUNCTION_TABLE
    if name not in table:
        like = difflib.get_close_matches(name, table, 1)
        hint = f"Did you mean {like[0]}()?" if like else f"There are {', '.join(sorted(table))}."
        raise BadQuery(f"There is no function {name}().", at, hint)
    signature = table[name]["signature"]
    most, variadic = len(signature), bool(signature and signature[-1].get("variadic"))
    if given < most or (given > most and not variadic):
        least = "at least " if variadic else ""
        raise BadQuery(f"{name}() takes {least}{_values(most)}; here are {given}.", at)


def _values(count: int) -> str:
    return "one value" if count == 1 else f"{count} values"
