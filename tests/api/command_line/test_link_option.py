"""A link on the command line opens the window."""

import pytest

from api.command_line.parser import parse

LINK = "pitchfork:call/image.list-images?limit=5"


@pytest.mark.parametrize("before", [[], ["--data-dir", "x"], ["--practice"]])
@pytest.mark.parametrize("link", [[LINK], ["--open", LINK], [LINK.replace("pitchfork", "Pitchfork")]])
def test_a_link_is_opened_in_the_window(before, link):
    options = parse([*before, *link])
    assert options.command is None
    assert options.link.lower() == LINK


def test_a_link_as_a_value_of_a_command_stays_a_value():
    options = parse(["call", "image.list-images", "-p", "name=x", "-p", LINK])
    assert options.parameters == ["name=x", LINK]
    assert parse([]).link == ""
