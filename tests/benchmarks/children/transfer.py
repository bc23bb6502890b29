"""Moves image data in the window's own process and tells how that went: reads a JSON order, prints a JSON answer.

The order: ``what`` ("download", "cancel", "idle"), ``image_id``, ``file``, and either ``origin`` (the practice
cloud's image service is replaced by that server) or ``auth`` (a Keystone, with user, password and project).
The answer of a transfer: ``seconds``, ``gap`` (the longest time in milliseconds for which the event loop stood
still), ``growth`` (bytes of memory at most, over what was there before) and ``sentence``; of "cancel": ``cancels``,
the milliseconds from the order to stop to the end of the work; of "idle": the ``gap`` while nothing happens here and
``command`` runs elsewhere.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from api.desk import Desk
from api.identity.cloud import SignedInCloud
from api.identity.credentials import Credentials
from api.identity.profiles import OPENSTACK, Profile
from api.model import Place
from api.running import CancelToken
from api.work.transfers.download import IMAGE_DATA, Download
from api.work.work import State, Work
from gui import theme
from gui.app import TURN
from gui.garbage import GarbageCollector
from gui.program import Program
from gui.warming import Warming
from tests.benchmarks.children.event_loop import EventLoop

CANCELS = 20
PATIENCE = 600.0


def main() -> None:
    """Do what the order on standard input says."""
    order = json.load(sys.stdin)
    sys.setswitchinterval(TURN)  # as the program does
    application = QApplication([])
    theme.switch().dress()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        program = Program(lambda: desk)
        try:
            loop = EventLoop()
            collector = GarbageCollector(program)
            collector.start()
            window = program.start()
            loop.until(lambda: bool(window.navigation.heads))
            loop.until(lambda: not window.findChildren(Warming))
            place = sign_in(desk, order)
            window.set_cloud(place.profile or "")
            plan = make_plan(desk, place, order)
            if order["what"] == "idle":
                answer = idle(loop, order["command"])
            elif order["what"] == "cancel":
                answer = cancel(desk, plan)
            else:
                answer = move(loop, window, plan)
            print(json.dumps(answer), flush=True)
        finally:
            program.close_all()
            program.shutdown(5)
            desk.close()
    del application


def sign_in(desk: Desk, order: dict[str, Any]) -> Place:
    """To the practice cloud with another image service, or to a real cloud."""
    if "origin" in order:
        cloud = desk.practice_sign_in(CancelToken(), openstack=True)
        SignedInCloud.endpoint = lambda *_args: order["origin"]  # type: ignore[method-assign]
        return desk.place(cloud.profile.id)
    auth = order["auth"]
    profile = Profile(
        id="bench",
        name="bench",
        kind=OPENSTACK,
        auth_url=auth["url"],
        method="password",
        user=auth["user"],
        user_domain=auth["domain"],
        project=auth["project"],
        project_domain=auth["domain"],
    )
    desk.sign_in(profile, Credentials(auth["password"]), CancelToken())
    return desk.place(profile.id, auth["region"])


def make_plan(desk: Desk, place: Place, order: dict[str, Any]) -> Download:
    """What is to be moved."""
    call = desk.catalogue.call(IMAGE_DATA)
    return Download(place, call, {"image_id": order["image_id"]}, Path(order["file"]), overwrite=True)


def move(loop: EventLoop, window: Any, plan: Any) -> dict[str, Any]:
    """Carry the plan out while the window shows it."""
    window.bench.toggle()  # the panel is there before anything is measured
    loop.rest(0.5)
    before, gaps = _memory(), {}
    with loop.watched(gaps, "moving"):
        begun = time.perf_counter()
        work: Work = window.bench.begin(plan)
        loop.until(lambda: work.state.ended, PATIENCE)
        seconds = time.perf_counter() - begun
    if work.state is not State.DONE:
        raise RuntimeError(work.sentence)
    return {
        "seconds": seconds,
        "gap": gaps["moving"],
        "growth": _highest() - before,
        "sentence": work.sentence,
    }


def idle(loop: EventLoop, command: str) -> dict[str, Any]:
    """Watch the event loop of a window that does nothing, while a shell's command keeps the machine busy."""
    gaps: dict[str, float] = {}
    with loop.watched(gaps, "idle"):
        other = subprocess.Popen(["/bin/sh", "-c", command], stdout=subprocess.DEVNULL)
        loop.until(lambda: other.poll() is not None, PATIENCE)
    return {"gap": gaps["idle"]}


def cancel(desk: Desk, plan: Any) -> dict[str, Any]:
    """Stop it again and again in the middle."""
    return {"cancels": [_cancel(desk, plan, 0.02 * (number % 7)) for number in range(CANCELS)]}


def _cancel(desk: Desk, plan: Any, wait: float) -> float:
    ended = threading.Event()
    work = desk.works.begin(plan)
    leave = desk.works.listen(lambda each: ended.set() if each is work and work.state.ended else None)
    moment = threading.Event()
    while not work.progress.done:
        moment.wait(0.001)
    moment.wait(wait)  # so that each is stopped somewhere else
    begun = time.perf_counter()
    work.cancel.cancel()
    ended.wait(PATIENCE)
    took = time.perf_counter() - begun
    leave()
    tidy(plan)
    if work.state is not State.CANCELLED:
        raise RuntimeError(f"It was not stopped in time: {work.sentence}")
    return took * 1000


def tidy(plan: Any) -> None:
    """Leave nothing of a download that was stopped."""
    part = plan.target.with_name(f"{plan.target.name}.part")
    for each in (part, part.with_name(f"{part.name}.json")):
        each.unlink(missing_ok=True)


def _memory() -> int:
    """The bytes of memory in use now; from here on _highest() counts."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _highest() -> int:
    return _status("VmHWM")


def _status(name: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(name)


if __name__ == "__main__":
    main()
