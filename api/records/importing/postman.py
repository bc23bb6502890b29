"""Reads Postman collections (v2.1, and v2.0 where it is the same): folders, variables, bodies, authorization."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, quote_plus

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.sizes import counted
from api.records.importing.foreign import LARGEST_PART, Foreign, Reader, mark, marks_in, replaced_marks
from api.wire.secret_names import is_secret_member

_VARIABLE = re.compile(r"\{\{\s*([^{}\s][^{}]{0,200}?)\s*\}\}")
_PATH_VARIABLE = re.compile(r"(?<=/):([A-Za-z_][\w.-]*)")
_DEEPEST = 20
_ROUNDS = 5
"""How often variables are replaced that stand in variables."""
_LARGEST_VALUE = 10_000

Variables = Mapping[str, str]


def is_postman(document: Document) -> bool:
    """Whether the document is a collection."""
    reader = Reader(document)
    schema = reader.text(ROOT, "info", "schema") if len(document) else ""
    return "collection" in schema or (bool(schema) and document.find("/item") is not None)


def read_postman(document: Document, check: Callable[[], None]) -> Iterator[Foreign]:
    """The requests of a document that ``is_postman``, in order. Scripts are never run, tests are not looked at.

    Variables without a value of their own stay placeholders, so do those that hold secrets, whose values go along.
    """
    yield from _Collection(Reader(document), check).requests()


@dataclass(frozen=True, slots=True)
class _Scope:
    """Variables by name, those that hold secrets by themselves, and where the authorization stands."""

    known: Variables = field(default_factory=dict)
    secrets: Variables = field(default_factory=dict, repr=False)
    auth: int | None = None


class _Collection:
    def __init__(self, reader: Reader, check: Callable[[], None]) -> None:
        self._reader, self._check = reader, check

    def requests(self) -> Iterator[Foreign]:
        scripts = ("Scripts of the collection are not run.",) if self._has_scripts(ROOT) else ()
        for foreign in self._items(ROOT, (), self._scope(ROOT, _Scope())):
            yield replace(foreign, remarks=(*foreign.remarks, *scripts))
            scripts = ()

    def _scope(self, node: int, outer: _Scope) -> _Scope:
        """What holds within the collection or a folder."""
        auth = self._reader.node(node, "auth")
        return _Scope(*self._variables(node, outer), outer.auth if auth is None else auth)

    def _items(self, node: int, folder: tuple[str, ...], scope: _Scope) -> Iterator[Foreign]:
        reader = self._reader
        for item in reader.items(node, "item"):
            self._check()
            name = reader.text(item, "name")
            if reader.node(item, "request") is not None:
                yield self._request(item, name, folder, scope)
            elif len(folder) < _DEEPEST:
                yield from self._items(item, (*folder, name or "folder"), self._scope(item, scope))

    def _variables(self, node: int, outer: _Scope) -> tuple[dict[str, str], dict[str, str]]:
        """The variables by name: those that may be read, and those that hold secrets."""
        reader = self._reader
        found, secrets = dict(outer.known), dict(outer.secrets)
        for item in reader.items(node, "variable"):
            name = reader.text(item, "key") or reader.text(item, "id")
            secret = reader.text(item, "type") == "secret" or is_secret_member(name)
            if name and reader.value(item, "disabled") is not True:
                value = reader.value(item, "value")
                text = reader.text(item, "value") if isinstance(value, str) else _written(value)
                (found if secret else secrets).pop(name, None)  # the inner one counts
                (secrets if secret else found)[name] = text if secret else _marked(text[:_LARGEST_VALUE])
        return _given(found), _given(secrets)

    def _request(self, item: int, name: str, folder: tuple[str, ...], scope: _Scope) -> Foreign:
        reader, known = self._reader, scope.known
        node = reader.node(item, "request")
        assert node is not None
        if reader.document.kind(node) is NodeKind.STRING:
            url = self._filled(reader.text(node), known)
            headers, url, remarks = self._authorized(node, scope, [], url)
            remarks += self._left_out(item)
            found = Foreign(name or url, "GET", url, tuple(headers), None, folder, tuple(remarks))
            return replace(found, secrets=scope.secrets)
        method = reader.text(node, "method").upper() or "GET"
        headers = [(n, self._filled(v, known)) for n, v in reader.pairs(node, "header", key="key")]
        body, media, remark = self._body(node, known)
        if media and all(n.lower() != "content-type" for n, _v in headers):
            headers.append(("Content-Type", media))
        headers, url, remarks = self._authorized(node, scope, headers, self._url(node, known))
        remarks = [*([remark] if remark else ()), *self._left_out(item), *remarks]
        found = Foreign(
            name or f"{method} {url}", method, url, tuple(headers), body, folder, tuple(remarks)
        )
        return replace(found, secrets=scope.secrets)

    def _authorized(
        self, node: int, scope: _Scope, headers: list[tuple[str, str]], url: str
    ) -> tuple[list[tuple[str, str]], str, list[str]]:
        """Headers and address with a key that the authorization sends there; what else it does is a remark.

        A request without an authorization of its own has that of its folder, else of the collection.
        """
        own = self._reader.node(node, "auth")
        auth = scope.auth if own is None else own
        kind = self._reader.text(auth, "type")
        if kind == "apikey":
            settings = self._settings(auth, kind)
            name, value = (self._filled(settings.get(each, ""), scope.known) for each in ("key", "value"))
            if name and settings.get("in") == "query":
                joined = f"{url}{'&' if '?' in url else '?'}{_escaped(name)}={_escaped(value)}"
                return headers, joined, []
            return [*headers, *([(name, value)] if name else ())], url, []
        if not kind or kind == "noauth":
            return headers, url, []
        return headers, url, [f"Its authorization ({kind}) was left out: the profile signs in."]

    def _settings(self, auth: int | None, kind: str) -> dict[str, str]:
        """Of an authorization: a list since v2.1, an object in v2.0."""
        settings = self._reader.value(auth, kind)
        if isinstance(settings, dict):
            return {name: value for name, value in settings.items() if isinstance(value, str)}
        return dict(self._reader.pairs(auth, kind, key="key"))

    def _left_out(self, item: int) -> list[str]:
        examples = len(self._reader.items(item, "response"))
        told = [f"{counted(examples, 'example answers')} of it were left out."] if examples > 1 else []
        told += ["Its example answer was left out."] if examples == 1 else []
        return [*(["Its scripts are not run."] if self._has_scripts(item) else ()), *told]

    def _has_scripts(self, node: int) -> bool:
        return any(
            "".join(map(str, self._reader.value(event, "script", "exec") or ())).strip()
            for event in self._reader.items(node, "event")
        )

    def _url(self, node: int, known: Variables) -> str:
        reader = self._reader
        whole = reader.node(node, "url")
        if whole is None:
            return ""
        if reader.document.kind(whole) is NodeKind.STRING:
            return self._filled(reader.text(whole), known)
        raw = reader.text(whole, "raw") or self._joined(whole)
        address = raw.partition("#")[0].partition("?")[0]
        own = {
            key: quote(value, safe="{}")
            for key, value in reader.pairs(whole, "variable", key="key")
            if value
        }
        address = _PATH_VARIABLE.sub(lambda found: own.get(found[1]) or mark(found[1]), address)
        if reader.node(whole, "query") is None:
            query = raw.partition("#")[0].partition("?")[2]
        else:  # some of what stands in the text may be switched off
            pairs = reader.pairs(whole, "query", key="key")
            query = "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in pairs)
        return self._filled(f"{address}?{query}" if query else address, known)

    def _joined(self, whole: int) -> str:
        reader = self._reader
        host, path = reader.value(whole, "host"), reader.value(whole, "path")
        parts = host if isinstance(host, list) else [host or ""]
        steps = path if isinstance(path, list) else [path or ""]
        scheme = reader.text(whole, "protocol")
        name = ".".join(map(str, parts))
        return f"{scheme}://{name}" * bool(scheme) + name * (not scheme) + "/" + "/".join(map(str, steps))

    def _body(self, node: int, known: Variables) -> tuple[str | None, str, str]:
        """The characters, the content type that they have by themselves, and a remark."""
        reader = self._reader
        mode = reader.text(node, "body", "mode")
        if not mode or reader.value(node, "body", "disabled") is True:
            return None, "", ""
        if mode == "raw":
            return self._raw(node, known)
        if mode == "urlencoded":
            pairs = reader.pairs(node, "body", "urlencoded", key="key")
            text = "&".join(f"{quote_plus(n)}={_escaped(v)}" for n, v in pairs)
            return self._filled(text, known), "application/x-www-form-urlencoded", ""
        if mode == "file":
            source = reader.text(node, "body", "file", "src").replace("\\", "/").rpartition("/")[2]
            return None, "", f"The body is the file {source}, which is not read: choose it anew."
        names = ", ".join(name for name, _value in reader.pairs(node, "body", mode, key="key"))
        return (
            None,
            "",
            f"A body of the kind “{mode}” is not sent by any call here; left out: {names or 'all of it'}.",
        )

    def _raw(self, node: int, known: Variables) -> tuple[str | None, str, str]:
        found = self._reader.node(node, "body", "raw")
        if found is not None and self._reader.too_large(found):
            return None, "", "Its body is too large and was left out."
        language = self._reader.text(node, "body", "options", "raw", "language")
        text = self._filled(self._reader.text(node, "body", "raw"), known)
        return text or None, "application/json" if language == "json" else "", ""

    def _filled(self, text: str, known: Variables) -> str:
        """The text with the values of its variables; those of the first names that have none are placeholders."""
        filled = _marked(text)
        for _round in range(_ROUNDS):
            growth = sum(len(known.get(name, "")) for name in marks_in(filled))
            if not 0 < growth <= LARGEST_PART:
                break
            filled = replaced_marks(filled, known)
        return filled


def _marked(text: str) -> str:
    return _VARIABLE.sub(lambda found: mark(found[1]), text)


def _escaped(text: str) -> str:
    """Percent-encoded where a text would end a part of the query; variables stay as they are."""
    return _VARIABLE.sub(lambda found: found[0], quote(text, safe="{}%/:,@ !$'()*;~-._"))


def _given(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _written(value: object) -> str:
    return (
        str(value).lower()
        if isinstance(value, bool)
        else str(value)
        if isinstance(value, (int, float))
        else ""
    )
