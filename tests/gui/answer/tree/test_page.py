"""The tree: Qt's own model tester on good and bad documents, keyboard, copying, secrets."""

import json
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QToolButton

from api.answer.matchers import Wanted, Where
from api.answer.search import Matches, find
from api.answer.veil import DOTS
from gui.answer.tree import row_text
from gui.answer.tree.model import PIECES, TreeModel
from gui.answer.tree.opener import DEEPEST
from gui.answer.tree.page import TreePage
from gui.answer.tree.value_pane import SHOWN
from gui.answer.tree.view import TreeView
from tests.builders.exchanges import an_image_list

SECRET = {"access": {"token": {"id": "s3cret", "expires": "soon"}, "user": {"id": "7"}}}


@pytest.fixture
def tree(qtbot, read, jobs):
    """A tree that has opened its first rows."""

    def make(value, pointers=()):
        view = TreeView(*read(value, pointers), jobs)
        qtbot.addWidget(view)
        qtbot.waitUntil(lambda: not view.opener.active)
        return view

    return make


def rows(model, parent=None):
    parent = parent or QModelIndex()
    return [model.index(row, 0, parent) for row in range(model.rowCount(parent))]


def texts(model, parent=None):
    return [index.data() for index in rows(model, parent)]


def at(view, pointer):
    model = view.tree_model
    return model.index_of(model.outline.document.find(pointer))


@pytest.mark.parametrize(
    ("value", "words"), [([], "An empty list: [ ]"), ({}, "An empty object: { }"), (5, ""), ([1], "")]
)
def test_what_has_no_rows_says_what_it_is(tree, value, words):
    view = tree(value)
    assert "".join(label.text() for label in view.findChildren(QLabel)) == words
    assert view.accessibleDescription() == words


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
    assert size == "size: 741591040  · 707 MiB"
    assert other == "min_disk: 741591040"
    here = datetime(2021, 2, 20, 1, 39, 41, tzinfo=UTC).astimezone()
    assert created.startswith(f'created_at: "2021-02-20T01:39:41Z"  · {here.day} Feb 2021 {here:%H:%M}, ')
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


def test_a_page_opens_by_itself_but_not_too_much(qtbot, tree):
    view = tree(an_image_list(1500))
    assert view.isExpanded(at(view, "/images"))
    assert view.current_node() == view.tree_model.outline.document.find("/images")
    assert not view.isExpanded(view.tree_model.index(0, 0, at(view, "/images")))


def test_what_is_short_but_deep_is_copied_by_a_worker(qtbot, tree, clipboard):
    view = tree(b"[" * 3_000 + b"1" + b"]" * 3_000)
    view.show_node(1)
    said = []
    view.said.connect(said.append)
    view.copies.copy_json(1)
    assert said == ["Copying the JSON."]
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[1] == "Copied the JSON."
    assert clipboard.text().replace("\n", "").replace(" ", "") == "[" * 2_999 + "1" + "]" * 2_999


def test_a_deep_document_opens_some_levels_and_the_rest_can_be_reached(qtbot, tree):
    view = tree(b"[" * 10_000 + b"1" + b"]" * 10_000)
    view.resize(600, 300)
    view.show()
    with qtbot.waitSignal(view.said) as said:
        view.show_node(9_000)
    assert said.args == ["This is 9,000 levels deep; the tree goes to level 250 on the way."]
    assert view.current_node() == DEEPEST
    qtbot.keyClick(view, Qt.Key.Key_Asterisk)
    view.grab()


def test_open_all_stops_and_says_how_many_are_left(qtbot, tree):
    view = tree({"a": [{"b": [1, 2, 3], "c": {"d": 1}} for _ in range(900)]})
    view.setCurrentIndex(at(view, "/a"))
    with qtbot.waitSignal(view.said) as said:
        qtbot.keyClick(view, Qt.Key.Key_Asterisk)
    assert view.isExpanded(at(view, "/a/0/b"))
    assert not view.isExpanded(at(view, "/a/899/c"))
    shown = sum(1 for _ in open_rows(view, at(view, "/a")))
    assert shown <= 5001
    assert said.args == [f"Opened {shown:,} rows, {900 * 7 - shown:,} more below."]


def open_rows(view, parent):
    for index in rows(view.tree_model, parent):
        yield index
        if view.isExpanded(index):
            yield from open_rows(view, index)


def test_open_all_says_nothing_when_all_is_open(qtbot, tree):
    view = tree({"a": {"b": [1, {"c": 2}], "key": {"secret": [1, 2]}}}, ("/a/key",))
    said = []
    view.said.connect(said.append)
    view.open_all_under(at(view, "/a"))
    qtbot.waitUntil(lambda: not view.opener.active)
    assert len(list(open_rows(view, at(view, "/a")))) == 5
    assert said == []


