"""Whether an answer says clearly where it ends; one that does not could be cut, or hold another one, unseen."""

from __future__ import annotations

import re
from email.message import Message

from api.errors import BrokenAnswer

_LENGTH = re.compile(r"[0-9]{1,19}\Z")
_BLANKS = " \t"


def comes_in_chunks(headers: Message, peer: str) -> bool:
    """Whether the body comes in chunks; ``peer`` is "host:port" for the sentence.

    Raises BrokenAnswer for a Transfer-Encoding other than one "chunked", and for a length that is none (RFC 9112, 6.3):
    a client that guesses shows half an answer as a whole one.
    """
    codings = _values(headers, "transfer-encoding")
    if codings and [each.lower() for each in codings] != ["chunked"]:
        raise _unclear(peer, "Transfer-Encoding", codings)
    lengths = _values(headers, "content-length")
    if lengths and (len(set(lengths)) > 1 or not _LENGTH.match(lengths[0])):
        raise _unclear(peer, "Content-Length", lengths)
    return bool(codings)


def contradicts(headers: Message) -> bool:
    """Whether both ways of saying where it ends are there: the chunks count, the connection is used no more."""
    return bool(_values(headers, "transfer-encoding") and _values(headers, "content-length"))


def _values(headers: Message, name: str) -> list[str]:
    return [str(value).strip(_BLANKS) for value in headers.get_all(name, [])]


def _unclear(peer: str, name: str, values: list[str]) -> BrokenAnswer:
    return BrokenAnswer(
        f"{peer} does not say clearly where its answer ends.",
        "Something between here and the service may be changing answers: a proxy or a load balancer.",
        f"{name}: {'; '.join(values)[:200]!r}",
    )
