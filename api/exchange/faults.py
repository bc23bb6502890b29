"""What a draft lacks, in a sentence or two that name the values."""

from __future__ import annotations

from collections.abc import Sequence

from api.errors import Fault

NEEDED = "A value is needed"


def told(faults: Sequence[Fault]) -> str:
    """The missing values counted and named, then every other fault; "" without faults."""
    missing = [fault.key.name for fault in faults if fault.key and fault.sentence.startswith(NEEDED)]
    others = [fault for fault in faults if not (fault.key and fault.sentence.startswith(NEEDED))]
    sentences = [f"{fault.key.name}: {fault.sentence}" if fault.key else fault.sentence for fault in others]
    if missing:
        count = "1 value is" if len(missing) == 1 else f"{len(missing)} values are"
        sentences.insert(0, f"{count} missing: {', '.join(missing)}.")
    return " ".join(sentences)
