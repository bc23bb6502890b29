"""The child process's side of work that runs apart: one task over stdin and stdout, then the end.

Nothing is imported here that takes time: a child is started for every task.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn

LARGEST_RESULT = 64 << 20
"""Bytes that a task may hand back."""
HEADER_LENGTH = 4
_LARGEST_HEADER = 64 << 20
_STACK = 256 << 20
_DEEPEST = 60_000
_OUT_OF_MEMORY = "This needs more memory than it may take."

Task = Callable[[list[memoryview], dict[str, Any]], bytes]


def write_frame(
    output: BinaryIO, header: dict[str, Any], contents: Sequence[bytes | memoryview] = ()
) -> None:
    """Write a JSON object with its length before it, then the contents, whose sizes it names."""
    text = json.dumps({**header, "sizes": [len(each) for each in contents]}).encode()
    write_all(output, len(text).to_bytes(HEADER_LENGTH, "big") + text)
    for each in contents:
        write_all(output, each)


def write_all(output: BinaryIO, content: bytes | memoryview) -> None:
    """Write the whole to an unbuffered file."""
    rest = memoryview(content).cast("B")
    while rest:
        rest = rest[output.write(rest) :]


def read_header(source: BinaryIO) -> dict[str, Any]:
    """Read the JSON object at the beginning of a frame. Raises EOFError and ValueError."""
    size = int.from_bytes(_exactly(source, HEADER_LENGTH), "big")
    if size > _LARGEST_HEADER:
        raise ValueError("no frame begins like this")
    header = json.loads(_exactly(source, size))
    if not isinstance(header, dict) or not all(isinstance(n, int) and n >= 0 for n in header["sizes"]):
        raise ValueError("a frame begins with an object that names its sizes")
    return header


def _exactly(source: BinaryIO, size: int) -> bytes:
    found = b""
    while len(found) < size:
        block = source.read(size - len(found))
        if not block:
            raise EOFError
        found += block
    return found


def _read_content(source: BinaryIO, size: int) -> memoryview:
    """One content, read to where it stays."""
    content = memoryview(mmap.mmap(-1, size)) if size else memoryview(b"")
    at = 0
    while at < size:
        count = source.readinto(content[at:])  # type: ignore[attr-defined]
        if not count:
            raise EOFError
        at += count
    return content


def main() -> NoReturn:
    """Run the task that comes over stdin and end the process; never returns."""
    source, output = _own_pipes()
    _step_back()
    status = 0
    try:
        serve(source, output, ended=lambda: os._exit(1))
    except BaseException:  # noqa: BLE001 - the pipe broke: nobody is left to be told
        status = 1
    os._exit(status)  # without taking apart what the system takes back anyway


def serve(source: BinaryIO, output: BinaryIO, *, ended: Callable[[], None]) -> None:
    """Read one task, run it, write what comes of it: a result, or a sentence that says why there is none.

    ``ended`` is called when the other side closes its end before that. Raises EOFError and ValueError where
    no task can be read.
    """
    header = read_header(source)
    _limit_memory(header.get("memory"))
    try:
        contents = [_read_content(source, size) for size in header["sizes"]]
    except (MemoryError, OSError):
        write_frame(output, {"sentence": _OUT_OF_MEMORY})
        return
    threading.Thread(target=_watch, args=(source, ended), daemon=True).start()
    reply, result = _in_deep_thread(lambda: _run(header["task"], contents, header["arguments"]))
    write_frame(output, {**reply, "peak": peak_memory()}, result)


def _watch(source: BinaryIO, ended: Callable[[], None]) -> None:
    with suppress(OSError, ValueError):
        source.read(1)
    ended()


def _in_deep_thread(work: Callable[[], Any]) -> Any:
    """Run it with a stack for documents that are nested deeply."""
    found: list[Any] = []
    before = threading.stack_size(_STACK), sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(_DEEPEST)
        thread = threading.Thread(target=lambda: found.append(work()))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before[0])
        sys.setrecursionlimit(before[1])
    return found[0]


def _run(
    name: str, contents: list[memoryview], arguments: dict[str, Any]
) -> tuple[dict[str, str], list[bytes]]:
    from api.answer.apart_tasks import TASKS

    try:
        result = TASKS[name](contents, arguments)
    except MemoryError:
        return {"sentence": _OUT_OF_MEMORY}, []
    except RecursionError:
        return {"sentence": "This is nested too deeply."}, []
    except Exception as error:  # noqa: BLE001 - the other side tells it
        return _told(error), []
    if len(result) > LARGEST_RESULT:
        return {"sentence": f"The result is larger than {LARGEST_RESULT >> 20} MiB."}, []
    return {}, [result]


def _told(error: Exception) -> dict[str, str]:
    """What the person is told. The text of an unexpected error may quote the answer, so only its kind is named."""
    sentence = getattr(error, "sentence", None)
    if isinstance(sentence, str):
        return {
            "sentence": sentence,
            "hint": getattr(error, "hint", ""),
            "details": getattr(error, "details", ""),
        }
    return {"sentence": "This did not work.", "details": type(error).__name__}


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Stdin and stdout for the frames alone: whatever prints, prints nowhere."""
    source, output = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        for each in (source, output):
            msvcrt.setmode(each, os.O_BINARY)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(nowhere, each)
    return open(source, "rb", buffering=0), open(output, "wb", buffering=0)  # noqa: PTH123 - descriptors


def _step_back() -> None:
    """Leave the processor to the window."""
    if sys.platform != "win32":
        os.nice(5)


def _limit_memory(most: int | None) -> None:
    """Let this process have so many bytes of address space, where the system can hold it to that."""
    if most is None or sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def peak_memory() -> int:
    """The most bytes of memory this process had; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    with suppress(OSError), open("/proc/self/status", "rb") as status:  # noqa: PTH123 - pathlib is slow to import
        for line in status:
            if line.startswith(b"VmHWM:"):  # ru_maxrss still counts what the process was forked from
                return int(line.split()[1]) * 1024
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024
