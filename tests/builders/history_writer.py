"""A process that records exchanges until it is killed: ``history_writer.py FOLDER NAME [COUNT]``; tells each number.

It says "ready" when it begins, and each number once its entry is written.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from api.records.history.history import History
from tests.builders.exchanges import a_response, an_exchange, an_image_list

SIZES = (1, 20, 3, 120)
"""Images in the answers, in turn: some entries are written at once, others take many pages of the file."""


def main() -> None:
    """Record, wait until it is written, tell it; COUNT times, or for ever."""
    folder, name = Path(sys.argv[1]), sys.argv[2]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else sys.maxsize
    print("ready", flush=True)
    history = History(folder)
    for number in range(count):
        images = an_image_list(SIZES[number % len(SIZES)])
        exchange = an_exchange(a_response({"number": number, **images}))
        history.note(replace(exchange, id=f"{name}-{number}"))
        if history.flush(60) and history.problem is None:
            print(number, flush=True)
    history.close()


if __name__ == "__main__":
    main()
