"""Opens a bare widget or the program's window, and tells when its first picture was complete and what was loaded.

Argument: ``bare`` or ``window`` (its data folder comes from the environment). Prints one JSON object and ends at
once, so that nothing but the way to the first picture is measured.
"""

import gc
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))


def first_picture(widget):
    """Let the window's first expose event through, which paints all of it, and tell the time after."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject

    class FirstPicture(QObject):
        def eventFilter(self, window, event):
            if event.type() != QEvent.Type.Expose:
                return False
            window.removeEventFilter(self)
            QCoreApplication.sendEvent(window, event)
            print(json.dumps({"at": time.monotonic_ns(), "modules": sorted(sys.modules)}), flush=True)
            os._exit(0)

    assert not widget.windowHandle().isExposed(), "painted before anybody looked"
    watcher = FirstPicture(widget)
    widget.windowHandle().installEventFilter(watcher)


def bare():
    """The least that Qt can show."""
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication(sys.argv[:1])
    widget = QWidget()
    widget.resize(1360, 860)
    widget.show()
    first_picture(widget)
    app.exec()


def window():
    """What ``python main.py`` shows. It is hooked where it turns off the collection of garbage, right before it
    imports the window, so that everything is imported in the program's own order.
    """
    import main

    turn_off = gc.disable

    def hooked():
        gc.disable = turn_off
        turn_off()
        import gui.program

        start = gui.program.Program.start

        def started(program):
            shown = start(program)
            first_picture(shown)
            return shown

        gui.program.Program.start = started

    gc.disable = hooked
    main.main([])


if __name__ == "__main__":
    {"bare": bare, "window": window}[sys.argv[1]]()
