"""What is kept, as pictures: the saved calls on the left side, their forms, questions, menus and links."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from api.records.saved.call import SavedCall
from api.records.saved.folder import Item
from api.records.snippets.kinds import KINDS
from gui.answer.tab_menu import TabMenu
from gui.answer.view import REQUEST
from gui.parameters.dialog import ParameterDialog
from gui.records.saved.kept_form import KeptForm
from gui.records.saved.link_dialog import LinkDialog
from gui.records.saved.placeholders_dialog import PlaceholdersDialog
from gui.records.saved.save_dialog import SaveDialog

LIST, SHOW, MEMBER = (
    f"cloud-images.{name}" for name in ("list-images", "get-image-details", "create-image-member")
)
CALLS = (
    ("", SavedCall(LIST, "All my snapshots", {"query:image_type": "snapshot"}, tags=("daily",))),
    (
        "",
        SavedCall(LIST, "Waiting for me", {"query:member_status": "pending", "query:visibility": "shared"}),
    ),
    (
        "Checks",
        SavedCall(
            SHOW,
            "Golden image",
            {"path:image_id": "{{image_id}}"},
            "Every region boots from it.",
            ("golden",),
        ),
    ),
    ("Checks", SavedCall(MEMBER, "Share the golden image", {"path:image_id": "{{image_id}}"})),
)


def saved(studio: Any, tag: str) -> None:
    """The page, first empty; the form of a call, which lacks a placeholder; what is asked and offered."""
    window = studio.window
    window.saved.focus()
    studio.wait(window.left.page.says.text)
    studio.shoot(f"saved-empty-{tag}")
    for call_id in (LIST, MEMBER):
        studio.desk.favourites.toggle(call_id)
    for folder, call in CALLS:
        studio.desk.saved.add(call, folder=folder)
    window.left.page.reread()
    tree = window.left.page.tree
    golden = next(item for item in studio.desk.saved.read().items if item.saved.name == "Golden image")
    studio.wait(lambda: tree.choose(golden.key))
    studio.shoot(f"saved-{tag}")
    menu(studio, f"saved-menu-{tag}", window.left.page.menu(), tree.viewport())
    form(studio, tag, golden)
    window.saved.open_placeholders()
    dialog = shown(studio, PlaceholdersDialog)
    studio.shoot(f"placeholders-{tag}", dialog)
    dialog.reject()
    wrong(studio, tag)
    links(studio, tag)
    elsewhere(studio, tag)
    window.focus_tree()
    QApplication.sendPostedEvents()


def form(studio: Any, tag: str, golden: Item) -> None:
    """The form of a saved call that waits for a placeholder, and under which name it is saved."""
    window = studio.window
    window.saved.open(golden)
    studio.wait(lambda: window.calls.is_open(SHOW, window.place, golden.key))
    dialog = next(
        d
        for d in window.findChildren(ParameterDialog)
        if d.isVisible() and d.findChild(KeptForm).holds(golden)
    )
    studio.shoot(f"placeholder-{tag}", dialog)
    dialog.findChild(KeptForm).save()
    question = shown(studio, SaveDialog)
    studio.shoot(f"save-{tag}", question)
    question.reject()
    dialog.close()


def wrong(studio: Any, tag: str) -> None:
    """A file that cannot be used, a call that is gone, and a filter that finds nothing."""
    page = studio.window.left.page
    studio.desk.saved.own.joinpath("broken.json").write_text("{")
    studio.desk.saved.add(SavedCall("cloud-images.gone", "Of an older version"))
    page.reread()
    studio.wait(page.problems.isVisible)
    page.problems.click()
    studio.shoot(f"saved-problems-{tag}")
    studio.window.toast.hide()
    page.filter.setText("kernel")
    studio.shoot(f"saved-nothing-{tag}")
    page.filter.clear()


def links(studio: Any, tag: str) -> None:
    """A link that is asked for, one that is refused, and one that was made elsewhere."""
    window = studio.window
    QGuiApplication.clipboard().setText(f"pitchfork:call/{LIST}?limit:=5&@account=77&@region=ORD&nmae=x")
    window.saved.ask_for_link()
    dialog = shown(studio, LinkDialog)
    studio.shoot(f"link-{tag}", dialog)
    text = dialog.line.text()
    dialog.line.setText("pitchfork:call/cloud-images.gone?limit=5")
    dialog.go.click()
    studio.wait(dialog.problem.isVisible)
    studio.shoot(f"link-refused-{tag}", dialog)
    dialog.line.setText(text)
    dialog.go.click()
    studio.wait(lambda: window.calls.is_open(LIST, window.place, text))
    opened = next(
        d
        for d in window.findChildren(ParameterDialog)
        if d.isVisible() and d.findChild(KeptForm).holds(text)
    )
    studio.shoot(f"link-opened-{tag}", opened)
    opened.close()


def elsewhere(studio: Any, tag: str) -> None:
    """What a tab offers, "Copy as", and the request as other tools would send it."""
    window = studio.window
    tab = window.answers.current
    menu(studio, f"tab-menu-{tag}", TabMenu(tab, window), tab)
    tab.view.switch.choose(REQUEST)
    copy_as = tab.view.page(REQUEST).copy_as
    copy_as.menu.aboutToShow.emit()
    menu(studio, f"copy-as-{tag}", copy_as.menu, copy_as)
    dialog = window.taking.elsewhere(tab.exchange.request)
    for number, kind in enumerate(KINDS):
        dialog.switch.choose(number)
        studio.shoot(f"elsewhere-{kind.value}-{tag}", dialog)
    dialog.close()


def shown(studio: Any, kind: type[QWidget]) -> Any:
    """The visible dialog of a kind, once there is one."""
    found: list[Any] = []

    def there() -> bool:
        found[:] = [each for each in studio.window.findChildren(kind) if each.isVisible()]
        return bool(found)

    studio.wait(there)
    return found[0]


def menu(studio: Any, name: str, entries: QMenu, over: QWidget) -> None:
    """A menu over the window, under the upper left corner of a part of it."""
    entries.popup(over.mapToGlobal(QPoint(20, 20)))
    studio.settle()
    picture = studio.window.grab()
    painter = QPainter(picture)
    painter.drawPixmap(studio.window.mapFromGlobal(entries.pos()), entries.grab())
    painter.end()
    studio.keep(name, picture)
    entries.close()
