"""`history`: list what was sent."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from api.answer.plain import one_line
from api.command_line.exit_codes import ExitCode
from api.command_line.output import print_json, print_text
from api.desk import Desk
from api.running import CancelToken

if TYPE_CHECKING:
    from api.records.history.entry import Entry


def run_history(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Do what ``history`` was asked for. Raises PitchforkError."""
    from api.records.history.entry import Wanted

    entries = desk.history.find(Wanted(text=options.search, limit=options.limit), cancel)
    if options.json:
        print_json([_document(entry) for entry in entries])
    else:
        print_text("\n".join(_line(entry) for entry in entries))
    return ExitCode.FINE


def _line(entry: Entry) -> str:
    time = entry.started.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    status = entry.status if entry.status is not None else "---"
    star = "*" if entry.starred else " "
    told = f"{entry.number:>6}{star} {time}  {entry.method:<6} {status}  {entry.title} · {entry.who}"
    return one_line(f"{told} · {entry.sentence}" if entry.sentence else told, 400)


def _document(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "id": entry.id,
        "call": entry.call_id,
        "title": entry.title,
        "method": entry.method,
        "url": entry.url,
        "status": entry.status,
        "error": entry.sentence or None,
        "who": entry.who,
        "profile": entry.profile,
        "account": entry.account,
        "region": entry.region,
        "started": entry.started.isoformat(timespec="milliseconds"),
        "seconds": round(entry.seconds, 6),
        "bytes": entry.size,
        "request_id": entry.request_id or None,
        "starred": entry.starred,
        "has_body": entry.has_body,
    }
