"""The small widgets: they keep within their room, say what they show, and follow the theme."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gui import theme
from gui.widgets.badge import MethodBadge
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.lines import hairline
from gui.widgets.status_dot import StatusDot
from gui.widgets.toast import Toast


def colours(widget):
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_badge_shows_the_word_in_its_colours_and_follows_the_theme(qtbot):
    theme.switch().choose(theme.LIGHT)
    badge = MethodBadge("delete")
    qtbot.addWidget(badge)
    badge.resize(badge.sizeHint())
    assert badge.method == "DELETE"
    assert badge.accessibleName() == "Method DELETE"
    assert theme.LIGHT_THEME.destroying.ground in colours(badge)
    theme.switch().choose(theme.DARK)
    assert theme.DARK_THEME.destroying.ground in colours(badge)
    narrow = badge.sizeHint().width()
    badge.setMethod("A-VERY-LONG-METHOD")
    assert badge.sizeHint().width() > narrow


def test_elided_label_shortens_and_offers_the_whole(qtbot):
    label = ElidedLabel("a text that is much longer than its room", mode=Qt.TextElideMode.ElideMiddle)
    qtbot.addWidget(label)
    label.resize(90, 20)
    label.show()
    assert "…" in label.shown
    assert label.toolTip() == label.text()
    label.resize(900, 20)
    assert label.shown == label.text()
    assert label.toolTip() == ""
    label._copy()
    assert QGuiApplication.clipboard().text() == label.text()
    assert label.minimumSizeHint().width() < label.sizeHint().width()


def test_status_dot_is_never_cut_and_has_its_colour(qtbot):
    theme.switch().choose(theme.LIGHT)
    dot = StatusDot()
    qtbot.addWidget(dot)
    dot.show_state("2 min left", "bad")
    dot.resize(dot.sizeHint())
    assert dot.minimumSizeHint() == dot.sizeHint()
    assert theme.LIGHT_THEME.bad in colours(dot)


def test_hairlines_are_one_pixel(qtbot):
    line, post = hairline(), hairline(vertical=True)
    qtbot.addWidget(line)
    qtbot.addWidget(post)
    assert line.maximumHeight() == 1
    assert post.maximumWidth() == 1


@pytest.fixture
def toast(qtbot):
    """A notice's row in a window, under something that has the keyboard."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(QLineEdit())
    made = Toast()
    column.addWidget(made)
    window.resize(700, 400)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield made
    window.close()


def test_a_notice_tells_everything_and_covers_nothing(toast, qtbot):
    assert toast.text == ""
    toast.show_notice("It failed. " * 20, "Try again.", "raw cause", level="error")
    assert toast.text.startswith("It failed.")
    toast._details.click()
    assert toast._raw.isVisible()
    assert not toast._timer.isActive()
    above = toast.window().findChild(QLineEdit)
    qtbot.waitUntil(lambda: above.geometry().bottom() < toast.geometry().top())
    qtbot.keyClick(toast, Qt.Key.Key_Escape)
    assert toast.isHidden()
    assert toast.unread == ()


@pytest.mark.parametrize("level", ["info", "warning", "error"])
def test_every_notice_leaves_by_itself_and_what_matters_is_kept(toast, level):
    toast.show_notice("It is so.", level=level)
    assert toast._timer.isActive()
    toast._timer.timeout.emit()
    assert toast.isHidden()
    assert [notice.sentence for notice in toast.unread] == ([] if level == "info" else ["It is so."])


def test_a_notice_stays_while_the_keyboard_is_in_it(toast):
    toast.show_notice("It failed.", level="error")
    toast._close.setFocus()
    toast._timer.timeout.emit()
    assert toast.isVisible()
    assert toast._timer.isActive()
    toast._close.click()
    assert toast.isHidden()
    assert toast.unread == ()


def test_notices_come_back_the_newest_first_and_then_stay(toast):
    for number in range(3):
        toast.show_notice(f"{number} failed.", level="error")
    toast.show_notice("Done.")
    toast.show_unread()
    assert toast.text == "2 failed."
    assert not toast._timer.isActive()
    toast._close.click()
    assert [notice.sentence for notice in toast.unread] == ["0 failed.", "1 failed."]
    toast.show_unread()
    assert toast.text == "1 failed."


def test_search_line_clears_with_our_own_drawing(qtbot):
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QToolButton

    from gui.widgets.search_line import _CLEAR, SearchLine

    line = SearchLine("Find something")
    qtbot.addWidget(line)
    assert line.accessibleName() == line.placeholderText() == "Find something"
    line.setText("words")
    clear = line.findChild(QAction, _CLEAR)
    line.findChild(QToolButton).click()
    assert line.text() == ""
    assert clear.text() == "Clear"
