"""JSON whose longest texts are written a piece at a time."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Written:
    """A JSON value whose text the function writes."""

    pieces: Callable[[], Iterable[str]]


def text_value(pieces: Callable[[], Iterable[str]]) -> Written:
    """A JSON string of the characters that the function writes."""

    def quoted() -> Iterator[str]:
        yield '"'
        for piece in pieces():
            yield json.dumps(piece, ensure_ascii=False)[1:-1]
        yield '"'

    return Written(quoted)


def json_pieces(value: Any) -> Iterator[str]:
    """The value as JSON text; every Written in it is written when its turn comes."""
    streams: dict[str, Written] = {}

    def mark(stream: Written) -> str:
        name = uuid.uuid4().hex
        streams[name] = stream
        return name

    text = json.dumps(value, ensure_ascii=False, indent=1, default=mark)
    parts = re.split(f'"({"|".join(streams)})"', text) if streams else [text]
    for number, part in enumerate(parts):
        if number % 2:
            yield from streams[part].pieces()
        else:
            yield part
