"""A row of buttons: as many as there is room for, the others in a menu at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

GAP = 6
HEIGHT = 30


class ButtonRow(QWidget):
    """``set_words`` says what there is; ``chosen`` gives the number of the one that was used."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._buttons: list[QPushButton] = []
        self._more = QPushButton("More…", self)
        self._more.setAccessibleName("More that can be done")
        self._more.clicked.connect(self._open_menu)
        self._more.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the buttons, those in the menu included."""
        return self._words

    def set_words(self, words: Sequence[str]) -> None:
        """Have these buttons; the keyboard stays where it was, if a button of that word is still there."""
        if self._words == tuple(words):
            return
        had = next((button.text() for button in self._buttons if button.hasFocus()), None)
        self._words = tuple(words)
        while len(self._buttons) < len(words):
            self._buttons.append(self._button())
        for button, word in zip(self._buttons, words, strict=False):
            button.setText(word.replace("&", "&&"))
        self._place()
        if had is not None and had in words:
            self._buttons[list(words).index(had)].setFocus()

    def press(self, word: str) -> None:
        """Use the button of that word. Raises ValueError if there is none."""
        self.chosen.emit(self._words.index(word))

    def sizeHint(self) -> QSize:
        """One row of buttons."""
        return QSize(120, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The menu alone will do."""
        return QSize(self._more.sizeHint().width(), HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place them anew."""
        super().resizeEvent(event)
        self._place()

    def _button(self) -> QPushButton:
        button = QPushButton(self)
        button.clicked.connect(self._clicked)
        if self._buttons:
            QWidget.setTabOrder(self._buttons[-1], button)
        QWidget.setTabOrder(button, self._more)
        return button

    def _fitting(self) -> int:
        widths = [button.sizeHint().width() + GAP for button in self._buttons[: len(self._words)]]
        if sum(widths) - GAP <= self.width():
            return len(widths)
        room, fitting = self.width() - self._more.sizeHint().width(), 0
        while widths and widths[fitting] <= room:
            room -= widths[fitting]
            fitting += 1
        return fitting

    def _place(self) -> None:
        fitting, left = self._fitting(), 0
        for at, button in enumerate(self._buttons):
            button.setVisible(at < fitting)
            if at < fitting:
                button.setGeometry(left, 0, button.sizeHint().width(), HEIGHT)
                left += button.width() + GAP
        self._more.setGeometry(left, 0, self._more.sizeHint().width(), HEIGHT)
        self._more.setVisible(fitting < len(self._words))

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.chosen.emit(self._buttons.index(button))

    @Slot()
    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for at in range(self._fitting(), len(self._words)):
            menu.addAction(self._words[at].replace("&", "&&"), self._choosing(at))
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _choosing(self, at: int) -> Callable[[], None]:
        return lambda: self.chosen.emit(at)
