"""Draws the window's states from the running program on the practice cloud: the README's pictures, and more to look at.

    python packaging/screenshots.py FOLDER [--all]

Without --all only the README's pictures are made. Runs off the screen.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from production_scenes import production
from PySide6.QtCore import QEventLoop, QModelIndex, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from saved_scenes import saved
from scenes_kept import history, new_image
from settings_scenes import settings
from taking_scenes import taking

from api.constants import RESOURCES
from api.desk import Desk
from api.model import Key, Location
from api.work.pages.gather import Gather
from api.work.watch.plan import plan_watch
from gui import theme
from gui.answer.compare.comparisons import shown_side
from gui.answer.compare.tab import CompareTab
from gui.answer.table.look_bars import LookBars
from gui.answer.view import TABLE, TREE
from gui.app import application
from gui.confirm import ConfirmDialog
from gui.edit.dialog import EditDialog
from gui.main_window import MainWindow
from gui.parameters.dialog import ParameterDialog
from gui.parameters.pick_editor import PickEditor
from gui.program import Program
from gui.work.bulk.dialog import BulkDialog

LARGE, SMALL = QSize(1360, 860), QSize(1024, 640)
IMAGE = Key(Location.PATH, "image_id")
README = (
    "welcome-light", "sign-in-light", "window-light", "window-dark", "window-light-small", "table-light",
    "query-dark", "compare-light", "use-in-light", "edit-light", "work-light", "regions-light", "bulk-light",
    "new-image-light", "saved-light", "save-light", "export-light", "import-light", "raw-light", "headers-light",
    "production-light", "confirm-production-light", "profile-light",
    "request-light", "dialog-light", "dialog-list-dark", "mock-dark", "confirm-light", "error-light",
)  # fmt: skip


class Studio:
    """One program on a folder of its own, and a way to wait for it."""

    def __init__(self, app: QApplication, folder: Path, out: Path) -> None:
        self.app, self.out = app, out
        self.desk = Desk(folder)
        self.program = Program(lambda: self.desk, folder)
        self.window: MainWindow = self.program.start()
        self.wait(lambda: bool(self.window.navigation.heads))
        self.names: list[str] = []

    def wait(self, reached: Callable[[], object], seconds: float = 20.0) -> None:
        """Run the event loop until it is so."""
        end = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > end:
                raise TimeoutError("the window did not get there")
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        self.settle()

    def settle(self) -> None:
        """Let what is queued be drawn."""
        for _ in range(6):
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture."""
        self.settle()
        self.keep(name, (widget or self.window).grab())

    def keep(self, name: str, picture: QPixmap) -> None:
        """Save a picture that was made."""
        picture.save(str(self.out / f"{name}.png"))
        self.names.append(name)

    def close(self) -> None:
        """Take everything down."""
        self.program.close_all()
        self.program.shutdown(2.0)
        self.desk.close()

    def answer(self) -> None:
        """Wait for the answer of the tab in front."""
        self.wait(lambda: (tab := self.window.answers.current) is not None and not tab.running)

    def send(self, call_id: str, **values: object) -> None:
        """Open a call's form, fill it in, send it, and wait for the answer."""
        dialog = self.form(call_id, **values)
        dialog.foot.send.click()
        self.answer()
        dialog.close()

    def form(self, call_id: str, **values: object) -> ParameterDialog:
        """Open a call's form and fill it in."""
        self.window.go_to_call(call_id)
        self.window.calls.open(call_id, self.window.place)
        dialog = next(
            d for d in self.window.findChildren(ParameterDialog) if d.call.id == call_id and d.isVisible()
        )
        dialog.form.replace({})
        by_title = {row.title: key for key, row in dialog.form.rows.items()}
        dialog.fill({by_title[name]: value for name, value in values.items()})
        self.settle()
        return dialog

    def own_image(self) -> str:
        """The id of an image that the signed-in account owns."""
        return next(image["id"] for image in self.images("active") if image["size"])

    def images(self, status: str) -> list[dict[str, Any]]:
        """The account's own images of that status; their list is left open."""
        self.send("cloud-images.list-images", owner=self.window.place.account)
        exchange = self.window.answers.current.exchange
        images = json.loads(exchange.response.content.bytes())["images"]
        return [image for image in images if image["status"] == status]


