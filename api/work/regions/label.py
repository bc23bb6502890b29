"""The names of places that are asked together: short, and each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from api.model import Place


def labels(places: Sequence[Place], profiles: Mapping[str | None, str]) -> tuple[str, ...]:
    """The region of each place, with the profile's name before it where several profiles are asked.

    ``profiles`` are their names by id.
    """
    several = len({place.profile for place in places}) > 1
    found = [_label(place, profiles.get(place.profile, "") if several else "") for place in places]
    counts, used = Counter(found), Counter[str]()
    for at, label in enumerate(found):
        used[label] += 1
        if counts[label] > 1:
            found[at] = f"{label} ({used[label]})"
    return tuple(found)


def _label(place: Place, profile: str) -> str:
    return " · ".join(part for part in (profile, place.region or "") if part) or "no region"
