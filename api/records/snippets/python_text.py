"""Python expressions of a request's parts; secrets are read from the environment and encoded there."""

from __future__ import annotations

from collections.abc import Iterator

from api.records.snippets.pieces import answers_text, plain_text
from api.wire.request import CONTENT_LENGTH, Encoding, Request, Slot, Template


def imports(request: Request) -> list[str]:
    """The imports that the request's secrets need."""
    used = {slot.encoding for slot in request.slots if slot.name != CONTENT_LENGTH}
    lines = ["import json"] if Encoding.JSON in used else []
    lines += ["import os"] if used else []
    return lines + (["from urllib.parse import quote"] if Encoding.PERCENT in used else [])


def text(template: Template | str) -> str:
    """An expression whose value is the text."""
    parts = template.parts if isinstance(template, Template) else (template,)
    return " + ".join(repr(p) if isinstance(p, str) else _slot(p) for p in parts) or "''"


def _slot(slot: Slot) -> str:
    if slot.name == CONTENT_LENGTH:
        return "str(len(body))"
    secret = f'os.environ["{slot.variable}"]'
    if slot.encoding is Encoding.JSON:
        return f"json.dumps({secret}, ensure_ascii=False)"
    return f'quote({secret}, safe="")' if slot.encoding is Encoding.PERCENT else secret


def data(body: bytes | Template) -> str:
    """An expression whose value is the body's bytes."""
    if isinstance(body, Template):
        return f"({text(body)}).encode()"
    readable = plain_text(body, keep="\r\n\t")
    if readable is None:
        return repr(body)
    return repr(body) if body.isascii() else f"{text(readable)}.encode()"


def shown(request: Request) -> Iterator[str]:
    """What becomes of the answer: it is printed, or kept where it is no text."""
    if answers_text(request):
        yield "print(answer.text)"
        return
    yield 'with open("answer.bin", "wb") as file:'
    yield "    file.write(answer.content)"
