"""Reads curl command lines: what browsers copy, what documentation shows, what this program itself writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlsplit

from api.records.importing.foreign import LARGEST_PART, Foreign, shown
from api.records.importing.shell_words import RAN, Command, commands

_LONG = {
    "X": "request", "H": "header", "d": "data", "u": "user", "b": "cookie", "A": "user-agent", "e": "referer",
    "F": "form", "T": "upload-file", "G": "get", "I": "head", "r": "range", "o": "output", "m": "max-time",
    "x": "proxy", "U": "proxy-user", "E": "cert", "w": "write-out", "c": "cookie-jar", "D": "dump-header",
    "K": "config", "z": "time-cond", "y": "speed-time", "Y": "speed-limit", "C": "continue-at", "t": "telnet-option",
    "P": "ftp-port", "Q": "quote",
}  # fmt: skip
_REQUEST = {"request", "header", "user", "cookie", "user-agent", "referer", "form", "form-string", "upload-file",
            "range", "url", "data", "data-raw", "data-binary", "data-ascii", "data-urlencode", "json", "url-query",
            "oauth2-bearer"}  # fmt: skip
"""Options with a value that say something about the request."""
_OTHER = {"output", "max-time", "connect-timeout", "retry", "retry-delay", "retry-max-time", "proxy", "proxy-user",
          "cacert", "capath", "cert", "cert-type", "key", "key-type", "pass", "resolve", "connect-to", "write-out",
          "cookie-jar", "dump-header", "interface", "limit-rate", "max-redirs", "ciphers", "tls-max", "tls13-ciphers",
          "speed-time", "speed-limit", "continue-at", "keepalive-time", "expect100-timeout", "output-dir", "stderr",
          "trace", "trace-ascii", "max-filesize", "noproxy", "dns-servers", "unix-socket", "time-cond", "config",
          "aws-sigv4", "pinnedpubkey", "socks5", "socks5-hostname", "telnet-option", "ftp-port", "quote",
          "curves"}  # fmt: skip
"""Options with a value that say how curl works; here the profile and the settings say that."""
_SWITCHES = frozenset("sSvifgkLnNOJjq#460123aRpZ")
_WORDS = {"silent", "show-error", "verbose", "include", "fail", "fail-with-body", "globoff", "insecure", "location",
          "location-trusted", "compressed", "path-as-is", "http1.0", "http1.1", "http2", "http3", "no-progress-meter",
          "progress-bar", "no-buffer", "remote-name", "netrc", "ipv4", "ipv6", "tlsv1.2", "tlsv1.3", "no-keepalive",
          "create-dirs", "remote-header-name", "ssl-no-revoke", "disable", "basic", "digest", "anyauth", "parallel",
          "tcp-nodelay", "post301", "post302", "post303", "raw", "fail-early", "styled-output"}  # fmt: skip
_NOT_TAKEN = {"time-cond": "The condition of --time-cond", "config": "The options in the file of --config",
              "aws-sigv4": "The signature of --aws-sigv4"}  # fmt: skip


@dataclass(slots=True)
class _Seen:
    urls: list[str] = field(default_factory=list)
    method: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    query: list[str] = field(default_factory=list)
    form: bool = False
    data_elsewhere: bool = False
    get: bool = False
    head: bool = False
    put: bool = False
    remarks: list[str] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)
    """Headers that curl sends by itself where none of that name was given."""


def read_curl(text: str) -> Iterator[Foreign]:
    """The requests of the curl commands in a text."""
    found, others = [], []
    for words in commands(text):
        start = next((n for n, word in enumerate(words) if _is_curl(word)), None)
        if start is None:
            others.append(words)
        else:
            found.append(words[start + 1 :])
    for number, words in enumerate(found):
        extra = _left_out(others) if number == 0 else ()
        yield from _requests(words, extra)


def looks_like_curl(text: str) -> bool:
    """Whether a curl command stands in a text."""
    return any(_is_curl(word) for words in commands(text[:LARGEST_PART]) for word in words)


def _is_curl(word: str) -> bool:
    return word.replace("\\", "/").rpartition("/")[2].lower() in ("curl", "curl.exe")


def _left_out(others: list[Command]) -> tuple[str, ...]:
    names = [
        name for name in dict.fromkeys(words[0] for words in others) if name.isidentifier() or "/" in name
    ]
    names = [name for name in names if name not in ("for", "if", "printf", "awk", "od")][:5]
    return (f"Other commands are not read: {shown(', '.join(names))}.",) if names else ()


def _requests(words: Command, remarks: tuple[str, ...]) -> Iterator[Foreign]:
    """``--next`` begins another request."""
    parts: list[Command] = [[]]
    for word in words:
        if word in ("--next", "-:"):
            parts.append([])
        else:
            parts[-1].append(word)
    for part in parts:
        seen = _seen(part)
        seen.remarks += remarks
        remarks = ()
        for url in seen.urls or [""]:
            yield _foreign(seen, url)


def _seen(words: Command) -> _Seen:
    seen, rest, plain = _Seen(), list(words), False
    while rest:
        word = rest.pop(0)
        if plain or not word.startswith("-") or word == "-":
            seen.urls.append(word)
        elif word == "--":
            plain = True
        elif word.startswith("--"):
            _long(seen, word[2:], rest)
        else:
            _short(seen, word[1:], rest)
    return seen


def _long(seen: _Seen, name: str, rest: list[str]) -> None:
    if name in _REQUEST or name in _OTHER:
        _take(seen, name, rest.pop(0) if rest else "")
    elif name in ("get", "head"):
        setattr(seen, name, True)
    elif name not in _WORDS and not name.startswith("no-"):
        seen.remarks.append(f"The option --{shown(name)} is not known and was left out.")
        if rest and len(rest) > 1 and not rest[0].startswith("-") and "://" not in rest[0]:
            rest.pop(0)  # most likely its value


def _short(seen: _Seen, letters: str, rest: list[str]) -> None:
    while letters:
        letter, letters = letters[0], letters[1:]
        name = _LONG.get(letter, "")
        if name in ("get", "head"):
            setattr(seen, name, True)
        elif name:
            _take(seen, name, letters or (rest.pop(0) if rest else ""))
            return
        elif letter not in _SWITCHES:
            seen.remarks.append(f"The option -{shown(letter)} is not known and was left out.")


def _take(seen: _Seen, name: str, value: str) -> None:
    if name in _TAKES:
        _TAKES[name](seen, value)
    elif name in _NOT_TAKEN:
        seen.remarks.append(f"{_NOT_TAKEN[name]} is left out.")
    elif name == "upload-file":
        seen.put = True
        seen.remarks.append(f"The body is the file {_file(value)}, which is not read: choose it anew.")
    elif name in ("form", "form-string"):
        seen.form = True
        field_name = value.partition("=")[0]
        seen.remarks.append(
            f"The form's part “{shown(field_name)}” was left out: no call here sends such forms."
        )


def _header(seen: _Seen, value: str) -> None:
    if value.startswith("@"):
        seen.remarks.append(f"The headers in the file {_file(value[1:])} are not read.")
        return
    name, colon, text = value.partition(":")
    if not colon and name.endswith(";"):
        seen.headers.append((name[:-1].strip(), ""))
    elif text.strip():
        seen.headers.append((name.strip(), text.strip()))


def _data(seen: _Seen, value: str) -> None:
    if value.startswith("@"):
        where = "standard input" if value == "@-" else f"the file {_file(value[1:])}"
        seen.remarks.append(f"The body comes from {where}, which is not read: give it anew.")
        seen.data_elsewhere = True
        return
    seen.data.append(value)
    seen.own.setdefault("Content-Type", "application/x-www-form-urlencoded")


def _json(seen: _Seen, value: str) -> None:
    seen.own.update({"Content-Type": "application/json", "Accept": "application/json"})
    if value.startswith("@"):
        _data(seen, value)
        return
    seen.data[-1:] = [seen.data[-1] + value] if seen.data else [value]  # several are one text


def _encoded(seen: _Seen, value: str) -> None:
    name, equals, text = value.partition("=")
    if not equals and "@" in value:
        _data(seen, f"@{value.partition('@')[2]}")
        return
    _data(seen, f"{name}={quote_plus(text)}" if name else quote_plus(text) if equals else quote_plus(value))


def _query(seen: _Seen, value: str) -> None:
    name, equals, text = value.lstrip("+").partition("=")
    seen.query.append(
        f"{name}={quote_plus(text)}" if equals and not value.startswith("+") else value.lstrip("+")
    )


def _method(seen: _Seen, value: str) -> None:
    seen.method = value.upper()


def _named(name: str) -> Callable[[_Seen, str], None]:
    def take(seen: _Seen, value: str) -> None:
        seen.headers.append((name, value))

    return take


_TAKES: dict[str, Callable[[_Seen, str], None]] = {
    "request": _method,
    "header": _header,
    "url": lambda seen, value: seen.urls.append(value),
    "data": _data,
    "data-ascii": _data,
    "data-binary": _data,
    "data-raw": lambda seen, value: (
        _data(seen, value) if not value.startswith("@") else seen.data.append(value)
    ),
    "data-urlencode": _encoded,
    "json": _json,
    "url-query": _query,
    "user": _named("Authorization"),
    "oauth2-bearer": _named("Authorization"),
    "cookie": _named("Cookie"),
    "user-agent": _named("User-Agent"),
    "referer": _named("Referer"),
    "range": lambda seen, value: seen.headers.append(("Range", f"bytes={value}")),
}


def _file(path: str) -> str:
    return shown(path.replace("\\", "/").rpartition("/")[2]) or "of standard input"


def _foreign(seen: _Seen, url: str) -> Foreign:
    body = "&".join(seen.data) if seen.data else None
    query = list(seen.query)
    if seen.get and body is not None:
        query, body = [*query, body], None
    given = {name.lower() for name, _value in seen.headers}
    own = () if body is None else tuple(each for each in seen.own.items() if each[0].lower() not in given)
    url = url if not url or "://" in url.partition("?")[0] or url[:1] == "\ue000" else f"http://{url}"
    address = url.partition("#")[0]
    if query:
        address += ("&" if "?" in address else "?") + "&".join(query)
    method = seen.method or _default_method(seen, body)
    remarks = list(seen.remarks)
    if any(RAN in text for text in (address, body or "", *(value for _name, value in seen.headers))):
        remarks.append("The output of a command stands in it, which is not run.")
    name = f"{method} {shown(_path(address))}"
    return Foreign(name, method, address, (*seen.headers, *own), body, remarks=tuple(remarks))


def _path(address: str) -> str:
    try:
        return urlsplit(address).path or address
    except ValueError:
        return address


def _default_method(seen: _Seen, body: str | None) -> str:
    if seen.head:
        return "HEAD"
    if seen.put:
        return "PUT"
    return "POST" if body is not None or seen.form or (seen.data_elsewhere and not seen.get) else "GET"
