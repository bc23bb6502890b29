"""clouds.yaml, secure.yaml and the OS_ variables: what is read, what is refused, what is reported."""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.errors import ProfileError, WrongCredentials
from api.identity.clouds_file import list_clouds, read_cloud
from api.identity.credentials import Credentials
from api.identity.profiles import RACKSPACE_IDENTITY, Profile
from api.identity.sign_in import sign_in
from api.running import CancelToken
from api.wire.transport import Transport
from tests.builders.identity_server import Reply, by_line, keystone_reply, serving

LAB = {
    "auth": {
        "auth_url": "https://keystone.example/v3",
        "username": "bob",
        "password": "canary-password",
        "project_name": "alpha",
        "user_domain_name": "Default",
        "project_domain_name": "Default",
    },
    "region_name": "One",
}


def write(folder: Path, clouds: dict, name: str = "clouds.yaml", section: str = "clouds") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(yaml.safe_dump({section: clouds}))
    path.chmod(0o600)
    return str(path)


def changed(**more) -> dict:
    """The lab's entry with other members; None leaves one out."""
    return {key: value for key, value in {**LAB, **more}.items() if value is not None}


def with_auth(**more) -> dict:
    auth = {key: value for key, value in {**LAB["auth"], **more}.items() if value is not None}
    return {**LAB, "auth": auth}


@pytest.fixture
def only(tmp_path):
    """Reads the one cloud of a file that has just that entry."""

    def read(entry: dict, **options):
        return read_cloud("lab", write(tmp_path / "files", {"lab": entry}), **options)

    return read


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_a_cloud_with_a_password(only, tmp_path):
    entry = only(LAB)
    path = tmp_path / "files" / "clouds.yaml"
    assert entry.profile == Profile(
        id="clouds.yaml:lab",
        name="lab",
        kind="openstack",
        method="password",
        auth_url="https://keystone.example/v3",
        user="bob",
        user_domain="Default",
        project="alpha",
        project_domain="Default",
        region="One",
        cloud="lab",
        clouds_file=str(path),
    )
    assert entry.secret == "canary-password"
    assert "canary" not in repr(entry)
    assert entry.notes == ()
    assert entry.files == (path,)


def test_a_domain_given_once_counts_for_user_and_project(only):
    profile = only(with_auth(user_domain_name=None, project_domain_name=None, domain_name="corp")).profile
    assert (profile.user_domain, profile.project_domain) == ("corp", "corp")


def test_an_application_credential_by_id(only):
    auth = {
        "auth_url": "https://k.example/v3",
        "application_credential_id": "id-1",
        "application_credential_secret": "canary",
    }
    entry = only({"auth_type": "v3applicationcredential", "auth": auth, "interface": "internal"})
    assert (entry.profile.method, entry.profile.credential, entry.profile.user) == (
        "application-credential",
        "id-1",
        "",
    )
    assert entry.secret == "canary"
    assert entry.profile.interface == "internal"


def test_a_token(only):
    entry = only(
        changed(
            auth_type="v3token", auth={"auth_url": "https://k/v3", "token": "canary", "project_id": "p"}
        )
    )
    assert (entry.profile.method, entry.secret, entry.profile.project_id) == ("token", "canary", "p")


@pytest.mark.parametrize(
    ("entry", "method", "account"),
    [
        (
            {
                "profile": "rackspace",
                "auth": {"username": "alice", "password": "s", "project_id": "912345"},
            },
            "password",
            "912345",
        ),
        ({"profile": "rackspace", "auth": {"username": "alice", "api_key": "s"}}, "api-key", ""),
        (
            {
                "profile": "rackspace",
                "auth_type": "rackspace_apikey",
                "auth": {"username": "alice", "api_key": "s", "tenant_id": "7"},
            },
            "api-key",
            "7",
        ),
        ({"auth_type": "rackspace_apikey", "auth": {"username": "alice", "api_key": "s"}}, "api-key", ""),
        (
            {
                "auth_type": "v2password",
                "auth": {"auth_url": RACKSPACE_IDENTITY, "username": "alice", "password": "s"},
            },
            "password",
            "",
        ),
        ({"cloud": "rackspace", "auth": {"username": "alice", "password": "s"}}, "password", ""),
    ],
)
def test_rackspace_in_all_its_spellings(only, no_network, entry, method, account):
    found = only(entry)
    assert (found.profile.kind, found.profile.method, found.profile.account) == (
        "rackspace",
        method,
        account,
    )
    assert (found.profile.user, found.secret) == ("alice", "s")
    assert found.profile.auth_url.rstrip("/") == RACKSPACE_IDENTITY


