"""What a test runs within a session bus of its own: keeps, finds or forgets a secret, and prints a JSON line.

    python keyring_child.py SERVICE DEED [SECRET]

DEED is "probe", "set", "get", "elsewhere" (another address) or "delete". The secret comes by standard input.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from api.identity.secrets import SecretStore

PROFILE, ADDRESS, ELSEWHERE = "p1", "https://identity.example/v3", "https://evil.example/v3"


def main(service: str, deed: str) -> object:
    """Do it with the system's keyring."""
    store = SecretStore(service)
    status = store.probe()
    if deed == "probe":
        return {"works": status.works, "backend": status.backend, "sentence": status.sentence}
    if deed == "set":
        return store.set(PROFILE, sys.stdin.read(), ADDRESS)
    if deed == "delete":
        return store.delete(PROFILE)
    return store.get(PROFILE, ADDRESS if deed == "get" else ELSEWHERE)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:3])))
