"""Adds, changes and removes single calls of an own product's document; what was not edited stays as it is."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import orjson

from api.catalog.document import Document
from api.catalog.naming import slug
from api.catalog.nodes import Node, Source
from api.catalog.own.document import preview
from api.catalog.own.edited import IN_PATH, METHODS, TYPES, EditedCall, EditedParameter, split, typed
from api.errors import CatalogueError
from api.model import UNSET, Change, Parameter


def blank(title: str) -> dict[str, Any]:
    """The document of a product without calls."""
    return {
        "openapi": "3.1.0",
        "info": {"title": title.strip(), "version": "1"},
        "x-id": slug(title.lower()),
        "paths": {},
    }


def take(document: Document, root: dict[str, Any], operation_id: str) -> EditedCall:
    """A call of a document, ready to be edited. Raises CatalogueError where it is broken."""
    call = document.call(operation_id)
    operation = _operation(document, root, operation_id)
    return EditedCall(
        title=call.title,
        method=call.method,
        path=call.head.path,
        category=call.head.category,
        description=call.head.description,
        docs=call.docs,
        parameters=tuple(_taken(each) for each in call.parameters),
        body=_example_text(call.bodies[0].example) if call.bodies else "",
        success=", ".join(str(code) for code in call.success) or "200",
        changes=_effects(operation) or call.head.changes.value,
    )


def put(
    document: Document, root: dict[str, Any], edited: EditedCall, was: str = ""
) -> tuple[dict[str, Any], str]:
    """The document with the call added, or in the place of ``was``; and its operation id, which stays."""
    changed = copy.deepcopy(root)
    before: dict[str, Any] = {}
    unchanged: dict[EditedParameter, Any] = {}
    same_body = False
    if was:
        shown = take(document, root, was)
        before = _removed(document, changed, was)
        unchanged = _as_they_stand(root, before, shown)
        same_body = edited.body == shown.body
    operation_id = was or _free_id(document, slug(edited.title.lower()))
    operation = _written(edited, before, unchanged, keep_body=same_body)
    operation["operationId"] = operation_id
    item = changed.setdefault("paths", {}).setdefault(edited.path, {})
    item[edited.method.lower()] = operation
    return changed, operation_id


def taken_by(document: Document, edited: EditedCall, was: str = "") -> str:
    """The title of another call with this method and path, "" for none: a document holds one of each."""
    return next(
        (
            head.title
            for operation_id, head in document.heads.items()
            if operation_id != was and (head.method, head.path) == (edited.method, edited.path)
        ),
        "",
    )


def without(document: Document, root: dict[str, Any], operation_id: str) -> dict[str, Any]:
    """The document without a call."""
    changed = copy.deepcopy(root)
    _removed(document, changed, operation_id)
    return changed


def tried(root: dict[str, Any], edited: EditedCall) -> Document:
    """A document with this call alone, as "call" to show it. Raises CatalogueError."""
    alone = {**root, "paths": {}, "x-id": "tried"}
    made = preview(alone, "tried").document
    changed, _id = put(made, alone, edited)
    return preview(changed, "tried").document


def _as_they_stand(
    root: dict[str, Any], operation: dict[str, Any], shown: EditedCall
) -> dict[EditedParameter, Any]:
    """The Parameter Objects of an operation by what the editor shows of them: it does not show everything."""
    found = {}
    declared = operation.get("parameters")
    for raw in declared if isinstance(declared, list) else ():
        try:
            node = Node(Source("", root), raw, "").resolved()
            key = (node.text("in"), node.text("name"))
        except CatalogueError:
            continue
        found.update({each: raw for each in shown.parameters if (each.place, each.name) == key})
    return found


def _written(
    edited: EditedCall, before: dict[str, Any], unchanged: dict[EditedParameter, Any], *, keep_body: bool
) -> dict[str, Any]:
    written: dict[str, Any] = {
        "summary": edited.title.strip(),
        "description": edited.description.strip(),
        "tags": [edited.category.strip()] if edited.category.strip() else [],
        "externalDocs": {"url": edited.docs.strip()} if edited.docs.strip() else {},
        "parameters": list(_parameters(edited, unchanged)),
        "x-effects": {"changes": edited.changes},
    }
    kept = {name: value for name, value in before.items() if name not in written and name != "responses"}
    operation = {name: value for name, value in {**kept, **written}.items() if value not in ("", [], {})}
    if not keep_body:
        operation.pop("requestBody", None)
        if edited.body.strip():
            example = orjson.loads(edited.body)
            media = {"schema": _schema_of(example), "example": example}
            operation["requestBody"] = {"required": True, "content": {"application/json": media}}
    operation["responses"] = _responses(edited, before)
    return operation


def _parameters(edited: EditedCall, unchanged: dict[EditedParameter, Any]) -> Iterator[dict[str, Any]]:
    declared = {each.name for each in edited.parameters if each.place == "path"}
    missing = [n for n in IN_PATH.findall(edited.path) if n not in declared]
    for each in (*(EditedParameter(name, "path") for name in missing), *edited.parameters):
        if each in unchanged:
            yield unchanged[each]
            continue
        schema: dict[str, Any] = {"type": each.type}
        if each.allowed:
            schema["enum"] = [typed(text, each.type) for text in split(each.allowed)]
        if each.default:
            schema["default"] = typed(each.default, each.type)
        written = {"name": each.name, "in": each.place, "description": each.description, "schema": schema}
        required = {"required": True} if each.required or each.place == "path" else {}
        yield {name: value for name, value in {**written, **required}.items() if value != ""}


def _responses(edited: EditedCall, before: dict[str, Any]) -> dict[str, Any]:
    known = before.get("responses")
    known = known if isinstance(known, dict) else {}
    others = {code: answer for code, answer in known.items() if not code.startswith("2")}
    good = {code: known.get(code, {"description": "Done"}) for code in split(edited.success)}
    return {**good, **others}


def _schema_of(example: Any) -> dict[str, Any]:
    if isinstance(example, dict):
        return {
            "type": "object",
            "properties": {name: _schema_of(value) for name, value in example.items()},
        }
    if isinstance(example, list):
        return {"type": "array", "items": _schema_of(example[0]) if example else {}}
    return {} if example is None else {"type": _type_of(example)}


def _type_of(value: Any) -> str:
    kinds = ((bool, "boolean"), (int, "integer"), (float, "number"))
    return next((kind for python, kind in kinds if isinstance(value, python)), "string")


def _example_text(example: Any) -> str:
    return "" if example is UNSET else orjson.dumps(example, option=orjson.OPT_INDENT_2).decode()


def _operation(document: Document, root: dict[str, Any], operation_id: str) -> dict[str, Any]:
    head = document.heads[operation_id]
    item = root["paths"][head.path]
    found = item.get(head.method.lower(), {})
    return found if isinstance(found, dict) else {}


def _effects(operation: dict[str, Any]) -> str:
    effects = operation.get("x-effects")
    said = effects.get("changes") if isinstance(effects, dict) else None
    return said if said in set(Change) else ""


def _taken(each: Parameter) -> EditedParameter:
    schema = each.schema
    kind = _type_of(schema.choices[0]) if schema.choices else schema.kind.value
    kind = kind if kind in TYPES else "string"
    return EditedParameter(
        name=each.name,
        place=each.location.value,
        type=kind,
        required=each.required,
        default=_text(schema.default),
        allowed=", ".join(_text(choice) for choice in schema.choices),
        description=each.description,
    )


def _text(value: Any) -> str:
    if value is UNSET or value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _removed(document: Document, root: dict[str, Any], operation_id: str) -> dict[str, Any]:
    head = document.heads[operation_id]
    item = root["paths"][head.path]
    before = item.pop(head.method.lower(), {})
    if not any(method.lower() in item for method in (*METHODS, "TRACE")):
        del root["paths"][head.path]
    return before if isinstance(before, dict) else {}


def _free_id(document: Document, wanted: str) -> str:
    number, found = 1, wanted
    while found in document.heads:
        number += 1
        found = f"{wanted}-{number}"
    return found
