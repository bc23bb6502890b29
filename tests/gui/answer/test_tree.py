"""The tree: Qt's own model tester on good and bad documents, keyboard, copying, secrets."""

import json

import pytest
from PySide6.QtCore import QModelIndex, Qt

from api.answer.veil import DOTS
from gui.answer.tree_model import PIECES, TreeModel
from gui.answer.tree_page import TreePage
from gui.answer.tree_view import DEEPEST, TreeView
from gui.answer.value_pane import SHOWN
from tests.builders.exchanges import an_image_list

SECRET = {"access": {"token": {"id": "s3cret", "expires": "soon"}, "user": {"id": "7"}}}


def rows(model, parent=None):
    parent = parent or QModelIndex()
    return [model.index(row, 0, parent) for row in range(model.rowCount(parent))]


def texts(model, parent=None):
    return [index.data() for index in rows(model, parent)]


def at(view, pointer):
    model = view.tree_model
    return model.index_of(model.outline.document.find(pointer))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"5",
        b'"text"',
        b"[]",
        b"{}",
        b'{"a": [1, {"b": null}], "a": true}',
        b'{"a": [1, 2',
        b"[NaN, 1e999, -Infinity]",
        b"[" + b",".join([b"1"] * 2500) + b"]",
        b"[" * 60 + b"]" * 60,
        b'{"\xff": "\xc3", "x": "\\ud800"}',
        json.dumps(an_image_list(3)).encode(),
    ],
)
def test_the_model_is_right_for_any_document(data, read, qtmodeltester):
    qtmodeltester.check(TreeModel(*read(data)), force_py=True)


def test_rows_say_what_is_there(read):
    model = TreeModel(
        *read(b'{"list": [{"name": "web-01", "status": "queued"}], "n": 1.50, "t": "a\\nb", "o": {}}')
    )
    assert texts(model) == ["list: [ ]  1 item", "n: 1.50", 't: "a\\nb"', "o: { }  0 members"]
    inside = model.index(0, 0, model.index(0, 0))
    assert inside.data() == "0: { } web-01 · queued – waiting for data"
    assert [piece.role for piece in inside.data(PIECES)][-2:] == ["warning", "dim"]
    roles = [piece.role for piece in model.index(1, 0).data(PIECES)]
    assert roles == ["json_key", "dim", "json_number"]


def test_sizes_and_times_are_read_aloud(read):
    model = TreeModel(
        *read({"size": 741591040, "min_disk": 741591040, "created_at": "2021-02-20T01:39:41Z"})
    )
    size, other, created = texts(model)
    assert size == "size: 741591040   707 MiB"
    assert other == "min_disk: 741591040"
    assert created.startswith('created_at: "2021-02-20T01:39:41Z"   ')
    assert created.endswith(" y ago")


def test_ranges_of_a_thousand(read):
    model = TreeModel(*read({"many": list(range(2500))}))
    assert texts(model, model.index(0, 0)) == ["[0 … 999]", "[1,000 … 1,999]", "[2,000 … 2,499]"]
    third = model.index(2, 0, model.index(0, 0))
    assert texts(model, third)[-1] == "2499: 2499"


def test_screen_readers_hear_path_kind_and_value(read):
    model = TreeModel(*read({"images": [{"id": "x"}]}))
    index = model.index(0, 0, model.index(0, 0, model.index(0, 0)))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == 'images[0].id, text, "x"'


def test_markup_and_direction_marks_stay_text(read):
    model = TreeModel(*read({"<b>k</b>": "<img src=x>\u202egnp"}))
    assert texts(model) == ['<b>k</b>: "<img src=x>\\u202egnp"']


def test_long_values_are_cut_in_the_row(read):
    model = TreeModel(*read({"long": "x" * 1_000_000}))
    text = model.index(0, 0).data()
    assert len(text) < 400
    assert text.endswith('…"')


def test_a_page_opens_by_itself_but_not_too_much(qtbot, read):
    view = TreeView(*read(an_image_list(1500)))
    qtbot.addWidget(view)
    assert view.isExpanded(at(view, "/images"))
    assert view.current_node() == view.tree_model.outline.document.find("/images")
    assert not view.isExpanded(view.tree_model.index(0, 0, at(view, "/images")))


def test_a_deep_document_opens_some_levels_and_the_rest_can_be_reached(qtbot, read):
    view = TreeView(*read(b"[" * 10_000 + b"1" + b"]" * 10_000))
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    with qtbot.waitSignal(view.said) as said:
        view.show_node(9_000)
    assert said.args == ["This is 9,000 levels deep; the tree goes to level 250 on the way."]
    assert view.current_node() == DEEPEST
    qtbot.keyClick(view, Qt.Key.Key_Asterisk)
    view.grab()


