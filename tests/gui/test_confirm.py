"""The question before something is destroyed, whatever the service says about it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout

from api.desk import Desk
from api.exchange.subject import Facts
from api.model import Key, Location, Place
from gui.confirm import MOST_NAMES, ConfirmDialog
from gui.jobs import Jobs

IMAGE = Key(Location.PATH, "image_id")


@pytest.fixture
def question(qtbot, data_dir):
    desk, jobs = Desk(data_dir), Jobs()
    call = desk.catalogue.call("cloud-images.delete-image")
    draft = desk.draft(call, {IMAGE: "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"}, Place())
    made = ConfirmDialog(draft, desk, jobs)
    qtbot.addWidget(made)
    yield made
    jobs.shutdown()
    desk.close()


def shown(question):
    facts, role = question.facts, QFormLayout.ItemRole
    return {
        facts.itemAt(row, role.LabelRole).widget().text(): facts.itemAt(row, role.FieldRole).widget().text()
        for row in range(facts.rowCount())
    }


def test_a_hundred_accounts_are_counted_and_the_first_of_them_named(question):
    accounts = tuple(f"{number:06}" for number in range(100))
    question._show_facts(Facts("image", name="web", losers=accounts))
    told = shown(question)["Accounts that lose it"]
    assert told.startswith("100: 000000, 000001")
    assert told.endswith(f"{accounts[MOST_NAMES - 1]} and 90 more")


def test_few_accounts_are_all_named(question):
    question._show_facts(Facts("image", name="web", losers=("a", "b")))
    assert shown(question)["Accounts that lose it"] == "2: a, b"


def test_the_words_of_a_document_are_no_markup(question):
    assert question._title.textFormat() is Qt.TextFormat.PlainText
    assert question._warning.textFormat() is Qt.TextFormat.PlainText
