"""The main window: places its parts and wires them. It owns its profile and region; the rest is in the parts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from api.constants import NAME, VERSION
from api.model import Place
from gui import theme
from gui.actions import Actions
from gui.calls import CallDesk
from gui.navigation.panel import NavigationPanel
from gui.notify import Level, Message, Notices
from gui.sign_in.desk_side import SignInSide
from gui.sign_in.welcome import Welcome
from gui.status_line import StatusLine
from gui.top_bar import TopBar
from gui.widgets.lines import hairline
from gui.widgets.toast import Toast
from gui.window_state import WindowState

if TYPE_CHECKING:
    from gui.call_head import CallHead
    from gui.program import Program

SIZE = (1360, 860)
LEAST = (900, 560)
TREE_WIDTH = 300


class MainWindow(QMainWindow):
    """One window on the program's desk. Owned by the Program."""

    closed = Signal(object)
    """This window, once it was closed."""

    def __init__(self, program: Program, state: WindowState | None = None) -> None:
        super().__init__()
        self.program = program
        self.profile, self.region = "", ""
        self._state = state or WindowState()
        self._call_id = ""
        self.notices = Notices(self)
        self.navigation = NavigationPanel()
        self.top = TopBar(lambda: self.navigation.heads)
        self.welcome = Welcome()
        self.calls = CallDesk(program.desk, program.jobs, lambda: self.answers, self.notices, self)
        self.status = StatusLine(self.calls)
        self.side = SignInSide(self)
        self.actions_ = Actions(self)
        self._place()
        self._wire()
        self._restore()
        self.refresh_account()

    # What the window shows

    @cached_property
    def head(self) -> CallHead:
        """The head of the call; made when the first call is shown, so that the window itself is there sooner."""
        from gui.call_head import CallHead

        head = CallHead()
        head.sent.connect(self.send_call)
        head.filled_in.connect(self.open_call)
        head.mocked.connect(self.mock_call)
        head.starred.connect(self.toggle_star)
        return head

    @cached_property
    def answers(self) -> Any:
        """The place for answers; made with the head."""
        answers = self.program.make_answers(self)
        answers.next_page_requested.connect(self.calls.next_page)
        answers.resend_requested.connect(self.calls.send_again)
        answers.place_changed.connect(self.status.show_hint)
        answers.said.connect(self.status.show_hint)
        return answers

    @cached_property
    def call_page(self) -> QWidget:
        """The right side once a call is shown: its head, and the answers under it."""
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.head)
        rows.addWidget(self.answers, 1)
        self._pages.addWidget(page)
        self.toast.raise_()
        return page

    @property
    def place(self) -> Place:
        """The cloud and region that this window's next call goes to."""
        return self.program.desk.place(self.profile or None, self.region or None)

    @property
    def call_id(self) -> str:
        """The call that is shown in the head; "" at first."""
        return self._call_id

    @Slot()
    def show_catalogue(self) -> None:
        """Fill the tree once the catalogue is there."""
        self.navigation.set_roots(self.program.make_roots())
        self.navigation.tree.expand_keys(self._expanded_at_first())
        self.refresh_account()
        if self._state.current:
            self.navigation.tree.choose(self._state.current)

    @Slot(str)
    def show_call(self, call_id: str) -> None:
        """Show a call in the head."""
        self._call_id = call_id
        self.side.show_head(call_id)
        self._pages.setCurrentWidget(self.call_page)
        self._enable()

    @Slot(str)
    def open_call_id(self, call_id: str) -> None:
        """Go to a call; one with parameters opens its form, any other waits for Send."""
        self.navigation.tree.choose(call_id)
        call = self.program.desk.catalogue.call(call_id)
        if call.fields():
            self.calls.open(call_id, self.place)
        else:
            self.head.primary.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(str)
    def go_to_call(self, call_id: str) -> None:
        """Choose a call in the tree and put the keyboard there."""
        self.navigation.filter.clear()
        self.navigation.tree.choose(call_id)
        self.navigation.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def refresh_account(self) -> None:
        """Show again who is signed in, the regions, and what is offered there."""
        self.side.refresh()
        self._enable()

    def set_cloud(self, profile: str, region: str = "") -> None:
        """From now on, new calls of this window go there. What is open stays where it is."""
        self.profile = profile
        self.region = region or self.place.region or ""
        self.refresh_account()

    @Slot(str)
    def set_region(self, region: str) -> None:
        """From now on, new calls of this window go to that region."""
        self.region = region
        self.refresh_account()

    # What the actions do

    @Slot()
    def new_window(self) -> None:
        """Open a second window on the same desk and cloud."""
        self.program.new_window(self.snapshot())

    @Slot()
    def quit(self) -> None:
        """Close every window."""
        self.program.close_all()

    @Slot()
    def find_call(self) -> None:
        """Go to the search."""
        self.top.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.finder.selectAll()

    @Slot()
    def open_call(self) -> None:
        """Open the form of the call that is shown."""
        if self._call_id:
            self.calls.open(self._call_id, self.place)

    @Slot()
    def send_call(self) -> None:
        """Send the call that is shown, which has nothing to fill in."""
        if self._call_id:
            self.calls.send_plain(self._call_id, self.place)

    @Slot()
    def use_call(self) -> None:
        """Send a call without parameters; bring back the form of any other."""
        if not self._call_id:
            return
        if not self.program.desk.catalogue.call(self._call_id).fields():
            self.send_call()
        elif not self.calls.raise_latest():
            self.open_call()

    @Slot()
    def mock_call(self) -> None:
        """Show the request of the call that is shown, without sending it."""
        if self._call_id:
            self.calls.mock_plain(self._call_id, self.place)

    @Slot()
    def cancel_calls(self) -> None:
        """Stop every call of this window."""
        self.calls.cancel_all()

    @Slot()
    def toggle_star(self) -> None:
        """Mark the call that is shown as a favourite, or no longer."""
        if self._call_id:
            self.side.toggle_star(self._call_id)

    @Slot()
    def open_docs(self) -> None:
        """Open the documentation of the call that is shown."""
        self.head.docs.click()

    @Slot()
    def focus_tree(self) -> None:
        """Put the keyboard into the tree."""
        self.navigation.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def focus_filter(self) -> None:
        """Put the keyboard into the filter."""
        self.navigation.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def focus_answers(self) -> None:
        """Put the keyboard into the answers."""
        self.answers.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def browse(self) -> None:
        """Start by reading: the first call of the tree."""
        self.navigation.tree.choose_first()
        self.focus_tree()

    @Slot()
    def theme_system(self) -> None:
        """Follow the system's scheme."""
        self.program.choose_theme(theme.SYSTEM)

    @Slot()
    def theme_light(self) -> None:
        """Stay light."""
        self.program.choose_theme(theme.LIGHT)

    @Slot()
    def theme_dark(self) -> None:
        """Stay dark."""
        self.program.choose_theme(theme.DARK)

    @Slot()
    def sign_in(self) -> None:
        """Open the sign-in sheet."""
        self.side.open_sheet()

    @Slot()
    def sign_out(self) -> None:
        """Sign this window's profile out."""
        self.side.sign_out()

    @Slot()
    def manage_profiles(self) -> None:
        """Open the list of profiles."""
        self.side.open_profiles()

    @Slot()
    def practise(self) -> None:
        """Sign in to the practice cloud as to Rackspace."""
        self.side.practise()

    @Slot()
    def practise_openstack(self) -> None:
        """Sign in to the practice cloud as to an OpenStack cloud."""
        self.side.practise(openstack=True)

    @Slot()
    def reset_practice(self) -> None:
        """Put the practice cloud back to how it began."""
        self.side.reset_practice()

    @Slot()
    def about(self) -> None:
        """Say what this program is."""
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(f"About {NAME}")
        box.setText(f"{NAME} {VERSION}")
        box.setInformativeText("Browse an API's calls, see the exact request, send it and read the answer.")
        box.open()

    # Its life

    def snapshot(self) -> WindowState:
        """What to keep of this window."""
        tree = self.navigation.tree
        return WindowState(
            profile=self.profile,
            region=self.region,
            expanded=tuple(sorted(tree.expanded_keys())),
            current=tree.current_key() or self._state.current,
            geometry=bytes(self.saveGeometry().toBase64().data()).decode("ascii"),
            split=self._split.sizes()[0] or TREE_WIDTH,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the looks, stop this window's calls and hide at once."""
        self.program.keep(self.snapshot())
        self.calls.cancel_all()
        event.accept()
        self.closed.emit(self)

    def _place(self) -> None:
        self.setWindowTitle(NAME)
        self.setMinimumSize(*LEAST)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self.toast = Toast(self._pages)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self.navigation.setMinimumWidth(200)
        self._split.addWidget(self.navigation)
        self._split.addWidget(self._pages)
        self._split.setStretchFactor(1, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.top, hairline(), self._split):
            column.addWidget(part)
        column.setStretch(2, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)
        self.top.set_menu(self.actions_.account_menu())

    def _wire(self) -> None:
        self.navigation.tree.chosen.connect(self.show_call)
        self.navigation.tree.opened.connect(self.open_call_id)
        self.top.finder.found.connect(self.go_to_call)
        self.top.profile_chosen.connect(self.side.choose_profile)
        self.top.region_chosen.connect(self.set_region)
        self.welcome.practice_wanted.connect(self.practise)
        self.welcome.sign_in_wanted.connect(self.sign_in)
        self.welcome.browse_wanted.connect(self.browse)
        self.calls.sign_in_needed.connect(self.side.sign_in_again)
        self.calls.running_changed.connect(self._enable)
        self.notices.posted.connect(self._show_message)
        sessions = self.program.sessions
        sessions.changed.connect(self.refresh_account)
        sessions.ticked.connect(self.side.refresh_time)
        sessions.ending.connect(self.side.warn_of_end)

    def _restore(self) -> None:
        self.resize(*SIZE)
        if self._state.geometry:
            self.restoreGeometry(QByteArray.fromBase64(self._state.geometry.encode("ascii")))
        self._split.setSizes([self._state.split, max(400, self.width() - self._state.split)])
        self.profile, self.region = self._state.profile, self._state.region
        if self.program.desk.cloud(self.profile) is None:
            self.profile = ""

    def _expanded_at_first(self) -> set[str]:
        if self._state.expanded:
            return set(self._state.expanded)
        roots = self.navigation.tree.calls.roots
        return {node.key for root in roots[:1] for node in root.walk() if node.children}

    @Slot()
    def _enable(self) -> None:
        for name in ("open_call", "use_call", "mock_call", "toggle_star", "open_docs"):
            self.actions_.enable(name, bool(self._call_id))
        self.actions_.enable("sign_out", bool(self.profile))
        self.actions_.enable("cancel_calls", bool(self.calls.running))

    @Slot(object)
    def _show_message(self, message: Message) -> None:
        lasting = message.level is not Level.INFO
        self.toast.show_notice(message.sentence, message.hint, message.details, lasting=lasting)
        QApplication.alert(self)
