"""One call on many rows, and cleaning up, with hands on the window: both faces of the practice cloud."""

from __future__ import annotations

import csv
import json
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from api.desk import Desk
from api.exchange.reading import read_json
from api.running import CancelToken
from api.work.work import State
from gui.answer.view import TABLE
from gui.program import Program
from gui.work.bulk.clean_up import CleanUpDialog
from gui.work.bulk.confirm import ConfirmBulk
from gui.work.bulk.deeds import bulk_deeds
from gui.work.bulk.dialog import BulkDialog
from gui.work.bulk.run_dialog import RunDialog
from gui.work.bulk.table import ABOUT, ID, NAME, WORD
from gui.work.delegate import button_names
from gui.work.handles import handles_of
from gui.work.row import look

LISTS = {"rackspace": "cloud-images.list-images", "openstack": "image.list-images"}


class Ground:
    """A window that is signed in, and its own images in a table."""

    def __init__(self, qtbot, program, window, face):
        self.qtbot, self.program, self.window, self.face = qtbot, program, window, face
        self.desk = program.desk

    @property
    def place(self):
        return self.window.place

    def until(self, reached):
        self.qtbot.waitUntil(lambda: bool(reached()))

    def images(self):
        ask = self.desk.asker(self.place, CancelToken())
        return read_json(ask(LISTS[self.face], {"owner": self.place.account, "limit": 100}))["images"]

    def table(self, **values):
        """The table of one's own images, all rows selected."""
        call = self.desk.catalogue.call(LISTS[self.face])
        keyed = {p.key: value for p in call.parameters for name, value in values.items() if p.name == name}
        keyed |= {p.key: self.place.account for p in call.parameters if p.name == "owner"}
        keyed |= {p.key: 100 for p in call.parameters if p.name == "limit"}
        self.window.show_call(call.id)
        self.window.calls.send(self.desk.draft(call, keyed, self.place))
        answers = self.window.answers
        self.until(lambda: answers.current is not None and answers.current.view is not None)
        view = answers.current.view
        view.switch.choose(TABLE)
        page = view.page(TABLE)
        self.until(lambda: page.rows.arranger is not None and view.uses._finder is not None)
        page.view.selectAll()
        page.view.setFocus()
        return view, page

    def dialog(self, kind):
        self.until(lambda: self.found(kind))
        return self.found(kind)[-1]

    def found(self, kind):
        return [each for each in self.window.findChildren(kind) if each.isVisible()]

    def bulk(self, title="", **values):
        """The dialog for all own images, with a call chosen and filled in."""
        view, _page = self.table()
        view.uses.bulk.open()
        dialog = self.dialog(BulkDialog)
        if title:
            titles = {dialog.calls.itemText(at).lower(): at for at in range(dialog.calls.count())}
            dialog.calls.setCurrentIndex(titles[title.lower()])
        by_title = {row.title: key for key, row in dialog.form.rows.items()} if dialog.form else {}
        if dialog.form:
            dialog.form.replace({})
            dialog.form.fill({by_title[name]: value for name, value in values.items()})
        self.until(lambda: dialog._seen is not None or "needed" in dialog.state.text())
        return dialog


@pytest.fixture
def desk(data_dir):
    made = Desk(data_dir)
    yield made
    made.close()


@pytest.fixture(params=["rackspace", "openstack"])
def ground(request, qapp, qtbot, desk):
    from gui import theme

    theme.switch().dress()
    program = Program(lambda: desk)
    window = program.start()
    qtbot.waitUntil(lambda: bool(window.navigation.heads))
    window.practise() if request.param == "rackspace" else window.practise_openstack()
    qtbot.waitUntil(lambda: bool(window.profile))
    yield Ground(qtbot, program, window, request.param)
    program.close_all()
    assert program.shutdown(5)
    program.deleteLater()
    qapp.sendPostedEvents(None, 52)  # QEvent.Type.DeferredDelete


def cells(table, column):
    model = table.rows
    return [model.index(row, column).data() for row in range(model.rowCount())]


