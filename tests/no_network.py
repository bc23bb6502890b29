"""A plugin of pytest: the test that reaches out beyond this computer fails, in whatever thread it happens.

Names that are reserved for examples may be looked up; nobody has them.
"""

import ipaddress
import os
import socket
import sys

import pytest

_RESERVED = (".example", ".invalid", ".test", ".localhost", "example.com", "example.org", "example.net")
_attempts = []


def _is_here(host):
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not host or host == "localhost" or host.rstrip(".").lower().endswith(_RESERVED):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return "." not in host.rstrip(".")  # a name that no name server is asked for
    return address.is_loopback or address.is_unspecified


def _heard(event, args):
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in ("socket.connect", "socket.sendto"):
        sock, address = args[0], args[1]
        if sock.family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
            return
        host = address[0]
    else:
        return
    if not _is_here(host):
        _attempts.append((os.environ.get("PYTEST_CURRENT_TEST", ""), event, str(host)))


def pytest_configure(config):
    """Listen from now on; Python offers no way to stop."""
    sys.addaudithook(_heard)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item):
    """Fail the test that reached out."""
    found = [attempt for attempt in _attempts if item.name.partition("[")[0] in attempt[0]]
    _attempts.clear()
    if found and item.get_closest_marker("reaches_out") is None:
        pytest.fail(f"reached out beyond this computer: {found[:3]}", pytrace=False)
