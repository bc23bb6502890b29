"""openrc files are read as text: what they set plainly counts, what only a shell could tell is skipped and told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import ProfileError
from api.identity.openrc import LARGEST, import_openrc, parse_openrc
from api.identity.profiles import OPENSTACK, RACKSPACE

HORIZON = """\
#!/usr/bin/env bash
# To use an OpenStack cloud you need to authenticate against the Identity service.
export OS_AUTH_URL=https://cloud.example:5000/v3
export OS_PROJECT_ID=0123456789abcdef
export OS_PROJECT_NAME="web shop"
export OS_USER_DOMAIN_NAME="Default"
if [ -z "$OS_USER_DOMAIN_NAME" ]; then unset OS_USER_DOMAIN_NAME; fi
export OS_PROJECT_DOMAIN_ID="default"
if [ -z "$OS_PROJECT_DOMAIN_ID" ]; then unset OS_PROJECT_DOMAIN_ID; fi
# unset v2.0 items in case set
unset OS_TENANT_ID
unset OS_TENANT_NAME
export OS_USERNAME="alice"
echo "Please enter your OpenStack Password for project $OS_PROJECT_NAME as user $OS_USERNAME: "
read -sr OS_PASSWORD_INPUT
export OS_PASSWORD=$OS_PASSWORD_INPUT
export OS_REGION_NAME="RegionOne"
if [ -z "$OS_REGION_NAME" ]; then unset OS_REGION_NAME; fi
export OS_INTERFACE=public
export OS_IDENTITY_API_VERSION=3
"""


def test_the_file_of_a_dashboard_is_read(tmp_path):
    path = tmp_path / "shop-openrc.sh"
    path.write_text(HORIZON)
    found = import_openrc(path)
    profile = found.profile
    assert (profile.name, profile.kind, profile.method) == ("shop", OPENSTACK, "password")
    assert profile.auth_url == "https://cloud.example:5000/v3"
    assert (profile.user, profile.user_domain, profile.region) == ("alice", "Default", "RegionOne")
    assert (profile.project, profile.project_id) == ("web shop", "0123456789abcdef")
    assert not profile.cloud
    assert found.secret == ""
    assert len(found.notes) == 2
    assert found.notes[0].startswith("Line 15 asks for something")
    assert found.notes[1].startswith("Line 16 sets OS_PASSWORD to what only a shell")


def test_a_password_is_the_secret_and_shows_nowhere(tmp_path):
    path = tmp_path / "rc"
    path.write_text(
        "OS_AUTH_URL=https://c.example/v3; OS_USERNAME=al OS_PASSWORD='s3 cr\"et$x' # mine\nOS_PROJECT_NAME=p"
    )
    found = import_openrc(path, "Mine")
    assert found.secret == 's3 cr"et$x'
    assert found.profile.name == "Mine"
    assert "s3" not in repr(found)
    assert "s3" not in repr(parse_openrc(path.read_text()))


def test_an_application_credential_and_rackspace_are_known(tmp_path):
    path = tmp_path / "a.sh"
    path.write_text(
        "export OS_AUTH_TYPE=v3applicationcredential\nexport OS_AUTH_URL=https://c.example/v3\n"
        "export OS_APPLICATION_CREDENTIAL_ID=abc\nexport OS_APPLICATION_CREDENTIAL_SECRET=shh\n"
    )
    found = import_openrc(path)
    assert (found.profile.method, found.profile.credential, found.secret) == (
        "application-credential",
        "abc",
        "shh",
    )
    path.write_text(
        "OS_AUTH_URL=https://identity.api.rackspacecloud.com/v2.0/\nOS_USERNAME=al\nOS_PASSWORD=x\n"
    )
    assert import_openrc(path).profile.kind == RACKSPACE


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("export OS_X=plain", "plain"),
        ("export OS_X=", ""),
        ("OS_X='a b'", "a b"),
        ('OS_X="a b"', "a b"),
        ("OS_X=''", ""),
        ('OS_X="say \\"hi\\" \\$5 \\\\ \\n"', 'say "hi" $5 \\ \\n'),
        ("OS_X=a'b c'\"d e\"f", "ab cd ef"),
        ("OS_X=a\\ b", "a b"),
        ("OS_X=a#b # a comment", "a#b"),
        ("OS_X=a#b;OS_Y=1", "a#b"),
        ("OS_X='#'", "#"),
        ("   export   OS_X=1   ", "1"),
        ("OS_X=1\r\nOS_Z=2\r", "1"),
        ("OS_X=1; OS_X=2", "2"),
        ("OS_X=1 && OS_Z=2", "1"),
        ("declare -x OS_X=1", "1"),
        ("OS_A=https://h; OS_X=$OS_A/v3", "https://h/v3"),
        ('h=name; OS_X="${h}.example"', "name.example"),
        ("OS_X='two\nlines'", "two\nlines"),
        ("OS_X=one\\\ntwo", "onetwo"),
        ("OS_X=pässwörd", "pässwörd"),
        ("OS_X='`id`$(id)'", "`id`$(id)"),
    ],
)
def test_what_is_set_plainly_counts(text, value):
    found = parse_openrc(text)
    assert found.variables["OS_X"] == value
    assert not found.skipped


@pytest.mark.parametrize(
    "text",
    [
        "OS_X=$(cat /etc/passwd)",
        'OS_X="$(pass show cloud)"',
        'OS_X="a $(id) b"',
        "OS_X=`id`",
        'OS_X="`id`"',
        "OS_X=$UNKNOWN",
        "OS_X=${HOME:-/x}",
        'OS_X="${A%b}"',
        "OS_X=$'a\\nb'",
        "OS_X='never closed",
        'OS_X="never closed',
        "OS_X=$((1+1))",
        "if true; then\nOS_X=1\nfi",
        "OS_X=1; OS_X=$(id)",
    ],
)
def test_what_only_a_shell_could_tell_is_skipped_and_told(text):
    found = parse_openrc(text)
    assert "OS_X" not in found.variables
    assert len(found.skipped) >= 1
    assert found.skipped[0].startswith("Line ")
    assert "passwd" not in "".join(found.skipped)


def test_commands_are_told_by_their_line_and_not_run(tmp_path):
    there = tmp_path / "made"
    found = parse_openrc(f"OS_X=1\n\ntouch {there}\nsource other.sh\n. ./more\n")
    assert found.variables == {"OS_X": "1"}
    assert [each[:7] for each in found.skipped] == ["Line 3 ", "Line 4 ", "Line 5 "]
    assert not there.exists()


def test_unset_takes_away_and_other_variables_do_not_count():
    assert parse_openrc("OS_X=1\nunset OS_X\nPATH=/x\nexport PATH").variables == {}


def test_files_that_are_none_are_refused(tmp_path):
    with pytest.raises(ProfileError, match="cannot be read"):
        import_openrc(tmp_path / "gone")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00OS")
    with pytest.raises(ProfileError, match="no text"):
        import_openrc(tmp_path / "binary")
    (tmp_path / "large").write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(ProfileError, match="too large"):
        import_openrc(tmp_path / "large")
    (tmp_path / "empty").write_text("# nothing\n")
    with pytest.raises(ProfileError, match="No OS_ variables"):
        import_openrc(tmp_path / "empty")


@given(st.text(alphabet="OS_X=ab '\"\\$`(){}#;&|\n\r\tif fi", max_size=80))
def test_no_text_breaks_the_reader(text):
    found = parse_openrc(text)
    assert all(name.startswith("OS_") for name in found.variables)


@given(st.text(alphabet=st.characters(exclude_characters="'\0", exclude_categories=["Cs"]), max_size=40))
def test_single_quotes_keep_everything(value):
    assert parse_openrc(f"export OS_PASSWORD='{value}'").variables == {"OS_PASSWORD": value}
