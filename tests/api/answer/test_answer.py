"""Reading an exchange: what came back, what it says, where the next page is."""

import json
from dataclasses import replace

import pytest

from api.answer.answer import Form, form_of, next_link, read_answer
from api.answer.texts.hex_rows import HexRows
from api.errors import TimedOut
from api.model import Key, Location, Paging
from tests.builders.exchanges import a_request, a_response, an_exchange, an_image_list

IMAGES = Paging("/images", "/next", "marker")


@pytest.mark.parametrize(
    ("body", "content_type", "form"),
    [
        (b"", "application/json", Form.EMPTY),
        (b'{"a": 1}', "application/json; charset=UTF-8", Form.JSON),
        (b'{"a": 1}', "application/vnd.openstack+json", Form.JSON),
        (b"[]", "application/openstack-images-v2.1-json-patch", Form.JSON),
        (b'{"a": 1}', "text/plain", Form.JSON),
        (b'{"a": 1}', "", Form.JSON),
        (b"<html>", "text/html", Form.HTML),
        (b"\n<!DOCTYPE html><p>", "text/plain", Form.HTML),
        (b"hello", "text/plain", Form.TEXT),
        (b"\x00\x01\x02", "text/plain", Form.BINARY),
        (b"QFI\xfb\x00", "application/octet-stream", Form.BINARY),
        (b"\xff\xfe\xff\xfe\xff\xfe\xff", "application/octet-stream", Form.BINARY),
        (b"plain after all, whatever the type says", "application/octet-stream", Form.TEXT),
        (b"not JSON at all", "application/json", Form.JSON),
    ],
)
def test_forms(body, content_type, form):
    assert form_of(a_response(body, content_type=content_type)) is form


def test_a_page_of_images():
    answer = read_answer(an_exchange(a_response(an_image_list(25))), IMAGES)
    assert (answer.count, answer.shown) == ("25 images", 25)
    assert answer.next_link == "/v2/images?limit=60&marker=9f1b"
    assert answer.document.pointer(answer.lists[0]) == "/images"
    assert (answer.sentence, answer.note) == ("", "")


def test_the_next_link_is_found_without_being_told():
    keystone = {"links": {"next": "http://k/v3/x?page=2"}, "projects": [{"id": "1"}]}
    answer = read_answer(an_exchange(a_response(keystone)))
    assert (answer.next_link, answer.count) == ("http://k/v3/x?page=2", "1 project")
    assert read_answer(an_exchange(a_response({"links": {"next": None}, "projects": []}))).next_link == ""


def test_an_empty_page_is_counted():
    assert read_answer(an_exchange(a_response({"images": []})), IMAGES).count == "0 images"


def test_errors_say_what_is_wrong():
    glance = a_response({"message": "Not allowed<br />now"}, 403, "Forbidden")
    assert read_answer(an_exchange(glance)).sentence == "Not allowed now"
    html = a_response("<html><body>Bad<br/>Gateway</body></html>", 502, content_type="text/html")
    assert read_answer(an_exchange(html)).sentence == "Bad Gateway"
    assert read_answer(an_exchange(a_response({"message": "fine"}))).sentence == ""


def test_broken_json_is_explained():
    answer = read_answer(an_exchange(a_response(b'{"a": 1,\n oops')))
    assert (
        answer.note
        == "Not complete JSON, line 2, column 2: A member name (\"name\":) is expected here, not 'o'."
    )
    assert answer.form is Form.JSON
    assert len(answer.document) == 2


def test_a_secret_answer_that_is_no_json_is_covered():
    request = a_request(secret_pointers=("/access/token/id",))
    xml = a_response("<token id='s3cret'/>", content_type="application/xml")
    assert read_answer(an_exchange(xml, request)).covered
    assert not read_answer(an_exchange(xml)).covered
    assert not read_answer(an_exchange(a_response("<p>no", 401, content_type="text/html"), request)).covered


def test_secrets_of_an_answer_are_veiled():
    request = a_request(secret_pointers=("/access/token/id",))
    answer = read_answer(an_exchange(a_response({"access": {"token": {"id": "s3cret"}}}), request))
    assert answer.veil.hides(answer.document.find("/access/token/id"))


def test_without_a_response_there_is_nothing_to_read():
    with pytest.raises(ValueError, match="without a response"):
        read_answer(an_exchange(None, error=TimedOut("Too late.")))


def test_a_megabyte_is_read_quickly():
    body = json.dumps(an_image_list(1600)).encode()
    assert len(body) > 800_000
    answer = read_answer(an_exchange(a_response(body)), IMAGES)
    assert answer.shown == 1600


def test_binary_data_is_shown_in_hexadecimal():
    content = a_response(b"QFI\xfb" + bytes(range(20))).content
    first, second = (row.text for row in HexRows(content).rows(0, 9))
    assert first == "00000000  51 46 49 fb 00 01 02 03  04 05 06 07 08 09 0a 0b  QFI............."
    assert second.startswith("00000010  0c 0d 0e 0f 10 11 12 13")


def test_closing_gives_the_content_back():
    answer = read_answer(an_exchange(a_response(an_image_list(3))), IMAGES)
    answer.close()
    assert len(answer.content) == 0


def test_an_answer_stays_open_until_nobody_needs_it():
    answer = read_answer(an_exchange(a_response({"a": 1})))
    assert answer.keep() is answer
    answer.close()
    assert answer.document.text(answer.document.find("/a")) == "1"
    answer.close()
    with pytest.raises(ValueError, match="closed"):
        answer.document.text(1)
    with pytest.raises(ValueError, match="closed"):
        answer.keep()
    answer.close()


NAMES = Paging("", marker="marker", after=("name", "subdir"), limit="limit", full=3)


def names(*items, limit=None):
    request = replace(a_request(), values={Key(Location.QUERY, "limit"): limit} if limit else {})
    return an_exchange(a_response(list(items)), request=request)


@pytest.mark.parametrize(
    ("items", "limit", "link"),
    [
        ([{"name": "a"}, {"name": "b/ü&c"}], 2, "?marker=b%2F%C3%BC%26c"),
        ([{"name": "a"}, {"subdir": "p/"}], 2, "?marker=p%2F"),
        ([{"name": "a"}], 2, ""),
        ([{"name": "a"}, {"name": "b"}], None, ""),
        ([{"name": "a"}, {"name": "b"}, {"name": "c"}], None, "?marker=c"),
        ([], 2, ""),
        (["a", "b"], 2, ""),
        ([{"other": "a"}, {"other": "b"}], 2, ""),
    ],
)
def test_where_the_service_gives_no_link_the_next_page_begins_after_the_last_item(items, limit, link):
    assert read_answer(names(*items, limit=limit), NAMES).next_link == link


def test_where_the_page_size_is_not_known_it_goes_on_until_nothing_comes():
    document = read_answer(names({"name": "a"})).document
    assert next_link(document, NAMES) == "?marker=a"
