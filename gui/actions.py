"""Every menu action as data: where it stands, its words, its key, and which method of the window does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from gui import theme
from gui.frame import ANSWER, WORK

if TYPE_CHECKING:
    from gui.main_window import MainWindow

SEPARATOR = "-"
_OF_A_CALL = (
    "open_call",
    "use_call",
    "all_pages",
    "all_regions",
    "mock_call",
    "toggle_star",
    "open_docs",
)
"""What can be done when a call is shown."""


class Entry(NamedTuple):
    """One action. ``name`` is its lasting name and the window's method, unless ``by`` names a part of the window
    and its method ("side.open_profiles"). A name for the second time is the same action in another menu.

    ``group`` makes a choice of one: its method of the window is given the action, whose data is ``data``.
    A ``checked`` one can be switched on and off. The entries of the Answer menu are done by the answer that is
    shown, which has their keys, too.
    """

    menu: str
    name: str
    text: str = ""
    keys: str = ""
    group: str = ""
    data: str = ""
    by: str = ""
    checked: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole


ENTRIES = (
    Entry("&File", "new_window", "&New Window", "Ctrl+N"),
    Entry("&File", "close", "&Close Window", "Ctrl+W"),
    Entry("&File", SEPARATOR),
    Entry("&File", "save_call", "&Save Call…", "Ctrl+S", by="saved.save_shown"),
    Entry("&File", "copy_link", "Copy &Link", "Ctrl+Shift+Y", by="saved.copy_shown"),
    Entry("&File", "open_link", "&Open Link…", "Ctrl+O", by="saved.ask_for_link"),
    Entry("&File", "placeholders", "&Placeholders…", by="saved.open_placeholders"),
    Entry("&File", "import_calls", "&Import Calls…", "Ctrl+I", by="taking.import_calls"),
    Entry("&File", SEPARATOR),
    Entry(
        "&File",
        "settings",
        "&Settings…",
        "Ctrl+,",
        by="program.open_settings",
        role=QAction.MenuRole.PreferencesRole,
    ),
    Entry("&File", SEPARATOR),
    Entry("&File", "quit", "&Quit", "Ctrl+Q", role=QAction.MenuRole.QuitRole),
    Entry("&Call", "find_call", "&Find a Call…", "Ctrl+K"),
    Entry("&Call", SEPARATOR),
    Entry("&Call", "open_call", "F&ill In…", "Ctrl+E"),
    Entry("&Call", "use_call", "&Send, or Back to the Form", "Ctrl+Return"),
    Entry("&Call", "all_pages", "All &Pages", by="bench.all_pages"),
    Entry("&Call", "all_regions", "Send to All &Regions", by="bench.all_regions"),
    Entry("&Call", "mock_call", "&Mock", "Ctrl+M"),
    Entry("&Call", "cancel_calls", "&Cancel Running Calls", "Ctrl+."),
    Entry("&Call", "do_not_record", "Do Not &Record", by="history.toggle_recording", checked=True),
    Entry("&Call", SEPARATOR),
    Entry("&Call", "toggle_star", "F&avourite", "Ctrl+D"),
    Entry("&Call", "open_docs", "&Documentation", "F1", by="head.docs.click"),
    Entry("&Call", SEPARATOR),
    Entry("&Call", "own_products", "&Own Products…", by="program.open_own_products"),
    Entry(ANSWER, "show_tree", "&Tree", "Ctrl+1"),
    Entry(ANSWER, "show_table", "T&able", "Ctrl+2"),
    Entry(ANSWER, "show_query", "Quer&y", "Ctrl+3"),
    Entry(ANSWER, "show_raw", "&Raw", "Ctrl+4"),
    Entry(ANSWER, "show_headers", "&Headers", "Ctrl+5"),
    Entry(ANSWER, "show_request", "Re&quest", "Ctrl+6"),
    Entry(ANSWER, SEPARATOR),
    Entry(ANSWER, "find", "&Find", "Ctrl+F"),
    Entry(ANSWER, "compare", "&Compare With…", "Ctrl+Shift+D"),
    Entry(ANSWER, "use_in", "&Use In…", "Ctrl+U"),
    Entry(ANSWER, "edit", "E&dit…", "F2"),
    Entry(ANSWER, "watch", "&Watch Until Done"),
    Entry(ANSWER, "do_for_rows", "Do for the Selected R&ows…", "Ctrl+Shift+B"),
    Entry(ANSWER, SEPARATOR),
    Entry(ANSWER, "next_page", "&Next Page"),
    Entry(ANSWER, "all_of_list", "All &Pages"),
    Entry(ANSWER, "send_again", "&Send Again", "F5"),
    Entry(ANSWER, SEPARATOR),
    Entry(ANSWER, "save_call"),
    Entry(ANSWER, "copy_link"),
    Entry(ANSWER, "elsewhere", "Ta&ke It Elsewhere…", "Ctrl+Shift+T"),
    Entry(ANSWER, "export", "E&xport…", "Ctrl+Shift+E"),
    Entry(ANSWER, "report_call", "Report a Pro&blem With This Call…"),
    Entry(ANSWER, SEPARATOR),
    Entry(ANSWER, "close_answer", "C&lose Answer"),
    Entry(WORK, "toggle_work", "&My Work", "Alt+3", by="bench.toggle"),
    Entry(WORK, SEPARATOR),
    Entry(WORK, "clean_up", "C&lean Up…", by="work_menu.clean_up"),
    Entry(WORK, SEPARATOR),
    Entry(WORK, "new_image", "&New Image From File…", "Ctrl+Shift+N", by="work_menu.new_image"),
    Entry(WORK, "share", "&Share an Image…", by="work_menu.share"),
    Entry(WORK, "offers", "Shared &With Me…", by="work_menu.offers"),
    Entry(WORK, "holders", "Who &Has What…", by="work_menu.holders"),
    Entry(WORK, SEPARATOR),
    Entry(WORK, "import_image", "&Import an Image…", by="work_menu.import_image"),
    Entry(WORK, "export_image", "&Export an Image…", by="work_menu.export_image"),
    Entry(WORK, "copy_image", "&Copy to Another Region…", by="work_menu.copy_image"),
    Entry("&View", "focus_tree", "&Calls", "Alt+1"),
    Entry("&View", "focus_filter", "&Filter Calls", "Ctrl+Shift+F"),
    Entry("&View", "focus_saved", "Sa&ved Calls", "Alt+4", by="saved.focus"),
    Entry("&View", "focus_history", "&History", "Alt+5", by="history.focus"),
    Entry("&View", "focus_answers", "&Answers", "Alt+2"),
    Entry("&View", "toggle_work"),
    Entry("&View", SEPARATOR),
    Entry("&View", "toggle_presenting", "&Presenting", by="program.presenting.toggle", checked=True),
    Entry("&View", SEPARATOR),
    Entry("&View", "theme_system", "Follow the S&ystem", group="choose_theme", data=theme.SYSTEM),
    Entry("&View", "theme_light", "&Light", group="choose_theme", data=theme.LIGHT),
    Entry("&View", "theme_dark", "&Dark", group="choose_theme", data=theme.DARK),
    Entry("&Account", "sign_in", "&Sign In…", "Ctrl+L"),
    Entry("&Account", "switch_account", "S&witch Account…", by="side.open_accounts"),
    Entry("&Account", "sign_out", "Sign &Out", by="side.sign_out"),
    Entry("&Account", "manage_profiles", "&Profiles…", by="side.open_profiles"),
    Entry("&Account", SEPARATOR),
    Entry("&Account", "practise", "Try the P&ractice Cloud"),
    Entry("&Account", "practise_openstack", "Practice Cloud as OpenStac&k"),
    Entry("&Account", "reset_practice", "R&eset the Practice Cloud", by="side.reset_practice"),
    Entry("&Help", "report_problem", "&Report a Problem…", by="taking.report"),
    Entry("&Help", "about", "&About Pitchfork Desktop", role=QAction.MenuRole.AboutRole),
)


class Actions:
    """The actions of one window, by name, in its menus. Owned by the window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._groups: dict[str, QActionGroup] = {}
        self.menus = window.menus
        self.by_name: dict[str, QAction] = {}
        for entry in ENTRIES:
            self._add(entry)
        self.show_theme_mode(theme.switch().mode)

    def account_menu(self) -> QMenu:
        """The menu of the account button: the account's actions, then the theme's."""
        menu = QMenu(self._window)
        menu.setAccessibleName("Account")
        menu.addActions(self.menus["&Account"].actions())
        menu.addSeparator()
        menu.addActions(self._groups["choose_theme"].actions())
        return menu

    def show_theme_mode(self, mode: str) -> None:
        """Check the entry of the colour scheme that was chosen."""
        self.by_name[f"theme_{mode}"].setChecked(True)

    def enable(self, name: str, enabled: bool) -> None:
        """Switch an action on or off."""
        self.by_name[name].setEnabled(enabled)

    def enable_call(self, enabled: bool) -> None:
        """Switch on or off what can be done when a call is shown."""
        for name in _OF_A_CALL:
            self.enable(name, enabled)

    def rename(self, name: str, text: str) -> None:
        """Give an action other words."""
        self.by_name[name].setText(text)

    def _add(self, entry: Entry) -> None:
        menu = self.menus[entry.menu]
        if entry.name == SEPARATOR:
            menu.addSeparator()
            return
        if entry.name in self.by_name:
            menu.addAction(self.by_name[entry.name])
            return
        action = self._action(entry)
        menu.addAction(action)
        self.by_name[entry.name] = action

    def _action(self, entry: Entry) -> QAction:
        action = QAction(entry.text, self._window)
        action.setObjectName(entry.name)
        action.setMenuRole(entry.role)
        if entry.keys:
            action.setShortcut(QKeySequence(entry.keys))
        if entry.menu == ANSWER:
            action.setShortcutContext(
                Qt.ShortcutContext.WidgetShortcut
            )  # only shown here: the answer has it
        elif entry.group:
            action.setCheckable(True)
            action.setData(entry.data)
            self._group(entry.group).addAction(action)
        elif entry.by:
            action.setCheckable(entry.checked)
            action.setProperty("by", entry.by)
            action.triggered.connect(self._window.do_entry)
        else:
            action.triggered.connect(getattr(self._window, entry.name))
        return action

    def _group(self, name: str) -> QActionGroup:
        if name not in self._groups:
            self._groups[name] = QActionGroup(self._window)
            self._groups[name].triggered.connect(getattr(self._window, name))
        return self._groups[name]
