"""Checks before an import or export: the service takes nearly anything with 201, and fails later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from api.answer.plain import middle, one_line
from api.answer.sizes import size
from api.errors import Cancelled, PitchforkError
from api.exchange.exchange import Exchange
from api.work.answers import good, refusal, value
from api.work.moving import calls
from api.work.moving.disk import CAUTIOUS, FOOTER, LARGEST, Disk, disk_fault, read_footer
from api.work.moving.findings import (
    CONTAINER,
    CREATE,
    IMAGE,
    NAME,
    REUSE,
    SOURCE,
    TARGET,
    Ask,
    Finding,
)

LICENCE = "com.rackspace__1__options"
_FORBIDDEN = re.compile(r"[/?.]")
_LONGEST_NAME = 255


def export_name(image_id: str) -> str:
    """What the service calls the object of an export."""
    return f"{image_id}.vhd"


def check_export(ask: Ask, account: str, image_id: str, container: str) -> tuple[Finding, ...]:
    """What is against exporting an image into a container of its region. Raises Cancelled only."""
    return (*check_exported_image(ask, account, image_id), *check_container(ask, image_id, container))


def check_exported_image(ask: Ask, account: str, image_id: str) -> tuple[Finding, ...]:
    """What is against exporting an image at all."""
    if not image_id:
        return (Finding(IMAGE, "Choose the image."),)
    try:
        image = value(ask(calls.IMAGE_DETAILS, {"image_id": image_id}))
    except Cancelled:
        raise
    except PitchforkError as error:
        return (Finding(IMAGE, f"The image cannot be read: {error.sentence}"),)
    return tuple(Finding(IMAGE, sentence) for sentence in _against(image, account))


def _against(image: dict[str, Any], account: str) -> Iterator[str]:
    owner, options = image.get("owner"), str(image.get(LICENCE, "0"))
    if image.get("status") != "active":
        yield f"Only an active image can be exported; this one is {_said(image.get('status'))}."
    if owner is not None and str(owner) != account:
        yield f"Only its owner can export an image; this one belongs to {_said(owner)}."
    if options != "0":
        yield (
            f"It carries a licence ({LICENCE} is {_said(options)}), as images of Windows and Red Hat do: "
            "those cannot be exported."
        )


def check_container(ask: Ask, image_id: str, container: str) -> tuple[Finding, ...]:
    """What is against a container that is to receive the export of an image."""
    if not container:
        return (Finding(CONTAINER, "Choose the container that receives it."),)
    if (wrong := _FORBIDDEN.search(container)) is not None:
        return (
            Finding(
                CONTAINER, f"The service takes no container with “{wrong[0]}” in its name for an export."
            ),
        )
    if (missing := missing_container(ask, container)) is not None:
        return (missing,)
    return _against_object(ask, image_id, container)


def missing_container(ask: Ask, container: str, field: str = CONTAINER) -> Finding | None:
    """That a container is not there, or cannot be seen; None where it is."""
    try:
        exchange = ask(calls.SHOW_CONTAINER, {"container": container})
        if exchange.status == 404:
            there = f"There is no container “{_said(container)}” in {exchange.place.region} yet."
            return Finding(field, there, remedy=CREATE)
        good(exchange)
    except Cancelled:
        raise
    except PitchforkError as error:
        return Finding(field, f"The container cannot be looked at: {error.sentence}")
    return None


def _against_object(ask: Ask, image_id: str, container: str) -> tuple[Finding, ...]:
    there = _lying(ask, image_id, container, CONTAINER)
    if not isinstance(there, str):
        return (there,) if there is not None else ()
    sentence = f"An export of this image lies there already ({there}), and the service overwrites none."
    return (Finding(CONTAINER, sentence, remedy=REUSE),)


def check_target(ask: Ask, image_id: str, container: str) -> tuple[Finding, ...]:
    """What is against a container of another region that is to receive the copy of an export."""
    if (missing := missing_container(ask, container, TARGET)) is not None:
        return (missing,)
    there = _lying(ask, image_id, container, TARGET)
    if not isinstance(there, str):
        return (there,) if there is not None else ()
    sentence = f"A disk of this image lies there already ({there}) and stays: choose another container."
    return (Finding(TARGET, sentence),)


def _lying(ask: Ask, image_id: str, container: str, field: str) -> str | Finding | None:
    """Size and age of an export of the image that lies there; None for none, a finding where that cannot be seen."""
    if not image_id:
        return None
    try:
        exchange = ask(calls.SHOW_OBJECT, {"container": container, "object": export_name(image_id)})
    except Cancelled:
        raise
    except PitchforkError as error:
        return Finding(field, f"The container cannot be looked into: {error.sentence}")
    if exchange.status == 404:
        return None
    if exchange.error is not None or exchange.status != 200:
        told = exchange.error.sentence if exchange.error is not None else refusal(exchange)
        return Finding(field, f"The container cannot be looked into: {told}")
    return f"{size(length_of(exchange))}, {header(exchange, 'Last-Modified') or 'of unknown age'}"


def check_import(ask: Ask, source: str, name: str) -> tuple[Finding, ...]:
    """What is against importing ``container/object`` as an image of that name. Raises Cancelled only."""
    findings: list[Finding] = []
    if not name.strip():
        findings.append(Finding(NAME, "The new image needs a name."))
    elif len(name) > _LONGEST_NAME:
        findings.append(
            Finding(NAME, f"A name has at most {_LONGEST_NAME} characters; this has {len(name)}.")
        )
    return (*findings, *check_source(ask, source))


def check_source(ask: Ask, source: str) -> tuple[Finding, ...]:
    """What is against the object that is to be imported."""
    container, slash, name = source.partition("/")
    if not source:
        return (Finding(SOURCE, "Choose the disk to import."),)
    if not slash or not container or not name:
        return (Finding(SOURCE, "Write it as container/object."),)
    if any(character.isspace() for character in source):
        return (
            Finding(SOURCE, "The service takes no name with blanks in it: copy the object to another one."),
        )
    try:
        shown = ask(calls.SHOW_OBJECT, {"container": container, "object": name})
        if shown.status == 404:
            there = (
                f"There is no object “{_said(name)}” in the container “{_said(container)}” of this region."
            )
            return (Finding(SOURCE, there),)
        return tuple(_against_source(ask, source, good(shown)))
    except Cancelled:
        raise
    except PitchforkError as error:
        return (Finding(SOURCE, f"The object cannot be looked at: {error.sentence}"),)


def _against_source(ask: Ask, source: str, shown: Exchange) -> Iterator[Finding]:
    container, _, name = source.partition("/")
    count = length_of(shown)
    if not count:
        yield Finding(SOURCE, "The object is empty.")
        return
    disk = disk_at_end(ask, container, name, count)
    if fault := disk_fault(disk):
        yield Finding(SOURCE, fault)
        return
    if count > LARGEST:
        yield Finding(SOURCE, f"The file is {size(count)}; at most {size(LARGEST)} are imported.")
    elif max(count, disk.size if disk else 0) > CAUTIOUS:
        told = f"Older pages of the service name {size(CAUTIOUS)} as the limit; newer ones {size(LARGEST)}."
        yield Finding(SOURCE, told, stops=False)
    if not name.lower().endswith(".vhd"):
        yield Finding(SOURCE, "Its name does not end in .vhd, though it is one.", stops=False)


def disk_at_end(ask: Ask, container: str, name: str, count: int) -> Disk | None:
    """What the last bytes of an object of ``count`` bytes tell; None for anything but a whole VHD."""
    if count < FOOTER:
        return None
    asked = {"container": container, "object": name, "Range": f"bytes={count - FOOTER}-{count - 1}"}
    response = good(ask(calls.DOWNLOAD_OBJECT, asked), 206).response
    return read_footer(response.content.bytes()) if response is not None else None


def length_of(exchange: Exchange) -> int:
    """The Content-Length of an answer; 0 where it tells none."""
    text = header(exchange, "Content-Length")
    return int(text) if text.isdecimal() else 0


def header(exchange: Exchange, name: str) -> str:
    """A header of the answer; "" where there is none."""
    response = exchange.response
    return (response.header(name) or "") if response is not None else ""


def _said(text: object) -> str:
    """A text of the cloud within a sentence."""
    return middle(one_line(str(text), 200), 60)
