"""How a person has arranged the views of an answer, to be brought over to a newer answer of the same call."""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.answer.answer import Answer
from api.answer.carry import Standing, carried
from api.answer.matchers import Wanted
from api.exchange.exchange import Exchange
from api.running import CancelToken
from gui.answer.raw.page import RawPage, RawState
from gui.answer.table.page import TablePage
from gui.answer.table.state import TableState
from gui.answer.tree.page import TreePage
from gui.answer.view import RAW, TABLE, TREE, AnswerView


@dataclass(frozen=True, slots=True)
class ViewState:
    """Which view is shown, what is looked for, and how tree, table and raw text stand (None: never looked at).

    ``pane``: a value is shown whole under the tree.
    """

    number: int
    wish: Wanted
    tree: Standing | None = None
    table: TableState | None = None
    raw: RawState | None = None
    pane: bool = False


FRESH = ViewState(TREE, Wanted(""))
"""Of an answer that nobody looked at yet."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer and how its views are arranged."""

    exchange: Exchange
    answer: Answer
    state: ViewState


def clock(exchange: Exchange) -> str:
    """When it was asked, on the person's clock: ``14:03:11``."""
    return f"{exchange.started.astimezone():%H:%M:%S}"


def state_of(view: AnswerView) -> ViewState:
    """How a view stands now; quick, whatever the size of the answer."""
    tree, table, raw = view.made(TREE), view.made(TABLE), view.made(RAW)
    return ViewState(
        view.current,
        view.find_bar.wish,
        tree.standing() if isinstance(tree, TreePage) else None,
        table.state() if isinstance(table, TablePage) else None,
        raw.state() if isinstance(raw, RawPage) else None,
        isinstance(tree, TreePage) and tree.pane.isVisibleTo(tree),
    )


def moved(state: ViewState, old: Answer, new: Answer, cancel: CancelToken) -> ViewState:
    """The state in the words of a newer answer; work for a worker."""
    if state.tree is None or old.document is None or new.document is None:
        return replace(state, tree=None)
    return replace(state, tree=carried(state.tree, old.document, new.document, cancel.check))


def bring_back(view: AnswerView, state: ViewState) -> None:
    """Arrange a fresh view as the state tells, as far as its answer allows. The tree got its standing before."""
    if state.table is not None and view.switch.isTabEnabled(TABLE):
        table = view.page(TABLE)
        assert isinstance(table, TablePage)
        table.restore(state.table)
    if state.raw is not None:
        raw = view.page(RAW)
        assert isinstance(raw, RawPage)
        raw.restore(state.raw)
    tree = view.made(TREE)
    if state.pane and isinstance(tree, TreePage):
        tree.open_pane()
    view.switch.choose(state.number)
    current = state.tree.current if state.tree is not None else None
    view.find_bar.take_over(state.wish, current if isinstance(current, int) else None)
