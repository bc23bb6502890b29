"""Garbage is collected on the GUI thread only, and afterwards everything is as before."""

import gc
import sys
import types
import weakref

import pytest
from PySide6.QtCore import QObject

from gui.garbage import MANY, GarbageCollector


@pytest.fixture
def collector(qapp):
    gc.enable()  # as when the program begins; around these tests it is off
    parent = QObject()
    made = GarbageCollector(parent)
    made.start()
    yield made
    made.stop()
    assert gc.isenabled()


class Knot:
    def __init__(self):
        self.itself = self


def test_the_automatic_collection_is_off_meanwhile(collector):
    assert not gc.isenabled()


def test_circles_are_collected_when_it_is_time(collector):
    knot = weakref.ref(Knot())
    assert knot() is not None
    fill = [[] for _ in range(2 * gc.get_threshold()[0])]
    collector.collect()
    assert knot() is None
    assert fill


def test_nothing_is_done_before_it_is_time(collector, monkeypatch):
    collected = []
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 0))
    monkeypatch.setattr(gc, "collect", collected.append)
    collector.collect()
    assert collected == []
    monkeypatch.setattr(gc, "get_count", lambda: (0, 99, 0))
    collector.collect()
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 99))
    collector.collect()
    assert collected == [1, 2]


def test_what_many_imports_made_is_not_looked_through(collector, monkeypatch):
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 99))
    collected = []
    monkeypatch.setattr(gc, "collect", collected.append)
    for number in range(MANY):
        name = f"made_up_{number}"
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    before = gc.get_freeze_count()
    collector.collect()
    assert collected == []
    assert gc.get_freeze_count() > before
    collector.collect()  # from then on as ever
    assert collected == [2]
