"""What others share with the account that is signed in, and answering it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from api.answer.plain import middle, one_line
from api.answer.sizes import size
from api.answer.times import age, moment
from api.model import Place
from api.work.plan import Plan
from api.work.sharing.calls import SharingCalls
from api.work.sharing.offers import ANSWERS, PENDING, LookForOffers, plan_answer
from gui.parameters.parts import button
from gui.work.bulk.lines import Line
from gui.work.sharing.list_dialog import ListDialog

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.bench import WorkBench

_STATES = (("Waiting for an answer", PENDING), ("Accepted", "accepted"), ("Rejected", "rejected"))
_ROLES = {"pending": "warning", "accepted": "good", "rejected": "dim"}


class OffersDialog(ListDialog):
    """Lists the images; Accept, Reject and Put off answer for the chosen ones."""

    def __init__(self, place: Place, calls: SharingCalls, bench: WorkBench, parent: Any = None) -> None:
        super().__init__("Shared with me", "Answer", place, bench, parent)
        self._calls = calls
        self._answering: Work | None = None
        for word, status in _STATES:
            self.choice.addItem(word, status)
        self.choice.setAccessibleName("Which ones")
        self.buttons = {status: button(word) for status, word in ANSWERS.items()}
        tips = ("They stand in your list of images", "They stay out of your list", "Answer later")
        for number, (made, tip) in enumerate(zip(self.buttons.values(), tips, strict=True)):
            made.setToolTip(f"{tip}; the image can be used by its id in any case")
            made.clicked.connect(self._answer)
            self.foot.insertWidget(2 + number, made)
        self.buttons["accepted"].setProperty("role", "primary")
        self.choice.currentIndexChanged.connect(self.look)
        self.table.selectionModel().selectionChanged.connect(self.allow)
        bench.ended.connect(self._heard)
        self.look()

    @property
    def status(self) -> str:
        """Which ones are listed."""
        return str(self.choice.currentData())

    def plan(self) -> Plan:
        """Looks for those of the status."""
        return LookForOffers(self.place, self._calls, self.status)

    def line(self, found: Mapping[str, Any]) -> Line:
        """Name, id, the answer so far, and whose it is."""
        made = moment(str(found.get("created_at") or ""))
        bytes_ = found.get("size")
        parts = (
            f"from {self._calls.who} {middle(one_line(str(found.get('owner') or '?')))}",
            size(bytes_) if isinstance(bytes_, int) else "",
            f"made {age(made, datetime.now(UTC))}" if made else "",
            one_line(str(found.get("status") or ""), 40),
        )
        about = " · ".join(part for part in parts if part)
        name = one_line(str(found.get("name") or ""), 300) or "—"
        return Line(name, str(found["id"]), self.status, _ROLES.get(self.status, ""), about)

    @Slot()
    def allow(self) -> None:
        """Answers for what is chosen, other than the one it has."""
        for status, made in self.buttons.items():
            made.setVisible(status != self.status)
            made.setEnabled(bool(self.chosen()) and self._answering is None)

    @Slot()
    def _answer(self) -> None:
        status = next((each for each, made in self.buttons.items() if made is self.sender()), "")
        images = self.chosen()
        if not status or not images:
            return
        plan = plan_answer(images, status, self.place, self._calls)

        def go_on() -> None:
            self._answering = self.bench.begin(plan)
            self.state.setText("Answering…")
            self.allow()

        self.bench.when_unlocked(self.place, plan.title, go_on, self)

    @Slot(object)
    def _heard(self, work: Work) -> None:
        if work is not self._answering:
            return
        self._answering = None
        if work.error is None and work.outcome is not None and work.outcome.whole:
            self.look()
            return
        self.problem.show_problem(work.sentence, "The Work panel tells it image by image.")
        self.state.setText("")
        self.allow()
