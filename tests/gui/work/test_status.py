"""The status bar: what runs long is seen there, leads to the panel, and can be stopped from there."""

from PySide6.QtWidgets import QApplication, QMenu

from api.running import Progress


def counting(done, total):
    def do(work):
        work.report(Progress("receiving", done, total))
        work.rest(600)

    return do


def test_nothing_long_takes_no_room(window):
    assert not window.status.work.isVisible()
    assert not window.status.stop.isEnabled()


def test_one_is_named_with_its_share(window, begin, until):
    work = begin(counting(43, 100), title="Download Tom & Jerry", kind="download")
    assert window.status.running.text() == "Nothing is running"
    until(lambda: window.status.work.text() == "Download Tom && Jerry   43 %")
    assert window.status.running.text() == ""
    assert window.status.work.isVisible()
    work.cancel.cancel()
    until(lambda: not window.status.work.isVisible())
    assert window.status.running.text() == "Nothing is running"


def test_several_are_counted_by_their_kind(window, begin, resting, until):
    begin(resting, kind="watch")
    begin(resting, kind="watch")
    until(lambda: window.status.work.text() == "2 watches")
    begin(resting, kind="download")
    until(lambda: window.status.work.text() == "3 pieces of work")


def test_a_click_leads_to_the_panel(window, begin, resting, until):
    begin(resting)
    window.bench.close_panel()
    until(window.status.work.isVisible)
    window.status.work.click()
    assert window.work_panel.has_focus()


def test_the_stop_button_lets_the_person_choose(window, begin, resting, until):
    first, second = begin(resting, title="First"), begin(resting, title="Second")
    until(window.status.stop.isEnabled)
    window.status.stop.click()
    assert not first.cancel.cancelled
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text().split("   ")[0] for action in menu.actions()] == ["Cancel First", "Cancel Second"]
    menu.actions()[1].trigger()
    menu.close()
    until(lambda: second.state.ended)
    assert not first.cancel.cancelled
