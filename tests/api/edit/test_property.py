"""Properties: what they may be, why they are locked, and which values are wrong."""

import pytest

from api.edit.property import DEFINED_READ_ONLY, HIDDEN, INEXACT, NO_NAME, READ_ONLY, Properties
from api.edit.record import Inexact
from api.edit.told import Told, is_harmless, read_namespace, read_schema_document
from api.schema import UNSET, Kind

RECORD = {
    "id": "x",
    "name": None,
    "min_disk": 20,
    "disk_format": "vdi",
    "tags": ["b"],
    "checksum": "f00",
    "hw_bus": "xen",
    "hw_cores": "007",
    "com.example/team": "blue",
    "odd_number": 5,
    "protected": True,
}


@pytest.fixture
def properties(edit, told):
    return Properties(edit, told, {"direct_url"})


@pytest.fixture
def by_name(properties):
    return {each.name: each for each in properties.all(RECORD)}


def test_basic_fields_come_first_in_their_order_and_the_others_by_name(by_name):
    assert list(by_name)[:5] == ["name", "protected", "tags", "min_disk", "disk_format"]
    assert list(by_name)[5:] == sorted(set(RECORD) - set(list(by_name)[:5]))
    assert [each.name for each in by_name.values() if each.basic] == list(by_name)[:5]


def test_kinds_come_from_the_schema_then_from_the_definitions_and_unknown_ones_are_text(by_name):
    kinds = {name: each.schema.kind for name, each in by_name.items()}
    assert kinds["name"] is Kind.TEXT
    assert kinds["min_disk"] is Kind.INTEGER
    assert kinds["protected"] is Kind.BOOLEAN
    assert kinds["disk_format"] is Kind.CHOICE
    assert kinds["tags"] is Kind.LIST
    assert kinds["hw_bus"] is Kind.CHOICE
    assert kinds["hw_cores"] is Kind.TEXT
    assert kinds["com.example/team"] is Kind.TEXT
    assert kinds["odd_number"] is Kind.ANY


def test_titles_sources_and_warnings(by_name):
    assert (by_name["hw_bus"].title, by_name["hw_bus"].source) == ("Bus", "Things")
    assert by_name["hw_bus"].description == "Where."
    assert by_name["name"].description == "What it is called"
    assert by_name["hw_bus"].warning == by_name["disk_format"].warning == "It may not boot."
    assert by_name["name"].warning == ""


def test_what_it_has_already_is_allowed(by_name):
    assert by_name["disk_format"].schema.choices == ("vdi", "raw", "qcow2")
    assert by_name["hw_bus"].schema.choices == ("xen", "virtio", "scsi")
    assert all(each.fault(each.value) == "" for each in by_name.values())


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("name", "much too long", "10 characters"), ("name", None, ""), ("name", "", ""), ("min_disk", 20.5, "whole"),
        ("min_disk", "20", "whole"), ("min_disk", None, "null"), ("protected", "true", "true or false"),
        ("disk_format", "iso", "allowed values"), ("disk_format", None, ""), ("tags", ["longer"], "5 characters"),
        ("tags", [], ""), ("hw_cores", "0", "At least 1"), ("hw_cores", "64", ""), ("hw_cores", "x", "whole number"),
        ("hw_cores", "1.0", "whole number"), ("hw_cores", 4, "Text"), ("hw_bus", "ide", "allowed values"),
        ("hw_boot", "true", ""), ("hw_boot", "yes", "allowed values"), ("hw_ratio", "1e3", ""),
        ("hw_ratio", "1e999", "no such number"), ("os_code", "ABC", ""), ("os_code", "abc", "form"),
        ("os_slow", "a" * 60 + "!", ""), ("com.example/team", "\ud800", "half a character"),
        ("com.example/team", 5, "Text"), ("kernel_id", "00ff", ""), ("kernel_id", "zz", "form"),
    ],
)  # fmt: skip
def test_values_are_checked(properties, name, value, words):
    fault = properties.one(name, RECORD.get(name, UNSET)).fault(value)
    assert words in fault
    assert bool(fault) is bool(words)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("id", "x", "The service keeps it."), ("os_glance_import_task", "x", "While data are imported."),
        ("os_glanceful", "x", "While data are imported."), ("checksum", None, READ_ONLY), ("", "x", NO_NAME),
        (" a", "x", NO_NAME), ("a\n", "x", NO_NAME), ("os_fixed", "x", DEFINED_READ_ONLY), ("Password", "x", HIDDEN),
        ("direct_url", "x", HIDDEN), ("nested", [{"apiKey": "x"}], HIDDEN), ("odd", Inexact("1.0"), INEXACT),
        ("name", "x", ""), ("hw_bus", "x", ""), ("os_version", "x", ""), ("password", UNSET, ""),
    ],
)  # fmt: skip
def test_locks_have_a_reason(properties, name, value, reason):
    assert properties.one(name, value).locked == reason


def test_secrets_are_marked_as_hidden(properties):
    assert properties.one("password", "x").hidden
    assert properties.one("direct_url", "x").hidden
    assert not properties.one("name", "x").hidden


def test_without_a_schema_the_catalogue_serves(edit):
    properties = Properties(edit, Told())
    assert properties.one("name", "x").description == "Of the catalogue"
    assert properties.one("protected", True).schema.kind is Kind.BOOLEAN
    assert properties.one("min_disk", 5).schema.kind is Kind.INTEGER
    assert properties.one("checksum", None).locked == ""
    assert properties.one("hw_cores", "4").schema.kind is Kind.TEXT


def test_what_can_be_added(properties):
    names = [each.name for each in properties.addable(RECORD)]
    assert names == ["hw_boot", "hw_ratio", "kernel_id", "os_code", "os_slow", "sw_port"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("com.example/~", ""), ("", "empty"), ("x ", "blanks"), ("n" * 256, "255"), ("id", "keeps"),
        ("\ud800", "surrogate"), ("checksum", "read-only"),
    ],
)  # fmt: skip
def test_names_of_new_properties_are_checked(properties, name, words):
    fault = properties.fault_of_name(name)
    assert words in fault
    assert bool(fault) is bool(words)


@pytest.mark.parametrize("document", [None, [], 5, {}, {"properties": []}, {"properties": {"a": 5}}])
def test_a_schema_that_is_none_says_nothing(document):
    assert read_schema_document(document) == {}


@pytest.mark.parametrize(
    "document", [None, [], "x", {}, {"objects": {}}, {"properties": 5, "objects": [5]}]
)
def test_a_namespace_that_is_none_says_nothing(document):
    assert read_namespace(document) == {}


def test_objects_of_a_namespace_define_too_and_come_second(told):
    assert told.definitions["sw_port"].meaning.kind is Kind.INTEGER
    assert told.definitions["hw_bus"].choices == ("virtio", "scsi")


@pytest.mark.parametrize("pattern", ["^(a+)+$", "(a|a)*b", "(", "x" * 400, "a{99999999999999}", "((a*)b)+"])
def test_patterns_that_may_never_end_are_not_used(pattern):
    assert not is_harmless(pattern)


def test_usual_patterns_are_used():
    assert is_harmless("^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}$")
    assert is_harmless("")
