"""How it stands with every row of one run: each has exactly one result, which may be read while it runs."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from typing import Any

from api.work.bulk.row import Result, Row, RowState

_ORDER = (
    RowState.DONE,
    RowState.ALREADY,
    RowState.LEFT_OUT,
    RowState.REFUSED,
    RowState.NO_ANSWER,
    RowState.NOT_BEGUN,
)
_WAITING = Result()


class Results:
    """The results of some rows, by their numbers. Thread-safe."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = tuple(rows)
        self._lock = threading.Lock()
        self._results = [_WAITING] * len(self.rows)
        self._counts = Counter({RowState.WAITING: len(self.rows)})

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, number: int) -> Result:
        return self._results[number]

    def put(self, number: int, result: Result) -> None:
        """Now it stands so with a row."""
        with self._lock:
            self._counts[self._results[number].state] -= 1
            self._counts[result.state] += 1
            self._results[number] = result

    def end(self) -> None:
        """Nothing more will happen: what waits was not begun."""
        for number, result in enumerate(self._results):
            if result.state is RowState.WAITING:
                self.put(number, Result(RowState.NOT_BEGUN))

    def counts(self) -> Counter[RowState]:
        """How many rows stand how."""
        with self._lock:
            return +self._counts

    @property
    def ended(self) -> int:
        """How many rows will not change any more."""
        counts = self.counts()
        return len(self) - counts[RowState.WAITING] - counts[RowState.RUNNING]

    @property
    def failed(self) -> tuple[int, ...]:
        """The rows that can be tried again."""
        with self._lock:
            return tuple(number for number, each in enumerate(self._results) if each.state.failed)

    @property
    def whole(self) -> bool:
        """Whether every row is as it was meant to be."""
        counts = self.counts()
        return counts[RowState.DONE] + counts[RowState.ALREADY] == len(self)

    @property
    def sentence(self) -> str:
        """What came of all of them: "47 of 50 done, 2 refused, 1 not begun."."""
        counts = self.counts()
        parts = [f"{counts[RowState.DONE]:,} of {len(self):,} done"]
        parts += [f"{counts[state]:,} {state}" for state in _ORDER[1:] if counts[state]]
        return ", ".join(parts) + "."

    def table(self) -> list[dict[str, Any]]:
        """The rows as JSON."""
        with self._lock:
            results = tuple(self._results)
        return [
            {
                "id": row.id,
                "name": row.name,
                "result": result.state.value,
                "status": result.status,
                "sentence": result.sentence,
                "request_id": result.request_id,
            }
            for row, result in zip(self.rows, results, strict=True)
        ]
