"""What a piece of work is called where it is shown: its state, how far it is, and how long it has run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.answer.plain import middle, one_line
from api.work.pace import pace
from api.work.work import State, Tone

if TYPE_CHECKING:
    from api.work.work import Work

_LONGEST = 400
_ROLES = {
    State.WAITING: "dim",
    State.RUNNING: "accent",
    State.PAUSED: "warning",
    State.DONE: "good",
    State.PARTLY: "warning",
    State.FAILED: "bad",
    State.CANCELLED: "dim",
}
_ENDS = {State.DONE: Tone.GOOD, State.PARTLY: Tone.WARNING, State.FAILED: Tone.BAD}
_TONES = {Tone.PLAIN: "dim", Tone.GOOD: "good", Tone.WARNING: "warning", Tone.BAD: "bad"}


def role_of(state: State) -> str:
    """The colour of a state, by its role in the theme; its word always stands beside it."""
    return _ROLES[state]


def tone_role(tone: Tone) -> str:
    """The colour of a note, by its role in the theme."""
    return _TONES[tone]


def figures(work: Work) -> str:
    """How far it is: what is going on, and "1.2 of 3.4 GiB · 212 MiB/s · 11 s left"; what it came to, once it ended."""
    if work.state.ended:
        return one_line(work.sentence, _LONGEST)
    if work.state is State.RUNNING:
        stage = work.progress.stage.capitalize()
        return " · ".join(part for part in (pace(work), one_line(stage, 60)) if part)
    return one_line(work.sentence, _LONGEST)


def share(work: Work) -> float | None:
    """How much of it is done, from 0 to 1; None where that cannot be told."""
    total = work.progress.total
    return min(max(work.progress.done / total, 0.0), 1.0) if total else None


def percent(work: Work) -> str:
    """The same in words: "43 %", "" where it cannot be told. Not 100 before it is whole."""
    part = share(work)
    return "" if part is None else f"{int(part * 100)} %"


def elapsed(seconds: float) -> str:
    """How long it has run, on a clock of lasting width: "0:42", "12:05", "3:04:59"."""
    minutes, rest = divmod(int(max(seconds, 0.0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def spoken(work: Work) -> str:
    """All of a row in one sentence, for those who hear it."""
    parts = (one_line(work.title, _LONGEST), work.state.value, percent(work), figures(work), work.who)
    return ", ".join(part for part in parts if part)


def state_tone(state: State) -> Tone:
    """How the end of a piece of work is meant."""
    return _ENDS.get(state, Tone.PLAIN)


def summary(running: tuple[Work, ...]) -> str:
    """What runs in a few words: "Download Debian 12 43 %", "3 downloads", "5 pieces of work"; "" for nothing."""
    if not running:
        return ""
    if len(running) == 1:
        only = running[0]
        return f"{middle(one_line(only.title, _LONGEST), 36)}   {percent(only)}".rstrip()
    kinds = {work.plan.kind for work in running}
    return f"{len(running):,} {_plural(kinds.pop()) if len(kinds) == 1 else 'pieces of work'}"


def _plural(kind: str) -> str:
    word = kind.replace("-", " ")
    return f"{word}es" if word.endswith(("ch", "sh", "s", "x")) else f"{word}s"
