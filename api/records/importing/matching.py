"""Finds the call that a foreign request is, with its values; what is secret or unknown stays behind, and is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.answer.plain import one_line
from api.catalog.catalogue import Catalogue
from api.errors import CatalogueError
from api.model import Call, Key, Location, Parameter
from api.records.importing.addresses import Address, Addresses, Candidate, address_of
from api.records.importing.body_values import BodyValues, body_values, take_texts
from api.records.importing.finding import Finding
from api.records.importing.foreign import Foreign, mark, marks_in, shown
from api.records.saved.call import LONGEST_NAME, SavedCall
from api.records.saved.clean import clean
from api.records.saved.placeholders import escaped, is_name
from api.records.saved.vault import new_template, origin_of
from api.schema import UNSET
from api.wire.redaction import DOTS, mask_url
from api.wire.secret_names import is_secret_header, is_secret_member

_BEST = 12
"""Candidates that are looked at closely."""
_OWN_HEADERS = frozenset(
    (
        *(
            "user-agent",
            "accept",
            "accept-encoding",
            "accept-language",
            "host",
            "content-length",
            "content-type",
        ),
        *("connection", "origin", "referer", "cache-control", "pragma", "dnt", "priority", "te", "expect"),
        *("transfer-encoding", "upgrade-insecure-requests", "via", "forwarded", "x-requested-with"),
        *("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-openstack-request-id"),
    )
)
"""What each program sends in its own way: it says nothing of the call."""


@dataclass(slots=True)
class _Read:
    call: Call
    score: int
    values: BodyValues


class Matcher:
    """Finds calls of a catalogue. Making one takes a moment: a worker's work, as is finding."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._addresses = Addresses(catalogue)

    def find(self, foreign: Foreign) -> Finding:
        """The call that the request is, or why it is none."""
        address = address_of(foreign.url)
        masked = one_line(mask_url(shown(foreign.url)), 2000)
        name = one_line(shown(foreign.name), LONGEST_NAME) or "call"
        folder = tuple(one_line(each, 80) for each in foreign.folder)
        candidates = self._addresses.candidates(foreign.method, address) if foreign.url else []
        ranked = sorted(
            candidates, key=lambda each: -(each.score + 100 * (each.head.id == foreign.call_id))
        )
        reads = [read for each in ranked[:_BEST] if (read := self._read(each, foreign)) is not None]
        remarks = tuple(one_line(mask_url(shown(each)), 500) for each in foreign.remarks)
        if not reads:
            reason = self._reason(foreign.method, address)
            return Finding(name, folder, foreign.method[:20], masked, reason=reason, remarks=remarks)
        best = max(reads, key=lambda read: read.score - 8 * read.values.lost)
        bound_to = origin_of(address.host)
        saved, secrets, left_out = _saved(name, best, foreign.secrets if bound_to else None, bound_to)
        told = tuple(
            dict.fromkeys((*remarks, *(shown(each) for each in (*best.values.remarks, *left_out))))
        )
        title = best.call.title
        return Finding(name, folder, foreign.method, masked, saved, title, "", told, secrets, bound_to)

    def _read(self, candidate: Candidate, foreign: Foreign) -> _Read | None:
        try:
            call = self._catalogue.call(candidate.head.id)
        except CatalogueError:
            return None
        found = body_values(call, foreign.body, foreign.header("Content-Type"))
        _take_path(call, candidate, found)
        _take_query(call, candidate.query, found)
        _take_headers(call, foreign.headers, found)
        if foreign.body is None and any(body.required and not body.binary for body in call.bodies):
            found.lost += 1  # another call of the same address may need none
        found.lost += sum(p.required and p.key not in found.values for p in call.parameters)
        return _Read(call, candidate.score + 100 * (call.id == foreign.call_id), found)

    def _reason(self, method: str, address: Address) -> str:
        if not address.host and not address.path.strip("/"):
            return "It has no address."
        others = self._addresses.methods(address)
        if others:
            return (
                f"No call sends {method[:20] or 'nothing'} there; there are calls with {', '.join(others)}."
            )
        return "No call of any product has this address."


def _take_path(call: Call, candidate: Candidate, found: BodyValues) -> None:
    known = {p.name: p for p in call.parameters if p.location is Location.PATH}
    for name, text in candidate.path_values:
        if name in known:
            take_texts(known[name], [text], found)


def _take_query(call: Call, query: Iterable[tuple[str, str]], found: BodyValues) -> None:
    fields = [p for p in call.parameters if p.location is Location.QUERY]
    known = {p.name: p for p in fields}
    free = next((p for p in fields if p.merge or (p.explode and p.schema.kind.value == "map")), None)
    texts: dict[str, list[str]] = {}
    for name, value in query:
        texts.setdefault(name, []).append(value)
    rest: dict[str, Any] = {}
    for name, values in texts.items():
        if name in known and known[name] is not free:
            take_texts(known[name], _split(known[name], values), found)
        elif is_secret_member(name) or mask_url(f"?{name}=x") != f"?{name}=x":
            found.remarks.append(f"The secret “{name}” of the address was left out.")
        elif free is not None:
            rest[name] = values[0] if len(values) == 1 else values
        else:
            found.remarks.append(f"“{name}” is no parameter of {call.title} and was left out.")
            found.lost += 1
    if rest and free is not None:
        found.values[free.key] = rest


