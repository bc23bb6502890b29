"""Every drawing can be painted, in the colour of the theme, and every one that the code names exists."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from api.constants import RESOURCES
from gui import icons, theme

NAMES = sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg"))
SOURCES = [p.read_text() for p in (Path(__file__).parents[2] / "gui").rglob("*.py")]


def ink(picture):
    image = picture.toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return [c for c in pixels if c.alpha() > 250]


@pytest.mark.parametrize("name", NAMES)
def test_drawing_has_ink(qapp, name):
    assert ink(icons.pixmap(name, "#ff0000", 16, 2.0))


def test_icon_follows_the_theme(qapp):
    switch = theme.switch()
    switch.choose(theme.LIGHT)
    star = icons.icon("star-filled")
    assert ink(star.pixmap(QSize(32, 32)))[0].name() == theme.LIGHT_THEME.text
    switch.choose(theme.DARK)
    assert ink(star.pixmap(QSize(32, 32)))[0].name() == theme.DARK_THEME.text


def test_disabled_icons_are_dim(qapp):
    theme.switch().choose(theme.LIGHT)
    picture = icons.icon("star-filled").pixmap(QSize(32, 32), QIcon.Mode.Disabled)
    assert ink(picture)[0].name() == theme.LIGHT_THEME.dim


def test_unknown_names_are_refused(qapp):
    for name in ("no-such", "../catalog/x", ""):
        with pytest.raises(FileNotFoundError):
            icons.icon(name)


def test_names_in_the_code_exist():
    named = {n for s in SOURCES for n in re.findall(r"""\bicon\(\s*["']([a-z-]+)["']""", s)}
    named |= {n for s in SOURCES for n in re.findall(r"\$icons/([a-z-]+)\.svg", s)}
    assert named <= set(NAMES)
    assert named