def scenes(studio: Studio, tag: str) -> None:
    """Every state, in one colour scheme and size."""
    window = studio.window
    studio.shoot(f"welcome-{tag}")
    window.sign_in()
    sheet = QApplication.activeModalWidget() or QApplication.activeWindow()
    if sheet is not None and sheet is not window:
        studio.shoot(f"sign-in-{tag}", sheet)
        sheet.close()
    window.practise()
    studio.wait(lambda: bool(window.profile))
    window.go_to_call("cloud-images.list-images")
    studio.shoot(f"ready-{tag}")
    image = studio.own_image()
    studio.send("cloud-images.get-image-details", image_id="7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41")
    studio.shoot(f"error-{tag}")
    studio.send("cloud-images.list-images", limit=60)
    view = window.answers.current.view
    expand(view)
    studio.shoot(f"window-{tag}")
    query = view.page(2)
    query.show_query("images[?status=='active'].{name: name, size: size, updated_at: updated_at, id: id}")
    studio.wait(lambda: not query.running)
    for number, name in enumerate(("table", "query", "raw", "headers", "request"), 1):
        view.switch.choose(number)
        studio.wait(lambda: not studio.program.jobs.count)
        studio.wait(lambda: not any(bars.reading for bars in view.findChildren(LookBars)))
        studio.shoot(f"{name}-{tag}")
    uses(studio, f"use-in-{tag}")
    compare(studio, f"compare-{tag}")
    edit(studio, image, f"edit-{tag}")
    work(studio, f"work-{tag}")
    dialog = studio.form("cloud-images.add-image-property", image_id=image, property="com.example/team")
    dialog.foot.state.click()
    studio.shoot(f"dialog-{tag}", dialog)
    dialog.close()
    studio.shoot(f"dialog-list-{tag}", dialog := studio.form("cloud-images.list-images"))
    dialog.foot.mock.click()
    studio.shoot(f"mock-{tag}")
    dialog.close()
    dialog = studio.form("cloud-images.delete-image", image_id=image)
    picked = dialog.form.rows[IMAGE].editor
    assert isinstance(picked, PickEditor)
    picked.open_list()
    studio.shoot(f"pick-{tag}", dialog)
    picked.close_list()
    dialog.foot.send.click()
    studio.wait(lambda: window.findChildren(ConfirmDialog))
    question = window.findChildren(ConfirmDialog)[0]
    studio.wait(lambda: question.yes.isEnabled())
    studio.shoot(f"confirm-{tag}", question)
    question.reject()
    dialog.close()
    regions(studio, f"regions-{tag}")
    bulk(studio, f"bulk-{tag}")
    saved(studio, tag)
    taking(studio, tag)
    new_image(studio, f"new-image-{tag}")
    history(studio, tag)
    settings(studio, tag)
    production(studio, tag)


def uses(studio: Studio, name: str) -> None:
    """The calls that take an image of the list."""
    view = studio.window.answers.current.view
    view.switch.choose(TREE)
    studio.wait(view.use_button.isEnabled)
    view.open_uses()
    studio.wait(QApplication.activePopupWidget)
    menu = QApplication.activePopupWidget()
    picture = studio.window.grab()
    painter = QPainter(picture)
    painter.drawPixmap(studio.window.mapFromGlobal(menu.pos()), menu.grab())
    painter.end()
    studio.keep(name, picture)
    menu.close()


def compare(studio: Studio, name: str) -> None:
    """The same list of two regions."""
    left = shown_side(studio.window.answers.current)
    studio.window.set_cloud(studio.window.profile, "ORD")
    studio.send("cloud-images.list-images", limit=60)
    studio.window.answers.compare(left, shown_side(studio.window.answers.current))
    (page,) = studio.window.answers.findChildren(CompareTab)
    studio.wait(lambda: not page.running)
    studio.shoot(name)
    studio.window.answers.close_current()
    studio.window.set_cloud(studio.window.profile, "DFW")


