"""The colours can be read and the switch switches."""

import pytest
from PySide6.QtGui import QColor, QPalette

from gui import theme
from gui.style_sheet import style_sheet


def luminance(colour):
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


BOTH = pytest.mark.parametrize("scheme", [theme.LIGHT_THEME, theme.DARK_THEME], ids=lambda t: t.name)
TEXT_ROLES = (
    "text",
    "dim",
    "good",
    "warning",
    "bad",
    "json_key",
    "json_string",
    "json_number",
    "json_keyword",
)


@BOTH
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_badges_can_be_read(scheme, method):
    tint = scheme.method(method)
    assert contrast(tint.ink, tint.ground) >= 4.5


@BOTH
@pytest.mark.parametrize("role", TEXT_ROLES)
@pytest.mark.parametrize("ground", ["ground", "panel"])
def test_text_can_be_read_on_both_grounds(scheme, role, ground):
    assert contrast(getattr(scheme, role), getattr(scheme, ground)) >= 4.5


@BOTH
def test_notices_buttons_and_selection_can_be_read(scheme):
    assert contrast(scheme.warning, scheme.warning_ground) >= 4.5
    assert contrast(scheme.bad, scheme.bad_ground) >= 4.5
    assert contrast(scheme.on_accent, scheme.accent) >= 4.5
    assert contrast(scheme.text, scheme.selection) >= 4.5
    assert contrast(scheme.dim, scheme.hover) >= 4.5


@BOTH
def test_every_role_is_a_colour_and_stands_in_the_sheet(scheme):
    for role in theme.Theme.roles():
        assert scheme.colour(role).isValid(), role
    assert "$" not in style_sheet(scheme)


def test_methods_of_a_kind_share_a_colour_and_kinds_differ():
    light = theme.LIGHT_THEME
    assert light.method("get") == light.method("HEAD") != light.method("POST")
    assert len({light.method(m) for m in ("GET", "POST", "PATCH", "DELETE", "TRACE")}) == 5


def test_statuses_have_the_colour_of_what_they_mean():
    light = theme.LIGHT_THEME
    assert light.status(204) == light.good
    assert light.status(300) == light.warning
    assert light.status(404) == light.status(None) == light.bad


def test_switch_tells_once_and_dresses_the_application(qapp, qtbot):
    switch = theme.switch()
    switch.choose(theme.LIGHT)
    switch.dress()
    with qtbot.waitSignal(switch.changed) as told:
        switch.choose(theme.DARK)
    assert told.args == [theme.DARK_THEME]
    assert theme.current() is theme.DARK_THEME
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.DARK_THEME.ground)
    assert theme.DARK_THEME.panel in qapp.styleSheet()
    with qtbot.assertNotEmitted(switch.changed):
        switch.choose(theme.DARK)
    switch.choose("no such mode")
    assert switch.mode == theme.SYSTEM


def test_fonts_have_the_sizes_of_the_look(qapp):
    assert theme.text_font().pointSizeF() == 10
    assert theme.text_font(15, strong=True).weight() > theme.text_font(15).weight()
    assert theme.wire_font(9).pointSizeF() == 9
