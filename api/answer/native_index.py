"""Reads JSON bytes into an Index with the small native library, while other threads run; see native_index.c."""

from __future__ import annotations

import ctypes
import sys
from array import array
from collections.abc import Callable, Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from api.answer.index import LARGEST, MOST_NAMES, Index, NodeKind
from api.answer.json_faults import no_member, no_value, not_closed, too_much
from api.errors import NotEnoughMemory

VERSION = 2
SLICE = 8 << 20
"""Bytes that are read between two looks whether to go on."""
_MORE, _DONE, _STOPPED, _NO_MEMORY = range(4)
_ENTRY = 0
_ROWS = 1 << 16
_NAMES_AT_ONCE = 1 << 12
_U32, _U64 = ctypes.c_uint32, ctypes.c_uint64
_ENDING = {"win32": "dll", "darwin": "dylib"}.get(sys.platform, "so")
_FREE_SOME = "Close some answers, or save this one and open it elsewhere."
LIBRARY = Path(__file__).with_name(f"libnative_index.{_ENDING}")


class _Arrays(ctypes.Structure):
    """The struct of native_index.c."""

    _fields_ = [
        *((name, ctypes.c_void_p) for name in ("starts", "keys", "tails", "parents", "kinds")),
        *((name, ctypes.c_void_p) for name in ("holders", "heads", "counts", "ends", "kids", "marked")),
        *((name, _U32) for name in ("nodes", "containers", "marks")),
        *((name, _U32) for name in ("room", "container_room", "mark_room")),
        ("at", _U64),
        ("current", _U32),
        ("phase", _U32),
    ]


class _Buffer(ctypes.Structure):
    """Python's Py_buffer (part of the stable interface since 3.11): the only way to the address of read-only bytes."""

    _fields_ = [
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.py_object),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        *((name, ctypes.c_void_p) for name in ("format", "shape", "strides", "suboffsets", "internal")),
    ]


@cache
def library() -> Any:
    """The native library; None where it was not built or is another version's."""
    try:
        found = ctypes.CDLL(str(LIBRARY))
        if found.index_version() != VERSION:
            return None
    except (OSError, AttributeError):
        return None
    pointer = ctypes.c_void_p
    text = (ctypes.c_char_p, _U64)
    signatures: dict[str, tuple[Any, tuple[Any, ...]]] = {
        "index_new": (pointer, (_U64,)),
        "index_free": (None, (pointer,)),
        "index_read": (ctypes.c_int, (pointer, pointer, _U64, _U64, ctypes.c_char_p)),
        "index_finish": (ctypes.c_int, (pointer, _U64)),
        "index_member": (ctypes.c_int64, (pointer, pointer, _U64, _U32, _U64, *text)),
        "index_column": (None, (pointer, pointer, _U64, _U32, _U32, _U32, *text, pointer)),
        "index_names": (
            _U32,
            (pointer, pointer, _U64, _U32, _U32, _U32, pointer, _U32, pointer, _U32, _U32),
        ),
        "index_closed_before": (_U32, (pointer, _U32)),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(found, name)
        function.restype, function.argtypes = result, arguments
    return found


class _Bytes:
    """The address of bytes, which stay where they are while somebody holds this."""

    def __init__(self, data: memoryview) -> None:
        self._buffer = _Buffer()
        ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(data), ctypes.byref(self._buffer), 0)
        self.address, self.size = self._buffer.buf, self._buffer.len

    def __del__(self) -> None:
        if hasattr(self, "address"):
            ctypes.pythonapi.PyBuffer_Release(ctypes.byref(self._buffer))


class _Held:
    """The library's arrays; freed when the last one who looks at them is gone."""

    def __init__(self, at: int) -> None:
        self.library = library()
        self.pointer = self.library.index_new(at)
        if not self.pointer:
            raise MemoryError
        self.arrays = _Arrays.from_address(self.pointer)

    def view(self, name: str, count: int, code: Literal["I", "B"] = "I") -> memoryview:
        """One of the arrays; whoever holds the view holds the memory."""
        address = getattr(self.arrays, name)
        if not address or not count:
            return memoryview(b"").cast(code)
        array_type: Any = type("Array", ((_U32 if code == "I" else ctypes.c_uint8) * count,), {})
        held = array_type.from_address(address)
        held.holder = self
        return memoryview(held).cast("B").cast(code)

    def __del__(self) -> None:
        if getattr(self, "pointer", None):
            self.library.index_free(self.pointer)


