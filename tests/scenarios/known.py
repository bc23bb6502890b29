"""The differences between practice cloud and real Glance that are meant, each with its reason."""

from __future__ import annotations

from tests.scenarios.comparing import Known

KNOWN: tuple[Known, ...] = ()
