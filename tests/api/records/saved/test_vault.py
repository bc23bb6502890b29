"""A secret of an imported call is in the keyring only, for one field of one call, and goes to one origin."""

import json
from dataclasses import replace

import pytest

from api.catalog.catalogue import Catalogue
from api.desk import Desk
from api.model import Key, Location, Place
from api.records.importing.keeping import keep
from api.records.importing.reading import find_calls
from api.records.saved.shelf import SavedCalls
from api.records.saved.trouble import SavedCallError
from api.records.saved.vault import kept_fields, kept_name, new_template
from api.running import CancelToken
from tests.flows.servers import serving

CANARY = "Cnry-of-an-import"
HOME = "https://identity.example.com/v2.0/tokens"


def command(url=HOME, secret=CANARY):
    body = {"auth": {"passwordCredentials": {"username": "eva", "password": secret}}}
    return f"curl {url} -H 'Content-Type: application/json' -d '{json.dumps(body)}'".encode()


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path / "data")
    yield made
    made.close()


def bring(desk, data=None):
    findings = find_calls(data or command(), desk.catalogue)
    assert CANARY not in repr(findings)
    return keep(findings.found, desk.saved)


def only(desk):
    (item,) = desk.saved.read().items
    return item


def password_of(desk, saved, **more):
    filled = desk.saved.fill(saved, desk.catalogue.call(saved.call), None, **more)
    found = [value for key, value in filled.values.items() if key.name.endswith(".password")]
    return found[0] if found else None


def in_files(desk):
    return [p for p in desk.data_dir.rglob("*") if p.is_file() and CANARY.encode() in p.read_bytes()]


def test_an_imported_secret_is_in_the_keyring_and_in_no_file(desk, memory_keyring):
    imported = bring(desk)
    assert (imported.count, imported.failures, imported.left_out) == (1, (), ())
    assert any(CANARY in password for password in memory_keyring.passwords.values())
    assert in_files(desk) == []
    (template,) = [each for each in only(desk).saved.values.values() if kept_name(each)]
    assert template.startswith("{{keyring.")
    assert password_of(desk, only(desk).saved) == CANARY


def test_another_run_of_the_program_fills_it_in(desk, memory_keyring):
    bring(desk)
    again = Desk(desk.data_dir)
    assert password_of(again, only(again).saved) == CANARY
    again.close()


def test_without_a_keyring_it_is_left_out_and_named(desk):
    imported = bring(desk)
    assert imported.count == 1
    assert len(imported.left_out) == 1
    assert "was left out and is asked for. There is no keyring." in imported.left_out[0]
    assert "password" in imported.left_out[0]
    assert kept_fields(only(desk).saved) == {}
    assert in_files(desk) == []
    assert desk.secrets._memory == {}


def test_a_keyring_that_refuses_gets_it_left_out(desk, memory_keyring, monkeypatch):
    monkeypatch.setattr(desk.secrets, "_keep", lambda *_: False)
    imported = bring(desk)
    assert "No keyring took it." in imported.left_out[0]
    assert kept_fields(only(desk).saved) == {}
    assert desk.secrets._memory == {}


def test_an_address_without_an_origin_binds_nothing(desk, memory_keyring):
    bring(desk, command("$HOST/v2.0/tokens"))
    assert kept_fields(only(desk).saved) == {}
    assert not memory_keyring.passwords


def test_deleting_removes_the_secret_and_undoing_brings_it_back(desk, memory_keyring):
    bring(desk)
    removed = desk.saved.remove(only(desk))
    assert removed.remark == ""
    assert not memory_keyring.passwords
    item = desk.saved.restore(removed)
    assert password_of(desk, item.saved) == CANARY


def test_a_duplicate_keeps_the_secret_until_it_goes_too(desk, memory_keyring):
    bring(desk)
    first = only(desk)
    second = desk.saved.add(replace(first.saved, name="copy"))
    desk.saved.remove(first)
    assert password_of(desk, second.saved) == CANARY
    desk.saved.remove(second)
    assert not memory_keyring.passwords


