"""Saving a body: the bytes as received, nothing half-written, errors said."""

import pytest

from api.answer.answer import Form
from api.errors import Cancelled
from api.running import CancelToken, ignore_progress
from api.wire.response import Content
from gui.answer.raw.page import RawPage, file_name
from gui.answer.save_body import BodySaver, write_body


def test_the_bytes_are_those_received(tmp_path):
    data = bytes(range(256)) * 10_000
    target = tmp_path / "image.bin"
    target.write_bytes(b"old")
    assert write_body(Content(data), target, CancelToken(), ignore_progress) == len(data)
    assert target.read_bytes() == data
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["image.bin"]


def test_cancelling_leaves_the_old_file(tmp_path):
    target = tmp_path / "image.bin"
    target.write_bytes(b"old")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        write_body(Content(b"new"), target, token, ignore_progress)
    assert target.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["image.bin"]


def test_where_it_cannot_be_written_is_said(qtbot, jobs, answered, tmp_path):
    page = RawPage(answered(b"text", content_type="text/plain")[1], jobs, "List Images")
    qtbot.addWidget(page)
    saver = page.findChild(BodySaver)
    with qtbot.waitSignal(page.said) as said:
        saver.save(str(tmp_path / "missing" / "x"))
    assert said.args[0].startswith("The body could not be saved: No such file")
    with qtbot.waitSignal(page.said) as said:
        saver.save(str(tmp_path / "x.txt"))
    assert said.args == ["Saved 4 bytes to x.txt."]


def test_the_question_is_opened_not_executed(qtbot, jobs, answered):
    page = RawPage(answered([1])[1], jobs, "List Images")
    qtbot.addWidget(page)
    page.show()
    dialog = page.findChild(BodySaver).ask("list-images.json")
    assert dialog.isVisible()
    dialog.reject()


@pytest.mark.parametrize(
    ("title", "form", "name"),
    [("List Images", Form.JSON, "list-images.json"), ("../../etc", Form.TEXT, "etc.txt"),
     ("", Form.BINARY, "answer.bin")],
)  # fmt: skip
def test_names_of_files(title, form, name):
    assert file_name(title, form) == name
