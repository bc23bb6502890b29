"""The settings dialog: every field does what it says, at once, and explains what it cannot take."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit

from api.records.settings import DEFAULTS, Settings
from gui import theme
from gui.settings.dialog import SettingsDialog
from gui.settings.fields import PAGES, PASSWORD, Look


@pytest.fixture
def dialog(window, program, qtbot):
    window.actions_.by_name["settings"].trigger()
    (found,) = [
        w for w in QApplication.topLevelWidgets() if isinstance(w, SettingsDialog) and w.isVisible()
    ]
    yield found
    found.close()


def enter(dialog, name, text):
    """Type into a field and leave it."""
    for number, page in enumerate(dialog.pages):
        if name in page.rows:
            dialog.list.setCurrentRow(number)
    line = dialog.rows[name].editor
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)
    line.editingFinished.emit()


def choose(dialog, name, value):
    box = dialog.rows[name].editor
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def kept(data_dir):
    return json.loads((data_dir / "settings.json").read_text())


def test_every_setting_has_its_field_and_every_field_its_setting():
    assert {field.name for page in PAGES for field in page.fields} - {PASSWORD} == set(DEFAULTS)


def test_there_is_one_for_all_windows(dialog, window, program):
    other = program.new_window()
    other.actions_.by_name["settings"].trigger()
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, SettingsDialog)]
    assert shown == [dialog]
    assert not dialog.isModal()


def test_colours_change_at_once_and_are_kept(dialog, data_dir, window):
    choose(dialog, "theme", "dark")
    assert theme.current().dark
    assert kept(data_dir)["theme"] == "dark"
    assert window.actions_.by_name["theme_dark"].isChecked()
    window.actions_.by_name["theme_light"].trigger()
    assert dialog.rows["theme"].editor.currentData() == "light"
    assert not theme.current().dark


def test_fonts_change_at_once_in_what_is_there(dialog, window, data_dir, qapp):
    address = window.head.address
    before, points = qapp.font().pointSizeF(), address.font().pointSizeF()
    enter(dialog, "text_size", "13")
    enter(dialog, "wire_size", "12")
    assert qapp.font().pointSizeF() == pytest.approx(before * 1.3)
    assert address.font().pointSizeF() == pytest.approx(points * 1.2)
    assert "11.7pt" in qapp.styleSheet()
    family = dialog.rows["wire_family"].editor.itemData(1)
    if family:
        choose(dialog, "wire_family", family)
        assert address.font().families()[0] == family
    dialog.reset_all.click()
    assert address.font().families() == theme.wire_font().families()
    assert qapp.font().pointSizeF() == pytest.approx(before)
    assert address.font().pointSizeF() == pytest.approx(points)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("text_size", "99", "from 7 to 14 points"),
        ("connect_timeout", "soon", "a number"),
        ("connect_timeout", "", "a number"),
        ("answer_limit", "1e99", "MiB"),
        ("answer_limit", "nan", "number"),
    ],
)
def test_what_cannot_be_used_is_explained_and_not_used(dialog, program, name, text, sentence):
    enter(dialog, name, text)
    assert sentence in dialog.rows[name].help.text()
    assert dialog.rows[name].faulty
    assert program.desk.settings == Settings()


def test_sizes_are_given_in_mib(dialog, program, data_dir):
    enter(dialog, "history_limit", "200")
    assert program.desk.settings.history_limit == 200 * 1024 * 1024
    assert kept(data_dir)["history_limit"] == 200 * 1024 * 1024


def test_the_proxys_fields_are_there_when_they_count(dialog, program, data_dir):
    dialog.list.setCurrentRow(2)
    assert not dialog.rows["proxy_url"].cell.isVisible()
    choose(dialog, "proxy", "given")
    assert dialog.rows["proxy_url"].cell.isVisible()
    assert "Give the proxy's address" in dialog.rows["proxy_url"].help.text()
    enter(dialog, "proxy_url", "socks5://h:1")
    assert "SOCKS" in dialog.rows["proxy_url"].help.text()
    enter(dialog, "proxy_url", "http://alice:sesame@proxy.example:3128")
    assert "keyring" in dialog.rows["proxy_url"].help.text()
    enter(dialog, "proxy_url", "http://proxy.example:3128")
    assert program.desk.settings.proxy_url == "http://proxy.example:3128"
    assert "sesame" not in (data_dir / "settings.json").read_text()


def test_the_proxys_password_goes_to_the_keyring_alone(dialog, program, data_dir, memory_keyring, qtbot):
    choose(dialog, "proxy", "given")
    enter(dialog, "proxy_url", "http://proxy.example:3128")
    enter(dialog, "proxy_user", "alice")
    enter(dialog, PASSWORD, "sesame")
    line = dialog.rows[PASSWORD].editor
    qtbot.waitUntil(lambda: "Kept" in line.placeholderText())
    assert any("sesame" in each for each in memory_keyring.passwords.values())
    assert "sesame" not in (data_dir / "settings.json").read_text()
    assert program.desk.networking.now().proxying.password == "sesame"
    dialog.hide()
    assert line.text() == ""


def test_without_a_keyring_it_says_where_the_password_lives(dialog, qtbot):
    choose(dialog, "proxy", "given")
    enter(dialog, "proxy_url", "http://proxy.example:3128")
    enter(dialog, "proxy_user", "alice")
    enter(dialog, PASSWORD, "sesame")
    qtbot.waitUntil(lambda: "memory" in dialog.state.text())


def test_a_file_without_certificates_is_explained_at_the_field(dialog, tmp_path, qtbot):
    (tmp_path / "none.pem").write_text("nothing")
    dialog.rows["ca_file"].take_path(str(tmp_path / "none.pem"))
    qtbot.waitUntil(lambda: "none.pem cannot be used" in dialog.rows["ca_file"].help.text())


def test_a_page_can_be_reset_and_that_undone(dialog, program):
    enter(dialog, "text_size", "12")
    enter(dialog, "connect_timeout", "5")
    dialog.list.setCurrentRow(0)
    dialog.reset_page.click()
    assert program.desk.settings == Settings(connect_timeout=5.0)
    assert dialog.rows["text_size"].editor.text() == "10"
    dialog.undo.click()
    assert program.desk.settings == Settings(connect_timeout=5.0, text_size=12.0)
    dialog.reset_all.click()
    assert program.desk.settings == Settings()
    assert dialog.undo.isVisible()
    dialog.undo.click()
    assert program.desk.settings.text_size == 12.0


def test_the_search_finds_a_setting_on_any_page(dialog):
    QTest.keyClicks(dialog.search, "certificates trust")
    assert [n for n in range(4) if not dialog.list.item(n).isHidden()] == [2]
    assert dialog.page is dialog.pages[2]
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.rows["ca_file"].editor.hasFocus()
    dialog.search.setText("no such thing")
    assert "Nothing" in dialog.state.text()
    dialog.search.clear()
    assert not any(dialog.list.item(n).isHidden() for n in range(4))


def test_the_folder_is_opened(dialog, data_dir, monkeypatch):
    opened = []
    monkeypatch.setattr(
        "gui.settings.dialog.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()) or False,
    )
    dialog.folder.click()
    assert opened == [str(data_dir)]
    assert dialog.state.text() == str(data_dir)


def test_what_was_typed_last_counts_when_it_is_closed(dialog, program):
    line = dialog.rows["read_timeout"].editor
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "7")
    dialog.close()
    assert program.desk.settings.read_timeout == 7.0


def test_a_disk_that_refuses_is_told(dialog, window, program, monkeypatch):
    told = []
    window.notices.posted.connect(told.append)

    def refuse(_settings):
        raise OSError("no space")

    monkeypatch.setattr(program.desk._settings_file, "save", refuse)
    dialog.rows["record"].editor.click()
    assert not program.desk.settings.record
    assert "could not be kept" in told[0].sentence


def test_everything_has_a_name_and_the_keyboard_reaches_it(dialog):
    for row in dialog.rows.values():
        assert row.editor.accessibleName() == row.field.label
        kind = {Look.FLAG: QCheckBox, Look.CHOICE: QComboBox, Look.FAMILY: QComboBox}
        assert isinstance(row.editor, kind.get(row.field.look, QLineEdit))
        assert row.editor.focusPolicy() & Qt.FocusPolicy.TabFocus
