"""The configuration files of Keystone and Glance, written anew for each run with its paths and ports."""

from __future__ import annotations

import configparser
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.live.cloud.places import ENVIRONMENT

REGIONS = ("RegionOne", "RegionTwo")
PREFIXES = {"RegionOne": "", "RegionTwo": "/image"}
"""Below which path each region's Glance is mounted: clouds do both."""
TOKEN_CACHE_SECONDS = 10
IMPORT_METHODS = "glance-direct,web-download,copy-image,glance-download"
SQLITE_WAIT_SECONDS = 30

Sections = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ServiceUser:
    """Whom Glance is when it asks Keystone about tokens."""

    name: str
    password: str
    project: str = "service"


def database_url(file: Path) -> str:
    """SQLAlchemy's name of an SQLite file; writers wait for each other instead of failing."""
    return f"sqlite:///{file}?timeout={SQLITE_WAIT_SECONDS}"


def write_keystone(folder: Path) -> None:
    """Write keystone.conf into its folder, where its database and keys lie too."""
    sections: Sections = {
        "DEFAULT": {"use_stderr": "true"},
        "database": {"connection": database_url(folder / "keystone.db")},
        "token": {"provider": "fernet"},
        "fernet_tokens": {"key_repository": str(folder / "fernet-keys")},
        "credential": {"key_repository": str(folder / "credential-keys")},
        "fernet_receipts": {"key_repository": str(folder / "fernet-keys")},
        "cache": {"enabled": "true", "backend": "dogpile.cache.memory"},
        # The smallest cost of bcrypt: a sign-in takes 14 ms instead of 230 ms.
        "identity": {"password_hash_rounds": "4"},
    }
    _write(folder / "keystone.conf", sections)


def write_glance(folder: Path, identity_url: str, own_url: str, user: ServiceUser) -> None:
    """Write glance-api.conf and its paste file into the folder of one region; its data lies there too."""
    sections: Sections = {
        "DEFAULT": {
            "use_stderr": "true",
            "enabled_backends": "fast:file,archive:file,web:http",
            "enabled_import_methods": f"[{IMPORT_METHODS}]",
            "worker_self_reference_url": own_url,
            "show_multiple_locations": "true",
            "show_image_direct_url": "false",
            "image_cache_driver": "centralized_db",
            "image_cache_dir": _made(folder / "cache"),
            "use_keystone_limits": "false",
        },
        "database": {"connection": database_url(folder / "glance.db")},
        "glance_store": {"default_backend": "fast"},
        "fast": {"filesystem_store_datadir": _made(folder / "fast")},
        "archive": {"filesystem_store_datadir": _made(folder / "archive")},
        "os_glance_staging_store": {"filesystem_store_datadir": _made(folder / "staging")},
        "os_glance_tasks_store": {"filesystem_store_datadir": _made(folder / "tasks")},
        "task": {"work_dir": _made(folder / "work"), "task_executor": "taskflow"},
        "image_format": {"require_image_format_match": "true"},
        "paste_deploy": {"flavor": "keystone+cachemanagement"},
        # Glance refuses loopback addresses unless it is told to allow them; the ports are free ones.
        "import_filtering_opts": {"allowed_hosts": "[127.0.0.1]", "allowed_ports": "[]"},
        "keystone_authtoken": _token_check(identity_url, user),
        "oslo_concurrency": {"lock_path": _made(folder / "locks")},
    }
    _write(folder / "glance-api.conf", sections)
    shutil.copy(ENVIRONMENT / "etc" / "glance" / "glance-api-paste.ini", folder)


def _token_check(identity_url: str, user: ServiceUser) -> dict[str, str]:
    return {
        "auth_type": "password",
        "auth_url": f"{identity_url}/v3",
        # Clouds name the root here, as they do in their documents.
        "www_authenticate_uri": identity_url,
        "username": user.name,
        "password": user.password,
        "project_name": user.project,
        "user_domain_id": "default",
        "project_domain_id": "default",
        "service_token_roles_required": "true",
        "token_cache_time": str(TOKEN_CACHE_SECONDS),
    }


def _made(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


def _write(file: Path, sections: Sections) -> None:
    parser = configparser.RawConfigParser(default_section="")
    parser.read_dict(sections)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as output:
        parser.write(output)
