"""The desk: places, addresses, and the gates of the one way in which anything is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.desk import Desk
from api.errors import NotConfirmed, NotOffered, ProfileError, SignInExpired, UnknownCall
from api.identity.credentials import Credentials
from api.model import Key, Location, Place
from api.records.settings import Settings
from api.running import CancelToken
from api.wire.request import Template
from tests.builders.raw_server import raw_server

IMAGE = Key(Location.PATH, "image_id")


@pytest.fixture
def desk(data_dir):
    made = Desk(data_dir)
    yield made
    made.close()


@pytest.fixture
def practising(desk):
    desk.practice_sign_in(CancelToken())
    desk.practice_sign_in(CancelToken(), openstack=True)
    return desk


def ask(desk, call_id, values=None, *, profile="practice", region=None, confirmed=False):
    place = desk.place(profile, region)
    draft = desk.draft(desk.catalogue.call(call_id), values or {}, place)
    return desk.send(draft.request, draft.secrets, cancel=CancelToken(), confirmed=confirmed)


def document(exchange):
    import json

    return json.loads(exchange.response.content.bytes())


def test_nothing_heavy_is_imported_with_the_desk():
    import subprocess
    import sys

    heavy = [
        "requests",
        "urllib3",
        "keystoneauth1",
        "openstack",
        "yaml",
        "keyring",
        "werkzeug",
        "cheroot",
        "PySide6",
    ]
    program = f"import api.desk, sys; print([m for m in {heavy} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_places_take_a_region_that_the_cloud_has(practising):
    place = practising.place("practice", "Atlantis")
    assert place.region in practising.cloud("practice").regions
    assert place.account == practising.cloud("practice").account_id
    assert practising.place("practice", "ORD").region == "ORD"
    assert practising.place(None, "ORD") == Place(None, None, "ORD")
    assert practising.place("nobody", "ORD") == Place(None, None, "ORD")


def test_a_region_is_known_however_its_letters_are_written(practising):
    assert practising.place("practice", "lon").region == "LON"


def test_what_was_begun_for_one_account_never_goes_to_another(practising):
    place = practising.place("practice")
    call = practising.catalogue.call("cloud-images.list-images")
    request = practising.draft(call, {}, place).request
    second = practising.practice().second_credentials
    profile = replace(practising.cloud("practice").profile, user=second.user)
    practising.sign_in(profile, Credentials(second.api_key), CancelToken())
    with pytest.raises(SignInExpired, match=place.account):
        practising.send(request, cancel=CancelToken())
    with pytest.raises(SignInExpired, match=place.account):
        practising.draft(call, {}, place)
    assert second.account_id not in practising.who(place)
    assert document(ask(practising, "cloud-images.list-images"))["images"]


def test_every_region_is_another_address(practising):
    product = practising.catalogue.product("cloud-images")
    regions = practising.cloud("practice").regions
    addresses = {practising.base_url(product, practising.place("practice", region)) for region in regions}
    assert len(addresses) == len(regions) == 3


def test_a_call_works_in_every_region_with_and_without_a_path_prefix(practising):
    for profile in ("practice", "practice-openstack"):
        call_id = "cloud-images.list-images" if profile == "practice" else "image.list-images"
        for region in practising.cloud(profile).regions:
            exchange = ask(practising, call_id, profile=profile, region=region)
            assert exchange.status == 200
            assert exchange.request_id.startswith("req-")
            assert region in exchange.who


def test_products_of_the_other_kind_are_not_offered(practising):
    with pytest.raises(NotOffered):
        ask(practising, "image.list-images", profile="practice")
    with pytest.raises(NotOffered):
        ask(practising, "cloud-images.list-images", profile="practice-openstack")


def test_what_destroys_needs_a_yes(practising):
    made = document(ask(practising, "image.create-image", profile="practice-openstack"))
    values = {IMAGE: made["id"]}
    with pytest.raises(NotConfirmed):
        ask(practising, "image.delete-image", values, profile="practice-openstack")
    assert ask(practising, "image.show-image", values, profile="practice-openstack").status == 200
    assert (
        ask(practising, "image.delete-image", values, profile="practice-openstack", confirmed=True).status
        == 204
    )


def test_a_look_before_destroying(practising):
    listing = document(
        ask(practising, "cloud-images.list-images", {Key(Location.QUERY, "owner"): "912345"})
    )
    image = listing["images"][0]
    call = practising.catalogue.call("cloud-images.delete-image")
    facts = practising.look(call, {IMAGE: image["id"]}, practising.place("practice"), CancelToken())
    assert facts.error == ""
    assert (facts.name, facts.id, facts.owner, facts.mine) == (image["name"], image["id"], "912345", True)
    assert facts.region == practising.place("practice").region
    gone = practising.look(
        call, {IMAGE: "0" * 8 + image["id"][8:]}, practising.place("practice"), CancelToken()
    )
    assert "404" in gone.error


def test_a_token_goes_only_to_an_endpoint_of_its_cloud(practising):
    with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") as elsewhere:
        place = practising.place("practice")
        request = practising.draft(practising.catalogue.call("cloud-images.list-images"), {}, place).request
        moved = replace(request, url=Template.of(f"{elsewhere}/v2/images"))
        with pytest.raises(ProfileError):
            practising.send(moved, cancel=CancelToken())


def test_an_address_of_ones_own_never_gets_a_token(practising):
    call = practising.catalogue.call("cloud-images.list-images")
    with pytest.raises(NotOffered):
        practising.draft(call, {}, Place(), address="http://127.0.0.1:1")


def test_signed_out_means_forgotten(practising):
    place = practising.place("practice")
    request = practising.draft(practising.catalogue.call("cloud-images.list-images"), {}, place).request
    token = practising.cloud("practice").token(CancelToken())
    practising.sign_out("practice", CancelToken())
    assert practising.cloud("practice") is None
    with pytest.raises(SignInExpired):
        practising.send(request, cancel=CancelToken())
    with pytest.raises(SignInExpired):
        practising.draft(practising.catalogue.call("cloud-images.list-images"), {}, place)
    revoked = practising.draft(practising.catalogue.call("cloud-images.list-images"), {}, Place()).preview
    assert token not in repr(revoked)


def test_a_refused_token_is_renewed_once_and_the_call_repeated(practising):
    cloud = practising.cloud("practice-openstack")
    before = cloud.token(CancelToken())
    revoke = practising.catalogue.call("identity.revoke-token")
    place = practising.place("practice-openstack")
    token_parameter = next(p for p in revoke.fields() if p.secret)
    draft = practising.draft(revoke, {token_parameter.key: before}, place)
    assert practising.send(draft.request, draft.secrets, cancel=CancelToken(), confirmed=True).status == 204
    exchange = ask(practising, "image.list-images", profile="practice-openstack")
    assert exchange.status == 200
    assert exchange.attempts == 2
    assert cloud.token(CancelToken()) != before


def test_a_missing_answer_is_an_exchange_with_its_reason(desk):
    call = desk.catalogue.call("image.list-versions")
    draft = desk.draft(call, {}, Place(), address="http://127.0.0.1:1")
    exchange = desk.send(draft.request, cancel=CancelToken())
    assert exchange.response is None
    assert exchange.error is not None
    assert exchange.status is None
    assert exchange.who == "not signed in"


def test_unknown_calls(desk):
    with pytest.raises(UnknownCall):
        desk.catalogue.call("cloud-images.nothing")


def test_settings_are_kept(desk, data_dir):
    desk.change_settings(Settings(theme="dark"))
    assert Desk(data_dir).settings.theme == "dark"


def test_damaged_files_are_reported_once_they_were_read(data_dir):
    (data_dir / "profiles.json").write_text("{")
    desk = Desk(data_dir)
    assert desk.profiles.all() == ()
    assert [problem for problem in desk.problems if "profiles.json" in problem.sentence]
    desk.close()
