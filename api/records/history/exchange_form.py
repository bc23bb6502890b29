"""An Exchange as a JSON value and back again; the bytes of its bodies are kept apart."""

from __future__ import annotations

from datetime import datetime

from api import errors
from api.errors import NoAnswer, PitchforkError
from api.exchange.exchange import Exchange
from api.exchange.merged import Merged, Part
from api.model import Place
from api.records.history.request_form import Form, from_form, to_form
from api.wire.response import Content, Hop, Response, Timings

_MORE = ("presented", "location")
"""What some errors tell beside their words."""


def exchange_to_form(exchange: Exchange) -> Form:
    """All of an exchange but its bodies."""
    return {
        "id": exchange.id,
        "request": to_form(exchange.request),
        "response": _response(exchange.response) if exchange.response is not None else None,
        "error": _error(exchange.error) if exchange.error is not None else None,
        "who": exchange.who,
        "started": exchange.started.isoformat(),
        "seconds": exchange.seconds,
        "attempts": exchange.attempts,
        "merged": _merged(exchange.merged) if exchange.merged is not None else None,
    }


def exchange_from_form(form: Form, sent: bytes | None, content: Content) -> Exchange:
    """The exchange again, with the bytes of its request and of its answer.

    Raises KeyError, TypeError and ValueError for what is damaged. Of one that was put together from several, only
    what was asked is known: it can be looked at, and not be asked for anew.
    """
    response, error, merged = form["response"], form["error"], form["merged"]
    return Exchange(
        id=form["id"],
        request=from_form(form["request"], sent),
        response=_read_response(response, content) if response is not None else None,
        error=_read_error(error) if error is not None else None,
        who=form["who"],
        started=datetime.fromisoformat(form["started"]),
        seconds=form["seconds"],
        attempts=form["attempts"],
        merged=_read_merged(merged) if merged is not None else None,
    )


def _response(response: Response) -> Form:
    timings = response.timings
    return {
        "status": response.status,
        "reason": response.reason,
        "headers": [list(header) for header in response.headers],
        "url": response.url,
        "timings": [timings.started.isoformat(), timings.first_byte, timings.total],
        "hops": [[hop.status, hop.location] for hop in response.hops],
        "version": response.http_version,
        "sent_headers": [list(header) for header in response.sent_headers],
    }


def _read_response(form: Form, content: Content) -> Response:
    started, first_byte, total = form["timings"]
    return Response(
        status=form["status"],
        reason=form["reason"],
        headers=_headers(form["headers"]),
        content=content,
        url=form["url"],
        timings=Timings(datetime.fromisoformat(started), first_byte, total),
        hops=tuple(Hop(status, location) for status, location in form["hops"]),
        http_version=form["version"],
        sent_headers=_headers(form["sent_headers"]),
    )


def _headers(rows: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in rows)


def _error(error: PitchforkError) -> Form:
    more = {name: getattr(error, name) for name in _MORE if getattr(error, name, "")}
    return {
        "kind": type(error).__name__,
        "sentence": error.sentence,
        "hint": error.hint,
        "details": error.details,
        **more,
    }


def _read_error(form: Form) -> PitchforkError:
    kind = getattr(errors, str(form["kind"]), NoAnswer)
    if not (isinstance(kind, type) and issubclass(kind, PitchforkError)):
        kind = NoAnswer
    more = {name: form[name] for name in _MORE if name in form}
    words = (form["sentence"], form["hint"], form["details"])
    try:
        return kind(*words, **more)
    except TypeError:  # a kind that is made of something else than words
        return NoAnswer(*words)


def _merged(merged: Merged) -> Form:
    return {"kind": merged.kind, "parts": [_part(part) for part in merged.parts], "trouble": merged.trouble}


def _part(part: Part) -> Form:
    place = part.place
    return {
        "place": [place.profile, place.account, place.region],
        "who": part.who,
        "request": to_form(part.request) if part.request is not None else None,
        "status": part.status,
        "request_id": part.request_id,
        "started": part.started.isoformat() if part.started is not None else None,
        "seconds": part.seconds,
        "count": part.count,
        "trouble": part.trouble,
        "label": part.label,
        "more": part.more,
    }


def _read_merged(form: Form) -> Merged:
    parts = tuple(_read_part(part) for part in form["parts"])
    return Merged(form["kind"], parts, plan=None, rest=None, trouble=form["trouble"])


def _read_part(form: Form) -> Part:
    request, started = form["request"], form["started"]
    return Part(
        place=Place(*form["place"]),
        who=form["who"],
        request=from_form(request, None) if request is not None else None,
        status=form["status"],
        request_id=form["request_id"],
        started=datetime.fromisoformat(started) if started is not None else None,
        seconds=form["seconds"],
        count=form["count"],
        trouble=form["trouble"],
        label=form["label"],
        more=form["more"],
    )
