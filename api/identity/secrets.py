"""Secrets of profiles: in the operating system's keyring where there is one, in memory otherwise."""

from __future__ import annotations

import json
import secrets
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.errors import ProfileError
from api.identity.addresses import origin
from api.plain_file import make_private_folder

_PROBE = "probe"


@dataclass(frozen=True, slots=True)
class SecretStatus:
    """Whether a keyring works, what it is called, and a sentence that says where secrets live."""

    works: bool
    backend: str
    sentence: str


class SecretStore:
    """The secrets of one data folder. Blocking (a keyring may ask the person): use it on workers only.

    Each secret is bound to the origin of the identity address it was given for: a profile whose address has
    changed does not get it. Without a working keyring secrets are kept in memory until the program ends.
    """

    def __init__(self, service: str) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._memory: dict[str, str] = {}
        self._backend: Any = None
        self._status: SecretStatus | None = None
        self._broken = False

    def __repr__(self) -> str:
        return f"<SecretStore {self._service}>"

    def probe(self) -> SecretStatus:
        """Find out where secrets live. Asks the keyring once; the answer is remembered."""
        with self._lock:
            return self._probe()

    def get(self, profile_id: str, auth_url: str = "") -> str | None:
        """The profile's secret, if it was kept for the same origin; None otherwise."""
        with self._lock:
            self._probe()
            kept = self._memory.get(profile_id) or self._ask(profile_id)
        return _unpacked(kept, _bound_to(auth_url)) if kept else None

    def set(self, profile_id: str, secret: str, auth_url: str = "") -> bool:
        """Keep a secret for that origin; returns whether it outlives the program (False: in memory only)."""
        packed = json.dumps({"origin": _bound_to(auth_url), "secret": secret})
        with self._lock:
            self._probe()
            kept = self._keep(profile_id, packed)
            if kept:
                self._memory.pop(profile_id, None)
            else:
                self._memory[profile_id] = packed
            return kept

    def delete(self, profile_id: str) -> str:
        """Forget a secret, if there is one. Where it may stay all the same, a sentence says so, and where."""
        with self._lock:
            self._probe()
            self._memory.pop(profile_id, None)
            if self._backend is None:
                return self._left(profile_id) if self._broken else ""
            with suppress(Exception):  # a keyring without the entry raises; each backend its own error
                self._backend.delete_password(self._service, profile_id)
            try:
                gone = self._backend.get_password(self._service, profile_id) is None
            except Exception:  # noqa: BLE001 - locked or broken: nobody can tell
                gone = False
            return "" if gone else self._left(profile_id)

    def _left(self, profile_id: str) -> str:
        return (
            "The keyring could not be asked to forget the secret, if it has one. Delete it there by hand: service "
            f"{self._service}, user {profile_id}."
        )

    def _probe(self) -> SecretStatus:
        if self._status is None:
            self._status = self._look()
        return self._status

    def _look(self) -> SecretStatus:
        try:
            import keyring

            backend = _trustworthy(keyring.get_keyring())
            if backend is None:
                return _memory_only("There is no keyring on this system.")
            backend.get_password(self._service, _PROBE)
        except Exception as error:  # noqa: BLE001 - backends raise anything, from import errors to D-Bus ones
            self._broken = True
            return _memory_only(f"The keyring does not work ({type(error).__name__}).")
        self._backend = backend
        name = str(getattr(backend, "name", type(backend).__name__))
        return SecretStatus(True, name, f"Secrets are kept in the system's keyring ({name}).")

    def _ask(self, profile_id: str) -> str | None:
        with suppress(Exception):  # locked meanwhile, or the person refused: the same as no secret
            if self._backend is not None:
                answer = self._backend.get_password(self._service, profile_id)
                return answer if isinstance(answer, str) else None
        return None

    def _keep(self, profile_id: str, packed: str) -> bool:
        with suppress(Exception):  # too long for this keyring, locked, refused: memory takes it
            if self._backend is not None:
                self._backend.set_password(self._service, profile_id, packed)
                return True
        return False


def data_id(data_dir: Path) -> str:
    """The random id of a data folder, made on first use (in its file ``id``). Raises OSError."""
    path = data_dir / "id"
    with suppress(FileNotFoundError):
        known = path.read_text(encoding="ascii", errors="replace").strip()
        if known.isalnum():
            return known
        path.unlink()
    make_private_folder(data_dir)
    mine = data_dir / f"id.{secrets.token_hex(4)}"
    with mine.open("x", encoding="ascii") as file:
        mine.chmod(0o600)
        file.write(secrets.token_hex(16))
    return _settled(mine, path)


def _settled(mine: Path, path: Path) -> str:
    """The id that counts: the first to be linked there, however many processes start at once."""
    try:
        path.hardlink_to(mine)
        mine.unlink()
    except FileExistsError:
        mine.unlink()
    except OSError:  # a stick without hard links
        mine.replace(path)
    return path.read_text(encoding="ascii").strip()


def service_name(data_dir: Path) -> str:
    """The keyring service of a data folder. Raises OSError."""
    return f"pitchfork:{data_id(data_dir)}"


def _memory_only(reason: str) -> SecretStatus:
    return SecretStatus(False, "", f"{reason} Secrets stay in memory until the program ends.")


def _trustworthy(backend: Any) -> Any:
    """The backend, unless it loses what it is given, always fails, or writes files; None then.

    A chain counts as the first of its members that is fit: it would write to whichever comes first.
    """
    kind = type(backend)
    if kind.__module__ == "keyring.backends.chainer":
        return next((fit for each in backend.backends if (fit := _trustworthy(each)) is not None), None)
    modules = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
    writes_files = (
        "plaintext" in kind.__name__.lower() or "file" in kind.__module__.rsplit(".", 1)[-1].lower()
    )
    return None if kind.__module__.startswith(modules) or writes_files else backend


def _bound_to(auth_url: str) -> str:
    try:
        return origin(auth_url) if auth_url else ""
    except ProfileError:
        return auth_url


def _unpacked(kept: str, bound_to: str) -> str | None:
    try:
        content = json.loads(kept)
        secret = content["secret"] if content["origin"] == bound_to else None
    except (ValueError, KeyError, TypeError):
        return None
    return secret if isinstance(secret, str) else None
