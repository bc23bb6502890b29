"""openstacksdk and the openstack command do the same as a call: each counterpart is run on the practice cloud."""

from __future__ import annotations

import itertools
import json
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import jsonschema
import pytest

from api.catalog.catalogue import Catalogue
from api.desk import Desk
from api.errors import NoSnippet
from api.exchange.examples import example_of, with_examples
from api.model import FileValue, Key, Location
from api.practice.server import LoopbackServer
from api.records.snippets.kinds import Kind
from api.records.snippets.registry import taken, why_not
from api.running import CancelToken
from tests.builders.tools import tool

FOLDER = Path(__file__).resolve().parents[4] / "resources" / "snippets"
FOUND = json.loads((FOLDER / "counterparts.json").read_text("utf-8"))
CALLS = FOUND["calls"]
RUNNER = Path(__file__).resolve().parents[3] / "builders" / "snippet_runner.py"


@dataclass(frozen=True)
class Heard:
    method: str
    path: str
    query: tuple
    body: object


class Recording:
    """What the practice cloud was asked since ``begin()``."""

    def __init__(self, monkeypatch):
        self.heard = []
        before = LoopbackServer._application

        def application(server, environ, start_response):
            body = Body(environ["wsgi.input"])
            environ["wsgi.input"] = body
            self.heard.append((environ, body))
            return before(server, environ, start_response)

        monkeypatch.setattr(LoopbackServer, "_application", application)

    def begin(self):
        self.heard.clear()

    def all(self):
        return [
            heard(e["REQUEST_METHOD"], e["REQUEST_URI"], bytes(body.read_bytes))
            for e, body in list(self.heard)
        ]


class Body:
    """Reads on, and keeps what was read."""

    def __init__(self, stream):
        self.stream, self.read_bytes = stream, bytearray()

    def read(self, *size):
        data = self.stream.read(*size)
        self.read_bytes += data
        return data

    def readline(self, *size):
        data = self.stream.readline(*size)
        self.read_bytes += data
        return data

    def __getattr__(self, name):
        return getattr(self.stream, name)


def heard(method, url, body):
    parts = urlsplit(url)
    try:
        content = json.loads(body) if body else None
    except ValueError:
        content = body
    return Heard(
        method, unquote(parts.path), tuple(sorted(parse_qsl(parts.query, keep_blank_values=True))), content
    )


