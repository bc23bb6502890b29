"""The window: what it shows, what its actions do, what survives it."""

from operator import attrgetter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit, QWidget

from api.catalog.catalogue import Catalogue
from api.constants import RESOURCES
from api.desk import Desk
from api.model import Key, Location
from gui import theme
from gui.actions import ENTRIES, SEPARATOR
from gui.frame import ANSWER
from gui.main_window import MainWindow
from gui.window_state import WindowState, WindowStateFile


def test_tree_holds_the_catalogue_and_the_welcome_is_shown(window, desk):
    assert [h.id for h in window.navigation.heads] == [h.id for h in desk.catalogue.heads()]
    assert window.welcome.isVisible()
    assert not window.head.isVisible()


def test_the_keyboard_starts_where_the_person_begins(window, program):
    assert window.focusWidget() is window.welcome.practice
    window.navigation.tree.choose("cloud-images.list-images")
    window.new_window()
    assert program.windows[1].focusWidget() is program.windows[1].navigation.tree


def test_return_presses_the_button_that_has_the_keyboard(window, qtbot):
    window.welcome.browse.setFocus()
    qtbot.keyClick(window.welcome.browse, Qt.Key.Key_Return)
    assert window.call_id == "cloud-images.list-images"
    window.head.mock.setFocus()
    qtbot.keyClick(window.head.mock, Qt.Key.Key_Enter)
    assert len(window.answers.mocks) == 1


def test_choosing_a_call_shows_its_head(window, desk):
    window.navigation.tree.choose("cloud-images.get-image-details")
    call = desk.catalogue.call("cloud-images.get-image-details")
    assert window.head.isVisible()
    assert window.head.title.text() == call.title
    assert window.head.badge.method == "GET"
    assert window.head.address.text().endswith("/v2/images/{image_id}")
    assert window.head.address.text().startswith("https://")
    assert window.head.primary.text() == "Fill in…"
    assert "1 required parameter" in window.head.facts.text()


def test_a_call_without_parameters_is_sent_from_the_head(window):
    window.navigation.tree.choose("cloud-images.get-images-schema")
    assert window.head.primary.text() == "Send"


def test_mock_needs_no_sign_in_and_shows_the_request(window):
    window.navigation.tree.choose("cloud-images.list-images")
    window.head.mock.click()
    ((request, who, _lacks),) = window.answers.mocks
    assert request.method == "GET"
    assert request.url.masked().endswith("/v2/images")
    assert who == "not signed in"


def test_regions_before_sign_in_are_the_documents(window, desk):
    window.navigation.tree.choose("cloud-images.list-images")
    regions = desk.catalogue.product("cloud-images").server.regions
    box = window.top.regions
    assert tuple(box.itemData(i) for i in range(box.count())) == regions
    window.top.region_chosen.emit(regions[2])
    assert regions[2].lower() in window.head.address.text()


def test_star_is_kept(window, desk):
    window.navigation.tree.choose("cloud-images.list-images")
    window.head.star.click()
    assert desk.favourites.ids == ("cloud-images.list-images",)
    assert window.head.star.accessibleName() == "Remove from favourites"
    window.head.star.click()
    assert desk.favourites.ids == ()


def test_search_goes_to_the_best_call(window, qtbot):
    window.find_call()
    qtbot.keyClicks(window.top.finder, "delete image tag")
    qtbot.keyClick(window.top.finder, Qt.Key.Key_Return)
    assert window.navigation.tree.current_key() == "cloud-images.delete-image-tag"
    assert window.top.finder.text() == ""


def test_search_offers_calls_and_takes_the_chosen_one(window, qtbot):
    finder = window.top.finder
    qtbot.keyClicks(finder, "image members")
    offers = finder.offers
    titles = [offers.results.head(row).title for row in range(offers.results.rowCount())]
    assert "List Image Members" in titles
    assert offers.list.isVisible()
    offers.list.setCurrentIndex(offers.results.index(1, 0))
    chosen = offers.results.head(1).id
    qtbot.keyClick(offers.list, Qt.Key.Key_Return)
    assert window.navigation.tree.current_key() == chosen
    assert not offers.list.isVisible()
    qtbot.keyClicks(finder, "no such call anywhere")
    assert not offers.list.isVisible()
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert window.navigation.tree.current_key() == chosen


