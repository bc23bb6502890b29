"""An image, and what a cloud says about the properties of images, with some of it broken."""

from __future__ import annotations

from typing import Any

SCHEMA: dict[str, Any] = {
    "name": "image",
    "properties": {
        "id": {"type": "string"},
        "name": {"type": ["null", "string"], "maxLength": 10, "description": "What it is called"},
        "min_disk": {"type": "integer", "description": "GB"},
        "protected": {"type": "boolean"},
        "disk_format": {"type": ["null", "string"], "enum": [None, "raw", "qcow2"]},
        "tags": {"type": "array", "items": {"type": "string", "maxLength": 5}},
        "checksum": {"type": ["null", "string"], "readOnly": True},
        "kernel_id": {"type": ["null", "string"], "pattern": "^[0-9a-f]{4}$", "is_base": False},
        "broken": {"type": "nonsense"},
    },
    "additionalProperties": {"type": "string"},
}
NAMESPACE: dict[str, Any] = {
    "namespace": "OS::Compute::Things",
    "display_name": "Things",
    "properties": {
        "hw_bus": {"title": "Bus", "type": "string", "enum": ["virtio", "scsi"], "description": "Where."},
        "hw_cores": {"title": "Cores", "type": "integer", "minimum": 1, "maximum": 64},
        "hw_boot": {"title": "Menu", "type": "boolean"},
        "hw_ratio": {"title": "Ratio", "type": "number"},
        "os_code": {"title": "Code", "type": "string", "pattern": "^[A-Z]+$"},
        "os_slow": {"title": "Slow", "type": "string", "pattern": "^(a+)+$"},
        "os_fixed": {"title": "Fixed", "type": "string", "readonly": True},
        "odd": 5,
    },
    "objects": [
        {"name": "Nginx", "properties": {"sw_port": {"type": "integer"}, "hw_bus": {"type": "string"}}},
        "odd",
    ],
}
RECORD: dict[str, Any] = {
    "id": "x",
    "name": None,
    "protected": False,
    "tags": ["a", "b"],
    "min_disk": 20,
    "disk_format": "raw",
    "hw_bus": "virtio",
    "hw_cores": "007",
    "os_version": "12",
    "password": "geheim",
}
