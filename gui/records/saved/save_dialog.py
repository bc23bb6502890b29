"""Asks under which name, in which folder, and with which note and placeholders a call is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from api.answer.plain import middle, one_line
from api.exchange.convert import spelt
from api.model import Call, Kind
from api.records.saved.call import LONGEST_NAME, LONGEST_NOTE, SavedCall
from api.records.saved.folder import Item
from api.records.saved.names import folded, plain_name
from api.records.saved.placeholders import filled, is_name, names_in, placeholder
from gui.answer.labels import plain_label
from gui.parameters.choice_editors import QuietComboBox
from gui.parameters.parts import button
from gui.records.saved.model import Folder
from gui.widgets.badge import MethodBadge

_WHOLE = (Kind.OBJECT, Kind.MAP, Kind.LIST, Kind.ANY, Kind.FILE, Kind.SECRET, Kind.MULTILINE)
"""Kinds whose values are no short text that each profile could have its own of."""
_LONGEST_VALUE = 40


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be saved where (None: where it is), ``anew`` beside what it came from; ``learned`` are values of
    placeholders for the profile.
    """

    saved: SavedCall
    folder: Folder | None
    anew: bool
    learned: Mapping[str, str]


class SaveDialog(QDialog):
    """``open()`` it."""

    saved = Signal(object)
    """The Order."""

    def __init__(
        self,
        call: Call,
        saved: SavedCall,
        before: Item | None,
        folders: list[tuple[Folder, str]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Save call" if before is None else "Saved call")
        self._call, self._content, self._before, self._folders = call, saved, before, list(folders)
        self.name = QLineEdit(saved.name)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName("Name")
        self.name.selectAll()
        self.folder = QuietComboBox()
        self.folder.setAccessibleName("Folder")
        for _place, title in folders:
            self.folder.addItem(title)
        self.folder.setCurrentIndex(self._number_of(before))
        self.new_folder = button("New Folder…")
        self.new_folder.setEnabled(bool(folders))
        self.tags = QLineEdit(", ".join(saved.tags))
        self.tags.setAccessibleName("Tags")
        self.tags.setPlaceholderText("daily, clean-up")
        self.note = QPlainTextEdit(saved.note)
        self.note.setAccessibleName("Note")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(74)
        self.marks = self._make_marks()
        self.cancel = button("Cancel")
        self.anew = button("Save as a new call")
        self.anew.setVisible(False)
        self.keep = button("Save")
        self.keep.setProperty("role", "primary")
        self.keep.setDefault(True)
        self._place()
        self._connect()
        self.resize(560, self.sizeHint().height())

    def _number_of(self, before: Item | None) -> int:
        if before is None:
            return 0
        here = (before.root, before.folder)
        return next((n for n, (f, _t) in enumerate(self._folders) if (f.root, f.folder) == here), 0)

    def _make_marks(self) -> dict[str, QCheckBox]:
        """A box for each short value that may become a placeholder, or is one."""
        fields = {str(p.key): p for p in self._call.fields(self._content.content_type or None)}
        marks: dict[str, QCheckBox] = {}
        for key, template in sorted(self._content.values.items()):
            parameter = fields.get(key)
            name = _name_of(parameter.name if parameter else "")
            if (
                parameter is None
                or parameter.secret
                or parameter.schema.kind in _WHOLE
                or not name
                or isinstance(template, list | dict)
            ):
                continue
            held = names_in(template)
            what = one_line(middle(spelt(template), _LONGEST_VALUE)).replace("&", "&&")
            box = QCheckBox(f"{parameter.name} = {what}")
            box.setChecked(bool(held))
            box.setEnabled(not held)
            box.setToolTip(f"Each profile has its own value of {placeholder(held[0] if held else name)}")
            box.setProperty("placeholder", name)
            marks[key] = box
        return marks

    def _place(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(MethodBadge(self._call.method))
        line.addWidget(plain_label(self._call.title, "title"), 1)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.folder, 1)
        place.addWidget(self.new_folder)
        for title, field in (
            ("Name", self.name),
            ("Folder", place),
            ("Tags", self.tags),
            ("Note", self.note),
        ):
            form.addRow(plain_label(title, "dim"), field)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 20, 16)
        rows.setSpacing(12)
        rows.addLayout(line)
        rows.addLayout(form)
        if self.marks:
            rows.addWidget(plain_label("Placeholders: values that each profile has its own of", "dim"))
            rows.addWidget(self._boxes())
        rows.addWidget(
            plain_label(
                "Secrets and files are never saved; the form asks for them anew.", "help", wrap=True
            )
        )
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for each in (self.cancel, self.anew, self.keep):
            foot.addWidget(each)
        self.anew.setVisible(self._before is not None)
        rows.addLayout(foot)

    def _boxes(self) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("form")
        column = QVBoxLayout(inner)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(6)
        for box in self.marks.values():
            column.addWidget(box)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        area.setFixedHeight(min(inner.sizeHint().height() + 8, 150))
        return area

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._save)
        self.anew.clicked.connect(self._save_anew)
        self.name.textChanged.connect(self._check)
        self.new_folder.clicked.connect(self._ask_for_folder)
        self._check()

    @Slot()
    def _check(self) -> None:
        named = bool(self.name.text().strip())
        self.keep.setEnabled(named)
        self.anew.setEnabled(named)

    @Slot()
    def _ask_for_folder(self) -> None:
        """Ask for the name of a folder within the chosen one; it is made when the call is saved."""
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("New folder")
        dialog.setLabelText(f"Name of the folder in {self.folder.currentText()}")
        dialog.textValueSelected.connect(self._add_folder)
        dialog.open()

    @Slot(str)
    def _add_folder(self, words: str) -> None:
        """Choose a folder of that name within the chosen one, whether or not there is one."""
        within, above = self._chosen(), self.folder.currentText()
        if within is None or not words.strip():
            return
        name = plain_name(words.strip(), "folder")
        place = replace(within, folder=f"{within.folder}/{name}".lstrip("/"))
        known = [(each.root, folded(each.folder)) for each, _title in self._folders]
        if (key := (place.root, folded(place.folder))) in known:
            self.folder.setCurrentIndex(known.index(key))
            return
        self._folders.append((place, f"{above} / {name}"))
        self.folder.addItem(self._folders[-1][1])
        self.folder.setCurrentIndex(len(self._folders) - 1)

    @Slot()
    def _save(self) -> None:
        self._tell(anew=False)

    @Slot()
    def _save_anew(self) -> None:
        self._tell(anew=True)

    def _tell(self, *, anew: bool) -> None:
        values, learned = self._values()
        saved = replace(
            self._content,
            name=self.name.text().strip(),
            tags=tuple(dict.fromkeys(t.strip() for t in self.tags.text().split(",") if t.strip())),
            note=self.note.toPlainText().strip()[:LONGEST_NOTE],
            values=values,
        )
        self.saved.emit(Order(saved, self._chosen(), anew, learned))
        self.accept()

    def _chosen(self) -> Folder | None:
        number = self.folder.currentIndex()
        return self._folders[number][0] if 0 <= number < len(self._folders) else None

    def _values(self) -> tuple[dict[str, Any], dict[str, str]]:
        """The templates with what was made a placeholder, and the values that those have on this profile."""
        values, learned = dict(self._content.values), {}
        for key, box in self.marks.items():
            if box.isEnabled() and box.isChecked():
                name = str(box.property("placeholder"))
                learned[name] = spelt(filled(values[key], {}))
                values[key] = placeholder(name)
        return values, learned


def _name_of(parameter: str) -> str:
    """A placeholder's name for a parameter; "" if none can be made of it."""
    name = parameter.rpartition(".")[2].replace("-", "_")
    return name if is_name(name) else ""
