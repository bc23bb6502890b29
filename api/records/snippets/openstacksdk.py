"""A request as a few lines of Python with openstacksdk: its own function where there is one, else method and path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from api.records.snippets.counterparts import counterpart, given, service_of, unplaced
from api.records.snippets.pieces import Draft, path_of
from api.records.snippets.python_text import data, imports, shown, text
from api.wire.request import TOKEN_SLOT, FileBody, Request, Slot, Template

_ITS_OWN = frozenset({"user-agent", "accept-encoding", "content-length"})
"""Headers that openstacksdk writes as it likes; none of them changes what is done."""
_VERBS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})


def write(request: Request) -> Draft:
    """The lines. Signs in by clouds.yaml or OS_* variables; where it cannot, with a token."""
    service = service_of(request)
    by_token = "by_token" in service
    does = _does(request)
    head = ["import os"] if by_token and request.needs_token else []
    own = [line for line in imports(_without_token(request)) if does is None and line not in head]
    lines = [
        *own,
        *head,
        *([""] if own or head else []),
        "import openstack",
        *_service_import(request, service),
        "",
    ]
    lines += [*_connection(request, service), "", *(does or _request(request, service))]
    return Draft(tuple(lines), tuple(_notes(request, by_token=by_token)))


def _notes(request: Request, *, by_token: bool) -> Iterator[str]:
    yield "openstacksdk asks for versions and sends headers of its own; what it does is the same."
    if by_token and request.needs_token:
        yield "It cannot sign in there itself, so it is given a token."
    elif request.needs_token:
        yield "It signs in by OS_CLOUD (clouds.yaml) or the other OS_* variables."


def _without_token(request: Request) -> Request:
    """The request whose imports count: the header with the token is left to openstacksdk."""
    from dataclasses import replace

    return replace(request, headers=tuple(_headers(request).items()))


def _service_import(request: Request, service: Mapping[str, Any]) -> list[str]:
    if "no_versions" not in service or not request.needs_token:
        return []
    module, name, _version = service["no_versions"]
    return [f"from {module} import {name}"]


def _connection(request: Request, service: Mapping[str, Any]) -> Iterator[str]:
    if not request.needs_token:
        origin = text(_origin(request))
        yield f'conn = openstack.connect(load_envvars=False, auth_type="none", auth={{"endpoint": {origin}}})'
    elif "by_token" in service:
        yield from _with_token(request, service)
    elif request.place.region:
        yield f"conn = openstack.connect(region_name={request.place.region!r})"
    else:
        yield "conn = openstack.connect()"


def _with_token(request: Request, service: Mapping[str, Any]) -> Iterator[str]:
    base = text(_split(request, service)[0] or _origin(request))
    yield f"endpoint = {base}"
    if "no_versions" in service:
        _module, name, version = service["no_versions"]
        yield f"{name}.supported_versions[{version!r}].skip_discovery = True"
    yield "conn = openstack.connect("
    yield "    load_envvars=False,"
    yield '    auth_type="admin_token",'
    yield '    auth={"endpoint": endpoint, "token": os.environ["OS_TOKEN"]},'
    for setting, value in service["by_token"].items():
        yield f"    {setting}={value!r},"
        yield f"    {service['proxy']}_endpoint_override=endpoint,"
    yield ")"


def _does(request: Request) -> list[str] | None:
    """Its own function for this call; None where there is none that takes all the values."""
    found = counterpart(request, "sdk")
    if found is None:
        return None
    take, keywords = found.get("take", []), found.get("with", {})
    if unplaced(request, {*take, *keywords}, set(take)):
        return None
    values = given(request)
    get = found.get("get", {})
    arguments = [f"{get[name]}({values[name]!r})" if name in get else repr(values[name]) for name in take]
    arguments += [f"{word}={values[name]!r}" for name, word in keywords.items() if name in values]
    arguments += [f"{word}={value!r}" for word, value in found.get("always", {}).items()]
    expression = f"{found['do']}({', '.join(arguments)})"
    return (
        [f"for each in {expression}:", "    print(each)"] if found.get("list") else [f"print({expression})"]
    )


def _request(request: Request, service: Mapping[str, Any]) -> Iterator[str]:
    """The request by its method and path."""
    proxy = service.get("proxy", "")
    path = _split(request, service)[1] if proxy and request.needs_token else request.url
    to = f"conn.{proxy}" if proxy and request.needs_token else "conn.session"
    if request.method in _VERBS:
        yield f"answer = {to}.{request.method.lower()}("
        yield f"    {text(path)},"
    else:
        yield f"answer = {to}.request("
        yield f"    {text(path)},"
        yield f"    {request.method!r},"
    yield from _details(request)
    yield ")"
    yield "print(answer.status_code)"
    yield from shown(request)


def _details(request: Request) -> Iterator[str]:
    if not request.needs_token:
        yield "    authenticated=False,"
    yield "    raise_exc=False,"
    headers = _headers(request)
    if headers:
        inner = ", ".join(f"{name!r}: {text(value)}" for name, value in headers.items())
        yield f"    headers={{{inner}}},"
    body = request.body
    if isinstance(body, FileBody):
        yield f"    data=open({path_of(body)!r}, 'rb'),"
    elif body is not None:
        yield f"    data={data(body)},"


def _headers(request: Request) -> dict[str, Template]:
    return {
        name: value
        for name, value in request.headers
        if name.lower() not in _ITS_OWN and value.parts != (TOKEN_SLOT,)
    }


def _origin(request: Request) -> Template:
    parts = urlsplit(request.url.masked())
    return Template.of(f"{parts.scheme}://{parts.netloc}")


def _split(request: Request, service: Mapping[str, Any]) -> tuple[Template | None, Template]:
    """The URL up to what openstacksdk knows of it, and the rest; None and all of it where that is not certain."""
    first = request.url.parts[0] if request.url.parts else ""
    root = service.get("root", "")
    if not root or isinstance(first, Slot):
        return None, request.url
    path = first.partition("?")[0]
    found = list(re.finditer(rf"{root}(?=/|$)", path[len(_origin(request).masked()) :]))
    if len(found) != 1:
        return None, request.url
    end = len(_origin(request).masked()) + found[0].end()
    rest = Template((first[end:] or "/", *request.url.parts[1:]))
    return Template.of(first[:end]), rest
