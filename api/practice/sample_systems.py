"""Operating systems that the public sample images hold."""

from __future__ import annotations

from typing import NamedTuple


class System(NamedTuple):
    """One system: its name with release, family, version, size in MiB, and Rackspace's licence options."""

    name: str
    distro: str
    vendor: str
    version: str
    size: int
    options: str = "0"

    @property
    def windows(self) -> bool:
        """Whether it is a Windows."""
        return self.distro == "windows"


SYSTEMS = (
    System("Debian 11 (Bullseye)", "debian", "org.debian", "11", 300),
    System("Debian 12 (Bookworm)", "debian", "org.debian", "12", 300),
    System("Debian 13 (Trixie)", "debian", "org.debian", "13", 300),
    System("Ubuntu 20.04 LTS (Focal Fossa)", "ubuntu", "com.ubuntu", "20.04", 512),
    System("Ubuntu 22.04 LTS (Jammy Jellyfish)", "ubuntu", "com.ubuntu", "22.04", 640),
    System("Ubuntu 24.04 LTS (Noble Numbat)", "ubuntu", "com.ubuntu", "24.04", 640),
    System("Ubuntu 26.04 LTS (Resolute Raccoon)", "ubuntu", "com.ubuntu", "26.04", 640),
    System("CentOS Stream 9", "centos", "org.centos", "9", 1024),
    System("CentOS Stream 10", "centos", "org.centos", "10", 1024),
    System("AlmaLinux 8", "almalinux", "org.almalinux", "8", 512),
    System("AlmaLinux 9", "almalinux", "org.almalinux", "9", 512),
    System("AlmaLinux 10", "almalinux", "org.almalinux", "10", 512),
    System("Rocky Linux 9", "rocky", "org.rockylinux", "9", 1024),
    System("Rocky Linux 10", "rocky", "org.rockylinux", "10", 1024),
    System("Fedora 42", "fedora", "org.fedoraproject", "42", 512),
    System("Fedora 43", "fedora", "org.fedoraproject", "43", 512),
    System("openSUSE Leap 15.6", "opensuse", "org.opensuse", "15.6", 640),
    System("openSUSE Leap 16.0", "opensuse", "org.opensuse", "16.0", 640),
    System("FreeBSD 14.3", "freebsd", "org.freebsd", "14.3", 640),
    System("Arch 2026.3", "arch", "org.archlinux", "2026.3", 512),
    System("Gentoo 26.1", "gentoo", "org.gentoo", "26.1", 1024),
    System("Red Hat Enterprise Linux 8", "rhel", "com.redhat", "8", 1024, "1"),
    System("Red Hat Enterprise Linux 9", "rhel", "com.redhat", "9", 1024, "1"),
    System("Red Hat Enterprise Linux 10", "rhel", "com.redhat", "10", 1024, "1"),
    System("Windows Server 2019", "windows", "com.microsoft.server", "2019", 5120, "4"),
    System("Windows Server 2022", "windows", "com.microsoft.server", "2022", 5120, "4"),
    System(
        "Windows Server 2022 + SQL Server 2022 Web", "windows", "com.microsoft.server", "2022", 5120, "36"
    ),
    System("Windows Server 2025", "windows", "com.microsoft.server", "2025", 5120, "4"),
)
