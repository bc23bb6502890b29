"""Every package of the runtime may be used by an Apache-2.0 program; Qt stays a library of its own beside it."""

import importlib.metadata as metadata
import re
import sys

import pytest

from tests.rules.sources import ROOT

PERMISSIVE = {
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CNRI-Python",  # the beginnings of Python's own re, in regex: permissive, notice to be kept
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",  # file by file: unchanged files may be passed on with anything
    "PSF-2.0",
}
LINKED = {"LGPL-3.0-only"}
"""Allowed for what is imported and shipped as separate shared libraries."""
MAY_BE_LINKED = {"pyside6-essentials", "shiboken6"}
CLASSIFIERS = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
RUNTIME = (ROOT / "packaging" / "requirements" / "runtime.txt").read_text("utf-8")
PACKAGES = re.findall(r"^([\w.-]+)==\S+(?: ; (.*?))?(?: \\)?$", RUNTIME, re.MULTILINE)


def here(marker):
    """Whether a requirement applies to this system and Python."""
    from packaging.markers import Marker

    return not marker or Marker(marker).evaluate()


def licence(name):
    """The licence expression that a package declares: as such, in its old field, or by its classifiers."""
    found = metadata.metadata(name)
    declared = found.get("License-Expression") or found.get("License") or ""
    if re.fullmatch(r"[\w.+() -]+", declared) and len(declared) < 100:
        return declared
    classifiers = [entry for entry in found.get_all("Classifier") or () if entry.startswith("License ::")]
    return " OR ".join(CLASSIFIERS.get(entry, entry) for entry in classifiers)


def allowed(expression, known):
    """Whether one may choose only known licences: each part of an AND has an alternative that is known."""
    flat = expression.replace("(", "").replace(")", "")
    parts = flat.split(" AND ")
    return bool(flat) and all(
        any(choice.strip() in known for choice in part.split(" OR ")) for part in parts
    )


@pytest.mark.parametrize("name", [name for name, marker in PACKAGES if here(marker)])
def test_the_licence_of_a_package_fits(name):
    assert allowed(licence(name), PERMISSIVE | (LINKED if name in MAY_BE_LINKED else set())), licence(name)


def test_the_list_of_packages_is_read_whole():
    assert len(PACKAGES) == len(re.findall(r"^[a-z]", RUNTIME, re.MULTILINE)) > 20
    assert {"requests", "pyside6-essentials", "cheroot"} <= {name for name, _ in PACKAGES}


@pytest.mark.parametrize("expression", ["GPL-3.0-only", "MIT AND GPL-2.0-only", "", "LGPL-3.0-only"])
def test_others_would_be_noticed(expression):
    assert not allowed(expression, PERMISSIVE)


def test_qt_is_loaded_from_shared_libraries():
    import PySide6.QtCore
    import shiboken6

    endings = (".so", ".pyd", ".dylib")
    assert str(PySide6.QtCore.__file__).endswith(endings)
    assert sys.modules["shiboken6"] is shiboken6
    assert "PySide6.QtCore" not in sys.builtin_module_names


def test_the_programs_own_licence_is_here():
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text("utf-8")
