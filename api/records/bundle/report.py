"""A report of a problem with a call: what a maintainer needs to know, as Markdown, for the person to edit."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable

from api.catalog.catalogue import Catalogue
from api.constants import NAME, VERSION
from api.errors import CatalogueError
from api.records.bundle.markdown import code, markdown_pieces
from api.records.bundle.stand_ins import StandIns
from api.records.bundle.told import told
from api.records.bundle.wish import BundleForm, Wish
from api.records.redacting import Redacted

_SHORT = 2000
"""Characters of each body."""


def report(
    redacted: Redacted | None, catalogue: Catalogue, versions: dict[str, str], check: Callable[[], None]
) -> str:
    """The text (work for a worker). Accounts and users have stand-ins. ``versions`` are further ones to name."""
    lines = ["# Problem with a call" if redacted else f"# Problem with {NAME}", ""]
    lines += ["## What happened", "", "(What did you do, and what did you expect?)", "", "## Versions", ""]
    lines += [f"- {name}: {code(text)}" for name, text in _versions(versions).items()]
    if redacted is None:
        return "\n".join(lines) + "\n"
    call_id = redacted.exchange.request.call_id
    lines += [f"- Call: {code(call_id)}", f"- Catalogue document: {_document(catalogue, call_id)}", "", ""]
    wish = Wish(BundleForm.MARKDOWN, stand_ins=True, longest=_SHORT)
    exchange = redacted.exchange
    stand_ins = StandIns.of([exchange], check)
    return "\n".join(lines) + "".join(markdown_pieces(told([exchange], stand_ins, wish), check, level="##"))


def _versions(more: dict[str, str]) -> dict[str, str]:
    packed = ", packaged" if getattr(sys, "frozen", False) else ""
    return {
        NAME: f"{VERSION}{packed}",
        "Python": platform.python_version(),
        **more,
        "System": f"{platform.system()} {platform.release()}, {platform.machine()}",
    }


def _document(catalogue: Catalogue, call_id: str) -> str:
    product_id = call_id.partition(".")[0]
    try:
        return code(f"{product_id} {catalogue.product(product_id).version}")
    except (KeyError, CatalogueError):
        return code(product_id)
