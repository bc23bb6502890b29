"""Edits one call of an own product; the form that it makes stands beside it and follows every keystroke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from api.catalog.own.edited import METHODS, EditedCall
from api.catalog.own.editing import taken_by, tried
from api.errors import CatalogueError
from api.model import Change
from gui import theme
from gui.own.parameters import ParameterRows
from gui.own.rows import Note, add_row, add_rows, make_form
from gui.parameters.choice_editors import QuietComboBox
from gui.parameters.form import Form
from gui.parameters.parts import words
from gui.widgets.lines import hairline

if TYPE_CHECKING:
    from api.catalog.document import Document

SIZE = (1180, 700)
LEAST = 600
"""Pixels in which a parameter stands whole."""
ROUND = 60
"""Pixels of a small screen that are left around it, its title among them."""
MARGIN = 20
_CHANGES = (
    (Change.NONE, "Only reads"),
    (Change.CHANGE, "Changes something"),
    (Change.DESTROY, "Destroys something"),
)


class CallEditor(QDialog):
    """``show()`` it; ``wanted`` is emitted when it is to be kept. Deletes itself when it is closed."""

    wanted = Signal(object, str)
    """The EditedCall, and the operation id that it takes the place of ("" for a new one)."""
    try_wanted = Signal(object, str)
    """The same, to be kept and its form opened."""

    def __init__(
        self,
        document: Document,
        root: dict[str, Any],
        edited: EditedCall,
        was: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._document, self._root, self._was = document, root, was
        self.setWindowTitle(f"{edited.title or 'New call'} · {document.product.title}")
        room = self.screen().availableSize() - QSize(ROUND, ROUND)
        self.resize(QSize(*SIZE).boundedTo(room))
        self.title = QLineEdit(edited.title)
        self.method = _box(METHODS, edited.method)
        self.path = QLineEdit(edited.path)
        self.category = QComboBox()
        self.category.setEditable(True)
        self.category.addItems([category.title for category in document.product.categories])
        self.category.setEditText(edited.category)
        self.description = QPlainTextEdit(edited.description)
        self.docs = QLineEdit(edited.docs)
        self.changes = _box(
            [words_ for _change, words_ in _CHANGES], dict(_CHANGES)[Change(edited.changes)]
        )
        self.success = QLineEdit(edited.success)
        self.parameters = ParameterRows()
        self.body = QPlainTextEdit(edited.body)
        self.keep = QPushButton("Keep")
        self.attempt = QPushButton("Keep and Try")
        self.cancel = QPushButton("Cancel")
        self.preview: Form | None = None
        self._shown: EditedCall | None = None
        self.parameters.show_parameters(edited.parameters)
        self._place()
        self._wire()
        self._check()

    @property
    def edited(self) -> EditedCall:
        """What was filled in."""
        return EditedCall(
            title=self.title.text().strip(),
            method=self.method.currentText(),
            path=self.path.text().strip(),
            category=self.category.currentText().strip(),
            description=self.description.toPlainText(),
            docs=self.docs.text().strip(),
            parameters=self.parameters.parameters,
            body=self.body.toPlainText(),
            success=self.success.text(),
            changes=_CHANGES[self.changes.currentIndex()][0].value,
        )

    def _place(self) -> None:
        self.path.setFont(theme.wire_font())
        self.body.setFont(theme.wire_font(9.5))
        for text, height in ((self.description, 64), (self.body, 110)):
            text.setFixedHeight(height)
            text.setTabChangesFocus(True)
        form = make_form()
        self._notes: dict[str, Note] = {
            "title": add_row(form, "Title", self.title),
            "method": add_row(form, "Method", self.method),
            "path": add_row(form, "Path", self.path, "Parameters in braces: /images/{image_id}"),
        }
        add_rows(form, "Parameters", self.parameters)
        self._notes |= {
            "body": add_row(
                form, "Body", self.body, "An example as JSON; its members become fields. Empty: none."
            ),
            "changes": add_row(form, "Effect", self.changes, "What destroys something is asked about."),
            "success": add_row(form, "Success", self.success, "Status codes by commas."),
            "category": add_row(form, "Category", self.category),
            "description": add_row(form, "Description", self.description),
            "docs": add_row(form, "Documentation", self.docs),
        }
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(MARGIN, 4, MARGIN, 12)
        column.setSpacing(10)
        column.addLayout(form)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setAccessibleName("The call")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(left)
        scroll.setMinimumWidth(LEAST)
        right = QWidget()
        self._right = QVBoxLayout(right)
        self._right.setContentsMargins(0, 4, 0, 12)
        caption = words("This is what its form asks for", "dim")
        caption.setContentsMargins(MARGIN, 0, 0, 0)
        self._right.addWidget(caption, 0, Qt.AlignmentFlag.AlignTop)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(scroll)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([700, 480])
        self._finish(split)

    def _finish(self, split: QSplitter) -> None:
        self.keep.setProperty("role", "primary")
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 0, MARGIN, 0)
        foot.setSpacing(8)
        foot.addStretch(1)
        for button in (self.cancel, self.attempt, self.keep):
            button.setAutoDefault(False)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 14)
        column.setSpacing(10)
        column.addWidget(split, 1)
        column.addWidget(hairline())
        column.addLayout(foot)

    def _wire(self) -> None:
        for line in (self.title, self.path, self.docs, self.success):
            line.textEdited.connect(self._check)
        for text in (self.description, self.body):
            text.textChanged.connect(self._check)
        for box in (self.method, self.changes):
            box.currentIndexChanged.connect(self._method_changed if box is self.method else self._check)
        self.category.editTextChanged.connect(self._check)
        self.parameters.changed.connect(self._check)
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(lambda: self._leave(self.wanted))
        self.attempt.clicked.connect(lambda: self._leave(self.try_wanted))

    @Slot()
    def _method_changed(self) -> None:
        """Another method usually means another effect."""
        method = self.method.currentText()
        usual = Change.NONE if method in {"GET", "HEAD", "OPTIONS"} else Change.CHANGE
        usual = Change.DESTROY if method == "DELETE" else usual
        self.changes.setCurrentText(dict(_CHANGES)[usual])
        self._check()

    @Slot()
    def _check(self) -> None:
        edited = self.edited
        if edited == self._shown:
            return
        self._shown = edited
        faults = edited.faults()
        other = taken_by(self._document, edited, self._was)
        if other and "path" not in faults:
            faults["path"] = f"“{other}” has this method and path already."
        for name, note in self._notes.items():
            note.say(faults.get(name, ""))
        rows = {int(n.partition(".")[2]): s for n, s in faults.items() if n.startswith("parameters.")}
        self.parameters.say(rows)
        for button in (self.keep, self.attempt):
            button.setEnabled(not faults)
        if not faults:
            self._show_form(edited)

    def _show_form(self, edited: EditedCall) -> None:
        try:
            document = tried(self._root, edited)
            call = document.call(next(iter(document.heads)))
        except CatalogueError as error:
            self._notes["body"].say(error.reason)
            return
        if self.preview is not None:
            self._right.removeWidget(self.preview)
            self.preview.deleteLater()
        self.preview = Form(call.fields())
        self.preview.setAccessibleName("Preview of the form")
        self._right.addWidget(self.preview, 1)

    def _leave(self, signal: Any) -> None:
        signal.emit(self.edited, self._was)
        self.accept()


def _box(choices: Any, chosen: str) -> QComboBox:
    box = QuietComboBox()
    box.addItems(list(choices))
    box.setCurrentText(chosen)
    return box
