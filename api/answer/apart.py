"""Runs work over answers in a child process: it cannot stall the window, and ends when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Any, cast

from api.answer.apart_child import LARGEST_RESULT, read_header, write_frame
from api.constants import APART
from api.errors import PitchforkError, TooLong
from api.running import CancelToken

MOST_AT_ONCE = 3
_BASE_MEMORY = 1 << 30
_MEMORY_PER_BYTE = 12
_PIPE = 1 << 20
_TURN = 0.05
_KEPT_NAMES = {
    "HOME", "LANG", "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG", "PATH", "SYSTEMDRIVE", "SYSTEMROOT", "TEMP", "TMP",
    "TMPDIR", "TZ", "WINDIR",
}  # fmt: skip
_KEPT_BEGINNINGS = ("DYLD_", "LC_", "PYTHON", "_MEI", "_PYI_")
_places = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task handed back, and the most bytes of memory its process had (0: not known)."""

    content: bytes
    peak: int


def run_apart(
    task: str,
    contents: Sequence[memoryview],
    arguments: Mapping[str, Any],
    cancel: CancelToken,
    seconds: float = 10.0,
) -> bytes:
    """Run a task of ``apart_tasks`` over the bytes of answers in a child process; returns its result.

    At most three run at once, later ones wait for a place. The child is killed on cancel (raises Cancelled)
    and after ``seconds`` (raises TooLong); its memory is limited by the size of the contents. Raises
    PitchforkError with a sentence for whatever else went wrong there.
    """
    return run_measured(task, contents, arguments, cancel, seconds).content


def run_measured(
    task: str,
    contents: Sequence[memoryview],
    arguments: Mapping[str, Any],
    cancel: CancelToken,
    seconds: float = 10.0,
) -> Outcome:
    """Like ``run_apart``; tells the memory, too."""
    header = {"task": task, "arguments": dict(arguments), "memory": _memory(contents)}
    with _place(cancel), _Child(seconds) as child:
        cancel.add(child)
        try:
            return child.ask(header, contents)
        except (OSError, EOFError, ValueError, KeyError) as error:
            cancel.check()
            raise child.failure(error) from error
        finally:
            cancel.remove(child)


class _Child:
    """One child process; ``stop()`` kills it from any thread."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._late = False
        self._process = _start()
        self._limit = threading.Timer(seconds, self._end_late)
        self._limit.daemon = True
        self._limit.start()

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_error: object) -> None:
        self._limit.cancel()
        self.stop()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def stop(self) -> None:
        """Kill it, with what it may have started itself; whoever waits for it gets an error at once."""
        if sys.platform == "win32":
            self._process.kill()
        elif self._process.poll() is None:
            with suppress(OSError):  # it ended just now
                os.killpg(self._process.pid, signal.SIGKILL)

    def ask(self, header: Mapping[str, Any], contents: Sequence[memoryview]) -> Outcome:
        """Give it the task and wait for what comes back. Raises OSError, EOFError and ValueError if it died."""
        with suppress(BrokenPipeError):  # it may have said why before it went
            write_frame(cast("FileIO", self._process.stdin), dict(header), contents)
        with BufferedReader(cast("FileIO", self._process.stdout)) as output:
            reply = read_header(output)
            if "sentence" in reply:
                raise PitchforkError(reply["sentence"], reply.get("hint", ""), reply.get("details", ""))
            (size,) = reply["sizes"]
            content = output.read(size) if size <= LARGEST_RESULT else b""
        if len(content) != size:
            raise EOFError
        return Outcome(content, reply["peak"])

    def failure(self, error: Exception) -> PitchforkError:
        """Why there is no result, in a sentence."""
        if self._late:
            return TooLong(f"Stopped after {self._seconds:g} s.")
        self.stop()
        ended = self._process.wait()
        sentence = "The process that worked on this ended unexpectedly."
        return PitchforkError(sentence, details=f"{type(error).__name__}, exit status {ended}")

    def _end_late(self) -> None:
        self._late = True
        self.stop()


@contextmanager
def _place(cancel: CancelToken) -> Iterator[None]:
    """Wait for a place among those that may run at once."""
    while not _places.acquire(timeout=_TURN):
        cancel.check()
    try:
        cancel.check()
        yield
    finally:
        _places.release()


def command(executable: str = sys.executable, *, frozen: bool = getattr(sys, "frozen", False)) -> list[str]:
    """What starts this program as a child: the bundle itself, or Python with main.py."""
    if frozen:
        return [executable, APART]
    return [executable, str(Path(__file__).resolve().parents[2] / "main.py"), APART]


def environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """What of the environment a child needs to start; everything else stays here, secrets among it."""
    return {
        name: value
        for name, value in inherited.items()
        if name.upper() in _KEPT_NAMES or name.upper().startswith(_KEPT_BEGINNINGS)
    }


def _memory(contents: Sequence[memoryview]) -> int:
    return _BASE_MEMORY + _MEMORY_PER_BYTE * sum(len(each) for each in contents)


def _start() -> subprocess.Popen[bytes]:
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    try:
        process = subprocess.Popen(  # noqa: S603 - this program itself
            command(),
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(os.environ),
            start_new_session=True,  # a bundle in one file starts itself once more: both are to be killed
            creationflags=flags,
        )
    except OSError as error:
        raise PitchforkError("No process could be started for this.", details=str(error)) from error
    if sys.platform == "linux":
        _widen(process)
    return process


def _widen(process: subprocess.Popen[bytes]) -> None:
    """Larger pipes: fewer turns for the same bytes."""
    import fcntl

    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        with suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
