"""Reads the command line and starts the window or a headless command; nothing else."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api.constants import APART, IDENTIFIER

if TYPE_CHECKING:
    from api.desk import Desk


def main(arguments: list[str]) -> int:
    """Run the program; returns its exit code."""
    if not arguments:  # a double click: the window at once, without the command line's language
        return _open_window(_data_dir(None))
    if arguments[0] == APART:
        from api.answer.apart_child import main as run_apart

        run_apart()
    from api.command_line.parser import parse

    options = parse(arguments)
    data_dir = _data_dir(getattr(options, "data_dir", None))
    if options.command is not None:
        from api.command_line.run import run

        return run(options, data_dir)
    if options.self_test:
        from gui.self_test import self_test

        return self_test(data_dir)
    return _open_window(data_dir, options.open_practice, options.link)


def _open_window(data_dir: Path, practice: str = "", link: str = "") -> int:
    import gc

    gc.disable()  # collecting while everything is being imported only costs time; gui/garbage.py does it later
    from gui.app import Options, run

    return run(lambda: _desk(data_dir), Options(practice=practice, link=link, data_dir=data_dir))


def _desk(data_dir: Path) -> Desk:
    """The window asks for it once it is on the screen."""
    from api.desk import Desk

    return Desk(data_dir)


def _data_dir(given: str | None) -> Path:
    chosen = given or os.environ.get("PITCHFORK_DATA_DIR")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path(IDENTIFIER, appauthor=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
