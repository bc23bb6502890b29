"""A child process with tasks that misbehave, for tests of what becomes of them."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from api.answer import apart_child
from api.answer.apart_tasks import TASKS
from api.errors import PitchforkError


def _echo(contents, arguments):
    return b"|".join(bytes(each) for each in contents) + arguments["end"].encode()


def _spin(_contents, arguments):
    Path(arguments["sign"]).write_text(str(os.getpid()), "utf-8")
    while True:
        pass


def _eat(_contents, _arguments):
    eaten = []
    while True:
        eaten.append(bytearray(64 << 20))


def _refuse(_contents, _arguments):
    raise PitchforkError("This will not do.", "Ask again.", "because")


def _fail(contents, _arguments):
    raise KeyError(bytes(contents[0]))


def _dive(_contents, _arguments):
    return _dive(_contents, _arguments)


def _print(_contents, _arguments):
    print("noise")
    print("noise", file=sys.stderr)
    os.write(1, b"noise")
    return b"quiet"


def _environment(_contents, _arguments):
    return "\n".join(sorted(os.environ)).encode()


def _garble(_contents, arguments):
    """Write what is no frame, straight to the pipe (the lowest descriptor above the standard ones is stdin's)."""
    os.write(4, bytes.fromhex(arguments["bytes"]))
    os._exit(0)


TASKS.update(
    echo=_echo,
    spin=_spin,
    eat=_eat,
    refuse=_refuse,
    fail=_fail,
    dive=_dive,
    print=_print,
    environment=_environment,
    garble=_garble,
    crash=lambda _contents, _arguments: os.abort(),
    leave=lambda _contents, _arguments: os._exit(0),
    blow_up=lambda _contents, _arguments: bytes((64 << 20) + 1),
    most=lambda _contents, _arguments: bytes(64 << 20),
)

if __name__ == "__main__":
    apart_child.main()
