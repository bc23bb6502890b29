"""Which kind of snippet the person took last: it is offered first, everywhere."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Signal

from api.records.snippets.kinds import Kind


class LastKind(QObject):
    """The kind; ``chosen`` tells of another one. A child of the application."""

    chosen = Signal(str)

    def __init__(self, app: QObject) -> None:
        super().__init__(app)
        self.kind = Kind.CURL

    def choose(self, kind: Kind) -> None:
        """Offer this kind first from now on."""
        if kind is not self.kind:
            self.kind = kind
            self.chosen.emit(kind.value)

    def restore(self, name: str) -> None:
        """Offer first what was kept; an unknown name changes nothing."""
        if name in set(Kind):
            self.choose(Kind(name))


_last_kind: LastKind | None = None


def last_kind() -> LastKind:
    """The application's one memory of it, made at first use. Needs a QCoreApplication."""
    global _last_kind
    if _last_kind is None or not shiboken6.isValid(_last_kind):
        app = QCoreApplication.instance()
        if app is None:
            raise RuntimeError("what is remembered needs an application")
        _last_kind = LastKind(app)
    return _last_kind