def test_open_all_stops_and_says_so(qtbot, read):
    view = TreeView(*read({"a": [{"b": [1, 2, 3], "c": {"d": 1}} for _ in range(900)]}))
    qtbot.addWidget(view)
    view.collapseAll()
    view.setCurrentIndex(at(view, "/a"))
    with qtbot.waitSignal(view.said) as said:
        qtbot.keyClick(view, Qt.Key.Key_Asterisk)
    assert view.isExpanded(at(view, "/a/0/b"))
    assert not view.isExpanded(at(view, "/a/899/c"))
    assert said.args[0].startswith("Opened ")


def test_going_to_a_node_inside_a_range(qtbot, read):
    view = TreeView(*read({"many": [{"id": n} for n in range(1500)]}))
    qtbot.addWidget(view)
    node = view.tree_model.outline.document.find("/many/1200/id")
    view.show_node(node)
    assert view.current_node() == node
    assert view.isExpanded(at(view, "/many/1200"))
    assert view.currentIndex().parent().parent().data() == "[1,000 … 1,499]"


def test_copying(qtbot, read, clipboard):
    view = TreeView(*read({"images": [{"id": "x", "n": 1.0, "a/b": None}]}))
    qtbot.addWidget(view)
    actions = {action.text(): action for action in view.actions()}

    def copied(pointer, action):
        view.setCurrentIndex(at(view, pointer))
        actions[action].trigger()
        return clipboard.text()

    assert copied("/images/0/id", "Copy value") == "x"
    assert copied("/images/0/id", "Copy name") == "id"
    assert copied("/images/0/id", "Copy path") == "images[0].id"
    assert copied("/images/0/a~1b", "Copy JSON pointer") == "/images/0/a~1b"
    assert json.loads(copied("/images/0", "Copy value")) == {"id": "x", "n": 1.0, "a/b": None}
    assert copied("/images", "Copy with everything below as JSON").startswith("[\n  {\n")


def test_copy_by_keyboard(qtbot, read, clipboard):
    view = TreeView(*read({"id": "x"}))
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "x"


def test_a_secret_is_dots_until_enter_shows_it(qtbot, read, clipboard):
    view = TreeView(*read(SECRET, ("/access/token/id", "/access/user/id")))
    qtbot.addWidget(view)
    index = at(view, "/access/token/id")
    assert DOTS in index.data()
    assert "s3cret" not in index.data() + index.data(Qt.ItemDataRole.AccessibleTextRole)
    view.setCurrentIndex(index)
    clipboard.setText("before")
    {action.text(): action for action in view.actions()}["Copy value"].trigger()
    assert clipboard.text() == "before"
    with qtbot.waitSignal(view.revealed):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert at(view, "/access/token/id").data() == 'id: "s3cret"'
    assert DOTS in at(view, "/access/user/id").data()


def test_a_copied_subtree_keeps_its_secrets(qtbot, read, clipboard):
    view = TreeView(*read(SECRET, ("/access/token/id",)))
    qtbot.addWidget(view)
    view.setCurrentIndex(at(view, "/access"))
    {action.text(): action for action in view.actions()}["Copy value"].trigger()
    assert "s3cret" not in clipboard.text()
    assert json.loads(clipboard.text())["token"]["id"] == DOTS


def test_a_covered_object_cannot_be_opened_until_it_is_shown(qtbot, read):
    view = TreeView(*read({"keys": {"private": "s3cret"}}, ("/keys",)))
    qtbot.addWidget(view)
    index = at(view, "/keys")
    assert view.tree_model.rowCount(index) == 0
    view.setCurrentIndex(index)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert texts(view.tree_model, at(view, "/keys")) == ['private: "s3cret"']


def test_the_menu_offers_what_fits_the_row(qtbot, read):
    view = TreeView(*read(SECRET, ("/access/token/id",)))
    qtbot.addWidget(view)

    def offered(pointer):
        menu = view.menu_for(at(view, pointer))
        return [action.text() for action in menu.actions() if action.text()]

    assert offered("/access/token/id")[0] == "Show hidden value"
    assert offered("/access/user/id")[0] == "Show whole value"
    assert "Open all under here\t*" in offered("/access")


def test_the_pane_shows_the_whole_value(qtbot, read, clipboard):
    outline, veil = read({"long": "y" * (SHOWN + 50), "short": "z", "list": []})
    page = TreePage(outline.document, veil)
    qtbot.addWidget(page)
    page.resize(700, 500)
    page.show()
    assert not page.pane.isVisible()
    page.tree.setCurrentIndex(at(page.tree, "/long"))
    qtbot.keyClick(page.tree, Qt.Key.Key_Space)
    assert page.pane.isVisible()
    assert page.pane.text == "y" * SHOWN
    page.pane._copy()
    assert clipboard.text() == "y" * (SHOWN + 50)
    page.tree.setCurrentIndex(at(page.tree, "/short"))
    assert page.pane.text == "z"
    page.tree.setCurrentIndex(at(page.tree, "/list"))
    assert page.pane.text == ""
    assert page.tree.viewport().rect().contains(page.tree.visualRect(page.tree.currentIndex()).center())
    page.pane.closed.emit()
    assert not page.pane.isVisible()
