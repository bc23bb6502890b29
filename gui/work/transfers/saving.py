"""Downloads in the window: where to save is asked for, under a name that is made of the image's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QStandardPaths, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog

from api.errors import PitchforkError
from api.model import Call, Place
from api.running import CancelToken, ProgressReport
from api.work.plan import Offer
from api.work.transfers.download import IMAGE_DATA, Download
from api.work.transfers.naming import suggested_name
from api.work.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.exchange.build import Draft
    from gui.work.bench import WorkBench

_last_folder: list[Path] = []
"""Where the last download of this run of the program went, if there was one."""


def take_download(bench: WorkBench, call: Call, draft: Draft, asker: object) -> bool:
    """Ask where to save what a draft fetches, and begin; a draft that asks for a range by hand is left alone."""
    request = draft.preview
    values = {key.name: value for key, value in request.values.items()}
    assert call.transfer is not None
    if call.transfer.part in values:
        return False
    Saving(bench, request.place, call, values, asker).begin()
    return True


def download_offers(place: Place, image: Mapping[str, Any], bench: WorkBench) -> Iterable[Offer]:
    """The entry for an image's menu, where the cloud gives data out and the image may have some."""
    call = bench.desk.catalogue.call(IMAGE_DATA)
    cloud = bench.desk.cloud(place.profile)
    if cloud is None or cloud.offers(bench.desk.catalogue.product(call.head.product)):
        return ()
    if not isinstance(image.get("id"), str) or image.get("status") in {"queued", "killed", "deleted"}:
        return ()
    saving = Saving(bench, place, call, {"image_id": image["id"]})
    return (Offer("Download…", lambda: saving.ask(image)),)


def download_deeds(work: Work, _bench: WorkBench) -> Iterable[Offer]:
    """What can be done with a download: look at the folder that it went to."""
    plan = work.plan
    if isinstance(plan, Download) and work.state.ended:
        yield Offer("Open Folder", lambda: open_folder(plan.target.parent))


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own way."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class Saving(QObject):
    """One question where to save, from the record's name to the work that begins."""

    def __init__(
        self,
        bench: WorkBench,
        place: Place,
        call: Call,
        values: Mapping[str, Any],
        asker: object = None,
    ) -> None:
        super().__init__(bench)
        self._bench, self._place, self._call, self._values = bench, place, call, values
        self._asker = asker
        self._name = ""

    def begin(self) -> None:
        """Read the record for a name on a worker, then ask."""
        transfer, desk, place = self._call.transfer, self._bench.desk, self._place
        assert transfer is not None
        values = {name: self._values[mine] for name, mine in transfer.fill if mine in self._values}

        def read(cancel: CancelToken, _report: ProgressReport) -> Any:
            from api.exchange.reading import read_json

            try:
                return read_json(desk.asker(place, cancel)(transfer.record, values))
            except PitchforkError:
                return None  # the download itself says what is wrong

        self._bench.jobs.run(read, self.ask, owner=self)

    def ask(self, record: Any) -> None:
        """Open the question, for what that record describes."""
        known = record if isinstance(record, Mapping) else {}
        self._name = known["name"] if isinstance(known.get("name"), str) else ""
        otherwise = next((str(value) for value in self._values.values()), "")
        chosen = self._bench.desk.settings.download_folder
        path = (Path(chosen) if chosen else _folder()) / suggested_name(known, otherwise)
        dialog = QFileDialog(self._bench.window, "Save the Image Data", str(path.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(path.name)
        dialog.fileSelected.connect(self.save)
        dialog.rejected.connect(self._give_back)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.deleteLater)
        dialog.open()

    @Slot(str)
    def save(self, path: str) -> None:
        """Begin: a file that is there may be replaced, for the dialog asked about it."""
        target = Path(path)
        _last_folder[:] = [target.parent]
        overwrite = target.exists()
        self._bench.begin(
            Download(self._place, self._call, self._values, target, self._name, overwrite=overwrite)
        )

    @Slot()
    def _give_back(self) -> None:
        """The form that wanted it comes back as it was."""
        form = self._asker
        if isinstance(form, QDialog) and shiboken6.isValid(form):
            form.show()
            form.raise_()
            form.activateWindow()


def _folder() -> Path:
    if _last_folder and _last_folder[0].is_dir():
        return _last_folder[0]
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    return Path(found) if found and Path(found).is_dir() else Path.home()
