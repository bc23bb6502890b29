"""Thousands of images at once: written straight into a Glance's database, where it lists them like any others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from random import Random
from uuid import UUID

from tests.live.cloud.live_cloud import LiveCloud

WHEN = "2026-01-02 03:04:05.000000"
_IMAGE = (
    "INSERT INTO images (id, name, size, status, created_at, updated_at, deleted, disk_format, container_format,"
    " checksum, owner, min_disk, min_ram, protected, virtual_size, visibility, os_hidden)"
    " VALUES (?, ?, ?, ?, ?, ?, 0, ?, 'bare', NULL, ?, ?, 512, ?, NULL, ?, 0)"
)
_PROPERTY = (
    "INSERT INTO image_properties (image_id, name, value, created_at, updated_at, deleted)"
    " VALUES (?, ?, ?, ?, ?, 0)"
)
_TAG = "INSERT INTO image_tags (image_id, value, created_at, updated_at, deleted) VALUES (?, ?, ?, ?, 0)"


@contextmanager
def many_images(cloud: LiveCloud, region: str, owner: str, count: int = 5000) -> Iterator[list[str]]:
    """Images of a project in a region, for the time of a test; gives their ids.

    Number n is called ``many-n`` (four digits or more), is ``n`` MiB large, and queued where n is divisible by ten.
    """
    random = Random(count)
    ids = [str(UUID(int=random.getrandbits(128), version=4)) for _ in range(count)]
    database = cloud.folder / region / "glance.db"
    with closing(sqlite3.connect(database, timeout=60)) as connection:
        with connection:
            connection.executemany(_IMAGE, [_image(n, each, owner) for n, each in enumerate(ids)])
            connection.executemany(
                _PROPERTY, [row for n, each in enumerate(ids) for row in _properties(n, each)]
            )
            connection.executemany(
                _TAG, [(each, f"batch-{n % 7}", WHEN, WHEN) for n, each in enumerate(ids)]
            )
        try:
            yield ids
        finally:
            with connection:
                for table, column in (
                    ("image_properties", "image_id"),
                    ("image_tags", "image_id"),
                    ("images", "id"),
                ):
                    connection.executemany(
                        f"DELETE FROM {table} WHERE {column} = ?", [(each,) for each in ids]
                    )


def _image(number: int, image_id: str, owner: str) -> tuple[object, ...]:
    return (
        image_id, f"many-{number:04}", number << 20, "active" if number % 10 else "queued", WHEN, WHEN,
        "qcow2" if number % 2 else "raw", owner, number % 40, number % 100 == 1, "shared" if number % 3 else "private",
    )  # fmt: skip


def _properties(number: int, image_id: str) -> list[tuple[object, ...]]:
    values = {"os_distro": ("debian", "ubuntu", "rocky")[number % 3], "os_version": f"{number % 12 + 1}"}
    return [(image_id, name, value, WHEN, WHEN) for name, value in values.items()]
