"""The dialog that edits a resource: its properties as a form, and under it the patch that would be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from api.edit.editing import Editing
from api.edit.loading import Opened, open_edit, read_again
from api.edit.record import Record
from api.edit.told import Told
from api.edit.undo import SentEdit, Target, brief, changed_since, quoted
from api.schema import UNSET
from gui.edit.page import EditPage
from gui.edit.patch_dialog import PatchDialog
from gui.edit.tab_order import order_tabs
from gui.edit.unsent import ask_about_unsent
from gui.jobs import Jobs
from gui.parameters.preview import Preview

if TYPE_CHECKING:
    from api.desk import Desk

WIDTH, HEIGHT = 980, 740


class EditDialog(PatchDialog):
    """Edits one resource at one place. Changes that were not sent are asked about before it closes."""

    told = Signal(object)
    """What the cloud says about properties (a Told), once it was read."""

    def __init__(
        self,
        target: Target,
        desk: Desk,
        jobs: Jobs,
        told: Told | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(target, desk, jobs, parent, with_fields=True)
        self._told = told
        self._opened: Opened | None = None
        self.editing: Editing | None = None
        self.page: EditPage | None = None
        self.question: QMessageBox | None = None
        self.foot.clear.setText("Revert all")
        self.foot.clear.setToolTip("Take every change back")
        self.foot.clear.setAccessibleName("Take every change back")
        self.foot.clear.clicked.connect(self._revert_all)
        self.fit(WIDTH, HEIGHT)
        self.show_title("Edit")
        self.load()

    @property
    def unsent(self) -> int:
        """How many changes there are that were not sent."""
        return len(self.editing.changed) if self.editing is not None else 0

    @property
    def asking(self) -> bool:
        """Whether the question about them is open."""
        return self.question is not None

    @property
    def preview(self) -> Preview | None:
        """Under the form."""
        return self.page.preview if self.page is not None else None

    @Slot()
    def load(self) -> None:
        """Read the resource and what the cloud says about its properties."""
        desk, target, told = self.desk, self.target, self._told
        self.read(
            f"Reading the {self.edit.kind}",
            lambda cancel, report: open_edit(
                target, desk.catalogue.call, desk.asker(target.place, cancel), report, told
            ),
            self._show,
        )

    def faults(self) -> list[str]:
        """The faults of the form, each with the name of its property."""
        found = self.editing.faults() if self.editing is not None else ()
        return [f"{brief(name)}: {brief(sentence)}" for name, sentence in found]

    @Slot()
    def go_to_fault(self) -> None:
        """Go to the first property that needs attention."""
        fault = next(iter(self.editing.faults()), None) if self.editing is not None else None
        if fault is not None and self.page is not None:
            self.page.go_to(fault[0])

    def allow(self, *, send: bool, rest: bool = False) -> None:
        """Switch the buttons; there is nothing to revert without a change."""
        super().allow(send=send, rest=rest)
        self.foot.clear.setEnabled(bool(self.unsent))

    def check_and_send(self) -> None:
        """Look at the resource once more, so that nobody else's change is overwritten unseen."""
        desk, target = self.desk, self.target
        self.look_again(
            lambda cancel, _report: read_again(
                target, desk.catalogue.call, desk.asker(target.place, cancel)
            ),
            self._send_over,
        )

    def reject(self) -> None:
        """Close, after the question about what was not sent."""
        if not self.unsent or not self.isVisible():
            super().reject()
        elif self.question is None:
            self.question = ask_about_unsent(self.unsent, self)
            self.question.finished.connect(self._answered)

    def _show(self, opened: Opened) -> None:
        self._opened = opened
        self.told.emit(opened.told)
        self.editing = Editing(opened.edit, opened.record, opened.found)
        self.page = EditPage(self.editing, opened.properties)
        self.page.changed.connect(self._rebuild)
        self.page.form.made.connect(self._order_tabs)
        self.show_page(self.page)
        self.show_title("Edit", opened.record)
        self.head.show_note(" ".join(opened.told.notes))
        self.page.search_line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._order_tabs()
        self._rebuild()

    @Slot()
    def _rebuild(self) -> None:
        if self.editing is not None:
            self.ask(self.editing.patch())

    @Slot()
    def _order_tabs(self) -> None:
        if self.page is not None:
            order_tabs([*self.page.parts, self.foot])

    @Slot()
    def _revert_all(self) -> None:
        if self.page is not None:
            self.page.form.revert_all()

    def _send_over(self, now: Record) -> None:
        """Have the draft sent over a resource that is, as far as it is edited, as it was."""
        editing, draft = self.editing, self.draft
        if editing is None or draft is None:
            return
        names = editing.changed
        if changed := changed_since(names, editing.before, now, self.edit):
            self._rebase(now, changed)
        else:
            self.step_aside()
            self.send_requested.emit(draft, SentEdit(self.target, now, names))

    def _rebase(self, now: Record, names: tuple[str, ...]) -> None:
        """Somebody else changed what is edited: show what it is now, keep what was edited."""
        editing, opened, page = self.editing, self._opened, self.page
        if editing is None or opened is None or page is None:
            return
        told = [_meanwhile(name, editing.before.get(name, UNSET), now.get(name, UNSET)) for name in names]
        editing.rebase(now, opened.properties.all(now))
        page.form.reload()
        page.refresh()
        self._rebuild()
        self.head.show_trouble(f"Nothing was sent. {' '.join(told)} Your changes are still here.")

    @Slot(int)
    def _answered(self, _result: int) -> None:
        question, self.question = self.question, None
        if question is None:
            return
        question.deleteLater()
        pressed: Any = question.clickedButton()
        if pressed is not None and question.buttonRole(pressed) is QMessageBox.ButtonRole.AcceptRole:
            super().reject()


def _meanwhile(name: str, before: Any, now: Any) -> str:
    if now is UNSET:
        return f"{brief(name)} is gone meanwhile; it was {quoted(before)}."
    if before is UNSET:
        return f"{brief(name)} is there meanwhile, with the value {quoted(now)}."
    return f"{brief(name)} is now {quoted(now)}; it was {quoted(before)} when this form was filled."
