"""How a person looks at the answers of each call: columns of the table and the query; names only, never values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.errors import PlainDataError
from api.plain_file import PlainFile

_MOST_COLUMNS = 1000
_LONGEST_KEY = 500
_LONGEST_QUERY = 16 * 1024
_WIDEST = 10_000


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column as the person arranged it: its key, its width in pixels (0: as it comes), and whether it is hidden."""

    key: str
    width: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class CallView:
    """The view of one call's answers: ``columns`` in their order (none: as they come), ``query`` ("" is none)."""

    columns: tuple[ColumnChoice, ...] = ()
    query: str = ""


class CallViews:
    """The views by call id, in one readable file. Thread-safe."""

    def __init__(self, data_dir: Path) -> None:
        self._file = PlainFile(data_dir / "views.json", version=1)

    @property
    def problem(self) -> PlainDataError | None:
        """What was wrong with the file when it was last read; None is fine."""
        return self._file.problem

    def load(self, call_id: str) -> CallView:
        """The view of a call; the plain one where nothing was kept or what was kept cannot be used."""
        return _view(_calls(self._file.read()).get(call_id))

    def save(self, call_id: str, view: CallView) -> None:
        """Keep the whole view of a call. Raises OSError."""
        self.change(call_id, lambda _before: view)

    def change(self, call_id: str, change: Callable[[CallView], CallView]) -> None:
        """Keep what ``change`` makes of the view, in one step: nobody's change to another part gets lost.

        Names and queries of absurd length are not kept. Raises OSError.
        """
        before = self.load(call_id)
        if change(before) == before:
            return
        with self._file.changing() as content:
            calls = content["calls"] = _calls(content)
            kept = _plain(change(_view(calls.get(call_id))))
            if kept:
                calls[call_id] = kept
            else:
                calls.pop(call_id, None)


def _calls(content: dict[str, Any]) -> dict[str, Any]:
    calls = content.get("calls")
    return calls if isinstance(calls, dict) else {}


def _plain(view: CallView) -> dict[str, Any]:
    columns = [_plain_column(each) for each in view.columns if len(each.key) <= _LONGEST_KEY]
    kept: dict[str, Any] = {"columns": columns[:_MOST_COLUMNS]} if columns else {}
    if view.query and len(view.query) <= _LONGEST_QUERY:
        kept["query"] = view.query
    return kept


def _plain_column(choice: ColumnChoice) -> dict[str, Any]:
    column: dict[str, Any] = {"key": choice.key}
    if choice.width:
        column["width"] = choice.width
    if choice.hidden:
        column["hidden"] = True
    return column


def _view(kept: Any) -> CallView:
    if not isinstance(kept, dict):
        return CallView()
    columns, query = kept.get("columns"), kept.get("query")
    found = [_column(each) for each in columns] if isinstance(columns, list) else []
    known = {column.key: column for column in reversed(found) if column is not None}
    return CallView(tuple(reversed(known.values())), query if isinstance(query, str) else "")


def _column(kept: Any) -> ColumnChoice | None:
    if not isinstance(kept, dict) or not isinstance(kept.get("key"), str):
        return None
    return ColumnChoice(kept["key"], _width(kept.get("width")), kept.get("hidden") is True)


def _width(kept: Any) -> int:
    usable = isinstance(kept, int) and not isinstance(kept, bool) and 0 < kept <= _WIDEST
    return int(kept) if usable else 0
