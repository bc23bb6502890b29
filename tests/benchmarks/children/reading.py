"""Opens the program's window, sends a call that is answered with a large document, and works with the answer.

Arguments: the address that answers, and a folder for data. Prints one JSON object: seconds from the last received byte
to the first rows, the longest gaps of the event loop by what was done (ms), and memory (bytes): before, at the
most until the answer was shown, at the most until everything was done with it, after its tab was closed,
and after the same answer came, was searched and was closed once more.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from event_loop import EventLoop
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit

CALL = "image.check-health"
ENOUGH, LETTING_GO = 10_000_000, 7.0
"""Bytes that are no matter any more, and seconds that are waited for the rest to be given back."""


def memory() -> int:
    """What the process holds itself, without the files it has mapped, in bytes."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
    return int(told["RssAnon"].split()[0]) * 1024


class FirstRows:
    """Notes in ``at`` when a tree of an answer was painted with rows in it, the first time after ``at`` was 0."""

    def __init__(self) -> None:
        from gui.answer.tree.view import TreeView

        self.at = 0.0
        paint = TreeView.paintEvent

        def painted(view: TreeView, event: QEvent) -> None:
            paint(view, event)
            if not self.at and view.model().rowCount():
                self.at = time.perf_counter()

        TreeView.paintEvent = painted


