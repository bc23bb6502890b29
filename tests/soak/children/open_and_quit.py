"""Opens the program on the practice cloud, sends calls, and closes the window while they are on their way.

Arguments: a data folder, and the address of a server that never answers. Prints the monotonic time at which the
window was closed and how many calls were on their way.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from PySide6.QtCore import QObject, QTimer

from api.desk import Desk
from gui import app, program

CALLS_AT_ONCE = 6


class Person(QObject):
    """Waits for the sign-in, sends and closes."""

    def __init__(self, window, silent_address):
        super().__init__(window.program)
        self._window, self._address = window, silent_address
        self._look = QTimer(self)
        self._look.setInterval(5)
        self._look.timeout.connect(self.go_on)
        self._look.start()

    def go_on(self):
        window = self._window
        if not window.profile or not window.navigation.heads:
            return
        self._look.stop()
        desk = window.program.desk
        versions = desk.catalogue.call("image.list-versions")
        window.calls.send(desk.draft(versions, {}, desk.place(None), address=self._address))
        for _ in range(CALLS_AT_ONCE):
            window.calls.send_plain("cloud-images.list-images", window.place)
        print(time.monotonic(), len(window.calls.running), flush=True)
        window.close()


def main(data_dir, silent_address):
    start = program.Program.start

    def started(self):
        window = start(self)
        Person(window, silent_address)
        return window

    program.Program.start = started
    return app.run(lambda: Desk(data_dir), app.Options(practice="rackspace", data_dir=data_dir))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
