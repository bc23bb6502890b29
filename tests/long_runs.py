"""How long the fuzz and soak tests run: a moment in every test run, as long as one likes with the options here."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy, tuples

FIRST_BATCH, BATCH = 40, 200


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of ``make fuzz`` and ``make soak``."""
    group = parser.getgroup("long runs")
    group.addoption(
        "--fuzz-seconds",
        type=float,
        default=0.0,
        help="how long each fuzz target runs (0: one small batch)",
    )
    group.addoption("--soak-calls", type=int, default=60, help="how many calls the soak test sends")
    group.addoption(
        "--soak-cycles", type=int, default=2, help="how often the soak test opens and quits the program"
    )
    group.addoption(
        "--soak-kills", type=int, default=20, help="how often a process is killed while it records"
    )


class Fuzzing:
    """Runs a check on made-up input until the time is over, and at least on one batch.

    The first batch is always the same, so that an ordinary test run does not depend on luck; the others differ.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.examples = 0

    def run(self, check: Callable[..., None], *strategies: SearchStrategy[Any]) -> None:
        """Call ``check`` with one drawn value of each strategy, many times."""
        begun = time.monotonic()
        self._batch(check, strategies, FIRST_BATCH, derandomize=True)
        while time.monotonic() - begun < self._seconds:
            self._batch(check, strategies, BATCH, derandomize=False)

    def _batch(
        self,
        check: Callable[..., None],
        strategies: tuple[SearchStrategy[Any], ...],
        count: int,
        *,
        derandomize: bool,
    ) -> None:
        def one(values: tuple[Any, ...]) -> None:
            self.examples += 1
            check(*values)

        own = settings(
            max_examples=count,
            derandomize=derandomize,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        own(given(tuples(*strategies))(one))()


@pytest.fixture
def fuzzing(request: pytest.FixtureRequest) -> Any:
    """Runs checks for the time that the command line gives."""
    made = Fuzzing(request.config.getoption("--fuzz-seconds"))
    yield made
    request.node.user_properties.append(("examples", made.examples))
    print(f"{request.node.name}: {made.examples} examples")