def edit(studio: Studio, image: str, name: str) -> None:
    """An image's properties as a form, with a change and its patch."""
    studio.send("cloud-images.get-image-details", image_id=image)
    studio.window.answers.deeds()["edit"]()
    (dialog,) = studio.window.findChildren(EditDialog)
    studio.wait(lambda: dialog.page is not None and dialog.page.form.complete)
    dialog.page.form.rows["min_disk"].field.editor.set_value("80")
    studio.shoot(name, dialog)
    dialog.foot.clear.click()
    dialog.close()


def work(studio: Studio, name: str) -> None:
    """A whole list that was fetched, a watch that ended, and one that goes on."""
    window, catalogue = studio.window, studio.desk.catalogue
    images = catalogue.call("cloud-images.list-images")
    pages = window.bench.begin(Gather(images, {}, window.place))
    studio.wait(lambda: pages.state.ended)
    for image in studio.images("active")[:1] + studio.images("queued")[:1]:
        values = {"image_id": image["id"]}
        call = "cloud-images.get-image-details"
        watch = window.bench.begin(plan_watch(catalogue, call, values, window.place, name=image["name"]))
    panel = window.work_panel
    studio.wait(
        lambda: panel.count.text() == "1 running · 2 ended" and "1 call" in panel.detail.facts.text()
    )
    studio.shoot(name)
    watch.cancel.cancel()
    studio.wait(lambda: watch.state.ended)
    panel.clear.click()
    window.bench.close_panel()


def regions(studio: Studio, name: str) -> None:
    """One list of all regions, as a table."""
    window = studio.window
    window.go_to_call("cloud-images.list-images")
    before = window.answers.current
    window.bench.gatherings.of_window("regions")
    studio.wait(lambda: window.answers.current is not before)
    studio.answer()
    window.answers.current.view.switch.choose(TABLE)
    studio.wait(lambda: not studio.program.jobs.count)
    studio.shoot(name)


def bulk(studio: Studio, name: str) -> None:
    """One call for several images of a table."""
    studio.send("cloud-images.list-images", owner=studio.window.place.account)
    view = studio.window.answers.current.view
    view.switch.choose(TABLE)
    studio.wait(lambda: not studio.program.jobs.count)
    view.page(TABLE).view.selectAll()
    studio.wait(lambda: view.uses.bulk.possible)
    view.uses.bulk.open()
    studio.wait(lambda: studio.window.findChildren(BulkDialog))
    (dialog,) = studio.window.findChildren(BulkDialog)
    dialog.form.fill(dict.fromkeys(dialog.form.rows, "keep"))
    studio.wait(lambda: dialog.go.isEnabled())
    studio.shoot(name, dialog)
    dialog.close()


def expand(view: QWidget) -> None:
    """Open the first image of the list in the answer's tree."""
    tree = view.page(0).tree if hasattr(view.page(0), "tree") else None
    if tree is None:
        return
    model = tree.model()
    images = model.index(0, 0, QModelIndex())
    tree.expand(images)
    first = model.index(0, 0, images)
    tree.expand(first)
    tree.setCurrentIndex(model.index(4, 0, first))


def main(arguments: list[str]) -> int:
    """Make the pictures; prints their names."""
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    everything = "--all" in arguments
    gc.disable()  # a worker's thread must not collect what belongs to the window
    app = application()
    assert RESOURCES.is_dir()
    for mode in (theme.LIGHT, theme.DARK):
        for size, suffix in ((LARGE, ""), (SMALL, "-small")):
            if suffix and mode == theme.DARK and not everything:
                continue
            with tempfile.TemporaryDirectory() as folder:
                studio = Studio(app, Path(folder), out)
                studio.program.choose_theme(mode)
                theme.switch().dress()
                studio.window.resize(size)
                scenes(studio, f"{mode}{suffix}")
                studio.close()
                gc.collect()
                for name in studio.names:
                    if not everything and name not in README:
                        (out / f"{name}.png").unlink()
    print("\n".join(sorted(path.name for path in out.glob("*.png"))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
