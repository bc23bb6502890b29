"""House rules of the program's modules: short, described, named well, and importing in one direction."""

import ast
import subprocess
import sys

import pytest

from tests.rules.sources import ROOT, called, calls, modules, short, tree

LONGEST = 350
PROGRAM = modules("main", "api", "gui")


def test_the_rules_see_the_whole_program():
    assert len(PROGRAM) > 200
    assert {"main.py", "api/desk.py", "gui/main_window.py"} <= {short(path) for path in PROGRAM}


def test_imports_keep_to_the_contracts():
    program = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_the_packaging_folder_does_not_hide_the_package_of_that_name():
    assert list((ROOT / "packaging").rglob("__init__.py")) == []


def test_tests_are_no_packages():
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_no_package_bears_the_name_of_a_standard_module():
    packages = {path.parent for path in PROGRAM if path.name == "__init__.py"}
    assert [short(folder) for folder in packages if folder.name in sys.stdlib_module_names] == []


def test_no_module_is_called_after_nothing_in_particular():
    vague = {"utils", "util", "helpers", "common", "misc", "shared"}
    assert [short(path) for path in PROGRAM if vague & {*path.parts, path.stem}] == []


def test_no_module_is_long():
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in PROGRAM}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.parametrize("folders", [("main", "api", "gui"), ("tests", "packaging")], ids=" ".join)
def test_every_module_opens_with_one_sentence(folders):
    wrong = {}
    for path in modules(*folders):
        opening = (ast.get_docstring(tree(path)) or "").partition("\n\n")[0]
        if not opening.endswith((".", "?")) or "\n" in opening:
            wrong[short(path)] = opening
    assert wrong == {}


def test_nothing_in_the_window_runs_a_loop_of_its_own():
    loops = [
        f"{short(path)}:{call.lineno}"
        for path in modules("gui")
        for call in calls(path)
        if called(call) in {"exec", "exec_"}
    ]
    assert [place.partition(":")[0] for place in loops] == ["gui/app.py"]  # the application's own


def test_events_are_processed_by_the_self_test_alone():
    found = {
        short(path) for path in modules("gui") for call in calls(path) if called(call) == "processEvents"
    }
    assert found == {"gui/self_test.py"}


def test_the_program_never_sleeps():
    assert [short(path) for path in PROGRAM for call in calls(path) if called(call) == "sleep"] == []


ASKING_ANOTHER_PROCESS = {
    "tests/scenarios/runner.py",
    "tests/live/driver.py",
    "tests/live/cloud/processes.py",
}


def test_tests_wait_for_what_they_mean():
    sleeping = {
        (short(path), ast.unparse(call))
        for path in modules("tests")
        for call in calls(path)
        if called(call) == "sleep"
    }
    assert {name for name, _ in sleeping} <= ASKING_ANOTHER_PROCESS
    assert {text for _, text in sleeping} == {"time.sleep(POLL_SECONDS)"}


def test_no_test_puts_a_mock_in_the_place_of_a_qt_class():
    mocking = [
        short(path)
        for path in modules("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "unittest.mock"
    ]
    assert mocking == []


def test_signals_carry_objects_not_converted_containers():
    lossy = [
        f"{short(path)}:{call.lineno}"
        for path in modules("gui")
        for call in calls(path)
        if called(call) == "Signal"
        and any(
            isinstance(argument, ast.Name) and argument.id in {"dict", "list"} for argument in call.args
        )
    ]
    assert lossy == []
