"""A profile's form: how to sign in, its secret, its colour, and whether it is production."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from api.errors import PitchforkError
from api.identity.forms import field_faults, form_of, make_profile, marked
from api.identity.kinds import Method
from api.identity.profiles import COLORS, Profile
from gui.answer.labels import plain_label
from gui.notify import message_of
from gui.production.colours import dot
from gui.sign_in.form import SignInForm
from gui.sign_in.keeping import Keeping
from gui.sign_in.sessions import Sessions
from gui.widgets.lines import hairline
from gui.widgets.problem_box import ProblemBox

if TYPE_CHECKING:
    from api.identity.openrc import Imported

MARGIN = 20
SIZE = (600, 660)
_PRODUCTION = (
    "It starts read-only: what changes something has to be unlocked for some minutes, and what destroys something "
    "asks for its name."
)


class ProfileDialog(QDialog):
    """Edits a profile; one that is not kept yet is added by Save. ``show()`` it; deletes itself when it is closed."""

    def __init__(
        self,
        profile: Profile,
        sessions: Sessions,
        imported: Imported | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._profile, self._sessions = profile, sessions
        self._keeping = Keeping(sessions, self)
        self._new = sessions.desk.profiles.get(profile.id) is None
        self.setWindowTitle("New profile" if self._new else "Edit profile")
        self.resize(*SIZE)
        self._kind, method = form_of(profile)
        self._keeps = method.secret is not None and method.secret.required
        self.form = SignInForm(_for_editing(method, new=self._new))
        self.form.fill({name: str(getattr(profile, name)) for name in self.form.values})
        self.color = QComboBox()
        self.color.setAccessibleName("Colour")
        self.color.addItem("None", "")
        for name in COLORS:
            self.color.addItem(dot(name), name.capitalize(), name)
        self.color.setCurrentIndex(max(0, self.color.findData(profile.color)))
        self.production = QCheckBox("Production")
        self.production.setChecked(profile.production)
        self.production.setAccessibleDescription(_PRODUCTION)
        self.where = plain_label("", "help", wrap=True)
        self.notes = plain_label("", "warning", wrap=True)
        self.problem = ProblemBox()
        self.no = QPushButton("Cancel")
        self.no.setAutoDefault(False)
        self.yes = QPushButton("Add" if self._new else "Save")
        self.yes.setProperty("role", "primary")
        self.yes.setDefault(True)
        self._arrange()
        self.form.changed.connect(self.problem.clear)
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self._save)
        if imported is not None:
            self._show_imported(imported)
        if self._keeps:
            self._keeping.probe(self.where.setText)

    def _arrange(self) -> None:
        fields = QWidget()
        inside = QVBoxLayout(fields)
        inside.setContentsMargins(MARGIN, 8, MARGIN, 12)
        inside.setSpacing(10)
        inside.addWidget(plain_label(self.windowTitle(), "title"))
        inside.addWidget(plain_label(f"{self._kind.title} · {self.form.method.title}", "dim"))
        inside.addWidget(self.notes)
        self.notes.hide()
        inside.addWidget(self.form)
        inside.addWidget(self.where)
        self.where.setVisible(self._keeps)
        inside.addWidget(hairline())
        mark = QHBoxLayout()
        mark.setSpacing(12)
        label = plain_label("Colour")
        label.setBuddy(self.color)
        mark.addWidget(label)
        mark.addWidget(self.color)
        mark.addStretch(1)
        inside.addLayout(mark)
        inside.addWidget(self.production)
        inside.addWidget(plain_label(_PRODUCTION, "help", wrap=True))
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(fields)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("Profile form")
        buttons = QHBoxLayout()
        buttons.setContentsMargins(MARGIN, 0, MARGIN, 0)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        trouble = QVBoxLayout()
        trouble.setContentsMargins(MARGIN, 0, MARGIN, 0)
        trouble.addWidget(self.problem)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 12, 0, 14)
        rows.setSpacing(10)
        rows.addWidget(scroll, 1)
        rows.addLayout(trouble)
        rows.addWidget(hairline())
        rows.addLayout(buttons)

    def _show_imported(self, imported: Imported) -> None:
        """What the file held: its secret goes to the keyring only when the person saves."""
        if "secret" in self.form.rows and imported.secret:
            self.form.rows["secret"].fill(imported.secret)
        self.notes.setText("\n".join(imported.notes))
        self.notes.setVisible(bool(imported.notes))

    @Slot()
    def _save(self) -> None:
        try:
            profile = self._read()
        except PitchforkError as error:
            message = message_of(error)
            self.problem.show_problem(message.sentence, message.hint, message.details)
            return
        if profile is None:
            return
        self._keeping.keep(
            profile, self.form.secret if self._keeps else "", self._sessions.profiles_changed
        )
        self.accept()

    def _read(self) -> Profile | None:
        """The profile as it is filled in; None when a fault was shown at its field. Raises ProfileError."""
        values = self.form.values
        faults = field_faults(self.form.method, values)
        others = (each for each in self._sessions.desk.profiles.all() if each.id != self._profile.id)
        if values["name"] in {each.name for each in others}:
            faults["name"] = "Another profile has this name."
        if self.form.show_faults(faults):
            return None
        made = make_profile(self._kind.id, self.form.method.id, values, self._profile.id, self._profile)
        return marked(made, str(self.color.currentData()), self.production.isChecked())


def _for_editing(method: Method, *, new: bool) -> Method:
    """The way to sign in with a secret that may be left out."""
    told = (
        "Left empty, it is asked for when you sign in."
        if new
        else "Left empty, the one that is kept stays."
    )
    fields = (
        replace(field, required=False, help=told) if field.secret and field.required else field
        for field in method.fields
    )
    return replace(method, fields=tuple(fields))
