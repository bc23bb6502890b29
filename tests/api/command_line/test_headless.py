"""The headless commands, run whole: arguments in, text and exit code out."""

from __future__ import annotations

import io
import json

import pytest

import main
from api.command_line.exit_codes import ExitCode
from tests.builders.raw_server import raw_server

IMAGE = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"


@pytest.fixture
def run(data_dir, capsys):
    """Runs a command on a private data folder; answers with exit code, stdout and stderr."""

    def command(*arguments):
        code = main.main(["--data-dir", str(data_dir), *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def document(run, *arguments):
    code, out, err = run("call", *arguments, "--json")
    return code, json.loads(out), err


def test_calls_lists_every_call(run):
    code, out, _ = run("calls")
    assert code == 0
    assert any(
        line.split() == ["cloud-images.list-images", "GET", "List", "Images"] for line in out.splitlines()
    )


def test_calls_as_json_describes_them(run):
    code, out, _ = run("calls", "--json")
    by_id = {call["id"]: call for call in json.loads(out)}
    assert code == 0
    delete = by_id["cloud-images.delete-image"]
    assert (delete["method"], delete["changes"], delete["success"]) == ("DELETE", "destroy", [204])
    assert delete["parameters"][0] == {
        "name": "image_id", "in": "path", "type": "uuid", "required": True, "enum": None, "default": None,
    }  # fmt: skip
    assert by_id["cloud-images.create-image-member"]["shares"] is True
    assert by_id["cloud-images.export-task"]["costs"] is True
    assert by_id["cloud-images.add-image-property"]["content_type"].endswith("v2.1-json-patch")


def test_a_mock_shows_the_request_and_sends_nothing(run):
    code, shown, _ = document(run, "cloud-images.get-image-details", "--mock", "-p", f"image_id={IMAGE}")
    assert code == 0
    assert shown["response"] is None
    request = shown["request"]
    assert request["url"] == f"https://dfw.images.api.rackspacecloud.com/v2/images/{IMAGE}"
    assert request["headers"]["X-Auth-Token"] == "••••••••"


@pytest.mark.parametrize("where", [(), ("--practice",)])
def test_a_region_that_is_not_there_is_refused_and_never_replaced(run, where):
    code, out, err = run("call", "cloud-images.list-images", *where, "--mock", "--region", "NOPE")
    assert code == ExitCode.BAD_INPUT
    assert out == ""
    assert "NOPE" in err
    assert "DFW, ORD" in err


def test_a_region_may_be_written_small(run):
    _, shown, _ = document(run, "cloud-images.list-images", "--practice", "--mock", "--region", "ord")
    assert "/cloud/images/" in shown["request"]["url"]  # the region with a path prefix


def test_the_region_of_a_mock_is_the_documents(run):
    _, shown, _ = document(run, "cloud-images.list-images", "--mock", "--region", "ORD")
    assert shown["request"]["url"].startswith("https://ord.images")


def test_members_of_the_body_by_short_dotted_and_full_name(run):
    for name in ("import_from", "input.import_from", "body:input.import_from"):
        _, shown, _ = document(
            run, "cloud-images.import-task", "--mock", "-p", f"{name}=c/o.vhd", "-p", "name=x"
        )
        assert shown["request"]["body"]["input"]["import_from"] == "c/o.vhd"


def test_every_fault_is_named_and_nothing_is_sent(run):
    code, out, err = run(
        "call",
        "cloud-images.list-images",
        "--practice",
        "-p",
        "limit=x",
        "-p",
        "size_min=y",
        "-p",
        "nonsense=1",
    )
    assert code == ExitCode.BAD_INPUT
    assert out == ""
    assert "limit: " in err
    assert "size_min: " in err
    assert "nonsense" in err


def test_an_unknown_call_suggests(run):
    code, _, err = run("call", "cloud-images.list-image")
    assert code == ExitCode.BAD_INPUT
    assert "cloud-images.list-images" in err


def test_a_call_to_the_practice_cloud(run):
    code, shown, _ = document(run, "cloud-images.list-images", "--practice", "-p", "limit=2")
    assert code == 0
    assert shown["response"]["status"] == 200
    assert len(shown["response"]["body"]["images"]) == 2
    assert shown["request"]["headers"]["X-Auth-Token"] == "••••••••"


def test_headless_commands_build_on_each_other(run):
    _, made, _ = document(
        run, "image.create-image", "--practice-openstack", "-p", "name=one", "-p", "tags=a"
    )
    image_id = made["response"]["body"]["id"]
    code, shown, _ = document(run, "image.show-image", "--practice-openstack", "-p", f"image_id={image_id}")
    assert code == 0
    assert shown["response"]["body"]["tags"] == ["a"]
    assert run("call", "image.delete-image", "--practice-openstack", "-p", f"image_id={image_id}")[0] == 2
    assert (
        run("call", "image.delete-image", "--practice-openstack", "-p", f"image_id={image_id}", "--yes")[0]
        == 0
    )
    code, _, err = run("call", "image.show-image", "--practice-openstack", "-p", f"image_id={image_id}")
    assert code == ExitCode.REFUSED
    assert "404" in err


def test_values_from_files_standard_input_and_variables(run, tmp_path, monkeypatch):
    file = tmp_path / "value.txt"
    file.write_text("from file\n")
    monkeypatch.setenv("A_NAME", "from variable")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"from stdin\n")))
    for given, expected in (
        (f"@{file}", "from file"),
        ("env:A_NAME", "from variable"),
        ("@-", "from stdin"),
    ):
        _, shown, _ = document(run, "cloud-images.list-images", "--mock", "-p", f"name={given}")
        assert shown["request"]["url"].endswith("name=" + expected.replace(" ", "%20"))
    code, _, err = run("call", "cloud-images.list-images", "--mock", "-p", "name=env:NOT_SET")
    assert code == ExitCode.BAD_INPUT
    assert "NOT_SET" in err


