"""`snippet`, run whole."""

from __future__ import annotations

import shlex

import pytest

import main
from api.command_line.exit_codes import ExitCode

IMAGE = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"


@pytest.fixture
def run(data_dir, capsys):
    """Runs the command on a private data folder; answers with exit code, stdout and stderr."""

    def command(*arguments):
        code = main.main(["--data-dir", str(data_dir), "snippet", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def test_a_command_line_of_curl_and_what_to_set_first(run):
    code, out, err = run(
        "image.show-image", "-p", f"image_id={IMAGE}", "--as", "curl", "--practice-openstack"
    )
    assert code == 0
    words = shlex.split(out)
    assert words[0] == "curl"
    assert any(word.endswith(f"/v2/images/{IMAGE}") for word in words)
    assert err == "Set $OS_TOKEN before it is run.\n"


def test_the_openstack_command(run):
    code, out, err = run(
        "image.show-image", "-p", f"image_id={IMAGE}", "--as", "openstack", "--practice-openstack"
    )
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == f"openstack --os-region-name DFW image show {IMAGE}"


def test_why_there_is_no_command(run):
    code, out, err = run("cloud-images.list-images", "--as", "openstack", "--practice")
    assert code == ExitCode.BAD_INPUT
    assert out == ""
    assert "Identity v2.0" in err


def test_secrets_are_never_printed(run):
    values = ("-p", "username=ada", "-p", "apiKey=canary-6d1f")
    code, out, err = run(
        "cloud-identity.authenticate-with-api-key", *values, "--as", "requests", "--practice"
    )
    assert code == 0
    assert "canary" not in out + err
    assert 'os.environ["API_KEY"]' in out


def test_wrong_values_are_named(run):
    code, out, err = run("image.show-image", "--as", "curl")
    assert code == ExitCode.BAD_INPUT
    assert "image_id" in err
    assert out == ""


def test_an_unknown_tool_is_a_mistake(run):
    with pytest.raises(SystemExit) as stopped:
        run("image.list-images", "--as", "telnet")
    assert stopped.value.code == 2