class Runner:
    def __init__(self, folder, variables):
        environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "NO_PROXY": "*", **variables}
        self.process = subprocess.Popen(
            [tool("python"), str(RUNNER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=folder,
        )

    def run(self, wanted):
        self.process.stdin.write(json.dumps(wanted).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())["error"]

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def monkeypatched():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def recording(monkeypatched):
    return Recording(monkeypatched)


@pytest.fixture(scope="module")
def desk(recording, tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("desk") / "data")
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def openstack(desk):
    cloud = desk.practice_sign_in(CancelToken(), openstack=True)
    return desk.place(cloud.profile.id)


@pytest.fixture(scope="module")
def rackspace(desk):
    cloud = desk.practice_sign_in(CancelToken())
    return desk.place(cloud.profile.id)


@pytest.fixture(scope="module")
def runner(desk, openstack, tmp_path_factory):
    people = desk.practice().credentials
    made = Runner(
        tmp_path_factory.mktemp("runner"),
        {
            "OS_AUTH_URL": f"{desk.practice().identity_url}/v3",
            "OS_USERNAME": people.user,
            "OS_PASSWORD": people.password,
            "OS_PROJECT_NAME": "alpha",
            "OS_USER_DOMAIN_NAME": "Default",
            "OS_PROJECT_DOMAIN_NAME": "Default",
            "OS_IDENTITY_API_VERSION": "3",
        },
    )
    yield made
    made.close()


SAMPLES = {
    "limit": 7, "marker": "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41", "visibility": "private", "size_min": 5, "size_max": 6,
    "status": "active", "member_status": "all", "sort_key": "name", "sort_dir": "asc", "sort": "name:asc",
    "protected": False, "created_at": "gt:2020-01-01T00:00:00Z", "updated_at": "gt:2020-01-01T00:00:00Z",
    "method.name": "web-download", "method.uri": "http://127.0.0.1:9/disk", "type": "import",
    "required": ["a"], "properties": {"a": {"title": "A", "type": "string"}}, "tags": "one",
}  # fmt: skip
OF_A_CALL = {
    "image.list-tasks": {"status": "success", "type": "import", "sort_key": "created_at"},
    "cloud-images.list-tasks": {"status": "success", "type": "import", "sort_key": "created_at"},
    "image.create-metadef-tags": {"tags": [{"name": "one"}]},
    "image.update-image-member": {"status": "accepted"},
    "cloud-images.update-image-member": {"status": "accepted"},
    "image.create-metadef-namespace": {"namespace": "Snippet::New", "visibility": "public"},
    "image.list-metadef-namespaces": {
        "visibility": "public",
        "resource_types": "OS::Glance::Image",
        "sort_key": "namespace",
    },
    "image.create-metadef-property": {"type": "string"},
    "image.update-metadef-property": {"type": "string"},
    "identity.list-services": {"type": "image"},
    "identity.list-projects": {"tags": "one"},
}
LEFT_OUT = {
    "image.list-images": {"visibility"},  # `all` hides the members
    "image.import-image": {"method.glance_image_id", "method.glance_region", "method.glance_service_interface",
                           "stores", "all_stores", "all_stores_must_succeed"},
}  # fmt: skip


def sample(call, parameter, known):
    own = OF_A_CALL.get(call.id, {})
    if call.id == "image.list-images" and parameter.name == "marker":
        return known["image_id"]
    for found in (own, known, SAMPLES):
        if parameter.name in found:
            return found[parameter.name]
    return None


def request_of(desk, call_id, place, known, optional=()):
    """A request of a call with what it needs, and these of its optional parameters."""
    call = desk.catalogue.call(call_id)
    values = {}
    for parameter in call.fields():
        value = sample(call, parameter, known)
        if parameter.name in optional or (parameter.required and value is not None):
            values[parameter.key] = value if value is not None else example_of(parameter)
    values = with_examples(call, values)
    draft = desk.draft(call, values, place)
    assert not draft.faults, (call_id, draft.faults)
    return draft.request


@pytest.fixture(scope="module")
def known(desk, openstack, tmp_path_factory):
    """Ids of what is there: things that are looked for before they are changed."""
    disk = tmp_path_factory.mktemp("disk") / "disk.img"
    disk.write_bytes(b"disk")
    ask = desk.asker(openstack, CancelToken())
    images = json.loads(ask("image.list-images", {"owner": openstack.account}).response.content.bytes())[
        "images"
    ]
    user = desk.practice().credentials.openstack_user_id
    one = {"image_id": images[0]["id"], "file": FileValue(str(disk)), "user_id": user, "region_id": "DFW"}
    return one | dict(zip(("namespace", "object_name"), an_object(ask), strict=True))


def an_object(ask):
    """A namespace with an object in it."""
    for space in json.loads(ask("image.list-metadef-namespaces", {}).response.content.bytes())[
        "namespaces"
    ]:
        name = space["namespace"]
        found = ask("image.list-metadef-objects", {"namespace": name}).response.content.bytes()
        for each in json.loads(found)["objects"]:
            return name, each["name"]
    raise AssertionError("the practice cloud has no object")


IMAGE = {"name": "snippet", "disk_format": "raw", "container_format": "bare", "visibility": "shared"}
NUMBERS = itertools.count()


def fresh(call_id, desk, place, known):
    """What is known, with a thing of its own for a call that changes it."""
    if any(part in call_id for part in ("delete-image", "stage", "import", "activate", "member")):
        return {**known, "image_id": make(desk, place, "image.create-image", IMAGE)["id"]}
    if "-application-credential" in call_id:
        new = {"application_credential.name": f"snippet {next(NUMBERS)}", **known}
        made = make(desk, place, "identity.create-application-credential", new)
        return {**known, "application_credential_id": made["application_credential"]["id"]}
    return known


def make(desk, place, call_id, values):
    call = desk.catalogue.call(call_id)
    draft = desk.draft(call, {p.key: values[p.name] for p in call.fields() if p.name in values}, place)
    made = desk.send(draft.request, draft.secrets, cancel=CancelToken(), confirmed=True)
    return json.loads(made.response.content.bytes())


def deciding(request):
    body = request.body
    if hasattr(body, "path"):
        body = body.path.read_bytes()
    return heard(request.method, request.url.masked(), body)


@pytest.mark.parametrize(
    "call_id", [name for name, found in CALLS.items() if "sdk" in found and not name.startswith("cloud-")]
)
def test_openstacksdk_does_the_same(call_id, desk, openstack, known, runner, recording):
    places = {*CALLS[call_id]["sdk"].get("with", {})} - LEFT_OUT.get(call_id, set())
    for optional in ((), places) if places else ((),):
        request = request_of(desk, call_id, openstack, fresh(call_id, desk, openstack, known), optional)
        text = taken(request, Kind.OPENSTACKSDK).text
        assert f"{CALLS[call_id]['sdk']['do']}(" in text, text
        recording.begin()
        error = runner.run({"python": text})
        assert deciding(request) in recording.all(), (text, deciding(request), recording.all(), error)


@pytest.mark.parametrize("call_id", [name for name, found in CALLS.items() if "command" in found])
def test_the_openstack_command_does_the_same(call_id, desk, openstack, known, runner, recording):
    found = CALLS[call_id]["command"]
    places = {*found.get("options", {}), *found.get("choices", {})} - LEFT_OUT.get(call_id, set())
    for optional in ((), *((place,) for place in places)):
        request = request_of(desk, call_id, openstack, fresh(call_id, desk, openstack, known), optional)
        words = shlex.split(taken(request, Kind.OPENSTACK).text, comments=True)
        assert words[0] == "openstack"
        recording.begin()
        error = runner.run({"openstack": words[1:]})
        assert deciding(request) in recording.all(), (words, deciding(request), recording.all(), error)


def plain_requests(desk, place, product, known):
    """A request of each call that openstacksdk has no function for."""
    for call in desk.catalogue.calls(product):
        if "sdk" not in CALLS.get(call.id, {}):
            yield request_of(desk, call.id, place, known)


def same_bytes(request, found, wanted):
    """Whether the cloud was asked for this; JSON is compared as it means."""
    return deciding(request) in found


@pytest.mark.parametrize("product", ["image", "identity", "object-store"])
def test_without_a_function_of_its_own_openstacksdk_is_given_method_and_path(
    product, desk, openstack, known, runner, recording
):
    check_plain(desk, openstack, product, known, runner, recording)


@pytest.mark.parametrize("product", ["cloud-images", "cloud-files", "cloud-identity"])
def test_where_it_cannot_sign_in_openstacksdk_is_given_a_token(
    product, desk, rackspace, known, runner, recording
):
    check_plain(desk, rackspace, product, known, runner, recording)


def check_plain(desk, place, product, known, runner, recording):
    count = 0
    for request in plain_requests(desk, place, product, known):
        snippet = taken(request, Kind.OPENSTACKSDK)
        recording.begin()
        error = runner.run({"python": snippet.text, "variables": variables_of(desk, place, snippet)})
        assert filled(request) in recording.all(), (snippet.text, filled(request), recording.all(), error)
        count += 1
    assert count > 2


def variables_of(desk, place, snippet):
    token = desk.cloud(place.profile).token(CancelToken())
    return {name: token if name == "OS_TOKEN" else SECRET for name in snippet.variables}


SECRET = 'p"a\\ss wörd/%&+'


def filled(request):
    from api.records.snippets.pieces import with_own_variables

    own = with_own_variables(request)
    secrets = {slot.name: SECRET for slot in own.slots}
    body = own.body.fill(secrets).encode() if hasattr(own.body, "fill") else own.body
    if hasattr(body, "path"):
        body = body.path.read_bytes()
    return heard(own.method, own.url.fill(secrets), body)


@pytest.mark.parametrize("call_id", [name for name in CALLS if name.startswith("cloud-")])
def test_openstacksdk_does_the_same_with_a_token(call_id, desk, rackspace, runner, recording):
    ask = desk.asker(rackspace, CancelToken())
    images = json.loads(
        ask("cloud-images.list-images", {"owner": rackspace.account}).response.content.bytes()
    )
    known = {"image_id": images["images"][0]["id"]}
    for optional in ((), {*CALLS[call_id]["sdk"].get("with", {})} - {"visibility"}):
        request = request_of(desk, call_id, rackspace, known, optional)
        snippet = taken(request, Kind.OPENSTACKSDK)
        assert f"{CALLS[call_id]['sdk']['do']}(" in snippet.text, snippet.text
        recording.begin()
        error = runner.run({"python": snippet.text, "variables": variables_of(desk, rackspace, snippet)})
        assert deciding(request) in recording.all(), (
            snippet.text,
            deciding(request),
            recording.all(),
            error,
        )


def test_no_command_where_the_command_cannot_sign_in(desk, rackspace):
    request = request_of(desk, "cloud-images.list-images", rackspace, {})
    assert "Identity v2.0" in why_not(request, Kind.OPENSTACK)
    with pytest.raises(NoSnippet):
        taken(request, Kind.OPENSTACK)


def test_what_the_command_cannot_say_is_named(desk, openstack, known):
    request = request_of(desk, "image.list-images", openstack, known, ("size_min",))
    assert why_not(request, Kind.OPENSTACK) == "The openstack command cannot say this: size_min."
    assert why_not(request_of(desk, "image.list-images", openstack, known), Kind.OPENSTACK) == ""


def test_a_body_of_ones_own_is_never_another_one(desk, openstack, known):
    call = desk.catalogue.call("image.create-image-member")
    values = {Key(Location.PATH, "image_id"): known["image_id"]}
    request = desk.draft(call, values, openstack, raw_body=b'{"member": "x", "more": 1}').preview
    text = taken(request, Kind.OPENSTACKSDK).text
    assert "add_member" not in text
    assert '"more": 1' in text
    assert "body" in why_not(request, Kind.OPENSTACK)


def test_the_data_fits_its_schema():
    schema = json.loads((FOLDER / "counterparts.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(FOUND)


def test_the_data_names_calls_and_parameters_of_the_catalogue():
    catalogue = Catalogue()
    for call_id, found in CALLS.items():
        names = {parameter.name for parameter in catalogue.call(call_id).fields()}
        for kind in ("sdk", "command"):
            part = found.get(kind, {})
            used = {*part.get("take", []), *part.get("own", []), *part.get("get", {})}
            for member in ("with", "options", "choices"):
                used |= set(part.get(member, {}))
            assert used <= names, call_id
