"""The vocabulary of the whole program: products, calls, parameters and places, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from api.answered import Answer as Answer
from api.answered import Detour as Detour
from api.answered import Mention as Mention
from api.answered import Way as Way
from api.edit_rules import Definitions as Definitions
from api.edit_rules import Edit as Edit
from api.edit_rules import Remark as Remark
from api.picks import Pick as Pick
from api.picks import Source as Source
from api.schema import UNSET as UNSET
from api.schema import Kind as Kind
from api.schema import Member as Member
from api.schema import Resource as Resource
from api.schema import Schema as Schema
from api.schema import Unset as Unset
from api.table_layout import TableColumn as TableColumn
from api.transfer import Transfer as Transfer
from api.transfer import TransferKind as TransferKind
from api.watch_rules import Explanation as Explanation
from api.watch_rules import Lead as Lead
from api.watch_rules import Mark as Mark
from api.watch_rules import Missing as Missing
from api.watch_rules import Reasons as Reasons
from api.watch_rules import Stage as Stage
from api.watch_rules import Watch as Watch
from api.watch_rules import WatchedState as WatchedState


class Location(StrEnum):
    """Where a parameter travels (OpenAPI's ``in``, and ``body`` for members of the request body)."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    BODY = "body"


class Change(StrEnum):
    """What a call does to the cloud."""

    NONE = "none"
    CHANGE = "change"
    DESTROY = "destroy"


class Key(NamedTuple):
    """The lasting name of a parameter within its call: values, links and favourites are kept under it."""

    location: Location
    name: str

    def __str__(self) -> str:
        return f"{self.location.value}:{self.name}"


Values = Mapping[Key, Any]
"""What the person filled in: absent = not sent, None = null, "" = empty, else a JSON value or FileValue."""


@dataclass(frozen=True, slots=True)
class FileValue:
    """A file that the person chose as the value of a parameter; read when it is sent, never kept."""

    path: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing the person can fill in.

    For body parameters ``name`` is the dotted path (``input.import_from``), ``target`` the tokens of the JSON
    pointer where the value is placed (empty: the value is the whole body), ``merge`` says that the value is a
    map whose members stand beside the others at the target, ``encode`` that the value is turned into a
    pointer of one token first (``json-pointer-token``), and ``within`` the optional object that has to be
    sent for ``required`` to count. ``merge`` on a query parameter marks free filters,
    on a header parameter (``X-Meta-*``) free headers.
    """

    location: Location
    name: str
    schema: Schema
    required: bool = False
    description: str = ""
    deprecated: bool = False
    target: tuple[str, ...] = ()
    merge: bool = False
    encode: str = ""
    within: tuple[str, ...] | None = None
    style: str = ""
    explode: bool = True
    pick: Pick | None = None

    @property
    def key(self) -> Key:
        """The lasting name of this parameter within its call."""
        return Key(self.location, self.name)

    @property
    def secret(self) -> bool:
        """Whether the value must be dotted, masked and forgotten."""
        return self.schema.kind is Kind.SECRET


@dataclass(frozen=True, slots=True)
class Body:
    """One form the request body can take; a call has one for each content type.

    ``fixed`` is the constant part of the body into which the parameters are placed (UNSET: an empty object or
    array grows as needed). ``binary`` bodies have one parameter of kind FILE.
    """

    content_type: str
    parameters: tuple[Parameter, ...] = ()
    schema: Schema = field(default_factory=Schema)
    fixed: Any = UNSET
    example: Any = UNSET
    required: bool = True
    binary: bool = False


@dataclass(frozen=True, slots=True)
class Effects:
    """What a call does beyond answering. ``warning`` and ``costs`` are sentences for the person ("" is none)."""

    changes: Change = Change.NONE
    shares: bool = False
    costs: str = ""
    warning: str = ""

    @property
    def warns(self) -> bool:
        """Whether the dialog carries a warning."""
        return self.changes is not Change.NONE or self.shares or bool(self.costs)


@dataclass(frozen=True, slots=True)
class Subject:
    """How to look at what a call is about to destroy: the reading call (its complete id) and its parameters.

    ``kind`` is the word for it ("image"), ``keeps`` a sentence on what stays afterwards, ``fill`` which of the
    reading call's parameters take which of this call's, ``members_call`` a call that lists the accounts
    that lose access ("" is none). ``headers`` are members of what is read ("size") with the header that
    holds each, where an answer without a body tells of it.
    """

    call: str
    kind: str
    fill: tuple[tuple[str, str], ...] = ()
    keeps: str = ""
    members_call: str = ""
    members_fill: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready set of values, e.g. "Waiting for me" of List Images.

    ``values`` may hold the placeholder ``{account}``, which stands for the account or project signed in to.
    """

    title: str
    values: tuple[tuple[Key, Any], ...]


@dataclass(frozen=True, slots=True)
class Paging:
    """How a list answer names its parts: JSON pointers of the items and of the link to the next page.

    ``marker`` is the query parameter that goes on after an item. Where the service gives no link, ``after`` are
    the members of the last item (the first that is there) whose value the marker takes, ``limit`` is the query
    parameter that sets the size of a page, and ``full`` how many items a full page has without it.
    """

    items: str
    next: str = ""
    marker: str = ""
    after: tuple[str, ...] = ()
    limit: str = ""
    full: int = 0

    @property
    def goes_on(self) -> bool:
        """Whether there may be more than one page."""
        return bool(self.next or self.after)


@dataclass(frozen=True, slots=True)
class CallHead:
    """What the tree and the search need of a call; known without reading the whole operation."""

    id: str
    product: str
    category: str
    title: str
    description: str
    method: str
    path: str
    changes: Change = Change.NONE


@dataclass(frozen=True, slots=True)
class Call:
    """One API call, complete: what the dialog is made from and a Request is built from.

    ``watch`` says how what it shows can be watched, ``starts`` what can be watched once it was answered well.
    """

    head: CallHead
    docs: str = ""
    parameters: tuple[Parameter, ...] = ()
    bodies: tuple[Body, ...] = ()
    success: tuple[int, ...] = ()
    answers: tuple[Answer, ...] = ()
    effects: Effects = field(default_factory=Effects)
    since: str = ""
    notes: str = ""
    needs_token: bool = True
    token_header: str = "X-Auth-Token"  # noqa: S105 - a header's name
    subject: Subject | None = None
    presets: tuple[Preset, ...] = ()
    paging: Paging | None = None
    edit: Edit | None = None
    edited_by: str = ""
    table: tuple[TableColumn, ...] = ()
    watch: Watch | None = None
    starts: Way | None = None
    accept: str = "application/json"
    transfer: Transfer | None = None

    @property
    def id(self) -> str:
        """``<product id>.<operationId>``, written down in the document and never derived from titles."""
        return self.head.id

    @property
    def title(self) -> str:
        """The call's name in the tree."""
        return self.head.title

    @property
    def method(self) -> str:
        """The HTTP method in capitals."""
        return self.head.method

    def body(self, content_type: str | None = None) -> Body | None:
        """The body form of that content type; the first one without a choice; None where there is no body."""
        for body in self.bodies:
            if content_type is None or body.content_type == content_type:
                return body
        return None

    def fields(self, content_type: str | None = None) -> tuple[Parameter, ...]:
        """All parameters in the order in which the dialog asks for them: path, query, header, cookie, body."""
        body = self.body(content_type)
        return self.parameters + (body.parameters if body else ())


@dataclass(frozen=True, slots=True)
class Category:
    """A group of calls in the order of the document."""

    title: str
    description: str
    calls: tuple[CallHead, ...]


@dataclass(frozen=True, slots=True)
class Server:
    """Where a product lives when nobody is signed in: an address with ``{region}`` and the regions it takes."""

    url: str
    regions: tuple[str, ...] = ()
    default_region: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """One document of the catalogue.

    ``service_types`` and ``service_names`` are what a service catalogue calls it; ``sign_ins`` the kinds of
    sign-in it belongs to ("rackspace", "openstack"; empty: any); ``identity`` marks a product whose address is
    the identity service's own and not one of the service catalogue. ``own`` marks one that the person added.
    """

    id: str
    title: str
    description: str
    version: str
    categories: tuple[Category, ...]
    server: Server
    service_types: tuple[str, ...] = ()
    service_names: tuple[str, ...] = ()
    sign_ins: tuple[str, ...] = ()
    identity: bool = False
    docs: str = ""
    own: bool = False

    @property
    def placed(self) -> bool:
        """Whether it is a person's own product with its own address: whoever is signed in, no token goes there."""
        return self.own and not self.service_types


@dataclass(frozen=True, slots=True)
class Place:
    """Which cloud a dialog, a tab or an exchange belongs to. Carried as a value; nothing looks at "the current one".

    ``profile`` is a profile's id (None: nobody is signed in), ``account`` the account's or project's id.
    """

    profile: str | None = None
    account: str | None = None
    region: str | None = None
