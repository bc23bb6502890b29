"""Views of calls: kept and found again, each part for itself, and whatever somebody wrote into the file."""

import json
import stat
from dataclasses import replace

import pytest

from api.desk import Desk
from api.records.views import CallView, CallViews, ColumnChoice

VIEW = CallView(
    (ColumnChoice("name", 200), ColumnChoice("", hidden=True), ColumnChoice("schlüssel\u202e")),
    "images[?status=='active']",
)


def test_nothing_kept_is_the_plain_view(tmp_path):
    assert CallViews(tmp_path).load("images.list") == CallView()
    assert not (tmp_path / "views.json").exists()


def test_a_view_comes_back_and_others_stay(tmp_path):
    CallViews(tmp_path).save("images.list", VIEW)
    CallViews(tmp_path).save("images.tasks", CallView(query="tasks"))
    again = CallViews(tmp_path)
    assert again.load("images.list") == VIEW
    assert again.load("images.tasks") == CallView(query="tasks")
    assert stat.S_IMODE((tmp_path / "views.json").stat().st_mode) == 0o600


def test_each_part_is_changed_for_itself(tmp_path):
    one, other = CallViews(tmp_path), CallViews(tmp_path)
    one.change("images.list", lambda view: replace(view, query="a"))
    other.change("images.list", lambda view: replace(view, columns=(ColumnChoice("id"),)))
    assert one.load("images.list") == CallView((ColumnChoice("id"),), "a")


def test_the_plain_view_leaves_nothing(tmp_path):
    views = CallViews(tmp_path)
    views.save("images.list", VIEW)
    views.save("images.list", CallView())
    assert "images.list" not in (tmp_path / "views.json").read_text()


def test_what_is_kept_already_is_not_written_again(tmp_path):
    views = CallViews(tmp_path)
    views.save("images.list", VIEW)
    before = (tmp_path / "views.json").stat().st_ino
    views.save("images.list", VIEW)
    assert (tmp_path / "views.json").stat().st_ino == before


def test_absurd_names_and_queries_are_not_kept(tmp_path):
    views = CallViews(tmp_path)
    views.save("x.y", CallView((ColumnChoice("k" * 100_000), ColumnChoice("id")), "q" * 100_000))
    assert views.load("x.y") == CallView((ColumnChoice("id"),))


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (5, CallView()),
        ({"columns": 7, "query": 7}, CallView()),
        (
            {"columns": [1, {"key": 2}, {"key": "a", "width": -1, "hidden": 1}]},
            CallView((ColumnChoice("a"),)),
        ),
        ({"columns": [{"key": "a", "width": True}]}, CallView((ColumnChoice("a"),))),
        ({"columns": [{"key": "a", "width": 5}, {"key": "a"}]}, CallView((ColumnChoice("a", 5),))),
    ],
)
def test_what_cannot_be_used_is_left_out(tmp_path, kept, expected):
    (tmp_path / "views.json").write_text(json.dumps({"version": 1, "calls": {"x.y": kept}}))
    assert CallViews(tmp_path).load("x.y") == expected


@pytest.mark.parametrize("text", ['{"calls": [1]}', "[]", "{", '{"version": 99}'])
def test_a_damaged_file_is_no_obstacle(tmp_path, text):
    (tmp_path / "views.json").write_text(text)
    views = CallViews(tmp_path)
    assert views.load("x.y") == CallView()
    views.save("x.y", VIEW)
    assert views.load("x.y") == VIEW


def test_the_desk_has_them_and_tells_what_is_wrong_with_them(tmp_path):
    (tmp_path / "views.json").write_text("{")
    desk = Desk(tmp_path)
    desk.views.load("x.y")
    assert any("views.json" in str(problem) for problem in desk.problems)
    desk.close()
