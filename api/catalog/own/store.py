"""The folder of the person's own products: one OpenAPI document each, as JSON, replaced whole."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from api.catalog.own.document import Preview, Wish, preview, with_wish
from api.catalog.own.reading import read_values
from api.errors import CatalogueError, MachineFailed
from api.plain_file import make_private_folder
from api.running import CancelToken
from api.wire.outgoing import url_fault

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 64
_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,63}")


class OwnProducts:
    """Adds, changes and removes documents; all blocking. ``taken`` are ids that others have."""

    def __init__(self, folder: Path, taken: frozenset[str] = frozenset()) -> None:
        self.folder = folder
        self._taken = taken

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all own products, broken ones included."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.json")))

    def look(self, path: Path, cancel: CancelToken | None = None) -> Preview:
        """What a file would become. Raises CatalogueError and Cancelled."""
        try:
            data = path.read_bytes() if path.stat().st_size < 1 << 30 else b""
        except OSError as error:
            raise CatalogueError(path.name, "", f"cannot be read: {error.strerror or error}") from None
        return preview(read_values(data, path.name, cancel), path.stem)

    def faults(self, wish: Wish, *, new: bool) -> dict[str, str]:
        """What is wrong with a wish, by "id", "service_type" and "address", as sentences."""
        found = {"id": self._id_fault(wish.id, new=new), "address": ""}
        if wish.service_type and not _TYPE.fullmatch(wish.service_type):
            found["service_type"] = "Write it as the service catalogue does, like “placement”."
        if wish.address:
            plain = re.sub(r"\{[A-Za-z0-9_]+\}", "x", wish.address)
            found["address"] = url_fault(plain)
        elif not wish.service_type:
            found["address"] = "Give an address, or a service type that the signed-in cloud knows."
        return {name: sentence for name, sentence in found.items() if sentence}

    def document(self, product_id: str) -> dict[str, Any]:
        """A kept document. Raises CatalogueError."""
        path = self._path(product_id)
        try:
            return read_values(path.read_bytes(), path.name)
        except OSError as error:
            raise CatalogueError(path.name, "", f"cannot be read: {error.strerror or error}") from None

    def keep(self, root: dict[str, Any], wish: Wish) -> None:
        """Keep a document, in the place of one of that id. Raises MachineFailed."""
        self.put_back(wish.id, orjson.dumps(with_wish(root, wish), option=orjson.OPT_INDENT_2))

    def remove(self, product_id: str) -> bytes:
        """Remove a product; returns what ``put_back`` brings back. Raises MachineFailed."""
        path = self._path(product_id)
        try:
            data = path.read_bytes()
            path.unlink()
        except OSError as error:
            raise MachineFailed(f"{path.name} cannot be removed.", details=str(error)) from None
        return data

    def put_back(self, product_id: str, data: bytes) -> None:
        """Write a product's file: whole, or not at all. Raises MachineFailed."""
        path = self._path(product_id)
        try:
            make_private_folder(self.folder)
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=".new-")  # mode 0600
        except OSError as error:
            raise MachineFailed(
                "The product cannot be kept.", "Free some room, then try again.", str(error)
            ) from None
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError as error:
            with suppress(OSError):
                Path(name).unlink()
            raise MachineFailed(
                "The product cannot be kept.", "Free some room, then try again.", str(error)
            ) from None

    def _path(self, product_id: str) -> Path:
        if not _ID.fullmatch(product_id):
            raise CatalogueError(f"{product_id[:_LONGEST]}.json", "", "has no usable id")
        return self.folder / f"{product_id}.json"

    def _id_fault(self, product_id: str, *, new: bool) -> str:
        if not _ID.fullmatch(product_id) or len(product_id) > _LONGEST:
            return "Lower-case letters and digits, joined by hyphens."
        if product_id in self._taken:
            return "A product of this program has that id."
        return (
            "An own product has that id; update or remove it first."
            if new and product_id in self.ids
            else ""
        )
