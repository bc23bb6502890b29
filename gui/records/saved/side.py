"""A window's saved calls: opens them in their forms, sends them, saves what a form or an answer holds, and links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from api.errors import PitchforkError
from api.exchange.build import Draft
from api.model import Call, Change, Place
from api.records.saved.call import SavedCall, renewed
from api.records.saved.filling import Filled
from api.records.saved.folder import Item
from api.records.saved.link import CallLink, is_link, read_link, write_link
from api.records.saved.vault import kept_name
from api.wire.request import Request
from gui.answer.clipboard import copied_text, copy_text
from gui.answer.deeds import request_of
from gui.calls import JSON
from gui.records.saved.changes import Changes
from gui.records.saved.held import Held
from gui.records.saved.kept_form import KeptForm
from gui.records.saved.model import Folder, Kept

if TYPE_CHECKING:
    from gui.main_window import MainWindow
    from gui.parameters.dialog import ParameterDialog
    from gui.records.saved.save_dialog import Order

SAVED = "saved"


class SavedSide(QObject):
    """Child of a window. What it opens is at the place that the window has then; nothing is sent by a link."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.desk = window.program.desk
        self.notices = window.notices
        self.changes = Changes(self.desk, window.program.jobs, window.notices, self)
        self._link_dialog: Any = None

    @Slot()
    def focus(self) -> None:
        """Show the saved calls and put the keyboard there."""
        self.window.left.focus(SAVED)

    # From saved calls and links to forms

    def open(self, item: Item) -> None:
        """Open the form of a saved call, filled in."""
        self._fill(item.saved, partial(self._show, item.saved, item, ()))

    def open_call(self, call_id: str) -> None:
        """Open a call of the list as if it was chosen there."""
        self.window.open_call_id(call_id)

    def send(self, item: Item) -> None:
        """Send a saved call that lacks nothing and only reads; any other opens its form."""

        def use(call: Call, filled: Filled) -> None:
            draft = self._draft(call, filled)
            if draft is None or draft.faults or filled.missing or filled.remarks or not _reads(call):
                self._show(item.saved, item, (), call, filled)
            else:
                self.window.navigation.tree.choose(call.id)
                self.window.calls.send(draft)

        self._fill(item.saved, use)

    def elsewhere(self, item: Item) -> None:
        """Show a saved call as other tools would send it; the form of one that lacks something."""

        def use(call: Call, filled: Filled) -> None:
            draft = self._draft(call, filled)
            if draft is None or draft.faults or filled.missing or filled.remarks:
                self._show(item.saved, item, (), call, filled)
            else:
                self.window.taking.elsewhere(draft.preview)

        self._fill(item.saved, use)

    def open_link(
        self,
        text: str,
        refused: Callable[[Exception], None] | None = None,
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """Open what a link names, in its form; nothing is sent. ``refused`` hears why not, else ``then`` is called."""

        def done(link: CallLink) -> None:
            then()
            other = link.other_place(self.window.place)
            remarks = (*((other,) if other else ()), *link.remarks)
            self._fill(link.saved, partial(self._show, link.saved, text, remarks), kept=False)

        self.changes.run(lambda: read_link(text, self.desk.catalogue), done, refused)

    @Slot()
    def ask_for_link(self) -> None:
        """Ask for a link; one that was copied stands there already."""
        if self._link_dialog is None or not shiboken6.isValid(self._link_dialog):
            from gui.records.saved.link_dialog import LinkDialog

            self._link_dialog = LinkDialog(self, self.window)
        copied = copied_text()
        self._link_dialog.begin(copied.strip() if is_link(copied) else "")

    # From forms and answers to saved calls and links

    def save(self, held: Held, before: Item | None = None, over: QWidget | None = None) -> None:
        """Ask, over a form, under which name to save this; ``before`` is what it was opened from."""

        def ask(saved: SavedCall) -> None:
            self.changes.read(lambda kept: self._ask(held, saved, before, kept, over))

        def prepared() -> SavedCall:
            saved = held.saved
            if before is None:
                return saved
            known = {**self.desk.saved.known(held.place.profile), **held.learned}
            values = renewed(before.saved.values, saved.values, known)
            values |= {name: each for name, each in before.saved.values.items() if kept_name(each)}
            return replace(before.saved, values=values, content_type=held.content_type)

        self.changes.run(prepared, ask)

    def edit(self, item: Item) -> None:
        """Change the name, folder, tags and note of a saved call."""

        def ask(call: Call) -> None:
            held = Held(call, self.window.place, {})
            self.changes.read(lambda kept: self._ask(held, item.saved, item, kept))

        self._with_call(item.saved, ask)

    def save_request(self, request: Request) -> None:
        """Ask under which name to save what a request was built from: of an answer, or of the history."""
        if (held := self._held(request)) is not None:
            self.save(held)

    def copy_link_of_request(self, request: Request) -> None:
        """Copy the link to a call with the values that a request was built from."""
        if (held := self._held(request)) is not None:
            self.copy_link(held)

    def copy_link_of(self, item: Item) -> None:
        """Copy the link to a saved call, with its placeholders."""
        self._with_call(item.saved, lambda call: self._copy(item.saved, call, None))

    def copy_link(self, held: Held) -> None:
        """Copy the link to a call with these values, made for their place."""
        self._copy(held.saved, held.call, held.place)

    @Slot()
    def save_shown(self) -> None:
        """Save the call of the answer or mock that is shown, else the call of the head."""
        if (held := self._shown()) is not None:
            self.save(held)

    @Slot()
    def copy_shown(self) -> None:
        """Copy the link to the same."""
        if (held := self._shown()) is not None:
            self.copy_link(held)

    def attach(self, dialog: ParameterDialog) -> KeptForm:
        """Let a form save what it holds, and copy it as a link."""
        return KeptForm(dialog, self)

    # Around it

    @Slot()
    def open_placeholders(self) -> None:
        """Open the values of the placeholders of the window's profile."""
        from gui.records.saved.placeholders_dialog import PlaceholdersDialog

        PlaceholdersDialog(self, self.window.profile or None, self.window).begin()

    def unstar(self, call_id: str) -> None:
        """Take a star away."""
        self.window.side.toggle_star(call_id)
        self.changes.changed.emit("")

    def folders(self, kept: Kept | None) -> list[tuple[Folder, str]]:
        """Every folder with what it is called, the outermost ones before those in them."""
        found = []
        for content in kept.shelf.contents if kept is not None else ():
            own = content.root == self.desk.saved.own
            title = "Saved calls" if own else content.root.name
            found.append((Folder(content.root, "", own), title))
            found += [
                (Folder(content.root, each, own), f"{title} / {each.replace('/', ' / ')}")
                for each in content.folders
            ]
        return found

    def _held(self, request: Request) -> Held | None:
        """What the request was built from; None, and told, where its call is no longer in the list."""
        try:
            return Held.of(request, self.desk.catalogue)
        except PitchforkError as error:
            self.notices.error(error)
            return None

    def _shown(self) -> Held | None:
        window = self.window
        answers = vars(window).get("answers")
        request = request_of(answers.current) if answers is not None else None
        if request is not None:
            return self._held(request)
        if window.call_id:
            return Held(self.desk.catalogue.call(window.call_id), window.place, {})
        self.window.status.show_hint("Choose a call first.")
        return None

    def _ask(
        self, held: Held, saved: SavedCall, before: Item | None, kept: Kept, over: QWidget | None = None
    ) -> None:
        from gui.records.saved.save_dialog import SaveDialog

        dialog = SaveDialog(held.call, saved, before, self.folders(kept), over or self.window)
        dialog.saved.connect(partial(self._keep, before, held))
        dialog.open()

    def _keep(self, before: Item | None, held: Held, order: Order) -> None:
        learned = (held.place.profile, {**held.learned, **order.learned})
        if before is None or order.anew:
            self.changes.add(order.saved, order.folder, learned)
        else:
            self.changes.write(before, order.saved, order.folder, learned)

    def _copy(self, saved: SavedCall, call: Call, place: Place | None) -> None:
        try:
            copy_text(write_link(saved, call, place))
        except PitchforkError as error:
            self.notices.error(error)
        else:
            self.window.status.show_hint("Copied the link. It holds no secrets; opening it sends nothing.")

    def _with_call(self, saved: SavedCall, use: Callable[[Call], None]) -> None:
        self.changes.run(lambda: self.desk.catalogue.call(saved.call), use)

    def _fill(self, saved: SavedCall, use: Callable[[Call, Filled], None], *, kept: bool = True) -> None:
        """``use`` is given the call, and what the saved one says there now."""
        desk, profile = self.desk, self.window.place.profile

        def work() -> tuple[Call, Filled]:
            call = desk.catalogue.call(saved.call)
            return call, desk.saved.fill(saved, call, profile, kept=kept)

        self.changes.run(work, lambda found: use(*found))

    def _draft(self, call: Call, filled: Filled) -> Draft | None:
        place = self.window.place
        if call.needs_token and place.profile is None:
            return None
        try:
            return self.desk.draft(call, filled.values, place, content_type=filled.content_type or None)
        except PitchforkError:  # its form says it, too, and stays
            return None

    def _show(
        self, saved: SavedCall, source: Item | str, remarks: tuple[str, ...], call: Call, filled: Filled
    ) -> None:
        window = self.window
        which = source.key if isinstance(source, Item) else source
        window.navigation.tree.choose(call.id)
        seen = window.calls.is_open(call.id, window.place, which)
        dialog = window.calls.open(call.id, window.place, which=which)
        form = dialog.findChild(KeptForm) if dialog is not None else None
        if form is not None and not (seen and form.holds(source)):
            form.show_saved(saved, source, filled, remarks)


def _reads(call: Call) -> bool:
    return call.effects.changes is Change.NONE and call.accept == JSON