def click(button):
    assert button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_selected_images_are_deleted_after_their_number_was_typed(ground):
    images = ground.images()
    protected = [image["name"] for image in images if image["protected"]]
    dialog = ground.bulk("delete image")
    assert dialog.windowTitle() == f"Do for {len(images)} images · {ground.desk.who(ground.place)}"
    words = dict(zip(cells(dialog.table, NAME), cells(dialog.table, WORD), strict=True))
    assert [name for name, word in words.items() if word == "left out"] == protected
    going = len(images) - len(protected)
    assert dialog.go.text().endswith(f": {going} images…")
    assert "1 left out" in dialog.state.text()
    click(dialog.go)
    question = ground.dialog(ConfirmBulk)
    assert not question.yes.isEnabled()
    assert "1 other is left out." in [label.text() for label in question.findChildren(type(question._kept))]
    assert set(cells(question.table, ID)) == {image["id"] for image in images if not image["protected"]}
    QTest.keyClicks(question.number, "7")
    QTest.keyClick(question.number, Qt.Key.Key_Return)  # presses Cancel at most
    assert len(ground.images()) == len(images)


def test_the_right_number_deletes_and_every_row_tells(ground):
    images = ground.images()
    dialog = ground.bulk("delete image")
    click(dialog.go)
    question = ground.dialog(ConfirmBulk)
    going = question.table.rows.rowCount()
    QTest.keyClicks(question.number, str(going))
    click(question.yes)
    run = ground.dialog(RunDialog)
    ground.until(lambda: run.work.state.ended and not run.stop.isVisible())
    assert set(cells(run.table, WORD)) == {"done"}
    assert run.bar.value() == run.bar.maximum() == going
    assert len(ground.images()) == len(images) - going
    assert not run.again.isVisible()
    assert ground.found(BulkDialog) == []
    assert ground.window.work_panel.chosen is run.work
    run.table.chosen.emit(0)
    assert ground.window.answers.current.exchange.request.method == "DELETE"


def test_a_property_is_set_on_all_by_add_or_replace(ground):
    has = {image["id"]: image.get("os_distro") for image in ground.images()}
    dialog = ground.bulk("add image property")
    assert "needed" in dialog.state.text()
    assert not dialog.go.isEnabled()
    assert "Where it is there already it is replaced." in dialog.about.text()
    by_title = {row.title: key for key, row in dialog.form.rows.items()}
    dialog.form.fill({by_title["property"]: "os_distro", by_title["value"]: "plan9"})
    ground.until(lambda: dialog.go.isEnabled())
    about = [json.loads(text)[0]["op"] for text in cells(dialog.table, ABOUT)]
    assert about == [
        "replace" if has[line.id] else "add" for line in map(dialog.table.rows.line_of, range(len(has)))
    ]
    dialog.parallel.setValue(2)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    run = ground.dialog(RunDialog)
    ground.until(lambda: run.work.state.ended)
    assert run.work.plan.parallel == 2
    assert {image["os_distro"] for image in ground.images()} == {"plan9"}


def test_the_first_click_on_the_button_acts_while_a_list_to_pick_from_is_open(ground):
    dialog = ground.bulk("add image tag")
    (field,) = [row.editor for row in dialog.form.rows.values()]
    field.set_value("nightly")
    ground.until(lambda: dialog.go.isEnabled())
    dialog.activateWindow()
    ground.until(dialog.isActiveWindow)
    field.open_list()
    assert field.listing
    click(dialog.go)
    assert not field.listing
    ground.until(lambda: not dialog.isVisible())


def test_what_failed_is_run_again_and_nothing_else(ground):
    name = "tag" if ground.face == "rackspace" else "tag_value"
    dialog = ground.bulk("add image tag", **{name: "weekly"})
    sent, send = [], ground.desk.send
    first = dialog.chosen.things[0].id

    def refuse_first(request, secrets=None, **more):
        sent.append(request)
        if len(sent) == 1 and request.changes:
            from tests.builders.exchanges import a_response, an_exchange

            return an_exchange(a_response({"message": "Not now."}, 409, "Conflict"), request)
        return send(request, secrets, **more)

    ground.desk.send = refuse_first
    dialog.parallel.setValue(1)
    click(dialog.go)
    run = ground.dialog(RunDialog)
    ground.until(lambda: run.work.state.ended and run.again.isVisible())
    assert run.work.state is State.PARTLY
    assert run.again.text() == "Retry the one that failed"
    run.failed_only.setChecked(True)
    assert cells(run.table, ABOUT) == ["409 Conflict. Not now."]
    run.failed_only.setChecked(False)
    assert run.table.rows.rowCount() == len(dialog.chosen.things)
    assert [offer.title for offer in bulk_deeds(run.work, ground.window.bench)] == [
        "Retry the one that failed",
        "Show the rows",
    ]
    assert [handle.name for handle in handles_of(run.work, ground.window.bench)] == ["remove"]
    assert button_names(look(run.work)) == ("remove",)
    count = len(sent)
    click(run.again)
    ground.until(lambda: len(ground.found(RunDialog)) == 2)
    again = next(each for each in ground.found(RunDialog) if each is not run)
    ground.until(lambda: again.work.state.ended)
    assert [row.id for row in again.work.plan.rows] == [first]
    assert len(sent) == count + 1
    assert all("weekly" in image["tags"] for image in ground.images())


