"""Who has what: one's own images with those they are shared with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from api.answer.plain import middle, one_line
from api.answer.times import age, moment
from api.model import Key, Location, Place
from api.work.plan import Plan
from api.work.sharing.calls import SharingCalls
from api.work.sharing.holders import LookForHolders
from gui.parameters.parts import button
from gui.work.bulk.lines import Line
from gui.work.sharing.list_dialog import ListDialog

if TYPE_CHECKING:
    from gui.work.bench import WorkBench

_ROLES = {"pending": "warning", "accepted": "good", "rejected": "dim"}


class HoldersDialog(ListDialog):
    """A line for each image and each account that has it; the call that takes it away opens filled in."""

    def __init__(self, place: Place, calls: SharingCalls, bench: WorkBench, parent: Any = None) -> None:
        super().__init__("Who has what", "Answer", place, bench, parent)
        self._calls = calls
        self.choice.hide()
        self.take_away = button("Stop sharing…", tip="Opens the call that removes this member, filled in")
        self.take_away.clicked.connect(self._take_away)
        self.foot.insertWidget(2, self.take_away)
        self.table.selectionModel().selectionChanged.connect(self.allow)
        self.look()

    def plan(self) -> Plan:
        """Looks who has them."""
        return LookForHolders(self.place, self._calls)

    def line(self, found: Mapping[str, Any]) -> Line:
        """Image, its id, what they answered, and who they are."""
        since = moment(found["created_at"])
        member = middle(one_line(found["member_id"]))
        about = f"{self._calls.who} {member}" + (f" · {age(since, datetime.now(UTC))}" if since else "")
        name = one_line(found["image_name"], 300) or "—"
        return Line(name, str(found["image_id"]), found["status"], _ROLES.get(found["status"], ""), about)

    @Slot()
    def allow(self) -> None:
        """One at a time: each is asked about by name."""
        self.take_away.setEnabled(len(self.chosen()) == 1)

    @Slot()
    def _take_away(self) -> None:
        row = self.chosen()[0]
        values = {
            Key(Location.PATH, "image_id"): row["image_id"],
            Key(Location.PATH, "member_id"): row["member_id"],
        }
        self.bench.window.calls.open(self._calls.remove, self.place, values)
