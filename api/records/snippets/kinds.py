"""Where a request can be taken."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """A tool that can do what a request does; the value is its name in settings and on the command line."""

    CURL = "curl"
    HTTPIE = "httpie"
    REQUESTS = "requests"
    OPENSTACKSDK = "openstacksdk"
    OPENSTACK = "openstack"
    POWERSHELL = "powershell"
    ANSIBLE = "ansible"

    @property
    def label(self) -> str:
        """What the tool is called."""
        return _LABELS[self]


_LABELS = {
    Kind.CURL: "cURL",
    Kind.HTTPIE: "HTTPie",
    Kind.REQUESTS: "Python requests",
    Kind.OPENSTACKSDK: "openstacksdk",
    Kind.OPENSTACK: "openstack command",
    Kind.POWERSHELL: "PowerShell",
    Kind.ANSIBLE: "Ansible",
}

KINDS = tuple(Kind)
"""Every kind, in the order in which they are offered."""