def test_open_all_of_a_range(qtbot, tree):
    view = tree([[n] for n in range(1500)])
    second = view.tree_model.index(1, 0)
    view.open_all_under(second)
    qtbot.waitUntil(lambda: not view.opener.active)
    assert view.isExpanded(at(view, "/1499"))
    assert not view.isExpanded(at(view, "/999"))


def test_what_is_open_and_in_sight_can_be_told_and_restored(qtbot, tree, read, jobs):
    value = {"list": [{"id": n, "tags": ["a", "b"]} for n in range(1200)], "end": 1}
    view = tree(value)
    view.resize(400, 200)
    view.show()
    view.show_node(view.tree_model.outline.document.find("/list/1150/tags/1"))
    view.expand(at(view, "/list/3"))
    view.collapse(at(view, "/list/3"))
    standing = view.standing()
    other = TreeView(*read(value), jobs, standing)
    qtbot.addWidget(other)
    other.resize(400, 200)
    other.show()
    qtbot.waitUntil(lambda: other.settled)
    assert other.current_node() == view.current_node()
    assert other.indexAt(QPoint(0, 0)).data() == view.indexAt(QPoint(0, 0)).data()
    assert not other.isExpanded(at(other, "/list/3"))
    assert set(other.standing().opened) == set(standing.opened)


def test_what_was_told_opens_out_of_sight_once_it_is_asked_for(qtbot, tree, read, jobs):
    value = {"list": [{"id": n, "tags": ["a", "b"]} for n in range(20)], "end": 1}
    view = tree(value)
    view.expand(at(view, "/list/3"))
    standing = view.standing()
    other = TreeView(*read(value), jobs, standing)
    qtbot.addWidget(other)
    assert not other.settled
    assert other.standing() == standing  # whoever asks meanwhile is told what will be
    other.reopen()
    qtbot.waitUntil(lambda: other.settled)
    assert not other.isVisible()
    assert set(other.standing().opened) == set(standing.opened)


def test_going_to_a_node_inside_a_range(qtbot, tree):
    view = tree({"many": [{"id": n} for n in range(1500)]})
    node = view.tree_model.outline.document.find("/many/1200/id")
    view.show_node(node)
    assert view.current_node() == node
    assert view.isExpanded(at(view, "/many/1200"))
    assert view.currentIndex().parent().parent().data() == "[1,000 … 1,499]"


def copy(view, pointer, what):
    view.setCurrentIndex(at(view, pointer))
    {action.text(): action for action in view.copies.actions}[what].trigger()


def test_copying(tree, clipboard):
    view = tree({"images": [{"id": "x", "n": 1.0, "a/b": None}]})

    def copied(pointer, what):
        copy(view, pointer, what)
        return clipboard.text()

    assert copied("/images/0/id", "Value") == "x"
    assert copied("/images/0/id", "Name") == "id"
    assert copied("/images/0/id", "JMESPath") == "images[0].id"
    assert copied("/images/0/id", "Python path") == 'data["images"][0]["id"]'
    assert copied("/images/0/a~1b", "JSON pointer") == "/images/0/a~1b"
    assert json.loads(copied("/images/0", "Value")) == {"id": "x", "n": 1.0, "a/b": None}
    assert copied("/images", "Everything below as JSON").startswith("[\n  {\n")


def test_a_way_to_a_name_that_is_overruled_says_so(qtbot, tree, clipboard):
    view = tree(b'{"a": 1, "a": 2}')
    first, last = rows(view.tree_model)
    view.setCurrentIndex(first)
    with qtbot.waitSignal(view.said) as said:
        view.copies.actions[2].trigger()
    assert said.args == [
        "Copied the JSON pointer. A later member has the same name: readers of JSON get that one there."
    ]
    view.setCurrentIndex(last)
    with qtbot.waitSignal(view.said) as said:
        view.copies.actions[2].trigger()
    assert said.args == ["Copied the JSON pointer."]


def test_long_values_are_copied_by_a_worker(qtbot, tree, clipboard):
    long = "x\n" * 800_000
    view = tree({"long": long})
    with qtbot.waitSignal(view.said, check_params_cb=lambda said: said == "Copied the value."):
        copy(view, "/long", "Value")
    assert clipboard.text() == long


def test_copy_by_keyboard(qtbot, tree, clipboard):
    view = tree({"id": "x"})
    view.show()
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "x"


def test_a_secret_is_dots_until_enter_shows_it(qtbot, tree, clipboard):
    view = tree(SECRET, ("/access/token/id", "/access/user/id"))
    index = at(view, "/access/token/id")
    assert DOTS in index.data()
    assert "s3cret" not in index.data() + index.data(Qt.ItemDataRole.AccessibleTextRole)
    view.setCurrentIndex(index)
    clipboard.setText("before")
    copy(view, "/access/token/id", "Value")
    assert clipboard.text() == "before"
    with qtbot.waitSignal(view.revealed):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert at(view, "/access/token/id").data() == 'id: "s3cret"'
    assert DOTS in at(view, "/access/user/id").data()


