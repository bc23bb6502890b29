"""A step is one HTTP call of a story, as data; a story is what one after the other tells about the Image service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json"
PATCH = "application/openstack-images-v2.1-json-patch"
OLD_PATCH = "application/openstack-images-v2.0-json-patch"
BYTES = "application/octet-stream"

NOTHING = object()


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One call.

    ``call`` is method and path, ``status`` what the real service answers. ``{name}`` in path, headers and body
    stands for a saved value; ``save`` says which values of the answer to keep: JSON pointers or names of
    headers. ``who`` is alpha, beta, or a key of tokens that are none. ``exact`` names places whose values are
    compared, not only their types (pointers, ``*`` is any). ``until`` repeats the call until a place has one of
    the values, or is gone when none is named; only the last answer is compared.
    """

    name: str
    call: str
    status: int
    who: str = "alpha"
    json: Any = NOTHING
    data: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    accept: str | None = JSON
    save: Mapping[str, str] = field(default_factory=dict)
    exact: tuple[str, ...] = ()
    until: tuple[str, tuple[str, ...]] | None = None

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self.call.split(" ", 1)[0]

    @property
    def path(self) -> str:
        """Path and query, with the names of saved values."""
        return self.call.split(" ", 1)[1]


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """Steps that build on each other and on nothing else, told to the Image service or to Keystone."""

    name: str
    steps: tuple[Step, ...]
    service: str = "image"

    def __post_init__(self) -> None:
        names = [step.name for step in self.steps]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: a step's name stands for one step")


def create(key: str, status: int = 201, **members: Any) -> Step:
    """The step that creates an image of alpha's and saves its id under the key."""
    body = {"name": f"{{unique}} {key}", "disk_format": "raw", "container_format": "bare", **members}
    body = {name: value for name, value in body.items() if value is not None}
    return Step(f"create {key}", "POST /v2/images", status, json=body, save={key: "/id"})


def upload(key: str, data: bytes, status: int = 204) -> Step:
    """The step that uploads an image's data."""
    path = f"PUT /v2/images/{{{key}}}/file"
    return Step(f"upload {key}", path, status, data=data, headers={"Content-Type": BYTES})


def change(name: str, key: str, status: int, *changes: Any, media: str = PATCH, **more: Any) -> Step:
    """The step that patches an image."""
    headers = {"Content-Type": media}
    return Step(name, f"PATCH /v2/images/{{{key}}}", status, json=list(changes), headers=headers, **more)


def delete(key: str, status: int = 204) -> Step:
    """The step that deletes an image."""
    name = f"delete {key}" if status == 204 else f"delete {key}, which is refused"
    return Step(name, f"DELETE /v2/images/{{{key}}}", status)
