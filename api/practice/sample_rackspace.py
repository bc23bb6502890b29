"""The sample images as Rackspace's service shows them: base images and two accounts' own, all VHD."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from api.practice.accounts import ACCOUNT_ONE, ACCOUNT_TWO, PUBLISHER, fixed_id
from api.practice.clock import Document
from api.practice.sample_systems import SYSTEMS, System

Row = tuple[str, str, Document]
_MEBIBYTE = 2**20
_EDITIONS = ("", " 2025-12", " 2025-10", " 2025-07", " 2025-04")
_EMPTY = {"size": None, "checksum": None}
_LARGE_REGION = "DFW"
"""The region with more than a page of public images."""


def rows(region: str) -> Iterator[Row]:
    """Name, owner and values of every image of a region."""
    editions = _EDITIONS if region == _LARGE_REGION else _EDITIONS[:1]
    for edition in reversed(editions):
        for system in SYSTEMS:
            yield f"{system.name} (PVHVM){edition}", PUBLISHER["rackspace"], _base(system, edition)
    retired = System("CentOS 7", "centos", "org.centos", "7", 512)
    yield "CentOS 7 (PVHVM)", PUBLISHER["rackspace"], _base(retired, "") | {"unlisted": True}
    yield from _own()
    yield from _of_the_other()


def _base(system: System, edition: str) -> Document:
    properties = _properties(system) | {
        "com.rackspace__1__build_core": "1",
        "com.rackspace__1__build_managed": "1",
        "com.rackspace__1__release_build_date": (edition.strip() or "2026-02") + "-02_08-15-29",
        "com.rackspace__1__source": "kickstart",
        "com.rackspace__1__visible_core": "1",
        "image_type": "base",
        "cache_in_nova": "True",
    }
    return _active(system.size, 80 if system.windows else 20, properties) | {
        "visibility": "public",
        "protected": True,
        "min_ram": 1024 if system.windows else 512,
    }


def _properties(system: System) -> dict[str, str]:
    return {
        "com.rackspace__1__options": system.options,
        "com.rackspace__1__platform_target": "PublicCloud",
        "org.openstack__1__architecture": "x64",
        "org.openstack__1__os_distro": system.vendor,
        "org.openstack__1__os_version": system.version,
        "os_distro": system.distro,
        "os_type": "windows" if system.windows else "linux",
        "vm_mode": "hvm",
        "auto_disk_config": "disabled" if system.windows else "True",
        "flavor_classes": "*,!onmetal",
    }


def _active(size: int, disk: int, properties: dict[str, str], **values: Any) -> Document:
    seed = repr((size, sorted(properties.items()), sorted(values.items())))
    return {
        "status": "active",
        "visibility": "private",
        "size": size * _MEBIBYTE,
        "checksum": hashlib.md5(seed.encode(), usedforsecurity=False).hexdigest(),
        "min_disk": disk,
        "min_ram": 512,
        "disk_format": "vhd",
        "container_format": "ovf",
        "properties": properties,
    } | values


def _snapshot(server: str, system: System, size: int, **values: Any) -> Document:
    properties = _properties(system) | {
        "image_type": "snapshot",
        "instance_uuid": str(fixed_id("server", server)),
        "base_image_ref": f"{system.name} (PVHVM)",
        "instance_type_name": "2 GB General Purpose v1",
        "instance_type_flavorid": "general1-2",
        "user_id": "10012345",
    }
    return _active(size, 40, properties, **values)


def _nightly(size: int, day: int) -> Document:
    return _snapshot("db-01", SYSTEMS[1], size, tags=["database", "nightly"]) | made(
        f"2026-04-0{day}T02:00:00Z"
    )


def made(moment: str) -> Document:
    """When an image was made, where that matters to its name."""
    return {"created_at": moment, "updated_at": moment}


def _member(status: str) -> Document:
    return {"status": status, "created_at": "2026-03-02T10:00:00Z", "updated_at": "2026-03-02T10:00:00Z"}


def _own() -> Iterator[Row]:
    debian, ubuntu, windows = SYSTEMS[1], SYSTEMS[5], SYSTEMS[25]
    shared = {"members": {ACCOUNT_TWO: _member("accepted")}, "tags": ["web", "golden"]}
    imported = {
        "image_type": "import",
        "com.rackspace__1__options": "0",
        "os_type": "linux",
        "vm_mode": "hvm",
    }
    plain: tuple[tuple[str, Document], ...] = (
        ("web-01 golden", _snapshot("web-01", ubuntu, 2048, **shared)),
        ("web-02 before upgrade", _snapshot("web-02", ubuntu, 2210, tags=["web"])),
        ("web-03 before upgrade", _snapshot("web-03", ubuntu, 2196, tags=["web"])),
        (
            "db-01 nightly 2026-04-01",
            _nightly(7340, day=1),
        ),
        (
            "db-01 nightly 2026-04-02",
            _nightly(7352, day=2),
        ),
        (
            "db-01 nightly 2026-04-03",
            _nightly(7381, day=3),
        ),
        ("db-replica-3", _snapshot("db-replica-3", debian, 7299)),
        ("mail gateway", _snapshot("mail", debian, 1870, tags=["mail"])),
        ("build agent (Windows)", _snapshot("build-win", windows, 14_336, min_ram=2048, min_disk=80)),
        (
            "payroll 2025 archive",
            _snapshot("payroll", windows, 20_480, protected=True, tags=["keep", "audit"]),
        ),
        ("appliance from VHD", _active(3120, 40, imported)),
        ("Müller & Söhne – Kundenportal", _snapshot("portal", ubuntu, 2405, tags=["größe-m"])),
        ("lost upload", _active(0, 40, imported) | _EMPTY | {"status": "killed"}),
        (
            "cache-01 snapshot (waiting)",
            _snapshot("cache-01", ubuntu, 0) | _EMPTY | {"status": "queued"},
        ),
    )
    named = {"db-replica-3": {"com.mycompany.image-of": "db-replica-3", "com.mycompany.team": "data"}}
    for name, values in plain:
        values["properties"] |= named.get(name, {})
        yield name, ACCOUNT_ONE, values


def _of_the_other() -> Iterator[Row]:
    debian = SYSTEMS[2]
    for name, status in (
        ("shared: monitoring base", "accepted"),
        ("shared: load test rig", "pending"),
        ("shared: old proxy", "rejected"),
    ):
        yield name, ACCOUNT_TWO, _snapshot(name, debian, 1610, members={ACCOUNT_ONE: _member(status)})
    yield "grace's workbench", ACCOUNT_TWO, _snapshot("workbench", debian, 1755)
