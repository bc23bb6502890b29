"""The bytes of an answer stay until everybody who needs them has let go."""

import tempfile

import pytest

from api.wire.response import Content


def in_a_file(data):
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the Content closes it
    file.write(data)
    file.flush()
    return Content(file=file)


@pytest.mark.parametrize("make", [Content, in_a_file])
def test_it_stays_until_each_has_closed_it(make):
    content = make(b"hello")
    content.keep()
    content.close()
    assert content.bytes() == b"hello"
    content.close()
    assert content.bytes() == b""
    content.close()


def test_what_is_closed_cannot_be_kept():
    content = Content(b"hello")
    content.close()
    with pytest.raises(ValueError, match="closed"):
        content.keep()
