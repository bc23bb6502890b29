"""The initialised state (databases, keys, people), made once and copied for each run."""

from __future__ import annotations

import getpass
import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.live.cloud import configuration, populate
from tests.live.cloud.configuration import REGIONS, ServiceUser
from tests.live.cloud.environment import requirements_hash, run_logged
from tests.live.cloud.places import ENVIRONMENT, HERE, LOGS, TEMPLATES
from tests.live.cloud.processes import Server, child_variables, listening_socket

MANAGE_SECONDS = 300.0
MADE_BY = ("configuration.py", "people.py", "populate.py", "template.py")
PEOPLE = "people.json"
LOG = "template.log"


def template_key() -> str:
    """Names the template that the present code and requirements would make."""
    digest = hashlib.sha256(requirements_hash().encode())
    for name in MADE_BY:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()[:16]


def ensure_template(python: Path) -> Path:
    """The folder of the template for the present code; made first if it is missing (a quarter of a minute).

    Templates of other code are deleted. Raises LiveCloudError when a step fails.
    """
    folder = TEMPLATES / template_key()
    if folder.is_dir():
        return folder
    shutil.rmtree(TEMPLATES, ignore_errors=True)
    (LOGS / LOG).unlink(missing_ok=True)
    partial = folder.with_suffix(".partial")
    partial.mkdir(parents=True)
    _make_glance(partial)
    _make_keystone(python, partial)
    return partial.rename(folder)


def _make_keystone(python: Path, folder: Path) -> None:
    home = folder / "keystone"
    configuration.write_keystone(home)
    owner = _owner_arguments()
    _manage(home, "keystone", ["db_sync"])
    _manage(home, "keystone", ["fernet_setup", *owner])
    _manage(home, "keystone", ["credential_setup", *owner])
    password = populate.new_password()
    _manage(home, "keystone", ["bootstrap", *_bootstrap_arguments(password)])
    _use_write_ahead_log(home / "keystone.db")
    server = Server(python, "keystone", listening_socket(), home, LOGS / LOG)
    try:
        server.wait_until_ready("/v3")
        populate.populate(server.url, password).save(folder / PEOPLE)
    finally:
        server.close()


def _owner_arguments() -> list[str]:
    import grp  # not on Windows

    group = grp.getgrgid(os.getgid()).gr_name
    return ["--keystone-user", getpass.getuser(), "--keystone-group", group]


def _bootstrap_arguments(password: str) -> list[str]:
    # One word, because a password may begin with a dash.
    arguments = [f"--bootstrap-password={password}", "--bootstrap-region-id", REGIONS[0]]
    for interface in ("public", "internal", "admin"):
        arguments += [f"--bootstrap-{interface}-url", populate.IDENTITY_PLACEHOLDER]
    return arguments


def _make_glance(folder: Path) -> None:
    first, *others = (folder / region for region in REGIONS)
    # Neither address nor user matters to the database commands.
    configuration.write_glance(
        first, "http://identity.invalid", "http://image.invalid", ServiceUser("", "")
    )
    _manage(first, "glance", ["db_sync"])
    _manage(first, "glance", ["db_load_metadefs", str(ENVIRONMENT / "etc" / "glance" / "metadefs")])
    _use_write_ahead_log(first / "glance.db")
    for other in others:
        other.mkdir()
        shutil.copy(first / "glance.db", other)


def _manage(folder: Path, service: str, arguments: list[str]) -> None:
    name = "keystone.conf" if service == "keystone" else "glance-api.conf"
    # Through the interpreter: the script's first line names where the environment was made.
    script = [str(ENVIRONMENT / "bin" / program) for program in ("python", f"{service}-manage")]
    command = [*script, "--config-file", str(folder / name)]
    variables = child_variables(folder)
    run_logged([*command, *arguments], LOGS / LOG, seconds=MANAGE_SECONDS, variables=variables)


def _use_write_ahead_log(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
