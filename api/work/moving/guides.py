"""What guided dialogs ask for, check and sum up before they begin a piece of work: data and functions, no window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.catalog.catalogue import Catalogue
from api.exchange.gates import Several
from api.model import Key, Kind, Location, Parameter, Pick, Place, Schema
from api.work.moving import calls
from api.work.moving.checks import check_export, check_import
from api.work.moving.exporting import Export
from api.work.moving.findings import (
    CONTAINER,
    CREATE,
    IMAGE,
    NAME,
    REGION,
    REUSE,
    SOURCE,
    TARGET,
    Ask,
    Finding,
)
from api.work.moving.glance import GlanceCopy, Import, StoreCopy
from api.work.moving.importing import ImportDisk
from api.work.moving.region_copy import RegionCopy, check_copy
from api.work.plan import Plan

TIDY = "tidy"
"""The option that deletes the exports in the end."""
EXPORTS = 2
"""How many there are: one in each region."""
AskAt = Callable[[Place], Ask]
NameOf = Callable[[str], str]
"""What people call an image, by its id; "" where that is not known."""
Texts = Mapping[str, Any]
"""What the person filled in, by field; what is blank is not there."""


@dataclass(frozen=True, slots=True)
class Option:
    """A box to tick: its name, what it says, and for which remedy it appears ("" is always)."""

    name: str
    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """One guided piece of work at a place: what it asks for, and what becomes of the answers.

    ``check`` is asked with (texts, ask) on a worker and finds what is in the way; ``summary`` and ``make`` get
    (texts, the names of the ticked options). ``begin`` is the word on the button.
    """

    title: str
    about: str
    begin: str
    place: Place
    fields: tuple[Parameter, ...]
    check: Callable[[Texts, AskAt], tuple[Finding, ...]]
    summary: Callable[[Texts, frozenset[str]], str]
    make: Callable[[Texts, frozenset[str]], Plan]
    options: tuple[Option, ...] = ()

    def key(self, name: str) -> Key:
        """The key of a field."""
        return next(field.key for field in self.fields if field.name == name)

    def lacking(self, texts: Texts) -> tuple[str, ...]:
        """The needed fields that are blank."""
        return tuple(f.name for f in self.fields if f.required and not texts.get(f.name))


def deletes(plan: Plan) -> int:
    """How many things that a guide's plan has made it deletes at its end."""
    return EXPORTS if isinstance(plan, RegionCopy) and plan.tidy else 0


def worded(plan: Plan, word: Several) -> Plan:
    """The plan with what the person typed about that."""
    return replace(plan, word=word) if isinstance(plan, RegionCopy) else plan


def import_guide(catalogue: Catalogue, place: Place, products: tuple[str, ...]) -> Guide:
    """Importing: from Cloud Files where that is offered, else from the web."""
    if calls.CLOUD_IMAGES in products:
        return _import_disk(catalogue, place)
    return _import_web(catalogue, place)


def _import_disk(catalogue: Catalogue, place: Place) -> Guide:
    upload = {p.name: p for p in catalogue.call(calls.SHOW_OBJECT).parameters}
    fields = (
        _field(
            "container", "The container of this region that holds the disk.", pick=upload["container"].pick
        ),
        _field(
            SOURCE, "The disk: a fixed or dynamic VHD, its name without blanks.", pick=upload["object"].pick
        ),
        _field(NAME, "What the new image is called.", max_length=255),
    )

    def source(texts: Texts) -> str:
        return f"{texts.get('container', '')}/{texts.get(SOURCE, '')}"

    def check(texts: Texts, ask: AskAt) -> tuple[Finding, ...]:
        return check_import(ask(place), source(texts), str(texts[NAME]))

    return Guide(
        "Import an Image",
        "Makes an image of a virtual disk that lies in Cloud Files of this account and region.",
        "Import",
        place,
        fields,
        check,
        lambda texts, _ticked: (
            f"{source(texts)} becomes the image “{texts[NAME]}” in {place.region}, minutes to hours later. The image "
            "and the object are both charged as storage; the object is not needed afterwards."
        ),
        lambda texts, _ticked: ImportDisk(place, source(texts), str(texts[NAME])),
    )


