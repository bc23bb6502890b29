"""The top bar: which profile and region, the search, who is signed in and for how long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from gui.icons import icon
from gui.navigation.finder import About, CallFinder
from gui.widgets.elided_box import ElidedBox
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.status_dot import StatusDot

if TYPE_CHECKING:
    from api.identity.profiles import Profile
    from api.model import CallHead

LINE = 3
NOBODY = "Not signed in"


class TopBar(QFrame):
    """Boxes, search and account. What the person chooses is told by signals; what is shown is set from outside."""

    profile_chosen = Signal(str)
    """A profile's id, "" for nobody."""
    region_chosen = Signal(str)

    def __init__(
        self, heads: Callable[[], Sequence[CallHead]], about: About, parent: QWidget | None = None
    ) -> None:
        """``heads`` and ``about`` are what the search looks through, and what it says of their products."""
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setFixedHeight(47)
        self._color = ""
        self.profiles = _box("Profile", 158)
        self.regions = _box("Region", 120)
        self.finder = CallFinder(heads, about)
        self.finder.setMinimumWidth(180)
        self.finder.setMaximumWidth(460)
        self.who = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.who.setProperty("role", "dim")
        self.who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.left = StatusDot()
        self.account = QToolButton()
        self.account.setIcon(icon("person"))
        self.account.setAccessibleName("Account menu")
        self.account.setToolTip("Sign in, sign out, profiles, theme")
        self.account.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.account.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._place()
        self.profiles.activated.connect(self._profile_activated)
        self.regions.activated.connect(self._region_activated)

    def set_menu(self, menu: QMenu) -> None:
        """Give the account button its menu (owned by the caller)."""
        self.account.setMenu(menu)

    def show_profiles(self, profiles: Sequence[Profile], signed_in: set[str], current: str) -> None:
        """Offer these profiles; those that are signed in are marked."""
        with QSignalBlocker(self.profiles):
            self.profiles.clear()
            self.profiles.addItem(NOBODY, "")
            for profile in profiles:
                mark = icon("check", "good") if profile.id in signed_in else icon("key", "dim")
                self.profiles.addItem(mark, profile.name, profile.id)
                state = "signed in" if profile.id in signed_in else "not signed in"
                tip = f"{profile.name}: {state}"
                self.profiles.setItemData(self.profiles.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
            self.profiles.setCurrentIndex(max(0, self.profiles.findData(current)))
        self.profiles.setToolTip(self.profiles.currentText())

    def show_color(self, name: str) -> None:
        """Mark the profile's box with the colour of that name; "" takes it away."""
        self._color = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the profile's colour as a line under its box."""
        super().paintEvent(event)
        if not self._color:
            return
        from gui.production.colours import colour_of

        if (colour := colour_of(self._color)) is not None:
            box = self.profiles.geometry()
            QPainter(self).fillRect(box.left() + 1, box.bottom() + 3, box.width() - 2, LINE, colour)

    def show_regions(self, regions: Sequence[str], current: str) -> None:
        """Offer these regions; the box is off when there is nothing to choose."""
        with QSignalBlocker(self.regions):
            self.regions.clear()
            for region in regions:
                self.regions.addItem(region, region)
            self.regions.setCurrentIndex(self.regions.findData(current))
        self.regions.setEnabled(bool(regions))

    def show_account(self, who: str, left: str, level: str) -> None:
        """Show who is signed in and the time that is left; ``level`` is "good", "warning" or "bad"."""
        self.who.setText(who)
        self.who.setVisible(bool(who))
        self.left.show_state(left, level)
        self.left.setVisible(bool(left))
        self.account.setText("" if who else "Sign in")

    def _place(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self.profiles)
        line.addWidget(self.regions)
        line.addStretch(2)
        line.addWidget(self.finder, 6)
        line.addStretch(2)
        line.addWidget(self.who)
        line.addWidget(self.left)
        line.addWidget(self.account)

    @Slot(int)
    def _profile_activated(self, row: int) -> None:
        self.profile_chosen.emit(self.profiles.itemData(row))

    @Slot(int)
    def _region_activated(self, row: int) -> None:
        self.region_chosen.emit(self.regions.itemData(row))


def _box(name: str, wide: int) -> ElidedBox:
    box = ElidedBox()
    box.setAccessibleName(name)
    box.setFixedWidth(wide)
    return box
