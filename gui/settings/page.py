"""One page of the settings: its rows under each other, in a part that scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from api.records.settings import Settings
from gui.settings.fields import Page
from gui.settings.row import SettingRow

MARGIN = 20


class SettingsPage(QScrollArea):
    """Shows the fields of a page; those that do not count at the moment are hidden."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.setAccessibleName(page.title)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        title = QLabel(page.title)
        title.setProperty("role", "heading")
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(14)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.rows = {field.name: SettingRow(field, inside) for field in page.fields}
        for row in self.rows.values():
            self.form.addRow(row.label, row.cell)
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, 4, MARGIN, MARGIN)
        column.setSpacing(14)
        column.addWidget(title)
        column.addLayout(self.form)
        column.addStretch(1)
        self.setWidget(inside)

    def show_settings(self, settings: Settings) -> None:
        """Show what is set."""
        for name, row in self.rows.items():
            if hasattr(settings, name):
                row.show_value(getattr(settings, name))
            needs = row.field.needs
            counts = needs is None or getattr(settings, needs[0]) == needs[1]
            self.form.setRowVisible(row.cell, counts)
