"""In continuous integration a skipped test is a failure unless tests/allowed_skips.txt names it with a reason."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path

import pytest

_LIST = Path(__file__).with_name("allowed_skips.txt")


def allowed() -> list[str]:
    """The patterns of node ids that may be skipped; each line is ``pattern  # reason``."""
    lines = _LIST.read_text("utf-8").splitlines()
    return [
        line.partition("  # ")[0].strip() for line in lines if line.strip() and not line.startswith("#")
    ]


class SkipRule:
    """Collects skips and fails the run for those that nobody allowed."""

    def __init__(self) -> None:
        self.unexpected: list[str] = []
        self._allowed = allowed()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember a skipped test that is not listed."""
        if report.skipped and not any(fnmatch(report.nodeid, pattern) for pattern in self._allowed):
            self.unexpected.append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run."""
        if self.unexpected and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name them."""
        for nodeid in self.unexpected:
            terminalreporter.write_line(f"skipped, but not listed in allowed_skips.txt: {nodeid}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Apply the rule in continuous integration, once for all workers."""
    if os.environ.get("CI") == "true" and not hasattr(config, "workerinput"):
        config.pluginmanager.register(SkipRule(), "skip-rule")
