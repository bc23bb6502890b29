"""The first page of the sign-in sheet: cloud, way, the fields of that way, and whether to keep the secret."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from api.identity.kinds import KINDS, Method, SignInKind
from gui.sign_in.form import SignInForm
from gui.widgets.lines import hairline

MARGIN = 20


class SignInChoice(QScrollArea):
    """Places them; what follows from a choice is the sheet's. ``form`` is None until ``show_form``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName("Sign-in form")
        self.kind = QComboBox()
        self.kind.setAccessibleName("Cloud")
        self.kind.addItems([kind.title for kind in KINDS])
        self.way = QComboBox()
        self.way.setAccessibleName("Way to sign in")
        self.about = _note()
        self.form: SignInForm | None = None
        self.keep = QCheckBox("Keep the secret")
        self.keep.setChecked(True)
        self.where = _note()
        self._labels: list[QLabel] = []
        self._form_place = QVBoxLayout()
        self._place()

    @property
    def chosen_kind(self) -> SignInKind:
        """The kind of cloud that is chosen."""
        return KINDS[self.kind.currentIndex()]

    @property
    def chosen_method(self) -> Method:
        """The way to sign in that is chosen."""
        return self.chosen_kind.methods[max(0, self.way.currentIndex())]

    def offer_ways(self) -> None:
        """Tell about the kind that is chosen, and offer its ways; nobody hears of it."""
        kind = self.chosen_kind
        self.about.setText(kind.help)
        self.way.blockSignals(True)
        self.way.clear()
        self.way.addItems([method.title for method in kind.methods])
        self.way.setEnabled(len(kind.methods) > 1)
        self.way.blockSignals(False)

    def show_form(self, form: SignInForm) -> None:
        """Show that form in place of the one before."""
        if self.form is not None:
            self._form_place.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = form
        for label in self._labels:
            form.align(label)
        self._form_place.addWidget(form)

    def _place(self) -> None:
        title = QLabel("Sign in")
        title.setProperty("role", "title")
        choice = QFormLayout()
        choice.setHorizontalSpacing(12)
        choice.setVerticalSpacing(9)
        for words, box in (("Cloud", self.kind), ("With", self.way)):
            label = QLabel(words)
            label.setBuddy(box)
            self._labels.append(label)
            choice.addRow(label, box)
        fields = QWidget()
        inside = QVBoxLayout(fields)
        inside.setContentsMargins(MARGIN, 8, MARGIN, 12)
        inside.setSpacing(10)
        inside.addWidget(title)
        inside.addWidget(self.about)
        inside.addLayout(choice)
        inside.addWidget(hairline())
        inside.addLayout(self._form_place)
        inside.addWidget(self.keep)
        inside.addWidget(self.where)
        inside.addStretch(1)
        self.setWidget(fields)


def _note() -> QLabel:
    label = QLabel()
    label.setProperty("role", "help")
    label.setWordWrap(True)
    return label
