"""Reads the x- members: effects, subjects, presets, paging and picks of calls, and what stands in answers."""

from __future__ import annotations

from api.catalog.nodes import Node
from api.model import Change, Effects, Key, Location, Paging, Pick, Preset, Resource, Source, Subject

_READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def read_effects(found: Node | None, method: str) -> Effects:
    """What a call does; without an x-effects, what its method promises."""
    if found is None:
        return Effects(changes=default_change(method))
    changes = found.text("changes", default_change(method).value)
    if changes not in set(Change):
        raise found.error(f"“{changes}” is none of: {', '.join(Change)}")
    return Effects(
        changes=Change(changes),
        shares=found.flag("shares"),
        costs=found.text("costs"),
        warning=found.text("warning"),
    )


def default_change(method: str) -> Change:
    """What a method does when the document does not say."""
    if method in _READING:
        return Change.NONE
    return Change.DESTROY if method == "DELETE" else Change.CHANGE


def read_subject(found: Node | None, product: str) -> Subject | None:
    """How to look at what the call destroys; calls become complete call ids."""
    if found is None:
        return None
    members = found.text("members-call")
    return Subject(
        call=f"{product}.{found.need('call').value}",
        kind=found.text("kind"),
        fill=found.pairs("fill"),
        keeps=found.text("keeps"),
        members_call=f"{product}.{members}" if members else "",
        members_fill=found.pairs("members-fill"),
        headers=found.pairs("headers"),
    )


def read_presets(operation: Node) -> tuple[Preset, ...]:
    """The ready sets of values of a call."""
    return tuple(
        Preset(
            preset.text("title"),
            tuple((_key(value, name), value.value) for name, value in preset.need("values").members()),
        )
        for preset in operation.each("x-presets")
    )


def read_paging(found: Node | None) -> Paging | None:
    """Where a list answer holds its items and the link to the next page."""
    if found is None:
        return None
    full = found.get("full")
    return Paging(
        items=found.text("items"),
        next=found.text("next"),
        marker=found.text("marker"),
        after=found.texts("after"),
        limit=found.text("limit"),
        full=full.value if full is not None and isinstance(full.value, int) else 0,
    )


def read_pick(found: Node | None, product: str) -> Pick | None:
    """Where a value can be picked from; calls become complete call ids."""
    if found is None:
        return None
    own = _source(found, product) if found.get("call") is not None else Source("", "", "")
    return Pick(
        call=own.call,
        items=own.items,
        value=own.value,
        label=own.label,
        fill=found.pairs("fill"),
        kind=found.text("kind"),
        signed_in=found.text("signed-in"),
        seen_in=tuple(_source(each, product) for each in found.each("seen-in")),
    )


def _source(found: Node, product: str) -> Source:
    found.need("call")
    call = found.text("call")
    return Source(
        call=call if "." in call else f"{product}.{call}",
        items=found.text("items"),
        value=found.text("value"),
        label=found.texts("label"),
    )


def read_resource(found: Node | None) -> Resource | None:
    """What an object in an answer is."""
    if found is None:
        return None
    return Resource(found.need_text("kind"), found.text("id"), found.text("title"), found.texts("first"))


def read_instead(found: Node | None) -> tuple[str, str] | None:
    """The operation id of the call to offer in place of an address, and why."""
    return None if found is None else (found.need_text("call"), found.text("reason"))


def _key(place: Node, text: str) -> Key:
    location, _, name = text.partition(":")
    if location not in set(Location) or not name:
        raise place.error(f"“{text}” names no parameter; write it as query:name")
    return Key(Location(location), name)
