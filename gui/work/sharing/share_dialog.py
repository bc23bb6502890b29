"""The dialog that shares an image: with whom, who they are as far as the cloud tells, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from api.errors import BadInput, Cancelled
from api.model import Call, Key, Kind, Location, Parameter, Place, Schema
from api.running import CancelToken, ProgressReport
from api.work.sharing.calls import SharingCalls
from api.work.sharing.prospect import Prospect, look_ahead
from api.work.sharing.share import plan_share
from gui.answer.labels import plain_label
from gui.notify import message_of
from gui.parameters.form import Form
from gui.parameters.offers import Offers
from gui.parameters.parts import MARGIN, button, words
from gui.widgets.elided_label import ElidedLabel
from gui.work.sharing.findings import Findings

if TYPE_CHECKING:
    from gui.work.bench import WorkBench

WIDTH, HEIGHT = 860, 660
PAUSE_MS = 350
"""How long typing has to rest before the cloud is asked."""
IMAGE = Key(Location.PATH, "image_id")
_MEANING = (
    "They can use the image at once, by its id, even before they accept it{where}. You go on paying for its "
    "storage. The service tells them nothing: a text to send them comes at the end."
)


class ShareDialog(QDialog):
    """Shares one image of a place. ``show()`` it; deletes itself when it is closed."""

    def __init__(
        self,
        place: Place,
        calls: SharingCalls,
        bench: WorkBench,
        parent: QWidget | None = None,
        image: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Share Image")
        self._place_, self._calls, self._bench = place, calls, bench
        self.others = Key(Location.BODY, f"{calls.who}s")
        call = bench.desk.catalogue.call(calls.create)
        self.form = self._make_form(call)
        self.prospect = Prospect()
        self._asked: tuple[str, tuple[str, ...]] | None = None
        self._looking: CancelToken | None = None
        self._arrange(bench.desk.who(place))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._connect()
        if image is not None:
            self.form.fill({IMAGE: str(image["id"])})
        self._changed()
        self.form.focus(self.others if image is not None else IMAGE)

    def _make_form(self, call: Call) -> Form:
        offers = Offers(
            self._bench.desk, self._place_, self._bench.jobs, lambda names: self.form.texts(names), self
        )
        image = next(p for p in call.parameters if p.key == IMAGE)
        member = next(p for p in call.fields() if p.name == "member")
        others = Parameter(
            Location.BODY,
            self.others.name,
            Schema(kind=Kind.LIST, item=member.schema),
            required=True,
            description=f"{member.description} One or several.",
            pick=member.pick,
        )
        made = Form((replace(image, required=True), others), offer_of=offers.of)
        self.finished.connect(offers.cancel)
        return made

    def _arrange(self, who: str) -> None:
        title = plain_label("Share an image", "title")
        account = ElidedLabel(who)
        account.setProperty("role", "dim")
        account.setAccessibleName("Where the image is")
        where = f", in {self._place_.region} only" if self._place_.region else ""
        self.meaning = words(_MEANING.format(where=where), "warning")
        self.trouble = words("", "bad")
        self.trouble.setAccessibleName("Problem")
        calls = self._calls
        self.opening = QCheckBox(
            f"First change its visibility from {calls.closed} to {calls.opened}: only then can it have members"
        )
        self.findings = Findings(self._calls)
        self.state = plain_label("", "dim")
        self.share = button("Share", tip="Share it (Ctrl+Enter)")
        self.share.setProperty("role", "primary")
        self.share.setShortcut("Ctrl+Return")
        self.cancel = button("Cancel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, MARGIN, 0, 16)
        column.setSpacing(10)
        for widget in (title, account, self.meaning, self.trouble):
            column.addLayout(_inset(widget))
        column.addWidget(self.form, 1)
        column.addLayout(_inset(self.opening))
        column.addLayout(_inset(self.findings))
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 4, MARGIN, 0)
        foot.setSpacing(10)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.share)
        column.addLayout(foot)
        self.trouble.hide()
        self.opening.hide()
        room = self.screen().availableGeometry()
        self.resize(min(WIDTH, room.width() - 40), min(HEIGHT, room.height() - 60))

    def _connect(self) -> None:
        self.form.changed.connect(self._changed)
        self.opening.toggled.connect(self._tell)
        self.share.clicked.connect(self._begin)
        self.cancel.clicked.connect(self.reject)
        self.finished.connect(self._stop_looking)

    def _given(self) -> tuple[str, tuple[str, ...]]:
        values, _faults = self.form.capture().read()
        others = [str(each).strip() for each in values.get(self.others) or ()]
        return str(values.get(IMAGE) or "").strip(), tuple(dict.fromkeys(each for each in others if each))

    @Slot()
    def _changed(self) -> None:
        if self._given() == self._asked:
            return
        self._asked = self._given()
        self._stop_looking()
        self.prospect = Prospect()
        self._tell()
        self._pause.start()

    @Slot()
    def _look(self) -> None:
        image_id, others = self._given()
        if not image_id and not others:
            return
        ask = self._bench.desk.asker

        def work(cancel: CancelToken, _report: ProgressReport) -> Prospect:
            return look_ahead(image_id, others, self._place_, self._calls, ask(self._place_, cancel))

        self._looking = self._bench.jobs.run(work, self._show, self._fail, owner=self)
        self._tell()

    @Slot()
    def _stop_looking(self) -> None:
        looking, self._looking = self._looking, None
        if looking is not None:
            looking.cancel()

    def _show(self, prospect: Prospect) -> None:
        self._looking, self.prospect = None, prospect
        self.findings.show_prospect(prospect)
        self._tell()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        self._looking = None
        self.prospect = Prospect(trouble=str(message_of(error).sentence))
        self._tell()

    @Slot()
    def _tell(self) -> None:
        prospect = self.prospect
        self.trouble.setText(prospect.trouble)
        self.trouble.setVisible(bool(prospect.trouble))
        self.opening.setVisible(prospect.opening and not prospect.trouble)
        image_id, others = self._given()
        self.share.setEnabled(prospect.ready and (not prospect.opening or self.opening.isChecked()))
        self.state.setText(self._state(image_id, others))

    def _state(self, image_id: str, others: tuple[str, ...]) -> str:
        if self._looking is not None:
            return "Looking…"
        if not image_id:
            return "Choose the image."
        if not others:
            return f"Say which {self._calls.who} gets it."
        if self.prospect.opening and not self.opening.isChecked():
            return "Its visibility has to change first."
        return ""

    @Slot()
    def _begin(self) -> None:
        image, (_image_id, others) = self.prospect.image, self._given()
        if image is None:
            return
        try:
            plan = plan_share(image, others, self._place_, self._calls, opening=self.opening.isChecked())
        except BadInput as error:
            self.trouble.setText(str(error))
            self.trouble.show()
            return

        def go_on() -> None:
            self._bench.begin(plan)
            self.accept()

        self._bench.when_unlocked(plan.place, plan.title, go_on, self)


def _inset(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(MARGIN, 0, MARGIN, 0)
    line.addWidget(widget)
    return line
