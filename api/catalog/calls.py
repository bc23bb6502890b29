"""Puts a complete Call together from its operation; done when the call is opened, not at load."""

from __future__ import annotations

from itertools import chain

from api.catalog.answers import accept_header, read_answers, success_codes
from api.catalog.bodies import read_bodies
from api.catalog.edits import read_edit, read_edited_by
from api.catalog.extensions import read_effects, read_paging, read_presets, read_subject
from api.catalog.nodes import Node, Source
from api.catalog.operations import Spot, operation_node
from api.catalog.parameters import read_parameters
from api.catalog.security import needs_token, token_header
from api.catalog.several import read_call_bodies
from api.catalog.tables import read_table
from api.catalog.transfers import read_transfer
from api.catalog.watches import read_starts, read_watch
from api.model import Call, CallHead


def read_call(source: Source, spot: Spot, head: CallHead) -> Call:
    """The call at a spot. Raises CatalogueError where its part of the document is broken."""
    document = source.node()
    item, operation, x_call = operation_node(source, spot)
    own = x_call or operation
    header = token_header(document)
    declared = chain(
        item.each("parameters"), operation.each("parameters"), x_call.each("parameters") if x_call else ()
    )
    parameters, token_declared = read_parameters(declared, spot.path, head.product, header)
    request_body = operation.get("requestBody")
    answers = read_answers(operation.get("responses"), head.product)
    return Call(
        head=head,
        docs=_docs(own) or _docs(operation),
        parameters=parameters,
        bodies=read_call_bodies(x_call, request_body, head.product)
        if x_call
        else read_bodies(request_body, head.product),
        success=success_codes(answers),
        answers=answers,
        effects=read_effects(own.get("x-effects") or operation.get("x-effects"), head.method),
        since=own.text("x-since") or operation.text("x-since"),
        notes=own.text("x-notes") or operation.text("x-notes"),
        needs_token=token_declared or needs_token(document, operation),
        token_header=header,
        subject=read_subject(own.get("x-subject"), head.product),
        presets=read_presets(own),
        paging=read_paging(own.get("x-paging")),
        edit=read_edit(own.get("x-edit"), head.product),
        edited_by=read_edited_by(own, operation, head.product),
        table=read_table(own),
        watch=read_watch(own.get("x-watch"), head.product),
        starts=read_starts(own.get("x-starts") or operation.get("x-starts"), head.product),
        accept=accept_header(answers),
        transfer=read_transfer(own.get("x-transfer"), head.product),
    )


def _docs(node: Node) -> str:
    docs = node.get("externalDocs")
    return docs.text("url") if docs is not None else ""
