"""How plans of moving come back after a restart, by their kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api.catalog.catalogue import Catalogue
from api.model import Place
from api.work.moving.exporting import Export, restored_export
from api.work.moving.glance import GlanceCopy, restored_glance_copy
from api.work.moving.importing import ImportDisk, restored_import
from api.work.moving.region_copy import RegionCopy, restored_copy
from api.work.plan import Plan

RESTORE: dict[str, Callable[[Catalogue, Place, Mapping[str, Any]], Plan]] = {
    Export.kind: restored_export,
    ImportDisk.kind: restored_import,
    RegionCopy.kind: restored_copy,
    GlanceCopy.kind: restored_glance_copy,
}
"""Each makes the plan that its kept() told of; raises KeyError and TypeError where it is damaged."""
