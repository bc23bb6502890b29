"""Finds calls by words: over title, path, description and method, best first."""

from __future__ import annotations

from collections.abc import Iterable

from api.model import CallHead


def search(heads: Iterable[CallHead], text: str) -> list[CallHead]:
    """The calls in which every word occurs, best first; all of them, in their order, without a word."""
    words = text.casefold().split()
    scored = [(_score(head, words), head) for head in heads]
    found = [(score, head) for score, head in scored if score]
    return [head for _, head in sorted(found, key=lambda pair: -pair[0])]


def _score(head: CallHead, words: list[str]) -> int:
    """How well a call fits: the sum over all words, 0 when one does not occur."""
    if not words:
        return 1
    title = head.title.casefold()
    scores = [_word_score(head, title, word) for word in words]
    if not all(scores):
        return 0
    return sum(scores) + (50 if title.startswith(" ".join(words)) else 0)


def _word_score(head: CallHead, title: str, word: str) -> int:
    if head.method.casefold() == word:
        return 40
    if any(part.startswith(word) for part in title.split()):
        return 30
    places = ((title, 20), (head.path.casefold(), 10), (head.id, 8), (head.category.casefold(), 6))
    near = next((score for place, score in places if word in place), 0)
    return near or (2 if word in head.description.casefold() else 0)
