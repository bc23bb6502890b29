"""Loads any OpenAPI 3.0 or 3.1 document: parses it and reads its product; the calls are read when they are opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from api.catalog.document import Document
from api.catalog.naming import slug
from api.catalog.nodes import Node, Source
from api.catalog.operations import outline
from api.errors import CatalogueError
from api.model import Product, Server


def load_document(data: bytes | Path, name: str = "", *, own: bool = False) -> Document:
    """A document from its bytes or its file; ``name`` is what errors call it (a file's name without one).

    ``own`` says that the person added it.

    Raises CatalogueError with the document, the place in it and the reason.
    """
    if isinstance(data, Path):
        name = name or data.name
        data = _read(data, name)
    root = _parse(data, name)
    source = Source(name, root)
    _check_version(source)
    node = source.node()
    product_id = node.text("x-id") or slug(name.removesuffix(".json"))
    calls = outline(source, product_id)
    info = node.get("info") or node.child("info", {})
    product = Product(
        id=product_id,
        title=info.text("title") or name,
        description=info.text("description"),
        version=info.text("version"),
        categories=calls.categories,
        server=_server(node),
        service_types=node.texts("x-service-types"),
        service_names=node.texts("x-service-names"),
        sign_ins=node.texts("x-sign-ins"),
        identity=node.flag("x-identity"),
        docs=_docs(node),
        own=own,
    )
    return Document(source, product, calls)


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CatalogueError(name, "", f"cannot be read: {error.strerror or error}") from error


def _parse(data: bytes, name: str) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise CatalogueError(name, "", f"is not JSON: {error}") from error


def _check_version(source: Source) -> None:
    if not isinstance(source.root, dict):
        raise source.error("", "is not an OpenAPI document: it has to be an object")
    version = source.root.get("openapi")
    if not isinstance(version, str) or not version.startswith("3."):
        said = source.root.get("swagger") or version
        raise source.error("/openapi", f"is not OpenAPI 3 (it says {said or 'nothing'})")


def _server(document: Node) -> Server:
    """The first server; its ``region`` variable stays in the address, all others take their default."""
    first = next(document.each("servers"), None)
    if first is None:
        return Server("")
    url = first.text("url").rstrip("/")
    regions: tuple[str, ...] = ()
    default = ""
    variables = first.get("variables")
    for name, variable in variables.members() if variables is not None else ():
        if name == "region":
            regions, default = variable.texts("enum"), variable.text("default")
        else:
            url = url.replace(f"{{{name}}}", variable.text("default"))
    return Server(url, regions, default)


def _docs(document: Node) -> str:
    found = document.get("externalDocs")
    return found.text("url") if found is not None else ""
