"""Every story is told to the real Glance and to the practice cloud; what differs has a reason or is a mistake."""

from __future__ import annotations

from collections.abc import Callable
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

Told = Callable[[Story, str], dict[str, Observation]]


@pytest.fixture(scope="module")
def told(real_face: Face, practice_face: Face, files: str) -> Told:
    """Tells a story to one side, once."""
    faces = {"real": real_face, "practice": practice_face}

    @cache
    def tell(story: Story, side: str) -> dict[str, Observation]:
        return play(story, faces[side], files)

    return tell


def differences(told: Told, story: Story) -> list[Difference]:
    return compare(story.name, told(story, "real"), told(story, "practice"))


def named(story: Story) -> str:
    return story.name


def test_the_suite_has_more_than_a_hundred_calls() -> None:
    assert sum(len(story.steps) for story in STORIES) > 100
    assert len({story.name for story in STORIES}) == len(STORIES)


@pytest.mark.parametrize("story", STORIES, ids=named)
def test_glance_answers_as_the_story_says(told: Told, story: Story) -> None:
    answers = told(story, "real")
    wrong = [
        f"{step.name}: {step.status} expected\n  {answers[step.name].said}"
        for step in story.steps
        if answers[step.name].status != step.status
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("story", STORIES, ids=named)
def test_the_practice_cloud_answers_as_glance_does(told: Told, story: Story) -> None:
    found = unknown(differences(told, story), KNOWN)
    assert not found, "\n".join(map(str, found))


def test_every_known_difference_occurs(told: Told) -> None:
    found = [difference for story in STORIES for difference in differences(told, story)]
    assert not unused(found, KNOWN)
