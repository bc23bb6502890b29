"""What a table knows of its call and of who looks at it."""

from api.desk import Desk
from gui.answer.table.ground import TableGround, table_ground
from tests.builders.exchanges import a_request, a_response, an_exchange


def ground(tmp_path, title):
    desk = Desk(tmp_path / "data")
    found = table_ground(an_exchange(a_response([]), a_request(title)), desk)
    desk.close()
    return found, desk


def test_a_list_call_brings_its_columns(tmp_path):
    found, desk = ground(tmp_path, "List Images")
    assert (found.call_id, found.items, found.account) == ("cloud-images.list-images", "/images", "912345")
    assert found.layout == desk.catalogue.call("cloud-images.list-images").table
    assert found.views is desk.views
    assert found.viewer().account == "912345"
    assert found.names == {}


def test_other_calls_bring_none(tmp_path):
    found, _desk = ground(tmp_path, "Get Image Details")
    assert (found.items, found.layout) == ("", ())


def test_a_call_that_the_catalogue_has_no_more_can_still_be_shown(tmp_path):
    found, desk = ground(tmp_path, "Gone")
    assert (found.call_id, found.layout, found.views) == ("cloud-images.gone", (), desk.views)


def test_without_a_desk_nothing_is_kept():
    found = table_ground(an_exchange(a_response([])), None)
    assert found == TableGround("cloud-images.list-images", account="912345")
