"""A call as its editor shows it, and what can be wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

from api.model import Change

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
PLACES = ("path", "query", "header", "cookie")
TYPES = ("string", "integer", "number", "boolean")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_PATH = re.compile(r"/(?:[A-Za-z0-9._~!$&'()*+,;=:@%/-]|\{[^{}/]+\})*")
IN_PATH = re.compile(r"\{([^{}/]+)\}")


@dataclass(frozen=True, slots=True)
class EditedParameter:
    """A parameter outside the body. ``default`` and ``allowed`` (by commas) are text; "" is none."""

    name: str = ""
    place: str = "query"
    type: str = "string"
    required: bool = False
    default: str = ""
    allowed: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class EditedCall:
    """A call as its editor shows it. ``body`` is an example as JSON text, ``success`` status codes by commas,
    ``changes`` what the call does to the cloud.
    """

    title: str = ""
    method: str = "GET"
    path: str = "/"
    category: str = ""
    description: str = ""
    docs: str = ""
    parameters: tuple[EditedParameter, ...] = ()
    body: str = ""
    success: str = "200"
    changes: str = Change.NONE.value

    def faults(self) -> dict[str, str]:
        """What is wrong, by the name of the field ("parameters.2" for the third one), as sentences."""
        found = {
            "title": "" if self.title.strip() else "Give it a name.",
            "path": _path_fault(self.path),
            "docs": _docs_fault(self.docs),
            "body": _body_fault(self.body),
            "success": _success_fault(self.success),
        }
        found |= {f"parameters.{number}": text for number, text in enumerate(self._parameter_faults())}
        return {name: sentence for name, sentence in found.items() if sentence}

    def _parameter_faults(self) -> Iterator[str]:
        in_path, seen = set(IN_PATH.findall(self.path)), set()
        for each in self.parameters:
            again = (each.place, each.name) in seen
            seen.add((each.place, each.name))
            yield "There are two of that name." if again else _parameter_fault(each, in_path)


def _path_fault(path: str) -> str:
    if not path.startswith("/"):
        return "It has to begin with a slash; the server's address stands before it."
    if not _PATH.fullmatch(path):
        return "Only what may stand in an address, and parameters like {image_id}."
    names = IN_PATH.findall(path)
    return "A parameter stands in it twice." if len(names) != len(set(names)) else ""


def _docs_fault(url: str) -> str:
    try:
        fine = not url or (urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname))
    except ValueError:
        fine = False
    return "" if fine else "It has to be an address that begins with https:// or http://."


def _body_fault(text: str) -> str:
    if not text.strip():
        return ""
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return f"It is not JSON: {error.msg} in line {error.lineno}."
    return ""


def _success_fault(text: str) -> str:
    codes = [code.strip() for code in text.split(",") if code.strip()]
    fine = codes and all(re.fullmatch(r"[1-5][0-9][0-9]", code) for code in codes)
    return "" if fine else "Status codes by commas, like 200, 204."


def _parameter_fault(each: EditedParameter, in_path: set[str]) -> str:
    if not each.name.strip():
        return "Give it a name."
    if each.place == "path" and each.name not in in_path:
        return f"The path has no {{{each.name}}}."
    if each.place == "header" and not _TOKEN.fullmatch(each.name):
        return "That cannot be the name of a header."
    for text in (each.default, *split(each.allowed)):
        if text and not isinstance(typed(text, each.type), _PYTHON[each.type]):
            return f"“{text}” is no {each.type}."
    if each.default and each.allowed and each.default not in split(each.allowed):
        return "The default is not among the allowed values."
    return ""


_PYTHON: dict[str, Any] = {"string": str, "integer": int, "number": int | float, "boolean": bool}


def typed(text: str, kind: str) -> Any:
    """The value that a text means as that type; None when it is none."""
    if kind == "string":
        return text
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return None if isinstance(value, bool) and kind != "boolean" else value


def split(text: str) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in text.split(",") if part.strip()]
