"""Files and commands of other programs: the calls in them, what is left out of those, and no secret."""

import json

import pytest

from api.catalog.catalogue import Catalogue
from api.errors import Cancelled
from api.records.importing import reading
from api.records.importing.foreign import ImportFailed
from api.records.importing.reading import find_calls, read_file
from api.records.saved.call import as_text

CATALOGUE = Catalogue()
IMAGE = "cc45237e-27d1-4592-aa0a-817904b99c70"
V21 = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def found(data):
    text = data if isinstance(data, str) else json.dumps(data)
    return find_calls(text.encode(), CATALOGUE)


def one(data):
    findings = found(data)
    assert len(findings.found) == 1
    return findings.found[0]


def collection(*items, **more):
    return {"info": {"name": "c", "schema": V21}, "item": list(items), **more}


def request(url, method="GET", name="r", **more):
    return {"name": name, "request": {"method": method, "url": url, **more}}


def har(url, method="GET", **more):
    return {"log": {"version": "1.1", "entries": [{"request": {"method": method, "url": url, **more}}]}}


@pytest.mark.parametrize(
    ("url", "call"),
    [
        ("https://dfw.images.api.rackspacecloud.com/v2/images", "cloud-images.list-images"),
        ("https://cloud.example.org:9292/v2/images", "image.list-images"),
        ("https://cloud.example.org/image/v2/images", "image.list-images"),
        ("https://storage101.dfw1.clouddrive.com/v1/MossoCloudFS_912345/box", "cloud-files.list-objects"),
        ("https://swift.example.org/v1/AUTH_abc/box/a/b.txt", "object-store.download-object"),
        ("https://swift.example.org/swift/v1/AUTH_abc", "object-store.list-containers"),
        ("https://keystone.example.org/identity/v3/projects", "identity.list-projects"),
        ("https://identity.api.rackspacecloud.com/v2.0/tokens/abc", "cloud-identity.validate-token"),
    ],
)
def test_calls_are_found_wherever_a_cloud_puts_them(url, call):
    assert one(har(url)).saved.call == call


@pytest.mark.parametrize(
    ("url", "method", "reason"),
    [
        ("https://www.example.com/index.html", "GET", "No call of any product has this address."),
        (
            "https://h.example/v2/images",
            "BREW",
            "No call sends BREW there; there are calls with GET, POST.",
        ),
        ("", "GET", "It has no address."),
    ],
)
def test_what_is_no_call_is_reported_with_the_reason(url, method, reason):
    finding = one(har(url, method))
    assert finding.saved is None
    assert finding.reason == reason


@pytest.mark.parametrize(
    ("body", "call"),
    [
        ([{"op": "add", "path": "/a~1b", "value": "x"}], "image.add-image-property"),
        ([{"op": "replace", "path": "/a", "value": "x"}], "image.replace-image-property"),
        ([{"op": "remove", "path": "/a"}], "image.remove-image-property"),
        ([{"op": "add", "path": "/a", "value": 1}, {"op": "remove", "path": "/b"}], "image.update-image"),
    ],
)
def test_of_several_calls_with_one_address_the_one_whose_body_it_is(body, call):
    post = {"mimeType": "application/openstack-images-v2.1-json-patch", "text": json.dumps(body)}
    finding = one(har(f"https://h.example/v2/images/{IMAGE}", "PATCH", postData=post))
    assert finding.saved.call == call
    assert finding.saved.values["path:image_id"] == IMAGE
    assert finding.remarks == ()
    if call == "image.add-image-property":
        assert finding.saved.values["body:property"] == "a/b"


def test_query_values_have_their_types_and_unknown_ones_are_said():
    url = "https://h.example/v2/metadefs/namespaces?limit=5&nope=1&marker=x"
    finding = one(har(url))
    assert finding.saved.values == {"query:limit": 5, "query:marker": "x"}
    assert len(finding.remarks) == 1
    assert "“nope” is no parameter of" in finding.remarks[0]


def test_a_value_that_cannot_be_read_is_said():
    finding = one(har("https://h.example/v2/images?limit=many"))
    assert "query:limit" not in finding.saved.values
    assert finding.remarks == ("limit was left out: “many” is not a whole number.",)


SECRET = "canary-9f8e7d"


