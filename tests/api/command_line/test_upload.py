"""`upload`, run whole: arguments in, text and exit code out."""

from __future__ import annotations

import json

import pytest

import main
from api.command_line.exit_codes import ExitCode
from api.work.transfers import standing
from tests.builders import disk_files
from tests.builders.fault_proxy import Fault, fault_proxy

HERE = "--practice-openstack"


@pytest.fixture
def run(data_dir, capsys):
    """Runs a command on a private data folder; answers with exit code, stdout and stderr."""

    def command(*arguments):
        code = main.main(["--data-dir", str(data_dir), *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "debian.qcow2"
    path.write_bytes(disk_files.qcow2())
    return path


def created(run, **members):
    given = [part for name, value in members.items() for part in ("-p", f"{name}={value}")]
    _, out, _ = run("call", "image.create-image", HERE, "--json", *given)
    return json.loads(out)["response"]["body"]["id"]


def record(run, image_id):
    _, out, _ = run("call", "image.show-image", HERE, "--json", "-p", f"image_id={image_id}")
    return json.loads(out)["response"]["body"]


def test_a_new_image(run, file):
    code, out, err = run(
        "upload", file, HERE, "--name", "Debian", "--visibility", "private", "--min-disk", 3,
        "--tag", "a", "--tag", "b", "--property", "os_distro=debian", "--store", "archive", "--json",
    )  # fmt: skip
    assert code == 0
    value = json.loads(out)
    assert (value["status"], value["verified"], value["size"]) == ("active", "sha512", 65536)
    assert "Disk format: qcow2, for the file is QCOW2 (version 3)." in err
    image = record(run, value["image_id"])
    expected = {"name": "Debian", "visibility": "private", "min_disk": 3, "tags": ["a", "b"]}
    expected |= {
        "os_distro": "debian",
        "disk_format": "qcow2",
        "container_format": "bare",
        "stores": "archive",
    }
    assert {name: image[name] for name in expected} == expected


def test_an_image_that_is_there(run, file):
    image_id = created(run, name="x", disk_format="qcow2", container_format="bare")
    code, out, err = run("upload", file, HERE, "--image", image_id)
    assert code == 0
    assert out == "Uploaded 64 KiB to “x”, which is active. Its SHA-512 is the file's.\n"
    assert f"Sending 64 KiB to image {image_id}." in err
    code, out, err = run("upload", file, HERE, "--image", image_id)
    assert code == ExitCode.REFUSED
    assert out == ""
    assert "data is written once" in err


def test_by_way_of_the_staging_area(run, file):
    code, out, _ = run("upload", file, HERE, "--stage", "--json")
    assert code == 0
    assert json.loads(out)["name"] == "debian.qcow2"


def test_a_format_that_the_file_has_not_needs_to_be_confirmed(run, file):
    code, out, err = run("upload", file, HERE, "--disk-format", "raw")
    assert code == ExitCode.BAD_INPUT
    assert out == ""
    assert "QCOW2 (version 3), not raw" in err
    assert "--yes" in err
    image_id = created(run, name="x", disk_format="raw", container_format="bare")
    assert run("upload", file, HERE, "--image", image_id)[0] == ExitCode.BAD_INPUT
    assert record(run, image_id)["status"] == "queued"
    code, _, err = run("upload", file, HERE, "--disk-format", "raw", "--yes")
    assert code == 0
    assert "not raw" in err


def test_an_archive_is_named_as_one(run, file):
    file.write_bytes(disk_files.tar("a.ovf"))
    _, out, _ = run("upload", file, HERE, "--disk-format", "vmdk", "--json")
    assert "error" in json.loads(out)  # the practice cloud looks for a VMDK
    code, out, _ = run("upload", file, HERE, "--json")
    assert code == 0
    assert record(run, json.loads(out)["image_id"])["container_format"] == "ova"


def test_a_failure_as_json_names_the_image(run, file):
    file.write_bytes(disk_files.vmdk())
    code, out, err = run("upload", file, HERE, "--disk-format", "vhdx", "--yes", "--json")
    assert code == ExitCode.REFUSED
    document = json.loads(out)
    assert record(run, document["image_id"])["status"] == "queued"
    assert "415" in document["error"]
    assert "with disk format vmdk" in document["hint"]
    assert "415" in err


def test_a_connection_that_breaks(run, file, monkeypatch):
    monkeypatch.setattr(standing, "PATIENCE", 2.0)
    with fault_proxy() as proxy:
        proxy.stand_before(monkeypatch)
        proxy.add(Fault("PUT", r"/file$", cut_up=1000))
        code, _, err = run("upload", file, HERE)
    assert code == ExitCode.NO_ANSWER
    assert "is queued - waiting for data" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((HERE, "--image", "x", "--name", "y", "--tag", "z"), "--name, --tag: for a new image only"),
        ((HERE, "--property", "nothing"), "“nothing” is not NAME=VALUE"),
        ((), "needs a sign-in"),
        ((HERE, "--image", "no-id"), "This is not a UUID"),
        ((HERE, "--min-disk", "-1"), "min_disk: At least 0"),
        (("--practice",), "belongs to OpenStack"),
    ],
    ids=["both", "property", "nobody", "id", "value", "rackspace"],
)
def test_what_cannot_be_is_said(run, file, arguments, words):
    code, out, err = run("upload", file, *arguments)
    assert code == ExitCode.BAD_INPUT
    assert out == ""
    assert words in err


def test_a_file_that_is_not_there(run, file):
    code, out, err = run("upload", file.with_name("nothing"), HERE, "--json")
    assert code == ExitCode.MACHINE_FAILED
    assert "nothing cannot be read" in json.loads(out)["error"]
    assert "nothing cannot be read: No such file" in err
