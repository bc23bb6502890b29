"""The style sheet: the theme's colours put on Qt's widgets. Labels choose a look through the property ``role``."""

from __future__ import annotations

import re
from collections.abc import Callable
from string import Template

from api.constants import RESOURCES
from gui.theme import Theme

_SHEET = Template("""
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 5px 7px; }

QLabel[role="title"] { font-size: 15pt; font-weight: 600; }
QLabel[role="heading"] { font-size: 11pt; font-weight: 600; }
QLabel[role="dim"] { color: $dim; }
QLabel[role="accent"] { color: $accent; }
QLabel[role="help"] { color: $dim; font-size: 9pt; }
QLabel[role="fault"] { color: $bad; font-size: 9pt; }
QLabel[role="warned"] { color: $warning; font-size: 9pt; }
QLabel[role="caution"] { color: $warning; font-size: 9pt; }
QLabel[role="accent"] { color: $accent; }
QLabel[role="good"] { color: $good; font-weight: 600; }
QLabel[role="warning"] { background: $warning_ground; color: $warning; border-radius: 5px; padding: 8px 12px; }
QLabel[role="bad"] { background: $bad_ground; color: $bad; border-radius: 5px; padding: 8px 12px; }
QLabel[role="bubble"] { background: $bad_ground; color: $bad; border: 1px solid $bad; border-radius: 5px;
    padding: 6px 10px; font-size: 9pt; }
QLabel[role="drop"] { background: $selection; color: $accent; border: 2px dashed $accent; border-radius: 8px;
    font-size: 15pt; font-weight: 600; }
QFrame[role="panel"] { background: $panel; }
QFrame[role="notice"] { background: $panel; border-top: 1px solid $line; }
QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: 8px; }
QFrame[role="hairline"] { background: $line; border: none; }

QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit {
    background: $panel; color: $text; border: 1px solid $line; border-radius: 5px;
    selection-background-color: $selection; selection-color: $text;
}
QLineEdit, QComboBox, QAbstractSpinBox { padding: 0 10px; min-height: 28px; }
QLineEdit[role="search"] { padding-left: 2px; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $dim; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus,
QComboBox:on { border-color: $accent; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled {
    background: $ground; color: $dim; }
*[fault="true"] { border: 1px solid $bad; }

QComboBox { padding-right: 4px; }
QComboBox::drop-down { border: none; width: 22px; subcontrol-position: center right; }
QComboBox::down-arrow { image: url($icons/chevron-down.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $panel; color: $text; border: 1px solid $line; padding: 4px;
    selection-background-color: $selection; selection-color: $text; outline: none; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px; background: none; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url($icons/chevron-up.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url($icons/chevron-down.svg); width: 10px; height: 10px; }

QPushButton, QToolButton[role="button"] {
    background: $panel; color: $text; border: 1px solid $line; border-radius: 5px; padding: 0 14px;
    min-height: 28px;
}
QPushButton:hover, QToolButton[role="button"]:hover { background: $hover; }
QPushButton:pressed, QToolButton[role="button"]:pressed, QToolButton[role="button"]:checked {
    background: $selection; }
QPushButton:focus, QToolButton[role="button"]:focus { border-color: $accent; }
QPushButton:disabled, QToolButton[role="button"]:disabled { color: $dim; background: $ground; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: $line; color: $dim; border-color: $line; }
QPushButton[compact="true"] { padding: 0 6px; }
QPushButton[role="destroy"] { background: $bad; color: $on_bad; border-color: $bad; font-weight: 600; }
QPushButton[role="destroy"]:focus { border: 2px solid $text; }
QPushButton[role="destroy"]:disabled { background: $line; color: $dim; border-color: $line; }
QPushButton[role="link"] { background: none; border: 1px solid transparent; color: $accent; padding: 0 4px; }
QPushButton[role="link"]:hover { color: $accent_hover; }
QPushButton[role="link"]:focus { border-color: $accent; }
QPushButton[role="note"] { background: none; border: 1px solid transparent; border-radius: 3px; color: $accent;
    font-size: 9pt; padding: 0 4px; min-height: 16px; }
QPushButton[role="note"]:hover, QPushButton[role="note"]:checked { color: $accent_hover; background: $hover; }
QPushButton[role="note"]:focus { border-color: $accent; }
QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 4px 6px; background: none; }
QToolButton:hover { background: $hover; }
QToolButton:focus { border-color: $accent; }
QToolButton:checked { background: $selection; }
QToolButton[role="option"] { color: $dim; font-size: 9pt; font-weight: 600; padding: 4px 3px; }
QToolButton[role="option"]:checked, QToolButton[role="option"][chosen="true"] { color: $accent;
    background: $selection; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[role="tight"] { padding: 0 2px; color: $dim; }
QToolButton[role="fold"] { font-size: 11pt; font-weight: 600; padding: 2px 6px 2px 0; }
QToolButton[role="account"] { padding: 4px 8px; min-height: 20px; }

QTabWidget::pane { border: none; }
QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; color: $dim; border: none; border-bottom: 2px solid transparent;
    padding: 8px 14px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; }
QTabBar[role="segments"] { background: $ground; border: 1px solid $line; border-radius: 6px; }
QTabBar[role="segments"]::tab { border: 1px solid transparent; border-radius: 5px; padding: 4px 6px; margin: 2px; }
QTabBar[role="segments"]::tab:selected { background: $panel; border-color: $line; }
QTabBar[role="segments"]:focus { border-color: $accent; }

QAbstractItemView { background: $panel; alternate-background-color: $ground; color: $text; border: none;
    outline: none; selection-background-color: $selection; selection-color: $text; }
QListView[role="popup"] { border: 1px solid $line; }
QFrame[role="popup"] { background: $panel; border: 1px solid $dim; border-radius: 6px; }
QPushButton[role="foot"] { background: none; border: none; border-top: 1px solid $line; border-radius: 0;
    color: $accent; text-align: left; padding: 0 10px; min-height: 30px; }
QPushButton[role="foot"]:hover { background: $hover; }
QPushButton[role="foot"][chosen="true"] { background: $selection; }
QPushButton[role="foot"]:disabled { color: $dim; background: none; }
QListView[role="marks"]::indicator { width: 13px; height: 13px; border: 1px solid $dim; border-radius: 3px;
    background: $panel; }
QListView[role="marks"]::indicator:checked { image: url($icons/check-mark.svg); border-color: $accent; }
QCheckBox::indicator, QTableView::indicator { width: 13px; height: 13px; border: 1px solid $dim;
    border-radius: 3px; background: $panel; }
QCheckBox::indicator:checked, QTableView::indicator:checked { image: url($icons/check-mark.svg);
    border-color: $accent; }
QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:disabled { border-color: $line; background: $ground; }
QTreeView { show-decoration-selected: 1; }
QTreeView::item, QListView::item { min-height: 24px; border: none; }
QTreeView::item:hover, QTableView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QTableView::item:selected, QListView::item:selected {
    background: $selection; color: $text; }
QTreeView::branch:selected { background: $selection; }
QTreeView::branch:hover:!selected { background: $hover; }
QTreeView::branch { image: none; border-image: none; }
QTreeView::branch:closed:has-children { image: url($icons/branch-closed.svg); }
QTreeView::branch:open:has-children { image: url($icons/branch-open.svg); }
QTableView { gridline-color: $line; }
QHeaderView { background: $ground; border: none; }
QHeaderView::section { background: $ground; color: $dim; font-weight: 600; border: none;
    border-bottom: 1px solid $line; padding: 7px 8px; }
QHeaderView::up-arrow { image: url($icons/chevron-up.svg); width: 10px; height: 10px; }
QHeaderView::down-arrow { image: url($icons/chevron-down.svg); width: 10px; height: 10px; }
QHeaderView QToolButton { background: $ground; border-radius: 0; border-bottom: 1px solid $line; }
QHeaderView QToolButton:hover { background: $hover; }
QTableCornerButton::section { background: $ground; border: none; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 11px; }
QScrollBar:horizontal { height: 11px; }
QScrollBar::handle { background: $line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: $dim; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; }
QScrollArea { border: none; background: transparent; }

QMenuBar { background: $panel; color: $text; padding: 1px 3px; }
QMenuBar::item { background: none; padding: 4px 9px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $panel; color: $text; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $dim; }
QMenu::separator { height: 1px; background: $line; margin: 5px 6px; }
QMenu::icon { padding-left: 8px; }

QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }
QStatusBar { background: $panel; border-top: 1px solid $line; color: $dim; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $dim; font-size: 9pt; }
QToolButton[role="status"] { color: $accent; font-size: 9pt; padding: 1px 8px; }
QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
""")


_POINTS = re.compile(r"\b([0-9.]+)pt\b")


def style_sheet(theme: Theme, scaled: Callable[[float], float] = float) -> str:
    """The application's style sheet in the colours of the theme; ``scaled`` says how large text of a size is."""
    colours = {name: value for name, value in theme._asdict().items() if isinstance(value, str)}
    on_bad = theme.panel if not theme.dark else theme.on_accent
    sheet = _SHEET.substitute(colours, icons=(RESOURCES / "icons").as_posix(), on_bad=on_bad)
    return _POINTS.sub(lambda found: f"{scaled(float(found[1])):g}pt", sheet)
