"""What a table is made with besides the answer: the call's columns, who looks at it, where its columns are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.answer.tables.wordings import Viewer
from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.exchange.merged import ANSWERS, ORIGIN
from api.model import TableColumn

if TYPE_CHECKING:
    from api.desk import Desk
    from api.records.views import CallViews

REGION = TableColumn((ORIGIN,), heading="Region", help="Where the item was found")


@dataclass(frozen=True, slots=True)
class TableGround:
    """``layout`` belongs to the list at the pointer ``items``; without ``views`` nothing is kept."""

    call_id: str = ""
    items: str = ""
    layout: tuple[TableColumn, ...] = ()
    account: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    views: CallViews | None = None

    def viewer(self) -> Viewer:
        """Who looks at the table, now."""
        return Viewer(self.account, self.names)


def table_ground(exchange: Exchange, desk: Desk | None) -> TableGround:
    """What the tables of that answer are made with."""
    request = exchange.request
    account = request.place.account or ""
    if desk is None:
        return TableGround(request.call_id, account=account)
    cloud = desk.cloud(request.place.profile)
    names = cloud.account_names if cloud is not None else {}
    try:
        call = desk.catalogue.call(request.call_id)
    except PitchforkError:  # the document was taken away meanwhile
        return TableGround(request.call_id, account=account, names=names, views=desk.views)
    items = call.paging.items if call.paging is not None else ""
    if exchange.merged is not None and exchange.merged.kind == "regions":
        # Its columns are another choice than those of the answer of one region.
        items = items if call.paging is not None else ANSWERS
        return TableGround(f"{call.id} regions", items, (REGION, *call.table), account, names, desk.views)
    return TableGround(call.id, items, call.table, account, names, desk.views)