@pytest.mark.parametrize(
    "data",
    [
        har("https://h.example/v2/images", headers=[{"name": "X-Auth-Token", "value": SECRET}]),
        har("https://h.example/v2/images", headers=[{"name": "Cookie", "value": SECRET}]),
        har("https://h.example/v2/images", headers=[{"name": "Authorization", "value": f"Basic {SECRET}"}]),
        har(f"https://eva:{SECRET}@h.example/v2/images"),
        har(f"https://h.example/v2/images?token={SECRET}"),
        har(f"https://h.example/v1/AUTH_a/b/c?temp_url_sig={SECRET}&temp_url_expires=1"),
        har(f"https://identity.api.rackspacecloud.com/v2.0/tokens/{SECRET}"),
        har(
            "https://identity.api.rackspacecloud.com/v2.0/tokens", "POST",
            postData={"mimeType": "application/json", "text": json.dumps(
                {"auth": {"RAX-KSKEY:apiKeyCredentials": {"username": "eva", "apiKey": SECRET}}}
            )},
        ),
        har(
            f"https://h.example/v2/images/{IMAGE}/import", "POST",
            postData={"mimeType": "application/json", "text": json.dumps(
                {"method": {"name": "web-download", "uri": f"https://eva:{SECRET}@h.example/x"}}
            )},
        ),
        f"curl -u eva:{SECRET} https://h.example/v2/images",
        f"curl -b s={SECRET} 'https://h.example/v2/images?api_key={SECRET}'",
        collection(request("{{u}}/v2/images", auth={"type": "bearer", "bearer": [{"key": "token", "value": SECRET}]}),
                   variable=[{"key": "u", "value": f"https://eva:{SECRET}@h.example"},
                             {"key": "password", "value": SECRET}]),
        collection(request("https://h.example/v2/images?name={{password}}"),
                   variable=[{"key": "password", "value": SECRET}]),
        collection(request("https://h.example/nothing", name="n", header=[{"key": "apikey", "value": SECRET}])),
    ],
)  # fmt: skip
def test_no_secret_is_ever_imported(data):
    finding = one(data)
    assert SECRET not in repr(finding)
    if finding.saved is not None:
        assert SECRET not in as_text(finding.saved)


def test_postman_folders_variables_and_bodies():
    raw = {"mode": "raw", "raw": '{"name": "{{name}}", "tags": ["{{ tag }}"]}',
           "options": {"raw": {"language": "json"}}}  # fmt: skip
    data = collection(
        {
            "name": "Images",
            "variable": [{"key": "name", "value": "inner"}],
            "item": [request("{{base}}/v2/images", "POST", "Make one", body=raw)],
        },
        request(
            {"raw": "{{base}}/v2/images/:id/members", "variable": [{"key": "id", "value": IMAGE}]}, name="Members"
        ),
        request({"raw": "{{base}}/v2/images/:id?x=1", "query": [{"key": "x", "value": "1", "disabled": True}]}),
        variable=[{"key": "base", "value": "{{scheme}}://h.example"}, {"key": "scheme", "value": "https"},
                  {"key": "name", "value": "outer"}],
    )  # fmt: skip
    make, members, show = found(data).found
    assert make.folder == ("Images",)
    assert make.saved.call == "image.create-image"
    assert make.saved.values["body:name"] == "inner"
    assert make.saved.values["body:tags"] == ["{{tag}}"]
    assert make.saved.name == "Make one"
    assert members.saved.values == {"path:image_id": IMAGE}
    assert show.saved.values == {"path:image_id": "{{id}}"}
    assert show.remarks == ()


def test_postman_says_what_it_does_not_take():
    scripts = [{"listen": "prerequest", "script": {"exec": ["steal()"]}}]
    item = request(
        "https://h.example/v2/images",
        "POST",
        body={"mode": "formdata", "formdata": [{"key": "f", "value": "x"}]},
    )
    finding = one(collection({**item, "event": scripts}, event=scripts))
    assert any("formdata" in remark and "f" in remark for remark in finding.remarks)
    assert "Its scripts are not run." in finding.remarks
    assert "Scripts of the collection are not run." in finding.remarks


def test_variables_within_variables_end():
    data = collection(
        request("{{a}}/v2/images"),
        variable=[{"key": "a", "value": "{{b}}{{b}}"}, {"key": "b", "value": "{{a}}{{a}}"}],
    )
    assert one(data).method == "GET"


def test_braces_of_a_har_file_are_no_placeholders():
    finding = one(har("https://h.example/v2/images?name=%7B%7Bimage%7D%7D"))
    assert finding.saved.values == {"query:name": "\\{{image}}"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("hello", "This is nothing that can be imported."),
        ("", "This is nothing that can be imported."),
        ("{}", "This JSON is neither a HAR file nor a Postman collection."),
        ("[" * 100_000, "not complete JSON"),
        ('{"log": {"entries": []}}', "There is no request in this HAR file."),
        ('{"log": {"entries": 7}}', "There is no request in this HAR file."),
        ('{"log": {"entries": [', "not complete JSON"),
    ],
)
def test_what_cannot_be_imported_is_said(data, said):
    with pytest.raises(ImportFailed, match=said):
        found(data)


