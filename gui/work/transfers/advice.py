"""Under the file of a form that uploads: what the file is, and what is wrong with it for the image it goes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Slot

from api.answer.plain import one_line
from api.errors import PitchforkError
from api.model import FileValue, Kind
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.work.transfers.file_look import Look, look_at

if TYPE_CHECKING:
    from api.desk import Desk
    from api.model import Place
    from gui.jobs import Jobs
    from gui.parameters.dialog import ParameterDialog
    from gui.parameters.row import Row

_PAUSE_MS = 250
_ID_LENGTH = 36
"""Characters of a whole image id; nothing is asked for less."""
_LONGEST = 400


class _Question(NamedTuple):
    path: str = ""
    image_id: str = ""


class _Advice(NamedTuple):
    look: Look
    warning: str = ""


def advise(dialog: ParameterDialog, desk: Desk, jobs: Jobs) -> None:
    """Look after the file of this form for as long as it lives, if its call sends one into an image."""
    transfer = dialog.call.transfer
    rows = [row for row in dialog.form.rows.values() if row.parameter.schema.kind is Kind.FILE]
    if transfer is not None and transfer.kind.up and rows:
        FileAdvice(dialog, rows[0], desk, jobs)


class FileAdvice(QObject):
    """A child of the form. File and image are looked at on a worker, a moment after one of them was changed."""

    def __init__(self, dialog: ParameterDialog, row: Row, desk: Desk, jobs: Jobs) -> None:
        super().__init__(dialog)
        self._form, self._row, self._place = dialog.form, row, dialog.place
        self._desk, self._jobs = desk, jobs
        self._help = row.help.text()
        self._question = _Question()
        self._running: CancelToken | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        dialog.form.changed.connect(self._changed)
        self._changed()

    @Slot()
    def _changed(self) -> None:
        captured = self._row.capture()
        value = captured.read().value if captured is not None else None
        path = value.path if isinstance(value, FileValue) else ""
        question = _Question(path, self._form.texts(["image_id"]).get("image_id", ""))
        if question == self._question:
            return
        if self._running is not None:
            self._running.cancel()
        self._question = question
        self._show(_Advice(Look(question.path)))
        self._pause.start()

    @Slot()
    def _look(self) -> None:
        question, desk, place = self._question, self._desk, self._place

        def work(cancel: CancelToken, report: ProgressReport) -> _Advice:
            look = look_at(question.path, cancel, report)
            return _Advice(look, _warning(desk, place, question.image_id, look, cancel))

        def done(advice: _Advice) -> None:
            if question == self._question:
                self._show(advice)

        self._running = self._jobs.run(work, done, unless_cancelled, owner=self)

    def _show(self, advice: _Advice) -> None:
        from api.work.transfers.sniffing import described

        look = advice.look
        told = described(look.sniffed, look.size) if look.sniffed is not None else ""
        self._row.help.setText(f"{self._help}\n{told}".strip())
        self._row.show_advice(advice.warning)


def _warning(desk: Desk, place: Place, image_id: str, look: Look, cancel: CancelToken) -> str:
    """What is wrong with the file, for that image as far as it can be read (blocking). Raises Cancelled."""
    from api.work.transfers.sniffing import disagreement

    if look.sniffed is None or look.fault:
        return ""
    disk, container = _formats(desk, place, image_id, cancel)
    wrong = disagreement(disk, look.sniffed, container) if disk else ""
    return one_line(" ".join((wrong, *look.sniffed.remarks)), _LONGEST)


def _formats(desk: Desk, place: Place, image_id: str, cancel: CancelToken) -> tuple[str, str]:
    """Disk and container format of the image's record; "" where they cannot be seen now."""
    from api.exchange.reading import read_json
    from api.work.answers import good
    from api.work.transfers.standing import SHOW

    if len(image_id) != _ID_LENGTH or desk.cloud(place.profile) is None:
        return "", ""
    try:
        record = read_json(good(desk.asker(place, cancel)(SHOW, {"image_id": image_id}), 200))
    except PitchforkError:
        cancel.check()
        return "", ""  # sending it will tell what is wrong
    if not isinstance(record, dict):
        return "", ""
    disk, container = (record.get(name) for name in ("disk_format", "container_format"))
    return (disk if isinstance(disk, str) else ""), (container if isinstance(container, str) else "bare")
