"""Calls on their way: what is told when one is refused, cancelled, ends its sign-in, or needs its form again."""

import threading

import pytest

from api.errors import Cancelled, SignInExpired
from api.exchange.build import Draft
from api.exchange.exchange import Exchange
from api.model import Key, Location
from api.running import Progress
from gui.parameters.dialog import ParameterDialog
from gui.sign_in.sheet import SignInSheet

LIMIT, IMAGE, TAG = Key(Location.QUERY, "limit"), Key(Location.PATH, "image_id"), Key(Location.PATH, "tag")
ONE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def draft(practising, desk):
    def make(call_id, values):
        return desk.draft(desk.catalogue.call(call_id), values, practising.place)

    return make


def test_wrong_values_are_named_and_nothing_is_sent(practising, draft):
    practising.calls.send(draft("cloud-images.list-images", {LIMIT: "many"}))
    assert practising.toast.text.startswith("limit: ")
    assert not practising.answers.begun


def test_a_sign_in_that_ended_opens_the_sheet(practising, draft, desk, monkeypatch, qtbot):
    def send(*_args, **_more):
        raise SignInExpired("The sign-in ended.", "Sign in again.")

    monkeypatch.setattr(desk, "send", send)
    practising.calls.send(draft("cloud-images.list-images", {}))
    qtbot.waitUntil(lambda: bool(practising.answers.failures))
    assert practising.answers.failures[0][1].sentence == "The sign-in ended."
    assert practising.findChildren(SignInSheet)
    assert not practising.calls.running


@pytest.mark.parametrize(
    ("call_id", "values", "warned"),
    [("cloud-images.list-images", {}, False), ("cloud-images.add-image-tag", {IMAGE: ONE, TAG: "a"}, True)],
)
def test_cancelling_is_told_at_once_and_warns_of_what_may_have_happened(
    practising, draft, desk, monkeypatch, qtbot, call_id, values, warned
):
    stuck = threading.Event()
    monkeypatch.setattr(desk, "send", lambda *_args, **_more: stuck.wait(30))
    practising.calls.send(draft(call_id, values))
    assert practising.actions_.by_name["cancel_calls"].isEnabled()
    practising.cancel_calls()
    qtbot.waitUntil(lambda: bool(practising.answers.failures))
    error = practising.answers.failures[0][1]
    assert isinstance(error, Cancelled)
    assert ("all the same" in error.hint) is warned
    assert not practising.calls.running
    stuck.set()


def test_progress_reaches_tab_and_status_bar(practising, draft, desk, monkeypatch, qtbot):
    gate = threading.Event()

    def send(*_args, report, **_more):
        report(Progress("Receiving", 5, 10))
        gate.wait(30)
        raise Cancelled

    monkeypatch.setattr(desk, "send", send)
    practising.calls.send(draft("cloud-images.list-images", {}))
    qtbot.waitUntil(lambda: bool(practising.answers.progresses))
    assert practising.answers.progresses[0] == (1, Progress("Receiving", 5, 10))
    practising.status.refresh()
    assert "Receiving" in practising.status.running.text()
    gate.set()
    qtbot.waitUntil(lambda: not practising.calls.running)


def test_several_running_calls_are_counted_and_can_be_stopped_one_by_one(
    practising, draft, desk, monkeypatch, qtbot
):
    stuck = threading.Event()
    monkeypatch.setattr(desk, "send", lambda *_args, **_more: stuck.wait(30))
    for _ in range(3):
        practising.calls.send(draft("cloud-images.list-images", {}))
    assert "3 calls running" in practising.status.running.text()
    menu = practising.status._menu(practising.calls.running)
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: len(practising.calls.running) == 2)
    menu.actions()[-1].trigger()
    qtbot.waitUntil(lambda: not practising.calls.running)
    menu.deleteLater()
    stuck.set()


def test_send_again_repeats_the_same_request(practising, draft, qtbot):
    practising.calls.send(draft("cloud-images.list-images", {LIMIT: 3}))
    qtbot.waitUntil(lambda: len(practising.answers.finished) == 1)
    first = practising.answers.finished[0][1]
    practising.answers.resend_requested.emit(first)
    qtbot.waitUntil(lambda: len(practising.answers.finished) == 2)
    second = practising.answers.finished[1][1]
    assert second.request == first.request
    assert second.id != first.id


def test_send_again_with_a_forgotten_secret_goes_back_to_the_form(practising, desk, draft, qtbot):
    calls = [
        desk.catalogue.call(head.id) for head in desk.catalogue.heads() if head.product == "cloud-identity"
    ]
    call = next(c for c in calls if any(p.secret and p.location is Location.BODY for p in c.fields()))
    values = {p.key: "secret-or-not" for p in call.fields() if p.required}
    made = draft(call.id, values)
    assert made.preview.slots
    exchange = Exchange("x", made.preview, None, None, "", None, 0.0)
    practising.calls.send_again(exchange)
    (dialog,) = practising.findChildren(ParameterDialog)
    assert dialog.call.id == call.id
    assert not practising.answers.begun


def test_before_sign_in_a_call_without_a_token_asks_where_to(window, desk):
    call = next(
        c
        for c in map(desk.catalogue.call, (h.id for h in desk.catalogue.heads()))
        if not c.needs_token and not c.fields()
    )
    window.navigation.tree.choose(call.id)
    window.send_call()
    (dialog,) = window.findChildren(ParameterDialog)
    assert dialog.call.id == call.id


def test_what_cannot_be_drafted_is_told(practising, qtbot):
    practising.calls.mock_plain("image.list-images", practising.place)
    assert practising.toast.text
    assert not practising.answers.mocks


def test_a_draft_is_mocked_as_it_stands(practising, draft):
    made = draft("cloud-images.add-image-tag", {IMAGE: ONE, TAG: "a/b"})
    practising.calls.mock(Draft(made.preview))
    ((request, who, lacks),) = practising.answers.mocks
    assert request.url.masked().endswith("/tags/a%2Fb")
    assert "912345" in who
    assert not lacks


def test_a_mock_without_its_values_opens_the_form(practising):
    practising.calls.mock_plain("cloud-images.add-image-tag", practising.place)
    (dialog,) = practising.findChildren(ParameterDialog)
    assert dialog.isVisible()
    assert not practising.answers.mocks
    dialog.foot.mock.click()
    ((_request, _who, lacks),) = practising.answers.mocks
    assert lacks == "2 values are missing: image_id, tag."


def test_a_link_that_lacks_or_changes_something_is_followed_to_the_form(practising):
    calls, place = practising.calls, practising.place
    calls.follow("cloud-images.get-image-details", place, {IMAGE: "no uuid"})
    calls.follow("cloud-images.add-image-tag", place, {IMAGE: ONE, TAG: "a"})
    forms = {form.call.title: form for form in practising.findChildren(ParameterDialog)}
    assert set(forms) == {"Get Image Details", "Add Image Tag"}
    assert not forms["Get Image Details"].foot.send.isEnabled()
    assert forms["Add Image Tag"].draft.request.values == {IMAGE: ONE, TAG: "a"}
    assert not practising.answers.begun


def test_a_link_that_only_reads_is_followed_at_once(practising, qtbot):
    practising.calls.follow("cloud-images.list-images", practising.place, {LIMIT: 2})
    assert len(practising.answers.begun) == 1
    qtbot.waitUntil(lambda: bool(practising.answers.finished))
    assert not practising.findChildren(ParameterDialog)
