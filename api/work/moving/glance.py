"""Imports of the OpenStack Image service: from the web, from another region, and copies to further stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from api.answer.plain import middle, one_line
from api.answer.sizes import size
from api.catalog.catalogue import Catalogue
from api.errors import WrongBytes
from api.model import Place
from api.wire.redaction import mask_url
from api.work.answers import good, value
from api.work.moving import calls
from api.work.moving.properties import carried, read_image
from api.work.moving.tasks import active_image
from api.work.plan import Outcome
from api.work.watch.pauses import CLOCK, Clock
from api.work.work import Tone, Work

WEB, REGION, COPY = "web-download", "glance-download", "copy-image"
_MADE_ALONE = ("name", "disk_format", "container_format", "visibility", "protected", "tags", "min_disk",
               "min_ram", "os_hidden")  # fmt: skip
"""Members of Create image; everything else of an image is a property."""


@dataclass(frozen=True, slots=True)
class Import:
    """Make an image of what lies at ``uri``, which the service fetches itself.

    It is not kept over a restart, for the address may hold a secret.
    ``members`` are those of Create image by name (name, disk_format, container_format, …). ``stores`` are where the
    data go; none: the service's own choice. Its outcome's value has image_id, size, hash.
    """

    kind: ClassVar[str] = "web-import"
    unit: ClassVar[str] = ""

    place: Place
    uri: str
    members: Mapping[str, Any]
    stores: tuple[str, ...] = ()
    clock: Clock = field(default=CLOCK, compare=False, repr=False)

    @property
    def title(self) -> str:
        """What the person reads."""
        return f"Import {_short(self.members.get('name') or mask_url(self.uri))}"

    def carry_out(self, work: Work) -> Outcome:
        """See the class. Raises EndedBadly when the import failed, CallRefused and Cancelled."""
        image_id = _created(work, self.place, self.members)
        _begin(work, self.place, image_id, {"method.name": WEB, "method.uri": self.uri}, self.stores)
        image = active_image(work, calls.SHOW_IMAGE, image_id, self.place, self.clock)
        said = f"Image {image_id} is active in {self.place.region}: {size(int(image.get('size') or 0))}."
        return Outcome(f"{said} Compare its hash with the one that the source names.", _described(image))


@dataclass(frozen=True, slots=True)
class GlanceCopy:
    """Copy an image of ``place`` to the region ``to``: the service there fetches it from the one here.

    Properties go along, and the hashes are compared. Carried out again, it goes on with the image that was made.
    Its outcome's value has image_id, region, size, hash.
    """

    kind: ClassVar[str] = "glance-copy"
    unit: ClassVar[str] = ""

    place: Place
    image_id: str
    to: str
    name: str = ""
    stores: tuple[str, ...] = ()
    clock: Clock = field(default=CLOCK, compare=False, repr=False)

    @property
    def title(self) -> str:
        """What the person reads."""
        return f"Copy {_short(self.name or self.image_id)} from {self.place.region} to {self.to}"

    @property
    def there(self) -> Place:
        """The cloud and region that the copy is made in."""
        return replace(self.place, region=self.to)

    def carry_out(self, work: Work) -> Outcome:
        """See the class. Raises EndedBadly when the import failed, WrongBytes, CallRefused and Cancelled."""
        source = read_image(work, calls.SHOW_IMAGE, self.image_id, self.place)
        image_id = _created(work, self.there, _members(work, source))
        method = {
            "method.name": REGION,
            "method.glance_image_id": self.image_id,
            "method.glance_region": str(self.place.region),
        }
        _begin(work, self.there, image_id, method, self.stores)
        image = active_image(work, calls.SHOW_IMAGE, image_id, self.there, self.clock)
        _compare(source, image)
        work.note("Size and hash are those of the source.", Tone.GOOD)
        said = (
            f"Image {image_id} in {self.to} is a copy of {self.image_id}: {size(int(image['size'] or 0))}."
        )
        value = _described(image) | {"region": self.to}
        return Outcome(f"{said} Both take up storage; members are not copied.", value)

    def kept(self) -> dict[str, Any]:
        """What it takes to begin it anew, as JSON."""
        return {"image": self.image_id, "to": self.to, "name": self.name, "stores": list(self.stores)}


def restored_glance_copy(_catalogue: Catalogue, place: Place, kept: Mapping[str, Any]) -> GlanceCopy:
    """The plan that kept() told of. Raises KeyError and TypeError where it is damaged."""
    stores = tuple(map(str, kept["stores"]))
    return GlanceCopy(place, str(kept["image"]), str(kept["to"]), str(kept["name"]), stores)


@dataclass(frozen=True, slots=True)
class StoreCopy:
    """Copy the data of an active image into further ``stores``; none: into all that there are.

    Its outcome's value has image_id and stores: where the data lie in the end.
    """

    kind: ClassVar[str] = "store-copy"
    unit: ClassVar[str] = ""

    place: Place
    image_id: str
    stores: tuple[str, ...] = ()
    name: str = ""
    whole: bool = True
    clock: Clock = field(default=CLOCK, compare=False, repr=False)

    @property
    def title(self) -> str:
        """What the person reads."""
        return f"Copy {_short(self.name or self.image_id)} to {', '.join(self.stores) or 'all stores'}"

    def carry_out(self, work: Work) -> Outcome:
        """See the class. Raises EndedBadly when the copy failed, CallRefused and Cancelled."""
        method = {"method.name": COPY, "all_stores_must_succeed": self.whole}
        asked = method if self.stores else method | {"all_stores": True}
        asked |= {"image_id": self.image_id} | ({"stores": list(self.stores)} if self.stores else {})
        good(work.ask(calls.IMPORT_IMAGE, asked, self.place), 202)
        image = active_image(work, calls.SHOW_IMAGE, self.image_id, self.place, self.clock)
        lie = [store for store in str(image.get("stores") or "").split(",") if store]
        lacking = [store for store in self.stores if store not in lie]
        said = f"The data of image {self.image_id} lie in {', '.join(lie) or 'the stores'}."
        if lacking:
            said += f" They did not get to {', '.join(lacking)}."
        return Outcome(said, {"image_id": self.image_id, "stores": lie}, whole=not lacking)


def _created(work: Work, place: Place, members: Mapping[str, Any]) -> str:
    """The id of the image that waits for its data: that of an earlier try, else of a new one."""
    kept = str(work.memory.facts.get("image", ""))
    if kept:
        exchange = work.ask(calls.SHOW_IMAGE, {"image_id": kept}, place)
        if exchange.status == 200 and value(exchange).get("status") in ("queued", "importing", "active"):
            work.note(f"Going on with image {kept}.")
            return kept
    made = {name: found for name, found in members.items() if name in _MADE_ALONE and found is not None}
    further = {name: found for name, found in members.items() if name not in _MADE_ALONE}
    asked = made | ({"*": further} if further else {})
    image_id = str(value(work.ask(calls.CREATE_IMAGE, asked, place), 201)["id"])
    work.memory.note(image=image_id)
    work.note(f"Created image {image_id} in {place.region}.")
    work.afterwards(lambda: f"Image {image_id} stays in {place.region}; its import may still go on there.")
    return image_id


def _begin(
    work: Work, place: Place, image_id: str, method: Mapping[str, Any], stores: tuple[str, ...]
) -> None:
    """Start the import, unless one is at work or has ended well."""
    image = read_image(work, calls.SHOW_IMAGE, image_id, place)
    if image.get("status") != "queued" or image.get("os_glance_importing_to_stores"):
        return
    asked = {"image_id": image_id, **method} | ({"stores": list(stores)} if stores else {})
    good(work.ask(calls.IMPORT_IMAGE, asked, place), 202)
    work.note("The import has begun.")


def _members(work: Work, source: Mapping[str, Any]) -> dict[str, Any]:
    """What the copy is created with: formats and properties of the source, private."""
    call = work.catalogue.call("image.update-image")
    own = {name: source[name] for name in ("name", "disk_format", "container_format") if source.get(name)}
    further = {name: found for name, found in carried(call, source).items() if name != "owner"}
    if "min_disk" in source:
        own["min_disk"] = source["min_disk"]
    return {**further, **own, "visibility": "private"}


def _compare(source: Mapping[str, Any], image: Mapping[str, Any]) -> None:
    """Raise WrongBytes where the copy is not what its source is."""
    for name in ("size", "os_hash_value", "checksum"):
        same_way = name != "os_hash_value" or source.get("os_hash_algo") == image.get("os_hash_algo")
        if source.get(name) and image.get(name) and same_way and source[name] != image[name]:
            raise WrongBytes(
                f"The copy is not what the source is: {name} differs.",
                "Delete it and copy again.",
                f"{name} of the source: {source[name]}\n{name} of the copy: {image[name]}",
            )


def _described(image: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "image_id": image.get("id"),
        "size": image.get("size"),
        "hash": image.get("os_hash_value") or image.get("checksum"),
    }


def _short(text: object) -> str:
    return middle(one_line(str(text), 200), 60)