class NativeReader:
    """Reads the bytes slice by slice. Only where ``library()`` is there."""

    def __init__(
        self, data: memoryview, at: int, names: Collection[bytes], check: Callable[[], None]
    ) -> None:
        self._data, self._check = data, check
        self._held, self._bytes = _Held(at), _Bytes(data)
        self._names = b"".join(name + b"\0" for name in sorted(names, key=len)) + b"\0"

    def read(self) -> Index:
        """The index of the document; what stands before a mistake is in it."""
        held, source, state = self._held, self._bytes, _MORE
        while state == _MORE:
            self._check()
            state = held.library.index_read(held.pointer, source.address, source.size, SLICE, self._names)
        if state == _NO_MEMORY:
            raise NotEnoughMemory("There is not enough memory to read this document.", _FREE_SOME)
        fault, stopped = ("", source.size) if state == _DONE else self._explain()
        if not held.library.index_finish(held.pointer, stopped):
            raise NotEnoughMemory("There is not enough memory to read this document.", _FREE_SOME)
        index = NativeIndex(self._data, held, source)
        index.fault, index.stopped = fault, stopped
        return index

    def _explain(self) -> tuple[str, int]:
        arrays, data = self._held.arrays, self._data
        if arrays.current == LARGEST:
            if arrays.phase == _ENTRY:
                return no_value(data, arrays.at, empty=arrays.nodes == 0)
            return too_much(data, arrays.at)
        in_object = self._held.view("kinds", arrays.nodes, "B")[arrays.current] == NodeKind.OBJECT
        if arrays.phase == _ENTRY:
            return no_member(data, arrays.at) if in_object else no_value(data, arrays.at)
        if arrays.current == arrays.nodes - 1:
            return no_value(data, arrays.at)
        return not_closed(data, arrays.at, "}" if in_object else "]")


class NativeIndex(Index):
    """An Index over the library's arrays, which also looks names up."""

    def __init__(self, data: memoryview, held: _Held, source: _Bytes) -> None:
        super().__init__(data)
        self._held, self._bytes = held, source
        arrays = held.arrays
        self.kinds = held.view("kinds", arrays.nodes, "B")
        self.starts, self.keys = held.view("starts", arrays.nodes), held.view("keys", arrays.nodes)
        self.tails, self.parents = held.view("tails", arrays.nodes), held.view("parents", arrays.nodes)
        self.holders, self.heads = (held.view(name, arrays.containers) for name in ("holders", "heads"))
        self.counts, self.ends = (held.view(name, arrays.containers) for name in ("counts", "ends"))
        self.kids = held.view("kids", max(arrays.nodes - 1, 0))
        self.marked = held.view("marked", arrays.marks)

    def member_before(self, node: int, name: str, before: int) -> int:
        """The place of an object's last member of that name that stands before a place; -1 for none."""
        if not _is_plain(name):
            return super().member_before(node, name, before)
        held, source, text, place = self._held, self._bytes, name.encode(), before
        while True:
            place = held.library.index_member(
                held.pointer, source.address, source.size, node, min(place, LARGEST), text, len(text)
            )
            if place >= -1:
                return int(place)
            place = -2 - place
            if self.name(self.children(node, place, place + 1)[0]) == name:
                return int(place)

    def column(self, node: int, name: str, start: int, stop: int) -> Sequence[int]:
        """For the children of a container from one place to another: their last member of that name, or -1."""
        if not _is_plain(name):
            return super().column(node, name, start, stop)
        count = max(min(stop, self.child_count(node)) - start, 0)
        found, held, source, text = array("q", bytes(8 * count)), self._held, self._bytes, name.encode()
        if count:
            address, _count = found.buffer_info()
            held.library.index_column(
                held.pointer, source.address, source.size, node, start, count, text, len(text), address
            )
        for row in (row for row, member in enumerate(found) if member == -2):
            found[row] = super().column(node, name, start + row, start + row + 1)[0]
        return found

    def names(self, node: int, check: Callable[[], None]) -> list[str]:
        """The names of the members of a container's children as they first appear; "" for those that are no objects."""
        most, found = _NAMES_AT_ONCE, self._spellings(node, _NAMES_AT_ONCE, check)
        while len(found) == most < MOST_NAMES:
            most = min(most * 8, MOST_NAMES)
            found = self._spellings(node, most, check)
        return list(dict.fromkeys(self.name(each) if self.parents[each] != node else "" for each in found))

    def _spellings(self, node: int, most: int, check: Callable[[], None]) -> Sequence[int]:
        held, source, slots, found = self._held, self._bytes, 1 << (2 * most).bit_length(), 0
        table, out = array("I", b"\xff" * 4 * (slots + 1)), array("I", bytes(4 * most))
        count = self.child_count(node)
        for start in range(0, count, _ROWS):
            check()
            found = held.library.index_names(
                held.pointer, source.address, source.size, node, start, min(_ROWS, count - start),
                table.buffer_info()[0], slots, out.buffer_info()[0], found, most,
            )  # fmt: skip
        return out[:found]

    def closed_before(self, node: int) -> int:
        """How many containers with children ended before a node begins."""
        return int(self._held.library.index_closed_before(self._held.pointer, node))


def _is_plain(name: str) -> bool:
    """Whether equal bytes mean equal names: a quote or a backslash is written in another way, U+FFFD is a stand-in."""
    return not set(name) & {'"', "\\", "\ufffd"} and name.isprintable()
