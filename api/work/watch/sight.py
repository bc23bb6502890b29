"""What one look at a watched thing shows: its state, its marks, and where to look next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from api.answer.plain import one_line, pointer_tokens
from api.model import Explanation, Lead, Mark, Stage, Watch, WatchedState
from api.wire.redaction import mask_url

LONGEST = 300
"""Characters of a text of the service in a sentence."""
_NOTHING = frozenset({"", "None"})
"""What Rackspace writes where there is no message."""


class Clue(NamedTuple):
    """A sentence on where to look next; ``call`` (complete id, "" is none) shows it with these values by name."""

    sentence: str
    call: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """How it stood with a thing. ``marks`` are those that hold something, with their text; ``clues`` are where to
    look once it ended well, ``last_clues`` once it is no longer found.
    """

    state: WatchedState
    title: str = ""
    message: str = ""
    marks: tuple[tuple[Mark, str], ...] = ()
    clues: tuple[Clue, ...] = ()
    last_clues: tuple[Clue, ...] = ()

    def marked(self, stage: Stage) -> bool:
        """Whether a mark tells that."""
        return any(mark.stage is stage for mark, _text in self.marks)

    @property
    def remarks(self) -> str:
        """What the marks tell: the failures, or else what is still going on; "" for nothing."""
        for stage in (Stage.BAD, Stage.GOING_ON):
            told = [mark.means.replace("{value}", text) for mark, text in self.marks if mark.stage is stage]
            if told:
                return ", ".join(told)
        return ""

    @property
    def story(self) -> str:
        """State, meaning and marks for the time line: "queued - waiting for data; an import is under way"."""
        means = f" - {self.state.means}" if self.state.means else ""
        return "; ".join(part for part in (f"{one_line(self.state.name, 60)}{means}", self.remarks) if part)


def see(watch: Watch, body: Any) -> Sight | None:
    """What the body of an answer shows; None where no state stands in it."""
    state = pointed(body, watch.state)
    if not isinstance(state, str) or not state:
        return None
    titles = (text_at(body, place) for place in watch.title)
    marks = ((mark, text_at(body, mark.member)) for mark in watch.marks)
    return Sight(
        state=watch.named(state),
        title=next((title for title in titles if title), ""),
        message=text_at(body, watch.message) if watch.message else "",
        marks=tuple((mark, text) for mark, text in marks if text),
        clues=_clues(watch.leads, body),
        last_clues=_clues(watch.missing.leads, body) if watch.missing is not None else (),
    )


def explain(explanations: Iterable[Explanation], message: str) -> str:
    """What a message of the service means, "" where nobody says."""
    number, folded = _first_number(message), message.casefold()
    for each in explanations:
        if (each.code and each.code == number) or (each.has and each.has.casefold() in folded):
            return each.sentence
    return ""


def pointed(body: Any, pointer: str) -> Any:
    """What stands at a JSON pointer; None for nothing."""
    for token in pointer_tokens(pointer):
        if isinstance(body, dict):
            body = body.get(token)
        elif isinstance(body, list) and token.isascii() and token.isdigit() and int(token) < len(body):
            body = body[int(token)]
        else:
            return None
    return body


def text_at(body: Any, pointer: str) -> str:
    """The text at a JSON pointer for a sentence: on one line, shortened, without secrets; "" for nothing."""
    found = pointed(body, pointer)
    return plain(found) if isinstance(found, str) else ""


def plain(text: str) -> str:
    """A text of the service for a sentence; "" for what only means that there is none."""
    text = text.strip()
    return "" if text in _NOTHING else one_line(mask_url(text[: 4 * LONGEST]), LONGEST)


def _clues(leads: Iterable[Lead], body: Any) -> tuple[Clue, ...]:
    return tuple(_clue(lead, value) for lead in leads if (value := text_at(body, lead.value)))


def _clue(lead: Lead, value: str) -> Clue:
    values = ((lead.parameter, value),) if lead.call else ()
    return Clue(lead.says.replace("{value}", value), lead.call, values)


def _first_number(text: str) -> str:
    start = next((at for at, letter in enumerate(text) if letter in "0123456789"), len(text))
    end = next((at for at in range(start, len(text)) if text[at] not in "0123456789"), len(text))
    return text[start:end]
