"""Asks what worked on a watched thing, and why that failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from api.errors import Cancelled, PitchforkError
from api.model import Place, Reasons, Watch
from api.work.answers import CallRefused, value
from api.work.watch.fresh import Fresh
from api.work.watch.sight import plain, pointed
from api.work.work import Work


class Reason(NamedTuple):
    """What last worked on it: whether that failed, or still runs, and the service's own words."""

    failed: bool = False
    running: bool = False
    message: str = ""


_NOTHING = Reason()


class ReasonFinder:
    """Asks the call that a watch names for it; a service that does not have it is not asked again."""

    def __init__(self, work: Work, watch: Watch, values: Mapping[str, Any], place: Place) -> None:
        self._work, self._values, self._place = work, values, place
        self._rules = watch.reasons
        self._fresh = Fresh()

    def find(self) -> Reason:
        """What last worked on the thing. Nothing where that cannot be told; raises Cancelled only."""
        rules = self._rules
        if rules is None:
            return _NOTHING
        asked = {theirs: self._values[ours] for theirs, ours in rules.fill if ours in self._values}
        try:
            asking = self._work.draft(rules.call, asked, self._place)
            exchange = self._work.send(*asking, keep=False, record=self._fresh)
            reason = _newest(rules, pointed(value(exchange), rules.items))
        except Cancelled:
            raise
        except CallRefused as refused:
            if 400 <= refused.status < 500:
                self._rules = None
            return _NOTHING
        except PitchforkError:
            return _NOTHING
        if reason.failed:
            self._work.answers.add(exchange)
        return reason


def _newest(rules: Reasons, items: Any) -> Reason:
    known = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    if not known:
        return _NOTHING
    item = max(known, key=lambda each: str(each.get(rules.newest) or ""))
    state, message = item.get(rules.state), item.get(rules.message)
    return Reason(
        failed=state in rules.failed,
        running=state in rules.running,
        message=plain(message) if isinstance(message, str) else "",
    )
