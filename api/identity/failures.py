"""Why a sign-in failed, as a sentence and a next step; raw answers only with every secret masked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import quote, urlsplit

from api.errors import (
    AccountLocked,
    IdentityUnreachable,
    NoAnswer,
    PasscodeNeeded,
    PitchforkError,
    RedirectStopped,
    SignInFailed,
    WrongCredentials,
)
from api.running import CancelToken

Answer = TypeVar("Answer")

PASSCODE = "passcode"
"""The credential of the second step."""

_DOTS = "••••••••"
_MOST_DETAILS = 2000
_TELLING = 4
_ESCAPED = re.compile(r"\\+u[0-9a-f]{4}|\\+[a-z]|%(?:25)*[0-9a-f]{2}|&#?\w+;|[^a-z0-9]", re.IGNORECASE)
"""Everything that is not a plain letter or digit: what is left of a secret however often it is escaped."""
_PASSCODE_SESSION = re.compile(r"OS-MF\s.*?sessionId\s*=\s*(['\"])(.+?)\1", re.IGNORECASE | re.DOTALL)


class UnwelcomeAnswer(Exception):
    """An answer of the identity service with a status that is not 2xx. Stays within this package."""

    def __init__(self, status: int, headers: Mapping[str, str], text: str) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.headers = headers
        self.text = text


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is being tried: at which address, with what (for the sentences), and what must never be shown.

    ``secrets`` may be a live collection: tokens that turn up on the way are added to it.
    """

    address: str
    credential: str
    cancel: CancelToken = field(repr=False)
    secrets: Collection[str] = field(default=(), repr=False)

    @property
    def host(self) -> str:
        """The host for sentences."""
        return urlsplit(self.address).hostname or self.address

    def mask(self, text: str) -> str:
        """The text without any of the secrets; none of it when a secret hides in it behind several escapings."""
        for secret in sorted(filter(None, self.secrets), key=len, reverse=True):
            for form in {secret, json.dumps(secret)[1:-1], quote(secret, safe=""), quote(secret)}:
                text = text.replace(form, _DOTS)
        return "(left out: it repeats a secret)" if self._repeats(text) else text[:_MOST_DETAILS]

    def _repeats(self, text: str) -> bool:
        bare = _ESCAPED.sub("", text)
        forms = {
            form(secret) for secret in self.secrets for form in (_letters, lambda s: _ESCAPED.sub("", s))
        }
        return any(len(form) >= _TELLING and form in bare for form in forms)


def _letters(secret: str) -> str:
    return "".join(c for c in secret if c.isascii() and c.isalnum())


def answered(ask: Callable[[], Answer], attempt: Attempt) -> Answer:
    """What ``ask`` returns; every failure becomes a SignInFailed, or Cancelled when the person stopped it.

    The original exceptions are dropped, context included: they hold the request with the secret in its body.
    """
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - a server can provoke anything; nothing raw may leave
        failure = error if _is_explained(error) else explain(error, attempt)
    attempt.cancel.check()
    raise failure


def _is_explained(error: Exception) -> bool:
    return isinstance(error, PitchforkError) and not isinstance(error, NoAnswer)


def explain(error: Exception, attempt: Attempt) -> PitchforkError:
    """The failure for the person."""
    if isinstance(error, UnwelcomeAnswer):
        return _explain_answer(error, attempt)
    if isinstance(error, NoAnswer):
        return _unreachable(error, attempt)
    return SignInFailed(
        f"{attempt.host} answered with something that is not an answer of an identity service.",
        "Check the address: it may be a web page or another service.",
        type(error).__name__,
    )


def _unreachable(cause: NoAnswer, attempt: Attempt) -> IdentityUnreachable:
    failure = IdentityUnreachable(
        f"Signing in at {attempt.host} got no answer. {cause.sentence}",
        cause.hint,
        attempt.mask(cause.details),
    )
    cause.__cause__ = cause.__context__ = None  # may hold the request with the secret in its body
    failure.__cause__ = cause
    return failure


def _explain_answer(answer: UnwelcomeAnswer, attempt: Attempt) -> PitchforkError:
    details = f"HTTP {answer.status}\n{attempt.mask(answer.text)}".strip()
    status = answer.status
    if 300 <= status < 400:
        return _redirected(answer, attempt, details)
    if status == 401:
        return _unauthorized(answer, attempt, details)
    if status == 403:
        return AccountLocked(
            f"{attempt.host} does not let this user sign in.",
            "The account may be disabled, or multi-factor authentication has to be set up first. Details tell more.",
            details,
        )
    if status in (413, 429, 503) and (wait := answer.headers.get("Retry-After")):
        return SignInFailed(
            f"{attempt.host} asks to wait.", f"Try again after: {attempt.mask(wait)[:40]}.", details
        )
    return SignInFailed(*_sentence(status, attempt), details)


def _sentence(status: int, attempt: Attempt) -> tuple[str, str]:
    if status in (404, 405, 410, 501):
        return (
            f"There is no identity service of this kind at {attempt.host}.",
            "Check the address and the kind of sign-in.",
        )
    if status in (413, 429):
        return f"{attempt.host} has had too many sign-ins.", "Wait a moment, then try again."
    if status >= 500:
        return (
            f"The identity service at {attempt.host} has a problem of its own ({status}).",
            "Try again later.",
        )
    return f"{attempt.host} did not understand the sign-in ({status}).", "Check what you filled in."


def _redirected(answer: UnwelcomeAnswer, attempt: Attempt, details: str) -> PitchforkError:
    location = attempt.mask(answer.headers.get("Location", ""))
    where = urlsplit(location).netloc or "another address"
    cause = RedirectStopped(
        f"It redirects to {where}, and secrets are never sent on.",
        "If that address is right, put it into the profile.",
        details,
        location,
    )
    return _unreachable(cause, attempt)


def _unauthorized(answer: UnwelcomeAnswer, attempt: Attempt, details: str) -> PitchforkError:
    session = _PASSCODE_SESSION.search(answer.headers.get("WWW-Authenticate", ""))
    if session and attempt.credential != PASSCODE:  # a refused passcode must not ask for one in a circle
        return PasscodeNeeded(
            f"{attempt.host} asks for a passcode.",
            "Enter the code from your phone or authenticator.",
            session[2],
        )
    if "Openstack-Auth-Receipt" in answer.headers:
        return SignInFailed(
            f"{attempt.host} asks for more than one factor.",
            "Sign in with an application credential or a token instead.",
            details,
        )
    text = answer.text.lower()
    if "password is expired" in text or "password has expired" in text:
        return AccountLocked(
            f"The password at {attempt.host} has expired.", "Change it there first.", details
        )
    if re.search(r"\b(locked|disabled)\b", text):
        return AccountLocked(
            f"The account at {attempt.host} is locked or disabled.", "Ask whoever looks after it.", details
        )
    return WrongCredentials(
        f"{attempt.host} does not accept this {attempt.credential}.",
        "Check every field; upper and lower case count.",
        details,
    )
