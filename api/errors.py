"""One family of exceptions: a sentence and a next step for the person, details for whoever looks closer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the vocabulary takes long to load, and a child process that may fail has no use for it
    from api.model import Key


class PitchforkError(Exception):
    """Something expected went wrong.

    ``sentence`` says what happened, ``hint`` what to do next, ``details`` the raw cause. None of them ever
    holds a secret.
    """

    def __init__(self, sentence: str, hint: str = "", details: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint
        self.details = details

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


class Cancelled(PitchforkError):
    """The person stopped it. A changing call may have reached the server all the same."""

    def __init__(self, sentence: str = "Cancelled.", hint: str = "", details: str = "") -> None:
        super().__init__(sentence, hint, details)


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong value: the parameter's key (None: the call as a whole) and a sentence for under the field."""

    key: Key | None
    sentence: str


class BadInput(PitchforkError):
    """Values that cannot be sent; nothing was sent."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(f"{f.key}: {f.sentence}" if f.key else f.sentence for f in self.faults))


class TooLong(PitchforkError):
    """Work over an answer took longer than it may and was stopped."""


class UnknownCall(PitchforkError):
    """No such call in the catalogue."""


class CatalogueError(PitchforkError):
    """A document of the catalogue that cannot be used: which one, where in it (JSON pointer), and why."""

    def __init__(self, document: str, place: str, reason: str) -> None:
        self.document, self.place, self.reason = document, place, reason
        super().__init__(f"{document}, at {place or '/'}: {reason}")


class NotConfirmed(PitchforkError):
    """A destructive call that nobody confirmed; nothing was sent."""


class ReadOnly(PitchforkError):
    """A changing call to a production profile that is locked; nothing was sent. ``profile_id`` names it."""

    def __init__(self, sentence: str, hint: str = "", details: str = "", profile_id: str = "") -> None:
        super().__init__(sentence, hint, details)
        self.profile_id = profile_id


class NotOffered(PitchforkError):
    """The signed-in cloud has no such service or region."""


class NoSnippet(PitchforkError):
    """Another tool cannot do what a request does; the sentence says why."""


class SecretsNeeded(PitchforkError):
    """A request has slots that nobody filled; nothing was sent. ``slots`` are their names."""

    def __init__(self, sentence: str, hint: str = "", details: str = "", slots: Sequence[str] = ()) -> None:
        super().__init__(sentence, hint, details)
        self.slots = tuple(slots)


class NoAnswer(PitchforkError):
    """The request was not answered: network, TLS, time limit, broken answer."""


class NameNotFound(NoAnswer):
    """The host name could not be looked up."""


class Refused(NoAnswer):
    """Nothing listens there."""


class TimedOut(NoAnswer):
    """Connecting, the first byte or the next byte took too long."""


class TlsFailed(NoAnswer):
    """The server's certificate or protocol is not trusted.

    ``presented`` is the SHA-256 (hex) of a certificate that could be pinned, "" where there is none.
    """

    def __init__(self, sentence: str, hint: str = "", details: str = "", presented: str = "") -> None:
        super().__init__(sentence, hint, details)
        self.presented = presented


class ConnectionLost(NoAnswer):
    """The connection ended before the answer did."""


class BrokenAnswer(NoAnswer):
    """Bytes came back that are not a complete HTTP answer."""


class TooLarge(NoAnswer):
    """The answer is larger than the limit."""


class NotEnoughMemory(PitchforkError):
    """An answer is there and cannot be read into memory."""


class WrongBytes(NoAnswer):
    """What arrived is whole as HTTP goes, but not the data that the service announced."""


class MachineFailed(PitchforkError):
    """A file or folder of this computer cannot be read or written, or has no room."""


class RedirectStopped(NoAnswer):
    """The server redirects to another origin; credentials stay where they were.

    ``location`` is where it wanted to send the request.
    """

    def __init__(self, sentence: str, hint: str = "", details: str = "", location: str = "") -> None:
        super().__init__(sentence, hint, details)
        self.location = location


class SignInFailed(PitchforkError):
    """Signing in did not work."""


class WrongCredentials(SignInFailed):
    """The identity service does not accept the secret."""


class AccountLocked(SignInFailed):
    """The account is disabled, locked or may not sign in this way."""


class PasscodeNeeded(SignInFailed):
    """The account asks for a one-time passcode; ``session_id`` belongs to the second step and is a secret."""

    def __init__(self, sentence: str, hint: str = "", session_id: str = "") -> None:
        super().__init__(sentence, hint)
        self.session_id = session_id


class MissingScope(SignInFailed):
    """The token is not for a project or account, so it has no service catalogue."""


class IdentityUnreachable(SignInFailed):
    """No answer from the identity service; ``cause`` says why."""


class SignInExpired(SignInFailed):
    """The token ended and cannot be renewed in silence: sign in again."""


class ProfileError(PitchforkError):
    """A profile or clouds.yaml entry that cannot be used, with the reason."""


class PlainDataError(PitchforkError):
    """A file of the program's own that is damaged or newer than this version; it is set aside, never deleted."""