def test_a_vendor_profile_gives_regions_and_address(only):
    entry = {"profile": "rackspace", "auth": {"username": "alice", "password": "s"}}
    assert only(entry).profile.region == "DFW"
    assert only(entry, region="LON").profile.region == "LON"
    with pytest.raises(ProfileError, match="in the region MARS"):
        only(entry, region="MARS")


def test_vendor_profiles_may_stand_beside_the_file(tmp_path):
    folder = tmp_path / "files"
    path = write(folder, {"lab": {"profile": "ours", "auth": {"username": "bob", "password": "s"}}})
    vendor = {"auth": {"auth_url": "https://ours.example/v3"}, "region_name": "North"}
    beside = write(folder, {"ours": vendor}, "clouds-public.yaml", "public-clouds")
    entry = read_cloud("lab", path)
    assert (entry.profile.auth_url, entry.profile.region) == ("https://ours.example/v3", "North")
    assert entry.files == (Path(path), Path(beside))


@pytest.mark.parametrize(
    "url", ["https://vendor.example", "http://127.0.0.1:9", "//vendor.example", "file:///etc/x"]
)
@pytest.mark.parametrize("key", ["profile", "cloud"])
def test_a_profile_at_a_web_address_is_refused_and_never_fetched(only, no_network, url, key):
    with pytest.raises(ProfileError, match="never fetched"):
        only(changed(**{key: url}))


def test_a_profile_url_in_secure_yaml_or_in_a_vendor_profile_is_not_fetched_either(tmp_path, no_network):
    folder = tmp_path / "files"
    path = write(folder, {"lab": LAB, "two": changed(profile="ours")})
    write(folder, {"lab": {"profile": "https://vendor.example"}}, "secure.yaml")
    write(
        folder,
        {"ours": {"profile": "https://vendor.example", "interface": "admin"}},
        "clouds-public.yaml",
        "public-clouds",
    )
    with pytest.raises(ProfileError, match="never fetched"):
        read_cloud("lab", path)
    assert read_cloud("two", path).profile.interface == "admin"


def test_a_vendor_profile_that_is_kept_elsewhere_is_not_fetched(only, no_network):
    entry = {"profile": "vexxhost", "auth": {"username": "bob", "password": "s"}}
    with pytest.raises(ProfileError, match="vexxhost is kept at a web address"):
        only(entry)
    entry["auth"]["auth_url"] = "https://auth.example/v3"
    assert only(entry).profile.auth_url == "https://auth.example/v3"


def test_a_cloud_that_no_longer_exists_is_told(only):
    with pytest.raises(ProfileError, match="no longer exists"):
        only(changed(profile="betacloud"))


def test_regions_in_one_text_are_understood(only):
    entry = changed(region_name="One, Two")
    assert only(entry).profile.region == "One"
    assert only(entry, region="Two").profile.region == "Two"


def test_credentials_above_auth_are_understood(only):
    entry = {
        "auth_url": "https://k.example/v3",
        "username": "bob",
        "password": "{s}",
        "tenant-name": "alpha",
    }
    found = only(entry)
    assert (found.profile.user, found.profile.project, found.secret) == ("bob", "alpha", "{s}")
    assert found.credentials == Credentials("{s}")


def test_an_application_credential_needs_no_auth_type(only):
    auth = {
        "auth_url": "https://k.example/v3",
        "username": "bob",
        "user_domain_name": "Default",
        "application_credential_name": "deploy",
        "application_credential_secret": "canary",
    }
    found = only({"auth": auth})
    assert (found.profile.method, found.profile.credential, found.profile.user) == (
        "application-credential",
        "deploy",
        "bob",
    )


@pytest.mark.parametrize("auth", ["text", ["list"], 7])
def test_a_malformed_auth_is_told(only, auth):
    with pytest.raises(ProfileError, match="auth"):
        only({"auth": auth})


