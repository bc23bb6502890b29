"""The two colour schemes as values, the fonts, and the one switch that says which scheme is on."""

from __future__ import annotations

from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gui.fonts import Fonts as Fonts
from gui.fonts import moved

STYLE = "fusion"
SYSTEM, LIGHT, DARK = "system", "light", "dark"
MODES = (SYSTEM, LIGHT, DARK)


class Tint(NamedTuple):
    """A pair of colours for a badge or a notice: the text and the ground under it."""

    ink: str
    ground: str


class Theme(NamedTuple):
    """Every colour of the window by its role, as ``#rrggbb``."""

    name: str
    ground: str
    panel: str
    line: str
    text: str
    dim: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    hover: str
    good: str
    warning: str
    warning_ground: str
    bad: str
    bad_ground: str
    json_key: str
    json_string: str
    json_number: str
    json_keyword: str
    json_id: str
    hit: str
    hit_now: str
    reading: Tint
    creating: Tint
    changing: Tint
    destroying: Tint
    other: Tint

    @property
    def dark(self) -> bool:
        """Whether this is the dark scheme."""
        return self.name == DARK

    def colour(self, role: str) -> QColor:
        """The colour of a role, e.g. ``colour("json_key")``. Raises AttributeError for an unknown role."""
        return QColor(getattr(self, role))

    def method(self, method: str) -> Tint:
        """The colours of an HTTP method's badge."""
        tint: Tint = getattr(self, _METHOD_ROLES.get(method.upper(), "other"))
        return tint

    def status(self, status: int | None) -> str:
        """The colour of an HTTP status; of a missing answer for None."""
        if status is None or status >= 400:
            return self.bad
        return self.good if status < 300 else self.warning

    @classmethod
    def roles(cls) -> tuple[str, ...]:
        """The names of all single colours."""
        return tuple(n for n in cls._fields if n != "name" and isinstance(getattr(LIGHT_THEME, n), str))


_METHOD_ROLES = {
    "GET": "reading",
    "HEAD": "reading",
    "POST": "creating",
    "PUT": "creating",
    "PATCH": "changing",
    "DELETE": "destroying",
}

LIGHT_THEME = Theme(
    name=LIGHT,
    ground="#f6f7f9",
    panel="#ffffff",
    line="#dfe3e8",
    text="#1f2630",
    dim="#5b6572",
    accent="#1f6feb",
    accent_hover="#1a5fcb",
    on_accent="#ffffff",
    selection="#dbe8fd",
    hover="#eef1f5",
    good="#12804a",
    warning="#8f5b00",
    warning_ground="#fdf4e1",
    bad="#c62f36",
    bad_ground="#fdecec",
    json_key="#1a56b0",
    json_string="#17703c",
    json_number="#9a5200",
    json_keyword="#8a3ea8",
    json_id="#0d6a75",
    hit="#fff0b3",
    hit_now="#ffcf5c",
    reading=Tint("#1a56b0", "#dbeafc"),
    creating=Tint("#12683a", "#dbf2e3"),
    changing=Tint("#855200", "#fdebcb"),
    destroying=Tint("#b3262e", "#fbdfe0"),
    other=Tint("#4f5966", "#e8ebef"),
)

DARK_THEME = Theme(
    name=DARK,
    ground="#1b1d21",
    panel="#212429",
    line="#343941",
    text="#e4e7eb",
    dim="#9aa3af",
    accent="#5b9dff",
    accent_hover="#78aeff",
    on_accent="#10151d",
    selection="#2b3d5a",
    hover="#2a2e35",
    good="#4ec48a",
    warning="#e0a94a",
    warning_ground="#3a3122",
    bad="#ef6b6b",
    bad_ground="#3c2528",
    json_key="#8ab8ff",
    json_string="#8fd3a0",
    json_number="#e5b06c",
    json_keyword="#d49be8",
    json_id="#74c9d3",
    hit="#4b4223",
    hit_now="#8a6a16",
    reading=Tint("#8ab8ff", "#1f3350"),
    creating=Tint("#6fd39c", "#1d3a2b"),
    changing=Tint("#e8b45a", "#443316"),
    destroying=Tint("#f58a8a", "#472427"),
    other=Tint("#aab2bd", "#32363d"),
)


def text_font(points: float = 10, *, strong: bool = False) -> QFont:
    """The font for text at that size in points, as the person scaled it; ``strong`` is semi-bold."""
    return fonts().text(points, strong=strong)


def wire_font(points: float = 10) -> QFont:
    """The monospaced font for what goes over the wire: addresses, JSON, ids, headers."""
    return fonts().wire(points)


