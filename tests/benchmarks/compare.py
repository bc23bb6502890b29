"""How soon two lists of 5 MB are compared in a child process, its start included, and what is found in them."""

from __future__ import annotations

import copy
import json
import random
import statistics
import time

from api.answer.answer import Answer, read_answer
from api.answer.compare.comparing import differ
from api.answer.compare.difference import Difference
from api.running import CancelToken
from tests.builders.exchanges import a_response, an_exchange, an_image, an_image_list

IMAGES = 9500
RUNS = 5
TARGET_MS = 1000.0
PLANTED = (3, 1, 12)
"""Added, removed, changed."""


def run() -> list[dict]:
    """Two lists of about 5 MB with planted changes, in another order, once written alike and once by another hand
    (median of five); the floor is reading both with the standard library and asking whether they are equal.
    """
    left, right = _lists()
    ours = json.dumps(left).encode()
    alike, other = json.dumps(right).encode(), json.dumps(right, indent=1, sort_keys=True).encode()
    return [
        _row("compare two 5 MB lists", ours, alike, target=TARGET_MS),
        _row("compare two 5 MB lists, keys in another order", ours, other, target=None),
    ]


def _lists() -> tuple[dict, dict]:
    left = an_image_list(IMAGES)
    right, chance = copy.deepcopy(left), random.Random(5)
    images = right["images"]
    for number, at in enumerate(chance.sample(range(IMAGES), 12)):
        images[at][("status", "name", "new")[number % 3]] = "planted"
    del images[77]
    images += [an_image(IMAGES + number) for number in range(3)]
    chance.shuffle(images)
    return left, right


def _answer(body: bytes) -> Answer:
    return read_answer(an_exchange(a_response(body)))


def _row(name: str, left: bytes, right: bytes, target: float | None) -> dict:
    answers = _answer(left), _answer(right)
    seconds, floors = [], []
    for _ in range(RUNS):
        begun = time.perf_counter()
        found = differ(*answers, CancelToken())
        seconds.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        assert json.loads(left) != json.loads(right)
        floors.append(time.perf_counter() - begun)
        _check(found)
    value, floor = statistics.median(seconds) * 1e3, statistics.median(floors) * 1e3
    return {
        "name": name,
        "value": value,
        "unit": "ms",
        "floor": floor,
        "ratio": value / floor,
        "target": target,
        "met": None if target is None else value <= target,
    }


def _check(found: Difference) -> None:
    """Exactly what was planted, or the benchmark fails."""
    counts = found.added, found.removed, found.changed
    if counts != PLANTED or any(len(change.parts) != 1 for change in found.changes if change.sign == "~"):
        raise AssertionError(f"planted {PLANTED}, found {counts}")
