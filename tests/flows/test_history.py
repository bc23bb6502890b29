"""The history through the window: by keys, with the real file and the practice cloud."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox

from api.model import Place
from api.records.history.entry import Wanted
from api.running import CancelToken
from api.wire.request import Slot, Template
from gui.answer.compare.tab import CompareTab
from gui.parameters.dialog import ParameterDialog
from gui.records.elsewhere import ElsewhereDialog
from gui.records.export.dialog import ExportDialog
from gui.records.history.filters import Filters
from gui.records.history.secrets_dialog import SecretsDialog
from gui.records.saved.save_dialog import SaveDialog
from tests.builders.recorded import sent

LIST, TASKS, DELETE = "cloud-images.list-images", "cloud-images.list-tasks", "cloud-images.delete-image"
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def hand(start):
    """A window that is signed in to the practice cloud."""
    return start("rackspace")


def titles(page):
    return [entry.title for entry in page.view.history.entries]


def call(hand, words, title):
    """Send a call that has nothing that must be filled in."""
    before = hand.window.answers.count
    hand.open_call(words, title)
    hand.send()
    hand.until(lambda: hand.window.answers.count > before)
    hand.answered(title, 200)
    for dialog in hand.window.findChildren(ParameterDialog):
        dialog.close()
    hand.window.activateWindow()
    hand.until(hand.window.isActiveWindow)


@pytest.fixture
def page(hand):
    """The page of the history, with two calls that were sent through the window."""
    call(hand, "list images", "List Images")
    call(hand, "list tasks", "List Tasks")
    hand.press("Alt+5")
    shown = hand.window.left.page
    hand.until(lambda: titles(shown) == ["List Tasks", "List Images"])
    hand.until(shown.view.hasFocus)
    return shown


def box(hand):
    hand.until(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    return QApplication.activeModalWidget()


def test_an_empty_history_says_what_will_be_there(hand):
    hand.press("Alt+5")
    page = hand.window.left.page
    hand.until(lambda: "Nothing was sent yet" in page.says.text())
    assert page.counter.text() == "0 calls"


def test_old_answers_are_found_and_opened_by_keys(hand, page):
    assert page.counter.text() == "2 calls"
    hand.click(page.search)
    hand.type("debian")
    hand.until(lambda: titles(page) == ["List Images"])
    assert page.counter.text() == "1 of 2 calls"
    hand.press("Return")
    hand.until(page.view.hasFocus)
    before = hand.window.answers.count
    hand.press("Return")
    hand.until(lambda: hand.window.answers.count == before + 1)
    hand.answered("List Images", 200)
    assert "From the history: sent" in hand.tab.strip.sentence
    assert hand.json()["images"]
    hand.press("Alt+5")
    hand.until(page.view.hasFocus)
    hand.press("Return")  # it is open already
    hand.until(lambda: not hand.window.left.page.view.hasFocus())
    assert hand.window.answers.count == before + 1


def test_words_that_nobody_sent_are_nowhere(hand, page):
    hand.click(page.search)
    hand.type("xyzzy")
    hand.until(lambda: "No call in the history fits" in page.says.text())
    hand.press("Escape")
    hand.until(lambda: len(titles(page)) == 2)


def test_a_call_is_sent_again_and_the_list_grows(hand, page):
    hand.press("Home")
    page.view.choose_first()
    before = hand.window.answers.count
    hand.press("F5")
    hand.until(lambda: hand.window.answers.count == before + 1)
    hand.answered("List Tasks", 200)
    hand.until(lambda: titles(page) == ["List Tasks", "List Tasks", "List Images"])
    assert page.view.current.title == "List Tasks"


def test_an_old_answer_is_sent_again_from_its_tab(hand, page, desk):
    page.view.choose_first()
    hand.press("Return")
    hand.until(lambda: "From the history" in hand.tab.strip.sentence)
    hand.answered("List Tasks", 200)
    old = hand.tab.exchange
    hand.click(hand.named(hand.tab.strip, "Send again"))
    hand.until(lambda: hand.tab.exchange is not old)
    hand.answered("List Tasks", 200)
    assert hand.tab.strip.sentence == ""
    hand.until(lambda: desk.history.count() == 3)


def test_a_sign_in_that_ended_is_asked_for_and_nothing_is_sent(hand, page, desk):
    desk.sign_out(hand.window.profile, CancelToken())
    page.view.choose_first()
    hand.press("F5")
    hand.until(lambda: "Nobody is signed in" in hand.words(hand.window))
    assert desk.history.flush(60)
    assert desk.history.count() == 2


def test_a_form_is_opened_with_the_values_of_then(hand, page):
    call_values = {"limit": "7"}
    hand.open_call("list images", "List Images")
    hand.fill(**call_values)
    hand.send()
    hand.answered("List Images", 200)
    for dialog in hand.window.findChildren(ParameterDialog):
        dialog.form.replace({})
        dialog.close()
    hand.window.activateWindow()
    hand.press("Alt+5")
    hand.until(lambda: len(titles(page)) == 3)
    hand.until(page.view.hasFocus)
    page.view.choose_first()
    hand.press("Ctrl+E")
    hand.until(lambda: isinstance(QApplication.activeWindow(), ParameterDialog))
    values, _faults = hand.dialog.form.capture().read()
    assert 7 in values.values()


def test_then_is_compared_with_now(hand, page):
    page.view.choose_first()
    hand.press("Ctrl+Shift+D")
    hand.until(lambda: hand.window.answers.findChild(CompareTab) is not None)
    compared = hand.window.answers.findChild(CompareTab)
    hand.until(lambda: not compared.running)
    left, right = compared.sides
    assert left.sent < right.sent
    hand.until(lambda: titles(page)[:2] == ["List Tasks", "List Tasks"])


def test_stars_and_filters(hand, page):
    page.view.choose_first()
    hand.press("Ctrl+D")
    hand.until(lambda: page.view.history.entries[0].starred)
    hand.click(page.filter_button)
    hand.until(lambda: isinstance(QApplication.activePopupWidget(), Filters))
    assert page.filters.product.findText("Cloud Images") > 0
    QTest.keyClick(page.filters.starred, Qt.Key.Key_Space)
    hand.until(lambda: titles(page) == ["List Tasks"])
    assert page.filter_button.text() == "Filter · 1"
    page.filters.reset_button.click()
    hand.until(lambda: len(titles(page)) == 2)
    page.filters.outcome.setCurrentIndex(4)
    hand.until(lambda: "No call in the history fits" in page.says.text())
    page.filters.reset()
    page.filters.hide()
    hand.until(lambda: len(titles(page)) == 2)
    page.view.setFocus()
    page.view.choose_first()
    hand.press("Ctrl+D")
    hand.until(lambda: not page.view.history.entries[0].starred)


def test_one_is_removed_at_once_several_after_a_question(hand, page, desk):
    page.view.choose_first()
    hand.press("Delete")
    hand.until(lambda: titles(page) == ["List Images"])
    call(hand, "list tasks", "List Tasks")
    hand.press("Alt+5")
    hand.until(lambda: len(titles(page)) == 2)
    hand.until(page.view.hasFocus)
    hand.press("Ctrl+A")
    hand.press("Delete")
    question = box(hand)
    assert "Remove 2 calls" in question.text()
    hand.click(hand.named(question, "Remove"))
    hand.until(lambda: titles(page) == [])
    assert desk.history.count() == 0


def test_everything_is_cleared_after_a_question(hand, page, desk):
    menu = page.menu()
    entries = {action.text(): action for action in menu.actions()}
    entries["Clear history…"].trigger()
    hand.press("Escape")  # Keep
    assert desk.history.count() == 2
    entries["Remove all bodies…"].trigger()
    hand.click(hand.named(box(hand), "Remove bodies"))
    hand.until(lambda: not page.view.history.entries[0].has_body)
    entries["Clear history…"].trigger()
    hand.click(hand.named(box(hand), "Clear history"))
    hand.until(lambda: "Nothing was sent yet" in page.says.text())
    menu.close()


def test_what_is_older_is_removed(hand, page, desk):
    desk.history.note(sent(title="Long ago", minutes=-60 * 24 * 40))
    hand.until(lambda: len(titles(page)) == 3)
    hand.window.history.ask_remove_older("a month", 30)
    hand.click(hand.named(box(hand), "Remove"))
    hand.until(lambda: titles(page) == ["List Tasks", "List Images"])


def test_do_not_record_is_seen_and_leaves_no_trace(hand, page, desk):
    hand.window.actions_.by_name["do_not_record"].trigger()
    mark = hand.window.status.unrecorded
    hand.until(mark.isVisible)
    assert hand.window.actions_.by_name["do_not_record"].isChecked()
    call(hand, "list tasks", "List Tasks")
    assert desk.history.flush(60)
    assert desk.history.count() == 2
    hand.click(mark)
    hand.until(lambda: not mark.isVisible())
    assert not hand.window.actions_.by_name["do_not_record"].isChecked()
    call(hand, "list tasks", "List Tasks")
    hand.until(lambda: desk.history.count() == 3)


def test_secrets_that_were_not_kept_are_asked_for(hand, page, desk):
    place = hand.window.place
    request = desk.draft(desk.catalogue.call(TASKS), {}, place).request
    slot = Slot("query:secret_word", "SECRET_WORD")
    url = Template((*request.url.parts, "?word=", slot))
    exchange = replace(sent(), request=replace(request, url=url, title="With a secret"))
    desk.history.note(exchange)
    hand.until(lambda: titles(page)[-1] == "With a secret")
    page.view.choose(exchange.id)
    hand.press("F5")
    hand.until(lambda: isinstance(QApplication.activeModalWidget(), SecretsDialog))
    dialog = QApplication.activeModalWidget()
    assert not dialog.send.isEnabled()
    before = hand.window.answers.count
    field = dialog.findChild(QLineEdit)
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(field, "open-sesame")
    QTest.keyClick(field, Qt.Key.Key_Return)
    hand.until(lambda: hand.window.answers.count == before + 1)
    hand.until(lambda: not hand.tab.running)
    assert "open-sesame" not in hand.tab.exchange.request.url.masked()
    hand.until(lambda: desk.history.count(Wanted(text="With a secret")) == 2)
    assert desk.history.count(Wanted(text="open-sesame")) == 0


def test_a_history_that_cannot_be_used_is_told_once(hand, desk, data_dir):
    (data_dir / "history.db").mkdir()
    call(hand, "list images", "List Images")
    hand.until(lambda: "The history cannot be written" in hand.words(hand.window))
    hand.press("Alt+5")
    page = hand.window.left.page
    hand.until(lambda: "The history cannot be written" in page.says.text())


def test_many_entries_come_a_page_at_a_time(hand, desk, qtmodeltester):
    for number in range(450):
        desk.history.note(sent(title=f"Call {number}", minutes=number))
    assert desk.history.flush(120)
    hand.press("Alt+5")
    page = hand.window.left.page
    hand.until(lambda: len(titles(page)) >= 200)
    assert titles(page)[0] == "Call 449"
    assert page.counter.text() == "450 calls"

    def scrolled_to_the_end():
        page.view.scrollToBottom()
        return len(titles(page)) == 450

    hand.until(scrolled_to_the_end)
    assert titles(page) == [f"Call {number}" for number in reversed(range(450))]
    qtmodeltester.check(page.view.history, force_py=True)


def test_the_menu_says_what_the_keys_do(hand, page):
    page.view.choose_first()
    menu = page.menu()
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[:2] == ["Open\tReturn", "Send again\tF5"]
    assert words[2:4] == ["Open in the dialog…\tCtrl+E", "Compare with now\tCtrl+Shift+D"]
    assert "Star\tCtrl+D" in words
    menu.close()
    page._open_menu(QPoint(4, 4))
    hand.until(lambda: QApplication.activePopupWidget() is not None)
    QApplication.activePopupWidget().close()


def test_a_place_that_is_gone_is_told_when_its_form_is_opened(hand, page, desk):
    exchange = sent(request=replace(sent().request, call_id="gone.call", place=Place("gone", "1", "DFW")))
    desk.history.note(exchange)
    hand.until(lambda: exchange.id in [entry.id for entry in page.view.history.entries])
    page.view.choose(exchange.id)
    assert not page._side.can_compare(page.view.current)
    hand.press("Ctrl+E")
    hand.until(lambda: "gone.call" in hand.words(hand.window))


def test_an_entry_is_saved_exported_and_taken_elsewhere(hand, page):
    page.view.choose_first()
    for keys, kind in (("Ctrl+S", SaveDialog), ("Ctrl+Shift+E", ExportDialog)):
        hand.press(keys)
        hand.until(lambda kind=kind: hand.window.findChild(kind) is not None)
        hand.window.findChild(kind).close()
        hand.window.activateWindow()
        hand.until(hand.window.isActiveWindow)
        page.view.setFocus()
    page.do("elsewhere")
    hand.until(lambda: hand.window.findChild(ElsewhereDialog) is not None)
    hand.window.findChild(ElsewhereDialog).close()
