"""`product` without a window, and calls of own products that are really sent: where, and with which credentials."""

import json

import pytest

import main
from api.desk import Desk
from api.errors import SignInExpired
from api.model import Key, Location, Place
from api.running import CancelToken
from tests.api.catalog.own.test_store import PETS
from tests.api.wire.raw_server import RawServer, keep_answering

ID = Key(Location.PATH, "id")


@pytest.fixture
def product(data_dir, capsys):
    """product(*words): exit code and what was printed."""

    def do(*words):
        code = main.main(["--data-dir", str(data_dir), "product", *words])
        return code, capsys.readouterr()

    return do


@pytest.fixture
def pets(tmp_path):
    path = tmp_path / "pets.yaml"
    path.write_text(PETS)
    return str(path)


@pytest.fixture
def server():
    server = RawServer(keep_answering)
    yield server
    server.close()


def test_added_listed_updated_and_removed(product, pets):
    assert product("list")[1].out == ""
    code, printed = product("add", pets, "--id", "pets")
    assert (code, printed.out) == (0, "pets\n")
    assert "more harmless" in printed.err
    assert "https://pets.example/v1" in product("list")[1].out
    assert product("add", pets, "--id", "pets")[0] != 0
    assert product("add", pets, "--id", "pets", "--service-type", "pet", "--update")[0] == 0
    (row,) = json.loads(product("list", "--json")[1].out)
    assert (row["id"], row["calls"], row["service_type"]) == ("pets", 2, "pet")
    assert product("remove", "pets")[0] == 0
    assert product("remove", "pets")[0] != 0


def test_what_cannot_be_is_told(product, pets, tmp_path):
    assert "of this program" in product("add", pets, "--id", "image")[1].err
    (tmp_path / "bad.yaml").write_text("a: [")
    assert "bad.yaml" in product("add", str(tmp_path / "bad.yaml"))[1].err


def test_a_broken_one_is_listed_with_its_problem(product, data_dir):
    (data_dir / "products").mkdir()
    (data_dir / "products" / "bad.json").write_text("{")
    (row,) = json.loads(product("list", "--json")[1].out)
    assert "JSON" in row["problem"]


def test_without_a_service_type_it_goes_to_its_address_and_no_token_does(product, pets, server, data_dir):
    product("add", pets, "--id", "pets", "--address", f"http://127.0.0.1:{server.port}/v1")
    desk = Desk(data_dir)
    try:
        cloud = desk.practice_sign_in(CancelToken())
        call = desk.catalogue.call("pets.show-pet")
        assert not cloud.offers(desk.catalogue.product("pets"))
        for place in (Place(), desk.place(cloud.profile.id)):
            draft = desk.draft(call, {ID: "7"}, place)
            answer = desk.send(draft.request, draft.secrets, cancel=CancelToken())
            assert answer.response.status == 200
    finally:
        desk.close()
    received = b"".join(connection.received for connection in server.connections)
    assert received.count(b"GET /v1/pets/7 HTTP/1.1\r\n") == 2
    assert b"token" not in received.lower()


def test_with_a_service_type_it_goes_to_the_clouds_endpoint_with_its_token(product, pets, data_dir):
    product("add", pets, "--id", "pets", "--service-type", "image")
    desk = Desk(data_dir)
    try:
        call = desk.catalogue.call("pets.show-pet")
        cloud = desk.practice_sign_in(CancelToken(), openstack=True)
        place = desk.place(cloud.profile.id)
        request = desk.draft(call, {ID: "7"}, place).request
        image = desk.base_url(desk.catalogue.product("image"), place)
        assert request.url.masked() == f"{image}/pets/7"
        assert request.header("X-Auth-Token") is not None
        assert desk.send(request, cancel=CancelToken()).response.status == 300  # no such version
        desk.sign_out(cloud.profile.id, CancelToken())
        with pytest.raises(SignInExpired):
            desk.send(request, cancel=CancelToken())
    finally:
        desk.close()
