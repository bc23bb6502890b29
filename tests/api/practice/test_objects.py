"""The practice cloud's object storage: as Swift answers, under the accounts of both faces."""

from __future__ import annotations

import hashlib
import uuid
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from api.practice.vhd import DIFFERENCING, DYNAMIC, FIXED, LARGEST, footer, import_fault

ID = uuid.uuid4()


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


@dataclass
class Files:
    """Somebody's containers in one region."""

    token: str
    url: str

    def __call__(self, method: str, path: str = "/", **more: Any) -> requests.Response:
        headers = {"X-Auth-Token": self.token, "Accept": "application/json", **more.pop("headers", {})}
        return requests.request(method, self.url + path, headers=headers, timeout=10, **more)

    def list(self, path: str = "/", **query: Any) -> list[Any]:
        answer = self("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def names(self, container: str, **query: Any) -> list[str]:
        return [row.get("name") or row["subdir"] for row in self.list(f"/{container}", **query)]

    def container(self, name: str, *objects: str) -> str:
        assert self("PUT", f"/{name}").status_code in {201, 202}
        for each in objects:
            assert self("PUT", f"/{name}/{quote(each, safe='')}", data=each.encode()).status_code == 201
        return name


def files_of(cloud, face: str, person=None, region: str = "DFW") -> Files:
    person = person or cloud.credentials
    if face == "rackspace":
        key = {"username": person.user, "apiKey": person.api_key}
        body: dict[str, Any] = {"auth": {"RAX-KSKEY:apiKeyCredentials": key}}
        access = requests.post(f"{cloud.identity_url}/v2.0/tokens", json=body, timeout=10).json()["access"]
        (files,) = [s for s in access["serviceCatalog"] if s["type"] == "object-store"]
        urls = {e["region"]: e["publicURL"] for e in files["endpoints"]}
        return Files(access["token"]["id"], urls[region])
    user = {"name": person.user, "domain": {"name": person.domain}, "password": person.password}
    scope = {"project": {"id": person.project_id}}
    identity = {"methods": ["password"], "password": {"user": user}}
    body = {"auth": {"identity": identity, "scope": scope}}
    answer = requests.post(f"{cloud.identity_url}/v3/auth/tokens", json=body, timeout=10)
    (found,) = [s for s in answer.json()["token"]["catalog"] if s["type"] == "object-store"]
    urls = {e["region"]: e["url"] for e in found["endpoints"] if e["interface"] == "public"}
    return Files(answer.headers["X-Subject-Token"], urls[region])


@pytest.fixture(scope="module", params=["rackspace", "openstack"])
def files(request, cloud) -> Files:
    return files_of(cloud, request.param)


@pytest.fixture(scope="module")
def swift(cloud) -> Files:
    return files_of(cloud, "openstack")


def test_everybody_begins_with_two_containers(files) -> None:
    named = {row["name"]: row for row in files.list()}
    assert named["exports"]["count"] >= 7
    assert "appliance.vhd" in files.names("exports")
    told = files("HEAD", "/")
    assert (told.status_code, told.text) == (204, "")
    assert int(told.headers["X-Account-Container-Count"]) == len(files.list())


def test_each_account_and_region_has_its_own(cloud, files) -> None:
    files.container("mine")
    face = "rackspace" if "Mosso" in files.url else "openstack"
    other = files_of(cloud, face, cloud.second_credentials)
    there = files_of(cloud, face, region="LON")
    assert "mine" not in [row["name"] for row in other.list()]
    assert "mine" not in [row["name"] for row in there.list()]
    assert Files(other.token, files.url)("GET").status_code == 403
    assert Files("nobody", files.url)("GET").status_code == 401
    answer = Files(files.token, files.url.replace("/dfw/", "/xyz/"))("GET")
    assert (answer.status_code, answer.text.startswith("<html><h1>Not Found")) == (404, True)


def test_containers_are_made_told_of_and_deleted_when_empty(files) -> None:
    meta = {"X-Container-Meta-Purpose": "a", "X-Container-Read": ".r:*"}
    assert files("PUT", "/life", headers=meta).status_code == 201
    assert files("PUT", "/life").status_code == 202
    assert files("POST", "/life", headers={"X-Container-Meta-More": "b"}).status_code == 204
    told = files("HEAD", "/life").headers
    assert (told["X-Container-Meta-Purpose"], told["X-Container-Meta-More"]) == ("a", "b")
    assert (told["X-Container-Object-Count"], told["X-Container-Read"]) == ("0", ".r:*")
    files("POST", "/life", headers={"X-Container-Meta-More": ""})
    assert "X-Container-Meta-More" not in files("HEAD", "/life").headers
    files("PUT", "/life/one", data=b"x")
    assert files("DELETE", "/life").status_code == 409
    assert files("DELETE", "/life/one").status_code == 204
    assert files("DELETE", "/life").status_code == 204
    assert [files(m, "/life").status_code for m in ("HEAD", "GET", "DELETE", "POST")] == [404] * 4
    assert files("PATCH", "/life").status_code == 405
    assert files("PUT", f"/{'x' * 257}").status_code == 400


def test_a_list_of_objects_is_cut_as_asked(swift) -> None:
    box = swift.container("cut", "a/1", "a/2", "b", "c/1", "ü")
    assert swift.names(box) == ["a/1", "a/2", "b", "c/1", "ü"]
    assert swift.names(box, delimiter="/") == ["a/", "b", "c/", "ü"]
    assert swift.names(box, prefix="a/") == ["a/1", "a/2"]
    assert swift.names(box, prefix="a/", delimiter="/") == ["a/1", "a/2"]
    assert swift.names(box, limit=2) == ["a/1", "a/2"]
    assert swift.names(box, limit=2, marker="a/2") == ["b", "c/1"]
    assert swift.names(box, delimiter="/", limit=2, marker="a/") == ["b", "c/"]
    assert swift.names(box, marker="a/2", end_marker="c/1") == ["b"]
    assert swift.names(box, reverse="true", limit=2) == ["ü", "c/1"]
    assert swift.names(box, reverse="true", marker="b") == ["a/2", "a/1"]
    assert swift("GET", f"/{box}", params={"limit": 10001}).status_code == 412
    plain = swift("GET", f"/{box}", headers={"Accept": "*/*"})
    assert plain.text.splitlines()[:2] == ["a/1", "a/2"]
    assert swift("GET", f"/{swift.container('none')}", headers={"Accept": "*/*"}).status_code == 204
    assert swift.list("/none") == []


def test_an_object_goes_up_and_comes_back(files) -> None:
    files.container("round")
    sent = {"X-Object-Meta-Colour": "red", "Content-Type": "text/x-note", "ETag": md5(b"hello")}
    put = files("PUT", "/round/a%2Fb%20c", data=b"hello", headers=sent)
    assert (put.status_code, put.headers["ETag"]) == (201, md5(b"hello"))
    got = files("GET", "/round/a/b c")
    assert (got.content, got.headers["ETag"], got.headers["X-Object-Meta-Colour"]) == (
        b"hello",
        md5(b"hello"),
        "red",
    )
    told = files("HEAD", "/round/a/b%20c")
    assert (told.status_code, told.headers["Content-Length"], told.content) == (200, "5", b"")
    assert told.headers["Content-Type"] == "text/x-note"
    assert files("POST", "/round/a/b c", headers={"X-Object-Meta-New": "1"}).status_code == 202
    assert "X-Object-Meta-Colour" not in files("HEAD", "/round/a/b c").headers
    assert files("DELETE", "/round/a/b c").status_code == 204
    assert [files(m, "/round/a/b c").status_code for m in ("HEAD", "GET", "DELETE", "POST")] == [404] * 4


def test_what_an_upload_is_refused_for(swift) -> None:
    box = swift.container("refused", "there")
    assert swift("PUT", "/nowhere/x", data=b"x").status_code == 404
    assert swift("PUT", f"/{box}/x", data=b"x", headers={"ETag": md5(b"y")}).status_code == 422
    assert swift("HEAD", f"/{box}/x").status_code == 404
    assert swift("PUT", f"/{box}/there", data=b"x", headers={"If-None-Match": "*"}).status_code == 412
    assert swift("PUT", f"/{box}/new", data=b"x", headers={"If-None-Match": "*"}).status_code == 201
    assert swift("PUT", f"/{box}/{'x' * 1025}", data=b"x").status_code == 400
    bad = {"X-Delete-After": "soon"}
    assert swift("PUT", f"/{box}/x", data=b"x", headers=bad).status_code == 400
    assert _bare_put(f"{swift.url}/{box}/x", {"X-Auth-Token": swift.token}) == 411


def _bare_put(url: str, headers: dict[str, str]) -> int:
    """The status of a PUT with exactly these headers and no body."""
    parts = urlsplit(url)
    with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
        connection.putrequest("PUT", parts.path)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse().status


def test_ranges(swift) -> None:
    swift.container("ranges", "0123456789")
    path = "/ranges/0123456789"

    def part(text: str) -> tuple[int, bytes, str | None]:
        answer = swift("GET", path, headers={"Range": text})
        return answer.status_code, answer.content, answer.headers.get("Content-Range")

    assert part("bytes=2-4") == (206, b"234", "bytes 2-4/10")
    assert part("bytes=7-") == (206, b"789", "bytes 7-9/10")
    assert part("bytes=-3") == (206, b"789", "bytes 7-9/10")
    assert part("bytes=8-99") == (206, b"89", "bytes 8-9/10")
    assert part("nonsense") == (200, b"0123456789", None)
    assert part("bytes=10-")[::2] == (416, "bytes */10")
    assert swift("GET", path, headers={"If-Match": md5(b"0123456789")}).status_code == 200
    assert swift("GET", path, headers={"If-Match": md5(b"other")}).status_code == 412


def test_a_copy_needs_no_content_and_keeps_the_metadata(swift) -> None:
    box = swift.container("copies", "a b")
    swift("POST", f"/{box}/a b", headers={"X-Object-Meta-Colour": "red"})
    source = {"X-Copy-From": f"/{box}/a%20b"}
    more = {"X-Object-Meta-Size": "5"}
    assert swift("PUT", f"/{box}/b", headers=source | more).status_code == 201
    got = swift("GET", f"/{box}/b")
    assert (got.content, got.headers["X-Object-Meta-Colour"], got.headers["X-Object-Meta-Size"]) == (
        b"a b",
        "red",
        "5",
    )
    swift("PUT", f"/{box}/c", headers=source | {"X-Fresh-Metadata": "true"})
    assert "X-Object-Meta-Colour" not in swift("HEAD", f"/{box}/c").headers
    assert swift("PUT", f"/{box}/d", headers={"X-Copy-From": f"/{box}/none"}).status_code == 404
    assert swift("PUT", f"/{box}/d", headers={"X-Copy-From": box}).status_code == 412


def test_a_dynamic_large_object_is_its_segments(swift) -> None:
    box = swift.container("dynamic", "big-1", "big-2", "big-3")
    manifest = {"X-Object-Manifest": f"{box}/big-"}
    assert swift("PUT", f"/{box}/big", data=b"", headers=manifest).status_code == 201
    got = swift("GET", f"/{box}/big")
    joint = md5("".join(md5(f"big-{n}".encode()) for n in (1, 2, 3)).encode())
    assert (got.content, got.headers["ETag"]) == (b"big-1big-2big-3", f'"{joint}"')
    assert swift("HEAD", f"/{box}/big").headers["X-Object-Manifest"] == f"{box}/big-"
    assert swift("GET", f"/{box}/big", headers={"Range": "bytes=3-11"}).content == b"-1big-2bi"
    (row,) = [row for row in swift.list(f"/{box}") if row["name"] == "big"]
    assert row["bytes"] == 0
    bare = swift("GET", f"/{box}/big?multipart-manifest=get")
    assert (bare.content, bare.headers["X-Object-Manifest"]) == (b"", f"{box}/big-")
    swift("DELETE", f"/{box}/big-2")
    assert swift("GET", f"/{box}/big").content == b"big-1big-3"  # without a word
    swift("DELETE", f"/{box}/big")
    assert swift.names(box) == ["big-1", "big-3"]
    for wrong in (box, f"/{box}/", f"{box}/big?x"):
        headers = {"X-Object-Manifest": wrong}
        assert swift("PUT", f"/{box}/big", data=b"", headers=headers).status_code == 400


def segments(box: str, *names: str, **more: Any) -> list[dict[str, Any]]:
    return [
        {"path": f"/{box}/{name}", "etag": md5(name.encode()), "size_bytes": len(name)} | more
        for name in names
    ]


def test_a_static_large_object_is_checked_and_deleted_with_its_segments(swift) -> None:
    box = swift.container("static", "s1", "s2", "s3")
    path, put = f"/{box}/big", "?multipart-manifest=put"
    answer = swift("PUT", path + put, json=segments(box, "s1", "s2"))
    joint = f'"{md5((md5(b"s1") + md5(b"s2")).encode())}"'
    assert (answer.status_code, answer.headers["ETag"]) == (201, joint)
    told = swift("HEAD", path).headers
    assert (told["Content-Length"], told["X-Static-Large-Object"], told["ETag"]) == ("4", "True", joint)
    assert swift("GET", path).content == b"s1s2"
    shown = swift("GET", f"{path}?multipart-manifest=get").json()
    assert [row["name"] for row in shown] == [f"/{box}/s1", f"/{box}/s2"]
    for rows, said in (
        (segments(box, "none"), "none, 404 Not Found"),
        (segments(box, "s1", etag="x"), "s1, Etag Mismatch"),
        (segments(box, "s1", size_bytes=9), "s1, Size Mismatch"),
        ([], "Number of segments"),
        ([1], "must be a list"),
    ):
        refused = swift("PUT", path + put, json=rows)
        assert (refused.status_code, said in refused.text) == (400, True)
    assert swift("PUT", path + put, data=b"{").status_code == 400
    swift("DELETE", f"/{box}/s1")
    assert swift("GET", path).status_code == 409
    told_of = swift("DELETE", f"{path}?multipart-manifest=delete").json()
    assert (told_of["Number Deleted"], told_of["Number Not Found"]) == (2, 1)
    assert swift.names(box) == ["s3"]
    assert swift("DELETE", f"/{box}/s3?multipart-manifest=delete").status_code == 400


def test_an_object_deletes_itself(timed, clock) -> None:
    swift = files_of(timed, "openstack")
    swift.container("short")
    swift("PUT", "/short/lived", data=b"x", headers={"X-Delete-After": "60"})
    assert swift("HEAD", "/short/lived").headers["X-Delete-At"] == str(int(clock.now().timestamp()) + 60)
    clock.advance(61)
    assert swift("HEAD", "/short/lived").status_code == 404
    assert swift.names("short") == []


def test_a_reset_brings_back_what_was_there_at_first(timed) -> None:
    swift = files_of(timed, "openstack")
    swift.container("more", "x")
    swift("DELETE", "/exports/appliance.vhd")
    timed.reset()
    assert [row["name"] for row in swift.list()] == ["backups", "exports"]
    assert "appliance.vhd" in swift.names("exports")


@settings(max_examples=30, deadline=None)
@given(
    names=st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
            lambda name: name not in {".", ".."}
        ),
        min_size=1,
        max_size=5,
        unique=True,
    )
)
def test_names_of_any_kind_come_back(swift, names) -> None:
    box = swift.container("names")
    for old in swift.names(box):
        swift("DELETE", f"/{box}/{quote(old, safe='')}")
    swift.container(box, *names)
    assert swift.names(box) == sorted(names)
    assert swift("GET", f"/{box}/{quote(names[0], safe='')}").content == names[0].encode()


