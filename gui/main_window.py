"""The main window: what its actions do, and how its parts are wired. It owns its profile and region."""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from gui import theme, window_parts
from gui.frame import Frame
from gui.window_state import WindowState

# What the first paint does not need is imported when it is first used.
if TYPE_CHECKING:
    from api.model import Place
    from api.work.work import Work
    from gui.actions import Actions
    from gui.call_head import CallHead
    from gui.calls import CallDesk
    from gui.notify import Message, Notices
    from gui.production.band import ProductionBand
    from gui.program import Program
    from gui.records.export.taking import Taking
    from gui.records.history.side import HistorySide
    from gui.records.saved.side import SavedSide
    from gui.sign_in.desk_side import SignInSide
    from gui.work.bench import WorkBench
    from gui.work.panel import WorkPanel
    from gui.work.work_menu import WorkMenu


class MainWindow(Frame):
    """One window on the program's desk. Owned by the Program."""

    closed = Signal(object)
    """This window, once it was closed."""

    def __init__(self, program: Program, state: WindowState | None = None) -> None:
        super().__init__(state or WindowState())
        self.program = program
        self._call_id = ""
        window_parts.add_pages(self)
        self._wire()

    def furnish(self) -> None:
        """Bring the frame to life: who is signed in, what is running, and the tree if it is there."""
        theme.switch().mode_changed.connect(self._show_theme_mode)
        self.top.set_menu(self.actions_.account_menu())
        window_parts.make_answer_menu(self)
        self.status.follow(self.calls)
        self.bench.serve(self.status)
        window_parts.begin(self)
        sessions = self.program.sessions
        sessions.changed.connect(self.refresh_account)
        sessions.ticked.connect(self.side.refresh_time)
        sessions.ending.connect(self.side.warn_of_end)
        if self.program.desk.cloud(self._state.profile) is not None:
            self.profile = self._state.profile
        self.refresh_account()
        if self.program.loaded:
            self.show_catalogue()
        begun = self.profile or self._state.current
        self.left.begin()
        (self.left.page if begun else self.welcome.practice).setFocus(Qt.FocusReason.OtherFocusReason)

    # Its parts, each made when it is first needed

    @cached_property
    def actions_(self) -> Actions:
        """The entries of its menus."""
        from gui.actions import Actions

        return Actions(self)

    @cached_property
    def notices(self) -> Notices:
        """This window's channel for messages."""
        return window_parts.make_notices(self)

    @cached_property
    def calls(self) -> CallDesk:
        """This window's calls."""
        return window_parts.make_calls(self)

    @cached_property
    def side(self) -> SignInSide:
        """What the window does about signing in."""
        from gui.sign_in.desk_side import SignInSide

        return SignInSide(self)

    @cached_property
    def band(self) -> ProductionBand:
        """What says over everything else that this is production."""
        return window_parts.make_band(self)

    @cached_property
    def bench(self) -> WorkBench:
        """Where this window begins long work and hears of it."""
        from gui.work.bench import WorkBench

        return WorkBench(self.program.desk, self)

    @cached_property
    def saved(self) -> SavedSide:
        """This window's saved calls."""
        from gui.records.saved.side import SavedSide

        return SavedSide(self)

    @cached_property
    def history(self) -> HistorySide:
        """This window's history."""
        return window_parts.make_history(self)

    @cached_property
    def taking(self) -> Taking:
        """What takes calls elsewhere and brings them in."""
        return window_parts.make_taking(self)

    @cached_property
    def work_menu(self) -> WorkMenu:
        """What the entries of the Work menu do."""
        return window_parts.make_work_menu(self)

    @cached_property
    def work_panel(self) -> WorkPanel:
        """The list of the long work."""
        return window_parts.make_work_panel(self)

    @cached_property
    def head(self) -> CallHead:
        """The head of the call."""
        return window_parts.make_head(self)

    @cached_property
    def answers(self) -> Any:
        """The place for answers."""
        return window_parts.make_answers(self)

    @cached_property
    def call_page(self) -> QWidget:
        """The right side once a call is shown: its head, and the answers under it."""
        return window_parts.make_call_page(self)

    # What the window shows

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
        self.restore_tree()
        self.refresh_account()

    @Slot(str)
    def show_call(self, call_id: str) -> None:
        """Show a call in the head."""
        self._call_id = call_id
        self.side.show_head(call_id)
        self.show_answers()
        self.enable_actions()

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
        self.focus_tree()

    @Slot()
    def refresh_account(self) -> None:
        """Show again who is signed in, the regions, and what is offered there."""
        self.side.refresh()
        self.enable_actions()

    def set_cloud(self, profile: str, region: str = "") -> None:
        """From now on, new calls of this window go there. What is open stays where it is."""
        self.profile = profile
        self.region = region or self.place.region or ""
        self.refresh_account()

    @Slot(str)
    def set_region(self, region: str) -> None:
        """From now on, new calls of this window go to that region."""
        self.region, self.region_chosen = region, True
        self.refresh_account()

    def show_answers(self) -> None:
        """Show the answers, whatever page was shown."""
        self.pages.setCurrentWidget(self.call_page)

    def show_work(self, work: Work) -> None:
        """Show a piece of long work in the panel of them."""
        self.bench.show(work)

    # What the actions do

    @Slot()
    def do_entry(self) -> None:
        """Do what the chosen action names: a method of one of the window's parts."""
        attrgetter(self.sender().property("by"))(self)()

    @Slot()
    def new_window(self) -> None:
        """Open a second window on the same desk and cloud."""
        self.program.new_window(self.snapshot())

    @Slot()
    def quit(self) -> None:
        """Close every window."""
        self.program.quit()

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
    def focus_answers(self) -> None:
        """Put the keyboard into the answers."""
        self.answers.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(QAction)
    def choose_theme(self, action: QAction) -> None:
        """Follow the system's scheme, or stay light or dark."""
        self.program.choose_theme(action.data())

    @Slot()
    def sign_in(self) -> None:
        """Open the sign-in sheet."""
        self.side.open_sheet()

    @Slot()
    def practise(self) -> None:
        """Sign in to the practice cloud as to Rackspace."""
        self.side.practise()

    @Slot()
    def practise_openstack(self) -> None:
        """Sign in to the practice cloud as to an OpenStack cloud."""
        self.side.practise(openstack=True)

    @Slot()
    def about(self) -> None:
        """Say what this program is."""
        from gui.about import show_about

        show_about(self)

    # Its life

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the looks, stop this window's calls and hide at once; the last one asks while something long runs."""
        if not self.program.leaving.may_close(self):
            event.ignore()
            return
        self.program.keep(self.snapshot())
        self.calls.cancel_all()
        event.accept()
        self.closed.emit(self)

    def _wire(self) -> None:
        self.navigation.tree.chosen.connect(self.show_call)
        self.navigation.tree.opened.connect(self.open_call_id)
        self.top.finder.found.connect(self.go_to_call)
        self.top.profile_chosen.connect(self._choose_profile)
        self.top.region_chosen.connect(self.set_region)
        self.welcome.practice_wanted.connect(self.practise)
        self.welcome.sign_in_wanted.connect(self.sign_in)
        self.welcome.browse_wanted.connect(self.browse)

    @Slot(str)
    def _show_theme_mode(self, mode: str) -> None:
        self.actions_.show_theme_mode(mode)

    @Slot(str)
    def _choose_profile(self, profile_id: str) -> None:
        self.side.choose_profile(profile_id)

    @Slot()
    def enable_actions(self) -> None:
        """Switch the actions on that can be done now."""
        self.actions_.enable_call(bool(self._call_id))
        self.actions_.enable("sign_out", bool(self.profile))
        self.actions_.enable("cancel_calls", bool(self.calls.running))

    @Slot(object)
    def show_message(self, message: Message) -> None:
        """Show what somebody has to say, at the foot of the right side."""
        self.toast.show_notice(message.sentence, message.hint, message.details, level=message.level.value)
        QApplication.alert(self)
