"""Reads ``x-watch`` and ``x-starts``: how what a call shows is watched, and what to watch after a call."""

from __future__ import annotations

from api.catalog.nodes import Node
from api.model import Explanation, Lead, Mark, Missing, Reasons, Stage, Watch, WatchedState, Way


def read_watch(found: Node | None, product: str) -> Watch | None:
    """How to watch what the call shows; calls become complete call ids."""
    if found is None:
        return None
    missing, reasons = found.get("missing"), found.get("reasons")
    return Watch(
        kind=found.need_text("kind"),
        state=found.need_text("state"),
        states=tuple(_state(name, node) for name, node in found.need("states").members()),
        title=found.texts("title"),
        message=found.text("message"),
        least=_seconds(found, "least"),
        marks=tuple(_mark(each) for each in found.each("marks")),
        missing=_missing(missing, product) if missing is not None else None,
        reasons=_reasons(reasons, product) if reasons is not None else None,
        explanations=tuple(_explanation(each) for each in found.each("explanations")),
        leads=_leads(found, product),
    )


def read_starts(found: Node | None, product: str) -> Way | None:
    """What can be watched once the call was answered well, as OpenAPI's links say it."""
    return Way(f"{product}.{found.need_text('call')}", found.pairs("fill")) if found is not None else None


def _state(name: str, node: Node) -> WatchedState:
    return WatchedState(name, _stage(node), node.text("means"), node.flag("final"))


def _mark(node: Node) -> Mark:
    return Mark(node.need_text("member"), _stage(node), node.need_text("means"))


def _missing(node: Node, product: str) -> Missing:
    return Missing(
        state=node.need_text("state"),
        stage=_stage(node),
        means=node.text("means"),
        after=node.texts("after"),
        leads=_leads(node, product),
    )


def _reasons(node: Node, product: str) -> Reasons:
    return Reasons(
        call=f"{product}.{node.need_text('call')}",
        fill=node.pairs("fill"),
        items=node.text("items"),
        state=node.need_text("state"),
        message=node.need_text("message"),
        newest=node.text("newest"),
        failed=node.texts("failed"),
        running=node.texts("running"),
    )


def _explanation(node: Node) -> Explanation:
    return Explanation(node.need_text("sentence"), node.text("code"), node.text("has"))


def _leads(node: Node, product: str) -> tuple[Lead, ...]:
    return tuple(_lead(each, product) for each in node.each("leads"))


def _lead(node: Node, product: str) -> Lead:
    call = node.text("call")
    return Lead(
        value=node.need_text("value"),
        says=node.need_text("says"),
        call=f"{product}.{call}" if call else "",
        parameter=node.text("parameter"),
    )


def _stage(node: Node) -> Stage:
    word = node.need_text("is")
    if word not in set(Stage):
        raise node.error(f"“{word}” is none of: {', '.join(Stage)}")
    return Stage(word)


def _seconds(node: Node, name: str) -> float:
    found = node.get(name)
    if found is None:
        return 0.0
    if isinstance(found.value, bool) or not isinstance(found.value, int | float) or found.value < 0:
        raise found.error("has to be a number of seconds")
    return float(found.value)
