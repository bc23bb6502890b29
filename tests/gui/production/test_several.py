"""Several things are deleted in production once their number and the account were typed; the api says what is wrong."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog

from api.exchange.gates import Several
from api.work.bulk.plan import plan_bulk
from api.work.bulk.row import Row
from gui.production.several import SeveralDialog, when_typed
from gui.work.bulk.confirm import ConfirmBulk
from tests.builders.production import sign_in_to_production


@pytest.fixture
def place(desk):
    return desk.place(sign_in_to_production(desk), "DFW")


def test_number_and_account_are_typed(desk, place, qtbot):
    over, said = QDialog(), []
    qtbot.addWidget(over)
    question = SeveralDialog("2 exports are deleted.", 2, place, desk, over)
    question.confirmed.connect(said.append)
    question.open()
    assert not question.yes.isEnabled()
    question.typed.number.setText("2")
    assert not question.yes.isEnabled()
    question.typed.account.setText("wrong")
    question.yes.click()
    assert place.account in question.fault.text()
    assert not said
    question.typed.account.setText(place.account)
    assert question.fault.isHidden()
    question.yes.click()
    assert said == [Several(2, "2", place.account)]


def test_elsewhere_nobody_is_asked(desk, qtbot):
    said = []
    other = desk.place(sign_in_to_production(desk, production=False), "DFW")
    when_typed("2 exports are deleted.", 2, other, desk, None, said.append)
    assert said == [None]


def test_in_production_it_is_asked_over_the_dialog(desk, place, qtbot, qapp):
    over, said = QDialog(), []
    qtbot.addWidget(over)
    when_typed("2 exports are deleted.", 2, place, desk, over, said.append)
    (question,) = over.findChildren(SeveralDialog)
    assert not said
    question.reject()
    assert not said


def test_a_list_asks_for_the_account_as_well(desk, place, qtbot):
    rows = [Row(str(number), f"web {number}", (("image_id", str(number)),)) for number in range(3)]
    over, said = QDialog(), []
    qtbot.addWidget(over)
    question = ConfirmBulk(
        plan_bulk(desk.catalogue, "cloud-images.delete-image", place, rows), desk, 0, over
    )
    question.confirmed.connect(said.append)
    question.open()
    question.number.setText("3")
    assert not question.yes.isEnabled()
    question.account.setText("nobody")
    question.yes.click()
    assert place.account in question.fault.text()
    question.account.setText(place.account)
    question.yes.click()
    assert [(each.number, each.account) for each in said] == [("3", place.account)]


def test_exported_disks_are_deleted_once_it_is_unlocked_and_typed(desk, place, qtbot):
    from gui.production.unlock import UnlockDialog, when_unlocked
    from gui.work.moving.deleting import DeletingDialog

    class Bench:
        def __init__(self):
            self.desk, self.begun = desk, []

        def when_unlocked(self, where, deed, go_on, over):
            when_unlocked(where.profile, desk, over, go_on, deed=deed)

        def begin(self, plan):
            self.begun.append(plan)

    bench = Bench()
    left = [
        {
            "region": "DFW",
            "container": "e",
            "object": "a.vhd",
            "location": "e/a.vhd",
            "size": 9,
            "segments": 1,
        }
    ]
    over = QDialog()
    qtbot.addWidget(over)
    dialog = DeletingDialog(place, left, bench, over)
    dialog.show()
    dialog.yes.click()
    assert not bench.begun
    dialog.findChildren(UnlockDialog)[0].yes.click()
    (question,) = dialog.findChildren(SeveralDialog)
    assert not bench.begun
    question.typed.number.setText("1")
    question.typed.account.setText(place.account)
    question.yes.click()
    assert [plan.word for plan in bench.begun] == [Several(1, "1", place.account)]
