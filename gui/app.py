"""Builds the QApplication, runs the program, and takes everything down in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from api.constants import IDENTIFIER, NAME, VERSION
from gui import crash
from gui.garbage import GarbageCollector
from gui.program import Program

if TYPE_CHECKING:
    from api.desk import Desk

PATIENCE = 1.0
"""Seconds that closing waits for workers before it leaves those behind that cannot be interrupted."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to start: ``practice`` signs in to the practice cloud ("rackspace" or "openstack"; "" does not),
    ``profile`` and ``region`` choose where to go.
    """

    practice: str = ""
    profile: str = ""
    region: str = ""


def run(desk_factory: Callable[[], Desk], options: Options | None = None) -> int:
    """Open the window and stay until it is closed; answers with the exit code.

    A worker that cannot be interrupted (a name look-up, a question of the system's wallet) does not keep
    the program from ending.
    """
    app = application()
    code, clean = _run(app, desk_factory, options or Options())
    if not clean:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # the interpreter would wait for, or be torn down under, a thread that is stuck
    return code


def application() -> QApplication:
    """The QApplication, named and dressed; made if there is none."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName(IDENTIFIER)
    app.setApplicationDisplayName(NAME)
    app.setApplicationVersion(VERSION)
    app.setDesktopFileName(IDENTIFIER)
    return app


def _run(app: QApplication, desk_factory: Callable[[], Desk], options: Options) -> tuple[int, bool]:
    desk = desk_factory()
    program = Program(desk)
    reporter = crash.Reporter(program)
    reporter.install()
    collector = GarbageCollector(program)
    collector.start()
    window = program.start()
    if options.practice:
        QTimer.singleShot(
            0, window.practise_openstack if options.practice == "openstack" else window.practise
        )
    elif options.profile:
        QTimer.singleShot(0, lambda: window.side.choose_profile(options.profile))
    code = app.exec()
    clean = program.shutdown(PATIENCE)
    collector.stop()
    reporter.remove()
    desk.close()
    return code, clean
