"""Where the values of a parameter can be picked from; the part of the vocabulary that lists are made by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the answers of a call (its complete id) where values of a kind stand.

    ``items`` is the JSON pointer of a list, or of one object, with ``*`` for any of a level; ``value`` the
    member taken of each item ("": the item itself), ``label`` the members shown to the person.
    """

    call: str
    items: str
    value: str
    label: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pick:
    """Where values of a parameter can be picked from: a call (its complete id) and a place in its answer.

    ``call`` to ``label`` are those of a Source (no call: nothing lists them), ``fill`` which of that call's
    parameters come from which parameters of this one. ``kind`` is the word for what is picked ("image"):
    whatever was seen of a kind is offered wherever that kind is asked for. ``signed_in`` names what the
    sign-in itself knows of it ("regions", "account", "user"), ``seen_in`` further places where such values stand.
    """

    call: str = ""
    items: str = ""
    value: str = ""
    label: tuple[str, ...] = ()
    fill: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    signed_in: str = ""
    seen_in: tuple[Source, ...] = ()

    @property
    def memory(self) -> str:
        """The name under which seen values are kept together."""
        return self.kind or f"{self.call} {self.items} {self.value}"

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every place in answers where such values stand, the one that lists them first."""
        own = (Source(self.call, self.items, self.value, self.label),) if self.call else ()
        return own + self.seen_in
