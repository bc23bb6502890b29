"""The self-test of an installation: window, catalogue, icons, keyring, one call to the practice cloud, one query."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.constants import NAME, RESOURCES, VERSION
from api.model import Place

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gui.main_window import MainWindow

PATIENCE = 30.0
CALL = "cloud-images.list-images"


def self_test(_data_dir: Path) -> int:
    """Print one JSON line and return 0 when all is well, 1 otherwise. Works on a folder of its own."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    report: dict[str, Any] = {"name": NAME, "version": VERSION, "ok": False}
    with tempfile.TemporaryDirectory(prefix="pitchfork-self-test-") as folder:
        try:
            _run(Path(folder), report)
            report["ok"] = True
        except Exception as error:  # noqa: BLE001 - whatever is wrong with this installation is the result
            report["error"] = f"{type(error).__name__}: {error}"
    if sys.stdout is not None:  # a windowed program on Windows has none
        print(json.dumps(report), flush=True)  # noqa: T201 - the answer of this command
    return 0 if report["ok"] else 1


def _run(folder: Path, report: dict[str, Any]) -> None:
    import PySide6
    from PySide6.QtCore import qVersion

    from api.desk import Desk
    from gui.app import application
    from gui.program import Program

    report["python"], report["qt"], report["pyside"] = (
        sys.version.split()[0],
        qVersion(),
        PySide6.__version__,
    )
    app = application()
    desk = Desk(folder)
    program = Program(lambda: desk)
    try:
        window = program.start()
        report["platform"] = app.platformName()
        _check_resources(report)
        report["keyring"] = desk.secrets.probe().backend or "none"
        _check_catalogue(app, window, report)
        _check_call(app, window, report)
        _check_apart(report)
    finally:
        program.close_all()
        program.shutdown(2.0)


def _check_resources(report: dict[str, Any]) -> None:
    from gui.icons import pixmap

    drawings = sorted((RESOURCES / "icons").glob("*.svg"))
    broken = [file.name for file in drawings if pixmap(file.stem, "#000000", 16).isNull()]
    if broken or not drawings:
        raise RuntimeError(f"icons that cannot be drawn: {broken or 'all'}")
    report["icons"] = len(drawings)


def _check_catalogue(app: QApplication, window: MainWindow, report: dict[str, Any]) -> None:
    _wait(app, lambda: bool(window.navigation.heads), "the catalogue")
    errors = window.program.desk.catalogue.errors
    if errors:
        raise RuntimeError(str(errors[0]))
    report["calls"] = len(window.navigation.heads)


def _check_call(app: QApplication, window: MainWindow, report: dict[str, Any]) -> None:
    window.practise()
    _wait(app, lambda: bool(window.profile), "the sign-in to the practice cloud")
    place: Place = window.place
    window.calls.send_plain(CALL, place)
    _wait(app, lambda: _status(window) is not None, "the answer")
    report["call"], report["status"] = CALL, _status(window)
    if report["status"] != 200:
        raise RuntimeError(f"{CALL} was answered with {report['status']}")


def _check_apart(report: dict[str, Any]) -> None:
    """A query of a small answer, in a process that this installation starts from itself."""
    from api.answer.apart import run_apart
    from api.running import CancelToken

    arguments = {"expression": "length(@)", "hidden": [], "cover": ""}
    found = run_apart("query", [memoryview(b"[1, 2]")], arguments, CancelToken(), PATIENCE)
    if found != b"2":
        raise RuntimeError("a query found something else than is there")
    report["apart"] = True


def _status(window: MainWindow) -> int | None:
    tab = window.answers.current
    exchange = tab.exchange if tab is not None else None
    return exchange.status if exchange is not None else None


def _wait(app: QApplication, reached: Callable[[], bool], what: str) -> None:
    """Run the event loop until it is so. The window stays alive as in use: nothing here blocks it."""
    from PySide6.QtCore import QEventLoop

    end = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {PATIENCE:.0f} s")
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
