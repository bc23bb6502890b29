"""The one channel for messages to the person: whoever has something to say says it here, the window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Signal, Slot

from api.errors import Cancelled, PitchforkError


class Level(Enum):
    """How much a message matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Message:
    """One message: what happened, what to do next, and the raw cause behind "Details"."""

    level: Level
    sentence: str
    hint: str = ""
    details: str = ""


def message_of(error: BaseException) -> Message:
    """What to tell the person about an error; unexpected ones are named as such."""
    if isinstance(error, Cancelled):
        return Message(Level.INFO, error.sentence, error.hint)
    if isinstance(error, PitchforkError):
        return Message(Level.ERROR, error.sentence, error.hint, error.details)
    return Message(
        Level.ERROR,
        "Something unexpected went wrong.",
        "The program goes on; what you filled in is kept.",
        f"{type(error).__name__}: {error}",
    )


class Notices(QObject):
    """One window's channel. Owned by the window; parts of it are given this object and call it."""

    posted = Signal(object)
    """A Message."""

    def post(self, message: Message) -> None:
        """Show that message."""
        self.posted.emit(message)

    def tell(self, sentence: str, hint: str = "") -> None:
        """Say something that needs no action."""
        self.post(Message(Level.INFO, sentence, hint))

    def warn(self, sentence: str, hint: str = "", details: str = "") -> None:
        """Say something that needs attention."""
        self.post(Message(Level.WARNING, sentence, hint, details))

    @Slot(object)
    def error(self, error: BaseException) -> None:
        """Say what went wrong."""
        self.post(message_of(error))
