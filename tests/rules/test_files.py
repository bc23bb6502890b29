"""House rules of the files under version control: nothing of this machine, nothing unused, nothing unpinned."""

import ast
import re

import pytest

from tests.rules.sources import ROOT, called, calls, modules, short, tracked, tree

REQUIREMENTS = ROOT / "packaging" / "requirements"
PINNED = sorted(REQUIREMENTS.glob("*.txt"))
ICONS = ROOT / "resources" / "icons"


def texts():
    """Every tracked text file with its text."""
    for path in tracked():
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_says_where_packages_come_from():
    words = re.compile(
        r"-{2}(extra-)?index-url|-{2}find-links|-{2}trusted-host|\b(PIP|UV)_(EXTRA_|DEFAULT_)?INDEX(_URL)?\b"
    )
    assert [short(path) for path, text in texts() if words.search(text)] == []


def test_no_file_says_where_this_copy_lies():
    beside = [str(path) for path in ROOT.parent.iterdir()]
    names = [re.escape(name) + r"(?![\w-])" for name in {str(ROOT), *beside} if name.count("/") > 1]
    place = re.compile(rf"(?<![\w.])(?:{'|'.join(names)})")
    assert [f"{short(path)}: {m[0]}" for path, text in texts() if (m := place.search(text))] == []


def test_every_requirement_is_pinned_with_hashes():
    assert {path.stem for path in PINNED} == {path.stem for path in REQUIREMENTS.glob("*.in")}
    for path in PINNED:
        blocks = re.findall(r"^\w.*(?:\n[ \t]+.*)*", path.read_text("utf-8"), re.MULTILINE)
        assert len(blocks) > 10, short(path)
        loose = [
            block
            for block in blocks
            if not re.match(r"[\w.\[\],-]+==\S+", block) or "--hash=sha256:" not in block
        ]
        assert loose == [], short(path)


def test_every_environment_has_the_versions_of_the_runtime():
    def pins(name):
        return set(re.findall(r"^([\w.-]+==\S+)", (REQUIREMENTS / name).read_text("utf-8"), re.MULTILINE))

    assert pins("runtime.txt") <= pins("development.txt")
    assert pins("runtime.txt") <= pins("packaging.txt")


def test_qt_stays_below_the_release_that_drops_references():
    (wanted,) = re.findall(
        r"^PySide6-Essentials (.*)$", (REQUIREMENTS / "runtime.in").read_text("utf-8"), re.M
    )
    assert "<6.12" in wanted
    for path in PINNED:
        found = re.findall(r"^(?:pyside6\S*|shiboken6)==(\d+)\.(\d+)", path.read_text("utf-8"), re.M)
        assert found or path.stem in {"live", "tools"}
        assert all((int(major), int(minor)) < (6, 12) for major, minor in found), short(path)


def strings(folder):
    """Every string in the modules of a folder."""
    return {
        node.value
        for path in modules(folder)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_icon_is_used():
    assert {path.stem for path in ICONS.glob("*.svg")} - strings("gui") - IN_STYLE_SHEETS == set()


def test_every_icon_that_is_asked_for_is_there():
    asked = {
        node.value
        for path in modules("gui")
        for call in calls(path)
        if called(call) in {"icon", "pixmap"} and call.args
        for node in ast.walk(call.args[0])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert len(asked) > 10
    assert {name for name in asked if not (ICONS / f"{name}.svg").is_file()} == set()


GREY = "#7a8594"
"""What style sheets show as it is: readable on light and dark."""
IN_STYLE_SHEETS = {"branch-closed", "branch-open", "check-mark", "chevron-down", "chevron-up"}


@pytest.mark.parametrize("path", sorted(ICONS.glob("*")), ids=lambda path: path.name)
def test_an_icon_is_a_small_drawing_that_takes_its_colour_from_the_theme(path):
    text = path.read_text("utf-8")
    assert path.suffix == ".svg"
    assert len(text) < 4096
    colours = set(re.findall(r"(?:fill|stroke)=\"([^\"]+)\"", text)) - {"none"}
    assert colours == {GREY if path.stem in IN_STYLE_SHEETS else "currentColor"}
    assert "href" not in text
    assert "<script" not in text


def test_nothing_else_stands_in_the_style_sheet():
    named = set(re.findall(r"([\w-]+)\.svg", (ROOT / "gui" / "style_sheet.py").read_text("utf-8")))
    assert named == IN_STYLE_SHEETS


def test_nothing_lies_in_resources_that_nobody_reads():
    known = {"catalog", "icons", "snippets", "translations"}
    assert {path.name for path in (ROOT / "resources").iterdir()} <= known
    catalog = {path.name for path in (ROOT / "resources" / "catalog").iterdir()}
    documents = {name for name in catalog if name.endswith(".json") and not name.endswith(".schema.json")}
    assert catalog - documents == {"call-ids.txt", "x-members.schema.json"}
