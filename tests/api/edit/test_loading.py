"""Reading what an edit begins with: all there, parts missing, and not at all."""

import json
import threading
from types import SimpleNamespace

import pytest

from api.edit.loading import open_edit, open_undo, read_again
from api.edit.sending import body_key, patch_values
from api.edit.told import Told
from api.edit.undo import SentEdit, Target
from api.errors import Cancelled, PitchforkError, TimedOut
from api.model import Key, Location, Paging, Place
from api.running import ignore_progress
from tests.builders.calls import body_parameter, call, parameter
from tests.builders.cloud_words import NAMESPACE, SCHEMA
from tests.builders.exchanges import a_response, an_exchange

TARGET = Target("image.update-image", Place(), (("image_id", "x"),))
RECORD = {"id": "x", "name": "web", "hw_bus": "virtio"}


class Cloud:
    """Answers reading calls, or fails as it is told; remembers what it was asked."""

    def __init__(self):
        self.answers = {
            "image.show-image": RECORD,
            "image.show-image-schema": SCHEMA,
            "image.list-metadef-namespaces": {
                "namespaces": [{"namespace": "a"}, {"namespace": "b"}, 5, {}]
            },
            "image.show-metadef-namespace": NAMESPACE,
        }
        self.asked = []
        self._lock = threading.Lock()

    def ask(self, call_id, values):
        with self._lock:
            self.asked.append((call_id, dict(values)))
        answer = self.answers[call_id]
        if callable(answer):
            answer = answer(values)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, int):
            return an_exchange(a_response(b"", answer, "No"))
        return an_exchange(a_response(answer if isinstance(answer, str) else json.dumps(answer)))


@pytest.fixture
def cloud():
    return Cloud()


@pytest.fixture
def find(edit):
    calls = {
        "image.update-image": SimpleNamespace(edit=edit),
        "image.show-image": SimpleNamespace(
            answers=(SimpleNamespace(secrets=("/direct_url", "/locations/*/url")),)
        ),
        "image.list-metadef-namespaces": SimpleNamespace(paging=Paging("/namespaces")),
        "image.read-nothing": SimpleNamespace(edit=None),
    }
    return calls.__getitem__


def opened(cloud, find, **more):
    return open_edit(TARGET, find, cloud.ask, ignore_progress, **more)


def test_everything_is_read(cloud, find):
    found = opened(cloud, find)
    assert found.record == RECORD
    assert found.told.notes == ()
    assert found.properties.one("hw_bus", "virtio").source == "Things"
    assert found.properties.one("locations", []).hidden
    assert cloud.asked[0] == ("image.show-image", {"image_id": "x"})
    shown = [values for call_id, values in cloud.asked if call_id == "image.show-metadef-namespace"]
    assert sorted(each.get("namespace", "") for each in shown) == ["", "a", "b"]


def test_what_was_told_before_is_not_asked_again(cloud, find):
    told = Told()
    assert opened(cloud, find, told=told).told is told
    assert [call_id for call_id, _values in cloud.asked] == ["image.show-image"]


@pytest.mark.parametrize("failure", [403, 404, 500, "text", PitchforkError("No way.")])
@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("image.show-image-schema", "Without the cloud's schema, "),
        ("image.list-metadef-namespaces", "Without the cloud's definitions "),
    ],
)
def test_the_form_works_without_schema_and_definitions(cloud, find, missing, words, failure):
    cloud.answers[missing] = failure
    found = opened(cloud, find)
    assert found.record == RECORD
    (note,) = found.told.notes
    assert note.startswith(words)


@pytest.mark.parametrize("nonsense", [[], {}, {"properties": [], "namespaces": {}}, None])
@pytest.mark.parametrize("at", ["image.show-image-schema", "image.list-metadef-namespaces"])
def test_a_schema_or_definitions_that_are_none_say_nothing(cloud, find, at, nonsense):
    cloud.answers[at] = lambda _values: nonsense
    found = opened(cloud, find)
    assert found.record == RECORD
    assert [note[-27:] for note in found.told.notes] == ["It describes no properties."] * at.endswith(
        "schema"
    )


def test_definitions_that_cannot_be_read_are_counted(cloud, find):
    cloud.answers["image.show-metadef-namespace"] = lambda values: (
        403 if values.get("namespace") == "a" else NAMESPACE
    )
    found = opened(cloud, find)
    assert found.told.notes == ("1 of the cloud's 3 definitions could not be read.",)
    assert "hw_bus" in found.told.definitions


def test_the_first_namespace_has_the_word(cloud, find):
    titles = {"a": "First", "b": "Second"}
    cloud.answers["image.show-metadef-namespace"] = lambda values: {
        "display_name": titles.get(values.get("namespace"), "None"),
        "properties": {"os_x": {"type": "string"}},
    }
    assert opened(cloud, find).told.definitions["os_x"].source == "First"


@pytest.mark.parametrize(
    "at",
    [
        "image.show-image",
        "image.show-image-schema",
        "image.list-metadef-namespaces",
        "image.show-metadef-namespace",
    ],
)
def test_it_can_be_cancelled_anywhere(cloud, find, at):
    cloud.answers[at] = Cancelled()
    with pytest.raises(Cancelled):
        opened(cloud, find)


def test_a_mistake_in_a_worker_is_not_swallowed(cloud, find):
    cloud.answers["image.show-metadef-namespace"] = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        opened(cloud, find)


def test_without_the_resource_there_is_no_edit(cloud, find):
    cloud.answers["image.show-image"] = 404
    with pytest.raises(PitchforkError, match="404"):
        opened(cloud, find)
    cloud.answers["image.show-image"] = TimedOut("too slow")
    with pytest.raises(TimedOut):
        read_again(TARGET, find, cloud.ask)


def test_a_call_without_rules_edits_nothing(cloud, find):
    with pytest.raises(PitchforkError, match="edits nothing"):
        read_again(Target("image.read-nothing", Place(), ()), find, cloud.ask)


def test_undo_reads_the_resource_anew(cloud, find):
    sent = SentEdit(TARGET, {**RECORD, "name": "db"}, ("name",))
    undo = open_undo(sent, an_exchange(a_response(RECORD)), find, cloud.ask)
    assert undo.patch == ({"op": "replace", "path": "/name", "value": "db"},)
    cloud.answers["image.show-image"] = {**RECORD, "name": "new"}
    undo = open_undo(sent, an_exchange(a_response(RECORD)), find, cloud.ask)
    assert undo.conflicts == ("name is now new; your edit set it to web.",)


def test_the_patch_is_the_body_of_the_call():
    found = call(parameter("image_id", Location.PATH), body_parameter("body", target=()), method="PATCH")
    patch = [{"op": "remove", "path": "/x"}]
    assert patch_values(found, TARGET, patch) == {
        Key(Location.PATH, "image_id"): "x",
        Key(Location.BODY, "body"): patch,
    }
    with pytest.raises(ValueError, match="no body"):
        body_key(call())
