"""TLS contexts for what a call trusts."""

from __future__ import annotations

import hmac
import re
import ssl
import sys
from pathlib import Path

from api.errors import TlsFailed
from api.wire.trust import Trust, fingerprint

SYSTEM_FOLDERS = ("/etc/ssl/certs", "/etc/pki/tls/certs")
SYSTEM_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
_HASHED_NAME = re.compile(r"[0-9a-f]{8}\.[0-9]")


def context_for(trust: Trust) -> ssl.SSLContext:
    """A new TLS context. Raises TlsFailed when the CA file or the pin cannot be used."""
    if trust.fingerprint:
        return unchecked_context()
    if trust.ca_file:
        return _with_file(_plain_context(ssl.CERT_REQUIRED), trust.ca_file)
    context = _system_context()
    return _with_file(context, trust.more) if trust.more else context


def accepts(trust: Trust, certificate: bytes) -> bool:
    """Whether a server's certificate (DER) is the pinned one; true when nothing is pinned."""
    return not trust.pin or hmac.compare_digest(fingerprint(certificate), trust.fingerprint)


def unchecked_context() -> ssl.SSLContext:
    """A context that checks nothing: for a pinned certificate, compared after the handshake, and for asking a server
    which certificate it shows."""
    return _plain_context(ssl.CERT_NONE)


def _plain_context(mode: ssl.VerifyMode) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = mode is ssl.CERT_REQUIRED
    context.verify_mode = mode
    context.set_alpn_protocols(["http/1.1"])
    return context


def _with_file(context: ssl.SSLContext, path: str) -> ssl.SSLContext:
    try:
        context.load_verify_locations(cafile=path)
    except (OSError, ValueError) as reason:
        raise TlsFailed(
            f"The CA file {path} cannot be used.",
            "Choose a readable file with PEM certificates.",
            str(reason),
        ) from None
    return context


def _system_context() -> ssl.SSLContext:
    """The operating system's authorities. OpenSSL's environment variables have no say in it: they could widen it."""
    if sys.platform in {"win32", "darwin"}:
        import truststore  # nobody else needs it

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.set_alpn_protocols(["http/1.1"])
        return context
    context = _plain_context(ssl.CERT_REQUIRED)
    paths = ssl.get_default_verify_paths()
    folders = [f for f in (paths.openssl_capath, *SYSTEM_FOLDERS) if _holds_certificates(Path(f))]
    if folders:  # read one by one as they are needed: a whole bundle costs 17 ms each time
        context.load_verify_locations(capath=folders[0])
        return context
    files = [f for f in (paths.openssl_cafile, *SYSTEM_FILES) if Path(f).is_file()]
    if files:
        context.load_verify_locations(cafile=files[0])
    return context


def _holds_certificates(folder: Path) -> bool:
    return folder.is_dir() and any(_HASHED_NAME.fullmatch(entry.name) for entry in folder.iterdir())