def test_a_copied_subtree_keeps_its_secrets(qtbot, tree, clipboard):
    view = tree(SECRET, ("/access/token/id",))
    view.setCurrentIndex(at(view, "/access"))
    copy(view, "/access", "Value")
    assert "s3cret" not in clipboard.text()
    assert json.loads(clipboard.text())["token"]["id"] == DOTS


def test_a_covered_object_cannot_be_opened_until_it_is_shown(qtbot, tree):
    view = tree({"keys": {"private": "s3cret"}}, ("/keys",))
    index = at(view, "/keys")
    assert view.tree_model.rowCount(index) == 0
    view.setCurrentIndex(index)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert texts(view.tree_model, at(view, "/keys")) == ['private: "s3cret"']


def test_the_menu_offers_what_fits_the_row(qtbot, tree):
    view = tree(SECRET, ("/access/token/id",))

    def offered(pointer):
        menu = view.menu_for(at(view, pointer))
        return [action.text() for action in menu.actions() if action.text()]

    assert offered("/access/token/id")[0] == "Show hidden value"
    assert offered("/access/user/id")[0] == "Show whole value"
    assert "Open all under here\t*" in offered("/access")


def test_what_another_view_revealed_is_shown(page):
    shown = page({"key": {"inner": "s3cret"}, "id": "s3cret"}, ("/key", "/id"))
    shown._open_pane(shown.tree.tree_model.outline.document.find("/id"))
    assert shown.pane.text == DOTS
    shown.tree.setCurrentIndex(at(shown.tree, "/id"))
    shown.tree.tree_model.veil.reveal_all()
    shown.refresh()
    assert shown.pane.text == "s3cret"
    assert texts(shown.tree.tree_model, at(shown.tree, "/key")) == ['inner: "s3cret"']


@pytest.fixture
def page(qtbot, read, jobs):
    def make(value, pointers=()):
        outline, veil = read(value, pointers)
        made = TreePage(outline.document, veil, jobs)
        qtbot.addWidget(made)
        made.resize(700, 500)
        made.show()
        qtbot.waitUntil(lambda: not made.tree.opener.active)
        return made

    return make


def press(pane, name):
    button = next(each for each in pane.findChildren(QToolButton) if each.accessibleName() == name)
    assert button.isVisible()
    button.click()


def test_the_pane_shows_the_whole_value_part_by_part(qtbot, page, clipboard):
    long = "y" * (SHOWN - 1) + "é" + "z" * 50
    shown = page({"long": long, "short": "z", "list": []})
    assert not shown.pane.isVisible()
    shown.tree.setCurrentIndex(at(shown.tree, "/long"))
    qtbot.keyClick(shown.tree, Qt.Key.Key_Space)
    assert shown.pane.isVisible()
    assert shown.pane.text == "y" * (SHOWN - 1)
    assert shown.pane.about == "0 bytes to 16 KiB of 16.1 KiB"
    press(shown.pane, "Later part of the value")
    assert shown.pane.text == "\\u00e9" + "z" * 50 or shown.pane.text == "é" + "z" * 50
    press(shown.pane, "Earlier part of the value")
    assert shown.pane.text == "y" * (SHOWN - 1)
    press(shown.pane, "Copy the whole value")
    assert clipboard.text() == long
    shown.tree.setCurrentIndex(at(shown.tree, "/short"))
    assert shown.pane.text == "z"
    assert shown.pane.about == ""
    shown.tree.setCurrentIndex(at(shown.tree, "/list"))
    assert shown.pane.text == ""
    assert shown.tree.viewport().rect().contains(shown.tree.visualRect(shown.tree.currentIndex()).center())
    shown.pane.closed.emit()
    assert not shown.pane.isVisible()


def test_the_pane_tells_what_is_behind_times_and_broken_bytes(page):
    shown = page(b'{"at": "2021-02-20T01:39:41Z", "bad": "a\xffb", "meant": "\xef\xbf\xbd"}')
    for pointer, about in (
        ("/at", " y ago"),
        ("/bad", "some bytes are not UTF-8 and are shown as \ufffd"),
        ("/meant", ""),
    ):
        shown.tree.setCurrentIndex(at(shown.tree, pointer))
        shown._open_pane(shown.tree.current_node())
        assert shown.pane.about.endswith(about)
        assert bool(shown.pane.about) is bool(about)