def test_a_body_from_a_file(run, tmp_path):
    body = tmp_path / "patch.json"
    body.write_text('[{"op": "remove", "path": "/a"}]')
    code, shown, _ = document(
        run, "cloud-images.update-image", "--mock", "-p", f"image_id={IMAGE}", "--body", str(body)
    )
    assert code == 0
    assert "patch.json" in shown["request"]["body"]
    assert shown["request"]["headers"]["Content-Length"] == str(body.stat().st_size)
    assert run("call", "cloud-images.list-images", "--mock", "--body", str(body))[0] == 2


def test_secrets_are_masked_unless_asked_for(run):
    arguments = (
        "cloud-identity.authenticate-with-api-key",
        "--mock",
        "-p",
        "username=ada",
        "-p",
        "apiKey=canary",
    )
    code, out, err = run("call", *arguments, "--json")
    assert code == 0
    assert "canary" not in out + err
    _, shown, _ = document(run, *arguments, "--show-secrets")
    assert "canary" in json.dumps(shown["request"]["body"])


def test_tokens_in_answers_are_masked(run, data_dir):
    from api.desk import Desk

    desk = Desk(data_dir)
    person, address = desk.practice().credentials, desk.practice().identity_url
    try:
        arguments = (
            "cloud-identity.authenticate-with-api-key", "--address", address,
            "-p", f"username={person.user}", "-p", f"apiKey={person.api_key}",
        )  # fmt: skip
        code, shown, _ = document(run, *arguments)
        assert code == 0
        assert shown["response"]["body"]["access"]["token"]["id"] == "••••••••"
        assert shown["response"]["body"]["access"]["user"]["name"] == person.user
        _, open_document, _ = document(run, *arguments, "--show-secrets")
        assert open_document["response"]["body"]["access"]["token"]["id"] != "••••••••"
    finally:
        desk.close()


def test_calls_that_need_a_token_need_a_sign_in(run):
    code, _, err = run("call", "cloud-images.list-images")
    assert code == ExitCode.BAD_INPUT
    assert "--practice" in err


def test_nothing_that_answers(run):
    code, _, err = run("call", "image.list-versions", "--address", "http://127.0.0.1:1")
    assert code == ExitCode.NO_ANSWER
    assert "127.0.0.1" in err


def test_a_wrong_key_is_a_failed_sign_in(run, data_dir, monkeypatch):
    from api.desk import Desk

    desk = Desk(data_dir)
    person, address = desk.practice().credentials, desk.practice().identity_url
    try:
        monkeypatch.setenv("PITCHFORK_SECRET", "wrong")
        code, profile_id, err = run(
            "profile", "add", "mine", "--kind", "rackspace", "--method", "api-key",
            "--set", f"user={person.user}", "--set", f"auth_url={address}/v2.0",
        )  # fmt: skip
        assert code == 0, err
        code, out, err = run("call", "cloud-images.list-images", "--profile", "mine")
        assert code == ExitCode.SIGN_IN_FAILED
        assert "wrong" not in out + err.replace("wrong key", "").replace("is wrong", "")
        monkeypatch.setenv("PITCHFORK_SECRET", person.api_key)
        code, _, err = run(
            "call", "cloud-images.list-images", "--profile", profile_id.strip(), "-p", "limit=1"
        )
        assert code == 0, err
        assert person.api_key not in (data_dir / "profiles.json").read_text()
    finally:
        desk.close()


