"""`snippet`: build one request, and print it as another tool would send it."""

from __future__ import annotations

import argparse
import sys

from api.command_line.call import draft_of
from api.command_line.chosen import choose
from api.command_line.exit_codes import ExitCode
from api.command_line.signing_in import find_place, signed_in
from api.desk import Desk
from api.errors import BadInput
from api.records.snippets.kinds import Kind
from api.records.snippets.registry import taken
from api.running import CancelToken


def run_snippet(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Print the snippet, and on standard error what has to be set before it is run. Raises PitchforkError."""
    chosen = choose(desk, options)
    product = desk.catalogue.product(chosen.call.head.product)
    with signed_in(desk, options, cancel) as profile_id:
        draft = draft_of(desk, chosen, options, find_place(desk, product, options, profile_id))
    if draft.request is None:
        raise BadInput(draft.faults)
    snippet = taken(draft.request, Kind(options.kind))
    sys.stdout.write(snippet.text)
    if snippet.variables:
        print(
            f"Set {', '.join(f'${name}' for name in snippet.variables)} before it is run.", file=sys.stderr
        )
    return ExitCode.FINE
