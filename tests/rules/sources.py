"""What the house rules look at: the tracked files, and the modules of the program."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file under version control that is there, in a working copy; every source file, in an unpacked archive."""
    asked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if asked.returncode == 0:
        found = [ROOT / name for name in asked.stdout.decode().split("\0") if name]
    else:
        folders = ("api", "gui", "tests", "resources", "packaging")
        found = [path for folder in folders for path in (ROOT / folder).rglob("*")]
        found = [*found, *ROOT.iterdir()]
    return tuple(path for path in found if path.is_file() and "__pycache__" not in path.parts)


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """The Python files of some top-level folders, with main.py when "main" is among them."""
    inside = tuple(ROOT / folder for folder in folders)
    found = [path for folder in inside for path in folder.rglob("*.py")]
    return (*([ROOT / "main.py"] if "main" in folders else []), *sorted(found))


@cache
def tree(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def short(path: Path) -> str:
    """A path as one writes it in this repository."""
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> list[ast.Call]:
    """Every call expression in a module."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def called(node: ast.Call) -> str:
    """The last part of what a call expression calls: ``exec`` for ``app.exec()``."""
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""
