"""Builds the QApplication, runs the program, and takes everything down in order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from api.constants import IDENTIFIER, LINK_SCHEME, NAME, VERSION
from gui import theme
from gui.garbage import GarbageCollector
from gui.main_window import MainWindow
from gui.program import Program

if TYPE_CHECKING:
    from api.desk import Desk
    from gui.crash import Reporter
    from gui.interrupts import Interrupts
    from gui.link_door import LinkDoor

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
    """Open the window and stay until it is closed; answers with the exit code. A link is handed to the window that
    another process has open on the same data folder, if there is one.

    A worker that cannot be interrupted (a name look-up, a question of the system's wallet) does not keep
    the program from ending.
    """
    chosen = options or Options()
    if _handed_over(chosen):
        return 0
    app = application()
    code, clean = _run(app, desk_factory, chosen)
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
        app = Application([*sys.argv[:1], "-style", theme.STYLE])
        app.setProperty("style", theme.STYLE)
    app.setApplicationName(IDENTIFIER)
    app.setApplicationDisplayName(NAME)
    app.setApplicationVersion(VERSION)
    app.setDesktopFileName(IDENTIFIER)
    return app


def _handed_over(options: Options) -> bool:
    """Whether another process opens the link. With a sign-in it is for a window of its own."""
    if not options.link or options.practice or options.data_dir is None:
        return False
    from gui.link_door import hand_over

    return hand_over(options.data_dir, options.link)


class Application(QApplication):
    """Takes the links that macOS hands to a program, which come as events."""

    link_came = Signal(str)

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.link = ""
        """The one that came last."""

    def event(self, event: QEvent) -> bool:
        """A link is told; everything else is the application's."""
        if isinstance(event, QFileOpenEvent) and event.url().scheme() == LINK_SCHEME.rstrip(":"):
            self.link = bytes(event.url().toEncoded().data()).decode()
            self.link_came.emit(self.link)
            return True
        return super().event(event)


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
        self._door: LinkDoor | None = None
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
        self._hear_of_links()

    def _hear_of_links(self) -> None:
        """From now on links of other processes and of the system are opened here."""
        from gui.link_door import LinkDoor

        self._door = LinkDoor(self._program.desk.data_dir, self)
        self._door.came.connect(self._take)
        self._door.open()
        app = QApplication.instance()
        if isinstance(app, Application):
            app.link_came.connect(self._take)
            if app.link:
                self._take(app.link)

    @Slot(str)
    def _take(self, link: str) -> None:
        """Open a link in the window that the person used last."""
        if not self._program.windows:  # they are being closed
            return
        self._link = link
        self._window = self._program.front
        self._window.raise_()
        self._window.activateWindow()
        QApplication.alert(self._window)
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
        if self._door is not None:
            self._door.close()
        if self._reporter is not None:
            self._reporter.remove()
        if self._interrupts is not None:
            self._interrupts.remove()
