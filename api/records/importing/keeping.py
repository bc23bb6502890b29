"""Saves what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from api.errors import PitchforkError
from api.records.importing.finding import Finding
from api.records.saved.call import SavedCall
from api.records.saved.names import plain_name
from api.records.saved.shelf import SavedCalls
from api.records.saved.vault import Vault, kept_fields

_DEEPEST = 8
"""Folders below the chosen one; what lies deeper goes into the last."""


@dataclass(frozen=True, slots=True)
class Imported:
    """``count`` calls were saved; ``failures`` are sentences on those that could not be, by name, and ``left_out`` on
    secrets that no keyring took.
    """

    count: int
    failures: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def keep(
    findings: Iterable[Finding],
    shelf: SavedCalls,
    root: Path | None = None,
    folder: str = "",
    check: Callable[[], None] = lambda: None,
) -> Imported:
    """Save the calls among the findings, in the folders they had, below a folder, their secrets in the keyring
    (blocking).

    One that cannot be saved keeps no other from it. ``check`` may raise to stop; what was saved stays.
    """
    count, failures, left_out = 0, [], []
    for finding in findings:
        check()
        if finding.saved is None:
            continue
        saved, lost = _stowed(finding, finding.saved, shelf.vault)
        left_out += [f"{finding.name}: {each}" for each in lost]
        below = (plain_name(each, "folder") for each in finding.folder[:_DEEPEST])
        try:
            shelf.add(saved, root, "/".join(each for each in (folder, *below) if each))
            count += 1
        except PitchforkError as error:
            _forget(saved, shelf.vault)
            failures.append(f"{finding.name}: {error}")
        except OSError as error:
            _forget(saved, shelf.vault)
            failures.append(f"{finding.name}: {error.strerror or type(error).__name__}.")
    return Imported(count, tuple(failures), tuple(left_out))


def _stowed(finding: Finding, saved: SavedCall, vault: Vault) -> tuple[SavedCall, list[str]]:
    """The call with its secrets in the keyring, without those that are not there, and sentences on the latter."""
    lost = [
        field
        for field, secret in finding.secrets.items()
        if not vault.keep(saved, field, secret, finding.origin)
    ]
    values = {field: each for field, each in saved.values.items() if field not in lost}
    why = "No keyring took it" if vault.works else "There is no keyring"
    told = [f"{field.partition(':')[2]} was left out and is asked for. {why}." for field in lost]
    return (replace(saved, values=values) if lost else saved), told


def _forget(saved: SavedCall, vault: Vault) -> None:
    for field in kept_fields(saved):
        vault.forget(saved, field)
