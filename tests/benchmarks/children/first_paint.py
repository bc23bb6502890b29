"""Opens a bare widget or the program's window, and tells when its first picture was complete and what was loaded.

Argument: ``bare`` or ``window`` (its data folder comes from the environment). Prints one JSON object and ends at
once, so that nothing but the way to the first picture is measured.
"""

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class FirstPicture(QObject):
    """Lets a window's first expose event through, which paints all of it, and tells the time after."""

    def watch(self, widget):
        assert not widget.windowHandle().isExposed(), "painted before anybody looked"
        widget.windowHandle().installEventFilter(self)

    def eventFilter(self, window, event):
        if event.type() != QEvent.Type.Expose:
            return False
        window.removeEventFilter(self)
        QCoreApplication.sendEvent(window, event)
        print(json.dumps({"at": time.monotonic_ns(), "modules": sorted(sys.modules)}), flush=True)
        os._exit(0)


def bare(watcher):
    """The least that Qt can show."""
    app = QApplication(sys.argv[:1])
    widget = QWidget()
    widget.resize(1360, 860)
    widget.show()
    watcher.watch(widget)
    app.exec()


def window(watcher):
    """What ``python main.py`` shows."""
    import gui.program
    import main

    start = gui.program.Program.start

    def started(program):
        opened = start(program)
        watcher.watch(opened)
        return opened

    gui.program.Program.start = started
    main.main([])


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare(FirstPicture())
    else:
        window(FirstPicture())
