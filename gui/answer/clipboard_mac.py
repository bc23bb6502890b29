"""Marks a copied secret for clipboard histories on the Mac."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtCore import QMimeData

CONCEALED = "org.nspasteboard.ConcealedType"
"""See http://nspasteboard.org: managers of clipboards leave out what has data of this type."""
_FORM = "application/x-concealed"


def conceal(
    data: QMimeData,
) -> None:  # pragma: no cover - Qt has converters of pasteboard types on the Mac only
    """Add the mark; Qt hands it on under the pasteboard's own name once the converter stands."""
    _converter()
    data.setData(_FORM, b"1")


def _converter(made: list[object] = []) -> None:  # noqa: B006 # pragma: no cover
    """Installs itself when it is made, and has to stay."""
    if made:
        return
    base = QtGui.QUtiMimeConverter  # type: ignore[attr-defined]

    class Converter(base):  # type: ignore[misc, valid-type]
        """Between our form of data and the pasteboard's type."""

        def mimeForUti(self, uti: str) -> str:
            """Our form of that type."""
            return _FORM if uti == CONCEALED else ""

        def utiForMime(self, mime: str) -> str:
            """The type of our form."""
            return CONCEALED if mime == _FORM else ""

        def convertToMime(self, _mime: str, data: list[bytes], _uti: str) -> object:
            """As it is."""
            return data[0] if data else b""

        def convertFromMime(self, _mime: str, data: object, _uti: str) -> list[object]:
            """As it is."""
            return [data]

    made.append(Converter())
