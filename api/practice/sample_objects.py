"""What lies in everybody's containers at first: disks to import, and disks that an import refuses."""

from __future__ import annotations

from api.practice.accounts import ACCOUNT_ONE, ACCOUNT_TWO, PROJECT_ONE, PROJECT_TWO, fixed_id
from api.practice.clock import Document
from api.practice.ground import REGIONS
from api.practice.shelf import made_up
from api.practice.store import Documents
from api.practice.vhd import DIFFERENCING, DYNAMIC, FIXED, footer

_MADE = 1_767_605_400.0
"""2026-01-05T09:30:00Z."""
_GIBIBYTE = 2**30
_ID = fixed_id("disk")
_ENDS = {
    "my-excellent-image.vhd": footer(40 * _GIBIBYTE, DYNAMIC, _ID),
    "appliance.vhd": footer(20 * _GIBIBYTE, FIXED, _ID),
    "huge.vhd": footer(500 * _GIBIBYTE, DYNAMIC, _ID),
    "wrong-kind.vhd": footer(40 * _GIBIBYTE, 6, _ID),
    "zero-id.vhd": footer(40 * _GIBIBYTE, FIXED),
    "child.vhd": footer(40 * _GIBIBYTE, DIFFERENCING, _ID),
}
_OWNERS = {"rackspace": (ACCOUNT_ONE, ACCOUNT_TWO), "openstack": (PROJECT_ONE, PROJECT_TWO)}


def plant_objects(documents: Documents) -> None:
    """Put the sample containers and objects into every region."""
    rows = [
        _object(name, made_up(name, 256 * 1024, end), "application/octet-stream")
        for name, end in _ENDS.items()
    ]
    rows.append(_object("notes.txt", made_up("notes", 2048), "text/plain"))
    for face, owners in _OWNERS.items():
        for home in (f"{face}/{region.name}/{owner}" for region in REGIONS for owner in owners):
            for name in ("exports", "backups"):
                container: Document = {"name": name, "meta": {}, "open": {}, "at": _MADE}
                documents.put("container", home, name, container)
            for row in rows:
                documents.put("object", f"{home}/exports", row["name"], row)


def _object(name: str, content: Document, kind: str) -> Document:
    return content | {"name": name, "content_type": kind, "at": _MADE, "meta": {}}
