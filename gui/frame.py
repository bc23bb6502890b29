"""The frame of a window: the parts that are seen first, made of what is cheap, so that it is on the screen at once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QSplitter, QVBoxLayout, QWidget

from api.constants import NAME
from api.foreground import foreground
from gui import theme
from gui.navigation.panel import NavigationPanel
from gui.navigation.side import CALLS, Side
from gui.sign_in.welcome import Welcome
from gui.status_line import StatusLine
from gui.top_bar import TopBar
from gui.widgets.lines import hairline
from gui.widgets.pages import Pages
from gui.window_state import WindowState

if TYPE_CHECKING:
    from gui.widgets.toast import Toast

ANSWER = "A&nswer"
WORK = "&Work"
MENUS = ("&File", "&Call", ANSWER, WORK, "&View", "&Account", "&Help")
"""Their titles; their entries follow once the window was painted (gui/actions.py)."""
SIZE = (1360, 860)
"""At first, where the screen has that much room."""
TITLE_BAR = 40
LEAST = (900, 560)
LEAST_TREE = 200
LEAST_PAGE, LEAST_PAGE_HEIGHT, ENOUGH_PAGE_HEIGHT = 400, 290, 372


class Frame(QMainWindow):
    """Places top bar, tree, pages and status bar, and keeps their looks. It knows nothing of desks and calls."""

    painted = Signal()
    """It was painted for the first time."""

    def __init__(self, state: WindowState) -> None:
        super().__init__()
        self._state = state
        self._was_painted = False
        self._work_high = state.work_height
        self.profile, self.region = "", state.region
        self.region_chosen = bool(state.profile)  # else it is only a document's first one
        self.navigation = NavigationPanel()
        self.left = Side(self.navigation)
        self.top = TopBar(
            lambda: self.navigation.heads, lambda product: self.navigation.tree.calls.about(product)
        )
        self.welcome = Welcome()
        self.status = StatusLine()
        self.pages = Pages()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._right = QSplitter(Qt.Orientation.Vertical)
        self.menus = {title: self.menuBar().addMenu(title) for title in MENUS}
        self._place()
        self._restore()

    @cached_property
    def toast(self) -> Toast:
        """Where notices are shown: at the foot of the right side, which makes room for them."""
        from gui.widgets.toast import Toast

        toast = Toast()
        self._foot.addWidget(toast)
        self.status.follow_notices(toast)
        return toast

    def place_band(self, band: QWidget) -> None:
        """Put a band over everything else."""
        self._column.insertWidget(0, band)

    def place_work(self, panel: QWidget) -> None:
        """Put the panel of the long work under the pages; hidden."""
        panel.hide()
        self._right.addWidget(panel)

    def open_work(self) -> None:
        """Show that panel, as high as it was."""
        panel, whole = self._right.widget(1), self._right.height()
        if panel is not None and not panel.isVisible():
            panel.show()
            high = max(min(self._work_high, whole - ENOUGH_PAGE_HEIGHT), 1)  # it was a higher window then
            self._right.setSizes([whole - high, high])

    def close_work(self) -> None:
        """Hide that panel."""
        self._work_high = self._work_height()
        panel = self._right.widget(1)
        if panel is not None:
            panel.hide()

    def _work_height(self) -> int:
        panel = self._right.widget(1)
        return panel.height() if panel is not None and panel.isVisible() else self._work_high

    def snapshot(self) -> WindowState:
        """What to keep of this window."""
        tree = self.navigation.tree
        return WindowState(
            profile=self.profile,
            region=self.region,
            expanded=tuple(sorted(tree.expanded_keys())) or self._state.expanded,
            current=tree.current_key() or self._state.current,
            geometry=bytes(self.saveGeometry().toBase64().data()).decode("ascii"),
            split=self._split.sizes()[0] or self._state.split,
            theme=theme.switch().mode,
            work_height=self._work_height(),
            left=self.left.key,
        )

    def choose_page(self) -> None:
        """Choose on the left side what was shown when the state was kept."""
        self.left.choose(self._state.left)

    def restore_tree(self) -> None:
        """Expand and choose in the tree what was so when the state was kept; at first the first product."""
        tree = self.navigation.tree
        roots = tree.calls.roots
        first = {node.key for root in roots[:1] for node in root.walk() if node.children}
        tree.expand_keys(set(self._state.expanded) or first)
        if self._state.current:
            tree.choose(self._state.current)

    @Slot()
    def find_call(self) -> None:
        """Go to the search."""
        self.top.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.finder.selectAll()

    @Slot()
    def focus_tree(self) -> None:
        """Show the calls and put the keyboard into their tree."""
        self.left.focus(CALLS)

    @Slot()
    def focus_filter(self) -> None:
        """Show the calls and put the keyboard into their filter."""
        self.left.choose(CALLS)
        self.navigation.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def browse(self) -> None:
        """Start by reading: the first call of the tree."""
        self.navigation.tree.choose_first()
        self.focus_tree()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the keyboard, as Qt does in dialogs only; Escape closes a notice."""
        button = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QAbstractButton):
            button.click()
        elif event.key() == Qt.Key.Key_Escape and "toast" in vars(self):
            self.toast.dismiss()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Workers give way while the window is arranged and painted, which is one event of its own."""
        with foreground:
            return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first time."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def _place(self) -> None:
        self.setWindowTitle(NAME)
        self.setMinimumSize(*LEAST)
        self.left.setMinimumWidth(LEAST_TREE)
        self.pages.addWidget(self.welcome)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.left)
        self.pages.setMinimumHeight(
            LEAST_PAGE_HEIGHT
        )  # one page that wants much must not keep the panel small
        self._right.setChildrenCollapsible(False)
        self._right.setHandleWidth(1)
        self._right.addWidget(self.pages)
        self._right.setStretchFactor(0, 1)
        right = QWidget()
        self._foot = QVBoxLayout(right)
        self._foot.setContentsMargins(0, 0, 0, 0)
        self._foot.setSpacing(0)
        self._foot.addWidget(self._right, 1)
        self._split.addWidget(right)
        self._split.setStretchFactor(1, 1)
        whole = QWidget()
        column = self._column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.top, hairline(), self._split):
            column.addWidget(part)
        column.setStretchFactor(self._split, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)
        for title, menu in self.menus.items():
            menu.setAccessibleName(title.replace("&", ""))

    def _restore(self) -> None:
        room = self.screen().availableSize() - QSize(0, TITLE_BAR)
        self.resize(QSize(*SIZE).boundedTo(room).expandedTo(QSize(*LEAST)))
        if self._state.geometry:
            self.restoreGeometry(QByteArray.fromBase64(self._state.geometry.encode("ascii")))
        self._split.setSizes([self._state.split, max(LEAST_PAGE, self.width() - self._state.split)])