def test_secure_yaml_beside_a_malformed_cloud(tmp_path):
    path = write(tmp_path / "files", {"lab": ["x"]})
    write(tmp_path / "files", {"lab": {"auth": {"password": "canary"}}}, "secure.yaml")
    with pytest.raises(ProfileError, match="has no cloud lab"):
        read_cloud("lab", path)


def test_no_address(only):
    with pytest.raises(ProfileError, match="no auth_url"):
        only({"auth": {"username": "bob", "password": "s"}})


def test_an_unknown_vendor_profile_is_told(only):
    with pytest.raises(ProfileError, match="unknown vendor profile rakspace"):
        only(changed(profile="rakspace"))


def test_secure_yaml_is_merged_from_the_same_folder_only(tmp_path, private_home, monkeypatch):
    elsewhere = private_home / ".config" / "openstack"
    write(elsewhere, {"lab": {"auth": {"password": "canary-elsewhere"}}}, "secure.yaml")
    monkeypatch.setenv("OS_CLIENT_SECURE_FILE", str(elsewhere / "secure.yaml"))
    folder = tmp_path / "files"
    path = write(folder, {"lab": with_auth(password=None)})
    alone = read_cloud("lab", path)
    assert alone.secret == ""
    assert alone.notes == ("Ignored, because a named cloud takes its file alone: OS_CLIENT_SECURE_FILE.",)
    secure = write(folder, {"lab": {"auth": {"password": "canary-near"}}}, "secure.yaml")
    both = read_cloud("lab", path)
    assert both.secret == "canary-near"
    assert both.files == (Path(path), Path(secure))


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        (changed(verify=False), "verify"),
        (changed(verify="false"), "verify"),
        (changed(insecure=True), "insecure"),
        (changed(insecure="true"), "insecure"),
        (changed(region_name=None, regions=[{"name": "One", "values": {"verify": False}}]), "verify"),
    ],
)
def test_switching_verification_off_is_reported_not_obeyed(only, entry, word):
    (note,) = only(entry).notes
    assert f"({word} is not obeyed)" in note
    assert "CA file" in note


def test_a_ca_file_is_taken_over(only, private_home):
    assert only(changed(cacert="~/ca.pem")).profile.ca_file == str(private_home / "ca.pem")
    assert only(changed(verify=True)).notes == ()


@pytest.mark.parametrize(
    ("plugin", "reason"),
    [
        ("v3websso", "opens a browser"),
        ("v3oidcauthcode", "opens a browser"),
        ("v3totp", "new code"),
        ("v3kerberos", "Kerberos"),
        ("v2password", "only Rackspace has"),
        ("admin_token", "does not know it"),
        ("none", "does not know it"),
    ],
)
def test_plugins_that_are_not_supported_are_named(only, plugin, reason):
    with pytest.raises(ProfileError, match=f"{plugin} is not supported: .*{reason}"):
        only(changed(auth_type=plugin))


def test_a_named_cloud_takes_its_file_alone_and_ignored_variables_are_named(only, monkeypatch):
    monkeypatch.setenv("OS_PASSWORD", "canary-from-environment")
    monkeypatch.setenv("OS_AUTH_URL", "https://other.example")
    monkeypatch.setenv("OS_INSECURE", "true")
    monkeypatch.setenv("OS_CLOUD", "other")
    entry = only(LAB)
    assert entry.profile.auth_url == "https://keystone.example/v3"
    assert entry.secret == "canary-password"
    (note,) = entry.notes
    assert note.endswith("OS_AUTH_URL, OS_CLOUD, OS_INSECURE, OS_PASSWORD.")
    assert "canary" not in note


def variables(monkeypatch, **more: str) -> None:
    given = {
        "OS_AUTH_URL": "https://env.example/v3",
        "OS_USERNAME": "eve",
        "OS_PASSWORD": "pass{word}",
        "OS_PROJECT_NAME": "beta",
        "OS_USER_DOMAIN_NAME": "Default",
        "OS_PROJECT_DOMAIN_ID": "default",
        **more,
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)


