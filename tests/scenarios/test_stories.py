"""Every story is told to the real Glance and to the practice cloud; what differs has a reason or is a mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from tests.scenarios.comparing import Difference, compare, unknown, unused
from tests.scenarios.every_story import STORIES
from tests.scenarios.face import Face
from tests.scenarios.known import KNOWN
from tests.scenarios.observation import Observation
from tests.scenarios.runner import play
from tests.scenarios.step import Story

pytestmark = pytest.mark.live

AT_ROOT, BELOW_A_PATH = 0, 1


@dataclass(frozen=True)
class Telling:
    """A story in one of the two kinds of region."""

    story: Story
    region: int = AT_ROOT

    def __str__(self) -> str:
        return f"{self.story.name}, below a path" if self.region else self.story.name


TELLINGS = (
    *(Telling(story) for story in STORIES),
    *(Telling(story, BELOW_A_PATH) for story in STORIES if story.service == "image"),
)
Told = Callable[[Telling, str], dict[str, Observation]]


@pytest.fixture(scope="module")
def told(real_faces: tuple[Face, Face], practice_faces: tuple[Face, Face], files: str) -> Told:
    """Tells a story to one side, once."""
    faces = {"real": real_faces, "practice": practice_faces}

    @cache
    def tell(telling: Telling, side: str) -> dict[str, Observation]:
        return play(telling.story, faces[side][telling.region], files)

    return tell


def differences(told: Told, telling: Telling) -> list[Difference]:
    return compare(telling.story.name, told(telling, "real"), told(telling, "practice"))


def test_the_suite_has_more_than_a_hundred_calls() -> None:
    assert sum(len(story.steps) for story in STORIES) > 100
    assert len({story.name for story in STORIES}) == len(STORIES)


@pytest.mark.parametrize("telling", TELLINGS, ids=str)
def test_glance_answers_as_the_story_says(told: Told, telling: Telling) -> None:
    answers = told(telling, "real")
    wrong = [
        f"{step.name}: {step.status} expected\n  {answers[step.name].said}"
        for step in telling.story.steps
        if answers[step.name].status != step.status
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("telling", TELLINGS, ids=str)
def test_the_practice_cloud_answers_as_glance_does(told: Told, telling: Telling) -> None:
    found = unknown(differences(told, telling), KNOWN)
    assert not found, "\n".join(map(str, found))


def test_every_known_difference_occurs(told: Told) -> None:
    found = [difference for telling in TELLINGS for difference in differences(told, telling)]
    assert not unused(found, KNOWN)
