"""What is worth watching once a call was answered: what it started, or what it shows and is not done yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.answer.answer import Form, form_of
from api.answer.document import Document
from api.answer.index import NodeKind
from api.answer.uses.ways import ways
from api.answer.veil import Veil
from api.catalog.catalogue import Catalogue
from api.errors import BadInput, PitchforkError
from api.exchange.reading import read_json
from api.model import Call, Watch, Way
from api.work.watch.judging import Verdict, judge
from api.work.watch.plan import WatchPlan, plan_watch
from api.work.watch.sight import see

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange
    from api.wire.response import Content

LARGEST = 1 << 20
"""Bytes of an answer that is looked into."""


def started(exchange: Exchange, catalogue: Catalogue) -> WatchPlan | None:
    """The watch of what a call has started; None where it started nothing that can be watched, or was refused."""
    response = exchange.response
    if response is None or not 200 <= response.status < 300:
        return None
    try:
        call = catalogue.call(exchange.request.call_id)
        watched = catalogue.call(call.starts.call) if call.starts is not None else None
    except PitchforkError:  # a call that is in no document
        return None
    if call.starts is None or watched is None or watched.watch is None or len(response.content) > LARGEST:
        return None
    content = response.content if form_of(response) is Form.JSON else None
    return _plan(exchange, catalogue, call.starts, watched, watched.watch, content)


def unfinished(exchange: Exchange, catalogue: Catalogue) -> WatchPlan | None:
    """The watch of what an answer shows and is not done yet, or of what its call has started; None for neither."""
    return started(exchange, catalogue) or _shown(exchange, catalogue)


def _shown(exchange: Exchange, catalogue: Catalogue) -> WatchPlan | None:
    response, request = exchange.response, exchange.request
    if response is None or response.status != 200 or len(response.content) > LARGEST:
        return None
    try:
        call = catalogue.call(request.call_id)
        sight = see(call.watch, read_json(exchange)) if call.watch is not None else None
        if call.watch is None or sight is None or judge(call.watch, sight) is not Verdict.GO_ON:
            return None
        values = {key.name: value for key, value in request.values.items()}
        return plan_watch(catalogue, call.id, values, exchange.place, name=sight.title)
    except PitchforkError:  # a call that is in no document, or an answer that is none
        return None


def _plan(
    exchange: Exchange, catalogue: Catalogue, way: Way, watched: Call, watch: Watch, content: Content | None
) -> WatchPlan | None:
    document = Document(content) if content is not None else None
    try:
        veil = Veil(document, exchange.request.secret_pointers) if document is not None else None
        found = next(ways((way,), exchange, document, veil), None)
        if found is None:
            return None
        name = _name(document, veil, watch)
        return plan_watch(catalogue, watched.id, found[1], exchange.place, name=name)
    except BadInput:
        return None
    finally:
        if document is not None:
            document.close()


def _name(document: Document | None, veil: Veil | None, watch: Watch) -> str:
    """What the answer calls it."""
    for pointer in watch.title:
        node = document.find(pointer) if document is not None else None
        if document is None or veil is None or node is None or veil.hides(node):
            continue
        if document.kind(node) is NodeKind.STRING and (text := document.text(node, 100)):
            return text
    return ""
