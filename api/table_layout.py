"""What a list call says about the table of its answer: the useful columns, and what they say instead of a value."""

from __future__ import annotations

from dataclasses import dataclass

Texts = tuple[str, ...]
KINDS = frozenset({"text", "state", "number", "size", "time", "age", "id", "boolean"})
"""What the values of a column can be."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a cell says where its row passes all tests.

    Each test names a member and the texts of which it has to have one; True: it has to say something, False:
    nothing. The placeholders ``{account}`` (the account or project that was asked for) in tests, and
    ``{value}`` and ``{name}`` (what the cloud calls the value) in ``show``, are filled in; a ``{value}`` or
    ``{name}`` that is not known fails like a test.
    """

    show: str
    tests: tuple[tuple[str, Texts | bool], ...] = ()

    @property
    def members(self) -> Texts:
        """The members that are looked at."""
        return tuple(member for member, _expected in self.tests)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column that the table starts with. The first of its ``members`` that says something gives the value.

    ``heading`` and ``kind`` (one of KINDS; "" as the data say), ``help`` is a sentence on what it shows; the first
    of the ``words`` whose tests a row passes is shown instead of the value.
    """

    members: Texts
    heading: str = ""
    kind: str = ""
    help: str = ""
    words: tuple[Wording, ...] = ()

    @property
    def key(self) -> str:
        """The lasting name of the column within its table."""
        return self.members[0]

    @property
    def looked_at(self) -> Texts:
        """Every member that what is shown depends on; those of the value first."""
        return tuple(dict.fromkeys([*self.members, *(m for word in self.words for m in word.members)]))
