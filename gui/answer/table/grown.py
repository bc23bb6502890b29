"""Where the person is in the table of a list that grows: the items before the new ones keep their numbers."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from gui.answer.table.page import TablePage
from gui.answer.table.view import MOST_KEPT


class Stand(NamedTuple):
    """The current item and column, the selected items, and how far the table is scrolled."""

    current: int | None
    key: str | None
    selected: tuple[int, ...]
    down: int
    right: int


def stand_of(page: TablePage) -> Stand:
    """How it is now."""
    view = page.view
    model = view.table_model()
    places = (place for each in view.selected_rows() for place in each)
    selected = (
        tuple(model.source_row(model.index(place, 0)) for place in islice(places, MOST_KEPT))
        if model is not None
        else ()
    )
    bars = view.verticalScrollBar(), view.horizontalScrollBar()
    return Stand(view.current_row(), view.current_key(), selected, bars[0].value(), bars[1].value())


def bring_back(page: TablePage, stand: Stand) -> None:
    """Be there again, in a table of the same list that has grown; what a filter hides stays out."""
    view = page.view
    model = view.table_model()
    if model is None:
        return
    place_of, count = model.arrangement.place, model.table.row_count
    place = place_of(stand.current) if stand.current is not None and stand.current < count else None
    if place is not None:
        view.make_current(place, stand.key)
    selection = QItemSelection()
    for row in stand.selected:
        if row < count and (at := place_of(row)) is not None:
            selection.select(model.index(at, 0), model.index(at, 0))
    flag = QItemSelectionModel.SelectionFlag
    if not selection.isEmpty():
        view.selectionModel().select(selection, flag.ClearAndSelect | flag.Rows)
    view.verticalScrollBar().setValue(stand.down)
    view.horizontalScrollBar().setValue(stand.right)