class Work:
    """One window and what is done in it."""

    def __init__(self, address: str, data_dir: Path) -> None:
        from api.desk import Desk
        from gui.app import TURN, application
        from gui.garbage import GarbageCollector
        from gui.program import Program

        sys.setswitchinterval(TURN)
        self.app = application()
        self.program = Program(lambda: Desk(data_dir), data_dir)
        self.collector = GarbageCollector(self.program)
        self.collector.start()
        self.window = self.program.start()
        self.loop = EventLoop()
        self.loop.until(lambda: self.window.navigation.heads)
        self.loop.rest(1.0)
        self.address = address
        self.gaps: dict[str, float] = {}
        self.received = 0.0
        self.first = FirstRows()

    def prepare(self, address: str) -> None:
        """Everything that is imported and made once for any answer is there before it is measured."""
        from gui.answer import view as views

        self.send(address)
        for number in range(len(views.NAMES)):
            self.view.switch.choose(number)
            self.loop.rest(0.1)
        self.close()
        gc.collect()

    def send(self, address: str) -> None:
        """Send the call and wait until its answer is shown."""
        from api.wire import response

        begun = response.Content.__init__

        def noted(content: object, *arguments: object, **more: object) -> None:
            begun(content, *arguments, **more)
            self.received = time.perf_counter()

        response.Content.__init__ = noted
        self.first.at = 0.0
        desk = self.program.desk
        call = desk.catalogue.call(CALL)
        self.window.show_call(CALL)
        self.window.calls.send(desk.draft(call, {}, desk.place(None, None), address=address))
        self.loop.until(lambda: self.first.at)
        response.Content.__init__ = begun

    @property
    def view(self) -> object:
        return self.window.answers.current.view

    def close(self) -> None:
        """Close the tab."""
        self.window.answers.close_current()
        self.loop.rest(0.3)

    def all(self) -> dict[str, object]:
        """Do everything that people do with an answer."""
        from gui.answer import view as views

        before = memory()
        self.loop.look_at(memory)
        with self.loop.watched(self.gaps, "idle"):
            self.loop.rest(0.5)
        with self.loop.watched(self.gaps, "send to shown"):
            self.send(self.address)
        seconds = self.first.at - self.received
        shown = self.loop.most
        tree = self.view.page(views.TREE).tree
        self.in_tree(tree)
        self.search()
        if self.view.switch.isTabEnabled(views.TABLE):
            self.in_table(views)
        self.in_query(views)
        self.in_raw(views)
        self.resize()
        most = self.loop.most
        self.copy(tree, views)
        self.again()
        with self.loop.watched(self.gaps, "closing the tab"):
            self.close()
        self.let_go(before)
        after = memory()
        self.send(self.address)
        self.search()
        self.close()
        self.let_go(after)
        held = {"before": before, "shown": shown, "most": most, "after": after, "again": memory()}
        return {"first_rows": seconds, "gaps": self.gaps, "memory": held}

    def in_tree(self, tree: QAbstractItemView) -> None:
        """Scroll, open and copy."""
        model = tree.model()
        holder = model.index(0, 0)
        with self.loop.watched(self.gaps, "expanding"):
            tree.setExpanded(holder, True)
            first = model.index(0, 0, holder)
            tree.setExpanded(first, True)
            self.loop.rest(0.1)
            tree.setExpanded(model.index(0, 0, first), True)
        with self.loop.watched(self.gaps, "expanding all"):
            tree.setCurrentIndex(first)
            tree.open_all_under(first)
            self.loop.rest(1.0)
        bar = tree.verticalScrollBar()
        with self.loop.watched(self.gaps, "scrolling the tree"):
            for step in range(60):
                bar.setValue(bar.maximum() * step // 60)
                self.loop.rest(0.005)

    def copy(self, tree: QAbstractItemView, views: object) -> None:
        """Copy everything as JSON, until it is there or for some seconds; the last thing that takes memory."""
        clipboard = QGuiApplication.clipboard()
        clipboard.setText("")
        with self.loop.watched(self.gaps, "copying"):
            self.view.switch.choose(views.TREE)
            tree.setCurrentIndex(tree.model().index(0, 0))
            tree.setFocus()
            QTest.keyClick(
                tree, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            )
            self.wait(lambda: clipboard.mimeData().data("text/plain").size())
        clipboard.setText("")  # what is copied is no longer the answer's

    def again(self) -> None:
        """Send the same once more, and show the newer answer in its place."""
        tab = self.window.answers.current
        before = tab.exchange
        with self.loop.watched(self.gaps, "sending again"):
            tab.want_resend()
            self.loop.until(lambda: tab.exchange is not before)
            self.loop.rest(0.3)

    def wait(self, done: Callable[[], object], patience: float = 3.0) -> None:
        """Until something is so, or for some seconds."""
        with suppress(TimeoutError):
            self.loop.until(done, patience)

    def let_go(self, before: int) -> None:
        """The garbage is collected every five seconds; wait for it that long, not longer than needed."""
        self.wait(lambda: memory() - before < ENOUGH, LETTING_GO)

    def resize(self) -> None:
        """Make the window smaller and larger."""
        with self.loop.watched(self.gaps, "resizing the window"):
            size = self.window.size()
            for step in (*range(10), *range(10, -1, -1)):
                self.window.resize(size.width() + 12 * step, size.height() + 6 * step)
                self.loop.rest(0.02)

    def in_query(self, views: object) -> None:
        """Open the query's view and ask for something of every item."""
        with self.loop.watched(self.gaps, "querying"):
            self.view.switch.choose(views.QUERY)
            self.loop.rest(0.3)
            if self.view.current == views.QUERY:
                page = self.view.page(views.QUERY)
                page.show_query("*[].name || [*].name")
                self.wait(lambda: not page.waiting and not page.running, 12.0)

    def search(self) -> None:
        """Type a word that occurs often, then one that is rare."""
        bar = self.view.find_bar
        for name, word in (("searching", "value"), ("searching", "build 1234")):
            with self.loop.watched(self.gaps, name):
                bar.start()
                field = bar.findChild(QLineEdit)
                for letter in word:
                    QTest.keyClick(field, letter)
                    self.loop.rest(0.03)
                self.loop.rest(0.2)
                self.loop.until(lambda: bar.count_text)
                bar.step(1)
        with self.loop.watched(self.gaps, "going to 20 matches"):
            for _ in range(20):
                bar.step(1)
                self.loop.rest(0.02)

    def in_table(self, views: object) -> None:
        """Show the table, scroll and sort it."""
        with self.loop.watched(self.gaps, "showing the table"):
            self.view.switch.choose(views.TABLE)
            page = self.view.page(views.TABLE)
            self.loop.until(lambda: page.view.table_model() is not None)
        table = page.view
        bar = table.verticalScrollBar()
        with self.loop.watched(self.gaps, "scrolling the table"):
            for step in range(60):
                bar.setValue(bar.maximum() * step // 60)
                self.loop.rest(0.005)
        with self.loop.watched(self.gaps, "sorting"):
            for column in (0, 1):
                table.horizontalHeader().sectionClicked.emit(column)
                self.loop.rest(0.6)
        with self.loop.watched(self.gaps, "filtering"):
            page.filter.set_text("7")
            self.loop.rest(0.6)
            page.filter.set_text("")
        self.wait(lambda: not page.bars.reading, 10.0)
        if page.bars.bars:
            with self.loop.watched(self.gaps, "picking in a bar"):
                for _ in range(2):
                    page.bars.bars[0].pick(0)
                    self.loop.rest(0.4)

    def in_raw(self, views: object) -> None:
        """Show the text, arranged and as received, and scroll it."""
        with self.loop.watched(self.gaps, "raw"):
            self.view.switch.choose(views.RAW)
            page = self.view.page(views.RAW)
            for link in ("", "As received"):
                for button in page.findChildren(QAbstractButton):
                    if link and button.text() == link:
                        button.click()
                self.loop.rest(1.0)
                bar = page.text.verticalScrollBar()
                for step in range(60):
                    bar.setValue(bar.maximum() * step // 60)
                    self.loop.rest(0.005)


def main() -> None:
    """Measure, print, and end at once."""
    work = Work(sys.argv[1], Path(sys.argv[3]))
    work.prepare(sys.argv[2])
    told = work.all()
    print(json.dumps(told), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
