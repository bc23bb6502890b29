"""Runs a headless command from the parsed command line to the exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from api.catalog.catalogue import Catalogue
from api.command_line import output
from api.command_line.calls import list_calls
from api.command_line.exit_codes import ExitCode, exit_code_of
from api.errors import BadInput, PitchforkError
from api.running import CancelToken

if TYPE_CHECKING:
    from api.desk import Desk


def run(options: argparse.Namespace, data_dir: Path) -> ExitCode:
    """Run the command; every expected failure is a line on stderr and an exit code."""
    cancel = CancelToken()
    output.prepare()
    try:
        code = _told(options, data_dir, cancel)
        output.flush()
        return code
    except BrokenPipeError:  # who reads this (`| head`) has seen enough
        output.abandon()
        return ExitCode.FINE
    except OSError as error:
        sentence = _sentence(error)
        with suppress(OSError):  # it may be standard output itself that takes nothing
            _tell_as_json(options, sentence)
        output.abandon()
        print(sentence, file=sys.stderr)
        return ExitCode.MACHINE_FAILED
    except KeyboardInterrupt:
        cancel.cancel()
        _tell_as_json(options, "Cancelled.")
        print("Cancelled.", file=sys.stderr)
        return ExitCode.CANCELLED


def _told(options: argparse.Namespace, data_dir: Path, cancel: CancelToken) -> ExitCode:
    """Run the command; what it fails with is a document where one was asked for and none was printed."""
    try:
        return _run(options, data_dir, cancel)
    except PitchforkError as error:
        complain(error)
        _tell_as_json(options, error.sentence, error.hint)
        return exit_code_of(error)


def _tell_as_json(options: argparse.Namespace, sentence: str, hint: str = "") -> None:
    """Say what went wrong in the one document that was asked for, unless it was printed before."""
    if getattr(options, "json", False) and not output.printed_json():
        output.print_json({"error": sentence, "hint": hint})


def _sentence(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return (
        f"{error.filename}: {reason}." if error.filename else f"This cannot be written or read: {reason}."
    )


def _run(options: argparse.Namespace, data_dir: Path, cancel: CancelToken) -> ExitCode:
    if options.command == "calls":
        return list_calls(Catalogue(own=data_dir / "products"), as_json=options.json)
    return _run_with_desk(options, data_dir, cancel)


def _run_with_desk(options: argparse.Namespace, data_dir: Path, cancel: CancelToken) -> ExitCode:
    from api.desk import Desk

    desk = Desk(data_dir)
    try:
        return _command(options.command)(desk, options, cancel)
    finally:
        desk.close()  # what could not be recorded is known then
        for problem in desk.problems:
            complain(problem)


def _command(name: str) -> Callable[[Desk, argparse.Namespace, CancelToken], ExitCode]:
    """What carries a command out; each is imported only where it is asked for."""
    if name == "bulk":
        from api.command_line.bulk import run_bulk

        return run_bulk
    if name == "clean-up":
        from api.command_line.clean_up import run_clean_up

        return run_clean_up
    if name == "download":
        from api.command_line.download import run_download

        return run_download
    if name in ("product", "profile"):
        from api.command_line.products import run_product
        from api.command_line.profiles import run_profile

        return run_product if name == "product" else run_profile
    if name == "upload":
        from api.command_line.upload import run_upload

        return run_upload
    if name == "watch":
        from api.command_line.watch import run_watch

        return run_watch
    return _of_what_is_kept(name)


def _of_what_is_kept(name: str) -> Callable[[Desk, argparse.Namespace, CancelToken], ExitCode]:
    if name in ("export", "import"):
        from api.command_line.exporting import run_export, run_import

        return run_export if name == "export" else run_import
    if name == "history":
        from api.command_line.history import run_history

        return run_history
    if name == "replay":
        from api.command_line.replay import run_replay

        return run_replay
    if name == "snippet":
        from api.command_line.snippet import run_snippet

        return run_snippet
    from api.command_line.call import run_call

    return run_call


def complain(error: PitchforkError) -> None:
    """Say on standard error what went wrong: each wrong value on a line of its own, or sentence and details."""
    if isinstance(error, BadInput):
        for fault in error.faults:
            print(f"{fault.key.name}: {fault.sentence}" if fault.key else fault.sentence, file=sys.stderr)
        return
    print(error, file=sys.stderr)
    if error.details:
        print(error.details, file=sys.stderr)
