"""The check for missing Debian packages: reads its list, probes, and names the apt command."""

import importlib.util
import re
import subprocess
import sys

import pytest

from tests.rules.sources import ROOT

SCRIPT = ROOT / "packaging" / "check_system.py"


@pytest.fixture
def check(monkeypatch, tmp_path):
    """The script as a module, on a list of its own."""
    spec = importlib.util.spec_from_file_location("check_system", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.REAL_LIST = module.LIST
    monkeypatch.setattr(module, "LIST", tmp_path / "list.txt")
    monkeypatch.setattr(module.sys, "platform", "linux")
    module.LIST.write_text(
        "# a comment\n"
        "\n"
        f"run   python        file:{sys.executable}\n"
        "run   not-here      file:/no/such/file\n"
        "run   no-library    library:libnothing-of-the-kind.so.9\n"
        "test  no-tool       tool:no-such-tool-anywhere\n"
        "test  json          module:json\n"
        "look  no-module     module:no_such_module_anywhere\n"
    )
    return module


def test_what_is_there_is_not_missing(check):
    assert check.missing(["test"]) == ["no-tool"]


def test_only_the_uses_that_were_asked_for_count(check):
    assert check.missing(["run"]) == ["not-here", "no-library"]
    assert check.missing(["run", "test", "look"]) == ["not-here", "no-library", "no-tool", "no-module"]
    assert check.missing([]) == []


def test_it_names_the_apt_command_and_fails(check, capsys):
    assert check.main(["run"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "sudo apt-get install not-here no-library\n" in said.err


def test_it_lists_the_names_alone_for_scripts(check, capsys):
    assert check.main(["--packages", "test", "look"]) == 0
    assert capsys.readouterr().out == "no-tool no-module\n"


def test_it_says_nothing_where_all_is_there(check, capsys):
    check.LIST.write_text(f"run python file:{sys.executable}\n")
    assert check.main(["run"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_are_not_asked_for_debian_packages(check, monkeypatch, capsys, system):
    monkeypatch.setattr(check.sys, "platform", system)
    assert check.main(["run"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_library_that_the_linker_knows_is_found(check):
    assert check.has_library(None)  # the program itself
    assert not check.has_library("libnothing-of-the-kind.so.9")


def test_every_line_of_the_real_list_can_be_read(check):
    lines = [line for line in check.REAL_LIST.read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert len(lines) > 15
    for line in lines:
        use, package, probe = line.split()
        assert use in {"run", "test", "look"}
        assert re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", package)
        assert probe.partition(":")[0] in check.PROBES
    packages = [line.split()[1] for line in lines]
    assert len(packages) == len(set(packages))


def test_it_runs_on_a_bare_python():
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), "--packages", "run"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_continuous_integration_and_make_use_it():
    assert "check_system.py run test" in (ROOT / "Makefile").read_text("utf-8")
    assert "check_system.py --packages run test" in (ROOT / ".ci" / "run").read_text("utf-8")
