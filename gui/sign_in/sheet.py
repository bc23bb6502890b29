"""The sign-in sheet: which cloud, which way, the fields for it, and a passcode when the account asks for one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from api.errors import Cancelled, PasscodeNeeded, PitchforkError
from api.identity.credentials import Credentials
from api.identity.forms import form_of, make_profile, remarks
from api.identity.kinds import KINDS, Method, SignInKind
from api.identity.profiles import Profile
from api.running import CancelToken
from gui.sign_in.choice import MARGIN, SignInChoice
from gui.sign_in.form import SignInForm
from gui.sign_in.keeping import Keeping
from gui.sign_in.passcode import PasscodePage
from gui.sign_in.problem import SignInProblem
from gui.sign_in.sessions import Sessions
from gui.widgets.lines import hairline

SIZE = (600, 660)


class SignInSheet(QDialog):
    """Signs in with a new profile or a kept one. ``show()`` it: the window stays usable meanwhile."""

    signed_in = Signal(str)
    """The profile's id."""
    practice_wanted = Signal()

    def __init__(self, sessions: Sessions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Sign in")
        self.resize(*SIZE)
        self._sessions = sessions
        self._keeping = Keeping(sessions, self)
        self._profile_id = ""
        self._running: CancelToken | None = None
        self._session_id = ""
        self._choice = choice = SignInChoice()
        self.kind, self.way, self.keep, self.where = choice.kind, choice.way, choice.keep, choice.where
        self.problem = SignInProblem()
        self.remark = QLabel()
        self.passcode = PasscodePage()
        self.practice = QPushButton("Try it on the practice cloud")
        self.cancel = QPushButton("Cancel")
        self.go = QPushButton("Sign in")
        self._pages = QStackedWidget()
        self._dress()
        self._place()
        self._wire()
        self._kind_changed()
        self._keeping.probe(self._show_status)

    # What is shown

    def show_profile(self, profile: Profile) -> None:
        """Show a kept profile; when its secret is known, sign in at once."""
        kind, method = form_of(profile)
        self.kind.setCurrentIndex(KINDS.index(kind))
        self.way.setCurrentIndex(kind.methods.index(method))
        self._profile_id = profile.id
        self.form.fill({name: str(getattr(profile, name)) for name in self.form.values})
        self.form.focus_first_empty()
        self._keeping.find(profile, self._secret_found)

    @property
    def form(self) -> SignInForm:
        """The fields of the way that is chosen."""
        assert self._choice.form is not None
        return self._choice.form

    @property
    def chosen_kind(self) -> SignInKind:
        """The kind of cloud that is chosen."""
        return self._choice.chosen_kind

    @property
    def chosen_method(self) -> Method:
        """The way to sign in that is chosen."""
        return self._choice.chosen_method

    @property
    def _can_keep(self) -> bool:
        """Whether the secret may be kept: one that stands in for a file's is not, for the file names its address."""
        secret = self.chosen_method.secret
        return secret is not None and secret.required

    @property
    def busy(self) -> bool:
        """Whether a sign-in is on its way."""
        return self._running is not None

    # What the person does

    @Slot()
    def submit(self) -> None:
        """Sign in with what was filled in; the passcode page sends its passcode."""
        if self.busy:
            return
        first = self.form.find_missing()
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            kept = self._sessions.desk.profiles.get(self._profile_id)
            ids = self.chosen_kind.id, self.chosen_method.id
            profile = make_profile(*ids, self.form.values, self._profile_id, kept)
        except PitchforkError as error:
            self.problem.show_error(error)
            return
        self._profile_id = profile.id
        passcode = self.passcode.passcode if self._session_id else ""
        credentials = Credentials(self.form.secret, passcode, self._session_id)
        self._set_busy(True)
        self._running = self._sessions.sign_in(
            profile,
            credentials,
            lambda _cloud: self._done(profile, credentials),
            self._failed,
            self,
        )

    def reject(self) -> None:
        """Stop a sign-in that is on its way; otherwise go back from the passcode, otherwise close."""
        if self._running is not None:
            self._running.cancel()
        elif self._session_id:
            self._leave_passcode()
        else:
            super().reject()

    # How it is made

    def _dress(self) -> None:
        self.remark.setProperty("role", "warning")
        self.remark.setWordWrap(True)
        self.remark.hide()
        self.go.setProperty("role", "primary")
        self.go.setDefault(True)
        for button in (self.practice, self.cancel):
            button.setAutoDefault(False)

    def _place(self) -> None:
        step = QWidget()
        around = QVBoxLayout(step)
        around.setContentsMargins(MARGIN, 16, MARGIN, 12)
        around.addWidget(self.passcode)
        self._pages.addWidget(self._choice)
        self._pages.addWidget(step)
        notes = QVBoxLayout()
        notes.setContentsMargins(MARGIN, 0, MARGIN, 0)
        notes.addWidget(self.remark)
        notes.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(MARGIN, 0, MARGIN, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self.practice)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.go)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 12, 0, 14)
        rows.setSpacing(10)
        rows.addWidget(self._pages, 1)
        rows.addLayout(notes)
        rows.addWidget(hairline())
        rows.addLayout(buttons)

    def _wire(self) -> None:
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self.way.currentIndexChanged.connect(self._way_changed)
        self.practice.clicked.connect(self._practise)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.submit)
        self.problem.pin_wanted.connect(self._pin)

    @Slot()
    def _kind_changed(self) -> None:
        self._choice.offer_ways()
        self._profile_id = ""
        self._way_changed()

    @Slot()
    def _way_changed(self) -> None:
        before = self._choice.form.values if self._choice.form else {}
        form = SignInForm(self.chosen_method)
        named = {name: value for name, value in before.items() if name in ("name", "user", "account")}
        if named.get("name") in ("", None, *(kind.title for kind in KINDS)):
            named["name"] = self.chosen_kind.title
        form.fill(named)
        self._choice.show_form(form)
        form.changed.connect(self._changed)
        self.keep.setVisible(self._can_keep)
        self.where.setVisible(self._can_keep)
        self.problem.clear()
        self._remark()
        if "cloud" in self.form.rows:
            self.form.rows["clouds_file"].changed.connect(self._list_clouds)
            self._list_clouds()
        if not (self.kind.hasFocus() or self.way.hasFocus()):  # who chooses by key wants to go on choosing
            self.form.focus_first_empty()

    @Slot()
    def _changed(self) -> None:
        self.problem.clear()
        self._remark()

    # What comes back

    def _show_status(self, sentence: str) -> None:
        self.where.setText(sentence)

    def _list_clouds(self) -> None:
        """Offer the clouds of the file that is named in the form, or of the usual places."""
        file = self.form.values.get("clouds_file", "")
        self._keeping.list_clouds(file, lambda names: self._show_clouds(file, names), self._failed)

    def _show_clouds(self, file: str, names: tuple[str, ...]) -> None:
        if self.form.values.get("clouds_file") == file:  # else a later question is on its way
            self.form.rows["cloud"].offer(names)

    def _remark(self) -> None:
        """Say what the person should know before a secret goes to that address."""
        address = self.form.values.get("auth_url", "")
        blank = Profile(id="", name="", kind=self.chosen_kind.kind, auth_url=address)
        sentences = remarks(blank)
        self.remark.setText(" ".join(sentences))
        self.remark.setVisible(bool(sentences))

    def _secret_found(self, profile: Profile, secret: str) -> None:
        if profile.id == self._profile_id and not self.form.secret:
            self.form.rows["secret"].fill(secret)
            self.submit()

    def _done(self, profile: Profile, credentials: Credentials) -> None:
        self._set_busy(False)
        self._session_id = ""
        secret = credentials.secret if self._can_keep and self.keep.isChecked() else ""
        self._keeping.keep(profile, secret, self._kept)
        self.signed_in.emit(profile.id)
        self.accept()

    def _kept(self) -> None:
        self._sessions.profiles_changed()

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, PasscodeNeeded):
            self._session_id = error.session_id
            self._pages.setCurrentIndex(1)
            self.cancel.setText("Back")
            self.problem.clear()
            self.passcode.ask(error.sentence)
        elif not isinstance(error, Cancelled):
            self.problem.show_error(error)

    @Slot(str)
    def _pin(self, fingerprint: str) -> None:
        self.form.fill({"pin": fingerprint})
        self.problem.clear()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_passcode(self) -> None:
        self._session_id = ""
        self._pages.setCurrentIndex(0)
        self.cancel.setText("Cancel")
        self.problem.clear()

    def _set_busy(self, busy: bool) -> None:
        if not busy:
            self._running = None
        self.go.setEnabled(not busy)
        self.go.setText("Signing in…" if busy else "Sign in")
        self._pages.setEnabled(not busy)
        self.practice.setEnabled(not busy)
        self.cancel.setText("Stop" if busy else "Back" if self._session_id else "Cancel")
        if busy:
            self.problem.clear()

    @Slot()
    def _practise(self) -> None:
        self.practice_wanted.emit()
        self.accept()
