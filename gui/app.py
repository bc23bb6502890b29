"""Builds the QApplication, runs the program, and takes everything down in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from api.constants import IDENTIFIER, NAME, VERSION
from gui import theme
from gui.garbage import GarbageCollector
from gui.main_window import MainWindow
from gui.program import Program

if TYPE_CHECKING:
    from api.desk import Desk
    from gui.crash import Reporter
    from gui.interrupts import Interrupts

PATIENCE = 1.0
"""Seconds that closing waits for workers before it leaves those behind that cannot be interrupted."""
TURN = 0.001
"""Seconds after which a worker in Python gives way to the window; the usual 5 ms are a third of a frame."""


class Options(NamedTuple):
    """How to start: ``practice`` signs in to the practice cloud ("rackspace" or "openstack"; "" does not),
    ``link`` is a link to a call to open ("" is none). ``data_dir`` is the desk's folder: where it is known, the
    window is painted before the desk is made.
    """

    practice: str = ""
    link: str = ""
    data_dir: Path | None = None


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
    """The QApplication, named; made if there is none."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        app = found
    else:
        app = QApplication([*sys.argv[:1], "-style", theme.STYLE])
        app.setProperty("style", theme.STYLE)
    app.setApplicationName(IDENTIFIER)
    app.setApplicationDisplayName(NAME)
    app.setApplicationVersion(VERSION)
    app.setDesktopFileName(IDENTIFIER)
    return app


def _run(app: QApplication, desk_factory: Callable[[], Desk], options: Options) -> tuple[int, bool]:
    sys.setswitchinterval(TURN)
    program = Program(desk_factory, options.data_dir)
    collector = GarbageCollector(program)
    collector.start()
    window = program.start()
    beginning = Beginning(program, window, options)
    program.started.connect(beginning.go_on)
    code = app.exec()
    clean = program.shutdown(PATIENCE)
    beginning.end()
    collector.stop()
    return code, clean


class Beginning(QObject):
    """What follows the first paint: signals and crashes are heeded, what the command line asked for is done."""

    def __init__(self, program: Program, window: MainWindow, options: Options) -> None:
        super().__init__(program)
        self._program, self._window, self._options = program, window, options
        self._link, self._ready = options.link, True
        self._reporter: Reporter | None = None
        self._interrupts: Interrupts | None = None

    @Slot()
    def go_on(self) -> None:
        """Do it."""
        from gui.crash import Reporter
        from gui.interrupts import Interrupts

        self._interrupts = Interrupts(self._program.close_all, self)
        self._interrupts.install()
        application().commitDataRequest.connect(self._program.leaving.session_ends)
        self._reporter = Reporter(self._program)
        self._reporter.install()
        if self._options.practice:
            openstack = self._options.practice == "openstack"
            self._window.side.practise(openstack=openstack, then=self._signed_in)
            self._ready = False
        self._program.catalogue_came.connect(self._open_link)
        self._open_link()

    def _signed_in(self) -> None:
        self._ready = True
        self._open_link()

    @Slot()
    def _open_link(self) -> None:
        """Open the link once the calls are there, and the cloud that was asked for with it."""
        if self._link and self._ready and self._program.loaded:
            link, self._link = self._link, ""
            self._window.saved.open_link(link)

    def end(self) -> None:
        """Put everything back."""
        if self._reporter is not None:
            self._reporter.remove()
        if self._interrupts is not None:
            self._interrupts.remove()
