"""`call` with all pages and several regions: one document, exit codes, and what is said on standard error."""

from __future__ import annotations

import json

import pytest

import main
from api.command_line.exit_codes import ExitCode


@pytest.fixture
def run(data_dir, capsys):
    """Runs a command on a private data folder; answers with exit code, stdout and stderr."""

    def command(*arguments):
        code = main.main(["--data-dir", str(data_dir), "call", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return command


LIST = ("cloud-images.list-images", "--practice")


def test_all_pages_are_one_document_with_the_pages_beside_it(run):
    code, out, err = run(*LIST, "--all-pages", "--json", "-p", "limit=20")
    document = json.loads(out)
    images = document["response"]["body"]["images"]
    assert code == 0
    assert len({image["id"] for image in images}) == len(images) > 100
    assert [page["count"] for page in document["pages"]][:-1] == [20] * (len(document["pages"]) - 1)
    assert sum(page["count"] for page in document["pages"]) == len(images)
    assert all(page["request_id"] and page["status"] == 200 for page in document["pages"])
    assert "marker=" in document["pages"][1]["url"]
    assert (document["complete"], document["trouble"]) == (True, None)
    assert document["response"]["status"] == 200
    assert "next" not in document["response"]["body"]
    assert f"{len(images)} images on {len(document['pages'])} pages." in err


def test_a_limit_is_said(run):
    code, out, err = run(*LIST, "--all-pages", "--max", "150", "--json")
    document = json.loads(out)
    assert code == 0
    assert len(document["response"]["body"]["images"]) == 150
    assert [page["count"] for page in document["pages"]] == [100, 50]
    assert document["complete"] is False
    assert "150 images, the limit; more exist." in err


def test_for_reading_the_list_is_on_stdout_and_the_rest_on_stderr(run):
    code, out, err = run(*LIST, "--all-pages")
    assert code == 0
    assert len(json.loads(out)["images"]) > 100
    assert "images on " in err


def test_all_regions_are_one_list(run):
    code, out, err = run(*LIST, "--all-regions", "--json", "-p", "limit=3")
    document = json.loads(out)
    assert code == 0
    regions = [each["region"] for each in document["regions"]]
    assert len(regions) == 3
    images = document["response"]["body"]["images"]
    assert {image["@region"] for image in images} == set(regions)
    assert len(images) == 9
    assert "9 images from 3 regions. More exist in" in err


def test_chosen_regions_to_their_end(run):
    code, out, _err = run(*LIST, "--regions", "ord,DFW,ord", "--all-pages", "--json")
    document = json.loads(out)
    assert code == 0
    assert [each["region"] for each in document["regions"]] == ["ORD", "DFW"]
    assert all(each["count"] > 0 and not each["more"] for each in document["regions"])
    assert document["complete"] is True


def test_a_region_that_fails_is_named_and_ends_with_1(run, monkeypatch):
    from api.desk import Desk
    from api.errors import NotOffered

    real = Desk.base_url

    def refuse(desk, product, place):
        if place.region == "ORD":
            raise NotOffered("There is no Cloud Images in ORD.")
        return real(desk, product, place)

    monkeypatch.setattr(Desk, "base_url", refuse)
    code, out, err = run(*LIST, "--all-regions", "--json", "-p", "limit=2")
    document = json.loads(out)
    assert code == ExitCode.REFUSED
    assert len(document["response"]["body"]["images"]) == 4
    assert "ORD: There is no Cloud Images in ORD." in err
    failed = next(each for each in document["regions"] if each["region"] == "ORD")
    assert (failed["url"], failed["trouble"]) == (None, "There is no Cloud Images in ORD.")


def test_a_first_page_that_is_refused_is_printed_as_ever(run):
    code, out, err = run(
        *LIST, "--all-pages", "--json", "-p", "marker=7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"
    )
    document = json.loads(out)
    assert code == ExitCode.REFUSED
    assert document["response"]["status"] == 400
    assert "400" in err


@pytest.mark.parametrize("more", ["--all-pages", "--all-regions"])
def test_no_answer_at_all_is_a_document_too(run, monkeypatch, more):
    from api.desk import Desk
    from api.errors import TimedOut

    def late(*_arguments):
        raise TimedOut("It took too long.", "Try again.")

    monkeypatch.setattr(Desk, "base_url", late)
    code, out, err = run(*LIST, more, "--json")
    assert code == ExitCode.NO_ANSWER
    assert "It took too long." in json.loads(out)["error"]
    assert "It took too long." in err


def test_bad_input_is_a_document_too(run):
    code, out, err = run(*LIST, "--max", "3", "--json")
    assert code == ExitCode.BAD_INPUT
    assert json.loads(out) == {"error": "--max goes with --all-pages.", "hint": ""}
    assert "--max goes" in err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((*LIST, "--max", "3"), "--max goes with --all-pages"),
        (("cloud-images.list-image-members", "--practice", "--all-pages"), "has no pages"),
        (("cloud-images.create-image-member", "--practice", "--all-regions"), "one region only"),
        ((*LIST, "--all-regions", "--region", "DFW", "--regions", "ORD"), "Give one of"),
        ((*LIST, "--regions", "ORD,NOPE"), "There is no region “NOPE” here"),
        (("cloud-images.list-images", "--all-pages"), "needs a sign-in"),
        (("cloud-images.list-images", "--all-pages", "--address", "http://127.0.0.1"), "--address"),
    ],
)
def test_what_does_not_fit_together_is_refused(run, arguments, why):
    code, out, err = run(*arguments)
    assert (code, out) == (ExitCode.BAD_INPUT, "")
    assert why in err


def test_a_limit_of_nothing_is_refused(run):
    with pytest.raises(SystemExit) as caught:
        run(*LIST, "--all-pages", "--max", "0")
    assert caught.value.code == 2


def test_a_mock_shows_the_first_request_and_sends_nothing(run):
    code, out, _err = run(*LIST, "--all-pages", "--mock", "--json")
    assert code == 0
    assert json.loads(out)["response"] is None


def test_what_came_before_a_stop_is_printed_and_the_code_is_130(run, monkeypatch):
    from api.command_line import many
    from api.work.work import Work

    tokens, carry_out, send = [], many.carry_out, Work.send

    def remember(desk, plan, cancel):
        tokens.append(cancel)
        return carry_out(desk, plan, cancel)

    def stop_after_one(work, *arguments, **more):
        if work.so_far.pages:
            tokens[0].cancel()  # what Ctrl+C does
        return send(work, *arguments, **more)

    monkeypatch.setattr(many, "carry_out", remember)
    monkeypatch.setattr(Work, "send", stop_after_one)
    code, out, err = run(*LIST, "--all-pages", "--json", "-p", "limit=5")
    assert code == ExitCode.CANCELLED
    assert len(json.loads(out)["response"]["body"]["images"]) == 5
    assert "Stopped after 1 page: 5 images, and more exist." in err
