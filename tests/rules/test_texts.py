"""README, CHANGELOG and CONTRIBUTING say what is so: keys, commands, calls, files and numbers."""

import re
import shlex

import pytest

import main
from api.command_line.exit_codes import ExitCode
from api.constants import RESOURCES, VERSION
from gui.actions import ENTRIES
from tests.rules.sources import ROOT

README = (ROOT / "README.md").read_text("utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
TEXTS = {"README.md": README, "CHANGELOG.md": CHANGELOG, "CONTRIBUTING.md": CONTRIBUTING}
CALL_IDS = (RESOURCES / "catalog" / "call-ids.txt").read_text("utf-8").split()


def examples():
    """Every command of the README with the lines that it shows under it."""
    blocks = re.findall(r"(?:^(?:    .*)?\n)+", README, re.MULTILINE)
    for part in "".join(blocks).replace("\\\n", " ").split("    $ python main.py ")[1:]:
        command, *shown = part.splitlines()
        yield command, [line[4:] for line in shown if line.startswith("    ") and line.strip(" .")]


EXAMPLES = list(examples())


def section(text, title):
    """What stands under a heading."""
    return text.split(f"## {title}\n")[1].split("\n## ")[0]


def test_every_key_of_the_menus_is_in_the_table():
    table = section(README, "Keyboard")
    assert [entry.keys for entry in ENTRIES if entry.keys and entry.keys not in table] == []


def test_every_key_in_the_menus_is_used_once():
    keys = [entry.keys for entry in ENTRIES if entry.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", TEXTS)
def test_links_and_paths_lead_to_files(name):
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXTS[name])
    paths = re.findall(r"`((?:api|gui|resources|tests|packaging)/[\w./-]+)`", TEXTS[name])
    assert [path for path in links + paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", TEXTS)
def test_make_targets_exist(name):
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^ +)make ([a-z-]+)", TEXTS[name], re.MULTILINE)) <= targets


def test_the_layout_names_every_part():
    layout = section(CONTRIBUTING, "Where things are")
    folders = [path.name for path in (ROOT / "api").iterdir() if (path / "__init__.py").is_file()]
    assert [name for name in folders if f"{name}/" not in layout] == []


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_numbers_of_calls(name):
    assert f"{len(CALL_IDS)} calls" in TEXTS[name]


def test_the_exit_codes_are_those_of_the_program():
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert told == {code.value for code in ExitCode} - {ExitCode.CANCELLED}


def test_the_version_has_its_changes():
    assert re.search(rf"^## \[(Unreleased\] )?{re.escape(VERSION)}", CHANGELOG, re.MULTILINE)


def test_examples_are_found():
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize(("command", "printed"), EXAMPLES, ids=[command[:40] for command, _ in EXAMPLES])
def test_an_example_prints_what_the_readme_says(command, printed, data_dir, capsys, monkeypatch):
    monkeypatch.setenv("PITCHFORK_SECRET", "an-api-key")
    monkeypatch.chdir(data_dir.parent)  # what is downloaded goes there
    main.main(["--data-dir", str(data_dir), *shlex.split(command)])
    said = capsys.readouterr()
    lines = [shape(line) for line in (said.err + said.out).splitlines()]
    assert printed
    assert [line for line in map(shape, printed) if line not in lines] == []


def shape(line):
    """A line without what differs from run to run: ports, times, request ids, made-up ids."""
    line = re.sub(r"127\.0\.0\.1:\d{4,}", "PORT", line)
    line = re.sub(r"\d+ ms · req-[\w-]+", "MS · ID", line)
    return re.sub(r"^[0-9a-f]{16}$", "ID", line)