def test_a_hidden_value_is_not_shown_copied_or_saved_in_the_pane(page, clipboard):
    shown = page({"key": "s" * SHOWN * 3}, ("/key",))
    clipboard.setText("before")
    shown._open_pane(1)
    assert shown.pane.text == DOTS
    press(shown.pane, "Copy the whole value")
    assert clipboard.text() == "before"
    shown.pane.save_wanted.emit(1)
    assert shown.findChildren(QFileDialog) == []


def test_a_long_value_is_saved_as_text(qtbot, page, tmp_path):
    shown = page({"user data": "é\n" * SHOWN})
    shown._open_pane(1)
    press(shown.pane, "Save the whole value")
    dialog = shown.findChild(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("user-data.txt")
    with qtbot.waitSignal(shown.said, check_params_cb=lambda said: said == "Saved 48 KiB to value.txt."):
        dialog.fileSelected.emit(str(tmp_path / "value.txt"))
    assert (tmp_path / "value.txt").read_text(encoding="utf-8") == "é\n" * SHOWN
    dialog.close()


def test_a_value_of_many_megabytes_is_shown_in_parts(page):
    shown = page(b'["' + b"\\ud83d\\ude00" * 3_000_000 + b'"]')
    shown._open_pane(1)
    assert set(shown.pane.text) == {"😀"}
    assert len(shown.pane.text) < SHOWN
    assert shown.pane.about.endswith(" of 34.3 MiB")
    press(shown.pane, "Later part of the value")
    assert set(shown.pane.text) == {"😀"}


def test_doubled_names_are_marked(read):
    model = TreeModel(*read(b'{"a": 1, "b": 2, "a": [], "c": {"a": 1}}'))
    assert texts(model) == [
        "a: 1  · duplicate name",
        "b: 2",
        "a: [ ]  0 items  · duplicate name",
        "c: { }  1 member",
    ]


def test_doubled_names_of_huge_objects_are_not_looked_for(read, monkeypatch):
    monkeypatch.setattr(row_text, "_MOST_COMPARED", 3)
    assert texts(TreeModel(*read(b'{"a": 1, "b": 2, "a": 3}')))[0] == "a: 1  · duplicate name"
    assert texts(TreeModel(*read(b'{"a": 1, "b": 2, "a": 3, "c": 4}')))[0] == "a: 1"


def test_ids_have_a_colour_of_their_own(read):
    model = TreeModel(*read({"id": "cc45237e-27d1-4592-aa0a-817904b99c70", "owner": "a" * 32, "n": "cc45"}))
    assert [row.data(PIECES)[-1].role for row in rows(model)] == ["json_id", "json_id", "json_string"]


def test_numbers_keep_their_text(read):
    assert texts(TreeModel(*read(b"[NaN, -0.10, 1e400, 12345678901234567890123]"))) == [
        "0: NaN",
        "1: -0.10",
        "2: 1e400",
        "3: 12345678901234567890123",
    ]


def test_an_object_in_a_list_is_not_described_by_what_is_hidden(read):
    model = TreeModel(*read([{"id": "s3cret", "status": "active"}], ("/*/id",)))
    assert texts(model) == ["0: { } active"]


def marked(model, pointer):
    node = model.outline.document.find(pointer)
    return [(piece.text, piece.ground) for piece in model.index_of(node).data(PIECES) if piece.ground]


def test_found_text_is_marked_in_names_and_values(read):
    outline, veil = read(
        {"name": "my\nName", "other": "x", "key": "name", "list": {"rename": 1}}, ("/key",)
    )
    model = TreeModel(outline, veil)
    for wanted in (Wanted("na"), Wanted("n[a]", pattern=True)):
        matches = Matches(wanted)
        find(outline.document, veil, matches)
        model.show_matches(matches, outline.document.find("/list/rename"))
        assert marked(model, "/name") == [("na", "hit"), ("Na", "hit")]
        assert marked(model, "/list/rename") == [("na", "hit_now")]
        assert marked(model, "/other") == marked(model, "/key") == []
        assert model.index(0, 0).data() == 'name: "my\\nName"'
    only_names = Matches(Wanted("na", where=Where.NAMES))
    find(outline.document, veil, only_names)
    model.show_matches(only_names, None)
    assert marked(model, "/name") == [("na", "hit")]
    model.show_matches(None, None)
    assert marked(model, "/name") == []


def test_of_a_very_long_name_a_row_reads_the_beginning(tree, monkeypatch):
    view = tree({"k" * 100_000: 5, "size": 123456})
    asked = []
    own = view.tree_model.outline.document._index
    whole = type(own).name

    def name(index, node, limit=None):
        if index is own:  # workers may still read another one
            asked.append(limit)
        return whole(index, node, limit)

    monkeypatch.setattr(type(own), "name", name)
    view.tree_model.refresh()
    assert texts(view.tree_model) == ["k" * 120 + "…: 5", "size: 123456  · 121 KiB"]
    assert None not in asked
