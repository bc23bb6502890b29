"""What a person makes of the properties: changes, faults, and going on from a newer record."""

import pytest

from api.edit.editing import Editing
from api.edit.property import Properties
from api.schema import UNSET

RECORD = {"id": "x", "name": "web", "tags": ["a", "b"], "min_disk": 20, "os_version": "12", "a/b~c": "1"}


@pytest.fixture
def properties(edit, told):
    return Properties(edit, told)


@pytest.fixture
def editing(edit, properties):
    return Editing(edit, RECORD, properties.all(RECORD))


def test_nothing_is_changed_at_first(editing):
    assert editing.changed == ()
    assert editing.patch() == []
    assert editing.after == RECORD
    assert list(editing.faults()) == []


def test_only_what_changed_is_sent(editing, properties):
    editing.put("os_version", "13")
    editing.put("min_disk", 20)
    editing.remove("a/b~c")
    editing.add(properties.one("hw_cores"))
    editing.put("hw_cores", "4")
    assert editing.patch() == [
        {"op": "remove", "path": "/a~1b~0c"},
        {"op": "replace", "path": "/os_version", "value": "13"},
        {"op": "add", "path": "/hw_cores", "value": "4"},
    ]
    assert editing.changed == ("a/b~c", "os_version", "hw_cores")
    assert editing.is_removed("a/b~c")
    assert editing.is_added("hw_cores")
    assert list(editing.faults()) == []


def test_the_former_value_takes_a_change_back(editing):
    editing.put("os_version", "13")
    editing.put("os_version", "12")
    editing.put("tags", ["b", "a"])
    assert editing.changed == ()


def test_a_removed_property_can_be_kept_after_all(editing):
    editing.remove("os_version")
    assert "os_version" not in editing.after
    assert editing.value("os_version") is UNSET
    editing.revert("os_version")
    assert editing.value("os_version") == "12"
    assert editing.patch() == []


def test_a_new_property_needs_a_value_and_can_be_dropped(editing, properties):
    editing.add(properties.one("os_new"))
    assert list(editing.faults()) == [("os_new", "A value is needed.")]
    editing.put("os_new", "")
    assert list(editing.faults()) == []
    assert editing.patch() == [{"op": "add", "path": "/os_new", "value": ""}]
    editing.remove("os_new")
    assert "os_new" not in editing.properties
    assert editing.patch() == []


def test_faults_stand_at_their_property(editing):
    editing.put_unreadable("min_disk", "“x” is not a whole number.")
    editing.put("name", "much too long for it")
    assert dict(editing.faults()) == {
        "name": "At most 10 characters; this has 20.",
        "min_disk": "“x” is not a whole number.",
    }
    editing.put("min_disk", 5)
    editing.remove("os_version")
    assert list(dict(editing.faults())) == ["name"]


def test_what_was_edited_stays_when_the_resource_is_newer(editing, properties):
    editing.put("os_version", "14")
    editing.put("name", "db")
    editing.remove("a/b~c")
    editing.add(properties.one("os_new"))
    editing.put("os_new", "1")
    editing.add(properties.one("os_begun"))
    newer = {**RECORD, "os_version": "13", "name": "db", "os_admin": "x"}
    del newer["a/b~c"]
    editing.rebase(newer, properties.all(newer))
    assert editing.changed == ("os_version", "os_new", "os_begun")
    assert editing.patch() == [
        {"op": "replace", "path": "/os_version", "value": "14"},
        {"op": "add", "path": "/os_new", "value": "1"},
    ]


def test_a_property_that_somebody_else_added_meanwhile_is_replaced(editing, properties):
    editing.add(properties.one("os_new"))
    editing.put("os_new", "1")
    newer = {**RECORD, "os_new": "2"}
    editing.rebase(newer, properties.all(newer))
    assert editing.patch() == [{"op": "replace", "path": "/os_new", "value": "1"}]
    assert editing.properties["os_new"].value == "2"


def test_a_property_that_somebody_else_removed_meanwhile_is_added(editing, properties):
    editing.put("os_version", "14")
    newer = {name: value for name, value in RECORD.items() if name != "os_version"}
    editing.rebase(newer, properties.all(newer))
    assert editing.patch() == [{"op": "add", "path": "/os_version", "value": "14"}]
    assert editing.is_added("os_version")
