"""What is kept, as pictures: the saved calls on the left side, the form of one, and the question under which name."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from api.records.saved.call import SavedCall
from gui.parameters.dialog import ParameterDialog
from gui.records.saved.kept_form import KeptForm
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
    """The page with a call chosen; its form, which lacks a placeholder; and what is asked when it is saved."""
    window = studio.window
    for call_id in (LIST, MEMBER):
        studio.desk.favourites.toggle(call_id)
    for folder, call in CALLS:
        studio.desk.saved.add(call, folder=folder)
    window.saved.focus()
    tree = window.left.page.tree
    golden = next(item for item in studio.desk.saved.read().items if item.saved.name == "Golden image")
    studio.wait(lambda: tree.choose(golden.key))
    studio.shoot(f"saved-{tag}")
    window.saved.open(golden)
    studio.wait(lambda: window.calls.is_open(SHOW, window.place, golden.key))
    dialog = next(
        d
        for d in window.findChildren(ParameterDialog)
        if d.isVisible() and d.findChild(KeptForm).holds(golden)
    )
    studio.shoot(f"placeholder-{tag}", dialog)
    dialog.findChild(KeptForm).save()
    studio.wait(lambda: dialog.findChildren(SaveDialog))
    studio.shoot(f"save-{tag}", dialog.findChildren(SaveDialog)[0])
    dialog.findChildren(SaveDialog)[0].reject()
    dialog.close()
    window.focus_tree()
    QApplication.sendPostedEvents()