@given(start=st.integers(0, 300_000), count=st.integers(0, 300_000), size=st.integers(600, 300_000))
@settings(max_examples=50)
def test_made_up_content_is_the_same_from_wherever_it_is_read(start, count, size) -> None:
    from api.practice.shelf import _made_up_bytes, made_up

    found = made_up("seed", size, b"the end")
    whole = b"".join(_made_up_bytes(found["made_up"], 0, size))
    assert (len(whole), md5(whole), whole[-7:]) == (size, found["hash"], b"the end")
    count = max(min(count, size - start), 0)
    assert b"".join(_made_up_bytes(found["made_up"], start, count)) == whole[start : start + count][:count]


@pytest.mark.parametrize(
    ("end", "fault"),
    [
        (footer(2**30, FIXED, ID), ""),
        (footer(LARGEST, DYNAMIC, ID), ""),
        (footer(LARGEST + 1, DYNAMIC, ID), "413"),
        (footer(2**30, DIFFERENCING, ID), "721"),
        (footer(2**30, 6, ID), "523"),
        (footer(2**30, FIXED), "614"),
        (b"conectix", "396"),
        (b"x" * 512, "396"),
    ],
)
def test_what_an_import_finds_wrong_with_a_disk(end, fault) -> None:
    assert import_fault(end)[:3] == fault


def test_a_footer_has_the_checksum_of_the_format() -> None:
    end = footer(2**30, DYNAMIC)
    told = int.from_bytes(end[64:68], "big")
    assert told == ~sum(end[:64] + bytes(4) + end[68:]) & 0xFFFFFFFF
    assert len(end) == 512