def test_files_are_read_up_to_a_size(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_FILE", 100)
    path = tmp_path / "a.har"
    path.write_bytes(b"x" * 101)
    with pytest.raises(ImportFailed, match="larger than"):
        read_file(path)
    with pytest.raises(ImportFailed, match="larger than"):
        find_calls(b"x" * 101, CATALOGUE)
    with pytest.raises(ImportFailed, match="cannot be read"):
        read_file(tmp_path / "gone")
    path.write_bytes(b"curl h")
    assert read_file(path) == b"curl h"


def test_of_too_many_requests_the_first_are_read(monkeypatch):
    monkeypatch.setattr(reading, "MOST_CALLS", 3)
    findings = found("\n".join(["curl https://h.example/v2/images"] * 5))
    assert len(findings.found) == 3
    assert findings.remark == "Only the first 3 requests were read."


def test_reading_can_be_stopped():
    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        find_calls(json.dumps(har("https://h.example/v2/images")).encode(), CATALOGUE, stop)


def test_a_windows_file_in_utf_16():
    data = "curl https://h.example/v2/images".encode("utf-16")
    assert find_calls(data, CATALOGUE).found[0].saved.call == "image.list-images"


def test_postman_forms_files_and_plain_addresses():
    form = {"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "b c"}]}
    disk = {"mode": "file", "file": {"src": "/home/me/disk.img"}}
    data = collection(
        request("https://h.example/v2/images", "POST", body=form),
        request(f"https://h.example/v2/images/{IMAGE}/file", "PUT", body=disk),
        {"name": "plain", "request": "https://h.example/v2/images"},
        request({"protocol": "https", "host": ["h", "example"], "path": ["v2", "tasks"]}),
    )
    first, second, third, fourth = found(data).found
    assert any("not JSON" in remark for remark in first.remarks)
    assert second.saved.call == "image.upload-image-data"
    assert "The body is the file disk.img, which is not read: choose it anew." in second.remarks
    assert third.saved.call == "image.list-images"
    assert fourth.saved.call == "image.list-tasks"


def test_a_har_body_that_is_not_whole_is_left_out():
    post = {"mimeType": "application/json", "text": '{"na', "comment": "Shortened."}
    finding = one(har("https://h.example/v2/images", "POST", postData=post))
    assert finding.saved.values == {}
    assert "Its body is not complete: Shortened." in finding.remarks


def apikey(where, value, name="X-Image-Meta"):
    settings = {"key": name, "value": value, "in": where}
    return {"type": "apikey", "apikey": [{"key": k, "value": v} for k, v in settings.items()]}


URL = "https://h.example/v2/images"


def test_a_key_of_postmans_authorization_is_a_value_of_the_call():
    finding = one(
        collection(
            request(URL, auth=apikey("query", "{{n}}", "name")), variable=[{"key": "n", "value": "a b&c"}]
        )
    )
    assert finding.saved.values == {"query:name": "a b&c"}
    finding = one(collection(request(f"{URL}?limit=3", auth=apikey("query", "x", "name"))))
    assert finding.saved.values == {"query:limit": 3, "query:name": "x"}


def test_a_key_that_is_no_parameter_is_said_and_a_token_is_the_profiles():
    finding = one(collection(request(URL, auth=apikey("header", SECRET, "X-Auth-Token"))))
    assert finding.remarks == ("The header X-Auth-Token was left out: the profile's own is sent.",)
    finding = one(collection(request(URL, auth=apikey("header", SECRET, "X-Other"))))
    assert "X-Other" in finding.remarks[0]
    assert SECRET not in repr(finding)
    assert one(collection(request(URL, auth=apikey("header", SECRET, "")))).remarks == ()


def test_a_request_has_the_authorization_of_its_folder_unless_it_has_one():
    bearer = {"type": "bearer", "bearer": [{"key": "token", "value": SECRET}]}
    folder = {"name": "f", "item": [request(URL), request(URL, auth={"type": "noauth"})], "auth": bearer}
    old = {"type": "apikey", "apikey": {"key": "name", "value": "n", "in": "query", "x": 1}}
    basic = {"type": "basic", "basic": [{"key": "password", "value": SECRET}]}
    inside, none, outer, own, short = found(
        collection(folder, request(URL), request(URL, auth=basic), {"name": "s", "request": URL}, auth=old)
    ).found
    assert inside.remarks == ("Its authorization (bearer) was left out: the profile signs in.",)
    assert none.remarks == ()
    assert outer.saved.values == {"query:name": "n"}
    assert own.remarks == ("Its authorization (basic) was left out: the profile signs in.",)
    assert short.saved.values == {"query:name": "n"}
    assert SECRET not in repr((inside, none, outer, own, short))


@pytest.mark.parametrize(
    ("examples", "said"),
    [
        ([], ()),
        ([{"name": "200", "body": "{}"}], ("Its example answer was left out.",)),
        ([{}, {}], ("2 example answers of it were left out.",)),
    ],
)
def test_example_answers_are_said(examples, said):
    assert one(collection({**request(URL), "response": examples})).remarks == said


def test_the_inner_variable_counts_secret_or_not():
    outer = [{"key": "n", "type": "secret", "value": SECRET}, {"key": "m", "value": "plain"}]
    inner = [{"key": "n", "value": "known"}, {"key": "m", "type": "secret", "value": SECRET}]
    folder = {"name": "f", "item": [request(f"{URL}?name={{{{n}}}}&owner={{{{m}}}}")], "variable": inner}
    finding = one(collection(folder, variable=outer))
    assert finding.saved.values["query:name"] == "known"
    assert finding.saved.values["query:owner"] == "{{m}}"
    assert SECRET not in repr(finding)


def test_a_body_in_a_file_makes_a_post():
    finding = one(f"curl {URL} -d @/home/me/body.json")
    assert finding.method == "POST"
    assert "The body comes from the file body.json, which is not read: give it anew." in finding.remarks
    assert one(f"curl -G {URL} -d @x").method == "GET"
