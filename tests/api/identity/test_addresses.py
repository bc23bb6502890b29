"""Origins and roots of service addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import ProfileError
from api.identity.addresses import is_loopback, origin, service_root, version_of

segments = st.text("abcdefgh-_.~0123456789", min_size=1, max_size=8).filter(
    lambda part: not (part[0] == "v" and part[1:2].isdigit()) and part not in {".", ".."}
)
versions = st.from_regex(r"v[0-9]{1,2}(\.([0-9]{1,2}|x))?", fullmatch=True)
slashes = st.integers(0, 3).map("/".__mul__)


@given(prefix=st.lists(segments, max_size=3), version=versions, tail=slashes)
def test_the_version_at_the_end_goes_and_every_prefix_stays(prefix, version, tail):
    bare = "/".join(["https://Host.example:9292", *prefix])
    assert service_root(bare + tail) == bare
    assert service_root(f"{bare}/{version}{tail}") == bare
    assert version_of(f"{bare}/{version}{tail}") == version
    assert version_of(bare + tail) == ""


@given(prefix=st.lists(segments, max_size=3), version=versions)
def test_the_root_of_a_root_is_the_root(prefix, version):
    root = service_root("/".join(["http://h", *prefix, version]))
    assert service_root(root) == root
    assert not root.endswith("/")


def test_only_one_version_goes_and_lookalikes_stay():
    assert service_root("https://h/v1/v2") == "https://h/v1"
    assert service_root("https://h/vault") == "https://h/vault"
    assert service_root("https://h/v2beta") == "https://h/v2beta"
    assert service_root("https://h/av2") == "https://h/av2"
    assert service_root("https://h/V2.0/?x=1#y") == "https://h"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "host",
        "ftp://h/v2",
        "https://",
        "https:///v2",
        "https://h:99999",
        "https://h:0",
        "file:///etc",
        "//h/v2",
    ],
)
def test_what_is_no_web_address_is_refused(url):
    for function in (origin, service_root):
        with pytest.raises(ProfileError, match="not a web address"):
            function(url)


def test_an_address_with_a_password_is_refused_without_repeating_it():
    with pytest.raises(ProfileError) as refused:
        service_root("https://alice:canary@h/v3")
    assert "canary" not in str(refused.value) + refused.value.details


def test_origins_are_canonical():
    assert (
        origin("HTTPS://Host.Example./x")
        == "https://host.example:443"
        == origin("https://host.example:443")
    )
    assert origin("http://host") == "http://host:80" != origin("https://host")
    assert origin("https://[2001:DB8::1]/v3") == "https://[2001:db8::1]:443"
    assert origin("https://host:8443") != origin("https://host")


def test_loopback():
    assert all(
        map(is_loopback, ("http://127.0.0.1:8", "http://localhost/", "http://[::1]/", "http://127.9.9.9"))
    )
    assert not any(
        map(is_loopback, ("http://10.0.0.1", "http://localhost.example", "https://127.0.0.1.example"))
    )
