"""What went wrong, in one sentence: the failures of requests, urllib3, ssl and sockets as this program's own."""

from __future__ import annotations

import http.client
import os
import re
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions

from api.errors import BrokenAnswer, ConnectionLost, NoAnswer, PitchforkError, TimedOut, TlsFailed
from api.wire.flight import Flight, Stage
from api.wire.patience import MAY_HAVE_ARRIVED
from api.wire.redaction import Veil

FAILURES = (PitchforkError, requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)
"""What sending raises, here and in the libraries below; anything else is a mistake of this program."""

EXPIRED, NOT_YET_VALID = 10, 9
SELF_SIGNED = frozenset({18, 19})
UNKNOWN_AUTHORITY = frozenset({2, 20, 21})
WRONG_HOST = frozenset({62, 64})
_NOT_TLS = frozenset(
    {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"}
)
_OLD_TLS = frozenset({"UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE"})
_TUNNEL = re.compile(r"Tunnel connection failed: ([0-9]{3})")
"""What http.client makes of a proxy that answers a CONNECT with another status than 200."""
PROXY_SIGN_IN = "Give the proxy's user and password in the settings."
_CHECK_PROXY = (
    "Check the proxy in the settings; without one there, HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the "
    "environment, or the system's own."
)


def explain(cause: BaseException, flight: Flight, veil: Veil) -> PitchforkError:
    """The error to raise in place of what a library raised; its details hold no secret."""
    chain = list(_chain(cause))
    for each in chain:
        if isinstance(each, PitchforkError):
            return _cleaned(each, veil)
    details = veil.hide(f"{type(chain[-1]).__name__}: {chain[-1]}")[:2000]
    for each in chain:
        if (known := _explain_one(each, flight, details)) is not None:
            return known
    if any(isinstance(each, OSError) for each in chain):
        return ConnectionLost(
            f"The connection to {flight.peer or 'the server'} broke.", _again(flight), details
        )
    return NoAnswer("The request could not be sent.", "Check the address and the proxy settings.", details)


def _cleaned(error: PitchforkError, veil: Veil) -> PitchforkError:
    """Without what a server may have echoed, and without the exceptions behind it, which know the whole URL."""
    error.details = veil.hide(error.details)
    error.__cause__ = error.__context__ = None
    return error


def _chain(cause: BaseException) -> Iterator[BaseException]:
    """The exception and all that it wraps, outermost first, each once."""
    seen: set[int] = set()
    todo = [cause]
    while todo:
        each = todo.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inner = [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]
        todo += [one for one in inner if isinstance(one, BaseException)]


def _explain_one(each: BaseException, flight: Flight, details: str) -> PitchforkError | None:
    if isinstance(each, ssl.SSLCertVerificationError):
        return _certificate(each, flight)
    if isinstance(each, ssl.SSLError) and flight.stage is Stage.SHAKING_HANDS:
        return _handshake(each, flight, details)
    if isinstance(each, TimeoutError | urllib3.exceptions.TimeoutError):
        return timed_out(flight)
    if isinstance(each, http.client.IncompleteRead | urllib3.exceptions.IncompleteRead):
        return ConnectionLost(
            f"{flight.peer} closed the connection in the middle of the answer.", "Try again.", details
        )
    if isinstance(each, http.client.HTTPException):
        return BrokenAnswer(f"What {flight.peer} sent is not an HTTP answer.", details=details)
    if isinstance(each, urllib3.exceptions.InvalidHeader):
        return BrokenAnswer(f"{flight.peer} sent headers that contradict each other.", details=details)
    if isinstance(each, urllib3.exceptions.ProxyError):
        return _proxy(each, flight, details)
    return _lost(each, flight, details)


def _lost(each: BaseException, flight: Flight, details: str) -> PitchforkError | None:
    if isinstance(each, ConnectionError) and isinstance(each, OSError):
        return ConnectionLost(f"{flight.peer} broke the connection off.", _again(flight), details)
    return None


def _again(flight: Flight) -> str:
    return "Try again." if flight.stage.value[0] == "connecting" else MAY_HAVE_ARRIVED


def timed_out(flight: Flight) -> TimedOut:
    """Which patience ran out, by stage."""
    connect, read = f"{flight.limits.connect:g} s", f"{flight.limits.read:g} s"
    sentences = {
        Stage.SHAKING_HANDS: (
            f"{flight.peer} did not finish the TLS handshake within {connect}.",
            "Is it https?",
        ),
        Stage.SENDING: (f"{flight.peer} took no more of the request for {read}.", MAY_HAVE_ARRIVED),
        Stage.WAITING: (f"{flight.peer} did not begin to answer within {read}.", MAY_HAVE_ARRIVED),
        Stage.RECEIVING: (f"The answer of {flight.peer} stood still for {read}.", MAY_HAVE_ARRIVED),
    }
    other = (
        f"{flight.peer} did not accept the connection within {connect}.",
        "Check address, firewall and VPN.",
    )
    return TimedOut(*sentences.get(flight.stage, other))


def _certificate(reason: ssl.SSLCertVerificationError, flight: Flight) -> TlsFailed:
    code = getattr(reason, "verify_code", 0)
    message = getattr(reason, "verify_message", "") or str(reason)
    shown = f"sha256 {flight.presented}" if flight.presented else "not known"
    why, hint = _why_turned_down(code)
    if flight.presented:
        hint += f" To accept exactly this certificate, pin it: sha256 {flight.presented}."
    return TlsFailed(
        f"The certificate of {flight.peer} {why}.",
        hint + _ignored(),
        f"{message} ({code}); presented: {shown}",
        flight.presented,
    )


def _why_turned_down(code: int) -> tuple[str, str]:
    if code == EXPIRED:
        return "has expired", "Check this computer's clock, and tell the operator."
    if code == NOT_YET_VALID:
        return "is not valid yet", "Check this computer's clock."
    if code in WRONG_HOST:
        return "is for another host", "Check the address."
    if code in SELF_SIGNED:
        return (
            "is signed by itself or by an unknown authority",
            "Give the authority's file (CA file) in the profile.",
        )
    if code in UNKNOWN_AUTHORITY:
        return (
            "is signed by an authority that is not trusted",
            "Give the authority's file (CA file) in the profile.",
        )
    return "is not trusted", "Give the authority's file (CA file) in the profile."


def _ignored() -> str:
    """Names the variables that other programs obey here; obeying them in silence could widen trust."""
    names = [
        n
        for n in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
        if os.environ.get(n)
    ]
    return f" ({', '.join(names)} of the environment has no effect here.)" if names else ""


def _handshake(reason: ssl.SSLError, flight: Flight, details: str) -> NoAnswer:
    name = reason.reason or ""
    if name in _NOT_TLS:
        return TlsFailed(
            f"{flight.peer} does not speak TLS.", "Perhaps the address begins with http://.", details
        )
    if name in _OLD_TLS:
        return TlsFailed(
            f"{flight.peer} offers only TLS versions that are no longer safe.",
            "Tell its operator.",
            details,
        )
    return TlsFailed(f"The TLS handshake with {flight.peer} failed.", "Check address and port.", details)


def _proxy(reason: BaseException, flight: Flight, details: str) -> NoAnswer:
    said = _TUNNEL.search(details)
    if said is not None and said[1] == "407":
        return ConnectionLost(f"The proxy {flight.peer} asks for a sign-in (407).", PROXY_SIGN_IN, details)
    if said is not None:
        sentence = f"The proxy {flight.peer} refused to make the connection ({said[1]})."
        return ConnectionLost(sentence, _CHECK_PROXY, details)
    return ConnectionLost(
        f"The proxy {flight.peer} did not make the connection.", _CHECK_PROXY, details or str(reason)
    )