def test_the_variables_are_the_cloud_envvars(monkeypatch, private_home):
    write(private_home / ".config" / "openstack", {"lab": LAB})
    variables(monkeypatch, OS_REGION_NAME="North", OS_INSECURE="1", OS_CACERT="/ca.pem")
    entry = read_cloud()
    assert entry.name == "envvars"
    assert (entry.profile.user, entry.secret) == ("eve", "pass{word}")
    assert (entry.profile.project, entry.profile.project_domain_id) == ("beta", "default")
    assert (entry.profile.region, entry.profile.ca_file, entry.profile.clouds_file) == (
        "North",
        "/ca.pem",
        "",
    )
    assert entry.files == ()
    assert read_cloud("envvars") == entry
    assert list_clouds().names == ("lab", "envvars")


@pytest.mark.parametrize("value", ["true", "True", "1"])
def test_insecure_of_the_variables_is_reported(monkeypatch, value):
    variables(monkeypatch, OS_INSECURE=value)
    assert "insecure is not obeyed" in read_cloud().notes[0]


def test_braces_in_an_application_credential_of_the_variables(monkeypatch):
    for name in ("OS_USERNAME", "OS_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    variables(
        monkeypatch,
        OS_AUTH_TYPE="v3applicationcredential",
        OS_APPLICATION_CREDENTIAL_ID="id-1",
        OS_APPLICATION_CREDENTIAL_SECRET="{not a format}",
    )
    assert read_cloud().secret == "{not a format}"


def test_a_profile_url_in_the_variables_is_refused(monkeypatch, no_network):
    variables(monkeypatch, OS_PROFILE="https://vendor.example")
    with pytest.raises(ProfileError, match="never fetched"):
        read_cloud()


def test_os_cloud_chooses_and_its_variables_are_ignored(monkeypatch, private_home):
    write(private_home / ".config" / "openstack", {"lab": LAB, "two": LAB})
    variables(monkeypatch, OS_CLOUD="two")
    entry = read_cloud()
    assert entry.name == "two"
    assert "OS_PASSWORD" in entry.notes[0]
    assert "OS_CLOUD" not in entry.notes[0]


def test_no_name_and_no_variables_means_the_only_cloud(private_home):
    folder = private_home / ".config" / "openstack"
    write(folder, {"lab": LAB})
    assert read_cloud().name == "lab"
    write(folder, {"lab": LAB, "two": LAB})
    with pytest.raises(ProfileError, match="lab, two"):
        read_cloud()


def test_nothing_at_all():
    if Path("/etc/openstack").exists():
        pytest.fail("this machine has clouds of its own in /etc/openstack")
    with pytest.raises(ProfileError, match=r"no clouds\.yaml"):
        read_cloud()
    with pytest.raises(ProfileError, match="No OS_ variables"):
        read_cloud("envvars")
    assert list_clouds().names == ()


def test_the_working_directory_is_read_only_when_asked(tmp_path, monkeypatch, private_home):
    here = tmp_path / "here"
    path = write(here, {"trap": LAB})
    monkeypatch.chdir(here)
    assert list_clouds().names == ()
    with pytest.raises(ProfileError):
        read_cloud("trap")
    assert list_clouds(working_directory=True).files == (Path(path),)
    assert read_cloud("trap", working_directory=True).files == (Path(path),)
    assert read_cloud("trap", "clouds.yaml").files == (Path(path),)


def test_the_file_of_the_variable_wins(tmp_path, monkeypatch, private_home):
    write(private_home / ".config" / "openstack", {"lab": LAB})
    path = write(tmp_path / "other", {"mine": LAB}, "my-clouds.yml")
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", path)
    assert list_clouds().names == ("mine",)
    assert read_cloud().notes == ()


def test_json_is_read_too(tmp_path):
    path = tmp_path / "clouds.json"
    path.write_text(json.dumps({"clouds": {"lab": LAB}}))
    assert read_cloud("lab", str(path)).profile.user == "bob"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("clouds:\n  lab:\n    auth:\n      password: *canary\n", "line 4"),
        ("clouds: [canary", "not valid"),
        ("clouds:\n\tcanary: 1", "line 2"),
        ("- canary", "holds no mapping"),
        ("clouds: [canary]", "member clouds"),
        ("", "holds no mapping"),
        ("clouds:\n  lab: !!python/object/apply:os.system ['canary']\n", "not valid"),
    ],
)
def test_a_broken_file_is_told_by_place_and_never_by_its_text(tmp_path, text, words):
    path = tmp_path / "clouds.yaml"
    path.write_text(text)
    with pytest.raises(ProfileError, match=words) as refused:
        read_cloud("lab", str(path))
    error = refused.value
    assert "canary" not in f"{error} {error.details} {error.__cause__}"


