"""Work in a child process: its results and errors, its limits, and that nothing of it stays behind."""

import io
import json
import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import main
from api.answer import apart, apart_child, apart_tasks
from api.answer.apart import MOST_AT_ONCE, command, environment, run_apart, run_measured
from api.errors import Cancelled, PitchforkError, TooLong
from api.running import CancelToken
from tests.rules.sources import ROOT

ODD_CHILD = ROOT / "tests" / "builders" / "odd_child.py"
LONG = 60.0
"""Seconds: a limit that nothing here reaches."""


@pytest.fixture
def odd(monkeypatch):
    """Children know tasks that misbehave."""
    monkeypatch.setattr(apart, "command", lambda: [sys.executable, str(ODD_CHILD)])


@pytest.fixture
def sign(tmp_path):
    """A pipe with a name: reading it waits until a child began its task, and tells the child's id."""
    path = tmp_path / "sign"
    os.mkfifo(path)
    return path


def ask(task, *contents, cancel=None, seconds=LONG, **arguments):
    return run_apart(task, [memoryview(c) for c in contents], arguments, cancel or CancelToken(), seconds)


def gone(pid):
    """Whether there is no such process, not even one that nobody waited for."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def open_descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_task_gets_every_content_and_its_arguments(odd):
    assert ask("echo", b"one", b"", b"three", end="!") == b"one||three!"


def test_the_program_itself_is_the_child():
    found = run_measured(
        "query",
        [memoryview(b'{"a": 7}')],
        {"expression": "a", "hidden": [], "cover": ""},
        CancelToken(),
        LONG,
    )
    assert found.content == b"7"
    assert found.peak > 1 << 20


def test_many_bytes_go_through_and_come_back(odd):
    content = bytes(range(256)) * (80 << 10)
    assert ask("echo", content, end="") == content


def test_a_bundle_starts_itself():
    assert command("/opt/pitchfork", frozen=True) == ["/opt/pitchfork", "--run-apart"]
    python, script, flag = command("/usr/bin/python", frozen=False)
    assert (python, flag) == ("/usr/bin/python", "--run-apart")
    assert Path(script).samefile(main.__file__)


def test_a_child_that_waits_for_its_task_has_loaded_no_window_no_transport_and_no_folders(tmp_path):
    program = "import sys, main; from api.answer import apart_child\n"
    program += "apart_child.main = lambda: sys.exit(print(*sys.modules))\nmain.main(['--run-apart'])"
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PITCHFORK_DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in told.stdout.split()}
    assert {"main", "json"} <= loaded
    assert not loaded & {
        "PySide6",
        "requests",
        "keystoneauth1",
        "yaml",
        "platformdirs",
        "argparse",
        "jmespath",
    }
    assert not (tmp_path / "data").exists()


def test_an_error_of_the_program_comes_back_in_its_words(odd):
    with pytest.raises(PitchforkError) as caught:
        ask("refuse")
    assert (caught.value.sentence, caught.value.hint, caught.value.details) == (
        "This will not do.",
        "Ask again.",
        "because",
    )


def test_another_error_does_not_quote_the_answer(odd):
    with pytest.raises(PitchforkError) as caught:
        ask("fail", b"hunter2")
    assert caught.value.details == "KeyError"
    assert "hunter2" not in str(caught.value)


def test_what_a_task_prints_is_no_part_of_its_result(odd, capfd):
    assert ask("print") == b"quiet"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        ("eat", "This needs more memory than it may take."),
        ("dive", "This is nested too deeply."),
        ("blow_up", "The result is larger than 64 MiB."),
        ("crash", "The process that worked on this ended unexpectedly."),
        ("leave", "The process that worked on this ended unexpectedly."),
        ("no such task", "This did not work."),
    ],
)
def test_what_goes_wrong_is_told(odd, task, sentence):
    with pytest.raises(PitchforkError) as caught:
        ask(task)
    assert caught.value.sentence == sentence


def test_a_result_as_large_as_allowed_comes_back(odd):
    assert len(ask("most")) == 64 << 20


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\0\0",
        b"\xff\xff\xff\xff",
        b"\0\0\0\2[]",
        b"\0\0\0\2{}",
        b"\0\0\0\x0f" + b'{"sizes":[9]}  ',
        b"\0\0\0\x0e" + b'{"sizes":[-9]}',
        b"\0\0\0\x19" + b'{"sizes":[999999999999]} ',
    ],
    ids=["nothing", "cut", "huge", "a list", "no sizes", "too little", "below nothing", "too much"],
)
def test_a_broken_frame_is_an_error_like_any_other(odd, frame):
    with pytest.raises(PitchforkError) as caught:
        ask("garble", bytes=frame.hex())
    assert caught.value.sentence == "The process that worked on this ended unexpectedly."


def test_a_child_that_cannot_be_started_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(apart, "command", lambda: [str(tmp_path / "missing")])
    with pytest.raises(PitchforkError, match="No process could be started"):
        ask("query")


def test_a_child_that_spins_is_killed_after_its_time(odd, tmp_path):
    sign = tmp_path / "sign"
    with pytest.raises(TooLong) as caught:
        ask("spin", seconds=1.5, sign=str(sign))
    assert caught.value.sentence == "Stopped after 1.5 s."
    assert gone(int(sign.read_text("utf-8")))


def test_cancel_kills_the_child(odd, sign):
    cancel, errors = CancelToken(), []

    def work():
        try:
            ask("spin", cancel=cancel, sign=str(sign))
        except PitchforkError as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    pid = int(sign.read_text("utf-8"))
    assert not gone(pid)
    cancel.cancel()
    thread.join(LONG)
    assert [type(error) for error in errors] == [Cancelled]
    assert gone(pid)


def test_what_a_child_started_is_killed_with_it(monkeypatch, sign):
    started_twice = ["/bin/sh", "-c", '"$0" "$1"; exit', sys.executable, str(ODD_CHILD)]
    monkeypatch.setattr(apart, "command", lambda: started_twice)
    cancel, errors = CancelToken(), []

    def work():
        try:
            ask("spin", cancel=cancel, sign=str(sign))
        except PitchforkError as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    descriptor = os.pidfd_open(int(sign.read_text("utf-8")))
    cancel.cancel()
    thread.join(LONG)
    assert select.select([descriptor], [], [], LONG)[0] == [descriptor]
    os.close(descriptor)
    assert [type(error) for error in errors] == [Cancelled]


def test_cancelled_before_it_begins_nothing_is_started(odd, monkeypatch):
    monkeypatch.setattr(apart, "_start", pytest.fail)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        ask("echo", cancel=cancel, end="")


def test_a_few_run_at_once_and_one_that_waits_for_its_turn_can_be_cancelled(odd, tmp_path):
    cancel, waiting, ended = CancelToken(), CancelToken(), []

    def spin(path):
        with pytest.raises(Cancelled):
            ask("spin", cancel=cancel, sign=str(path))

    def wait():
        with pytest.raises(Cancelled):
            ask("echo", cancel=waiting, end="")
        ended.append("waiting")

    signs = [tmp_path / str(number) for number in range(MOST_AT_ONCE)]
    threads = []
    for path in signs:
        os.mkfifo(path)
        threads.append(threading.Thread(target=spin, args=(path,)))
    for thread in threads:
        thread.start()
    pids = [int(path.read_text("utf-8")) for path in signs]
    late = threading.Thread(target=wait)
    late.start()
    waiting.cancel()
    late.join(LONG)
    assert ended == ["waiting"]
    assert not any(gone(pid) for pid in pids)
    cancel.cancel()
    for thread in threads:
        thread.join(LONG)
    assert all(gone(pid) for pid in pids)
    assert ask("echo", b"next", end="") == b"next"


def test_nothing_stays_open(odd):
    ask("echo", end="")
    before = open_descriptors()
    for _ in range(3):
        ask("echo", end="")
        with pytest.raises(PitchforkError):
            ask("crash")
    assert open_descriptors() == before


def test_a_child_ends_with_its_parent(tmp_path, sign):
    program = (
        "import sys; from api.answer import apart; from api.running import CancelToken\n"
        f"apart.command = lambda: [sys.executable, {str(ODD_CHILD)!r}]\n"
        f"apart.run_apart('spin', [], {{'sign': {str(sign)!r}}}, CancelToken(), 600)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    pid = int(sign.read_text("utf-8"))
    descriptor = os.pidfd_open(pid)
    try:
        parent.send_signal(signal.SIGKILL)
        parent.wait(LONG)
        assert select.select([descriptor], [], [], LONG)[0] == [descriptor]
    finally:
        os.close(descriptor)


def test_secrets_of_the_environment_stay_here(odd, monkeypatch):
    for name in ("OS_PASSWORD", "OS_AUTH_URL", "PITCHFORK_DATA_DIR", "MY_TOKEN", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "hunter2")
    names = set(ask("environment").decode().split("\n"))
    assert "PATH" in names
    assert not names & {
        "OS_PASSWORD",
        "OS_AUTH_URL",
        "PITCHFORK_DATA_DIR",
        "MY_TOKEN",
        "AWS_SECRET_ACCESS_KEY",
    }


def test_what_a_bundle_needs_to_start_is_kept():
    needed = {"SystemRoot": "C:\\", "_PYI_ARCHIVE_FILE": "x", "LD_LIBRARY_PATH": "y", "PYTHONHOME": "z"}
    assert environment({**needed, "OS_CLOUD": "mine"}) == needed


class TestTheChildsSide:
    """What the child does, done here; ``peer`` is the parent's side."""

    @pytest.fixture
    def pipes(self):
        inward, outward = os.pipe(), os.pipe()
        files = [
            io.FileIO(number, mode)
            for number, mode in zip((*inward, *outward), ("rb", "wb", "rb", "wb"), strict=True)
        ]
        yield files
        for file in files:
            file.close()

    def served(self, pipes, task, *contents, **arguments):
        source, to_child, from_child, output = pipes
        apart_child.write_frame(to_child, {"task": task, "arguments": arguments}, contents)
        ended = threading.Event()
        apart_child.serve(source, output, ended=ended.set)
        assert not ended.is_set()
        to_child.close()
        assert ended.wait(LONG)
        output.close()
        return apart_child.read_header(from_child), from_child.readall()

    def test_runs_a_task_and_tells_its_memory(self, pipes):
        header, result = self.served(
            pipes, "query", b'{"a": [1, 2]}', expression="length(a)", hidden=[], cover=""
        )
        assert result == b"2"
        assert header["sizes"] == [1]
        assert header["peak"] > 1 << 20
        assert "sentence" not in header

    @pytest.mark.parametrize(
        ("error", "told"),
        [
            (MemoryError(), "This needs more memory than it may take."),
            (RecursionError(), "This is nested too deeply."),
            (PitchforkError("No."), "No."),
            (KeyError("hunter2"), "This did not work."),
        ],
        ids=lambda value: value if isinstance(value, str) else type(value).__name__,
    )
    def test_tells_what_went_wrong(self, pipes, monkeypatch, error, told):
        def fail(_contents, _arguments):
            raise error

        monkeypatch.setitem(apart_tasks.TASKS, "fail", fail)
        header, result = self.served(pipes, "fail")
        assert (header["sentence"], result) == (told, b"")
        assert "hunter2" not in json.dumps(header)

    def test_a_result_that_is_too_large_is_not_sent(self, pipes, monkeypatch):
        monkeypatch.setattr(apart_child, "LARGEST_RESULT", 1 << 20)
        monkeypatch.setitem(apart_tasks.TASKS, "grow", lambda _contents, _arguments: bytes((1 << 20) + 1))
        header, result = self.served(pipes, "grow")
        assert (header["sentence"], result) == ("The result is larger than 1 MiB.", b"")

    @pytest.mark.parametrize("frame", [b"", b'\0\0\0\x09{"sizes"', b'\0\0\0\x0d{"sizes":[4]}12'])
    def test_half_a_task_is_none(self, frame):
        with pytest.raises(EOFError):
            apart_child.serve(io.BytesIO(frame), io.BytesIO(), ended=pytest.fail)
