"""A window's answers that take many requests: begins the work, and has its answer fill a tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from api.errors import PitchforkError
from api.work.pages.gather import Gather, without_marker
from api.work.plan import Offer
from api.work.regions.fan_out import FanOut
from api.work.regions.places import everywhere, regions_of
from gui.work.pages.filling import Filling
from gui.work.pages.ways import ACCOUNTS, PAGES, ways

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.exchange.build import Draft
    from api.exchange.exchange import Exchange
    from api.model import Call, Place
    from api.work.work import Work
    from gui.work.bench import WorkBench


class Gatherings(QObject):
    """One of each window, ``bench.gatherings``."""

    def __init__(self, bench: WorkBench) -> None:
        super().__init__(bench)
        self._bench, self._desk, self._window = bench, bench.desk, bench.window

    def serve(self, answers: Any) -> None:
        """Do what the answers ask for: all of a list, or the same once more."""
        answers.whole_requested.connect(self.whole)
        answers.resend_requested.connect(self.again)

    @Slot(object)
    def whole(self, exchange: Exchange) -> None:
        """Fetch all of the list of which an answer is a part; of one that was left off, the rest."""
        merged, request = exchange.merged, exchange.request
        if merged is not None and merged.rest is not None:
            self.begin(merged.rest)
            return
        call = self._desk.catalogue.call(request.call_id)
        self.begin(Gather(call, without_marker(call, request.values), request.place))

    @Slot(object)
    def again(self, exchange: Exchange) -> None:
        """Put an answer together anew; one of a single request is the business of others."""
        merged, request = exchange.merged, exchange.request
        if merged is None:
            return
        if merged.plan is not None:
            self.begin(merged.plan)
        elif merged.kind == PAGES:  # one of the history, which knows no plans
            self.whole(exchange)
        else:
            places = tuple(part.place for part in merged.parts)
            names = tuple((each.profile.id, each.profile.name) for each in self._desk.clouds)
            call = self._desk.catalogue.call(request.call_id)
            self.begin(FanOut(call, dict(request.values), places, profiles=names))

    @Slot(object, str)
    def send(self, draft: Draft, way: str) -> None:
        """Send what a form holds in one of the ways."""
        request = draft.preview
        call = self._desk.catalogue.call(request.call_id)
        self.begin(self._plan(call, dict(request.values), request.place, way))

    def of_window(self, way: str) -> None:
        """Send the call that the window shows; one that needs values opens its form."""
        window = self._window
        if not window.call_id:
            return
        call = self._desk.catalogue.call(window.call_id)
        try:
            draft = self._desk.draft(call, {}, window.place)
        except PitchforkError as error:
            window.notices.error(error)
            return
        if way not in ways(self._desk, call, window.place):
            window.notices.warn(*_refusal(call, window.place, way))
        elif draft.faults:
            window.calls.open(call.id, window.place)
        else:
            self.send(draft, way)

    def begin(self, plan: Gather | FanOut) -> Work:
        """Carry it out; its answer comes into a tab, which Stop and closing end it from."""
        answers, window = self._window.answers, self._window
        window.show_answers()
        work = self._desk.works.begin(plan)
        who = ", ".join(plan.labels) if isinstance(plan, FanOut) else work.who
        tab_id = answers.begin(plan.call.title, who, work.cancel)
        Filling(work, self._bench, answers, tab_id, plan.call.paging)
        return work

    def _plan(self, call: Call, values: dict[Any, Any], place: Place, way: str) -> Gather | FanOut:
        if way == PAGES:
            return Gather(call, values, place)
        product = self._desk.catalogue.product(call.head.product)
        clouds = self._desk.clouds if way == ACCOUNTS else ()
        cloud = self._desk.cloud(place.profile)
        own = regions_of(cloud, product) if cloud is not None else (place,)
        places = everywhere(clouds, product) or own
        names = tuple((each.profile.id, each.profile.name) for each in self._desk.clouds)
        return FanOut(call, values, places, profiles=names)


def offers_of(work: Work, bench: WorkBench) -> Iterable[Offer]:
    """What can be done with such a piece of work in the panel."""
    gathered = work.so_far
    if gathered is None or not gathered.parts:
        return
    yield Offer("Show the list", lambda: _show(gathered, bench))
    if work.state.ended and gathered.rest is not None:
        yield Offer("Go on", lambda: bench.gatherings.begin(gathered.rest))


def _show(gathered: Any, bench: WorkBench) -> None:
    """Put together what is there, on a worker, and open it."""
    bench.jobs.run(
        lambda _cancel, _report: gathered.exchange(), bench.show_exchange, bench.window.notices.error
    )


def _refusal(call: Call, place: Place, way: str) -> tuple[str, str]:
    if place.profile is None:
        return "This call needs a sign-in.", "Sign in, then send it again."
    if way == PAGES:
        return f"{call.title} has no pages.", "Send it as it is."
    return f"{call.title} can be sent to one region only.", "Send it as it is."
