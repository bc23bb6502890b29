"""Raw text of any size: rows, line numbers, colours, secrets, and bodies that are no text."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox

from api.answer.texts.lines import Lines
from api.answer.texts.rows import LONGEST, Ink
from api.answer.veil import DOTS
from gui.answer import save_body
from gui.answer.raw import copying as raw_copy
from gui.answer.raw.page import RawPage
from gui.answer.save_body import BodySaver
from tests.builders.exchanges import an_image_list

KEYS = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot, jobs, answered):
    def make(*args, **more):
        _exchange, answer = answered(*args, **more)
        made = RawPage(answer, jobs)
        qtbot.addWidget(made)
        made.resize(800, 400)
        made.show()
        made.refresh()
        settled(qtbot, jobs)
        return made

    return make


def settled(qtbot, jobs):
    qtbot.waitUntil(lambda: jobs.count == 0)


def current(page):
    return page.text.row_text(page.text.current_row)


def a_text(lines):
    return "\n".join(f"line {n}" for n in range(1, lines + 1))


def test_json_is_formatted_and_can_be_seen_as_received(qtbot, jobs, page):
    made = page(b'{"a":[1,2.50],"b":"x"}')
    assert made.text.shown == '{\n  "a": [\n    1,\n    2.50\n  ],\n  "b": "x"\n}'
    assert made._where.text() == "JSON, formatted, 7 lines"
    made._style.click()
    settled(qtbot, jobs)
    assert made.text.shown == '{"a":[1,2.50],"b":"x"}'
    assert made._where.text() == "JSON, as received, 1 line"


def test_rows_have_colours_in_both_styles(qtbot, jobs, page):
    made = page(b'{"a": "x", "n": 1}')
    assert [ink for _text, ink in made.text.shown_rows[1].parts] == [
        Ink.PLAIN, Ink.KEY, Ink.PLAIN, Ink.STRING, Ink.PLAIN,
    ]  # fmt: skip
    made._style.click()
    settled(qtbot, jobs)
    assert ('"x"', Ink.STRING) in made.text.shown_rows[0].parts


def test_what_stands_after_a_break_is_hidden_until_it_is_asked_for(qtbot, jobs, page):
    made = page(b'{"a": 1, b: "s3cret"}', pointers=("/b",))
    assert "s3cret" not in made.text.shown
    made._show.click()
    settled(qtbot, jobs)
    assert "s3cret" in made.text.shown
    assert not made._show.isVisible()


def test_of_a_large_text_only_what_is_seen_is_read(page):
    made = page(a_text(100_000), content_type="text/plain")
    assert made._where.text() == "text, as received, 100,000 lines"
    assert made.text.shown.startswith("line 1\nline 2\n")
    assert len(made.text.shown_rows) < 40
    made.text.scroll_to(54_321)
    assert made.text.shown.startswith("line 54322\n")
    assert made.text.shown_rows[0].number == 54_322
    for row in range(0, 99_000, 9):
        made.text.scroll_to(row)
    assert len(made.text._drawn) < 300


def test_one_endless_line_is_bounded_too(page):
    made = page(b"x" * 1_000_000, content_type="text/plain")
    assert len(made.text.shown_rows[0].text) == LONGEST
    assert [row.number for row in made.text.shown_rows[:3]] == [1, 0, 0]


def test_a_wide_row_is_scrolled_to_the_side(page):
    made = page("x" * 900 + "\nshort", content_type="text/plain")
    side = made.text.horizontalScrollBar()
    assert side.maximum() > 3000
    made.text.setFocus()
    made.text.go_to((0, 900))
    assert side.value() > 3000
    made.text.go_to((1, 0))
    assert side.value() == 0


def test_the_place_of_a_break_can_be_shown(page):
    data = b'{"a": [\n' + b"1,\n" * 6000 + b"oops"
    made = page(data)
    assert not made._style.isVisible()
    made.show_offset(len(data) - 2)
    assert current(made) == "oops"


def test_a_place_is_shown_as_received(qtbot, jobs, page):
    made = page(b'{"a":\n 1}')
    made.show_offset(7)
    settled(qtbot, jobs)
    assert current(made) == " 1}"


def test_a_node_is_shown_in_either_style(qtbot, jobs, page):
    made = page(json.dumps(an_image_list(300), indent=1).encode())
    node = made._answer.document.find("/images/290/status")
    made.show_node(node)
    assert current(made) == '      "status": "saving",'
    assert made.text._marked == made.text.current_row
    made._style.click()
    made.show_node(node)
    settled(qtbot, jobs)
    assert current(made) == '   "status": "saving",'


def test_changing_the_style_keeps_the_place(qtbot, jobs, page):
    made = page(json.dumps(an_image_list(300), indent=1).encode())
    node = made._answer.document.find("/images/150/status")
    made.text.scroll_to(made._rows.row_of(node))
    before = made.text.shown_rows[0].text.strip()
    made._style.click()
    settled(qtbot, jobs)
    assert made.text.shown_rows[0].text.strip() == before


def test_changing_the_style_reads_the_rows_that_are_seen_once(qtbot, jobs, page, monkeypatch):
    made = page(b"[\n" + b",\n".join(b"%d" % n for n in range(5000)) + b"\n]")
    made.text.scroll_to(4000)
    read, rows = [], Lines.rows
    monkeypatch.setattr(Lines, "rows", lambda *asked: (read.extend(rows(*asked)), rows(*asked))[1])
    made._style.click()
    settled(qtbot, jobs)
    assert made.text.first_row == 4000
    assert len(read) <= len(made.text.shown_rows) + 1  # and the one that is current


def test_a_hidden_node_is_shown_at_what_hides_it(page):
    made = page({"a": 1, "token": {"id": "s3cret"}}, pointers=("/token",))
    made.show_node(made._answer.document.find("/token/id"))
    assert current(made) == f'  "token": "{DOTS}"'


@pytest.mark.parametrize(
    ("body", "content_type", "where", "text"),
    [
        (b"", "application/json", "The answer has no body.", ""),
        (b"<h1>Bad</h1>", "text/html", "HTML, as received, 1 line", "<h1>Bad</h1>"),
        (b"QFI\xfb\x00", "application/octet-stream", "Binary data, 5 bytes",
         "00000000  51 46 49 fb 00                                    QFI.."),
        (b"a\xffb", "text/plain", "text, as received, 1 line", "a\ufffdb"),
    ],
)  # fmt: skip
def test_other_bodies_are_shown_for_what_they_are(page, body, content_type, where, text):
    made = page(body, content_type=content_type)
    assert (made._where.text(), made.text.shown) == (where, text)


def test_bytes_of_any_number_are_shown_in_hexadecimal(page, clipboard):
    made = page(bytes(range(256)) * 4000, content_type="application/octet-stream")
    made.text.scroll_to(60_000)
    assert made.text.shown.startswith("000ea600  00 01 02") or made.text.shown_rows[0].text.startswith(
        "000ea600"
    )
    made.go_to_line(2)
    made.text.setFocus()
    made.text.caret.select((1, 0), (1, 10))
    made._copy_selection()
    assert clipboard.text() == "00000010  "


def test_secrets_are_dots_in_both_styles(qtbot, jobs, page, clipboard):
    made = page({"token": {"id": "s3cret"}, "x": 1}, pointers=("/token/id",))
    for _style in range(2):
        assert "s3cret" not in made.text.shown
        assert DOTS in made.text.shown
        made._copy.click()
        assert DOTS in clipboard.text()
        assert "s3cret" not in clipboard.text()
        made._style.click()
        settled(qtbot, jobs)
    assert made._show.isVisible()
    made._show.click()
    settled(qtbot, jobs)
    assert "s3cret" in made.text.shown
    assert not made._show.isVisible()


def test_a_secret_revealed_elsewhere_is_seen_when_one_comes_back(qtbot, jobs, page):
    made = page({"token": {"id": "s3cret"}}, pointers=("/token/id",))
    made._answer.veil.reveal(made._answer.document.find("/token/id"))
    made.refresh()
    settled(qtbot, jobs)
    assert "s3cret" in made.text.shown


def test_a_secret_body_that_is_no_json_is_covered(qtbot, jobs, page):
    made = page("<token id='s3cret'/>", content_type="application/xml", pointers=("/token/id",))
    assert made.text.shown == ""
    assert not made._copy.isVisible()
    made._show.click()
    settled(qtbot, jobs)
    assert "s3cret" in made.text.shown


def test_the_whole_can_be_copied(qtbot, jobs, page, clipboard):
    text = "\r\n".join(f"line {n}" for n in range(5000)) + "\n"
    page(text, content_type="text/plain")._copy.click()
    settled(qtbot, jobs)
    assert clipboard.text() == text


def test_too_much_is_not_copied_but_can_be_saved(qtbot, jobs, page, clipboard, monkeypatch):
    monkeypatch.setattr(raw_copy, "LARGEST_COPY", 4000)
    clipboard.setText("before")
    made = page(json.dumps(list(range(700))).encode())
    made._copy.click()
    settled(qtbot, jobs)
    (question,) = made.findChildren(QMessageBox)
    assert question.isVisible()
    assert clipboard.text() == "before"
    question.close()
    large = page(a_text(2000), content_type="text/plain")
    large._copy.click()
    assert jobs.count == 0  # not even tried
    assert large.findChildren(QMessageBox)


def test_a_selection_over_rows_is_copied(qtbot, page, clipboard):
    made = page({"a": 1, "b": [2]})
    text = made.text
    text.setFocus()
    text.go_to((1, 2))
    for _ in range(2):
        qtbot.keyClick(text, KEYS.Key_Down, SHIFT)
    qtbot.keyClick(text, KEYS.Key_End, SHIFT)
    copy = next(each for each in text.actions() if each.text() == "Copy")
    copy.trigger()
    assert clipboard.text() == '"a": 1,\n  "b": [\n    2'
    assert text.accessibleDescription() == "Line 4: 2"


def test_everything_can_be_selected_and_copied(qtbot, jobs, page, clipboard):
    made = page(a_text(1000), content_type="text/plain")
    next(each for each in made.text.actions() if each.text() == "Select all").trigger()
    made._copy_selection()
    settled(qtbot, jobs)
    assert clipboard.text() == a_text(1000)


def test_keys_move_through_the_text(qtbot, page):
    made = page(a_text(1000), content_type="text/plain")
    text = made.text
    text.setFocus()

    def after(key, modifier=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(text, key, modifier)
        return text.caret.place

    assert after(KEYS.Key_End, CTRL) == (999, 9)
    assert text.first_row + text._page == 1000
    assert after(KEYS.Key_Right) == (999, 9)
    assert after(KEYS.Key_Up) == (998, 8)
    assert after(KEYS.Key_Home) == (998, 0)
    assert after(KEYS.Key_Left) == (997, 8)
    assert after(KEYS.Key_Right) == (998, 0)
    assert after(KEYS.Key_Right, CTRL) == (998, 5)
    assert after(KEYS.Key_Right, CTRL) == (998, 8)
    assert after(KEYS.Key_Left, CTRL) == (998, 5)
    assert after(KEYS.Key_PageUp)[0] == 998 - text._page
    assert after(KEYS.Key_Home, CTRL) == (0, 0)
    assert after(KEYS.Key_Left) == (0, 0)
    assert after(KEYS.Key_PageDown)[0] == text._page


def at(text, row, column):
    drawn = text._drawn[row]
    look = text._look
    x = text._gutter + 10 + drawn.x_at(column) - text.horizontalScrollBar().value()
    return QPoint(round(x), (row - text.first_row) * look.height + look.height // 2)


def test_the_mouse_selects(qtbot, page):
    made = page(a_text(1000), content_type="text/plain")
    text, area = made.text, made.text.viewport()
    qtbot.mousePress(area, LEFT, pos=at(text, 2, 2))
    qtbot.mouseMove(area, at(text, 4, 4))
    qtbot.mouseRelease(area, LEFT, pos=at(text, 4, 4))
    assert text.selection == ((2, 2), (4, 4))
    qtbot.mouseClick(area, LEFT, SHIFT, at(text, 6, 1))
    assert text.selection == ((2, 2), (6, 1))
    qtbot.mouseClick(area, LEFT, pos=at(text, 3, 6))
    assert text.selection is None
    qtbot.mouseDClick(area, LEFT, pos=at(text, 3, 6))
    assert text.selection == ((3, 5), (3, 6))
    qtbot.mouseClick(area, LEFT, pos=at(text, 3, 6))
    assert text.selection == ((3, 0), (4, 0))
    qtbot.mouseClick(area, LEFT, pos=QPoint(5, at(text, 8, 0).y()))
    assert text.selection == ((8, 0), (9, 0))


def test_dragging_below_the_edge_scrolls_on(qtbot, page):
    made = page(a_text(1000), content_type="text/plain")
    text, area = made.text, made.text.viewport()
    qtbot.mousePress(area, LEFT, pos=at(text, 2, 0))
    qtbot.mouseMove(area, QPoint(100, area.height() + 30))
    qtbot.waitUntil(lambda: text.first_row > 5)
    qtbot.mouseRelease(area, LEFT, pos=QPoint(100, area.height() + 30))
    assert text.selection[0] == (2, 0)


def test_whole_lines_are_selected_by_their_numbers(qtbot, page):
    text = page(a_text(1000), content_type="text/plain").text
    area = text.viewport()
    qtbot.mousePress(area, LEFT, pos=QPoint(5, at(text, 5, 0).y()))
    qtbot.mouseMove(area, QPoint(5, at(text, 3, 0).y()))
    qtbot.mouseRelease(area, LEFT, pos=QPoint(5, at(text, 3, 0).y()))
    assert text.selection == ((3, 0), (6, 0))
    qtbot.mouseClick(area, Qt.MouseButton.RightButton, pos=at(text, 8, 0))
    assert text.selection == ((3, 0), (6, 0))


def test_the_last_line_is_selected_to_its_end(page):
    text = page("one\ntwo", content_type="text/plain").text
    text.caret.select_rows(1, 1)
    assert text.selection == ((1, 0), (1, 3))


def test_a_page_without_text_takes_no_harm(qtbot, page):
    made = page(b"")
    made._ask_line()
    made.go_to_line(3)
    made.text.go_to((3, 3))
    made.text.select_all()
    qtbot.keyClick(made.text, KEYS.Key_Down)
    qtbot.mouseClick(made.text.viewport(), LEFT, pos=QPoint(50, 50))
    assert made.text.selection is None
    assert not made.findChildren(QInputDialog)


def test_one_can_go_to_a_line(qtbot, page):
    made = page("x" * 3000 + "\n" + a_text(1000), content_type="text/plain")
    next(each for each in made.text.actions() if each.text() == "Go to line…").trigger()
    (dialog,) = made.findChildren(QInputDialog)
    assert dialog.isVisible()
    dialog.setIntValue(701)
    dialog.accept()
    assert current(made) == "line 700"
    assert made.text.accessibleDescription() == "Line 701: line 700"


def test_a_match_in_a_text_is_selected(qtbot, page):
    made = page("één\n" + "é" * 1000 + "needle\n", content_type="text/plain")
    made.show_match(len("één\n".encode()) + 2000, 6)
    assert made.text.selection is not None
    (row, begin), (_row, end) = made.text.selection
    assert made.text.row_text(row)[begin:end] == "needle"


def test_what_is_asked_for_while_reading_is_shown_after_it(qtbot, jobs, answered):
    made = RawPage(answered({"a": 1, "b": 2})[1], jobs)
    qtbot.addWidget(made)
    made.refresh()
    made.show_node(2)
    settled(qtbot, jobs)
    assert current(made) == '  "b": 2'


def test_a_match_that_goes_on_in_the_next_row_is_selected_whole(page):
    made = page("x" * (LONGEST - 3) + "needle", content_type="text/plain")
    made.show_match(LONGEST - 3, 6)
    assert made.text.selection == ((0, LONGEST - 3), (1, 3))


def test_in_a_wide_row_the_place_of_a_node_is_seen(qtbot, jobs, page):
    made = page({"token": "s3cret" * 20, "pad": "x" * 500, "wanted": 1}, pointers=("/token",))
    made._style.click()
    made.show_node(3)
    settled(qtbot, jobs)
    row, column = made.text.caret.place
    assert made.text.row_text(row)[column:].startswith('"wanted"')
    assert made.text.horizontalScrollBar().value() > 0


def test_colours_are_there_wherever_one_scrolls_to(qtbot, jobs, page):
    made = page(json.dumps(list(range(1000))).encode())
    made._style.click()
    settled(qtbot, jobs)
    side = made.text.horizontalScrollBar()
    for value in (0, side.maximum()):
        side.setValue(value)
        drawn = made.text._drawn[0]
        column, end, seen = drawn.column_at(value + 300), 0, []
        for text, ink in drawn.row.parts:
            end += len(text)
            if end > column and text.strip(" ,"):
                seen.append((text.isdigit(), ink))
        assert seen[0] == (True, Ink.NUMBER)


def test_every_kind_of_character_can_be_seen_and_placed(page):
    text = 'a\tb\x00\x1b\u202e \u05d0\u05d1\u05d2 "\u05d3\u05d4" \U0001f600\U0001f1e9\U0001f1ea é\u0301 \u4e2d\u2028z'
    made = page(
        ("pad\n" * 2000 + text).encode(), content_type="text/plain"
    )  # its beginning tells what it is
    made.text.go_to((2000, 0))
    drawn = made.text._drawn[2000]
    assert drawn.text == text
    assert drawn.width > 0
    assert "\u202e" not in "".join(piece.text for piece in drawn._pieces)
    assert "\u2400\u241b\u25ca" in drawn._pieces[0].text
    assert drawn.column_at(drawn.x_at(len(text))) == len(text)
    assert [drawn.column_at(drawn.x_at(column)) for column in range(5)] == list(range(5))
    made.text.select_all()
    made.grab()


def test_pieces_of_json_do_not_change_places(page):
    made = page(json.dumps({"\u05d0\u05d1": "\u05d2\u05d3", "n": 1}, ensure_ascii=False).encode())
    drawn = made.text._drawn[1]
    assert [piece.x for piece in drawn._pieces] == sorted(piece.x for piece in drawn._pieces)


def test_another_page_can_stand_the_same_way(qtbot, jobs, page):
    made = page(json.dumps(an_image_list(300), indent=1).encode())
    made._style.click()
    settled(qtbot, jobs)
    made.text.scroll_to(1234)
    other = page(json.dumps(an_image_list(301), indent=1).encode())
    other.restore(made.state())
    settled(qtbot, jobs)
    assert other._where.text().startswith("JSON, as received")
    assert other.text.shown_rows[0].number == 1235
    other.restore(made.state())
    assert other.text.first_row == 1234


def test_a_released_page_holds_nothing(qtbot, jobs, page):
    made = page({"a": 1})
    made.release()
    assert made.text.shown == ""
    made._answer.close()
    assert len(made._answer.content) == 0


def test_releasing_stops_what_runs(qtbot, jobs, answered):
    made = RawPage(answered({"a": list(range(5000))})[1], jobs)
    qtbot.addWidget(made)
    made.refresh()
    assert made.reading
    made.release()
    settled(qtbot, jobs)
    assert made.text.shown == ""


def test_the_latest_copy_counts(qtbot, jobs, page, clipboard):
    made = page(json.dumps(list(range(5000))).encode())
    made._copy.click()
    made.text.caret.select((1, 2), (1, 3))
    made._copy_selection()
    settled(qtbot, jobs)
    assert clipboard.text() == "0"


def test_where_nothing_is_hidden_saving_asks_only_where_to(page):
    made = page({"a": 1})
    saver = made.findChild(BodySaver)
    asked = []
    saver.ask = asked.append
    made._save.click()
    assert asked == ["answer.json"]
    assert not made.findChildren(QMessageBox)


def test_saving_secrets_is_asked_about(page):
    made = page({"token": "s3cret"}, pointers=("/token",))
    made._save.click()
    (question,) = made.findChildren(QMessageBox)
    assert question.defaultButton().text() == "Cancel"
    saver = made.findChild(BodySaver)
    asked = []
    saver.ask = asked.append
    next(each for each in question.buttons() if each.text() == "Save with secrets…").click()
    assert asked == ["answer.json"]


def test_saving_can_be_stopped(qtbot, page, tmp_path, monkeypatch):
    made = page(a_text(10), content_type="text/plain")
    saver = made.findChild(BodySaver)

    def slow_disk(_content, _target, cancel, _report):
        cancel.wait(60)
        cancel.check()

    monkeypatch.setattr(save_body, "write_body", slow_disk)
    with qtbot.waitSignal(made.said) as said:
        saver.save(str(tmp_path / "x.txt"))
        assert made._stop.isVisible()
        made._stop.click()
    assert said.args == ["Saving was cancelled."]
    assert not made._stop.isVisible()