def test_a_run_can_be_stopped_and_looked_at_again(ground):
    name = "tag" if ground.face == "rackspace" else "tag_value"
    dialog = ground.bulk("add image tag", **{name: "x"})
    held, gate, send = threading.Event(), threading.Event(), ground.desk.send

    def hold(request, secrets=None, **more):
        held.set()
        assert gate.wait(30)
        return send(request, secrets, **more)

    ground.desk.send = hold
    dialog.parallel.setValue(1)
    click(dialog.go)
    run = ground.dialog(RunDialog)
    ground.until(held.is_set)
    click(run.stop)
    assert run.sentence.text().startswith("Stopping")
    assert not run.stop.isEnabled()
    gate.set()
    ground.until(lambda: run.work.state.ended and not run.stop.isVisible())
    assert cells(run.table, WORD)[-1] == "not begun"
    work = run.work
    run.close()
    ground.until(lambda: not ground.found(RunDialog))
    list(bulk_deeds(work, ground.window.bench))[-1].do()
    shown = ground.dialog(RunDialog)
    assert cells(shown.table, WORD)[-1] == "not begun"
    list(bulk_deeds(work, ground.window.bench))[-1].do()
    assert ground.found(RunDialog) == [shown]


def test_the_menu_and_the_key_offer_it_for_several_rows(ground):
    _view, page = ground.table()
    menu = QMenu()
    page.view.menu_begun.emit(menu, page.view.current_node())
    count = len(ground.images())
    assert f"Do for {count} images…\tCtrl+Shift+B" in [action.text() for action in menu.actions()]
    assert "do_for_rows" in ground.window.answers.deeds()
    QTest.keyClick(
        page.view, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    dialog = ground.dialog(BulkDialog)
    assert len(dialog.chosen.things) == count
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    ground.until(lambda: not ground.found(BulkDialog))
    page.view.make_current(0)
    alone = QMenu()
    page.view.menu_begun.emit(alone, page.view.current_node())
    assert not any(action.text().startswith("Do for") for action in alone.actions())
    menu.deleteLater()
    alone.deleteLater()


def test_rows_of_a_table_can_be_copied(ground):
    dialog = ground.bulk("delete image")
    dialog.table.selectAll()
    QTest.keyClick(dialog.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert {line.split("\t")[1] for line in lines} == {image["id"] for image in ground.images()}


def clean_up(ground):
    ground.window.work_menu.clean_up()
    dialog = ground.dialog(CleanUpDialog)
    ground.until(lambda: dialog.table.candidates.count)
    return dialog


def test_clean_up_finds_marks_saves_and_deletes(ground, tmp_path):
    dialog = clean_up(ground)
    model = dialog.table.candidates
    count = model.count
    assert dialog.total.text().startswith(f"{count} of {count} images marked · ")
    assert "a month" not in dialog.total.text()
    dialog.wishes.price_field.setText("1")
    assert dialog.total.text().endswith(" a month")
    dialog.table.selectRow(0)
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    kept = [each.id for each in model._all if each.id not in {one.id for one in model.chosen}]
    assert len(kept) == 1
    target = tmp_path / "list.csv"
    dialog.export(str(target))
    ground.until(lambda: "Saved" in dialog.state.text())
    rows = list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))
    assert [row["id"] for row in rows] == [each.id for each in model.chosen]
    assert "cost_per_month" in rows[0]
    assert dialog.delete.text() == f"Delete {count - 1} images…"
    click(dialog.delete)
    question = ground.dialog(ConfirmBulk)
    QTest.keyClicks(question.number, str(count - 1))
    click(question.yes)
    ground.until(lambda: model.count == 1)
    assert [each.id for each in model._all] == kept
    assert not model.chosen, "what was unmarked stays so"
    left = {image["id"] for image in ground.images()}
    assert not left & {row["id"] for row in rows}
    assert kept[0] in left or ground.face == "openstack"  # a hidden image is not listed


