"""Download: an image's data into a file that has its name only when it is whole and right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from api.answer.sizes import counted
from api.answer.sizes import size as size_text
from api.errors import BadInput, Cancelled, Fault, MachineFailed, PitchforkError, WrongBytes
from api.model import Call, Place
from api.running import Progress
from api.work.pace import BYTES
from api.work.plan import Outcome
from api.work.transfers.facts import MD5, Facts, Hash, hash_title, read_facts
from api.work.transfers.fetching import PAUSES, Fetching
from api.work.transfers.hashes import Hasher
from api.work.transfers.part_file import PartFile, open_part
from api.work.transfers.receiver import Receiver
from api.work.work import Tone, Work

if TYPE_CHECKING:
    from api.catalog.catalogue import Catalogue

IMAGE_DATA = "image.download-image-data"
"""The call that fetches the data of an image; Rackspace has none."""
_AHEAD = 16
"""Blocks of 1 MiB at most that wait for the hash."""


@dataclass(frozen=True, slots=True)
class Download:
    """Fetch what a call that downloads answers with.

    ``call`` has a transfer; ``values`` are by parameter name, without its Range. ``target`` is the file to make; one
    that is there is left alone unless ``overwrite``. ``name`` is what the person calls the data.
    ``pauses`` are the seconds between two tries without any progress; after the last one it gives up.

    Its outcome's value has file, size, verified ("sha512", "md5", None: nothing to verify by), hash, interruptions.
    """

    kind: ClassVar[str] = "download"
    unit: ClassVar[str] = BYTES

    place: Place
    call: Call
    values: Mapping[str, Any]
    target: Path
    name: str = ""
    overwrite: bool = False
    pauses: tuple[float, ...] = field(default=PAUSES, compare=False)

    @property
    def title(self) -> str:
        """What the person reads."""
        return f"Download {self.name or self.target.name}"

    def kept(self) -> dict[str, Any]:
        """What it takes to go on after the program ended."""
        return {
            "call": self.call.id,
            "values": dict(self.values),
            "target": str(self.target),
            "name": self.name,
            "overwrite": self.overwrite,
        }

    def carry_out(self, work: Work) -> Outcome:
        """See the class. Raises WrongBytes, MachineFailed, CallRefused, NoAnswer, SignInFailed and Cancelled."""
        _check_target(self)
        facts = read_facts(work, self.call, self.values)
        if facts.unknown_hash:
            work.note(f"{hash_title(facts.unknown_hash)} cannot be computed here.", Tone.WARNING)
        part = open_part(self.target, _about(self, facts))
        work.afterwards(lambda: _kept(part, facts))
        names = [facts.hash.name] if facts.hash else [MD5]
        with part, Hasher(names, _AHEAD) as hasher:
            try:
                return _Downloading(self, work, facts, part, hasher).run()
            except (Cancelled, WrongBytes, MachineFailed):
                raise  # these tell of the part themselves, a stop by afterwards()
            except PitchforkError:
                if kept := _kept(part, facts):
                    work.note(kept, Tone.WARNING)
                raise


def restored(catalogue: Catalogue, place: Place, kept: Mapping[str, Any]) -> Download:
    """The plan of what kept() told. Raises UnknownCall, KeyError and TypeError for what is damaged."""
    call, target = catalogue.call(kept["call"]), Path(kept["target"])
    if call.transfer is None or call.transfer.kind.up or not target.is_absolute():
        raise TypeError(kept["call"])
    return Download(
        place, call, dict(kept["values"]), target, str(kept["name"]), overwrite=kept["overwrite"] is True
    )


def _check_target(plan: Download) -> None:
    if plan.target.is_dir():
        raise BadInput([Fault(None, f"{plan.target} is a folder: name a file in it.")])
    if (plan.target.exists() or plan.target.is_symlink()) and not plan.overwrite:
        raise BadInput([Fault(None, f"{plan.target} exists already, and is not overwritten.")])


def _about(plan: Download, facts: Facts) -> dict[str, Any]:
    """What tells this data from any other: only data of the same hash is gone on with."""
    values = {name: value for name, value in plan.values.items() if isinstance(value, str | int)}
    same = {"size": facts.size, facts.hash.name: facts.hash.value} if facts.hash else None
    return {"of": {"call": plan.call.id, "account": plan.place.account, **values}, "same": same}


def _kept(part: PartFile, facts: Facts) -> str:
    if not part.count or not part.path.exists():
        return ""
    whole = f" of {size_text(facts.size)}" if facts.size is not None else ""
    on = "it goes on from there" if facts.hash else "it begins anew then, as the service names no hash"
    return f"{part.path.name} holds {size_text(part.count)}{whole}. Download to the same file again: {on}."


class _Downloading:
    """One carrying-out, with its part open."""

    def __init__(self, plan: Download, work: Work, facts: Facts, part: PartFile, hasher: Hasher) -> None:
        self._plan, self._work, self._facts = plan, work, facts
        self._part, self._hasher = part, hasher
        self._receiver = Receiver(part, hasher, facts.size, self._begins_anew)

    def run(self) -> Outcome:
        if self._facts.size is not None:
            self._part.check_room(self._facts.size)
        self._take_up()
        fetching = Fetching(self._plan, self._work, self._part, self._receiver, self._facts)
        try:
            fetching.run()
            verified = self._verify()
        except WrongBytes as error:
            raise self._set_aside(error) from None
        self._work.report(Progress("finishing", self._part.count, self._part.count))
        self._part.complete(overwrite=self._plan.overwrite)
        return self._outcome(verified, fetching.interruptions)

    def _take_up(self) -> None:
        """What an earlier run left is hashed first: the end result stands for all of it."""
        part, whole = self._part, self._facts.size
        if whole is not None and part.count > whole:
            part.restart()
        if not part.count:
            return
        self._work.note(
            f"{part.path.name} holds {size_text(part.count)} of the same data: going on from there."
        )
        done = 0

        def feed(block: bytes) -> None:
            nonlocal done
            self._work.check()
            self._hasher.feed(block)
            done += len(block)
            self._work.report(Progress("reading what is there", done, whole))

        part.read(feed)

    def _begins_anew(self) -> None:
        self._work.note(
            "The server sends everything from its beginning, so what was there is dropped.", Tone.WARNING
        )

    def _verify(self) -> Hash | None:
        """The hash that was right, None where there is none to compare. Raises WrongBytes."""
        wanted = self._facts.hash or self._receiver.content_md5
        if wanted is None:
            return None
        found = self._hasher.digests()[wanted.name]
        if found != wanted.value:
            raise WrongBytes(
                f"What arrived is not what the service holds: its {wanted.title} is not the one of {wanted.source}.",
                details=f"{wanted.title} of {wanted.source}: {wanted.value}\n{wanted.title} of the file: {found}",
            )
        return wanted

    def _set_aside(self, error: WrongBytes) -> WrongBytes:
        aside = self._part.set_aside()
        hint = f"{aside.name} holds what came, apart; do not use it. {error.hint or 'Download it again.'}"
        return WrongBytes(error.sentence, hint, error.details)

    def _outcome(self, verified: Hash | None, interruptions: int) -> Outcome:
        target, count = self._plan.target, self._part.count
        said = f"Downloaded {size_text(count)} to {target.name}"
        if verified is not None:
            said += f"; its {verified.title} is that of {verified.source}."
        else:
            said += ". The service names no hash, so it could not be verified."
            self._work.note("Nothing tells whether the data is right.", Tone.WARNING)
        if interruptions:
            said += f" It went on after {counted(interruptions, 'interruptions')}."
        value = {
            "file": str(target),
            "size": count,
            "verified": verified.name if verified else None,
            "hash": verified.value if verified else None,
            "interruptions": interruptions,
        }
        return Outcome(said, value)
