"""Marks a copied secret for clipboard histories on the Mac."""

from __future__ import annotations

from functools import cache
from typing import Any

from PySide6 import QtGui
from PySide6.QtCore import QMimeData

CONCEALED = "org.nspasteboard.ConcealedType"
"""See http://nspasteboard.org: managers of clipboards leave out what has data of this type."""
FORM = "application/x-concealed"
"""Our form of data for it: Qt hands it on under the pasteboard's own name once a converter stands."""


def conceal(data: QMimeData) -> None:
    """Add the mark. The text is copied also where this Qt has no converters."""
    _stand_by()
    data.setData(FORM, b"1")


@cache
def _stand_by() -> object:
    """The converter, made once and for good: it installs itself when it is made."""
    base = getattr(QtGui, "QUtiMimeConverter", None)  # on the Mac only
    return converter(base)() if base is not None else None


def converter(base: type) -> Any:
    """The class of what stands between our form of data and the pasteboard's type."""

    class Converter(base):  # type: ignore[misc]
        """Its methods are those of QUtiMimeConverter."""

        def mimeForUti(self, uti: str) -> str:
            """Our form of that type."""
            return FORM if uti == CONCEALED else ""

        def utiForMime(self, mime: str) -> str:
            """The type of our form."""
            return CONCEALED if mime == FORM else ""

        def convertToMime(self, _mime: str, data: list[bytes], _uti: str) -> object:
            """As it is."""
            return data[0] if data else b""

        def convertFromMime(self, _mime: str, data: object, _uti: str) -> list[object]:
            """As it is."""
            return [data]

    return Converter
