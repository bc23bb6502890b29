"""`export`: entries of the history as HAR, Markdown or JSON. `import`: calls of other programs become saved calls."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.answer.sizes import counted
from api.command_line.exit_codes import ExitCode
from api.command_line.output import print_json
from api.desk import Desk
from api.running import CancelToken

if TYPE_CHECKING:
    from api.records.importing.finding import Finding
    from api.records.importing.reading import Findings


def run_export(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Do what ``export`` was asked for. Raises PitchforkError."""
    from api.records.bundle.wish import SHORTENED, BundleForm, Wish
    from api.records.bundle.writing import bundle_pieces, write_file

    longest = SHORTENED if options.shorten else None
    wish = Wish(BundleForm(options.form), options.stand_ins, not options.no_bodies, longest)
    with ExitStack() as kept:
        redacted = []
        for entry_id in dict.fromkeys(options.entry_ids):
            entry = desk.history.open(entry_id, cancel)
            kept.callback(entry.close)
            redacted.append(entry.redacted)
        pieces = bundle_pieces(redacted, wish, cancel.check)
        if options.output == "-":
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            return ExitCode.FINE
        target = Path(options.output)
        write_file(pieces, target, cancel, replace=options.replace)
    print(f"{counted(len(redacted), 'calls')} written to {target.name}.", file=sys.stderr)
    return ExitCode.FINE


def run_import(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Do what ``import`` was asked for. Raises PitchforkError."""
    from api.records.importing.foreign import LARGEST_FILE
    from api.records.importing.keeping import keep
    from api.records.importing.reading import find_calls, read_file

    data = sys.stdin.buffer.read(LARGEST_FILE + 1) if options.file == "-" else read_file(Path(options.file))
    findings = find_calls(data, desk.catalogue, cancel.check)
    _show(findings, as_json=options.json)
    if options.dry_run:
        return ExitCode.FINE
    imported = keep(findings.found, desk.saved, folder=options.folder, check=cancel.check)
    for failure in (*imported.left_out, *imported.failures):
        print(failure, file=sys.stderr)
    total = counted(len(findings.found), "requests")
    print(f"{counted(imported.count, 'calls')} imported, of {total}.", file=sys.stderr)
    return ExitCode.MACHINE_FAILED if imported.failures else ExitCode.FINE


def _show(findings: Findings, *, as_json: bool) -> None:
    if as_json:
        print_json([_document(finding) for finding in findings.found])
        return
    for finding in findings.found:
        print(f"{finding.name}: {finding.saved.call if finding.saved else finding.reason}")
        for remark in finding.remarks:
            print(f"  {remark}")
    if findings.remark:
        print(findings.remark)


def _document(finding: Finding) -> dict[str, Any]:
    saved = finding.saved
    return {
        "name": finding.name,
        "folder": "/".join(finding.folder),
        "method": finding.method,
        "address": finding.address,
        "call": saved.call if saved else None,
        "values": dict(saved.values) if saved else None,
        "reason": finding.reason or None,
        "left_out": list(finding.remarks),
    }