def _import_web(catalogue: Catalogue, place: Place) -> Guide:
    create = {p.name: p for p in catalogue.call(calls.CREATE_IMAGE).fields()}
    formats = ("disk_format", "container_format")
    fields = (
        _field("address", "http or https; the service fetches it itself, without your sign-in."),
        _field(NAME, "What the new image is called.", max_length=255),
        *(replace(create[name], required=True) for name in formats),
    )

    def check(texts: Texts, _ask: AskAt) -> tuple[Finding, ...]:
        address = str(texts["address"])
        if not address.lower().startswith(("http://", "https://")) or any(c.isspace() for c in address):
            return (Finding("address", "It has to begin with http:// or https:// and hold no blanks."),)
        return ()

    def members(texts: Texts) -> dict[str, Any]:
        return {name: texts[name] for name in (NAME, *formats)}

    return Guide(
        "Import an Image",
        "Makes an image of a file in the web: the image service fetches it (web-download).",
        "Import",
        place,
        fields,
        check,
        lambda texts, _ticked: (
            f"The service in {place.region} fetches the file for the new image “{texts[NAME]}”. The data take up image "
            "storage. Nobody but the source can tell whether they are right: compare the hash in the end."
        ),
        lambda texts, _ticked: Import(place, str(texts["address"]), members(texts)),
    )


def export_guide(catalogue: Catalogue, place: Place, name_of: NameOf) -> Guide:
    """Exporting to Cloud Files."""
    task = {p.name.rpartition(".")[2]: p for p in catalogue.call(calls.EXPORT_TASK).fields()}
    fields = (
        _field(IMAGE, "One of your own, without a licence.", pick=task["image_uuid"].pick),
        _field(CONTAINER, "What receives it.", pick=task["receiving_swift_container"].pick),
    )

    def check(texts: Texts, ask: AskAt) -> tuple[Finding, ...]:
        return check_export(ask(place), place.account or "", str(texts[IMAGE]), str(texts[CONTAINER]))

    return Guide(
        "Export an Image",
        "Writes the image as a virtual disk (VHD) into a container of this account and region.",
        "Export",
        place,
        fields,
        check,
        lambda texts, _ticked: (
            f"A manifest {texts[IMAGE]}.vhd and its segments of about 125 MB appear in “{texts[CONTAINER]}”. They are "
            "charged as Cloud Files storage until you delete them, and a download as outgoing bandwidth."
        ),
        lambda texts, ticked: Export(
            place,
            str(texts[IMAGE]),
            str(texts[CONTAINER]),
            name_of(str(texts[IMAGE])),
            create=CREATE in ticked,
        ),
        (Option(CREATE, "Make the container first", CREATE),),
    )


def copy_guide(
    catalogue: Catalogue,
    place: Place,
    products: tuple[str, ...],
    regions: tuple[str, ...],
    name_of: NameOf,
) -> Guide:
    """Copying to another of these regions."""
    others = tuple(region for region in regions if region != place.region)
    region = Parameter(
        Location.PATH,
        REGION,
        Schema(Kind.CHOICE, choices=others),
        required=True,
        description="Where the copy is made.",
    )
    if calls.CLOUD_IMAGES in products:
        return _copy_disk(catalogue, place, region, name_of)
    return _copy_glance(catalogue, place, region, name_of)


