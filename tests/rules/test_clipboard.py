"""There is one way to the clipboard, which knows of secrets: gui.answer.clipboard. Nothing goes past it."""

import ast

import pytest

from tests.rules.sources import modules, short, tree

THE_WAY = ("gui/answer/clipboard.py", "gui/answer/clipboard_mac.py")


def touches(module):
    """The lines that use the clipboard of Qt itself, or its class."""
    imported = {
        alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6")
        for alias in node.names
    }
    for node in ast.walk(module):
        name = (
            node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        )
        if name in ("clipboard", "QClipboard"):
            yield node.lineno
    if "QClipboard" in imported:
        yield 1


@pytest.mark.parametrize("path", modules("gui", "main"), ids=short)
def test_the_clipboard_is_touched_in_one_place(path):
    if short(path) not in THE_WAY:
        assert list(touches(tree(path))) == [], short(path)


@pytest.mark.parametrize(
    "text",
    [
        "QGuiApplication.clipboard().setText('x')",
        "QApplication.clipboard().text()",
        "from PySide6.QtGui import QClipboard",
        "board = app.clipboard",
    ],
)
def test_every_way_past_it_is_seen(text):
    assert list(touches(ast.parse(text)))
    assert not list(touches(ast.parse("copy_text('x', secret=True)")))
