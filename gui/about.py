"""What "About" says."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from api.constants import NAME, VERSION


def show_about(window: QWidget) -> None:
    """Open the box over a window."""
    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(f"About {NAME}")
    box.setText(f"{NAME} {VERSION}")
    box.setInformativeText("Browse an API's calls, see the exact request, send it and read the answer.")
    box.open()
