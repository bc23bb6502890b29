"""A person's hands on the window: keys go wherever the keyboard is, clicks to what can be seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QPushButton,
    QWidget,
)

from gui.answer.call_tab import CallTab
from gui.answer.problem_page import ProblemPage
from gui.answer.view import AnswerView
from gui.confirm import ConfirmDialog
from gui.parameters.dialog import ParameterDialog

LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Uses one window. What is looked for and not there fails the test by name."""

    def __init__(self, qtbot: Any, window: Any) -> None:
        self.qtbot = qtbot
        self.window = window

    # The keyboard

    def press(self, keys: str, times: int = 1) -> None:
        """Press a key such as "Ctrl+K", wherever the keyboard is."""
        combination = QKeySequence(keys)[0]
        for _ in range(times):
            QTest.keyClick(self._focus_window(), combination.key(), combination.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type plain text, wherever the keyboard is."""
        for letter in text:
            QTest.keyClick(self._focus_window(), letter)

    def paste(self, text: str) -> None:
        """Put a text on the clipboard and paste it, wherever the keyboard is."""
        QGuiApplication.clipboard().setText(text)
        self.press("Ctrl+V")

    def tab_to(self, name: str) -> None:
        """Go on with Tab until the keyboard is in the control of that name."""
        for _ in range(80):
            focus = QApplication.focusWidget()
            if focus is not None and name in (focus.accessibleName(), getattr(focus, "text", str)()):
                return
            self.press("Tab")
        raise AssertionError(f"Tab never reaches {name!r}")

    def pick_from_menu(self, keys: str, text: str) -> None:
        """Open a menu by a key and take the entry of that text with the arrows; opening waits for the choice."""

        def choose() -> None:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            for _ in menu.actions():
                QTest.keyClick(menu, Qt.Key.Key_Down)
                if menu.activeAction() is not None and menu.activeAction().text() == text:
                    break
            QTest.keyClick(menu, Qt.Key.Key_Return)

        QTimer.singleShot(0, choose)
        self.press(keys)

    def fill(self, **values: str) -> None:
        """Go from field to field with Tab and paste each value."""
        for name, value in values.items():
            self.tab_to(name)
            self.press("Ctrl+A")
            self.paste(value)

    def _focus_window(self) -> Any:
        """Where keys go. A window manager hands them on when a window goes; off the screen this does."""
        window = QGuiApplication.focusWindow()
        if window is None or not window.isVisible():
            self.window.activateWindow()
            self.until(self.window.isActiveWindow)
            window = QGuiApplication.focusWindow()
        return window

    # The mouse

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget that can be seen and used."""
        self._ready(widget)
        QTest.mouseClick(widget, LEFT, pos=at or widget.rect().center())

    def click_row(self, view: QAbstractItemView, index: QModelIndex, *, double: bool = False) -> None:
        """Click a row of a view, twice for opening it."""
        self._ready(view)
        view.scrollTo(index)
        at = view.visualRect(index).center()
        assert view.viewport().rect().contains(at), "the row cannot be seen"
        QTest.mouseClick(view.viewport(), LEFT, pos=at)
        if double:
            QTest.mouseDClick(view.viewport(), LEFT, pos=at)

    def write(self, holder: QWidget, **values: str) -> None:
        """Click each field and paste its value."""
        for name, value in values.items():
            field = self.named(holder, name)
            self.show(holder, field)
            self.click(field)
            self.press("Ctrl+A")
            self.paste(value)

    def choose(self, box: QComboBox, text: str) -> None:
        """Open a box with a click and take the entry of that text with the keys."""
        row = box.findText(text)
        assert row >= 0, f"{text!r} is not offered"
        self.click(box)
        self.until(box.view().isVisible)
        while box.view().currentIndex().row() != row:
            down = box.view().currentIndex().row() < row
            QTest.keyClick(box.view(), Qt.Key.Key_Down if down else Qt.Key.Key_Up)
        QTest.keyClick(box.view(), Qt.Key.Key_Return)
        self.until(lambda: not box.view().isVisible())
        box.window().activateWindow()  # on a screen a list that drops down never has the keyboard
        self.until(box.window().isActiveWindow)

    def _ready(self, widget: QWidget) -> None:
        name = widget.accessibleName() or getattr(widget, "text", lambda: "")() or widget
        assert widget.isVisible(), f"{name} cannot be seen"
        assert widget.isEnabled(), f"{name} is off"

    # What is looked at

    def named(self, holder: QWidget, name: str) -> Any:
        """The visible control of that accessible name, or of that text."""
        found = [w for w in holder.findChildren(QWidget) if name == w.accessibleName() and w.isVisible()]
        found += [w for w in holder.findChildren(QPushButton) if name == w.text() and w.isVisible()]
        assert found, f"there is no {name!r}"
        return found[0]

    def show(self, holder: QWidget, widget: QWidget) -> None:
        """Scroll a form until the widget can be seen, as one does with the wheel."""
        holder.form.ensureWidgetVisible(widget)

    def words(self, holder: QWidget | None) -> str:
        """All that labels say in a part of the window."""
        assert holder is not None
        return "\n".join(w.text() for w in holder.findChildren(QLabel) if w.isVisible() and w.text())

    def until(self, done: Callable[[], object]) -> None:
        """Wait while the window lives on."""
        self.qtbot.waitUntil(lambda: bool(done()))

    @property
    def dialog(self) -> ParameterDialog:
        """The form that has the keyboard."""
        active = QApplication.activeWindow()
        assert isinstance(active, ParameterDialog), f"no form is in front, but {active}"
        return active

    @property
    def question(self) -> ConfirmDialog:
        """The question before something is destroyed."""
        self.until(lambda: isinstance(QApplication.activeModalWidget(), ConfirmDialog))
        active = QApplication.activeModalWidget()
        assert isinstance(active, ConfirmDialog)
        return active

    @property
    def tab(self) -> CallTab:
        """The answer tab that is shown."""
        assert self.window.answers.current is not None, "there is no answer"
        return self.window.answers.current

    @property
    def view(self) -> AnswerView:
        """The answer that is shown."""
        assert self.tab.view is not None, self.words(self.tab)
        return self.tab.view

    @property
    def tab_title(self) -> str:
        """What stands on the tab that is shown."""
        book = self.named(self.window.answers, "Answers")
        return book.tabText(book.currentIndex())

    # What is done again and again

    def go_to_call(self, words: str, title: str) -> None:
        """Find a call with the search of the top bar, by keyboard; from an open form, go to the window first."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.press("Ctrl+K")
        self.type(words)
        self.press("Return")
        self.until(lambda: self.window.head.title.text() == title)
        self.until(lambda: self.window.navigation.tree.hasFocus())

    def open_call(self, words: str, title: str) -> ParameterDialog:
        """Find a call and open its form, by keyboard."""
        self.go_to_call(words, title)
        self.press("Return")
        self.until(lambda: isinstance(QApplication.activeWindow(), ParameterDialog))
        return self.dialog

    def send(self, keys: str = "Ctrl+Return") -> None:
        """Send what is filled in, by keyboard."""
        self.press(keys)

    def answered(self, title: str, status: int) -> AnswerView:
        """Wait for the answer in front and check what its tab is called."""
        self.until(lambda: not self.tab.running)
        assert self.tab_title == f"{title}   {status}", self.words(self.tab)
        return self.view

    def failed(self, title: str) -> str:
        """Wait until the tab in front says that there is no answer; returns what it says."""
        self.until(lambda: isinstance(self.tab.page, ProblemPage))
        assert self.tab_title.startswith(title)
        return self.words(self.tab)

    def json(self) -> Any:
        """The answer in front as JSON."""
        import json

        exchange = self.tab.exchange
        assert exchange is not None
        assert exchange.response is not None
        return json.loads(exchange.response.content.bytes())
