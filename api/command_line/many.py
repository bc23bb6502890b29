"""`call` with --all-pages, --all-regions or --regions: one call that takes many requests, printed as one answer."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api.command_line.chosen import Chosen
from api.command_line.exit_codes import ExitCode
from api.command_line.output import print_json
from api.command_line.show import Shown
from api.command_line.signing_in import OPTIONS
from api.command_line.working import carry_out
from api.errors import BadInput, Fault
from api.model import Call, Place, Product
from api.running import CancelToken
from api.work.answers import CallRefused
from api.work.pages.gather import Gather, can_gather
from api.work.regions.fan_out import FanOut, can_ask
from api.work.regions.places import regions_of

if TYPE_CHECKING:
    from api.desk import Desk
    from api.exchange.exchange import Exchange
    from api.exchange.merged import Merged, Part
    from api.work.plan import Outcome


def is_many(options: argparse.Namespace) -> bool:
    """Whether the command asks for more than one request, and for more than to see the first."""
    return bool(options.all_pages or options.all_regions or options.regions)


def check_many(call: Call, options: argparse.Namespace) -> None:
    """Raises BadInput for what does not fit together."""
    if options.max is not None and not options.all_pages:
        raise _bad("--max goes with --all-pages.")
    if options.all_pages and not can_gather(call):
        raise _bad(f"{call.title} has no pages: leave --all-pages out.")
    if (options.all_regions or options.regions) and not can_ask(call):
        raise _bad(f"{call.title} can be sent to one region only: it does not just read a document.")
    if options.regions and (options.all_regions or options.region):
        raise _bad("Give one of --region, --regions and --all-regions.")
    if is_many(options) and options.address:
        raise _bad("--address does not go with --all-pages and several regions.")


def run_many(
    desk: Desk, chosen: Chosen, place: Place, options: argparse.Namespace, cancel: CancelToken
) -> ExitCode:
    """Fetch and print all of it. What could not be fetched is said on standard error. Raises PitchforkError."""
    if place.profile is None:
        raise _no_sign_in()
    plan = _plan(desk, chosen, place, options)
    try:
        outcome = carry_out(desk, plan, cancel)
    except CallRefused as refused:
        _print(refused.exchange, options)
        print(refused, file=sys.stderr)
        return ExitCode.REFUSED
    _print(outcome.value.exchange(), options)
    print(outcome.sentence, file=sys.stderr)
    return _code(outcome, cancel)


def places_of(desk: Desk, product: Product, place: Place, wanted: str | None) -> tuple[Place, ...]:
    """The place in each of the wanted regions ("DFW,ORD"), or in all of its cloud. Raises BadInput."""
    cloud = desk.cloud(place.profile)
    if cloud is None:
        raise _no_sign_in()
    if not wanted:
        return regions_of(cloud, product)
    known = cloud.regions
    found = {region.casefold(): region for region in known}
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    for name in names:
        if name.casefold() not in found:
            raise _bad(f"There is no region “{name}” here. There are: {', '.join(known)}.")
    return tuple(
        replace(place, region=region) for region in dict.fromkeys(found[n.casefold()] for n in names)
    )


def _plan(desk: Desk, chosen: Chosen, place: Place, options: argparse.Namespace) -> Gather | FanOut:
    call, values = chosen.call, chosen.values(desk, options, place.profile)
    if options.all_regions or options.regions:
        places = places_of(desk, desk.catalogue.product(call.head.product), place, options.regions)
        return FanOut(call, values, places, whole=options.all_pages, most=options.max)
    return Gather(call, values, place, options.max)


def _code(outcome: Outcome, cancel: CancelToken) -> ExitCode:
    if cancel.cancelled:
        return ExitCode.CANCELLED
    return ExitCode.FINE if outcome.whole else ExitCode.REFUSED


def _print(exchange: Exchange, options: argparse.Namespace) -> None:
    shown = Shown({} if options.show_secrets else None)
    if not options.json:
        shown.for_reading(exchange.request, exchange)
        return
    document = shown.document(exchange.request, exchange)
    if exchange.merged is not None:
        document |= _parts(exchange.merged, shown)
    print_json(document)


def _parts(merged: Merged, shown: Shown) -> dict[str, Any]:
    return {
        merged.kind: [_part(part, shown) for part in merged.parts],
        "complete": merged.rest is None and not merged.trouble,
        "trouble": merged.trouble or None,
    }


def _part(part: Part, shown: Shown) -> dict[str, Any]:
    told: dict[str, Any] = {
        "url": shown.text(part.request.url) if part.request is not None else None,
        "status": part.status,
        "request_id": part.request_id or None,
        "count": part.count,
        "started": part.started.isoformat() if part.started is not None else None,
        "seconds": round(part.seconds, 6),
    }
    if not part.label:
        return told
    return {"region": part.label, **told, "more": part.more, "trouble": part.trouble or None}


def _no_sign_in() -> BadInput:
    return _bad(f"This call needs a sign-in: give {OPTIONS}.")


def _bad(sentence: str) -> BadInput:
    return BadInput([Fault(None, sentence)])
