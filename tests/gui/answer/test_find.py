"""The find bar and its finder: options, matches as they come, wrong and endless patterns, the way round."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

import api.answer.matchers as matchers_module
from api.answer.matchers import Wanted, Where
from api.answer.search import Matches
from gui.answer.find_bar import FindBar
from gui.answer.view import TREE, AnswerView
from tests.builders.exchanges import an_image_list


@pytest.fixture
def bar(qtbot):
    """A bar with room under it, and what it asks for and chooses."""
    holder = QWidget()
    qtbot.addWidget(holder)
    made = FindBar()
    QVBoxLayout(holder).addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
    holder.resize(600, 200)
    holder.show()
    made.holder, made.wishes, made.chosen = holder, [], []
    made.wanted.connect(made.wishes.append)
    made.match_chosen.connect(lambda node, going: made.chosen.append((node, going)))
    return made


@pytest.fixture
def view(qtbot, answered, jobs):
    def make(body):
        made = AnswerView(*answered(body), jobs)
        qtbot.addWidget(made)
        made.resize(900, 500)
        made.show()
        qtbot.waitUntil(lambda: not made.page(TREE).tree.opener.active)
        return made

    return make


def matches_of(*nodes):
    matches = Matches(Wanted("x"))
    for node in nodes:
        matches.add(node)
    return matches


def named(bar, name):
    return next(b for b in bar.findChildren(QToolButton) if b.accessibleName() == name)


def test_every_option_asks_anew(qtbot, bar):
    qtbot.keyClicks(bar._field, "x")
    qtbot.waitUntil(lambda: bar.wishes == [Wanted("x")])
    named(bar, "Match case").click()
    named(bar, "Regular expression").click()
    for action in bar.where.menu().actions():
        action.trigger()
    assert bar.wishes[1:] == [
        Wanted("x", True),
        Wanted("x", True, True),
        Wanted("x", True, True, Where.BOTH),
        Wanted("x", True, True, Where.NAMES),
        Wanted("x", True, True, Where.VALUES),
    ]
    assert bar.where.text() == ":v"
    assert bar.where.accessibleName() == "Looks in values"


def test_buttons_and_keys_step_round(qtbot, bar):
    bar._field.setText("x")
    qtbot.keyClick(bar._field, Qt.Key.Key_Return)
    assert bar.wishes == [Wanted("x")]
    bar.show_matches(matches_of(5, 6, 7), searching=False)
    named(bar, "Next match").click()
    named(bar, "Previous match").click()
    named(bar, "Previous match").click()
    qtbot.keyClick(bar._field, Qt.Key.Key_Return)
    qtbot.keyClick(bar._field, Qt.Key.Key_Enter, Qt.KeyboardModifier.ShiftModifier)
    assert [node for node, _going in bar.chosen] == [5, 6, 5, 7, 5, 7]
    with qtbot.waitSignal(bar.left):
        qtbot.keyClick(bar._field, Qt.Key.Key_Escape)


def test_the_count_grows_while_it_is_looked_for(qtbot, bar):
    bar._field.setText("x")
    qtbot.keyClick(bar._field, Qt.Key.Key_Return)
    growing = matches_of()
    bar.show_matches(growing, searching=True)
    assert bar.count_text == "…"
    assert not named(bar, "Next match").isEnabled()
    growing.add(4)
    growing.add(9)
    bar.show_matches(growing, searching=True)
    assert bar.count_text == "1 of 2…"
    bar.step(1)
    growing.add(12)
    bar.show_matches(growing, searching=True)
    assert bar.count_text == "2 of 3…"
    assert [node for node, _going in bar.chosen] == [4, 9]
    growing.more = True
    bar.show_matches(growing, searching=False)
    assert bar.count_text == "2 of 3+"
    bar.show_matches(matches_of(), searching=False)
    assert bar.count_text == "none"


def test_a_fault_stands_under_the_field_until_something_else_is_looked_for(bar):
    bar._field.setText("(")
    bar.show_fault("Not a regular expression: missing ) at character 2.")
    assert bar.note_text.endswith("at character 2.")
    assert bar._field.property("fault") is True
    note = bar._note
    assert note.isVisible()
    assert note.y() > bar._field.mapTo(note.parentWidget(), bar._field.rect().bottomLeft()).y()
    bar.window().resize(400, 200)
    assert note.geometry().right() <= 400
    bar.show_matches(matches_of(1), searching=False)
    assert bar.note_text == ""
    assert bar._field.property("fault") is False


def test_what_is_taken_over_leads_nowhere(bar):
    wish = Wanted("x", True, True, Where.NAMES)
    bar.take_over(wish, 6)
    assert bar.wishes == [wish]
    assert bar.wish == wish
    growing = matches_of(2)
    bar.show_matches(growing, searching=True)
    assert bar.chosen == []
    growing.add(7)
    bar.show_matches(growing, searching=True)
    assert bar.chosen == [(7, False)]
    assert bar.count_text == "2 of 2…"
    bar.take_over(Wanted(""), 6)
    assert len(bar.wishes) == 1


def test_what_is_taken_over_may_have_no_match_further_on(bar):
    bar.take_over(Wanted("x"), 6)
    bar.show_matches(matches_of(2, 3), searching=False)
    assert bar.chosen == [(3, False)]


# In an answer


def look_for(view, text, **options):
    view.find_bar.case.setChecked(options.get("case", False))
    view.find_bar.pattern.setChecked(options.get("pattern", False))
    view.find_bar._field.setText(text)


def test_matches_are_marked_in_the_rows_and_f3_goes_on(qtbot, view):
    shown = view(an_image_list(12))
    look_for(shown, "active")
    qtbot.waitUntil(
        lambda: shown.find_bar.count_text.startswith("1 of ") and "…" not in shown.find_bar.count_text
    )
    first = shown.path
    tree = shown.page(TREE).tree
    tree.setFocus()
    shown.activateWindow()
    qtbot.waitUntil(tree.hasFocus)
    qtbot.keyClick(tree, Qt.Key.Key_F3)
    assert shown.find_bar.count_text.startswith("2 of ")
    pieces = tree.currentIndex().data(Qt.ItemDataRole.UserRole + 1)
    assert [piece.ground for piece in pieces if piece.ground] == ["hit_now"]
    before = tree.tree_model.index_of(shown.answer.document.find("/images/0/status"))
    assert [p.ground for p in before.data(Qt.ItemDataRole.UserRole + 1) if p.ground] == ["hit"]
    qtbot.keyClick(tree, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert shown.path == first
    shown.grab()
    look_for(shown, "")
    qtbot.waitUntil(lambda: shown.find_bar.count_text == "")
    assert not any(p.ground for p in before.data(Qt.ItemDataRole.UserRole + 1))


def test_a_wrong_pattern_is_explained_at_the_field(qtbot, view):
    shown = view({"a(b": 1})
    look_for(shown, "a(b", pattern=True)
    qtbot.waitUntil(lambda: shown.find_bar.note_text != "")
    assert shown.find_bar.note_text == "Not a regular expression: missing ) at character 4."
    look_for(shown, "a[(]b", pattern=True)
    qtbot.waitUntil(lambda: shown.find_bar.count_text == "1 of 1")
    assert shown.find_bar.note_text == ""


def test_an_endless_pattern_is_stopped_and_says_so(qtbot, view, monkeypatch):
    monkeypatch.setattr(matchers_module.PatternMatcher.__init__, "__defaults__", (0.3,))
    shown = view(["aa", "a" * 5000 + "b", "aaa"])
    look_for(shown, "(a+)+$", pattern=True)
    qtbot.waitUntil(lambda: shown.find_bar.note_text != "")
    assert shown.find_bar.note_text == "Stopped after 0.3 s of matching, 1 match so far."
    assert shown.find_bar.count_text == "1 of 1+"


def test_another_wish_ends_an_endless_search(qtbot, view, jobs):
    shown = view(["a" * 5000 + "b", "zz"])
    look_for(shown, "(a+)+$", pattern=True)
    qtbot.waitUntil(lambda: jobs.count == 1)
    look_for(shown, "zz")
    qtbot.waitUntil(lambda: shown.find_bar.count_text == "1 of 1")
    assert shown.find_bar.note_text == ""


def test_what_comes_late_is_dropped(qtbot, view, jobs, monkeypatch):
    held = []
    shown = view({"a": 1, "b": 2})
    monkeypatch.setattr(jobs, "run", lambda _work, *told, **_more: held.append(told))
    bar = shown.find_bar
    for text in ("a", ""):
        bar._field.setText(text)
        bar._ask()
    (on_result, on_error, on_progress) = held[0]
    on_result(None)
    on_progress(None)
    on_error(matchers_module.BadPattern("late"))
    assert bar.count_text == bar.note_text == ""
    with pytest.raises(KeyError):
        on_error(KeyError("a mistake of ours is not hidden"))


def test_hidden_values_are_not_found(qtbot, jobs, answered):
    exchange, answer = answered(json.dumps({"token": "s3cret", "x": 1}), pointers=("/token",))
    shown = AnswerView(exchange, answer, jobs)
    qtbot.addWidget(shown)
    look_for(shown, "s3c", case=True)
    qtbot.waitUntil(lambda: shown.find_bar.count_text == "none")
