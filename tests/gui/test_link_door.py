"""A link that another process was started with reaches the window that runs, and only a whole one."""

import os
import socket
import stat
import subprocess
import sys

import pytest
from PySide6.QtCore import QObject

from api.constants import RESOURCES
from gui.link_door import NAME, LinkDoor, hand_over

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no sockets in folders")
LINK = "pitchfork:call/image.list-images?name=%C3%A9"
KNOCK = """
import sys
from pathlib import Path
from gui.link_door import hand_over
print(hand_over(Path(sys.argv[1]), sys.argv[2]))
"""


@pytest.fixture
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("d")


@pytest.fixture
def door(qapp, folder):
    holder = QObject()
    made = LinkDoor(folder, holder)
    yield made
    made.close()
    assert not (folder / NAME).exists()


def knock(folder, link=LINK):
    return subprocess.Popen(
        [sys.executable, "-c", KNOCK, str(folder), link],
        cwd=RESOURCES.parent,
        stdout=subprocess.PIPE,
        text=True,
    )


def guest(folder):
    made = socket.socket(socket.AF_UNIX)
    made.connect(str(folder / NAME))
    return made


def test_another_process_hands_its_link_over(door, folder, qtbot):
    assert door.open()
    assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600
    with qtbot.waitSignal(door.came, timeout=60_000) as heard:
        other = knock(folder)
    assert heard.args == [LINK]
    assert other.communicate(timeout=60)[0] == "True\n"


def test_where_nobody_listens_nothing_is_handed_over(folder, monkeypatch):
    assert not hand_over(folder, LINK)
    assert not hand_over(folder / ("x" * 200), LINK)
    monkeypatch.delattr(socket, "AF_UNIX")
    assert not hand_over(folder, LINK)


def test_one_process_listens_and_a_killed_one_leaves_nothing_in_the_way(door, folder, qapp):
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(str(folder / NAME))
    dead.close()  # its file stays, as after a kill
    assert door.open()
    second = LinkDoor(folder, door)
    assert not second.open()
    second.close()
    assert (folder / NAME).exists()


def test_a_file_of_that_name_is_left_alone(qapp, folder):
    (folder / NAME).write_text("mine")
    made = LinkDoor(folder, qapp)
    assert not made.open()
    made.close()
    assert (folder / NAME).read_text() == "mine"
    made.deleteLater()


@pytest.mark.parametrize("said", [b"", b" \n", b"x" * 30_000], ids=["nothing", "blanks", "too much"])
def test_what_is_no_link_is_not_taken(door, folder, qtbot, said):
    heard = []
    door.came.connect(heard.append)
    door.open()
    with guest(folder) as one:
        one.setblocking(False)
        try:
            one.sendall(said)
            one.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the door was shut on it
        qtbot.waitUntil(lambda: closed(one))
    assert heard == []


def closed(sock):
    try:
        return sock.recv(10) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def test_who_says_nothing_yet_keeps_nobody_out(door, folder, qtbot):
    door.open()
    with guest(folder), qtbot.waitSignal(door.came, timeout=60_000) as heard:
        other = knock(folder)
    assert heard.args == [LINK]
    other.communicate(timeout=60)
