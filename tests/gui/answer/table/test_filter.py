"""The line over a table: words, the bars' chip, how many rows are left; and the state that survives a re-send."""

from PySide6.QtCore import Qt

from gui.answer.table.filter import TableFilter
from gui.answer.table.look_bars import LookBars
from gui.answer.table.state import TableState
from tests.builders.exchanges import an_image_list


def names(page):
    model = page.view.table_model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_words_are_asked_for_after_a_pause_and_escape_clears_then_leaves(qtbot):
    line = TableFilter()
    qtbot.addWidget(line)
    asked = []
    line.wanted.connect(asked.append)
    with qtbot.waitSignal(line.wanted):
        qtbot.keyClicks(line.field, "web")
    assert asked == ["web"]
    qtbot.keyClicks(line.field, " 2")
    with qtbot.waitSignal(line.left):
        qtbot.keyClick(line.field, Qt.Key.Key_Return)
    assert asked == ["web", "web 2"]
    qtbot.keyClick(line.field, Qt.Key.Key_Escape)
    assert (line.text, asked[-1]) == ("", "")
    with qtbot.waitSignal(line.left):
        qtbot.keyClick(line.field, Qt.Key.Key_Escape)
    with qtbot.waitSignal(line.left):
        qtbot.keyClick(line.field, Qt.Key.Key_Down)


def test_the_tip_explains_columns():
    line = TableFilter()
    assert "status:active" in line.field.toolTip()
    assert line.field.accessibleName() == "Filter rows"


def test_filtering_a_table_counts_its_rows(qtbot, table_page):
    made = table_page(an_image_list(60))
    assert made.filter.count.text() == ""
    made.filter.set_text("status:active")
    qtbot.waitUntil(lambda: made.filter.count.text() == "27 of 60")
    made.filter.set_text("")
    qtbot.waitUntil(lambda: made.filter.count.text() == "")
    assert len(names(made)) == 60


def test_keys_lead_to_the_filter_and_back(qtbot, table_page):
    made = table_page(an_image_list(3))
    made.view.setFocus()
    actions = {action.text(): action for action in made.view.actions()}
    actions["Filter rows"].trigger()
    qtbot.waitUntil(made.filter.field.hasFocus)
    qtbot.keyClick(made.filter.field, Qt.Key.Key_Down)
    qtbot.waitUntil(made.view.hasFocus)


def test_filtering_by_the_current_value(qtbot, table_page):
    made = table_page(an_image_list(14))
    actions = {action.text(): action for action in made.view.actions()}
    made.view.make_current(2, "visibility")
    actions["Filter by this value"].trigger()
    assert made.filter.text == 'visibility:"shared"'
    qtbot.waitUntil(lambda: names(made) == ["web-01 golden"] * 2)
    made.view.make_current(0, "size")
    actions["Filter by this value"].trigger()
    assert made.filter.text == 'visibility:"shared" size:"3,328,599,654 bytes"'


def test_hidden_and_unnamed_values_are_not_filtered_by(qtbot, table_page):
    made = table_page([{"password": "s3cret", "name": 'a"b'}], ("/0/password",))
    actions = {action.text(): action for action in made.view.actions()}
    made.view.make_current(0, "password")
    actions["Filter by this value"].trigger()
    assert made.filter.text == ""
    made.view.make_current(0, "name")
    with qtbot.waitSignal(made.said):
        actions["Filter by this value"].trigger()
    assert made.filter.text == ""


def test_bars_and_words_filter_together_and_a_chip_tells(qtbot, table_page):
    made = table_page(an_image_list(60))
    assert isinstance(made.bars, LookBars)
    made.bars.pick({"status": frozenset({"active"})})
    qtbot.waitUntil(lambda: made.filter.count.text() == "27 of 60")
    assert made.filter.chip.text() == "Status: active"
    assert made.filter.chip.isVisible()
    made.filter.set_text("golden web-01")
    qtbot.waitUntil(lambda: made.filter.count.text() == "9 of 60")
    made.view.sort_wanted.emit(0, True)
    qtbot.waitUntil(lambda: made.rows.wish.sort is not None and made._jobs.count == 0)
    assert len(names(made)) == 9
    made.filter.chip.click()
    assert not made.filter.chip.isVisible()
    made.filter.set_text("")
    qtbot.waitUntil(lambda: len(names(made)) == 60)


def test_the_state_of_a_table_is_restored_over_another_answer(qtbot, jobs, table_page):
    made = table_page(an_image_list(60))
    made.view.sort_wanted.emit(2, True)
    made.bars.pick({"status": frozenset({"active"})})
    made.filter.set_text("name:ubuntu")
    qtbot.waitUntil(lambda: jobs.count == 0 and made.filter.count.text() == "9 of 60")
    made.view.make_current(3, "status")
    state = made.state()
    assert (state.path, state.sort, state.descending, state.words) == (
        "/images",
        "size",
        True,
        "name:ubuntu",
    )
    assert state.picked == {"status": frozenset({"active"})}
    row = state.row[1]
    newer = an_image_list(60)
    newer["images"].reverse()
    again = table_page(newer)
    again.restore(state)
    qtbot.waitUntil(lambda: jobs.count == 0 and again.filter.count.text() == "9 of 60")
    assert again.state() == state
    current = again.view.current_row()
    assert newer["images"][current]["id"] == row
    assert again.view.head.sortIndicatorSection() == 2


def test_a_state_is_restored_while_the_list_is_still_read(qtbot, jobs, table_page):
    value = {"a": [{"id": 1}, {"id": 2}], "b": [{"id": "x"}, {"id": "y"}]}
    made = table_page(value)
    made.restore(TableState("/b", "id", True, "", {}, ("id", "x"), "id"))
    assert made.rows.arranger is None
    assert made.state().row == ("id", "x")
    qtbot.waitUntil(lambda: jobs.count == 0 and made.rows.arranger is not None)
    assert names(made) == ["y", "x"]
    qtbot.waitUntil(lambda: made.path == "b[0].id")


def test_a_state_that_fits_nothing_costs_nothing(qtbot, jobs, table_page):
    made = table_page([{"id": 1}])
    made.restore(TableState("/gone", "gone", True, "", {"gone": frozenset({"x"})}, ("gone", "x"), "gone"))
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert names(made) == ["1"]
    assert made.state().row == ("id", "1")


def test_a_released_table_reads_nothing_any_more(qtbot, jobs, table_page):
    made = table_page(an_image_list(3))
    made.release()
    made._document.close()
    assert made.view.model() is None
    assert made.path == ""
    for action in made.view.actions():
        if not action.text().endswith("…") and not action.isSeparator():
            action.trigger()
    made.refresh()
    qtbot.waitUntil(lambda: jobs.count == 0)