def test_a_folder_is_deleted_with_its_secrets_and_comes_back_with_them(desk, memory_keyring):
    keep(find_calls(command(), desk.catalogue).found, desk.saved, folder="a/b")
    removed = desk.saved.remove_folder(desk.saved.own, "a")
    assert not memory_keyring.passwords
    desk.saved.restore_folder(removed)
    assert password_of(desk, only(desk).saved) == CANARY


def test_a_call_that_names_it_no_more_forgets_it(desk, memory_keyring):
    bring(desk)
    item = only(desk)
    desk.saved.write(item, replace(item.saved, note="the same"))
    assert memory_keyring.passwords
    desk.saved.write(only(desk), replace(item.saved, values={}))
    assert not memory_keyring.passwords


def test_the_name_is_of_no_use_in_another_call_field_or_link(desk, memory_keyring):
    bring(desk)
    saved = only(desk).saved
    (field,) = kept_fields(saved)
    template = saved.values[field]
    plain = next(each for each in saved.values if each.endswith(".username"))
    elsewhere = replace(saved, values={plain: template})
    filled = desk.saved.fill(elsewhere, desk.catalogue.call(saved.call), None)
    assert filled.values == {}
    assert "is asked for" in filled.remarks[0]
    assert desk.vault.get(replace(saved, call="identity.create-token"), field) is None
    assert password_of(desk, saved, kept=False) is None  # as a link
    assert (
        desk.vault.get(replace(saved, values={field: new_template(Key(Location.BODY, "x"))}), field) is None
    )


def test_it_goes_to_the_origin_that_it_was_imported_for_only(desk, memory_keyring):
    seen = []

    def cloud(connection):
        seen.append(connection.read_head())
        connection.answer(b"{}")

    with serving(cloud) as home, serving(cloud) as other:
        bring(desk, command(f"{home.url}v2.0/tokens"))
        saved = only(desk).saved
        call = desk.catalogue.call(saved.call)
        values = desk.saved.fill(saved, call, None).values

        def send(url):
            draft = desk.draft(call, values, Place(None), address=f"{url}v2.0")
            return desk.send(draft.request, draft.secrets, cancel=CancelToken(), confirmed=True)

        with pytest.raises(SavedCallError) as refused:
            send(other.url)
        assert "was imported for" in str(refused.value)
        assert CANARY not in str(vars(refused.value))
        assert seen == []
        assert send(home.url).status == 200
        desk.saved.remove(only(desk))
        assert send(other.url).status == 200  # whoever deletes it may send it where they want


def test_a_call_that_cannot_be_saved_leaves_nothing_in_the_keyring(desk, memory_keyring, monkeypatch):
    for error in (OSError(28, "No space left on device"), SavedCallError("No.")):
        monkeypatch.setattr(SavedCalls, "add", lambda *_a, error=error: (_ for _ in ()).throw(error))
        imported = bring(desk)
        assert len(imported.failures) == 1
        assert not memory_keyring.passwords


def test_a_secret_variable_of_postman_goes_there_too(desk, memory_keyring):
    body = {"auth": {"passwordCredentials": {"username": "eva", "password": "{{pw}}"}}}
    collection = {
        "info": {"name": "c", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "variable": [{"key": "pw", "type": "secret", "value": CANARY}],
        "item": [{"name": "r", "request": {"method": "POST", "url": HOME, "body": {
            "mode": "raw", "raw": json.dumps(body), "options": {"raw": {"language": "json"}}}}}],
    }  # fmt: skip
    assert bring(desk, json.dumps(collection).encode()).count == 1
    assert password_of(desk, only(desk).saved) == CANARY
    assert in_files(desk) == []


def test_a_vault_without_a_keyring_gives_and_forgets_nothing(tmp_path):
    shelf = SavedCalls(tmp_path)
    found = find_calls(command(), Catalogue()).found[0]
    (field,) = found.secrets
    assert not shelf.vault.keep(found.saved, field, CANARY, found.origin)
    assert shelf.vault.get(found.saved, field) is None
    assert shelf.vault.forget(found.saved, field) == ""
    assert CANARY not in repr(shelf.vault)
