"""One of several places that are asked the same: how it stands there, and what came."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from api.answer.answer import Form, form_of
from api.answer.document import ROOT, Document
from api.errors import Cancelled, PitchforkError
from api.exchange.merged import ORIGIN, Part
from api.model import Call, Key, Place
from api.running import CancelToken
from api.work.answers import CallRefused, good
from api.work.mishap import forget_frames, traced
from api.work.pages.listing import Listing, part_of
from api.work.pages.page import labelled
from api.work.pages.store import Store
from api.work.pages.walk import LIMIT, Bounds, Walk
from api.work.patience import send_patiently

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange
    from api.work.work import Work


class Stage(Enum):
    """How it stands with one place."""

    WAITING = "waiting"
    ASKING = "asking"
    ANSWERED = "answered"
    FAILED = "failed"
    STOPPED = "stopped"


class Asked:
    """Asks one place, on one thread; others may look at it and stop it. ``store`` are its items, labelled."""

    def __init__(self, place: Place, label: str, who: str, call: Call, values: Mapping[Key, Any]) -> None:
        self.place, self.label, self.who, self.call = place, label, who, call
        self.stage = Stage.WAITING
        self.cancel = CancelToken()
        self.trouble = ""
        self.error: PitchforkError | None = None
        self._values = values
        self._origin = f"{json.dumps(ORIGIN)}:{json.dumps(label)}".encode()
        self._listing = Listing(call, values, self._origin) if call.paging is not None else None
        self.store = self._listing.store if self._listing is not None else Store()
        self._exchange: Exchange | None = None
        self._began = 0.0
        self._seconds = 0.0

    @property
    def count(self) -> int:
        """How many items came."""
        return self._listing.count if self._listing is not None else int(self.store.size > 0)

    @property
    def more(self) -> bool:
        """Whether its list goes on behind what came."""
        return self._listing is not None and self.count > 0 and self._listing.values is not None

    @property
    def seconds(self) -> float:
        """How long it took, or takes until now."""
        running = self.stage is Stage.ASKING
        return time.monotonic() - self._began if running else self._seconds

    @property
    def exchange(self) -> Exchange | None:
        """The one that tells of it: the last good page, or what was refused; None before there is one."""
        return self._exchange or (self._listing.last if self._listing is not None else None)

    def part(self) -> Part:
        """It as a part of the whole."""
        exchange = self.exchange
        if exchange is None:
            return Part(self.place, self.who, seconds=self.seconds, trouble=self.trouble, label=self.label)
        part = part_of(exchange, self.count, self.trouble)
        return replace(part, seconds=self.seconds, label=self.label, more=self.more)

    def ask(self, work: Work, bounds: Bounds) -> None:
        """Ask it now; what went wrong stands in ``trouble``, nothing is raised."""
        self._began = time.monotonic()
        self.stage = Stage.ASKING
        try:
            self.cancel.check()
            self._ask(work, bounds)
            stage = Stage.FAILED if self.trouble else Stage.ANSWERED
        except Cancelled:
            stage, self.trouble = Stage.STOPPED, "stopped before it was all there"
        except PitchforkError as error:
            forget_frames(error)
            self.error = error
            stage, self.trouble = Stage.FAILED, self._told(error)
        except Exception as error:  # noqa: BLE001 - told without its text, which may quote values
            logging.getLogger(__name__).error("Asking one of several places failed: %s", traced(error))
            stage, self.trouble = Stage.FAILED, "An error of this program ended it. Please report it."
        finally:
            self._seconds = time.monotonic() - self._began
        self.stage = stage

    def _ask(self, work: Work, bounds: Bounds) -> None:
        if self._listing is None:
            self._take(self._send(work))
            return
        walk = Walk(work, self._listing, self.place, bounds, self.cancel)
        try:
            walk.go()
        finally:
            self._exchange = self._listing.last
        self.trouble = self._listing.trouble

    def _told(self, error: PitchforkError) -> str:
        if isinstance(error, CallRefused):
            self._exchange = error.exchange
        at = f"page {len(self._listing.parts) + 1:,}: " if self._listing and self._listing.parts else ""
        return f"{at}{error.sentence}"

    def _send(self, work: Work) -> Exchange:
        named = {key.name: value for key, value in self._values.items()}
        request, secrets = work.draft(self.call.id, named, self.place)
        exchange = send_patiently(work, request, secrets, cancel=self.cancel, keep=False)
        self._exchange = exchange
        return good(exchange)

    def _take(self, exchange: Exchange) -> None:
        response = exchange.response
        assert response is not None
        try:
            self.store.add(self._labelled(exchange))
        finally:
            with suppress(BufferError):
                response.content.close()

    def _labelled(self, exchange: Exchange) -> bytes:
        """The whole answer as one item: as it came where it is JSON, else as a text."""
        response = exchange.response
        assert response is not None
        if form_of(response) is Form.JSON:
            document = Document(response.content, self.cancel.check)
            try:
                if not document.fault and len(document):
                    return labelled(document, ROOT, self._origin)
            finally:
                document.close()
        text = response.content.bytes().decode("utf-8", "replace")
        return b'{%b,"value":%b}' % (self._origin, json.dumps(text).encode())


def own_size(values: Mapping[Key, Any]) -> bool:
    """Whether the person chose the size of a page."""
    return LIMIT in values
