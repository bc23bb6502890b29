"""What went wrong with a sign-in; where it was the certificate, a button that pins the one that was presented."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from api.errors import TlsFailed
from gui.notify import message_of
from gui.widgets.problem_box import ProblemBox


class SignInProblem(ProblemBox):
    """Hidden until ``show_error``. Pinning only fills in the field: signing in stays a step of its own."""

    pin_wanted = Signal(str)
    """The certificate's SHA-256 in hex."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presented = ""
        self.pin = QPushButton("Pin this certificate")
        self.pin.setAutoDefault(False)
        self.pin.setAccessibleDescription("Do it only after comparing the fingerprint with the operator's")
        self.pin.setToolTip(self.pin.accessibleDescription())
        self.pin.clicked.connect(self._pin)
        rows = self.layout()
        assert rows is not None
        rows.addWidget(self.pin)
        rows.setAlignment(self.pin, Qt.AlignmentFlag.AlignLeft)

    def show_error(self, error: Exception) -> None:
        """Show this error in place of the one before, with its notes on what of a clouds.yaml was not obeyed."""
        reason = error if isinstance(error, TlsFailed) else error.__cause__
        self._presented = reason.presented if isinstance(reason, TlsFailed) else ""
        self.pin.setVisible(bool(self._presented))
        message = message_of(error)
        hint = " ".join((message.hint, *getattr(error, "__notes__", ()))).strip()
        self.show_problem(message.sentence, hint, message.details)

    @Slot()
    def _pin(self) -> None:
        self.pin_wanted.emit(self._presented)