def test_clean_up_says_which_images_it_leaves_out(ground, monkeypatch):
    monkeypatch.setattr("api.work.bulk.clean_up._members_of", lambda _exchange, listed: None)
    ground.window.work_menu.clean_up()
    dialog = ground.dialog(CleanUpDialog)
    assert dialog.wishes.unshared.text() == "Shared with nobody"
    ground.until(dialog.remarks.isVisible)
    assert "left out: nobody says who has" in dialog.remarks.text()
    dialog.wishes.unshared.setChecked(False)
    ground.until(lambda: dialog.table.candidates.count)
    assert not dialog.remarks.isVisible()


def test_clean_up_looks_again_for_another_wish(ground):
    dialog = clean_up(ground)
    before = dialog.table.candidates.count
    dialog.wishes.unshared.setChecked(False)
    ground.until(lambda: dialog.table.candidates.count > before)
    dialog.wishes.days.setValue(30_000)
    ground.until(lambda: dialog.table.candidates.count == 0 and not dialog._looking)
    assert dialog._empty.isVisible()
    assert not dialog.delete.isEnabled()
    dialog.wishes.days.setValue(0)
    dialog.wishes.status.setCurrentText("queued")
    dialog.wishes.snapshots.setChecked(False)
    ground.until(lambda: dialog.table.candidates.count)
    assert {each.image["status"] for each in dialog.table.candidates._all} == {"queued"}
    assert len([work for work in ground.desk.works.all() if work.plan.kind == "clean-up"]) == 1
    dialog.close()
    ground.until(lambda: not ground.found(CleanUpDialog))
    assert ground.desk.works.all() == ()


def test_clean_up_marks_all_or_none(ground):
    dialog = clean_up(ground)
    click(dialog.none)
    assert not dialog.delete.isEnabled()
    assert not dialog.save.isEnabled()
    click(dialog.every)
    assert len(dialog.table.candidates.chosen) == dialog.table.candidates.count
    model = dialog.table.candidates
    index = model.index(0, 0)
    assert model.setData(index, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert not model.setData(index, "x")
    assert index.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked
    dialog.wishes.price_field.setText("cheap")
    assert "number" in dialog.wishes.fault.text()
    question = dialog.ask()
    assert question.selectedFiles()
    question.reject()
    dialog._not_saved(OSError(28, "No space left on device"))
    assert "No space left" in dialog.state.text()
    with pytest.raises(ValueError, match="ours"):
        dialog._not_saved(ValueError("ours"))


def test_clean_up_says_why_it_cannot_look(ground):
    from tests.builders.exchanges import a_response, an_exchange

    ground.desk.send = lambda request, _secrets=None, **_more: an_exchange(
        a_response({"message": "Out of order."}, 500), request
    )
    ground.window.work_menu.clean_up()
    dialog = ground.dialog(CleanUpDialog)
    ground.until(lambda: dialog.trouble.isVisible())
    assert "Out of order." in dialog.trouble.text()


def test_clean_up_needs_a_sign_in(ground):
    ground.window.side.sign_out()
    ground.until(lambda: not ground.window.profile)
    ground.window.work_menu.clean_up()
    assert ground.found(CleanUpDialog) == []
    assert QApplication.activeModalWidget() is None


def test_an_answer_that_is_closed_while_its_rows_are_read_opens_nothing(ground):
    view, _page = ground.table()
    view.uses.bulk.open()
    ground.window.answers.deeds()["close_answer"]()
    ground.until(lambda: ground.program.jobs.count == 0)
    assert ground.found(BulkDialog) == []


def test_a_dialog_whose_sign_in_ended_says_so_and_sends_nothing(ground):
    dialog = ground.bulk("delete image")
    ground.window.side.sign_out()
    ground.until(lambda: not ground.window.profile)
    dialog._look_soon()
    ground.until(lambda: "sign" in dialog.state.text().lower())
    assert not dialog.go.isEnabled()


def test_rows_of_several_regions_are_not_mixed(ground, monkeypatch):
    from api.model import Place

    view, page = ground.table()
    said = []
    page.view.said.connect(said.append)
    monkeypatch.setattr("gui.work.bulk.offer.origin", lambda _e, _d, node: Place("p", "a", str(node)))
    view.uses.bulk.open()
    ground.until(lambda: said[-1:] == ["The selected rows are in several regions: select those of one."])
    assert ground.found(BulkDialog) == []


def test_rows_that_no_call_takes_are_said(ground, monkeypatch):
    from api.work.bulk.chosen import Chosen

    view, page = ground.table()
    said = []
    page.view.said.connect(said.append)
    monkeypatch.setattr("api.work.bulk.chosen.read_chosen", lambda *_args: Chosen((), 3, ()))
    view.uses.bulk.open()
    ground.until(lambda: said[-1:] == ["No call takes what is selected."])
