"""Five thousand images in a real Glance: listed page by page, and read as one table."""

import pytest

from tests.live.cloud.many_images import many_images
from tests.live.driver import Driver


@pytest.fixture
def five_thousand(live_cloud):
    with many_images(live_cloud, "RegionTwo", live_cloud.people.beta.project_id) as ids:
        yield ids


def test_all_of_them_are_listed_in_pages(live_cloud, desk, five_thousand):
    bob = Driver.sign_in(desk, live_cloud, live_cloud.people.beta, "RegionTwo")
    found, marker = {}, None
    while True:
        page = bob.get("image.list-images", limit=1000, **({"marker": marker} if marker else {}))
        found |= {image["id"]: image for image in page["images"]}
        if "next" not in page:
            break
        marker = page["images"][-1]["id"]
    mine = [found[each] for each in five_thousand]
    assert [image["name"] for image in mine] == [f"many-{n:04}" for n in range(5000)]
    assert mine[10]["status"] == "queued"
    assert mine[4999]["size"] == 4999 << 20
    assert mine[8]["os_distro"] == "rocky"
