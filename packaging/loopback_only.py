"""Runs a command where there is no network but this computer's own: in a Linux network namespace with loopback alone.

    python packaging/loopback_only.py COMMAND [ARGUMENT...]

Where the machine does not allow that, it says why and runs the command all the same.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import sys
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
FLAG = "PITCHFORK_TEST_LOOPBACK_ONLY"
"""Set for the command when there is really nothing but loopback."""


def leave_the_network() -> None:
    """Go on in a namespace of one's own, as the same user. Raises OSError where that is not allowed."""
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        asked = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def main(command: list[str]) -> None:
    """Leave the network if possible, and become the command."""
    try:
        leave_the_network()
        os.environ[FLAG] = "1"
    except (OSError, AttributeError) as error:
        print(f"Not in a network namespace, for it is not allowed here: {error}.", file=sys.stderr)
    os.execvp(command[0], command)  # noqa: S606 - that is what it is for


if __name__ == "__main__":
    main(sys.argv[1:])
