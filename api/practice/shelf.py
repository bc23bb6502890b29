"""Containers and objects of one account in one region: kept as documents, their content in files or made up."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from api.practice.clock import Document, settled
from api.practice.data import Received, file_bytes
from api.practice.ground import Ground
from api.practice.store import Documents

_BLOCK = 64 * 1024


def made_up(seed: str, size: int, end: bytes = b"") -> Document:
    """Content that needs no file: ``size`` bytes that look random and differ by seed, the last of them ``end``.

    Answers with the members of an object's record that describe it.
    """
    content: Document = {"seed": seed, "size": size, "end": end.hex()}
    md5 = hashlib.md5(usedforsecurity=False)
    for block in _made_up_bytes(content, 0, size):
        md5.update(block)
    return {"made_up": content, "bytes": size, "hash": md5.hexdigest()}


def _made_up_bytes(content: Document, start: int, count: int) -> Iterator[bytes]:
    block = hashlib.shake_128(content["seed"].encode()).digest(_BLOCK)
    end = bytes.fromhex(content["end"])
    body = content["size"] - len(end)
    stop = start + count
    while start < min(stop, body):
        inside = start % _BLOCK
        piece = block[inside : inside + min(stop, body) - start]
        yield piece
        start += len(piece)
    if start < stop:
        yield end[start - body : stop - body]


@dataclass(frozen=True)
class Shelf:
    """One account's containers in one region. ``place`` is "face/region"; what changes takes open documents."""

    ground: Ground
    place: str
    account: str

    def containers(self) -> list[Document]:
        """Every container by name."""
        return sorted(self._documents().all("container", self._home), key=_name)

    def container(self, name: str) -> Document | None:
        """One container."""
        return self._documents().get("container", self._home, name)

    def put_container(self, documents: Documents, container: Document) -> None:
        """Keep a container."""
        documents.put("container", self._home, container["name"], container)

    def drop_container(self, documents: Documents, name: str) -> None:
        """Forget a container."""
        documents.delete("container", self._home, name)

    def objects(self, container: str) -> list[Document]:
        """Every object of a container by name, as it reads now."""
        rows = self._documents().all("object", self._inside(container))
        return sorted(filter(self._there, map(self._settled, rows)), key=_name)

    def object(self, container: str, name: str) -> Document | None:
        """One object as it reads now."""
        found = self._documents().get("object", self._inside(container), name)
        found = self._settled(found) if found is not None else None
        return found if found is not None and self._there(found) else None

    def put_object(self, documents: Documents, container: str, found: Document) -> None:
        """Keep an object in place of one of its name."""
        self._drop_file(documents.get("object", self._inside(container), found["name"]), found.get("file"))
        documents.put("object", self._inside(container), found["name"], found)

    def drop_object(self, documents: Documents, container: str, name: str) -> None:
        """Forget an object and its content."""
        self._drop_file(documents.get("object", self._inside(container), name), None)
        documents.delete("object", self._inside(container), name)

    def segments(self, found: Document) -> list[tuple[Document | None, str]]:
        """The parts of a large object as they are now, each with its path; None for one that is gone."""
        if "dynamic" in found:
            container, _, prefix = found["dynamic"].partition("/")
            rows = [row for row in self.objects(container) if row["name"].startswith(prefix)]
            return [(row, f"/{container}/{row['name']}") for row in rows if "dynamic" not in row]
        return [(self._at(part["name"]), part["name"]) for part in found.get("static", ())]

    def size(self, found: Document) -> int:
        """Bytes of an object; of a large one, of all its segments."""
        if is_large(found):
            return sum(self.size(part) for part, _ in self.segments(found) if part is not None)
        return int(found["bytes"])

    def etag(self, found: Document) -> str:
        """MD5 of the content; of a large object, in quotes, that of its segments' MD5s."""
        if not is_large(found):
            return str(found["hash"])
        hashes = "".join(str(part["hash"]) for part, _ in self.segments(found) if part is not None)
        return f'"{hashlib.md5(hashes.encode(), usedforsecurity=False).hexdigest()}"'

    def content(self, found: Document, start: int = 0, count: int | None = None) -> Iterator[bytes]:
        """Bytes of an object from ``start`` on; of a large one, those of its segments one after the other."""
        left = self.size(found) - start if count is None else count
        if not is_large(found):
            yield from self._plain(found, start, left)
            return
        for part, _path in self.segments(found):
            size = self.size(part) if part is not None else 0
            if part is not None and start < size and left > 0:
                taken = min(size - start, left)
                yield from self.content(part, start, taken)
                left -= taken
            start = max(start - size, 0)

    def receive(self, stream: Any) -> tuple[str, Received]:
        """Write a stream to a file of its own; answers with the file's id."""
        file = uuid.uuid4().hex
        return file, self.ground.data.receive(stream, self._path(file))

    def discard(self, file: str) -> None:
        """Remove what was received and is not kept."""
        self._path(file).unlink(missing_ok=True)

    def _plain(self, found: Document, start: int, count: int) -> Iterable[bytes]:
        if "made_up" in found:
            return _made_up_bytes(found["made_up"], start, count)
        return file_bytes(self._path(found["file"]), start, count) if "file" in found else ()

    def _at(self, path: str) -> Document | None:
        container, _, name = path.lstrip("/").partition("/")
        return self.object(container, name)

    def _drop_file(self, before: Document | None, kept: str | None) -> None:
        if before is not None and before.get("file", kept) != kept:
            self.discard(before["file"])

    def _path(self, file: str) -> Any:
        return self.ground.data.path(f"{self.place}/objects", file)

    def _settled(self, found: Document) -> Document:
        return settled(found, self.ground.clock.now())

    def _there(self, found: Document) -> bool:
        ends = found.get("delete_at")
        return not found.get("absent") and (ends is None or ends > self.ground.clock.now().timestamp())

    def _documents(self) -> Documents:
        return self.ground.store.documents

    @property
    def _home(self) -> str:
        return f"{self.place}/{self.account}"

    def _inside(self, container: str) -> str:
        return f"{self._home}/{container}"


def is_large(found: Document) -> bool:
    """Whether it is a manifest."""
    return "dynamic" in found or "static" in found


def _name(document: Document) -> str:
    return str(document["name"])