def test_a_missing_file_and_a_missing_cloud(tmp_path, only):
    with pytest.raises(ProfileError, match="There is no file"):
        read_cloud("lab", str(tmp_path / "none.yaml"))
    with pytest.raises(ProfileError, match="Its clouds are: lab"):
        read_cloud("lap", write(tmp_path / "files", {"lab": LAB}))


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_file_that_others_can_write_to_is_remarked(tmp_path):
    path = Path(write(tmp_path / "files", {"lab": LAB}))
    path.chmod(0o664)
    assert read_cloud("lab", str(path)).notes == (f"Others can write to {path}.",)


def test_signing_in_with_an_entry(tmp_path):
    with serving(by_line({"POST /v3/auth/tokens": keystone_reply()})) as server:
        path = write(
            tmp_path / "files", {"lab": {**with_auth(auth_url=f"{server.url}/v3"), "verify": False}}
        )
        profile = Profile(
            "mine",
            "My lab",
            "clouds.yaml",
            cloud="lab",
            clouds_file=path,
            method="file",
            region="RegionTwo",
        )
        entry = {
            **with_auth(auth_url=f"{server.url}/v3"),
            "verify": False,
            "regions": ["RegionOne", "RegionTwo"],
        }
        write(
            tmp_path / "files",
            {"lab": {key: value for key, value in entry.items() if key != "region_name"}},
        )
        cloud = sign_in(profile, Credentials(""), Transport(), CancelToken())
    assert (cloud.profile.id, cloud.profile.name, cloud.sign_in_kind) == ("mine", "My lab", "openstack")
    assert cloud.default_region == "RegionTwo"
    assert "not obeyed" in cloud.notes[0]
    sent = server.asked[0].json["auth"]["identity"]["password"]["user"]
    assert sent["password"] == "canary-password"


def test_what_is_not_obeyed_goes_with_the_failure(tmp_path):
    reply = Reply(401, {"error": {"code": 401, "message": "No."}})
    with serving(by_line({"POST /v3/auth/tokens": reply})) as server:
        entry = {**with_auth(auth_url=f"{server.url}/v3"), "verify": False}
        path = write(tmp_path / "files", {"lab": entry})
        profile = Profile("mine", "My lab", "clouds.yaml", cloud="lab", clouds_file=path)
        with pytest.raises(WrongCredentials) as refused:
            sign_in(profile, Credentials(""), Transport(), CancelToken())
    (note,) = refused.value.__notes__
    assert "verify is not obeyed" in note


def test_an_entry_without_secret_asks_for_one(tmp_path):
    path = write(tmp_path / "files", {"lab": with_auth(password=None)})
    profile = Profile("mine", "My lab", "clouds.yaml", cloud="lab", clouds_file=path)
    with pytest.raises(ProfileError, match="no secret"):
        sign_in(profile, Credentials(""), Transport(), CancelToken())


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.sampled_from(["", "x", "{", "{auth}", "http://[", "a,b", "rackspace"])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["name", "values", "auth_url", "auth"]), inner, max_size=2)
    ),
    max_leaves=4,
)
members = st.sampled_from(
    [
        "auth",
        "auth_type",
        "profile",
        "cloud",
        "region_name",
        "regions",
        "interface",
        "verify",
        "cacert",
        "networks",
        "username",
        "domain_name",
        "api_timeout",
        "endpoint_type",
        "tenant-id",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entry=st.dictionaries(members, anything, max_size=5))
def test_whatever_an_entry_holds_it_is_read_or_refused(tmp_path, entry):
    path = write(tmp_path / "files", {"lab": entry})
    with suppress(ProfileError):
        assert read_cloud("lab", path).profile.kind in ("openstack", "rackspace")
