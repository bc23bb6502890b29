"""The sample images as Glance shows them: qcow2 and raw, every visibility and state, with data to download."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.practice.accounts import PROJECT_ONE, PROJECT_TWO, PUBLISHER, fixed_id
from api.practice.clock import Document
from api.practice.data import Received
from api.practice.sample_rackspace import made
from api.practice.sample_systems import SYSTEMS, System

Row = tuple[str, str, Document]
_MEBIBYTE = 2**20
_ZEROS = {
    1: (
        "b6d81b360a5672d80c27430f39153e2c",
        "d6292685b380e338e025b3415a90fe8f9d39a46e7bdba8cb78c50a338cefca74"
        "1f69e4e46411c32de1afdedfb268e579a51f81ff85e56f55b0ee7c33fe8c25c9",
    ),
    20: (
        "8f4e33f3dc3e414ff94e5fb6905cba8c",
        "7fb91e868f3923bbd043725818ef3a5d8d08ebf1059a18ac0fe07040d32eeba5"
        "17da11515e6a4afaeb29bcc5e0f1543ba2c595b0fe8e6167ddc5e6793edef5bb",
    ),
    64: (
        "7f614da9329cd3aebf59b91aadc30bf0",
        "450766d07ea8acdba4e42a47e3de22ddb35678d62ae5446832b6e3e51780ab92"
        "f365ab982152d4d63be9954770997a5438b4fb7f4db5927b9973e82dd1ce0346",
    ),
    300: (
        "0d97a9cd8bbd7ce75a2a76bb06258915",
        "6a7b4118945e8ef03063cbe92e1acfe0144520a8eb0bf32735ffc40dc73faf23"
        "f2a16c51a48bc91853a74d0999a1497c7ce1e7ac61b07bd67b6c426249285e0c",
    ),
    512: (
        "aa559b4e3523a6c931f08f4df52d58f2",
        "df68d060d2adafc2c4794407118f8116d000715233b2550302115556380d1d5b"
        "018ebce1c7fa412a8bc5e01e097b33db64d1e9117b3f7bdd8925f09b6594590a",
    ),
    640: (
        "d2c5462aa2245773f3540a1ea4ec59db",
        "dd9ebe0baa8ff375da4da7f66fcb47be01d8e29a7d155d6b32dafceb4d326b08"
        "425a74e6574532e319a38f7dea46ff3860ab9e1eb186152f167bbdae45e82b8e",
    ),
    1024: (
        "cd573cfaace07e7949bc0c46028904ff",
        "c5041ae163cf0f65600acfe7f6a63f212101687d41a57a4e18ffd2a07a452cd8"
        "175b8f5a4868dd2330bfe5ae123f18216bdbc9e0f80d131e64b94913a7b40bb5",
    ),
    2048: (
        "a981130cf2b7e09f4686dc273cf7187e",
        "0414cac598ebfa08e8e9c6d2544aa414385b9985c5d67d7a8746aa64324c715f"
        "a96ff63351016d30dd2b89276252c121c71619f15496b5ca95785d0b25fe4dfd",
    ),
    5120: (
        "ec4bcc8776ea04479b786e063a9ace45",
        "e4f21997407b9cb0df347f6eba2feaeb14c19f15cf784da06b78e1d5ff776a41"
        "9535c894dea10a859fa72bcb234e94ada0fc86de0ff127bf9280eede8d473edb",
    ),
}
"""MD5 and SHA-512 of that many MiB of zeros."""


def rows(_region: str) -> Iterator[Row]:
    """Name, owner and values of every image of a region."""
    publisher = PUBLISHER["openstack"]
    for system in SYSTEMS:
        yield f"{system.name} x86_64", publisher, _public(system)
    yield (
        "cirros-0.6.3-x86_64-disk",
        publisher,
        _data(20, visibility="public", properties={"os_type": "linux"}),
    )
    yield "Debian 10 (Buster) x86_64", publisher, _public(SYSTEMS[0]) | {"os_hidden": True}
    yield "Home Assistant OS (community)", publisher, _data(300, visibility="community")
    yield from _own()
    yield from _of_the_other()


def zeros(size: int) -> Received:
    """Size and hashes of that many MiB of zeros (one of the sizes above)."""
    return Received(size * _MEBIBYTE, *_ZEROS[size])


def _data(size: int, **values: Any) -> Document:
    """An active image of that many MiB; its content is zeros, and its hashes are those of zeros."""
    content = zeros(size)
    return {
        "status": "active",
        "size": content.size,
        "checksum": content.md5,
        "os_hash_algo": "sha512",
        "os_hash_value": content.sha512,
        "disk_format": "qcow2",
        "container_format": "bare",
        "made_up": True,
    } | values


def _public(system: System) -> Document:
    properties = {
        "architecture": "x86_64",
        "os_distro": system.distro,
        "os_version": system.version,
        "os_type": "windows" if system.windows else "linux",
        "hw_disk_bus": "virtio",
        "hw_firmware_type": "uefi",
        "hw_qemu_guest_agent": "yes",
    }
    values: Document = {"visibility": "public", "min_disk": 40 if system.windows else 10, "min_ram": 512}
    return _data(system.size, properties=properties, **values)


def _snapshot(server: str, size: int, **values: Any) -> Document:
    properties = {
        "image_type": "snapshot",
        "instance_uuid": str(fixed_id("server", server)),
        "base_image_ref": f"{SYSTEMS[5].name} x86_64",
        "os_distro": "ubuntu",
        "hw_disk_bus": "virtio",
    }
    return _data(size, properties=properties, disk_format="raw", min_disk=20, **values)


def _nightly(day: int) -> Document:
    image = _snapshot("db-01", 2048, visibility="private", tags=["database", "nightly"])
    return image | made(f"2026-04-0{day}T02:00:00Z")


def _member(status: str) -> Document:
    return {"status": status, "created_at": "2026-03-02T10:00:00Z", "updated_at": "2026-03-02T10:00:00Z"}


def _own() -> Iterator[Row]:
    failed = {"os_glance_failed_import": "fast", "os_glance_importing_to_stores": ""}
    mine: tuple[tuple[str, Document], ...] = (
        (
            "web-01 golden",
            _snapshot("web-01", 1024, members={PROJECT_TWO: _member("accepted")}, tags=["web", "golden"]),
        ),
        ("web-02 before upgrade", _snapshot("web-02", 1024, tags=["web"])),
        (
            "db-01 nightly 2026-04-01",
            _snapshot(
                "db-01",
                2048,
                visibility="private",
                tags=["database", "nightly"],
                **made("2026-04-01T02:00:00Z"),
            ),
        ),
        (
            "db-01 nightly 2026-04-02",
            _snapshot(
                "db-01",
                2048,
                visibility="private",
                tags=["database", "nightly"],
                **made("2026-04-02T02:00:00Z"),
            ),
        ),
        (
            "payroll 2025 archive",
            _snapshot("payroll", 512, visibility="private", protected=True, tags=["keep"]),
        ),
        ("suspect appliance", _data(64, visibility="private", status="deactivated", disk_format="raw")),
        ("retired base", _snapshot("retired", 300, os_hidden=True)),
        ("team rescue disk", _data(64, visibility="community", disk_format="iso")),
        ("Müller & Söhne – Kundenportal", _snapshot("portal", 512, tags=["größe-m"])),
        ("to be uploaded", {"disk_format": "qcow2", "container_format": "bare", "visibility": "private"}),
        ("import that failed", {"disk_format": "raw", "container_format": "bare", "properties": failed}),
        ("lost upload", {"disk_format": "raw", "container_format": "bare", "status": "killed"}),
        ("tiny test image", _data(1, visibility="private", disk_format="raw")),
    )
    for name, values in mine:
        yield name, PROJECT_ONE, values


def _of_the_other() -> Iterator[Row]:
    for name, status in (
        ("shared: monitoring base", "accepted"),
        ("shared: load test rig", "pending"),
        ("shared: old proxy", "rejected"),
    ):
        yield name, PROJECT_TWO, _snapshot(name, 300, members={PROJECT_ONE: _member(status)})
    yield "grace's workbench", PROJECT_TWO, _snapshot("workbench", 300, visibility="private")
