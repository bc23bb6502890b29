"""Which images a list query matches: visibility, membership, columns, operators, tags and properties."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from werkzeug.datastructures import MultiDict

from api.practice.clock import Document
from api.practice.faults import Refusal
from api.practice.ground import Visit
from api.practice.image import membership, mine

Test = Callable[[Document], bool]
_TEXTS = frozenset({"name", "id", "status", "container_format", "disk_format"})
_TIMES = frozenset({"created_at", "updated_at"})
_COLUMNS = frozenset({"owner", "checksum", "os_hash_value", "os_hash_algo", "visibility"})
_NUMBERS = frozenset({"min_ram", "min_disk", "size", "virtual_size"})
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": eq, "neq": ne, "gt": gt, "gte": ge, "lt": lt, "lte": le,
}  # fmt: skip
_STATUSES = ("pending", "accepted", "rejected", "all")
_VISIBILITIES = ("community", "public", "private", "shared", "all")


def image_tests(visit: Visit, parameters: MultiDict[str, str]) -> list[Test]:
    """What an image must pass to be listed; 400 for values no list can have."""
    member_status = parameters.pop("member_status", "accepted")
    if member_status not in _STATUSES:
        raise Refusal(400, f"Invalid status: {member_status}")
    visibility = parameters.pop("visibility", "")
    if visibility and visibility not in _VISIBILITIES:
        raise Refusal(400, f"Invalid visibility value: {visibility}")
    if parameters.get("changes-since"):
        raise Refusal(400, 'The "changes-since" filter is not offered by this version.')
    tags = [tag.strip() for tag in parameters.poplist("tag")]
    tests = [
        _scope(visit, visibility, member_status),
        *(_flags(parameters) if not visit.rackspace else [lambda image: not image.get("unlisted")]),
        lambda image: image["status"] != "killed",
        lambda image: all(tag in image["tags"] for tag in tags),
    ]
    return tests + [_column(visit, name, values[-1]) for name, values in parameters.lists()]


def _scope(visit: Visit, visibility: str, member_status: str) -> Test:
    def test(image: Document) -> bool:
        status = membership(visit, image)
        shared_with_me = bool(status) and member_status in {status, "all"}
        if visit.rackspace and visibility == "shared":
            return shared_with_me and not mine(visit, image)
        if image["visibility"] == "community":
            return mine(visit, image) or visibility in {"community", "all"}
        return image["visibility"] == "public" or mine(visit, image) or shared_with_me

    def test_both(image: Document) -> bool:
        if image.get("absent") or not test(image):
            return False
        anything = visibility in {"", "all"} or (visit.rackspace and visibility == "shared")
        return anything or bool(image["visibility"] == visibility)

    return test_both


def _flags(parameters: MultiDict[str, str]) -> list[Test]:
    hidden = parameters.pop("os_hidden", "false").lower()
    protected = parameters.pop("protected", None)
    for name, value in (("os_hidden", hidden), ("protected", protected)):
        if value not in {None, "true", "false"}:
            raise Refusal(
                400, f"Invalid value '{value}' for '{name}' filter. Valid values are 'true' or 'false'."
            )
    tests: list[Test] = [lambda image: image["os_hidden"] == (hidden == "true")]
    if protected is not None:
        tests.append(lambda image: image["protected"] == (protected == "true"))
    return tests


def _column(visit: Visit, name: str, value: str) -> Test:
    if name.endswith(("_min", "_max")):
        return _range(name, value)
    if name in _NUMBERS:
        return lambda image: str(image[name]) == value
    if name in _TEXTS:
        return _text(name, value) if not visit.rackspace else lambda image: image[name] == value
    if name in _TIMES:
        return _time(name, value)
    if name in _COLUMNS:
        return lambda image: image[name] == value
    return lambda image: image["properties"].get(name) == value


def _range(name: str, value: str) -> Test:
    column, _, bound = name.rpartition("_")
    try:
        limit = int(value)
    except ValueError:
        raise Refusal(400, f"Unable to filter on a range with a non-numeric value: {value}") from None
    if column not in _NUMBERS:
        raise Refusal(
            500, "The server has either erred or is incapable of performing the requested operation."
        )
    compare = ge if bound == "min" else le
    return lambda image: image[column] is not None and compare(image[column], limit)


def _operator(value: str) -> tuple[str, str]:
    operator, colon, rest = value.partition(":")
    return (operator, rest) if colon else ("eq", value)


def _text(name: str, value: str) -> Test:
    operator, operand = _operator(value)
    if operator == "eq":
        return lambda image: image[name] == operand
    if operator == "in":
        choices = _choices(operand)
        return lambda image: image[name] in choices
    raise Refusal(400, f"Unable to filter by unknown operator '{operator}'.")


def _choices(operand: str) -> list[str]:
    """A comma-separated list in which names with commas are quoted."""
    try:
        return next(csv.reader([operand], strict=True), [])
    except csv.Error:
        raise Refusal(400, f"Invalid filter value {operand}. The quote is not closed.") from None


def _time(name: str, value: str) -> Test:
    # A time holds colons itself, so what stands before the first one is an operator only if it is a known one.
    operator, operand = _operator(value)
    if operator not in _COMPARE:
        if operator.isalpha():
            raise Refusal(400, f"Unable to filter by unknown operator '{operator}'.")
        operator, operand = "eq", value
    try:
        moment = datetime.fromisoformat(operand)
    except ValueError:
        raise Refusal(400, f"Invalid time value: {operand}") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    compare = _COMPARE[operator]
    return lambda image: compare(datetime.fromisoformat(image[name]), moment)
