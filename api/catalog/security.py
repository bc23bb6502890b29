"""Reads security requirements: whether a call takes a token and in which header it travels."""

from __future__ import annotations

from api.catalog.nodes import Node

TOKEN_HEADER = "X-Auth-Token"  # noqa: S105 - a header's name


def token_header(document: Node) -> str:
    """The header of the document's first apiKey scheme that has one; OpenStack's where there is none."""
    components = document.get("components")
    schemes = components.get("securitySchemes") if components is not None else None
    for _name, scheme in schemes.members() if schemes is not None else ():
        found = scheme.resolved()
        if found.text("type") == "apiKey" and found.text("in") == "header":
            return found.text("name", TOKEN_HEADER)
    return TOKEN_HEADER


def needs_token(document: Node, operation: Node) -> bool:
    """Whether every alternative of the operation's (else the document's) security asks for something."""
    found = operation.get("security") or document.get("security")
    if found is None:
        return False
    alternatives = found.entries()
    return bool(alternatives) and all(alternative.mapping() for alternative in alternatives)
