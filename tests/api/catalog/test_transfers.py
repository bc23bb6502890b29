"""x-transfer: which way a call moves bytes, and which call tells what they are."""

import pytest

from api.catalog.loader import load_document
from api.errors import CatalogueError
from api.model import Transfer, TransferKind
from tests.builders.documents import document


def load(transfer):
    get = {"operationId": "fetch-thing", "responses": {}, "x-transfer": transfer}
    return load_document(document({"/things/{thing_id}/data": {"get": get}}), "shop").call("fetch-thing")


def test_a_transfer_names_its_call_completely():
    found = load(
        {
            "kind": "download",
            "record": "show-thing",
            "fill": {"id": "thing_id"},
            "headers": {"size": "Content-Length"},
            "part": "Range",
        }
    )
    assert found.transfer == Transfer(
        TransferKind.DOWNLOAD,
        "shop.show-thing",
        (("id", "thing_id"),),
        (("size", "Content-Length"),),
        "Range",
    )


def test_uploads_and_staging_go_up():
    assert [kind.up for kind in TransferKind] == [False, True, True]


def test_other_calls_are_none():
    get = {"operationId": "show-thing", "responses": {}}
    call = load_document(document({"/things": {"get": get}}), "shop").call("show-thing")
    assert call.transfer is None


@pytest.mark.parametrize(
    ("transfer", "said"),
    [
        ({"kind": "sideways", "record": "a"}, "“sideways” is none of: download, upload, stage"),
        ({"kind": "upload"}, "“record” is missing"),
        ([], "has to be an object"),
    ],
)
def test_mistakes_are_named(transfer, said):
    with pytest.raises(CatalogueError, match=said):
        load(transfer)
