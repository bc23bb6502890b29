"""Saves what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from api.errors import PitchforkError
from api.records.importing.finding import Finding
from api.records.saved.names import plain_name
from api.records.saved.shelf import SavedCalls

_DEEPEST = 8
"""Folders below the chosen one; what lies deeper goes into the last."""


@dataclass(frozen=True, slots=True)
class Imported:
    """``count`` calls were saved; ``failures`` are sentences on those that could not be, by name."""

    count: int
    failures: tuple[str, ...] = ()


def keep(
    findings: Iterable[Finding],
    shelf: SavedCalls,
    root: Path | None = None,
    folder: str = "",
    check: Callable[[], None] = lambda: None,
) -> Imported:
    """Save the calls among the findings, in the folders they had, below a folder (blocking).

    One that cannot be saved keeps no other from it. ``check`` may raise to stop; what was saved stays.
    """
    count, failures = 0, []
    for finding in findings:
        check()
        if finding.saved is None:
            continue
        below = (plain_name(each, "folder") for each in finding.folder[:_DEEPEST])
        try:
            shelf.add(finding.saved, root, "/".join(each for each in (folder, *below) if each))
            count += 1
        except PitchforkError as error:
            failures.append(f"{finding.name}: {error}")
        except OSError as error:
            failures.append(f"{finding.name}: {error.strerror or type(error).__name__}.")
    return Imported(count, tuple(failures))
