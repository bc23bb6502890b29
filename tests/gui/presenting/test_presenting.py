"""While somebody presents, the screen tells no account, user or address; what is copied and kept stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QTreeWidget, QTreeWidgetItem

from gui.answer.labels import plain_label
from gui.presenting.screen import Screen, ShownDelegate
from gui.presenting.stand_ins import DOT, Presenting, on_screen, presenting
from gui.widgets.elided_label import ElidedLabel


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
