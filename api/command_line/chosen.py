"""Which call `call` and `snippet` mean, by its id or as a saved call, and the values that it is given."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from api.command_line.values import from_elsewhere, read_values
from api.errors import BadInput, Fault
from api.exchange.convert import find_parameter, spelt
from api.exchange.examples import with_examples
from api.model import Call, Key, Parameter
from api.schema import Kind

if TYPE_CHECKING:
    from api.desk import Desk
    from api.records.saved.call import SavedCall
    from api.records.saved.filling import Unlock


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Add the two ways to name a call; choose() reads them."""
    one = parser.add_mutually_exclusive_group(required=True)
    one.add_argument(
        "call_id", nargs="?", metavar="CALL_ID", help="for example cloud-images.list-images; see `calls`"
    )
    one.add_argument(
        "--saved",
        metavar="NAME",
        help="a saved call by its name or FOLDER/NAME; -p replaces its values and fills in its placeholders",
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """A call, and the saved one that it was named by."""

    call: Call
    saved: SavedCall | None = None

    def content_type(self, options: argparse.Namespace) -> str | None:
        """Which form of the body is meant; None is the first."""
        return options.content_type or (self.saved.content_type if self.saved else "") or None

    def values(self, desk: Desk, options: argparse.Namespace, profile: str | None) -> dict[Key, Any]:
        """What the command line gives, over what was saved, with that profile's placeholders. Raises BadInput."""
        content_type = self.content_type(options)
        named = self._placeholders(content_type)
        told = [each for each in options.parameters if named.get(each.partition("=")[0], ...) is None]
        arguments = [each for each in options.parameters if each not in told]
        values = read_values(self.call, arguments, content_type)
        if self.saved is not None:
            known = {**desk.saved.known(profile), **_spelt(named, values), **_read(told)}
            unlock = desk.vault.get
            values = {**self._kept(known, values, content_type, unlock), **values}
        return with_examples(self.call, values, content_type) if options.examples else values

    def _placeholders(self, content_type: str | None) -> dict[str, Parameter | None]:
        """The names of the saved call's placeholders, with the parameter that the command line means by each."""
        if self.saved is None:
            return {}
        from api.records.saved.placeholders import names_in

        names = names_in(list(self.saved.values.values()))
        return {name: _parameter(self.call, name, content_type) for name in names}

    def _kept(
        self, known: Mapping[str, str], given: Mapping[Key, Any], content_type: str | None, unlock: Unlock
    ) -> dict[Key, Any]:
        """What was saved of the values that are not given. Nothing is sent with less than was saved: BadInput."""
        from api.records.saved.filling import fill

        assert self.saved is not None
        over = {str(key) for key in given}
        left = {name: value for name, value in self.saved.values.items() if name not in over}
        filled = fill(
            replace(self.saved, values=left, content_type=content_type or ""), self.call, known, unlock
        )
        faults = [Fault(key, _waits(names)) for key, names in filled.missing.items()]
        faults += [Fault(None, remark) for remark in filled.remarks]
        if faults:
            raise BadInput(faults)
        return filled.values


def choose(desk: Desk, options: argparse.Namespace) -> Chosen:
    """The call that is meant. Raises UnknownCall, SavedCallError, and BadInput for a body that it does not have."""
    saved = desk.saved.find(options.saved).saved if options.saved else None
    call = desk.catalogue.call(saved.call if saved else options.call_id)
    chosen = Chosen(call, saved)
    wanted = chosen.content_type(options)
    if wanted and call.body(wanted) is None:
        known = ", ".join(body.content_type for body in call.bodies) or "no body at all"
        raise BadInput([Fault(None, f"{call.title} takes {known}.")])
    return chosen


def _parameter(call: Call, name: str, content_type: str | None) -> Parameter | None:
    try:
        return find_parameter(call, name, content_type)
    except BadInput:
        return None


def _spelt(named: Mapping[str, Parameter | None], values: Mapping[Key, Any]) -> dict[str, str]:
    """What is given for a parameter is also the value of the placeholder of its name; secrets never are."""
    plain = {name: values.get(p.key) for name, p in named.items() if p and p.schema.kind is not Kind.SECRET}
    return {name: spelt(value) for name, value in plain.items() if isinstance(value, str | int | float)}


def _read(arguments: Sequence[str]) -> dict[str, str]:
    """The values of placeholders, which may be read from elsewhere as all values are. Raises BadInput."""
    pairs = (argument.partition("=") for argument in arguments)
    return {name: from_elsewhere(None, text) for name, _equals, text in pairs}


def _waits(names: Sequence[str]) -> str:
    ways = " and ".join(f"-p {name}=VALUE" for name in names)
    return f"It waits for a placeholder: give {ways}, or its value in the window."