def fonts() -> Fonts:
    """The fonts that are on now; the usual ones without an application."""
    return _switch.fonts if _switch is not None and shiboken6.isValid(_switch) else _USUAL


_USUAL = Fonts()


def palette(theme: Theme) -> QPalette:
    """Fusion's palette in the colours of the theme."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: theme.ground,
        roles.WindowText: theme.text,
        roles.Base: theme.panel,
        roles.AlternateBase: theme.ground,
        roles.Text: theme.text,
        roles.Button: theme.panel,
        roles.ButtonText: theme.text,
        roles.BrightText: theme.bad,
        roles.ToolTipBase: theme.panel,
        roles.ToolTipText: theme.text,
        roles.PlaceholderText: theme.dim,
        roles.Highlight: theme.selection,
        roles.HighlightedText: theme.text,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.json_keyword,
        roles.Mid: theme.line,
        roles.Accent: theme.accent,
    }
    result = QPalette(QColor(theme.panel), QColor(theme.ground))
    for role, colour in colours.items():
        result.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.dim))
    return result


class Switch(QObject):
    """Which scheme is on: the system's, or the one that the person chose. A child of the application."""

    changed = Signal(object)
    """The Theme; it or the fonts are others than before."""
    mode_changed = Signal(str)
    """What was chosen: "system", "light" or "dark"."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._mode = SYSTEM
        self._theme = self._wanted()
        self._fonts = _USUAL
        self._prepared = self._dressed = False
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def theme(self) -> Theme:
        """The scheme that is on."""
        return self._theme

    @property
    def mode(self) -> str:
        """What was chosen: "system", "light" or "dark"."""
        return self._mode

    def choose(self, mode: str) -> None:
        """Follow the system, or stay light or dark. An unknown word means the system."""
        self._mode = mode if mode in MODES else SYSTEM
        self._app.styleHints().setColorScheme(_SCHEMES[self._mode])
        self._apply()
        self.mode_changed.emit(self._mode)

    @property
    def fonts(self) -> Fonts:
        """The fonts that are on."""
        return self._fonts

    def choose_fonts(self, chosen: Fonts) -> None:
        """Use these fonts, at once in everything that is there."""
        if chosen == self._fonts:
            return
        before, self._fonts = self._fonts, chosen
        if not self._prepared:
            return
        own = [w for w in self._app.allWidgets() if w.testAttribute(Qt.WidgetAttribute.WA_SetFont)]
        fonts = [moved(widget.font(), before, chosen) for widget in own]
        self._app.setFont(text_font())
        if self._dressed:
            self._put_on()
        for widget, font in zip(own, fonts, strict=True):  # a new style sheet brings the old ones back
            widget.setFont(font)
        self.changed.emit(self._theme)

    def dress(self) -> None:
        """Give the application its style sheet as well; from here on changes are followed."""
        if not self._dressed:
            self.prepare()
            self._dressed = True
            self._put_on()

    def prepare(self) -> None:
        """Give the application style and font: before the first widget is made, which would keep another font."""
        if not self._prepared:
            self._prepared = True
            if self._app.property("style") != STYLE:  # asking for a style loads its many enums
                self._app.setStyle(STYLE)
            self._app.setFont(text_font())

    @Slot()
    def _system_changed(self) -> None:
        self._apply()

    def _apply(self) -> None:
        if (theme := self._wanted()) is self._theme:
            return
        self._theme = theme
        if self._dressed:
            self._put_on()
        self.changed.emit(theme)

    def _put_on(self) -> None:
        from gui.style_sheet import style_sheet

        self._app.setPalette(palette(self._theme))
        self._app.setStyleSheet(style_sheet(self._theme, self._fonts.scaled))

    def _wanted(self) -> Theme:
        if self._mode == SYSTEM:
            dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        else:
            dark = self._mode == DARK
        return DARK_THEME if dark else LIGHT_THEME


_SCHEMES = {
    SYSTEM: Qt.ColorScheme.Unknown,
    LIGHT: Qt.ColorScheme.Light,
    DARK: Qt.ColorScheme.Dark,
}

_switch: Switch | None = None


def switch() -> Switch:
    """The application's one switch, made at first use. Needs a QApplication."""
    global _switch
    if _switch is None or not shiboken6.isValid(_switch):
        app = QGuiApplication.instance()
        if not isinstance(app, QApplication):
            raise RuntimeError("a theme needs a QApplication")
        _switch = Switch(app)
    return _switch


def current() -> Theme:
    """The scheme that is on now. Listen to ``switch().changed`` for the next one."""
    return switch().theme
