"""A data folder that an older version wrote, and the very first start: the window opens, and nothing is lost."""

import json
from dataclasses import replace

import pytest

from api.desk import Desk
from api.model import Key, Location
from api.records.views import ColumnChoice
from gui import theme
from gui.program import Program
from gui.window_state import FILE_NAME

LIST = "cloud-images.list-images"
OLDER = {
    "favourites.json": {"calls": [LIST], "version": 1},
    "profiles.json": {
        "profiles": [
            {
                "id": "old1",
                "name": "Work",
                "kind": "openstack",
                "method": "password",
                "user": "alice",
                "auth_url": "https://cloud.example:5000/v3",
                "user_id": "",
                "user_domain": "",
                "user_domain_id": "",
                "project": "shop",
                "project_id": "",
                "project_domain": "",
                "project_domain_id": "",
                "domain": "",
                "domain_id": "",
                "system_scope": "",
                "trust_id": "",
                "credential": "",
                "account": "",
                "region": "RegionOne",
                "pin": "",
                "interface": "public",
                "ca_file": "",
                "cloud": "",
                "clouds_file": "",
                "practice": False,
            }
        ],
        "version": 1,
    },
    "settings.json": {"theme": "dark", "read_timeout": 90.0, "version": 1},
    "values.json": {f"{LIST} @ old1": {"query:limit": 25}, "version": 1},
    "views.json": {
        "calls": {LIST: {"columns": [{"key": "name", "width": 200}], "query": "images[].name"}},
        "version": 1,
    },
    FILE_NAME: {
        "window": {
            "profile": "old1",
            "region": "ORD",
            "expanded": ["cloud-images"],
            "current": LIST,
            "geometry": "",
            "split": 280,
            "theme": "dark",
            "work_height": 260,
        },
        "version": 1,
    },
}
"""As the last version wrote them that had no history, no saved calls and no marks of profiles."""


@pytest.fixture
def desk(data_dir, request):
    """A desk on the folder that the older version left, or on one that is not there yet."""
    for name, content in request.param.items():
        (data_dir / name).write_text(json.dumps(content, indent=1))
    if not request.param:
        data_dir.rmdir()
    made = Desk(data_dir)
    yield made
    made.close()


@pytest.fixture
def program(qapp, desk, data_dir):
    """The program, which also reads how its window looked."""
    made = Program(lambda: desk, data_dir)
    yield made
    made.close_all()
    assert made.shutdown(5)
    made.deleteLater()
    theme.switch().choose(theme.SYSTEM)


@pytest.mark.parametrize("desk", [OLDER], indirect=True, ids=["older"])
def test_an_older_folder_opens_with_all_that_is_in_it(desk, hand, data_dir):
    window = hand.window
    assert desk.problems == ()
    assert theme.switch().mode == "dark"
    hand.until(lambda: window.head.title.text() == "List Images")
    (profile,) = desk.profiles.all()
    assert (profile.name, profile.user, profile.color, profile.production) == ("Work", "alice", "", False)
    assert desk.settings.read_timeout == 90.0
    assert desk.settings.record is True
    assert desk.favourites.ids == (LIST,)
    assert desk.remembered.load(desk.catalogue.call(LIST), "old1") == {Key(Location.QUERY, "limit"): 25}
    assert desk.views.load(LIST).columns == (ColumnChoice("name", 200, hidden=False),)
    hand.press("Alt+5")
    hand.until(lambda: "Nothing was sent yet" in window.left.page.says.text())
    assert not list(data_dir.glob("*.damaged-*"))


@pytest.mark.parametrize("desk", [OLDER], indirect=True, ids=["older"])
def test_what_is_kept_anew_goes_beside_it(desk, hand, data_dir):
    (profile,) = desk.profiles.all()
    desk.profiles.save(replace(profile, production=True))
    again = Desk(data_dir)
    assert [(each.id, each.production) for each in again.profiles.all()] == [("old1", True)]
    assert json.loads((data_dir / "profiles.json").read_text())["profiles"][0]["project"] == "shop"
    again.close()


@pytest.mark.parametrize("desk", [{}], indirect=True, ids=["none"])
def test_the_very_first_start_makes_a_private_folder(desk, hand, data_dir):
    assert data_dir.stat().st_mode & 0o777 == 0o700
    assert desk.problems == ()
    assert desk.profiles.all() == ()
    assert hand.window.welcome.isVisible()
    assert hand.window.toast.text == ""
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in data_dir.rglob("*") if file.is_file())
