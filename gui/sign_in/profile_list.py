"""The list of profiles: use one, change it, sign it out, remove it, add another."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from api.identity.profiles import Profile
from gui.answer.labels import plain_label
from gui.icons import icon
from gui.notify import message_of
from gui.production.colours import dot
from gui.sign_in.keeping import Keeping, is_clouds_file
from gui.sign_in.sessions import Sessions
from gui.widgets.problem_box import ProblemBox

MARGIN = 20
SIZE = (720, 440)
ID = Qt.ItemDataRole.UserRole


class ProfileList(QDialog):
    """Shows every kept profile; follows what happens elsewhere. ``show()`` it."""

    use_wanted = Signal(str)
    """A profile's id: make it the window's."""
    edit_wanted = Signal(object, object)
    """A Profile: one that is kept, or a new one; and the Imported that it comes from, or None."""
    new_wanted = Signal()

    def __init__(self, sessions: Sessions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Profiles")
        self.resize(*SIZE)
        self._sessions = sessions
        self._keeping = Keeping(sessions, self)
        self.entries = QListWidget()
        self.entries.setAccessibleName("Profiles")
        self.empty = QLabel(
            "No profile yet. A profile says where and how to sign in; it never holds a secret."
        )
        self.use = QPushButton("Use")
        self.edit = QPushButton("Edit…")
        self.copy = QPushButton("Copy…")
        self.load = QPushButton("Import…")
        self.load.setToolTip("Profiles of an openrc file, which is read and never run, or of a clouds.yaml")
        self.problem = ProblemBox()
        self.told = plain_label("", "help", wrap=True)
        self.out = QPushButton("Sign out")
        self.remove = QPushButton("Remove…")
        self.new = QPushButton("New…")
        self.leave = QPushButton("Close")
        self._place()
        self._wire()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the profiles again."""
        current = self._current_id()
        self.entries.clear()
        signed_in = {cloud.profile.id: cloud for cloud in self._sessions.desk.clouds}
        kept = {profile.id: profile for profile in self._sessions.desk.profiles.all()}
        passing = {i: cloud.profile for i, cloud in signed_in.items() if i not in kept}
        for profile in (*kept.values(), *passing.values()):
            cloud = signed_in.get(profile.id)
            state = f"signed in as {cloud.user_name}" if cloud else "not signed in"
            where = (
                "on this computer"
                if profile.practice
                else profile.cloud or profile.auth_url or profile.kind
            )
            mark = "PRODUCTION   ·   " if profile.production else ""
            entry = QListWidgetItem(f"{profile.name}   ·   {mark}{where}   ·   {state}")
            plain = icon("check", "good") if cloud else icon("key", "dim")
            entry.setIcon(dot(profile.color) if profile.color else plain)
            entry.setData(ID, profile.id)
            self.entries.addItem(entry)
            if profile.id == current:
                self.entries.setCurrentItem(entry)
        if self.entries.currentRow() < 0:
            self.entries.setCurrentRow(0)
        self.empty.setVisible(self.entries.count() == 0)
        self._enable()

    def _place(self) -> None:
        title = QLabel("Profiles")
        title.setProperty("role", "title")
        self.empty.setProperty("role", "dim")
        self.empty.setWordWrap(True)
        self.use.setProperty("role", "primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.new, self.load, self.edit, self.copy, self.out, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.leave, self.use):
            buttons.addWidget(button)
        for button in (self.new, self.load, self.edit, self.copy, self.out, self.remove, self.leave):
            button.setAutoDefault(False)
        self.use.setDefault(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, 16, MARGIN, 14)
        rows.setSpacing(10)
        rows.addWidget(title)
        rows.addWidget(self.empty)
        rows.addWidget(self.entries, 1)
        rows.addWidget(self.problem)
        rows.addWidget(self.told)
        self.told.hide()
        rows.addLayout(buttons)

    def _wire(self) -> None:
        self._sessions.changed.connect(self.refresh)
        self.entries.currentRowChanged.connect(self._enable)
        self.entries.itemActivated.connect(self._use)
        self.use.clicked.connect(self._use)
        self.edit.clicked.connect(self._edit)
        self.copy.clicked.connect(self._copy)
        self.load.clicked.connect(self._ask_for_file)
        self.out.clicked.connect(self._sign_out)
        self.remove.clicked.connect(self._ask_to_remove)
        self.new.clicked.connect(self.new_wanted)
        self.leave.clicked.connect(self.close)

    def _current_id(self) -> str:
        entry = self.entries.currentItem()
        return str(entry.data(ID)) if entry is not None else ""

    def _current(self) -> Profile | None:
        return self._sessions.desk.profiles.get(self._current_id())

    @Slot()
    def _enable(self) -> None:
        chosen = self._current_id()
        signed_in = self._sessions.desk.cloud(chosen) is not None
        self.use.setEnabled(bool(chosen))
        for button in (self.edit, self.copy, self.remove):
            button.setEnabled(self._current() is not None)  # the practice cloud's profile is not kept
        self.out.setEnabled(signed_in)
        self.use.setText("Use" if signed_in or not chosen else "Sign in")

    @Slot()
    def _use(self) -> None:
        if chosen := self._current_id():
            self.use_wanted.emit(chosen)
            self.close()

    @Slot()
    def _edit(self) -> None:
        if (profile := self._current()) is not None:
            self.edit_wanted.emit(profile, None)

    @Slot()
    def _copy(self) -> None:
        if (profile := self._current()) is not None:
            from api.identity.forms import copied

            names = {each.name for each in self._sessions.desk.profiles.all()}
            numbers = (f"{profile.name} {number}" for number in range(2, len(names) + 3))
            free = next(name for name in numbers if name not in names)
            self.edit_wanted.emit(copied(profile, free), None)

    @Slot()
    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, "Import an openrc or clouds.yaml")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_file)
        dialog.open()

    @Slot(str)
    def import_file(self, path: str) -> None:
        """Make profiles of a file: those of a clouds.yaml at once, the one of an openrc in its form."""
        self.problem.clear()
        self.told.hide()
        if is_clouds_file(path):
            self._keeping.import_clouds(path, self._imported_clouds, self._failed)
        else:
            self._keeping.read_openrc(
                path, lambda found: self.edit_wanted.emit(found.profile, found), self._failed
            )

    def _imported_clouds(self, names: tuple[str, ...]) -> None:
        told = (
            f"Added: {', '.join(names)}." if names else "Every cloud of that file has its profile already."
        )
        self.told.setText(told)
        self.told.show()
        self._sessions.profiles_changed()

    def _failed(self, error: Exception) -> None:
        message = message_of(error)
        self.problem.show_problem(message.sentence, message.hint, message.details)

    @Slot()
    def _sign_out(self) -> None:
        self._sessions.sign_out(self._current_id())

    @Slot()
    def _ask_to_remove(self) -> None:
        profile = self._current()
        if profile is None:
            return
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("Remove the profile?")
        box.setText(f"Remove the profile “{profile.name}”?")
        box.setInformativeText("Its secret is removed from the keyring. Nothing changes in the cloud.")
        box.setStandardButtons(QMessageBox.StandardButton.Cancel | QMessageBox.StandardButton.Discard)
        box.button(QMessageBox.StandardButton.Discard).setText("Remove")
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.setProperty("profile", profile.id)
        box.finished.connect(self._answered)
        box.open()

    @Slot(int)
    def _answered(self, answer: int) -> None:
        profile = self._sessions.desk.profiles.get(str(self.sender().property("profile")))
        if answer == QMessageBox.StandardButton.Discard and profile is not None:
            if self._sessions.desk.cloud(profile.id) is not None:
                self._sessions.sign_out(profile.id)
            self._keeping.remove(profile, self._sessions.profiles_changed)