def _copy_disk(catalogue: Catalogue, place: Place, region: Parameter, name_of: NameOf) -> Guide:
    task = {p.name.rpartition(".")[2]: p for p in catalogue.call(calls.EXPORT_TASK).fields()}
    fields = (
        _field(IMAGE, "One of your own, without a licence.", pick=task["image_uuid"].pick),
        region,
        _field(
            CONTAINER, "What takes the disk here on its way.", pick=task["receiving_swift_container"].pick
        ),
        _field(TARGET, "What takes the disk there; made where there is none."),
    )

    def plan(texts: Texts, ticked: frozenset[str] = frozenset()) -> RegionCopy:
        return RegionCopy(
            place,
            str(texts[IMAGE]),
            to=str(texts[REGION]),
            container=str(texts[CONTAINER]),
            target=str(texts[TARGET]),
            name=name_of(str(texts[IMAGE])),
            reuse=REUSE in ticked,
            tidy=TIDY in ticked,
        )

    def check(texts: Texts, ask: AskAt) -> tuple[Finding, ...]:
        made = plan(texts)
        found = check_copy(ask(place), ask(made.there), made)
        return tuple(replace(each, stops=False) if each.remedy == CREATE else each for each in found)

    def summary(texts: Texts, ticked: frozenset[str]) -> str:
        stays = (
            "Both exports are deleted in the end."
            if TIDY in ticked
            else "Both exports stay, and are charged, until you delete them."
        )
        return (
            f"Exports to “{texts[CONTAINER]}” in {place.region}, copies manifest and segments through this computer to "
            f"“{texts[TARGET]}” in {texts[REGION]}, imports them there and sets the remaining properties. The disk "
            f"leaves {place.region} as outgoing bandwidth, which is charged. {stays}"
        )

    return Guide(
        "Copy to Another Region",
        "Export, transfer, import and properties as one piece of work, which can go on after a break.",
        "Copy",
        place,
        fields,
        check,
        summary,
        plan,
        (
            Option(REUSE, "Use the export that lies there already", REUSE),
            Option(TIDY, "Delete both exports when the copy is active"),
        ),
    )


def _copy_glance(catalogue: Catalogue, place: Place, region: Parameter, name_of: NameOf) -> Guide:
    image = catalogue.call(calls.SHOW_IMAGE).parameters[0]
    return Guide(
        "Copy to Another Region",
        "The service of the other region fetches the image from this one (glance-download).",
        "Copy",
        place,
        (_field(IMAGE, "Which image.", pick=image.pick), region),
        lambda _texts, _ask: (),
        lambda texts, _ticked: (
            f"Makes a private image in {texts[REGION]} with the properties of this one, has its data fetched there and "
            "compares the hashes. Both take up storage; members are not copied."
        ),
        lambda texts, _ticked: GlanceCopy(
            place, str(texts[IMAGE]), str(texts[REGION]), name_of(str(texts[IMAGE]))
        ),
    )


def stores_guide(catalogue: Catalogue, place: Place, name_of: NameOf) -> Guide:
    """Copying to further stores of the same service."""
    asked = {p.name: p for p in catalogue.call(calls.IMPORT_IMAGE).fields()}
    image = catalogue.call(calls.SHOW_IMAGE).parameters[0]
    stores = replace(asked["stores"], required=False, description="Which ones; none: all that there are.")
    return Guide(
        "Copy to Stores",
        "Copies the data of an active image into further stores of the same service (copy-image).",
        "Copy",
        place,
        (_field(IMAGE, "An active image.", pick=image.pick), stores),
        lambda _texts, _ask: (),
        lambda texts, _ticked: (
            f"The data are copied to {', '.join(texts.get('stores') or ()) or 'all stores'} and take up space in each."
        ),
        lambda texts, _ticked: StoreCopy(
            place, str(texts[IMAGE]), tuple(texts.get("stores") or ()), name_of(str(texts[IMAGE]))
        ),
    )


def _field(
    name: str, description: str, *, pick: Pick | None = None, max_length: int | None = None
) -> Parameter:
    schema = Schema(Kind.TEXT, max_length=max_length)
    return Parameter(Location.PATH, name, schema, required=True, description=description, pick=pick)
