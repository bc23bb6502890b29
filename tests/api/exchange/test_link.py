"""Links of answers: which call they ask for, what they may say, and where they are not followed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.catalog.catalogue import Catalogue
from api.exchange.build import build
from api.exchange.link import LONGEST, follow
from api.model import Location, Place
from tests.builders.documents import call_of

CATALOGUE = Catalogue()
IMAGES, KEYSTONE = CATALOGUE.calls("image"), CATALOGUE.calls("identity")
BASE = "https://images.example.org:9292"
ID = "3f0c2a5e-8d41-4b7e-9c06-d2a1f5b3e874"


def call(name):
    return CATALOGUE.call(f"image.{name}")


def followed(text, base=BASE, asked="list-images"):
    asking = call(asked)
    return follow(text, base + asking.head.path, asking, IMAGES)


def told(link):
    return link.call.id.partition(".")[2], {str(key): value for key, value in link.values.items()}


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        (f"/v2/images/{ID}", "show-image", {"path:image_id": ID}),
        (f"/v2/images/{ID}/", "show-image", {"path:image_id": ID}),
        (f"/v2/images/{ID}/file", "download-image-data", {"path:image_id": ID}),
        (f"{BASE}/v2/images/{ID}/members", "list-image-members", {"path:image_id": ID}),
        (f"HTTPS://IMAGES.example.org:9292/v2/images/{ID}", "show-image", {"path:image_id": ID}),
        (f"/v2.1/images/{ID}", "show-image", {"path:image_id": ID}),
        ("/v2/schemas/image", "show-image-schema", {}),
        ("/v2/schemas/metadefs/namespaces", "show-metadef-namespaces-schema", {}),
        (
            "/v2/metadefs/namespaces/OS%3A%3AA%2FB%20C",
            "show-metadef-namespace",
            {"path:namespace": "OS::A/B C"},
        ),
        (f"/v2/images?limit=5&marker={ID}", "list-images", {"query:limit": 5, "query:marker": ID}),
        ("/v2/images?tag=a%20b&tag=c%26d", "list-images", {"query:tag": ["a b", "c&d"]}),
        ("?limit=7", "list-images", {"query:limit": 7}),
        ("/", "list-version-choices", {}),
        ("/v2/images#top", "list-images", {}),
    ],
)
def test_a_link_asks_for_a_call_with_its_values(text, name, values):
    assert told(followed(text)) == (name, values)


def test_the_path_of_an_endpoint_may_stand_in_the_link_or_not():
    base = f"{BASE}/cloud/images"
    for text in (f"/cloud/images/v2/images/{ID}", f"/v2/images/{ID}", f"{base}/v2/images/{ID}"):
        assert told(followed(text, base)) == ("show-image", {"path:image_id": ID})


def test_what_the_call_does_not_know_goes_to_its_free_filters():
    link = followed("/v2/images?hw_disk_bus=virtio&os=a&os=b&limit=x")
    free = next(p for p in call("list-images").parameters if p.merge)
    assert link.values == {free.key: {"hw_disk_bus": "virtio", "os": ["a", "b"]}}


@pytest.mark.parametrize(
    "text",
    [
        f"http://images.example.org:9292/v2/images/{ID}",
        f"https://images.example.org/v2/images/{ID}",
        f"https://evil.example/v2/images/{ID}",
        f"//evil.example/v2/images/{ID}",
        f"https://a@images.example.org:9292/v2/images/{ID}",
        f"https://images.example.org:9292@evil.example/v2/images/{ID}",
        f"https://images.example.org.evil.example:9292/v2/images/{ID}",
    ],
)
def test_another_origin_is_told_and_never_a_call(text):
    link = followed(text)
    assert link.call is None
    assert link.values == {}
    assert "leaves this service" in link.refusal


def test_a_refusal_names_the_host_and_nothing_secret_in_the_address():
    refusal = followed("https://user:s3cret@evil.example/v2/images").refusal
    assert refusal == "This link leaves this service: it goes to evil.example."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "active",
        "/dev/vda",
        "/v2/images/not-there/other",
        "v2/images",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "/v2/images\r\nX-Evil: 1",
        "/v2/images /x",
        "\\\\evil\\share",
        "/v2/\\images",
        f"/v2/images/{'a' * LONGEST}",
    ],
    ids=range(12),
)
def test_other_texts_are_no_links(text):
    assert followed(text) is None


@pytest.mark.parametrize("text", [f"{BASE}/v3/other", f"{BASE}:1x/v2/images", "https://[::1/v2/images"])
def test_an_address_that_leads_to_no_call_says_so(text):
    link = followed(text)
    assert link.call is None
    assert link.refusal.endswith(".")


def test_too_many_queries_are_no_link():
    assert followed("/v2/images?" + "&".join(f"a{n}=1" for n in range(300))) is None


def test_the_call_with_the_fewest_parameters_in_its_path_is_meant_and_only_calls_that_get():
    others = [each for each in IMAGES if each.method != "GET"]
    asking = call("list-images")
    assert follow(f"/v2/images/{ID}", f"{BASE}/v2/images", asking, others) is None
    wide = call_of({"operationId": "wide", "responses": {}}, "/v2/images/{name}")
    narrow = call_of({"operationId": "narrow", "responses": {}}, "/v2/images/newest")
    found = follow("/v2/images/newest", f"{BASE}/v2/images", asking, [wide, narrow])
    assert found.call is narrow


def test_secrets_are_never_taken_from_a_link():
    calls = CATALOGUE.calls("cloud-identity")
    asking = CATALOGUE.call("cloud-identity.validate-token")
    url = "https://identity.example/v2.0/tokens/••••••••"
    assert follow("https://identity.example/v2.0/tokens/abc", url, asking, calls).call is None
    secret = {"name": "key", "in": "query", "schema": {"type": "string", "format": "password"}}
    made = call_of({"operationId": "things", "parameters": [secret], "responses": {}})
    found = follow("/things?key=abc", "https://shop.example/things", made, [made])
    assert found.call is made
    assert found.values == {}


def test_keystones_links_are_calls_of_keystone():
    asking = CATALOGUE.call("identity.list-my-projects")
    url = "https://identity.example/identity/v3/auth/projects"
    found = follow("https://identity.example/identity/v3/projects/a1", url, asking, KEYSTONE)
    assert told(found) == ("show-project", {"path:project_id": "a1"})
    assert told(follow("https://identity.example/identity/v3/", url, asking, KEYSTONE)) == (
        "show-version",
        {},
    )


@given(st.text(max_size=80).map(lambda text: f"/v2/images/{text}") | st.text(max_size=60))
def test_whatever_a_link_says_the_request_stays_at_the_service_and_brings_nothing_along(text):
    link = followed(text)
    if link is None or link.call is None:
        return
    assert link.call.method == "GET"
    assert {key.location for key in link.values} <= {Location.PATH, Location.QUERY}
    draft = build(link.call, link.values, BASE, Place())
    assert draft.preview.url.masked().startswith(f"{BASE}/")
    assert draft.preview.body is None
    plain = build(link.call, {}, BASE, Place())
    assert draft.preview.headers == plain.preview.headers
