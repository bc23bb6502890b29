"""`download`, run whole: arguments in, a verified file and an exit code out."""

from __future__ import annotations

import json
import os
import signal
import threading
from functools import partial

import pytest

import main
from api.command_line import download as download_command
from api.command_line.exit_codes import ExitCode
from api.work.transfers.download import Download
from tests.builders.fault_proxy import Fault, fault_proxy

DATA = os.urandom(300_000)
FILE = r"/file$"


@pytest.fixture
def run(data_dir, capsys):
    def command(*arguments):
        code = main.main(["--data-dir", str(data_dir), *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.fixture
def image(run, tmp_path):
    """The id of an image with data in the practice cloud."""
    source = tmp_path / "source.raw"
    source.write_bytes(DATA)
    code, out, err = run("upload", str(source), "--practice-openstack", "--name", "Debian 12", "--json")
    assert code == 0, err
    return json.loads(out)["image_id"]


@pytest.fixture
def proxy(monkeypatch):
    with fault_proxy() as proxy:
        proxy.stand_before(monkeypatch)
        yield proxy


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder / "disk.raw"


def download(run, image, target, *more):
    return run("download", image, "-o", str(target), "--practice-openstack", *more)


def test_an_image_is_fetched_and_verified(run, image, target):
    code, out, _ = download(run, image, target)
    assert code == ExitCode.FINE
    assert "its SHA-512 is that of the record" in out
    assert target.read_bytes() == DATA


def test_json_is_one_document(run, image, target):
    code, out, _ = download(run, image, target, "--json")
    told = json.loads(out)
    assert code == ExitCode.FINE
    assert (told["image_id"], told["size"], told["verified"]) == (image, len(DATA), "sha512")


def test_a_folder_gets_a_file_named_after_the_image(run, image, target):
    code, _, _ = download(run, image, target.parent)
    assert code == ExitCode.FINE
    assert (target.parent / "Debian 12.raw").read_bytes() == DATA


def test_what_is_there_is_kept_without_force(run, image, target):
    target.write_bytes(b"precious")
    code, out, err = download(run, image, target, "--json")
    assert code == ExitCode.BAD_INPUT
    assert "exists already" in json.loads(out)["error"]
    assert "exists already" in err
    assert target.read_bytes() == b"precious"
    assert download(run, image, target, "--force")[0] == ExitCode.FINE
    assert target.read_bytes() == DATA


def test_interruptions_are_told_on_stderr(run, image, target, proxy, monkeypatch):
    monkeypatch.setattr(download_command, "Download", partial(Download, pauses=(0.0,)))
    proxy.add(Fault("GET", FILE, status=503, headers=(("Retry-After", "0"),)))
    code, out, err = download(run, image, target)
    assert code == ExitCode.FINE
    assert "Interrupted at 0 bytes of 293 KiB: 503" in err
    assert "It went on after 1 interruption." in out


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault("GET", FILE, flip=5), ExitCode.NO_ANSWER),
        (Fault("GET", FILE, status=404), ExitCode.REFUSED),
        (Fault("GET", r"/images/[^/]*$", status=404, times=9), ExitCode.REFUSED),
    ],
    ids=["wrong hash", "404", "no image"],
)
def test_failures_have_their_exit_codes(run, image, target, proxy, fault, code):
    proxy.add(fault)
    assert download(run, image, target)[0] == code
    assert not target.exists()


def test_an_image_without_data_is_a_refusal(run, target, tmp_path):
    code, out, _err = run(
        "call", "image.create-image", "--practice-openstack", "--json", "-p", "name=empty",
        "-p", "disk_format=raw", "-p", "container_format=bare",
    )  # fmt: skip
    assert code == 0
    code, _out, err = download(run, json.loads(out)["response"]["body"]["id"], target)
    assert "no data to download" in err
    assert code == ExitCode.REFUSED


def test_a_folder_that_is_not_there(run, image, target):
    assert download(run, image, target / "deeper")[0] == ExitCode.MACHINE_FAILED


def test_it_needs_a_sign_in_to_a_cloud_that_gives_data_out(run, image, target):
    code, _, err = run("download", image, "-o", str(target))
    assert code == ExitCode.BAD_INPUT
    assert "--practice-openstack" in err
    code, _, err = run("download", image, "-o", str(target), "--practice")
    assert code == ExitCode.BAD_INPUT
    assert "export the image" in err


def test_an_interrupt_says_what_is_there(run, image, target, proxy):
    proxy.add(Fault("GET", FILE, stall_down=100_000))
    part = target.with_name("disk.raw.part")

    def interrupt():
        step = threading.Event()
        while not (part.exists() and part.stat().st_size == 100_000):
            step.wait(0.005)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    code, out, err = download(run, image, target, "--json")
    assert code == ExitCode.CANCELLED
    assert "disk.raw.part holds 97.7 KiB of 293 KiB" in err
    assert "disk.raw.part holds" in json.loads(out)["hint"]
    proxy.clear()
    assert download(run, image, target)[0] == ExitCode.FINE
    assert target.read_bytes() == DATA
    assert proxy.seen_of("GET", FILE)[0].header("range") == "bytes=100000-"
