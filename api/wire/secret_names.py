"""What secrets are called: names of headers, of JSON members and form fields, and of the parts of signed addresses."""

from __future__ import annotations

from itertools import chain

SECRET_HEADERS = frozenset(
    {
        "x-auth-token",
        "x-subject-token",
        "x-service-token",
        "x-storage-token",
        "x-user-token",
        "x-auth-key",
        "x-auth-password",
        "x-storage-pass",
        "x-api-key",
        "apikey",
        "api-key",
        "x-sessionid",
        "x-session-id",
        "x-amz-security-token",
        "x-container-sync-key",
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        *(f"x-{of}-meta-temp-url-key{which}" for of in ("account", "container") for which in ("", "-2")),
    }
)
"""Names of headers whose values are secrets, in lower case. The last four sign temporary addresses (Swift)."""

_WORDS = (
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "token",
    "api key",
    "admin pass",
    "admin password",
    "original password",
    "user data",
    "auth token",
    "access token",
    "refresh token",
    "id token",
    "session token",
    "security token",
    "service token",
    "subject token",
    "session id",
    "private key",
    "secret key",
    "secret access key",
    "client secret",
    "temp url key",
    "application credential secret",
)
_ENVIRONMENT = ("password", "token", "passcode", "auth_token", "application_credential_secret", "api_key")
_EXTENSIONS = ("os-ksadm:password", "os-ext-srv-attr:user_data", "rax-auth:sessionid", "rax-ksqa:answer")


def _spellings(words: str) -> tuple[str, ...]:
    """``api key`` as ``apikey`` (which is apiKey, too), ``api_key`` and ``api-key``."""
    return tuple(words.replace(" ", between) for between in ("", "_", "-"))


SECRET_MEMBERS = frozenset(
    {
        *chain.from_iterable(_spellings(words) for words in _WORDS),
        *(f"os_{name}" for name in _ENVIRONMENT),
        *_EXTENSIONS,
        *SECRET_HEADERS,
    }
)
"""Names of JSON members and form fields that hold a secret wherever text or a number stands in them, in lower case.

Only whole names count: ``secret_level`` or ``token_count`` tell nothing.
"""

SIGNATURES = frozenset(
    {
        "temp_url_sig",
        "signature",
        "sig",
        "x-amz-signature",
        "x-amz-credential",
        "x-goog-signature",
        "x-goog-credential",
    }
)
"""What signs an address, in lower case: Swift's and S3's, Google's, Azure's."""

_FREE_HEADERS = tuple(f"x-{of}-meta-" for of in ("account", "container", "object", "image"))


def is_secret_member(name: object) -> bool:
    """Whether a member or field of that name holds a secret."""
    return isinstance(name, str) and name.lower() in SECRET_MEMBERS


def is_secret_name(name: str) -> bool:
    """Whether what stands behind ``name=`` is a secret; of a name with prefixes (``a:b``) the last part counts, too."""
    name = name.lower()
    return any(each in SECRET_MEMBERS or each in SIGNATURES for each in (name, name.rpartition(":")[2]))


def is_secret_header(name: str) -> bool:
    """Whether a header holds a secret; one that anybody may name counts if a member of that name would."""
    name = name.lower()
    if name in SECRET_HEADERS:
        return True
    free = next((start for start in _FREE_HEADERS if name.startswith(start)), "")
    return bool(free) and name.removeprefix(free).removeprefix("property-") in SECRET_MEMBERS
