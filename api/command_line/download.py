"""`download`: an image's data into a file, verified."""

from __future__ import annotations

import argparse
from pathlib import Path

from api.command_line.exit_codes import ExitCode
from api.command_line.output import print_json
from api.command_line.signing_in import OPTIONS, find_place, signed_in
from api.command_line.working import carry_out
from api.desk import Desk
from api.errors import BadInput, Fault, NotOffered, PitchforkError
from api.exchange.reading import read_json
from api.model import Place
from api.running import CancelToken
from api.work.answers import good
from api.work.transfers.download import IMAGE_DATA, Download
from api.work.transfers.naming import suggested_name

SHOW, PRODUCT = "image.show-image", "image"


def run_download(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Do what ``download`` was asked for, and sign out again. Raises PitchforkError."""
    with signed_in(desk, options, cancel) as profile_id:
        if profile_id is None:
            raise BadInput([Fault(None, f"This needs a sign-in: give {OPTIONS}.")])
        place = _place(desk, options, profile_id)
        return _carry_out(desk, place, options, cancel)


def _place(desk: Desk, options: argparse.Namespace, profile_id: str) -> Place:
    product = desk.catalogue.product(PRODUCT)
    place = find_place(desk, product, options, profile_id)
    cloud = desk.cloud(profile_id)
    if cloud is not None and (reason := cloud.offers(product)):
        raise NotOffered(
            reason,
            "Rackspace gives no data out: export the image to a container (cloud-images.export-task).",
        )
    return place


def _carry_out(desk: Desk, place: Place, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    values = {"image_id": options.image_id}
    try:
        target = _target(desk, place, options, cancel)
        plan = Download(place, desk.catalogue.call(IMAGE_DATA), values, target, overwrite=options.force)
        outcome = carry_out(desk, plan, cancel)
    except PitchforkError as error:
        if options.json:
            print_json({"image_id": options.image_id, "error": error.sentence, "hint": error.hint})
        raise
    if options.json:
        print_json({"image_id": options.image_id, **outcome.value})
    else:
        print(outcome.sentence)
    return ExitCode.FINE


def _target(desk: Desk, place: Place, options: argparse.Namespace, cancel: CancelToken) -> Path:
    """The file; one that is named after the image where only a folder was given."""
    given = Path(options.output).absolute()
    if not given.is_dir():
        return given
    exchange = desk.asker(place, cancel)(SHOW, {"image_id": options.image_id})
    record = read_json(good(exchange, 200))
    return given / suggested_name(record if isinstance(record, dict) else {}, options.image_id)
