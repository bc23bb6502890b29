"""The program as a whole, in a process of its own: nothing heavy before the first paint, and a quick end."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("requests", "urllib3", "keystoneauth1", "openstack", "yaml", "keyring", "ssl", "http.client")


def run(script, data_dir, seconds=30):
    """Run a script with the program importable; answers with the finished process."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(data_dir)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def test_nothing_heavy_is_imported_before_the_first_paint(data_dir):
    script = f"""
        import sys
        from pathlib import Path
        from PySide6.QtCore import QTimer
        from gui import app
        from gui.main_window import MainWindow

        painted = []
        def paintEvent(self, event):
            if not painted:
                painted.append([name for name in {HEAVY!r} if name in sys.modules])
                QTimer.singleShot(0, self.quit)
        MainWindow.paintEvent = paintEvent

        def desk():
            from api.desk import Desk
            return Desk(Path(sys.argv[1]))

        code = app.run(desk)
        print(painted[0], code)
        """
    done = run(script, data_dir)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[] 0"
    assert not done.stderr


def test_closing_with_calls_in_flight_ends_at_once_and_leaves_stuck_workers_behind(data_dir):
    script = """
        import sys, threading, time
        from pathlib import Path
        from PySide6.QtCore import QTimer
        from gui import app
        from gui.main_window import MainWindow

        stuck = threading.Event()
        began = []
        original = MainWindow.show_catalogue

        def show_catalogue(self):
            original(self)
            for _ in range(3):
                self.program.jobs.run(lambda cancel, report: stuck.wait(60), print, print)
            QTimer.singleShot(50, lambda: (began.append(time.monotonic()), self.quit()))
        MainWindow.show_catalogue = show_catalogue

        def desk():
            from api.desk import Desk
            return Desk(Path(sys.argv[1]))

        import os
        leave = os._exit
        def leaving(code):
            print("left", time.monotonic() - began[0] < 2, code)
            sys.stdout.flush()
            leave(code)
        os._exit = leaving
        app.run(desk)
        """
    done = run(script, data_dir)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[-2] == "left True 0"


def test_start_on_the_practice_cloud_signs_in(data_dir):
    script = """
        import sys
        from pathlib import Path
        from PySide6.QtCore import QTimer
        from gui import app

        def desk():
            from api.desk import Desk
            made = Desk(Path(sys.argv[1]))
            def look():
                from PySide6.QtWidgets import QApplication
                windows = [w for w in QApplication.topLevelWidgets() if hasattr(w, "side")]
                if windows and windows[0].profile:
                    print(windows[0].profile, windows[0].place.region)
                    windows[0].quit()
                else:
                    QTimer.singleShot(20, look)
            QTimer.singleShot(0, look)
            return made

        print(app.run(desk, app.Options(practice="openstack")))
        """
    done = run(script, data_dir)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] == "practice-openstack"
    assert done.stdout.split()[-1] == "0"
    assert not done.stderr


def test_a_link_that_the_system_hands_over_as_an_event_is_opened(data_dir):
    script = """
        import sys
        from pathlib import Path
        from PySide6.QtCore import QTimer, QUrl
        from PySide6.QtGui import QFileOpenEvent
        from PySide6.QtWidgets import QApplication
        from gui import app

        LINK = "pitchfork:call/cloud-images.list-images?limit:=5&name=%C3%A9%25&@region=ORD"
        application = app.application()
        QApplication.sendEvent(application, QFileOpenEvent(QUrl(LINK)))  # before there is a window
        QApplication.sendEvent(application, QFileOpenEvent("/no/link"))

        def desk():
            from api.desk import Desk
            made = Desk(Path(sys.argv[1]))
            def look():
                forms = [w for w in QApplication.topLevelWidgets() if hasattr(w, "draft")]
                if forms and forms[0].draft is not None:
                    print(application.link == LINK)
                    print({key.name: value for key, value in forms[0].draft.preview.values.items()})
                    forms[0].parent().quit()
                else:
                    QTimer.singleShot(20, look)
            QTimer.singleShot(0, look)
            return made

        print(app.run(desk))
        """
    done = run(script, data_dir)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["True", "{'limit': 5, 'name': 'é%'}", "0"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals between processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_windows_at_once(data_dir, number):
    script = f"""
        import os, sys, time
        from pathlib import Path
        from PySide6.QtCore import QTimer
        from gui import app
        from gui.main_window import MainWindow

        began = []
        original = MainWindow.show_catalogue
        def show_catalogue(self):
            original(self)
            QTimer.singleShot(50, send)
        def send():
            began.append(time.monotonic())
            os.kill(os.getpid(), {int(number)})
        MainWindow.show_catalogue = show_catalogue

        def desk():
            from api.desk import Desk
            return Desk(Path(sys.argv[1]))

        code = app.run(desk)
        print(code, time.monotonic() - began[0] < 2)
        """
    done = run(script, data_dir)
    assert done.stdout.strip() == "0 True", done.stderr
    assert not done.stderr
