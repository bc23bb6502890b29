"""Plans that do what a test wants, and a window to show them in."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from api.model import Place
from api.work.plan import Outcome


@dataclass(frozen=True)
class Doing:
    """A plan that does what it is given."""

    do: Any = field(repr=False)
    title: str = "Do something"
    kind: str = "test"
    unit: str = ""
    place: Place = field(default_factory=Place)

    def kept(self):
        """What a plan of a kind that is kept has."""
        return {"title": self.title}

    def carry_out(self, work):
        return self.do(work) or Outcome("It was done.")


@pytest.fixture
def doing():
    """doing(do, title=..., kind=..., unit=...): a plan."""
    return Doing


@pytest.fixture
def begin(window):
    """begin(do, **more): begin that plan on the window's bench."""
    return lambda do=lambda _work: None, **more: window.bench.begin(Doing(do, **more))


@pytest.fixture
def resting():
    """What a plan does that goes on until it is stopped."""
    return lambda work: work.rest(600)


@pytest.fixture
def until(qtbot):
    """until(condition): wait while the window lives on."""
    return lambda condition: qtbot.waitUntil(lambda: bool(condition()))
