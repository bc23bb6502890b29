"""The bars over a table: mouse, keyboard, small rooms, and what they tell."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QMenu, QToolTip

from api.answer.tables.column_texts import ColumnTexts
from api.answer.tables.table import Table
from api.answer.tables.wordings import Viewer
from gui.answer.table.look_bars import HEIGHT, SLIM, LookBars
from tests.builders.exchanges import an_image_list

IMAGES = an_image_list(70)["images"]


def texts_of(outline, veil):
    return ColumnTexts(Table(outline.document, 0), veil, Viewer())


@pytest.fixture
def bars(qtbot, jobs, read):
    """Bars of a list; ``told`` collects what they ask the table for."""

    def make(items=IMAGES, width=1100):
        outline, veil = read(items)
        made = LookBars(jobs)
        qtbot.addWidget(made)
        made.told = []
        made.filter_wanted.connect(made.told.append)
        made.setFixedWidth(width)
        made.read(texts_of(outline, veil))
        qtbot.waitUntil(lambda: not made.reading)
        made.show()
        return made

    return make


def button(made, label):
    return next(
        b
        for bar in made.bars
        for b in bar.legend.buttons
        if b.accessibleName().split(": ")[1].startswith(label)
    )


def rows(made):
    return sum(made.told[-1].mask) if made.told[-1] else None


def test_a_click_shows_only_these_and_again_all(qtbot, bars):
    made = bars()
    active = button(made, "active")
    assert active.accessibleName() == "Status: active, 30 of 70"
    qtbot.mouseClick(active, Qt.MouseButton.LeftButton)
    assert rows(made) == 30
    assert made.told[-1].words == "Status: active"
    assert active.isChecked()
    qtbot.mouseClick(active, Qt.MouseButton.LeftButton)
    assert made.told[-1] is None
    assert not active.isChecked()


def test_a_click_on_another_part_takes_its_place_and_ctrl_adds_it(qtbot, bars):
    made = bars()
    qtbot.mouseClick(button(made, "active"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(made, "saving"), Qt.MouseButton.LeftButton)
    assert made.told[-1].words == "Status: saving"
    qtbot.mouseClick(button(made, "active"), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier)
    assert rows(made) == 40


def test_bars_narrow_each_other_and_escape_shows_all(qtbot, bars):
    made = bars()
    qtbot.mouseClick(button(made, "active"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(made, "public"), Qt.MouseButton.LeftButton)
    assert rows(made) == 20
    qtbot.keyClick(button(made, "public"), Qt.Key.Key_Escape)
    assert made.told[-1] is None
    assert made.chosen is None
    told = len(made.told)
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert len(made.told) == told


def test_the_strip_can_be_clicked_where_the_part_stands(qtbot, bars):
    made = bars()
    strip = made.bars[1].strip
    last = strip.pieces()[-1].center().toPoint()
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=last)
    assert made.told[-1].words == "Visibility: shared"
    qtbot.mouseClick(strip, Qt.MouseButton.RightButton, pos=last)
    assert len(made.told) == 1
    assert strip.pieces()[-1].right() <= strip.width() + 0.5


def test_the_tip_of_the_strip_is_that_of_the_part(qtbot, bars):
    made = bars()
    strip = made.bars[0].strip
    at = strip.pieces()[0].center().toPoint()
    strip.event(QHelpEvent(QHelpEvent.Type.ToolTip, at, strip.mapToGlobal(at)))
    assert "30 of 70 (43 %)" in QToolTip.text()
    QToolTip.hideText()
    strip.event(QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(-50, 0), QPoint(0, 0)))


def test_arrows_walk_over_all_bars_and_enter_picks(qtbot, bars):
    made = bars()
    made.window().activateWindow()
    first = made.bars[0].legend.buttons[0]
    first.setFocus()
    shown = [b for bar in made.bars for b in bar.legend.buttons if b.isVisible()]
    for each in shown[1:]:
        qtbot.keyClick(made.window().focusWidget(), Qt.Key.Key_Right)
        assert made.window().focusWidget() is each
    qtbot.keyClick(shown[-1], Qt.Key.Key_Right)
    assert made.window().focusWidget() is shown[-1]
    for each in reversed(shown[:-1]):
        qtbot.keyClick(made.window().focusWidget(), Qt.Key.Key_Left)
        assert made.window().focusWidget() is each
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert made.told[-1].words == "Status: active"
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert made.told[-1] is None
    qtbot.keyClick(first, Qt.Key.Key_Up)


def test_tab_stops_once_a_bar(bars):
    made = bars()
    legend = made.bars[0].legend
    stops = [
        b for b in legend.buttons if b.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    ]
    assert len(stops) == 1


@pytest.mark.parametrize("width", [120, 300, 420, 733, 1060, 1900])
def test_nothing_is_cut_or_overlaps_at_any_width(bars, width):
    made = bars(width=width)
    assert any(bar.isVisible() for bar in made.bars)
    for bar in (bar for bar in made.bars if bar.isVisible()):
        assert bar.geometry().right() < made.width()
        visible = [b for b in (*bar.legend.buttons, bar.legend.more) if b.isVisible()]
        assert visible
        for left, right in pairwise(visible):
            assert left.geometry().right() < right.geometry().left()
        hidden = [b for b in bar.legend.buttons if not b.isVisible()]
        assert bar.legend.more.isVisible() == bool(hidden)
    assert made.more.isVisible() == any(not bar.isVisible() for bar in made.bars)


def menu_of(made):
    return next(menu for menu in made.findChildren(QMenu) if menu.isVisible())


def test_parts_without_room_are_in_a_menu(qtbot, bars):
    made = bars(width=420)
    qtbot.mouseClick(made.bars[0].legend.more, Qt.MouseButton.LeftButton)
    menu = menu_of(made)
    assert [entry.text() for entry in menu.actions()][-1] == "deactivated   10"
    menu.actions()[-1].trigger()
    menu.close()
    assert made.told[-1].words == "Status: deactivated"
    assert button(made, "deactivated").isVisible()


def test_bars_without_room_are_in_a_menu_and_come_up_when_picked(qtbot, bars):
    made = bars(width=420)
    assert not made.bars[1].isVisible()
    qtbot.mouseClick(made.more, Qt.MouseButton.LeftButton)
    menu = menu_of(made)
    entry = menu.actions()[0]
    assert entry.text() == "Visibility"
    entry.menu().actions()[0].trigger()
    menu.close()
    assert made.bars[1].isVisible()
    assert made.told[-1].words.startswith("Visibility: ")


def test_what_was_picked_can_be_picked_again_in_a_list_read_anew(bars):
    made, again = bars(), bars()
    made.bars[0].pick(0)
    made.bars[1].pick(1)
    again.pick({**made.picked, "gone": frozenset({"x"})})
    assert again.chosen == made.chosen
    again.pick({})
    assert again.chosen == made.chosen


def test_a_pick_waits_for_the_look(qtbot, jobs, read):
    outline, veil = read(IMAGES)
    made = LookBars(jobs)
    qtbot.addWidget(made)
    made.read(texts_of(outline, veil))
    made.pick({"status": frozenset({"active"})})
    with qtbot.waitSignal(made.filter_wanted) as caught:
        pass
    assert caught.args[0].words == "Status: active"


def test_the_room_is_kept_while_the_look_is_read(qtbot, jobs, read):
    outline, veil = read(IMAGES)
    made = LookBars(jobs)
    qtbot.addWidget(made)
    made.read(texts_of(outline, veil))
    assert made.isVisibleTo(made.parentWidget())
    high = made.height()
    qtbot.waitUntil(lambda: bool(made.bars))
    assert made.height() == high
    made.stop()


@pytest.mark.parametrize("items", [[{"a": 1}, {"a": 2}], [{"type": "a"}, {"type": "b"}]])
def test_without_a_look_there_are_no_bars(bars, items):
    made = bars(items)
    assert made.bars == []
    assert made.chosen is None


def test_text_of_the_cloud_stays_text(bars):
    made = bars([{"status": "<b>x</b>\n&y"}] * 3)
    only = made.bars[0].legend.buttons[0]
    assert only.accessibleName() == "Status: <b>x</b>\\n&y, 3 of 3"
    assert "<b>" not in only.toolTip()


def test_another_list_takes_the_place_of_the_first(qtbot, bars, read):
    made = bars()
    made.bars[0].pick(0)
    made.read(texts_of(*read([{"type": ("a", "b")[n % 2]} for n in range(6)])))
    assert made.chosen is None
    made.stop()
    made.read(texts_of(*read([{"type": ("a", "b")[n % 2]} for n in range(6)])))
    qtbot.waitUntil(lambda: not made.reading)
    assert [bar.bar.key for bar in made.bars] == ["type"]


@pytest.mark.parametrize(("room", "height"), [(340, HEIGHT), (339, SLIM), (200, SLIM), (199, 0)])
def test_small_pages_keep_their_room_for_rows(bars, room, height):
    made = bars()
    made.fit(room)
    assert made.height() == height
    assert made.isVisible() is (height > 0)
    assert made.bars[0].strip.isVisible() is (height == HEIGHT)
    assert button(made, "active").isVisible() is (height > 0)


def test_a_slim_bar_says_what_it_counts_and_filters(qtbot, bars):
    made = bars()
    made.fit(250)
    title = made.bars[0].title
    assert title.text() == "Status"
    qtbot.waitUntil(lambda: title.width() > 0)
    assert title.isVisible()
    qtbot.mouseClick(button(made, "active"), Qt.MouseButton.LeftButton)
    assert rows(made) == 30


def test_a_table_page_fits_its_bars(table_page):
    page = table_page(IMAGES)
    assert page.bars.height() == HEIGHT
    page.resize(900, 260)
    assert page.bars.height() == SLIM
