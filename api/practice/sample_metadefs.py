"""Sample metadata definitions: which extra properties images may carry and what they mean, by namespace."""

from __future__ import annotations

from typing import Any

from api.practice.clock import Document

_MADE = "2026-01-05T09:00:00Z"
RESOURCE_TYPES = (
    "OS::Glance::Image",
    "OS::Cinder::Volume",
    "OS::Nova::Flavor",
    "OS::Nova::Server",
    "OS::Nova::Aggregate",
)


def resource_types() -> list[Document]:
    """Every resource type that definitions can be tied to."""
    return [{"name": name, "created_at": _MADE} for name in RESOURCE_TYPES]


def _namespace(name: str, title: str, description: str, *ties: tuple[str, str], **content: Any) -> Document:
    return {
        "namespace": name,
        "display_name": title,
        "description": description,
        "visibility": "public",
        "protected": True,
        "owner": "admin",
        "created_at": _MADE,
        "resource_type_associations": [_tie(kind, prefix) for kind, prefix in ties],
        "properties": content.get("properties", {}),
        "objects": [{"required": [], "created_at": _MADE} | each for each in content.get("objects", ())],
        "tags": [{"name": tag, "created_at": _MADE} for tag in content.get("tags", ())],
    }


def _tie(kind: str, prefix: str) -> Document:
    tie: Document = {"name": kind}
    if prefix:
        tie["prefix"] = prefix
    if kind == "OS::Cinder::Volume":
        tie["properties_target"] = "image"
    return tie | {"created_at": _MADE}


def _property(title: str, kind: str, description: str, **more: Any) -> Document:
    return {"type": kind, "title": title, "description": description} | more


_IMAGE, _VOLUME, _FLAVOR = (
    ("OS::Glance::Image", "hw_"),
    ("OS::Cinder::Volume", "hw_"),
    ("OS::Nova::Flavor", "hw:"),
)
NAMESPACES: tuple[Document, ...] = (
    _namespace(
        "OS::Compute::Watchdog",
        "Watchdog",
        "What the host does when a server hangs.",
        _IMAGE, _VOLUME, _FLAVOR,
        properties={
            "watchdog_action": _property(
                "Action", "string", "What happens to a server that stopped answering.",
                enum=["disabled", "reset", "poweroff", "pause", "none"],
            ),
        },
    ),
    _namespace(
        "OS::Compute::VirtCPUTopology",
        "Processor layout",
        "How many sockets, cores and threads a server sees.",
        _IMAGE, _VOLUME, _FLAVOR,
        properties={
            "cpu_sockets": _property("Sockets", "integer", "Sockets to show.", minimum=1),
            "cpu_cores": _property("Cores", "integer", "Cores of each socket.", minimum=1),
            "cpu_threads": _property("Threads", "integer", "Threads of each core.", minimum=1, maximum=4),
        },
    ),
    _namespace(
        "OS::Compute::LibvirtImage",
        "Devices",
        "The virtual hardware that an image expects.",
        _IMAGE, _VOLUME,
        properties={
            "disk_bus": _property(
                "Disk bus", "string", "Where its disks are attached.", enum=["virtio", "scsi", "sata", "ide", "usb"]
            ),
            "vif_model": _property(
                "Network card", "string", "Which network card it gets.", enum=["virtio", "e1000", "e1000e", "rtl8139"]
            ),
            "qemu_guest_agent": _property(
                "Guest agent", "string", "Whether an agent runs inside.", enum=["yes", "no"], default="no"
            ),
        },
    ),
    _namespace(
        "OS::Compute::GuestShutdownBehavior",
        "Shutdown",
        "How long a server may take to shut down.",
        ("OS::Glance::Image", ""),
        properties={"os_shutdown_timeout": _property("Seconds", "integer", "After that it is cut off.", minimum=0)},
    ),
    _namespace(
        "OS::Software::WebServers",
        "Web servers",
        "Software that serves web pages.",
        ("OS::Glance::Image", ""), ("OS::Nova::Server", ""),
        objects=(
            {
                "name": "Nginx",
                "description": "A small and quick server and proxy.",
                "properties": {"sw_webserver_nginx_version": _property("Version", "string", "Which one is in it.")},
            },
            {
                "name": "Apache HTTP Server",
                "description": "The long-standing web server of the Apache foundation.",
                "properties": {
                    "sw_webserver_apache_version": _property("Version", "string", "Which one is in it."),
                    "sw_webserver_apache_http_port": _property(
                        "Port", "integer", "Where it listens.", minimum=1, maximum=65535, default=80
                    ),
                },
            },
        ),
    ),
    _namespace(
        "PRACTICE::Roles",
        "Roles of images",
        "Words to sort images by.",
        ("OS::Glance::Image", ""),
        tags=("web", "database", "mail", "golden"),
    ),
)  # fmt: skip
