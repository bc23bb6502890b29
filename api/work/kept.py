"""Which pieces of work survive the end of the program: they are kept in a file and taken up again after signing in."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol, runtime_checkable

from api.catalog.catalogue import Catalogue
from api.errors import NoAnswer, NotOffered, PitchforkError, PlainDataError, SignInFailed
from api.model import Place
from api.plain_file import PlainFile
from api.running import WorkerPool
from api.work.plan import Plan
from api.work.work import State, Work
from api.work.works import Works

MOST = 500
"""The oldest are forgotten beyond this."""
INTERRUPTED = "It was interrupted when the program ended. It can go on where it stood."
_DAMAGED = (PitchforkError, KeyError, TypeError, ValueError)
_PASSING = (SignInFailed, NoAnswer, NotOffered)
"""After these a watch is not at its end: it is taken up again after the next sign-in."""

Entry = dict[str, Any]


@runtime_checkable
class KeptPlan(Protocol):
    """What a plan needs beyond a Plan to survive the end of the program."""

    def kept(self) -> dict[str, Any]:
        """What it takes to begin it anew, as JSON. Never a secret. The same for the same piece of work."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How plans of a kind come back: ``restore`` makes one from what kept() told.

    One that only looks is begun ``at_once``; any other is shown as interrupted, for the person to go on with.
    What it remembered in ``work.memory`` is there again. ``restore`` may raise PitchforkError, KeyError, TypeError
    and ValueError for what is damaged.
    """

    restore: Callable[[Catalogue, Place, Mapping[str, Any]], Plan]
    at_once: bool = False


def _watch(catalogue: Catalogue, place: Place, kept: Mapping[str, Any]) -> Plan:
    from api.work.watch.plan import restored

    return restored(catalogue, place, kept)


def _download(catalogue: Catalogue, place: Place, kept: Mapping[str, Any]) -> Plan:
    from api.work.transfers.download import restored

    return restored(catalogue, place, kept)


def _upload(_catalogue: Catalogue, place: Place, kept: Mapping[str, Any]) -> Plan:
    from api.work.transfers.upload import restored

    return restored(place, kept)


def _new_image(_catalogue: Catalogue, place: Place, kept: Mapping[str, Any]) -> Plan:
    from api.work.transfers.new_image import restored

    return restored(place, kept)


def _moving(name: str) -> Callable[[Catalogue, Place, Mapping[str, Any]], Plan]:
    def restore(catalogue: Catalogue, place: Place, kept: Mapping[str, Any]) -> Plan:
        from api.work.moving.restoring import RESTORE

        return RESTORE[name](catalogue, place, kept)

    return restore


KINDS: dict[str, Kind] = {
    "watch": Kind(_watch, at_once=True),
    "download": Kind(_download),
    "upload": Kind(_upload),
    "new-image": Kind(_new_image),
    **{kind: Kind(_moving(kind)) for kind in ("export", "import", "region-copy", "glance-copy")},
}
"""By ``plan.kind``. A plan of another kind is not kept."""


class Taken(NamedTuple):
    """What was taken up: works that run again, and those that wait for the person."""

    begun: tuple[Work, ...] = ()
    shown: tuple[Work, ...] = ()


class Kept:
    """The works of a data folder that are not at their end. Thread-safe.

    Only what runs while somebody calls follow() is kept; headless commands end with their work.
    """

    def __init__(self, data_dir: Path, catalogue: Catalogue) -> None:
        self._file = PlainFile(data_dir / "work.json", version=1)
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._known: dict[str, Entry] = {}
        self._changes: dict[str, Entry | None] = {}
        self._writer = WorkerPool(1, "kept")
        self._wrote = False
        self._leave: Callable[[], None] = lambda: None

    @property
    def problem(self) -> PlainDataError | None:
        """What was wrong with the file when it was last read; None is fine."""
        return self._file.problem

    def follow(self, works: Works) -> None:
        """From now on keep what begins there, and forget what came to its end."""

        def hear(work: Work) -> None:
            there = works.all()
            if work.plan.kind in KINDS and not (work.state.ended and _is_anothers(work, there)):
                self._hear(work, forgotten=work.state.ended and work not in there)

        self._leave()
        self._leave = works.listen(hear)

    def note(self, plan: Plan) -> None:
        """Keep a plan that nobody carries out yet, such as the watch of a task that was just made."""
        if plan.kind in KINDS:
            self._keep(_key(plan), _entry(plan, {}))

    def take_up(self, works: Works, profile: str, account: str) -> Taken:
        """Go on with what was kept for an account of a profile and does not run (blocking: reads the file)."""
        running = {_key(work.plan) for work in works.running}
        there = {_key(work.plan) for work in works.all()}
        begun, shown = [], []
        for key, entry in self._entries().items():
            plan = _plan(self._catalogue, entry)
            if plan is None or _key(plan) != key:  # damaged
                self._keep(key, None)
            elif (plan.place.profile, plan.place.account) == (profile, account):
                facts = _facts(entry)
                if KINDS[plan.kind].at_once and key not in running:
                    begun.append(works.begin(plan, facts))
                elif key not in there:
                    shown.append(works.show(plan, facts, INTERRUPTED))
        return Taken(tuple(begun), tuple(shown))

    def close(self, seconds: float = 1.0) -> bool:
        """Hear no more: what ends from now on was ended by the program. Returns whether all was written in time."""
        self._leave()
        done = threading.Event()
        if self._wrote:  # the writer does one thing after the other
            self._writer.submit(done.set)
        written = not self._wrote or done.wait(seconds)
        self._wrote = False
        self._writer.close()
        return written

    def _entries(self) -> dict[str, Entry]:
        """What is kept now, and not yet written."""
        found = _works_of(self._file.read())
        with self._lock:
            for key, entry in self._changes.items():
                _put(found, key, entry)
        whole = {key: entry for key, entry in found.items() if isinstance(entry, dict)}
        return {key: entry for key, entry in whole.items() if entry.get("kind") in KINDS}

    def _hear(self, work: Work, *, forgotten: bool) -> None:
        plan = work.plan
        over = forgotten or (work.state.ended and not _goes_on(work))
        self._keep(_key(plan), None if over else _entry(plan, work.memory.facts))

    def _keep(self, key: str, entry: Entry | None) -> None:
        """Write it soon, on a thread of its own: who tells of a change must not wait for a disk."""
        with self._lock:
            known = self._known.get(key)
            if entry is not None and known is not None:
                entry["since"] = known["since"]
            if entry == known and (entry is not None or key in self._changes):
                return
            _put(self._known, key, entry)
            first, self._wrote = not self._changes, True
            self._changes[key] = entry
        if first:
            self._writer.submit(self._write)

    def _write(self) -> None:
        with self._lock:
            changes, self._changes = self._changes, {}
        try:
            with self._file.changing() as content:
                works = _works_of(content)
                for key, entry in changes.items():
                    _put(works, key, entry)
                content["works"] = dict(list(works.items())[-MOST:])
        except OSError as error:
            logging.getLogger(__name__).error("What runs could not be kept: %s", error.strerror)


def _is_anothers(work: Work, there: Collection[Work]) -> bool:
    """Whether what is kept is of another try of the same that runs, or of a later one when this is forgotten."""
    key, forgotten = _key(work.plan), work not in there
    others = (each for each in there if each is not work and each.plan.kind == work.plan.kind)
    return any(
        _key(each.plan) == key
        for each in others
        if not each.state.ended or (forgotten and _goes_on(each) and _ended(each) > _ended(work))
    )


def _ended(work: Work) -> datetime:
    return work.ended or datetime.now(UTC)


def _goes_on(work: Work) -> bool:
    """Whether a piece of work that ended is to be taken up again."""
    if KINDS[work.plan.kind].at_once:
        return isinstance(work.error, _PASSING)
    return work.state in (State.FAILED, State.CANCELLED)


def _entry(plan: Plan, facts: Mapping[str, Any]) -> Entry:
    assert isinstance(plan, KeptPlan)
    place = plan.place
    return {
        "kind": plan.kind,
        "title": plan.title,
        "place": {"profile": place.profile, "account": place.account, "region": place.region},
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
        "plan": plan.kept(),
        "memory": dict(facts),
    }


def _key(plan: Plan) -> str:
    """The same for the same piece of work at the same place."""
    told = plan.kept() if isinstance(plan, KeptPlan) else repr(plan)
    place = (plan.place.profile, plan.place.account, plan.place.region)
    whole = json.dumps([plan.kind, place, told], sort_keys=True, default=str)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _plan(catalogue: Catalogue, entry: Entry) -> Plan | None:
    """The plan of an entry; None where it is damaged, or its call is no longer in the catalogue."""
    with suppress(*_DAMAGED):
        place, kept = entry["place"], entry["plan"]
        if isinstance(place, dict) and isinstance(kept, dict):
            at = Place(*(_text(place.get(name)) for name in ("profile", "account", "region")))
            return KINDS[entry["kind"]].restore(catalogue, at, kept)
    return None


def _facts(entry: Entry) -> dict[str, Any]:
    facts = entry.get("memory")
    return facts if isinstance(facts, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _works_of(content: Mapping[str, Any]) -> dict[str, Any]:
    works = content.get("works")
    return dict(works) if isinstance(works, dict) else {}


def _put(works: dict[str, Any], key: str, entry: Entry | None) -> None:
    if entry is None:
        works.pop(key, None)
    else:
        works[key] = entry
