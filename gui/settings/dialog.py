"""The settings: pages beside their list, a search over all of them; every change acts at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from api.errors import PitchforkError
from api.records.settings import Settings, faults
from gui.settings.fields import PAGES, PASSWORD
from gui.settings.page import SettingsPage
from gui.settings.row import SettingRow
from gui.widgets.lines import hairline
from gui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from gui.program import Program

SIZE = (760, 560)
MARGIN = 20
LIST_WIDTH = 170
ROW_HEIGHT = 28


class SettingsDialog(QDialog):
    """One for the whole program. ``show()`` it: the windows stay usable, and show at once what is changed."""

    def __init__(self, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self.resize(*SIZE)
        self._program = program
        self._before: Settings | None = None
        self.search = SearchLine("Search the settings", "Search")
        self.list = QListWidget()
        self.pages = tuple(SettingsPage(page) for page in PAGES)
        self.rows: dict[str, SettingRow] = {n: row for page in self.pages for n, row in page.rows.items()}
        self.state = QLabel()
        self.undo = QPushButton("Undo")
        self.folder = QPushButton("Open Folder")
        self.reset_page = QPushButton("Reset Page")
        self.reset_all = QPushButton("Reset All")
        self.close_ = QPushButton("Close")
        self._stack = QStackedWidget()
        self._place()
        self._wire()
        self._show_settings()
        self.list.setCurrentRow(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look_for_password()

    @property
    def page(self) -> SettingsPage:
        """The page that is shown."""
        return self.pages[self._stack.currentIndex()]

    # How it is made

    def _place(self) -> None:
        self.list.setAccessibleName("Pages")
        self.list.setFixedWidth(LIST_WIDTH)
        self.state.setProperty("role", "help")
        self.undo.hide()
        for page in self.pages:
            item = QListWidgetItem(page.page.title)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            self.list.addItem(item)
            self._stack.addWidget(page)
        for button in (self.undo, self.folder, self.reset_page, self.reset_all, self.close_):
            button.setAutoDefault(False)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self.search)
        side.addWidget(self.list, 1)
        self.search.setFixedWidth(LIST_WIDTH)
        middle = QHBoxLayout()
        middle.setContentsMargins(MARGIN, 0, 0, 0)
        middle.setSpacing(4)
        middle.addLayout(side)
        middle.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 0, MARGIN, 0)
        foot.setSpacing(8)
        foot.addWidget(self.folder)
        foot.addWidget(self.state, 1)
        for button in (self.undo, self.reset_page, self.reset_all, self.close_):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 14)
        column.setSpacing(10)
        column.addLayout(middle, 1)
        column.addWidget(hairline())
        column.addLayout(foot)

    def _wire(self) -> None:
        self.list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.search.textChanged.connect(self._look_for)
        self.search.returnPressed.connect(self._go_to_found)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        for row in self.rows.values():
            row.chosen.connect(self._change)
        self.undo.clicked.connect(self._undo)
        self.folder.clicked.connect(self._open_folder)
        self.reset_page.clicked.connect(self._reset_page)
        self.reset_all.clicked.connect(self._reset_all)
        self.close_.clicked.connect(self.close)
        self._program.settings_changed.connect(self._show_settings)

    # What is shown

    @Slot()
    def _show_settings(self) -> None:
        settings = self._program.desk.settings
        for page in self.pages:
            page.show_settings(settings)
        for name, sentence in faults(settings).items():
            self.rows[name].say(sentence)

    @Slot(str)
    def _look_for(self, text: str) -> None:
        """Leave those pages in the list on which it is said, and show the first of them."""
        for number, page in enumerate(self.pages):
            found = page.page.title.casefold().startswith(text.casefold()) or any(
                field.finds(text) for field in page.page.fields
            )
            self.list.item(number).setHidden(not found)
        shown = [number for number in range(len(self.pages)) if not self.list.item(number).isHidden()]
        self.state.setText("" if shown else "Nothing of that name can be set.")
        if shown and self.list.currentRow() not in shown:
            self.list.setCurrentRow(shown[0])
        if text and (row := self._found(text)) is not None:
            self.page.ensureWidgetVisible(row.cell)

    @Slot()
    def _go_to_found(self) -> None:
        if (row := self._found(self.search.text())) is not None:
            row.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _found(self, text: str) -> SettingRow | None:
        rows = (row for row in self.page.rows.values() if row.field.finds(text))
        return next((row for row in rows if not row.cell.isHidden()), None)

    # What the person does

    @Slot(str, object)
    def _change(self, name: str, value: Any) -> None:
        if name == PASSWORD:
            self._keep_password(str(value))
            return
        self.state.setText("")
        self.undo.hide()
        self._program.change_settings(replace(self._program.desk.settings, **{name: value}))
        if name in {"proxy", "proxy_url", "proxy_user"}:
            self._look_for_password()
        if name == "ca_file" and value:
            self._try_authorities(str(value))

    @Slot()
    def _reset_page(self) -> None:
        names = {name for name in self.page.rows if name != PASSWORD}
        self._reset(names, f"{self.page.page.title} is as it was at first.")

    @Slot()
    def _reset_all(self) -> None:
        self._reset({name for name in self.rows if name != PASSWORD}, "Everything is as it was at first.")

    def _reset(self, names: set[str], sentence: str) -> None:
        self._before, usual = self._program.desk.settings, Settings()
        self._program.change_settings(
            replace(self._before, **{name: getattr(usual, name) for name in names})
        )
        self.state.setText(sentence)
        self.undo.show()
        self.undo.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _undo(self) -> None:
        if self._before is not None:
            self._program.change_settings(self._before)
        self.undo.hide()
        self.state.setText("")
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _open_folder(self) -> None:
        folder = str(self._program.desk.data_dir)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
            self.state.setText(folder)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed last counts, too; a password does not stay in a field that nobody sees."""
        for row in self.rows.values():
            row.commit()
        self.rows[PASSWORD].show_value("")
        super().hideEvent(event)

    # The proxy's password, and the file of authorities: on workers

    def _look_for_password(self) -> None:
        settings, networking = self._program.desk.settings, self._program.desk.networking
        if settings.proxy_user:
            self._program.jobs.run(
                lambda _cancel, _report: networking.has_password(settings.proxy_url, settings.proxy_user),
                self._show_password,
                owner=self,
            )

    def _show_password(self, known: bool) -> None:
        line = self.rows[PASSWORD].editor
        line.setProperty("placeholderText", "Kept; type to replace it" if known else "")

    def _keep_password(self, password: str) -> None:
        settings, desk = self._program.desk.settings, self._program.desk

        def keep() -> str:
            kept = desk.networking.keep_password(settings.proxy_url, settings.proxy_user, password)
            return "" if kept else desk.secrets.probe().sentence

        self._program.jobs.run(lambda _cancel, _report: keep(), self._password_kept, owner=self)

    def _password_kept(self, sentence: str) -> None:
        self.state.setText(sentence)
        self._look_for_password()

    def _try_authorities(self, path: str) -> None:
        from api.wire.trust import Trust

        def load() -> None:
            from api.wire.tls import context_for

            context_for(Trust(more=path))

        self._program.jobs.run(lambda _c, _r: load(), lambda _r: None, self._no_authorities, owner=self)

    def _no_authorities(self, error: Exception) -> None:
        if isinstance(error, PitchforkError):
            self.rows["ca_file"].say(str(error))
