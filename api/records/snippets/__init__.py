"""A request taken elsewhere: as a command or a few lines of another tool that do the same."""

from api.records.snippets.kinds import KINDS, Kind
from api.records.snippets.registry import Snippet, snippet, taken, why_not

__all__ = ["KINDS", "Kind", "Snippet", "snippet", "taken", "why_not"]
