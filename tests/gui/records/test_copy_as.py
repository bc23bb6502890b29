"""The button that copies a request for another tool, its menu, and the dialog that shows it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from api.exchange.build import build
from api.model import Place
from api.records.snippets.kinds import KINDS, Kind
from gui.records.copy_as import CopyAs
from gui.records.elsewhere import ElsewhereDialog
from gui.records.last_kind import last_kind
from tests.builders.calls import call, parameter, query


@pytest.fixture(autouse=True)
def curl_was_last(qapp):
    last_kind().choose(Kind.CURL)
    yield
    last_kind().choose(Kind.CURL)


def a_request():
    return build(call(parameter("name")), {query("name"): "it's"}, "http://127.0.0.1:1", Place()).preview


@pytest.fixture
def copy_as(qtbot):
    made = CopyAs(a_request())
    qtbot.addWidget(made)
    made.show()
    return made


def entries(copy_as):
    copy_as.menu.aboutToShow.emit()
    return {action.text(): action for action in copy_as.menu.actions() if action.text()}


def test_the_menu_has_every_kind_and_remembers_the_last(copy_as, qtbot):
    found = entries(copy_as)
    assert list(found) == [*(kind.label for kind in KINDS), "Take It Elsewhere…"]
    assert found["cURL"].isChecked()
    with qtbot.waitSignal(copy_as.said) as told:
        found["HTTPie"].trigger()
    assert "$OS_TOKEN" in told.args[0]
    assert QGuiApplication.clipboard().text().startswith("http --ignore-stdin")
    assert copy_as.button.text() == "Copy as HTTPie"
    assert entries(copy_as)["HTTPie"].isChecked()
    copy_as.click()
    assert "it%27s" in QGuiApplication.clipboard().text()


def test_what_a_tool_cannot_do_is_greyed_with_the_reason(copy_as, qtbot):
    entry = entries(copy_as)["openstack command"]
    assert not entry.isEnabled()
    assert entry.toolTip() == "The openstack command has nothing for this call."
    before = QGuiApplication.clipboard().text()
    with qtbot.waitSignal(copy_as.said) as told:
        copy_as.copy(Kind.OPENSTACK)
    assert told.args == [entry.toolTip()]
    assert QGuiApplication.clipboard().text() == before


def test_without_a_request_nothing_is_copied(qtbot):
    made = CopyAs()
    qtbot.addWidget(made)
    QGuiApplication.clipboard().setText("before")
    made.click()
    made.open_dialog()
    assert entries(made)
    assert QGuiApplication.clipboard().text() == "before"


def test_every_button_names_the_kind_that_was_taken_elsewhere(copy_as, qtbot):
    other = CopyAs()
    qtbot.addWidget(other)
    copy_as.copy(Kind.ANSIBLE)
    assert other.button.text() == "Copy as Ansible"


@pytest.fixture
def dialog(copy_as, qtbot):
    copy_as.open_dialog()
    found = next(each for each in QApplication.topLevelWidgets() if isinstance(each, ElsewhereDialog))
    yield found
    found.close()


def test_the_dialog_shows_each_kind_and_copies_it(dialog, qtbot):
    assert not dialog.isModal()
    assert dialog.text.toPlainText().startswith("curl ")
    dialog.switch.choose(KINDS.index(Kind.POWERSHELL))
    assert "HttpClient" in dialog.text.toPlainText()
    assert "PowerShell 7.2" in dialog.advice.text()
    with qtbot.waitSignal(dialog.said):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
    assert last_kind().kind is Kind.POWERSHELL


def test_the_dialog_says_why_there_is_no_command(dialog):
    dialog.switch.choose(KINDS.index(Kind.OPENSTACK))
    assert dialog.text.placeholderText() == "The openstack command has nothing for this call."
    assert dialog.text.toPlainText() == ""
    assert not dialog.copy.isEnabled()


def test_an_unknown_kind_that_was_kept_changes_nothing(qapp):
    last_kind().restore("telnet")
    assert last_kind().kind is Kind.CURL
    last_kind().restore("ansible")
    assert last_kind().kind is Kind.ANSIBLE
