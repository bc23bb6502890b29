"""New Image From File: the file, what the image is to be, what will be sent, and Start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from api.answer.sizes import size as size_text
from api.errors import Fault, NotOffered, PitchforkError
from api.model import FileValue, Place
from gui.answer.labels import plain_label
from gui.jobs import Jobs
from gui.parameters.choice_editors import QuietComboBox
from gui.parameters.drafting import Drafting, Question
from gui.parameters.offers import Offers
from gui.parameters.parts import MARGIN, words
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.lines import hairline
from gui.work.transfers.file_look import FileLook, Look
from gui.work.transfers.new_image_form import (
    FILE,
    Suggestions,
    by_name,
    make_form,
    members_captured,
    missing,
    path_of,
)

if TYPE_CHECKING:
    from api.desk import Desk
    from api.exchange.build import Draft

CREATE = "image.create-image"
WIDTH, HEIGHT = 880, 640
TITLE_BAR = 40
_ABOUT = "Creates the image, sends the file, compares the hash and waits until the image is active."
_IMPORTS = (
    "This cloud takes no files: put the disk into Cloud Files and import it from there (Import task)."
)
_NEEDED = {FILE: "Choose a file, or drop one here."}
_WAYS = (
    ("direct", "Send the data to the image"),
    ("import", "Stage the data, then import it (glance-direct)"),
)


class NewImageDialog(QDialog):
    """``show()`` it: it is not modal. One file, one image; deletes itself when it is closed."""

    begun = Signal(object)
    """The NewImage plan that the person wants carried out."""
    sign_in_needed = Signal(str)
    """The cloud was asked for something to pick, and the sign-in has ended: the profile's id."""

    def __init__(self, place: Place, desk: Desk, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("New Image From File")
        self.place = place
        self._draft: Draft | None = None
        self._look = Look("")
        self.trouble = words("", "bad")
        offers = Offers(desk, place, jobs, lambda names: self.form.texts(names), self)
        create = desk.catalogue.call(CREATE)
        self.form = make_form(create, offers, self)
        self._suggestions = Suggestions(self.form)
        self.warning = words("", "warning")
        self.anyway = QCheckBox("Send it all the same")
        self.way = QuietComboBox()
        self.way.setAccessibleName("How the data is sent")
        for name, text in _WAYS:
            self.way.addItem(text, name)
        self.summary = plain_label("", wire=True)
        self.summary.setAccessibleName("What will be sent")
        self.state = _button("", "link")
        self.cancel = _button("Cancel")
        self.start = _button("Start", "primary")
        self._files = FileLook(jobs, self)
        self._drafting = Drafting(create, place, desk, jobs, self)
        self._arrange(ElidedLabel(desk.who(place)))
        self._connect(offers)
        self._rebuild()
        self.form.focus(None)

    def use_file(self, path: str) -> None:
        """Put a file into its field."""
        self.form.fill({FILE: FileValue(path)})

    # How it is laid out

    def _arrange(self, who: ElidedLabel) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 14)
        column.setSpacing(8)
        who.setProperty("role", "dim")
        who.setAccessibleName("Where the image will be")
        head = QVBoxLayout()
        head.setContentsMargins(MARGIN, 0, MARGIN, 0)
        head.setSpacing(4)
        for label in (plain_label("New Image From File", "title"), who, words(_ABOUT, "dim"), self.trouble):
            head.addWidget(label)
        self.trouble.hide()
        column.addLayout(head)
        column.addWidget(self.form, 1)
        column.addLayout(self._foreseen())
        column.addWidget(hairline())
        column.addLayout(self._foot())
        self.resize(QSize(WIDTH, HEIGHT).boundedTo(self.screen().availableSize() - QSize(0, TITLE_BAR)))

    def _foreseen(self) -> QVBoxLayout:
        """What is odd about the file, and what will be sent."""
        warned = QHBoxLayout()
        warned.setSpacing(12)
        warned.addWidget(self.warning, 1)
        warned.addWidget(self.anyway)
        caption = QHBoxLayout()
        caption.addWidget(words("What will be sent", "dim"), 1)
        caption.addWidget(self.way)
        part = QVBoxLayout()
        part.setContentsMargins(MARGIN, 4, MARGIN, 4)
        part.setSpacing(8)
        part.addLayout(warned)
        part.addLayout(caption)
        part.addWidget(self.summary)
        self.warning.hide()
        self.anyway.hide()
        return part

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 0, MARGIN, 0)
        foot.setSpacing(10)
        foot.addStretch(1)
        self.state.setAccessibleDescription("Goes to the first field that needs attention")
        for each in (self.state, self.cancel, self.start):
            foot.addWidget(each)
        self.start.setToolTip("Begin (Ctrl+Enter)")
        return foot

    def _connect(self, offers: Offers) -> None:
        self.form.changed.connect(self._rebuild)
        self.way.currentIndexChanged.connect(self._tell)
        self.anyway.toggled.connect(self._tell)
        self._files.looked.connect(self._show_look)
        self._drafting.drafted.connect(self._show_draft)
        offers.sign_in_needed.connect(lambda: self.sign_in_needed.emit(self.place.profile or ""))
        self.state.clicked.connect(self._go_to_fault)
        self.cancel.clicked.connect(self.reject)
        self.start.clicked.connect(self._begin)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._begin)

    # What is shown

    @Slot()
    def _rebuild(self) -> None:
        if self._files.ask(path_of(self.form)):
            self._look = Look("")
        self._drafting.ask(Question(members_captured(self.form), None, ""))

    @Slot(object)
    def _show_look(self, look: Look) -> None:
        from api.work.transfers.sniffing import described

        self._look = look
        row = self.form.rows[FILE]
        if look.sniffed is None or look.fault:
            row.help.setText(row.parameter.description)
        else:
            row.help.setText(f"{row.parameter.description}\n{described(look.sniffed, look.size)}")
            self._suggestions.use(Path(look.path).stem, look.sniffed)
        self._tell()

    @Slot(object)
    def _show_draft(self, result: Draft | PitchforkError) -> None:
        if isinstance(result, PitchforkError):
            self._draft, trouble = None, _told(result)
        else:
            self._draft, trouble = result, "" if self.place.profile is not None else "Sign in first."
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self._tell()

    @Slot()
    def _tell(self) -> None:
        """Show faults, warnings and what will be sent, as they are now."""
        faults = self.faults()
        self.form.show_faults(faults)
        self._warn()
        self.summary.setText(self._calls())
        ready = self._ready and not faults
        self.start.setEnabled(ready and (not self.anyway.isVisibleTo(self) or self.anyway.isChecked()))
        self.state.setText(_first(faults))
        self.state.setVisible(bool(faults))

    def faults(self) -> tuple[Fault, ...]:
        """Everything that keeps it from beginning, in the order of the fields."""
        found = [Fault(key, _NEEDED.get(key, "A value is needed.")) for key in missing(self.form)]
        if self._look.fault:
            found.append(Fault(FILE, self._look.fault))
        known = {fault.key for fault in found}
        found += [fault for fault in (self._draft.faults if self._draft else ()) if fault.key not in known]
        order = list(self.form.rows)
        return tuple(sorted(found, key=lambda fault: order.index(fault.key) if fault.key in order else -1))

    @property
    def _ready(self) -> bool:
        looked = self._look.sniffed is not None and self._look.path == path_of(self.form)
        return self._draft is not None and self.place.profile is not None and looked

    def _warn(self) -> None:
        from api.work.transfers.sniffing import disagreement, surely_wrong

        sniffed, members = self._look.sniffed, self._members()
        disk, container = members.get("disk_format"), members.get("container_format") or "bare"
        wrong = disagreement(disk, sniffed, container) if sniffed is not None and disk else ""
        surely = bool(wrong) and sniffed is not None and surely_wrong(str(disk), sniffed, container)
        said = " ".join((wrong, *(sniffed.remarks if sniffed is not None else ()))).strip()
        if self._look.fault:
            said, surely = "", False
        self.warning.setText(said)
        self.warning.setVisible(bool(said))
        if surely != self.anyway.isVisibleTo(self):
            self.anyway.setChecked(False)
        self.anyway.setVisible(surely)

    def _members(self) -> dict[str, Any]:
        return by_name(self._draft.preview.values) if self._draft is not None else {}

    def _calls(self) -> str:
        if self._draft is None:
            return "\n\n"
        url = self._draft.preview.url.masked()
        amount = size_text(self._look.size) if self._look.sniffed is not None else "the file"
        lines = [f"POST  {url}"]
        if self.way.currentData() == "direct":
            lines.append(f"PUT   {url}/…/file    {amount}")
        else:
            lines += [f"PUT   {url}/…/stage    {amount}", f"POST  {url}/…/import"]
        return "\n".join([*lines, f"GET   {url}/…    until it is active"])

    # What the person does

    @Slot()
    def _go_to_fault(self) -> None:
        self.form.touch_all()
        faults = self.faults()
        self.form.show_faults(faults)
        if faults:
            self.form.focus(faults[0].key)

    @Slot()
    def _begin(self) -> None:
        from api.work.transfers.new_image import NewImage
        from api.work.transfers.upload import Way

        if not self.start.isEnabled():
            self._go_to_fault()
            return
        path = Path(path_of(self.form)).expanduser().absolute()
        plan = NewImage(self.place, path, self._members(), way=Way(self.way.currentData()))
        self.accept()
        self.begun.emit(plan)


def _button(text: str, role: str = "") -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    return made


def _told(error: PitchforkError) -> str:
    return f"{error} {_IMPORTS}".strip() if isinstance(error, NotOffered) else str(error)


def _first(faults: tuple[Fault, ...]) -> str:
    if not faults:
        return ""
    first, more = faults[0], f"   + {len(faults) - 1} more" if len(faults) > 1 else ""
    return f"{first.key.name}: {first.sentence}{more}" if first.key else f"{first.sentence}{more}"
