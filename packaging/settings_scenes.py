"""The states of the settings and of the own products, for `screenshots.py`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from api.catalog.own.document import Wish, preview
from api.catalog.own.edited import EditedCall, EditedParameter
from api.catalog.own.editing import blank, put
from gui.own.call_editor import CallEditor
from gui.own.dialog import OwnProductsDialog
from gui.settings.dialog import SettingsDialog

if TYPE_CHECKING:
    from screenshots import Studio

ORDER = EditedCall(
    title="Order a build",
    method="POST",
    path="/builds/{branch}",
    category="Builds",
    parameters=(EditedParameter("branch", "path"), EditedParameter("flavour", allowed="small, large")),
    body='{"notify": "team@example.com"}',
    success="202",
    changes="change",
)


def settings(studio: Studio, tag: str) -> None:
    """Each page of the settings, and the own products with a call being edited."""
    program = studio.program
    program.open_settings()
    (dialog,) = (
        w for w in QApplication.topLevelWidgets() if isinstance(w, SettingsDialog) and w.isVisible()
    )
    before = program.desk.settings
    program.change_settings(replace(before, proxy="given", proxy_url="http://proxy.example.com:3128"))
    for number, page in enumerate(dialog.pages):
        dialog.list.setCurrentRow(number)
        studio.shoot(f"settings-{page.page.title.lower()}-{tag}", dialog)
    program.change_settings(before)
    dialog.close()
    own(studio, tag)


def own(studio: Studio, tag: str) -> None:
    """An own product and its call."""
    program, root = studio.program, blank("Build service")
    root, _operation = put(preview(root, "build").document, root, ORDER)
    program.desk.own_products.keep(root, Wish("build", "", "https://build.example.com"))
    program.reload_catalogue()
    program.open_own_products()
    (dialog,) = (
        w for w in QApplication.topLevelWidgets() if isinstance(w, OwnProductsDialog) and w.isVisible()
    )
    studio.wait(lambda: dialog.calls.list.count())
    dialog.calls.list.setCurrentRow(0)
    studio.shoot(f"own-products-{tag}", dialog)
    dialog.calls.buttons["Edit"].click()
    (editor,) = dialog.findChildren(CallEditor)
    studio.shoot(f"own-call-{tag}", editor)
    editor.close()
    dialog.close()
