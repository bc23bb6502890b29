"""The small widgets: they keep within their room, say what they show, and follow the theme."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

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


def test_toast_lies_within_its_parent_and_tells_everything(qtbot):
    under = QWidget()
    qtbot.addWidget(under)
    under.resize(700, 400)
    under.show()
    toast = Toast(under)
    assert toast.text == ""
    toast.show_notice("It failed. " * 20, "Try again.", "raw cause", level="error")
    assert under.rect().contains(toast.geometry())
    assert toast.text.startswith("It failed.")
    assert not toast._timer.isActive()
    toast._details.click()
    assert toast._raw.isVisible()
    assert under.rect().contains(toast.geometry())
    under.resize(500, 420)
    assert under.rect().contains(toast.geometry())
    qtbot.keyClick(toast, Qt.Key.Key_Escape)
    assert toast.isHidden()


def test_toast_leaves_by_itself_unless_it_matters(qtbot):
    under = QWidget()
    qtbot.addWidget(under)
    under.resize(700, 400)
    under.show()
    toast = Toast(under)
    toast.show_notice("Done.")
    assert toast._timer.isActive()
    toast._leave()
    assert toast.isHidden()


def test_search_line_clears_with_our_own_drawing(qtbot):
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QToolButton

    from gui.widgets.search_line import _CLEAR, SearchLine

    line = SearchLine("Find something")
    qtbot.addWidget(line)
    assert line.accessibleName() == line.placeholderText() == "Find something"
    clear = line.findChild(QAction, _CLEAR)
    line.setText("words")
    line.findChild(QToolButton).click()
    assert line.text() == ""
    assert clear.text() == "Clear"