def test_profiles_are_listed_and_removed(run, monkeypatch):
    monkeypatch.setenv("PITCHFORK_SECRET", "s")
    assert run("profile", "add", "one", "--kind", "rackspace", "--set", "user=ada")[0] == 0
    assert run("profile", "add", "one", "--kind", "rackspace", "--set", "user=ada")[0] == 2
    _, out, _ = run("profile", "list", "--json")
    (profile,) = json.loads(out)
    assert (profile["name"], profile["user"]) == ("one", "ada")
    assert run("profile", "remove", "one")[0] == 0
    assert run("profile", "remove", "one")[0] == 2
    assert run("profile", "list")[1] == ""


def test_a_profile_without_a_secret_says_how_to_give_one(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, _, err = run("profile", "add", "one", "--kind", "rackspace", "--set", "user=ada")
    assert code == ExitCode.SIGN_IN_FAILED
    assert "PITCHFORK_SECRET" in err


def test_broken_answers_are_no_answer(run):
    with raw_server(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") as address:
        code, _, err = run("call", "image.list-versions", "--address", address)
    assert code == ExitCode.NO_ANSWER
    assert err


def test_every_call_can_be_mocked_with_examples(run, data_dir):
    _, out, _ = run("calls", "--json")
    for call in json.loads(out):
        code, mocked, err = run("call", call["id"], "--mock", "--examples", "--json")
        assert code == 0, (call["id"], err)
        request = json.loads(mocked)["request"]
        assert request["method"] == call["method"]
        assert "{" not in request["url"], call["id"]


def test_the_version(capsys):
    with pytest.raises(SystemExit) as left:
        main.main(["--version"])
    assert left.value.code == 0
    assert "0.1.0" in capsys.readouterr().out


def test_everything_is_kept_under_the_data_folder(run, private_home, data_dir):
    run("call", "cloud-images.list-images", "--practice")
    assert list(private_home.rglob("*")) == []
    assert (data_dir / "practice").is_dir()


@pytest.fixture
def practice(data_dir):
    """The practice cloud of the same folder, for sign-ins by hand."""
    from api.desk import Desk

    desk = Desk(data_dir)
    yield desk.practice()
    desk.close()


def test_a_passcode_from_the_environment(run, practice, monkeypatch):
    person = practice.passcode_credentials
    monkeypatch.setenv("PITCHFORK_SECRET", person.password)
    run(
        "profile", "add", "mary", "--kind", "rackspace", "--method", "password",
        "--set", f"user={person.user}", "--set", f"auth_url={practice.identity_url}/v2.0",
    )  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, _, err = run("call", "cloud-images.list-images", "--profile", "mary", "-p", "limit=1")
    assert code == ExitCode.SIGN_IN_FAILED
    assert "PITCHFORK_PASSCODE" in err
    monkeypatch.setenv("PITCHFORK_PASSCODE", person.passcode)
    code, _, err = run("call", "cloud-images.list-images", "--profile", "mary", "-p", "limit=1")
    assert code == 0, err


def test_a_file_parameter_takes_standard_input(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\x00\xffdata")))
    upload = ("image.upload-image-data", "--mock", "-p", f"image_id={IMAGE}", "-p", "file=@-")
    code, shown, err = document(run, *upload)
    assert code == 0, err
    assert shown["request"]["headers"]["Content-Length"] == "6"


@pytest.mark.parametrize("password_in_file", [True, False])
def test_a_cloud_of_clouds_yaml(run, practice, tmp_path, monkeypatch, password_in_file):
    person = practice.credentials
    file = tmp_path / "clouds.yaml"
    password = f"password: {person.password}" if password_in_file else ""
    file.write_text(
        f"""clouds:
  mine:
    verify: false
    region_name: DFW
    auth:
      auth_url: {practice.identity_url}/v3
      username: {person.user}
      user_domain_name: Default
      project_name: {person.project}
      project_domain_name: Default
      {password}
"""
    )
    file.chmod(0o600)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PITCHFORK_SECRET", person.password)
    monkeypatch.setenv("OS_USERNAME", "somebody else")
    code, shown, err = document(run, "image.list-images", "--cloud", "mine", "-p", "limit=1")
    assert code == 0, err
    assert shown["response"]["status"] == 200
    assert str(file) in err
    assert "OS_USERNAME" in err
    assert "verify" in err
    code, _, err = run("call", "image.list-images", "--cloud", "nobody")
    assert code == ExitCode.BAD_INPUT
    assert "mine" in err


def test_a_profile_that_names_a_cloud_asks_for_no_secret(run, practice, tmp_path, monkeypatch):
    person = practice.credentials
    file = tmp_path / "clouds.yaml"
    file.write_text(
        f"""clouds:
  mine:
    auth: {{auth_url: "{practice.identity_url}/v3", username: {person.user}, user_domain_name: Default,
            project_name: {person.project}, project_domain_name: Default, password: "{person.password}"}}
"""
    )
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, _, err = run(
        "profile",
        "add",
        "filed",
        "--kind",
        "clouds.yaml",
        "--set",
        "cloud=mine",
        "--set",
        f"clouds_file={file}",
    )
    assert code == 0, err
    code, _, err = run("call", "image.list-images", "--profile", "filed", "-p", "limit=1")
    assert code == 0, err


def test_the_file_is_named_also_when_it_cannot_be_used(run, tmp_path, monkeypatch):
    file, secure = tmp_path / "clouds.yaml", tmp_path / "secure.yaml"
    file.write_text(
        "clouds:\n  mine:\n    auth_type: v3kerberos\n    auth: {auth_url: 'http://127.0.0.1:1'}\n"
    )
    secure.write_text("clouds: {}\n")
    monkeypatch.chdir(tmp_path)
    for cloud in ("mine", "nobody"):
        code, _, err = run("call", "image.list-images", "--cloud", cloud)
        assert code == ExitCode.BAD_INPUT
        assert err.splitlines()[:2] == [f"using {file}", f"using {secure}"]
    secure.write_text("clouds: [")
    _, _, err = run("call", "image.list-images", "--cloud", "mine")
    assert f"using {secure}" in err


def test_what_is_not_obeyed_is_told_once_also_when_the_sign_in_fails(run, tmp_path, monkeypatch):
    file = tmp_path / "clouds.yaml"
    file.write_text(
        """clouds:
  mine:
    verify: false
    auth: {auth_url: "http://127.0.0.1:1/v3", username: ada, password: pw, project_name: p}
"""
    )
    monkeypatch.chdir(tmp_path)
    added = run(
        "profile", "add", "filed", "--kind", "clouds.yaml", "--set", "cloud=mine", "--set", f"clouds_file={file}"
    )  # fmt: skip
    assert added[0] == 0, added
    for where in (("--cloud", "mine"), ("--profile", "filed")):
        code, _, err = run("call", "image.list-images", *where)
        assert code == ExitCode.SIGN_IN_FAILED
        assert f"using {file}" in err
        assert err.count("verify is not obeyed") == 1


def test_a_profile_whose_file_has_no_secret_takes_it_from_elsewhere(run, practice, tmp_path, monkeypatch):
    person = practice.credentials
    file = tmp_path / "clouds.yaml"
    file.write_text(
        f"""clouds:
  mine:
    auth: {{auth_url: "{practice.identity_url}/v3", username: {person.user}, user_domain_name: Default,
            project_name: {person.project}, project_domain_name: Default}}
"""
    )
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    run(
        "profile", "add", "filed", "--kind", "clouds.yaml", "--set", "cloud=mine", "--set", f"clouds_file={file}"
    )  # fmt: skip
    code, _, err = run("call", "image.list-images", "--profile", "filed", "-p", "limit=1")
    assert code == ExitCode.SIGN_IN_FAILED
    assert "PITCHFORK_SECRET" in err
    monkeypatch.setenv("PITCHFORK_SECRET", person.password)
    code, _, err = run("call", "image.list-images", "--profile", "filed", "-p", "limit=1")
    assert code == 0, err


def test_options_are_taken_by_their_whole_names_only(run):
    with pytest.raises(SystemExit) as left:
        run("call", "cloud-images.delete-image", "--practice", "-p", f"image_id={IMAGE}", "--y")
    assert left.value.code == 2


@pytest.mark.parametrize(
    ("trouble", "code", "sentence"),
    [
        (OSError(28, "No space left on device", "history.db"), ExitCode.MACHINE_FAILED, "No space left"),
        (KeyboardInterrupt(), ExitCode.CANCELLED, "Cancelled."),
    ],
)
def test_whatever_ends_a_command_is_one_document_where_json_was_asked_for(
    run, monkeypatch, trouble, code, sentence
):
    def fail(*_arguments):
        raise trouble

    monkeypatch.setattr("api.command_line.run._run", fail)
    found, out, err = run("calls", "--json")
    assert found == code
    assert sentence in json.loads(out)["error"]
    assert sentence in err
    found, out, err = run("calls")
    assert (found, out) == (code, "")