def _split(parameter: Parameter, values: list[str]) -> list[str]:
    """A list in one text, by the separators of OpenAPI's styles."""
    if parameter.explode or len(values) != 1 or parameter.schema.kind.value != "list":
        return values
    separator = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(parameter.style, ",")
    return values[0].split(separator)


def _take_headers(call: Call, headers: Iterable[tuple[str, str]], found: BodyValues) -> None:
    known = {p.name.lower(): p for p in call.parameters if p.location is Location.HEADER and not p.merge}
    free = [p for p in call.parameters if p.location is Location.HEADER and p.merge]
    for name, value in headers:
        lower = name.lower()
        if lower in known:
            take_texts(known[lower], [value], found)
        elif is_secret_header(lower):
            _say_secret_header(call, name, value, found)
        elif lower in _OWN_HEADERS or lower.startswith(("sec-", ":", "proxy-", "postman-", "x-b3-", "if-")):
            continue
        elif not _take_free(free, name, value, found):
            found.lost += 1
            found.remarks.append(
                f"The header {name[:60]} is no parameter of {call.title} and was left out."
            )


def _say_secret_header(call: Call, name: str, value: str, found: BodyValues) -> None:
    """The token of a call is nobody's loss: the profile brings its own."""
    if name.lower() == call.token_header.lower() and (DOTS in value or marks_in(value)):
        return
    which = "the profile's own is sent" if name.lower() == call.token_header.lower() else "it is a secret"
    found.remarks.append(f"The header {name} was left out: {which}.")


def _take_free(free: Iterable[Parameter], name: str, value: str, found: BodyValues) -> bool:
    for parameter in free:
        prefix = parameter.name.removesuffix("*")
        if name.lower().startswith(prefix.lower()) and len(name) > len(prefix):
            found.values.setdefault(parameter.key, {})[name[len(prefix) :]] = value
            return True
    return False


def _saved(
    name: str, read: _Read, known: Mapping[str, str] | None, bound_to: str
) -> tuple[SavedCall, dict[str, str], list[str]]:
    """The saved call, its secrets for the keyring, and sentences on those and on what was left out.

    ``known`` are the values of placeholders that hold secrets; None: no secret can be kept.
    """
    call, found = read.call, read.values
    fields = {p.key: p for p in call.fields(found.content_type or None)}
    left_out: list[str] = []
    values: dict[str, Any] = {}
    secrets: dict[str, str] = {}
    for key, value in found.values.items():
        if known is not None and fields[key].secret and (secret := _secret(value, known)):
            values[str(key)], secrets[str(key)] = new_template(key), secret
            left_out.append(f"{key.name} is a secret: it goes into the keyring, for {bound_to} only.")
            continue
        kept = UNSET if _has_dots(value) else clean(fields[key].schema, key.name, value)
        if kept is UNSET or kept != value:
            left_out.append(_secret_sentence(key, value))
        if kept is not UNSET:
            values[str(key)] = _template(kept)
    first = call.bodies[0].content_type if call.bodies else ""
    content_type = found.content_type if found.content_type != first else ""
    return SavedCall(call.id, name, values, content_type=content_type), secrets, left_out


def _secret(value: Any, known: Mapping[str, str]) -> str:
    """The secret that a value is, or that its placeholder stands for; "" where it is not known whole."""
    if not isinstance(value, str) or _has_dots(value):
        return ""
    names = marks_in(value)
    return value if not names else known.get(names[0], "") if value == mark(names[0]) else ""


def _secret_sentence(key: Key, value: Any) -> str:
    if _has_dots(value):
        return f"{key.name} was a secret there and is asked for."
    return f"{key.name} holds a secret, which was left out: it is asked for, never saved."


def _has_dots(value: Any) -> bool:
    return any(DOTS in text for text in _texts(value))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _template(value: Any) -> Any:
    """What is saved: braces of the value itself are escaped, marks become placeholders."""
    return _placed(escaped(value))


def _placed(value: Any) -> Any:
    if isinstance(value, str):
        names = {name: _name(name) for name in marks_in(value)}
        for name, plain in names.items():
            value = value.replace(f"\ue000{name}\ue001", f"{{{{{plain}}}}}")
        return value
    if isinstance(value, dict):
        return {shown(name): _placed(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_placed(each) for each in value]
    return value


def _name(name: str) -> str:
    """The name as placeholders are called here."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "_.-") else "_" for c in name)[:64]
    return plain if is_name(plain) else f"value_{plain}"[:64]
