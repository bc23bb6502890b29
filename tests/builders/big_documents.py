"""Documents of any size to measure and test with: lists of images like the real ones, rows, numbers, depth."""

from __future__ import annotations

import json
import uuid
from random import Random

_STATUSES = ("active",) * 17 + ("queued", "saving", "deactivated")
_DISTROS = ("debian", "ubuntu", "centos", "rocky", "windows", "fedora")


def image(number: int, random: Random) -> dict[str, object]:
    """An image record with 40 members, as a Glance with many properties gives it."""
    image_id = str(uuid.UUID(int=random.getrandbits(128), version=4))
    distro = random.choice(_DISTROS)
    record: dict[str, object] = {
        "id": image_id,
        "name": f"{distro.title()} {number % 12 + 1} (build {number}) – {'PVHVM' if number % 3 else 'HVM'}",
        "status": random.choice(_STATUSES),
        "visibility": random.choice(("public", "private", "shared", "community")),
        "owner": f"{random.getrandbits(24):06x}" if number % 2 else None,
        "protected": number % 7 == 0,
        "size": random.randrange(50_000_000, 40_000_000_000),
        "virtual_size": None,
        "min_disk": random.choice((0, 10, 20, 40, 80)),
        "min_ram": random.choice((0, 512, 1024, 2048)),
        "disk_format": random.choice(("vhd", "qcow2", "raw")),
        "container_format": random.choice(("ovf", "bare")),
        "checksum": f"{random.getrandbits(128):032x}",
        "os_hash_algo": "sha512",
        "os_hash_value": f"{random.getrandbits(512):0128x}",
        "created_at": _moment(random, number, "10"),
        "updated_at": _moment(random, number, "11"),
        "tags": [distro, "ünïcode ✓"] if number % 5 == 0 else [],
        "self": f"/v2/images/{image_id}",
        "file": f"/v2/images/{image_id}/file",
        "schema": "/v2/schemas/image",
        "os_distro": distro,
        "os_type": "windows" if distro == "windows" else "linux",
        "os_version": f"{number % 12 + 1}.{number % 4}",
        "instance_uuid": str(uuid.UUID(int=random.getrandbits(128), version=4)),
        "image_type": random.choice(("base", "snapshot", "import")),
    }
    record |= {
        f"com.rackspace__1__property_{n}": f"value {random.randrange(1000)}"
        for n in range(40 - len(record))
    }
    return record


def _moment(random: Random, number: int, hour: str) -> str:
    year, month, day = random.randrange(2014, 2027), random.randrange(1, 10), random.randrange(10, 28)
    return f"{year}-0{month}-{day}T{hour}:0{number % 10}:00Z"


def image_list(size: int, seed: int = 1) -> bytes:
    """A list of images of about that many bytes, on one line as services send it."""
    random, parts, length = Random(seed), [], 0
    while length < size:
        parts.append(json.dumps(image(len(parts), random), ensure_ascii=False).encode())
        length += len(parts[-1]) + 2
    return (
        b'{"images": [' + b", ".join(parts) + b'], "schema": "/v2/schemas/images", "first": "/v2/images"}'
    )


def images(count: int, seed: int = 1) -> bytes:
    """A list of that many images."""
    random = Random(seed)
    parts = [json.dumps(image(number, random), ensure_ascii=False).encode() for number in range(count)]
    return (
        b'{"images": [' + b", ".join(parts) + b'], "schema": "/v2/schemas/images", "first": "/v2/images"}'
    )


def rows() -> bytes:
    """34 MB whose tree has 1,050,000 rows: 50,000 objects of 20 members."""
    pattern = ", ".join(f'"member_{n:02}": "value {n:02} of it"' for n in range(20))
    return b'{"rows": [' + b", ".join([b"{" + pattern.encode() + b"}"] * 50_000) + b"]}"


def numbers(count: int = 1_000_000) -> bytes:
    """A flat array of numbers."""
    random = Random(1)
    return b"[" + b", ".join(b"%d" % random.randrange(10_000_000) for _ in range(count)) + b"]"


def nested(levels: int = 10_000) -> bytes:
    """Arrays and objects in one another."""
    return b'{"a":[' * (levels // 2) + b"1" + b"]}" * (levels // 2)
