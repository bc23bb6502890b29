"""A request as lines of PowerShell 7, with .NET's HttpClient: Invoke-WebRequest would respell URL and headers."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from itertools import groupby

from api.records.snippets.pieces import Draft, headers_of, path_of, plain_text, repeated
from api.records.snippets.respelling import respelt
from api.wire.request import CONTENT_LENGTH, Encoding, FileBody, Request, Slot, Template

_QUOTES = "'\u2018\u2019\u201a\u201b"
"""PowerShell takes each of these as the single quote; two of them are one inside a string."""
_OF_CONTENT = frozenset({
    "allow", "content-disposition", "content-encoding", "content-language", "content-length",
    "content-location", "content-md5", "content-range", "content-type", "expires", "last-modified",
})  # fmt: skip
"""What .NET counts among the headers of a content; it refuses them on a request."""


def write(request: Request) -> Draft:
    """The lines; no redirect is followed with the token."""
    return Draft(tuple(_lines(request)), tuple(_notes(request)))


def _notes(request: Request) -> Iterator[str]:
    yield "Needs PowerShell 7.2 or newer."
    if repeated(request):
        yield "Headers of the same name are joined by commas, which means the same (RFC 9110)."
    if request.body is None and _needless_content(request):
        yield "Content-Length: 0 is added, as .NET sends such headers with a body only."


def _needless_content(request: Request) -> bool:
    return any(name.lower() in _OF_CONTENT - {"content-length"} for name, _value in request.headers)


def _lines(request: Request) -> Iterator[str]:
    yield from _url(request)
    yield f"$method = [Net.Http.HttpMethod]::new({_quoted(request.method)})"
    yield "$request = [Net.Http.HttpRequestMessage]::new($method, $url)"
    headers = list(headers_of(request))
    inner = [(name, value) for name, value in headers if name.lower() in _OF_CONTENT]
    if request.body is not None or inner:
        yield f"$request.Content = {_content(request)}"
    for name, value in headers:
        if name.lower() not in _OF_CONTENT:
            yield _add("$request.Headers", name, value)
    for name, value in inner:
        if name.lower() != "content-length":  # the content knows its own
            yield _add("$request.Content.Headers", name, value)
    yield "$handler = [Net.Http.HttpClientHandler]@{ AllowAutoRedirect = $false; UseCookies = $false }"
    if _unpacks(request):
        yield "$handler.AutomaticDecompression = 'GZip, Deflate'"
    yield "$client = [Net.Http.HttpClient]::new($handler)"
    if isinstance(request.body, FileBody):
        yield "$client.Timeout = [Threading.Timeout]::InfiniteTimeSpan"
    yield "$answer = $client.SendAsync($request).GetAwaiter().GetResult()"
    yield "'{0} {1}' -f [int]$answer.StatusCode, $answer.ReasonPhrase"
    yield "$answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()"


def _url(request: Request) -> Iterator[str]:
    """.NET undoes escapes and dots in a path, unless it is told not to."""
    if not (respelt(request.url) or "/." in request.url.masked() or request.url.slots):
        yield f"$url = [uri]{_text(request.url)}"
        return
    yield "$exact = [UriCreationOptions]::new()"
    yield "$exact.DangerousDisablePathAndQueryCanonicalization = $true"
    yield f"$url = [uri]::new({_text(request.url)}, [ref]$exact)"


def _add(headers: str, name: str, value: Template) -> str:
    return f"$null = {headers}.TryAddWithoutValidation({_quoted(name)}, {_text(value)})"


def _unpacks(request: Request) -> bool:
    value = request.header("Accept-Encoding")
    return value is not None and value.masked() == "gzip, deflate"


def _content(request: Request) -> str:
    body = request.body
    if isinstance(body, FileBody):
        return f"[Net.Http.StreamContent]::new([IO.File]::OpenRead({_quoted(path_of(body))}))"
    return f"[Net.Http.ByteArrayContent]::new({_bytes(body)})"


def _bytes(body: bytes | Template | None) -> str:
    if not body:
        return "[byte[]]::new(0)"
    text = plain_text(body)
    if text is not None:
        return f"[Text.Encoding]::UTF8.GetBytes({_text(text)})"
    if isinstance(body, bytes):
        return f"[Convert]::FromBase64String('{base64.b64encode(body).decode()}')"
    return f"[Text.Encoding]::UTF8.GetBytes({_text(body)})"


def _text(template: Template) -> str:
    """An expression whose value is the text."""
    parts = [_quoted(part) if isinstance(part, str) else _slot(part) for part in template.parts]
    if not parts:
        return "''"
    return parts[0] if len(parts) == 1 else f"({' + '.join(parts)})"


def _slot(slot: Slot) -> str:
    secret = "'0'" if slot.name == CONTENT_LENGTH else f"$env:{slot.variable}"
    if slot.encoding is Encoding.JSON:
        return f"(ConvertTo-Json -Compress -InputObject {secret})"
    return f"[uri]::EscapeDataString({secret})" if slot.encoding is Encoding.PERCENT else secret


def _quoted(text: str) -> str:
    """A string in single quotes, in which nothing is special but the quote; control characters by their numbers."""
    doubled = "".join(each * 2 if each in _QUOTES else each for each in text)
    pieces = [
        _string(run) if plain else " + ".join(f"[string][char]{ord(each)}" for each in run)
        for plain, run in ((plain, "".join(run)) for plain, run in groupby(doubled, _is_plain))
    ]
    if not pieces:
        return "''"
    return pieces[0] if len(pieces) == 1 and pieces[0].startswith("'") else f"({' + '.join(pieces)})"


def _string(text: str) -> str:
    return f"'{text}'"


def _is_plain(character: str) -> bool:
    return plain_text(character.encode("utf-8", "surrogatepass")) is not None
