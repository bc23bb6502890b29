"""`upload`: send a file to an image, or make a new image of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.command_line.exit_codes import ExitCode
from api.command_line.output import print_json
from api.command_line.signing_in import OPTIONS, find_place, signed_in
from api.command_line.working import carry_out
from api.desk import Desk
from api.errors import BadInput, Cancelled, Fault, NotConfirmed, PitchforkError
from api.exchange.reading import read_json
from api.model import Place
from api.running import CancelToken
from api.work.transfers.new_image import NewImage
from api.work.transfers.sniffing import Sniffed, disagreement, sniff, surely_wrong
from api.work.transfers.standing import PRODUCT, SHOW
from api.work.transfers.upload import Upload, Way

_MEMBERS = (
    "name",
    "disk_format",
    "container_format",
    "visibility",
    "min_disk",
    "min_ram",
    "protected",
    "tags",
)
_OPTIONS = {"tags": "--tag", "properties": "--property"}


def run_upload(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Do what ``upload`` was asked for, and sign out again. Raises PitchforkError."""
    _check(options)
    sniffed = sniff(Path(options.file))
    with signed_in(desk, options, cancel) as profile_id:
        if profile_id is None:
            raise BadInput([Fault(None, f"This needs a sign-in: give {OPTIONS}.")])
        place = find_place(desk, desk.catalogue.product(PRODUCT), options, profile_id)
        plan = _plan(options, place, sniffed)
        _check_formats(_formats(desk, plan, cancel), sniffed, confirmed=options.yes)
        return _carry_out(desk, plan, options, cancel)


def _carry_out(
    desk: Desk, plan: Upload | NewImage, options: argparse.Namespace, cancel: CancelToken
) -> ExitCode:
    try:
        outcome = carry_out(desk, plan, cancel)
    except PitchforkError as error:
        if options.json:
            image_id = plan.image_id if isinstance(plan, Upload) else _created(desk)
            print_json({"error": error.sentence, "hint": error.hint, "image_id": image_id})
        if isinstance(error, Cancelled):
            print(error, file=sys.stderr)
            return ExitCode.CANCELLED
        raise
    if options.json:
        print_json(outcome.value)
    else:
        print(outcome.sentence)
    return ExitCode.FINE


def _created(desk: Desk) -> str | None:
    """The id of the image that the work created; None where it did not come to that."""
    return next((work.memory.facts.get("image") for work in desk.works.all()), None)


def _check(options: argparse.Namespace) -> None:
    of_new = [name for name in (*_MEMBERS, "properties") if getattr(options, name) is not None]
    if options.image and of_new:
        names = ", ".join(_OPTIONS.get(name, f"--{name.replace('_', '-')}") for name in of_new)
        raise BadInput(
            [Fault(None, f"{names}: for a new image only, and --image names one that is there.")]
        )


def _plan(options: argparse.Namespace, place: Place, sniffed: Sniffed) -> Upload | NewImage:
    path, way = Path(options.file).absolute(), Way.IMPORT if options.stage else Way.DIRECT
    if options.image:
        return Upload(place, options.image, path, way, options.store)
    members = {name: getattr(options, name) for name in _MEMBERS if getattr(options, name) is not None}
    defaults = {
        "name": path.name,
        "disk_format": sniffed.disk_format,
        "container_format": sniffed.container_format,
    }
    if "disk_format" not in members:
        print(f"Disk format: {sniffed.disk_format}, for the file is {sniffed.title}.", file=sys.stderr)
    return NewImage(place, path, defaults | members, _properties(options.properties), way, options.store)


def _properties(arguments: list[str] | None) -> dict[str, str]:
    pairs = [argument.partition("=") for argument in arguments or ()]
    wrong = [name for name, equals, _text in pairs if not equals or not name]
    if wrong:
        raise BadInput([Fault(None, f"“{name}” is not NAME=VALUE.") for name in wrong])
    return {name: text for name, _equals, text in pairs}


def _formats(desk: Desk, plan: Upload | NewImage, cancel: CancelToken) -> Mapping[str, Any]:
    """The members that name the formats: the new image's, or those of the one that is there."""
    if isinstance(plan, NewImage):
        return plan.members
    exchange = desk.asker(plan.place, cancel)(SHOW, {"image_id": plan.image_id})
    return read_json(exchange) if exchange.status == 200 else {}  # what is wrong, the upload says


def _check_formats(members: Mapping[str, Any], sniffed: Sniffed, *, confirmed: bool) -> None:
    """A file that spoils the image for certain is sent only when that was confirmed."""
    disk, container = members.get("disk_format"), members.get("container_format") or "bare"
    if not disk or confirmed or not surely_wrong(disk, sniffed, container):
        return
    raise NotConfirmed(
        disagreement(disk, sniffed, container), "Nothing was sent. Give --yes to send it all the same."
    )
