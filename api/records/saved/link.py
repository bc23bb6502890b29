"""Links to a call with its values: ``pitchfork:call/<call id>?<name>=<value>&...``.

A name is a parameter's (``image_id``), with its place before it where several bear it (``query:id``). A value is
text, by the parameter's type; behind ``:=`` it is JSON. Texts may hold placeholders (``{{image_id}}``), which each
opener's profile fills in. ``@account``, ``@region`` and ``@type`` (the body's content type) belong to no parameter.
Everything is percent-encoded UTF-8 (RFC 3986). Secrets are neither written nor taken. Opening one sends nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from api.catalog.catalogue import Catalogue
from api.constants import LINK_SCHEME
from api.errors import BadInput, PitchforkError
from api.exchange.convert import find_parameter, read_json
from api.model import Call, Parameter, Place
from api.records.saved.call import SavedCall
from api.records.saved.clean import clean
from api.records.saved.trouble import SavedCallError
from api.schema import UNSET

SCHEME = LINK_SCHEME
LONGEST = 8192
"""Characters of a link; browsers, chats and command lines take that much."""
_MOST = 200
_ACCOUNT, _REGION, _TYPE = "@account", "@region", "@type"


@dataclass(frozen=True, slots=True)
class CallLink:
    """What a link says: a call with its values, the account and region it was made on ("": not said), and
    sentences on what of it cannot be used.
    """

    saved: SavedCall
    account: str = ""
    region: str = ""
    remarks: tuple[str, ...] = ()

    def other_place(self, place: Place) -> str:
        """The sentence for a link that was made for another account or region than the place; "" for none."""
        account = self.account if self.account != (place.account or "") else ""
        region = self.region if self.region.casefold() != (place.region or "").casefold() else ""
        if not account and not region:
            return ""
        was = " in ".join(p for p in (f"account {account}" if account else "", region) if p)
        here = " in ".join(
            p for p in (f"account {place.account}" if place.account else "", place.region) if p
        )
        return f"The link was made for {was}. Here it goes to {here or 'nowhere yet: nobody is signed in'}."


def write_link(saved: SavedCall, call: Call, place: Place | None = None) -> str:
    """The link to a saved call; its templates stay templates. Raises SavedCallError for one that is too long."""
    fields = {str(p.key): p for p in call.fields(saved.content_type or None)}
    pairs = [
        _pair(_shortest(fields[name], fields.values()), saved.values[name])
        for name in sorted(saved.values)
        if name in fields and clean(fields[name].schema, fields[name].name, saved.values[name]) is not UNSET
    ]
    marks = {
        _TYPE: saved.content_type,
        _ACCOUNT: (place and place.account) or "",
        _REGION: (place and place.region) or "",
    }
    pairs += [f"{name}={quote(value, safe='')}" for name, value in marks.items() if value]
    link = f"{SCHEME}call/{quote(saved.call, safe='')}" + ("?" + "&".join(pairs) if pairs else "")
    if len(link) > LONGEST:
        raise SavedCallError(
            f"The values are too long for a link: {len(link):,} characters, at most {LONGEST:,}.",
            "Save the call and share its file instead.",
        )
    return link


def is_link(text: str) -> bool:
    """Whether a text means to be such a link."""
    return text.strip()[: len(SCHEME)].lower() == SCHEME


def read_link(text: str, catalogue: Catalogue) -> CallLink:
    """What a link says. Reads a document of the catalogue if need be; raises SavedCallError with a sentence."""
    call_id, query = _parts(text.strip())
    try:
        call = catalogue.call(call_id)
    except PitchforkError as error:
        raise SavedCallError(
            f"The link names a call that is not in the list: {_shown(call_id)}.",
            error.hint or "A newer version of the program may have it.",
        ) from None
    reader = _Reader(call)
    pairs = [pair for pair in query.split("&") if pair]
    for pair in pairs[:_MOST]:
        reader.take(pair)
    if len(pairs) > _MOST:
        reader.remarks.append(f"The link has more than {_MOST} values; the rest was left out.")
    return reader.link()


class _Reader:
    def __init__(self, call: Call) -> None:
        self._call = call
        self._values: dict[str, Any] = {}
        self._marks: dict[str, str] = {}
        self.remarks: list[str] = []

    def take(self, pair: str) -> None:
        name, equals, text = pair.partition("=")
        try:
            name, text = _decoded(name), _decoded(text)
            if name.startswith("@"):
                self._marks[name] = text
            elif not equals:
                self.remarks.append(f"“{_shown(name)}” has no value and was left out.")
            else:
                self._value(name, text)
        except (ValueError, BadInput) as error:
            reason = error.faults[0].sentence if isinstance(error, BadInput) else str(error)
            self.remarks.append(f"“{_shown(name)}” was left out: {_shown(reason, 300)}")

    def _value(self, name: str, text: str) -> None:
        is_json = name.endswith(":")
        parameter = find_parameter(self._call, name.removesuffix(":"), self._marks.get(_TYPE))
        if str(parameter.key) in self._values:
            raise ValueError("it stands there twice.")
        try:
            self._values[str(parameter.key)] = read_json(text) if is_json else text
        except ValueError as error:
            raise ValueError(f"it is not JSON: {error}.") from None

    def link(self) -> CallLink:
        content_type = self._marks.pop(_TYPE, "")
        account, region = self._marks.pop(_ACCOUNT, ""), self._marks.pop(_REGION, "")
        self.remarks += [f"“{_shown(name)}” means nothing here." for name in self._marks]
        saved = SavedCall(self._call.id, self._call.title, self._values, content_type=content_type)
        return CallLink(saved, _shown(account), _shown(region), tuple(self.remarks))


def _parts(text: str) -> tuple[str, str]:
    if not is_link(text):
        raise SavedCallError("This is no link to a call.", f"Such a link begins with {SCHEME}call/.")
    if len(text) > LONGEST:
        raise SavedCallError(f"The link is too long: {len(text):,} characters, at most {LONGEST:,}.")
    if any(ord(letter) <= 0x20 or ord(letter) == 0x7F for letter in text):
        raise SavedCallError("The link has blanks or line ends in it.", "Copy it whole, in one line.")
    kind, slash, rest = text[len(SCHEME) :].lstrip("/").partition("/")
    if kind.lower() != "call" or not slash:
        raise SavedCallError(
            f"The link asks for “{_shown(kind)}”, which this version does not know.",
            f"A link to a call begins with {SCHEME}call/.",
        )
    path, _, query = rest.partition("#")[0].partition("?")
    try:
        call_id = _decoded(path.strip("/"))
    except ValueError as error:
        raise SavedCallError(f"The link cannot be read: {error}") from None
    if not call_id:
        raise SavedCallError("The link names no call.")
    # the type decides which parameters there are, wherever it stands
    pairs = sorted(query.split("&"), key=lambda pair: not pair.startswith((f"{_TYPE}=", "%40type=")))
    return call_id, "&".join(pairs)


def _decoded(text: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8.") from None


def _shown(text: str, longest: int = 60) -> str:
    """A piece of a link within a sentence: short, on one line, printable."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in text)
    return plain if len(plain) <= longest else f"{plain[:longest]}…"


def _shortest(parameter: Parameter, others: Iterable[Parameter]) -> str:
    twins = [each for each in others if each.name == parameter.name]
    return parameter.name if len(twins) == 1 and not parameter.name.startswith("@") else str(parameter.key)


def _pair(name: str, template: Any) -> str:
    if isinstance(template, str):
        return f"{quote(name, safe=':')}={quote(template, safe='', errors='replace')}"
    text = json.dumps(template, ensure_ascii=False, separators=(",", ":"))
    return f"{quote(name, safe=':')}:={quote(text, safe='', errors='replace')}"
