"""Secrets of imported calls: in the keyring, each for one field of one call and one origin; in files, only names."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from api.errors import ProfileError
from api.identity.addresses import origin
from api.model import Key
from api.records.saved.call import SavedCall
from api.records.saved.placeholders import placeholder, whole_name
from api.records.saved.trouble import SavedCallError

if TYPE_CHECKING:
    from api.identity.secrets import SecretStore

_PREFIX = "keyring."


def new_template(key: Key) -> str:
    """A placeholder for a secret of that field, called as none is yet."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", key.name)[:32]
    return placeholder(f"{_PREFIX}{plain}.{token_hex(8)}")


def kept_name(template: Any) -> str:
    """The name in the keyring of what a template stands for; "" for any other template."""
    name = whole_name(template)
    return name if name.startswith(_PREFIX) else ""


def kept_fields(saved: SavedCall) -> dict[str, str]:
    """The names in the keyring of a saved call's secrets, by its fields."""
    return {field: name for field, each in saved.values.items() if (name := kept_name(each))}


def origin_of(url: str) -> str:
    """The origin of an address; "" where it has none."""
    try:
        return origin(url)
    except ProfileError:
        return ""


class Vault:
    """The secrets of the saved calls of one data folder. Blocking (a keyring may ask the person), thread-safe.

    A name is of use only together with the call and field it was made for: whoever writes it elsewhere into a file
    gets nothing. ``check`` stands before each send.
    """

    def __init__(self, store: Callable[[], SecretStore] | None = None) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._handed: dict[str, set[str]] = {}
        self._forgotten: dict[str, str] = {}

    def __repr__(self) -> str:
        return "<Vault>"

    @property
    def works(self) -> bool:
        """Whether there is a keyring. Memory alone is none: files would name what is gone after this run."""
        return self._store is not None and self._store().probe().works

    def keep(self, saved: SavedCall, field: str, secret: str, bound_to: str) -> bool:
        """Keep what a field's template names, for an origin; returns whether it is in the keyring."""
        if self._store is None or not self.works or not bound_to:
            return False
        user, packed = _user(saved, field), json.dumps([bound_to, secret])
        if self._store().set(user, packed):
            return True
        self._store().delete(user)  # else it would stay in memory
        return False

    def get(self, saved: SavedCall, field: str) -> str | None:
        """The secret of a field; None where the keyring has none for this very call and field."""
        packed = self._store().get(_user(saved, field)) if self._store is not None else None
        if not packed:
            return None
        bound_to, secret = json.loads(packed)
        with self._lock:
            self._handed.setdefault(secret, set()).add(bound_to)
        return str(secret)

    def forget(self, saved: SavedCall, field: str) -> str:
        """Take a secret out of the keyring; until the program ends, ``bring_back`` puts it there again.

        Where it may stay all the same, a sentence says so.
        """
        if self._store is None:
            return ""
        user = _user(saved, field)
        if packed := self._store().get(user):
            with self._lock:
                self._forgotten[user] = packed
                self._handed.pop(json.loads(packed)[1], None)
        return self._store().delete(user)

    def bring_back(self, saved: SavedCall) -> None:
        """Put back what was forgotten of a saved call."""
        for field in kept_fields(saved):
            with self._lock:
                packed = self._forgotten.pop(_user(saved, field), None)
            if packed and self._store is not None and not self._store().set(_user(saved, field), packed):
                self._store().delete(_user(saved, field))

    def check(self, url: str, secrets: Mapping[str, str]) -> None:
        """What was handed out goes to its own origin only. Raises SavedCallError before anything is sent."""
        with self._lock:
            bound = {field: self._handed[each] for field, each in secrets.items() if each in self._handed}
        target = origin_of(url)
        for field, origins in bound.items():
            if target not in origins:
                raise SavedCallError(
                    f"{field.partition(':')[2]} was imported for {', '.join(sorted(origins))}, and this goes to "
                    f"{target or 'another address'}. Nothing was sent.",
                    "Choose the place it was imported for, or delete the saved call and type the secret.",
                )


def _user(saved: SavedCall, field: str) -> str:
    return f"{kept_name(saved.values.get(field))} {saved.call} {field}"
