"""Reads what was pasted or chosen, whatever it is, and finds the calls in it. Nothing is fetched, nothing is run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from api.answer.document import Document
from api.answer.sizes import counted, size
from api.catalog.catalogue import Catalogue
from api.records.importing.curl import looks_like_curl, read_curl
from api.records.importing.finding import Finding
from api.records.importing.foreign import LARGEST_FILE, MOST_CALLS, Foreign, ImportFailed
from api.records.importing.har import is_har, read_har
from api.records.importing.matching import Matcher
from api.records.importing.postman import is_postman, read_postman
from api.wire.response import Content

_LARGEST_COMMANDS = 4 << 20
_WAYS = "A HAR file, curl command lines and Postman collections (v2.1) can be imported."


@dataclass(frozen=True, slots=True)
class Findings:
    """``source`` is what was read ("HAR file"), ``found`` each request of it in order, ``remark`` what is left out."""

    source: str
    found: tuple[Finding, ...]
    remark: str = ""

    @property
    def usable(self) -> tuple[Finding, ...]:
        """Those that are calls."""
        return tuple(finding for finding in self.found if finding.saved is not None)


def read_file(path: Path) -> bytes:
    """The bytes of a file that may be imported. Raises ImportFailed."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ImportFailed(
            f"{path.name} cannot be read: {error.strerror or type(error).__name__}.", "Choose another file."
        ) from None
    if len(data) > LARGEST_FILE:
        raise ImportFailed(f"{path.name} is larger than {size(LARGEST_FILE)}.", "Export fewer requests.")
    return data


def find_calls(data: bytes, catalogue: Catalogue, check: Callable[[], None] = lambda: None) -> Findings:
    """What is in the bytes (work for a worker; ``check`` may raise to stop). Raises ImportFailed."""
    if len(data) > LARGEST_FILE:
        raise ImportFailed(f"This is larger than {size(LARGEST_FILE)}.", "Import fewer requests.")
    data = _as_utf8(data)
    if data.lstrip()[:1] in (b"{", b"["):
        return _of_json(data, catalogue, check)
    text = data[:_LARGEST_COMMANDS].decode("utf-8", "replace")
    if not looks_like_curl(text):
        raise ImportFailed("This is nothing that can be imported.", _WAYS)
    return _findings("curl commands", read_curl(text), catalogue, check)


def _as_utf8(data: bytes) -> bytes:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").encode("utf-8", "replace")
    return data


def _of_json(data: bytes, catalogue: Catalogue, check: Callable[[], None]) -> Findings:
    document = Document(Content(data), check)
    try:
        if document.fault:
            line, column = document.line_and_column(document.stopped)
            where = f"line {line:,}, column {column:,}"
            raise ImportFailed(f"This is not complete JSON ({where}): {document.fault}", _WAYS)
        if is_har(document):
            return _findings("HAR file", read_har(document, check), catalogue, check)
        if is_postman(document):
            return _findings("Postman collection", read_postman(document, check), catalogue, check)
        raise ImportFailed("This JSON is neither a HAR file nor a Postman collection.", _WAYS)
    finally:
        document.close()


def _findings(
    source: str, requests: Iterator[Foreign], catalogue: Catalogue, check: Callable[[], None]
) -> Findings:
    matcher, found = Matcher(catalogue), []
    for foreign in islice(requests, MOST_CALLS):
        check()
        found.append(matcher.find(foreign))
    if not found:
        raise ImportFailed(f"There is no request in this {source}.", _WAYS)
    more = next(requests, None) is not None
    remark = f"Only the first {counted(MOST_CALLS, 'requests')} were read." if more else ""
    return Findings(source, tuple(_with_names_apart(found)), remark)


def _with_names_apart(found: list[Finding]) -> Iterator[Finding]:
    """A browser's file names requests by their addresses; a call's title says more."""
    for finding in found:
        bare = finding.name.partition(" ")[0] == finding.method
        if finding.saved is not None and bare:
            saved = replace(finding.saved, name=finding.title)
            finding = replace(finding, name=finding.title, saved=saved)
        yield finding
