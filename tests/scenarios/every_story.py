"""The whole suite: every story, in the order in which it is told."""

from __future__ import annotations

from tests.scenarios.step import Story
from tests.scenarios.stories import changes, data, discovery, identity, listing, metadefs, records, sharing

STORIES: tuple[Story, ...] = (
    *identity.STORIES,
    *discovery.STORIES,
    *listing.STORIES,
    *records.STORIES,
    *changes.STORIES,
    *sharing.STORIES,
    *data.STORIES,
    *metadefs.STORIES,
)
