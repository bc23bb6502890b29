"""The question before exported disks are deleted: which, where, how much; Enter alone never presses the button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from api.answer.plain import middle, one_line
from api.answer.sizes import counted, size
from api.exchange.gates import Several
from api.model import Place
from api.work.moving.cleaning import DeleteDisks
from gui.answer.labels import plain_label
from gui.parameters.parts import MARGIN, button, words
from gui.production.several import when_typed
from gui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from gui.work.bench import WorkBench


class DeletingDialog(QDialog):
    """Names what goes. ``show()`` it; deletes itself when it is closed."""

    def __init__(
        self,
        place: Place,
        left: Sequence[Mapping[str, Any]],
        bench: WorkBench,
        parent: QWidget | None = None,
    ) -> None:
        """``left`` are disks as exports and copies describe them."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Delete Exported Disks?")
        self.setMinimumWidth(560)
        self._bench = bench
        self._plan = DeleteDisks(
            place, tuple((str(e["region"]), str(e["container"]), str(e["object"])) for e in left)
        )
        self.no = button("Cancel")
        self.no.setDefault(True)
        self.no.clicked.connect(self.reject)
        self.yes = button("Delete", tip="Deletes manifests and segments for good")
        self.yes.setProperty("role", "destroy")
        self.yes.clicked.connect(self._confirm)
        self._arrange(left, bench.desk.who(place))

    def _arrange(self, left: Sequence[Mapping[str, Any]], who: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, 16)
        column.setSpacing(10)
        account = ElidedLabel(who)
        account.setProperty("role", "dim")
        column.addWidget(plain_label("Delete exported disks?", "title"))
        column.addWidget(account)
        column.addWidget(
            words("They are deleted for good, with all their segments. Images stay.", "warning")
        )
        for each in left:
            column.addWidget(plain_label(_told(each), wrap=True))
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch(1)
        foot.addWidget(self.no)
        foot.addWidget(self.yes)
        column.addLayout(foot)
        self.no.setFocus()

    @Slot()
    def _confirm(self) -> None:
        """Begin; production is unlocked and has its number typed first."""
        plan, bench = self._plan, self._bench

        def begin(word: Several | None) -> None:
            bench.begin(replace(plan, word=word))
            self.accept()

        def ask() -> None:
            told = f"{counted(len(plan.disks), 'exported disks')} are deleted for good."
            when_typed(told, len(plan.disks), plan.place, bench.desk, self, begin)

        bench.when_unlocked(plan.place, plan.title, ask, self)


def _told(disk: Mapping[str, Any]) -> str:
    where = f"{disk['region']}: {middle(one_line(str(disk['location']), 300), 80)}"
    return f"{where}, {size(int(disk['size']))} in {counted(int(disk['segments']), 'segments')}"
