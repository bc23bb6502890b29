"""The menus, the button and the keys that lead from an answer to other calls."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLayout, QMenu

from api.answer.answer import read_answer
from api.answer.uses.uses import Use
from api.desk import Desk
from api.errors import CatalogueError
from api.exchange.exchange import Exchange
from api.model import Call, CallHead, Change, Effects, Paging
from gui.answer.uses_menu import MOST, UsesMenu, choose
from gui.answer.view import HEADERS, RAW, TABLE, TREE, AnswerView
from tests.builders.exchanges import a_request, a_response, an_exchange, an_image, an_image_list

PAGING = Paging("/images", "/next", "marker")


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def show(qtbot, jobs, desk):
    """Shows an answer of Cloud Images; what its view asks for is noted in ``asked``."""

    def make(body, title="List Images", *, pointers=(), headers=(), wait=True):
        request = a_request(title, secret_pointers=pointers)
        exchange = an_exchange(a_response(body, headers=headers), request)
        answer = read_answer(exchange, PAGING)
        view = AnswerView(exchange, answer, jobs, desk)
        view.asked = []
        view.call_wanted.connect(lambda *call: view.asked.append(("call", *call)))
        view.link_wanted.connect(lambda *call: view.asked.append(("link", *call)))
        qtbot.addWidget(view)
        view.resize(900, 600)
        view.show()
        if wait:
            with qtbot.waitSignal(view.uses.ready):
                pass
        return view

    return make


def at(view, pointer):
    """Make a node current in the tree."""
    tree = view.page(TREE).tree
    tree.show_node(view.answer.document.find(pointer))
    tree.setFocus()
    return tree


def context_menu(view):
    at = QPoint(0, 0)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    return QApplication.activePopupWidget()


def texts(menu):
    return [action.text().partition("\t")[0] for action in menu.actions() if action.text()]


def entry(menu, text):
    return next(action for action in menu.actions() if action.text().partition("\t")[0] == text)


def popup():
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def test_a_menu_says_what_is_used_and_where(show):
    view = show(an_image_list(2))
    menu = context_menu(at(view, "/images/0/id"))
    inner = entry(menu, "Use in").menu()
    assert texts(inner)[:3] == [
        "Image Debian 10 (Buster) (PVHVM)",
        "Get Image Details",
        "List Image Members",
    ]
    assert not inner.actions()[0].isEnabled()
    assert entry(inner, "Add Image Tag").text() == "Add Image Tag\tPUT"
    entry(inner, "Get Image Details").trigger()
    menu.close()
    ((kind, call_id, place, values),) = view.asked
    assert (kind, call_id, place) == ("call", "cloud-images.get-image-details", view.exchange.place)
    assert list(values.values()) == [view.answer.document.text(view.answer.document.find("/images/0/id"))]


def test_the_views_own_entries_stay_below(show):
    view = show(an_image_list(2))
    menu = context_menu(at(view, "/images/0/status"))
    assert texts(menu)[0] == "Use in"
    assert "Show whole value" in texts(menu)
    menu.close()


def test_hidden_values_offer_nothing_before_they_are_shown(show):
    view = show(an_image(0), "Get Image Details", pointers=("/id",))
    tree = at(view, "/id")
    menu = context_menu(tree)
    assert "Use in" not in texts(menu)
    assert not view.use_button.isEnabled()
    entry(menu, "Show hidden value").trigger()
    menu.close()
    assert view.use_button.isEnabled()
    assert "Use in" in texts(context_menu(tree))
    popup().close()


def test_names_from_the_cloud_are_plain_words(show):
    name = "R&D\tbackup \u202egnp\n<b>" + "x" * 200
    view = show(an_image(0, name=name), "Get Image Details")
    menu = context_menu(at(view, "/name"))
    heading = entry(menu, "Use in").menu().actions()[0].text()
    assert heading.startswith("Image R&&D\\tbackup \\u202egnp\\n<b>x")
    assert len(heading) < 90
    menu.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_on_a_link_asks_for_its_call(show, key):
    view = show(an_image_list(2))
    tree = at(view, "/next")
    QTest.keyClick(tree, key)
    ((kind, call_id, place, values),) = view.asked
    assert (kind, call_id, place) == ("link", "cloud-images.list-images", view.exchange.place)
    assert {key.name for key in values} <= {"marker", "limit"}


def test_a_double_click_on_a_link_asks_for_its_call_and_space_shows_it_whole(show, qtbot):
    view = show(an_image_list(2))
    tree = at(view, "/schema")
    place = tree.visualRect(tree.currentIndex()).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [each[:2] for each in view.asked] == [("link", "cloud-images.get-images-schema")]
    with qtbot.waitSignal(tree.whole_wanted):
        QTest.keyClick(tree, Qt.Key.Key_Space)
    at(view, "/images/0/status")
    with qtbot.waitSignal(tree.whole_wanted):
        QTest.keyClick(tree, Qt.Key.Key_Return)
    assert len(view.asked) == 1


def test_enter_on_a_file_that_is_not_served_opens_the_export(show):
    view = show(an_image(0, file="/v2/images/x/file"), "Get Image Details")
    QTest.keyClick(at(view, "/file"), Qt.Key.Key_Return)
    assert [each[:2] for each in view.asked] == [("call", "cloud-images.export-task")]


def test_a_link_that_leaves_is_only_told(show):
    view = show({"images": [], "next": "https://evil.example/v2/images"})
    tree = at(view, "/next")
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert view.asked == []
    menu = context_menu(tree)
    assert menu.actions()[0].text() == "This link leaves this service: it goes to evil.example."
    assert not menu.actions()[0].isEnabled()
    menu.close()
    view.use_button.click()
    assert texts(popup()) == ["This link leaves this service: it goes to evil.example."]
    popup().close()


def header(view, name):
    """Make the header of that name current, with the keyboard in it."""
    view.switch.choose(HEADERS)
    rows = view.page(HEADERS).rows
    row = rows.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)[0]
    rows.setCurrentItem(row)
    rows.setFocus()
    return rows


def test_a_header_with_a_link_opens_its_call(show):
    path = "/v2/images/3de27b26-0f59-4d5c-8f5f-2c1d4fdd0f3d"
    elsewhere, secret = "https://elsewhere.example.org/v2/images", "X-Subject-Token"
    headers = (("Location", path), ("Content-Location", elsewhere), (secret, path), ("X-Plain", "word"))
    view = show({}, headers=headers)
    rows, entry = header(view, "Location"), view.page(HEADERS).open
    assert entry.text().startswith("Open as Get Image Details")
    assert entry.isVisible()
    QTest.keyClick(rows, Qt.Key.Key_Return)
    entry.trigger()
    assert [each[:2] for each in view.asked] == [("link", "cloud-images.get-image-details")] * 2
    assert [list(each[3].values()) for each in view.asked] == [[path.rpartition("/")[2]]] * 2
    for name in ("Content-Location", secret, "X-Plain"):
        rows = header(view, name)
        assert not entry.isVisible()
        QTest.keyClick(rows, Qt.Key.Key_Return)
        assert len(view.asked) == 2


def test_ctrl_u_opens_the_uses_at_the_row_for_the_keys(show):
    view = show(an_image_list(2))
    tree = at(view, "/images/1/owner")
    tree.show_node(view.answer.document.find("/images/1/id"))
    QTest.keyClick(tree, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    menu = popup()
    below = tree.viewport().mapToGlobal(tree.visualRect(tree.currentIndex()).bottomLeft())
    assert menu.pos().x() == below.x()
    assert menu.activeAction().text() == "Get Image Details\tGET"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert [each[:2] for each in view.asked] == [("call", "cloud-images.list-image-members")]


def test_the_button_offers_what_stands_around_a_value_too(show):
    view = show(an_image(0, owner="912345"), "Get Image Details")
    at(view, "/owner")
    view.use_button.click()
    menu = popup()
    assert texts(menu)[:2] == ["Account 912345", "List Images"]
    assert texts(menu)[-1] == "Use image in"
    menu.close()


def test_the_button_keeps_its_name_where_there_is_no_room_for_words(show):
    view = show(an_image_list(1))
    assert view.use_button.text() == "Use in"
    view.layout().setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    view.setFixedWidth(600)
    assert view.use_button.text() == ""
    assert view.use_button.accessibleName() == "Use in"
    view.setFixedWidth(900)
    assert view.use_button.text() == "Use in"


def test_the_button_is_off_where_nothing_is_led_to(show):
    view = show({"images": [], "schema": "of none"})
    at(view, "/images")
    assert not view.use_button.isEnabled()
    QTest.keyClick(view.page(TREE).tree, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.activePopupWidget() is None
    view.switch.choose(RAW)
    assert not view.use_button.isEnabled()


def test_cells_of_the_table_lead_on(show, qtbot):
    images = [an_image(n, self=f"/v2/images/{an_image(n)['id']}") for n in range(2)]
    view = show({"images": images})
    view.switch.choose(TABLE)
    table = view.page(TABLE).view
    qtbot.waitUntil(lambda: table.table_model() is not None and table.table_model().rowCount() == 2)
    document = view.answer.document
    view.page(TABLE).show_node(document.find("/images/1/self"))
    assert table.current_node() == document.find("/images/1/self")
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    popup().close()
    menu = context_menu(table)
    assert texts(menu).index("Use in") < texts(menu).index("Show in tree")
    menu.close()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.currentIndex()).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [each[0] for each in view.asked] == ["link", "link"]


def test_a_closed_answer_leads_nowhere(show, qtbot, jobs):
    early = show(an_image(0), "Get Image Details", wait=False)
    early.close_answer()
    view = show(an_image(0), "Get Image Details")
    node = view.answer.document.find("/id")
    assert view.uses.uses(node)
    view.close_answer()
    for closed in (early, view):
        assert closed.uses.uses(node) is None
        assert not closed.uses.follow(node)


def test_a_catalogue_that_cannot_be_read_offers_nothing(show, desk, jobs, qtbot, monkeypatch):
    def broken(_product):
        raise CatalogueError("cloud-images.json", "", "is broken")

    monkeypatch.setattr(desk.catalogue, "takers", broken)
    view = show(an_image(0), "Get Image Details", wait=False)
    monkeypatch.setattr(desk.catalogue, "call", broken)
    qtbot.wait(100)
    assert view.uses.uses(view.answer.document.find("/id")) is None


def test_without_a_desk_nothing_is_offered(qtbot, jobs):
    exchange: Exchange = an_exchange(a_response(an_image_list(1)), a_request())
    view = AnswerView(exchange, read_answer(exchange), jobs)
    qtbot.addWidget(view)
    view.show()
    assert view.uses is None
    assert view.use_button is None
    QTest.keyClick(view.page(TREE).tree, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.activePopupWidget() is None


def uses(reads=0, changes=0, destroys=0, lacking=0):
    def made(kind, number, lacks=False):
        head = CallHead(f"p.{kind}{number}{lacks}", "p", "", f"{kind}{number}", "", "GET", "/")
        return Use(Call(head, effects=Effects(changes=kind)), lacks=lacks)

    plain = [(Change.NONE, reads), (Change.CHANGE, changes), (Change.DESTROY, destroys)]
    found = [made(kind, number) for kind, count in plain for number in range(count)]
    return found + [made(Change.NONE, number, True) for number in range(lacking)]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ((2, 7, 2, 3), (2, 7, 2, 3)),
        ((9, 0, 0), (9, 0, 0, 0)),
        ((20, 0, 1), (11, 0, 1, 9)),
        ((7, 12, 4, 4), (4, 5, 3, 15)),
        ((0, 20, 0), (0, 12, 0, 8)),
        ((0, 0, 9), (0, 0, 3, 6)),
        ((1, 1, 1, 40), (1, 1, 1, 40)),
    ],
)
def test_a_menu_has_at_most_twelve_calls_some_of_each_sort(given, shown):
    choice = choose(uses(*given))
    assert tuple(len(part) for part in choice) == shown
    assert sum(shown[:3]) <= MOST
    assert all(not use.lacks for part in choice[:3] for use in part)


def test_the_owner_of_a_menu_may_be_gone_before_it_is_ready(show, desk, jobs, qtbot):
    exchange = an_exchange(a_response(an_image(0)), a_request("Get Image Details"))
    view = show(an_image(0), "Get Image Details")
    made = UsesMenu(exchange, view.answer, jobs, desk, view)
    made.deleteLater()
    with qtbot.waitSignal(made.destroyed):
        pass
