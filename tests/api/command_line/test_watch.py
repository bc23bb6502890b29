"""`watch`, run whole against the practice cloud, whose imports and tasks take no time here."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

import main
from api.command_line.exit_codes import ExitCode
from api.practice import imports, tasks
from api.work.watch import pauses

OPENSTACK, RACKSPACE = "--practice-openstack", "--practice"
SHOW, TASK = "image.show-image", "cloud-images.get-task-details"
NOWHERE = "0d4c4a44-9f5c-4f5f-8f4b-2a1f4d1b8c11"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(imports, "TAKES", timedelta(0))
    monkeypatch.setattr(tasks, "STARTS", timedelta(0))
    monkeypatch.setattr(tasks, "ENDS", timedelta(0))
    monkeypatch.setattr(pauses, "FIRST", 0.01)


@pytest.fixture
def run(data_dir, capsys):
    """Runs a command on a private data folder; answers with exit code, stdout and stderr."""

    def command(*arguments):
        code = main.main(["--data-dir", str(data_dir), *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.fixture
def call(run):
    """Sends a call; answers with the body of its answer."""

    def send(call_id, where, **values):
        given = [part for name, value in values.items() for part in ("-p", f"{name}={value}")]
        code, out, err = run("call", call_id, where, "--json", *given)
        assert code == 0, err
        return json.loads(out)["response"]["body"]

    return send


def imported(call, address):
    made = call("image.create-image", OPENSTACK, name="a test", disk_format="raw", container_format="bare")
    given = {"method.name": "web-download", "method.uri": address}
    call("image.import-image", OPENSTACK, image_id=made["id"], **given)
    return made["id"]


def exported(call, container):
    (image,) = call("cloud-images.list-images", RACKSPACE, owner="912345", status="active", limit=1)[
        "images"
    ]
    given = {"input.image_uuid": image["id"], "input.receiving_swift_container": container}
    return call("cloud-images.export-task", RACKSPACE, **given)["id"]


def test_an_import_that_succeeds(run, call):
    image_id = imported(call, "https://images.example.org/disk.raw")
    code, out, err = run("watch", SHOW, OPENSTACK, "-p", f"image_id={image_id}", "--until", "active,killed")
    assert (code, out) == (0, "Active.\n")
    assert "active - ready to use" in err


def test_an_import_that_fails_says_why(run, call):
    image_id = imported(call, "https://images.example.org/missing.raw")
    code, out, err = run("watch", SHOW, OPENSTACK, "-p", f"image_id={image_id}", "--json")
    found = json.loads(out)
    assert code == ExitCode.REFUSED
    assert (found["good"], found["state"]) == (False, "queued")
    assert found["sentence"] == (
        "Queued: its import into fast failed. The service says: “HTTP Error 404: Not Found”."
    )
    assert found["hint"] == "There is nothing at that address."
    assert found["response"]["body"]["os_glance_failed_import"] == "fast"
    assert found["sentence"] in err


def test_a_task_with_its_result(run, call):
    task_id = exported(call, "backups")
    code, out, _err = run("watch", TASK, RACKSPACE, "-p", f"task_id={task_id}", "--json")
    found = json.loads(out)
    assert (code, found["good"], found["state"]) == (0, True, "success")
    assert found["clues"][0]["sentence"].startswith("The exported image is backups/")
    assert [entry["sentence"] for entry in found["story"]] == ["success - done"]


def test_a_task_that_failed_is_explained(run, call):
    task_id = exported(call, "nowhere")
    code, out, err = run("watch", TASK, RACKSPACE, "-p", f"task_id={task_id}")
    assert (code, out) == (ExitCode.REFUSED, "")
    assert "Container not found. Container: nowhere" in err
    assert "Make the container first, in the region of the image." in err


def test_time_that_is_up_has_the_code_of_no_answer(run, call):
    made = call("image.create-image", OPENSTACK, name="a test")
    waiting = ("watch", SHOW, OPENSTACK, "-p", f"image_id={made['id']}", "--timeout", "0.05")
    code, out, err = run(*waiting)
    assert (code, out) == (ExitCode.NO_ANSWER, "")
    assert "Still queued after 50 ms" in err
    code, out, _err = run(*waiting, "--json")
    assert (code, json.loads(out)["state"]) == (ExitCode.NO_ANSWER, "queued")


def test_what_was_never_there_is_refused_unless_that_is_waited_for(run):
    missing = ("watch", SHOW, OPENSTACK, "-p", f"image_id={NOWHERE}")
    code, out, err = run(*missing, "--json")
    assert code == ExitCode.REFUSED
    assert "404" in err
    assert json.loads(out)["response"]["status"] == 404
    code, out, _err = run(*missing, "--until", "gone")
    assert (code, out) == (0, "Gone.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((SHOW, OPENSTACK), "image_id: This is needed."),
        (("image.list-images", OPENSTACK), "cannot be watched"),
        ((SHOW, OPENSTACK, "-p", f"image_id={NOWHERE}", "--until", "actve"), "“actve” is no state"),
        ((SHOW, "-p", f"image_id={NOWHERE}"), "--practice"),
        ((SHOW, OPENSTACK, "--timeout", "soon"), "is no number of seconds"),
        ((SHOW, OPENSTACK, "--timeout", "-1"), "is no number of seconds"),
        ((SHOW, OPENSTACK, "--until", ","), "name at least one state"),
    ],
)
def test_mistakes_are_named(run, capsys, arguments, said):
    try:
        code, _out, err = run("watch", *arguments)
    except SystemExit as left:
        code, err = left.code, capsys.readouterr().err
    assert code == ExitCode.BAD_INPUT
    assert said in err
