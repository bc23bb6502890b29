"""What is set has its effect where it belongs: the question before changes, notifications, folder, Presenting."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from api.records.settings import Settings, SettingsFile


def questions():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


@pytest.fixture
def draft(practising, program):
    """A call that changes something and destroys nothing."""
    call = _change(program.desk)
    values = {p.key: "5a4fb1d5-0000-4000-8000-000000000000" for p in call.parameters if p.required}
    made = program.desk.draft(call, values, practising.place)
    assert made.request is not None
    assert made.request.changes
    assert not made.request.destroys
    return made


def _change(desk):
    for head in desk.catalogue.heads():
        if head.product == "cloud-images" and head.method == "PUT" and "tags" in head.path:
            return desk.catalogue.call(head.id)
    raise AssertionError("no call of that kind")


def test_a_change_is_sent_at_once_unless_the_question_is_wanted(practising, draft, qtbot):
    practising.calls.send(draft)
    assert not questions()
    qtbot.waitUntil(lambda: len(practising.answers.begun) == 1)


@pytest.mark.parametrize("yes", [True, False])
def test_a_change_is_asked_about(practising, program, draft, qtbot, yes):
    program.change_settings(Settings(confirm_changes=True))
    practising.calls.send(draft)
    (box,) = questions()
    assert draft.preview.title in box.text()
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    assert not practising.answers.begun
    button = next(b for b in box.buttons() if b.text() == "Send") if yes else box.defaultButton()
    button.click()
    if yes:
        qtbot.waitUntil(lambda: len(practising.answers.begun) == 1)
    else:
        assert not practising.answers.begun


@pytest.mark.parametrize("wanted", [True, False])
def test_notifications(practising, program, wanted):
    from api.work.state import State

    class Ended:
        state, seconds, title, sentence = State.DONE, 60.0, "Download", "Done."

    told = []
    program.change_settings(Settings(notifications=wanted))
    program.notifier.in_front = lambda: False
    program.notifier.desktop.notify = lambda *words: told.append(words)
    program.notifier._ended(Ended())
    assert bool(told) is wanted


def test_presenting_from_the_first_moment_on(data_dir, qapp, qtbot):
    from api.desk import Desk
    from tests.gui.conftest import QuietProgram

    SettingsFile(data_dir).save(replace(Settings(), presenting=True))
    desk = Desk(data_dir)
    program = QuietProgram(lambda: desk)
    window = program.start()
    qtbot.waitUntil(lambda: bool(window.navigation.heads))
    assert window.actions_.by_name["toggle_presenting"].isChecked()
    program.close_all()
    assert program.shutdown(5)
    desk.close()


def test_downloads_begin_in_the_folder_that_was_chosen(practising, program, tmp_path, qtbot):
    from gui.work.transfers.saving import Saving

    program.change_settings(Settings(download_folder=str(tmp_path)))
    call = _change(program.desk)
    Saving(practising.bench, practising.place, call, {"id": "x"}).ask({"name": "disk"})
    (dialog,) = practising.findChildren(QFileDialog)
    assert dialog.directory().absolutePath() == str(tmp_path)
    dialog.reject()
