"""Takes the body of a download's answer: into the part file and past the hashes, from where the part ends."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable

from api.answer.sizes import size as size_text
from api.errors import PitchforkError, WrongBytes
from api.wire.streams import Head
from api.work.transfers.facts import MD5, Hash
from api.work.transfers.hashes import Hasher
from api.work.transfers.part_file import PartFile

TAKEN = frozenset({200, 206})
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_HEX_MD5 = re.compile(r"[0-9a-f]{32}")


class OtherPart(PitchforkError):
    """The server sent another part of the data than the one that is missing."""


class Receiver:
    """The sink of a download, for all its attempts: the next one goes on where the last one ended.

    ``size`` is how large the whole is (None: not told yet), ``content_md5`` what a header says of the whole,
    ``moved`` is called after each block, ``anew`` when a server begins anew in the middle.
    """

    def __init__(
        self, part: PartFile, hasher: Hasher, size: int | None, anew: Callable[[], object] = lambda: None
    ) -> None:
        self._part, self._hasher, self._anew = part, hasher, anew
        self.size = size
        self.content_md5: Hash | None = None
        self.moved: Callable[[], object] = lambda: None

    def begin(self, head: Head) -> bool:
        """Whether this is data. Raises OtherPart, and DiskFull when what is to come has no room."""
        if head.status not in TAKEN:
            return False
        if head.status == 206:
            self._go_on(head)
        else:
            self._begin_anew(head)
        self.content_md5 = _content_md5(head.header("Content-MD5"))
        return True

    def write(self, block: bytes) -> None:
        """The next bytes. Raises WrongBytes when there are more than there should be, and what the part raises."""
        if self.size is not None and self._part.count + len(block) > self.size:
            raise WrongBytes(
                f"The service sends more than the {size_text(self.size)} ({self.size:,} bytes) that it announced."
            )
        self._part.write(block)
        self._hasher.feed(block)
        self.moved()

    def start_over(self) -> None:
        """Forget what has come: the next answer is the whole."""
        self._part.restart()
        self._hasher.begin()

    def _go_on(self, head: Head) -> None:
        found = _RANGE.fullmatch((head.header("Content-Range") or "").strip())
        if found is None or int(found[1]) != self._part.count:
            raise OtherPart("The server does not send the part that is missing.")
        if found[3] != "*":
            self._learn_size(int(found[3]))

    def _begin_anew(self, head: Head) -> None:
        if self._part.count:
            self._anew()
            self.start_over()
        if head.size is not None and not head.header("Content-Encoding"):
            # An answer that is too short is taken as far as it goes, and gone on with.
            self._learn_size(max(head.size, self.size or 0))

    def _learn_size(self, size: int) -> None:
        if self.size is None:
            self._part.check_room(size)
            self.size = size
        elif size != self.size:
            raise WrongBytes(
                f"The record says {self.size:,} bytes, and the service now announces {size:,}.",
                "Perhaps the data changed meanwhile: download it anew.",
            )


def _content_md5(text: str | None) -> Hash | None:
    """The MD5 of a header: in hex, as image services write it, or in Base64, as the standard says."""
    text = (text or "").strip()
    if not _HEX_MD5.fullmatch(text.lower()):
        try:
            text = base64.b64decode(text, validate=True).hex()
        except (binascii.Error, ValueError):
            return None
    return Hash(MD5, text.lower(), "Content-MD5") if len(text) == 32 else None
