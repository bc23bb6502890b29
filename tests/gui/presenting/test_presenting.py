"""While somebody presents, the screen tells no account, user or address; what is copied and kept stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
)

from gui.answer.labels import plain_label
from gui.presenting.screen import Screen, ShownDelegate
from gui.presenting.stand_ins import DOT, Presenting, on_screen, presenting
from gui.widgets.elided_label import ElidedLabel
from gui.work.desktop import Desktop


@pytest.fixture
def state(qapp):
    found = presenting()
    found.names = lambda: ("912345", "alice", "x", "")
    yield found
    found.switch(on=False)
    found.names = tuple


def test_nothing_changes_while_nobody_presents(state):
    assert on_screen("912345 alice@example.org") == "912345 alice@example.org"


def test_accounts_users_and_addresses_are_dots_of_the_same_length(state):
    state.switch(on=True)
    assert on_screen("alice · 912345 · DFW") == f"{DOT * 5} · {DOT * 6} · DFW"
    assert on_screen("/v1/MossoCloudFS_912345/c") == f"/v1/MossoCloudFS_{DOT * 6}/c"
    assert (
        on_screen("mail bob.b+x@mail.example.org, x") == f"mail {DOT * len('bob.b+x@mail.example.org')}, x"
    )
    assert on_screen("19123456 malice") == "19123456 malice"


def test_who_signs_in_is_learned(state):
    state.switch(on=True)
    state.names = lambda: ("bob",)
    assert on_screen("bob") == "bob"
    state.learn()
    assert on_screen("Bob 912345") == f"{DOT * 3} 912345"


def test_members_that_name_accounts_are_hidden_whole(state):
    assert state.shown_value("owner", "777") == "777"
    state.switch(on=True)
    assert state.shown_value("owner", '"777"') == f'"{DOT * 3}"'
    assert state.shown_value("X-Project-Id", "abc def") == f"{DOT * 3} {DOT * 3}"
    assert state.shown_value("name", '"777"') == '"777"'


def test_pieces_of_a_row_are_hidden_across_their_borders(state):
    state.switch(on=True)
    row = [('"', False), ("own", True), ("er", True), (": ", False), ('"77"', False), (", ", False),
           ("name", True), (": ", False), ("912", False), ("345", False)]  # fmt: skip
    assert state.shown_pieces(row) == [
        '"',
        "own",
        "er",
        ": ",
        f'"{DOT * 2}"',
        ", ",
        "name",
        ": ",
        DOT * 3,
        DOT * 3,
    ]


@given(st.text(), st.lists(st.text(), max_size=4))
def test_the_length_stays(text, names):
    state = Presenting()
    state.names = lambda: names
    state.switch(on=True)
    assert len(state.shown(text)) == len(text)


def picture(widget):
    return widget.grab().toImage()


def test_labels_tips_and_titles(state, qtbot, monkeypatch):
    screen = Screen(state)
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: told.append(text))
    label, plain, elided = QLabel("alice"), plain_label("account 912345", wrap=True), ElidedLabel("912345")
    twin = QLabel(DOT * 5)
    for widget in (label, plain, elided, twin):
        qtbot.addWidget(widget)
        widget.resize(200, 30)
        widget.show()
    label.setWindowTitle("of alice")
    label.setToolTip("alice")
    before = [picture(each) for each in (label, plain, elided)]
    state.switch(on=True)
    after = [picture(each) for each in (label, plain, elided)]
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert picture(label) == picture(twin)
    assert [each.text() for each in (label, plain, elided)] == ["alice", "account 912345", "912345"]
    assert label.windowTitle() == f"of {DOT * 5}"
    label.setWindowTitle("now 912345")
    assert label.windowTitle() == f"now {DOT * 6}"
    QApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1)))
    assert len(told) == 1
    assert "alice" not in told[0]
    state.switch(on=False)
    assert label.windowTitle() == "now 912345"
    assert [picture(each) for each in (label, plain, elided)] == before
    screen.deleteLater()


def a_button(text):
    return QPushButton(text)


def a_tool_button(text):
    button = QToolButton()
    button.setText(text)
    return button


def a_box(text):
    box = QComboBox()
    box.addItem(text)
    return box


def an_open_box(text):
    box = a_box(text)
    box.setEditable(True)
    return box


def an_empty_line(text):
    line = QLineEdit()
    line.setPlaceholderText(text)
    return line


def a_chosen_line(text):
    line = QLineEdit(text)
    line.selectAll()
    return line


def a_chosen_text(text):
    edit = QPlainTextEdit(f"first\n{text}")
    edit.selectAll()
    return edit


def a_bar(text):
    bar = QTabBar()
    bar.addTab("first")
    bar.addTab(text)
    return bar


def a_menu(text):
    menu = QMenu()
    menu.addAction("first")
    menu.addAction(text)
    return menu


def a_list(text):
    made = QListWidget()
    made.addItem(text)
    return made


KINDS = (QLabel, ElidedLabel, a_button, a_tool_button, QCheckBox, QRadioButton, a_box, an_open_box, QLineEdit,
         an_empty_line, a_chosen_line, QPlainTextEdit, a_chosen_text, a_bar, a_menu, a_list)  # fmt: skip


@pytest.mark.parametrize("make", KINDS, ids=lambda kind: kind.__name__)
def test_no_widget_paints_who_it_is_about(state, qtbot, make):
    state.names = lambda: ("abaa", "aaba")  # as wide as each other in any font
    screen = Screen(state)
    one, other = (make(f"of {name} here") for name in state.names())
    for widget in (one, other):
        qtbot.addWidget(widget)
        widget.resize(260, 60)
        widget.show()
    before = picture(one)
    assert before != picture(other), "nothing would have been found"
    state.switch(on=True)
    assert picture(one) == picture(other)
    assert picture(one) != before
    state.switch(on=False)
    assert picture(one) == before
    screen.deleteLater()


def test_a_rich_label_keeps_its_looks(state, qtbot):
    screen = Screen(state)
    label, twin = QLabel("<b>alice</b> and more"), QLabel(f"<b>{DOT * 5}</b> and more")
    for widget in (label, twin):
        qtbot.addWidget(widget)
        widget.resize(200, 30)
        widget.show()
    state.switch(on=True)
    assert "and more" in label.text()
    assert picture(label).size() == picture(twin).size()
    assert picture(label) == picture(twin)
    screen.deleteLater()


def test_a_field_that_asks_for_an_account_shows_none(state, qtbot):
    screen = Screen(state)
    one, other, free = QLineEdit("7877"), QLineEdit("7787"), QLineEdit("7877")
    for line, name in ((one, "member_id"), (other, "member_id"), (free, "name")):
        qtbot.addWidget(line)
        line.setAccessibleName(name)
        line.show()
    state.switch(on=True)
    assert picture(one) == picture(other)
    assert picture(one) != picture(free)
    assert one.text() == "7877"
    screen.deleteLater()


def test_a_field_is_used_as_before(state, qtbot):
    screen = Screen(state)
    line = QLineEdit("of alice")
    qtbot.addWidget(line)
    line.show()
    state.switch(on=True)
    line.setFocus()
    qtbot.keyClicks(line, " x")
    line.grab()
    assert line.text() == "of alice x"
    line.selectAll()
    line.copy()
    assert QApplication.clipboard().text() == "of alice x"
    screen.deleteLater()


def test_lines_of_json_and_headers_hide_the_values_of_accounts(state):
    line = '{"owner": "77 \\" 7", "name": "web", "tenant_id": 42}'
    assert state.shown_line(line) == line
    state.switch(on=True)
    dots = f'{{"owner": "{DOT * 2} {DOT}" {DOT}", "name": "web", "tenant_id": {DOT * 2}}}'
    assert state.shown_line(line) == dots
    assert state.shown_line("X-Project-Id: abc") == f"X-Project-Id: {DOT * 3}"
    assert state.shown_line("x of alice = 1") == f"x of {DOT * 5} = 1"


@given(st.text(st.sampled_from("ab:=\"'{}, \\owner")))
def test_lines_stay_as_long_as_they_are(text):
    state = Presenting()
    state.switch(on=True)
    assert len(state.shown_line(text)) == len(text)


def test_notifications_of_the_desktop(state, monkeypatch):
    told = []
    desktop = Desktop()
    monkeypatch.setattr(desktop, "_over_the_bus", lambda *words: told.append(words[:2]) or True)
    monkeypatch.setattr("sys.platform", "linux")
    state.switch(on=True)
    desktop.notify("Image of alice", "912345 has it", lambda: None)
    assert told == [(f"Image of {DOT * 5}", f"{DOT * 6} has it")]


def test_tips_of_items(state, qtbot, monkeypatch):
    screen, told = Screen(state), []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: told.append(text))
    entries = a_list("x")
    qtbot.addWidget(entries)
    entries.item(0).setToolTip("of alice")
    entries.show()
    state.switch(on=True)
    at = entries.visualItemRect(entries.item(0)).center()
    QApplication.sendEvent(entries.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, at))
    assert len(told) == 1
    assert "alice" not in told[0]
    screen.deleteLater()


def test_plain_lists_get_a_delegate_that_hides(state, qtbot):
    screen = Screen(state)
    tree = QTreeWidget()
    qtbot.addWidget(tree)
    tree.setColumnCount(2)
    tree.addTopLevelItem(QTreeWidgetItem(["X-Owner", "somebody else"]))
    tree.addTopLevelItem(QTreeWidgetItem(["Server", "nginx"]))
    tree.show()
    before = picture(tree)
    state.switch(on=True)
    assert isinstance(tree.itemDelegate(), ShownDelegate)
    assert picture(tree) != before
    state.switch(on=False)
    assert picture(tree) == before
    assert tree.topLevelItem(0).text(1) == "somebody else"
    screen.deleteLater()