def test_results_are_painted_and_spoken(window, qtbot):
    finder = window.top.finder
    qtbot.keyClicks(finder, "delete")
    offers = finder.offers
    picture = offers.list.grab().toImage()
    colours = {picture.pixelColor(x, 18).name() for x in range(min(200, picture.width()))}
    assert len(colours) > 2
    spoken = offers.results.data(offers.results.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("DELETE, ")
    offers.list.hide()


def test_the_search_tells_twins_apart_and_says_what_the_cloud_does_not_offer(practising, qtbot):
    finder = practising.top.finder
    qtbot.keyClicks(finder, "list images")
    results = finder.offers.results
    told = [results.data(results.index(row, 0), Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert told[0].startswith("GET, List Images, Cloud Images, ")
    assert "not offered" not in told[0]
    assert told[1].startswith("GET, List images, Image")
    assert "not offered there: " in told[1]
    assert "Not offered there" in results.data(results.index(1, 0), Qt.ItemDataRole.ToolTipRole)
    inks = []
    for row in range(2):
        place = finder.offers.list.visualRect(finder.offers.list.model().index(row, 0))
        picture = finder.offers.list.viewport().grab(place).toImage()
        inks.append(min(picture.pixelColor(x, y).lightness() for x in range(60, 140) for y in range(30)))
    assert inks[1] > inks[0]
    finder.offers.list.hide()


def test_a_long_name_in_the_profile_box_is_shortened(window, qtbot):
    from api.identity.profiles import Profile

    window.resize(1360, 860)
    name = "Production of the customer portal"
    window.top.show_profiles([Profile(id="p", name=name, kind="rackspace")], set(), "p")
    assert "…" in window.top.profiles.shown
    assert window.top.profiles.toolTip() == name


def test_every_action_is_there_once_and_can_be_used(window):
    names = [entry.name for entry in ENTRIES if entry.name != SEPARATOR and entry.text]
    assert len(names) == len(set(names))
    assert {entry.name for entry in ENTRIES} <= {*names, SEPARATOR}  # no second mention without the first
    keys = [entry.keys for entry in ENTRIES if entry.keys]
    assert len(keys) == len(set(keys))
    done_elsewhere = {entry.name for entry in ENTRIES if entry.group or entry.menu == ANSWER}
    for entry in ENTRIES:
        if entry.by:
            assert callable(attrgetter(entry.by)(window))
        elif entry.text:
            assert entry.name in done_elsewhere or callable(getattr(MainWindow, entry.name, None))
    assert all(window.actions_.by_name[name].text() for name in names)


def test_actions_that_need_a_call_are_off_without_one(window):
    assert not window.actions_.by_name["mock_call"].isEnabled()
    window.navigation.tree.choose("cloud-images.list-images")
    assert window.actions_.by_name["mock_call"].isEnabled()
    assert not window.actions_.by_name["cancel_calls"].isEnabled()


def test_a_notice_covers_nothing_and_escape_closes_it(window, qtbot):
    window.show_call("cloud-images.list-images")
    window.focus_tree()
    window.notices.warn("Something is odd.", "Look at it.")
    toast, pages = window.toast, window.pages
    qtbot.waitUntil(lambda: toast.isVisible() and toast.geometry().top() > pages.geometry().bottom())
    assert toast.mapTo(window, toast.rect().bottomLeft()).y() < window.status.geometry().top()
    qtbot.keyClick(window.navigation.tree, Qt.Key.Key_Escape)
    assert toast.isHidden()
    assert not window.status.unread.isVisible()


def test_what_was_not_read_is_offered_in_the_status_bar(window, qtbot):
    window.notices.warn("Something is odd.")
    window.notices.warn("More is odd.")
    assert window.status.unread.text() == "1 notice"
    window.toast.dismiss()
    qtbot.mouseClick(window.status.unread, Qt.MouseButton.LeftButton)
    assert window.toast.text == "Something is odd."
    assert not window.status.unread.isVisible()


def test_theme_is_chosen_and_kept(window, desk):
    window.actions_.by_name["theme_dark"].trigger()
    assert theme.current() is theme.DARK_THEME
    assert desk.settings.theme == "dark"
    window.actions_.by_name["theme_system"].trigger()
    assert desk.settings.theme == "system"


def test_the_chosen_theme_is_checked_in_every_window(window, program):
    window.new_window()
    second = program.windows[1]
    second.actions_.by_name["theme_light"].trigger()
    assert window.actions_.by_name["theme_light"].isChecked()
    window.actions_.by_name["theme_system"].trigger()
    assert second.actions_.by_name["theme_system"].isChecked()


def test_cards_of_the_welcome_are_alike_at_any_size(window, qtbot):
    for wide, high in ((1024, 640), (1360, 860)):
        window.resize(wide, high)
        cards = [
            b.parentWidget()
            for b in (window.welcome.practice, window.welcome.sign_in, window.welcome.browse)
        ]
        qtbot.waitUntil(
            lambda cards=cards: max(c.width() for c in cards) - min(c.width() for c in cards) <= 1
        )
        assert len({card.height() for card in cards}) == 1


def test_about_names_the_version(window):
    from PySide6.QtWidgets import QMessageBox

    from api.constants import VERSION

    window.about()
    (box,) = window.findChildren(QMessageBox)
    assert VERSION in box.text()
    box.close()


def test_tab_goes_the_way_of_the_eye(window, qtbot):
    window.navigation.tree.choose("cloud-images.list-images")
    top, head = window.top, window.head
    way = [
        top.profiles,
        top.regions,
        top.finder,
        top.account,
        window.navigation.filter,
        window.navigation.tree,
    ]
    way += [head.star, head.docs, head.mock, head.primary]
    chain, widget = [], top.profiles
    for _ in range(400):
        if widget in way:
            chain.append(widget)
        widget = widget.nextInFocusChain()
        if widget is top.profiles:
            break
    assert chain == way


def test_second_window_stands_on_the_same_desk_and_lives_alone(window, program, qtbot):
    window.navigation.tree.choose("cloud-images.list-images")
    window.new_window()
    first, second = program.windows
    assert second.navigation.tree.current_key() == "cloud-images.list-images"
    second.navigation.tree.choose("cloud-images.get-image-details")
    assert first.call_id == "cloud-images.list-images"
    first.close()
    assert program.windows == [second]
    assert second.isVisible()


def test_state_survives_a_restart(program, desk, qtbot):
    first = program.start()
    qtbot.waitUntil(lambda: bool(first.navigation.heads))
    first.navigation.tree.expand_keys({"product:image"})
    first.navigation.tree.choose("image.list-images")
    expanded = first.navigation.tree.expanded_keys()
    first.close()
    second = program.start()
    qtbot.waitUntil(lambda: bool(second.navigation.heads))
    assert second.navigation.tree.current_key() == "image.list-images"
    assert second.navigation.tree.expanded_keys() == expanded
    assert second.call_id == "image.list-images"


@pytest.mark.parametrize(
    "content", ['{"window": 5}', '{"window": {"split": "wide", "expanded": [1]}}', "rubbish"]
)
def test_a_damaged_state_is_left_out(data_dir, content):
    (data_dir / "window_state.json").write_text(content)
    state = WindowStateFile(data_dir).load()
    assert state is None or state == WindowState()


def test_state_is_kept_as_it_was(data_dir):
    state = WindowState("p", "DFW", ("a", "b"), "a", "QUJD", 333)
    WindowStateFile(data_dir).save(state)
    assert WindowStateFile(data_dir).load() == state


NAMED = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)


def path(name):
    return Key(Location.PATH, name)


def has_owner(widget):
    above = widget.parent()
    while above is not None:
        if isinstance(above, QLineEdit | QComboBox):
            return True
        above = above.parent()
    return False


def nameless(root):
    """The controls of a window that a screen reader could not name."""
    found = []
    for widget in root.findChildren(QWidget):
        if isinstance(widget, NAMED) and not widget.objectName().startswith("qt_"):
            if has_owner(widget):
                continue  # a part of a control that has a name
            buddy = any(label.buddy() is widget for label in root.findChildren(QLabel))
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            if not (widget.accessibleName() or text or buddy):
                found.append(widget)
    return found


def test_every_control_of_the_window_has_a_name(window):
    window.navigation.tree.choose("cloud-images.list-images")
    window.top.finder.offers.list.hide()
    assert nameless(window) == []


def test_every_control_of_the_dialogs_has_a_name(practising, desk, qtbot):
    from gui.confirm import ConfirmDialog
    from gui.parameters.dialog import ParameterDialog
    from gui.sign_in.profile_list import ProfileList
    from gui.sign_in.sheet import SignInSheet

    practising.sign_in()
    practising.side.open_profiles()
    call = desk.catalogue.call("cloud-images.delete-image")
    practising.calls.open(call.id, practising.place)
    practising.calls.send(
        desk.draft(call, {path("image_id"): "f" * 8 + "-0000-4000-8000-" + "0" * 12}, practising.place)
    )
    for kind in (ConfirmDialog, ParameterDialog, ProfileList, SignInSheet):
        (dialog,) = practising.findChildren(kind)
        assert nameless(dialog) == [], kind
    practising.calls.cancel_all()


def test_the_walk_finds_a_nameless_control(window):
    QLineEdit(window)
    assert len(nameless(window)) == 1


def test_a_broken_document_stands_in_the_tree_and_the_others_work(qapp, qtbot, data_dir, tmp_path):
    from gui.notify import Level
    from gui.program import Program

    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / "broken.json").write_text('{"openapi": "3.1.0", ')
    (folder / "cloud-images.json").write_bytes((RESOURCES / "catalog" / "cloud-images.json").read_bytes())
    program = Program(lambda: Desk(data_dir, Catalogue(folder)))
    window = program.start()
    told = []
    window.notices.posted.connect(told.append)
    qtbot.waitUntil(lambda: bool(window.navigation.heads))
    model = window.navigation.tree.calls
    broken = next(node for node in model.roots if node.fault)
    assert "broken" in broken.title
    assert "cannot be read" in model.data(model.index_of(broken), Qt.ItemDataRole.AccessibleTextRole)
    assert [message.level for message in told] == [Level.ERROR]
    window.navigation.tree.choose("cloud-images.list-images")
    assert window.head.isVisible()
    program.close_all()
    assert program.shutdown(5)
    program.deleteLater()


def test_a_program_that_never_started_ends_in_peace(qapp):
    from gui.program import Program

    program = Program(lambda: pytest.fail("nobody needs a desk"))
    assert program.shutdown(0)
    program.deleteLater()
